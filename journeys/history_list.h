/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The changes of a history that somebody asks for: of what, when recorded, in
 * which field, by whom.
 */
#ifndef JL_JOURNEYS_HISTORY_LIST_H
#define JL_JOURNEYS_HISTORY_LIST_H

#include "core/period.h"
#include "journeys/record_clock.h"

struct jl_history_filter {
	/* Names people; its zone says on which day something was recorded. */
	const struct jl_ledger *ledger;
	/*
	 * JOURNEY, JOURNEY/KPI, a pattern, KIND:ID, the id of a batch; those of
	 * journeys/selector.h too. None: all.
	 */
	const char *const *selectors;
	size_t n_selectors;
	int32_t day;			/* for owner: */
	const struct jl_period *period; /* of recording; NULL: any */
	/* A part of a path, as "owner" or "refund-time/target"; NULL: any. */
	const char *field;
	const char *by;	 /* a person's id, or a part of a name; NULL: any */
	bool with_parts; /* what new definitions say, piece by piece */
	bool newest_first;
	size_t most; /* rows, of all; 0: any number */
};

struct jl_history_row {
	struct jl_history_change change;
	struct jl_history_commit commit, writer;
	int32_t recorded_on; /* the ledger's local day; where a period is asked
				for, else JL_DAY_MIN */
};

struct jl_history_rows {
	struct jl_history_row *v;
	size_t n, cap;
	struct jl_record_clock clock; /* where a period is asked for */
	struct jl_arena arena;
};

/* Fails for a selector that no record of the history matches. */
int jl_history_list(const struct jl_history *history,
	const struct jl_history_filter *filter, struct jl_history_rows *rows,
	struct jl_error *err);
void jl_history_rows_release(struct jl_history_rows *rows);

/* The sentence with the names of people; yours to free. */
char *jl_history_words(
	const struct jl_ledger *ledger, const struct jl_history_change *change);

/* The person whose e-mail address the commit has, or a name that nobody else in
 * people/ has; or NULL. */
const struct jl_person *jl_history_person(
	const struct jl_ledger *ledger, const struct jl_history_commit *commit);

/* Is the path at the place that the words name in their order? */
bool jl_path_is_at(const char *path, const char *words);

/* The ledger's local day of a commit. */
int32_t jl_recorded_on(const struct jl_ledger *ledger,
	const struct jl_record_clock *clock, uint64_t position);

/* How late a fact of the past was recorded, in days; 0: not at all. */
int32_t jl_days_late(const struct jl_history_row *row);

#endif

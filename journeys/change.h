/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What differs between two definitions, or two ledgers, in the words of the
 * field: "owner Carl Ito → Ana Ruiz from 17 August 2026", "target 24h → 48h
 * from 1 May 2026, relaxed". Dated facts are compared day by day, so that it is
 * told what is true on which days and not which lines of a file moved; lists
 * are matched by their ids.
 */
#ifndef JL_JOURNEYS_CHANGE_H
#define JL_JOURNEYS_CHANGE_H

#include "journeys/ledger.h"

enum jl_change_kind { JL_CHANGE_ADDED, JL_CHANGE_REMOVED, JL_CHANGE_CHANGED };

extern const char *const jl_change_names[]; /* "added", "removed", "changed" */

/* Of a target, its at-risk limit, or the limit of a promise. */
enum jl_verdict { JL_VERDICT_NONE, JL_VERDICT_RELAXED, JL_VERDICT_TIGHTENED };

extern const char *const jl_verdict_names[]; /* "", "relaxed", "tightened" */

struct jl_change {
	enum jl_change_kind what; /* of the definition */
	enum jl_kind kind;
	char *id;   /* of the definition; "" for ledger.json */
	char *path; /* "owners/person", "kpis/late/contracts/target"; "" for
		       the whole definition */
	char *old, *new; /* as they are written, people by id; NULL: nothing */
	int32_t since, until; /* of a dated fact, the days on which it changed;
				 JL_DAY_MIN and JL_DAY_OPEN of any other */
	enum jl_verdict verdict;
	char *reason; /* that the definition gives for it, or NULL */
	/* Without the definition's name; people are marked ids, which
	 * jl_change_words makes names. */
	char *sentence;
};

struct jl_changes {
	struct jl_change *v; /* by kind, id, and place in the file */
	size_t n, cap;
};

/* Is less of the metric better, or more? */
typedef enum jl_direction jl_direction_of(void *data, const char *metric);

/*
 * What differs between two versions of one definition, of which either, not
 * both, may be NULL; added behind what is there. One that is new or gone is one
 * change; with_parts tells all that a new one says behind that, as changes from
 * nothing.
 */
void jl_change_find(enum jl_kind kind, const void *old, const void *new,
	bool with_parts, jl_direction_of *direction_of, void *data,
	struct jl_changes *changes);

/* From one ledger to another, with the names of people in the sentences.
 * Definitions that either could not read are left out. */
void jl_changes_find(const struct jl_ledger *before,
	const struct jl_ledger *after, struct jl_changes *changes);
void jl_changes_release(struct jl_changes *changes);

/* The name of a person, or NULL when it is not known. */
typedef const char *jl_name_of(void *data, const char *person);

/* A sentence with the names of its people, or their ids; yours to free. */
char *jl_change_words(const char *sentence, jl_name_of *name_of, void *data);

#endif

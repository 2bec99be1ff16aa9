/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The ledger as it was at an earlier commit, beside the one of today. */
#ifndef JL_JOURNEYS_PAST_H
#define JL_JOURNEYS_PAST_H

#include "journeys/history.h"
#include "journeys/index.h"

/* Where the past is read from; borrowed. */
struct jl_past_source {
	struct jl_repo *repo;
	struct jl_cache *cache;
	const struct jl_history *history;
};

struct jl_past {
	struct jl_oid commit;
	struct jl_ledger *ledger;
	struct jl_index *index; /* NULL: not asked for */
	struct jl_cache *cache; /* of its own, for the index */
};

/* The definitions at that commit, and the measures that it had. */
int jl_past_open(const struct jl_past_source *source,
	const struct jl_oid *commit, bool with_index, struct jl_past *past,
	struct jl_error *err);
/* The definitions before that place of the line, with that journey alone;
 * JL_ENOTFOUND when it is the first. */
int jl_past_before(const struct jl_past_source *source, uint64_t position,
	const char *journey, struct jl_past *past, struct jl_error *err);
void jl_past_close(struct jl_past *past);

/* The commit that a person names; or, for a date, the last of the line that was
 * recorded before the day began. */
int jl_past_find(const struct jl_past_source *source,
	const struct jl_ledger *ledger, const char *word, struct jl_oid *commit,
	struct jl_error *err);

#endif

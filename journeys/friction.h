/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Friction grouped by whatever is asked: n, sum, mean, quantiles and cases of
 * each combination of dimensions, one metric at a time. Grouping by owner
 * joins each measure to whoever was in charge; grouping by month cuts spans at
 * the months' borders. The groups of a question add up to its total.
 */
#ifndef JL_JOURNEYS_FRICTION_H
#define JL_JOURNEYS_FRICTION_H

#include "journeys/attribution.h"
#include "journeys/index.h"
#include "journeys/survival.h"

enum jl_by {
	JL_BY_JOURNEY,
	JL_BY_METRIC,
	JL_BY_STAGE,
	JL_BY_STEP,
	JL_BY_TO_STEP,
	JL_BY_CHANNEL,
	JL_BY_TO_CHANNEL,
	JL_BY_FUNCTION,
	JL_BY_TO_FUNCTION,
	JL_BY_CASE,
	JL_BY_OWNER,
	JL_BY_KIND,
	JL_BY_MONTH,
	JL_BY_QUARTER,
	JL_BYS,
};

extern const char *const jl_by_names[]; /* by enum, NULL at the end */

struct jl_friction_query {
	const struct jl_ledger *ledger;
	const struct jl_index *index;
	struct jl_period period;
	int32_t today;
	enum jl_view view;
	enum jl_split split; /* of totals across a hand-over */
	enum jl_by by[JL_BYS];
	size_t n_by;
	const char *journey, *metric; /* NULL: all */
	/* Which measures; NULL: all. */
	bool (*wants)(void *data, const struct jl_journey *journey,
		const char *metric);
	void *wants_data;
};

struct jl_friction_group {
	/* By place in query.by; "" is not known, NULL is nobody. A shared
	 * owner has several ids with a space between. */
	const char *key[JL_BYS];
	bool is_shared;
	const char *sponsor; /* of nobody's, where it was one all the time */
	bool has_sponsor;    /* looked at already */
	const struct jl_metric *metric;
	struct jl_tally tally;
	/* Of elapsed: how long cases take, the open ones included; and how many
	 * were open when nothing more was known. */
	struct jl_survival survival;
	uint64_t open;
	bool has_cases;
	uint64_t cases; /* how many different ones */
	uint8_t (*case_ids)[JL_CASE_SIZE];
	size_t n_case_ids, case_cap;
};

struct jl_friction {
	struct jl_friction_group *v; /* sorted by key, then metric */
	size_t n, cap;
	struct jl_orphans orphans;
	uint64_t n_cut; /* totals that reach over an edge of the period */
	struct jl_arena arena;
};

int jl_friction_make(const struct jl_friction_query *query,
	struct jl_friction *friction, struct jl_error *err);
void jl_friction_release(struct jl_friction *friction);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Targets and promises that were moved: relaxed, redefined, or taken out; and
 * how their KPIs stood in the days before, by the contract that was in force
 * until the first of these moves.
 */
#ifndef JL_JOURNEYS_GOALPOSTS_H
#define JL_JOURNEYS_GOALPOSTS_H

#include "journeys/account.h"
#include "journeys/past.h"
#include "journeys/population.h"

enum { JL_GOALPOST_DAYS = 90 };

enum jl_move {
	JL_MOVE_NONE,
	JL_MOVE_RELAXED,
	JL_MOVE_REDEFINED, /* counted otherwise: easier or harder, who knows */
	JL_MOVE_TAKEN_OUT,
};

extern const char *const jl_move_names[]; /* "", "relaxed", ... */

struct jl_goalpost {
	const struct jl_history_row *row; /* borrowed from the population */
	enum jl_move move;
	char *of;	   /* "KPI late", "promise refund-24h", "journey" */
	char *kpi;	   /* of a promise its proof; NULL: none */
	bool has_standing; /* the rest is known */
	uint64_t n;
	bool has_value;
	double value; /* in the unit that people read */
	char unit[16];
	enum jl_standing standing;
};

struct jl_goalposts {
	struct jl_goalpost *v;
	size_t n, cap;
};

/* Figures that a missing file may belong to are given when is_partial. */
int jl_goalposts_make(const struct jl_past_source *source,
	const struct jl_index *index, const struct jl_population *population,
	bool is_partial, struct jl_goalposts *posts, struct jl_error *err);
void jl_goalposts_release(struct jl_goalposts *posts);

#endif

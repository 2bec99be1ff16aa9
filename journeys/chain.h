/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The longest way from one step to another: commitments of the steps, both
 * ends included, and the longest waits of the seams between them. A way passes
 * no step twice: a loop is no progress. What nobody undertook counts as no
 * time.
 *
 * Without loops the result is exact. Steps that lie on loops together are tried
 * in every order where they are no more than JL_CHAIN_EXACT; where they are
 * more, the longest of many ways is given, and a bound that no way exceeds:
 * every step of the loops once, each entered by its longest wait. Finding the
 * longest simple way in any graph is NP-hard, so that there must be a bound.
 */
#ifndef JL_JOURNEYS_CHAIN_H
#define JL_JOURNEYS_CHAIN_H

#include "journeys/step_graph.h"

enum { JL_CHAIN_EXACT = 14 };

/* How much work a journey's chains may be, all together. */
#define JL_CHAIN_BUDGET UINT64_C(20000000)

struct jl_chain {
	bool is_skipped; /* the budget was used up: nothing is known */
	bool leads;	 /* is there any way? */
	size_t *steps;	 /* of the longest way that was found */
	size_t n;
	int64_t total;	 /* of that way, in microseconds */
	int64_t most;	 /* no way takes longer: equal where it is exact */
	bool *is_on_way; /* by place: is the step on any way? */
};

/* budget is counted down, so that a journey that was made to do harm takes no
 * longer than any other. */
void jl_chain_find(const struct jl_step_graph *graph, size_t from, size_t to,
	uint64_t *budget, struct jl_chain *chain);
void jl_chain_release(struct jl_chain *chain);

/* The longest wait that is declared for the edge, or 0. */
int64_t jl_edge_wait(const struct jl_graph_edge *edge);

/* The edge between two steps that follow each other, or NULL. */
const struct jl_graph_edge *jl_chain_edge(
	const struct jl_step_graph *graph, size_t from, size_t to);

#endif

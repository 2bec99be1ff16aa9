/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A journey's steps as a graph: all steps in one row, and an edge for each
 * `next` that leads to a step of the journey, with the seam that is declared
 * for it. The journey must outlive the graph.
 */
#ifndef JL_JOURNEYS_STEP_GRAPH_H
#define JL_JOURNEYS_STEP_GRAPH_H

#include "journeys/definitions.h"

enum { JL_NO_STEP = -1 };

struct jl_graph_step {
	const struct jl_journey_step *step;
	size_t stage, place; /* in the journey: stages[stage].steps[place] */
	size_t first_edge, n_edges; /* those that leave it */
};

struct jl_graph_edge {
	size_t from, to;	    /* places in steps */
	size_t next;		    /* place in the step's `next` */
	const struct jl_seam *seam; /* declared for it, or NULL */
};

struct jl_step_graph {
	const struct jl_journey *journey;
	struct jl_graph_step *steps; /* in the order of the definition */
	size_t n;
	struct jl_graph_edge *edges; /* by the step that they leave */
	size_t n_edges, edges_cap;
	size_t *by_id; /* places of the steps, sorted by id */
	size_t n_by_id;
};

void jl_step_graph_init(
	struct jl_step_graph *graph, const struct jl_journey *journey);
void jl_step_graph_release(struct jl_step_graph *graph);

/* The place of the step with this id (NULL: none), or JL_NO_STEP. */
long jl_step_graph_find(const struct jl_step_graph *graph, const char *id);

/* Is the step the first that its function delivers? Of one without a function
 * it is not. */
bool jl_step_graph_is_first(const struct jl_step_graph *graph, size_t i);

/* Is there an edge between the two steps? */
bool jl_step_graph_leads(
	const struct jl_step_graph *graph, const char *from, const char *to);

/* What changes when a case goes from one step to the other: a seam, whether it
 * is declared or not. */
struct jl_handing {
	bool function, system, channel;
};

struct jl_handing jl_handing_between(
	const struct jl_journey_step *a, const struct jl_journey_step *b);
bool jl_is_seam(
	const struct jl_journey_step *a, const struct jl_journey_step *b);

#endif

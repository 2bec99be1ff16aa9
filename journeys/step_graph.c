/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Ids are looked up in sorted rows: a hostile journey may have many steps. */
#include "journeys/step_graph.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

struct named {
	const char *id;
	size_t place;
};

static int by_id(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	/* Of an id that is there twice the first counts. */
	return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

static void add_steps(struct jl_step_graph *g)
{
	const struct jl_journey *j = g->journey;

	for (size_t i = 0; i < j->stages.n; i++)
		g->n += j->stages.v[i].steps.n;
	g->steps = jl_xcalloc(g->n, sizeof(*g->steps));
	g->n = 0;
	for (size_t i = 0; i < j->stages.n; i++)
		for (size_t k = 0; k < j->stages.v[i].steps.n; k++)
			g->steps[g->n++] = (struct jl_graph_step){
				.step = &j->stages.v[i].steps.v[k],
				.stage = i,
				.place = k};
}

static void sort_steps(struct jl_step_graph *g)
{
	struct named *names = jl_xcalloc(g->n, sizeof(*names));

	for (size_t i = 0; i < g->n; i++)
		if (g->steps[i].step->id)
			names[g->n_by_id++] =
				(struct named){g->steps[i].step->id, i};
	if (g->n_by_id)
		qsort(names, g->n_by_id, sizeof(*names), by_id);
	g->by_id = jl_xcalloc(g->n, sizeof(*g->by_id));
	for (size_t i = 0; i < g->n_by_id; i++)
		g->by_id[i] = names[i].place;
	free(names);
}

long jl_step_graph_find(const struct jl_step_graph *g, const char *id)
{
	size_t low = 0, high = g->n_by_id;

	while (id && low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(g->steps[g->by_id[middle]].step->id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!id || low == g->n_by_id ||
		strcmp(g->steps[g->by_id[low]].step->id, id) != 0)
		return JL_NO_STEP;
	return (long)g->by_id[low];
}

static int by_ends(const void *a, const void *b)
{
	const struct jl_seam *const *x = a, *const *y = b;
	int order = strcmp((*x)->from, (*y)->from);

	return order ? order : strcmp((*x)->to, (*y)->to);
}

/* The seams whose ends are both named, sorted. */
static const struct jl_seam **sort_seams(const struct jl_journey *j, size_t *n)
{
	const struct jl_seam **seams = jl_xcalloc(j->seams.n, sizeof(*seams));

	*n = 0;
	for (size_t i = 0; i < j->seams.n; i++)
		if (j->seams.v[i].from && j->seams.v[i].to)
			seams[(*n)++] = &j->seams.v[i];
	if (*n)
		qsort(seams, *n, sizeof(*seams), by_ends);
	return seams;
}

static const struct jl_seam *find_seam(const struct jl_seam **seams, size_t n,
	const char *from, const char *to)
{
	const struct jl_seam key = {.from = from, .to = to}, *wanted = &key;
	const struct jl_seam **found =
		n ? bsearch(&wanted, seams, n, sizeof(*seams), by_ends) : NULL;

	return found ? *found : NULL;
}

static void add_edges(struct jl_step_graph *g)
{
	size_t n_seams;
	const struct jl_seam **seams = sort_seams(g->journey, &n_seams);

	for (size_t i = 0; i < g->n; i++) {
		const struct jl_journey_step *step = g->steps[i].step;

		g->steps[i].first_edge = g->n_edges;
		for (size_t k = 0; step->id && k < step->next.n; k++) {
			long to = jl_step_graph_find(g, step->next.v[k]);

			if (to == JL_NO_STEP)
				continue; /* a finding of another rule */
			JL_GROW(g->edges, g->n_edges, g->edges_cap);
			g->edges[g->n_edges++] =
				(struct jl_graph_edge){i, (size_t)to, k,
					find_seam(seams, n_seams, step->id,
						step->next.v[k])};
		}
		g->steps[i].n_edges = g->n_edges - g->steps[i].first_edge;
	}
	free(seams);
}

void jl_step_graph_init(
	struct jl_step_graph *g, const struct jl_journey *journey)
{
	memset(g, 0, sizeof(*g));
	g->journey = journey;
	add_steps(g);
	sort_steps(g);
	add_edges(g);
}

void jl_step_graph_release(struct jl_step_graph *g)
{
	free(g->steps);
	free(g->edges);
	free(g->by_id);
	memset(g, 0, sizeof(*g));
}

bool jl_step_graph_leads(
	const struct jl_step_graph *g, const char *from, const char *to)
{
	long a = jl_step_graph_find(g, from), b = jl_step_graph_find(g, to);

	for (size_t e = 0; a != JL_NO_STEP && e < g->steps[a].n_edges; e++)
		if (g->edges[g->steps[a].first_edge + e].to == (size_t)b)
			return true;
	return false;
}

bool jl_step_graph_is_first(const struct jl_step_graph *g, size_t i)
{
	const char *function = g->steps[i].step->function;

	for (size_t k = 0; function && k < i; k++)
		if (g->steps[k].step->function &&
			strcmp(g->steps[k].step->function, function) == 0)
			return false;
	return function != NULL;
}

/* Both use systems, and none together. */
static bool systems_differ(
	const struct jl_journey_step *a, const struct jl_journey_step *b)
{
	for (size_t i = 0; i < a->systems.n; i++)
		if (jl_texts_have(&b->systems, a->systems.v[i]))
			return false;
	return a->systems.n > 0 && b->systems.n > 0;
}

struct jl_handing jl_handing_between(
	const struct jl_journey_step *a, const struct jl_journey_step *b)
{
	return (struct jl_handing){
		.function = a->function && b->function &&
			    strcmp(a->function, b->function) != 0,
		.system = systems_differ(a, b),
		.channel = a->channel && b->channel && a->channel != b->channel,
	};
}

bool jl_is_seam(
	const struct jl_journey_step *a, const struct jl_journey_step *b)
{
	struct jl_handing h = jl_handing_between(a, b);

	return h.function || h.system || h.channel;
}

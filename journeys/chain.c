/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The steps that lie on loops together are a knot (a strongly connected
 * component). A simple way passes through each knot once, so knots are solved
 * one by one in the order in which they follow each other. Knots are found by
 * R. Tarjan's method ("Depth-First Search and Linear Graph Algorithms", 1972),
 * and small ones solved over subsets of steps (M. Held and R. Karp, "A Dynamic
 * Programming Approach to Sequencing Problems", 1962).
 */
#include "journeys/chain.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

#define NONE SIZE_MAX
#define NEVER INT64_MIN
#define TIME_MAX (INT64_MAX / 4)
#define SEARCH_BUDGET UINT64_C(200000)

struct node {
	bool is_on_way;
	size_t knot;	   /* place in order */
	size_t first_into; /* of into: edges that enter it */
	size_t n_into;
	int64_t entry, low; /* the longest found: entering it, ending in it */
	int64_t entry_high, high; /* no way is longer */
	size_t before;		  /* entering it: the last step outside */
	/* Within its knot, the way that is `low`: step by step, or, where path
	 * is NULL, by the steps before. */
	size_t *path, n_path, parent;
	size_t place; /* within its knot */
	bool is_passed;
	/* Tarjan's: */
	size_t index, lowlink, edge;
	bool is_stacked;
};

struct search {
	const struct jl_step_graph *graph;
	struct node *nodes;
	size_t *into;  /* edges by the step that they enter */
	size_t *order; /* steps knot by knot, the last knots first */
	size_t n_order;
	size_t *knots; /* where each begins in order; one more at the end */
	size_t n_knots;
	size_t from, to;
	uint64_t *budget;
};

static int64_t plus(int64_t a, int64_t b)
{
	return a > TIME_MAX - b ? TIME_MAX : a + b;
}

int64_t jl_edge_wait(const struct jl_graph_edge *edge)
{
	return edge->seam ? edge->seam->max_wait : 0;
}

static int64_t commitment(const struct search *s, size_t v)
{
	return s->graph->steps[v].step->commitment;
}

static void spend(struct search *s, uint64_t work)
{
	*s->budget = *s->budget > work ? *s->budget - work : 0;
}

/* ---- which steps are on a way ---- */

static void sort_into(struct search *s)
{
	const struct jl_step_graph *g = s->graph;
	size_t at = 0;

	s->into = jl_xcalloc(g->n_edges, sizeof(*s->into));
	for (size_t e = 0; e < g->n_edges; e++)
		s->nodes[g->edges[e].to].n_into++;
	for (size_t v = 0; v < g->n; v++) {
		s->nodes[v].first_into = at;
		at += s->nodes[v].n_into;
		s->nodes[v].n_into = 0;
	}
	for (size_t e = 0; e < g->n_edges; e++) {
		struct node *node = &s->nodes[g->edges[e].to];

		s->into[node->first_into + node->n_into++] = e;
	}
}

/* Marks what can be reached from `start`, forwards or backwards. */
static void reach(
	const struct search *s, size_t start, bool is_forwards, bool *marks)
{
	const struct jl_step_graph *g = s->graph;
	size_t *queue = jl_xcalloc(g->n, sizeof(*queue));
	size_t n = 0;

	marks[start] = true;
	queue[n++] = start;
	for (size_t i = 0; i < n; i++) {
		size_t v = queue[i];
		size_t first = is_forwards ? g->steps[v].first_edge
					   : s->nodes[v].first_into;
		size_t edges =
			is_forwards ? g->steps[v].n_edges : s->nodes[v].n_into;

		for (size_t k = first; k < first + edges; k++) {
			size_t other = is_forwards ? g->edges[k].to
						   : g->edges[s->into[k]].from;

			if (marks[other])
				continue;
			marks[other] = true;
			queue[n++] = other;
		}
	}
	free(queue);
}

static void mark_ways(struct search *s)
{
	size_t n = s->graph->n;
	bool *ahead = jl_xcalloc(n, sizeof(*ahead));
	bool *behind = jl_xcalloc(n, sizeof(*behind));

	reach(s, s->from, true, ahead);
	reach(s, s->to, false, behind);
	for (size_t v = 0; v < n; v++)
		s->nodes[v].is_on_way = ahead[v] && behind[v];
	free(ahead);
	free(behind);
}

/* ---- knots ---- */

static void visit(struct search *s, size_t v, size_t *index, size_t *stack,
	size_t *stacked)
{
	struct node *node = &s->nodes[v];

	node->index = node->lowlink = ++*index;
	node->edge = 0;
	node->is_stacked = true;
	stack[(*stacked)++] = v;
}

static void close_knot(
	struct search *s, size_t v, size_t *stack, size_t *stacked)
{
	size_t w;

	s->knots[s->n_knots] = s->n_order;
	do {
		w = stack[--*stacked];
		s->nodes[w].is_stacked = false;
		s->nodes[w].knot = s->n_knots;
		s->order[s->n_order++] = w;
	} while (w != v);
	s->knots[++s->n_knots] = s->n_order;
}

/* Tarjan's method with a stack of its own: a hostile graph may be deep. The
 * knots come out with the last one first. */
static void find_knots(struct search *s)
{
	const struct jl_step_graph *g = s->graph;
	size_t *path = jl_xcalloc(g->n, sizeof(*path));
	size_t *stack = jl_xcalloc(g->n, sizeof(*stack));
	size_t depth = 0, stacked = 0, index = 0;

	s->order = jl_xcalloc(g->n, sizeof(*s->order));
	s->knots = jl_xcalloc(g->n + 1, sizeof(*s->knots));
	visit(s, s->from, &index, stack, &stacked);
	path[depth++] = s->from;
	while (depth > 0) {
		size_t v = path[depth - 1];
		struct node *node = &s->nodes[v];
		const struct jl_graph_step *step = &g->steps[v];

		if (node->edge < step->n_edges) {
			size_t w = g->edges[step->first_edge + node->edge++].to;
			struct node *other = &s->nodes[w];

			if (!other->is_on_way)
				continue;
			if (!other->index) {
				visit(s, w, &index, stack, &stacked);
				path[depth++] = w;
			} else if (other->is_stacked &&
				   other->index < node->lowlink) {
				node->lowlink = other->index;
			}
			continue;
		}
		if (node->lowlink == node->index)
			close_knot(s, v, stack, &stacked);
		if (--depth > 0) {
			struct node *parent = &s->nodes[path[depth - 1]];

			if (node->lowlink < parent->lowlink)
				parent->lowlink = node->lowlink;
		}
	}
	free(path);
	free(stack);
}

/* ---- solving ---- */

static void keep_path(struct node *node, const size_t *path, size_t n)
{
	free(node->path);
	node->path = jl_xcalloc(n, sizeof(*path));
	memcpy(node->path, path, n * sizeof(*path));
	node->n_path = n;
}

/* How long the way is up to and with v, when it comes from outside its knot. */
static void enter(struct search *s, size_t v)
{
	const struct jl_step_graph *g = s->graph;
	struct node *node = &s->nodes[v];

	node->entry = node->entry_high = node->low = node->high = NEVER;
	node->before = node->parent = NONE;
	if (v == s->from) {
		node->entry = node->entry_high = commitment(s, v);
		return;
	}
	for (size_t k = 0; k < node->n_into; k++) {
		const struct jl_graph_edge *e =
			&g->edges[s->into[node->first_into + k]];
		const struct node *u = &s->nodes[e->from];
		int64_t more = plus(jl_edge_wait(e), commitment(s, v));

		if (!u->is_on_way || u->knot == node->knot)
			continue;
		if (u->low != NEVER && plus(u->low, more) > node->entry) {
			node->entry = plus(u->low, more);
			node->before = e->from;
		}
		if (u->high != NEVER && plus(u->high, more) > node->entry_high)
			node->entry_high = plus(u->high, more);
	}
}

/* The longest way into the knot, then every step once by its longest wait. */
static int64_t bound_of(const struct search *s, const size_t *knot, size_t n)
{
	const struct jl_step_graph *g = s->graph;
	int64_t most = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		const struct node *node = &s->nodes[knot[i]];
		int64_t wait = 0;

		if (node->entry_high != NEVER && node->entry_high > most)
			most = node->entry_high;
		for (size_t k = 0; k < node->n_into; k++) {
			const struct jl_graph_edge *e =
				&g->edges[s->into[node->first_into + k]];

			if (s->nodes[e->from].is_on_way &&
				s->nodes[e->from].knot == node->knot &&
				jl_edge_wait(e) > wait)
				wait = jl_edge_wait(e);
		}
		all = plus(all, plus(wait, commitment(s, knot[i])));
	}
	return plus(most, all);
}

/* Does the edge lead to a step of the knot? */
static bool is_inside(
	const struct search *s, const struct jl_graph_edge *e, size_t knot)
{
	return s->nodes[e->to].is_on_way && s->nodes[e->to].knot == knot;
}

/* All ways through a small knot. best[set][i]: the longest way that passes the
 * steps of the set and ends in the i-th. */
static void solve_small(struct search *s, const size_t *knot, size_t n)
{
	const struct jl_step_graph *g = s->graph;
	size_t sets = (size_t)1 << n;
	int64_t *best = jl_xcalloc(sets * n, sizeof(*best));
	unsigned char *last = jl_xcalloc(sets * n, 1);
	size_t end[JL_CHAIN_EXACT] = {0};

	for (size_t i = 0; i < sets * n; i++)
		best[i] = NEVER;
	for (size_t i = 0; i < n; i++) {
		best[((size_t)1 << i) * n + i] = s->nodes[knot[i]].entry;
		last[((size_t)1 << i) * n + i] = (unsigned char)n;
	}
	for (size_t set = 1; set < sets; set++)
		for (size_t i = 0; i < n; i++) {
			int64_t here = best[set * n + i];
			const struct jl_graph_step *step = &g->steps[knot[i]];
			struct node *node = &s->nodes[knot[i]];

			if (here == NEVER)
				continue;
			if (here > node->low) {
				node->low = here;
				end[i] = set;
			}
			for (size_t k = 0; k < step->n_edges; k++) {
				const struct jl_graph_edge *e =
					&g->edges[step->first_edge + k];
				size_t to = s->nodes[e->to].place;
				size_t with;
				int64_t then;

				if (!is_inside(s, e, node->knot) ||
					set & ((size_t)1 << to))
					continue;
				with = set | ((size_t)1 << to);
				then = plus(
					here, plus(jl_edge_wait(e),
						      commitment(s, e->to)));
				if (then <= best[with * n + to])
					continue;
				best[with * n + to] = then;
				last[with * n + to] = (unsigned char)i;
			}
		}
	for (size_t i = 0; i < n; i++) {
		size_t path[JL_CHAIN_EXACT], set = end[i], at = i, k = n;

		while (set) {
			size_t from = last[set * n + at];

			path[--k] = knot[at];
			set &= ~((size_t)1 << at);
			at = from;
		}
		keep_path(&s->nodes[knot[i]], path + k, n - k);
	}
	free(best);
	free(last);
}

/* Ways through a large knot from one entry, depth first, as far as the work
 * goes: each is a way that exists. */
static void search_from(struct search *s, size_t entry, size_t n)
{
	const struct jl_step_graph *g = s->graph;
	size_t *path = jl_xcalloc(n, sizeof(*path));
	size_t *edges = jl_xcalloc(n, sizeof(*edges));
	int64_t *totals = jl_xcalloc(n, sizeof(*totals));
	size_t knot = s->nodes[entry].knot, depth = 1;
	uint64_t all = SEARCH_BUDGET < *s->budget ? SEARCH_BUDGET : *s->budget;
	uint64_t left = all;

	path[0] = entry;
	totals[0] = s->nodes[entry].entry;
	s->nodes[entry].is_passed = true;
	while (depth > 0 && left > 0) {
		struct node *node = &s->nodes[path[depth - 1]];
		const struct jl_graph_step *step = &g->steps[path[depth - 1]];
		const struct jl_graph_edge *e;

		left--;
		if (edges[depth - 1] == 0 && totals[depth - 1] > node->low) {
			node->low = totals[depth - 1];
			keep_path(node, path, depth);
			left = left > depth ? left - depth : 0;
		}
		if (edges[depth - 1] == step->n_edges) {
			node->is_passed = false;
			depth--;
			continue;
		}
		e = &g->edges[step->first_edge + edges[depth - 1]++];
		if (!is_inside(s, e, knot) || s->nodes[e->to].is_passed)
			continue;
		totals[depth] = plus(totals[depth - 1],
			plus(jl_edge_wait(e), commitment(s, e->to)));
		edges[depth] = 0;
		s->nodes[e->to].is_passed = true;
		path[depth++] = e->to;
	}
	spend(s, all - left);
	free(path);
	free(edges);
	free(totals);
}

/* A way to each step of the knot that passes as few steps as possible, so that
 * there is one, whatever the search has time for. */
static void solve_shortly(struct search *s, const size_t *knot, size_t n)
{
	const struct jl_step_graph *g = s->graph;
	size_t *queue = jl_xcalloc(n, sizeof(*queue));
	size_t queued = 0;

	for (size_t i = 0; i < n; i++)
		if (s->nodes[knot[i]].entry != NEVER) {
			s->nodes[knot[i]].low = s->nodes[knot[i]].entry;
			queue[queued++] = knot[i];
		}
	for (size_t i = 0; i < queued; i++) {
		const struct jl_graph_step *step = &g->steps[queue[i]];

		for (size_t k = 0; k < step->n_edges; k++) {
			const struct jl_graph_edge *e =
				&g->edges[step->first_edge + k];
			struct node *w = &s->nodes[e->to];

			if (!is_inside(s, e, s->nodes[knot[0]].knot) ||
				w->low != NEVER)
				continue;
			w->low = plus(s->nodes[queue[i]].low,
				plus(jl_edge_wait(e), commitment(s, e->to)));
			w->parent = queue[i];
			queue[queued++] = e->to;
		}
	}
	free(queue);
}

static void solve_large(struct search *s, const size_t *knot, size_t n)
{
	size_t best = NONE;

	solve_shortly(s, knot, n);
	for (size_t i = 0; i < n; i++)
		if (s->nodes[knot[i]].entry != NEVER &&
			(best == NONE ||
				s->nodes[knot[i]].entry > s->nodes[best].entry))
			best = knot[i];
	if (best != NONE)
		search_from(s, best, n);
}

static bool is_certain(const struct search *s, const size_t *knot, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s->nodes[knot[i]].entry != s->nodes[knot[i]].entry_high)
			return false;
	return true;
}

static void solve(struct search *s, size_t number)
{
	const size_t *knot = s->order + s->knots[number];
	size_t n = s->knots[number + 1] - s->knots[number];
	uint64_t work =
		n <= JL_CHAIN_EXACT ? ((uint64_t)n * n << n) : UINT64_MAX;
	bool is_exact;
	int64_t bound;

	for (size_t i = 0; i < n; i++) {
		enter(s, knot[i]);
		s->nodes[knot[i]].place = i;
	}
	if (n == 1) {
		s->nodes[knot[0]].low = s->nodes[knot[0]].entry;
		s->nodes[knot[0]].high = s->nodes[knot[0]].entry_high;
		return;
	}
	is_exact = work <= *s->budget && is_certain(s, knot, n);
	if (work <= *s->budget) {
		spend(s, work);
		solve_small(s, knot, n);
	} else {
		solve_large(s, knot, n);
	}
	bound = is_exact ? 0 : bound_of(s, knot, n);
	for (size_t i = 0; i < n; i++)
		s->nodes[knot[i]].high =
			is_exact ? s->nodes[knot[i]].low : bound;
}

/* Adds the way through the knot of v that ends in v, from its end; the step
 * with which it enters the knot. */
static size_t collect_knot(
	const struct search *s, size_t v, struct jl_chain *chain)
{
	const struct node *node = &s->nodes[v];

	if (node->path) {
		for (size_t i = node->n_path; i > 0; i--)
			chain->steps[chain->n++] = node->path[i - 1];
		return node->path[0];
	}
	chain->steps[chain->n++] = v;
	while (s->nodes[v].parent != NONE) {
		v = s->nodes[v].parent;
		chain->steps[chain->n++] = v;
	}
	return v;
}

static void collect(const struct search *s, struct jl_chain *chain)
{
	chain->steps = jl_xcalloc(s->graph->n, sizeof(*chain->steps));
	for (size_t v = s->to; v != NONE;)
		v = s->nodes[collect_knot(s, v, chain)].before;
	for (size_t i = 0; i < chain->n / 2; i++) {
		size_t other = chain->steps[i];

		chain->steps[i] = chain->steps[chain->n - 1 - i];
		chain->steps[chain->n - 1 - i] = other;
	}
}

void jl_chain_find(const struct jl_step_graph *graph, size_t from, size_t to,
	uint64_t *budget, struct jl_chain *chain)
{
	struct search s = {
		.graph = graph, .from = from, .to = to, .budget = budget};
	uint64_t work = 8 * (graph->n + graph->n_edges);

	memset(chain, 0, sizeof(*chain));
	if (work > *budget) {
		*budget = 0;
		chain->is_skipped = true;
		return;
	}
	spend(&s, work);
	chain->is_on_way = jl_xcalloc(graph->n, sizeof(*chain->is_on_way));
	s.nodes = jl_xcalloc(graph->n, sizeof(*s.nodes));
	sort_into(&s);
	mark_ways(&s);
	for (size_t v = 0; v < graph->n; v++)
		chain->is_on_way[v] = s.nodes[v].is_on_way;
	chain->leads = s.nodes[from].is_on_way;
	if (chain->leads) {
		find_knots(&s);
		for (size_t i = s.n_knots; i > 0; i--)
			solve(&s, i - 1);
		chain->total = s.nodes[to].low;
		chain->most = s.nodes[to].high;
		collect(&s, chain);
	}
	for (size_t v = 0; v < graph->n; v++)
		free(s.nodes[v].path);
	free(s.nodes);
	free(s.into);
	free(s.order);
	free(s.knots);
}

void jl_chain_release(struct jl_chain *chain)
{
	free(chain->steps);
	free(chain->is_on_way);
	memset(chain, 0, sizeof(*chain));
}

const struct jl_graph_edge *jl_chain_edge(
	const struct jl_step_graph *g, size_t from, size_t to)
{
	for (size_t e = 0; e < g->steps[from].n_edges; e++)
		if (g->edges[g->steps[from].first_edge + e].to == to)
			return &g->edges[g->steps[from].first_edge + e];
	return NULL;
}

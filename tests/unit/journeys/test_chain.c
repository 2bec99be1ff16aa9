/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The longest way: by hand, against every way of random graphs, and in graphs
 * that were built to explode. */
#include "journeys/chain.h"

#include "core/mem.h"
#include "tests/support/test.h"

#include <time.h>

#define HOUR (INT64_C(3600) * JL_SECOND)

enum { STEPS_MAX = 3000, NEXT_MAX = 64 };

/* A journey of one stage, built in memory. */
struct built {
	struct jl_journey journey;
	struct jl_stage stage;
	struct jl_journey_step *steps;
	struct jl_seam *seams;
	char (*ids)[24];
	const char **next;
};

static void build(struct built *b, size_t n)
{
	memset(b, 0, sizeof(*b));
	b->steps = jl_xcalloc(n, sizeof(*b->steps));
	b->ids = jl_xcalloc(n, sizeof(*b->ids));
	b->next = jl_xcalloc(n * NEXT_MAX, sizeof(*b->next));
	b->seams = jl_xcalloc(n * NEXT_MAX, sizeof(*b->seams));
	for (size_t i = 0; i < n; i++) {
		snprintf(b->ids[i], sizeof(b->ids[i]), "s%zu", i);
		b->steps[i].id = b->ids[i];
		b->steps[i].next.v = b->next + i * NEXT_MAX;
	}
	b->stage.id = "all";
	b->stage.steps.v = b->steps;
	b->stage.steps.n = n;
	b->journey.id = "j";
	b->journey.stages.v = &b->stage;
	b->journey.stages.n = 1;
	b->journey.seams.v = b->seams;
}

static void lead(struct built *b, size_t from, size_t to, int64_t wait_h)
{
	struct jl_texts *next = &b->steps[from].next;

	assert_true(next->n < NEXT_MAX);
	next->v[next->n++] = b->ids[to];
	if (wait_h)
		b->seams[b->journey.seams.n++] =
			(struct jl_seam){.from = b->ids[from],
				.to = b->ids[to],
				.max_wait = wait_h * HOUR};
}

static void demolish(struct built *b)
{
	free(b->steps);
	free(b->ids);
	free(b->next);
	free(b->seams);
}

static const struct row {
	const char *sentence;
	const char *hours; /* of each step */
	const char *edges; /* FROM-TO or FROM-TO:WAIT */
	size_t from, to;
	int64_t total; /* hours; -1: there is no way */
	const char *way;
} rows[] = {
	{"one_step_is_its_own_way", "5", "", 0, 0, 5, "0"},
	{"both_ends_count", "1 2 4", "0-1 1-2", 0, 2, 7, "0 1 2"},
	{"waits_count", "1 2 4", "0-1:8 1-2:16", 0, 2, 31, "0 1 2"},
	{"the_longer_of_two_ways", "1 2 9 1", "0-1 0-2 1-3 2-3", 0, 3, 11,
		"0 2 3"},
	{"the_way_that_waits_longer", "1 9 2 1", "0-1 0-2:20 1-3 2-3", 0, 3, 24,
		"0 2 3"},
	{"more_steps_and_not_fewer", "1 1 1 1", "0-1 1-2 2-3 0-3", 0, 3, 4,
		"0 1 2 3"},
	{"a_loop_is_no_progress", "1 5 1", "0-1 1-0 1-2", 0, 2, 7, "0 1 2"},
	{"a_step_that_leads_to_itself", "1 5 1", "0-1 1-1:9 1-2", 0, 2, 7,
		"0 1 2"},
	{"through_a_loop_the_long_way_round", "1 2 3 4 1",
		"0-1 1-2 2-3 3-1 2-1 3-2 1-4 2-4 3-4", 0, 4, 11, "0 1 2 3 4"},
	{"what_leads_nowhere_is_on_no_way", "1 100 1", "0-1 0-2", 0, 2, 2,
		"0 2"},
	{"what_comes_from_elsewhere_is_on_no_way", "1 100 1", "1-2 0-2", 0, 2,
		2, "0 2"},
	{"there_is_no_way_back", "1 1", "0-1", 1, 0, -1, ""},
	{"there_is_no_way_at_all", "1 1", "", 0, 1, -1, ""},
	{"the_first_step_is_on_a_loop", "1 7 1", "0-1 1-0 0-2", 0, 2, 2, "0 2"},
	{"the_last_step_is_on_a_loop", "1 7 1", "0-1 1-2 2-1", 0, 2, 9,
		"0 1 2"},
	{"no_commitment_is_no_time", "0 0 3", "0-1 1-2", 0, 2, 3, "0 1 2"},
	{"two_knots_one_after_the_other", "1 2 3 4 5 1",
		"0-1 1-2 2-1 1-3 2-3 3-4 4-3 3-5 4-5", 0, 5, 16, "0 1 2 3 4 5"},
	/* The refund of the glossary: 16h + 4h + 48h. */
	{"assess_wait_and_pay", "0 16 48", "0-1 1-2:4", 0, 2, 68, "0 1 2"},
};

static void read_row(struct built *b, const struct row *row)
{
	char *hours = jl_xstrdup(row->hours), *edges = jl_xstrdup(row->edges);
	size_t n = 1;

	for (const char *p = row->hours; *p; p++)
		n += *p == ' ';
	build(b, n);
	n = 0;
	for (char *word = strtok(hours, " "); word; word = strtok(NULL, " "))
		b->steps[n++].commitment = atoi(word) * HOUR;
	for (char *word = strtok(edges, " "); word; word = strtok(NULL, " ")) {
		unsigned from, to, wait = 0;

		assert_true(sscanf(word, "%u-%u:%u", &from, &to, &wait) >= 2);
		lead(b, from, to, wait);
	}
	free(hours);
	free(edges);
}

static void is_the_longest(void **state)
{
	const struct row *row = *state;
	uint64_t budget = JL_CHAIN_BUDGET;
	struct jl_step_graph graph;
	struct jl_chain chain;
	struct built b;
	char way[100] = "";

	read_row(&b, row);
	jl_step_graph_init(&graph, &b.journey);
	jl_chain_find(&graph, row->from, row->to, &budget, &chain);
	assert_number_equal(chain.leads, row->total >= 0);
	if (row->total >= 0) {
		assert_number_equal(chain.total, row->total * HOUR);
		assert_number_equal(chain.most, chain.total);
	}
	for (size_t i = 0; i < chain.n; i++)
		snprintf(way + strlen(way), sizeof(way) - strlen(way), "%s%zu",
			i ? " " : "", chain.steps[i]);
	assert_string_equal(way, row->way);
	jl_chain_release(&chain);
	jl_step_graph_release(&graph);
	demolish(&b);
}

/* ---- against every way ---- */

static uint64_t seed = 11;

static uint32_t any(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % below;
}

struct trial {
	const struct jl_step_graph *graph;
	size_t to;
	bool is_passed[STEPS_MAX];
	int64_t longest;
};

static void try_all(struct trial *t, size_t v, int64_t total)
{
	const struct jl_graph_step *step = &t->graph->steps[v];

	total += step->step->commitment;
	if (v == t->to) {
		if (total > t->longest)
			t->longest = total;
		return;
	}
	t->is_passed[v] = true;
	for (size_t k = 0; k < step->n_edges; k++) {
		const struct jl_graph_edge *e =
			&t->graph->edges[step->first_edge + k];

		if (!t->is_passed[e->to])
			try_all(t, e->to, total + jl_edge_wait(e));
	}
	t->is_passed[v] = false;
}

/* The way that is told is one, has that length, and passes no step twice. */
static void is_a_way(const struct jl_step_graph *g, const struct jl_chain *c,
	size_t from, size_t to)
{
	bool *is_passed = jl_xcalloc(g->n, 1);
	int64_t total = 0;

	assert_number_equal(c->steps[0], from);
	assert_number_equal(c->steps[c->n - 1], to);
	for (size_t i = 0; i < c->n; i++) {
		assert_false(is_passed[c->steps[i]]);
		is_passed[c->steps[i]] = true;
		total += g->steps[c->steps[i]].step->commitment;
		if (i > 0) {
			const struct jl_graph_edge *e =
				jl_chain_edge(g, c->steps[i - 1], c->steps[i]);

			assert_non_null(e);
			total += jl_edge_wait(e);
		}
	}
	assert_number_equal(total, c->total);
	free(is_passed);
}

static void random_graphs_are_solved_exactly(void **state)
{
	(void)state;
	for (int round = 0; round < 2000; round++) {
		size_t n = 2 + any(7), edges = any((uint32_t)(n * 3));
		uint64_t budget = JL_CHAIN_BUDGET;
		struct trial trial = {.to = n - 1, .longest = -1};
		struct jl_step_graph graph;
		struct jl_chain chain;
		struct built b;

		build(&b, n);
		for (size_t i = 0; i < n; i++)
			b.steps[i].commitment = any(10) * HOUR;
		for (size_t i = 0; i < edges; i++) {
			size_t from = any((uint32_t)n), to = any((uint32_t)n);
			bool is_there = false;

			for (size_t k = 0; k < b.steps[from].next.n; k++)
				is_there |=
					b.steps[from].next.v[k] == b.ids[to];
			if (!is_there)
				lead(&b, from, to, any(3) ? 0 : any(20));
		}
		jl_step_graph_init(&graph, &b.journey);
		trial.graph = &graph;
		try_all(&trial, 0, 0);
		jl_chain_find(&graph, 0, n - 1, &budget, &chain);
		assert_number_equal(chain.leads, trial.longest >= 0);
		if (chain.leads) {
			assert_number_equal(chain.total, trial.longest);
			assert_number_equal(chain.most, trial.longest);
			is_a_way(&graph, &chain, 0, n - 1);
		}
		jl_chain_release(&chain);
		jl_step_graph_release(&graph);
		demolish(&b);
	}
}

/* Larger knots than are tried in every order: what is told lies between. */
static void a_large_knot_has_a_way_and_a_bound(void **state)
{
	enum { N = 18 };

	(void)state;
	for (int round = 0; round < 20; round++) {
		uint64_t budget = JL_CHAIN_BUDGET;
		struct trial trial = {.to = N - 1, .longest = -1};
		struct jl_step_graph graph;
		struct jl_chain chain;
		struct built b;

		build(&b, N);
		for (size_t i = 0; i < N; i++) {
			b.steps[i].commitment = any(10) * HOUR;
			lead(&b, i, (i + 1) % N, any(4));
			if (i % 3 == 0)
				lead(&b, i, (i + 5) % N, any(4));
		}
		jl_step_graph_init(&graph, &b.journey);
		trial.graph = &graph;
		try_all(&trial, 0, 0);
		jl_chain_find(&graph, 0, N - 1, &budget, &chain);
		is_a_way(&graph, &chain, 0, N - 1);
		assert_true(chain.total <= trial.longest);
		assert_true(trial.longest <= chain.most);
		/* The search has time for all ways of so small a knot. */
		assert_number_equal(chain.total, trial.longest);
		jl_chain_release(&chain);
		jl_step_graph_release(&graph);
		demolish(&b);
	}
}

/* ---- graphs that were built to explode ---- */

enum bomb { DIAMONDS, ALL_TO_ALL, LONG_LOOP, MANY_KNOTS, BOMBS };

static void arm(struct built *b, enum bomb bomb, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		b->steps[i].commitment = HOUR;
		if (bomb == DIAMONDS) {
			/* 2^(n/3) ways */
			size_t top = i - i % 3;

			if (i % 3 == 0 && i + 2 < n) {
				lead(b, i, i + 1, 0);
				lead(b, i, i + 2, 1);
			} else if (top + 3 < n) {
				lead(b, i, top + 3, 0);
			}
		} else if (bomb == ALL_TO_ALL) {
			for (size_t k = 1; k < NEXT_MAX; k++)
				lead(b, i, (i + k * k) % n, 1);
		} else if (bomb == LONG_LOOP) {
			lead(b, i, (i + 1) % n, 0);
			if (i)
				lead(b, i, i - 1, 0);
		} else {
			/* knots of ten in a row, each with all its edges */
			for (size_t k = i - i % 10; k < i - i % 10 + 10; k++)
				if (k != i && k < n)
					lead(b, i, k, 1);
			if (i + 10 < n)
				lead(b, i, i + 10, 2);
		}
	}
}

static void no_graph_takes_long(void **state)
{
	(void)state;
	for (int bomb = 0; bomb < BOMBS; bomb++) {
		uint64_t budget = JL_CHAIN_BUDGET;
		struct jl_step_graph graph;
		clock_t start = clock();
		struct built b;
		size_t n = STEPS_MAX;

		build(&b, n);
		arm(&b, (enum bomb)bomb, n);
		jl_step_graph_init(&graph, &b.journey);
		/* As many promises as there are steps. */
		for (size_t to = 0; to < n; to++) {
			struct jl_chain chain;

			jl_chain_find(&graph, 0, to, &budget, &chain);
			if (!chain.is_skipped && chain.leads) {
				is_a_way(&graph, &chain, 0, to);
				assert_true(chain.total <= chain.most);
			}
			jl_chain_release(&chain);
		}
		/* A second would be long; sanitizers and valgrind are slow. */
		assert_true(clock() - start < 60 * CLOCKS_PER_SEC);
		jl_step_graph_release(&graph);
		demolish(&b);
	}
}

/* Without loops it is exact, however many ways there are. */
static void diamonds_are_exact(void **state)
{
	uint64_t budget = JL_CHAIN_BUDGET;
	struct jl_step_graph graph;
	struct jl_chain chain;
	struct built b;

	(void)state;
	build(&b, 301);
	arm(&b, DIAMONDS, 301);
	jl_step_graph_init(&graph, &b.journey);
	jl_chain_find(&graph, 0, 300, &budget, &chain);
	/* 100 diamonds: a step, a wait of an hour, another step; and the last.
	 */
	assert_number_equal(chain.total, 301 * HOUR);
	assert_number_equal(chain.most, chain.total);
	jl_chain_release(&chain);
	jl_step_graph_release(&graph);
	demolish(&b);
}

static void a_budget_that_is_used_up_is_told(void **state)
{
	uint64_t budget = 10;
	struct jl_step_graph graph;
	struct jl_chain chain;
	struct built b;

	(void)state;
	build(&b, 20);
	arm(&b, LONG_LOOP, 20);
	jl_step_graph_init(&graph, &b.journey);
	jl_chain_find(&graph, 0, 19, &budget, &chain);
	assert_true(chain.is_skipped);
	assert_number_equal(budget, 0);
	jl_chain_release(&chain);
	jl_step_graph_release(&graph);
	demolish(&b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_graphs_are_solved_exactly),
		cmocka_unit_test(a_large_knot_has_a_way_and_a_bound),
		cmocka_unit_test(no_graph_takes_long),
		cmocka_unit_test(diamonds_are_exact),
		cmocka_unit_test(a_budget_that_is_used_up_is_told),
	};

	return RUN_ROWS("ways", rows, is_the_longest) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

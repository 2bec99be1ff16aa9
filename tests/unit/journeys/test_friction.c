/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Friction by any dimensions: each figure is by hand. */
#include "journeys/friction.h"

#include "tests/support/ledger.h"
#include "tests/support/measures.h"
#include "tests/support/test.h"

static const struct test_file files[] = {
	{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
	{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob\" }"},
	{"people/eve.json", "{ \"id\": \"eve\", \"name\": \"Eve\" }"},
	{"journeys/move.json",
		"{ \"id\": \"move\", \"name\": \"Move\", \"status\": "
		"\"in-force\", \"owners\": [ { \"person\": \"ann\", "
		"\"since\": \"2026-01-01\", \"until\": \"2026-08-11\" }, "
		"{ \"person\": \"bob\", \"since\": \"2026-08-11\", "
		"\"until\": \"2026-09-16\" } ], \"sponsors\": [ { "
		"\"person\": \"eve\", \"since\": \"2026-01-01\" } ] }"},
};

static const struct row {
	const char *sentence, *metric, *measures, *period;
	enum jl_by by[3];
	size_t n_by;
	enum jl_split split;
	enum jl_view view;
	/* By line: keys n inherited sum/whole cases */
	const char *groups;
} rows[] = {
	{"by_function_what_is_not_known_is_a_group", "effort",
		"2026-07-01 2 function=ops\n2026-07-02 3 function=it\n"
		"2026-07-03 4\n2026-07-04 5 function=ops\n",
		"2026-07", {JL_BY_FUNCTION}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		" 1 0 4/4 0\nit 1 0 3/3 0\nops 2 0 7/7 0\n"},
	{"by_step_and_where_it_went", "handoff",
		"2026-07-01 1 step=a to_step=b\n2026-07-02 1 step=a "
		"to_step=b\n2026-07-03 1 step=b to_step=a\n",
		"2026-07", {JL_BY_STEP, JL_BY_TO_STEP}, 2, JL_SPLIT_SHARED,
		JL_VIEW_THEN, "a b 2 0 2/2 0\nb a 1 0 1/1 0\n"},
	{"cases_are_counted_once", "effort",
		"2026-07-01 2 case=x\n2026-07-02 3 case=x\n2026-07-03 4 "
		"case=y\n",
		"2026-07", {JL_BY_JOURNEY}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"move 3 0 9/9 2\n"},
	{"by_case_each_has_its_name", "effort",
		"2026-07-01 2 case=x\n2026-07-02 3 case=x\n2026-07-03 4 "
		"case=y\n",
		"2026-07", {JL_BY_CASE}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"x 2 0 5/5 1\ny 1 0 4/4 1\n"},
	{"by_month_of_the_local_date", "effort",
		/* midnight in Paris is 22:00 of the day before in UTC */
		"2026-07-31T23:59 2\n2026-08-01T00:00 3\n", "2026-Q3",
		{JL_BY_MONTH}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"2026-07 1 0 2/2 0\n2026-08 1 0 3/3 0\n"},
	{"by_quarter", "effort", "2026-06-30T23:59 2\n2026-07-01T00:00 3\n",
		"2026", {JL_BY_QUARTER}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"2026-Q2 1 0 2/2 0\n2026-Q3 1 0 3/3 0\n"},
	{"a_span_is_in_each_month_and_closes_in_the_last", "wait",
		"2026-07-31T12:00 2026-08-01T06:00\n", "2026-Q3", {JL_BY_MONTH},
		1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"2026-07 0 0 43200/0 0\n2026-08 1 0 21600/64800 0\n"},
	{"by_kind", "effort", "2026-07-01 2\n2026-07-02 1 metric=complaint\n",
		"2026-07", {JL_BY_KIND}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"complaint 1 0 1/1 0\neffort 1 0 2/2 0\n"},
	{"by_owner_with_nobody_last", "effort",
		"2026-09-20 7\n2026-08-11 3\n2026-08-10 2\n", "2026-Q3",
		{JL_BY_OWNER}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"ann 1 0 2/2 0\nbob 1 0 3/3 0\n(nobody) eve 1 0 7/7 0\n"},
	{"by_owner_inherited_is_told", "wait",
		"2026-08-10T12:00 2026-08-11T06:00\n", "2026-Q3", {JL_BY_OWNER},
		1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"ann 0 0 43200/0 0\nbob 1 1 21600/64800 0\n"},
	{"by_owner_a_total_is_shared", "volume",
		"2026-08-01 2026-09-01 31\n2026-07-01 2026-08-01 5\n",
		"2026-Q3", {JL_BY_OWNER}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"ann 1 0 5/5 0\nshared ann bob 1 0 31/31 0\n"},
	{"by_owner_a_total_is_split_by_day", "volume",
		"2026-08-01 2026-09-01 31/310\n", "2026-Q3", {JL_BY_OWNER}, 1,
		JL_SPLIT_BY_DAY, JL_VIEW_THEN,
		"ann 100 0 10/10 0\nbob 210 0 21/21 0\n"},
	{"by_owner_a_total_with_nobody_is_shared_with_nobody", "volume",
		"2026-09-01 2026-10-01 30\n", "2026-Q3", {JL_BY_OWNER}, 1,
		JL_SPLIT_SHARED, JL_VIEW_THEN,
		"shared bob (nobody) 1 0 30/30 0\n"},
	{"in_the_view_now_nobody_is_in_charge", "volume",
		"2026-08-01 2026-09-01 31\n", "2026-Q3", {JL_BY_OWNER}, 1,
		JL_SPLIT_SHARED, JL_VIEW_NOW, "(nobody) eve 1 0 31/31 0\n"},
	{"owner_and_month", "effort",
		"2026-08-10 2\n2026-08-11 3\n2026-07-01 1\n", "2026-Q3",
		{JL_BY_OWNER, JL_BY_MONTH}, 2, JL_SPLIT_SHARED, JL_VIEW_THEN,
		"ann 2026-07 1 0 1/1 0\nann 2026-08 1 0 2/2 0\n"
		"bob 2026-08 1 0 3/3 0\n"},
	{"what_is_outside_the_period_is_not_there", "effort",
		"2026-06-30T23:59 2\n2026-08-01T00:00 3\n", "2026-07",
		{JL_BY_JOURNEY}, 1, JL_SPLIT_SHARED, JL_VIEW_THEN, ""},
};

static struct test_ledger test;

/* A span's time is in microseconds, which are millionths of its unit, too. */
static void add_sum(struct jl_str *out, jl_sum sum)
{
	char text[JL_AMOUNT_TEXT];

	jl_str_add(out, jl_sum_format(sum, text));
}

static void add_group(struct jl_str *out, const struct row *row,
	const struct jl_friction_group *g)
{
	for (size_t i = 0; i < row->n_by; i++) {
		if (row->by[i] == JL_BY_OWNER && g->is_shared)
			jl_str_add(out, "shared ");
		if (g->key[i])
			jl_str_addf(out, "%s ", g->key[i]);
		else
			jl_str_addf(out, "(nobody) %s ",
				g->sponsor ? g->sponsor : "-");
	}
	jl_str_addf(out, "%lld %lld ", (long long)g->tally.n,
		(long long)g->tally.inherited_n);
	add_sum(out, g->tally.sum);
	jl_str_addc(out, '/');
	add_sum(out, g->tally.whole);
	jl_str_addf(out, " %llu\n", (unsigned long long)g->cases);
}

static void groups(void **state)
{
	const struct row *row = *state;
	struct jl_index index;
	struct jl_friction friction;
	struct jl_friction_query query = {.ledger = test.ledger,
		.split = row->split,
		.view = row->view,
		.n_by = row->n_by};
	struct jl_str out = JL_STR_INIT;
	struct jl_error err = {0};

	test_index_open(&index, test.ledger->zone, row->metric, row->measures,
		test.folder);
	query.index = &index;
	memcpy(query.by, row->by, sizeof(row->by));
	assert_int_equal(jl_day_parse("2026-10-05", &query.today, &err), 0);
	assert_int_equal(jl_period_parse(row->period, query.today, 1,
				 &query.period, &err),
		0);
	if (jl_friction_make(&query, &friction, &err) < 0)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < friction.n; i++)
		add_group(&out, row, &friction.v[i]);
	assert_string_equal(jl_str_text(&out), row->groups);
	jl_str_release(&out);
	jl_friction_release(&friction);
	test_index_close(&index);
}

int main(void)
{
	int failed;

	test_ledger_open(&test, files, JL_COUNT(files));
	failed = RUN_ROWS("groups", rows, groups);
	test_ledger_close(&test);
	return failed;
}

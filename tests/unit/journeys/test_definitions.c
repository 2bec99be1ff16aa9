/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What is in force on a day, the built-in metrics, and the kinds of files. */
#include "journeys/definitions.h"

#include "journeys/tenure.h"
#include "tests/support/test.h"

static int32_t day(const char *text)
{
	struct jl_error err;
	int32_t out;

	assert_number_equal(jl_day_parse(text, &out, &err), 0);
	return out;
}

/* ---- who was in charge on a day ---- */

static const struct row {
	const char *sentence;
	/* PERSON SINCE UNTIL, "-" is open; by line */
	const char *tenures;
	const char *day, *person; /* NULL: nobody */
} rows[] = {
	{"the_first_day_is_the_new_owners",
		"ann 2026-01-01 2026-03-01\n"
		"bob 2026-03-01 -\n",
		"2026-03-01", "bob"},
	{"the_day_before_is_the_old_owners",
		"ann 2026-01-01 2026-03-01\n"
		"bob 2026-03-01 -\n",
		"2026-02-28", "ann"},
	{"the_order_in_the_file_means_nothing",
		"bob 2026-03-01 -\n"
		"ann 2026-01-01 2026-03-01\n",
		"2026-02-28", "ann"},
	{"nobody_before_the_first", "ann 2026-01-01 -\n", "2025-12-31", NULL},
	{"nobody_in_a_gap", "ann 2026-01-01 2026-03-01\nbob 2026-04-01 -\n",
		"2026-03-31", NULL},
	{"nobody_after_the_last", "ann 2026-01-01 2026-03-01\n", "2026-03-01",
		NULL},
	{"nobody_at_all", "", "2026-03-01", NULL},
	{"an_open_tenure_goes_on_for_ever", "ann 2026-01-01 -\n", "2199-12-31",
		"ann"},
	{"of_two_at_once_the_later_begun",
		"ann 2026-01-01 -\n"
		"bob 2026-02-01 2026-03-01\n",
		"2026-02-15", "bob"},
	{"and_then_the_earlier_again",
		"ann 2026-01-01 -\n"
		"bob 2026-02-01 2026-03-01\n",
		"2026-03-01", "ann"},
	{"of_two_from_one_day_the_last_written",
		"ann 2026-01-01 -\n"
		"bob 2026-01-01 -\n",
		"2026-02-15", "bob"},
	{"a_tenure_of_one_day", "ann 2026-01-01 2026-01-02\n", "2026-01-01",
		"ann"},
	{"a_tenure_of_no_day", "ann 2026-01-01 2026-01-01\n", "2026-01-01",
		NULL},
	{"a_tenure_that_ends_before_it_begins", "ann 2026-02-01 2026-01-01\n",
		"2026-01-15", NULL},
};

enum { TENURES = 4 };

static struct jl_tenures read_tenures(char *text, struct jl_tenure *v)
{
	struct jl_tenures tenures = {v, 0};

	for (char *word = strtok(text, " \n"); word;
		word = strtok(NULL, " \n")) {
		struct jl_tenure *t = &v[tenures.n++];

		assert_true(tenures.n <= TENURES);
		memset(t, 0, sizeof(*t));
		t->person = word;
		t->since = day(strtok(NULL, " \n"));
		word = strtok(NULL, " \n");
		t->until = *word == '-' ? JL_DAY_OPEN : day(word);
	}
	return tenures;
}

static void is_in_charge(void **state)
{
	const struct row *row = *state;
	char *text = jl_xstrdup(row->tenures);
	struct jl_tenure v[TENURES];
	struct jl_tenures tenures = read_tenures(text, v);
	const struct jl_tenure *found = jl_tenure_at(&tenures, day(row->day));

	if (row->person) {
		assert_non_null(found);
		assert_string_equal(found->person, row->person);
	} else {
		assert_null(found);
	}
	free(text);
}

/* Contracts and limits obey the same half-open days. */
static void the_contract_in_force_is_that_of_the_day(void **state)
{
	struct jl_contract contracts[] = {
		{.since = day("2026-01-01"),
			.until = day("2026-04-01"),
			.minimum_n = 1},
		{.since = day("2026-04-01"),
			.until = JL_DAY_OPEN,
			.minimum_n = 2},
	};
	struct jl_kpi kpi = {.contracts = {contracts, 2}};

	(void)state;
	assert_null(jl_contract_at(&kpi, day("2025-12-31")));
	assert_number_equal(
		jl_contract_at(&kpi, day("2026-03-31"))->minimum_n, 1);
	assert_number_equal(
		jl_contract_at(&kpi, day("2026-04-01"))->minimum_n, 2);
	kpi.contracts.n = 1;
	assert_null(jl_contract_at(&kpi, day("2026-04-01")));
	kpi.contracts.n = 0;
	assert_null(jl_contract_at(&kpi, day("2026-02-01")));
}

static void the_limit_in_force_is_that_of_the_day(void **state)
{
	struct jl_limit limits[] = {
		{day("2026-01-01"), day("2026-04-01"), 24},
		{day("2026-04-01"), JL_DAY_OPEN, 48},
	};
	struct jl_promise promise = {.limits = {limits, 2}};

	(void)state;
	assert_null(jl_limit_at(&promise, day("2025-12-31")));
	assert_number_equal(
		jl_limit_at(&promise, day("2026-03-31"))->within, 24);
	assert_number_equal(
		jl_limit_at(&promise, day("2026-04-01"))->within, 48);
}

/* ---- the metrics that need no file ---- */

/* The kinds of the glossary, with what an answer of them is counted in. */
static const struct {
	const char *id, *unit, *direction, *viewpoint;
} built_in[] = {
	{"wait", "s", "lower-is-better", NULL},
	{"handoff", "count", "lower-is-better", "inside-out"},
	{"ping-pong", "count", "lower-is-better", "inside-out"},
	{"rework", "count", "lower-is-better", "inside-out"},
	{"self-loop", "count", "lower-is-better", "inside-out"},
	{"repetition", "count", "lower-is-better", "inside-out"},
	{"repeat-contact", "share", "lower-is-better", "outside-in"},
	{"repeated-information", NULL, "lower-is-better", "outside-in"},
	{"channel-switch", "count", "lower-is-better", NULL},
	{"conflicting-information", "count", "lower-is-better", "outside-in"},
	{"no-response", "share", "lower-is-better", "outside-in"},
	{"abandonment", "share", "lower-is-better", NULL},
	{"complaint", "count", "lower-is-better", "outside-in"},
	{"failure-demand", "share", "lower-is-better", NULL},
	{"promise-broken", "share", "lower-is-better", "outside-in"},
	{"elapsed", "s", "lower-is-better", NULL},
	{"touch-time", "s", NULL, "inside-out"},
	{"effort", "points", "lower-is-better", "outside-in"},
	{"satisfaction", "points", "higher-is-better", "outside-in"},
	{"recommendation", "points", "higher-is-better", "outside-in"},
	{"volume", "count", "neutral", NULL},
};

static const struct jl_metric *metric(const char *id)
{
	for (size_t i = 0; i < jl_n_built_in_metrics; i++)
		if (strcmp(jl_built_in_metrics[i].id, id) == 0)
			return &jl_built_in_metrics[i];
	fail_msg("there is no metric %s", id);
	return NULL;
}

static void every_friction_kind_has_a_metric_of_its_name_and_rework_two_parts(
	void **state)
{
	size_t kinds = 0;

	(void)state;
	for (; jl_friction_kinds[kinds]; kinds++)
		assert_number_equal(
			metric(jl_friction_kinds[kinds])->kind, kinds);
	/* And the two parts of rework. */
	assert_number_equal(kinds + 2, JL_COUNT(built_in));
	assert_number_equal(jl_n_built_in_metrics, kinds + 2);
	assert_number_equal(metric("self-loop")->kind, metric("rework")->kind);
	assert_number_equal(metric("repetition")->kind, metric("rework")->kind);
}

static void the_metrics_measure_what_the_glossary_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < JL_COUNT(built_in); i++) {
		const struct jl_metric *m = metric(built_in[i].id);

		assert_true(m->is_built_in);
		assert_true(jl_is_id(m->id));
		assert_true(*m->name && *m->formula);
		if (built_in[i].unit)
			assert_string_equal(
				jl_unit_names[m->unit], built_in[i].unit);
		if (built_in[i].direction)
			assert_string_equal(jl_directions[m->direction],
				built_in[i].direction);
		if (built_in[i].viewpoint)
			assert_string_equal(jl_viewpoints[m->viewpoint],
				built_in[i].viewpoint);
	}
}

static void built_in_metrics_are_sorted_for_the_search(void **state)
{
	(void)state;
	for (size_t i = 1; i < jl_n_built_in_metrics; i++)
		assert_true(strcmp(jl_built_in_metrics[i - 1].id,
				    jl_built_in_metrics[i].id) < 0);
}

/* ---- kinds ---- */

static void a_kind_is_named_by_its_word_or_its_folder(void **state)
{
	static const struct {
		const char *word;
		enum jl_kind kind;
	} words[] = {
		{"person", JL_KIND_PERSON},
		{"people", JL_KIND_PERSON},
		{"function", JL_KIND_FUNCTION},
		{"functions", JL_KIND_FUNCTION},
		{"metric", JL_KIND_METRIC},
		{"metrics", JL_KIND_METRIC},
		{"journey", JL_KIND_JOURNEY},
		{"journeys", JL_KIND_JOURNEY},
		{"map", JL_KIND_MAP},
		{"maps", JL_KIND_MAP},
		{"", JL_KINDS},
		{"jour", JL_KINDS},
		{"persons", JL_KINDS},
		{"Journey", JL_KINDS},
	};

	(void)state;
	for (size_t i = 0; i < JL_COUNT(words); i++)
		assert_number_equal(
			jl_kind_named(words[i].word, strlen(words[i].word)),
			words[i].kind);
	/* Only so many letters count: `person:ann`. */
	assert_number_equal(jl_kind_named("person:ann", 6), JL_KIND_PERSON);
	assert_string_equal(jl_kind_nearest("jorney"), "journey");
	assert_string_equal(jl_kind_nearest("peple"), "people");
	assert_null(jl_kind_nearest("elephant"));
}

static void every_kind_has_a_place_and_a_shape(void **state)
{
	(void)state;
	for (int kind = 0; kind < JL_KINDS; kind++) {
		assert_non_null(jl_kinds[kind].shape);
		assert_true(jl_kinds[kind].shape->n > 0);
		assert_non_null(jl_definition_paths[kind]);
	}
	assert_string_equal(
		jl_definition_paths[JL_KIND_SETTINGS], "ledger.json");
	assert_string_equal(jl_kinds[JL_KIND_PERSON].folder, "people");
}

static void the_fiscal_year_begins_in_january_unless_said(void **state)
{
	struct jl_settings settings = {0};

	(void)state;
	assert_number_equal(jl_fiscal_start(&settings), 1);
	settings.fiscal_year_start = 4;
	assert_number_equal(jl_fiscal_start(&settings), 4);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_contract_in_force_is_that_of_the_day),
		cmocka_unit_test(the_limit_in_force_is_that_of_the_day),
		cmocka_unit_test(
			every_friction_kind_has_a_metric_of_its_name_and_rework_two_parts),
		cmocka_unit_test(the_metrics_measure_what_the_glossary_says),
		cmocka_unit_test(built_in_metrics_are_sorted_for_the_search),
		cmocka_unit_test(a_kind_is_named_by_its_word_or_its_folder),
		cmocka_unit_test(every_kind_has_a_place_and_a_shape),
		cmocka_unit_test(the_fiscal_year_begins_in_january_unless_said),
	};

	return RUN_ROWS("tenures", rows, is_in_charge) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Pages from a small ledger and a few measures. The rows are those that a
 * person would write by hand who has the measures and a calendar.
 */
#include "reports/build.h"

#include "reports/catalogue.h"
#include "reports/render.h"
#include "tests/support/ledger.h"
#include "tests/support/measures.h"
#include "tests/support/test.h"

/* Ann until 10 August, then nobody, and Bob from 1 September. */
static const struct test_file definitions[] = {
	{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann Ode\" }"},
	{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob Ray\" }"},
	{"people/eve.json", "{ \"id\": \"eve\", \"name\": \"Eve Hall\" }"},
	{"functions/ops.json", "{ \"id\": \"ops\", \"name\": \"Ops\" }"},
	{"journeys/move.json",
		"{ \"id\": \"move\", \"name\": \"Move\", \"status\": "
		"\"in-force\", \"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2026-01-01\", \"until\": \"2026-08-11\" }, { \"person\": "
		"\"bob\", \"since\": \"2026-09-01\", \"reason\": \"back\" } ], "
		"\"sponsors\": [ { \"person\": \"eve\", \"since\": "
		"\"2026-01-01\" } ], \"stages\": [ { \"id\": \"go\", \"name\": "
		"\"Go\", \"steps\": [ { \"id\": \"pack\", \"name\": \"Pack\", "
		"\"line\": \"frontstage\", \"function\": \"ops\" } ] } ], "
		"\"kpis\": [ { \"id\": \"effort\", \"name\": \"Effort\", "
		"\"metric\": \"effort\", \"aggregate\": \"mean\", "
		"\"contracts\": [ { \"since\": \"2026-01-01\", \"target\": 3, "
		"\"minimum_n\": 2 } ] } ] }"},
	{"journeys/stay.json",
		"{ \"id\": \"stay\", \"name\": \"Stay\", \"status\": "
		"\"draft\" }"},
	{"journeys/gone.json",
		"{ \"id\": \"gone\", \"name\": \"Gone\", \"status\": "
		"\"retired\" }"},
};

static const char measures[] = "2026-07-01 2 step=pack\n"
			       "2026-08-10T23:59 4\n"
			       "2026-08-11 9 step=pack\n"
			       "2026-09-01 5 function=ops\n"
			       "2026-09-30T23:59 1\n"
			       "2026-10-01 10\n";

static const struct row {
	const char *sentence, *report, *period;
	const char *by, *selector;
	enum jl_view view;
	bool is_ranked;
	const char *columns; /* which ones, of the page's */
	const char *rows;    /* by line, cells with a space between */
	const char *note;    /* a part of one, or NULL */
} rows[] = {
	{"every_owner_and_nobody_and_the_total", "accountability", "2026-Q3",
		NULL, NULL, JL_VIEW_THEN, false,
		"part owner sponsor since until days n value status",
		"owner ann - 2026-07-01 2026-08-11 41 2 3 on-target\n"
		"nobody - eve 2026-08-11 2026-09-01 21 1 9 too-few\n"
		"owner bob - 2026-09-01 2026-10-01 30 2 3 on-target\n"
		"total - - 2026-07-01 2026-10-01 92 5 4.2 -\n",
		NULL},
	{"today_s_owner_for_all_of_it", "accountability", "2026-Q3", NULL, NULL,
		JL_VIEW_NOW, false, "part owner since until days n value",
		"owner bob 2026-07-01 2026-10-01 92 5 4.2\n"
		"total - 2026-07-01 2026-10-01 92 5 4.2\n",
		NULL},
	{"one_month_of_one_owner", "accountability", "2026-07", NULL, NULL,
		JL_VIEW_THEN, false, "part owner days n value status",
		"owner ann 31 1 2 too-few\ntotal - 31 1 2 -\n", NULL},
	{"a_period_before_anything", "accountability", "2025-Q1", NULL, NULL,
		JL_VIEW_THEN, false, "part owner days n value status",
		"nobody - 90 0 - no-contract\ntotal - 90 0 - -\n", NULL},
	{"friction_of_owners", "friction", "2026-Q3", "owner", NULL,
		JL_VIEW_THEN, false, "owner metric n sum mean p50 cases",
		"ann effort 2 6 3 3 -\nbob effort 2 6 3 3 -\n"
		"- effort 1 9 9 9 -\n",
		"not mean: caused by"},
	{"friction_of_steps", "friction", "2026-Q3", "step", NULL, JL_VIEW_THEN,
		false, "step n sum", "- 3 10\npack 2 11\n", NULL},
	{"friction_of_functions", "friction", "2026-Q3", "function", NULL,
		JL_VIEW_THEN, false, "function n sum", "- 4 16\nops 1 5\n",
		NULL},
	{"friction_of_months", "friction", "2026", "month", NULL, JL_VIEW_THEN,
		false, "month n sum",
		"2026-07 1 2\n2026-08 2 13\n2026-09 2 6\n2026-10 1 10\n", NULL},
	{"friction_of_quarters_and_owners", "friction", "2026", "quarter,owner",
		NULL, JL_VIEW_THEN, false, "quarter owner n sum",
		"2026-Q3 ann 2 6\n2026-Q3 bob 2 6\n2026-Q3 - 1 9\n"
		"2026-Q4 bob 1 10\n",
		NULL},
	{"friction_of_kinds", "friction", "2026-Q3", "kind,journey", NULL,
		JL_VIEW_THEN, false, "kind journey n", "effort move 5\n", NULL},
	{"no_friction_in_a_day_without_any", "friction", "2026-07-02",
		"journey", NULL, JL_VIEW_THEN, false, "journey n", "", NULL},
	{"a_selected_journey_only", "friction", "2026-Q3", "journey", "stay",
		JL_VIEW_THEN, false, "journey n", "", NULL},
	{"holes_of_the_journeys", "coverage", "2026-Q3", NULL, "move",
		JL_VIEW_THEN, false, "journey gap since until",
		"move no-owner 2026-08-11 2026-09-01\n"
		"move no-deputy 2026-07-01 2026-10-01\n"
		"move no-stakeholder 2026-07-01 2026-10-01\n",
		"0 of 1"},
};

static struct jl_request request_of(const struct row *row,
	const struct test_ledger *test, const struct jl_index *index)
{
	struct jl_request r = {
		.ledger = test->ledger,
		.index = index,
		.view = row->view,
		.is_ranked = row->is_ranked,
	};
	struct jl_error err;

	assert_number_equal(jl_day_parse("2026-10-05", &r.today, &err), 0);
	assert_number_equal(
		jl_period_parse(row->period, r.today, 1, &r.period, &err), 0);
	if (row->by) {
		char *words = jl_xstrdup(row->by);

		for (char *word = strtok(words, ","); word;
			word = strtok(NULL, ","))
			for (int by = 0; by < JL_BYS; by++)
				if (strcmp(jl_by_names[by], word) == 0)
					r.by[r.n_by++] = (enum jl_by)by;
		free(words);
	}
	return r;
}

/* The wanted columns of all rows. */
static void say_rows(
	const struct jl_report *report, const char *columns, struct jl_str *out)
{
	for (size_t row = 0; row < jl_report_rows(report); row++) {
		char *words = jl_xstrdup(columns);
		const char *space = "";

		for (char *word = strtok(words, " "); word;
			word = strtok(NULL, " ")) {
			struct jl_str cell = JL_STR_INIT;
			size_t c = 0;

			while (c < report->n_columns &&
				strcmp(report->columns[c].key, word) != 0)
				c++;
			if (c == report->n_columns)
				fail_msg("there is no column %s", word);
			jl_cell_exact(jl_report_cell(report, row, c), &cell);
			jl_str_addf(out, "%s%s", space,
				cell.len ? jl_str_text(&cell) : "-");
			space = " ";
			jl_str_release(&cell);
		}
		jl_str_addc(out, '\n');
		free(words);
	}
}

static bool has_note(const struct jl_report *report, const char *part)
{
	for (size_t i = 0; i < report->n_notes; i++)
		if (strstr(report->notes[i], part))
			return true;
	return false;
}

static void reads(void **state)
{
	const struct row *row = *state;
	struct jl_str said = JL_STR_INIT;
	struct jl_report *report = NULL;
	struct jl_selection selection;
	struct jl_request request;
	struct test_ledger test;
	struct jl_index index;
	struct jl_error err = {0};
	size_t kind = 0;

	test_ledger_open(&test, definitions, JL_COUNT(definitions));
	test_index_open(
		&index, test.ledger->zone, "effort", measures, test.folder);
	request = request_of(row, &test, &index);
	assert_number_equal(
		jl_selection_init(&selection, test.ledger, &row->selector,
			row->selector ? 1 : 0, request.today, &err),
		0);
	request.selection = &selection;
	while (strcmp(jl_report_kinds[kind].name, row->report) != 0)
		kind++;
	if (jl_report_kinds[kind].make(&request, &report, &err) < 0)
		fail_msg("%s", err.message);
	say_rows(report, row->columns, &said);
	assert_string_equal(jl_str_text(&said), row->rows);
	if (row->note)
		assert_true(has_note(report, row->note));
	jl_report_free(report);
	jl_str_release(&said);
	jl_selection_release(&selection);
	test_index_close(&index);
	test_ledger_close(&test);
}

/* ---- pages without measures ---- */

static void who_names_everybody_of_the_day(void **state)
{
	static const struct {
		const char *day, *rows;
	} days[] = {
		{"2026-08-10", "gone - - -\nmove ann 2026-01-01 2026-08-11\n"
			       "stay - - -\n"},
		{"2026-08-11", "gone - - -\nmove - - -\nstay - - -\n"},
		{"2026-09-01",
			"gone - - -\nmove bob 2026-09-01 -\nstay - - -\n"},
	};
	static const bool all[] = {true, true, true};
	struct test_ledger test;

	(void)state;
	test_ledger_open(&test, definitions, JL_COUNT(definitions));
	for (size_t i = 0; i < JL_COUNT(days); i++) {
		struct jl_page page = {.ledger = test.ledger};
		struct jl_str said = JL_STR_INIT;
		struct jl_report *report;
		struct jl_error err;

		assert_number_equal(
			jl_day_parse(days[i].day, &page.day, &err), 0);
		report = jl_build_who(&page, all);
		say_rows(report, "journey owner since until", &said);
		assert_string_equal(jl_str_text(&said), days[i].rows);
		jl_report_free(report);
		jl_str_release(&said);
	}
	test_ledger_close(&test);
}

static void a_list_has_each_of_its_kind(void **state)
{
	static const struct {
		enum jl_kind kind;
		const char *columns, *rows;
	} lists[] = {
		{JL_KIND_PERSON, "person", "ann\nbob\neve\n"},
		{JL_KIND_FUNCTION, "function", "ops\n"},
		{JL_KIND_JOURNEY, "journey status",
			"gone retired\nmove in-force\nstay draft\n"},
	};
	static const bool all[] = {true, true, true};
	struct test_ledger test;

	(void)state;
	test_ledger_open(&test, definitions, JL_COUNT(definitions));
	for (size_t i = 0; i < JL_COUNT(lists); i++) {
		struct jl_page page = {.ledger = test.ledger, .day = 20700};
		struct jl_report *report =
			jl_build_list(&page, lists[i].kind, all);
		struct jl_str said = JL_STR_INIT;

		say_rows(report, lists[i].columns, &said);
		assert_string_equal(jl_str_text(&said), lists[i].rows);
		jl_report_free(report);
		jl_str_release(&said);
	}
	test_ledger_close(&test);
}

/* Every figure is the same in every format: what a person reads rounds what a
 * program reads, and nothing else. */
static void all_formats_have_as_many_rows(void **state)
{
	static const struct row all = {.period = "2026-Q3"};
	const char *move = "move";
	struct test_ledger test;
	struct jl_index index;
	struct jl_request request;
	struct jl_selection selection;
	struct jl_error err = {0};

	(void)state;
	test_ledger_open(&test, definitions, JL_COUNT(definitions));
	test_index_open(
		&index, test.ledger->zone, "effort", measures, test.folder);
	request = request_of(&all, &test, &index);
	/* One journey, as the page of a journey wants. */
	assert_number_equal(jl_selection_init(&selection, test.ledger, &move, 1,
				    request.today, &err),
		0);
	request.selection = &selection;
	for (size_t kind = 0; kind < jl_n_report_kinds; kind++)
		for (size_t f = 0; f < jl_n_formats; f++) {
			struct jl_render_options options = {0};
			struct jl_report *report = NULL;
			char *text = NULL;
			size_t len = 0;
			FILE *out;

			/* Those about the history need a repository. */
			if (jl_report_kinds[kind].takes &
				(JL_ASKED_HISTORY | JL_ASKED_THEN))
				continue;
			out = open_memstream(&text, &len);
			assert_number_equal(jl_report_kinds[kind].make(
						    &request, &report, &err),
				0);
			jl_formats[f].render(report, &options, out);
			assert_int_equal(fclose(out), 0);
			assert_true(len > 0);
			assert_number_equal(strlen(text), len);
			/* Each row names its journey. */
			for (size_t r = 0; r < jl_report_rows(report); r++) {
				const struct jl_cell *cell =
					jl_report_cell(report, r, 0);

				if (cell->type == JL_CELL_TEXT)
					assert_non_null(
						strstr(text, cell->text));
			}
			free(text);
			jl_report_free(report);
		}
	jl_selection_release(&selection);
	test_index_close(&index);
	test_ledger_close(&test);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_names_everybody_of_the_day),
		cmocka_unit_test(a_list_has_each_of_its_kind),
		cmocka_unit_test(all_formats_have_as_many_rows),
	};

	return RUN_ROWS("reports", rows, reads) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

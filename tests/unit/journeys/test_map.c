/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/map.h"

#include "journeys/mapper.h"
#include "tests/support/ledger.h"
#include "tests/support/test.h"

static const struct test_file definitions[] = {
	{"functions/ops.json", "{ \"id\": \"ops\", \"name\": \"Operations\" }"},
	{"journeys/move.json",
		"{ \"id\": \"move\", \"name\": \"Move\", \"status\": "
		"\"draft\", \"stages\": [ { \"id\": \"go\", \"name\": "
		"\"Go\", \"steps\": [ { \"id\": \"pack\", \"name\": "
		"\"Pack\", \"line\": \"frontstage\" } ] }, { \"id\": \"end\", "
		"\"name\": \"End\" } ] }"},
};

enum { DEFINITIONS = JL_COUNT(definitions) };

/* A ledger with one map, of which the text is all but id and version. */
static void open_with(struct test_ledger *test, const char *map)
{
	struct test_file files[DEFINITIONS + 1];
	char *text = jl_xasprintf("{ \"id\": \"m\", \"version\": 1, %s }", map);

	memcpy(files, definitions, sizeof(definitions));
	files[DEFINITIONS] = (struct test_file){"maps/m.json", text};
	test_ledger_open(test, files, JL_COUNT(files));
	free(text);
	assert_non_null(jl_ledger_map(test->ledger, "m"));
}

/* ---- what a map must say ---- */

static const struct flaw {
	const char *sentence, *map, *pointer, *problem;
} flaws[] = {
	{"all_is_said",
		"\"columns\": { \"journey\": \"j\", \"period\": \"p\" }, "
		"\"measures\": [ { \"metric\": \"complaint\" } ]",
		NULL, NULL},
	{"the_journey_is_not_said",
		"\"columns\": { \"period\": \"p\" }, "
		"\"measures\": [ { \"metric\": \"complaint\" } ]",
		"/columns", "where the journey comes from"},
	{"a_constant_journey_is_not_defined",
		"\"columns\": { \"journey\": { \"constant\": \"mvoe\" }, "
		"\"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"/columns/journey/constant", "did you mean 'move'?"},
	{"a_word_means_no_function",
		"\"columns\": { \"journey\": \"j\", \"period\": \"p\", "
		"\"function\": { \"column\": \"f\", \"values\": { \"X\": "
		"\"it\" } } }, \"measures\": [ { \"metric\": \"complaint\" } ]",
		"/columns/function/values/X", "there is no function 'it'"},
	{"a_word_means_no_channel",
		"\"columns\": { \"journey\": \"j\", \"period\": \"p\", "
		"\"channel\": { \"constant\": \"telex\" } }, \"measures\": [ "
		"{ \"metric\": \"complaint\" } ]",
		"/columns/channel/constant", "there is no channel 'telex'"},
	{"no_time_is_said",
		"\"columns\": { \"journey\": \"j\" }, "
		"\"measures\": [ { \"metric\": \"complaint\" } ]",
		"/columns", "either columns.occurred_at or columns.period"},
	{"both_times_are_said",
		"\"columns\": { \"journey\": \"j\", \"period\": \"p\", "
		"\"occurred_at\": \"o\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"/columns", "either columns.occurred_at or columns.period"},
	{"nothing_is_measured",
		"\"columns\": { \"journey\": \"j\", \"period\": \"p\" }, "
		"\"measures\": []",
		"/measures", "names no measures"},
	{"a_share_needs_both",
		"\"columns\": { \"journey\": \"j\", \"period\": \"p\" }, "
		"\"measures\": [ { \"metric\": \"promise-broken\", "
		"\"value\": \"v\" } ]",
		"/measures/0", "is a share"},
	{"a_duration_needs_an_end",
		"\"columns\": { \"journey\": \"j\", \"period\": \"p\" }, "
		"\"measures\": [ { \"metric\": \"wait\" } ]",
		"/measures/0", "is a duration"},
	{"a_pattern_is_not_known",
		"\"date_format\": \"TT.MM.JJJJ\", \"columns\": { "
		"\"journey\": \"j\", \"period\": \"p\" }, \"measures\": [ "
		"{ \"metric\": \"complaint\" } ]",
		"/date_format", "'TT.MM.JJJJ' is not known"},
	{"an_encoding_is_not_known",
		"\"encoding\": \"EBCDIC-9\", \"columns\": { \"journey\": "
		"\"j\", \"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"/encoding", "'EBCDIC-9' is not an encoding"},
	{"a_delimiter_is_too_long",
		"\"delimiter\": \";;\", \"columns\": { \"journey\": \"j\", "
		"\"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"/delimiter", "one character"},
};

struct seen {
	const struct flaw *flaw;
	int n, hits;
};

static void look(void *data, const char *pointer, const char *sentence)
{
	struct seen *seen = data;

	seen->n++;
	if (seen->flaw->pointer && strcmp(pointer, seen->flaw->pointer) == 0 &&
		strstr(sentence, seen->flaw->problem))
		seen->hits++;
	else
		print_error("%s: %s\n", pointer, sentence);
}

static void is_found(void **state)
{
	struct seen seen = {.flaw = *state};
	struct test_ledger test;

	open_with(&test, seen.flaw->map);
	jl_map_check(test.ledger, jl_ledger_map(test.ledger, "m"), look, &seen);
	assert_number_equal(seen.n, seen.flaw->pointer ? 1 : 0);
	assert_number_equal(seen.hits, seen.n);
	test_ledger_close(&test);
}

/* ---- rows ---- */

static const struct cell {
	const char *sentence, *map, *text;
	/* The first row: what is measured, or why it is refused. */
	const char *measures, *refusal;
} cells[] = {
	{"a_month_is_a_total",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"promise-broken\", \"value\": \"v\", \"n\": \"n\" } ]",
		"p,v,n\n2026-03,2,10\n",
		"2026-02-28T23:00:00Z 2026-03-31T22:00:00Z 2 of 10 total\n",
		NULL},
	{"a_fiscal_year_is_a_total",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"complaint\", \"value\": \"v\" } ]",
		"p,v\nFY2026-Q1,2\n",
		"2025-12-31T23:00:00Z 2026-03-31T22:00:00Z 2 of 1 total\n",
		NULL},
	{"a_month_by_pattern",
		"\"date_format\": \"%m/%Y\", \"columns\": { \"journey\": { "
		"\"constant\": \"move\" }, \"period\": \"p\" }, "
		"\"measures\": [ { \"metric\": \"complaint\", \"value\": "
		"\"v\" } ]",
		"p,v\n3/2026,2\n",
		"2026-02-28T23:00:00Z 2026-03-31T22:00:00Z 2 of 1 total\n",
		NULL},
	{"a_day_by_pattern",
		"\"date_format\": \"%d.%m.%Y\", \"columns\": { \"journey\": "
		"{ \"constant\": \"move\" }, \"period\": \"p\" }, "
		"\"measures\": [ { \"metric\": \"complaint\", \"value\": "
		"\"v\" } ]",
		"p,v\n29.03.2026,2\n",
		"2026-03-28T23:00:00Z 2026-03-29T22:00:00Z 2 of 1 total\n",
		NULL},
	{"a_relative_word_is_no_period",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"p\nlast-quarter\n", NULL, "'last-quarter' is not a period"},
	{"a_span_is_cut_to_its_length",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"occurred_at\": \"a\", \"until\": \"b\" }, \"measures\": "
		"[ { \"metric\": \"wait\" } ]",
		"a,b\n2026-03-29 01:00,2026-03-29 04:00\n",
		"2026-03-29T00:00:00Z 2026-03-29T02:00:00Z 7200 of 1 span\n",
		NULL},
	{"an_offset_is_respected",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"occurred_at\": \"a\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"a\n2026-03-29T01:00:00-05:00\n",
		"2026-03-29T06:00:00Z - 1 of 1 point\n", NULL},
	{"another_zone_of_the_file",
		"\"zone\": \"Asia/Kathmandu\", \"columns\": { \"journey\": { "
		"\"constant\": \"move\" }, \"occurred_at\": \"a\" }, "
		"\"measures\": [ { \"metric\": \"complaint\" } ]",
		"a\n2026-03-29 05:45\n",
		"2026-03-29T00:00:00Z - 1 of 1 point\n", NULL},
	{"hours_become_seconds_and_commas_points",
		"\"decimal\": \",\", \"thousands\": \".\", \"columns\": { "
		"\"journey\": { \"constant\": \"move\" }, \"occurred_at\": "
		"\"a\" }, \"measures\": [ { \"metric\": \"wait\", "
		"\"value\": \"v\", \"unit\": \"h\" } ]",
		"a;v\n2026-03-01T00:00Z;1.000,5\n",
		"2026-03-01T00:00:00Z - 3601800 of 1 point\n", NULL},
	{"several_metrics_a_row_and_one_not_measured",
		"\"missing\": [ \"n/a\" ], \"columns\": { \"journey\": { "
		"\"constant\": \"move\" }, \"occurred_at\": \"a\" }, "
		"\"measures\": [ { \"metric\": \"wait\", \"value\": \"w\" "
		"}, { \"metric\": \"effort\", \"value\": \"e\" }, { "
		"\"metric\": \"complaint\" } ]",
		"a,w,e\n2026-03-01T00:00Z,60,n/a\n",
		"2026-03-01T00:00:00Z - 60 of 1 point\n"
		"2026-03-01T00:00:00Z - 1 of 1 point\n",
		NULL},
	{"words_of_the_file_are_translated",
		"\"columns\": { \"journey\": { \"column\": \"j\", \"lower\": "
		"true, \"values\": { \"umzug\": \"move\" } }, "
		"\"occurred_at\": \"a\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"j,a\nUMZUG,2026-03-01T00:00Z\n",
		"2026-03-01T00:00:00Z - 1 of 1 point\n", NULL},
	{"a_word_without_a_meaning",
		"\"columns\": { \"journey\": { \"column\": \"j\", "
		"\"values\": { \"umzug\": \"move\" } }, \"occurred_at\": "
		"\"a\" }, \"measures\": [ { \"metric\": \"complaint\" } ]",
		"j,a\nX,2026-03-01T00:00Z\n", NULL,
		"journey: 'X' is not among the map's values"},
	{"a_step_of_another_stage",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"stage\": \"g\", \"step\": \"s\", \"occurred_at\": \"a\" "
		"}, \"measures\": [ { \"metric\": \"complaint\" } ]",
		"g,s,a\nend,pack,2026-03-01T00:00Z\n", NULL,
		"'pack' is no step of stage 'end'"},
	{"a_step_of_its_stage",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"stage\": \"g\", \"step\": \"s\", \"occurred_at\": \"a\" "
		"}, \"measures\": [ { \"metric\": \"complaint\" } ]",
		"g,s,a\ngo,pack,2026-03-01T00:00Z\n",
		"2026-03-01T00:00:00Z - 1 of 1 point\n", NULL},
	{"a_step_of_another_journey",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"step\": \"s\", \"occurred_at\": \"a\" }, \"measures\": [ "
		"{ \"metric\": \"complaint\" } ]",
		"s,a\npay,2026-03-01T00:00Z\n", NULL,
		"step: journey 'move' has no step 'pay'"},
	{"a_day_that_does_not_exist",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"occurred_at\": \"a\" }, \"measures\": [ { \"metric\": "
		"\"complaint\" } ]",
		"a\n2026-02-30\n", NULL,
		"'2026-02-30' is no time between 1900 and 2199"},
	{"an_end_before_the_beginning",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"occurred_at\": \"a\", \"until\": \"b\" }, \"measures\": "
		"[ { \"metric\": \"wait\" } ]",
		"a,b\n2026-03-02,2026-03-01\n", NULL,
		"until lies before occurred_at"},
	{"a_span_that_has_not_ended",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"occurred_at\": \"a\", \"until\": \"b\" }, \"measures\": "
		"[ { \"metric\": \"wait\" } ]",
		"a,b\n2026-03-02,\n", NULL, "a span that has not ended"},
	{"more_of_them_than_there_are",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"promise-broken\", \"value\": \"v\", \"n\": \"n\" } ]",
		"p,v,n\n2026-03,11,10\n", NULL, "lies between 0 and its n"},
	{"half_a_customer",
		"\"columns\": { \"journey\": { \"constant\": \"move\" }, "
		"\"period\": \"p\" }, \"measures\": [ { \"metric\": "
		"\"promise-broken\", \"value\": \"v\", \"n\": \"n\" } ]",
		"p,v,n\n2026-03,1,2.5\n", NULL, "n must be a whole number"},
};

static void add_measure(struct jl_str *out, const struct jl_measure *m)
{
	static const char *const shapes[] = {"point", "span", "total"};
	char a[JL_INSTANT_TEXT], b[JL_INSTANT_TEXT], value[JL_AMOUNT_TEXT];
	/* A span's value is in microseconds. */
	jl_sum shown = m->shape == JL_MEASURE_SPAN
			       ? (jl_sum)m->value / JL_SECOND * JL_MICRO
			       : m->value;

	jl_str_addf(out, "%s %s %s of %lld %s\n",
		jl_instant_format(m->occurred_at, 0, a),
		m->until == JL_INSTANT_NONE ? "-"
					    : jl_instant_format(m->until, 0, b),
		jl_sum_format(shown, value), (long long)m->n, shapes[m->shape]);
}

static void means(void **state)
{
	const struct cell *cell = *state;
	struct test_ledger test;
	struct jl_mapper *mapper = NULL;
	const struct jl_measure *measures;
	struct jl_str out = JL_STR_INIT;
	const char *reason = "";
	struct jl_error err = {0};
	char *path;
	size_t n = 0;

	open_with(&test, cell->map);
	path = jl_xasprintf("%s/f.csv", test.folder);
	test_write_file(path, cell->text, strlen(cell->text));
	if (jl_mapper_open(path, jl_ledger_map(test.ledger, "m"), test.ledger,
		    NULL, &mapper, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(
		jl_mapper_next(mapper, &measures, &n, &reason, &err), 1);
	assert_number_equal(jl_mapper_line(mapper), 2);
	for (size_t i = 0; i < n; i++)
		add_measure(&out, &measures[i]);
	if (cell->refusal) {
		if (!strstr(reason, cell->refusal))
			print_error("'%s'\n", reason);
		assert_number_equal(n, 0);
		assert_non_null(strstr(reason, cell->refusal));
	} else {
		if (n == 0)
			print_error("refused: %s\n", reason);
		assert_string_equal(jl_str_text(&out), cell->measures);
	}
	jl_str_release(&out);
	jl_mapper_close(mapper);
	free(path);
	test_ledger_close(&test);
}

int main(void)
{
	return RUN_ROWS("flaws", flaws, is_found) +
	       RUN_ROWS("cells", cells, means);
}

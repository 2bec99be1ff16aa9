/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One small page in every format, to the byte. */
#include "reports/render.h"

#include "tests/support/test.h"

#include <locale.h>
#include <math.h>

static struct jl_report *page(void)
{
	struct jl_report *r = jl_report_new("demo", "A <page>");
	static const double months[] = {1, NAN, 3};
	static const char *const shared[] = {"ann", NULL};

	r->ledger_name = jl_report_text(r, "L & Co");
	r->zone = jl_report_text(r, "UTC");
	r->commit = jl_report_text(r, "0123456789abcdef");
	r->receipts_root = jl_report_text(r, "fedcba9876543210");
	jl_report_parameter(r, "view", "then");
	jl_report_parameter(r, "metric", NULL);
	jl_report_column(r, "owner", "in charge", 0);
	jl_report_column(r, "owners", "owners", JL_COLUMN_MACHINE);
	jl_report_column(r, "value", "value", JL_COLUMN_RIGHT);
	jl_report_column(r, "since", "since", 0);
	jl_report_column(r, "trend", "trend", 0);
	jl_report_add_labelled(r, "ann", "Ann \"A|B\"");
	jl_report_add_unknown(r, NULL);
	jl_report_add_number(r, 1.0 / 3);
	jl_report_add_date(r, 20000);
	jl_report_add_series(r, months, 3);
	jl_report_add_unknown(r, "(nobody)");
	jl_report_add_texts(r, shared, 2);
	jl_report_add_sum(r, 2500000);
	jl_report_add_date(r, JL_DAY_OPEN);
	jl_report_add_unknown(r, NULL);
	jl_report_note(r, "a note");
	return r;
}

struct format_row {
	const char *sentence;
	const char *format;
	const char *wanted; /* a part of the output */
};

static const struct format_row formats[] = {
	{"json_has_full_digits_and_nulls", "json",
		"    {\"owner\": \"ann\", \"owners\": null, \"value\": "
		"0.333333333333333, \"since\": \"2024-10-04\", \"trend\": "
		"[1, null, 3]},\n"
		"    {\"owner\": null, \"owners\": [\"ann\", null], "
		"\"value\": 2.5, \"since\": null, \"trend\": null}\n"},
	{"json_names_its_schema_and_parameters", "json",
		"{\n  \"schema\": \"jledger/report/1\",\n  \"report\": "
		"\"demo\",\n  \"parameters\": {\n    \"view\": \"then\",\n"
		"    \"metric\": null\n  },\n  \"ledger\": {\n    \"name\": "
		"\"L & Co\",\n    \"commit\": \"0123456789abcdef\",\n"
		"    \"receipts_root\": \"fedcba9876543210\",\n    \"zone\": "
		"\"UTC\"\n  },\n"},
	{"csv_has_full_digits_and_empty_cells", "csv",
		"owner,owners,value,since,trend\n"
		"ann,,0.333333333333333,2024-10-04,1 . 3\n"
		",ann (nobody),2.5,,\n"},
	{"md_rounds_and_escapes", "md",
		"| Ann \"A\\|B\" | 0.3333 | 2024-10-04 | ▁·█ |\n"
		"| (nobody) | 2.5 |  |  |\n"},
	{"html_escapes_text_and_draws_a_broken_line", "html",
		"<tr><td>Ann &quot;A|B&quot;</td><td class=\"n\">0.3333</td>"
		"<td class=\"date\">2024-10-04</td><td><svg viewBox=\"0 0 "
		"120 22\" "
		"role=\"img\" aria-label=\"by month\"><polyline points=\"1.0,"
		"20.0\"/><polyline points=\"119.0,2.0\"/></svg></td></tr>\n"},
	{"html_escapes_the_title", "html", "<h1>A &lt;page&gt;</h1>"},
	{"text_is_a_table_with_a_foot", "text",
		"in charge   value  since       trend\n"
		"Ann \"A|B\"  0.3333  2024-10-04  ▁·█\n"
		"(nobody)      2.5\n\na note\n\n"
		"commit 0123456789abcdef\nreceipts fedcba9876543210\n"},
};

static void renders(void **state)
{
	const struct format_row *row = *state;
	struct jl_render_options options = {0};
	struct jl_report *r = page();
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	jl_format_find(row->format)->render(r, &options, out);
	fclose(out);
	if (!strstr(text, row->wanted))
		fail_msg("%s\nlacks\n%s", text, row->wanted);
	free(text);
	jl_report_free(r);
}

struct decimals_row {
	const char *sentence;
	double number;
	const char *shown;
};

static const struct decimals_row decimals[] = {
	{"a_whole_number_has_none", 42, "42"},
	{"a_large_number_has_none", 1234.56, "1235"},
	{"hundreds_have_one", 123.456, "123.5"},
	{"tens_have_two", 12.3456, "12.35"},
	{"ones_have_three", 1.23456, "1.235"},
	{"less_than_one_has_four", 0.123456, "0.1235"},
	{"negative_alike", -12.3456, "-12.35"},
	{"no_zeros_for_their_own_sake", 3.8, "3.8"},
	{"a_rounded_zero_stays", 14.8036, "14.80"},
};

static void shows_decimals(void **state)
{
	const struct decimals_row *row = *state;
	struct jl_cell cell = {.type = JL_CELL_NUMBER, .number = row->number};
	struct jl_str out = JL_STR_INIT;

	jl_cell_shown(&cell, &out);
	assert_string_equal(jl_str_text(&out), row->shown);
	jl_str_release(&out);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	return RUN_ROWS("formats", formats, renders) +
	       RUN_ROWS("decimals", decimals, shows_decimals);
}

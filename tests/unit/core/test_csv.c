/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/csv.h"

#include "core/file.h"
#include "core/table.h"
#include "tests/support/test.h"

struct csv_row {
	const char *sentence;
	const char *text;
	size_t len; /* 0: strlen */
	/* Records as line:field|field or line!problem, one a line. */
	const char *wanted;
};

static const struct csv_row files[] = {
	{"commas", "a,b\n1,2\n", 0, "1:a|b\n2:1|2\n"},
	{"semicolons_are_found", "a;b\n1,5;2\n", 0, "1:a|b\n2:1,5|2\n"},
	{"tabs_are_found", "a\tb\n1\t2\n", 0, "1:a|b\n2:1|2\n"},
	{"bars_are_found", "a|b\nx|y\n", 0, "1:a|b\n2:x|y\n"},
	{"sep_line_names_the_delimiter", "sep=;\na;b,c\n", 0, "2:a|b,c\n"},
	{"byte_order_mark_is_skipped",
		"\xef\xbb\xbf"
		"a,b\n",
		0, "1:a|b\n"},
	{"windows_line_ends", "a,b\r\n1,2\r\n", 0, "1:a|b\n2:1|2\n"},
	{"no_line_end_at_the_end", "a,b\n1,2", 0, "1:a|b\n2:1|2\n"},
	{"empty_fields", "a,,c\n,,\n", 0, "1:a||c\n2:||\n"},
	{"quoted_delimiter", "\"a,b\",c\n", 0, "1:a,b|c\n"},
	{"doubled_quotes", "\"say \"\"hi\"\"\",x\n", 0, "1:say \"hi\"|x\n"},
	{"a_line_break_in_quotes_counts_lines", "\"a\nb\",c\nd,e\n", 0,
		"1:a\nb|c\n3:d|e\n"},
	{"a_quote_inside_a_plain_field_is_text", "a,5\" nail\n", 0,
		"1:a|5\" nail\n"},
	{"blank_lines_are_passed_over", "a,b\n\n\r\n1,2\n", 0,
		"1:a|b\n4:1|2\n"},
	{"nothing_at_all", "", 0, ""},
	{"text_behind_a_quote_is_a_problem_of_that_line",
		"a,b\n\"x\"y,2\n3,4\n", 0,
		"1:a|b\n2!text behind a closing quote\n3:3|4\n"},
	{"an_open_quote_costs_only_its_line", "a,b\n\"x,2\n3,4\n", 0,
		"1:a|b\n2!a quote that is not closed\n3:3|4\n"},
	{"a_nul_byte_is_a_problem_of_that_line", "a,b\n1,\0\n3,4\n", 12,
		"1:a|b\n2!a NUL byte\n3:3|4\n"},
	{"latin_1_is_a_problem_of_that_line", "a,b\ncaf\xe9,2\n3,4\n", 0,
		"1:a|b\n2!text that is not UTF-8\n3:3|4\n"},
	{"utf_8_is_text", "a,b\ncaf\xc3\xa9,2\n", 0,
		"1:a|b\n2:caf\xc3\xa9|2\n"},
};

static struct jl_csv *open_text(
	const char *folder, const char *text, size_t len, struct jl_input **in)
{
	char *path = jl_path_join(folder, "file.csv");
	struct jl_error err;

	test_write_file(path, text, len);
	assert_number_equal(jl_input_open(path, NULL, in, &err), 0);
	free(path);
	return jl_csv_new(*in, '\0');
}

static void add_record(struct jl_str *got, const struct jl_csv *csv)
{
	if (jl_csv_problem(csv)) {
		jl_str_addf(
			got, "%zu!%s\n", jl_csv_line(csv), jl_csv_problem(csv));
		return;
	}
	jl_str_addf(got, "%zu:", jl_csv_line(csv));
	for (size_t i = 0; i < jl_csv_n(csv); i++) {
		jl_str_add(got, i ? "|" : "");
		jl_str_addn(got, jl_csv_fields(csv)[i].text,
			jl_csv_fields(csv)[i].len);
	}
	jl_str_addc(got, '\n');
}

static void reads_csv(void **state)
{
	const struct csv_row *row = *state;
	char *folder = test_folder();
	struct jl_str got = JL_STR_INIT;
	struct jl_input *input;
	struct jl_csv *csv = open_text(folder, row->text,
		row->len ? row->len : strlen(row->text), &input);
	struct jl_error err;
	int rc;

	while ((rc = jl_csv_next(csv, &err)) > 0)
		add_record(&got, csv);
	assert_number_equal(rc, 0);
	assert_string_equal(jl_str_text(&got), row->wanted);
	jl_csv_free(csv);
	jl_input_close(input);
	jl_str_release(&got);
	test_folder_remove(folder);
}

static void a_line_of_100_megabytes_is_one_problem_and_little_memory(
	void **state)
{
	char *folder = test_folder();
	char *path = jl_path_join(folder, "file.csv");
	char block[65536];
	FILE *f = fopen(path, "wb");
	struct jl_input *input;
	struct jl_csv *csv;
	struct jl_error err;

	(void)state;
	memset(block, 'x', sizeof(block));
	fputs("a,b\n", f);
	for (int i = 0; i < 1600; i++)
		assert_int_equal(
			fwrite(block, 1, sizeof(block), f), sizeof(block));
	fputs("\n3,4\n", f);
	fclose(f);
	assert_number_equal(jl_input_open(path, NULL, &input, &err), 0);
	csv = jl_csv_new(input, '\0');
	assert_number_equal(jl_csv_next(csv, &err), 1);
	assert_number_equal(jl_csv_next(csv, &err), 1);
	assert_string_equal(jl_csv_problem(csv), "a line longer than 1 MiB");
	assert_number_equal(jl_csv_next(csv, &err), 1);
	assert_null(jl_csv_problem(csv));
	assert_number_equal(jl_csv_line(csv), 3);
	assert_number_equal(jl_csv_next(csv, &err), 0);
	jl_csv_free(csv);
	jl_input_close(input);
	free(path);
	test_folder_remove(folder);
}

/* Fields of every length, so that records cross the buffer's end at every
 * place; written by the writer and read back. */
static void what_the_writer_writes_the_reader_reads(void **state)
{
	char *folder = test_folder();
	struct jl_str text = JL_STR_INIT, field = JL_STR_INIT;
	struct jl_input *input;
	struct jl_csv *csv;
	struct jl_error err;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 40000; i++) {
		jl_str_clear(&field);
		for (int k = 0; k < i % 37; k++)
			jl_str_addc(&field, "a,\"\n b;z"[(i + k) % 7]);
		jl_csv_add_field(&text, jl_str_text(&field), field.len);
		jl_str_addf(&text, ",%d\n", i);
	}
	csv = open_text(folder, text.text, text.len, &input);
	while (jl_csv_next(csv, &err) > 0) {
		jl_str_clear(&field);
		for (size_t k = 0; k < n % 37; k++)
			jl_str_addc(&field, "a,\"\n b;z"[(n + k) % 7]);
		assert_null(jl_csv_problem(csv));
		assert_number_equal(jl_csv_n(csv), 2);
		assert_number_equal(jl_csv_fields(csv)[0].len, field.len);
		assert_memory_equal(jl_csv_fields(csv)[0].text,
			jl_str_text(&field), field.len);
		n++;
	}
	assert_number_equal(n, 40000);
	jl_csv_free(csv);
	jl_input_close(input);
	jl_str_release(&text);
	jl_str_release(&field);
	test_folder_remove(folder);
}

struct header_row {
	const char *sentence;
	const char *text;
	struct jl_table_options options;
	const char *columns; /* NULL: refused */
};

static const struct header_row headers[] = {
	{"one_header_line", "a,b c\n1,2\n", {.format = JL_TABLE_CSV}, "a, b c"},
	{"lines_before_the_header", "Report of May\n\nprinted\na;b\n1;2\n",
		{.format = JL_TABLE_CSV, .delimiter = ';', .skip_lines = 3},
		"a, b"},
	{"two_header_lines_with_merged_cells",
		"Month,Web,,Phone,\n,n,late,n,"
		"late\n",
		{.format = JL_TABLE_CSV, .header_lines = 2},
		"Month, Web n, Web late, Phone n, Phone late"},
	{"an_empty_file_is_refused", "", {.format = JL_TABLE_CSV}, NULL},
	{"latin_1_by_name", "n\xe4me,b\n", {.encoding = "ISO-8859-1"},
		"n\xc3\xa4me, b"},
};

static void reads_header(void **state)
{
	const struct header_row *row = *state;
	char *folder = test_folder();
	char *path = jl_path_join(folder, "file.csv");
	struct jl_table *table;
	struct jl_error err;
	int rc;

	test_write_file(path, row->text, strlen(row->text));
	rc = jl_table_open(path, &row->options, &table, &err);
	if (row->columns) {
		assert_number_equal(rc, 0);
		assert_string_equal(jl_table_columns_text(table), row->columns);
		jl_table_close(table);
	} else {
		assert_error(rc, JL_EINVALID, &err, "is empty");
	}
	free(path);
	test_folder_remove(folder);
}

static void json_lines_are_rows_by_key(void **state)
{
	static const char text[] =
		"{\"a\": 1, \"b\": \"x\"}\n\n{\"b\": 0.1}\n[1]\n{\"a\": 1,}\n"
		"{\"a\": true, \"b\": null}";
	char *folder = test_folder();
	char *path = jl_path_join(folder, "file.jsonl");
	struct jl_table_options options = {.format = JL_TABLE_JSON_LINES};
	struct jl_str got = JL_STR_INIT;
	struct jl_table *table;
	struct jl_error err;
	int a, b;

	(void)state;
	test_write_file(path, text, sizeof(text) - 1);
	assert_number_equal(jl_table_open(path, &options, &table, &err), 0);
	a = jl_table_column(table, "a");
	b = jl_table_column(table, "b");
	while (jl_table_next(table, &err) > 0) {
		jl_str_addf(&got, "%zu", jl_table_line(table));
		if (jl_table_problem(table)) {
			jl_str_add(&got, "!\n");
			continue;
		}
		jl_str_addf(&got, ":%.*s|%.*s\n",
			(int)jl_table_cell(table, a).len,
			jl_table_cell(table, a).text,
			(int)jl_table_cell(table, b).len,
			jl_table_cell(table, b).text);
	}
	assert_string_equal(
		jl_str_text(&got), "1:1|x\n3:|0.1\n4!\n5!\n6:true|\n");
	jl_table_close(table);
	jl_str_release(&got);
	free(path);
	test_folder_remove(folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_line_of_100_megabytes_is_one_problem_and_little_memory),
		cmocka_unit_test(what_the_writer_writes_the_reader_reads),
		cmocka_unit_test(json_lines_are_rows_by_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("csv", files, reads_csv) +
	       RUN_ROWS("headers", headers, reads_header);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/table.h"

#include "tests/support/test.h"

static const struct row {
	const char *sentence;
	struct jl_table_options options;
	const char *text;
	const char *column;  /* that is looked for */
	int found;	     /* its number, or why there is none */
	const char *cells;   /* of that column, by '|' ; a refusal as '!' */
	const char *problem; /* of the first refusal */
} rows[] = {
	{"a_header_names_the_columns", {0}, "a,b\n1,2\n3,4\n", "b", 1, "2|4",
		NULL},
	{"a_semicolon_is_found_out", {0}, "a;b\n1,5;2\n", "a", 0, "1,5", NULL},
	{"a_tab_is_found_out", {0}, "a\tb\n1\t2\n", "b", 1, "2", NULL},
	{"a_bar_is_found_out", {0}, "a|b\n1|2\n", "b", 1, "2", NULL},
	{"a_sep_line_says_it", {0}, "sep=;\na;b\n1;2\n", "b", 1, "2", NULL},
	{"a_sep_line_in_quotes_says_it", {0}, "\"sep=;\"\na;b\n1;2\n", "b", 1,
		"2", NULL},
	{"the_map_may_say_it", {.delimiter = ';'}, "a,b;c\n1;2\n", "c", 1, "2",
		NULL},
	{"lines_are_skipped", {.skip_lines = 2}, "x\ny,z\na,b\n1,2\n", "b", 1,
		"2", NULL},
	{"the_header_says_the_delimiter_not_the_title", {.skip_lines = 1},
		"Report, by month, of 2026\na;b\n1;2\n", "b", 1, "2", NULL},
	{"a_blank_line_is_a_line_that_is_skipped", {.skip_lines = 2},
		"title\n\na,b\n1,2\n", "b", 1, "2", NULL},
	{"a_quote_in_a_skipped_line_opens_nothing", {.skip_lines = 1},
		"5\" disks\na,b\n1,2\n", "b", 1, "2", NULL},
	{"sep_stands_before_what_is_skipped", {.skip_lines = 1},
		"sep=|\nx,y,z\na|b\n1|2\n", "b", 1, "2", NULL},
	{"header_lines_are_joined", {.header_lines = 2},
		"north,,south\nin,out,in\n1,2,3\n", "north out", 1, "2", NULL},
	{"a_byte_order_mark_is_no_name", {0},
		"\xef\xbb\xbf"
		"a,b\n1,2\n",
		"a", 0, "1", NULL},
	{"an_encoding_is_converted", {.encoding = "ISO-8859-1"},
		"caf\xe9\n\xfc\n", "caf\xc3\xa9", 0, "\xc3\xbc", NULL},
	{"a_column_that_is_not_there", {0}, "a,b\n1,2\n", "c",
		JL_TABLE_NO_COLUMN, NULL, NULL},
	{"two_columns_of_a_name", {0}, "a,b,a\n1,2,3\n", "a",
		JL_TABLE_TWO_COLUMNS, NULL, NULL},
	{"a_cell_too_few", {0}, "a,b\n1\n3,4\n", "a", 0, "!|3",
		"1 cells, but the header names 2"},
	{"a_cell_too_many", {0}, "a,b\n1,2,3\n3,4\n", "a", 0, "!|3",
		"3 cells, but the header names 2"},
	{"json_lines_have_keys", {.format = JL_TABLE_JSON_LINES},
		"{\"a\":1,\"b\":\"x\"}\n\n{\"b\":2.5}\n", "b", 0, "x|2.5",
		NULL},
	{"a_json_list_is_no_cell", {.format = JL_TABLE_JSON_LINES},
		"{\"a\":[1]}\n{\"a\":true}\n", "a", 0, "!|true",
		"'a' holds a list"},
	{"a_line_that_is_no_object", {.format = JL_TABLE_JSON_LINES},
		"[1]\n{\"a\":null}\n", "a", 0, "!|", "no JSON object"},
};

static void is_read(void **state)
{
	const struct row *row = *state;
	char *folder = test_folder();
	char *path = jl_xasprintf("%s/t", folder);
	struct jl_table *table = NULL;
	struct jl_str cells = JL_STR_INIT;
	bool is_first = true;
	struct jl_error err;

	test_write_file(path, row->text, strlen(row->text));
	assert_int_equal(jl_table_open(path, &row->options, &table, &err), 0);
	assert_number_equal(jl_table_column(table, row->column), row->found);
	while (row->cells && jl_table_next(table, &err) > 0) {
		jl_str_add(&cells, is_first ? "" : "|");
		is_first = false;
		if (jl_table_problem(table)) {
			assert_non_null(
				strstr(jl_table_problem(table), row->problem));
			jl_str_addc(&cells, '!');
		} else {
			struct jl_slice cell = jl_table_cell(table, row->found);

			jl_str_addn(&cells, cell.text, cell.len);
		}
	}
	if (row->cells)
		assert_string_equal(jl_str_text(&cells), row->cells);
	jl_str_release(&cells);
	jl_table_close(table);
	free(path);
	test_folder_remove(folder);
}

static void a_key_that_no_line_has_is_told(void **state)
{
	static const char text[] = "{\"a\":1}\n{\"a\":2}\n";
	struct jl_table_options options = {.format = JL_TABLE_JSON_LINES};
	char *folder = test_folder();
	char *path = jl_xasprintf("%s/t", folder);
	struct jl_table *table = NULL;
	struct jl_error err;

	(void)state;
	test_write_file(path, text, strlen(text));
	assert_int_equal(jl_table_open(path, &options, &table, &err), 0);
	jl_table_column(table, "a");
	jl_table_column(table, "b");
	while (jl_table_next(table, &err) > 0)
		;
	assert_string_equal(jl_table_unseen(table), "b");
	jl_table_close(table);
	free(path);
	test_folder_remove(folder);
}

static void a_refused_row_is_written_as_it_was(void **state)
{
	static const char text[] = "a;b\n\"x;y\";=1+1\n-5;\"q\"\"\"\n";
	struct jl_table_options options = {0};
	char *folder = test_folder();
	char *path = jl_xasprintf("%s/t", folder);
	struct jl_table *table = NULL;
	struct jl_str out = JL_STR_INIT;
	struct jl_error err;

	(void)state;
	test_write_file(path, text, strlen(text));
	assert_int_equal(jl_table_open(path, &options, &table, &err), 0);
	jl_table_add_header(table, &out);
	while (jl_table_next(table, &err) > 0)
		jl_table_add_row(table, &out);
	/* No formula, and no number made into a text. */
	assert_string_equal(
		jl_str_text(&out), ";a;b;\"x;y\";'=1+1;-5;\"q\"\"\"");
	jl_str_release(&out);
	jl_table_close(table);
	free(path);
	test_folder_remove(folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_that_no_line_has_is_told),
		cmocka_unit_test(a_refused_row_is_written_as_it_was),
	};

	return RUN_ROWS("tables", rows, is_read) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/json.h"

#include "tests/support/test.h"

struct problem_row {
	const char *sentence;
	const char *text;
	size_t len; /* 0: strlen */
	size_t line, column;
	const char *message;
};

static const struct problem_row problems[] = {
	{"a_comma_behind_the_last_element", "{\n  \"a\": 1,\n}", 0, 2, 9,
		"a comma behind the last element"},
	{"a_missing_comma", "{\n  \"a\": 1\n  \"b\": 2\n}", 0, 3, 3,
		"a comma is missing"},
	{"curly_quotes", "{ \xe2\x80\x9cname\xe2\x80\x9d: 1 }", 0, 1, 3,
		"a curly quotation mark"},
	{"single_quotes", "{ 'name': 1 }", 0, 1, 3, "a single quotation mark"},
	{"a_comment", "{\n  // the name\n  \"a\": 1 }", 0, 2, 3, "a comment"},
	{"a_byte_order_mark", "\xef\xbb\xbf{}", 0, 1, 1, "a byte-order mark"},
	{"latin_1", "{ \"a\": \"caf\xe9\" }", 0, 1, 12, "not UTF-8"},
	{"a_nul_byte", "{ \"a\"\0: 1 }", 12, 1, 6, "a NUL byte"},
	{"conflict_marks",
		"{\n<<<<<<< HEAD\n  \"a\": 1\n=======\n  \"a\": 2\n>>>>>>> "
		"x\n}",
		0, 2, 1, "a conflict mark"},
	{"a_file_that_was_cut_off", "{\n  \"a\": [1, 2", 0, 2, 13,
		"the text ends before"},
	{"an_empty_file", "", 0, 1, 1, "the file is empty"},
	{"blanks_only", " \n ", 0, 1, 1, "the file is empty"},
	{"the_same_key_twice", "{ \"a\": 1, \"a\": 2 }", 0, 1, 13,
		"a key that this object has already"},
};

static void names_problem(void **state)
{
	const struct problem_row *row = *state;
	struct jl_json_problem problem;
	json_t *json = jl_json_parse(
		row->text, row->len ? row->len : strlen(row->text), &problem);

	assert_null(json);
	if (!strstr(problem.message, row->message))
		print_error("%zu:%zu: %s\n", problem.line, problem.column,
			problem.message);
	assert_non_null(strstr(problem.message, row->message));
	assert_number_equal(problem.line, row->line);
	if (row->column != problem.column &&
		strcmp(row->message, "a key that this object has already") != 0)
		assert_number_equal(problem.column, row->column);
}

static void a_bomb_of_brackets_is_refused(void **state)
{
	struct jl_json_problem problem;
	size_t n = 200000;
	char *bomb = jl_xcalloc(n + 1, 1);

	(void)state;
	memset(bomb, '[', n);
	assert_null(jl_json_parse(bomb, n, &problem));
	assert_non_null(strstr(problem.message, "nested more than"));
	free(bomb);
}

struct place_row {
	const char *sentence;
	const char *pointer;
	size_t line, column;
};

static const char document[] = "{\n"
			       "  \"name\": \"\xc3\xa9t\xc3\xa9\",\n"
			       "  \"list\": [\n"
			       "    { \"a/b\": 1, \"m~n\": [true, null] },\n"
			       "    \"x,]}\\\" y\"\n"
			       "  ]\n"
			       "}\n";

static const struct place_row places[] = {
	{"the_whole_document", "", 1, 1},
	{"a_member_is_found_at_its_key", "/name", 2, 3},
	{"an_element", "/list/1", 5, 5},
	{"a_member_of_an_element", "/list/0/m~0n", 4, 17},
	{"a_key_with_a_slash", "/list/0/a~1b", 4, 7},
	{"an_element_of_a_nested_list", "/list/0/m~0n/1", 4, 31},
	{"what_is_not_there_is_found_at_its_parent", "/list/0/zzz", 4, 5},
};

static void finds_place(void **state)
{
	const struct place_row *row = *state;
	struct jl_node *root = jl_node_parse(document, strlen(document));
	const struct jl_node *node = jl_node_at(root, document, row->pointer);
	size_t line, column;

	jl_text_position(document,
		node->key_end ? node->key_begin : node->begin, &line, &column);
	assert_number_equal(line, row->line);
	assert_number_equal(column, row->column);
	jl_node_free(root);
}

static const struct jl_key_order inner[] = {
	{"id", NULL, NULL, false}, {"v", NULL, NULL, false}, {NULL}};
static const struct jl_key_order order[] = {{"id", NULL, NULL, false},
	{"n", NULL, NULL, false}, {"tags", NULL, NULL, true},
	{"sets", inner, "id", false}, {"steps", inner, NULL, false}, {NULL}};

struct canonical_row {
	const char *sentence;
	const char *text, *canonical;
};

static const struct canonical_row canonicals[] = {
	{"keys_come_in_order", "{\"n\":1,\"id\":\"x\"}",
		"{\n  \"id\": \"x\",\n  \"n\": 1\n}\n"},
	{"digits_stay_as_written", "{\"n\":[0.10,1e3,-0.0,100000000000000001]}",
		"{\n  \"n\": [0.10, 1e3, -0.0, 100000000000000001]\n}\n"},
	{"an_unknown_key_goes_behind", "{\"z\":1,\"id\":\"x\"}",
		"{\n  \"id\": \"x\",\n  \"z\": 1\n}\n"},
	{"sets_of_texts_are_sorted", "{\"tags\":[\"b\",\"a\"]}",
		"{\n  \"tags\": [\"a\", \"b\"]\n}\n"},
	{"sets_of_objects_are_sorted_by_id",
		"{\"sets\":[{\"v\":2,\"id\":\"b\"},{\"id\":\"a\"}]}",
		"{\n  \"sets\": [\n    { \"id\": \"a\" },\n"
		"    { \"id\": \"b\", \"v\": 2 }\n  ]\n}\n"},
	{"sequences_stay_in_order",
		"{\"steps\":[{\"id\":\"b\"},{\"id\":\"a\"}]}",
		"{\n  \"steps\": [\n    { \"id\": \"b\" },\n"
		"    { \"id\": \"a\" }\n  ]\n}\n"},
	{"escapes_stay_as_written", "{\"id\":\"\\u00e9\\/\"}",
		"{\n  \"id\": \"\\u00e9\\/\"\n}\n"},
	{"empty_containers", "{\"sets\":[],\"n\":{}}",
		"{\n  \"n\": {},\n  \"sets\": []\n}\n"},
};

static void writes_canonical(void **state)
{
	const struct canonical_row *row = *state;
	struct jl_node *root = jl_node_parse(row->text, strlen(row->text));
	struct jl_str out = JL_STR_INIT, again = JL_STR_INIT;

	jl_json_canonical(&out, row->text, root, order);
	assert_string_equal(jl_str_text(&out), row->canonical);
	jl_node_free(root);
	root = jl_node_parse(out.text, out.len);
	jl_json_canonical(&again, out.text, root, order);
	assert_string_equal(jl_str_text(&again), jl_str_text(&out));
	jl_node_free(root);
	jl_str_release(&out);
	jl_str_release(&again);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bomb_of_brackets_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("slips of the pen", problems, names_problem) +
	       RUN_ROWS("places", places, finds_place) +
	       RUN_ROWS("canonical form", canonicals, writes_canonical);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Slips of the pen: what they are called, where they are, how they are mended.
 */
#include "core/json.h"

#include "tests/support/test.h"

static const struct row {
	const char *sentence, *text;
	size_t line, column;
	const char *message; /* a part of it */
	const char *mended;  /* NULL: that is a person's */
} rows[] = {
	{"a_trailing_comma_in_an_object", "{\"a\": 1,}", 1, 8,
		"a comma behind the last", "{\"a\": 1}"},
	{"a_trailing_comma_in_a_list", "{\"a\": [1,\n 2,\n ]}", 2, 3,
		"a comma behind the last", "{\"a\": [1,\n 2\n ]}"},
	{"two_commas", "{\"a\": [1,, 2]}", 1, 10, "two commas",
		"{\"a\": [1, 2]}"},
	{"no_comma_between_members", "{\"a\": 1\n\"b\": 2}", 2, 1,
		"a comma is missing", "{\"a\": 1,\n\"b\": 2}"},
	{"no_comma_between_objects", "[{\"a\": 1}\n{\"a\": 2}]", 2, 1,
		"a comma is missing", "[{\"a\": 1},\n{\"a\": 2}]"},
	{"no_comma_before_a_long_text",
		"[\"one\"\n\"another text that is longer than twenty "
		"letters\"]",
		2, 1, "a comma is missing",
		"[\"one\",\n\"another text that is longer than twenty "
		"letters\"]"},
	/* Somebody's quotation marks in a text: where it ends is a guess. */
	{"quotation_marks_in_a_text", "{\"a\": \"I \"get\" my money back\"}", 1,
		11, "a word without quotes", NULL},
	/* A thousand, or one? */
	{"a_comma_before_three_digits", "{\"a\": 1,000}", 1, 8,
		"a decimal comma", NULL},
	{"a_comma_before_three_digits_of_less_than_one", "{\"a\": 0,125}", 1, 8,
		"a decimal comma", "{\"a\": 0.125}"},
	{"no_colon", "{\"a\" 1}", 1, 6, "a colon is missing", "{\"a\": 1}"},
	{"curly_quotes", "{“a”: “b \"c\" d”}", 1, 2, "a curly quotation mark",
		NULL},
	{"curly_quotes_around_all", "{“a”: „b c“}", 1, 2,
		"a curly quotation mark", "{\"a\": \"b c\"}"},
	{"french_quotes", "{«a»: 1}", 1, 2, "a curly quotation mark",
		"{\"a\": 1}"},
	{"a_curly_quote_at_the_end_only", "{\"a\": \"b”}\n", 1, 9,
		"a curly quotation mark", "{\"a\": \"b\"}\n"},
	{"curly_quotes_inside_a_text_are_text", "{\"a\": \"say “b” now\"}", 0,
		0, NULL, "{\"a\": \"say “b” now\"}"},
	{"single_quotes", "{'a': 'it\\'s \"b\"'}", 1, 2,
		"a single quotation mark", "{\"a\": \"it's \\\"b\\\"\"}"},
	{"a_comment_to_the_end_of_the_line", "{\"a\": 1, // why\n\"b\": 2}", 1,
		10, "a comment", "{\"a\": 1, \n\"b\": 2}"},
	{"a_comment_between_marks", "{/* why */\"a\": 1}", 1, 2, "a comment",
		"{\"a\": 1}"},
	{"a_comment_of_another_language", "# why\n{\"a\": 1}", 1, 1,
		"a comment", "\n{\"a\": 1}"},
	{"a_comment_that_is_a_text_is_none", "{\"a\": \"// b\"}", 0, 0, NULL,
		"{\"a\": \"// b\"}"},
	{"a_byte_order_mark", "\xef\xbb\xbf{\"a\": 1}", 1, 1,
		"a byte-order mark", "{\"a\": 1}"},
	{"latin_1", "{\"a\": \"Caf\xe9\"}", 1, 11, "not UTF-8",
		"{\"a\": \"Café\"}"},
	{"windows_1252", "{\"a\": \"5 \x80 \x96 \xfc\"}", 1, 10, "not UTF-8",
		"{\"a\": \"5 € – ü\"}"},
	{"a_decimal_comma", "{\"a\": 0,5}", 1, 8, "a decimal comma",
		"{\"a\": 0.5}"},
	{"a_decimal_comma_and_more", "{\"a\": 10,25, \"b\": 1}", 1, 9,
		"a decimal comma", "{\"a\": 10.25, \"b\": 1}"},
	{"a_date_without_quotes", "{\"since\": 2026-01-01}", 1, 11,
		"a date without quotes", "{\"since\": \"2026-01-01\"}"},
	{"a_date_of_autumn_without_quotes", "{\"since\": 2026-11-22 }", 1, 11,
		"a date without quotes", "{\"since\": \"2026-11-22\" }"},
	{"a_date_that_could_be_two", "{\"since\": 01.02.2026}", 1, 11,
		"a date without quotes", NULL},
	{"a_key_without_quotes", "{a_b: 1}", 1, 2, "a word without quotes",
		"{\"a_b\": 1}"},
	{"a_value_without_quotes", "{\"a\": in-force}", 1, 7,
		"a word without quotes", "{\"a\": \"in-force\"}"},
	{"true_in_capitals", "{\"a\": True, \"b\": FALSE, \"c\": None}", 1, 7,
		"JSON writes otherwise",
		"{\"a\": true, \"b\": false, \"c\": null}"},
	{"a_leading_zero", "{\"a\": 007}", 1, 7, "begins with a zero",
		"{\"a\": 7}"},
	{"a_tab_in_a_text", "{\"a\": \"b\tc\"}", 1, 9, "a tab inside",
		"{\"a\": \"b\\tc\"}"},
	{"several_at_once", "{'a': 1,,\n b: 0,5, // c\n}", 1, 2,
		"a single quotation mark", "{\"a\": 1,\n \"b\": 0.5 \n}"},
	{"conflict_marks",
		"{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n"
		">>>>>>> b\n}",
		2, 1, "a conflict mark", NULL},
	{"a_text_that_is_not_closed", "{\"a\": \"b,\n\"c\": 1}", 1, 7,
		"not closed on its line", NULL},
	{"an_escape_that_is_none", "{\"a\": \"b\\c\"}", 1, 9,
		"a backslash that means nothing", NULL},
	{"half_a_character", "{\"a\": \"\\ud83d\"}", 1, 7,
		"half of a character", NULL},
	{"cut_off", "{\"a\": [1, 2", 1, 12, "ends before", NULL},
	{"empty", "", 1, 1, "the file is empty", NULL},
	{"blank", " \n\t", 1, 1, "the file is empty", NULL},
	{"a_bare_text", "hello", 1, 1, "not a JSON object", NULL},
	{"two_documents", "{}\n{}", 2, 1, "text behind the end", NULL},
	{"a_key_twice", "{\"a\": 1, \"a\": 2}", 1, 10,
		"this object has already", NULL},
	{"a_number_too_large", "{\"a\": 1e999}", 1, 7, "too large", NULL},
};

struct told {
	size_t n;
	struct jl_json_problem first;
};

static void tell(void *data, const struct jl_json_problem *problem)
{
	struct told *told = data;

	if (told->n++ == 0)
		told->first = *problem;
}

static void is_told_and_mended(void **state)
{
	const struct row *row = *state;
	struct jl_str out = JL_STR_INIT;
	struct jl_json_problem problem;
	struct told told = {0};
	json_t *json = jl_json_parse(row->text, strlen(row->text), &problem);
	bool is_mended;

	assert_number_equal(json != NULL, row->message == NULL);
	json_decref(json);
	if (row->message) {
		if (!strstr(problem.message, row->message))
			fail_msg("'%s'", problem.message);
		assert_number_equal(problem.line, row->line);
		assert_number_equal(problem.column, row->column);
	}
	is_mended =
		jl_json_mend(row->text, strlen(row->text), &out, tell, &told);
	assert_number_equal(is_mended, row->mended != NULL);
	if (row->mended)
		assert_string_equal(jl_str_text(&out), row->mended);
	if (row->mended && row->message) {
		assert_true(told.n > 0);
		assert_string_equal(told.first.message, problem.message);
	}
	jl_str_release(&out);
}

/* Every slip of ours leads to JSON or to a person, and never to a loop. */
static void slips_upon_slips_end(void **state)
{
	static const char *const pieces[] = {"{", "}", "[", "]", ",", ":", "'",
		"\"", "“", "”", "a", "0", "01", "0,5", "2026-01-01", "//", "/*",
		"\n", " ", "True", "\t", "\\", "\xe9", "#"};
	uint64_t seed = 5;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct jl_str text = JL_STR_INIT, out = JL_STR_INIT;
		struct told told = {0};

		for (int i = 0; i < 12; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1;
			jl_str_add(
				&text, pieces[(seed >> 33) % JL_COUNT(pieces)]);
		}
		if (jl_json_mend(
			    jl_str_text(&text), text.len, &out, tell, &told)) {
			struct jl_json_problem problem;
			json_t *json = jl_json_parse(
				jl_str_text(&out), out.len, &problem);

			assert_non_null(json);
			json_decref(json);
		}
		if (told.n >= 200)
			fail_msg("'%s' becomes '%.80s': %s", jl_str_text(&text),
				jl_str_text(&out), told.first.message);
		jl_str_release(&text);
		jl_str_release(&out);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(slips_upon_slips_end),
	};

	return RUN_ROWS("slips", rows, is_told_and_mended) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/str.h"

#include "core/file.h"
#include "tests/support/test.h"

struct harmless_row {
	const char *sentence;
	const char *text, *shown;
};

static const struct harmless_row texts[] = {
	{"plain_text_stays", "Ana Ruiz", "Ana Ruiz"},
	{"letters_of_other_languages_stay", "Šárka 李伟", "Šárka 李伟"},
	{"an_escape_sequence_is_written_out", "\x1b[31mred", "\\u{1b}[31mred"},
	{"a_bell_is_written_out", "a\ab", "a\\u{7}b"},
	{"a_line_break_is_written_out", "a\nb", "a\\u{a}b"},
	{"a_mark_that_reorders_is_written_out",
		"a\xe2\x80\xae"
		"b",
		"a\\u{202e}b"},
	{"an_invisible_joiner_is_written_out",
		"a\xe2\x80\x8b"
		"b",
		"a\\u{200b}b"},
	{"a_c1_control_is_written_out",
		"a\xc2\x9b"
		"31m",
		"a\\u{9b}31m"},
	{"a_byte_that_is_no_utf_8_is_written_out", "caf\xe9!", "caf\\xe9!"},
	{"a_cut_off_character_is_written_out", "caf\xc3", "caf\\xc3"},
};

static void makes_harmless(void **state)
{
	const struct harmless_row *row = *state;
	struct jl_str out = JL_STR_INIT;

	jl_str_add_harmless(&out, row->text);
	assert_string_equal(jl_str_text(&out), row->shown);
	jl_str_release(&out);
}

struct distance_row {
	const char *sentence;
	const char *a, *b;
	size_t distance;
};

static const struct distance_row distances[] = {
	{"equal_words", "owner", "owner", 0},
	{"a_letter_too_few", "owner", "ower", 1},
	{"a_letter_too_many", "owner", "ownner", 1},
	{"another_letter", "owner", "awner", 1},
	{"two_letters_swapped", "owner", "onwer", 1},
	{"nothing_and_a_word", "", "owner", 5},
	{"different_words", "status", "report", 6},
};

static void measures_distance(void **state)
{
	const struct distance_row *row = *state;

	assert_number_equal(jl_edit_distance(row->a, row->b), row->distance);
	assert_number_equal(jl_edit_distance(row->b, row->a), row->distance);
}

struct glob_row {
	const char *sentence;
	const char *pattern, *text;
	bool matches;
};

static const struct glob_row globs[] = {
	{"itself", "delay-refund", "delay-refund", true},
	{"another_word", "delay-refund", "delay", false},
	{"a_star_at_the_end", "delay-*", "delay-refund", true},
	{"a_star_in_the_middle", "d*d", "delay-refund", true},
	{"a_star_that_must_go_back", "*ab*ab", "aababab", true},
	{"stars_only", "***", "x", true},
	{"a_star_needs_the_rest", "delay-*x", "delay-refund", false},
	{"nothing_matches_nothing", "", "", true},
	{"nothing_does_not_match_something", "", "x", false},
};

static void matches_glob(void **state)
{
	const struct glob_row *row = *state;

	assert_int_equal(jl_glob_match(row->pattern, row->text), row->matches);
}

static void a_file_is_replaced_as_a_whole(void **state)
{
	char *folder = test_folder();
	char *path = jl_path_join(folder, "a");
	struct jl_error err;
	char *text;
	size_t len;

	(void)state;
	assert_number_equal(jl_file_write(path, NULL, "one", 3, &err), 0);
	assert_number_equal(jl_file_write(path, folder, "two!", 4, &err), 0);
	assert_number_equal(jl_file_read(path, 100, &text, &len, &err), 0);
	assert_string_equal(text, "two!");
	free(text);
	assert_error(jl_file_read(path, 3, &text, &len, &err), JL_EINVALID,
		&err, "is larger than 3 bytes");
	assert_error(jl_file_read(folder, 9, &text, &len, &err), JL_EINVALID,
		&err, "is not a file");
	free(path);
	path = jl_path_join(folder, "none/a");
	assert_error(jl_file_read(path, 9, &text, &len, &err), JL_ENOTFOUND,
		&err, "cannot open");
	free(path);
	test_folder_remove(folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_replaced_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("harmless text", texts, makes_harmless) +
	       RUN_ROWS("distances", distances, measures_distance) +
	       RUN_ROWS("patterns", globs, matches_glob);
}

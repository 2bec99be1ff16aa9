/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/intent.h"

#include "tests/support/test.h"

static void an_intent_comes_back_as_it_was_written(void **state)
{
	struct jl_intent intent = {.lock = 8,
		.verb = jl_xstrdup("set"),
		.why = jl_xstrdup("Ana moves on\nand a second line"),
		.branch = jl_xstrdup("refs/heads/main")};
	struct jl_intent again;
	struct jl_str text = JL_STR_INIT, second = JL_STR_INIT;

	(void)state;
	strcpy(intent.commit, "0123456789abcdef0123456789abcdef01234567");
	jl_intent_add(&intent, "people/a b.json", "old", 3, "new", 3)->inode =
		42;
	jl_intent_add(&intent, "people/gone.json", "old", 3, NULL, 0);
	jl_intent_add(
		&intent, "people/two\nlines \\ one.json", NULL, 0, "x", 1);
	/* One that is known by its inode alone. */
	strcpy(jl_intent_add(&intent, "measures/b.csv.zst", NULL, 0, "", 0)
			->after,
		"+");
	jl_intent_write(&intent, &text);
	assert_true(jl_intent_parse(jl_str_text(&text), text.len, &again));
	assert_string_equal(again.why, "Ana moves on");
	assert_number_equal(again.lock, 8);
	assert_number_equal(again.n, 4);
	assert_string_equal(again.files[0].path, "people/a b.json");
	assert_number_equal(again.files[0].inode, 42);
	/* echo -n new | sha256sum */
	assert_string_equal(again.files[0].after,
		"11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c4"
		"3"
		"7");
	assert_string_equal(again.files[1].after, "-");
	assert_string_equal(
		again.files[2].path, "people/two\nlines \\ one.json");
	assert_string_equal(again.files[3].after, "+");
	jl_intent_write(&again, &second);
	assert_string_equal(jl_str_text(&text), jl_str_text(&second));
	jl_intent_release(&intent);
	jl_intent_release(&again);
	jl_str_release(&text);
	jl_str_release(&second);
}

struct row {
	const char *sentence, *text;
};

static const struct row refused[] = {
	{"nothing is no intent", ""},
	{"a cut line is no intent", "jledger intent 3\nverb set"},
	{"another first line is no intent", "jledger intent 4\nverb set\n"},
	{"a word that nobody knows is no intent",
		"jledger intent 3\nverb set\nrun rm\n"},
	{"an intent without a verb is none",
		"jledger intent 3\nlock 2\nbranch refs/heads/main\n"},
	{"an intent with an empty verb is none", "jledger intent 3\nverb \n"},
	{"a reason that says nothing makes it none",
		"jledger intent 3\nverb set\nwhy \n"},
	{"a backslash before another sign makes it none",
		"jledger intent 3\nverb set\nfile - - 0 a\\b\n"},
	{"a path that leads out makes it none",
		"jledger intent 3\nverb set\nfile - - 0 ../x\n"},
	{"a path into .git makes it none",
		"jledger intent 3\nverb set\nfile - - 0 .git/config\n"},
	{"a branch that leads out makes it none",
		"jledger intent 3\nverb set\nbranch refs/../../x\n"},
	{"a reference elsewhere makes it none",
		"jledger intent 3\nverb set\nreference config\n"},
	{"half a digest makes it none",
		"jledger intent 3\nverb set\nfile 11 - 0 x\n"},
	{"half a commit makes it none",
		"jledger intent 3\nverb set\ncommit 0123\n"},
	{"two verbs make it none", "jledger intent 3\nverb set\nverb undo\n"},
};

static void is_refused(void **state)
{
	const struct row *row = *state;
	struct jl_intent intent;

	assert_false(jl_intent_parse(row->text, strlen(row->text), &intent));
	assert_null(intent.files);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_intent_comes_back_as_it_was_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("refused intents", refused, is_refused);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Three versions of a journey, and what comes of them. */
#include "journeys/merge.h"

#include "tests/support/test.h"

#define OWNERS(list) "\"owners\": [ " list " ]"
#define ANN "{ \"person\": \"ann\", \"since\": \"2024-01-01\" }"
#define ANN_UNTIL(day)                                                         \
	"{ \"person\": \"ann\", \"since\": \"2024-01-01\", \"until\": \"" day  \
	"\" }"
#define FROM(person, day)                                                      \
	"{ \"person\": \"" person "\", \"since\": \"" day "\" }"
#define HOLDERS(list) "\"stakeholders\": [ " list " ]"
#define OPS "{ \"function\": \"ops\", \"raci\": \"R\" }"
#define KPI(target) "\"kpis\": [ { \"id\": \"late\", \"target\": " target " } ]"
#define STEPS(list)                                                            \
	"\"stages\": [ { \"id\": \"go\", \"steps\": [ " list " ] } ]"

static const struct row {
	const char *sentence;
	const char *base, *ours, *theirs; /* members */
	const char *merged;		  /* members, in canonical order */
	const char *conflicts;		  /* by line */
} rows[] = {
	{"only_we_changed", "\"name\": \"A\"", "\"name\": \"B\"",
		"\"name\": \"A\"", "\"name\": \"B\"", ""},
	{"only_they_changed", "\"name\": \"A\"", "\"name\": \"A\"",
		"\"name\": \"B\"", "\"name\": \"B\"", ""},
	{"both_changed_alike", "\"name\": \"A\"", "\"name\": \"B\"",
		"\"name\": \"B\"", "\"name\": \"B\"", ""},
	{"both_changed_otherwise", "\"name\": \"A\"", "\"name\": \"B\"",
		"\"name\": \"C\"", "\"name\": \"B\"",
		"name: here \"B\", there \"C\"\n"},
	{"each_changed_another_key", "\"name\": \"A\", \"status\": \"draft\"",
		"\"name\": \"B\", \"status\": \"draft\"",
		"\"name\": \"A\", \"status\": \"in-force\"",
		"\"name\": \"B\", \"status\": \"in-force\"", ""},
	{"each_added_a_stakeholder", HOLDERS(OPS),
		HOLDERS(OPS ", { \"function\": \"it\", \"raci\": \"C\" }"),
		HOLDERS(OPS ", { \"function\": \"risk\", \"raci\": \"I\" }"),
		HOLDERS("{ \"function\": \"it\", \"raci\": \"C\" }, " OPS
			", { \"function\": \"risk\", \"raci\": \"I\" }"),
		""},
	{"one_added_and_one_took_out", HOLDERS(OPS),
		HOLDERS(OPS ", { \"function\": \"it\", \"raci\": \"C\" }"),
		HOLDERS(""),
		HOLDERS("{ \"function\": \"it\", \"raci\": \"C\" }"), ""},
	{"one_took_out_what_the_other_changed", HOLDERS(OPS), HOLDERS(""),
		HOLDERS("{ \"function\": \"ops\", \"raci\": \"A\" }"),
		HOLDERS("{ \"function\": \"ops\", \"raci\": \"A\" }"),
		"stakeholder ops: taken out here and changed there\n"},
	{"a_hand_over_and_a_deputy", OWNERS(ANN),
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM("bob", "2025-03-01")),
		OWNERS(ANN) ", \"deputies\": [ " FROM("eve", "2025-01-01") " ]",
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM(
			"bob", "2025-03-01")) ", \"deputies\": [ " FROM("eve",
			"2025-01-01") " ]",
		""},
	{"two_owners_from_one_day", OWNERS(ANN),
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM("bob", "2025-03-01")),
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM("eve", "2025-03-01")),
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM("bob", "2025-03-01")),
		"owners from 2025-03-01: person: here \"bob\", there "
		"\"eve\"\n"},
	{"two_hand_overs_on_different_days", OWNERS(ANN),
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM("bob", "2025-03-01")),
		OWNERS(ANN_UNTIL("2025-04-01") ", " FROM("eve", "2025-04-01")),
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM(
			"bob", "2025-03-01") ", " FROM("eve", "2025-04-01")),
		"owners from 2024-01-01: until: here \"2025-03-01\", there "
		"\"2025-04-01\"\n"},
	{"the_past_and_the_future", OWNERS(ANN_UNTIL("2025-03-01")),
		OWNERS(ANN_UNTIL("2025-03-01") ", " FROM("bob", "2025-03-01")),
		OWNERS(FROM("eve", "2023-01-01") ", " ANN_UNTIL("2025-03-01")),
		OWNERS(FROM("eve", "2023-01-01") ", " ANN_UNTIL(
			"2025-03-01") ", " FROM("bob", "2025-03-01")),
		""},
	{"numbers_keep_their_digits", KPI("0.10") ", \"name\": \"A\"",
		KPI("0.10") ", \"name\": \"B\"",
		KPI("0.050") ", \"name\": \"A\"",
		"\"name\": \"B\", " KPI("0.050"), ""},
	{"two_targets", KPI("0.10"), KPI("0.05"), KPI("0.20"), KPI("0.05"),
		"KPI late: target: here 0.05, there 0.20\n"},
	{"steps_at_two_places", STEPS("{ \"id\": \"a\" }, { \"id\": \"b\" }"),
		STEPS("{ \"id\": \"a\" }, { \"id\": \"x\" }, { \"id\": \"b\" "
		      "}"),
		STEPS("{ \"id\": \"a\" }, { \"id\": \"b\" }, { \"id\": \"y\" "
		      "}"),
		STEPS("{ \"id\": \"a\" }, { \"id\": \"x\" }, { \"id\": \"b\" "
		      "}, "
		      "{ \"id\": \"y\" }"),
		""},
	{"their_order_and_our_name",
		STEPS("{ \"id\": \"a\" }, { \"id\": \"b\" }"),
		STEPS("{ \"id\": \"a\", \"name\": \"A\" }, { \"id\": \"b\" }"),
		STEPS("{ \"id\": \"b\" }, { \"id\": \"a\" }"),
		STEPS("{ \"id\": \"b\" }, { \"id\": \"a\", \"name\": \"A\" }"),
		""},
	{"a_set_of_words", STEPS("{ \"id\": \"a\", \"next\": [\"b\", \"c\"] }"),
		STEPS("{ \"id\": \"a\", \"next\": [\"b\", \"c\", \"d\"] }"),
		STEPS("{ \"id\": \"a\", \"next\": [\"c\"] }"),
		STEPS("{ \"id\": \"a\", \"next\": [\"c\", \"d\"] }"), ""},
	{"white_space_and_order_are_no_change",
		"\"name\": \"A\", \"status\": \"draft\"",
		"\"status\":\"draft\",\"name\":\"A\"",
		"\"name\": \"A\", \"status\": \"in-force\"",
		"\"name\": \"A\", \"status\": \"in-force\"", ""},
	{"a_key_that_nobody_knows", "\"x\": 1", "\"x\": 1, \"y\": [1]",
		"\"x\": 2", "\"x\": 2, \"y\": [1]", ""},
	{"both_new_and_alike", NULL, "\"name\": \"A\"", "\"name\": \"A\"",
		"\"name\": \"A\"", ""},
	{"both_new_and_different", NULL, "\"name\": \"A\", " HOLDERS(OPS),
		"\"name\": \"B\"", "\"name\": \"A\", " HOLDERS(OPS),
		"name: here \"A\", there \"B\"\n"},
};

static char *journey(const char *members)
{
	return members ? jl_xasprintf("{ \"id\": \"move\", %s }\n", members)
		       : jl_xstrdup("");
}

static char *canonical(const char *text)
{
	struct jl_arena arena = {0};
	struct jl_node *root = jl_node_parse(text, strlen(text));
	struct jl_str out = JL_STR_INIT;

	jl_json_canonical(&out, text, root,
		jl_shape_order(jl_kinds[JL_KIND_JOURNEY].shape, &arena));
	jl_node_free(root);
	jl_arena_release(&arena);
	return jl_str_detach(&out);
}

static void is_merged(void **state)
{
	const struct row *row = *state;
	char *base = journey(row->base), *ours = journey(row->ours);
	char *theirs = journey(row->theirs), *plain = journey(row->merged);
	char *wanted = canonical(plain);
	struct jl_merge_text o = {base, strlen(base)};
	struct jl_merge_text a = {ours, strlen(ours)};
	struct jl_merge_text b = {theirs, strlen(theirs)};
	struct jl_str said = JL_STR_INIT;
	struct jl_merge merge;

	assert_true(jl_merge_definitions(JL_KIND_JOURNEY, &o, &a, &b, &merge));
	assert_string_equal(jl_str_text(&merge.text), wanted);
	for (size_t i = 0; i < merge.n; i++)
		jl_str_addf(&said, "%s\n", merge.conflicts[i]);
	assert_string_equal(jl_str_text(&said), row->conflicts);
	jl_merge_release(&merge);
	jl_str_release(&said);
	free(base);
	free(ours);
	free(theirs);
	free(plain);
	free(wanted);
}

/* Where there is no conflict it does not matter who merges whom. */
static void both_ways_say_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < JL_COUNT(rows); i++) {
		const struct row *row = &rows[i];
		char *base = journey(row->base), *ours = journey(row->ours);
		char *theirs = journey(row->theirs);
		struct jl_merge_text o = {base, strlen(base)};
		struct jl_merge_text a = {ours, strlen(ours)};
		struct jl_merge_text b = {theirs, strlen(theirs)};
		struct jl_merge one, other;

		jl_merge_definitions(JL_KIND_JOURNEY, &o, &a, &b, &one);
		jl_merge_definitions(JL_KIND_JOURNEY, &o, &b, &a, &other);
		assert_number_equal(one.n, other.n);
		if (one.n == 0)
			assert_string_equal(jl_str_text(&one.text),
				jl_str_text(&other.text));
		jl_merge_release(&one);
		jl_merge_release(&other);
		free(base);
		free(ours);
		free(theirs);
	}
}

static void what_is_no_object_is_not_merged(void **state)
{
	static const char *const texts[] = {"", "[]", "{", "7", "{} {}"};
	struct jl_merge_text sound = {"{}", 2};

	(void)state;
	for (size_t i = 0; i < JL_COUNT(texts); i++) {
		struct jl_merge_text t = {texts[i], strlen(texts[i])};
		struct jl_merge merge;

		assert_false(jl_merge_definitions(
			JL_KIND_JOURNEY, &sound, &t, &sound, &merge));
		assert_false(jl_merge_definitions(
			JL_KIND_JOURNEY, &sound, &sound, &t, &merge));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways_say_the_same),
		cmocka_unit_test(what_is_no_object_is_not_merged),
	};

	return RUN_ROWS("merges", rows, is_merged) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

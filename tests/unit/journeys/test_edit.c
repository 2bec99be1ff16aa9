/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Edits change the lines they must and no others. */
#include "journeys/edit.h"

#include "tests/support/test.h"

static const char before[] =
	"{\n"
	"  \"id\": \"move\",\n"
	"  \"name\": \"I move\",\n"
	"  \"owners\": [\n"
	"    { \"person\": \"ann\", \"since\": \"2026-01-01\" }\n"
	"  ],\n"
	"  \"kpis\": [\n"
	"    {\n"
	"      \"id\": \"late\",\n"
	"      \"contracts\": [\n"
	"        { \"since\": \"2026-01-01\", \"target\": 0.10, "
	"\"minimum_n\": 030 }\n"
	"      ]\n"
	"    }\n"
	"  ]\n"
	"}\n";

/* The lines that differ: "-old" and "+new". */
static void diff(const char *a, const char *b, struct jl_str *out)
{
	while (*a || *b) {
		size_t la = strcspn(a, "\n"), lb = strcspn(b, "\n");

		if (la == lb && memcmp(a, b, la) == 0) {
			a += la + (a[la] == '\n');
			b += lb + (b[lb] == '\n');
			continue;
		}
		/* A new line stands before a line that was there. */
		if (*a && strstr(b, "\n") &&
			strncmp(b + lb + 1, a, la + 1) == 0) {
			jl_str_addf(out, "+%.*s\n", (int)lb, b);
			b += lb + 1;
			continue;
		}
		jl_str_addf(out, "-%.*s\n+%.*s\n", (int)la, a, (int)lb, b);
		a += la + (a[la] == '\n');
		b += lb + (b[lb] == '\n');
	}
}

struct hand_over_row {
	const char *sentence;
	const char *role, *person, *since, *reason;
	const char *wanted; /* diff; NULL: refused */
	const char *message;
};

static const struct hand_over_row hand_overs[] = {
	{"a_handover_ends_one_tenure_and_begins_the_next", "owners", "bob",
		"2026-08-17", "why",
		"-    { \"person\": \"ann\", \"since\": \"2026-01-01\" }\n"
		"+    { \"person\": \"ann\", \"since\": \"2026-01-01\", "
		"\"until\": \"2026-08-17\" },\n"
		"+    { \"person\": \"bob\", \"since\": \"2026-08-17\", "
		"\"reason\": \"why\" }\n",
		NULL},
	{"a_vacancy_only_ends_the_tenure", "owners", NULL, "2026-08-17", NULL,
		"-    { \"person\": \"ann\", \"since\": \"2026-01-01\" }\n"
		"+    { \"person\": \"ann\", \"since\": \"2026-01-01\", "
		"\"until\": \"2026-08-17\" }\n",
		NULL},
	{"an_earlier_tenure_goes_before_and_ends_where_the_next_begins",
		"owners", "bob", "2025-03-01", NULL,
		"+    { \"person\": \"bob\", \"since\": \"2025-03-01\", "
		"\"until\": \"2026-01-01\" },\n",
		NULL},
	{"a_role_that_was_empty_gets_its_list_in_its_place", "deputies", "bob",
		"2026-02-01", NULL, "-  ],\n+  ],\n",
		NULL}, /* checked below by itself */
	{"who_is_in_charge_already_cannot_take_over", "owners", "ann",
		"2026-08-17", NULL, NULL, "is in charge on"},
	{"two_people_cannot_take_over_on_one_day", "owners", "bob",
		"2026-01-01", NULL, NULL, "two people cannot"},
	{"a_vacancy_cannot_be_vacated", "owners", NULL, "2025-01-01", NULL,
		NULL, "nobody is in charge on"},
};

static void hands_over(void **state)
{
	const struct hand_over_row *row = *state;
	struct jl_edited e = {.kind = JL_KIND_JOURNEY};
	struct jl_arena arena = {0};
	struct jl_str got = JL_STR_INIT;
	struct jl_error err;
	const char *held;
	int32_t since;
	int rc;

	jl_str_add(&e.text, before);
	jl_day_parse(row->since, &since, &err);
	rc = jl_edit_hand_over(&e, row->role, row->person, since, row->reason,
		&arena, &held, &err);
	if (!row->wanted) {
		assert_error(rc, JL_EINVALID, &err, row->message);
	} else if (strcmp(row->role, "deputies") == 0) {
		assert_number_equal(rc, 0);
		assert_non_null(strstr(e.text.text,
			"  ],\n  \"deputies\": [\n    { \"person\": \"bob\", "
			"\"since\": \"2026-02-01\" }\n  ],\n  \"kpis\": ["));
	} else {
		assert_number_equal(rc, 0);
		diff(before, e.text.text, &got);
		assert_string_equal(jl_str_text(&got), row->wanted);
	}
	jl_str_release(&got);
	jl_str_release(&e.text);
	jl_arena_release(&arena);
}

static void a_new_target_keeps_the_rest_of_the_contract_to_the_digit(
	void **state)
{
	struct jl_edited e = {.kind = JL_KIND_JOURNEY};
	struct jl_pair members[] = {{"target", "0.2"}};
	struct jl_str got = JL_STR_INIT;
	struct jl_error err;
	int32_t since;

	(void)state;
	jl_str_add(&e.text, before);
	jl_day_parse("2026-07-01", &since, &err);
	assert_number_equal(
		jl_edit_contract(&e, 0, since, members, 1, &err), 0);
	diff(before, e.text.text, &got);
	assert_string_equal(jl_str_text(&got),
		"-        { \"since\": \"2026-01-01\", \"target\": 0.10, "
		"\"minimum_n\": 030 }\n"
		"+        { \"since\": \"2026-01-01\", \"until\": "
		"\"2026-07-01\", \"target\": 0.10, \"minimum_n\": 030 },\n"
		"+        { \"since\": \"2026-07-01\", \"target\": 0.2, "
		"\"minimum_n\": 030 }\n");
	jl_str_release(&got);
	jl_str_release(&e.text);
}

static void a_value_is_replaced_in_its_line(void **state)
{
	struct jl_edited e = {.kind = JL_KIND_JOURNEY};
	struct jl_str got = JL_STR_INIT;
	struct jl_error err;

	(void)state;
	jl_str_add(&e.text, before);
	assert_number_equal(
		jl_edit_member(&e, "", "name", "\"I move house\"", &err), 0);
	assert_number_equal(
		jl_edit_member(&e, "", "status", "\"draft\"", &err), 0);
	diff(before, e.text.text, &got);
	assert_string_equal(jl_str_text(&got),
		"-  \"name\": \"I move\",\n+  \"name\": \"I move house\",\n"
		"+  \"status\": \"draft\",\n");
	assert_error(jl_edit_member(&e, "", "nmae", "1", &err), JL_EINVALID,
		&err, "no key 'nmae'");
	jl_str_release(&got);
	jl_str_release(&e.text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_new_target_keeps_the_rest_of_the_contract_to_the_digit),
		cmocka_unit_test(a_value_is_replaced_in_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("hand-overs", hand_overs, hands_over);
}

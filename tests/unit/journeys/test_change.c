/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Changes in words: each row is a journey before and after. */
#include "journeys/change.h"

#include "tests/support/ledger.h"
#include "tests/support/test.h"

static const struct test_file around[] = {
	{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann Ode\" }"},
	{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob Ray\" }"},
	{"people/eve.json", "{ \"id\": \"eve\", \"name\": \"Eve Hall\" }"},
	{"functions/ops.json", "{ \"id\": \"ops\", \"name\": \"Ops\" }"},
};

enum { AROUND = JL_COUNT(around) };

#define KPI(contracts)                                                         \
	"\"kpis\": [ { \"id\": \"late\", \"name\": \"Late\", \"metric\": "     \
	"\"elapsed\", \"aggregate\": \"p90\", \"contracts\": [ " contracts     \
	" ] } ]"
#define HIGH(contracts)                                                        \
	"\"kpis\": [ { \"id\": \"glad\", \"name\": \"Glad\", \"metric\": "     \
	"\"satisfaction\", \"aggregate\": \"mean\", \"contracts\": "           \
	"[ " contracts " ] } ]"
#define STEPS(steps)                                                           \
	"\"stages\": [ { \"id\": \"go\", \"name\": \"Go\", \"steps\": "        \
	"[ " steps " ] } ]"
#define PACK "{ \"id\": \"pack\", \"name\": \"Pack\", \"line\": \"frontstage\""

static const struct row {
	const char *sentence;
	const char *before, *after; /* members of the journey */
	const char *changes;	    /* by line */
} rows[] = {
	{"nothing", "\"customer_goal\": \"g\"", "\"customer_goal\": \"g\"", ""},
	{"a_hand_over",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\" } ]",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"until\": \"2025-03-01\" }, { \"person\": "
		"\"bob\", \"since\": \"2025-03-01\", \"reason\": \"moved\" } ]",
		"owner Ann Ode → Bob Ray from 1 March 2025 (moved)\n"},
	{"the_first_owner", "\"owners\": []",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\" } ]",
		"owner (nobody) → Ann Ode from 1 January 2024\n"},
	{"a_vacancy",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\" } ]",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"until\": \"2025-03-01\" } ]",
		"owner Ann Ode → (nobody) from 1 March 2025\n"},
	{"a_past_that_was_rewritten",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"until\": \"2025-03-01\" }, { \"person\": "
		"\"bob\", \"since\": \"2025-03-01\" } ]",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"until\": \"2025-02-01\" }, { \"person\": "
		"\"bob\", \"since\": \"2025-02-01\" } ]",
		"owner Ann Ode → Bob Ray from 1 February 2025 until 1 March "
		"2025\n"},
	{"a_span_within_another_owners_time",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\" } ]",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"until\": \"2024-05-01\" }, { \"person\": "
		"\"eve\", \"since\": \"2024-05-01\", \"until\": "
		"\"2024-06-01\" }, { \"person\": \"ann\", \"since\": "
		"\"2024-06-01\" } ]",
		"owner Ann Ode → Eve Hall from 1 May 2024 until 1 June 2024\n"},
	{"one_tenure_as_two_is_no_change",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\" } ]",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"until\": \"2024-05-01\" }, { \"person\": "
		"\"ann\", \"since\": \"2024-05-01\" } ]",
		""},
	{"a_reason_alone",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"reason\": \"a\" } ]",
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2024-01-01\", \"reason\": \"b\" } ]",
		"reason for the owner from 1 January 2024: \"a\" → \"b\"\n"},
	{"a_deputy", "\"deputies\": []",
		"\"deputies\": [ { \"person\": \"eve\", \"since\": "
		"\"2024-01-01\" } ]",
		"deputy (nobody) → Eve Hall from 1 January 2024\n"},
	{"a_target_that_was_relaxed",
		KPI("{ \"since\": \"2024-01-01\", \"target\": \"24h\" }"),
		KPI("{ \"since\": \"2024-01-01\", \"until\": \"2025-01-01\", "
		    "\"target\": \"24h\" }, { \"since\": \"2025-01-01\", "
		    "\"target\": \"48h\" }"),
		"KPI late: target 24h → 48h from 1 January 2025, relaxed\n"},
	{"a_target_that_was_tightened",
		KPI("{ \"since\": \"2024-01-01\", \"target\": \"24h\" }"),
		KPI("{ \"since\": \"2024-01-01\", \"target\": \"20h\" }"),
		"KPI late: target 24h → 20h from 1 January 2024, tightened\n"},
	{"a_target_that_should_be_high",
		HIGH("{ \"since\": \"2024-01-01\", \"target\": 4 }"),
		HIGH("{ \"since\": \"2024-01-01\", \"target\": 3.5 }"),
		"KPI glad: target 4 → 3.5 from 1 January 2024, relaxed\n"},
	{"a_minimum_and_a_warning",
		KPI("{ \"since\": \"2024-01-01\", \"target\": \"24h\" }"),
		KPI("{ \"since\": \"2024-01-01\", \"target\": \"24h\", "
		    "\"at_risk\": \"20h\", \"minimum_n\": 30 }"),
		"KPI late: at risk (nothing) → 20h from 1 January 2024\n"
		"KPI late: minimum n (nothing) → 30 from 1 January 2024\n"},
	{"the_same_target_in_other_words",
		KPI("{ \"since\": \"2024-01-01\", \"target\": \"24h\" }"),
		KPI("{ \"since\": \"2024-01-01\", \"target\": \"1440min\" }"),
		""},
	{"a_promise_that_says_longer",
		"\"promises\": [ { \"id\": \"p\", \"text\": \"T\", \"limits\": "
		"[ { \"since\": \"2024-01-01\", \"within\": \"24h\" } ] } ]",
		"\"promises\": [ { \"id\": \"p\", \"text\": \"T\", \"limits\": "
		"[ { \"since\": \"2024-01-01\", \"within\": \"48h\" } ] } ]",
		"promise p: within 24h → 48h from 1 January 2024, relaxed\n"},
	{"a_new_stakeholder",
		"\"stakeholders\": [ { \"function\": \"ops\", \"raci\": \"R\" "
		"} ]",
		"\"stakeholders\": [ { \"function\": \"it\", \"person\": "
		"\"eve\", \"raci\": \"C\" }, { \"function\": \"ops\", "
		"\"raci\": \"R\" } ]",
		"new stakeholder it, Eve Hall (raci C)\n"},
	{"a_stakeholder_with_another_role",
		"\"stakeholders\": [ { \"function\": \"ops\", \"raci\": \"R\" "
		"} ]",
		"\"stakeholders\": [ { \"function\": \"ops\", \"raci\": \"A\" "
		"} ]",
		"stakeholder ops: raci R → A\n"},
	{"a_right",
		"\"authority\": [ { \"over\": \"ops\", \"right\": \"consult\" "
		"} ]",
		"\"authority\": [ { \"over\": \"ops\", \"right\": \"decide\" } "
		"]",
		"authority ops: right consult → decide\n"},
	{"a_commitment_within_a_stage",
		STEPS(PACK ", \"commitment\": \"4h\" }"),
		STEPS(PACK ", \"commitment\": \"16h\" }"),
		"stage go: step pack: commitment 4h → 16h\n"},
	{"a_step_more_and_a_step_less", STEPS(PACK " }"),
		STEPS("{ \"id\": \"call\", \"name\": \"Call\", \"line\": "
		      "\"frontstage\", \"channel\": \"phone\" }"),
		"stage go: new step call (name \"Call\", line frontstage, "
		"channel phone)\n"
		"stage go: step pack taken out\n"},
	{"steps_in_another_order",
		STEPS(PACK " }, { \"id\": \"b\", \"name\": \"B\" }"),
		STEPS("{ \"id\": \"b\", \"name\": \"B\" }, " PACK " }"),
		"stage go: steps in another order\n"},
	{"systems_and_next", STEPS(PACK ", \"systems\": [\"a\", \"b\"] }"),
		STEPS(PACK ", \"systems\": [\"b\", \"c\"], \"next\": "
			   "[\"pack\"] }"),
		"stage go: step pack: systems +c, -a\n"
		"stage go: step pack: next +pack\n"},
	{"a_seam",
		"\"seams\": [ { \"from\": \"a\", \"to\": \"b\", \"max_wait\": "
		"\"4h\" } ]",
		"\"seams\": [ { \"from\": \"a\", \"to\": \"b\", \"max_wait\": "
		"\"2h\", \"agreement\": \"no 7\" } ]",
		"seam a to b: agreement (nothing) → \"no 7\"\n"
		"seam a to b: max wait 4h → 2h\n"},
	{"a_name_and_a_goal", "\"customer_goal\": \"to move\"",
		"\"customer_goal\": \"to have moved\"",
		"customer goal \"to move\" → \"to have moved\"\n"},
	{"a_review", "\"review\": { \"every\": \"90d\" }",
		"\"review\": { \"every\": \"30d\", \"last\": \"2026-01-31\" }",
		"review every 90d → 30d\n"
		"review last (nothing) → 31 January 2026\n"},
	{"a_moment_of_truth",
		"\"stages\": [ { \"id\": \"go\", \"name\": \"Go\" } ]",
		"\"stages\": [ { \"id\": \"go\", \"name\": \"Go\", "
		"\"moment_of_truth\": true } ]",
		"stage go: moment of truth (nothing) → yes\n"},
};

static void open_with(struct test_ledger *test, const char *members)
{
	struct test_file files[AROUND + 1];
	char *text = jl_xasprintf("{ \"id\": \"move\", \"name\": \"Move\", "
				  "\"status\": \"draft\", %s }",
		members);

	memcpy(files, around, sizeof(around));
	files[AROUND] = (struct test_file){"journeys/move.json", text};
	test_ledger_open(test, files, JL_COUNT(files));
	free(text);
}

static void is_said(void **state)
{
	const struct row *row = *state;
	struct test_ledger before, after;
	struct jl_changes changes;
	struct jl_str said = JL_STR_INIT;

	open_with(&before, row->before);
	open_with(&after, row->after);
	jl_changes_find(before.ledger, after.ledger, &changes);
	for (size_t i = 0; i < changes.n; i++) {
		assert_number_equal(changes.v[i].what, JL_CHANGE_CHANGED);
		assert_number_equal(changes.v[i].kind, JL_KIND_JOURNEY);
		assert_string_equal(changes.v[i].id, "move");
		jl_str_addf(&said, "%s\n", changes.v[i].sentence);
	}
	assert_string_equal(jl_str_text(&said), row->changes);
	jl_changes_release(&changes);
	jl_str_release(&said);
	test_ledger_close(&before);
	test_ledger_close(&after);
}

static void definitions_come_and_go(void **state)
{
	static const struct test_file old[] = {
		{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
		{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob\" }"},
		{"people/cy.json", "{ \"id\": \"cy\", \"name\": "},
	};
	static const struct test_file new[] = {
		{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bobby\" }"},
		{"people/cy.json", "{ \"id\": \"cy\", \"name\": \"Cy\" }"},
		{"people/dee.json", "{ \"id\": \"dee\", \"name\": \"Dee\" }"},
	};
	struct test_ledger before, after;
	struct jl_changes changes;

	(void)state;
	test_ledger_open(&before, old, JL_COUNT(old));
	test_ledger_open(&after, new, JL_COUNT(new));
	jl_changes_find(before.ledger, after.ledger, &changes);
	assert_number_equal(changes.n, 3); /* cy could not be read */
	assert_number_equal(changes.v[0].what, JL_CHANGE_REMOVED);
	assert_string_equal(changes.v[0].id, "ann");
	assert_string_equal(changes.v[0].sentence, "removed: person \"Ann\"");
	assert_string_equal(changes.v[1].sentence, "name \"Bob\" → \"Bobby\"");
	assert_number_equal(changes.v[2].what, JL_CHANGE_ADDED);
	assert_string_equal(changes.v[2].sentence, "new person \"Dee\"");
	jl_changes_release(&changes);
	test_ledger_close(&before);
	test_ledger_close(&after);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(definitions_come_and_go),
	};

	return RUN_ROWS("changes", rows, is_said) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

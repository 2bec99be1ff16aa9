/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/selector.h"

#include "tests/support/ledger.h"
#include "tests/support/test.h"

#define JOURNEY(id, owner, function)                                           \
	"{ \"id\": \"" id "\", \"name\": \"N\", \"status\": \"draft\", "       \
	"\"owners\": [ " owner                                                 \
	" ], \"stakeholders\": [ { \"function\": \"" function                  \
	"\", \"raci\": \"R\" } ], \"kpis\": [ { \"id\": \"wait\", "            \
	"\"name\": \"W\", \"metric\": \"wait\", \"aggregate\": \"p90\" }, { "  \
	"\"id\": \"late\", \"name\": \"L\", \"metric\": "                      \
	"\"promise-broken\", \"aggregate\": \"rate\" } ] }"

static const struct test_file files[] = {
	{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
	{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob\" }"},
	{"functions/ops.json", "{ \"id\": \"ops\", \"name\": \"O\" }"},
	{"functions/it.json", "{ \"id\": \"it\", \"name\": \"I\" }"},
	{"journeys/buy.json",
		JOURNEY("buy",
			"{ \"person\": \"ann\", \"since\": \"2026-01-01\", "
			"\"until\": \"2026-03-01\" }, { \"person\": \"bob\", "
			"\"since\": \"2026-03-01\" }",
			"ops")},
	{"journeys/buy-again.json",
		JOURNEY("buy-again",
			"{ \"person\": \"ann\", \"since\": \"2026-01-01\" }",
			"it")},
	{"journeys/move.json", JOURNEY("move", "", "ops")},
};

static const struct row {
	const char *sentence, *text;
	const char *day;
	const char *kpis; /* that are selected; NULL: it selects nothing */
	const char *hint;
} rows[] = {
	{"an_id_selects_its_journey", "buy", "2026-02-01", "buy/wait buy/late ",
		NULL},
	{"a_star_selects_more", "buy*", "2026-02-01",
		"buy/wait buy/late buy-again/wait buy-again/late ", NULL},
	{"a_slash_selects_a_kpi", "buy/late", "2026-02-01", "buy/late ", NULL},
	{"a_star_for_all_journeys", "*/wait", "2026-02-01",
		"buy/wait buy-again/wait move/wait ", NULL},
	{"an_owner_before_the_hand_over", "owner:ann", "2026-02-28",
		"buy/wait buy/late buy-again/wait buy-again/late ", NULL},
	{"an_owner_from_the_day_of_the_hand_over", "owner:ann", "2026-03-01",
		"buy-again/wait buy-again/late ", NULL},
	{"a_function_that_is_a_stakeholder", "function:ops", "2026-02-01",
		"buy/wait buy/late move/wait move/late ", NULL},
	{"a_slip_has_a_hint", "mvoe", "2026-02-01", NULL, "'move'"},
	{"a_kpi_that_is_not_there", "buy/lat", "2026-02-01", NULL, "late"},
	{"nobody_of_that_name", "owner:eve", "2026-02-01", NULL,
		"selects no journey"},
};

static struct test_ledger test;

static void selects(void **state)
{
	const struct row *row = *state;
	struct jl_selection selection = {0};
	struct jl_str kpis = JL_STR_INIT;
	struct jl_error err = {0};
	int32_t day;
	int rc;

	assert_int_equal(jl_day_parse(row->day, &day, &err), 0);
	rc = jl_selection_init(
		&selection, test.ledger, &row->text, 1, day, &err);
	if (!row->kpis) {
		assert_error(rc, JL_EINVALID, &err, row->hint);
		jl_selection_release(&selection);
		return;
	}
	assert_int_equal(rc, 0);
	/* In the order of the files: "buy" comes before "buy-again". */
	for (size_t i = 0; i < test.ledger->kinds[JL_KIND_JOURNEY].n; i++) {
		const struct jl_journey *j =
			jl_ledger_nth_journey(test.ledger, i);

		for (size_t k = 0; k < j->kpis.n; k++)
			if (jl_selection_has_kpi(&selection, j, &j->kpis.v[k]))
				jl_str_addf(&kpis, "%s/%s ", j->id,
					j->kpis.v[k].id);
	}
	assert_string_equal(jl_str_text(&kpis), row->kpis);
	jl_str_release(&kpis);
	jl_selection_release(&selection);
}

int main(void)
{
	int failed;

	test_ledger_open(&test, files, JL_COUNT(files));
	failed = RUN_ROWS("selectors", rows, selects);
	test_ledger_close(&test);
	return failed;
}

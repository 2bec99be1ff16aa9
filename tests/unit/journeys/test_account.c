/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Accounts of one KPI, from measures to parts: each figure is by hand. */
#include "journeys/account.h"

#include "tests/support/ledger.h"
#include "tests/support/measures.h"
#include "tests/support/test.h"

#define ANN_THEN_BOB                                                           \
	"{ \"person\": \"ann\", \"since\": \"2026-01-01\", \"until\": "        \
	"\"2026-08-11\" }, { \"person\": \"bob\", \"since\": \"2026-08-11\" }"
#define ANN_THEN_NOBODY                                                        \
	"{ \"person\": \"ann\", \"since\": \"2026-01-01\", \"until\": "        \
	"\"2026-08-11\" }"

static const struct row {
	const char *sentence;
	const char *owners, *metric, *aggregate, *contracts, *split;
	/* Measures by line: day[ day] value[/n]; two days are a total, or, with
	 * no value, a span. Hours may stand behind a T. */
	const char *measures;
	const char *period;
	enum jl_view view;
	/* Parts by line: owner since until n inherited sum value standing */
	const char *parts;
} rows[] = {
	{"points_go_to_who_was_in_charge", ANN_THEN_BOB, "effort", "mean",
		"{ \"since\": \"2026-01-01\", \"target\": 3 }", "shared",
		"2026-07-01 2\n2026-08-10T23:59 4\n2026-08-11T00:00 5\n",
		"2026-Q3", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-11 2 0 6 3 on-target\n"
		"bob 2026-08-11 2026-10-01 1 0 5 5 off-target\n"
		"total 2026-07-01 2026-10-01 3 0 11 3.667 off-target\n"},
	{"today_s_owner_answers_for_all", ANN_THEN_BOB, "effort", "mean",
		"{ \"since\": \"2026-01-01\", \"target\": 3 }", "shared",
		"2026-07-01 2\n2026-08-10T23:59 4\n2026-08-11T00:00 5\n",
		"2026-Q3", JL_VIEW_NOW,
		"bob 2026-07-01 2026-10-01 3 0 11 3.667 off-target\n"
		"total 2026-07-01 2026-10-01 3 0 11 3.667 off-target\n"},
	{"nobody_is_booked_too", ANN_THEN_NOBODY, "effort", "mean",
		"{ \"since\": \"2026-01-01\", \"target\": 3 }", "shared",
		"2026-07-01 2\n2026-09-01 5\n", "2026-Q3", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-11 1 0 2 2 on-target\n"
		"nobody 2026-08-11 2026-10-01 1 0 5 5 off-target\n"
		"total 2026-07-01 2026-10-01 2 0 7 3.5 off-target\n"},
	{"a_span_is_cut_and_closes_once", ANN_THEN_BOB, "wait", "mean",
		"{ \"since\": \"2026-01-01\", \"target\": \"24h\" }", "shared",
		"2026-08-10T12:00 2026-08-11T06:00\n", "2026-Q3", JL_VIEW_THEN,
		/* 12 h of Ann, 6 h of Bob, and 18 h that closed under him */
		"ann 2026-07-01 2026-08-11 0 0 43200 - blind\n"
		"bob 2026-08-11 2026-10-01 1 1 21600 64800 on-target\n"
		"total 2026-07-01 2026-10-01 1 1 64800 64800 on-target\n"},
	{"a_span_from_before_the_period_counts_where_it_closes", ANN_THEN_BOB,
		"wait", "mean",
		"{ \"since\": \"2026-01-01\", \"target\": \"24h\" }", "shared",
		"2026-06-30T00:00 2026-07-01T12:00\n", "2026-07", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-01 1 0 43200 129600 off-target\n"
		"total 2026-07-01 2026-08-01 1 0 43200 129600 off-target\n"},
	{"a_total_across_the_hand_over_is_shared", ANN_THEN_BOB,
		"promise-broken", "rate",
		"{ \"since\": \"2026-01-01\", \"target\": \"10%\" }", "shared",
		"2026-07-01 2026-08-01 10/100\n2026-08-01 2026-09-01 31/310\n"
		"2026-09-01 2026-10-01 20/100\n",
		"2026-Q3", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-11 100 0 10 0.1 on-target\n"
		"bob 2026-08-11 2026-10-01 100 0 20 0.2 off-target\n"
		"shared 2026-08-01 2026-09-01 310 0 31 0.1 on-target\n"
		"total 2026-07-01 2026-10-01 510 0 61 0.1196 off-target\n"},
	{"by_day_it_is_split", ANN_THEN_BOB, "promise-broken", "rate",
		"{ \"since\": \"2026-01-01\", \"target\": \"10%\" }", "by-day",
		"2026-08-01 2026-09-01 31/310\n", "2026-08", JL_VIEW_THEN,
		"ann 2026-08-01 2026-08-11 100 0 10 0.1 on-target\n"
		"bob 2026-08-11 2026-09-01 210 0 21 0.1 on-target\n"
		"total 2026-08-01 2026-09-01 310 0 31 0.1 on-target\n"},
	{"at_the_end_of_its_period_it_is_the_last_owner_s", ANN_THEN_BOB,
		"promise-broken", "rate",
		"{ \"since\": \"2026-01-01\", \"target\": \"10%\" }",
		"period-end", "2026-08-01 2026-09-01 31/310\n", "2026-08",
		JL_VIEW_THEN,
		"ann 2026-08-01 2026-08-11 0 0 0 - blind\n"
		"bob 2026-08-11 2026-09-01 310 0 31 0.1 on-target\n"
		"total 2026-08-01 2026-09-01 310 0 31 0.1 on-target\n"},
	{"each_contract_judges_its_own_time", ANN_THEN_NOBODY, "effort", "mean",
		"{ \"since\": \"2026-01-01\", \"until\": \"2026-07-15\", "
		"\"target\": 5 }, { \"since\": \"2026-07-15\", \"target\": 3, "
		"\"at_risk\": 2 }",
		"shared", "2026-07-14 4\n2026-07-15 4\n2026-07-31 1\n",
		"2026-07", JL_VIEW_THEN,
		"ann 2026-07-01 2026-07-15 1 0 4 4 on-target\n"
		"ann 2026-07-15 2026-08-01 2 0 5 2.5 at-risk\n"
		"total 2026-07-01 2026-08-01 3 0 9 3 at-risk\n"},
	{"fewer_than_the_minimum_are_too_few", ANN_THEN_NOBODY, "effort",
		"mean",
		"{ \"since\": \"2026-01-01\", \"target\": 3, \"minimum_n\": 3 "
		"}",
		"shared", "2026-07-01 9\n2026-07-02 9\n", "2026-07",
		JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-01 2 0 18 9 too-few\n"
		"total 2026-07-01 2026-08-01 2 0 18 9 too-few\n"},
	{"nothing_measured_is_blind_and_no_zero", ANN_THEN_NOBODY, "effort",
		"mean", "{ \"since\": \"2026-01-01\", \"target\": 3 }",
		"shared", "2026-06-30 9\n", "2026-07", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-01 0 0 0 - blind\n"
		"total 2026-07-01 2026-08-01 0 0 0 - blind\n"},
	{"nothing_agreed_is_no_contract", ANN_THEN_NOBODY, "effort", "mean",
		"{ \"since\": \"2027-01-01\", \"target\": 3 }", "shared",
		"2026-07-01 9\n", "2026-07", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-01 1 0 9 9 no-contract\n"
		"total 2026-07-01 2026-08-01 1 0 9 9 no-contract\n"},
	{"what_should_be_high_is_judged_the_other_way", ANN_THEN_NOBODY,
		"satisfaction", "mean",
		"{ \"since\": \"2026-01-01\", \"target\": 4, \"at_risk\": 4.2 "
		"}",
		"shared", "2026-07-01 4\n2026-07-02 4.2\n", "2026-07",
		JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-01 2 0 8.2 4.1 at-risk\n"
		"total 2026-07-01 2026-08-01 2 0 8.2 4.1 at-risk\n"},
	/* The half of July that Ann has of a quarter's 92: 46 of 92 days. */
	{"a_sum_has_its_part_of_the_target", ANN_THEN_NOBODY, "volume", "sum",
		"{ \"since\": \"2026-01-01\", \"target\": 92, \"per\": "
		"\"quarter\" }",
		"shared", "2026-07-01 2026-08-01 31\n", "2026-07", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-01 1 0 31 31 on-target\n"
		"total 2026-07-01 2026-08-01 1 0 31 31 on-target\n"},
	{"a_quantile_is_of_the_values", ANN_THEN_NOBODY, "effort", "p90",
		"{ \"since\": \"2026-01-01\", \"target\": 7 }", "shared",
		/* R: quantile(c(1,2,3,4,10), 0.9, type = 7) is 7.6 */
		"2026-07-01 10\n2026-07-02 1\n2026-07-03 4\n2026-07-04 2\n"
		"2026-07-05 3\n",
		"2026-07", JL_VIEW_THEN,
		"ann 2026-07-01 2026-08-01 5 0 20 7.6 off-target\n"
		"total 2026-07-01 2026-08-01 5 0 20 7.6 off-target\n"},
};

static void open_ledger(struct test_ledger *test, const struct row *row)
{
	char *journey = jl_xasprintf(
		"{ \"id\": \"move\", \"name\": \"Move\", \"status\": "
		"\"in-force\", \"owners\": [ %s ], \"kpis\": [ { \"id\": "
		"\"k\", "
		"\"name\": \"K\", \"metric\": \"%s\", \"aggregate\": \"%s\", "
		"\"split\": \"%s\", \"contracts\": [ %s ] } ] }",
		row->owners, row->metric, row->aggregate, row->split,
		row->contracts);
	const struct test_file files[] = {
		{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
		{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob\" }"},
		{"journeys/move.json", journey},
	};

	test_ledger_open(test, files, JL_COUNT(files));
	free(journey);
}

static void add_part(struct jl_str *out, const struct jl_part *part)
{
	char since[JL_DAY_TEXT], until[JL_DAY_TEXT], sum[JL_AMOUNT_TEXT];

	jl_str_addf(out, "%s %s %s %lld %lld %s ",
		part->kind == JL_PART_OWNER ? part->owner
					    : jl_part_names[part->kind],
		jl_day_format(part->since, since),
		jl_day_format(part->until, until), (long long)part->tally.n,
		(long long)part->tally.inherited_n,
		jl_sum_format(part->tally.sum, sum));
	if (part->has_value)
		jl_str_addf(out, "%.4g ", part->value);
	else
		jl_str_add(out, "- ");
	if (part->has_value && part->value >= 10000) {
		/* %.4g would write seconds as 6.48e+04. */
		char *at = strrchr(out->text, ' ');

		*at = '\0';
		at = strrchr(out->text, ' ');
		out->len = (size_t)(at + 1 - out->text);
		out->text[out->len] = '\0';
		jl_str_addf(out, "%.0f ", part->value);
	}
	jl_str_addf(out, "%s\n", jl_standing_names[part->standing]);
}

static void comes_to(void **state)
{
	const struct row *row = *state;
	struct test_ledger test;
	struct jl_index index;
	struct jl_accounts accounts;
	struct jl_account_query query = {.view = row->view};
	struct jl_str parts = JL_STR_INIT;
	struct jl_error err = {0};

	open_ledger(&test, row);
	test_index_open(&index, test.ledger->zone, row->metric, row->measures,
		test.folder);
	query.ledger = test.ledger;
	query.index = &index;
	assert_int_equal(jl_day_parse("2026-10-05", &query.today, &err), 0);
	assert_int_equal(jl_period_parse(row->period, query.today, 1,
				 &query.period, &err),
		0);
	if (jl_accounts_make(&query, &accounts, &err) < 0)
		fail_msg("%s", err.message);
	assert_number_equal(accounts.n, 1);
	for (size_t i = 0; i < accounts.v[0].n; i++)
		add_part(&parts, &accounts.v[0].parts[i]);
	add_part(&parts, &accounts.v[0].total);
	assert_string_equal(jl_str_text(&parts), row->parts);
	jl_str_release(&parts);
	jl_accounts_release(&accounts);
	test_index_close(&index);
	test_ledger_close(&test);
}

int main(void)
{
	return RUN_ROWS("accounts", rows, comes_to);
}

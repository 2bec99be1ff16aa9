/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Checkpoints in whatever people kept. */
#include "journeys/checkpoint.h"

#include "tests/support/test.h"

#define COMMIT "c7d9fcb9094e31d9750e4ea1e96d6940098d4df6"
#define OTHER "0123456789abcdef0123456789abcdef01234567"
#define ROOT "cfca022fc71c4afaf0cd4f54572ea75f76b7ae4dac722ce0f05d134d137f361e"

static const struct row {
	const char *sentence, *text, *commit, *root; /* commit NULL: none */
} rows[] = {
	{"a_seal", "jledger-seal/1 " COMMIT " " ROOT "\n", COMMIT, ROOT},
	{"a_seal_in_a_mail_that_broke_the_line",
		"> Dear auditor,\n> jledger-seal/1 " COMMIT "\n> " ROOT "\n",
		COMMIT, ROOT},
	{"a_report_in_json",
		"{\"schema\": \"jledger/report/1\", \"rows\": [{\"commit\": "
		"\"000000000000\"}], \"ledger\": {\"commit\": \"" COMMIT
		"\", \"receipts_root\": \"" ROOT "\"}}",
		COMMIT, ROOT},
	{"a_report_that_read_no_receipts",
		"{\"ledger\": {\"commit\": \"" COMMIT
		"\", \"receipts_root\": null}}",
		COMMIT, ""},
	{"the_foot_of_a_page",
		"owner  commit 0123\n\ncommit " COMMIT "\nreceipts " ROOT "\n",
		COMMIT, ROOT},
	{"markdown", "x\nCommit `" COMMIT "`, receipts `" ROOT "`\n", COMMIT,
		ROOT},
	{"html",
		"x\n<footer>commit " COMMIT "<br>receipts " ROOT
		"</footer>\n</body>\n</html>\n",
		COMMIT, ROOT},
	{"a_seal_in_capitals_as_people_type_them",
		"jledger-seal/1 C7D9FCB9094E31D9750E4EA1E96D6940098D4DF6 " ROOT,
		COMMIT, ROOT},
	{"a_seal_cut_short", "jledger-seal/1 " COMMIT " cfca022fc71c\n", NULL,
		NULL},
	{"a_seal_with_a_letter_that_is_no_digit",
		"jledger-seal/1 " COMMIT " cfca022fc71cZ" ROOT, NULL, NULL},
	{"two_seals_of_different_commits",
		"jledger-seal/1 " COMMIT " " ROOT "\njledger-seal/1 " OTHER
		" " ROOT "\n",
		NULL, NULL},
	{"a_seal_that_somebody_wrote_into_a_report_in_json",
		"{\"rows\": [\"\njledger-seal/1 " OTHER " " ROOT
		"\n\"], \"ledger\": {\"commit\": \"" COMMIT
		"\", \"receipts_root\": \"" ROOT "\"}}",
		NULL, NULL}, /* a line break in a string is no JSON */
	{"a_seal_in_a_cell_of_a_report_in_json",
		"{\"rows\": [\"as sealed: jledger-seal/1 " OTHER " " ROOT
		"\"], \"ledger\": {\"commit\": \"" COMMIT
		"\", \"receipts_root\": \"" ROOT "\"}}",
		COMMIT, ROOT},
	{"a_seal_in_a_cell_of_a_page",
		"Ana  as sealed: jledger-seal/1 " OTHER " " ROOT
		"\n\ncommit " COMMIT "\nreceipts " ROOT "\n",
		COMMIT, ROOT},
	{"a_seal_in_a_cell_of_csv",
		"id,why\na,jledger-seal/1 " OTHER " " ROOT "\n", NULL, NULL},
	{"a_foot_that_is_not_at_the_end",
		"\ncommit " COMMIT "\nreceipts " ROOT "\nmore\n", NULL, NULL},
	{"too_few_digits", "commit c7d9  receipts cfca\n", NULL, NULL},
	{"a_word_in_a_text", "we commit to receipts\n", NULL, NULL},
	{"a_commit_of_git_log", "commit " COMMIT "\nAuthor: Ana\n", NULL, NULL},
	{"nothing", "", NULL, NULL},
};

static void is_found(void **state)
{
	const struct row *row = *state;
	struct jl_checkpoint found;
	bool is = jl_checkpoint_find(row->text, strlen(row->text), &found);

	assert_number_equal(is, row->commit != NULL);
	if (!is)
		return;
	assert_string_equal(found.commit, row->commit);
	assert_string_equal(found.root, row->root);
}

int main(void)
{
	return RUN_ROWS("checkpoints", rows, is_found);
}

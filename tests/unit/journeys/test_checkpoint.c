/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Checkpoints in whatever people kept. */
#include "journeys/checkpoint.h"

#include "tests/support/test.h"

#define COMMIT "c7d9fcb9094e31d9750e4ea1e96d6940098d4df6"
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
		"owner  commit 0123\n\ncommit c7d9fcb9094e  receipts "
		"cfca022fc71c\n",
		"c7d9fcb9094e", "cfca022fc71c"},
	{"the_foot_of_a_page_without_measures",
		"commit c7d9fcb9094e  receipts (not read)\n", "c7d9fcb9094e",
		""},
	{"markdown", "Commit `" COMMIT "`, receipts `" ROOT "`\n", COMMIT,
		ROOT},
	{"html", "<footer>commit " COMMIT "<br>receipts " ROOT "</footer>\n",
		COMMIT, ROOT},
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

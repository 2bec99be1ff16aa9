/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "cli/opt.h"

#include "core/str.h"
#include "tests/support/test.h"

struct own {
	const char *period, *view, *since;
	bool is_dry, is_all;
};

struct common {
	const char *format;
	bool is_help;
};

static const char *const views[] = {"then", "now", NULL};
static const struct jl_opt own_opts[] = {
	{"period", 'p', JL_OPT_TEXT, offsetof(struct own, period), "PERIOD",
		"which", NULL},
	{"view", 0, JL_OPT_CHOICE, offsetof(struct own, view), "VIEW", "whose",
		views},
	{"since", 0, JL_OPT_DAY, offsetof(struct own, since), "DATE", "when",
		NULL},
	{"dry-run", 'n', JL_OPT_FLAG, offsetof(struct own, is_dry), NULL,
		"nothing", NULL},
	{"all", 'a', JL_OPT_FLAG, offsetof(struct own, is_all), NULL, "all",
		NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};
static const struct jl_opt common_opts[] = {
	{"format", 'f', JL_OPT_TEXT, offsetof(struct common, format), "F",
		"how", NULL},
	{"help", 'h', JL_OPT_FLAG, offsetof(struct common, is_help), NULL,
		"help", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static const struct row {
	const char *sentence;
	const char *argv[6];
	const char *period, *view, *format;
	bool is_dry, is_all;
	const char *operands; /* or NULL: it is refused */
	const char *complaint;
} rows[] = {
	{"a_long_name_and_its_value", {"--period", "2026", "x"}, "2026", NULL,
		NULL, false, false, "x ", NULL},
	{"a_long_name_with_an_equals_sign", {"x", "--period=2026=7"}, "2026=7",
		NULL, NULL, false, false, "x ", NULL},
	{"a_letter_and_its_value", {"-p", "2026"}, "2026", NULL, NULL, false,
		false, "", NULL},
	{"a_letter_with_its_value", {"-p2026"}, "2026", NULL, NULL, false,
		false, "", NULL},
	{"letters_together", {"-nap", "2026"}, "2026", NULL, NULL, true, true,
		"", NULL},
	{"options_of_both_tables", {"-fcsv", "x", "-n"}, NULL, NULL, "csv",
		true, false, "x ", NULL},
	{"behind_two_dashes_all_are_operands", {"-n", "--", "-a", "--all"},
		NULL, NULL, NULL, true, false, "-a --all ", NULL},
	{"a_single_dash_is_an_operand", {"-"}, NULL, NULL, NULL, false, false,
		"- ", NULL},
	{"a_choice_is_taken", {"--view", "now"}, NULL, "now", NULL, false,
		false, "", NULL},
	{"another_word_is_no_choice", {"--view", "nwo"}, NULL, NULL, NULL,
		false, false, NULL, "then, now"},
	{"an_abbreviation_is_no_promise", {"--per", "2026"}, NULL, NULL, NULL,
		false, false, NULL, "--per"},
	{"a_slip_has_a_hint", {"--perid", "2026"}, NULL, NULL, NULL, false,
		false, NULL, "--period"},
	{"a_value_is_missing", {"--period"}, NULL, NULL, NULL, false, false,
		NULL, "--period"},
	{"a_flag_takes_no_value", {"--all=1"}, NULL, NULL, NULL, false, false,
		NULL, "--all"},
	{"a_letter_is_not_known", {"-x"}, NULL, NULL, NULL, false, false, NULL,
		"-x"},
	{"a_date_is_checked", {"--since", "2026-02-30"}, NULL, NULL, NULL,
		false, false, NULL, "2026-02-30"},
};

static void same(const char *got, const char *wanted)
{
	if (!got || !wanted)
		assert_ptr_equal(got, wanted);
	else
		assert_string_equal(got, wanted);
}

static void parses(void **state)
{
	const struct row *row = *state;
	struct own own = {0};
	struct common common = {0};
	struct jl_error err = {0};
	struct jl_str operands = JL_STR_INIT;
	char *argv[7], *copies[7];
	int argc = 0, n = 0, rc;

	for (; argc < 6 && row->argv[argc]; argc++)
		argv[argc] = copies[argc] = jl_xstrdup(row->argv[argc]);
	argv[argc] = NULL;
	rc = jl_opt_parse(
		own_opts, &own, common_opts, &common, argv, argc, &n, &err);
	if (!row->operands) {
		assert_error(rc, JL_EUSAGE, &err, row->complaint);
	} else {
		assert_int_equal(rc, 0);
		for (int i = 0; i < n; i++)
			jl_str_addf(&operands, "%s ", argv[i]);
		assert_string_equal(jl_str_text(&operands), row->operands);
		same(own.period, row->period);
		same(own.view, row->view);
		same(common.format, row->format);
		assert_int_equal(own.is_dry, row->is_dry);
		assert_int_equal(own.is_all, row->is_all);
	}
	jl_str_release(&operands);
	for (int i = 0; i < argc; i++)
		free(copies[i]);
}

int main(void)
{
	return RUN_ROWS("options", rows, parses);
}

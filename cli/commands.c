/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The command table and its look-ups. */
#include "cli/commands.h"

#include "cli/settings.h"
#include "reports/render.h"

#include <string.h>

static const struct jl_cmd *const start[] = {&jl_cmd_init, &jl_cmd_doctor};
static const struct jl_cmd *const define[] = {&jl_cmd_new, &jl_cmd_set,
	&jl_cmd_edit, &jl_cmd_check, &jl_cmd_diff, &jl_cmd_commit,
	&jl_cmd_undo};
static const struct jl_cmd *const measure[] = {&jl_cmd_import};
static const struct jl_cmd *const answer[] = {&jl_cmd_status, &jl_cmd_list,
	&jl_cmd_show, &jl_cmd_who, &jl_cmd_report};
static const struct jl_cmd *const audit[] = {
	&jl_cmd_log, &jl_cmd_verify, &jl_cmd_seal, &jl_cmd_export};
static const struct jl_cmd *const other[] = {&jl_cmd_config, &jl_cmd_completion,
	&jl_cmd_index, &jl_cmd_merge_file, &jl_cmd_help_cmd, &jl_cmd_version};

const struct jl_cmd_group jl_cmd_groups[] = {
	{"start", start, JL_COUNT(start)},
	{"define", define, JL_COUNT(define)},
	{"measure", measure, JL_COUNT(measure)},
	{"answer", answer, JL_COUNT(answer)},
	{"audit", audit, JL_COUNT(audit)},
	{"other", other, JL_COUNT(other)},
};
const size_t jl_n_cmd_groups = JL_COUNT(jl_cmd_groups);

#define AT(member) offsetof(struct jl_common, member)

const struct jl_opt jl_common_opts[] = {
	{"format", 'f', JL_OPT_CHOICE, AT(format), "FORMAT",
		"text, json, csv, md or html", jl_format_names},
	{"output", 'o', JL_OPT_TEXT, AT(output), "FILE",
		"write the page there, in the format of its ending", NULL},
	{"width", 0, JL_OPT_TEXT, AT(width), "COLUMNS",
		"how wide a text page may be (the terminal's)", NULL},
	{"no-pager", 0, JL_OPT_FLAG, AT(has_no_pager), NULL,
		"no pager, also on a terminal", NULL},
	{"rev", 0, JL_OPT_TEXT, AT(rev), "REV",
		"what the ledger said at that commit", NULL},
	{"today", 0, JL_OPT_DAY, AT(today), "DATE", "take that day for today",
		NULL},
	{"color", 0, JL_OPT_CHOICE, AT(color), "WHEN", "auto, always or never",
		jl_color_words},
	{"help", 'h', JL_OPT_FLAG, AT(is_help), NULL, "show this", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

const struct jl_opt jl_again_opts[] = {
	{"today", 0, JL_OPT_DAY, AT(today), "DATE", "take that day for today",
		NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

const struct jl_cmd *jl_cmd_find(const char *name)
{
	for (size_t g = 0; g < jl_n_cmd_groups; g++)
		for (size_t i = 0; i < jl_cmd_groups[g].n; i++)
			if (strcmp(jl_cmd_groups[g].commands[i]->name, name) ==
				0)
				return jl_cmd_groups[g].commands[i];
	return NULL;
}

const char *jl_cmd_nearest(const char *word)
{
	const char *names[32];
	size_t n = 0;

	for (size_t g = 0; g < jl_n_cmd_groups; g++)
		for (size_t i = 0;
			i < jl_cmd_groups[g].n && n < JL_COUNT(names); i++)
			names[n++] = jl_cmd_groups[g].commands[i]->name;
	return jl_nearest(word, names, n);
}

/* What the option is for, by its place in the common ones; 0: everybody. */
static unsigned heeded_for(const struct jl_opt *opt)
{
	switch (opt->offset) {
	case AT(format):
	case AT(width):
		return JL_HEEDS_FORMAT;
	case AT(output):
	case AT(color):
	case AT(has_no_pager):
		return JL_HEEDS_OUTPUT;
	case AT(rev):
		return JL_HEEDS_REV;
	case AT(today):
		return JL_HEEDS_TODAY;
	default:
		return 0;
	}
}

bool jl_cmd_heeds(const struct jl_cmd *cmd, const struct jl_opt *opt)
{
	return (heeded_for(opt) & ~cmd->heeds) == 0;
}

static void help_common(const struct jl_cmd *cmd, FILE *out)
{
	struct jl_opt rows[JL_COUNT(jl_common_opts)] = {0};
	size_t n = 0;

	for (const struct jl_opt *opt = jl_common_opts; opt->name; opt++)
		if (jl_cmd_heeds(cmd, opt))
			rows[n++] = *opt;
	jl_opt_help(rows, out);
}

int jl_cmd_check_common(const struct jl_cmd *cmd,
	const struct jl_common *common, struct jl_error *err)
{
	for (const struct jl_opt *opt = jl_common_opts; opt->name; opt++) {
		const char *at = (const char *)common + opt->offset;
		const char *value;
		bool is_given;

		if (jl_cmd_heeds(cmd, opt))
			continue;
		if (opt->type == JL_OPT_FLAG) {
			memcpy(&is_given, at, sizeof(is_given));
		} else {
			memcpy(&value, at, sizeof(value));
			is_given = value != NULL;
		}
		if (is_given)
			return jl_fail(err, JL_EUSAGE, "%s takes no --%s",
				cmd->name, opt->name);
	}
	return 0;
}

int jl_cmd_check_operands(
	const struct jl_cmd *cmd, char **operands, int n, struct jl_error *err)
{
	if (cmd->most == JL_ANY_NUMBER || n <= cmd->most)
		return 0;
	return jl_fail(err, JL_EUSAGE, "%s takes %s, and '%.60s' is too much",
		cmd->name,
		cmd->most == 0	 ? "no words"
		: cmd->most == 1 ? "one word"
				 : "fewer words",
		operands[cmd->most]);
}

void jl_cmd_help(const struct jl_cmd *cmd, FILE *out)
{
	fprintf(out, "usage: jledger %s\n\n%s\n", cmd->usage, cmd->summary);
	if (cmd->help)
		fprintf(out, "\n%s\n", cmd->help);
	if (cmd->opts) {
		fputs("\noptions:\n", out);
		jl_opt_help(cmd->opts, out);
	}
	fputs("\ncommon options:\n", out);
	help_common(cmd, out);
}

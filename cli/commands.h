/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The table of commands, in the order in which `jledger help` shows them. */
#ifndef JL_CLI_COMMANDS_H
#define JL_CLI_COMMANDS_H

#include "cli/ctx.h"
#include "cli/opt.h"

struct jl_cmd_group {
	const char *title;
	const struct jl_cmd *const *commands;
	size_t n;
};

extern const struct jl_cmd_group jl_cmd_groups[];
extern const size_t jl_n_cmd_groups;
extern const struct jl_opt jl_common_opts[];
/* Of these, what the words of a report may say: what it is about. */
extern const struct jl_opt jl_again_opts[];

/* By name, or NULL. */
const struct jl_cmd *jl_cmd_find(const char *name);
/* The name nearest to the word, or NULL. */
const char *jl_cmd_nearest(const char *word);

/* Is the common option one that the command takes? */
bool jl_cmd_heeds(const struct jl_cmd *cmd, const struct jl_opt *opt);

/* Fails when a common option was given that the command does not heed. */
int jl_cmd_check_common(const struct jl_cmd *cmd,
	const struct jl_common *common, struct jl_error *err);

/* Fails when there are more operands than the command takes. */
int jl_cmd_check_operands(
	const struct jl_cmd *cmd, char **operands, int n, struct jl_error *err);

/* Usage, what it does, options. */
void jl_cmd_help(const struct jl_cmd *cmd, FILE *out);

extern const struct jl_cmd jl_cmd_init, jl_cmd_doctor, jl_cmd_new, jl_cmd_set,
	jl_cmd_edit, jl_cmd_undo, jl_cmd_check, jl_cmd_commit, jl_cmd_import,
	jl_cmd_status, jl_cmd_list, jl_cmd_show, jl_cmd_who, jl_cmd_report,
	jl_cmd_diff, jl_cmd_log, jl_cmd_verify, jl_cmd_seal, jl_cmd_export,
	jl_cmd_config, jl_cmd_completion, jl_cmd_merge_file, jl_cmd_index,
	jl_cmd_help_cmd, jl_cmd_version;

#endif

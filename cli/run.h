/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Running a command: for main, and again for `verify`. */
#ifndef JL_CLI_RUN_H
#define JL_CLI_RUN_H

#include "cli/commands.h"

/* Parses the arguments behind the command and runs it; its exit code. Errors
 * are printed. */
int jl_run_command(
	struct jl_ctx *ctx, const struct jl_cmd *cmd, char **argv, int argc);

/* Prints the error; for usage, where help is. command may be NULL. */
void jl_complain(struct jl_ctx *ctx, int rc, const char *command);

/*
 * Gives a command that answers with a page once more, as of a commit, with an
 * empty cache of its own. Words that say where or how to show it are refused.
 * JL_EXIT_USAGE for one that does anything else. *text and *complaint are yours
 * to free, and may be NULL.
 */
int jl_run_again(const char *dir, const char *const *words, size_t n,
	const char *rev, const char *format, char **text, size_t *len,
	char **complaint);

#endif

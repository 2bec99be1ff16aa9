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

/* A command that answers with a page, to be given once more. */
struct jl_again {
	const char *dir;
	const char *const *words;
	size_t n;
	const char *rev, *format;
	/* Where all is derived anew from git and batch files, which the caller
	 * empties; NULL: the user's cache will do. */
	const char *cache_folder;
};

/*
 * Gives it, as of a commit. Words that say where or how to show the answer are
 * refused. JL_EXIT_USAGE for a command that does anything else. *complaint is
 * the first line of what was complained of; it and *text are yours to free, and
 * may be NULL.
 */
int jl_run_again(const struct jl_again *again, char **text, size_t *len,
	char **complaint);

#endif

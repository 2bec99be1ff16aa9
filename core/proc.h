/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Other programs: those that the user named, on the user's terminal. */
#ifndef JL_CORE_PROC_H
#define JL_CORE_PROC_H

#include <stddef.h>

#include "core/error.h"

/*
 * Runs a command line, as "vi" or "code --wait", with one argument behind it,
 * and waits. The command is the user's own and goes to the shell; the argument
 * never does. 0 when it ended well; JL_EENV when it did not, or could not be
 * run.
 */
int jl_run_with(
	const char *command, const char *argument, struct jl_error *err);

/*
 * Shows the text by the pager, a command line of the user's own, and waits
 * until it is closed; interrupts from the keyboard are the pager's.
 * JL_ENOTFOUND when it could not be run, and nothing was shown. less is told to
 * pass colours and to end by itself when all fits on the screen, unless LESS
 * says otherwise.
 */
int jl_page(const char *pager, const char *text, size_t len);

/*
 * Runs a program of the PATH by itself, without a shell, and waits. It reads
 * the bytes of `in`; what it writes becomes *out, yours to free, and the first
 * line that it complains in becomes *complaint, likewise; either may be NULL.
 * Its exit status, or JL_ENOTFOUND when there is no such program, or JL_EENV.
 */
int jl_run_filter(const char *const *argv, const void *in, size_t in_len,
	char **out, size_t *out_len, char **complaint, struct jl_error *err);

#endif

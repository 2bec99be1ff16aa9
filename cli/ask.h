/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Questions to the person at the terminal. What is asked can always be said on
 * the command line too. */
#ifndef JL_CLI_ASK_H
#define JL_CLI_ASK_H

#include "cli/ctx.h"

/* Is there somebody to ask: are the input and stderr a terminal? */
bool jl_can_ask(void);

/*
 * Asks once. *answer is what was typed, without white space around it, or the
 * fallback when nothing was (NULL: ""); yours to free. JL_EINVALID and NULL at
 * the end of the input: whoever closes it wants to stop.
 */
int jl_ask(struct jl_ctx *ctx, const char *question, const char *fallback,
	char **answer);

#endif

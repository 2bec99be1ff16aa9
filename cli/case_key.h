/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The key that makes pseudonyms of case ids. */
#ifndef JL_CLI_CASE_KEY_H
#define JL_CLI_CASE_KEY_H

#include "cli/ctx.h"
#include "core/digest.h"

/*
 * Opens the key in the file that JLEDGER_CASE_KEY names, or in the user's
 * configuration folder, where it is made when there is none. The result is the
 * caller's. < 0 with ctx->error.
 */
int jl_case_key_open(struct jl_ctx *ctx, struct jl_keyed **keyed);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* version: which program this is. */
#include "cli/commands.h"

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	(void)args;
	(void)operands;
	(void)n;
	fprintf(ctx->out, "jledger %s, ledger format %d\n", JL_VERSION,
		JL_FORMAT);
	return 0;
}

const struct jl_cmd jl_cmd_version = {
	.name = "version",
	.usage = "version",
	.summary = "Say which version this is and which ledgers it knows.",
	.run = run,
};

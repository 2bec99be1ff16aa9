/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* index: the derived cache, brought up to date or made anew. */
#include "cli/commands.h"

struct index_args {
	bool is_rebuild;
};

static const struct jl_opt opts[] = {
	{"rebuild", 0, JL_OPT_FLAG, offsetof(struct index_args, is_rebuild),
		NULL, "throw the cache away and derive it again", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct index_args *a = args;
	size_t missing = 0;
	int rc = 0;

	(void)operands;
	(void)n;
	if (a->is_rebuild)
		rc = jl_cache_empty(ctx->cache, &ctx->error);
	if (a->is_rebuild && rc == 0 && !jl_cache_path(ctx->cache))
		return jl_fail(&ctx->error, JL_EENV,
			"the cache cannot be kept: ~/.cache/jledger is not a "
			"folder that is yours alone");
	if (rc == 0)
		rc = jl_ctx_open(ctx, JL_NEED_HISTORY | JL_NEED_INDEX);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < ctx->index->batches.n; i++) {
		const struct jl_batch_info *info = &ctx->index->batches.v[i];

		if (!jl_batch_is_missed(info))
			continue;
		missing++;
		fprintf(ctx->err,
			"jledger: the file of batch %s is %s, and its figures "
			"are left blank: %s\n",
			info->receipt.id, jl_batch_states[info->state],
			info->why);
	}
	fprintf(ctx->out, "%zu batches, receipts %.12s, %llu commits\n",
		ctx->index->batches.n, ctx->index->root,
		(unsigned long long)ctx->history->n_commits);
	return missing ? JL_EXIT_NO : 0;
}

const struct jl_cmd jl_cmd_index = {
	.name = "index",
	.usage = "index [--rebuild]",
	.summary = "Bring the derived cache up to date, or make it anew.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct index_args),
	.run = run,
};

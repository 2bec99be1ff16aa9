/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* verify: has anything been changed since, and who signed? */
#include "cli/commands.h"

#include "reports/build_verify.h"

#include <stdlib.h>
#include <string.h>

struct verify_args {
	const char *against, *level;
};

static const char *const levels[] = {"V0", "V1", NULL};

#define AT(member) offsetof(struct verify_args, member)

static const struct jl_opt opts[] = {
	{"against", 0, JL_OPT_TEXT, AT(against), "WITNESS",
		"an earlier report, a seal (its line, file or tag), or a "
		"commit",
		NULL},
	{"level", 0, JL_OPT_CHOICE, AT(level), "LEVEL",
		"what must be reached: V0 bytes intact, V1 signed by a known "
		"key",
		levels},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* 1 findings, 4 what cannot be verified, 0 else. */
static int verdict(const struct verify_args *a, const struct jl_verification *v)
{
	bool wants_signed = a->level && strcmp(a->level, "V1") == 0;

	if (v->n_bad || (wants_signed && v->signed_n < v->commits))
		return JL_EXIT_NO;
	return v->n_not_checked ? JL_EXIT_ENVIRONMENT : JL_EXIT_DONE;
}

static int show(struct jl_ctx *ctx, const struct verify_args *a,
	const struct jl_verify_query *query, const struct jl_verification *v)
{
	struct jl_page page = {.ledger = ctx->ledger, .day = ctx->today};
	struct jl_checkpoint now = {"", ""};
	struct jl_error ignored;
	char *seal = NULL;
	int rc;

	jl_oid_hex(&query->tip, now.commit);
	if (jl_receipts_root(ctx->repo, &query->tip, now.root, &ignored) == 0)
		seal = jl_seal_line(&now);
	rc = jl_ctx_show(ctx, jl_build_verify(&page, v, seal));
	free(seal);
	return rc < 0 ? rc : verdict(a, v);
}

/* The ledger names people, and is not needed. */
static void load_ledger(struct jl_ctx *ctx, const struct jl_oid *tip)
{
	struct jl_error ignored;

	if (jl_ledger_load(ctx->repo, NULL, tip, &ctx->ledger, &ignored) == 0)
		jl_ctx_set_clock(ctx, ctx->ledger->zone);
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct verify_args *a = args;
	struct jl_verify_query query = {.repo = ctx->repo};
	struct jl_verification verification;
	struct jl_checkpoint against;
	int rc = jl_repo_head(ctx->repo, &query.tip, &ctx->error);

	(void)operands;
	(void)n;
	if (rc == 0 && a->against)
		rc = jl_checkpoint_read(
			ctx->repo, a->against, &against, &ctx->error);
	if (rc < 0)
		return rc;
	load_ledger(ctx, &query.tip);
	query.ledger = ctx->ledger;
	query.checkpoints = &against;
	query.sources = &a->against;
	query.n_checkpoints = a->against ? 1 : 0;
	rc = jl_verify(&query, &verification, &ctx->error);
	if (rc < 0)
		return rc;
	rc = show(ctx, a, &query, &verification);
	jl_verification_release(&verification);
	return rc;
}

const struct jl_cmd jl_cmd_verify = {
	.name = "verify",
	.usage = "verify [--against WITNESS] [--level LEVEL]",
	.summary =
		"Say whether anything has been changed since, and who signed.",
	.most = 0,
	.help = "Reads and hashes every commit and file of the ledger and "
		"every batch file; nothing is\ntaken from the cache, from "
		"dates or from reflogs. --against proves that the ledger of\n"
		"today contains what an earlier report saw, or names what is "
		"missing. Exit code 0: no\nfinding; 1: findings; 4: something "
		"cannot be verified here.",
	.needs = JL_NEED_REPO,
	.heeds = JL_HEEDS_FORMAT | JL_HEEDS_OUTPUT | JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct verify_args),
	.run = run,
};

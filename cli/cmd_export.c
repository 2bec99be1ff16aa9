/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* export: the ledger's evidence in one file. */
#include "cli/commands.h"

#include "cli/evidence.h"
#include "core/period.h"

#include <string.h>

struct export_args {
	const char *period;
};

static const struct jl_opt opts[] = {
	{"period", 'p', JL_OPT_TEXT, offsetof(struct export_args, period),
		"PERIOD", "of the reports (last-quarter)", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static int check_name(struct jl_ctx *ctx)
{
	const char *path = ctx->common.output;
	size_t len = path ? strlen(path) : 0;

	if (len > 4 && strcmp(path + len - 4, ".zip") == 0)
		return jl_ctx_check_output(ctx);
	return jl_fail(&ctx->error, JL_EUSAGE,
		"export evidence writes a zip: -o FILE.zip says where");
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct export_args *a = args;
	char text[JL_PERIOD_TEXT];
	struct jl_period period;
	int rc;

	if (n != 1 || strcmp(operands[0], "evidence") != 0)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"what is to be exported? There is: evidence");
	if (jl_period_parse(a->period ? a->period : "last-quarter", ctx->today,
		    jl_fiscal_start(&ctx->ledger->settings), &period,
		    &ctx->error) < 0)
		return ctx->error.code = JL_EUSAGE;
	rc = check_name(ctx);
	if (rc == 0)
		rc = jl_evidence_write(ctx, jl_period_format(&period, text),
			ctx->common.output);
	if (rc == 0)
		fprintf(ctx->err, "jledger: wrote %s\n", ctx->common.output);
	return rc;
}

const struct jl_cmd jl_cmd_export = {
	.name = "export",
	.usage = "export evidence [--period PERIOD] -o FILE.zip",
	.summary = "Put the evidence of a period into one file.",
	.most = 1,
	.help = "Reports, receipts, the whole history, signatures and hashes, "
		"with a README that says how to\ncheck them offline with "
		"sha256sum and git alone.",
	.needs = JL_NEED_LEDGER | JL_NEED_NO_CACHE,
	.heeds = JL_HEEDS_OUTPUT | JL_HEEDS_REV | JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct export_args),
	.run = run,
};

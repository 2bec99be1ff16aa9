/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* seal: a signed tag over what the ledger contains, in one line. */
#include "cli/commands.h"

#include "core/signing.h"
#include "journeys/checkpoint.h"

#include <stdlib.h>

struct seal_args {
	const char *name;
	bool is_unsigned, is_dry;
};

#define AT(member) offsetof(struct seal_args, member)

static const struct jl_opt opts[] = {
	{"name", 0, JL_OPT_TEXT, AT(name), "TAG",
		"the tag's name (seal/DATE-COMMIT)", NULL},
	{"unsigned", 0, JL_OPT_FLAG, AT(is_unsigned), NULL,
		"without a signature: it proves nothing unless you keep it",
		NULL},
	{"dry-run", 'n', JL_OPT_FLAG, AT(is_dry), NULL,
		"print the line and make no tag", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static char *name_of(struct jl_ctx *ctx, const struct seal_args *a)
{
	char day[JL_DAY_TEXT];

	return a->name ? jl_xstrdup(a->name)
		       : jl_xasprintf("seal/%s-%.7s",
				 jl_day_format(ctx->today, day),
				 ctx->ledger->commit);
}

static int make_tag(
	struct jl_ctx *ctx, const struct seal_args *a, const char *line)
{
	struct jl_signing signing = {0};
	char *name = name_of(ctx, a);
	int rc = a->is_unsigned
			 ? 0
			 : jl_signing_read(ctx->repo, &signing, &ctx->error);

	if (rc == 0 && !a->is_unsigned && !signing.is_ssh)
		rc = jl_fail(&ctx->error, JL_EENV,
			"a seal is signed with an SSH key: 'git config "
			"gpg.format ssh' and 'git config user.signingkey FILE' "
			"say with which; or seal --unsigned");
	if (rc == 0)
		rc = jl_repo_tag(ctx->repo, &ctx->commit, name, line, ctx->now,
			jl_zone_offset(ctx->ledger->zone, ctx->now),
			a->is_unsigned ? NULL : jl_signing_sign, &signing,
			&ctx->error);
	if (rc == 0)
		fprintf(ctx->err,
			"jledger: made the tag %s; 'git push origin %s' gives "
			"it to others, and the line is to be kept where this "
			"repository's keepers cannot reach it\n",
			name, name);
	jl_signing_release(&signing);
	free(name);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct seal_args *a = args;
	struct jl_checkpoint checkpoint = {"", ""};
	char *line;
	int rc;

	(void)operands;
	(void)n;
	jl_oid_hex(&ctx->commit, checkpoint.commit);
	rc = jl_receipts_root(
		ctx->repo, &ctx->commit, checkpoint.root, &ctx->error);
	if (rc < 0)
		return rc;
	line = jl_seal_line(&checkpoint);
	if (!a->is_dry)
		rc = make_tag(ctx, a, line);
	if (rc == 0)
		fprintf(ctx->out, "%s\n", line);
	free(line);
	return rc;
}

const struct jl_cmd jl_cmd_seal = {
	.name = "seal",
	.usage = "seal [--name TAG] [--unsigned] [-n]",
	.summary = "Seal what the ledger contains: a signed tag, and its line.",
	.help = "The line names the commit and the Merkle root over all "
		"receipts, and fits in an e-mail\nor on paper. Whoever has it "
		"can prove later that the ledger still contains all of it:\n"
		"'jledger verify --against LINE' (or the tag). It is signed "
		"with the SSH key that git's\nuser.signingkey names.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct seal_args),
	.run = run,
};

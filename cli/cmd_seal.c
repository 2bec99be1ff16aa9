/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* seal: a signed tag over what the ledger contains, in one line. */
#include "cli/commands.h"

#include "cli/write.h"
#include "core/signing.h"
#include "journeys/checkpoint.h"

#include <stdlib.h>
#include <string.h>

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

struct sealing {
	const struct seal_args *args;
	const char *line;
	char *name;
	bool is_taken;	/* the name, by whatever tag */
	bool was_there; /* this seal */
};

/* Is there a tag of this name that says just this, from a time before? */
static int find_same(struct jl_ctx *ctx, struct sealing *s)
{
	struct jl_tag tag = {0};
	struct jl_oid oid;
	int rc = jl_repo_tag_find(ctx->repo, s->name, &oid, &ctx->error);

	s->is_taken = rc == 0;
	if (rc == 0)
		rc = jl_repo_tag_read(ctx->repo, &oid, &tag, &ctx->error);
	if (rc == 0) {
		size_t len = strlen(s->line);

		s->was_there = jl_oid_equal(&tag.target, &ctx->commit) &&
			       strncmp(tag.message, s->line, len) == 0 &&
			       (s->args->is_unsigned || tag.signature);
	}
	jl_tag_release(&tag);
	return rc == JL_ENOTFOUND ? 0 : rc;
}

static int make_tag(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct sealing *s = data;
	struct jl_signing signing = {0};
	char *reference = jl_xasprintf("refs/tags/%s", s->name);
	bool is_signed = !s->args->is_unsigned;
	int rc = find_same(ctx, s);

	if (rc == 0 && !s->was_there && is_signed)
		rc = jl_signing_read(ctx->repo, &signing, &ctx->error);
	if (rc == 0 && !s->was_there && is_signed && !signing.is_ssh)
		rc = jl_fail(&ctx->error, JL_EENV,
			"a seal is signed with an SSH key: 'git config "
			"gpg.format ssh' and 'git config user.signingkey FILE' "
			"say with which; or seal --unsigned");
	if (rc == 0 && s->is_taken && !s->was_there)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"there is a tag '%.100s' already", s->name);
	if (rc == 0 && !s->was_there)
		rc = jl_writer_guard(writer, reference, &ctx->error);
	if (rc == 0 && !s->was_there) {
		struct jl_error second;

		rc = jl_repo_tag(ctx->repo, &ctx->commit, s->name, s->line,
			ctx->now, jl_zone_offset(ctx->ledger->zone, ctx->now),
			is_signed ? jl_signing_sign : NULL, &signing,
			&ctx->error);
		jl_writer_unguard(writer, rc < 0 ? &second : &ctx->error);
	}
	jl_signing_release(&signing);
	free(reference);
	return rc;
}

static int seal(struct jl_ctx *ctx, const struct seal_args *a, const char *line)
{
	struct sealing s = {.args = a, .line = line, .name = name_of(ctx, a)};
	int rc = jl_attempt_write(ctx, "seal", false, make_tag, &s);

	if (rc == 0)
		fprintf(ctx->err,
			"jledger: %s the tag %s; 'git push origin %s' gives "
			"it to others; keep the line below where the people "
			"who run this repository cannot change it\n",
			s.was_there ? "there was already" : "made", s.name,
			s.name);
	free(s.name);
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
		rc = seal(ctx, a, line);
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
	.needs = JL_NEED_LEDGER | JL_NEED_NO_CACHE,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct seal_args),
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* diff: what changed in the definitions, in words. */
#include "cli/commands.h"

#include "reports/build.h"

#include <stdlib.h>
#include <string.h>

/* Two ledgers; a text of NULL is the work tree. */
struct sides {
	char *from, *to;
	struct jl_ledger *before, *after;
};

/* "REV", "REV..REV", "REV.." or nothing: from HEAD to the work tree. */
static void read_range(const char *text, struct sides *s)
{
	const char *dots = text ? strstr(text, "..") : NULL;

	s->from = !text	 ? jl_xstrdup("HEAD")
		  : dots ? jl_xstrndup(text, (size_t)(dots - text))
			 : jl_xstrdup(text);
	s->to = dots ? jl_xstrdup(dots[2] ? dots + 2 : "HEAD") : NULL;
	if (!*s->from) {
		free(s->from);
		s->from = jl_xstrdup("HEAD");
	}
}

static int load(struct jl_ctx *ctx, const char *rev, struct jl_ledger **ledger)
{
	struct jl_oid commit;
	int rc;

	if (!rev)
		return jl_ledger_load_work(
			ctx->repo, NULL, ledger, &ctx->error);
	rc = jl_repo_resolve(ctx->repo, rev, &commit, &ctx->error);
	return rc < 0 ? rc
		      : jl_ledger_load(
				ctx->repo, NULL, &commit, ledger, &ctx->error);
}

static int show(struct jl_ctx *ctx, const struct sides *s)
{
	struct jl_page page = {.ledger = s->after, .day = ctx->today};
	struct jl_changes changes;
	struct jl_report *report;

	jl_changes_find(s->before, s->after, &changes);
	report = jl_build_diff(
		&page, &changes, s->from, s->to ? s->to : "the work tree");
	jl_changes_release(&changes);
	return jl_ctx_show(ctx, report);
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct sides s = {0};
	int rc;

	(void)args;
	read_range(n > 0 ? operands[0] : NULL, &s);
	rc = load(ctx, s.from, &s.before);
	if (rc == 0)
		rc = load(ctx, s.to, &s.after);
	if (rc == 0)
		rc = jl_ctx_set_clock(ctx, s.after->zone);
	if (rc == 0)
		rc = show(ctx, &s);
	jl_ledger_free(s.before);
	jl_ledger_free(s.after);
	free(s.from);
	free(s.to);
	return rc;
}

const struct jl_cmd jl_cmd_diff = {
	.name = "diff",
	.usage = "diff [REV | REV..REV]",
	.summary = "Say in words what changed in the definitions.",
	.most = 1,
	.help = "From what is recorded to the work tree; with REV from that "
		"commit to the work tree;\nwith REV..REV from one commit to "
		"the other. Dated facts are compared day by day.\n--format md "
		"is a comment for a pull request.",
	.needs = JL_NEED_REPO,
	.heeds = JL_HEEDS_FORMAT | JL_HEEDS_OUTPUT | JL_HEEDS_TODAY,
	.run = run,
};

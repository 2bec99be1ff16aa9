/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Opening what commands need, and the clock. */
#include "cli/ctx.h"

#include "cli/settings.h"
#include "cli/write.h"
#include "reports/findings.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Are they all journeys that were loaded? */
static bool has_all(const struct jl_ledger *ledger, const char *const *ids)
{
	for (size_t i = 0; ids[i]; i++)
		if (!jl_ledger_journey(ledger, ids[i]))
			return false;
	return true;
}

/* Whoever asks of one journey does not wait for two thousand; but one that is
 * not there is looked for among all. */
static int load_ledger(struct jl_ctx *ctx)
{
	size_t n = (size_t)ctx->n_operands;
	const char **ids = jl_xcalloc(n + 1, sizeof(*ids));
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		ids[i] = ctx->operands[i];
	if (ctx->is_few)
		rc = jl_ledger_load_only(ctx->repo, ctx->cache, &ctx->commit,
			ids, &ctx->ledger, &ctx->error);
	if (ctx->is_few && rc == 0 && !has_all(ctx->ledger, ids)) {
		jl_ledger_free(ctx->ledger);
		ctx->ledger = NULL;
	}
	if (rc == 0 && !ctx->ledger)
		rc = jl_ledger_load(ctx->repo, ctx->cache, &ctx->commit,
			&ctx->ledger, &ctx->error);
	free(ids);
	return rc;
}

static int open_ledger(struct jl_ctx *ctx)
{
	struct jl_error *err = &ctx->error;
	const char *rev = ctx->common.rev ? ctx->common.rev : "HEAD";
	struct jl_oid head;
	int rc = jl_repo_resolve(ctx->repo, rev, &ctx->commit, err);

	if (rc == JL_ENOTFOUND && !ctx->common.rev)
		return jl_fail(err, JL_EENV,
			"%.300s: nothing is committed here yet; 'jledger init' "
			"makes a ledger, 'jledger commit' records it",
			jl_repo_top(ctx->repo));
	if (rc < 0)
		return rc == JL_ENOTFOUND ? (int)(err->code = JL_EINVALID) : rc;
	ctx->is_head = jl_repo_resolve(ctx->repo, "HEAD", &head, err) == 0 &&
		       jl_oid_equal(&head, &ctx->commit);
	rc = ctx->cache_folder
		     ? jl_cache_open_fresh(ctx->cache_folder, &ctx->cache, err)
		     : jl_cache_open(ctx->repo, &ctx->cache, err);
	if (rc == 0)
		rc = load_ledger(ctx);
	if (rc == 0)
		rc = jl_ctx_set_clock(ctx, ctx->ledger->zone);
	return rc;
}

/* A history that was rewritten is no fault here, but never silent. */
static int open_history(struct jl_ctx *ctx)
{
	const struct jl_history *h;
	int rc = jl_history_open(ctx->repo, ctx->cache, &ctx->commit,
		ctx->is_head, &ctx->history, &ctx->error);

	if (rc < 0)
		return rc;
	h = ctx->history;
	if (h->n_forgotten)
		fprintf(ctx->err,
			"jledger: %llu commit%s that stood on this branch "
			"before %s not on it now, from %.12s on: the history "
			"was rewritten, or this is another branch; 'jledger "
			"verify --against' an earlier report tells what is "
			"missing\n",
			(unsigned long long)h->n_forgotten,
			jl_plural(h->n_forgotten),
			h->n_forgotten == 1 ? "is" : "are", h->first_forgotten);
	return 0;
}

int jl_ctx_open(struct jl_ctx *ctx, unsigned needs)
{
	const unsigned of_ledger =
		JL_NEED_LEDGER | JL_NEED_INDEX | JL_NEED_HISTORY;
	int rc = 0;

	if (needs & (JL_NEED_REPO | of_ledger) && !ctx->repo)
		rc = jl_repo_open(ctx->dir, &ctx->repo, &ctx->error);
	if (rc == 0 && !ctx->is_again)
		jl_settle_before(ctx);
	if (rc == 0 && needs & of_ledger && !ctx->ledger)
		rc = open_ledger(ctx);
	/* Before the index, whose snapshot ends with the command. */
	if (rc == 0 && needs & JL_NEED_HISTORY && !ctx->history)
		rc = open_history(ctx);
	if (rc == 0 && needs & JL_NEED_INDEX && !ctx->index)
		rc = jl_index_open(ctx->repo, ctx->cache, &ctx->commit,
			ctx->is_head, NULL, &ctx->index, &ctx->error);
	return rc;
}

void jl_ctx_close(struct jl_ctx *ctx)
{
	jl_index_close(ctx->index);
	jl_history_close(ctx->history);
	jl_cache_close(ctx->cache);
	jl_ledger_free(ctx->ledger);
	jl_repo_close(ctx->repo);
	for (size_t i = 0; i < ctx->n_words; i++)
		free(ctx->words[i]);
	free(ctx->words);
	ctx->words = NULL;
	ctx->n_words = ctx->words_cap = 0;
	ctx->index = NULL;
	ctx->history = NULL;
	ctx->cache = NULL;
	ctx->ledger = NULL;
	ctx->repo = NULL;
}

int jl_ctx_set_clock(struct jl_ctx *ctx, struct jl_zone *zone)
{
	char *fixed = NULL;
	int rc = ctx->common.today ? 0
				   : jl_setting_get(JL_SETTING_TODAY, &fixed,
					     NULL, &ctx->error);

	if (rc < 0)
		return rc;
	if (fixed || ctx->common.today) {
		/* Both were looked at: they are days. */
		jl_day_parse(fixed ? fixed : ctx->common.today, &ctx->today,
			&ctx->error);
		ctx->now = jl_zone_midnight(zone, ctx->today);
		free(fixed);
		return 0;
	}
	ctx->now = (int64_t)time(NULL) * JL_SECOND;
	ctx->today = jl_zone_day(zone, ctx->now);
	return 0;
}

size_t jl_ctx_print_findings(struct jl_ctx *ctx, const struct jl_ledger *ledger,
	jl_is_wanted *is_wanted, const void *data)
{
	const struct jl_findings *all = &ledger->findings;
	struct jl_findings some = {jl_xcalloc(all->n, sizeof(*some.v)), 0, 0};
	const struct jl_finding_page page = {&some, ledger, false};
	size_t n;

	/* They borrow their texts, and are printed in one go. */
	for (size_t i = 0; i < all->n; i++)
		if (is_wanted(data, &all->v[i]))
			some.v[some.n++] = all->v[i];
	jl_findings_text(&page, ctx->err);
	n = some.n;
	free(some.v);
	return n;
}

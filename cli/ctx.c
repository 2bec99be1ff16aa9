/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Opening what commands need, the clock, and showing pages. */
#include "cli/ctx.h"

#include "core/file.h"
#include "core/term.h"
#include "reports/findings.h"
#include "reports/render.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

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
	rc = jl_cache_open(ctx->repo, &ctx->cache, err);
	if (rc == 0)
		rc = jl_ledger_load(
			ctx->repo, ctx->cache, &ctx->commit, &ctx->ledger, err);
	if (rc == 0)
		rc = jl_ctx_set_clock(ctx, ctx->ledger->zone);
	return rc;
}

int jl_ctx_open(struct jl_ctx *ctx, unsigned needs)
{
	int rc = 0;

	if (needs & (JL_NEED_REPO | JL_NEED_LEDGER | JL_NEED_INDEX) &&
		!ctx->repo)
		rc = jl_repo_open(ctx->dir, &ctx->repo, &ctx->error);
	if (rc == 0 && needs & (JL_NEED_LEDGER | JL_NEED_INDEX) && !ctx->ledger)
		rc = open_ledger(ctx);
	if (rc == 0 && needs & JL_NEED_INDEX && !ctx->index)
		rc = jl_index_open(ctx->repo, ctx->cache, &ctx->commit,
			ctx->is_head, NULL, &ctx->index, &ctx->error);
	return rc;
}

void jl_ctx_close(struct jl_ctx *ctx)
{
	jl_index_close(ctx->index);
	jl_cache_close(ctx->cache);
	jl_ledger_free(ctx->ledger);
	jl_repo_close(ctx->repo);
	ctx->index = NULL;
	ctx->cache = NULL;
	ctx->ledger = NULL;
	ctx->repo = NULL;
}

int jl_ctx_set_clock(struct jl_ctx *ctx, struct jl_zone *zone)
{
	const char *fixed =
		ctx->common.today ? ctx->common.today : getenv("JLEDGER_TODAY");

	if (fixed && *fixed) {
		int rc = jl_day_parse(fixed, &ctx->today, &ctx->error);

		if (rc < 0) {
			jl_within(&ctx->error, "today");
			return ctx->error.code = JL_EUSAGE;
		}
		ctx->now = jl_zone_midnight(zone, ctx->today);
		return 0;
	}
	ctx->now = (int64_t)time(NULL) * JL_SECOND;
	ctx->today = jl_zone_day(zone, ctx->now);
	return 0;
}

static const struct jl_format *choose_format(struct jl_ctx *ctx)
{
	const struct jl_format *format = NULL;

	if (ctx->common.format)
		return jl_format_find(ctx->common.format);
	if (ctx->common.output)
		format = jl_format_for_file(ctx->common.output);
	if (ctx->common.output && !format)
		jl_fail(&ctx->error, JL_EUSAGE,
			"-o %.200s: its ending is no format; endings are .txt "
			".json .csv .md .html, or say --format",
			ctx->common.output);
	return ctx->common.output ? format : jl_format_find("text");
}

/* --color, else NO_COLOR (no-color.org), else on a terminal. */
static bool wants_color(const struct jl_ctx *ctx)
{
	const char *no_color = getenv("NO_COLOR");

	if (ctx->common.color && strcmp(ctx->common.color, "auto") != 0)
		return strcmp(ctx->common.color, "always") == 0;
	return !(no_color && *no_color) && jl_is_terminal(ctx->out);
}

/* A page must not take the place of what the ledger is made of. */
static int check_output(struct jl_ctx *ctx)
{
	const char *output = ctx->common.output;
	const char *slash = output ? strrchr(output, '/') : NULL;
	const char *name = slash ? slash + 1 : output;
	char *folder = slash ? jl_xstrndup(output, (size_t)(slash - output) + 1)
			     : jl_xstrdup(".");
	bool is_ours = false;

	for (size_t i = 0; output && ctx->repo && i < JL_DEFINITION_PATHS;
		i++) {
		char *path = jl_path_join(
			jl_repo_top(ctx->repo), jl_definition_paths[i]);

		is_ours = is_ours || jl_is_same_folder(folder, path);
		free(path);
	}
	for (size_t i = 0; output && ctx->repo && i < 3; i++) {
		static const char *const inner[] = {
			JL_MEASURES, ".git", ".jledger"};
		char *path = jl_path_join(jl_repo_top(ctx->repo), inner[i]);

		is_ours = is_ours || jl_is_same_folder(folder, path);
		free(path);
	}
	if (output && ctx->repo && strcmp(name, jl_definition_paths[0]) == 0)
		is_ours = is_ours ||
			  jl_is_same_folder(folder, jl_repo_top(ctx->repo));
	free(folder);
	return is_ours ? jl_fail(&ctx->error, JL_EUSAGE,
				 "-o %.200s: that is a part of the ledger; "
				 "choose another place",
				 output)
		       : 0;
}

int jl_ctx_write(struct jl_ctx *ctx, jl_render *render, const void *data)
{
	char *text = NULL;
	size_t len = 0;
	FILE *memory;
	int rc = check_output(ctx);

	if (rc < 0)
		return rc;
	if (!ctx->common.output) {
		render(data, wants_color(ctx), ctx->out);
		return 0;
	}
	memory = open_memstream(&text, &len);
	if (!memory)
		abort(); /* out of memory */
	render(data, false, memory);
	fclose(memory);
	rc = jl_file_write(ctx->common.output, NULL, text, len, &ctx->error);
	if (rc == 0)
		fprintf(ctx->err, "jledger: wrote %s\n", ctx->common.output);
	free(text);
	return rc;
}

/* A page with its format. */
struct shown {
	const struct jl_report *report;
	const struct jl_format *format;
	int width;
};

static void render_page(const void *data, bool has_color, FILE *out)
{
	const struct shown *shown = data;
	struct jl_render_options options = {
		.width = shown->width, .has_color = has_color};

	shown->format->render(shown->report, &options, out);
}

int jl_ctx_show(struct jl_ctx *ctx, struct jl_report *report)
{
	struct shown shown = {.report = report,
		.format = choose_format(ctx),
		.width = ctx->common.output ? 0 : jl_term_width(ctx->out)};
	int rc = shown.format ? jl_ctx_write(ctx, render_page, &shown)
			      : JL_EUSAGE;

	jl_report_free(report);
	if (rc == 0 && ctx->ledger)
		for (size_t i = 0; i < ctx->ledger->n_files; i++)
			if (ctx->ledger->files[i].is_broken)
				return JL_EXIT_NO;
	return rc;
}

void jl_ctx_print_finding(struct jl_ctx *ctx, const struct jl_ledger *ledger,
	struct jl_finding *finding)
{
	const struct jl_findings one = {finding, 1, 1};
	const struct jl_finding_page page = {&one, ledger, false};

	jl_findings_text(&page, ctx->err);
}

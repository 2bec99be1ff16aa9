/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Opening what commands need, the clock, and showing pages. */
#include "cli/ctx.h"

#include "cli/settings.h"
#include "core/file.h"
#include "core/proc.h"
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

/* --color, else the setting, else NO_COLOR (no-color.org) and the terminal. */
static int choose_color(struct jl_ctx *ctx, bool *has_color)
{
	const char *no_color = getenv("NO_COLOR");
	char *set = NULL;
	const char *when;
	int rc = 0;

	if (!ctx->common.color)
		rc = jl_setting_get(JL_SETTING_COLOR, &set, NULL, &ctx->error);
	if (rc < 0)
		return rc;
	when = set ? set : ctx->common.color;
	*has_color =
		strcmp(when, "auto") == 0
			? !(no_color && *no_color) && jl_is_terminal(ctx->out)
			: strcmp(when, "always") == 0;
	free(set);
	return 0;
}

/* --width; on a terminal the setting, or its own. 0: as wide as it comes. */
static int choose_width(struct jl_ctx *ctx, int *width)
{
	const struct jl_setting *setting = &jl_settings[JL_SETTING_WIDTH];
	char *set = NULL;
	int rc;

	*width = 0;
	if (ctx->common.width) {
		*width = atoi(ctx->common.width);
		return jl_setting_check(
			setting, ctx->common.width, "--width", &ctx->error);
	}
	if (ctx->common.output || !jl_is_terminal(ctx->out))
		return 0;
	rc = jl_setting_get(JL_SETTING_WIDTH, &set, NULL, &ctx->error);
	if (rc == 0)
		*width = set ? atoi(set) : jl_term_width(ctx->out);
	free(set);
	return rc;
}

/* *pager is NULL when nothing is to be paged. */
static int open_pager(struct jl_ctx *ctx, FILE **pager)
{
	char *command = NULL;
	int rc = 0;

	*pager = NULL;
	if (ctx->common.has_no_pager || !jl_is_terminal(ctx->out))
		return 0;
	rc = jl_setting_get(JL_SETTING_PAGER, &command, NULL, &ctx->error);
	if (rc == 0 && strcmp(command, "cat") != 0) {
		fflush(ctx->out);
		*pager = jl_pager_open(command);
	}
	free(command);
	return rc;
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

static int write_out(struct jl_ctx *ctx, jl_render *render, const void *data)
{
	bool has_color;
	FILE *pager;
	int rc = choose_color(ctx, &has_color);

	if (rc == 0)
		rc = open_pager(ctx, &pager);
	if (rc < 0)
		return rc;
	render(data, has_color, pager ? pager : ctx->out);
	if (pager)
		jl_pager_close(pager);
	return 0;
}

int jl_ctx_write(struct jl_ctx *ctx, jl_render *render, const void *data)
{
	char *text = NULL;
	size_t len = 0;
	FILE *memory;
	int rc = check_output(ctx);

	if (rc < 0)
		return rc;
	if (!ctx->common.output)
		return write_out(ctx, render, data);
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
	struct shown shown = {.report = report, .format = choose_format(ctx)};
	int rc = shown.format ? choose_width(ctx, &shown.width) : JL_EUSAGE;

	if (rc == 0)
		rc = jl_ctx_write(ctx, render_page, &shown);

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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Showing an answer: its format, colour and width, the pager, the file of -o.
 */
#include "cli/ctx.h"

#include "cli/settings.h"
#include "core/file.h"
#include "core/proc.h"
#include "core/term.h"
#include "journeys/checkpoint.h"
#include "reports/render.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
		rc = jl_setting_check(
			setting, ctx->common.width, "--width", &ctx->error);
		if (rc == 0)
			*width = atoi(ctx->common.width);
		return rc;
	}
	if (ctx->common.output || !jl_is_terminal(ctx->out))
		return 0;
	rc = jl_setting_get(JL_SETTING_WIDTH, &set, NULL, &ctx->error);
	if (rc == 0)
		*width = set ? atoi(set) : jl_term_width(ctx->out);
	free(set);
	return rc;
}

/* ---- where a page may be written ---- */

static bool is_below(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return strncmp(path, folder, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

/* Where links lead: *real is yours to free, NULL where nothing is. */
static int resolve(const char *path, char **real, struct jl_error *err)
{
	*real = realpath(path, NULL);
	if (*real || errno == ENOENT || errno == ENOTDIR)
		return 0;
	return jl_fail(err, JL_EENV, "%.300s: cannot be found: %s", path,
		strerror(errno));
}

/* Is the folder, whatever links lead to it, one of the ledger's own? */
static int is_ours(const char *top, const char *gitdir, const char *folder,
	bool *is, struct jl_error *err)
{
	static const char *const inner[] = {JL_MEASURES, ".git", ".jledger"};
	char *own = NULL, *path;
	int rc = resolve(gitdir, &own, err);

	*is = rc == 0 && own && is_below(folder, own);
	free(own);
	for (size_t i = 0; rc == 0 && i < JL_DEFINITION_PATHS + JL_COUNT(inner);
		i++) {
		path = jl_path_join(
			top, i < JL_DEFINITION_PATHS
				     ? jl_definition_paths[i]
				     : inner[i - JL_DEFINITION_PATHS]);
		rc = resolve(path, &own, err);
		*is = *is || (rc == 0 && own && is_below(folder, own));
		if (rc == 0)
			free(own);
		free(path);
	}
	return rc;
}

/* Files at the top that are the ledger's, or git's. */
static bool is_file_of_ours(
	const char *top, const char *folder, const char *name)
{
	return strcmp(top, folder) == 0 &&
	       (*name == '.' || strcmp(name, jl_definition_paths[0]) == 0);
}

static int check_place(struct jl_ctx *ctx, const char *output,
	const char *folder, const char *name)
{
	const char *top = jl_repo_top(ctx->repo);
	char *real = NULL, *real_top = NULL;
	bool is = false;
	int rc = resolve(folder, &real, &ctx->error);

	if (rc == 0)
		rc = resolve(top, &real_top, &ctx->error);
	if (rc == 0 && real)
		rc = is_ours(
			top, jl_repo_gitdir(ctx->repo), real, &is, &ctx->error);
	if (rc == 0 && real && real_top)
		is = is || is_file_of_ours(real_top, real, name);
	free(real);
	free(real_top);
	return is ? jl_fail(&ctx->error, JL_EUSAGE,
			    "-o %.200s: that is a part of the ledger; choose "
			    "another place",
			    output)
		  : rc;
}

/* A page must not take the place of what the ledger is made of. */
int jl_ctx_check_output(struct jl_ctx *ctx)
{
	const char *output = ctx->common.output, *slash;
	char *folder;
	struct stat st;
	int rc = 0;

	if (!output)
		return 0;
	if (stat(output, &st) == 0 && !S_ISREG(st.st_mode))
		return jl_fail(&ctx->error, JL_EUSAGE,
			"-o %.200s: that is no file; without -o a page goes to "
			"standard output",
			output);
	slash = strrchr(output, '/');
	folder = slash ? jl_xstrndup(output, (size_t)(slash - output) + 1)
		       : jl_xstrdup(".");
	if (ctx->repo)
		rc = check_place(
			ctx, output, folder, slash ? slash + 1 : output);
	free(folder);
	return rc;
}

/* ---- writing ---- */

/* The answer as a text; yours to free. */
static char *render_text(
	jl_render *render, const void *data, bool has_color, size_t *len)
{
	char *text = NULL;
	FILE *memory = jl_xopen_memory(&text, len);

	render(data, has_color, memory);
	jl_xclose_memory(memory, &text);
	return text;
}

/* On a terminal by the pager, and without it where there is none. */
static int write_out(struct jl_ctx *ctx, jl_render *render, const void *data)
{
	char *pager = NULL, *text;
	bool has_color, is_paged;
	size_t len;
	int rc = choose_color(ctx, &has_color);

	is_paged = !ctx->common.has_no_pager && jl_is_terminal(ctx->out);
	if (rc == 0 && is_paged)
		rc = jl_setting_get(
			JL_SETTING_PAGER, &pager, NULL, &ctx->error);
	if (rc < 0)
		return rc;
	if (!pager || strcmp(pager, "cat") == 0) {
		render(data, has_color, ctx->out);
	} else {
		text = render_text(render, data, has_color, &len);
		fflush(ctx->out);
		if (jl_page(pager, text, len) != 0)
			fwrite(text, 1, len, ctx->out);
		free(text);
	}
	free(pager);
	return 0;
}

int jl_ctx_write(struct jl_ctx *ctx, jl_render *render, const void *data)
{
	size_t len = 0;
	char *text;
	int rc = jl_ctx_check_output(ctx);

	if (rc < 0)
		return rc;
	if (!ctx->common.output)
		return write_out(ctx, render, data);
	text = render_text(render, data, false, &len);
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

/* The checkpoint of a page that needed no measures. Such a page does not need
 * the receipts either, and where they are damaged it says so. */
static int add_receipts_root(struct jl_ctx *ctx, struct jl_report *report)
{
	char root[JL_DIGEST_HEX];
	struct jl_error error;
	struct jl_oid commit;
	int rc;

	if (!report->commit || report->receipts_root ||
		!jl_oid_from_hex(report->commit, &commit))
		return 0;
	rc = jl_receipts_root(ctx->repo, &commit, root, &error);
	if (rc == JL_EENV) {
		ctx->error = error;
		return rc;
	}
	if (rc == 0)
		report->receipts_root = jl_report_text(report, root);
	else
		jl_report_hole(report,
			"no root over the receipts stands under this page: "
			"%s; 'jledger verify' names all that is damaged",
			error.message);
	return 0;
}

int jl_ctx_show(struct jl_ctx *ctx, struct jl_report *report)
{
	struct shown shown = {.report = report, .format = choose_format(ctx)};
	int rc = add_receipts_root(ctx, report);

	jl_report_command(
		report, (const char *const *)ctx->words, ctx->n_words);
	if (rc == 0)
		rc = shown.format ? choose_width(ctx, &shown.width) : JL_EUSAGE;

	if (rc == 0)
		rc = jl_ctx_write(ctx, render_page, &shown);

	if (rc == 0 && report->has_holes)
		rc = JL_EXIT_NO;
	jl_report_free(report);
	return rc;
}

void jl_ctx_mention_unrecorded(struct jl_ctx *ctx)
{
	struct jl_dirty_list dirty = {0};
	struct jl_error error; /* the command's own stands */

	if (ctx->common.rev)
		return;
	if (jl_repo_dirty(ctx->repo, jl_definition_paths, JL_DEFINITION_PATHS,
		    &dirty, &error) == 0 &&
		dirty.n > 0)
		fprintf(ctx->err,
			"jledger: %zu changed %s not in this answer: "
			"'jledger commit' records %s\n",
			dirty.n,
			dirty.n == 1 ? "definition is" : "definitions are",
			dirty.n == 1 ? "it" : "them");
	jl_dirty_list_release(&dirty);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* check: all findings in the definitions, of the work tree or a commit. */
#include "cli/commands.h"

#include "cli/write.h"
#include "core/file.h"
#include "journeys/check.h"
#include "journeys/selector.h"
#include "reports/findings.h"

#include <stdlib.h>
#include <string.h>

struct check_args {
	const char *format;
	bool is_fix, is_dry;
};

#define AT(member) offsetof(struct check_args, member)

static const struct jl_opt opts[] = {
	{"format", 'f', JL_OPT_CHOICE, AT(format), "FORMAT",
		"text, json, sarif, github or junit", jl_finding_format_names},
	{"fix", 0, JL_OPT_FLAG, AT(is_fix), NULL,
		"mend slips of the pen: commas, quotes, comments, ...", NULL},
	{"dry-run", 'n', JL_OPT_FLAG, AT(is_dry), NULL,
		"with --fix: say what would be mended, write nothing", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* Leaves only the findings of the journeys that were named. */
static void keep_selected(
	struct jl_ledger *ledger, const struct jl_selection *selection)
{
	struct jl_findings *f = &ledger->findings;
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++) {
		bool is_wanted = false;

		for (size_t k = 0; k < ledger->kinds[JL_KIND_JOURNEY].n; k++) {
			char *path = jl_definition_path(JL_KIND_JOURNEY,
				jl_ledger_nth_journey(ledger, k)->id);

			is_wanted = is_wanted ||
				    (selection->journeys[k] &&
					    strcmp(path, f->v[i].path) == 0);
			free(path);
		}
		if (is_wanted) {
			struct jl_finding finding = f->v[i];

			f->v[i] = f->v[kept];
			f->v[kept++] = finding;
		}
	}
	/* The others stand behind and are released with the rest. */
	for (size_t i = kept; i < f->n; i++) {
		free(f->v[i].path);
		free(f->v[i].pointer);
		free(f->v[i].sentence);
		free(f->v[i].hint);
	}
	f->n = kept;
}

/* ---- --fix ---- */

struct mending {
	struct jl_ctx *ctx;
	const char *path;
	size_t n;
};

static void tell(void *data, const struct jl_json_problem *problem)
{
	struct mending *m = data;

	fprintf(m->ctx->err, "%s:%zu:%zu: mended: %s\n", m->path, problem->line,
		problem->column, problem->message);
	m->n++;
}

/* Mends one file where it is no JSON, unless a person has to. */
static int fix_file(struct jl_ctx *ctx, const struct jl_ledger_file *file,
	bool is_dry, size_t *mended)
{
	struct mending mending = {ctx, file->path, 0};
	struct jl_str text = JL_STR_INIT;
	int rc = 0;

	if (jl_json_mend(file->text, file->len, &text, tell, &mending)) {
		if (mending.n && !is_dry)
			rc = jl_replace_file(ctx, file->path, file->text,
				file->len, jl_str_text(&text), text.len);
		*mended += mending.n;
	} else if (mending.n) {
		fprintf(ctx->err,
			"%s: not written: there is more than can be mended "
			"without a guess\n",
			file->path);
	}
	jl_str_release(&text);
	return rc;
}

static int fix(struct jl_ctx *ctx, const struct check_args *args,
	const struct jl_ledger *ledger)
{
	size_t mended = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ledger->n_files; i++)
		/* What cannot be read as a file at all has no text. */
		if (ledger->files[i].text)
			rc = fix_file(
				ctx, &ledger->files[i], args->is_dry, &mended);
	if (rc == 0)
		fprintf(ctx->err, "jledger: %zu slip%s %s\n", mended,
			jl_plural(mended),
			args->is_dry ? "would be mended" : "mended");
	return rc;
}

/* ---- checking ---- */

static int load(struct jl_ctx *ctx, struct jl_ledger **ledger)
{
	struct jl_oid commit;
	int rc;

	if (!ctx->common.rev)
		return jl_ledger_load_work(
			ctx->repo, NULL, ledger, &ctx->error);
	rc = jl_repo_resolve(ctx->repo, ctx->common.rev, &commit, &ctx->error);
	if (rc < 0)
		return rc;
	return jl_ledger_load_texts(
		ctx->repo, &commit, NULL, ledger, &ctx->error);
}

/* What was imported, so far as the receipts can be read. */
static void load_batches(struct jl_ctx *ctx, struct jl_batches *batches)
{
	const char *rev = ctx->common.rev ? ctx->common.rev : "HEAD";
	struct jl_oid commit;
	struct jl_error err;

	if (jl_repo_resolve(ctx->repo, rev, &commit, &err) < 0)
		return; /* nothing is recorded yet */
	if (jl_batches_read(ctx->repo, &commit, NULL, batches, &err) < 0)
		fprintf(ctx->err,
			"jledger: %s; whether measures are stale was not "
			"looked at\n",
			err.message);
}

/* By --format, or by the ending of the file that -o names. */
static const struct jl_finding_format *choose_format(
	const struct jl_ctx *ctx, const struct check_args *args)
{
	static const struct {
		const char *ending, *format;
	} endings[] = {
		{".json", "json"}, {".sarif", "sarif"}, {".xml", "junit"}};
	const char *output = ctx->common.output;
	const char *dot = output ? strrchr(output, '.') : NULL;

	for (size_t i = 0; !args->format && dot && i < JL_COUNT(endings); i++)
		if (strcmp(dot, endings[i].ending) == 0)
			return jl_finding_format_find(endings[i].format);
	return jl_finding_format_find(args->format);
}

struct shown {
	const struct jl_ledger *ledger;
	const struct jl_finding_format *format;
};

static void render(const void *data, bool has_color, FILE *out)
{
	const struct shown *shown = data;
	const struct jl_findings *f = &shown->ledger->findings;
	const struct jl_finding_page page = {f, shown->ledger, has_color};
	size_t errors = jl_findings_count(f, JL_SEVERITY_ERROR);
	size_t warnings = jl_findings_count(f, JL_SEVERITY_WARNING);
	size_t notes = f->n - errors - warnings;
	size_t journeys = shown->ledger->kinds[JL_KIND_JOURNEY].n;

	shown->format->render(&page, out);
	if (shown->format == jl_finding_format_find(NULL))
		fprintf(out,
			"%zu journey%s checked: %zu error%s, %zu warning%s, "
			"%zu note%s\n",
			journeys, jl_plural(journeys), errors,
			jl_plural(errors), warnings, jl_plural(warnings), notes,
			jl_plural(notes));
}

static int select_findings(
	struct jl_ctx *ctx, struct jl_ledger *ledger, char **operands, int n)
{
	struct jl_selection selection = {0};
	int rc;

	if (n == 0)
		return 0;
	rc = jl_selection_init(&selection, ledger,
		(const char *const *)operands, (size_t)n, ctx->today,
		&ctx->error);
	if (rc == 0)
		keep_selected(ledger, &selection);
	jl_selection_release(&selection);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct check_args *a = args;
	struct jl_ledger *ledger = NULL;
	struct jl_batches batches = {0};
	struct shown shown;
	int rc;

	if (a->is_fix && ctx->common.rev)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"--fix mends the work tree: it cannot be asked of a "
			"--rev");
	rc = load(ctx, &ledger);
	if (rc == 0 && a->is_fix) {
		rc = fix(ctx, a, ledger);
		jl_ledger_free(ledger);
		ledger = NULL;
		if (rc == 0)
			rc = load(ctx, &ledger);
	}
	if (rc == 0)
		rc = jl_ctx_set_clock(ctx, ledger->zone);
	if (rc == 0) {
		load_batches(ctx, &batches);
		jl_check_run(ledger, ctx->today, &batches);
		rc = select_findings(ctx, ledger, operands, n);
	}
	if (rc == 0) {
		shown = (struct shown){ledger, choose_format(ctx, a)};
		rc = jl_ctx_write(ctx, render, &shown);
	}
	if (rc == 0 &&
		jl_findings_count(&ledger->findings, JL_SEVERITY_ERROR) > 0)
		rc = JL_EXIT_NO;
	jl_batches_release(&batches);
	jl_ledger_free(ledger);
	return rc;
}

const struct jl_cmd jl_cmd_check = {
	.name = "check",
	.usage = "check [SELECTOR...] [--rev REV] [--format FORMAT] [--fix]",
	.summary = "Find what is wrong or weak in the definitions.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_SELECTOR},
	.help = "Looks at the work tree, or with --rev at a commit. 'jledger "
		"help rules' lists the\nrules, 'jledger help RULE' explains "
		"one. Exit code 1 when there are errors.",
	.needs = JL_NEED_REPO,
	.heeds = JL_HEEDS_OUTPUT | JL_HEEDS_REV | JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct check_args),
	.run = run,
};

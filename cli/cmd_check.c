/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* check: all findings in the definitions, of the work tree or a commit. */
#include "cli/commands.h"

#include "cli/target.h"
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

/* ---- --fix ---- */

struct mending {
	struct jl_ctx *ctx;
	const char *path;
	size_t n;
};

static void tell(void *data, const struct jl_json_problem *problem)
{
	struct mending *m = data;

	jl_put_harmless(m->ctx->err, m->path);
	fprintf(m->ctx->err, ":%zu:%zu: mended: %s\n", problem->line,
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
			rc = jl_replace_file(ctx, "check --fix",
				&(struct jl_new_file){file->path,
					jl_str_text(&text), text.len,
					file->text, file->len});
		*mended += mending.n;
	} else if (mending.n) {
		jl_put_harmless(ctx->err, file->path);
		fputs(": not written: there is more than can be mended "
		      "without a guess\n",
			ctx->err);
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

/* What was imported: *batches becomes NULL where nothing is recorded yet, or
 * receipts are damaged, which is said. */
static int load_batches(struct jl_ctx *ctx, struct jl_batches **batches)
{
	const char *rev = ctx->common.rev ? ctx->common.rev : "HEAD";
	struct jl_oid commit;
	int rc = jl_repo_resolve(ctx->repo, rev, &commit, &ctx->error);

	if (rc == 0)
		rc = jl_batches_read(
			ctx->repo, &commit, NULL, *batches, &ctx->error);
	if (rc == 0 || rc == JL_EENV)
		return rc;
	if (rc != JL_ENOTFOUND) {
		fputs("jledger: ", ctx->err);
		jl_put_harmless(ctx->err, ctx->error.message);
		fputs("; whether measures are stale was not looked at\n",
			ctx->err);
	}
	*batches = NULL;
	return 0;
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
	size_t n_files;
};

static void render(const void *data, bool has_color, FILE *out)
{
	const struct shown *shown = data;
	const struct jl_findings *f = &shown->ledger->findings;
	const struct jl_finding_page page = {f, shown->ledger, has_color};
	size_t errors = jl_findings_count(f, JL_SEVERITY_ERROR);
	size_t warnings = jl_findings_count(f, JL_SEVERITY_WARNING);
	size_t notes = f->n - errors - warnings;

	shown->format->render(&page, out);
	if (shown->format == jl_finding_format_find(NULL))
		fprintf(out,
			"%zu definition%s checked: %zu error%s, %zu warning%s, "
			"%zu note%s\n",
			shown->n_files, jl_plural(shown->n_files), errors,
			jl_plural(errors), warnings, jl_plural(warnings), notes,
			jl_plural(notes));
}

/* ---- what was named ---- */

/* The files whose findings are asked for. */
struct wanted {
	char **paths;
	size_t n, cap;
	const char **selectors; /* operands that name no file */
	size_t n_selectors;
};

static void add_path(struct wanted *w, const struct jl_ledger *ledger,
	enum jl_kind kind, const char *id)
{
	JL_GROW(w->paths, w->n, w->cap);
	w->paths[w->n++] = jl_ledger_path(ledger, kind, id);
}

static bool has_file(const struct jl_ledger *ledger, const char *path)
{
	for (size_t i = 0; i < ledger->n_files; i++)
		if (strcmp(ledger->files[i].path, path) == 0)
			return true;
	return false;
}

/* "person:ana.ruiz", "journeys/refund.json", or a journey, which need not be
 * one that can be read: what keeps it from that is what is asked. */
static bool is_of_file(struct jl_ctx *ctx, const struct jl_ledger *ledger,
	const char *operand, struct wanted *w)
{
	struct jl_target target;
	bool is_there;
	char *path;

	if (strncmp(operand, "function:", strlen("function:")) == 0 ||
		jl_target_parse(ctx, operand, &target) < 0)
		return false;
	path = jl_ledger_path(ledger, target.kind, target.id);
	is_there = !target.kpi && has_file(ledger, path);
	if (is_there)
		add_path(w, ledger, target.kind, target.id);
	free(path);
	jl_target_release(&target);
	return is_there;
}

static int find_wanted(struct jl_ctx *ctx, const struct jl_ledger *ledger,
	char **operands, int n, struct wanted *w)
{
	struct jl_selection selection = {0};
	int rc;

	w->selectors = jl_xcalloc((size_t)n, sizeof(*w->selectors));
	for (int i = 0; i < n; i++)
		if (!is_of_file(ctx, ledger, operands[i], w))
			w->selectors[w->n_selectors++] = operands[i];
	if (w->n_selectors == 0)
		return 0;
	rc = jl_selection_init(&selection, ledger, w->selectors, w->n_selectors,
		ctx->today, &ctx->error);
	for (size_t i = 0;
		rc == 0 && i < jl_ledger_count(ledger, JL_KIND_JOURNEY); i++)
		if (selection.journeys[i])
			add_path(w, ledger, JL_KIND_JOURNEY,
				jl_ledger_id(ledger, JL_KIND_JOURNEY, i));
	jl_selection_release(&selection);
	return rc;
}

static bool is_wanted(const struct wanted *w, const char *path)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->paths[i], path) == 0)
			return true;
	return false;
}

/* Leaves only the findings of the files that were named. */
static void keep_wanted(struct jl_findings *f, const struct wanted *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct jl_finding finding = f->v[i];

		if (!is_wanted(w, finding.path))
			continue;
		f->v[i] = f->v[kept];
		f->v[kept++] = finding;
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

/* *n_files is how many definitions the findings are of. */
static int select_findings(struct jl_ctx *ctx, struct jl_ledger *ledger,
	char **operands, int n, size_t *n_files)
{
	struct wanted wanted = {0};
	int rc = 0;

	*n_files = ledger->n_files;
	if (n == 0)
		return 0;
	rc = find_wanted(ctx, ledger, operands, n, &wanted);
	if (rc == 0)
		keep_wanted(&ledger->findings, &wanted);
	*n_files = wanted.n;
	for (size_t i = 0; i < wanted.n; i++)
		free(wanted.paths[i]);
	free(wanted.paths);
	free(wanted.selectors);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct check_args *a = args;
	struct jl_ledger *ledger = NULL;
	struct jl_batches batches = {0}, *known = &batches;
	struct shown shown;
	size_t n_files = 0;
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
		rc = load_batches(ctx, &known);
		jl_check_run(ledger, ctx->today, known);
	}
	if (rc == 0) {
		rc = select_findings(ctx, ledger, operands, n, &n_files);
	}
	if (rc == 0) {
		shown = (struct shown){ledger, choose_format(ctx, a), n_files};
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
	.usage = "check [SELECTOR|KIND:ID...] [--rev REV] [--format FORMAT] "
		 "[--fix]",
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

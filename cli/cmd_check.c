/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* check: all findings in the definitions, of the work tree or a commit. */
#include "cli/commands.h"

#include "core/file.h"
#include "core/file.h"
#include "journeys/check.h"
#include "journeys/selector.h"

#include <stdlib.h>
#include <string.h>

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

static void print(struct jl_ctx *ctx, const struct jl_ledger *ledger,
	bool is_json, FILE *out)
{
	const struct jl_findings *f = &ledger->findings;
	size_t errors = jl_findings_count(f, JL_SEVERITY_ERROR);
	size_t warnings = jl_findings_count(f, JL_SEVERITY_WARNING);
	size_t notes = f->n - errors - warnings;
	size_t journeys = ledger->kinds[JL_KIND_JOURNEY].n;

	jl_ctx_print_findings(ctx, f, is_json, out);
	if (!is_json)
		fprintf(out,
			"%zu journey%s checked: %zu error%s, %zu warning%s, "
			"%zu note%s\n",
			journeys, jl_plural(journeys), errors,
			jl_plural(errors), warnings, jl_plural(warnings), notes,
			jl_plural(notes));
}

/* To stdout, or to the file that -o names. */
static int show(
	struct jl_ctx *ctx, const struct jl_ledger *ledger, bool is_json)
{
	char *text = NULL;
	size_t len = 0;
	FILE *memory;
	int rc;

	if (!ctx->common.output) {
		print(ctx, ledger, is_json, ctx->out);
		return 0;
	}
	memory = open_memstream(&text, &len);
	if (!memory)
		abort(); /* out of memory */
	print(ctx, ledger, is_json, memory);
	fclose(memory);
	rc = jl_file_write(ctx->common.output, NULL, text, len, &ctx->error);
	if (rc == 0)
		fprintf(ctx->err, "jledger: wrote %s\n", ctx->common.output);
	free(text);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	bool is_json =
		ctx->common.format && strcmp(ctx->common.format, "json") == 0;
	struct jl_ledger *ledger = NULL;
	struct jl_selection selection = {0};
	int rc;

	(void)args;
	if (ctx->common.format && !is_json &&
		strcmp(ctx->common.format, "text") != 0)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"check knows the formats text and json");
	rc = load(ctx, &ledger);
	if (rc == 0)
		rc = jl_ctx_set_clock(ctx, ledger->zone);
	if (rc == 0)
		jl_check_run(ledger, ctx->today);
	if (rc == 0 && n > 0) {
		rc = jl_selection_init(&selection, ledger,
			(const char *const *)operands, (size_t)n, ctx->today,
			&ctx->error);
		if (rc == 0)
			keep_selected(ledger, &selection);
	}
	if (rc == 0)
		rc = show(ctx, ledger, is_json);
	if (rc == 0 &&
		jl_findings_count(&ledger->findings, JL_SEVERITY_ERROR) > 0)
		rc = JL_EXIT_NO;
	jl_selection_release(&selection);
	jl_ledger_free(ledger);
	return rc;
}

const struct jl_cmd jl_cmd_check = {
	.name = "check",
	.usage = "check [SELECTOR...] [--rev REV] [--format text|json]",
	.summary = "Find what is wrong or weak in the definitions.",
	.most = JL_ANY_NUMBER,
	.help = "Looks at the work tree, or with --rev at a commit. 'jledger "
		"help rules' lists the\nrules. Exit code 1 when there are "
		"errors.",
	.needs = JL_NEED_REPO,
	.heeds = JL_HEEDS_ALL,
	.run = run,
};

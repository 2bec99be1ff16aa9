/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* commit: records the changed definitions, if they have no errors. */
#include "cli/commands.h"

#include "cli/write.h"
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>

struct commit_args {
	const char *message;
	bool is_dry;
};

static const struct jl_opt opts[] = {
	{"message", 'm', JL_OPT_TEXT, offsetof(struct commit_args, message),
		"WHY", "why it changes", NULL},
	{"dry-run", 'n', JL_OPT_FLAG, offsetof(struct commit_args, is_dry),
		NULL, "show what would be recorded", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static bool is_definition(const char *path)
{
	size_t len = strlen(path);

	return len > 5 && strcmp(path + len - 5, ".json") == 0;
}

static int find_changes(struct jl_ctx *ctx, struct jl_dirty_list *dirty)
{
	size_t kept = 0;
	int rc = jl_repo_dirty(ctx->repo, jl_definition_paths,
		JL_DEFINITION_PATHS, dirty, &ctx->error);

	for (size_t i = 0; rc == 0 && i < dirty->n; i++) {
		struct jl_dirty d = dirty->v[i];

		if (d.is_conflicted)
			rc = jl_fail(&ctx->error, JL_EINVALID,
				"%s: a merge left a conflict here; settle it, "
				"then 'git add' and 'git commit'",
				d.path);
		/* What is gone before it was ever recorded is no change. */
		if (!is_definition(d.path) || (d.is_new && d.is_deleted))
			continue;
		dirty->v[i] = dirty->v[kept];
		dirty->v[kept++] = d;
	}
	for (size_t i = kept; i < dirty->n; i++)
		free(dirty->v[i].path);
	dirty->n = kept;
	return rc;
}

static bool is_error(const void *data, const struct jl_finding *finding)
{
	(void)data;
	return finding->severity == JL_SEVERITY_ERROR;
}

/* All errors of the work tree are printed; with any, nothing is recorded. */
static int check(struct jl_ctx *ctx)
{
	struct jl_ledger *ledger = NULL;
	size_t errors = 0;
	int rc = jl_ledger_load_work(ctx->repo, NULL, &ledger, &ctx->error);

	if (rc == 0)
		rc = jl_ctx_set_clock(ctx, ledger->zone);
	if (rc == 0) {
		jl_check_run(ledger, ctx->today, NULL);
		for (size_t i = 0; i < ledger->findings.n; i++)
			errors += jl_finding_blocks(&ledger->findings.v[i]);
		jl_ctx_print_findings(ctx, ledger, is_error, NULL);
		if (errors) {
			fprintf(ctx->err,
				"jledger: %zu error%s: nothing was recorded\n",
				errors, jl_plural(errors));
			rc = JL_EXIT_NO;
		}
	}
	ctx->ledger = ledger; /* its zone is that of the commit's date */
	return rc;
}

static char *message_for(
	const struct commit_args *args, const struct jl_dirty_list *dirty)
{
	if (args->message)
		return jl_xasprintf("%s\n", args->message);
	if (dirty->n == 1)
		return jl_xasprintf("update %s\n", dirty->v[0].path);
	return jl_xasprintf("update %zu definitions\n", dirty->n);
}

static int record(struct jl_ctx *ctx, const struct commit_args *args,
	struct jl_writer *writer, const struct jl_dirty_list *dirty)
{
	struct jl_new_file *files = jl_xcalloc(dirty->n, sizeof(*files));
	char *message = message_for(args, dirty);
	int rc = 0;

	/* What stands there stays there. */
	for (size_t i = 0; rc == 0 && i < dirty->n; i++) {
		char *text = NULL;

		files[i].path = dirty->v[i].path;
		rc = jl_read_for_change(
			ctx, files[i].path, &text, &files[i].len);
		files[i].before_len = files[i].len;
		files[i].text = files[i].before = text;
	}
	/* What is checked is what is recorded, whoever writes meanwhile: else
	 * the writer sees it. */
	if (rc == 0)
		rc = check(ctx);
	if (rc == 0)
		rc = jl_write_files(ctx, writer, files, dirty->n, message);
	for (size_t i = 0; i < dirty->n; i++)
		free((char *)(uintptr_t)files[i].text);
	free(files);
	free(message);
	return rc;
}

struct commit_job {
	const struct commit_args *args;
	struct jl_dirty_list dirty;
};

static int attempt(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct commit_job *job = data;
	int rc;

	jl_dirty_list_release(&job->dirty);
	jl_ledger_free(ctx->ledger);
	ctx->ledger = NULL;
	rc = find_changes(ctx, &job->dirty);
	if (rc < 0)
		return rc;
	return job->dirty.n == 0 || !writer
		       ? check(ctx)
		       : record(ctx, job->args, writer, &job->dirty);
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct commit_job job = {.args = args};
	int rc;

	(void)operands;
	(void)n;
	rc = jl_attempt_write(ctx, "commit", job.args->is_dry, attempt, &job);
	for (size_t i = 0; rc == 0 && i < job.dirty.n; i++) {
		const struct jl_dirty *d = &job.dirty.v[i];

		fputs(d->is_new		? "new     "
			: d->is_deleted ? "deleted "
					: "changed ",
			ctx->out);
		jl_put_harmless(ctx->out, d->path);
		fputc('\n', ctx->out);
	}
	if (rc == 0 && job.dirty.n == 0)
		fputs("nothing has changed\n", ctx->out);
	jl_dirty_list_release(&job.dirty);
	return rc;
}

const struct jl_cmd jl_cmd_commit = {
	.name = "commit",
	.usage = "commit [-m WHY] [-n]",
	.summary = "Record the changed definitions, if they have no errors.",
	.help = "Only definitions are recorded; whatever else is staged or "
		"changed stays as it is.",
	.needs = JL_NEED_REPO,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct commit_args),
	.run = run,
};

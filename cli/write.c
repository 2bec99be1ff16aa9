/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Writing definitions: check first, then file, then commit. */
#include "cli/write.h"

#include "core/file.h"
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>

enum { RACES = 20 };

int jl_commit_files(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, const char *message)
{
	struct jl_edit *edits = jl_xcalloc(n, sizeof(*edits));
	const char **paths = jl_xcalloc(n, sizeof(*paths));
	struct jl_oid oid;
	int rc;

	for (size_t i = 0; i < n; i++) {
		paths[i] = files[i].path;
		edits[i] = (struct jl_edit){.path = files[i].path,
			.bytes = files[i].text,
			.len = files[i].len};
	}
	rc = jl_writer_intend(writer, paths, n, NULL, 0, &ctx->error);
	for (int tries = 0; rc == 0 && tries <= RACES; tries++) {
		rc = jl_repo_commit(ctx->repo, edits, n, message, ctx->now, 0,
			&oid, &ctx->error);
		if (rc != JL_ERACE)
			break;
		rc = tries < RACES ? 0 : rc;
	}
	if (rc == 0)
		rc = jl_repo_refresh_index(ctx->repo, paths, n, &ctx->error);
	free(edits);
	free(paths);
	return rc;
}

/* Errors of one file in the work tree, without those of others. */
static size_t errors_in(const struct jl_ledger *ledger, const char *path)
{
	size_t n = 0;

	for (size_t i = 0; i < ledger->findings.n; i++)
		n += ledger->findings.v[i].severity == JL_SEVERITY_ERROR &&
		     strcmp(ledger->findings.v[i].path, path) == 0;
	return n;
}

static int check_work(struct jl_ctx *ctx, struct jl_ledger **ledger)
{
	int rc = jl_ledger_load_work(ctx->repo, ledger, &ctx->error);

	if (rc == 0)
		jl_check_run(*ledger, ctx->today);
	return rc;
}

static void print_errors(
	struct jl_ctx *ctx, const struct jl_ledger *ledger, const char *path)
{
	for (size_t i = 0; i < ledger->findings.n; i++) {
		struct jl_findings one = {&ledger->findings.v[i], 1, 1};

		if (one.v->severity == JL_SEVERITY_ERROR &&
			strcmp(one.v->path, path) == 0)
			jl_ctx_print_findings(ctx, &one, false, ctx->err);
	}
}

/* Puts the file back as it was, or takes it away again. */
static int put_back(struct jl_ctx *ctx, struct jl_writer *writer,
	const char *full, const char *text, size_t len)
{
	if (text)
		return jl_file_write(
			full, jl_writer_folder(writer), text, len, &ctx->error);
	return jl_file_remove(full, &ctx->error);
}

static int write_checked(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *file, bool is_dry)
{
	char *full = jl_path_join(jl_repo_top(ctx->repo), file->path);
	char *folder = jl_xstrndup(full, (size_t)(strrchr(full, '/') - full));
	struct jl_ledger *before = NULL, *after = NULL;
	char *text = NULL;
	size_t len = 0;
	int rc = jl_file_read(full, 1 << 24, &text, &len, &ctx->error);

	if (rc == JL_ENOTFOUND)
		rc = jl_folder_make(folder, &ctx->error);
	if (rc == 0)
		rc = check_work(ctx, &before);
	if (rc == 0)
		rc = jl_file_write(full, jl_writer_folder(writer), file->text,
			file->len, &ctx->error);
	if (rc == 0) {
		rc = check_work(ctx, &after);
		if (rc == 0 && errors_in(after, file->path) >
				       errors_in(before, file->path)) {
			print_errors(ctx, after, file->path);
			fputs("jledger: nothing was changed\n", ctx->err);
			rc = put_back(ctx, writer, full, text, len);
			rc = rc == 0 ? JL_EXIT_INVALID : rc;
		} else if (rc < 0 || is_dry) {
			int back = put_back(ctx, writer, full, text, len);

			rc = rc < 0 ? rc : back;
		}
	}
	jl_ledger_free(before);
	jl_ledger_free(after);
	free(text);
	free(folder);
	free(full);
	return rc;
}

int jl_write_definition(struct jl_ctx *ctx, const struct jl_new_file *file,
	const char *message, bool is_dry)
{
	struct jl_writer *writer = NULL;
	int rc = jl_writer_begin(ctx->repo, &writer, &ctx->error);

	if (rc == 0)
		rc = write_checked(ctx, writer, file, is_dry);
	if (rc == 0 && message && !is_dry)
		rc = jl_commit_files(ctx, writer, file, 1, message);
	jl_writer_end(writer, rc);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Writing definitions: check first, then file, then commit. */
#include "cli/write.h"

#include "core/file.h"
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>

int jl_commit_files(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, const char *message)
{
	struct jl_edit *edits = jl_xcalloc(n, sizeof(*edits));
	const char **paths = jl_xcalloc(n, sizeof(*paths));
	int offset =
		ctx->ledger ? jl_zone_offset(ctx->ledger->zone, ctx->now) : 0;
	int rc;

	for (size_t i = 0; i < n; i++) {
		paths[i] = files[i].path;
		edits[i] = (struct jl_edit){.path = files[i].path,
			.bytes = files[i].text,
			.len = files[i].len};
	}
	rc = jl_writer_intend(writer, paths, n, NULL, 0, &ctx->error);
	if (rc == 0)
		rc = jl_writer_commit(writer, edits, n, message, ctx->now,
			offset, &ctx->error);
	free(edits);
	free(paths);
	return rc;
}

static bool is_among(
	const struct jl_new_file *files, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(files[i].path, path) == 0)
			return true;
	return false;
}

/* Errors in these files, without those of others. */
static size_t errors_in(const struct jl_ledger *ledger,
	const struct jl_new_file *files, size_t n)
{
	size_t errors = 0;

	for (size_t i = 0; i < ledger->findings.n; i++)
		errors += jl_finding_blocks(&ledger->findings.v[i]) &&
			  is_among(files, n, ledger->findings.v[i].path);
	return errors;
}

static void print_errors(struct jl_ctx *ctx, const struct jl_ledger *ledger,
	const struct jl_new_file *files, size_t n)
{
	for (size_t i = 0; i < ledger->findings.n; i++) {
		struct jl_finding *f = &ledger->findings.v[i];

		if (jl_finding_blocks(f) && is_among(files, n, f->path))
			jl_ctx_print_finding(ctx, ledger, f);
	}
}

static bool is_known(
	const struct jl_ledger *before, const struct jl_finding *finding)
{
	for (size_t i = 0; i < before->findings.n; i++) {
		const struct jl_finding *f = &before->findings.v[i];

		if (strcmp(f->rule, finding->rule) == 0 &&
			strcmp(f->path, finding->path) == 0 &&
			strcmp(f->sentence, finding->sentence) == 0)
			return true;
	}
	return false;
}

/* Warnings that a change brings with it: it is made all the same. Of a file
 * that is new nearly everything is still missing, and is not told. */
static void print_new_warnings(struct jl_ctx *ctx,
	const struct jl_ledger *before, const struct jl_ledger *after,
	const struct jl_new_file *files, size_t n)
{
	for (size_t i = 0; i < after->findings.n; i++) {
		struct jl_finding *f = &after->findings.v[i];

		for (size_t k = 0; k < n; k++)
			if (files[k].before &&
				strcmp(files[k].path, f->path) == 0 &&
				f->severity != JL_SEVERITY_NOTE &&
				!is_known(before, f))
				jl_ctx_print_finding(ctx, after, f);
	}
}

/* The ledger as it is, or would be with the change, and its findings. commit
 * is what is recorded, or NULL for the work tree. */
static int check_as(struct jl_ctx *ctx, const struct jl_oid *commit,
	const struct jl_overlay *overlay, struct jl_ledger **ledger)
{
	int rc = commit ? jl_ledger_load_texts(ctx->repo, commit, overlay,
				  ledger, &ctx->error)
			: jl_ledger_load_work(
				  ctx->repo, overlay, ledger, &ctx->error);

	if (rc == 0)
		jl_check_run(*ledger, ctx->today, NULL);
	return rc;
}

/* 0 when the change brings no new error into its files, beside what is in the
 * work tree or beside what is recorded; else they are printed. */
static int check_change(struct jl_ctx *ctx, const struct jl_oid *commit,
	const struct jl_new_file *files, size_t n)
{
	struct jl_overlay *overlays = jl_xcalloc(n, sizeof(*overlays));
	struct jl_ledger *before = NULL, *after = NULL;
	int rc = check_as(ctx, commit, NULL, &before);

	for (size_t i = 0; i < n; i++)
		overlays[i] = (struct jl_overlay){files[i].path, files[i].text,
			files[i].len, i + 1 < n ? &overlays[i + 1] : NULL};
	if (rc == 0)
		rc = check_as(ctx, commit, overlays, &after);
	if (rc == 0 &&
		errors_in(after, files, n) > errors_in(before, files, n)) {
		print_errors(ctx, after, files, n);
		fputs(commit ? "jledger: nothing was changed: recorded by "
			       "itself it would be wrong; 'jledger commit' "
			       "records it with what it needs\n"
			     : "jledger: nothing was changed\n",
			ctx->err);
		rc = JL_EXIT_INVALID;
	} else if (rc == 0 && !commit) {
		print_new_warnings(ctx, before, after, files, n);
	}
	free(overlays);
	jl_ledger_free(before);
	jl_ledger_free(after);
	return rc;
}

/* What is to be recorded must be right without what else is in the work
 * tree, which is not recorded with it. */
static int check_recorded(
	struct jl_ctx *ctx, const struct jl_new_file *files, size_t n)
{
	struct jl_oid head;
	int rc = jl_repo_resolve(ctx->repo, "HEAD", &head, &ctx->error);

	return rc == 0 ? check_change(ctx, &head, files, n) : rc;
}

int jl_check_unchanged(
	struct jl_ctx *ctx, const char *path, const char *text, size_t len)
{
	char *full = jl_path_join(jl_repo_top(ctx->repo), path);
	char *now = NULL;
	size_t now_len = 0;
	int rc = jl_file_read(
		full, JL_DEFINITION_MAX, &now, &now_len, &ctx->error);
	bool is_same =
		text ? rc == 0 && now_len == len && memcmp(now, text, len) == 0
		     : rc == JL_ENOTFOUND;

	free(now);
	free(full);
	if (rc < 0 && rc != JL_ENOTFOUND)
		return rc;
	return is_same ? 0
		       : jl_fail(&ctx->error, JL_ERACE,
				 "%s was changed by somebody else meanwhile; "
				 "try again",
				 path);
}

int jl_write_whole(struct jl_ctx *ctx, struct jl_writer *writer,
	const char *path, const char *text, size_t len)
{
	char *full = jl_path_join(jl_repo_top(ctx->repo), path);
	char *folder = jl_xstrndup(full, (size_t)(strrchr(full, '/') - full));
	int rc = jl_folder_is_link(folder)
			 ? jl_fail(&ctx->error, JL_EENV,
				   "%.300s: is a link to another folder; the "
				   "ledger's folders must be its own",
				   folder)
			 : jl_folder_make(folder, &ctx->error);

	if (rc == 0)
		rc = jl_file_write(
			full, jl_writer_folder(writer), text, len, &ctx->error);
	free(folder);
	free(full);
	return rc;
}

void jl_put_back(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n)
{
	struct jl_error ignored;

	for (size_t i = 0; i < n; i++) {
		char *full =
			jl_path_join(jl_repo_top(ctx->repo), files[i].path);

		if (files[i].before)
			jl_file_write(full, jl_writer_folder(writer),
				files[i].before, strlen(files[i].before),
				&ignored);
		else
			jl_file_remove(full, &ignored);
		free(full);
	}
}

/* All files, and with a message their commit; or none of them. */
static int write_files(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, const char *message)
{
	struct jl_error first;
	size_t done = 0;
	int rc = 0;

	while (rc == 0 && done < n) {
		const struct jl_new_file *f = &files[done++];

		rc = jl_write_whole(ctx, writer, f->path, f->text, f->len);
	}
	if (rc == 0 && message)
		rc = jl_commit_files(ctx, writer, files, n, message);
	if (rc < 0) {
		first = ctx->error;
		jl_put_back(ctx, writer, files, done);
		ctx->error = first;
	}
	return rc;
}

int jl_write_definitions(struct jl_ctx *ctx, const struct jl_new_file *files,
	size_t n, const char *message, bool is_dry)
{
	struct jl_writer *writer = NULL;
	int rc = is_dry ? 0
			: jl_writer_begin(
				  ctx->repo, JL_MEASURES, &writer, &ctx->error);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = jl_check_unchanged(ctx, files[i].path, files[i].before,
			files[i].before ? strlen(files[i].before) : 0);
	if (rc == 0)
		rc = check_change(ctx, NULL, files, n);
	if (rc == 0 && message)
		rc = check_recorded(ctx, files, n);
	if (rc == 0 && !is_dry)
		rc = write_files(ctx, writer, files, n, message);
	jl_writer_end(writer, rc < 0 ? rc : 0);
	return rc;
}

int jl_replace_file(struct jl_ctx *ctx, const char *path, const char *before,
	size_t before_len, const char *text, size_t len)
{
	struct jl_writer *writer = NULL;
	int rc = jl_writer_begin(ctx->repo, JL_MEASURES, &writer, &ctx->error);

	if (rc == 0)
		rc = jl_check_unchanged(ctx, path, before, before_len);
	if (rc == 0)
		rc = jl_write_whole(ctx, writer, path, text, len);
	jl_writer_end(writer, rc < 0 ? rc : 0);
	return rc;
}

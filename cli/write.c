/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Writing definitions: check first, then files and commit in one. */
#include "cli/write.h"

#include "core/clock.h"
#include "core/recovery.h"
#include "core/term.h"
#include "core/worktree.h"
#include "journeys/check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- attempts ---- */

static void print_told(struct jl_ctx *ctx, const struct jl_writer *writer)
{
	const char *told = jl_writer_told(writer);

	if (!told)
		return;
	for (const char *line = told; *line; line += strcspn(line, "\n")) {
		char *one;

		line += *line == '\n';
		one = jl_xstrndup(line, strcspn(line, "\n"));
		fputs("jledger: ", ctx->err);
		jl_put_harmless(ctx->err, one);
		fputc('\n', ctx->err);
		free(one);
	}
}

static int attempt_once(
	struct jl_ctx *ctx, const char *verb, jl_attempt *attempt, void *data)
{
	struct jl_writer *writer = NULL;
	int rc = jl_writer_begin(ctx->repo, verb, &writer, &ctx->error);

	if (rc < 0)
		return rc;
	rc = attempt(ctx, writer, data);
	ctx->has_written = rc >= 0;
	print_told(ctx, writer);
	jl_writer_end(writer);
	return rc;
}

/* What an attempt says is heard of the last one only. */
static int attempt_quietly(struct jl_ctx *ctx, const char *verb,
	jl_attempt *attempt, void *data, char **said)
{
	FILE *err = ctx->err;
	size_t len;
	int rc;

	ctx->err = jl_xopen_memory(said, &len);
	rc = attempt_once(ctx, verb, attempt, data);
	jl_xclose_memory(ctx->err, said);
	ctx->err = err;
	return rc;
}

int jl_attempt_write(struct jl_ctx *ctx, const char *verb, bool is_dry,
	jl_attempt *attempt, void *data)
{
	double began = jl_seconds();
	char *said;
	int rc;

	if (is_dry)
		return attempt(ctx, NULL, data);
	rc = attempt_quietly(ctx, verb, attempt, data, &said);
	while ((rc == JL_ERACE || rc == JL_EUNRECORDED) && jl_wait_on(began)) {
		free(said);
		rc = attempt_quietly(ctx, verb, attempt, data, &said);
	}
	fputs(said, ctx->err);
	free(said);
	return rc;
}

void jl_settle_before(struct jl_ctx *ctx)
{
	struct jl_writer *writer = NULL;
	struct jl_error ignored; /* whoever only reads goes on */

	if (!ctx->repo || !jl_has_intent(ctx->repo) ||
		jl_writer_try(ctx->repo, "settle", &writer, &ignored) < 0)
		return;
	print_told(ctx, writer);
	jl_writer_end(writer);
}

int jl_read_for_change(
	struct jl_ctx *ctx, const char *path, char **text, size_t *len)
{
	int rc = jl_work_read(jl_repo_top(ctx->repo), path, JL_DEFINITION_MAX,
		text, len, &ctx->error);

	if (rc == JL_ENOTFOUND)
		rc = jl_repo_refuse_left_out(ctx->repo, path, &ctx->error);
	return rc;
}

int jl_read_recorded(
	struct jl_ctx *ctx, const char *path, char **text, size_t *len)
{
	struct jl_dirty_list dirty = {0};
	bool is_staged = false;
	int rc = jl_read_for_change(ctx, path, text, len);

	if (rc == 0)
		rc = jl_repo_dirty(ctx->repo, &path, 1, &dirty, &ctx->error);
	if (rc == 0 && dirty.n && !dirty.v[0].is_new)
		rc = jl_fail(&ctx->error, JL_EUNRECORDED,
			"%.300s has changes that are not recorded; 'jledger "
			"commit' records them, with their own reason",
			path);
	jl_dirty_list_release(&dirty);
	if (rc == 0)
		rc = jl_repo_is_staged(
			ctx->repo, path, &is_staged, &ctx->error);
	if (rc == 0 && is_staged)
		rc = jl_fail(&ctx->error, JL_EUNRECORDED,
			"%.300s is staged in git with another text; 'git "
			"commit' records that one, 'git restore --staged "
			"%.300s' drops it",
			path, path);
	return rc;
}

/* ---- errors that a change brings ---- */

/* What tells findings of one place apart, whatever numbers they give: a longer
 * time is no other mistake. */
static char *key_of(const struct jl_finding *f)
{
	char *key = jl_xasprintf("%s\n%s\n%s", f->rule, f->path, f->sentence);
	char *to = key;

	for (const char *from = key; *from; from++)
		if (!isdigit((unsigned char)*from))
			*to++ = *from;
	*to = '\0';
	return key;
}

/* Keys of findings, sorted. */
struct keys {
	char **v;
	size_t n, cap;
};

static int by_text(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void collect(const struct jl_findings *findings, struct keys *keys)
{
	for (size_t i = 0; i < findings->n; i++) {
		JL_GROW(keys->v, keys->n, keys->cap);
		keys->v[keys->n++] = key_of(&findings->v[i]);
	}
	if (keys->n)
		qsort(keys->v, keys->n, sizeof(*keys->v), by_text);
}

static void release_keys(struct keys *keys)
{
	for (size_t i = 0; i < keys->n; i++)
		free(keys->v[i]);
	free(keys->v);
}

/* How many keys are less than this one, or no greater. */
static size_t rank(const struct keys *keys, const char *key, bool with_equal)
{
	size_t low = 0, high = keys->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(keys->v[middle], key);

		if (order < 0 || (with_equal && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t count(const struct keys *keys, const char *key)
{
	return rank(keys, key, true) - rank(keys, key, false);
}

/* A change, and the findings of the ledger before and after it. */
struct change {
	struct jl_ctx *ctx;
	const struct jl_new_file *files;
	size_t n;
	enum jl_blocking blocking;
	struct jl_ledger *before, *after;
	struct keys known, found;
};

static const struct jl_new_file *file_of(
	const struct change *c, const char *path)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->files[i].path, path) == 0)
			return &c->files[i];
	return NULL;
}

/* Are there more of its kind than before? */
static bool is_new(const struct change *c, const struct jl_finding *f)
{
	char *key = key_of(f);
	bool is = count(&c->found, key) > count(&c->known, key);

	free(key);
	return is;
}

static bool is_in_scope(const struct change *c, const struct jl_finding *f)
{
	return c->blocking == JL_ALL_FILES || file_of(c, f->path);
}

static bool is_new_error(const void *data, const struct jl_finding *f)
{
	const struct change *c = data;

	return jl_finding_blocks(f) && is_in_scope(c, f) && is_new(c, f);
}

/* Warnings that a change brings with it: it is made all the same. Of a file
 * that is new nearly everything is still missing, and is not told. */
static bool is_new_warning(const void *data, const struct jl_finding *f)
{
	const struct change *c = data;
	const struct jl_new_file *file = file_of(c, f->path);

	return file && file->before && file->text &&
	       f->severity != JL_SEVERITY_NOTE && is_new(c, f);
}

/* The ledger as it is, or would be with the change, and its findings. commit
 * is what is recorded, or NULL for the work tree. */
static int check_as(struct jl_ctx *ctx, const struct jl_oid *commit,
	const struct jl_overlay *overlay, struct jl_ledger **ledger,
	struct keys *keys)
{
	int rc = commit ? jl_ledger_load_texts(ctx->repo, commit, overlay,
				  ledger, &ctx->error)
			: jl_ledger_load_work(
				  ctx->repo, overlay, ledger, &ctx->error);

	if (rc < 0)
		return rc;
	jl_check_run(*ledger, ctx->today, NULL);
	collect(&(*ledger)->findings, keys);
	return 0;
}

static const char *refusal(const struct change *c, const struct jl_oid *commit)
{
	if (c->blocking == JL_ALL_FILES)
		return "nothing was undone: it would be wrong";
	return commit ? "nothing was changed: recorded by itself it would be "
			"wrong; 'jledger commit' records it with what it needs"
		      : "nothing was changed";
}

/* 0 when the change brings no new error, beside what is in the work tree or
 * beside what is recorded; else they are printed. */
static int check_change(struct change *c, const struct jl_oid *commit)
{
	struct jl_overlay *overlays = jl_xcalloc(c->n, sizeof(*overlays));
	int rc = check_as(c->ctx, commit, NULL, &c->before, &c->known);

	for (size_t i = 0; i < c->n; i++)
		overlays[i] = (struct jl_overlay){c->files[i].path,
			c->files[i].text, c->files[i].len,
			i + 1 < c->n ? &overlays[i + 1] : NULL};
	if (rc == 0)
		rc = check_as(c->ctx, commit, overlays, &c->after, &c->found);
	if (rc == 0 &&
		jl_ctx_print_findings(c->ctx, c->after, is_new_error, c) > 0) {
		fprintf(c->ctx->err, "jledger: %s\n", refusal(c, commit));
		rc = JL_EXIT_INVALID;
	} else if (rc == 0 && !commit) {
		jl_ctx_print_findings(c->ctx, c->after, is_new_warning, c);
	}
	free(overlays);
	release_keys(&c->known);
	release_keys(&c->found);
	jl_ledger_free(c->before);
	jl_ledger_free(c->after);
	return rc;
}

/* What is to be recorded must be right beside what is in the work tree, and
 * without that, as it is not recorded with it. */
static int check_both(struct jl_ctx *ctx, const struct jl_new_file *files,
	size_t n, enum jl_blocking blocking, bool is_recorded)
{
	struct change work = {ctx, files, n, blocking};
	struct change recorded = {ctx, files, n, blocking};
	struct jl_oid head;
	int rc = check_change(&work, NULL);

	if (rc != 0 || !is_recorded)
		return rc;
	rc = jl_repo_resolve(ctx->repo, "HEAD", &head, &ctx->error);
	return rc == 0 ? check_change(&recorded, &head) : rc;
}

/* ---- writing ---- */

int jl_write_files(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, const char *message)
{
	struct jl_write *writes = jl_xcalloc(n, sizeof(*writes));
	struct jl_words words = {message, ctx->now,
		ctx->ledger ? jl_zone_offset(ctx->ledger->zone, ctx->now) : 0};
	int rc;

	for (size_t i = 0; i < n; i++)
		writes[i] = (struct jl_write){.path = files[i].path,
			.before = files[i].before,
			.before_len = files[i].before_len,
			.after = files[i].text,
			.after_len = files[i].len};
	rc = jl_writer_write(
		writer, writes, n, message ? &words : NULL, &ctx->error);
	free(writes);
	return rc;
}

int jl_write_definitions(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, enum jl_blocking blocking,
	const char *message)
{
	int rc = check_both(ctx, files, n, blocking, message != NULL);

	if (rc != 0 || !writer)
		return rc;
	return jl_write_files(ctx, writer, files, n, message);
}

static int replace(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	return jl_write_files(ctx, writer, data, 1, NULL);
}

int jl_replace_file(
	struct jl_ctx *ctx, const char *verb, const struct jl_new_file *file)
{
	struct jl_new_file copy = *file;

	return attempt_once(ctx, verb, replace, &copy);
}

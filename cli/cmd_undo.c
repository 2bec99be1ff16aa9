/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * undo: takes back what one commit did to the definitions, by a new commit.
 * What was changed since stays: the commit is merged out by id and field.
 */
#include "cli/commands.h"

#include "cli/write.h"
#include "core/file.h"
#include "journeys/check.h"
#include "journeys/merge.h"

#include <stdlib.h>
#include <string.h>

struct undo_args {
	const char *message;
	bool is_dry;
};

#define AT(member) offsetof(struct undo_args, member)

static const struct jl_opt opts[] = {
	{"message", 'm', JL_OPT_TEXT, AT(message), "WHY", "why it is undone",
		NULL},
	{"dry-run", 'n', JL_OPT_FLAG, AT(is_dry), NULL,
		"say what would be undone, write nothing", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* One file that the commit changed. */
struct undone {
	enum jl_kind kind;
	char *path;
	char *now, *text; /* as it stands, and as it will; NULL: not there */
};

struct undo {
	struct jl_ctx *ctx;
	const struct undo_args *args;
	struct jl_oid commit, parent;
	struct undone *v;
	size_t n, cap;
	size_t conflicts;
};

static const struct jl_entry *find_entry(
	const struct jl_entries *entries, const char *name)
{
	for (size_t i = 0; i < entries->n; i++)
		if (strcmp(entries->v[i].name, name) == 0)
			return &entries->v[i];
	return NULL;
}

/* The text of a file in a commit, or NULL. */
static int read_in(struct undo *u, const struct jl_oid *commit,
	const char *path, char **text)
{
	size_t len;
	int rc = jl_repo_read(
		u->ctx->repo, commit, path, text, &len, &u->ctx->error);

	if (rc != JL_ENOTFOUND)
		return rc;
	*text = NULL;
	return 0;
}

/* The file in the work tree, which must be what is recorded. */
static int read_now(struct undo *u, const char *path, char **now)
{
	struct jl_ctx *ctx = u->ctx;
	char *full = jl_path_join(jl_repo_top(ctx->repo), path);
	char *recorded = NULL;
	struct jl_oid head;
	size_t len;
	int rc = jl_file_read(full, JL_DEFINITION_MAX, now, &len, &ctx->error);

	if (rc == JL_ENOTFOUND) {
		*now = NULL;
		rc = 0;
	}
	if (rc == 0)
		rc = jl_repo_resolve(ctx->repo, "HEAD", &head, &ctx->error);
	if (rc == 0)
		rc = read_in(u, &head, path, &recorded);
	if (rc == 0 &&
		(!*now != !recorded || (*now && strcmp(*now, recorded) != 0)))
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%s has changes that are not recorded; 'jledger "
			"commit' records them",
			path);
	free(recorded);
	free(full);
	return rc;
}

static void refuse(struct undo *u, const char *path, const char *words)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, words);
	fprintf(u->ctx->err, "%s: %s\n", path, jl_str_text(&harmless));
	jl_str_release(&harmless);
	u->conflicts++;
}

/* The commit's change merged out of what is there now. */
static void merge_out(
	struct undo *u, struct undone *f, const char *with, const char *without)
{
	struct jl_merge_text base = {with, strlen(with)};
	struct jl_merge_text ours = {f->now, strlen(f->now)};
	struct jl_merge_text theirs = {without, strlen(without)};
	struct jl_merge merge;

	if (!jl_merge_definitions(f->kind, &base, &ours, &theirs, &merge)) {
		refuse(u, f->path, "is no definition that can be merged");
		return;
	}
	for (size_t i = 0; i < merge.n; i++)
		refuse(u, f->path, merge.conflicts[i]);
	f->text = jl_str_detach(&merge.text);
	jl_merge_release(&merge);
}

static int undo_file(struct undo *u, enum jl_kind kind, const char *path)
{
	char *with = NULL, *without = NULL;
	struct undone *f;
	int rc = read_in(u, &u->commit, path, &with);

	if (rc == 0)
		rc = read_in(u, &u->parent, path, &without);
	JL_GROW(u->v, u->n, u->cap);
	f = &u->v[u->n++];
	*f = (struct undone){.kind = kind, .path = jl_xstrdup(path)};
	if (rc == 0)
		rc = read_now(u, path, &f->now);
	if (rc == 0 && with && without && f->now)
		merge_out(u, f, with, without);
	else if (rc == 0 && with && without)
		refuse(u, path, "was taken out since");
	else if (rc == 0 && with && f->now && strcmp(f->now, with) != 0)
		refuse(u, path, "was changed since it was made");
	else if (rc == 0 && without && f->now)
		refuse(u, path, "was made again since");
	else if (rc == 0 && without)
		f->text = jl_xstrdup(without);
	free(with);
	free(without);
	return rc;
}

/* Every definition of the kind that the commit changed, made or took out. */
static int undo_kind(struct undo *u, enum jl_kind kind)
{
	const char *folder = jl_kinds[kind].folder;
	struct jl_entries with = {0}, without = {0};
	struct jl_ctx *ctx = u->ctx;
	int rc =
		jl_repo_list(ctx->repo, &u->commit, folder, &with, &ctx->error);

	if (rc == 0)
		rc = jl_repo_list(
			ctx->repo, &u->parent, folder, &without, &ctx->error);
	for (size_t i = 0; rc == 0 && i < with.n + without.n; i++) {
		bool is_new = i < with.n;
		const struct jl_entry *e =
			is_new ? &with.v[i] : &without.v[i - with.n];
		const struct jl_entry *other =
			find_entry(is_new ? &without : &with, e->name);
		const char *dot = strrchr(e->name, '.');
		char *path;

		if (!dot || strcmp(dot, ".json") != 0 || (!is_new && other) ||
			(other && jl_oid_equal(&e->oid, &other->oid)) ||
			(kind == JL_KIND_SETTINGS &&
				strcmp(e->name, "ledger.json") != 0))
			continue;
		path = *folder ? jl_xasprintf("%s/%s", folder, e->name)
			       : jl_xstrdup(e->name);
		rc = undo_file(u, kind, path);
		free(path);
	}
	jl_entries_release(&with);
	jl_entries_release(&without);
	return rc;
}

static int find_commit(struct undo *u, const char *rev)
{
	struct jl_ctx *ctx = u->ctx;
	char *before = jl_xasprintf("%s^", rev);
	int rc = jl_repo_resolve(ctx->repo, rev, &u->commit, &ctx->error);

	if (rc == 0) {
		rc = jl_repo_resolve(
			ctx->repo, before, &u->parent, &ctx->error);
		if (rc == JL_ENOTFOUND)
			jl_fail(&ctx->error, rc,
				"'%.60s' is the first commit: there is nothing "
				"before it",
				rev);
	}
	free(before);
	return rc;
}

static size_t count_errors(struct jl_ctx *ctx, int *rc, bool is_told)
{
	struct jl_ledger *ledger = NULL;
	size_t n = 0;

	*rc = jl_ledger_load_work(ctx->repo, NULL, &ledger, &ctx->error);
	if (*rc < 0)
		return 0;
	jl_check_run(ledger, ctx->today, NULL);
	for (size_t i = 0; i < ledger->findings.n; i++) {
		if (!jl_finding_blocks(&ledger->findings.v[i]))
			continue;
		n++;
		if (is_told)
			jl_ctx_print_finding(
				ctx, ledger, &ledger->findings.v[i]);
	}
	jl_ledger_free(ledger);
	return n;
}

static int put(struct undo *u, struct jl_writer *writer, const char *path,
	const char *text)
{
	char *full = jl_path_join(jl_repo_top(u->ctx->repo), path);
	int rc = text ? jl_write_whole(u->ctx, writer, path, text, strlen(text))
		      : jl_file_remove(full, &u->ctx->error);

	free(full);
	return rc;
}

/* Puts all texts, or those that were there before. */
static int put_all(struct undo *u, struct jl_writer *writer, bool is_back)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < u->n; i++)
		rc = put(u, writer, u->v[i].path,
			is_back ? u->v[i].now : u->v[i].text);
	return rc;
}

static int record(struct undo *u, struct jl_writer *writer)
{
	struct jl_new_file *files = jl_xcalloc(u->n, sizeof(*files));
	char hex[JL_OID_HEX], *message;
	int rc;

	jl_oid_hex(&u->commit, hex);
	message = jl_xasprintf("undo %.12s%s%s\n", hex,
		u->args->message ? "\n\n" : "",
		u->args->message ? u->args->message : "");
	for (size_t i = 0; i < u->n; i++)
		files[i] = (struct jl_new_file){u->v[i].path, u->v[i].text,
			u->v[i].text ? strlen(u->v[i].text) : 0, u->v[i].now};
	rc = jl_commit_files(u->ctx, writer, files, u->n, message);
	free(files);
	free(message);
	return rc;
}

static int write_out(struct undo *u)
{
	struct jl_ctx *ctx = u->ctx;
	struct jl_writer *writer = NULL;
	size_t before, after = 0;
	int rc = jl_writer_begin(ctx->repo, JL_MEASURES, &writer, &ctx->error);

	before = rc == 0 ? count_errors(ctx, &rc, false) : 0;
	if (rc == 0)
		rc = put_all(u, writer, false);
	if (rc == 0)
		after = count_errors(ctx, &rc, false);
	if (rc == 0 && after > before) {
		count_errors(ctx, &rc, true);
		fputs("jledger: nothing was undone: it would be wrong\n",
			ctx->err);
		rc = put_all(u, writer, true);
		rc = rc < 0 ? rc : JL_EXIT_INVALID;
	} else if (rc == 0) {
		rc = record(u, writer);
		if (rc < 0) {
			struct jl_error first = ctx->error;

			put_all(u, writer, true);
			ctx->error = first;
		}
	}
	jl_writer_end(writer, rc < 0 ? rc : 0);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct undo u = {.ctx = ctx, .args = args};
	int rc;

	if (n != 1)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"undo takes one commit, as HEAD or a1b2c3d");
	rc = find_commit(&u, operands[0]);
	for (int kind = 0; rc == 0 && kind < JL_KINDS; kind++)
		rc = undo_kind(&u, (enum jl_kind)kind);
	if (rc == 0 && u.conflicts) {
		fputs("jledger: nothing was undone: later changes depend on "
		      "it\n",
			ctx->err);
		rc = JL_EXIT_INVALID;
	} else if (rc == 0 && u.n == 0) {
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"'%.60s' changed no definition", operands[0]);
	}
	if (rc == 0 && !u.args->is_dry)
		rc = write_out(&u);
	for (size_t i = 0; rc == 0 && i < u.n; i++)
		fprintf(ctx->out, "%s: %s%s\n", u.v[i].path,
			!u.v[i].text  ? "taken out"
			: !u.v[i].now ? "back again"
				      : "as it was before",
			u.args->is_dry ? " (nothing was written)" : "");
	for (size_t i = 0; i < u.n; i++) {
		free(u.v[i].path);
		free(u.v[i].now);
		free(u.v[i].text);
	}
	free(u.v);
	return rc;
}

const struct jl_cmd jl_cmd_undo = {
	.name = "undo",
	.usage = "undo COMMIT [-m WHY] [-n]",
	.summary = "Take back what a commit did to the definitions.",
	.most = 1,
	.help = "By a new commit: nothing is deleted from the history. What "
		"was changed since stays as it\nis; where that depends on the "
		"commit, nothing is undone, and the conflict is said in "
		"words.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct undo_args),
	.run = run,
};

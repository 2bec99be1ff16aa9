/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * undo: takes back what one commit did, or one import, by a new commit. What
 * was changed in a definition since stays: the commit is merged out by id and
 * field. What was imported stays too, and a retraction says that it does not
 * count.
 */
#include "cli/commands.h"

#include "cli/write.h"
#include "journeys/batches.h"
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

/* One file that undoing changes. */
struct undone {
	enum jl_kind kind; /* JL_KINDS: it is a retraction */
	char *path;
	char *now, *text; /* as it stands, and as it will; NULL: not there */
	size_t now_len;
	char *retracts; /* an id, or NULL */
};

struct undo {
	struct jl_ctx *ctx;
	const struct undo_args *args;
	const char *operand;
	char commit_id[JL_OID_HEX]; /* that it meant at first, or "" */
	char *what;		    /* is undone: a commit or a batch */
	struct jl_oid commit, parent;
	struct jl_batches batches; /* as recorded */
	struct jl_retractions retractions;
	struct undone *v;
	size_t n, cap;
	size_t conflicts;
};

static struct undone *add(struct undo *u, enum jl_kind kind, const char *path)
{
	JL_GROW(u->v, u->n, u->cap);
	u->v[u->n] = (struct undone){.kind = kind, .path = jl_xstrdup(path)};
	return &u->v[u->n++];
}

/* ---- definitions ---- */

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
	int rc = jl_repo_read(u->ctx->repo, commit, path, JL_DEFINITION_MAX,
		text, &len, &u->ctx->error);

	if (rc != JL_ENOTFOUND)
		return rc;
	*text = NULL;
	return 0;
}

static void refuse(struct undo *u, const char *path, const char *words)
{
	fprintf(u->ctx->err, "%s: ", path);
	jl_put_harmless(u->ctx->err, words);
	fputc('\n', u->ctx->err);
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
	f = add(u, kind, path);
	if (rc == 0)
		rc = jl_read_recorded(u->ctx, path, &f->now, &f->now_len);
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

/* The id of a file's name, in whatever folder; yours to free, NULL when it is
 * none. Names come from git, where anybody may have put anything. */
static char *id_of_file(const char *name)
{
	char *id = jl_definition_id(name);

	if (!id || jl_is_id(id))
		return id;
	free(id);
	return NULL;
}

static bool is_definition(enum jl_kind kind, const char *name)
{
	char *id = id_of_file(name);
	bool is_one = kind == JL_KIND_SETTINGS
			      ? strcmp(name, "ledger.json") == 0
			      : id != NULL;

	free(id);
	return is_one;
}

/* What a folder holds with the commit, and without it. */
static int list_both(struct undo *u, const char *folder,
	struct jl_entries *with, struct jl_entries *without)
{
	struct jl_ctx *ctx = u->ctx;
	int rc = jl_repo_list_all(
		ctx->repo, &u->commit, folder, with, &ctx->error);

	return rc == 0 ? jl_repo_list_all(ctx->repo, &u->parent, folder,
				 without, &ctx->error)
		       : rc;
}

/* Every definition of the kind that the commit changed, made or took out. */
static int undo_kind(struct undo *u, enum jl_kind kind)
{
	const char *folder = jl_kinds[kind].folder;
	struct jl_entries with = {0}, without = {0};
	int rc = list_both(u, folder, &with, &without);

	for (size_t i = 0; rc == 0 && i < with.n + without.n; i++) {
		bool is_new = i < with.n;
		const struct jl_entry *e =
			is_new ? &with.v[i] : &without.v[i - with.n];
		const struct jl_entry *other =
			find_entry(is_new ? &without : &with, e->name);
		char *path;

		if (!is_definition(kind, e->name) || (!is_new && other) ||
			(other && jl_oid_equal(&e->oid, &other->oid)))
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

/* ---- imports ---- */

static void add_retraction(struct undo *u, const struct jl_retraction *new)
{
	const struct jl_retraction *r =
		jl_retractions_add(&u->retractions, new);
	char *path = jl_xasprintf(JL_RETRACTIONS "/%s.json", r->id);
	struct undone *f = add(u, JL_KINDS, path);
	struct jl_str text = JL_STR_INIT;

	jl_retraction_write(r, &text);
	f->text = jl_str_detach(&text);
	f->retracts = jl_xstrdup(r->retracts);
	free(path);
}

/* A batch, or a retraction, is not to count any more. */
static int retract(struct undo *u, const char *id)
{
	struct jl_ctx *ctx = u->ctx;
	const struct jl_retraction *r = jl_retractions_of(&u->retractions, id);
	struct jl_author author = {0};
	char when[JL_INSTANT_TEXT];
	int rc;

	if (r)
		return jl_fail(&ctx->error, JL_EINVALID,
			"%s is undone already: %s, by %s on %.10s", id, r->id,
			r->retracted_by, r->retracted_at);
	rc = jl_repo_author(ctx->repo, &author, &ctx->error);
	if (rc < 0)
		return rc;
	jl_instant_format(
		ctx->now, jl_zone_offset(ctx->ledger->zone, ctx->now), when);
	add_retraction(u, &(struct jl_retraction){.retracts = id,
				  .reason = u->args->message,
				  .retracted_at = when,
				  .retracted_by = author.name});
	jl_author_release(&author);
	return 0;
}

/* Every import, or retraction, that the commit recorded. */
static int retract_added(struct undo *u, const char *folder)
{
	struct jl_entries with = {0}, without = {0};
	int rc = list_both(u, folder, &with, &without);

	for (size_t i = 0; rc == 0 && i < with.n; i++) {
		const char *name = with.v[i].name;
		char *id = strchr(name, '/') || find_entry(&without, name)
				   ? NULL
				   : id_of_file(name);

		if (!id)
			continue;
		rc = retract(u, id);
		free(id);
	}
	jl_entries_release(&with);
	jl_entries_release(&without);
	return rc;
}

static bool is_record(const struct undo *u, const char *id)
{
	for (size_t i = 0; i < u->batches.n; i++)
		if (strcmp(u->batches.v[i].receipt.id, id) == 0)
			return true;
	return jl_retractions_find(&u->retractions, id) != NULL;
}

/* As recorded by now. */
static int read_records(struct undo *u)
{
	struct jl_ctx *ctx = u->ctx;
	struct jl_oid head;
	int rc = jl_repo_resolve(ctx->repo, "HEAD", &head, &ctx->error);

	if (rc == 0)
		rc = jl_batches_read(
			ctx->repo, &head, NULL, &u->batches, &ctx->error);
	return rc == 0 ? jl_retractions_read(
				 ctx->repo, &head, &u->retractions, &ctx->error)
		       : rc;
}

/* ---- what is undone ---- */

static int find_commit(struct undo *u, const char *rev)
{
	struct jl_ctx *ctx = u->ctx;
	const char *fixed = *u->commit_id ? u->commit_id : rev;
	char *before = jl_xasprintf("%s^", fixed);
	char hex[JL_OID_HEX], *subject;
	int rc = jl_repo_resolve(ctx->repo, fixed, &u->commit, &ctx->error);

	if (rc == 0) {
		rc = jl_repo_resolve(
			ctx->repo, before, &u->parent, &ctx->error);
		if (rc == JL_ENOTFOUND)
			jl_fail(&ctx->error, rc,
				"'%.60s' is the first commit: there is nothing "
				"before it",
				rev);
	}
	if (rc == 0) {
		jl_oid_hex(&u->commit, hex);
		subject = jl_repo_subject(ctx->repo, &u->commit);
		u->what = jl_xasprintf(
			"%.12s%s%s", hex, *subject ? ": " : "", subject);
		free(subject);
	}
	free(before);
	return rc;
}

static int undo_commit(struct undo *u, const char *rev)
{
	int rc = find_commit(u, rev);

	for (int kind = 0; rc == 0 && kind < JL_KINDS; kind++)
		rc = undo_kind(u, (enum jl_kind)kind);
	if (rc == 0)
		rc = retract_added(u, JL_MEASURES);
	if (rc == 0)
		rc = retract_added(u, JL_RETRACTIONS);
	if (rc == 0 && u->n == 0)
		rc = jl_fail(&u->ctx->error, JL_EINVALID,
			"'%.60s' changed no definition and imported nothing",
			rev);
	return rc;
}

static int find_what(struct undo *u, const char *operand)
{
	int rc = read_records(u);

	if (rc == 0 && !is_record(u, operand))
		return undo_commit(u, operand);
	if (rc == 0) {
		u->what = jl_xstrdup(operand);
		rc = retract(u, operand);
	}
	return rc;
}

/* ---- doing it ---- */

static int write_out(struct undo *u, struct jl_writer *writer)
{
	struct jl_new_file *files = jl_xcalloc(u->n, sizeof(*files));
	const char *why = u->args->message;
	char *message = jl_xasprintf(
		"undo %s%s%s\n", u->what, why ? "\n\n" : "", why ? why : "");
	int rc;

	for (size_t i = 0; i < u->n; i++)
		files[i] = (struct jl_new_file){u->v[i].path, u->v[i].text,
			u->v[i].text ? strlen(u->v[i].text) : 0, u->v[i].now,
			u->v[i].now_len};
	rc = jl_write_definitions(
		u->ctx, writer, files, u->n, JL_ALL_FILES, message);
	free(message);
	free(files);
	return rc;
}

static void tell(const struct undo *u, const struct undone *f)
{
	const char *batch =
		f->retracts ? jl_retractions_end(&u->retractions, f->retracts)
			    : NULL;
	FILE *out = u->ctx->out;

	if (batch)
		fprintf(out, "%s %s", batch,
			jl_retractions_of(&u->retractions, batch)
				? "does not count any more"
				: "counts again");
	else
		fprintf(out, "%s: %s", f->path,
			!f->text  ? "taken out"
			: !f->now ? "back again"
				  : "as it was before");
	fputs(u->args->is_dry ? " (nothing was written)\n" : "\n", out);
}

/* What was found out, for another attempt or for good. */
static void release(struct undo *u)
{
	char id[JL_OID_HEX];

	memcpy(id, u->commit_id, sizeof(id));
	for (size_t i = 0; i < u->n; i++) {
		free(u->v[i].path);
		free(u->v[i].now);
		free(u->v[i].text);
		free(u->v[i].retracts);
	}
	free(u->v);
	free(u->what);
	jl_batches_release(&u->batches);
	jl_retractions_release(&u->retractions);
	*u = (struct undo){
		.ctx = u->ctx, .args = u->args, .operand = u->operand};
	memcpy(u->commit_id, id, sizeof(id));
}

static int attempt(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct undo *u = data;
	int rc;

	release(u);
	rc = find_what(u, u->operand);
	if (rc < 0)
		return rc;
	if (u->conflicts == 0)
		return write_out(u, writer);
	fputs("jledger: nothing was undone: later changes depend on it\n",
		ctx->err);
	return JL_EXIT_INVALID;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct undo u = {.ctx = ctx, .args = args};
	struct jl_oid commit;
	int rc;

	if (n != 1 || !*operands[0])
		return jl_fail(&ctx->error, JL_EUSAGE,
			"undo takes one commit, as HEAD or a1b2c3d, or one "
			"batch, as 'jledger list batches' shows them");
	u.operand = operands[0];
	/* HEAD is that of now, whoever commits while this waits. */
	if (jl_repo_resolve(ctx->repo, u.operand, &commit, &ctx->error) == 0)
		jl_oid_hex(&commit, u.commit_id);
	rc = jl_attempt_write(ctx, "undo", u.args->is_dry, attempt, &u);
	for (size_t i = 0; rc == 0 && i < u.n; i++)
		tell(&u, &u.v[i]);
	release(&u);
	return rc;
}

const struct jl_cmd jl_cmd_undo = {
	.name = "undo",
	.usage = "undo COMMIT|BATCH [-m WHY] [-n]",
	.summary = "Take back what a commit did, or an import.",
	.most = 1,
	.operands = {JL_OPERAND_BATCH},
	.help = "By a new commit: nothing is deleted. What was changed in a "
		"definition since stays as\nit is; where that depends on the "
		"commit, nothing is undone, and the conflict is said in\n"
		"words. What was imported is kept, with a retraction that "
		"says that it does not count;\nundo that, and it counts "
		"again.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct undo_args),
	.run = run,
};

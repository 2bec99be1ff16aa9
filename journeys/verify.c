/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The checks, one after the other; a new one is a function and a line. */
#include "journeys/verify_pass.h"

#include "core/commit_graph.h"
#include "journeys/history_list.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *const jl_result_words[] = {"good", "bad", "not checked", NULL};

/* Whose objects are the ledger's. */
static const char *const looked_at[] = {"ledger.json", "people", "functions",
	"metrics", "journeys", "maps", JL_MEASURES, "decisions", "schema",
	".gitattributes", ".gitignore", ".mailmap", ".editorconfig", ".vscode",
	NULL};

bool jl_is_of_bytes(const char *check)
{
	return strcmp(check, "mailmap") != 0 && strcmp(check, "report") != 0 &&
	       strcmp(check, "level V1") != 0 && strcmp(check, "cache") != 0;
}

/* ---- rows ---- */

static struct jl_verify_row *add_row(struct jl_verify_pass *pass)
{
	struct jl_verification *out = pass->out;

	JL_GROW(out->v, out->n, out->cap);
	memset(&out->v[out->n], 0, sizeof(*out->v));
	out->v[out->n].check = pass->check;
	return &out->v[out->n++];
}

void jl_verify_bad(struct jl_verify_pass *pass, uint64_t position,
	const char *where, const char *format, ...)
{
	struct jl_verify_row *row = add_row(pass);
	struct jl_str what = JL_STR_INIT;
	va_list args;

	va_start(args, format);
	jl_str_addfv(&what, format, args);
	va_end(args);
	row->result = JL_RESULT_BAD;
	row->position = position;
	row->where = where ? jl_arena_strdup(&pass->out->arena, where) : NULL;
	row->what = jl_arena_strdup(&pass->out->arena, jl_str_text(&what));
	pass->out->n_bad++;
	pass->out->n_bad_bytes += jl_is_of_bytes(pass->check);
	jl_str_release(&what);
}

void jl_verify_unchecked(struct jl_verify_pass *pass, uint64_t position,
	const char *where, const char *what)
{
	struct jl_verify_row *row = add_row(pass);

	row->result = JL_RESULT_NOT_CHECKED;
	row->position = position;
	row->where = where ? jl_arena_strdup(&pass->out->arena, where) : NULL;
	row->what = jl_arena_strdup(&pass->out->arena, what);
	pass->out->n_not_checked++;
}

void jl_verify_unread(struct jl_verify_pass *pass, uint64_t position,
	const char *where, const struct jl_error *error)
{
	if (error->code == JL_EENV)
		jl_verify_unchecked(pass, position, where, error->message);
	else
		jl_verify_bad(pass, position, where, "%s", error->message);
}

void jl_verify_good(struct jl_verify_pass *pass, uint64_t n, uint64_t position,
	const char *where, const char *what)
{
	struct jl_verify_row *row = add_row(pass);

	row->n = n;
	row->position = position;
	row->where = jl_arena_strdup(&pass->out->arena, where);
	row->what = jl_arena_strdup(&pass->out->arena, what);
}

uint64_t jl_verify_position(
	const struct jl_verify_pass *pass, const struct jl_commit *commit)
{
	return pass->dag.positions[commit - pass->dag.commits.v];
}

void jl_verify_begin(struct jl_verify_pass *pass, const char *check)
{
	pass->check = check;
	pass->first = pass->out->n;
}

static int by_position(const void *a, const void *b)
{
	const struct jl_verify_row *x = a, *y = b;
	const char *p = x->where ? x->where : "", *q = y->where ? y->where : "";

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return strcmp(p, q) ? strcmp(p, q) : strcmp(x->what, y->what);
}

void jl_verify_end(struct jl_verify_pass *pass, uint64_t n, const char *of)
{
	struct jl_verification *out = pass->out;
	struct jl_verify_row *row;

	if (out->n > pass->first) {
		qsort(out->v + pass->first, out->n - pass->first,
			sizeof(*out->v), by_position);
		return;
	}
	row = add_row(pass);
	row->n = n;
	row->what = of;
}

/* ---- commits ---- */

static int by_oid(const void *a, const void *b)
{
	const struct jl_commit *const *x = a, *const *y = b;

	return memcmp((*x)->oid.id, (*y)->oid.id, JL_OID_SIZE);
}

static void sort_commits(struct jl_verify_pass *pass)
{
	size_t n = pass->dag.commits.n;

	pass->by_oid = jl_xcalloc(n, sizeof(const struct jl_commit *));
	for (size_t i = 0; i < n; i++)
		pass->by_oid[i] = &pass->dag.commits.v[i];
	if (n)
		qsort(pass->by_oid, n, sizeof(const struct jl_commit *),
			by_oid);
}

const struct jl_commit *jl_verify_commit(
	const struct jl_verify_pass *pass, const struct jl_oid *oid)
{
	struct jl_commit key = {.oid = *oid};
	const struct jl_commit *pointer = &key;
	const struct jl_commit *const *found =
		pass->dag.commits.n
			? bsearch(&pointer, pass->by_oid, pass->dag.commits.n,
				  sizeof(const struct jl_commit *), by_oid)
			: NULL;

	return found ? *found : NULL;
}

static void see_fault(void *data, const struct jl_object_fault *fault)
{
	struct jl_verify_pass *pass = data;
	char oid[JL_OID_HEX], commit[JL_OID_HEX], *what;
	const char *where;

	if (fault->is_missing && pass->is_partial) {
		pass->n_missing++;
		return;
	}
	jl_oid_hex(&fault->oid, oid);
	jl_oid_hex(&fault->commit, commit);
	if (fault->path && *fault->path) {
		where = fault->path;
		what = jl_xasprintf("%s %.12s, as commit %.12s has it: %s",
			fault->type, oid, commit, fault->why);
	} else {
		where = commit;
		what = jl_xasprintf(
			"%s %.12s: %s", fault->type, oid, fault->why);
	}
	if (fault->is_unread)
		jl_verify_unchecked(pass, fault->position, where, what);
	else
		jl_verify_bad(pass, fault->position, where, "%s", what);
	free(what);
}

static int check_commits(struct jl_verify_pass *pass, struct jl_error *err)
{
	int rc;

	jl_verify_begin(pass, "commits");
	rc = jl_repo_dag(pass->query->repo, &pass->query->tip, &pass->dag,
		see_fault, pass, err);
	if (rc < 0)
		return rc;
	sort_commits(pass);
	pass->out->commits = pass->dag.commits.n;
	jl_verify_end(pass, pass->out->commits, "commits, each hashed");
	return 0;
}

static int check_objects(struct jl_verify_pass *pass, struct jl_error *err)
{
	struct jl_object_counts counts;
	int rc;

	jl_verify_begin(pass, "objects");
	rc = jl_repo_check_objects(pass->query->repo, &pass->dag, looked_at,
		&counts, see_fault, pass, err);
	if (rc < 0)
		return rc;
	pass->out->objects = counts.trees + counts.blobs;
	jl_verify_end(pass, pass->out->objects,
		"trees and files of the ledger, each hashed");
	return 0;
}

/* ---- git's own files ---- */

static void see_sentence(void *data, const char *where, const char *what)
{
	struct jl_verify_pass *pass = data;
	const char *top = jl_repo_top(pass->query->repo);
	size_t len = strlen(top);

	if (strncmp(where, top, len) == 0 && where[len] == '/')
		where += len + 1;
	jl_verify_bad(pass, 0, where, "%s", what);
}

/* A walk over the folders of objects. */
struct folders {
	struct jl_verify_pass *pass;
	struct jl_tree_reader *reader; /* NULL: no trees are looked at */
	uint64_t n;		       /* looked at */
	struct jl_error *err;
};

static int check_folder(void *data, const char *folder)
{
	struct folders *f = data;
	struct jl_object_files files;
	int rc =
		jl_objects_check(folder, &files, see_sentence, f->pass, f->err);

	f->n += files.loose + files.packs + files.others;
	return rc;
}

static int check_files(struct jl_verify_pass *pass, struct jl_error *err)
{
	struct folders f = {.pass = pass, .err = err};
	int rc;

	jl_verify_begin(pass, "git files");
	rc = jl_repo_objects_folders(pass->query->repo, check_folder, &f);
	if (rc == 0)
		jl_verify_end(
			pass, f.n, "loose objects, packs and their indexes");
	return rc;
}

static int check_graph(void *data, const char *folder)
{
	struct folders *f = data;
	uint64_t n;

	jl_commit_graph_check(folder, &f->pass->dag, f->reader, looked_at, &n,
		see_sentence, f->pass);
	f->n += n;
	return 0;
}

static int check_views(struct jl_verify_pass *pass, struct jl_error *err)
{
	struct folders f = {.pass = pass, .err = err};
	int rc;

	jl_verify_begin(pass, "replacements");
	rc = jl_repo_see_replacements(
		pass->query->repo, see_sentence, pass, err);
	jl_verify_end(pass, 0, "replace refs and grafts");
	jl_verify_begin(pass, "commit-graph");
	f.reader = jl_tree_reader_new(pass->query->repo);
	if (rc == 0)
		rc = jl_repo_objects_folders(
			pass->query->repo, check_graph, &f);
	jl_tree_reader_free(f.reader);
	jl_verify_end(pass, f.n, "commits of commit-graph files");
	return rc;
}

/* ---- .mailmap ---- */

struct author {
	const char *name, *email;
	uint64_t position;
};

static int by_author(const void *a, const void *b)
{
	const struct author *x = a, *y = b;
	int order = strcmp(x->email, y->email);

	if (order == 0)
		order = strcmp(x->name, y->name);
	if (order == 0)
		order = x->position < y->position ? -1
						  : x->position > y->position;
	return order;
}

static const struct jl_person *person_of(
	const struct jl_verify_pass *pass, const char *name, const char *email)
{
	const struct jl_history_commit commit = {
		.author = name, .email = email};

	return pass->query->ledger
		       ? jl_history_person(pass->query->ledger, &commit)
		       : NULL;
}

/* To write one's name otherwise is no lie; to be shown as somebody else is. */
static bool is_lie(const struct jl_verify_pass *pass, const struct author *a,
	const char *name, const char *email)
{
	const struct jl_person *is = person_of(pass, a->name, a->email);
	const struct jl_person *shown = person_of(pass, name, email);

	if (shown && shown != is)
		return true;
	return strcmp(name, a->name) != 0 && strcmp(email, a->email) != 0 &&
	       !(is && is == shown);
}

static int check_author(struct jl_verify_pass *pass, const struct author *a,
	struct jl_error *err)
{
	char *name = NULL, *email = NULL;
	int rc = jl_repo_mailmap(
		pass->query->repo, a->name, a->email, &name, &email, err);

	if (rc == 0 && is_lie(pass, a, name, email))
		jl_verify_bad(pass, a->position, ".mailmap",
			"git log shows %s <%s> as %s <%s>, who did not write "
			"those commits by what people/ says",
			a->name, a->email, name, email);
	free(name);
	free(email);
	return rc;
}

static int check_mailmap(struct jl_verify_pass *pass, struct jl_error *err)
{
	size_t n = pass->dag.commits.n, distinct = 0;
	struct author *authors = jl_xcalloc(n, sizeof(*authors));
	int rc = 0;

	jl_verify_begin(pass, "mailmap");
	for (size_t i = 0; i < n; i++)
		authors[i] = (struct author){pass->dag.commits.v[i].author,
			pass->dag.commits.v[i].email, pass->dag.positions[i]};
	if (n)
		qsort(authors, n, sizeof(*authors), by_author);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (i > 0 &&
			strcmp(authors[i].email, authors[i - 1].email) == 0 &&
			strcmp(authors[i].name, authors[i - 1].name) == 0)
			continue;
		distinct++;
		rc = check_author(pass, &authors[i], err);
	}
	free(authors);
	jl_verify_end(pass, distinct, "authors, as .mailmap shows them");
	return rc;
}

/* ---- signatures ---- */

static void count_signature(struct jl_verify_pass *pass, size_t i,
	const struct jl_signature *signature, bool is_before)
{
	struct jl_verification *out = pass->out;
	const struct jl_commit *commit = &pass->dag.commits.v[i];
	char hex[JL_OID_HEX];

	jl_oid_hex(&commit->oid, hex);
	if (signature->is == JL_SIGNED_BAD)
		jl_verify_bad(pass, pass->dag.positions[i], hex, "%s",
			signature->why);
	if (signature->is == JL_SIGNED_KNOWN) {
		out->signed_n++;
		return;
	}
	if (is_before && signature->is != JL_SIGNED_BAD) {
		out->before_n++;
		return;
	}
	out->unsigned_n += signature->is == JL_SIGNED_NOT;
	out->unknown_n += signature->is == JL_SIGNED_UNKNOWN;
	out->other_n += signature->is == JL_SIGNED_OTHER;
	if (!*out->first_unsigned) {
		memcpy(out->first_unsigned, hex, sizeof(hex));
		out->first_unsigned_position = pass->dag.positions[i];
	}
}

/* Has anybody had a key before the commit, in any that it came of? */
static bool has_had_keys(const struct jl_verify_pass *pass,
	const struct jl_commit *commit, const bool *has_had)
{
	for (size_t i = 0; i < commit->n_parents; i++) {
		const struct jl_commit *parent =
			jl_verify_commit(pass, &commit->parents[i]);

		if (!parent || has_had[parent - pass->dag.commits.v])
			return true; /* what is not known is not excused */
	}
	return false;
}

/* The place of the line's first commit before which anybody had one. */
static uint64_t first_with_keys(
	const struct jl_verify_pass *pass, const bool *has_had)
{
	const struct jl_dag *dag = &pass->dag;

	for (size_t i = 0; i < dag->commits.n; i++) {
		bool is_on_line = i + 1 == dag->commits.n ||
				  dag->positions[i + 1] != dag->positions[i];

		if (is_on_line && has_had[i])
			return dag->positions[i];
	}
	return UINT64_MAX;
}

/* Commits stand behind those that they came of. */
static void find_keys(struct jl_verify_pass *pass,
	const struct jl_signature *signatures, bool *has_had)
{
	for (size_t i = 0; i < pass->dag.commits.n; i++)
		has_had[i] =
			signatures[i].has_keys ||
			has_had_keys(pass, &pass->dag.commits.v[i], has_had);
}

static int check_signatures(struct jl_verify_pass *pass, struct jl_error *err)
{
	size_t n = pass->dag.commits.n;
	struct jl_signers *signers = jl_signers_new(pass->query->repo);
	struct jl_signature *signatures = jl_xcalloc(n, sizeof(*signatures));
	bool *has_had = jl_xcalloc(n, sizeof(*has_had));
	uint64_t first;

	(void)err;
	jl_verify_begin(pass, "signatures");
	for (size_t i = 0; i < n; i++) {
		struct jl_error error;

		pass->out->roots_n += pass->dag.commits.v[i].n_parents == 0;
		/* Objects that cannot be read are findings already. */
		if (jl_signature_check(signers, &pass->dag.commits.v[i].oid,
			    &signatures[i], &error) < 0)
			signatures[i].is = JL_SIGNED_OTHER;
	}
	find_keys(pass, signatures, has_had);
	first = first_with_keys(pass, has_had);
	for (size_t i = 0; i < n; i++) {
		count_signature(pass, i, &signatures[i],
			!has_had[i] && pass->dag.positions[i] < first);
		free(signatures[i].key);
	}
	free(signatures);
	free(has_had);
	jl_signers_free(signers);
	jl_verify_end(pass, pass->out->signed_n,
		"commits signed by a known key, no signature is bad");
	return 0;
}

/* ---- all of it ---- */

bool jl_is_signed_throughout(const struct jl_verification *v)
{
	return v->signed_n > 0 && v->roots_n == 1 &&
	       v->signed_n + v->before_n == v->commits;
}

static bool has_bad_pack(const struct jl_verification *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->v[i].result == JL_RESULT_BAD &&
			strstr(v->v[i].where, "objects/pack/"))
			return true;
	return false;
}

static void stop(struct jl_verify_pass *pass, const char *why)
{
	jl_verify_begin(pass, "all else");
	jl_verify_unchecked(pass, 0, NULL, why);
}

int jl_verify_files(struct jl_repo *repo, struct jl_verification *out,
	bool *is_readable, struct jl_error *err)
{
	const struct jl_verify_query query = {.repo = repo};
	struct jl_verify_pass pass = {.query = &query, .out = out};
	int rc;

	memset(out, 0, sizeof(*out));
	rc = check_files(&pass, err);
	if (rc == 0 && out->n_bad) {
		/* git may have been packing: what is wrong stays so. */
		jl_verification_release(out);
		rc = check_files(&pass, err);
	}
	*is_readable = rc == 0 && !has_bad_pack(out);
	if (rc == 0 && !*is_readable)
		stop(&pass, "what is in a damaged pack cannot be read; get the "
			    "repository again, from another clone");
	if (rc < 0)
		jl_verification_release(out);
	return rc;
}

int jl_verify(const struct jl_verify_query *query, struct jl_verification *out,
	struct jl_error *err)
{
	static int (*const checks[])(
		struct jl_verify_pass * pass, struct jl_error * err) = {
		check_commits,
		check_objects,
		check_views,
		jl_verify_records,
		check_mailmap,
		jl_verify_checkpoints,
		check_signatures,
	};
	struct jl_verify_pass pass = {.query = query,
		.out = out,
		.is_partial = jl_repo_is_partial(query->repo)};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < JL_COUNT(checks); i++) {
		rc = checks[i](&pass, err);
		if (rc == 0 && pass.n_missing > 0) {
			stop(&pass, "this clone was made with --filter and "
				    "does not "
				    "have all that is to be checked; make one "
				    "without");
			break;
		}
	}
	jl_dag_release(&pass.dag);
	free(pass.by_oid);
	if (rc < 0)
		jl_verification_release(out);
	return rc;
}

void jl_verification_add(struct jl_verification *v, const char *check,
	enum jl_result result, const char *where, const char *what)
{
	JL_GROW(v->v, v->n, v->cap);
	v->v[v->n++] = (struct jl_verify_row){
		.check = jl_arena_strdup(&v->arena, check),
		.result = result,
		.n = result == JL_RESULT_GOOD,
		.where = jl_arena_strdup(&v->arena, where),
		.what = jl_arena_strdup(&v->arena, what),
	};
	v->n_bad += result == JL_RESULT_BAD;
	v->n_bad_bytes += result == JL_RESULT_BAD && jl_is_of_bytes(check);
	v->n_not_checked += result == JL_RESULT_NOT_CHECKED;
}

void jl_verification_release(struct jl_verification *verification)
{
	free(verification->v);
	jl_arena_release(&verification->arena);
	memset(verification, 0, sizeof(*verification));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Commits of the first-parent line, as they say of themselves. */
#include "core/repo.h"

#include "core/repo_git.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

static void add_parents(struct jl_commit *to, const git_commit *commit)
{
	to->n_parents = git_commit_parentcount(commit);
	to->parents = jl_xcalloc(to->n_parents, sizeof(*to->parents));
	for (size_t i = 0; i < to->n_parents; i++)
		jl_oid_from_git(&to->parents[i],
			git_commit_parent_id(commit, (unsigned)i));
}

int jl_repo_commit_read(struct jl_repo *repo, const struct jl_oid *oid,
	struct jl_commits *commits, struct jl_error *err)
{
	const git_signature *author;
	git_commit *commit = NULL;
	struct jl_commit *to;
	const char *subject;
	git_oid id;

	git_oid_fromraw(&id, oid->id);
	if (git_commit_lookup(&commit, repo->handle, &id) < 0)
		return jl_git_fail(err, JL_EENV, "the history cannot be read");
	JL_GROW(commits->v, commits->n, commits->cap);
	to = &commits->v[commits->n++];
	memset(to, 0, sizeof(*to));
	to->oid = *oid;
	jl_oid_from_git(&to->tree, git_commit_tree_id(commit));
	add_parents(to, commit);
	to->recorded_at = git_commit_time(commit);
	to->offset_min = git_commit_time_offset(commit);
	author = git_commit_author(commit);
	subject = git_commit_summary(commit);
	to->author = jl_arena_strdup(commits->arena, author->name);
	to->email = jl_arena_strdup(commits->arena, author->email);
	to->subject = jl_arena_strdup(commits->arena, subject ? subject : "");
	git_commit_free(commit);
	return 0;
}

void jl_commits_release(struct jl_commits *commits)
{
	for (size_t i = 0; i < commits->n; i++)
		free(commits->v[i].parents);
	free(commits->v);
	memset(commits, 0, sizeof(*commits));
}

int jl_repo_line(struct jl_repo *repo, const struct jl_oid *tip,
	jl_is_known *is_known, void *data, struct jl_commits *line,
	struct jl_oid *known, bool *has_known, struct jl_error *err)
{
	struct jl_oid at = *tip;
	int rc;

	*has_known = false;
	for (;;) {
		const struct jl_commit *last;

		if (is_known(data, &at)) {
			*known = at;
			*has_known = true;
			return 0;
		}
		rc = jl_repo_commit_read(repo, &at, line, err);
		if (rc < 0)
			return rc;
		last = &line->v[line->n - 1];
		if (last->n_parents == 0)
			return 0;
		at = last->parents[0];
	}
}

/* ---- signatures ---- */

/* A raw commit taken apart as git does: the header gpgsig, whose lines go on
 * with a space before them, is the signature, and all but such headers is what
 * it is of. git: parse_buffer_signed_by_header in commit.c. */
struct parts {
	struct jl_str signature, text;
	bool in_signature, in_other;
};

static void take_header(struct parts *p, const char *line, size_t len)
{
	static const char ours[] = "gpgsig ", any[] = "gpgsig";

	if (len > sizeof(ours) - 1 &&
		memcmp(line, ours, sizeof(ours) - 1) == 0) {
		p->in_signature = true;
		p->in_other = false;
		line += sizeof(ours) - 1;
		len -= sizeof(ours) - 1;
	} else if (*line == ' ' && p->in_signature) {
		line++;
		len--;
	} else {
		p->in_signature = false;
		if (len > sizeof(any) - 1 &&
			memcmp(line, any, sizeof(any) - 1) == 0)
			p->in_other = true;
		else if (*line != ' ')
			p->in_other = false;
	}
	if (p->in_signature)
		jl_str_addn(&p->signature, line, len);
	else if (!p->in_other)
		jl_str_addn(&p->text, line, len);
}

static void take_apart(struct parts *p, const char *raw, size_t size)
{
	const char *end = raw + size, *line = raw;

	while (line < end && *line != '\n') {
		const char *next = memchr(line, '\n', (size_t)(end - line));

		next = next ? next + 1 : end;
		take_header(p, line, (size_t)(next - line));
		line = next;
	}
	jl_str_addn(&p->text, line, (size_t)(end - line));
}

int jl_repo_signature(struct jl_repo *repo, const struct jl_oid *commit,
	char **signature, char **text, size_t *len, struct jl_error *err)
{
	struct parts parts = {JL_STR_INIT, JL_STR_INIT, false, false};
	git_odb_object *object = NULL;
	git_odb *odb = NULL;
	git_oid id;
	int rc;

	git_oid_fromraw(&id, commit->id);
	rc = git_repository_odb(&odb, repo->handle);
	if (rc == 0)
		rc = git_odb_read(&object, odb, &id);
	if (rc < 0)
		rc = jl_git_fail(err, JL_EENV, "the history cannot be read");
	else
		take_apart(&parts, git_odb_object_data(object),
			git_odb_object_size(object));
	git_odb_object_free(object);
	git_odb_free(odb);
	if (rc == 0 && parts.signature.len == 0)
		rc = jl_fail(err, JL_ENOTFOUND, "the commit is not signed");
	if (rc == 0) {
		*len = parts.text.len;
		*signature = jl_str_detach(&parts.signature);
		*text = jl_str_detach(&parts.text);
	}
	jl_str_release(&parts.signature);
	jl_str_release(&parts.text);
	return rc;
}

/* ---- ids ---- */

int jl_repo_has(
	struct jl_repo *repo, const struct jl_oid *oid, struct jl_error *err)
{
	git_odb *odb = NULL;
	git_object_t type;
	size_t size;
	git_oid id;
	int git = git_repository_odb(&odb, repo->handle);

	/* git_odb_exists takes what cannot be read for missing. */
	git_oid_fromraw(&id, oid->id);
	if (git == 0)
		git = git_odb_read_header(&size, &type, odb, &id);
	git_odb_free(odb);
	if (git == GIT_ENOTFOUND)
		return 0;
	return git < 0 ? jl_git_fail_object(err) : 1;
}

int jl_repo_find_commit(struct jl_repo *repo, const char *digits,
	struct jl_oid *commit, struct jl_error *err)
{
	git_commit *found = NULL;
	size_t n = strlen(digits);
	git_oid id;

	if (n >= JL_OID_HEX || git_oid_fromstrn(&id, digits, n) < 0 ||
		git_commit_lookup_prefix(&found, repo->handle, &id, n) < 0)
		return jl_fail(err, JL_ENOTFOUND,
			"there is no commit %.40s, or more than one", digits);
	jl_oid_from_git(commit, git_commit_id(found));
	git_commit_free(found);
	return 0;
}

char *jl_repo_subject(struct jl_repo *repo, const struct jl_oid *commit)
{
	git_commit *found = NULL;
	const char *subject = NULL;
	char *copy;
	git_oid id;

	git_oid_fromraw(&id, commit->id);
	if (git_commit_lookup(&found, repo->handle, &id) == 0)
		subject = git_commit_summary(found);
	copy = jl_xstrdup(subject ? subject : "");
	git_commit_free(found);
	return copy;
}

int jl_repo_tree_of(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_oid *tree, struct jl_error *err)
{
	git_commit *found = NULL;
	git_oid id;

	git_oid_fromraw(&id, commit->id);
	if (git_commit_lookup(&found, repo->handle, &id) < 0)
		return jl_git_fail(err, JL_EENV, "the history cannot be read");
	jl_oid_from_git(tree, git_commit_tree_id(found));
	git_commit_free(found);
	return 0;
}

int jl_repo_bases(struct jl_repo *repo, const struct jl_oid *a,
	const struct jl_oid *b, struct jl_oid *bases, size_t most, size_t *n,
	struct jl_error *err)
{
	git_oidarray found = {NULL, 0};
	git_oid x, y;
	int rc;

	git_oid_fromraw(&x, a->id);
	git_oid_fromraw(&y, b->id);
	rc = git_merge_bases(&found, repo->handle, &x, &y);
	*n = rc == 0 ? found.count : 0;
	for (size_t i = 0; i < *n && i < most; i++)
		jl_oid_from_git(&bases[i], &found.ids[i]);
	git_oidarray_dispose(&found);
	return rc < 0 && rc != GIT_ENOTFOUND
		       ? jl_git_fail(err, JL_EENV, "the history cannot be read")
		       : 0;
}

int jl_repo_folder(struct jl_repo *repo, const struct jl_oid *tree,
	const char *folder, struct jl_oid *id, struct jl_error *err)
{
	git_tree *root = NULL;
	const git_tree_entry *entry;
	git_oid of;
	int rc = 0;

	git_oid_fromraw(&of, tree->id);
	if (git_tree_lookup(&root, repo->handle, &of) < 0)
		return jl_git_fail(err, JL_EENV, "the history cannot be read");
	entry = git_tree_entry_byname(root, folder);
	if (entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		jl_oid_from_git(id, git_tree_entry_id(entry));
	else
		rc = jl_fail(
			err, JL_ENOTFOUND, "there is no folder %s", folder);
	git_tree_free(root);
	return rc;
}

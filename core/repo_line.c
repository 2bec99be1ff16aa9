/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Commits of the first-parent line, as they say of themselves. */
#include "core/repo.h"

#include "core/repo_git.h"

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

int jl_repo_signature(struct jl_repo *repo, const struct jl_oid *commit,
	char **signature, char **text, size_t *len, struct jl_error *err)
{
	git_buf sig = {0}, of = {0};
	git_oid id;
	int rc;

	git_oid_fromraw(&id, commit->id);
	rc = git_commit_extract_signature(&sig, &of, repo->handle, &id, NULL);
	if (rc == 0) {
		*signature = jl_xstrndup(sig.ptr, sig.size);
		*text = jl_xstrndup(of.ptr, of.size);
		*len = of.size;
	} else if (rc == GIT_ENOTFOUND) {
		rc = jl_fail(err, JL_ENOTFOUND, "the commit is not signed");
	} else {
		rc = jl_git_fail(err, JL_EENV, "the history cannot be read");
	}
	git_buf_dispose(&sig);
	git_buf_dispose(&of);
	return rc;
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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What git's index says of files: those that a sparse checkout leaves out of
 * the work tree, and those that are staged. */
#include "core/repo.h"

#include "core/mem.h"
#include "core/repo_git.h"
#include "core/worktree.h"

#include <string.h>

static int open_index(
	struct jl_repo *repo, git_index **index, struct jl_error *err)
{
	if (git_repository_index(index, repo->handle) == 0 &&
		git_index_read(*index, 0) == 0)
		return 0;
	git_index_free(*index);
	*index = NULL;
	return jl_git_fail(err, JL_EENV, "git's index cannot be read");
}

static bool is_left_out(const git_index_entry *e)
{
	return e && e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE;
}

int jl_repo_find_left_out(struct jl_repo *repo, const char *path,
	struct jl_oid *blob, struct jl_error *err)
{
	const git_index_entry *e;
	git_index *index = NULL;
	int rc = open_index(repo, &index, err);

	if (rc < 0)
		return rc;
	e = git_index_get_bypath(index, path, 0);
	if (is_left_out(e))
		jl_oid_from_git(blob, &e->id);
	else
		rc = JL_ENOTFOUND;
	git_index_free(index);
	return rc;
}

int jl_repo_list_left_out(struct jl_repo *repo, const char *folder,
	struct jl_entries *entries, struct jl_error *err)
{
	size_t len = strlen(folder), i = 0;
	git_index *index = NULL;
	int rc = open_index(repo, &index, err);

	if (rc < 0)
		return rc;
	if (git_index_find_prefix(&i, index, folder) < 0)
		i = git_index_entrycount(index);
	for (; i < git_index_entrycount(index); i++) {
		const git_index_entry *e = git_index_get_byindex(index, i);

		if (strncmp(e->path, folder, len) != 0)
			break;
		if (e->path[len] != '/' || !is_left_out(e))
			continue;
		JL_GROW(entries->v, entries->n, entries->cap);
		jl_oid_from_git(&entries->v[entries->n].oid, &e->id);
		entries->v[entries->n++].name = jl_xstrdup(e->path + len + 1);
	}
	git_index_free(index);
	return 0;
}

int jl_repo_work_read(struct jl_repo *repo, const char *path, size_t max,
	char **text, size_t *len, struct jl_error *err)
{
	struct jl_error second;
	struct jl_oid blob;
	int rc = jl_work_read(repo->top, path, max, text, len, err);
	int left_out;

	if (rc != JL_ENOTFOUND)
		return rc;
	left_out = jl_repo_find_left_out(repo, path, &blob, &second);
	if (left_out == JL_ENOTFOUND)
		return rc;
	if (left_out < 0)
		*err = second;
	return left_out < 0 ? left_out
			    : jl_repo_blob(repo, &blob, max, text, len, err);
}

int jl_repo_refuse_left_out(
	struct jl_repo *repo, const char *path, struct jl_error *err)
{
	struct jl_oid blob;
	int rc = jl_repo_find_left_out(repo, path, &blob, err);

	if (rc == 0)
		return jl_fail(err, JL_EENV,
			"%.300s is recorded, and left out of this sparse "
			"checkout; 'git sparse-checkout add %.*s' brings it "
			"here",
			path, (int)strcspn(path, "/"), path);
	return rc == JL_ENOTFOUND ? 0 : rc;
}

int jl_repo_is_staged(
	struct jl_repo *repo, const char *path, bool *is, struct jl_error *err)
{
	struct jl_oid head, recorded, staged;
	const git_index_entry *e;
	git_index *index = NULL;
	int rc = jl_repo_reference(repo, "HEAD", &head, err);

	*is = false;
	if (rc == 0)
		rc = jl_repo_file_at(repo, &head, path, &recorded, err);
	if (rc == 0)
		rc = open_index(repo, &index, err);
	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	e = git_index_get_bypath(index, path, 0);
	if (e)
		jl_oid_from_git(&staged, &e->id);
	*is = !e || !jl_oid_equal(&staged, &recorded);
	git_index_free(index);
	return 0;
}

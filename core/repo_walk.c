/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The first-parent line, and what came into a folder along it. */
#include "core/repo.h"

#include "core/mem.h"
#include "core/repo_git.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

/* The id of a folder's tree in a commit; all zero when it has none. */
static int folder_id(git_commit *commit, const char *folder, git_oid *id)
{
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	int rc = git_commit_tree(&root, commit);

	memset(id, 0, sizeof(*id));
	if (rc == 0)
		rc = git_tree_entry_bypath(&entry, root, folder);
	/* Once there may have been a file or a link in its place. */
	if (rc == 0 && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		git_oid_cpy(id, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	git_tree_free(root);
	return rc == GIT_ENOTFOUND ? 0 : rc;
}

static int read_folder(struct jl_repo *repo, const git_oid *id, git_tree **tree)
{
	*tree = NULL;
	if (git_oid_is_zero(id))
		return 0;
	return git_tree_lookup(tree, repo->handle, id);
}

/* Adds the files of `now` that `before` lacks; positions count back. */
static int add_new_names(struct jl_repo *repo, const git_oid *before_id,
	const git_oid *now_id, uint64_t age, struct jl_additions *additions)
{
	git_tree *before = NULL, *now = NULL;
	int rc = read_folder(repo, before_id, &before);

	if (rc == 0)
		rc = read_folder(repo, now_id, &now);
	for (size_t i = 0; rc == 0 && now && i < git_tree_entrycount(now);
		i++) {
		const git_tree_entry *e = git_tree_entry_byindex(now, i);
		const char *name = git_tree_entry_name(e);

		if (before && git_tree_entry_byname(before, name))
			continue;
		JL_GROW(additions->v, additions->n, additions->cap);
		additions->v[additions->n].name = jl_xstrdup(name);
		additions->v[additions->n].position = age;
		additions->n++;
	}
	git_tree_free(before);
	git_tree_free(now);
	return rc;
}

static int by_position_then_name(const void *a, const void *b)
{
	const struct jl_addition *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int walk(struct jl_repo *repo, git_commit **at, const char *folder,
	const struct jl_oid *known, struct jl_additions *additions,
	uint64_t *steps)
{
	git_oid now_id, before_id;
	int rc = folder_id(*at, folder, &now_id);

	*steps = 0;
	while (rc == 0) {
		git_commit *parent = NULL;

		if (known && memcmp(git_commit_id(*at)->id, known->id,
				     JL_OID_SIZE) == 0) {
			additions->from_known = true;
			return 0;
		}
		if (git_commit_parentcount(*at) > 0)
			rc = git_commit_parent(&parent, *at, 0);
		memset(&before_id, 0, sizeof(before_id));
		if (rc == 0 && parent)
			rc = folder_id(parent, folder, &before_id);
		if (rc == 0 && !git_oid_equal(&now_id, &before_id))
			rc = add_new_names(
				repo, &before_id, &now_id, *steps, additions);
		(*steps)++;
		git_commit_free(*at);
		*at = parent;
		now_id = before_id;
		if (!parent)
			break;
	}
	return rc;
}

int jl_repo_additions(struct jl_repo *repo, const struct jl_oid *tip,
	const char *folder, const struct jl_oid *known, uint64_t known_position,
	struct jl_additions *additions, struct jl_error *err)
{
	git_commit *at = NULL;
	git_oid id;
	uint64_t steps = 0, base;
	int rc;

	git_oid_fromraw(&id, tip->id);
	rc = git_commit_lookup(&at, repo->handle, &id);
	if (rc == 0)
		rc = walk(repo, &at, folder, known, additions, &steps);
	git_commit_free(at);
	if (rc < 0)
		return jl_git_fail(err, JL_EENV, "the history cannot be read");
	base = additions->from_known ? known_position : 0;
	additions->tip_position = base + steps;
	for (size_t i = 0; i < additions->n; i++)
		additions->v[i].position =
			base + steps - additions->v[i].position;
	if (additions->n)
		qsort(additions->v, additions->n, sizeof(*additions->v),
			by_position_then_name);
	return 0;
}

void jl_additions_release(struct jl_additions *additions)
{
	for (size_t i = 0; i < additions->n; i++)
		free(additions->v[i].name);
	free(additions->v);
	memset(additions, 0, sizeof(*additions));
}

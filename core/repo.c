/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* libgit2 with this program's errors: opening, reading, what has changed. */
#include "core/repo.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/repo_git.h"
#include "core/tree_entry.h"
#include "core/str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int jl_git_fail(struct jl_error *err, enum jl_code code, const char *what)
{
	const git_error *last = git_error_last();

	return jl_fail(err, code, "%s: %.400s", what,
		last && last->message ? last->message : "unknown cause");
}

int jl_git_fail_writing(struct jl_error *err, const char *what)
{
	const git_error *last = git_error_last();
	bool is_swept = last && last->message && last->klass == GIT_ERROR_OS &&
			strstr(last->message, strerror(ENOENT));

	return jl_git_fail(err, is_swept ? JL_ERACE : JL_EENV, what);
}

bool jl_git_has_system_failed(void)
{
	const git_error *last = git_error_last();

	return last && (last->klass == GIT_ERROR_OS ||
			       last->klass == GIT_ERROR_NOMEMORY);
}

int jl_git_fail_object(struct jl_error *err)
{
	return jl_git_fail(err, jl_git_has_system_failed() ? JL_EENV : JL_ELOST,
		"the repository cannot be read");
}

void jl_git_start(void)
{
	static bool is_started;

	if (is_started)
		return;
	git_libgit2_init();
	/* Without this, a power cut takes acknowledged commits away. */
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	git_libgit2_opts(
		GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, JL_TREE_KEPT);
	is_started = true;
}

void jl_oid_hex(const struct jl_oid *oid, char hex[JL_OID_HEX])
{
	git_oid raw;

	git_oid_fromraw(&raw, oid->id);
	git_oid_tostr(hex, JL_OID_HEX, &raw);
}

bool jl_oid_from_hex(const char *hex, struct jl_oid *oid)
{
	git_oid raw;

	if (strlen(hex) != JL_OID_HEX - 1 || git_oid_fromstr(&raw, hex) < 0)
		return false;
	jl_oid_from_git(oid, &raw);
	return true;
}

bool jl_oid_equal(const struct jl_oid *a, const struct jl_oid *b)
{
	return memcmp(a->id, b->id, JL_OID_SIZE) == 0;
}

void jl_oid_from_git(struct jl_oid *to, const git_oid *from)
{
	memcpy(to->id, from->id, JL_OID_SIZE);
}

void jl_oid_of_blob(const void *bytes, size_t len, struct jl_oid *oid)
{
	git_oid id;

	if (git_odb_hash(&id, bytes, len, GIT_OBJECT_BLOB) < 0)
		jl_out_of_memory();
	jl_oid_from_git(oid, &id);
}

int jl_git_folder(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, git_tree **tree, struct jl_error *err)
{
	git_commit *c = NULL;
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	git_oid id;
	int git; /* its codes are others than ours */

	git_oid_fromraw(&id, commit->id);
	*tree = NULL;
	git = git_commit_lookup(&c, repo->handle, &id);
	if (git == 0)
		git = git_commit_tree(&root, c);
	if (git == 0 && *folder) {
		git = git_tree_entry_bypath(&entry, root, folder);
		if (git == 0 && git_tree_entry_type(entry) != GIT_OBJECT_TREE)
			git = GIT_ENOTFOUND;
		/* That its entry is there and its object is not is damage. */
		else if (git == 0 && git_tree_lookup(tree, repo->handle,
					     git_tree_entry_id(entry)) != 0)
			git = GIT_ERROR;
	} else if (git == 0) {
		*tree = root;
		root = NULL;
	}
	git_tree_entry_free(entry);
	git_tree_free(root);
	git_commit_free(c);
	if (git == GIT_ENOTFOUND && *folder)
		return jl_fail(err, JL_ENOTFOUND,
			"%.200s: there is no such folder", folder);
	if (git < 0)
		return jl_git_fail_object(err);
	return 0;
}

/* Fills a list with the files of a tree, and of so many levels of folders in
 * it; -1: of none. */
struct reader {
	struct jl_repo *repo;
	struct jl_entries *entries;
	size_t met;
};

static int refuse_tree(const char *why)
{
	git_error_set_str(GIT_ERROR_TREE, why);
	return -1;
}

static int add_entries(
	struct reader *r, git_tree *tree, const char *prefix, int levels);

static int add_folder(
	struct reader *r, const git_oid *id, const char *path, int levels)
{
	char *below;
	git_tree *tree = NULL;
	int rc;

	if (levels == 0)
		return refuse_tree("no more than 32 folders in folders are "
				   "looked into");
	rc = git_tree_lookup(&tree, r->repo->handle, id);
	if (rc < 0)
		return rc;
	below = jl_xasprintf("%s/", path);
	rc = add_entries(r, tree, below, levels - 1);
	free(below);
	git_tree_free(tree);
	return rc;
}

static int add_entries(
	struct reader *r, git_tree *tree, const char *prefix, int levels)
{
	struct jl_entries *entries = r->entries;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);
		char *path;

		if (++r->met > JL_TREE_MOST)
			return refuse_tree(
				"its folders have more than a million "
				"entries: this is no ledger");
		path = jl_xasprintf("%s%s", prefix, git_tree_entry_name(e));
		if (git_tree_entry_type(e) == GIT_OBJECT_BLOB) {
			JL_GROW(entries->v, entries->n, entries->cap);
			jl_oid_from_git(&entries->v[entries->n].oid,
				git_tree_entry_id(e));
			entries->v[entries->n++].name = path;
			continue;
		}
		if (git_tree_entry_type(e) == GIT_OBJECT_TREE && levels >= 0)
			rc = add_folder(r, git_tree_entry_id(e), path, levels);
		free(path);
	}
	return rc;
}

static int list(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, int levels, struct jl_entries *entries,
	struct jl_error *err)
{
	struct reader r = {.repo = repo, .entries = entries};
	git_tree *tree;
	int rc = jl_git_folder(repo, commit, folder, &tree, err);

	if (rc == JL_ENOTFOUND)
		return 0;
	if (rc < 0)
		return rc;
	if (add_entries(&r, tree, "", levels) < 0)
		rc = jl_git_fail_object(err);
	git_tree_free(tree);
	return rc;
}

int jl_repo_list(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, struct jl_entries *entries, struct jl_error *err)
{
	return list(repo, commit, folder, -1, entries, err);
}

int jl_repo_list_all(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, struct jl_entries *entries, struct jl_error *err)
{
	return list(repo, commit, folder, JL_TREE_DEEPEST, entries, err);
}

void jl_entries_release(struct jl_entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		free(entries->v[i].name);
	free(entries->v);
	memset(entries, 0, sizeof(*entries));
}

int jl_repo_blob(struct jl_repo *repo, const struct jl_oid *oid, size_t max,
	char **text, size_t *len, struct jl_error *err)
{
	git_odb *odb = NULL;
	git_blob *blob = NULL;
	git_object_t type;
	git_oid id;
	int git, rc = 0;

	git_oid_fromraw(&id, oid->id);
	git = git_repository_odb(&odb, repo->handle);
	if (git == 0)
		git = git_odb_read_header(len, &type, odb, &id);
	if (git == 0 && *len > max)
		rc = jl_fail(err, JL_EINVALID,
			"it has %zu bytes, and no more than %zu are read", *len,
			max);
	if (git == 0 && rc == 0)
		git = git_blob_lookup(&blob, repo->handle, &id);
	if (git < 0)
		rc = jl_git_fail_object(err);
	if (rc == 0) {
		*len = (size_t)git_blob_rawsize(blob);
		*text = jl_xstrndup(git_blob_rawcontent(blob), *len);
	}
	git_blob_free(blob);
	git_odb_free(odb);
	return rc;
}

int jl_repo_read(struct jl_repo *repo, const struct jl_oid *commit,
	const char *path, size_t max, char **text, size_t *len,
	struct jl_error *err)
{
	struct jl_oid blob;
	int rc = jl_repo_file_at(repo, commit, path, &blob, err);

	if (rc == 0)
		rc = jl_repo_blob(repo, &blob, max, text, len, err);
	if (rc == JL_EINVALID)
		jl_within(err, "%.300s", path);
	return rc;
}

int jl_repo_file_at(struct jl_repo *repo, const struct jl_oid *commit,
	const char *path, struct jl_oid *blob, struct jl_error *err)
{
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	int git, rc = jl_git_folder(repo, commit, "", &root, err);

	if (rc < 0)
		return rc;
	git = git_tree_entry_bypath(&entry, root, path);
	if (git == 0 && git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
		jl_oid_from_git(blob, git_tree_entry_id(entry));
	else if (git == 0 || git == GIT_ENOTFOUND)
		rc = jl_fail(err, JL_ENOTFOUND, "%.300s: there is no such file",
			path);
	else
		rc = jl_git_fail_object(err);
	git_tree_entry_free(entry);
	git_tree_free(root);
	return rc;
}

void jl_dirty_list_release(struct jl_dirty_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].path);
	free(list->v);
	memset(list, 0, sizeof(*list));
}

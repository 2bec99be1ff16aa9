/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * libgit2 with this program's errors. Two rules are kept throughout: every
 * object is known to be in the object database before a reference points at
 * it, and a reference moves only from the value that was read.
 */
#include "core/repo.h"

#include "core/mem.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2.h>

struct jl_repo {
	git_repository *handle;
	char *top;
	char *gitdir;
};

static int fail(struct jl_error *err, enum jl_code code, const char *what)
{
	const git_error *last = git_error_last();

	return jl_fail(err, code, "%s: %.400s", what,
		last && last->message ? last->message : "unknown cause");
}

static void start_library(void)
{
	static bool is_started;

	if (is_started)
		return;
	git_libgit2_init();
	/* Without this, a power cut takes acknowledged commits away. */
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	/* Trees of large folders are read at every command: keep them. */
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
		(size_t)1024 * 1024);
	is_started = true;
}

static char *without_slash(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return jl_xstrndup(path, len);
}

static struct jl_repo *wrap(git_repository *handle)
{
	struct jl_repo *repo = jl_xcalloc(1, sizeof(*repo));

	repo->handle = handle;
	repo->top = without_slash(git_repository_workdir(handle));
	repo->gitdir = without_slash(git_repository_path(handle));
	return repo;
}

int jl_repo_open(const char *dir, struct jl_repo **out, struct jl_error *err)
{
	git_repository *handle = NULL;
	int rc;

	start_library();
	rc = git_repository_open_ext(&handle, dir, 0, NULL);
	if (rc == GIT_ENOTFOUND)
		return jl_fail(err, JL_EENV,
			"%.300s: not a ledger: there is no git repository "
			"here; 'jledger init' makes one",
			dir);
	if (rc == GIT_EOWNER)
		return jl_fail(err, JL_EENV,
			"%.300s: this folder belongs to somebody else; if you "
			"trust it: git config --global --add safe.directory "
			"%.300s",
			dir, dir);
	if (rc < 0)
		return fail(err, JL_EENV, dir);
	if (git_repository_is_bare(handle)) {
		git_repository_free(handle);
		return jl_fail(err, JL_EENV,
			"%.300s: a bare repository has no work tree; clone it "
			"and ask there",
			dir);
	}
	if (git_repository_is_shallow(handle)) {
		git_repository_free(handle);
		return jl_fail(err, JL_EENV,
			"%.300s: a shallow clone: its history is cut off, so "
			"nothing can be proved from it; 'git fetch "
			"--unshallow' completes it",
			dir);
	}
	*out = wrap(handle);
	return 0;
}

int jl_repo_init(const char *dir, struct jl_repo **out, struct jl_error *err)
{
	git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
	git_repository *handle = NULL;

	start_library();
	if (git_repository_open_ext(
		    &handle, dir, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0) {
		git_repository_free(handle);
		return jl_repo_open(dir, out, err);
	}
	options.flags = GIT_REPOSITORY_INIT_MKPATH;
	options.initial_head = "main";
	if (git_repository_init_ext(&handle, dir, &options) < 0)
		return fail(err, JL_EENV, dir);
	*out = wrap(handle);
	return 0;
}

void jl_repo_close(struct jl_repo *repo)
{
	if (!repo)
		return;
	git_repository_free(repo->handle);
	free(repo->top);
	free(repo->gitdir);
	free(repo);
}

const char *jl_repo_top(const struct jl_repo *repo)
{
	return repo->top;
}

const char *jl_repo_gitdir(const struct jl_repo *repo)
{
	return repo->gitdir;
}

void jl_oid_hex(const struct jl_oid *oid, char hex[JL_OID_HEX])
{
	git_oid raw;

	git_oid_fromraw(&raw, oid->id);
	git_oid_tostr(hex, JL_OID_HEX, &raw);
}

bool jl_oid_equal(const struct jl_oid *a, const struct jl_oid *b)
{
	return memcmp(a->id, b->id, JL_OID_SIZE) == 0;
}

static void keep_oid(struct jl_oid *to, const git_oid *from)
{
	memcpy(to->id, from->id, JL_OID_SIZE);
}

char *jl_repo_branch(struct jl_repo *repo)
{
	git_reference *head = NULL;
	char *name = NULL;

	if (git_reference_lookup(&head, repo->handle, "HEAD") == 0 &&
		git_reference_type(head) == GIT_REFERENCE_SYMBOLIC)
		name = jl_xstrdup(git_reference_symbolic_target(head));
	git_reference_free(head);
	return name;
}

int jl_repo_resolve(struct jl_repo *repo, const char *rev,
	struct jl_oid *commit, struct jl_error *err)
{
	git_object *object = NULL, *peeled = NULL;
	int rc = git_revparse_single(&object, repo->handle, rev);

	if (rc == 0)
		rc = git_object_peel(&peeled, object, GIT_OBJECT_COMMIT);
	if (rc == 0) {
		keep_oid(commit, git_object_id(peeled));
	} else if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC ||
		   rc == GIT_EAMBIGUOUS || rc == GIT_EPEEL) {
		rc = jl_fail(err, JL_ENOTFOUND,
			"'%.100s' is not a commit of this ledger", rev);
	} else {
		rc = fail(err, JL_EENV, rev);
	}
	git_object_free(object);
	git_object_free(peeled);
	return rc;
}

/* The tree of a folder in a commit: 0, or JL_ENOTFOUND. */
static int folder_tree(struct jl_repo *repo, const struct jl_oid *commit,
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
		return fail(err, JL_EENV, "the repository cannot be read");
	return 0;
}

int jl_repo_list(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, struct jl_entries *entries, struct jl_error *err)
{
	git_tree *tree;
	int rc = folder_tree(repo, commit, folder, &tree, err);

	if (rc == JL_ENOTFOUND)
		return 0;
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);

		if (git_tree_entry_type(e) != GIT_OBJECT_BLOB)
			continue;
		JL_GROW(entries->v, entries->n, entries->cap);
		entries->v[entries->n].name =
			jl_xstrdup(git_tree_entry_name(e));
		keep_oid(&entries->v[entries->n].oid, git_tree_entry_id(e));
		entries->n++;
	}
	git_tree_free(tree);
	return 0;
}

void jl_entries_release(struct jl_entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		free(entries->v[i].name);
	free(entries->v);
	memset(entries, 0, sizeof(*entries));
}

int jl_repo_blob(struct jl_repo *repo, const struct jl_oid *oid, char **text,
	size_t *len, struct jl_error *err)
{
	git_blob *blob = NULL;
	git_oid id;

	git_oid_fromraw(&id, oid->id);
	if (git_blob_lookup(&blob, repo->handle, &id) < 0)
		return fail(err, JL_EENV, "the repository cannot be read");
	*len = (size_t)git_blob_rawsize(blob);
	*text = jl_xstrndup(git_blob_rawcontent(blob), *len);
	git_blob_free(blob);
	return 0;
}

int jl_repo_read(struct jl_repo *repo, const struct jl_oid *commit,
	const char *path, char **text, size_t *len, struct jl_error *err)
{
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	struct jl_oid blob;
	int git, rc = folder_tree(repo, commit, "", &root, err);

	if (rc < 0)
		return rc;
	git = git_tree_entry_bypath(&entry, root, path);
	if (git == 0 && git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
		keep_oid(&blob, git_tree_entry_id(entry));
		rc = jl_repo_blob(repo, &blob, text, len, err);
	} else if (git == 0 || git == GIT_ENOTFOUND) {
		rc = jl_fail(err, JL_ENOTFOUND, "%.300s: there is no such file",
			path);
	} else {
		rc = fail(err, JL_EENV, "the repository cannot be read");
	}
	git_tree_entry_free(entry);
	git_tree_free(root);
	return rc;
}

static const char *dirty_path(const git_status_entry *entry)
{
	const git_diff_delta *d = entry->index_to_workdir
					  ? entry->index_to_workdir
					  : entry->head_to_index;

	return d->new_file.path ? d->new_file.path : d->old_file.path;
}

static int by_path(const void *a, const void *b)
{
	const struct jl_dirty *x = a, *y = b;

	return strcmp(x->path, y->path);
}

int jl_repo_dirty(struct jl_repo *repo, const char *const *paths, size_t n,
	struct jl_dirty_list *list, struct jl_error *err)
{
	git_status_options options = GIT_STATUS_OPTIONS_INIT;
	git_status_list *found = NULL;

	options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
	options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED |
			GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
			GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
	/* libgit2 does not write to these strings. */
	options.pathspec.strings = (char **)(uintptr_t)paths;
	options.pathspec.count = n;
	if (git_status_list_new(&found, repo->handle, &options) < 0)
		return fail(err, JL_EENV, "the work tree cannot be read");
	for (size_t i = 0; i < git_status_list_entrycount(found); i++) {
		const git_status_entry *e = git_status_byindex(found, i);
		struct jl_dirty *d;

		if (e->status == GIT_STATUS_CURRENT ||
			e->status & GIT_STATUS_IGNORED)
			continue;
		JL_GROW(list->v, list->n, list->cap);
		d = &list->v[list->n++];
		d->path = jl_xstrdup(dirty_path(e));
		d->is_new = (e->status & (GIT_STATUS_INDEX_NEW |
						 GIT_STATUS_WT_NEW)) != 0;
		d->is_deleted = (e->status & GIT_STATUS_WT_DELETED) != 0 ||
				((e->status & GIT_STATUS_INDEX_DELETED) != 0 &&
					!(e->status & GIT_STATUS_WT_NEW));
		d->is_conflicted = (e->status & GIT_STATUS_CONFLICTED) != 0;
	}
	git_status_list_free(found);
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), by_path);
	return 0;
}

void jl_dirty_list_release(struct jl_dirty_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].path);
	free(list->v);
	memset(list, 0, sizeof(*list));
}

/* ---- writing ---- */

static char *setting(struct jl_repo *repo, const char *environment,
	const char *fallback_environment, const char *key)
{
	const char *value = getenv(environment);
	git_config *config = NULL;
	git_buf buf = {0};
	char *result = NULL;

	if (!value || !*value)
		value = fallback_environment ? getenv(fallback_environment)
					     : NULL;
	if (value && *value)
		return jl_xstrdup(value);
	if (git_repository_config_snapshot(&config, repo->handle) == 0 &&
		git_config_get_string_buf(&buf, config, key) == 0 &&
		buf.size > 0)
		result = jl_xstrdup(buf.ptr);
	git_buf_dispose(&buf);
	git_config_free(config);
	return result;
}

int jl_repo_author(
	struct jl_repo *repo, struct jl_author *author, struct jl_error *err)
{
	author->name = setting(
		repo, "GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "user.name");
	author->email =
		setting(repo, "GIT_AUTHOR_EMAIL", "EMAIL", "user.email");
	if (author->name && author->email)
		return 0;
	jl_author_release(author);
	return jl_fail(err, JL_EENV,
		"git does not know who you are; tell it once: git config "
		"--global user.name \"Your Name\" && git config --global "
		"user.email you@example.com");
}

void jl_author_release(struct jl_author *author)
{
	free(author->name);
	free(author->email);
	memset(author, 0, sizeof(*author));
}

/* Writes a blob and looks that it is really there. */
static int write_blob(git_odb *odb, const struct jl_edit *edit, git_oid *id)
{
	int rc =
		git_odb_write(id, odb, edit->bytes, edit->len, GIT_OBJECT_BLOB);

	if (rc == 0 && !git_odb_exists(odb, id)) {
		git_error_set_str(GIT_ERROR_ODB, "an object was not written");
		rc = -1;
	}
	return rc;
}

static int write_tree(struct jl_repo *repo, git_odb *odb, git_tree *base,
	const struct jl_edit *edits, size_t n, git_oid *id)
{
	git_tree_update *updates = jl_xcalloc(n, sizeof(*updates));
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		git_tree_update *u = &updates[i];

		u->path = edits[i].path;
		u->filemode = GIT_FILEMODE_BLOB;
		u->action = edits[i].bytes ? GIT_TREE_UPDATE_UPSERT
					   : GIT_TREE_UPDATE_REMOVE;
		if (edits[i].bytes)
			rc = write_blob(odb, &edits[i], &u->id);
	}
	if (rc == 0)
		rc = git_tree_create_updated(
			id, repo->handle, base, n, updates);
	if (rc == 0 && !git_odb_exists(odb, id)) {
		git_error_set_str(GIT_ERROR_ODB, "a tree was not written");
		rc = -1;
	}
	free(updates);
	return rc;
}

/* The current branch's name, and its tip if it has one yet. */
static int branch_tip(struct jl_repo *repo, char **name, git_commit **tip,
	struct jl_error *err)
{
	git_reference *head = NULL, *branch = NULL;
	int rc = git_reference_lookup(&head, repo->handle, "HEAD");

	*name = NULL;
	*tip = NULL;
	if (rc < 0)
		return fail(err, JL_EENV, "HEAD cannot be read");
	if (git_reference_type(head) != GIT_REFERENCE_SYMBOLIC) {
		git_reference_free(head);
		return jl_fail(err, JL_EENV,
			"HEAD is not on a branch; 'git switch main' goes to "
			"one");
	}
	*name = jl_xstrdup(git_reference_symbolic_target(head));
	git_reference_free(head);
	rc = git_reference_lookup(&branch, repo->handle, *name);
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc == 0)
		rc = git_commit_lookup(
			tip, repo->handle, git_reference_target(branch));
	git_reference_free(branch);
	if (rc < 0) {
		free(*name);
		*name = NULL;
		return fail(err, JL_EENV, "the branch cannot be read");
	}
	return 0;
}

/* Writes the commit object; git_commit_create is known to report success
 * for a commit that did not reach a full disk. */
static int write_commit(struct jl_repo *repo, git_odb *odb, git_oid *tree_id,
	git_commit *tip, const git_signature *who, const char *message,
	git_oid *id)
{
	git_buf text = {0};
	git_tree *tree = NULL;
	const git_commit *parents[1] = {tip};
	int rc = git_tree_lookup(&tree, repo->handle, tree_id);

	if (rc == 0)
		rc = git_commit_create_buffer(&text, repo->handle, who, who,
			NULL, message, tree, tip ? 1 : 0, parents);
	if (rc == 0)
		rc = git_odb_write(
			id, odb, text.ptr, text.size, GIT_OBJECT_COMMIT);
	if (rc == 0 && !git_odb_exists(odb, id)) {
		git_error_set_str(GIT_ERROR_ODB, "a commit was not written");
		rc = -1;
	}
	git_tree_free(tree);
	git_buf_dispose(&text);
	return rc;
}

/* Moves the branch from tip to id, if it is still at tip. */
static int move_branch(struct jl_repo *repo, const char *name,
	const git_commit *tip, const git_oid *id, const char *message)
{
	git_reference *moved = NULL;
	int rc;

	if (tip)
		rc = git_reference_create_matching(&moved, repo->handle, name,
			id, 1, git_commit_id(tip), message);
	else
		rc = git_reference_create(
			&moved, repo->handle, name, id, 0, message);
	git_reference_free(moved);
	return rc;
}

static int check_state(struct jl_repo *repo, struct jl_error *err)
{
	if (git_repository_state(repo->handle) == GIT_REPOSITORY_STATE_NONE)
		return 0;
	return jl_fail(err, JL_EENV,
		"git is in the middle of a merge, rebase or revert; finish it "
		"first ('git status' tells how)");
}

int jl_repo_commit(struct jl_repo *repo, const struct jl_edit *edits, size_t n,
	const char *message, int64_t when, int offset_s, struct jl_oid *commit,
	struct jl_error *err)
{
	struct jl_author author = {0};
	git_signature *who = NULL;
	git_odb *odb = NULL;
	git_commit *tip = NULL;
	git_tree *base = NULL;
	git_oid tree_id, id;
	char *branch = NULL, *log = NULL;
	int rc = check_state(repo, err);

	if (rc == 0)
		rc = jl_repo_author(repo, &author, err);
	if (rc == 0)
		rc = branch_tip(repo, &branch, &tip, err);
	if (rc < 0)
		goto out;
	rc = git_signature_new(
		&who, author.name, author.email, when / 1000000, offset_s / 60);
	if (rc == 0)
		rc = git_repository_odb(&odb, repo->handle);
	if (rc == 0 && tip)
		rc = git_commit_tree(&base, tip);
	if (rc == 0)
		rc = write_tree(repo, odb, base, edits, n, &tree_id);
	if (rc == 0)
		rc = write_commit(repo, odb, &tree_id, tip, who, message, &id);
	if (rc == 0) {
		log = jl_xasprintf(
			"commit: %.*s", (int)strcspn(message, "\n"), message);
		rc = move_branch(repo, branch, tip, &id, log);
	}
	if (rc == GIT_EMODIFIED || rc == GIT_EEXISTS || rc == GIT_ELOCKED)
		rc = fail(err, JL_ERACE, "somebody else is committing");
	else if (rc < 0)
		rc = fail(err, JL_EENV, "cannot commit");
	else
		keep_oid(commit, &id);
out:
	free(log);
	free(branch);
	git_tree_free(base);
	git_commit_free(tip);
	git_odb_free(odb);
	git_signature_free(who);
	jl_author_release(&author);
	return rc;
}

/* One path's index entry as HEAD has it. */
static int refresh_path(struct jl_repo *repo, git_index *index, git_tree *tree,
	const char *path)
{
	git_tree_entry *entry = NULL;
	git_index_entry fresh = {0};
	git_oid work;
	char *full;
	int rc = git_tree_entry_bypath(&entry, tree, path);

	if (rc == GIT_ENOTFOUND)
		return git_index_remove_bypath(index, path);
	if (rc < 0)
		return rc;
	full = jl_xasprintf("%s/%s", repo->top, path);
	if (git_repository_hashfile(
		    &work, repo->handle, full, GIT_OBJECT_BLOB, path) == 0 &&
		git_oid_equal(&work, git_tree_entry_id(entry))) {
		rc = git_index_add_bypath(index, path);
	} else {
		/* The work tree has gone on: the entry is HEAD's all the same.
		 */
		fresh.path = path;
		fresh.mode = GIT_FILEMODE_BLOB;
		fresh.id = *git_tree_entry_id(entry);
		rc = git_index_add(index, &fresh);
	}
	free(full);
	git_tree_entry_free(entry);
	return rc;
}

int jl_repo_refresh_index(struct jl_repo *repo, const char *const *paths,
	size_t n, struct jl_error *err)
{
	struct jl_oid head;
	git_index *index = NULL;
	git_tree *tree = NULL;
	int rc = jl_repo_resolve(repo, "HEAD", &head, err);

	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	rc = folder_tree(repo, &head, "", &tree, err);
	if (rc < 0)
		return rc;
	rc = git_repository_index(&index, repo->handle);
	if (rc == 0)
		rc = git_index_read(index, 0);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = refresh_path(repo, index, tree, paths[i]);
	if (rc == 0)
		rc = git_index_write(index);
	if (rc < 0)
		rc = fail(err, JL_EENV, "cannot update git's index");
	git_index_free(index);
	git_tree_free(tree);
	return rc;
}

int jl_repo_stage(struct jl_repo *repo, const char *const *paths, size_t n,
	struct jl_error *err)
{
	git_index *index = NULL;
	int rc = git_repository_index(&index, repo->handle);

	if (rc == 0)
		rc = git_index_read(index, 0);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		char *full = jl_xasprintf("%s/%s", repo->top, paths[i]);

		rc = access(full, F_OK) == 0
			     ? git_index_add_bypath(index, paths[i])
			     : git_index_remove_bypath(index, paths[i]);
		free(full);
	}
	if (rc == 0)
		rc = git_index_write(index);
	if (rc < 0)
		rc = fail(err, JL_EENV, "cannot update git's index");
	git_index_free(index);
	return rc;
}

/* ---- the first-parent line ---- */

/* The id of a folder's tree in a commit; all zero when it has none. */
static int folder_id(git_commit *commit, const char *folder, git_oid *id)
{
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	int rc = git_commit_tree(&root, commit);

	memset(id, 0, sizeof(*id));
	if (rc == 0)
		rc = git_tree_entry_bypath(&entry, root, folder);
	if (rc == 0)
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
		return fail(err, JL_EENV, "the history cannot be read");
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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Writing commits. Two rules are kept throughout: every object is known to be
 * in the object database before a reference points at it, and a reference
 * moves only from the value that was read.
 */
#include "core/repo.h"

#include "core/mem.h"
#include "core/repo_git.h"
#include "core/signing.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* As git has it: what would break a commit's line is left out, and white space
 * at the ends. */
static char *clean(char *text)
{
	char *to = text, *trimmed;

	for (const char *from = text; text && *from; from++)
		if (!strchr("\n\r<>", *from))
			*to++ = *from;
	trimmed = text ? jl_trim(text, (size_t)(to - text)) : NULL;
	free(text);
	if (trimmed && !*trimmed) {
		free(trimmed);
		trimmed = NULL;
	}
	return trimmed;
}

int jl_repo_author(
	struct jl_repo *repo, struct jl_author *author, struct jl_error *err)
{
	author->name = clean(setting(
		repo, "GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "user.name"));
	author->email =
		clean(setting(repo, "GIT_AUTHOR_EMAIL", "EMAIL", "user.email"));
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
		return jl_git_fail(err, JL_EENV, "HEAD cannot be read");
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
		return jl_git_fail(err, JL_EENV, "the branch cannot be read");
	}
	return 0;
}

/* Writes the text of a commit, signed when git's configuration asks for it. A
 * libgit2 code, or < 0 with is_ours and err. */
static int write_text(struct jl_repo *repo, git_odb *odb, const git_buf *text,
	git_oid *id, bool *is_ours, struct jl_error *err)
{
	struct jl_signing signing;
	char *signature = NULL;
	int rc = jl_signing_read(repo, &signing, err);

	if (rc == 0 && signing.is_wanted)
		rc = jl_signing_sign(
			&signing, text->ptr, text->size, &signature, err);
	jl_signing_release(&signing);
	*is_ours = rc < 0;
	if (rc == 0 && signature)
		rc = git_commit_create_with_signature(
			id, repo->handle, text->ptr, signature, "gpgsig");
	else if (rc == 0)
		rc = git_odb_write(
			id, odb, text->ptr, text->size, GIT_OBJECT_COMMIT);
	free(signature);
	return rc;
}

/* Writes the commit object; git_commit_create is known to report success
 * for a commit that did not reach a full disk. */
static int write_commit(struct jl_repo *repo, git_odb *odb, git_oid *tree_id,
	git_commit *tip, const git_signature *who, const char *message,
	git_oid *id, bool *is_ours, struct jl_error *err)
{
	git_buf text = {0};
	git_tree *tree = NULL;
	const git_commit *parents[1] = {tip};
	int rc = git_tree_lookup(&tree, repo->handle, tree_id);

	if (rc == 0)
		rc = git_commit_create_buffer(&text, repo->handle, who, who,
			NULL, message, tree, tip ? 1 : 0, parents);
	if (rc == 0)
		rc = write_text(repo, odb, &text, id, is_ours, err);
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
	bool is_ours = false;
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
		rc = write_commit(repo, odb, &tree_id, tip, who, message, &id,
			&is_ours, err);
	if (rc == 0) {
		log = jl_xasprintf(
			"commit: %.*s", (int)strcspn(message, "\n"), message);
		rc = move_branch(repo, branch, tip, &id, log);
	}
	if (is_ours)
		; /* the key's own complaint stands */
	else if (rc == GIT_EMODIFIED || rc == GIT_EEXISTS || rc == GIT_ELOCKED)
		rc = jl_git_fail(err, JL_ERACE, "somebody else is committing");
	else if (rc < 0)
		rc = jl_git_fail(err, JL_EENV, "cannot commit");
	else
		jl_oid_from_git(commit, &id);
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
	rc = jl_git_folder(repo, &head, "", &tree, err);
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
		rc = jl_git_fail(err, JL_EENV, "cannot update git's index");
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
		rc = jl_git_fail(err, JL_EENV, "cannot update git's index");
	git_index_free(index);
	return rc;
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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Writing commits. Two rules are kept throughout: every object is known to be
 * in the object database before a reference points at it, and a reference
 * moves only from the value that was read.
 */
#include "core/repo.h"

#include "core/refs.h"
#include "core/mem.h"
#include "core/repo_git.h"
#include "core/signing.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

/* Both names of a commit. */
struct signers {
	git_signature *author, *committer;
};

static int sign_as(git_signature **out, const struct jl_author *who,
	const struct jl_words *words, struct jl_error *err)
{
	return git_signature_new(out, who->name, who->email,
		       words->when / 1000000, words->offset_s / 60) == 0
		       ? 0
		       : jl_git_fail(err, JL_EENV, "cannot commit");
}

/* The reflog, too, gets the committer's name. */
static int find_signers(struct jl_repo *repo, const struct jl_words *words,
	struct signers *signers, struct jl_error *err)
{
	struct jl_author author = {0}, committer = {0};
	int rc = jl_repo_author(repo, &author, err);

	if (rc == 0)
		rc = jl_repo_committer(repo, &committer, err);
	if (rc == 0)
		rc = sign_as(&signers->author, &author, words, err);
	if (rc == 0)
		rc = sign_as(&signers->committer, &committer, words, err);
	if (rc == 0 && git_repository_set_ident(repo->handle, committer.name,
			       committer.email) < 0)
		rc = jl_git_fail(err, JL_EENV, "cannot commit");
	jl_author_release(&author);
	jl_author_release(&committer);
	return rc;
}

static void release_signers(struct signers *signers)
{
	git_signature_free(signers->author);
	git_signature_free(signers->committer);
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

/* A file stays executable, as it is recorded. */
static git_filemode_t mode_in(const git_tree *base, const char *path)
{
	git_tree_entry *entry = NULL;
	git_filemode_t mode = GIT_FILEMODE_BLOB;

	if (base && git_tree_entry_bypath(&entry, base, path) == 0 &&
		git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB_EXECUTABLE)
		mode = GIT_FILEMODE_BLOB_EXECUTABLE;
	git_tree_entry_free(entry);
	return mode;
}

static int write_tree(struct jl_repo *repo, git_odb *odb, git_tree *base,
	const struct jl_edit *edits, size_t n, git_oid *id)
{
	git_tree_update *updates = jl_xcalloc(n, sizeof(*updates));
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		git_tree_update *u = &updates[i];

		u->path = edits[i].path;
		u->filemode = mode_in(base, edits[i].path);
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

/* HEAD may name a tag, or hold a commit: no branch would move. */
static bool is_on_branch(const git_reference *head)
{
	static const char branches[] = "refs/heads/";

	return git_reference_type(head) == GIT_REFERENCE_SYMBOLIC &&
	       strncmp(git_reference_symbolic_target(head), branches,
		       sizeof(branches) - 1) == 0;
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
	if (!is_on_branch(head)) {
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
	git_commit *tip, const struct signers *who, const char *message,
	git_oid *id, bool *is_ours, struct jl_error *err)
{
	git_buf text = {0};
	git_tree *tree = NULL;
	const git_commit *parents[1] = {tip};
	int rc = git_tree_lookup(&tree, repo->handle, tree_id);

	if (rc == 0)
		rc = git_commit_create_buffer(&text, repo->handle, who->author,
			who->committer, NULL, message, tree, tip ? 1 : 0,
			parents);
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

/* Moves the branch from the tip to the commit, if it is still there. */
static int move_branch(struct jl_repo *repo, const struct jl_prepared *prepared)
{
	git_reference *moved = NULL;
	git_oid tip, commit;
	int rc;

	git_oid_fromraw(&tip, prepared->tip.id);
	git_oid_fromraw(&commit, prepared->commit.id);
	if (prepared->has_tip)
		rc = git_reference_create_matching(&moved, repo->handle,
			prepared->branch, &commit, 1, &tip, prepared->log);
	else
		rc = git_reference_create(&moved, repo->handle,
			prepared->branch, &commit, 0, prepared->log);
	git_reference_free(moved);
	jl_ref_unlock(repo, prepared->branch);
	return rc;
}

static int check_state(struct jl_repo *repo, struct jl_error *err)
{
	if (git_repository_state(repo->handle) == GIT_REPOSITORY_STATE_NONE)
		return 0;
	return jl_fail(err, JL_EENV,
		"git is in the middle of another operation; finish it first "
		"('git status' tells how)");
}

static int write_objects(struct jl_repo *repo, const struct jl_edit *edits,
	size_t n, const struct jl_words *words, git_commit *tip,
	const struct signers *who, git_oid *id, struct jl_error *err)
{
	git_odb *odb = NULL;
	git_tree *base = NULL;
	git_oid tree_id;
	bool is_ours = false;
	int rc = git_repository_odb(&odb, repo->handle);

	if (rc == 0 && tip)
		rc = git_commit_tree(&base, tip);
	if (rc == 0)
		rc = write_tree(repo, odb, base, edits, n, &tree_id);
	if (rc == 0)
		rc = write_commit(repo, odb, &tree_id, tip, who, words->message,
			id, &is_ours, err);
	git_tree_free(base);
	git_odb_free(odb);
	if (rc == 0 || is_ours) /* then the key's own complaint stands */
		return rc;
	return jl_git_fail_writing(err, "cannot commit");
}

int jl_repo_prepare(struct jl_repo *repo, const struct jl_edit *edits, size_t n,
	const struct jl_words *words, struct jl_prepared *prepared,
	struct jl_error *err)
{
	struct signers who = {0};
	git_commit *tip = NULL;
	git_oid id;
	int rc = check_state(repo, err);

	jl_prepared_release(prepared);
	if (rc == 0)
		rc = find_signers(repo, words, &who, err);
	if (rc == 0)
		rc = branch_tip(repo, &prepared->branch, &tip, err);
	if (rc == 0)
		rc = write_objects(repo, edits, n, words, tip, &who, &id, err);
	if (rc == 0) {
		prepared->has_tip = tip != NULL;
		if (tip)
			jl_oid_from_git(&prepared->tip, git_commit_id(tip));
		jl_oid_from_git(&prepared->commit, &id);
		prepared->log = jl_xasprintf("commit: %.*s",
			(int)strcspn(words->message, "\n"), words->message);
	}
	git_commit_free(tip);
	release_signers(&who);
	return rc;
}

void jl_prepared_release(struct jl_prepared *prepared)
{
	free(prepared->branch);
	free(prepared->log);
	memset(prepared, 0, sizeof(*prepared));
}

/* libgit2 may report an error after it moved the branch: then only the flush is
 * left. */
static int confirm(struct jl_repo *repo, struct jl_prepared *prepared,
	struct jl_error *err)
{
	char hex[JL_OID_HEX], *what;
	int rc;

	prepared->is_published = true;
	jl_oid_hex(&prepared->commit, hex);
	what = jl_xasprintf("it is recorded as %.12s", hex);
	rc = jl_ref_confirm(repo, prepared->branch, what, err->message, err);
	free(what);
	return rc;
}

static int say_unknown(struct jl_prepared *prepared,
	const struct jl_error *reading, struct jl_error *err)
{
	char *complaint = jl_xstrdup(err->message);

	prepared->is_unknown = true;
	jl_fail(err, JL_EENV,
		"%.300s; whether it was recorded cannot be read (%.300s): the "
		"next command finds out, and says so",
		complaint, reading->message);
	free(complaint);
	return JL_EENV;
}

int jl_repo_publish(struct jl_repo *repo, struct jl_prepared *prepared,
	struct jl_error *err)
{
	int git = move_branch(repo, prepared);
	struct jl_oid now;
	struct jl_error second;
	int rc;

	if (git == 0) {
		prepared->is_published = true;
		return 0;
	}
	if (git == GIT_EMODIFIED || git == GIT_EEXISTS || git == GIT_ELOCKED)
		jl_git_fail(err, JL_ERACE, "somebody else is committing");
	else
		jl_git_fail(err, JL_EENV, "cannot commit");
	/* What is said must be true: the reference itself is asked. */
	rc = jl_repo_reference(repo, prepared->branch, &now, &second);
	if (rc == 0)
		rc = jl_repo_descends(repo, &now, &prepared->commit, &second);
	if (rc == 0 || rc == JL_ENOTFOUND)
		return (int)err->code;
	return rc > 0 ? confirm(repo, prepared, err)
		      : say_unknown(prepared, &second, err);
}

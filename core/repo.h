/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * git, as far as a ledger needs it: read files as a commit has them, see what
 * is not committed, follow the first-parent line, and write a commit so that
 * nothing acknowledged is lost. The only file that knows git2.h.
 */
#ifndef JL_CORE_REPO_H
#define JL_CORE_REPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/mem.h"

#define JL_OID_SIZE 20
#define JL_OID_HEX 41

struct jl_oid {
	uint8_t id[JL_OID_SIZE];
};

struct jl_repo;

/*
 * Opens the repository of which dir, or a folder above it, is the work tree.
 * Fails for a shallow clone (its history is cut off), for a repository that
 * belongs to somebody else, and for one without a work tree.
 */
int jl_repo_open(const char *dir, struct jl_repo **out, struct jl_error *err);
/* Makes dir a repository with the branch `main`, or opens it if it is one. */
int jl_repo_init(const char *dir, struct jl_repo **out, struct jl_error *err);
void jl_repo_close(struct jl_repo *repo);

/* The top folder of the work tree, without a slash at the end. */
const char *jl_repo_top(const struct jl_repo *repo);
/* The .git folder, without a slash at the end. */
const char *jl_repo_gitdir(const struct jl_repo *repo);
/* The .git folder that holds the branches: of the first work tree, if this is
 * another one. */
const char *jl_repo_commondir(const struct jl_repo *repo);

void jl_oid_hex(const struct jl_oid *oid, char hex[JL_OID_HEX]);
/* false: these are not its 40 digits. */
bool jl_oid_from_hex(const char *hex, struct jl_oid *oid);
bool jl_oid_equal(const struct jl_oid *a, const struct jl_oid *b);

/* The full name of the branch that HEAD is on, yours to free; NULL when it is
 * on none. */
char *jl_repo_branch(struct jl_repo *repo);

/* ---- configuration ---- */

/* A value of git's configuration, yours to free; NULL when it is not set. */
char *jl_repo_config(struct jl_repo *repo, const char *name);
/* Sets it for this repository alone. */
int jl_repo_set_config(struct jl_repo *repo, const char *name,
	const char *value, struct jl_error *err);

/*
 * The user's own value, from git's files for the user and the machine: *value
 * is yours to free, NULL when it is not set. A repository has no say in it: one
 * from elsewhere must not choose which programs run here.
 */
int jl_user_config(const char *name, char **value, struct jl_error *err);
/* Sets it in the user's file; NULL takes it out. */
int jl_user_set_config(
	const char *name, const char *value, struct jl_error *err);

/*
 * Merges three texts line by line as git does: *text, yours to free, has
 * conflict marks where both changed the same lines.
 */
int jl_text_merge(const char *base, const char *ours, const char *theirs,
	char **text, struct jl_error *err);

/* The commit that rev means. JL_ENOTFOUND when there is none. */
int jl_repo_resolve(struct jl_repo *repo, const char *rev,
	struct jl_oid *commit, struct jl_error *err);
/* The first line of a commit's message, yours to free; "" when it has none. */
char *jl_repo_subject(struct jl_repo *repo, const struct jl_oid *commit);

struct jl_entry {
	char *name;
	struct jl_oid oid;
};

/* The files (not folders) of a folder, sorted by name; empty when none. */
struct jl_entries {
	struct jl_entry *v;
	size_t n, cap;
};

/* folder "" is the top. Free the result with jl_entries_release. */
int jl_repo_list(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, struct jl_entries *entries, struct jl_error *err);
/* The same with the files of the folders in it, whose names begin with those:
 * "retail/refund.json". */
int jl_repo_list_all(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, struct jl_entries *entries, struct jl_error *err);
void jl_entries_release(struct jl_entries *entries);

/* The content, yours to free, with a NUL behind it. Its size is asked first:
 * JL_EINVALID when it is larger than max. */
int jl_repo_blob(struct jl_repo *repo, const struct jl_oid *blob, size_t max,
	char **text, size_t *len, struct jl_error *err);
/* The content of path in the commit. JL_ENOTFOUND when there is none. */
int jl_repo_read(struct jl_repo *repo, const struct jl_oid *commit,
	const char *path, size_t max, char **text, size_t *len,
	struct jl_error *err);

/* A file that differs between the work tree and HEAD. */
struct jl_dirty {
	char *path;
	bool is_new, is_deleted, is_conflicted;
};

struct jl_dirty_list {
	struct jl_dirty *v;
	size_t n, cap;
};

/* paths: which files and folders to look at. Sorted by path. */
int jl_repo_dirty(struct jl_repo *repo, const char *const *paths, size_t n,
	struct jl_dirty_list *list, struct jl_error *err);
void jl_dirty_list_release(struct jl_dirty_list *list);

/* What a commit changes: a file's new content, or its removal (NULL). */
struct jl_edit {
	const char *path;
	const char *bytes;
	size_t len;
};

struct jl_author {
	char *name, *email;
};

/* Who the changes are by, and who records them: GIT_AUTHOR_* and
 * GIT_COMMITTER_*, else git's configuration. */
int jl_repo_author(
	struct jl_repo *repo, struct jl_author *who, struct jl_error *err);
int jl_repo_committer(
	struct jl_repo *repo, struct jl_author *who, struct jl_error *err);
void jl_author_release(struct jl_author *who);

/* The words of a commit: its whole message, the instant, and the local offset
 * from UTC then. */
struct jl_words {
	const char *message;
	int64_t when;
	int offset_s;
};

/* A commit that is written, and that no branch has yet. All zero is none. */
struct jl_prepared {
	char *branch; /* that is to have it */
	char *log;    /* for its reflog */
	struct jl_oid tip, commit;
	bool has_tip; /* where the branch stood */
	bool is_published;
	bool is_unknown; /* whether it is cannot be read */
};

/*
 * Writes, and signs where git is told to, one commit on top of the current
 * branch: its tip with just these edits. The objects are on the disk when it
 * returns 0. What the user has staged or changed elsewhere is left alone.
 */
int jl_repo_prepare(struct jl_repo *repo, const struct jl_edit *edits, size_t n,
	const struct jl_words *words, struct jl_prepared *prepared,
	struct jl_error *err);
/*
 * Moves the branch to it, durably. JL_ERACE: the branch stands elsewhere by
 * now. With any error is_published says whether the branch has it, unless that
 * is_unknown.
 */
int jl_repo_publish(struct jl_repo *repo, struct jl_prepared *prepared,
	struct jl_error *err);
void jl_prepared_release(struct jl_prepared *prepared);

/* What the reference of this full name leads to. JL_ENOTFOUND. */
int jl_repo_reference(struct jl_repo *repo, const char *name,
	struct jl_oid *oid, struct jl_error *err);
/* Is commit the ancestor itself, or one of its descendants? 1: yes, 0: no. */
int jl_repo_descends(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_oid *ancestor, struct jl_error *err);
/* The blob of a file in a commit. JL_ENOTFOUND. */
int jl_repo_file_at(struct jl_repo *repo, const struct jl_oid *commit,
	const char *path, struct jl_oid *blob, struct jl_error *err);
/* The id that git gives to a file of these bytes. */
void jl_oid_of_blob(const void *bytes, size_t len, struct jl_oid *oid);

/* An entry that git's index is to have, or not to have. */
struct jl_index_entry {
	const char *path;
	struct jl_oid oid;
	bool is_there;
};

/*
 * Puts entries into git's index, under its lock and from what stands there at
 * that moment. Done before a branch moves: were the index behind the branch, a
 * plain `git commit` by somebody else would take back what was recorded.
 * A git that holds the lock is waited for, three seconds; then it is JL_EENV.
 */
int jl_repo_stage(struct jl_repo *repo, const struct jl_index_entry *entries,
	size_t n, struct jl_error *err);

/* Makes the index entries of these paths those of HEAD. */
int jl_repo_refresh_index(struct jl_repo *repo, const char *const *paths,
	size_t n, struct jl_error *err);

/* A file that a first-parent commit brought into a folder. */
struct jl_addition {
	char *name;
	uint64_t position; /* of the commit, from 1 at the root */
};

struct jl_additions {
	struct jl_addition *v;
	size_t n, cap;
	uint64_t tip_position;
	bool from_known; /* the walk met the known commit and ended there */
};

/*
 * Walks the first parents from tip back to the root, or to `known` (which
 * has known_position; NULL for none), and lists the files that came into
 * the folder, oldest first. A file that left and came back is listed each
 * time that it came.
 */
int jl_repo_additions(struct jl_repo *repo, const struct jl_oid *tip,
	const char *folder, const struct jl_oid *known, uint64_t known_position,
	struct jl_additions *additions, struct jl_error *err);
void jl_additions_release(struct jl_additions *additions);

/* ---- the history ---- */

/* A commit with what it says of itself. */
struct jl_commit {
	struct jl_oid oid, tree;
	struct jl_oid *parents; /* the first is that of the line */
	size_t n_parents;
	int64_t recorded_at; /* seconds: the committer's clock, no proof */
	int offset_min;	     /* of that clock from UTC */
	const char *author, *email, *subject;
};

struct jl_commits {
	struct jl_commit *v;
	size_t n, cap;
	struct jl_arena *arena; /* of the texts; the caller's */
};

/* Reads one commit behind the others. */
int jl_repo_commit_read(struct jl_repo *repo, const struct jl_oid *oid,
	struct jl_commits *commits, struct jl_error *err);
void jl_commits_release(struct jl_commits *commits);

typedef bool jl_is_known(void *data, const struct jl_oid *commit);

/*
 * The first parents from tip back, newest first, down to the root or the first
 * commit that is known, which is not among them; *known becomes it, or NULL.
 */
int jl_repo_line(struct jl_repo *repo, const struct jl_oid *tip,
	jl_is_known *is_known, void *data, struct jl_commits *line,
	struct jl_oid *known, bool *has_known, struct jl_error *err);

/*
 * The signature of a commit and the text that it is of, yours to free.
 * JL_ENOTFOUND when it has none.
 */
int jl_repo_signature(struct jl_repo *repo, const struct jl_oid *commit,
	char **signature, char **text, size_t *len, struct jl_error *err);

/* Was this clone made with a filter, so that objects may be missing? */
bool jl_repo_is_partial(struct jl_repo *repo);

/*
 * The recorded content of a file that a sparse checkout leaves out of the work
 * tree; JL_ENOTFOUND: it does not. And all such files in the folder, by their
 * paths from there.
 */
int jl_repo_find_left_out(struct jl_repo *repo, const char *path,
	struct jl_oid *blob, struct jl_error *err);
int jl_repo_list_left_out(struct jl_repo *repo, const char *folder,
	struct jl_entries *entries, struct jl_error *err);
/* JL_EENV where it is left out: what is not in the work tree is not written. */
int jl_repo_refuse_left_out(
	struct jl_repo *repo, const char *path, struct jl_error *err);
/* As jl_work_read; a file that is left out is read from git. */
int jl_repo_work_read(struct jl_repo *repo, const char *path, size_t max,
	char **text, size_t *len, struct jl_error *err);
/* Has somebody staged another text of the recorded file than that of HEAD, or
 * its removal? */
int jl_repo_is_staged(
	struct jl_repo *repo, const char *path, bool *is, struct jl_error *err);
/* Is the file in the work tree this content, as git's attributes and settings
 * write it there (line ends)? */
int jl_repo_is_copy(struct jl_repo *repo, const char *path,
	const struct jl_oid *blob, bool *is, struct jl_error *err);

/* Is the object here? Its content is not read. 1: yes, 0: no. */
int jl_repo_has(
	struct jl_repo *repo, const struct jl_oid *oid, struct jl_error *err);

/* The commit whose id begins with these digits, of which there must be one;
 * no reference of that name is asked. JL_ENOTFOUND. */
int jl_repo_find_commit(struct jl_repo *repo, const char *digits,
	struct jl_oid *commit, struct jl_error *err);

/* The id of a commit's tree. */
int jl_repo_tree_of(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_oid *tree, struct jl_error *err);

/* The newest commits that both came of, of which there may be several, and of
 * these the first `most`; *n is how many there are, 0 for strangers. */
int jl_repo_bases(struct jl_repo *repo, const struct jl_oid *a,
	const struct jl_oid *b, struct jl_oid *bases, size_t most, size_t *n,
	struct jl_error *err);

/* The id of a folder's tree in a tree; JL_ENOTFOUND when it has none. */
int jl_repo_folder(struct jl_repo *repo, const struct jl_oid *tree,
	const char *folder, struct jl_oid *id, struct jl_error *err);

/* A file that differs between two trees. */
struct jl_tree_edit {
	const char *path; /* borrowed during the call */
	bool was, is;
	struct jl_oid before, after; /* where it was, and is */
};

typedef void jl_see_edit(void *data, const struct jl_tree_edit *edit);

/* Reads trees of one repository; for one thread. */
struct jl_tree_reader;

struct jl_tree_reader *jl_tree_reader_new(struct jl_repo *repo);
void jl_tree_reader_free(struct jl_tree_reader *reader);

/*
 * Shows the files that differ, by path. before may be NULL: nothing was there.
 * At the top only the names are looked at, of files and folders, which end with
 * NULL.
 */
int jl_tree_compare(struct jl_tree_reader *reader, const struct jl_oid *before,
	const struct jl_oid *after, const char *const *names, jl_see_edit *see,
	void *data, struct jl_error *err);

/* ---- the whole history, to be checked ---- */

/* An object that is not there, or is not what its id says. */
struct jl_object_fault {
	const char *type; /* "commit", "tree", "blob" */
	struct jl_oid oid;
	struct jl_oid commit; /* the first in ledger order that has it */
	uint64_t position;    /* of that commit; 0: not known */
	const char *path;     /* of a tree or blob */
	const char *why;
	bool is_missing; /* it is not there at all */
	bool is_unread;	 /* the system failed: nothing is known of it */
};

typedef void jl_see_fault(void *data, const struct jl_object_fault *fault);

/*
 * All commits that a tip is made of, in ledger order: those that a merge
 * brought stand before it, and each behind all that it came of. Each commit is
 * hashed. Those that cannot be read are shown as faults, and what lies behind
 * them is not known: then the first positions are counted from there.
 */
struct jl_dag {
	struct jl_commits commits;
	uint64_t *positions; /* of each, on the first-parent line, from 1 */
	struct jl_arena arena;
};

int jl_repo_dag(struct jl_repo *repo, const struct jl_oid *tip,
	struct jl_dag *dag, jl_see_fault *see, void *data,
	struct jl_error *err);
void jl_dag_release(struct jl_dag *dag);

struct jl_object_counts {
	uint64_t trees, blobs, bytes;
};

/*
 * Reads and hashes the trees and files of each commit, below these names at the
 * top; each object once. Faults are shown in ledger order.
 */
int jl_repo_check_objects(struct jl_repo *repo, const struct jl_dag *dag,
	const char *const *names, struct jl_object_counts *counts,
	jl_see_fault *see, void *data, struct jl_error *err);

/* What makes `git log` show something else than what is recorded: sentences,
 * shown one by one. */
typedef void jl_see_sentence(void *data, const char *where, const char *what);

/* Replace refs and grafts. */
int jl_repo_see_replacements(struct jl_repo *repo, jl_see_sentence *see,
	void *data, struct jl_error *err);

/* Shows the folders of git's objects, without a slash at the end: the
 * repository's own first, then those that it borrows from. Less than 0 ends it,
 * and is returned. */
typedef int jl_see_folder(void *data, const char *folder);
int jl_repo_objects_folders(
	struct jl_repo *repo, jl_see_folder *see, void *data);

/* What .mailmap, or git's configuration, makes of a name; yours to free. */
int jl_repo_mailmap(struct jl_repo *repo, const char *name, const char *email,
	char **shown_name, char **shown_email, struct jl_error *err);

/* The history as a file that git clones from; *bytes is yours to free. */
int jl_repo_bundle(struct jl_repo *repo, const struct jl_dag *dag,
	const struct jl_oid *tip, char **bytes, size_t *len,
	struct jl_error *err);

/* ---- tags ---- */

/* Signs a text: *signature is the caller's to free. */
typedef int jl_sign(void *data, const void *text, size_t len, char **signature,
	struct jl_error *err);

/* Makes an annotated tag of this name; sign may be NULL. JL_EINVALID when there
 * is one, JL_EUSAGE for a name that none may have. */
int jl_repo_tag(struct jl_repo *repo, const struct jl_oid *commit,
	const char *name, const char *message, int64_t when, int offset_s,
	jl_sign *sign, void *data, struct jl_error *err);
/* An annotated tag; its texts are its own. */
struct jl_tag {
	struct jl_oid target;
	char *text; /* that is signed, or would be: all of it without that */
	size_t len;
	const char *message; /* the end of that text */
	char *signature;     /* NULL: it is not signed */
	char *name;	     /* as it calls itself, or NULL */
};

/* The id behind the name of a tag. JL_ENOTFOUND. */
int jl_repo_tag_find(struct jl_repo *repo, const char *name, struct jl_oid *oid,
	struct jl_error *err);
/* JL_ENOTFOUND when the object is another than a tag. */
int jl_repo_tag_read(struct jl_repo *repo, const struct jl_oid *oid,
	struct jl_tag *tag, struct jl_error *err);
void jl_tag_release(struct jl_tag *tag);

/* Shows the annotated tags among the loose objects, whatever leads to them. */
typedef void jl_see_tag(void *data, const struct jl_oid *oid);
int jl_repo_loose_tags(struct jl_repo *repo, jl_see_tag *see, void *data,
	struct jl_error *err);

/* A reference and the object that it names. */
typedef void jl_see_ref(void *data, const char *name, const struct jl_oid *oid);

/* Those of other repositories too; names are as people know them. */
int jl_repo_branches(struct jl_repo *repo, jl_see_ref *see, void *data,
	struct jl_error *err);

/* What HEAD points at, which may not be readable. */
int jl_repo_head(
	struct jl_repo *repo, struct jl_oid *oid, struct jl_error *err);

/*
 * While a history is read whole, objects are neither kept nor hashed again:
 * each is read once, and `verify` is there to hash. Not for two threads at
 * once.
 */
void jl_repo_begin_bulk(void);
void jl_repo_end_bulk(void);

#endif

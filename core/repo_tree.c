/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What differs between two trees, read from their raw bytes: of a folder with
 * thousands of files one differs, and to make an entry of each of the others
 * would be nearly all of the work.
 */
#include "core/repo.h"

#include "core/repo_git.h"
#include "core/str.h"
#include "core/tree_entry.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = 64 }; /* trees */

struct jl_tree_reader {
	struct jl_repo *repo;
	git_odb *odb;
	/* The trees that were read last, each in the place of its first byte:
	 * the old one of a commit is the new one of the next. */
	git_odb_object *kept[KEPT];
	struct jl_str path;
};

/* A comparison on its way down. */
struct comparison {
	struct jl_tree_reader *reader;
	const char *const *names;
	jl_see_edit *see;
	void *data;
	int depth;
	size_t entries; /* so far */
};

struct cursor {
	const char *at, *end;
	struct jl_tree_entry entry;
	bool has_entry;
};

struct jl_tree_reader *jl_tree_reader_new(struct jl_repo *repo)
{
	struct jl_tree_reader *reader = jl_xcalloc(1, sizeof(*reader));

	reader->repo = repo;
	return reader;
}

void jl_tree_reader_free(struct jl_tree_reader *reader)
{
	if (!reader)
		return;
	for (size_t i = 0; i < KEPT; i++)
		git_odb_object_free(reader->kept[i]);
	git_odb_free(reader->odb);
	jl_str_release(&reader->path);
	free(reader);
}

/* The raw tree, to be freed. */
static int read_tree(
	struct jl_tree_reader *reader, const git_oid *id, git_odb_object **tree)
{
	git_odb_object **slot = &reader->kept[id->id[0] % KEPT];
	git_odb_object *read = NULL;
	int rc = 0;

	*tree = NULL;
	if (*slot && git_oid_equal(git_odb_object_id(*slot), id))
		return git_odb_object_dup(tree, *slot);
	if (!reader->odb)
		rc = git_repository_odb(&reader->odb, reader->repo->handle);
	if (rc == 0)
		rc = git_odb_read(&read, reader->odb, id);
	if (rc < 0)
		return rc;
	if (git_odb_object_type(read) != GIT_OBJECT_TREE) {
		git_odb_object_free(read);
		git_error_set_str(GIT_ERROR_TREE, "an object is not a tree");
		return -1;
	}
	git_odb_object_free(*slot);
	*slot = read;
	return git_odb_object_dup(tree, read);
}

/* Reads the entry at the cursor; false where it is damaged. */
static bool read_entry(struct cursor *c)
{
	c->has_entry = c->at < c->end;
	return !c->has_entry || jl_tree_entry_read(c->at, c->end, &c->entry);
}

static void step(struct cursor *c)
{
	c->at = c->entry.next;
}

/* Moves both behind the entries that are alike; most of them are. */
static void skip_alike(struct cursor *a, struct cursor *b)
{
	while (a->at < a->end && b->at < b->end) {
		const char *nul = memchr(a->at, '\0', (size_t)(a->end - a->at));
		size_t len;

		if (!nul || a->end - nul < 1 + GIT_OID_RAWSZ)
			return;
		len = (size_t)(nul - a->at) + 1 + GIT_OID_RAWSZ;
		if ((size_t)(b->end - b->at) < len ||
			memcmp(a->at, b->at, len) != 0)
			return;
		a->at += len;
		b->at += len;
	}
}

static bool is_wanted(const struct comparison *c, const struct jl_tree_entry *e)
{
	if (c->reader->path.len)
		return true;
	for (size_t i = 0; c->names[i]; i++)
		if (strlen(c->names[i]) == e->name_len &&
			memcmp(c->names[i], e->name, e->name_len) == 0)
			return true;
	return false;
}

static int compare_trees(struct comparison *c, const struct jl_oid *before,
	const struct jl_oid *after);

static int compare_folders(struct comparison *c,
	const struct jl_tree_entry *before, const struct jl_tree_entry *after)
{
	int rc = 0;

	if (c->depth >= JL_TREE_DEEPEST)
		return 0; /* nobody looks for files there */
	c->depth++;
	jl_str_addc(&c->reader->path, '/');
	rc = compare_trees(
		c, before ? &before->oid : NULL, after ? &after->oid : NULL);
	c->depth--;
	return rc;
}

static void compare_files(struct comparison *c,
	const struct jl_tree_entry *before, const struct jl_tree_entry *after)
{
	struct jl_tree_edit edit = {
		.path = jl_str_text(&c->reader->path),
		.was = before && before->kind == JL_ENTRY_FILE,
		.is = after && after->kind == JL_ENTRY_FILE,
	};

	if (edit.was)
		edit.before = before->oid;
	if (edit.is)
		edit.after = after->oid;
	if (edit.was || edit.is)
		c->see(c->data, &edit);
}

/* One name on both sides, of which either may be NULL. */
static int compare_entries(struct comparison *c,
	const struct jl_tree_entry *before, const struct jl_tree_entry *after)
{
	const struct jl_tree_entry *any = before ? before : after;
	struct jl_str *path = &c->reader->path;
	size_t len = path->len;
	int rc = 0;

	if ((before && after && before->kind == after->kind &&
		    jl_oid_equal(&before->oid, &after->oid)) ||
		!is_wanted(c, any))
		return 0;
	if (++c->entries > JL_TREE_MOST) {
		git_error_set_str(GIT_ERROR_TREE,
			"its folders have more than a million entries: this is "
			"no ledger");
		return -1;
	}
	jl_str_addn(path, any->name, any->name_len);
	if (any->kind == JL_ENTRY_FOLDER)
		rc = compare_folders(c, before, after);
	else
		compare_files(c, before, after);
	jl_str_cut(path, len);
	return rc;
}

static int open_cursor(struct comparison *c, const struct jl_oid *oid,
	struct cursor *cursor, git_odb_object **tree)
{
	git_oid id;
	int rc = 0;

	*tree = NULL;
	memset(cursor, 0, sizeof(*cursor));
	if (oid) {
		git_oid_fromraw(&id, oid->id);
		rc = read_tree(c->reader, &id, tree);
	}
	if (rc == 0 && *tree) {
		cursor->at = git_odb_object_data(*tree);
		cursor->end = cursor->at + git_odb_object_size(*tree);
	}
	return rc;
}

static int walk_both(struct comparison *c, struct cursor *a, struct cursor *b)
{
	int rc = 0;

	skip_alike(a, b);
	while (rc == 0 && read_entry(a) && read_entry(b)) {
		struct jl_tree_entry before = a->entry, after = b->entry;
		int order;

		if (!a->has_entry && !b->has_entry)
			return 0;
		order = !a->has_entry	? 1
			: !b->has_entry ? -1
					: jl_tree_entry_order(&before, &after);
		if (order <= 0)
			step(a);
		if (order >= 0)
			step(b);
		rc = compare_entries(c, order <= 0 ? &before : NULL,
			order >= 0 ? &after : NULL);
		if (order == 0)
			skip_alike(a, b);
	}
	if (rc == 0 && (a->at < a->end || b->at < b->end)) {
		git_error_set_str(GIT_ERROR_TREE, "a tree is damaged");
		rc = -1;
	}
	return rc;
}

static int compare_trees(struct comparison *c, const struct jl_oid *before,
	const struct jl_oid *after)
{
	git_odb_object *old = NULL, *new = NULL;
	struct cursor a, b;
	int rc = open_cursor(c, before, &a, &old);

	if (rc == 0)
		rc = open_cursor(c, after, &b, &new);
	if (rc == 0)
		rc = walk_both(c, &a, &b);
	git_odb_object_free(old);
	git_odb_object_free(new);
	return rc;
}

int jl_tree_compare(struct jl_tree_reader *reader, const struct jl_oid *before,
	const struct jl_oid *after, const char *const *names, jl_see_edit *see,
	void *data, struct jl_error *err)
{
	struct comparison c = {
		.reader = reader, .names = names, .see = see, .data = data};

	jl_str_clear(&reader->path);
	if (compare_trees(&c, before, after) < 0)
		return jl_git_fail(err, JL_EENV, "the history cannot be read");
	return 0;
}

void jl_repo_begin_bulk(void)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(
		GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, (size_t)0);
}

void jl_repo_end_bulk(void)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
	git_libgit2_opts(
		GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, JL_TREE_KEPT);
}

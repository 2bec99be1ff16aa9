/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Two names change at a time; which file is which is told by its contents. */
#include "core/placing.h"

#include "core/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024, NAME = 64 };

/* Of a file that is known by its inode alone. */
static const char unhashed[] = "+";
static const char nothing[] = "-";

static const char *waiting(size_t nth, char name[NAME])
{
	snprintf(name, NAME, JL_PRIVATE "/new-%zu", nth);
	return name;
}

static const char *kept(size_t nth, char name[NAME])
{
	snprintf(name, NAME, JL_PRIVATE "/old-%zu", nth);
	return name;
}

int jl_place_digest(const char *top, const char *path,
	char digest[JL_DIGEST_HEX], struct jl_error *err)
{
	struct jl_digest *running;
	char *block;
	ssize_t n;
	int fd, rc = jl_work_open(top, path, &fd, err);

	strcpy(digest, nothing);
	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	running = jl_digest_new();
	block = jl_xmalloc(BLOCK);
	while ((n = read(fd, block, BLOCK)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			jl_digest_add(running, block, (size_t)n);
	if (n < 0)
		rc = jl_fail(err, JL_EENV, "%.300s: cannot read: %s", path,
			strerror(errno));
	if (rc == 0)
		jl_digest_finish(running, digest);
	else
		jl_digest_free(running);
	free(block);
	close(fd);
	return rc;
}

static int fail_changed(const char *path, struct jl_error *err)
{
	return jl_fail(err, JL_ERACE,
		"%.300s was changed by somebody else meanwhile; try again",
		path);
}

/* 0: it is so; 1: it is something else; < 0: it cannot be seen. What is no file
 * is something else. */
static int is_other(const char *top, const char *path, const char *expected,
	struct jl_error *err)
{
	char digest[JL_DIGEST_HEX];
	int rc = jl_place_digest(top, path, digest, err);

	if (rc == JL_EINVALID)
		return 1;
	return rc < 0 ? rc : strcmp(digest, expected) != 0;
}

/* Is the file in the place ours, and as we wrote it? 1: yes. */
static int is_ours(const char *top, const struct jl_intent_file *file,
	struct jl_error *err)
{
	uint64_t inode;
	int rc = jl_work_inode(top, file->path, &inode, err);

	if (rc == JL_ENOTFOUND || rc == JL_EINVALID)
		return 0;
	if (rc < 0)
		return rc;
	if (inode != file->inode)
		return 0;
	if (strcmp(file->after, unhashed) == 0)
		return 1;
	rc = is_other(top, file->path, file->after, err);
	return rc < 0 ? rc : !rc;
}

static bool is_made(const struct jl_intent_file *file)
{
	return strcmp(file->before, nothing) == 0;
}

static bool is_removed(const struct jl_intent_file *file)
{
	return strcmp(file->after, nothing) == 0;
}

/* ---- to its place ---- */

int jl_place_prepare(const char *top, size_t nth, struct jl_intent_file *file,
	const void *bytes, size_t len, struct jl_error *err)
{
	char name[NAME];
	int rc = 0;

	if (is_removed(file))
		file->inode = 1; /* something is to be done */
	else
		rc = jl_work_create(
			top, waiting(nth, name), file->path, bytes, len, err);
	if (rc == 0 && !is_removed(file))
		rc = jl_work_inode(top, name, &file->inode, err);
	return rc;
}

int jl_place_prepare_file(const char *top, size_t nth,
	struct jl_intent_file *file, const char *temporary,
	struct jl_error *err)
{
	char name[NAME];
	int rc = jl_work_move(top, temporary, waiting(nth, name), err);

	strcpy(file->after, unhashed);
	return rc == 0 ? jl_work_inode(top, name, &file->inode, err) : rc;
}

/* Makes the folder in which the path lies. */
static int make_way(const char *top, const char *path, struct jl_error *err)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? jl_xstrndup(path, (size_t)(slash - path)) : NULL;
	int rc = folder ? jl_work_make_folder(top, folder, err) : 0;

	free(folder);
	return rc;
}

/* Where files can have one name only, there is a moment in which another could
 * come between. */
static int put_new(const char *top, const char *name,
	const struct jl_intent_file *file, struct jl_error *err)
{
	enum jl_work_kind kind;
	int rc = make_way(top, file->path, err);

	if (rc == 0)
		rc = jl_work_link(top, name, file->path, err);
	if (rc != JL_EUNABLE)
		return rc == JL_ERACE ? fail_changed(file->path, err) : rc;
	rc = jl_work_look(top, file->path, &kind, err);
	if (rc == 0 && kind != JL_WORK_NOTHING)
		rc = fail_changed(file->path, err);
	return rc == 0 ? jl_work_move(top, name, file->path, err) : rc;
}

/* The old file is out of its place; another than was read goes back. */
static int put_nothing(const char *top, const char *keep,
	const struct jl_intent_file *file, struct jl_error *err)
{
	struct jl_error ignored;
	int rc = jl_work_move(top, file->path, keep, err);

	if (rc == JL_ENOTFOUND)
		return fail_changed(file->path, err);
	if (rc < 0)
		return rc;
	rc = is_other(top, keep, file->before, err);
	if (rc == 0)
		return 0;
	if (jl_work_link(top, keep, file->path, &ignored) == 0)
		jl_work_remove(top, keep, &ignored);
	return rc < 0 ? rc : fail_changed(file->path, err);
}

/* Names were exchanged, and the old file was another than was read. Should yet
 * another have come into the place meanwhile, that one is the newest. */
static int exchange_back(const char *top, const char *name,
	const struct jl_intent_file *file, struct jl_error *err)
{
	int rc = jl_work_exchange(top, name, file->path, err);

	if (rc == 0)
		rc = is_other(top, name, file->after, err);
	if (rc > 0)
		rc = jl_work_exchange(top, name, file->path, err);
	return rc < 0 ? rc : fail_changed(file->path, err);
}

/* Without an exchange of names: the old file gets a second one first. */
static int put_over(const char *top, size_t nth, const char *name,
	const struct jl_intent_file *file, struct jl_error *err)
{
	char keep[NAME];
	int rc = jl_work_link(top, file->path, kept(nth, keep), err);

	if (rc == JL_EUNABLE)
		rc = jl_fail(err, JL_EENV,
			"%.300s: this file system can neither exchange names "
			"nor give a file two; a ledger cannot be written here",
			file->path);
	if (rc == 0)
		rc = jl_work_move(top, name, file->path, err);
	if (rc < 0)
		return rc;
	rc = is_other(top, keep, file->before, err);
	if (rc == 0)
		return 0;
	if (jl_work_move(top, keep, file->path, err) < 0)
		return (int)err->code;
	return rc < 0 ? rc : fail_changed(file->path, err);
}

static int put_in_exchange(const char *top, size_t nth, const char *name,
	const struct jl_intent_file *file, struct jl_error *err)
{
	struct jl_error second;
	int rc = jl_work_exchange(top, name, file->path, err);

	if (rc == JL_EUNABLE)
		return put_over(top, nth, name, file, err);
	if (rc == JL_ENOTFOUND)
		return fail_changed(file->path, err);
	if (rc < 0)
		return rc;
	rc = is_other(top, name, file->before, err);
	if (rc > 0)
		return exchange_back(top, name, file, err);
	if (rc < 0)
		jl_work_exchange(top, name, file->path, &second);
	return rc;
}

int jl_place(const char *top, size_t nth, const struct jl_intent_file *file,
	struct jl_error *err)
{
	char name[NAME], keep[NAME];
	int rc = 0;

	/* Whoever can be seen to have been first is left in peace. */
	if (!is_made(file) || file->inode == 0)
		rc = is_other(top, file->path, file->before, err);
	if (rc > 0)
		return fail_changed(file->path, err);
	if (rc < 0 || file->inode == 0)
		return rc;
	waiting(nth, name);
	if (is_made(file))
		rc = put_new(top, name, file, err);
	else if (is_removed(file))
		rc = put_nothing(top, kept(nth, keep), file, err);
	else
		rc = put_in_exchange(top, nth, name, file, err);
	return rc == 0 ? jl_work_sync(top, file->path, err) : rc;
}

/* ---- and back ---- */

/* The name under which the old file is kept, or NULL: of the two the one that
 * is not ours. */
static int find_kept(const char *top, size_t nth,
	const struct jl_intent_file *file, char name[NAME], bool *is_kept,
	struct jl_error *err)
{
	enum jl_work_kind kind;
	int rc = jl_work_look(top, kept(nth, name), &kind, err);

	*is_kept = rc == 0 && kind == JL_WORK_FILE;
	if (rc < 0 || *is_kept)
		return rc;
	rc = jl_work_look(top, waiting(nth, name), &kind, err);
	if (rc < 0 || kind != JL_WORK_FILE)
		return rc;
	rc = is_other(top, name, file->after, err);
	*is_kept = rc > 0 && strcmp(file->after, unhashed) != 0;
	return rc < 0 ? rc : 0;
}

/* A file that was made goes, unless it is another by now: it is looked at where
 * nobody can change it any more. */
static int take_out(const char *top, size_t nth,
	const struct jl_intent_file *file, bool *is_others,
	struct jl_error *err)
{
	enum jl_work_kind kind = JL_WORK_NOTHING;
	char keep[NAME];
	int rc = is_ours(top, file, err);

	if (rc > 0) {
		rc = jl_work_move(top, file->path, kept(nth, keep), err);
		if (rc == 0 && strcmp(file->after, unhashed) != 0)
			rc = is_other(top, keep, file->after, err);
		*is_others = rc > 0;
		if (*is_others)
			rc = jl_work_link(top, keep, file->path, err);
		return rc == 0 ? jl_work_sync(top, file->path, err) : rc;
	}
	if (rc == 0)
		rc = jl_work_look(top, file->path, &kind, err);
	*is_others = kind != JL_WORK_NOTHING;
	return rc;
}

/* The old file and ours exchange their places again; should ours turn out to
 * be somebody else's, that one is the newest. */
static int exchange_for_old(const char *top, const char *name,
	const struct jl_intent_file *file, bool *is_others,
	struct jl_error *err)
{
	int rc = jl_work_exchange(top, name, file->path, err);

	if (rc == JL_EUNABLE)
		return jl_work_move(top, name, file->path, err);
	if (rc == 0)
		rc = is_other(top, name, file->after, err);
	*is_others = rc > 0;
	return *is_others ? jl_work_exchange(top, name, file->path, err) : rc;
}

/* The kept file goes where nothing stands by now. */
static int put_back(const char *top, const char *name,
	const struct jl_intent_file *file, bool *is_others,
	struct jl_error *err)
{
	int rc = jl_work_link(top, name, file->path, err);

	if (rc == JL_EUNABLE)
		rc = jl_work_move(top, name, file->path, err);
	*is_others = rc == JL_ERACE;
	return *is_others ? 0 : rc;
}

int jl_place_back(const char *top, size_t nth,
	const struct jl_intent_file *file, bool *is_others,
	struct jl_error *err)
{
	char name[NAME];
	bool is_kept = false;
	int rc;

	*is_others = false;
	if (file->inode == 0)
		return 0;
	if (is_made(file))
		return take_out(top, nth, file, is_others, err);
	rc = find_kept(top, nth, file, name, &is_kept, err);
	if (rc < 0 || !is_kept)
		return rc;
	if (is_removed(file)) {
		rc = put_back(top, name, file, is_others, err);
	} else {
		rc = is_ours(top, file, err);
		*is_others = rc == 0;
		if (rc > 0)
			rc = exchange_for_old(top, name, file, is_others, err);
	}
	return rc < 0 ? rc : jl_work_sync(top, file->path, err);
}

/* ---- done ---- */

static int drop(const char *top, size_t nth, struct jl_error *err)
{
	char name[NAME];
	int rc = jl_work_remove(top, waiting(nth, name), err);

	return rc == 0 ? jl_work_remove(top, kept(nth, name), err) : rc;
}

int jl_place_done(const char *top, size_t nth,
	const struct jl_intent_file *file, bool *is_overtaken,
	struct jl_error *err)
{
	char name[NAME];
	bool is_kept = false;
	int rc = 0;

	*is_overtaken = false;
	if (file->inode == 0)
		return 0;
	if (!is_made(file) && !is_removed(file))
		rc = find_kept(top, nth, file, name, &is_kept, err);
	if (rc == 0 && is_kept)
		rc = is_other(top, name, file->before, err);
	if (rc > 0) {
		rc = is_ours(top, file, err);
		*is_overtaken = rc > 0;
		if (rc > 0)
			rc = jl_work_move(top, name, file->path, err);
	}
	return rc < 0 ? rc : drop(top, nth, err);
}

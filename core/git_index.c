/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * git's index, changed as git changes it: the lock is taken first, then the
 * index is read, and the new one is renamed into the lock and from there into
 * its place. (libgit2 reads first and locks then: what git staged between the
 * two would be lost.) git takes a file whose size and times are those of its
 * entry for unchanged, unless the entry is as young as the index itself; as
 * that becomes younger here, such entries lose their size, and git compares.
 */
#include "core/repo.h"

#include "core/clock.h"
#include "core/digest.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/repo_git.h"
#include "core/worktree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COUNT_AT = 8 }; /* in the header of an index */

struct locked_index {
	char *path, *lock, *copy;
	int64_t written_s; /* when the index was */
	size_t n;	   /* its entries, as its header says */
};

static int fail(const char *path, struct jl_error *err)
{
	return jl_fail(err, JL_EENV,
		"%.300s: git's index cannot be written: %s", path,
		strerror(errno));
}

/* Makes git's lock, as soon as no git has it. */
static int take_lock(struct locked_index *l, struct jl_error *err)
{
	double began = jl_seconds();
	int fd;

	do
		fd = open(
			l->lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	while (fd < 0 && errno == EEXIST && jl_wait_on(began));
	if (fd >= 0) {
		close(fd);
		return 0;
	}
	if (errno != EEXIST)
		return fail(l->lock, err);
	free(l->lock);
	l->lock = NULL; /* it is not ours */
	return jl_fail(err, JL_EENV,
		"git is busy in this ledger: %.300s.lock exists; if no git "
		"command is running, remove it",
		l->path);
}

/* The index goes to where it is changed. */
static int copy_index(struct locked_index *l, struct jl_error *err)
{
	struct stat st;
	char *bytes = NULL;
	size_t len = 0;
	int rc = jl_file_read(l->path, SIZE_MAX / 2, &bytes, &len, err);

	if (rc == 0 && len > COUNT_AT + 4)
		l->n = jl_number_at((const uint8_t *)bytes + COUNT_AT);
	if (rc == 0 && stat(l->path, &st) != 0)
		rc = fail(l->path, err);
	if (rc == 0) {
		l->written_s = st.st_mtim.tv_sec;
		rc = jl_file_write(l->copy, NULL, bytes, len, err);
	} else if (rc == JL_ENOTFOUND) {
		rc = jl_file_remove(l->copy, err);
	}
	free(bytes);
	return rc;
}

static int take_index(
	struct jl_repo *repo, struct locked_index *l, struct jl_error *err)
{
	int rc;

	l->path = jl_path_join(jl_repo_gitdir(repo), "index");
	l->lock = jl_xasprintf("%s.lock", l->path);
	l->copy = jl_xasprintf("%s.jledger", l->path);
	rc = take_lock(l, err);
	return rc == 0 ? copy_index(l, err) : rc;
}

/* The copy becomes the index, and the lock is gone. */
static int give_index(struct locked_index *l, struct jl_error *err)
{
	char *folder =
		jl_xstrndup(l->path, (size_t)(strrchr(l->path, '/') - l->path));
	int rc = 0;

	if (!jl_file_sync(folder, strrchr(l->copy, '/') + 1) ||
		rename(l->copy, l->lock) != 0 || rename(l->lock, l->path) != 0)
		rc = fail(l->path, err);
	if (rc == 0) {
		free(l->lock);
		l->lock = NULL;
		rc = jl_folder_sync(folder, err);
	}
	free(folder);
	return rc;
}

static void release_index(struct locked_index *l)
{
	if (l->copy)
		unlink(l->copy);
	if (l->lock)
		unlink(l->lock);
	free(l->copy);
	free(l->lock);
	free(l->path);
}

/* Entries that are no older than the index was are compared by git. */
static int distrust_young(git_index *index, const struct locked_index *l)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < git_index_entrycount(index); i++) {
		const git_index_entry *e = git_index_get_byindex(index, i);
		git_index_entry fresh = *e;

		if (e->mtime.seconds < l->written_s || e->file_size == 0 ||
			git_index_entry_stage(e) != 0)
			continue;
		fresh.file_size = 0;
		rc = git_index_add(index, &fresh);
	}
	return rc;
}

/* Size and times of the file, if it holds just the entry's content. */
static void describe(struct jl_repo *repo, const struct jl_index_entry *e,
	git_index_entry *to)
{
	char *full = jl_path_join(repo->top, e->path), *text = NULL;
	struct jl_error ignored;
	struct jl_oid oid;
	struct stat st;
	size_t len;

	/* Without them git compares: a file that changes under our eyes is
	 * seen by it. */
	if (lstat(full, &st) == 0 && S_ISREG(st.st_mode) &&
		jl_work_read(repo->top, e->path, SIZE_MAX / 2, &text, &len,
			&ignored) == 0) {
		jl_oid_of_blob(text, len, &oid);
		if (jl_oid_equal(&oid, &e->oid)) {
			to->ctime.seconds = (int32_t)st.st_ctim.tv_sec;
			to->ctime.nanoseconds = (uint32_t)st.st_ctim.tv_nsec;
			to->mtime.seconds = (int32_t)st.st_mtim.tv_sec;
			to->mtime.nanoseconds = (uint32_t)st.st_mtim.tv_nsec;
			to->dev = (uint32_t)st.st_dev;
			to->ino = (uint32_t)st.st_ino;
			to->uid = st.st_uid;
			to->gid = st.st_gid;
			to->file_size = (uint32_t)st.st_size;
		}
	}
	free(text);
	free(full);
}

static int put_entry(
	struct jl_repo *repo, git_index *index, const struct jl_index_entry *e)
{
	git_index_entry entry = {0};
	const git_index_entry *now;
	int rc;

	if (!e->is_there) {
		rc = git_index_remove(index, e->path, 0);
		return rc == GIT_ENOTFOUND ? 0 : rc;
	}
	now = git_index_get_bypath(index, e->path, 0);
	entry.path = e->path;
	entry.mode = now && now->mode == GIT_FILEMODE_BLOB_EXECUTABLE
			     ? GIT_FILEMODE_BLOB_EXECUTABLE
			     : GIT_FILEMODE_BLOB;
	git_oid_fromraw(&entry.id, e->oid.id);
	describe(repo, e, &entry);
	return git_index_add(index, &entry);
}

static int change_copy(struct jl_repo *repo, const struct locked_index *l,
	const struct jl_index_entry *entries, size_t n, struct jl_error *err)
{
	git_index *index = NULL;
	int git = git_index_open(&index, l->copy);

	/* libgit2 takes one that it cannot look at for an empty one. */
	if (git == 0 && git_index_entrycount(index) != l->n) {
		git_error_set_str(GIT_ERROR_INDEX, "it cannot be read");
		git = GIT_ERROR;
	}
	if (git == 0)
		git = distrust_young(index, l);
	for (size_t i = 0; git == 0 && i < n; i++)
		git = put_entry(repo, index, &entries[i]);
	if (git == 0)
		git = git_index_write(index);
	git_index_free(index);
	return git == 0 ? 0
			: jl_git_fail(err, JL_EENV,
				  "git's index cannot be updated");
}

int jl_repo_stage(struct jl_repo *repo, const struct jl_index_entry *entries,
	size_t n, struct jl_error *err)
{
	struct locked_index l = {0};
	int rc = take_index(repo, &l, err);

	if (rc == 0)
		rc = change_copy(repo, &l, entries, n, err);
	if (rc == 0)
		rc = give_index(&l, err);
	release_index(&l);
	return rc;
}

int jl_repo_refresh_index(struct jl_repo *repo, const char *const *paths,
	size_t n, struct jl_error *err)
{
	struct jl_index_entry *entries;
	struct jl_oid head;
	int rc = jl_repo_reference(repo, "HEAD", &head, err);

	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	entries = jl_xcalloc(n, sizeof(*entries));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		entries[i].path = paths[i];
		rc = jl_repo_file_at(
			repo, &head, paths[i], &entries[i].oid, err);
		entries[i].is_there = rc == 0;
		rc = rc == JL_ENOTFOUND ? 0 : rc;
	}
	if (rc == 0)
		rc = jl_repo_stage(repo, entries, n, err);
	free(entries);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Whole-file reading and crash-safe replacing. */
#define _GNU_SOURCE /* syncfs */
#include "core/file.h"

#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail_errno(struct jl_error *err, const char *path, const char *what)
{
	return jl_fail(err, JL_EENV, "%.400s: cannot %s: %s", path, what,
		strerror(errno));
}

int jl_file_look(const char *path, bool *is_there, struct jl_error *err)
{
	struct stat st;

	*is_there = lstat(path, &st) == 0;
	if (*is_there || errno == ENOENT || errno == ENOTDIR)
		return 0;
	return fail_errno(err, path, "look at it");
}

bool jl_file_exists(const char *path)
{
	struct jl_error ignored;
	bool is_there;

	return jl_file_look(path, &is_there, &ignored) == 0 && is_there;
}

bool jl_is_same_folder(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISDIR(x.st_mode) &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

char *jl_path_join(const char *dir, const char *name)
{
	return jl_xasprintf("%s/%s", dir, name);
}

int jl_file_read_exactly(
	int fd, const char *path, char *text, size_t len, struct jl_error *err)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = read(fd, text + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(err, path, "read");
		if (n == 0)
			return jl_fail(err, JL_EENV,
				"%.400s: became shorter while it was read",
				path);
		done += (size_t)n;
	}
	return 0;
}

int jl_file_read(const char *path, size_t max, char **text, size_t *len,
	struct jl_error *err)
{
	struct stat st;
	int fd, rc;

	*text = NULL;
	*len = 0;
	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	while (fd < 0 && errno == EINTR);
	if (fd < 0 && errno == ENOENT)
		return jl_fail(err, JL_ENOTFOUND,
			"%.400s: cannot open: there is no such file", path);
	if (fd < 0)
		return fail_errno(err, path, "open");
	if (fstat(fd, &st) != 0) {
		rc = fail_errno(err, path, "read");
		close(fd);
		return rc;
	}
	if (!S_ISREG(st.st_mode)) {
		close(fd);
		return jl_fail(err, JL_EINVALID, "%.400s: is not a file", path);
	}
	if ((size_t)st.st_size > max) {
		close(fd);
		return jl_fail(err, JL_EINVALID,
			"%.400s: is larger than %zu bytes", path, max);
	}
	*len = (size_t)st.st_size;
	*text = jl_xmalloc(*len + 1);
	rc = jl_file_read_exactly(fd, path, *text, *len, err);
	close(fd);
	if (rc < 0) {
		free(*text);
		*text = NULL;
		return rc;
	}
	(*text)[*len] = '\0';
	return 0;
}

int jl_folder_sync(const char *path, struct jl_error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = 0;

	if (fd < 0)
		return fail_errno(err, path, "open");
	if (fsync(fd) != 0)
		rc = fail_errno(err, path, "flush");
	close(fd);
	return rc;
}

int jl_disk_sync(const char *folder, struct jl_error *err)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = 0;

	if (fd < 0)
		return fail_errno(err, folder, "open");
	if (syncfs(fd) != 0)
		rc = fail_errno(err, folder, "flush");
	close(fd);
	return rc;
}

static bool is_flushed(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is;
}

bool jl_file_sync(const char *folder, const char *path)
{
	char *full = jl_path_join(folder, path);
	size_t top = strlen(folder);
	bool is = is_flushed(full);

	for (char *slash = strrchr(full, '/');
		is && slash && (size_t)(slash - full) >= top;
		slash = strrchr(full, '/')) {
		*slash = '\0';
		is = is_flushed(full);
	}
	free(full);
	return is;
}

int jl_folder_make(const char *path, struct jl_error *err)
{
	char *copy = jl_xstrdup(path);
	int rc = 0;

	for (char *p = copy + 1; rc == 0; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) != 0 && errno != EEXIST)
			rc = fail_errno(err, copy, "make the folder");
		*p = c;
		if (c == '\0')
			break;
	}
	free(copy);
	return rc;
}

int jl_own_folder(const char *path, struct jl_error *err)
{
	mode_t before = umask(077);
	int rc = jl_folder_make(path, err);
	struct stat st;

	umask(before);
	if (rc < 0)
		return rc;
	if (lstat(path, &st) != 0)
		return fail_errno(err, path, "look at it");
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
		(st.st_mode & 022) != 0)
		return jl_fail(err, JL_EENV,
			"%.400s: is not a folder of this user alone", path);
	return 0;
}

uint64_t jl_folder_birth(const char *path)
{
	struct statx st;

	if (statx(AT_FDCWD, path, 0, STATX_INO | STATX_BTIME, &st) != 0)
		return 0;
	return (uint64_t)st.stx_ino * UINT64_C(0x9e3779b97f4a7c15) ^
	       ((uint64_t)st.stx_btime.tv_sec << 30) ^ st.stx_btime.tv_nsec;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return jl_xstrdup(".");
	return jl_xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
}

int jl_file_remove(const char *path, struct jl_error *err)
{
	if (unlink(path) != 0 && errno != ENOENT)
		return fail_errno(err, path, "remove");
	return 0;
}

/* ---- a file on its way ---- */

struct jl_outfile {
	char *path; /* temporary, until it is published */
	int fd;
	bool is_published;
};

int jl_outfile_create(
	const char *temporary, struct jl_outfile **out, struct jl_error *err)
{
	int fd = open(temporary,
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);

	if (fd < 0)
		return fail_errno(err, temporary, "write");
	*out = jl_xcalloc(1, sizeof(**out));
	(*out)->path = jl_xstrdup(temporary);
	(*out)->fd = fd;
	return 0;
}

int jl_outfile_add(struct jl_outfile *file, const void *bytes, size_t len,
	struct jl_error *err)
{
	const char *p = bytes;

	while (len > 0) {
		ssize_t n = write(file->fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(err, file->path, "write");
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int jl_outfile_finish(struct jl_outfile *file, struct jl_error *err)
{
	int rc = 0;

	if (fsync(file->fd) != 0)
		rc = fail_errno(err, file->path, "flush");
	if (close(file->fd) != 0 && rc == 0)
		rc = fail_errno(err, file->path, "write");
	file->fd = -1;
	return rc;
}

int jl_outfile_publish(
	struct jl_outfile *file, const char *path, struct jl_error *err)
{
	char *folder = folder_of(path);
	int rc = 0;

	if (rename(file->path, path) != 0)
		rc = fail_errno(err, path, "write");
	file->is_published = rc == 0;
	if (rc == 0)
		rc = jl_folder_sync(folder, err);
	free(folder);
	return rc;
}

const char *jl_outfile_path(const struct jl_outfile *file)
{
	return file->path;
}

int jl_outfile_publish_new(
	struct jl_outfile *file, const char *path, struct jl_error *err)
{
	char *folder = folder_of(path);
	int rc = 0;

	if (link(file->path, path) != 0)
		rc = errno == EEXIST ? jl_fail(err, JL_ERACE,
					       "%.400s: is there already", path)
				     : fail_errno(err, path, "write");
	if (rc == 0)
		rc = jl_folder_sync(folder, err);
	free(folder);
	return rc;
}

void jl_outfile_free(struct jl_outfile *file)
{
	if (!file)
		return;
	if (file->fd >= 0)
		close(file->fd);
	if (!file->is_published)
		unlink(file->path);
	free(file->path);
	free(file);
}

const char *jl_temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder == '/' ? folder : "/tmp";
}

char *jl_scratch_folder(struct jl_error *err)
{
	char *folder = jl_path_join(jl_temporary_folder(), "jledger.XXXXXX");

	if (mkdtemp(folder))
		return folder;
	free(folder);
	jl_fail(err, JL_EENV, "%.200s: no temporary folder can be made: %s",
		jl_temporary_folder(), strerror(errno));
	return NULL;
}

int jl_scratch_open(const char *folder, FILE **file, struct jl_error *err)
{
	char *path = NULL;
	int fd = -1;

	*file = NULL;
	/* A name that is taken is not opened: it may lead elsewhere. */
	for (int i = 0; i < 1000 && fd < 0 && (i == 0 || errno == EEXIST);
		i++) {
		free(path);
		path = jl_xasprintf(
			"%s/scratch.%ld.%d.tmp", folder, (long)getpid(), i);
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (fd >= 0) {
		unlink(path); /* it goes when we go */
		*file = fdopen(fd, "w+b");
	}
	free(path);
	if (*file)
		return 0;
	if (fd >= 0)
		close(fd);
	return jl_fail(err, JL_EENV, "%.300s: cannot make a temporary file: %s",
		folder, strerror(errno));
}

int jl_scratch_failed(const char *folder, struct jl_error *err)
{
	return jl_fail(err, JL_EENV, "%.300s: a temporary file failed: %s",
		folder, errno ? strerror(errno) : "it is cut short");
}

char *jl_temporary_path(const char *path, const char *folder)
{
	const char *slash = strrchr(path, '/');
	char *own = folder_of(path);
	char *temporary = jl_xasprintf("%s/%s.%ld.tmp", folder ? folder : own,
		slash ? slash + 1 : path, (long)getpid());

	free(own);
	return temporary;
}

/* All of a file in one go, under its temporary name. */
static int write_whole(const char *temporary, const void *bytes, size_t len,
	struct jl_outfile **file, struct jl_error *err)
{
	int rc = jl_outfile_create(temporary, file, err);

	if (rc == 0)
		rc = jl_outfile_add(*file, bytes, len, err);
	if (rc == 0)
		rc = jl_outfile_finish(*file, err);
	return rc;
}

int jl_file_write(const char *path, const char *temporary_folder,
	const void *bytes, size_t len, struct jl_error *err)
{
	char *temporary = jl_temporary_path(path, temporary_folder);
	struct jl_outfile *file = NULL;
	int rc = write_whole(temporary, bytes, len, &file, err);

	if (rc == 0)
		rc = jl_outfile_publish(file, path, err);
	jl_outfile_free(file);
	free(temporary);
	return rc;
}

int jl_file_create(
	const char *path, const void *bytes, size_t len, struct jl_error *err)
{
	char *temporary = jl_temporary_path(path, NULL);
	struct jl_outfile *file = NULL;
	int rc = write_whole(temporary, bytes, len, &file, err);

	if (rc == 0)
		rc = jl_outfile_publish_new(file, path, err);
	jl_outfile_free(file);
	free(temporary);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Each component is opened from the one above it, with O_NOFOLLOW: what is
 * looked at and what is used are the same, whatever is exchanged meanwhile.
 */
#define _GNU_SOURCE /* renameat2, O_PATH */
#include "core/worktree.h"

#include "core/file.h"
#include "core/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef SYS_openat2
#include <linux/openat2.h>
#endif

static int fail(const char *path, const char *what, struct jl_error *err)
{
	return jl_fail(err, JL_EENV, "%.400s: cannot %s: %s", path, what,
		strerror(errno));
}

static int not_found(const char *path, struct jl_error *err)
{
	return jl_fail(err, JL_ENOTFOUND,
		"%.400s: cannot open: there is no such file", path);
}

bool jl_work_path_is_safe(const char *path)
{
	bool is_first = true;

	do {
		size_t len = strcspn(path, "/");

		if (len == 0 || (len == 1 && path[0] == '.') ||
			(len == 2 && path[0] == '.' && path[1] == '.') ||
			(is_first && len == 4 &&
				strncasecmp(path, ".git", 4) == 0))
			return false;
		path += len;
		is_first = false;
	} while (*path++ == '/');
	return true;
}

static int open_again(int folder, const char *name, int flags, mode_t mode)
{
	int fd;

	do
		fd = openat(folder, name, flags | O_CLOEXEC | O_NOFOLLOW, mode);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* The folder in a folder; -1 with errno. makes: it is made where it is not.
 */
static int enter(int above, const char *name, bool makes)
{
	int fd = open_again(above, name, O_RDONLY | O_DIRECTORY, 0);

	if (fd >= 0 || errno != ENOENT || !makes)
		return fd;
	if (mkdirat(above, name, 0777) == 0) {
		if (fsync(above) != 0)
			return -1;
	} else if (errno != EEXIST) {
		return -1;
	}
	return open_again(above, name, O_RDONLY | O_DIRECTORY, 0);
}

/* Why a component could not be entered. */
static int fail_to_enter(
	int above, const char *name, const char *so_far, struct jl_error *err)
{
	struct stat st;

	if (errno == ENOENT)
		return not_found(so_far, err);
	if ((errno == ELOOP || errno == ENOTDIR) &&
		fstatat(above, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		if (S_ISLNK(st.st_mode))
			return jl_fail(err, JL_EENV,
				"%.300s: is a link to another folder; the "
				"ledger's folders must be its own",
				so_far);
		return jl_fail(err, JL_EENV, "%.300s: is not a folder", so_far);
	}
	return fail(so_far, "open", err);
}

/*
 * The folder in which the path lies, opened; *name is its last component. With
 * makes: the folders on the way are made.
 */
static int open_parent(const char *top, const char *path, bool makes,
	int *folder, const char **name, struct jl_error *err)
{
	const char *part = path, *slash;
	int fd, rc = 0;

	*folder = -1;
	*name = path;
	if (!jl_work_path_is_safe(path))
		return jl_fail(err, JL_EINVALID,
			"'%.300s' is not a path inside the ledger", path);
	do
		fd = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return errno == ENOENT ? not_found(top, err)
				       : fail(top, "open", err);
	while (rc == 0 && (slash = strchr(part, '/'))) {
		char *folder_name = jl_xstrndup(part, (size_t)(slash - part));
		int inner = enter(fd, folder_name, makes);

		if (inner < 0) {
			char *so_far = jl_xasprintf(
				"%s/%.*s", top, (int)(slash - path), path);

			rc = fail_to_enter(fd, folder_name, so_far, err);
			free(so_far);
		}
		free(folder_name);
		close(fd);
		fd = inner;
		part = slash + 1;
	}
	*folder = fd;
	*name = part;
	return rc;
}

/* ---- looking ---- */

static enum jl_work_kind kind_of(const struct stat *st)
{
	return S_ISREG(st->st_mode)   ? JL_WORK_FILE
	       : S_ISDIR(st->st_mode) ? JL_WORK_FOLDER
				      : JL_WORK_OTHER;
}

static int stat_at(const char *top, const char *path, struct stat *st,
	struct jl_error *err)
{
	const char *name;
	int folder, rc = open_parent(top, path, false, &folder, &name, err);

	if (rc < 0)
		return rc;
	if (fstatat(folder, name, st, AT_SYMLINK_NOFOLLOW) != 0)
		rc = errno == ENOENT ? not_found(path, err)
				     : fail(path, "look at it", err);
	close(folder);
	return rc;
}

int jl_work_look(const char *top, const char *path, enum jl_work_kind *kind,
	struct jl_error *err)
{
	struct stat st;
	int rc = stat_at(top, path, &st, err);

	*kind = rc == 0 ? kind_of(&st) : JL_WORK_NOTHING;
	return rc == JL_ENOTFOUND ? 0 : rc;
}

int jl_work_stamp(
	const char *top, const char *path, int64_t *stamp, struct jl_error *err)
{
	struct stat st;
	uint64_t number;
	int rc = stat_at(top, path, &st, err);

	*stamp = 0;
	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	number = (uint64_t)st.st_mtim.tv_sec * UINT64_C(1000000000) +
		 (uint64_t)st.st_mtim.tv_nsec;
	number = number * UINT64_C(1099511628211) ^ (uint64_t)st.st_size;
	*stamp = (int64_t)(number | 1);
	return 0;
}

int jl_work_inode(const char *top, const char *path, uint64_t *inode,
	struct jl_error *err)
{
	struct stat st;
	int rc = stat_at(top, path, &st, err);

	if (rc == 0 && !S_ISREG(st.st_mode))
		rc = jl_fail(
			err, JL_EINVALID, "%.300s: is not a plain file", path);
	if (rc == 0)
		*inode = st.st_ino;
	return rc;
}

/* ---- reading ---- */

#ifdef SYS_openat2
/* The folder of the last question, kept open: a command asks of one, for each
 * of its files. Only the thread that reads files comes here. */
static int open_top(const char *top)
{
	static char *path;
	static int fd = -1;

	if (path && strcmp(path, top) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	free(path);
	path = NULL;
	fd = open(top, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		path = jl_xstrdup(top);
	return fd;
}
#endif

/* All components in one call, none of them a link. < 0 whatever the cause: the
 * long way tells it, or finds that this system cannot do so. */
static int open_at_once(const char *top, const char *path)
{
#ifdef SYS_openat2
	struct open_how how = {
		.flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
	int above = open_top(top);

	return above < 0 ? -1
			 : (int)syscall(
				   SYS_openat2, above, path, &how, sizeof(how));
#else
	(void)top;
	(void)path;
	return -1;
#endif
}

/* Component by component. */
static int open_by_steps(
	const char *top, const char *path, int *fd, struct jl_error *err)
{
	const char *name;
	int folder, rc = open_parent(top, path, false, &folder, &name, err);

	if (rc < 0)
		return rc;
	/* A pipe must not hold anybody up. */
	*fd = open_again(folder, name, O_RDONLY | O_NONBLOCK, 0);
	if (*fd < 0 && errno == ENOENT)
		rc = not_found(path, err);
	else if (*fd < 0 && (errno == ELOOP || errno == ENXIO))
		rc = jl_fail(
			err, JL_EINVALID, "%.300s: is not a plain file", path);
	else if (*fd < 0)
		rc = fail(path, "open", err);
	close(folder);
	return rc;
}

static int open_file(const char *top, const char *path, int *fd,
	struct stat *st, struct jl_error *err)
{
	int rc = 0;

	*fd = jl_work_path_is_safe(path) ? open_at_once(top, path) : -1;
	if (*fd < 0)
		rc = open_by_steps(top, path, fd, err);
	if (rc < 0)
		return rc;
	if (fstat(*fd, st) != 0)
		rc = fail(path, "look at it", err);
	else if (!S_ISREG(st->st_mode))
		rc = jl_fail(
			err, JL_EINVALID, "%.300s: is not a plain file", path);
	if (rc < 0)
		close(*fd);
	return rc;
}

int jl_work_open(
	const char *top, const char *path, int *fd, struct jl_error *err)
{
	struct stat st;

	return open_file(top, path, fd, &st, err);
}

int jl_work_read(const char *top, const char *path, size_t max, char **text,
	size_t *len, struct jl_error *err)
{
	struct stat st;
	int fd, rc = open_file(top, path, &fd, &st, err);

	*text = NULL;
	*len = 0;
	if (rc < 0)
		return rc;
	if ((uint64_t)st.st_size > max) {
		rc = jl_fail(err, JL_EINVALID,
			"%.400s: is larger than %zu bytes", path, max);
	} else {
		*len = (size_t)st.st_size;
		*text = jl_xmalloc(*len + 1);
		(*text)[*len] = '\0';
		rc = jl_file_read_exactly(fd, path, *text, *len, err);
	}
	close(fd);
	if (rc < 0) {
		free(*text);
		*text = NULL;
	}
	return rc;
}

/* ---- listing ---- */

struct names {
	struct listed {
		char *name;
		enum jl_work_kind kind;
	} * v;
	size_t n, cap;
};

static int by_name(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Takes the open folder over. */
static int read_names(
	int folder, const char *path, struct names *names, struct jl_error *err)
{
	DIR *dir = fdopendir(folder);
	struct dirent *entry;
	struct stat st;
	int rc = 0;

	if (!dir) {
		rc = fail(path, "list it", err);
		close(folder);
		return rc;
	}
	while (rc == 0 && (errno = 0, entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0)
			continue;
		if (fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) !=
			0) {
			if (errno != ENOENT) /* else it went meanwhile */
				rc = fail(path, "list it", err);
			continue;
		}
		JL_GROW(names->v, names->n, names->cap);
		names->v[names->n].kind = kind_of(&st);
		names->v[names->n++].name = jl_xstrdup(entry->d_name);
	}
	if (rc == 0 && errno != 0)
		rc = fail(path, "list it", err);
	closedir(dir);
	return rc;
}

int jl_work_list(const char *top, const char *folder, jl_see_name *see,
	void *data, struct jl_error *err)
{
	struct names names = {0};
	const char *name;
	int above, fd, rc = open_parent(top, folder, false, &above, &name, err);

	if (rc == JL_ENOTFOUND)
		return 0;
	if (rc < 0)
		return rc;
	fd = enter(above, name, false);
	if (fd < 0) {
		char *full = jl_xasprintf("%s/%s", top, folder);

		rc = fail_to_enter(above, name, full, err);
		rc = rc == JL_ENOTFOUND ? 0 : rc;
		free(full);
	} else {
		rc = read_names(fd, folder, &names, err);
	}
	close(above);
	if (rc == 0 && names.n)
		qsort(names.v, names.n, sizeof(*names.v), by_name);
	for (size_t i = 0; i < names.n; i++) {
		if (rc == 0)
			rc = see(data, names.v[i].name, names.v[i].kind, err);
		free(names.v[i].name);
	}
	free(names.v);
	return rc;
}

/* ---- writing ---- */

int jl_work_make_folder(const char *top, const char *path, struct jl_error *err)
{
	/* As if a file were to be made in it. */
	char *inner = jl_xasprintf("%s/x", path);
	const char *name;
	int folder, rc = open_parent(top, inner, true, &folder, &name, err);

	free(inner);
	if (rc == 0)
		close(folder);
	return rc;
}

/* Both folders opened; a change of two names. */
static int with_two(const char *top, const char *a, const char *b,
	int (*change)(int, const char *, int, const char *), int *code,
	struct jl_error *err)
{
	const char *name_a, *name_b;
	int folder_a, folder_b;
	int rc = open_parent(top, a, false, &folder_a, &name_a, err);

	if (rc < 0)
		return rc;
	rc = open_parent(top, b, false, &folder_b, &name_b, err);
	if (rc == 0) {
		do
			*code = change(folder_a, name_a, folder_b, name_b) == 0
					? 0
					: errno;
		while (*code == EINTR);
		close(folder_b);
	}
	close(folder_a);
	return rc;
}

static int do_exchange(int a, const char *x, int b, const char *y)
{
	return renameat2(a, x, b, y, RENAME_EXCHANGE);
}

static int do_link(int a, const char *x, int b, const char *y)
{
	return linkat(a, x, b, y, 0);
}

static int do_move(int a, const char *x, int b, const char *y)
{
	return renameat(a, x, b, y);
}

int jl_work_exchange(
	const char *top, const char *a, const char *b, struct jl_error *err)
{
	int code = 0, rc = with_two(top, a, b, do_exchange, &code, err);

	if (rc < 0 || code == 0)
		return rc;
	errno = code;
	if (code == ENOENT)
		return not_found(b, err);
	if (code == EINVAL || code == ENOSYS || code == EOPNOTSUPP)
		return jl_fail(err, JL_EUNABLE, "names cannot be exchanged");
	return fail(b, "write", err);
}

int jl_work_link(
	const char *top, const char *from, const char *to, struct jl_error *err)
{
	int code = 0, rc = with_two(top, from, to, do_link, &code, err);

	if (rc < 0 || code == 0)
		return rc;
	errno = code;
	if (code == EEXIST)
		return jl_fail(err, JL_ERACE, "%.300s: is there already", to);
	if (code == EPERM || code == EOPNOTSUPP || code == ENOSYS)
		return jl_fail(err, JL_EUNABLE, "files have one name here");
	return fail(to, "write", err);
}

int jl_work_move(
	const char *top, const char *from, const char *to, struct jl_error *err)
{
	int code = 0, rc = with_two(top, from, to, do_move, &code, err);

	if (rc < 0 || code == 0)
		return rc;
	errno = code;
	return code == ENOENT ? not_found(from, err) : fail(to, "write", err);
}

int jl_work_remove(const char *top, const char *path, struct jl_error *err)
{
	const char *name;
	int folder, rc = open_parent(top, path, false, &folder, &name, err);

	if (rc == JL_ENOTFOUND)
		return 0;
	if (rc < 0)
		return rc;
	if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
		rc = fail(path, "remove", err);
	close(folder);
	return rc;
}

int jl_work_sync(const char *top, const char *path, struct jl_error *err)
{
	const char *name;
	int folder, rc = open_parent(top, path, false, &folder, &name, err);

	if (rc < 0)
		return rc;
	if (fsync(folder) != 0)
		rc = fail(path, "flush", err);
	close(folder);
	return rc;
}

static int write_all(int fd, const char *path, const void *bytes, size_t len,
	struct jl_error *err)
{
	const char *p = bytes;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(path, "write", err);
		p += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0 ? 0 : fail(path, "flush", err);
}

int jl_work_create(const char *top, const char *path, const char *like,
	const void *bytes, size_t len, struct jl_error *err)
{
	const char *name;
	struct stat st;
	mode_t mode = 0;
	int fd, folder, rc = like ? stat_at(top, like, &st, err) : JL_ENOTFOUND;

	if (rc == 0)
		mode = st.st_mode & 0777;
	else if (rc != JL_ENOTFOUND)
		return rc;
	rc = open_parent(top, path, false, &folder, &name, err);
	if (rc < 0)
		return rc;
	/* Another's name for it must not be written through. */
	if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
		rc = fail(path, "write", err);
	fd = rc == 0 ? open_again(
			       folder, name, O_WRONLY | O_CREAT | O_EXCL, 0666)
		     : -1;
	if (rc == 0 && fd < 0)
		rc = fail(path, "write", err);
	if (rc == 0)
		rc = write_all(fd, path, bytes, len, err);
	if (rc == 0 && mode && fchmod(fd, mode) != 0)
		rc = fail(path, "write", err);
	if (fd >= 0 && close(fd) != 0 && rc == 0)
		rc = fail(path, "write", err);
	if (rc < 0 && fd >= 0)
		unlinkat(folder, name, 0);
	close(folder);
	return rc;
}

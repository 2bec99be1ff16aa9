/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The files of a ledger's folder, by their paths from its top. Whoever made the
 * ledger chose what stands there, so no link is followed at any component, and
 * no path leads out of the folder or into `.git`. Whatever reads or changes
 * what people wrote goes through here.
 *
 * Errors of all functions: JL_ENOTFOUND where nothing stands at the path,
 * JL_EINVALID where a link, a pipe or a folder stands in the place of a file,
 * JL_EENV where a link stands in the place of a folder, or the system failed.
 */
#ifndef JL_CORE_WORKTREE_H
#define JL_CORE_WORKTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/error.h"

enum jl_work_kind {
	JL_WORK_NOTHING,
	JL_WORK_FILE,
	JL_WORK_FOLDER,
	JL_WORK_OTHER, /* a link, a pipe, a device */
};

/* Is it a path that a ledger may use: relative, without empty components, "."
 * and "..", and not in .git? */
bool jl_work_path_is_safe(const char *path);

/* What stands there. Nothing is no error; that it cannot be seen is one. */
int jl_work_look(const char *top, const char *path, enum jl_work_kind *kind,
	struct jl_error *err);

/* The whole file, yours to free, with a NUL behind its len bytes; larger than
 * max is JL_EINVALID. */
int jl_work_read(const char *top, const char *path, size_t max, char **text,
	size_t *len, struct jl_error *err);

/* The file, opened to be read; yours to close. */
int jl_work_open(
	const char *top, const char *path, int *fd, struct jl_error *err);

/* A number that changes with the file's size or time; 0: it is not there. */
int jl_work_stamp(const char *top, const char *path, int64_t *stamp,
	struct jl_error *err);

/* Makes the folder, and those above it. */
int jl_work_make_folder(
	const char *top, const char *path, struct jl_error *err);

/* Shows the names in the folder, sorted; a folder that is not there has none.
 * Less than 0 ends it, and is returned. */
typedef int jl_see_name(void *data, const char *name, enum jl_work_kind kind,
	struct jl_error *err);
int jl_work_list(const char *top, const char *folder, jl_see_name *see,
	void *data, struct jl_error *err);

/*
 * Shows what is in the folder, sorted, and what is in the folders for which
 * `see` returns JL_LOOK_INTO. Less than 0 ends it, and is returned. Paths are
 * from the top. JL_EENV: folders lie in folders, JL_WORK_DEEPEST of them.
 */
enum { JL_LOOK_INTO = 1, JL_WORK_DEEPEST = 32 };
typedef int jl_see_path(void *data, const char *path, enum jl_work_kind kind,
	struct jl_error *err);
int jl_work_walk(const char *top, const char *folder, jl_see_path *see,
	void *data, struct jl_error *err);

/* Which file a name leads to. JL_ENOTFOUND; what is no file is JL_EINVALID. */
int jl_work_inode(const char *top, const char *path, uint64_t *inode,
	struct jl_error *err);

/*
 * Changes of names, each in one step. The folders of both names are there, and
 * are flushed by jl_work_sync when all is done.
 *
 * exchange: what stood at each path stands at the other. JL_EUNABLE: the file
 * system cannot do it.
 * link: gives the file a second name. JL_ERACE: something has it already.
 * move: gives it another name, whatever had that.
 */
int jl_work_exchange(
	const char *top, const char *a, const char *b, struct jl_error *err);
int jl_work_link(const char *top, const char *from, const char *to,
	struct jl_error *err);
int jl_work_move(const char *top, const char *from, const char *to,
	struct jl_error *err);
/* That it is not there is no error. */
int jl_work_remove(const char *top, const char *path, struct jl_error *err);

/* Flushes the list of names of the folder in which the path lies. */
int jl_work_sync(const char *top, const char *path, struct jl_error *err);

/* Writes a new file, flushed, in a folder that is there; one of that name from
 * before is replaced. like: a path whose permissions it gets, or NULL. */
int jl_work_create(const char *top, const char *path, const char *like,
	const void *bytes, size_t len, struct jl_error *err);

#endif

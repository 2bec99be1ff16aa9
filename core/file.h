/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Files: read whole, written so that a reader sees the old one or the new
 * one and never half of either, and a power cut loses nothing that was
 * acknowledged (temporary file, flush, rename, flush of the folder).
 */
#ifndef JL_CORE_FILE_H
#define JL_CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"

/*
 * The whole file, yours to free, with a NUL after its len bytes. Larger than
 * max bytes, unreadable, or not a regular file: an error. JL_ENOTFOUND when
 * there is none.
 */
int jl_file_read(const char *path, size_t max, char **text, size_t *len,
	struct jl_error *err);

/* Reads len bytes of an open file; path is what errors call it. */
int jl_file_read_exactly(
	int fd, const char *path, char *text, size_t len, struct jl_error *err);

/*
 * Replaces or creates the file in one step; durable when it returns 0. The
 * temporary file is made in `temporary_folder`, which must be on the same file
 * system, or beside the file when that is NULL.
 */
int jl_file_write(const char *path, const char *temporary_folder,
	const void *bytes, size_t len, struct jl_error *err);

/*
 * A file on its way: written under a temporary name, flushed to the disk, then
 * given its own name at once. What is not published leaves nothing behind.
 */
struct jl_outfile;

int jl_outfile_create(
	const char *temporary, struct jl_outfile **out, struct jl_error *err);
int jl_outfile_add(struct jl_outfile *file, const void *bytes, size_t len,
	struct jl_error *err);
/* All of it is on the disk; nothing can be added any more. */
int jl_outfile_finish(struct jl_outfile *file, struct jl_error *err);
/* It has this name, and the folder of that is flushed. */
int jl_outfile_publish(
	struct jl_outfile *file, const char *path, struct jl_error *err);
/* Where it is now. Borrowed. */
const char *jl_outfile_path(const struct jl_outfile *file);
/* The same, but JL_ERACE when there is a file of that name already. */
int jl_outfile_publish_new(
	struct jl_outfile *file, const char *path, struct jl_error *err);
void jl_outfile_free(struct jl_outfile *file);

/* Where files go that need no better place: TMPDIR, or /tmp. */
const char *jl_temporary_folder(void);

/*
 * A file of this command's own in the folder, to write and to read, that nobody
 * else sees and that is gone when it is closed.
 */
int jl_scratch_open(const char *folder, FILE **file, struct jl_error *err);
/* A folder of this command's own, which the caller empties and removes; yours
 * to free, NULL with an error. */
char *jl_scratch_folder(struct jl_error *err);
/* Room may have run out, or reading failed: what to say of such a file. */
int jl_scratch_failed(const char *folder, struct jl_error *err);

/* A name for it: in the folder, or that of path when NULL. Yours to free. */
char *jl_temporary_path(const char *path, const char *folder);

/* As jl_file_write, but JL_ERACE when there is a file of that name already. */
int jl_file_create(
	const char *path, const void *bytes, size_t len, struct jl_error *err);

/* Removes the file; that it is not there is no error. */
int jl_file_remove(const char *path, struct jl_error *err);

/* Makes the folder, and those above it, where they are not there. */
int jl_folder_make(const char *path, struct jl_error *err);

/* Makes the folder, and those above it, for this user alone; JL_EENV when it is
 * somebody else's, a link, or writable by others. */
int jl_own_folder(const char *path, struct jl_error *err);

/* A number that another folder of the same name, made later, would not have. */
uint64_t jl_folder_birth(const char *path);

/* Flushes the folder's own list of names. */
int jl_folder_sync(const char *path, struct jl_error *err);
/* Flushes all that was written to the disk on which the folder lies. */
int jl_disk_sync(const char *folder, struct jl_error *err);
/* Flushes a file below a folder, and each folder on the way to it; false: the
 * disk does not confirm it. */
bool jl_file_sync(const char *folder, const char *path);

/* Is there anything of this name, a link that leads nowhere included? */
int jl_file_look(const char *path, bool *is_there, struct jl_error *err);
/* The same where nothing depends on it: what cannot be seen is not there. */
bool jl_file_exists(const char *path);
/* Do both names lead to one folder? */
bool jl_is_same_folder(const char *a, const char *b);

/* dir + "/" + name, yours to free. */
char *jl_path_join(const char *dir, const char *name);

#endif

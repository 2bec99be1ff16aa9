/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * One writer at a time, for everything that a command changes in a ledger. The
 * lock is an flock on `.jledger/lock`, which the system drops when its holder
 * dies. Before a writer touches anything its intent is on the disk
 * (core/intent.h); whoever takes the lock next settles what a dead one left.
 *
 * Nothing is written over that was not read: a file's text must still be the
 * one that the caller gives, and its blob in the branch the one that it was
 * when the writer began. So a caller begins first, and reads then.
 */
#ifndef JL_CORE_WRITER_H
#define JL_CORE_WRITER_H

#include "core/repo.h"

struct jl_writer;

/*
 * Takes the lock, waiting for a while, and settles what a dead writer left.
 * verb names the command to people. JL_EENV when another writer keeps the lock,
 * or the folder cannot be written.
 */
int jl_writer_begin(struct jl_repo *repo, const char *verb,
	struct jl_writer **out, struct jl_error *err);
/* The same without waiting for another writer. */
int jl_writer_try(struct jl_repo *repo, const char *verb,
	struct jl_writer **out, struct jl_error *err);
/* Drops the lock; NULL is nobody. */
void jl_writer_end(struct jl_writer *writer);

/* A file as it was read and as it is to be. */
struct jl_write {
	const char *path;   /* from the top */
	const char *before; /* NULL: it was not there */
	size_t before_len;
	const char *after; /* NULL: it goes; before itself: it stays */
	size_t after_len;
	/* A finished file of the writer's folder that takes the place of after,
	 * and is not recorded in git. */
	const char *temporary;
	bool is_unrecorded; /* nor is this one */
};

/*
 * All files, and with words their commit; or none of them. When it returns 0
 * all of it is durable. JL_ERACE: a file is no longer what was read, in the
 * work tree or in the branch; nothing was changed, and the caller may read
 * again.
 */
int jl_writer_write(struct jl_writer *writer, const struct jl_write *writes,
	size_t n, const struct jl_words *words, struct jl_error *err);

/*
 * Before git alone changes something in one step, as a tag or its
 * configuration: should this writer die, the locks of git that it leaves are
 * cleared. reference: its full name, or NULL.
 */
int jl_writer_guard(
	struct jl_writer *writer, const char *reference, struct jl_error *err);
/* That is done. */
int jl_writer_unguard(struct jl_writer *writer, struct jl_error *err);

/* Clears what dead writers left among git's objects. */
int jl_writer_clear_objects(struct jl_writer *writer, struct jl_error *err);

/* `.jledger` of this repository: temporary files ("*.tmp") may stand there
 * while the lock is held, and are cleared by the next writer. Borrowed. */
const char *jl_writer_folder(const struct jl_writer *writer);

/* What people should be told of the settling, and of files that others saved at
 * the same moment; NULL: nothing. Borrowed. */
const char *jl_writer_told(const struct jl_writer *writer);

/* Makes `.jledger`, invisible to git. The result is yours to free. */
int jl_private_folder(
	const struct jl_repo *repo, char **folder, struct jl_error *err);

#endif

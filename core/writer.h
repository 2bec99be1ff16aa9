/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * One writer at a time, and what a dead one left behind. The lock is an
 * flock on `.jledger/lock`, which the system drops when its holder dies. Before
 * a writer touches git it records its intent in `.jledger/intent`; whoever
 * takes the lock next and finds an intent knows that its writer died, and
 * finishes or clears what was begun.
 */
#ifndef JL_CORE_WRITER_H
#define JL_CORE_WRITER_H

#include "core/repo.h"

struct jl_writer;

/*
 * Takes the lock, waiting for a while, and clears up after a dead writer.
 * created_in is the one folder of the work tree in which the files of a dead
 * writer may be removed ("measures"). JL_EENV when another writer keeps the
 * lock, or the folder cannot be written.
 */
int jl_writer_begin(struct jl_repo *repo, const char *created_in,
	struct jl_writer **out, struct jl_error *err);

/*
 * Records which paths (relative to the top) the writer is about to commit,
 * and which of them it creates: these are removed again if it dies before
 * the commit. Durable when it returns 0. Fails when git itself is busy.
 */
int jl_writer_intend(struct jl_writer *writer, const char *const *paths,
	size_t n, const char *const *created, size_t n_created,
	struct jl_error *err);

/*
 * Stages the edits' files, which are written and intended, and commits them to
 * the branch as it stands, however often others move it meanwhile. Arguments
 * as for jl_repo_commit.
 */
int jl_writer_commit(struct jl_writer *writer, const struct jl_edit *edits,
	size_t n, const char *message, int64_t when, int offset_s,
	struct jl_error *err);

/*
 * The writer is done. rc 0: forgets the intent and drops the lock. Otherwise
 * the intent is settled at once as the next writer would settle it, or left
 * for the next writer where that is impossible (a full disk, say).
 */
void jl_writer_end(struct jl_writer *writer, int rc);

/* `.jledger` of this repository: temporary files may stand there while the
 * lock is held, and are cleared by the next writer. Borrowed. */
const char *jl_writer_folder(const struct jl_writer *writer);

/* Makes `.jledger`, invisible to git. The result is yours to free. */
int jl_private_folder(
	const struct jl_repo *repo, char **folder, struct jl_error *err);

#endif

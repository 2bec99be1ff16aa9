/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * git's lock files: kill -9 inside libgit2 leaves them, and then git refuses
 * for ever. One is removed only where an intent shows that a writer of ours
 * died, the lock is younger than that intent, and nobody alive can be using it.
 */
#ifndef JL_CORE_GIT_LOCKS_H
#define JL_CORE_GIT_LOCKS_H

#include "core/intent.h"
#include "core/repo.h"

/* Removes those that the intent's writer can have left. intent_path is the
 * intent's file, whose time they are held against. */
void jl_git_locks_clear(struct jl_repo *repo, const struct jl_intent *intent,
	const char *intent_path);

/* Removes libgit2's temporary objects that nobody has open: kills leave them,
 * and nothing refers to them. The caller holds the writer's lock. */
int jl_git_temporaries_clear(struct jl_repo *repo, struct jl_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * References as they lie in the repository, for whoever has to know of each:
 * libgit2 and git pass over those that they cannot read.
 */
#ifndef JL_CORE_REFS_H
#define JL_CORE_REFS_H

#include "core/repo.h"

/* A reference; why is NULL, or says what is wrong with it, and then it has no
 * id. A symbolic one is followed by nobody here, and is not shown. */
typedef void jl_see_raw_ref(void *data, const char *name,
	const struct jl_oid *oid, const char *why);

/* All whose full names begin with the folder's ("refs/tags"), each once, those
 * that are files first. */
int jl_refs_see(struct jl_repo *repo, const char *folder, jl_see_raw_ref *see,
	void *data, struct jl_error *err);

/*
 * Flushes a reference that was made although something went wrong, which the
 * complaint says (it may be that of err). JL_EENV where the disk does not
 * confirm it; `what` begins its sentence.
 */
int jl_ref_confirm(struct jl_repo *repo, const char *name, const char *what,
	const char *complaint, struct jl_error *err);

/*
 * libgit2 makes a reference by giving its lock a second name, and then takes
 * the first away; should that fail, it would be locked for ever. Takes it away
 * where both are the same file.
 */
void jl_ref_unlock(struct jl_repo *repo, const char *name);

#endif

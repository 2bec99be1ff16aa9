/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A set of ids of git objects, which knows in what order they came. */
#ifndef JL_CORE_OIDSET_H
#define JL_CORE_OIDSET_H

#include "core/repo.h"

struct jl_oidset_entry;

/* All zero is none. */
struct jl_oidset {
	struct jl_oidset_entry *entries;
};

bool jl_oidset_has(const struct jl_oidset *set, const struct jl_oid *oid);
/* *place becomes how many were there when it was added. */
bool jl_oidset_find(
	const struct jl_oidset *set, const struct jl_oid *oid, size_t *place);
/* false when it was there already. */
bool jl_oidset_add(struct jl_oidset *set, const struct jl_oid *oid);
void jl_oidset_release(struct jl_oidset *set);

#endif

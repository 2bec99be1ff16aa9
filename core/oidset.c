/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A hash table, whose key is random already. */
#include "core/oidset.h"

#include "core/hash.h"

#include <stdlib.h>

struct jl_oidset_entry {
	struct jl_oid oid;
	size_t place;
	UT_hash_handle hh;
};

bool jl_oidset_find(
	const struct jl_oidset *set, const struct jl_oid *oid, size_t *place)
{
	struct jl_oidset_entry *found;

	HASH_FIND(hh, set->entries, oid, sizeof(*oid), found);
	if (found)
		*place = found->place;
	return found != NULL;
}

bool jl_oidset_has(const struct jl_oidset *set, const struct jl_oid *oid)
{
	size_t ignored;

	return jl_oidset_find(set, oid, &ignored);
}

bool jl_oidset_add(struct jl_oidset *set, const struct jl_oid *oid)
{
	struct jl_oidset_entry *entry;

	if (jl_oidset_has(set, oid))
		return false;
	entry = jl_xcalloc(1, sizeof(*entry));
	entry->oid = *oid;
	entry->place = HASH_COUNT(set->entries);
	HASH_ADD(hh, set->entries, oid, sizeof(entry->oid), entry);
	return true;
}

void jl_oidset_release(struct jl_oidset *set)
{
	struct jl_oidset_entry *entry, *next;

	HASH_ITER (hh, set->entries, entry, next) {
		HASH_DELETE(hh, set->entries, entry);
		free(entry);
	}
	set->entries = NULL;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What differs between two ledgers, in the words of the field: "owner Carl Ito
 * → Ana Ruiz from 17 August 2026", "target 24h → 48h from 1 May 2026, relaxed".
 * Dated facts are compared day by day, so that it is told what is true on which
 * days and not which lines of a file moved; lists are matched by their ids.
 */
#ifndef JL_JOURNEYS_CHANGE_H
#define JL_JOURNEYS_CHANGE_H

#include "journeys/ledger.h"

enum jl_change_kind { JL_CHANGE_ADDED, JL_CHANGE_REMOVED, JL_CHANGE_CHANGED };

extern const char *const jl_change_names[]; /* "added", "removed", "changed" */

struct jl_change {
	enum jl_change_kind what; /* of the definition */
	enum jl_kind kind;
	char *id;	/* of the definition; "" for ledger.json */
	char *sentence; /* without the definition's name */
};

struct jl_changes {
	struct jl_change *v; /* by kind, id, and place in the file */
	size_t n, cap;
};

/* From one ledger to another. Definitions that either could not read are left
 * out. */
void jl_changes_find(const struct jl_ledger *before,
	const struct jl_ledger *after, struct jl_changes *changes);
void jl_changes_release(struct jl_changes *changes);

#endif

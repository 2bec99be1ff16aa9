/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Merging two versions of a definition by what they say and not by their lines:
 * members by key, elements of lists by their ids, dated facts by the day on
 * which they begin, sets by what was added and taken out. So two people who add
 * stakeholders do not meet; two who name different owners from one day do, and
 * are told so in words.
 */
#ifndef JL_JOURNEYS_MERGE_H
#define JL_JOURNEYS_MERGE_H

#include "journeys/definitions.h"

struct jl_merge_text {
	const char *text; /* with a NUL behind len bytes */
	size_t len;
};

struct jl_merge {
	struct jl_str text; /* merged, in canonical form; ours in conflicts */
	char **conflicts;   /* in words */
	size_t n, cap;
};

/*
 * Merges the two, which both come from base (empty: there was none). false
 * when one of them is no JSON object, so that nothing can be merged.
 */
bool jl_merge_definitions(enum jl_kind kind, const struct jl_merge_text *base,
	const struct jl_merge_text *ours, const struct jl_merge_text *theirs,
	struct jl_merge *merge);
void jl_merge_release(struct jl_merge *merge);

#endif

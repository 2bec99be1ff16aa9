/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A first map for an event log, by looking at it: which column is the case, the
 * activity, the time and so on, told by their names and by what is in them. It
 * is a draft for a person to look at; what was guessed is said.
 */
#ifndef JL_JOURNEYS_SUGGEST_H
#define JL_JOURNEYS_SUGGEST_H

#include "core/str.h"
#include "journeys/ledger.h"

struct jl_suggestion {
	struct jl_str map;   /* the file's text, canonical */
	struct jl_str found; /* lines: what was taken for what */
	struct jl_str to_do; /* lines: what a person must still do */
	uint64_t rows;	     /* that were looked at */
};

/*
 * id is that of the new map. JL_EINVALID when the file is no event log, which
 * says what it lacks.
 */
int jl_suggest_map(const char *path, const char *id,
	const struct jl_ledger *ledger, struct jl_suggestion *suggestion,
	struct jl_error *err);
void jl_suggestion_release(struct jl_suggestion *suggestion);

#endif

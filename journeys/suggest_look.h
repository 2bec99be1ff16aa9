/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What the parts of jl_suggest_map share: the file that is looked at, and what
 * was found in it. Nobody else needs it.
 */
#ifndef JL_JOURNEYS_SUGGEST_LOOK_H
#define JL_JOURNEYS_SUGGEST_LOOK_H

#include "journeys/profile.h"
#include "journeys/suggest.h"

/* What a column can be to an event. */
enum jl_look_for {
	JL_LOOK_CASE,
	JL_LOOK_ACTIVITY,
	JL_LOOK_OCCURRED_AT,
	JL_LOOK_STARTED_AT,
	JL_LOOK_DEADLINE,
	JL_LOOK_FUNCTION,
	JL_LOOK_CHANNEL,
	JL_LOOK_CUSTOMER,
	JL_LOOK_REASON,
	JL_LOOK_LIFECYCLE,
	JL_LOOKS,
};

extern const char *const jl_look_keys[JL_LOOKS]; /* of a map */

struct jl_look {
	const struct jl_ledger *ledger;
	const char *path;
	struct jl_table_options options;
	struct jl_profile profile;
	/* By what they are: the column and its number in the table, or NULL. */
	const struct jl_column_profile *columns[JL_LOOKS];
	size_t numbers[JL_LOOKS];
	const struct jl_journey *journey; /* that it is about, or NULL */
	struct jl_names ends; /* activities with which a case is over */
	struct jl_suggestion *out;
};

/* Which column is what; JL_EINVALID when an event lacks what it needs. */
int jl_look_choose(struct jl_look *look, struct jl_error *err);
/* With which activities cases end, by a second reading of the file. */
int jl_look_find_ends(struct jl_look *look, struct jl_error *err);
/* Which journey it is about, by the names of its steps. */
void jl_look_find_journey(struct jl_look *look);
/* The step that the activity is by its id or name, or NULL. */
const char *jl_look_step(
	const struct jl_journey *journey, const char *activity);
/* Is the word an id, or a name that gives it? */
bool jl_is_alike(const char *word, const char *id, const char *name);
/* The map's text, what was found, and what is to be done. */
void jl_look_write(struct jl_look *look, const char *id);

#endif

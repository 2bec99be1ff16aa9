/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Changing a definition's text so that only the lines change that must: the
 * rest keeps its bytes, its order, and the digits of its numbers.
 */
#ifndef JL_JOURNEYS_EDIT_H
#define JL_JOURNEYS_EDIT_H

#include "journeys/definitions.h"

/* A definition's text while it is edited. The text has been accepted. */
struct jl_edited {
	struct jl_str text;
	enum jl_kind kind;
};

/*
 * Sets the member of the object at pointer ("" is the whole definition) to a
 * JSON value as it shall be written. A new member goes to its canonical place.
 */
int jl_edit_member(struct jl_edited *edited, const char *pointer,
	const char *key, const char *json, struct jl_error *err);

/*
 * From the day on, `person` holds the dated role (owners, deputies, sponsors,
 * heads): closes what was open, opens the new one, or only closes when person
 * is NULL. reason may be NULL. *before becomes who held it on that day, in
 * the arena, or NULL.
 */
int jl_edit_hand_over(struct jl_edited *edited, const char *role,
	const char *person, int32_t since, const char *reason,
	struct jl_arena *arena, const char **before, struct jl_error *err);

/*
 * A contract of the KPI (by place in kpis) from the day on: as the one before,
 * but for the members given as key/JSON pairs.
 */
int jl_edit_contract(struct jl_edited *edited, size_t kpi, int32_t since,
	const struct jl_pair *members, size_t n, struct jl_error *err);

/* The field of a contract that `set` takes, or NULL: dates and the reason are
 * given in other ways. */
const struct jl_field *jl_contract_field(const char *key);

/* The JSON of a value that was typed for a field: quoted where it must be, a
 * list where commas part it. */
char *jl_edit_json(const struct jl_field *field, const char *text);

/* The JSON of a journey's stages by their names, as "Claim, Decide and pay":
 * each with an id of its own, and no steps yet. */
char *jl_edit_stages(const char *names);

#endif

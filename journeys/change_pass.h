/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What the parts of the comparison of definitions share. */
#ifndef JL_JOURNEYS_CHANGE_PASS_H
#define JL_JOURNEYS_CHANGE_PASS_H

#include <string.h>

#include "journeys/change.h"

#define JL_ARROW " → "

/* One definition while it is compared. */
struct jl_change_pass {
	enum jl_kind kind;
	const char *id;
	struct jl_changes *changes;
	struct jl_str place;	     /* "KPI refund-time: " */
	struct jl_str path;	     /* "kpis/refund-time/" */
	enum jl_direction direction; /* of the KPI that is compared */
	jl_direction_of *direction_of;
	void *data;
};

static inline const char *jl_member(
	const void *object, const struct jl_field *f)
{
	return (const char *)object + f->offset;
}

#define JL_GET(variable, object, field)                                        \
	memcpy(&(variable), jl_member((object), (field)), sizeof(variable))

static inline const void *jl_element(
	const struct jl_list *list, const struct jl_shape *shape, size_t i)
{
	return (const char *)list->v + i * shape->size;
}

/*
 * Tells a change of the key at this place (NULL: of the place itself). old and
 * new, as jl_change_value has them, may be NULL or "" for nothing. What it
 * returns is borrowed until the next.
 */
struct jl_change *jl_change_add(struct jl_change_pass *p,
	enum jl_change_kind what, const char *key, const char *old,
	const char *new, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* The value of a plain field; "" where nothing is said. Yours to free. */
char *jl_change_value(const struct jl_field *f, const void *object);

/* The same as a program reads it: no quotes, ids of people, ISO dates. */
char *jl_change_exact(const struct jl_field *f, const void *object);

/* "1 March 2025"; "" for a day without an end. Yours to free. */
char *jl_change_day(int32_t day);

/* "minimum n" for minimum_n, yours to free. */
char *jl_change_key_words(const char *key);

const char *jl_or_nothing(const char *text);

/* Compares dated facts day by day. */
void jl_change_dated(struct jl_change_pass *p, const struct jl_field *list,
	const struct jl_list *old, const struct jl_list *new);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Shapes: what keys a JSON object of a definition has, and where each is kept
 * in its C struct. From one table per object come the parser with its
 * findings, the order of keys in canonical form, the packed form in the
 * cache, and the walk over references. A new field is one new row.
 */
#ifndef JL_JOURNEYS_SHAPE_H
#define JL_JOURNEYS_SHAPE_H

#include <jansson.h>

#include "core/instant.h"
#include "core/json.h"
#include "core/mem.h"
#include "core/str.h"
#include "journeys/finding.h"

enum jl_field_kind {	   /* the struct member is: */
	JL_FIELD_ID,	   /* const char *; NULL when absent */
	JL_FIELD_TEXT,	   /* const char *; NULL when absent */
	JL_FIELD_SINCE,	   /* int32_t day; JL_DAY_MIN when absent */
	JL_FIELD_UNTIL,	   /* int32_t day; JL_DAY_OPEN when absent */
	JL_FIELD_DURATION, /* int64_t microseconds; 0 when absent */
	JL_FIELD_QUANTITY, /* struct jl_quantity */
	JL_FIELD_INTEGER,  /* int64_t; 0 when absent */
	JL_FIELD_BOOLEAN,  /* bool; false when absent */
	JL_FIELD_CHOICE,   /* int: place in `choices`; 0 when absent */
	JL_FIELD_TEXTS,	   /* struct jl_texts: a sequence of texts */
	JL_FIELD_IDS,	   /* struct jl_texts: a sequence of ids */
	JL_FIELD_OBJECT,   /* the struct of `shape`, inline */
	JL_FIELD_OBJECTS,  /* { struct X *v; size_t n; } of `shape` */
	JL_FIELD_PAIRS,	   /* struct jl_pairs: any keys, text values */
};

/* To what an id refers; the last three are looked up in the same journey. */
enum jl_reference {
	JL_REFERS_NOWHERE,
	JL_REFERS_PERSON,
	JL_REFERS_FUNCTION,
	JL_REFERS_METRIC,
	JL_REFERS_JOURNEY,
	JL_REFERS_STAGE,
	JL_REFERS_STEP,
	JL_REFERS_KPI,
};

enum {
	JL_REQUIRED = 1 << 0,
	JL_SET = 1 << 1,   /* order means nothing: canonical form sorts it by
			      the first field of its shape, or by itself */
	JL_SHORT = 1 << 2, /* of an object: a bare text stands for its first
			      field alone */
};

struct jl_shape;

struct jl_field {
	const char *key;
	enum jl_field_kind kind;
	size_t offset;
	unsigned flags;
	enum jl_reference refers;
	const char *const *choices; /* ends with NULL */
	const struct jl_shape *shape;
	const char *help; /* a few words, or NULL */
	/* Of a whole number: the least and the most; most 0: any. */
	int64_t least, most;
};

struct jl_shape {
	const char *name; /* for messages: "a journey" */
	size_t size;
	const struct jl_field *fields; /* in canonical order */
	size_t n;
};

struct jl_texts {
	const char **v;
	size_t n;
};

/* JSON pointers (RFC 6901) to a member and an element; yours to free. */
char *jl_pointer_key(const char *pointer, const char *key);
char *jl_pointer_at(const char *pointer, size_t i);

/* Is the text one of them? */
bool jl_texts_have(const struct jl_texts *texts, const char *text);

struct jl_pair {
	const char *key, *value;
};

struct jl_pairs {
	struct jl_pair *v;
	size_t n;
};

/* The value of a key, or NULL; pairs are sorted by their keys. */
const char *jl_pairs_find(const struct jl_pairs *pairs, const char *key);

/* As every { struct X *v; size_t n; } is seen from here. */
struct jl_list {
	void *v;
	size_t n;
};

/* A target or limit with the unit that it was written in. */
enum jl_quantity_unit {
	JL_QUANTITY_NONE, /* absent */
	JL_QUANTITY_PLAIN,
	JL_QUANTITY_PERCENT, /* the amount is the share: 5% is 0.05 */
	JL_QUANTITY_SECONDS, /* durations: the amount is in seconds */
	JL_QUANTITY_MINUTES,
	JL_QUANTITY_HOURS,
	JL_QUANTITY_DAYS,
	JL_QUANTITY_WEEKS,
};

struct jl_quantity {
	int64_t amount; /* core/amount.h */
	enum jl_quantity_unit unit;
};

/* Reads "24h", "5%", "0.25" or the digits of a JSON number. */
int jl_quantity_parse(
	const char *text, struct jl_quantity *quantity, struct jl_error *err);

/* In the unit that it was written in, "" when absent; yours to free. */
char *jl_quantity_text(const struct jl_quantity *quantity);

/* Is the text an id: [a-z0-9][a-z0-9.-]{0,63} and no ".."? */
bool jl_is_id(const char *text);

/* The field of a shape, or NULL. */
const struct jl_field *jl_shape_field(
	const struct jl_shape *shape, const char *key);
/* The first field of that kind, or NULL. */
const struct jl_field *jl_shape_field_of(
	const struct jl_shape *shape, enum jl_field_kind kind);
/* Is it a dated fact, in a list of its like: no id, but since and until? */
bool jl_shape_is_dated(const struct jl_shape *shape);
/* The key of the shape that is nearest to the word, or NULL. */
const char *jl_shape_nearest(const struct jl_shape *shape, const char *word);

struct jl_parse {
	struct jl_arena *arena; /* what is parsed lives here */
	struct jl_findings *findings;
	const char *path; /* for the findings */
	size_t n_entries; /* of all lists, so far */
	size_t n_unknown; /* keys */
};

/* Entries that the lists of one definition may have, all together. Rules look
 * at pairs of them, and nobody answers for a journey of more. */
enum { JL_ENTRIES_MAX = 5000 };

/*
 * Reads json into the struct at out (zeroed by the caller), as far as it can
 * be understood; whatever cannot is a finding.
 */
void jl_shape_parse(struct jl_parse *parse, const struct jl_shape *shape,
	json_t *json, void *out);

/* Is the member with this key as it was? */
typedef bool jl_is_same_member(void *data, const char *key);

/*
 * The same where only some members are read: those that are alike become what
 * they are in `like`, another struct of the shape, whose arena must live as
 * long. json has the others.
 */
void jl_shape_parse_like(struct jl_parse *parse, const struct jl_shape *shape,
	json_t *json, const void *like, jl_is_same_member *is_alike, void *data,
	void *out);

/* Appends the struct's packed form: the same bytes for the same content. */
void jl_shape_pack(
	const struct jl_shape *shape, const void *in, struct jl_str *out);
/* Reads it back; texts point into the packed bytes. false: not ours. */
bool jl_shape_unpack(const struct jl_shape *shape, const char **at,
	const char *end, struct jl_arena *arena, void *out);

/* Do both structs say the same in this field, or altogether? */
bool jl_field_equal(const struct jl_field *field, const void *a, const void *b);
bool jl_shape_equal(const struct jl_shape *shape, const void *a, const void *b);

/* Calls visit for each id in the struct that refers to something. */
typedef void jl_visit(void *data, const struct jl_field *field, const char *id,
	const char *pointer);
void jl_shape_references(const struct jl_shape *shape, const void *in,
	jl_visit *visit, void *data);

/* The canonical order of keys, in the arena. */
const struct jl_key_order *jl_shape_order(
	const struct jl_shape *shape, struct jl_arena *arena);

#endif

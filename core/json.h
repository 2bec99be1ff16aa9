/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * JSON documents written by people: jansson decodes them, and what jansson
 * forgets is found again in the text: where each value stands, and the very
 * digits and spelling that were written. So a finding can name line and
 * column, and an edit can leave everything else as it was.
 */
#ifndef JL_CORE_JSON_H
#define JL_CORE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "core/str.h"

/* The slips of the pen that are known for what they are. */
enum jl_json_slip {
	JL_SLIP_NONE, /* something else */
	JL_SLIP_BYTE_ORDER_MARK,
	JL_SLIP_NOT_UTF8,
	JL_SLIP_CURLY_QUOTE,
	JL_SLIP_SINGLE_QUOTE,
	JL_SLIP_COMMENT,
	JL_SLIP_TRAILING_COMMA,
	JL_SLIP_TWO_COMMAS,
	JL_SLIP_MISSING_COMMA,
	JL_SLIP_MISSING_COLON,
	JL_SLIP_DECIMAL_COMMA,
	JL_SLIP_LEADING_ZERO,
	JL_SLIP_BARE_DATE,
	JL_SLIP_BARE_WORD,
	JL_SLIP_CAPITAL_WORD,
	JL_SLIP_TAB,
	JL_SLIP_CONFLICT, /* this and those below are a person's to mend */
	JL_SLIP_OTHER,
};

/* Where parsing stopped, and why, in a sentence for the person who typed. */
struct jl_json_problem {
	enum jl_json_slip slip;
	size_t offset;	     /* of what is wrong */
	size_t line, column; /* from 1; columns count characters */
	char message[256];
	char hint[160]; /* may be empty */
};

/*
 * Decodes a text, which has a NUL behind its len bytes. NULL when it is not
 * JSON, and problem says why. Duplicate keys, NUL bytes and nesting beyond
 * JL_JSON_DEEPEST levels are refused.
 */
enum { JL_JSON_DEEPEST = 64 }; /* no definition has ten */

json_t *jl_json_parse(
	const char *text, size_t len, struct jl_json_problem *problem);

/* Called with what was mended and where. */
typedef void jl_json_mended(void *data, const struct jl_json_problem *problem);

/*
 * Mends the slips that can be mended without a guess, and tells each. true when
 * *out is JSON then; out is yours to release either way.
 */
bool jl_json_mend(const char *text, size_t len, struct jl_str *out,
	jl_json_mended *tell, void *data);

/* ---- the text itself: a tree over it that borrows the text ---- */

enum jl_node_type {
	JL_NODE_OBJECT,
	JL_NODE_ARRAY,
	JL_NODE_STRING,
	JL_NODE_OTHER, /* number, true, false, null: kept as written */
};

struct jl_node {
	enum jl_node_type type;
	size_t begin, end;	   /* of the value in the text */
	size_t key_begin, key_end; /* of the key with its quotes, or 0, 0 */
	struct jl_node *children;
	size_t n, cap;
	/* Of an object with many members: their places, by key. */
	uint32_t *by_key;
};

/* Only for a text that jl_json_parse has accepted. Never fails. */
struct jl_node *jl_node_parse(const char *text, size_t len);
void jl_node_free(struct jl_node *node);

/* The first member with this key, or NULL. Keys are compared as written. */
struct jl_node *jl_node_member(
	const struct jl_node *object, const char *text, const char *key);
struct jl_node *jl_node_member_n(const struct jl_node *object, const char *text,
	const char *key, size_t len);
/* The node at an RFC 6901 pointer; the deepest one that exists on the way. */
const struct jl_node *jl_node_at(
	const struct jl_node *root, const char *text, const char *pointer);

/* Line and column (characters, from 1) of a byte offset. */
void jl_text_position(
	const char *text, size_t offset, size_t *line, size_t *column);

/* From the line and column of one offset to those of a later one. */
void jl_text_advance(
	const char *text, size_t from, size_t to, size_t *line, size_t *column);

/* Adds a string with its quotes, as JSON writes it; control characters and
 * marks that reorder text are escaped. */
void jl_json_add_string(struct jl_str *out, const char *text);

/* ---- canonical form ---- */

/*
 * In which order an object's keys stand, and which of its arrays are sets.
 * An unknown key keeps its place behind the known ones.
 */
struct jl_key_order {
	const char *key;
	const struct jl_key_order *inside; /* of the object, or its elements */
	const char *sort_by; /* array of objects that is a set: this key */
	bool is_set;	     /* array of strings that is a set */
};

/*
 * Writes the canonical form: two spaces, keys in order, sets sorted, LF, an
 * object or array of plain values on one line where it fits in 100 columns,
 * a list of objects with one object a line. Numbers and strings keep their
 * spelling. order is an array that ends with a NULL key.
 */
void jl_json_canonical(struct jl_str *out, const char *text,
	const struct jl_node *root, const struct jl_key_order *order);

#endif

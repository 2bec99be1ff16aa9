/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Texts by number: each text once, in the order they came. A text stays where
 * it is while the names live, so another thread may read those that it has the
 * numbers of.
 */
#ifndef JL_CORE_NAMES_H
#define JL_CORE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jl_name; /* a text and its number */

enum { JL_NAMES_CHUNKS = 4096 };

/* All zero is none. */
struct jl_names {
	struct jl_name *by_key;
	struct jl_name **chunks[JL_NAMES_CHUNKS];
	size_t n;
	struct jl_name *last; /* most texts are like the one before */
};

void jl_names_release(struct jl_names *names);

/* The number of the text, which may hold NUL bytes; from 0. */
uint32_t jl_names_number(struct jl_names *names, const char *text, size_t len);

/* Does the text have a number already, and which? */
bool jl_names_find(const struct jl_names *names, const char *text, size_t len,
	uint32_t *number);

/* The text of a number, NUL-terminated, borrowed; len may be NULL. */
const char *jl_names_text(
	const struct jl_names *names, uint32_t number, size_t *len);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A hash for the numbers, and chunks of pointers for the way back. */
#include "core/names.h"

#include "core/hash.h"
#include "core/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 4096 };

struct jl_name {
	UT_hash_handle hh;
	uint32_t number;
	size_t len;
	char key[];
};

static struct jl_name *nth(const struct jl_names *names, size_t i)
{
	return names->chunks[i / CHUNK][i % CHUNK];
}

void jl_names_release(struct jl_names *names)
{
	HASH_CLEAR(hh, names->by_key);
	for (size_t i = 0; i < names->n; i++)
		free(nth(names, i));
	for (size_t i = 0; i < JL_NAMES_CHUNKS && names->chunks[i]; i++)
		free(names->chunks[i]);
	memset(names, 0, sizeof(*names));
}

static void add(struct jl_names *names, struct jl_name *name)
{
	struct jl_name ***chunk = &names->chunks[names->n / CHUNK];

	assert(names->n < (size_t)CHUNK * JL_NAMES_CHUNKS);
	if (!*chunk)
		*chunk = jl_xcalloc(CHUNK, sizeof(**chunk));
	(*chunk)[names->n++ % CHUNK] = name;
}

uint32_t jl_names_number(struct jl_names *names, const char *text, size_t len)
{
	struct jl_name *name = names->last;

	if (name && name->len == len && memcmp(name->key, text, len) == 0)
		return name->number;
	HASH_FIND(hh, names->by_key, text, len, name);
	if (!name) {
		name = jl_xcalloc(1, sizeof(*name) + len + 1);
		memcpy(name->key, text, len);
		name->len = len;
		name->number = (uint32_t)names->n;
		HASH_ADD_KEYPTR(hh, names->by_key, name->key, len, name);
		add(names, name);
	}
	names->last = name;
	return name->number;
}

bool jl_names_find(const struct jl_names *names, const char *text, size_t len,
	uint32_t *number)
{
	const struct jl_name *name = names->last;

	if (!name || name->len != len || memcmp(name->key, text, len) != 0)
		HASH_FIND(hh, names->by_key, text, len, name);
	if (name)
		*number = name->number;
	return name != NULL;
}

const char *jl_names_text(
	const struct jl_names *names, uint32_t number, size_t *len)
{
	const struct jl_name *name = nth(names, number);

	if (len)
		*len = name->len;
	return name->key;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Texts by handles, in bounded memory: the first different ones that are not
 * long are held, and the same text is the same handle; any others lie in a
 * temporary file, one handle each time.
 */
#ifndef JL_CORE_WORDBOOK_H
#define JL_CORE_WORDBOOK_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

struct jl_wordbook;

/* folder is where the file goes; held is how many texts stay in memory. */
struct jl_wordbook *jl_wordbook_new(const char *folder, size_t held);
void jl_wordbook_free(struct jl_wordbook *book);

/* The text's handle, for jl_wordbook_text. */
int jl_wordbook_put(struct jl_wordbook *book, const void *text, size_t len,
	uint64_t *handle, struct jl_error *err);

/* The text, which may hold NUL bytes, borrowed until the next call. */
int jl_wordbook_text(struct jl_wordbook *book, uint64_t handle,
	const char **text, size_t *len, struct jl_error *err);

#endif

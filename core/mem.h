/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Memory that is there or the program ends with one sentence. A small program
 * with a short life has nothing better to do when memory runs out, and what
 * it was writing is protected by transactions and renames, not by hope.
 */
#ifndef JL_CORE_MEM_H
#define JL_CORE_MEM_H

#include <stddef.h>
#include <stdio.h>

/* Says so and ends the program, with exit code 4. */
_Noreturn void jl_out_of_memory(void);

void *jl_xmalloc(size_t size);
void *jl_xcalloc(size_t n, size_t size); /* zeroed */
void *jl_xrealloc(void *p, size_t n, size_t size);
char *jl_xstrdup(const char *text);
char *jl_xstrndup(const char *text, size_t len);
char *jl_xasprintf(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* A stream into memory, as open_memstream; closing it, with the same text, is
 * where it is known that all of it is there. */
FILE *jl_xopen_memory(char **text, size_t *len);
void jl_xclose_memory(FILE *memory, char *const *text);

/* Makes room for one more in the array v with n used of cap. */
#define JL_GROW(v, n, cap)                                                     \
	do {                                                                   \
		if ((n) == (cap)) {                                            \
			(cap) = (cap) ? 2 * (cap) : 8;                         \
			(v) = jl_xrealloc((v), (cap), sizeof(*(v)));           \
		}                                                              \
	} while (0)

#define JL_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * An arena gives out memory that is freed all at once: for the definitions
 * of a ledger, which are read together, point at each other, and go together.
 */
struct jl_arena {
	struct jl_arena_block *blocks;
	char *next;
	size_t left;
};

void jl_arena_release(struct jl_arena *arena);
void *jl_arena_alloc(struct jl_arena *arena, size_t size); /* zeroed */
char *jl_arena_strndup(struct jl_arena *arena, const char *text, size_t len);
char *jl_arena_strdup(struct jl_arena *arena, const char *text);

#endif

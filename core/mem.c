/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Allocation that succeeds or ends the program, and the arena. */
#include "core/mem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK = 64 * 1024, ARENA_ALIGN = 16, EXIT_ENVIRONMENT = 4 };

struct jl_arena_block {
	struct jl_arena_block *next;
	_Alignas(16) char data[];
};

void jl_out_of_memory(void)
{
	static const char sentence[] = "jledger: out of memory\n";

	fwrite(sentence, 1, sizeof(sentence) - 1, stderr);
	_Exit(EXIT_ENVIRONMENT);
}

void *jl_xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		jl_out_of_memory();
	return p;
}

void *jl_xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		jl_out_of_memory();
	return p;
}

void *jl_xrealloc(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		jl_out_of_memory();
	p = realloc(p, n && size ? n * size : 1);
	if (!p)
		jl_out_of_memory();
	return p;
}

FILE *jl_xopen_memory(char **text, size_t *len)
{
	FILE *memory = open_memstream(text, len);

	if (!memory)
		jl_out_of_memory();
	return memory;
}

void jl_xclose_memory(FILE *memory, char *const *text)
{
	bool has_failed = ferror(memory);

	/* glibc says nothing when it has lost the text. */
	if (fclose(memory) != 0 || has_failed || !*text)
		jl_out_of_memory();
}

char *jl_xstrndup(const char *text, size_t len)
{
	char *copy = jl_xmalloc(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *jl_xstrdup(const char *text)
{
	return jl_xstrndup(text, strlen(text));
}

char *jl_xasprintf(const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		jl_out_of_memory();
	text = jl_xmalloc((size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}

void jl_arena_release(struct jl_arena *arena)
{
	struct jl_arena_block *block = arena->blocks;

	while (block) {
		struct jl_arena_block *next = block->next;

		free(block);
		block = next;
	}
	memset(arena, 0, sizeof(*arena));
}

void *jl_arena_alloc(struct jl_arena *arena, size_t size)
{
	char *p;

	size = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
	if (size > arena->left) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;
		struct jl_arena_block *block;

		block = jl_xmalloc(sizeof(*block) + room);
		block->next = arena->blocks;
		arena->blocks = block;
		arena->next = block->data;
		arena->left = room;
	}
	p = arena->next;
	arena->next += size;
	arena->left -= size;
	return size ? memset(p, 0, size) : p;
}

char *jl_arena_strndup(struct jl_arena *arena, const char *text, size_t len)
{
	char *copy = jl_arena_alloc(arena, len + 1);

	memcpy(copy, text, len);
	return copy;
}

char *jl_arena_strdup(struct jl_arena *arena, const char *text)
{
	return jl_arena_strndup(arena, text, strlen(text));
}

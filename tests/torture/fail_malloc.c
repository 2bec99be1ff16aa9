/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * To be loaded before a program: the FAIL_AT-th allocation finds no memory,
 * once. With COUNT_TO, the number of allocations is written to that file at
 * the end. The names with __libc_ are those of glibc.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static long count, fail_at = -1;

static int fails(void)
{
	if (fail_at < 0) {
		const char *text = getenv("FAIL_AT");

		fail_at = text ? strtol(text, NULL, 10) : 0;
	}
	if (++count != fail_at)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("COUNT_TO");
	FILE *out = path ? fopen(path, "w") : NULL;

	if (out) {
		fprintf(out, "%ld\n", count);
		fclose(out);
	}
}

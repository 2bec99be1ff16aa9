/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* jansson, OpenSSL, libgit2 and zlib; SQLite tells of missing memory itself. */
#include "core/lib_memory.h"

#include "core/mem.h"
#include "core/repo_git.h"

#include <git2/sys/alloc.h>
#include <jansson.h>
#include <openssl/crypto.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- OpenSSL ---- */

static void *crypto_malloc(size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return jl_xmalloc(size);
}

static void *crypto_realloc(void *p, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return jl_xrealloc(p, 1, size);
}

static void crypto_free(void *p, const char *file, int line)
{
	(void)file, (void)line;
	free(p);
}

/* ---- libgit2 ---- */

/* Later versions have another struct; libgit2 then keeps its own functions. */
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR <= 5

/* More than this is asked for by the size of an object, which a damaged one
 * may claim to have; there libgit2 looks at the answer. */
enum { SMALL = 1024 * 1024 };

static void *checked(void *p, size_t size)
{
	if (!p && size <= SMALL)
		jl_out_of_memory();
	return p;
}

static void *git_malloc(size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return checked(malloc(size ? size : 1), size);
}

static void *git_calloc(size_t n, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	if (size && n > SIZE_MAX / size)
		return NULL;
	return checked(calloc(n ? n : 1, size ? size : 1), n * size);
}

static void *git_realloc(void *p, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return checked(realloc(p, size ? size : 1), size);
}

static void *git_reallocarray(
	void *p, size_t n, size_t size, const char *file, int line)
{
	if (size && n > SIZE_MAX / size)
		return NULL;
	return git_realloc(p, n * size, file, line);
}

static void *git_mallocarray(size_t n, size_t size, const char *file, int line)
{
	return git_reallocarray(NULL, n, size, file, line);
}

static char *git_substrdup(
	const char *text, size_t len, const char *file, int line)
{
	char *copy = len < SIZE_MAX ? git_malloc(len + 1, file, line) : NULL;

	if (copy) {
		memcpy(copy, text, len);
		copy[len] = '\0';
	}
	return copy;
}

static char *git_strndup(
	const char *text, size_t len, const char *file, int line)
{
	return git_substrdup(text, strnlen(text, len), file, line);
}

static char *git_strdup(const char *text, const char *file, int line)
{
	return git_substrdup(text, strlen(text), file, line);
}

static void start_git(void)
{
	git_allocator allocator = {
		.gmalloc = git_malloc,
		.gcalloc = git_calloc,
		.gstrdup = git_strdup,
		.gstrndup = git_strndup,
		.gsubstrdup = git_substrdup,
		.grealloc = git_realloc,
		.greallocarray = git_reallocarray,
		.gmallocarray = git_mallocarray,
		.gfree = free,
	};

	git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}

#else

static void start_git(void)
{
}

#endif

/* ---- zlib ---- */

void *jl_zalloc(void *opaque, unsigned n, unsigned size)
{
	(void)opaque;
	return jl_xcalloc(n, size);
}

void jl_zfree(void *opaque, void *p)
{
	(void)opaque;
	free(p);
}

void jl_lib_memory_start(void)
{
	json_set_alloc_funcs(jl_xmalloc, free);
	CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
	start_git();
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The memory of the libraries: what they cannot have ends the program with
 * the sentence of jl_xmalloc. Left alone, libgit2 and OpenSSL go on through a
 * null pointer, and jansson calls a sound file faulty.
 */
#ifndef JL_CORE_LIB_MEMORY_H
#define JL_CORE_LIB_MEMORY_H

/* Before anything else of the libraries is called. */
void jl_lib_memory_start(void);

/* For zlib, which is told with each stream: zalloc and zfree. */
void *jl_zalloc(void *opaque, unsigned n, unsigned size);
void jl_zfree(void *opaque, void *p);

#endif

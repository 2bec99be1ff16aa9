/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * uthash with a hash function that is quick on short keys: eight bytes at a
 * time, mixed by multiplication with a key of this run, so that no file can be
 * made to collide. Include this and not uthash.h.
 */
#ifndef JL_CORE_HASH_H
#define JL_CORE_HASH_H

#include <stdint.h>
#include <string.h>

#include "core/mem.h"

/* Drawn when the program starts. */
extern uint64_t jl_hash_key[2];

/* Both halves of the product of two words. */
static inline uint64_t jl_hash_mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline unsigned jl_hash_bytes(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	uint64_t hash = jl_hash_key[0] ^ len, word;

	for (; len >= 8; p += 8, len -= 8) {
		memcpy(&word, p, 8);
		hash = jl_hash_mix(hash ^ word, jl_hash_key[1]);
	}
	if (len > 0) {
		word = 0;
		memcpy(&word, p, len);
		hash = jl_hash_mix(hash ^ word, jl_hash_key[1]);
	}
	return (unsigned)(jl_hash_mix(hash, jl_hash_key[1]) >> 16);
}

#define uthash_malloc(size) jl_xmalloc(size)
#define HASH_FUNCTION(key, len, hash) ((hash) = jl_hash_bytes((key), (len)))
#include <uthash.h>

#endif

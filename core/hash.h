/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * uthash with a hash function that is quick on short keys: eight bytes at a
 * time, mixed by multiplication (FNV-1a's scheme on words). Include this and
 * not uthash.h. The keys come from files that offices import; a file made to
 * collide makes its own import slow and does no other harm.
 */
#ifndef JL_CORE_HASH_H
#define JL_CORE_HASH_H

#include <stdint.h>
#include <string.h>

static inline unsigned jl_hash_bytes(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	uint64_t hash = UINT64_C(14695981039346656037) ^ len, word;

	for (; len >= 8; p += 8, len -= 8) {
		memcpy(&word, p, 8);
		hash = (hash ^ word) * UINT64_C(1099511628211);
		hash ^= hash >> 29;
	}
	if (len > 0) {
		word = 0;
		memcpy(&word, p, len);
		hash = (hash ^ word) * UINT64_C(1099511628211);
	}
	hash ^= hash >> 32;
	hash *= UINT64_C(0x9e3779b97f4a7c15);
	return (unsigned)(hash >> 32);
}

#define HASH_FUNCTION(key, len, hash) ((hash) = jl_hash_bytes((key), (len)))
#include <uthash.h>

#endif

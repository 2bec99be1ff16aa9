/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The key, before anything is hashed. Nothing that is printed depends on it:
 * uthash goes through its entries in the order in which they came. */
#include "core/hash.h"

#include <stdlib.h>
#include <sys/random.h>

uint64_t jl_hash_key[2];

__attribute__((constructor)) static void draw_key(void)
{
	if (getentropy(jl_hash_key, sizeof(jl_hash_key)) != 0)
		abort(); /* the system has no random numbers */
	jl_hash_key[1] |= 1;
}

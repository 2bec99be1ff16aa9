/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Does a cache hold what is derived anew? A cache that was brought up to date
 * step by step has the same rows as one that was made at once, so that rows can
 * be compared one by one.
 */
#ifndef JL_JOURNEYS_CACHE_COMPARE_H
#define JL_JOURNEYS_CACHE_COMPARE_H

#include <stdint.h>

#include "core/error.h"

/* A table of which rows differ, and how many do. */
typedef void jl_see_table(void *data, const char *table, uint64_t n);

/* Both files stand at the same commit. */
int jl_cache_compare(const char *kept, const char *fresh, jl_see_table *see,
	void *data, struct jl_error *err);

#endif

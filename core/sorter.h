/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Sorts records of one size, more of them than memory holds: each full load
 * is sorted into a run on disk by a second thread while the next is filled,
 * and the runs are merged as they are read. Records are sorted by their first
 * eight bytes (a uint64_t, the bucket) and within that by the caller's order.
 */
#ifndef JL_CORE_SORTER_H
#define JL_CORE_SORTER_H

#include <stddef.h>

#include "core/error.h"

/*
 * < 0, 0 or > 0. Called by the second thread too: whatever it reads by ctx
 * must not be moved or changed while the sorter lives.
 */
typedef int jl_record_order(const void *ctx, const void *a, const void *b);

struct jl_sorter;

/* folder is where runs go when there is more than one load. */
struct jl_sorter *jl_sorter_new(const char *folder, size_t record_size,
	jl_record_order *order, const void *ctx);
void jl_sorter_free(struct jl_sorter *sorter);

/* Room for one more record, valid until the next call. NULL on an error. */
void *jl_sorter_add(struct jl_sorter *sorter, struct jl_error *err);

/*
 * 1 and the next record in order, borrowed until the next call; 0 when there
 * are no more; < 0. After the first call nothing can be added.
 */
int jl_sorter_next(
	struct jl_sorter *sorter, const void **record, struct jl_error *err);

/* Sorts n records in place; spare has room for as many. Stable. */
void jl_sort_records(void *records, size_t n, size_t record_size, void *spare,
	jl_record_order *order, const void *ctx);

#endif

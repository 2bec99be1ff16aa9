/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Where an event log begins and ends. Near its beginning the cases that were
 * under way already are not in it; near its end those that are under way are
 * not over: figures of those days are low, and whoever was in charge then
 * should not be judged by them. Reads: the receipts and the series.
 */
#ifndef JL_JOURNEYS_LOG_EDGES_H
#define JL_JOURNEYS_LOG_EDGES_H

#include "journeys/index.h"
#include "journeys/selector.h"

struct jl_log_edge {
	const char *map; /* of which it is the log; the index's */
	int64_t first_at, extract_end;
	int64_t usual;	/* nine of ten cases that ended took no longer */
	bool has_usual; /* any ended */
};

struct jl_log_edges {
	struct jl_log_edge *v; /* in ledger order */
	size_t n;
};

/* Of all logs that have cases of the selected journeys. */
int jl_log_edges_make(const struct jl_index *index,
	const struct jl_selection *selection, struct jl_log_edges *edges,
	struct jl_error *err);
void jl_log_edges_release(struct jl_log_edges *edges);

#endif

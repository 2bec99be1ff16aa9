/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One pass over what is derived as elapsed. */
#include "journeys/log_edges.h"

#include "journeys/derive.h"
#include "journeys/statistics.h"

#include <stdlib.h>
#include <string.h>

/* How long the cases of each log took that ended. */
struct lengths {
	int64_t *v;
	size_t n, cap;
};

static bool counts(const struct jl_batch_info *batch)
{
	return batch->receipt.kind == JL_MAP_EVENTS &&
	       batch->state == JL_BATCH_HERE;
}

/* The log of each batch by its number, from 1; SIZE_MAX: of none. */
static size_t *number_logs(
	const struct jl_batches *batches, struct jl_log_edges *edges)
{
	size_t *logs = jl_xcalloc(batches->n + 1, sizeof(*logs));

	edges->v = jl_xcalloc(batches->n, sizeof(*edges->v));
	for (size_t i = 0; i < batches->n; i++) {
		const struct jl_receipt *r = &batches->v[i].receipt;
		size_t log = 0;
		int64_t end;

		logs[i + 1] = SIZE_MAX;
		if (!counts(&batches->v[i]))
			continue;
		while (log < edges->n && strcmp(edges->v[log].map, r->map) != 0)
			log++;
		if (log == edges->n)
			edges->v[edges->n++] =
				(struct jl_log_edge){.map = r->map,
					.first_at = INT64_MAX,
					.extract_end = INT64_MIN};
		end = jl_receipt_extract_end(r);
		if (end > edges->v[log].extract_end)
			edges->v[log].extract_end = end;
		logs[i + 1] = log;
	}
	return logs;
}

static void take_segment(const struct jl_segment *s, const size_t *logs,
	size_t n_batches, struct jl_log_edges *edges, struct lengths *lengths)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct jl_point *p = &s->points[i];
		uint32_t batch = s->origins[i].batch;
		size_t log = batch <= n_batches ? logs[batch] : SIZE_MAX;

		if (log == SIZE_MAX)
			continue;
		if (p->occurred_at < edges->v[log].first_at)
			edges->v[log].first_at = p->occurred_at;
		if (p->n == 0)
			continue;
		JL_GROW(lengths[log].v, lengths[log].n, lengths[log].cap);
		lengths[log].v[lengths[log].n++] = p->value;
	}
}

static bool is_selected(const struct jl_selection *selection, const char *id)
{
	const struct jl_ledger *ledger = selection->ledger;

	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_JOURNEY); i++)
		if (strcmp(jl_ledger_nth_journey(ledger, i)->id, id) == 0)
			return selection->journeys[i];
	return false;
}

/* Logs without a case stay out. */
static void settle(struct jl_log_edges *edges, struct lengths *lengths)
{
	size_t kept = 0;

	for (size_t i = 0; i < edges->n; i++) {
		struct jl_log_edge e = edges->v[i];

		if (lengths[i].n)
			e.usual = (int64_t)jl_quantile(
				lengths[i].v, lengths[i].n, 0.9);
		e.has_usual = lengths[i].n > 0;
		if (e.first_at < INT64_MAX)
			edges->v[kept++] = e;
		free(lengths[i].v);
	}
	edges->n = kept;
}

int jl_log_edges_make(const struct jl_index *index,
	const struct jl_selection *selection, struct jl_log_edges *edges,
	struct jl_error *err)
{
	/* Where one is selected, the others need not be read. */
	const struct jl_journey *only = jl_selection_only_journey(selection);
	const struct jl_series_query query = {.journey = only ? only->id : NULL,
		.metric = jl_derived_names[JL_DERIVED_ELAPSED],
		.since = INT64_MIN,
		.until = INT64_MAX,
		.with_origins = true};
	struct jl_series_reader *reader = NULL;
	const struct jl_segment *segment;
	const char *journey = NULL;
	bool is_wanted = false;
	struct lengths *lengths;
	size_t *logs;
	int rc;

	memset(edges, 0, sizeof(*edges));
	logs = number_logs(&index->batches, edges);
	lengths = jl_xcalloc(edges->n, sizeof(*lengths));
	rc = edges->n ? jl_series_open(&index->series, &query, &reader, err)
		      : 0;
	while (reader && rc >= 0 &&
		(rc = jl_series_next(reader, &segment, err)) > 0) {
		/* They come by journey. */
		if (!journey || strcmp(journey, segment->journey) != 0)
			is_wanted = is_selected(selection, segment->journey);
		journey = segment->journey;
		if (is_wanted)
			take_segment(segment, logs, index->batches.n, edges,
				lengths);
	}
	jl_series_close(reader);
	settle(edges, lengths);
	free(lengths);
	free(logs);
	if (rc < 0)
		jl_log_edges_release(edges);
	return rc;
}

void jl_log_edges_release(struct jl_log_edges *edges)
{
	free(edges->v);
	memset(edges, 0, sizeof(*edges));
}

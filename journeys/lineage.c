/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The measures of a KPI in a period, booked to their batches instead of to
 * owners. */
#include "journeys/lineage.h"

#include <stdlib.h>
#include <string.h>

/* One KPI while its measures are read. */
struct tracing {
	const struct jl_account_query *query;
	struct jl_lineage *lineage;
	const struct jl_journey *journey;
	const struct jl_kpi *kpi;
	struct jl_charges charges;
	int64_t since, until;
	size_t first; /* its first part */
	const struct jl_origin *origin;
};

static struct jl_lineage_part *part_of(struct tracing *t)
{
	struct jl_lineage *lineage = t->lineage;
	const struct jl_batches *batches = &t->query->index->batches;
	uint32_t number = t->origin->batch;
	struct jl_lineage_part *part;

	for (size_t i = t->first; i < lineage->n; i++)
		if (lineage->v[i].batch->number == number)
			return &lineage->v[i];
	if (number == 0 || number > batches->n)
		return NULL;
	JL_GROW(lineage->v, lineage->n, lineage->cap);
	part = &lineage->v[lineage->n++];
	memset(part, 0, sizeof(*part));
	part->journey = t->journey;
	part->kpi = t->kpi;
	part->batch = &batches->v[number - 1];
	jl_tally_init(&part->tally, false);
	return part;
}

static void book(void *data, const struct jl_booking *booking)
{
	struct tracing *t = data;
	struct jl_lineage_part *part = part_of(t);

	if (!part)
		return;
	jl_booking_add(booking, &part->tally);
	if (part->n_lines && part->lines[part->n_lines - 1] == t->origin->line)
		return;
	JL_GROW(part->lines, part->n_lines, part->cap);
	part->lines[part->n_lines++] = t->origin->line;
}

static void trace_segment(struct tracing *t, const struct jl_segment *segment)
{
	bool *in = jl_kpi_places(t->journey, t->kpi, segment);

	for (size_t i = 0; i < segment->n; i++) {
		const struct jl_point *point = &segment->points[i];

		if (in && !in[point->place])
			continue;
		t->origin = &segment->origins[i];
		jl_attribute(&t->charges, point, (enum jl_split)t->kpi->split,
			t->query->ledger->zone, t->since, t->until, book, t);
	}
	free(in);
}

static int by_line(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int by_batch(const void *a, const void *b)
{
	const struct jl_lineage_part *x = a, *y = b;

	return x->batch->number < y->batch->number ? -1 : 1;
}

/* Sorts the parts of the KPI, and in each the lines. */
static void settle(struct tracing *t)
{
	struct jl_lineage *lineage = t->lineage;

	for (size_t i = t->first; i < lineage->n; i++) {
		struct jl_lineage_part *p = &lineage->v[i];
		size_t kept = 0;

		if (p->n_lines)
			qsort(p->lines, p->n_lines, sizeof(*p->lines), by_line);
		for (size_t k = 0; k < p->n_lines; k++)
			if (k == 0 || p->lines[k] != p->lines[k - 1])
				p->lines[kept++] = p->lines[k];
		p->n_lines = kept;
	}
	if (lineage->n > t->first)
		qsort(lineage->v + t->first, lineage->n - t->first,
			sizeof(*lineage->v), by_batch);
}

static int trace_kpi(const struct jl_account_query *query,
	const struct jl_journey *journey, const struct jl_kpi *kpi,
	struct jl_lineage *lineage, struct jl_error *err)
{
	struct jl_zone *zone = query->ledger->zone;
	struct tracing t = {.query = query,
		.lineage = lineage,
		.journey = journey,
		.kpi = kpi,
		.since = jl_zone_midnight(zone, query->period.since),
		.until = jl_zone_midnight(zone, query->period.until),
		.first = lineage->n};
	const struct jl_series_query select = {.journey = journey->id,
		.metric = kpi->metric,
		.since = t.since,
		.until = t.until,
		.with_origins = true};
	struct jl_series_reader *reader = NULL;
	const struct jl_segment *segment;
	int rc = jl_series_open(&query->index->series, &select, &reader, err);

	jl_charges_init(&t.charges, journey, zone, JL_VIEW_THEN, query->today);
	while (rc >= 0 && (rc = jl_series_next(reader, &segment, err)) > 0)
		trace_segment(&t, segment);
	jl_series_close(reader);
	jl_charges_release(&t.charges);
	settle(&t);
	return rc;
}

int jl_lineage_make(const struct jl_account_query *query,
	struct jl_lineage *lineage, struct jl_error *err)
{
	const struct jl_ledger *ledger = query->ledger;
	int rc = 0;

	memset(lineage, 0, sizeof(*lineage));
	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_JOURNEY); i++) {
		const struct jl_journey *j = jl_ledger_nth_journey(ledger, i);

		for (size_t k = 0; rc == 0 && k < j->kpis.n; k++)
			if (j->kpis.v[k].metric &&
				query->wants(
					query->wants_data, j, &j->kpis.v[k]))
				rc = trace_kpi(
					query, j, &j->kpis.v[k], lineage, err);
	}
	if (rc < 0)
		jl_lineage_release(lineage);
	return rc;
}

void jl_lineage_release(struct jl_lineage *lineage)
{
	for (size_t i = 0; i < lineage->n; i++) {
		jl_tally_release(&lineage->v[i].tally);
		free(lineage->v[i].lines);
	}
	free(lineage->v);
	memset(lineage, 0, sizeof(*lineage));
}

char *jl_lineage_lines(const struct jl_lineage_part *part)
{
	struct jl_str out = JL_STR_INIT;

	for (size_t i = 0, end; i < part->n_lines; i = end) {
		const uint64_t *lines = part->lines;

		for (end = i + 1; end < part->n_lines &&
				  lines[end] == lines[end - 1] + 1;)
			end++;
		jl_str_addf(&out, "%s%llu", i ? " " : "",
			(unsigned long long)lines[i]);
		if (end > i + 1)
			jl_str_addf(&out, "-%llu",
				(unsigned long long)lines[end - 1]);
	}
	return jl_str_detach(&out);
}

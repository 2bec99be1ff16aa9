/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The XES reader, plain and packed, by way of a file in memory; what it reads
 * goes through the derivation, whose parts must add up. */
#define _GNU_SOURCE

#include "core/table.h"
#include "journeys/derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { EVENTS_MAX = 64 };

static void count(void *data, const struct jl_derived *d)
{
	uint64_t *counts = data;

	counts[d->metric]++;
	if (d->until != JL_INSTANT_NONE && d->until < d->occurred_at)
		abort();
}

/* Each event by the bytes of its cells: any case must be borne. */
static struct jl_event event_of(struct jl_slice cell, int64_t at)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < cell.len; i++)
		sum = sum * 31 + (uint8_t)cell.text[i];
	return (struct jl_event){.occurred_at = at,
		.started_at = sum % 5 ? JL_INSTANT_NONE : at - sum % 7,
		.deadline = sum % 3 ? JL_INSTANT_NONE : (int64_t)sum,
		.activity = sum % 6,
		.function = sum % 4,
		.channel = sum % 3,
		.transition = (enum jl_transition)(sum / 7 % JL_TRANSITIONS)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jl_table_options options = {.format = JL_TABLE_XES};
	struct jl_log_terms terms = {1000, 10};
	uint64_t counts[JL_DERIVED_METRICS] = {0};
	struct jl_deriver *deriver = jl_deriver_new(&terms, count, counts);
	struct jl_event events[EVENTS_MAX];
	struct jl_table *table;
	struct jl_error err;
	size_t n = 0;
	char path[64];
	int fd = memfd_create("fuzz", 0), name, of_case, made;

	if (fd < 0 || write(fd, data, size) < 0)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (jl_table_open(path, &options, &table, &err) == 0) {
		name = jl_table_column(table, "concept:name");
		of_case = jl_table_column(table, "case:concept:name");
		made = jl_table_column(table, "classifier:Activity");
		while (jl_table_next(table, &err) > 0) {
			struct jl_slice cell = jl_table_cell(table, name);

			if (jl_table_cell(table, of_case).len > size ||
				jl_table_cell(table, made).len > 8 * size)
				abort();
			if (n < EVENTS_MAX) {
				events[n] = event_of(cell, (int64_t)n);
				n++;
			}
		}
		jl_table_close(table);
	}
	jl_derive_case(deriver, &(struct jl_case_events){events, n, size % 2});
	if (counts[JL_DERIVED_REWORK] !=
			counts[JL_DERIVED_SELF_LOOP] +
				counts[JL_DERIVED_REPETITION] ||
		counts[JL_DERIVED_PING_PONG] > counts[JL_DERIVED_HANDOFF])
		abort();
	jl_deriver_free(deriver);
	close(fd);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Batch files of events. They are sorted by case (jl_case_id), instant and the
 * order in the source, so that a case is together and two batches can be gone
 * through side by side.
 */
#ifndef JL_JOURNEYS_EVENT_BATCH_H
#define JL_JOURNEYS_EVENT_BATCH_H

#include "journeys/batch_file.h"
#include "journeys/event.h"

/* What jl_batch_create is given. */
extern const char jl_events_header[];

/* Times are written with the zone's offset. */
int jl_events_add(struct jl_batch_writer *writer, struct jl_zone *zone,
	const struct jl_event_row *row, struct jl_error *err);

/* As jl_batch_open, of a batch of events. */
int jl_events_open(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, struct jl_batch_reader **out,
	struct jl_error *err);
/* As jl_batch_next_row: 1 an event, its texts borrowed until the next call. */
int jl_events_next(struct jl_batch_reader *reader, struct jl_event_row *row,
	struct jl_error *err);

#endif

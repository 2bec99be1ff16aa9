/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Applying a map of events: each row of a foreign file becomes one event, is
 * passed over, or is refused with a reason. */
#ifndef JL_JOURNEYS_EVENT_MAPPER_H
#define JL_JOURNEYS_EVENT_MAPPER_H

#include "core/digest.h"
#include "core/table.h"
#include "journeys/event.h"
#include "journeys/ledger.h"

struct jl_event_mapper;

/* As jl_mapper_open. */
int jl_event_mapper_open(const char *path, const struct jl_map *map,
	const struct jl_ledger *ledger, struct jl_keyed *keyed,
	struct jl_event_mapper **out, struct jl_error *err);
void jl_event_mapper_close(struct jl_event_mapper *mapper);

enum jl_event_outcome {
	JL_EVENT_READ,
	JL_EVENT_SKIPPED, /* a transition that is not read: *reason is it */
	JL_EVENT_REFUSED,
};

/*
 * The next row: 1, with an event that is borrowed until the next call, or why
 * there is none in *reason. 0 at the end of the file.
 */
int jl_event_mapper_next(struct jl_event_mapper *mapper,
	struct jl_event_row *row, enum jl_event_outcome *outcome,
	const char **reason, struct jl_error *err);

/* The file, for its rows as they were read. */
struct jl_table *jl_event_mapper_table(struct jl_event_mapper *mapper);

#endif

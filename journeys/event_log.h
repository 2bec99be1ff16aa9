/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The events of an import, in any order, brought into that of a batch: by case,
 * instant and row of the source. More of them than memory holds are sorted on
 * the disk.
 */
#ifndef JL_JOURNEYS_EVENT_LOG_H
#define JL_JOURNEYS_EVENT_LOG_H

#include "core/error.h"
#include "journeys/event.h"

struct jl_event_log;

/* folder is where runs go when there are many. */
struct jl_event_log *jl_event_log_new(const char *folder);
void jl_event_log_free(struct jl_event_log *log);

int jl_event_log_add(struct jl_event_log *log, const struct jl_event_row *row,
	struct jl_error *err);

/* A row of the case was refused: what is left of it would be wrong. */
int jl_event_log_spoil(struct jl_event_log *log,
	const struct jl_slice *case_text, struct jl_error *err);

/* 1 the next event, borrowed until the next call; 0 no more. Events of spoilt
 * cases are left out. After the first call nothing can be added. */
int jl_event_log_next(struct jl_event_log *log, struct jl_event_row *row,
	struct jl_error *err);

/* How many events were left out so far. */
uint64_t jl_event_log_spoilt(const struct jl_event_log *log);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Events of cases, normalised: what happened, when, by which function, and on
 * which channel; no names of people. A row has texts, as a file and a batch
 * have them; an event has numbers in their place, so that a case of 100,000
 * events is small.
 */
#ifndef JL_JOURNEYS_EVENT_H
#define JL_JOURNEYS_EVENT_H

#include <stdbool.h>

#include "core/csv.h"
#include "core/instant.h"

/* What an event says about its activity (the XES lifecycle extension). */
enum jl_transition {
	JL_TRANSITION_COMPLETE, /* it was done: most logs have nothing else */
	JL_TRANSITION_START,
	JL_TRANSITION_SUSPEND,
	JL_TRANSITION_RESUME,
	JL_TRANSITIONS,
};

extern const char *const jl_transition_names[];

/* The text columns, in the order of the batch file. */
enum jl_event_text {
	JL_EVENT_JOURNEY,
	JL_EVENT_CASE,
	JL_EVENT_ACTIVITY,
	JL_EVENT_STAGE,
	JL_EVENT_STEP,
	JL_EVENT_FUNCTION,
	JL_EVENT_CHANNEL,
	JL_EVENT_CUSTOMER,
	JL_EVENT_REASON,
	JL_EVENT_TEXTS,
};

struct jl_event_row {
	struct jl_slice texts[JL_EVENT_TEXTS]; /* empty: not known */
	enum jl_transition transition;
	bool is_end; /* its activity is one with which a case is over */
	int64_t occurred_at;
	int64_t started_at; /* JL_INSTANT_NONE: not known */
	int64_t deadline;   /* of the case, as known then; or none */
	uint64_t row;	    /* of the source, from 1 */
	/* Rows of one log with the same small number have the same activity,
	 * stage, step, function and channel; 0: nothing is said. */
	uint32_t kind;
};

struct jl_event {
	int64_t occurred_at, started_at, deadline;
	uint32_t activity, stage, step, function, channel; /* 0: not known */
	enum jl_transition transition;
	bool is_end;
	uint64_t row;
};

#endif

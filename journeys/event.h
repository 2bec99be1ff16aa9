/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * One event of a case, normalised: what happened, when, by which function,
 * and on which channel; no names of people. What is a text in the batch is a
 * number here, so that a case of 100,000 events is small; 0 is "not known".
 */
#ifndef JL_JOURNEYS_EVENT_H
#define JL_JOURNEYS_EVENT_H

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

struct jl_event {
	int64_t occurred_at;
	int64_t started_at; /* JL_INSTANT_NONE: not known */
	int64_t deadline;   /* of the case, as known then; or none */
	uint32_t activity, step, function, channel;
	uint32_t customer, reason;
	enum jl_transition transition;
	uint64_t line;
};

#endif

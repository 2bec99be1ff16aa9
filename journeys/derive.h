/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Friction from the events of one case. The definitions are those of DESIGN,
 * "Friction from event logs"; each measure belongs to an instant or a span of
 * time, and through it to whoever was in charge then.
 */
#ifndef JL_JOURNEYS_DERIVE_H
#define JL_JOURNEYS_DERIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "journeys/event.h"

enum jl_derived_metric {
	JL_DERIVED_ELAPSED,
	JL_DERIVED_WAIT,
	JL_DERIVED_TOUCH_TIME,
	JL_DERIVED_HANDOFF,
	JL_DERIVED_PING_PONG,
	JL_DERIVED_REWORK, /* self-loops and repetitions together */
	JL_DERIVED_SELF_LOOP,
	JL_DERIVED_REPETITION,
	JL_DERIVED_CHANNEL_SWITCH,
	JL_DERIVED_PROMISE_BROKEN,
	JL_DERIVED_ABANDONMENT,
	JL_DERIVED_VOLUME,	   /* each event */
	JL_DERIVED_REPEAT_CONTACT, /* found over all cases, in contacts.h */
	JL_DERIVED_METRICS,
};

/* Their ids among the built-in metrics. */
extern const char *const jl_derived_names[JL_DERIVED_METRICS];

struct jl_derived {
	enum jl_derived_metric metric;
	int64_t occurred_at, until; /* until: JL_INSTANT_NONE of a point */
	bool is_open; /* an elapsed time that goes on: the case is not over */
	int64_t value, n; /* of a point: whole numbers */
	/* From where to where; 0 is not known, or does not apply. The stage is
	 * that of the step. */
	uint32_t stage, step, to_step, channel, to_channel, function,
		to_function;
	uint64_t row; /* of the event to which it belongs */
};

/* The events of one case, by instant and then as they stood in the file. */
struct jl_case_events {
	const struct jl_event *v;
	size_t n;
	bool has_ended; /* its last activity is one that ends a case */
};

/* What is true of all cases of a log. */
struct jl_log_terms {
	int64_t extract_end;	 /* nothing is known after it */
	int64_t abandoned_after; /* a case that did not end in this time was
				    given up; 0: nobody says */
};

/* What is odd in the log, and said in the receipt. */
struct jl_log_oddities {
	uint64_t equal_instants; /* neighbours at one instant */
	uint64_t inversions;	 /* neighbours that stand the other way round */
	uint64_t overlaps;	 /* events that begin before the last ended */
	uint64_t negative_times; /* events that end before they begin */
	uint64_t unmatched_starts; /* never completed */
};

typedef void jl_derived_visit(void *data, const struct jl_derived *derived);

struct jl_deriver;

struct jl_deriver *jl_deriver_new(
	const struct jl_log_terms *terms, jl_derived_visit *visit, void *data);
void jl_deriver_free(struct jl_deriver *deriver);

/* Visits every measure of the case. */
void jl_derive_case(
	struct jl_deriver *deriver, const struct jl_case_events *events);

/* Of all cases so far. */
const struct jl_log_oddities *jl_deriver_oddities(
	const struct jl_deriver *deriver);

#endif

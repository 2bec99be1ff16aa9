/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The catalogue of built-in metrics: one for each friction kind, under the
 * kind's own name, and the two parts of rework. Viewpoint outside-in is what
 * the customer says or does, inside-out what the company's own systems record.
 */
#include "journeys/definitions.h"

#define LOWER JL_DIRECTION_LOWER_IS_BETTER
#define HIGHER JL_DIRECTION_HIGHER_IS_BETTER
#define NEUTRAL JL_DIRECTION_NEUTRAL
#define METRIC(i, n, k, u, d, v, f)                                            \
	{                                                                      \
		.id = i, .name = n, .kind = JL_FRICTION_##k,                   \
		.unit = JL_UNIT_##u, .direction = d,                           \
		.viewpoint = JL_VIEWPOINT_##v, .formula = f,                   \
		.is_built_in = true                                            \
	}

const struct jl_metric jl_built_in_metrics[] = {
	METRIC("abandonment", "Abandonment", ABANDONMENT, SHARE, LOWER,
		OUTSIDE_IN, "cases given up, out of cases"),
	METRIC("channel-switch", "Channel switch", CHANNEL_SWITCH, COUNT, LOWER,
		INSIDE_OUT, "changes of channel within a case"),
	METRIC("complaint", "Complaint", COMPLAINT, COUNT, LOWER, OUTSIDE_IN,
		"complaints received"),
	METRIC("conflicting-information", "Conflicting information",
		CONFLICTING_INFORMATION, COUNT, LOWER, OUTSIDE_IN,
		"times the customer was told two different things"),
	METRIC("effort", "Customer effort", EFFORT, POINTS, LOWER, OUTSIDE_IN,
		"points on the survey's scale, more is harder"),
	METRIC("elapsed", "Elapsed time", ELAPSED, S, LOWER, OUTSIDE_IN,
		"last event minus first event of the case"),
	METRIC("failure-demand", "Failure demand", FAILURE_DEMAND, SHARE, LOWER,
		INSIDE_OUT,
		"contacts caused by something not done, out of contacts"),
	METRIC("handoff", "Hand-off", HANDOFF, COUNT, LOWER, INSIDE_OUT,
		"changes of function within a case"),
	METRIC("no-response", "No response", NO_RESPONSE, SHARE, LOWER,
		OUTSIDE_IN, "requests left unanswered, out of requests"),
	METRIC("ping-pong", "Ping-pong", PING_PONG, COUNT, LOWER, INSIDE_OUT,
		"returns to the function that passed the case on"),
	METRIC("promise-broken", "Broken promise", PROMISE_BROKEN, SHARE, LOWER,
		OUTSIDE_IN, "promises not kept, out of promises"),
	METRIC("recommendation", "Recommendation", RECOMMENDATION, POINTS,
		HIGHER, OUTSIDE_IN,
		"answers from 0 to 10; NPS is promoters (9, 10) minus "
		"detractors (0 to 6)"),
	METRIC("repeat-contact", "Repeat contact", REPEAT_CONTACT, SHARE, LOWER,
		OUTSIDE_IN,
		"contacts about something already asked, out of contacts"),
	METRIC("repeated-information", "Repeated information",
		REPEATED_INFORMATION, COUNT, LOWER, OUTSIDE_IN,
		"times the customer had to say it again"),
	METRIC("repetition", "Repetition", REWORK, COUNT, LOWER, INSIDE_OUT,
		"repeats of an activity with others in between"),
	METRIC("rework", "Rework", REWORK, COUNT, LOWER, INSIDE_OUT,
		"repeats of an activity within a case"),
	METRIC("satisfaction", "Satisfaction", SATISFACTION, POINTS, HIGHER,
		OUTSIDE_IN, "points on the survey's scale"),
	METRIC("self-loop", "Self-loop", REWORK, COUNT, LOWER, INSIDE_OUT,
		"repeats of an activity right behind itself"),
	METRIC("touch-time", "Touch time", TOUCH_TIME, S, LOWER, INSIDE_OUT,
		"time somebody worked on the case"),
	METRIC("volume", "Volume", VOLUME, COUNT, NEUTRAL, INSIDE_OUT,
		"cases or contacts handled"),
	METRIC("wait", "Wait", WAIT, S, LOWER, INSIDE_OUT,
		"time between one event's end and the next one's start"),
};

const size_t jl_n_built_in_metrics = JL_COUNT(jl_built_in_metrics);

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * From rows of events, a case behind the other, to what is derived of them:
 * rows of one case are brought together, and their texts become words.
 */
#ifndef JL_JOURNEYS_EVENT_CASE_H
#define JL_JOURNEYS_EVENT_CASE_H

#include "journeys/log_builder.h"

struct jl_event_cases;
struct jl_contacts;

/* batch is the number of the extract, or 0. contacts, which may be NULL, is
 * given the first event of each case. */
struct jl_event_cases *jl_event_cases_new(const struct jl_log_terms *terms,
	uint32_t batch, struct jl_names *words, jl_derived_take *take,
	void *data, struct jl_contacts *contacts);
void jl_event_cases_free(struct jl_event_cases *cases);

/* Rows come by case, then in time. */
int jl_event_cases_add(struct jl_event_cases *cases,
	const struct jl_event_row *row, struct jl_error *err);
/* Behind the last row. */
int jl_event_cases_end(struct jl_event_cases *cases, struct jl_error *err);

struct jl_event_count {
	uint64_t events, cases, open_cases;
	struct jl_log_oddities odd;
};

void jl_event_cases_count(
	const struct jl_event_cases *cases, struct jl_event_count *count);

#endif

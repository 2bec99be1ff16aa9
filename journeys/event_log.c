/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Records of one size for the sorter; texts by their numbers. */
#include "journeys/event_log.h"

#include "core/digest.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/names.h"
#include "core/sorter.h"
#include "journeys/series.h"

#include <stdlib.h>
#include <string.h>

/* Texts of which there are few; the others are the case and the customer. */
enum { NUMBERED = 7 };

static const enum jl_event_text numbered[NUMBERED] = {JL_EVENT_JOURNEY,
	JL_EVENT_ACTIVITY, JL_EVENT_STAGE, JL_EVENT_STEP, JL_EVENT_FUNCTION,
	JL_EVENT_CHANNEL, JL_EVENT_REASON};

struct record {
	uint64_t bucket; /* the case's first bytes, the first the highest */
	uint8_t case_id[JL_CASE_SIZE];
	int64_t occurred_at, started_at, deadline;
	uint64_t row;
	uint32_t texts[NUMBERED];
	uint32_t plain_case; /* a number + 1; 0: it is a pseudonym */
	uint8_t customer[JL_CASE_SIZE];
	uint8_t has_customer, transition, is_end;
};

struct spoilt {
	UT_hash_handle hh;
	uint8_t case_id[JL_CASE_SIZE];
};

struct jl_event_log {
	struct jl_sorter *sorter;
	struct jl_names names, plain_cases;
	struct spoilt *spoilt;
	uint64_t n_spoilt;
	char case_text[2 * JL_CASE_SIZE + 1];
	char customer_text[2 * JL_CASE_SIZE + 1];
};

static int compare(const void *ctx, const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	int order = memcmp(x->case_id, y->case_id, JL_CASE_SIZE);

	(void)ctx;
	if (order)
		return order;
	/* A case of two journeys is two cases. */
	if (x->texts[0] != y->texts[0])
		return x->texts[0] < y->texts[0] ? -1 : 1;
	if (x->occurred_at != y->occurred_at)
		return x->occurred_at < y->occurred_at ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

struct jl_event_log *jl_event_log_new(const char *folder)
{
	struct jl_event_log *log = jl_xcalloc(1, sizeof(*log));

	log->sorter =
		jl_sorter_new(folder, sizeof(struct record), compare, NULL);
	return log;
}

void jl_event_log_free(struct jl_event_log *log)
{
	struct spoilt *s, *next;

	if (!log)
		return;
	HASH_ITER (hh, log->spoilt, s, next) {
		HASH_DEL(log->spoilt, s);
		free(s);
	}
	jl_sorter_free(log->sorter);
	jl_names_release(&log->names);
	jl_names_release(&log->plain_cases);
	free(log);
}

static uint64_t bucket_of(const uint8_t *id)
{
	uint64_t bucket = 0;

	for (int i = 0; i < 8; i++)
		bucket = bucket << 8 | id[i];
	return bucket;
}

int jl_event_log_add(struct jl_event_log *log, const struct jl_event_row *row,
	struct jl_error *err)
{
	const struct jl_slice *case_text = &row->texts[JL_EVENT_CASE];
	struct record *r = jl_sorter_add(log->sorter, err);
	bool is_pseudonym;

	if (!r)
		return (int)err->code;
	*r = (struct record){.occurred_at = row->occurred_at,
		.started_at = row->started_at,
		.deadline = row->deadline,
		.row = row->row,
		.has_customer = row->texts[JL_EVENT_CUSTOMER].len > 0,
		.transition = (uint8_t)row->transition,
		.is_end = row->is_end};
	is_pseudonym = jl_case_id(case_text, r->case_id);
	r->bucket = bucket_of(r->case_id);
	jl_case_id(&row->texts[JL_EVENT_CUSTOMER], r->customer);
	for (int i = 0; i < NUMBERED; i++) {
		const struct jl_slice *text = &row->texts[numbered[i]];

		r->texts[i] =
			jl_names_number(&log->names, text->text, text->len);
	}
	if (!is_pseudonym)
		r->plain_case = jl_names_number(&log->plain_cases,
					case_text->text, case_text->len) +
				1;
	return 0;
}

void jl_event_log_spoil(
	struct jl_event_log *log, const struct jl_slice *case_text)
{
	uint8_t id[JL_CASE_SIZE];
	struct spoilt *s;

	jl_case_id(case_text, id);
	HASH_FIND(hh, log->spoilt, id, JL_CASE_SIZE, s);
	if (s)
		return;
	s = jl_xcalloc(1, sizeof(*s));
	memcpy(s->case_id, id, JL_CASE_SIZE);
	HASH_ADD(hh, log->spoilt, case_id, JL_CASE_SIZE, s);
}

static bool is_spoilt(struct jl_event_log *log, const uint8_t *id)
{
	struct spoilt *s;

	if (!log->spoilt)
		return false;
	HASH_FIND(hh, log->spoilt, id, JL_CASE_SIZE, s);
	return s != NULL;
}

static struct jl_slice name(const struct jl_names *names, uint32_t number)
{
	struct jl_slice text;

	text.text = jl_names_text(names, number, &text.len);
	return text;
}

static void fill(struct jl_event_log *log, const struct record *r,
	struct jl_event_row *row)
{
	*row = (struct jl_event_row){
		.transition = (enum jl_transition)r->transition,
		.is_end = r->is_end,
		.occurred_at = r->occurred_at,
		.started_at = r->started_at,
		.deadline = r->deadline,
		.row = r->row};
	for (int i = 0; i < NUMBERED; i++)
		row->texts[numbered[i]] = name(&log->names, r->texts[i]);
	if (r->plain_case) {
		row->texts[JL_EVENT_CASE] =
			name(&log->plain_cases, r->plain_case - 1);
	} else {
		jl_hex(r->case_id, JL_CASE_SIZE, log->case_text);
		row->texts[JL_EVENT_CASE] = (struct jl_slice){
			log->case_text, sizeof(log->case_text) - 1};
	}
	row->texts[JL_EVENT_CUSTOMER] = (struct jl_slice){"", 0};
	if (r->has_customer) {
		jl_hex(r->customer, JL_CASE_SIZE, log->customer_text);
		row->texts[JL_EVENT_CUSTOMER] = (struct jl_slice){
			log->customer_text, sizeof(log->customer_text) - 1};
	}
}

int jl_event_log_next(struct jl_event_log *log, struct jl_event_row *row,
	struct jl_error *err)
{
	const void *record;
	int rc;

	while ((rc = jl_sorter_next(log->sorter, &record, err)) > 0) {
		const struct record *r = record;

		if (!is_spoilt(log, r->case_id)) {
			fill(log, r, row);
			return 1;
		}
		log->n_spoilt++;
	}
	return rc;
}

uint64_t jl_event_log_spoilt(const struct jl_event_log *log)
{
	return log->n_spoilt;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Records of one size for the sorter. What many rows have in common is one text
 * of a wordbook; a plain case is one of another. */
#include "journeys/event_log.h"

#include "core/digest.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/names.h"
#include "core/sorter.h"
#include "core/str.h"
#include "core/wordbook.h"
#include "journeys/series.h"

#include <stdlib.h>
#include <string.h>

enum {
	KINDS_HELD = 1 << 16,
	SPOILT_MAX = 1 << 20,
	SHARED = 6, /* texts that rows have in common */
};

static const enum jl_event_text shared[SHARED] = {JL_EVENT_ACTIVITY,
	JL_EVENT_STAGE, JL_EVENT_STEP, JL_EVENT_FUNCTION, JL_EVENT_CHANNEL,
	JL_EVENT_REASON};

/* Before the texts in a kind's text. */
struct kind {
	uint32_t lens[SHARED];
	uint8_t transition, is_end, unused[2];
};

struct record {
	uint64_t bucket; /* the case's first bytes, the first the highest */
	uint8_t case_id[JL_CASE_SIZE];
	int64_t occurred_at, started_at, deadline;
	uint64_t row, kind;
	uint64_t plain_case; /* a handle + 1; 0: it is a pseudonym */
	uint8_t customer[JL_CASE_SIZE];
	uint32_t journey;
	bool has_customer;
};

struct spoilt {
	UT_hash_handle hh;
	uint8_t case_id[JL_CASE_SIZE];
};

struct jl_event_log {
	struct jl_sorter *sorter;
	struct jl_names journeys; /* the ledger has them all */
	struct jl_wordbook *kinds, *plain_cases;
	struct jl_str kind; /* of the row */
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
	if (x->journey != y->journey)
		return x->journey < y->journey ? -1 : 1;
	if (x->occurred_at != y->occurred_at)
		return x->occurred_at < y->occurred_at ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

struct jl_event_log *jl_event_log_new(const char *folder)
{
	struct jl_event_log *log = jl_xcalloc(1, sizeof(*log));

	log->sorter =
		jl_sorter_new(folder, sizeof(struct record), compare, NULL);
	log->kinds = jl_wordbook_new(folder, KINDS_HELD);
	log->plain_cases = jl_wordbook_new(folder, 0);
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
	jl_names_release(&log->journeys);
	jl_wordbook_free(log->kinds);
	jl_wordbook_free(log->plain_cases);
	jl_str_release(&log->kind);
	free(log);
}

static uint64_t bucket_of(const uint8_t *id)
{
	uint64_t bucket = 0;

	for (int i = 0; i < 8; i++)
		bucket = bucket << 8 | id[i];
	return bucket;
}

static int put_kind(struct jl_event_log *log, const struct jl_event_row *row,
	uint64_t *handle, struct jl_error *err)
{
	struct kind kind = {
		.transition = (uint8_t)row->transition, .is_end = row->is_end};

	for (int i = 0; i < SHARED; i++)
		kind.lens[i] = (uint32_t)row->texts[shared[i]].len;
	jl_str_clear(&log->kind);
	jl_str_addn(&log->kind, &kind, sizeof(kind));
	for (int i = 0; i < SHARED; i++)
		jl_str_addn(&log->kind, row->texts[shared[i]].text,
			row->texts[shared[i]].len);
	return jl_wordbook_put(
		log->kinds, log->kind.text, log->kind.len, handle, err);
}

int jl_event_log_add(struct jl_event_log *log, const struct jl_event_row *row,
	struct jl_error *err)
{
	const struct jl_slice *case_text = &row->texts[JL_EVENT_CASE];
	const struct jl_slice *journey = &row->texts[JL_EVENT_JOURNEY];
	struct record *r = jl_sorter_add(log->sorter, err);
	int rc;

	if (!r)
		return (int)err->code;
	memset(r, 0, sizeof(*r));
	r->occurred_at = row->occurred_at;
	r->started_at = row->started_at;
	r->deadline = row->deadline;
	r->row = row->row;
	r->journey =
		jl_names_number(&log->journeys, journey->text, journey->len);
	r->has_customer = row->texts[JL_EVENT_CUSTOMER].len > 0;
	jl_case_id(&row->texts[JL_EVENT_CUSTOMER], r->customer);
	rc = put_kind(log, row, &r->kind, err);
	if (!jl_case_id(case_text, r->case_id) && rc == 0) {
		rc = jl_wordbook_put(log->plain_cases, case_text->text,
			case_text->len, &r->plain_case, err);
		r->plain_case++;
	}
	r->bucket = bucket_of(r->case_id);
	return rc;
}

int jl_event_log_spoil(struct jl_event_log *log,
	const struct jl_slice *case_text, struct jl_error *err)
{
	uint8_t id[JL_CASE_SIZE];
	struct spoilt *s;

	jl_case_id(case_text, id);
	HASH_FIND(hh, log->spoilt, id, JL_CASE_SIZE, s);
	if (s)
		return 0;
	if (HASH_COUNT(log->spoilt) == SPOILT_MAX)
		return jl_fail(err, JL_EINVALID,
			"more than %d cases have a row that is refused; is the "
			"map one of this file?",
			SPOILT_MAX);
	s = jl_xcalloc(1, sizeof(*s));
	memcpy(s->case_id, id, JL_CASE_SIZE);
	HASH_ADD(hh, log->spoilt, case_id, JL_CASE_SIZE, s);
	return 0;
}

static bool is_spoilt(struct jl_event_log *log, const uint8_t *id)
{
	struct spoilt *s;

	if (!log->spoilt)
		return false;
	HASH_FIND(hh, log->spoilt, id, JL_CASE_SIZE, s);
	return s != NULL;
}

static int fill_kind(struct jl_event_log *log, uint64_t handle,
	struct jl_event_row *row, struct jl_error *err)
{
	struct kind kind;
	const char *text;
	size_t len;
	int rc = jl_wordbook_text(log->kinds, handle, &text, &len, err);

	if (rc < 0)
		return rc;
	memcpy(&kind, text, sizeof(kind));
	text += sizeof(kind);
	row->kind = handle < KINDS_HELD ? (uint32_t)handle + 1 : 0;
	row->transition = (enum jl_transition)kind.transition;
	row->is_end = kind.is_end;
	for (int i = 0; i < SHARED; i++) {
		row->texts[shared[i]] = (struct jl_slice){text, kind.lens[i]};
		text += kind.lens[i];
	}
	return 0;
}

static int fill_case(struct jl_event_log *log, const struct record *r,
	struct jl_slice *text, struct jl_error *err)
{
	if (r->plain_case)
		return jl_wordbook_text(log->plain_cases, r->plain_case - 1,
			&text->text, &text->len, err);
	jl_hex(r->case_id, JL_CASE_SIZE, log->case_text);
	*text = (struct jl_slice){log->case_text, sizeof(log->case_text) - 1};
	return 0;
}

static int fill(struct jl_event_log *log, const struct record *r,
	struct jl_event_row *row, struct jl_error *err)
{
	struct jl_slice *journey = &row->texts[JL_EVENT_JOURNEY];
	int rc;

	*row = (struct jl_event_row){.occurred_at = r->occurred_at,
		.started_at = r->started_at,
		.deadline = r->deadline,
		.row = r->row};
	journey->text =
		jl_names_text(&log->journeys, r->journey, &journey->len);
	row->texts[JL_EVENT_CUSTOMER] = (struct jl_slice){"", 0};
	if (r->has_customer) {
		jl_hex(r->customer, JL_CASE_SIZE, log->customer_text);
		row->texts[JL_EVENT_CUSTOMER] = (struct jl_slice){
			log->customer_text, sizeof(log->customer_text) - 1};
	}
	rc = fill_kind(log, r->kind, row, err);
	return rc == 0 ? fill_case(log, r, &row->texts[JL_EVENT_CASE], err)
		       : rc;
}

int jl_event_log_next(struct jl_event_log *log, struct jl_event_row *row,
	struct jl_error *err)
{
	const void *record;
	int rc;

	while ((rc = jl_sorter_next(log->sorter, &record, err)) > 0) {
		const struct record *r = record;

		if (!is_spoilt(log, r->case_id)) {
			rc = fill(log, r, row, err);
			return rc < 0 ? rc : 1;
		}
		log->n_spoilt++;
	}
	return rc;
}

uint64_t jl_event_log_spoilt(const struct jl_event_log *log)
{
	return log->n_spoilt;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Measures in any order become records of one size, which the sorter brings
 * into the order of the segments; from there they are merged into the series.
 */
#include "journeys/series.h"

#include "core/digest.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/sorter.h"
#include "journeys/series_merge.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { METRICS_MAX = 0xffff };

struct case_text {
	UT_hash_handle hh;
	uint8_t case_id[JL_CASE_SIZE];
	char text[];
};

struct jl_builder {
	struct jl_record_names names;
	struct jl_sorter *sorter;
	int32_t last_quarter;
	int64_t quarter_since, quarter_until; /* none at first */
	struct case_text *cases; /* only those that are not pseudonyms */
	uint32_t renumber;	 /* 0: as they were added */
};

struct jl_builder *jl_builder_new(const char *folder)
{
	struct jl_builder *b = jl_xcalloc(1, sizeof(*b));

	b->sorter = jl_sorter_new(folder, sizeof(struct jl_record),
		jl_record_compare, &b->names.places);
	return b;
}

void jl_builder_free(struct jl_builder *b)
{
	struct case_text *c, *next_case;

	if (!b)
		return;
	jl_sorter_free(b->sorter);
	jl_names_release(&b->names.journeys);
	jl_names_release(&b->names.metrics);
	jl_names_release(&b->names.places);
	HASH_ITER (hh, b->cases, c, next_case) {
		HASH_DEL(b->cases, c);
		free(c);
	}
	free(b);
}

/* Most are of the quarter of the one before. */
static int quarter_of(struct jl_builder *b, int64_t instant)
{
	if (instant < b->quarter_since || instant >= b->quarter_until) {
		b->last_quarter = jl_quarter_of(instant);
		b->quarter_since = jl_quarter_start(b->last_quarter);
		b->quarter_until = jl_quarter_start(b->last_quarter + 1);
	}
	return b->last_quarter;
}

bool jl_case_id(const struct jl_slice *text, uint8_t id[JL_CASE_SIZE])
{
	uint8_t digest[JL_DIGEST_SIZE];

	memset(id, 0, JL_CASE_SIZE);
	if (text->len == 0)
		return false;
	if (jl_unhex(text->text, text->len, id, JL_CASE_SIZE))
		return true;
	jl_sha256(text->text, text->len, digest);
	memcpy(id, digest, JL_CASE_SIZE);
	return false;
}

/* A text that is no pseudonym is remembered. */
static void set_case(
	struct jl_builder *b, const struct jl_slice *text, uint8_t *case_id)
{
	struct case_text *known;

	if (jl_case_id(text, case_id) || text->len == 0)
		return;
	HASH_FIND(hh, b->cases, case_id, JL_CASE_SIZE, known);
	if (known)
		return;
	known = jl_xcalloc(1, sizeof(*known) + text->len + 1);
	memcpy(known->case_id, case_id, JL_CASE_SIZE);
	memcpy(known->text, text->text, text->len);
	HASH_ADD(hh, b->cases, case_id, JL_CASE_SIZE, known);
}

int jl_builder_add(struct jl_builder *b, const struct jl_measure *m,
	uint32_t batch, struct jl_error *err)
{
	const struct jl_slice *d = m->dimensions;
	struct jl_record *r = jl_sorter_add(b->sorter, err);
	uint32_t journey, metric;

	if (!r)
		return (int)err->code;
	journey = jl_names_number(&b->names.journeys,
		d[JL_DIMENSION_JOURNEY].text, d[JL_DIMENSION_JOURNEY].len);
	metric = jl_names_number(&b->names.metrics, d[JL_DIMENSION_METRIC].text,
		d[JL_DIMENSION_METRIC].len);
	assert(metric <= METRICS_MAX);
	*r = (struct jl_record){
		.segment = jl_record_segment(
			quarter_of(b, m->occurred_at), metric, journey),
		.occurred_at = m->occurred_at,
		.until = m->until,
		.value = m->value,
		.n = m->n,
		.line = m->line,
		.place = jl_record_place(&b->names.places, d),
		.batch = batch,
		.shape = (uint8_t)m->shape};
	set_case(b, &d[JL_DIMENSION_CASE], r->case_id);
	return 0;
}

void jl_builder_renumber(struct jl_builder *b, uint32_t batch)
{
	b->renumber = batch;
}

static int write_cases(
	struct jl_builder *b, struct jl_db *db, struct jl_error *err)
{
	struct case_text *c, *next;
	struct jl_stmt *stmt = NULL;
	int rc = jl_series_prepare_case_names(db, &stmt, err);

	HASH_ITER (hh, b->cases, c, next)
		if (rc == 0)
			rc = jl_series_name_case(
				stmt, c->case_id, c->text, err);
	jl_stmt_close(stmt);
	return rc;
}

int jl_builder_write(struct jl_builder *b, struct jl_db *db,
	struct jl_series_result *result, struct jl_error *err)
{
	struct jl_merger *merger = NULL;
	const void *record;
	int rc = jl_merger_open(db, &b->names, result, &merger, err);

	while (rc == 0 && (rc = jl_sorter_next(b->sorter, &record, err)) > 0) {
		struct jl_record r = *(const struct jl_record *)record;

		if (b->renumber)
			r.batch = b->renumber;
		rc = jl_merger_add(merger, &r, err);
	}
	if (rc == 0)
		rc = jl_merger_finish(merger, err);
	jl_merger_close(merger);
	return rc == 0 ? write_cases(b, db, err) : rc;
}

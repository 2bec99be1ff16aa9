/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A measure as a row of a batch file, both ways. */
#include "journeys/batch.h"

#include <string.h>

enum { COLUMNS = JL_DIMENSIONS + 5 };

const char *const jl_dimension_names[JL_DIMENSIONS] = {"journey", "metric",
	"stage", "step", "to_step", "channel", "to_channel", "function",
	"to_function", "case"};

const char jl_measures_header[] =
	"journey,metric,occurred_at,until,stage,step,to_step,channel,"
	"to_channel,function,to_function,case,value,n,line\n";

int jl_measures_open(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, struct jl_batch_reader **out,
	struct jl_error *err)
{
	return jl_batch_open(repo, commit, receipt, COLUMNS, out, err);
}

int jl_batch_add(struct jl_batch_writer *w, struct jl_zone *zone,
	const struct jl_measure *m, struct jl_error *err)
{
	const struct jl_slice *d = m->dimensions;
	size_t room = 2 * JL_INSTANT_TEXT + 3 * JL_AMOUNT_TEXT + COLUMNS + 4;
	char *p;

	for (int i = 0; i < JL_DIMENSIONS; i++)
		room += 2 * d[i].len;
	p = jl_batch_room(w, room);
	p = jl_put_text(p, &d[JL_DIMENSION_JOURNEY]);
	*p++ = ',';
	p = jl_put_text(p, &d[JL_DIMENSION_METRIC]);
	*p++ = ',';
	p = jl_put_instant(p, zone, m->occurred_at);
	*p++ = ',';
	if (m->shape != JL_MEASURE_POINT)
		p = jl_put_instant(p, zone, m->until);
	for (int i = JL_PLACE_FIRST; i < JL_PLACE_END; i++) {
		*p++ = ',';
		p = jl_put_text(p, &d[i]);
	}
	*p++ = ',';
	p = jl_put_quoted(p, &d[JL_DIMENSION_CASE]);
	*p++ = ',';
	if (m->shape != JL_MEASURE_SPAN)
		p += strlen(jl_sum_format(m->value, p));
	*p++ = ',';
	p = jl_put_whole(p, (uint64_t)m->n);
	*p++ = ',';
	p = jl_put_whole(p, m->line);
	*p++ = '\n';
	return jl_batch_row_done(w, p, err);
}

static bool read_measure(const struct jl_slice *cells, struct jl_measure *m)
{
	const struct jl_slice *tail = cells + 2 + JL_DIMENSIONS;
	struct jl_error ignored;
	bool is_rounded;
	int64_t line;

	m->dimensions[0] = cells[0];
	m->dimensions[1] = cells[1];
	for (int i = JL_PLACE_FIRST; i < JL_DIMENSIONS; i++)
		m->dimensions[i] = cells[i + 2];
	if (!jl_cell_instant(&cells[2], &m->occurred_at))
		return false;
	m->shape = JL_MEASURE_POINT;
	m->until = JL_INSTANT_NONE;
	if (cells[3].len) {
		m->shape = tail[0].len ? JL_MEASURE_TOTAL : JL_MEASURE_SPAN;
		if (!jl_cell_instant(&cells[3], &m->until))
			return false;
	}
	if (m->shape == JL_MEASURE_SPAN)
		m->value = m->until - m->occurred_at;
	else if (jl_amount_parse(tail[0].text, tail[0].len, '.', &m->value,
			 &is_rounded, &ignored) < 0)
		return false;
	if (!jl_cell_whole(&tail[1], &m->n) ||
		!jl_cell_whole(&tail[2], &line) || m->n < 0 || line < 0)
		return false;
	m->line = (uint64_t)line;
	return true;
}

int jl_batch_next(
	struct jl_batch_reader *r, struct jl_measure *m, struct jl_error *err)
{
	const struct jl_slice *cells;
	int rc = jl_batch_next_row(r, &cells, err);

	if (rc > 0 && !read_measure(cells, m))
		return jl_batch_row_damaged(r, err);
	return rc;
}

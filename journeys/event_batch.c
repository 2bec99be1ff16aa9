/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* An event as a row of a batch file, both ways. */
#include "journeys/event_batch.h"

#include "core/amount.h"

#include <string.h>

/* Behind the texts. */
enum {
	COLUMN_TRANSITION = JL_EVENT_TEXTS,
	COLUMN_END,
	COLUMN_OCCURRED_AT,
	COLUMN_STARTED_AT,
	COLUMN_DEADLINE,
	COLUMN_ROW,
	COLUMNS,
};

const char *const jl_transition_names[] = {
	"complete", "start", "suspend", "resume", NULL};

const char jl_events_header[] =
	"journey,case,activity,stage,step,function,channel,customer,reason,"
	"transition,end,occurred_at,started_at,deadline,row\n";

int jl_events_add(struct jl_batch_writer *w, struct jl_zone *zone,
	const struct jl_event_row *row, struct jl_error *err)
{
	size_t room = 3 * JL_INSTANT_TEXT + 64 + COLUMNS;
	char *p;

	for (int i = 0; i < JL_EVENT_TEXTS; i++)
		room += 2 * row->texts[i].len + 2;
	p = jl_batch_room(w, room);
	for (int i = 0; i < JL_EVENT_TEXTS; i++) {
		p = jl_put_quoted(p, &row->texts[i]);
		*p++ = ',';
	}
	if (row->transition != JL_TRANSITION_COMPLETE) {
		const char *name = jl_transition_names[row->transition];

		p = jl_put_text(p, &(struct jl_slice){name, strlen(name)});
	}
	*p++ = ',';
	if (row->is_end)
		*p++ = '1';
	*p++ = ',';
	p = jl_put_instant(p, zone, row->occurred_at);
	*p++ = ',';
	if (row->started_at != JL_INSTANT_NONE)
		p = jl_put_instant(p, zone, row->started_at);
	*p++ = ',';
	if (row->deadline != JL_INSTANT_NONE)
		p = jl_put_instant(p, zone, row->deadline);
	*p++ = ',';
	p = jl_put_whole(p, row->row);
	*p++ = '\n';
	return jl_batch_row_done(w, p, err);
}

int jl_events_open(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, struct jl_batch_reader **out,
	struct jl_error *err)
{
	return jl_batch_open(repo, commit, receipt, COLUMNS, out, err);
}

static bool read_transition(
	const struct jl_slice *cell, enum jl_transition *transition)
{
	if (cell->len == 0) {
		*transition = JL_TRANSITION_COMPLETE;
		return true;
	}
	for (int i = 0; i < JL_TRANSITIONS; i++)
		if (strlen(jl_transition_names[i]) == cell->len &&
			memcmp(jl_transition_names[i], cell->text, cell->len) ==
				0) {
			*transition = (enum jl_transition)i;
			return true;
		}
	return false;
}

static bool read_optional(const struct jl_slice *cell, int64_t *instant)
{
	*instant = JL_INSTANT_NONE;
	return cell->len == 0 || jl_cell_instant(cell, instant);
}

static bool read_event(const struct jl_slice *cells, struct jl_event_row *row)
{
	int64_t number;

	for (int i = 0; i < JL_EVENT_TEXTS; i++)
		row->texts[i] = cells[i];
	row->is_end = cells[COLUMN_END].len > 0;
	if (!read_transition(&cells[COLUMN_TRANSITION], &row->transition) ||
		!jl_cell_instant(
			&cells[COLUMN_OCCURRED_AT], &row->occurred_at) ||
		!read_optional(&cells[COLUMN_STARTED_AT], &row->started_at) ||
		!read_optional(&cells[COLUMN_DEADLINE], &row->deadline) ||
		!jl_cell_whole(&cells[COLUMN_ROW], &number) || number < 0)
		return false;
	row->row = (uint64_t)number;
	return row->texts[JL_EVENT_JOURNEY].len > 0 &&
	       row->texts[JL_EVENT_CASE].len > 0;
}

int jl_events_next(struct jl_batch_reader *r, struct jl_event_row *row,
	struct jl_error *err)
{
	const struct jl_slice *cells;
	int rc = jl_batch_next_row(r, &cells, err);

	if (rc > 0 && !read_event(cells, row))
		return jl_batch_row_damaged(r, err);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One pass; a value that was met before is only counted. */
#include "journeys/profile.h"

#include "core/datepattern.h"
#include "core/mem.h"
#include "journeys/cells.h"

#include <stdlib.h>
#include <string.h>

/* Where one date can be read in two ways, the day comes first. */
const char *const jl_time_notations[] = {NULL, "%d.%m.%Y %H:%M:%S",
	"%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
	"%d/%m/%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y",
	"%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%Y/%m/%d %H:%M:%S",
	"%Y/%m/%d %H:%M", "%Y/%m/%d", "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M",
	"%d-%b-%Y %H:%M:%S", "%d-%b-%Y %H:%M", "%Y%m%d %H:%M:%S",
	"%Y%m%d%H%M%S"};
const size_t jl_n_time_notations = JL_COUNT(jl_time_notations);

static void add_column(struct jl_profile *p)
{
	struct jl_column_profile *c = jl_xcalloc(1, sizeof(*c));

	c->times = jl_xcalloc(jl_n_time_notations, sizeof(*c->times));
	JL_GROW(p->v, p->n, p->cap);
	p->v[p->n++] = c;
}

static bool is_number(const struct jl_slice *cell)
{
	size_t digits = 0;

	for (size_t i = 0; i < cell->len; i++) {
		char ch = cell->text[i];

		if (ch >= '0' && ch <= '9')
			digits++;
		else if (ch != '.' && ch != ',' && !(i == 0 && ch == '-'))
			return false;
	}
	return digits > 0;
}

static void count_times(
	struct jl_column_profile *c, const struct jl_slice *cell)
{
	for (size_t i = 0; i < jl_n_time_notations; i++) {
		struct jl_civil civil;
		bool has_offset = false, fits;
		int offset_s;

		/* What a value before did not fit is not tried again. */
		if (c->times[i] + 1 < c->filled)
			continue;
		fits = jl_time_by_pattern(cell->text, cell->len,
			jl_time_notations[i], &civil, &has_offset, &offset_s);
		c->times[i] += fits;
		c->with_offset += fits && has_offset;
	}
}

static void look_at(struct jl_column_profile *c, struct jl_slice cell)
{
	uint32_t number;

	cell = jl_trimmed(cell);
	if (cell.len == 0)
		return;
	c->filled++;
	c->numbers += is_number(&cell);
	count_times(c, &cell);
	if (jl_names_find(&c->values, cell.text, cell.len, &number)) {
		c->counts[number]++;
	} else if (c->values.n < JL_PROFILE_VALUES &&
		   cell.len <= JL_PROFILE_VALUE_MAX) {
		number = jl_names_number(&c->values, cell.text, cell.len);
		c->counts[number] = 1;
	} else {
		c->has_more = true;
	}
}

int jl_profile_make(
	struct jl_table *table, struct jl_profile *p, struct jl_error *err)
{
	int rc = 0;

	memset(p, 0, sizeof(*p));
	while (p->rows < JL_PROFILE_ROWS &&
		(rc = jl_table_next(table, err)) > 0) {
		if (jl_table_problem(table))
			continue;
		p->rows++;
		while (p->n < (size_t)jl_table_n(table) &&
			p->n < JL_PROFILE_COLUMNS)
			add_column(p);
		for (size_t i = 0; i < p->n; i++)
			look_at(p->v[i], jl_table_cell(table, (int)i));
	}
	p->is_whole = rc == 0 && p->rows < JL_PROFILE_ROWS;
	for (size_t i = 0; i < p->n; i++)
		p->v[i]->name = jl_table_name(table, (int)i);
	return rc < 0 ? rc : 0;
}

void jl_profile_release(struct jl_profile *p)
{
	for (size_t i = 0; i < p->n; i++) {
		jl_names_release(&p->v[i]->values);
		free(p->v[i]->times);
		free(p->v[i]);
	}
	free(p->v);
	memset(p, 0, sizeof(*p));
}

int jl_profile_notation(const struct jl_column_profile *c)
{
	for (size_t i = 0; c->filled && i < jl_n_time_notations; i++)
		if (c->times[i] == c->filled)
			return (int)i;
	return -1;
}

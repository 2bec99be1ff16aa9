/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The ages at which cases end, in order, with how many are looked at then. */
#include "journeys/survival.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

void jl_survival_release(struct jl_survival *s)
{
	free(s->v);
	memset(s, 0, sizeof(*s));
}

void jl_survival_add(struct jl_survival *s, const struct jl_stretch *stretch)
{
	JL_GROW(s->v, s->n, s->cap);
	s->v[s->n++] = *stretch;
}

static int by_exit(const void *a, const void *b)
{
	const struct jl_stretch *x = a, *y = b;

	return x->exit < y->exit ? -1 : x->exit > y->exit;
}

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int64_t *sorted_entries(const struct jl_survival *s)
{
	int64_t *entries = jl_xcalloc(s->n, sizeof(*entries));

	for (size_t i = 0; i < s->n; i++)
		entries[i] = s->v[i].entry;
	qsort(entries, s->n, sizeof(*entries), by_number);
	return entries;
}

bool jl_survival_median(struct jl_survival *s, double *median)
{
	const double nearly = 1e-9; /* of rounding in the product */
	bool is_half = false, is_found = false, is_empty = false;
	int64_t *entries, half_at = 0;
	size_t entered = 0;
	double share = 1;

	if (s->n == 0)
		return false;
	qsort(s->v, s->n, sizeof(*s->v), by_exit);
	entries = sorted_entries(s);
	for (size_t i = 0, end; i < s->n && !is_found && !is_empty; i = end) {
		int64_t age = s->v[i].exit;
		size_t ended = 0, at_risk;

		for (end = i; end < s->n && s->v[end].exit == age; end++)
			ended += s->v[end].has_ended;
		/* What happens as it comes in is seen. */
		while (entered < s->n && entries[entered] <= age)
			entered++;
		at_risk = entered - i;
		if (ended == 0)
			continue;
		share *= 1 - (double)ended / (double)at_risk;
		is_empty = ended == at_risk && entered < s->n;
		is_found = !is_empty && share < 0.5 - nearly;
		if (is_found)
			*median = is_half ? ((double)half_at + (double)age) / 2
					  : (double)age;
		is_half = share <= 0.5 + nearly;
		half_at = age;
	}
	free(entries);
	if (is_half && !is_found && !is_empty)
		*median = (double)half_at;
	return is_found || (is_half && !is_empty);
}

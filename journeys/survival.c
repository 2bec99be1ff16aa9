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

/* Looked at from the beginning, a case is there at age 0 already; and one that
 * ends at the age at which it comes in was there when it ended. */
static int64_t *sorted_entries(const struct jl_survival *s)
{
	int64_t *entries = jl_xcalloc(s->n, sizeof(*entries));

	for (size_t i = 0; i < s->n; i++) {
		const struct jl_stretch *x = &s->v[i];

		entries[i] = x->entry == 0 || x->entry == x->exit ? x->entry - 1
								  : x->entry;
	}
	qsort(entries, s->n, sizeof(*entries), by_number);
	return entries;
}

bool jl_survival_median(struct jl_survival *s, double *median)
{
	const double nearly = 1e-12; /* of rounding in the product */
	int64_t *entries, half_at = 0;
	bool is_half = false;
	double share = 1;
	size_t entered = 0;

	if (s->n == 0)
		return false;
	qsort(s->v, s->n, sizeof(*s->v), by_exit);
	entries = sorted_entries(s);
	for (size_t i = 0, end; i < s->n; i = end) {
		int64_t age = s->v[i].exit;
		size_t ended = 0;

		for (end = i; end < s->n && s->v[end].exit == age; end++)
			ended += s->v[end].has_ended;
		while (entered < s->n && entries[entered] < age)
			entered++;
		if (ended == 0)
			continue;
		if (is_half ||
			share * (1 - (double)ended / (double)(entered - i)) <
				0.5 - nearly) {
			*median = is_half ? ((double)half_at + (double)age) / 2
					  : (double)age;
			free(entries);
			return true;
		}
		share *= 1 - (double)ended / (double)(entered - i);
		is_half = share <= 0.5 + nearly;
		half_at = age;
	}
	free(entries);
	*median = (double)half_at;
	return is_half;
}

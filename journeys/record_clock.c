/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The longest non-decreasing subsequence. C. Schensted, "Longest increasing and
 * decreasing subsequences", Canadian Journal of Mathematics 13 (1961).
 */
#include "journeys/record_clock.h"

#include <stdlib.h>
#include <string.h>

/* Commits by the length of the longest sequence that ends with them. Of one
 * length each is earlier than the one before it, by its clock. */
struct lengths {
	size_t *of;    /* of each commit, from 1 */
	size_t *start; /* where those of each length begin in `places` */
	size_t *places;
	size_t longest;
};

static void find_lengths(const int64_t *clocks, size_t n, struct lengths *l)
{
	int64_t *ends =
		jl_xcalloc(n + 1, sizeof(*ends)); /* the least of each */

	for (size_t i = 0; i < n; i++) {
		size_t low = 0, high = l->longest;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (ends[middle] <= clocks[i])
				low = middle + 1;
			else
				high = middle;
		}
		ends[low] = clocks[i];
		l->of[i] = low + 1;
		if (low == l->longest)
			l->longest++;
	}
	free(ends);
}

static void sort_by_length(struct lengths *l, size_t n)
{
	size_t *next = jl_xcalloc(l->longest + 2, sizeof(*next));

	for (size_t i = 0; i < n; i++)
		l->start[l->of[i] + 1]++;
	for (size_t k = 1; k <= l->longest + 1; k++)
		l->start[k] += l->start[k - 1];
	memcpy(next, l->start, (l->longest + 2) * sizeof(*next));
	for (size_t i = 0; i < n; i++)
		l->places[next[l->of[i]]++] = i;
	free(next);
}

/* The first commit of that length whose clock is not later: those before it are
 * all later. */
static size_t first_before(const struct lengths *l, const int64_t *clocks,
	size_t length, int64_t clock)
{
	size_t low = l->start[length], high = l->start[length + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (clocks[l->places[middle]] > clock)
			low = middle + 1;
		else
			high = middle;
	}
	return l->places[low];
}

static void take_times(struct jl_record_clock *clock, const bool *is_believed)
{
	size_t first = 0;

	while (!is_believed[first])
		first++;
	for (size_t i = 0; i < clock->n; i++)
		clock->times[i] = i < first	   ? clock->clocks[first]
				  : is_believed[i] ? clock->clocks[i]
						   : clock->times[i - 1];
}

void jl_record_clock_make(
	const int64_t *clocks, size_t n, struct jl_record_clock *clock)
{
	struct lengths l = {.of = jl_xcalloc(n + 1, sizeof(size_t)),
		.start = jl_xcalloc(n + 3, sizeof(size_t)),
		.places = jl_xcalloc(n + 1, sizeof(size_t))};
	bool *is_believed = jl_xcalloc(n + 1, sizeof(*is_believed));
	int64_t last = INT64_MAX;

	clock->n = n;
	clock->clocks = jl_xcalloc(n + 1, sizeof(*clock->clocks));
	clock->times = jl_xcalloc(n + 1, sizeof(*clock->times));
	if (n) {
		memcpy(clock->clocks, clocks, n * sizeof(*clocks));
		find_lengths(clocks, n, &l);
		sort_by_length(&l, n);
		for (size_t length = l.longest; length > 0; length--) {
			size_t i = first_before(&l, clocks, length, last);

			is_believed[i] = true;
			last = clocks[i];
		}
		take_times(clock, is_believed);
	}
	free(l.of);
	free(l.start);
	free(l.places);
	free(is_believed);
}

static int see_commit(void *data, const struct jl_history_commit *commit,
	struct jl_error *err)
{
	int64_t *clocks = data;

	(void)err;
	clocks[commit->position - 1] = commit->recorded_at;
	return 0;
}

int jl_record_clock_read(const struct jl_history *history,
	struct jl_record_clock *clock, struct jl_error *err)
{
	int64_t *clocks = jl_xcalloc(history->n_commits + 1, sizeof(*clocks));
	int rc = jl_history_commits(history, see_commit, clocks, err);

	memset(clock, 0, sizeof(*clock));
	if (rc == 0)
		jl_record_clock_make(clocks, history->n_commits, clock);
	free(clocks);
	return rc;
}

void jl_record_clock_release(struct jl_record_clock *clock)
{
	free(clock->clocks);
	free(clock->times);
	memset(clock, 0, sizeof(*clock));
}

int64_t jl_recorded_time(const struct jl_record_clock *clock, uint64_t position)
{
	return clock->times[position - 1];
}

bool jl_is_clock_believed(
	const struct jl_record_clock *clock, uint64_t position)
{
	return clock->times[position - 1] == clock->clocks[position - 1];
}

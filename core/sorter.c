/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* By digits of the bucket, then a merge sort in each; runs on an unlinked file.
 */
#include "core/sorter.h"

#include "core/file.h"
#include "core/mem.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LOAD = 1 << 20, /* records held in memory before they are sorted */
	FIRST_LOAD = 1 << 10,
	WINDOW = 1 << 12, /* records read from a run at a time */
	RECORD_MAX = 256,
	FEW = 12, /* so few are sorted by insertion */
	DIGIT_BITS = 11,
	DIGITS = 1 << DIGIT_BITS,
};

/* A record by its first eight bytes. */
struct slot {
	uint64_t key;
	size_t at;
};

struct run {
	long at, end; /* records in the file still to read */
	char *window;
	size_t next, n;
};

struct jl_sorter {
	char *folder;
	size_t size;
	jl_record_order *order;
	const void *ctx;
	char *load; /* being filled */
	size_t n, cap;
	char *sorting, *spare; /* being sorted by the thread */
	size_t n_sorting;
	pthread_t thread;
	bool is_sorting;
	struct jl_error thread_error; /* code 0: none */
	FILE *file;
	long written; /* records in the file */
	struct run *runs;
	size_t n_runs, runs_cap;
	bool is_reading;
	struct run *last; /* from which the last record came */
};

struct jl_sorter *jl_sorter_new(const char *folder, size_t record_size,
	jl_record_order *order, const void *ctx)
{
	struct jl_sorter *s = jl_xcalloc(1, sizeof(*s));

	assert(record_size >= sizeof(uint64_t) && record_size <= RECORD_MAX);
	s->folder = jl_xstrdup(folder);
	s->size = record_size;
	s->order = order;
	s->ctx = ctx;
	return s;
}

void jl_sorter_free(struct jl_sorter *s)
{
	if (!s)
		return;
	if (s->is_sorting)
		pthread_join(s->thread, NULL);
	for (size_t i = 0; i < s->n_runs; i++)
		free(s->runs[i].window);
	free(s->runs);
	if (s->file)
		fclose(s->file);
	free(s->load);
	free(s->sorting);
	free(s->spare);
	free(s->folder);
	free(s);
}

/* ---- sorting in memory ---- */

void jl_sort_records(void *records, size_t n, size_t size, void *spare,
	jl_record_order *order, const void *ctx)
{
	char *v = records, *w = spare, one[RECORD_MAX];
	size_t half = n / 2, i = 0, j = half, k = 0;

	if (n <= FEW) {
		for (i = 1; i < n; i++) {
			for (j = i; j > 0 && order(ctx, v + (j - 1) * size,
						     v + i * size) > 0;
				j--)
				;
			if (j == i)
				continue;
			memcpy(one, v + i * size, size);
			memmove(v + (j + 1) * size, v + j * size,
				(i - j) * size);
			memcpy(v + j * size, one, size);
		}
		return;
	}
	jl_sort_records(v, half, size, w, order, ctx);
	jl_sort_records(v + half * size, n - half, size, w, order, ctx);
	if (order(ctx, v + (half - 1) * size, v + half * size) <= 0)
		return;
	memcpy(w, v, half * size);
	while (i < half && j < n) {
		bool left = order(ctx, w + i * size, v + j * size) <= 0;

		memcpy(v + k++ * size, left ? w + i++ * size : v + j++ * size,
			size);
	}
	memcpy(v + k * size, w + i * size, (half - i) * size);
}

/* Sorts v[0..n) by their keys, stable, a digit at a time, by way of w; returns
 * where the result is. A digit that all keys share costs one look. */
static struct slot *sort_slots(struct slot *v, struct slot *w, size_t n)
{
	for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
		size_t at[DIGITS] = {0}, sum = 0;
		struct slot *other = w;

		for (size_t i = 0; i < n; i++)
			at[v[i].key >> shift & (DIGITS - 1)]++;
		if (at[v[0].key >> shift & (DIGITS - 1)] == n)
			continue;
		for (size_t d = 0; d < DIGITS; d++) {
			size_t count = at[d];

			at[d] = sum;
			sum += count;
		}
		for (size_t i = 0; i < n; i++)
			w[at[v[i].key >> shift & (DIGITS - 1)]++] = v[i];
		w = v;
		v = other;
	}
	return v;
}

/* Sorts v[0..n), which are not none, by way of to, where the result is. */
static void sort_load(const struct jl_sorter *s, char *v, size_t n, char *to)
{
	struct slot *slots = jl_xcalloc(2 * n, sizeof(*slots)), *sorted;

	for (size_t i = 0; i < n; i++) {
		memcpy(&slots[i].key, v + i * s->size, sizeof(slots[i].key));
		slots[i].at = i;
	}
	sorted = sort_slots(slots, slots + n, n);
	for (size_t i = 0; i < n; i++)
		memcpy(to + i * s->size, v + sorted[i].at * s->size, s->size);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && sorted[end].key == sorted[i].key;
			end++)
			;
		jl_sort_records(to + i * s->size, end - i, s->size, v, s->order,
			s->ctx);
	}
	free(slots);
}

/* ---- runs ---- */

static void *sort_and_write(void *data)
{
	struct jl_sorter *s = data;

	sort_load(s, s->sorting, s->n_sorting, s->spare);
	if (fwrite(s->spare, s->size, s->n_sorting, s->file) != s->n_sorting ||
		fflush(s->file) != 0)
		jl_scratch_failed(s->folder, &s->thread_error);
	return NULL;
}

static int wait_for_thread(struct jl_sorter *s, struct jl_error *err)
{
	if (s->is_sorting)
		pthread_join(s->thread, NULL);
	s->is_sorting = false;
	if (s->thread_error.code) {
		*err = s->thread_error;
		return (int)err->code;
	}
	return 0;
}

static struct run *add_run(struct jl_sorter *s)
{
	struct run *run;

	JL_GROW(s->runs, s->n_runs, s->runs_cap);
	run = &s->runs[s->n_runs++];
	memset(run, 0, sizeof(*run));
	return run;
}

/* Hands the full load to the thread and takes the other buffer. */
static int start_run(struct jl_sorter *s, struct jl_error *err)
{
	char *full = s->load;
	struct run *run;
	int rc = wait_for_thread(s, err);

	if (rc == 0 && !s->file)
		rc = jl_scratch_open(s->folder, &s->file, err);
	if (rc < 0)
		return rc;
	if (!s->sorting) {
		s->sorting = jl_xmalloc(LOAD * s->size);
		s->spare = jl_xmalloc(LOAD * s->size);
	}
	s->load = s->sorting;
	s->sorting = full;
	s->n_sorting = s->n;
	s->n = 0;
	run = add_run(s);
	run->at = s->written;
	s->written += (long)s->n_sorting;
	run->end = s->written;
	if (pthread_create(&s->thread, NULL, sort_and_write, s) == 0)
		s->is_sorting = true;
	else
		sort_and_write(s);
	return 0;
}

void *jl_sorter_add(struct jl_sorter *s, struct jl_error *err)
{
	assert(!s->is_reading);
	if (s->n == s->cap && s->cap < LOAD) {
		s->cap = s->cap ? 2 * s->cap : FIRST_LOAD;
		s->load = jl_xrealloc(s->load, s->cap, s->size);
	}
	if (s->n == LOAD && start_run(s, err) < 0)
		return NULL;
	return s->load + s->n++ * s->size;
}

static int fill_window(
	struct jl_sorter *s, struct run *run, struct jl_error *err)
{
	size_t want = (size_t)(run->end - run->at);

	if (want > WINDOW)
		want = WINDOW;
	run->next = 0;
	run->n = want;
	if (want == 0)
		return 0;
	if (!run->window)
		run->window = jl_xmalloc(WINDOW * s->size);
	errno = 0;
	if (fseek(s->file, run->at * (long)s->size, SEEK_SET) ||
		fread(run->window, s->size, want, s->file) != want)
		return jl_scratch_failed(s->folder, err);
	run->at += (long)want;
	return 0;
}

/* The last load stays in memory and is a run like the others. */
static int start_reading(struct jl_sorter *s, struct jl_error *err)
{
	int rc = wait_for_thread(s, err);

	s->is_reading = true;
	free(s->sorting);
	free(s->spare);
	s->sorting = s->spare = NULL;
	for (size_t i = 0; rc == 0 && i < s->n_runs; i++)
		rc = fill_window(s, &s->runs[i], err);
	if (rc == 0 && s->n > 0) {
		struct run *run = add_run(s);

		run->window = jl_xmalloc(s->n * s->size);
		run->n = s->n;
		sort_load(s, s->load, s->n, run->window);
	}
	free(s->load);
	s->load = NULL;
	return rc;
}

static int compare(const struct jl_sorter *s, const char *a, const char *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x != y)
		return x < y ? -1 : 1;
	return s->order(s->ctx, a, b);
}

static const char *head(const struct jl_sorter *s, const struct run *run)
{
	return run->window + run->next * s->size;
}

int jl_sorter_next(
	struct jl_sorter *s, const void **record, struct jl_error *err)
{
	struct run *least = NULL;
	int rc = 0;

	if (!s->is_reading)
		rc = start_reading(s, err);
	if (rc == 0 && s->last && ++s->last->next == s->last->n)
		rc = fill_window(s, s->last, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < s->n_runs; i++) {
		struct run *run = &s->runs[i];

		if (run->next < run->n &&
			(!least ||
				compare(s, head(s, run), head(s, least)) < 0))
			least = run;
	}
	s->last = least;
	if (!least)
		return 0;
	*record = head(s, least);
	return 1;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * When things were recorded. Record time is the place on the first-parent line;
 * a commit's date is what a clock said, and anybody can set one. Days are
 * needed all the same: so the most clocks that agree with the order of the line
 * are believed (the longest sequence that never goes back; of several the one
 * that believes the earlier commits), and of any other commit it is taken that
 * it was recorded when the believed one before it was.
 */
#ifndef JL_JOURNEYS_RECORD_CLOCK_H
#define JL_JOURNEYS_RECORD_CLOCK_H

#include "journeys/history.h"

struct jl_record_clock {
	int64_t *clocks; /* seconds, as each commit of the line says */
	int64_t *times;	 /* seconds, as it is taken */
	size_t n;
};

/* From clocks that are already known, by place; copied. */
void jl_record_clock_make(
	const int64_t *clocks, size_t n, struct jl_record_clock *clock);
int jl_record_clock_read(const struct jl_history *history,
	struct jl_record_clock *clock, struct jl_error *err);
void jl_record_clock_release(struct jl_record_clock *clock);

/* When the commit at a place of the line, from 1, was recorded. */
int64_t jl_recorded_time(
	const struct jl_record_clock *clock, uint64_t position);
bool jl_is_clock_believed(
	const struct jl_record_clock *clock, uint64_t position);

#endif

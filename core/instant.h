/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Time: instants (microseconds since 1970-01-01T00:00:00Z), local dates (days
 * since 1970-01-01), and durations. Intervals are half-open everywhere:
 * [since, until). A date is a date in some zone, see core/zone.h; it becomes
 * an instant at that zone's midnight.
 */
#ifndef JL_CORE_INSTANT_H
#define JL_CORE_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

#define JL_SECOND INT64_C(1000000) /* of an instant */

/* The days that the program accepts: 1900-01-01 to 2199-12-31. */
#define JL_DAY_MIN (-25567)
#define JL_DAY_MAX 84005
#define JL_DAY_OPEN INT32_MAX /* "until further notice" */
#define JL_INSTANT_NONE INT64_MIN
#define JL_INSTANT_OPEN INT64_MAX

struct jl_civil {
	int year, month, day; /* month 1..12, day 1..31 */
	int hour, minute, second, microsecond;
};

/* Is there such a day and such a time of day? 31 February is not. */
bool jl_civil_exists(const struct jl_civil *civil);

int32_t jl_day_from_civil(int year, int month, int day);
void jl_day_to_civil(int32_t day, struct jl_civil *civil);
int jl_days_in_month(int year, int month);

/*
 * Reads "2026-11-22". The whole of text must be the date. Returns 0, or
 * JL_EINVALID with a sentence that says whether the form or the day is wrong.
 */
int jl_day_parse(const char *text, int32_t *day, struct jl_error *err);

#define JL_DAY_TEXT 16
/* Writes "2026-11-22"; JL_DAY_OPEN is written as "". Returns buf. */
const char *jl_day_format(int32_t day, char buf[JL_DAY_TEXT]);

/*
 * Reads a civil time from the first len bytes of text:
 * "2026-11-22[T ]10:15[:30[.123456]][Z|+01:00|+0100]" or the date alone.
 * offset_s becomes the offset in seconds, and has_offset says whether there
 * was one. false when the text has another form or there is no such time.
 */
bool jl_civil_parse(const char *text, size_t len, struct jl_civil *civil,
	bool *has_time, bool *has_offset, int *offset_s);

/* The instant at which a clock with this offset showed this civil time. */
int64_t jl_instant_from_civil(const struct jl_civil *civil, int offset_s);

#define JL_INSTANT_TEXT 40
/* RFC 3339 with the given offset; fractions only when there are any. */
const char *jl_instant_format(
	int64_t instant, int offset_s, char buf[JL_INSTANT_TEXT]);

/*
 * Reads "30s", "20min", "24h", "5d", "2wk", and fractions such as "1.5h".
 * Days and weeks are 24 hours and 7 days. The result is in microseconds.
 */
int jl_duration_parse(
	const char *text, int64_t *microseconds, struct jl_error *err);

#define JL_DURATION_TEXT 32
/* In the largest unit that gives a whole number, but 24h and 48h are said as
 * promises say them; fractions of seconds are left out. */
const char *jl_duration_format(
	int64_t microseconds, char buf[JL_DURATION_TEXT]);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Civil calendar arithmetic (proleptic Gregorian), and the text forms of
 * dates, instants and durations. Written out rather than left to strptime,
 * which accepts 30 February, and to timegm, which is not standard.
 */
#include "core/instant.h"

#include "core/mem.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* A thousand years: no duration of ours is longer. */
static const int64_t longest_s = INT64_C(365250) * 86400;

enum { DAYS_IN_ERA = 146097, DAYS_TO_1970 = 719468, SECONDS_IN_DAY = 86400 };

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int jl_days_in_month(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/*
 * Days from the civil date by counting whole 400-year eras of years that
 * begin in March, so that the leap day comes last (H. Hinnant, "chrono-
 * Compatible Low-Level Date Algorithms", formula only).
 */
int32_t jl_day_from_civil(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 -
			 year_of_era / 100 + day_of_year;

	return era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970;
}

void jl_day_to_civil(int32_t day, struct jl_civil *civil)
{
	int z = day + DAYS_TO_1970;
	int era = (z >= 0 ? z : z - (DAYS_IN_ERA - 1)) / DAYS_IN_ERA;
	int day_of_era = z - era * DAYS_IN_ERA;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
				  day_of_era / 146096) /
			  365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 -
					       year_of_era / 100);
	int m = (5 * day_of_year + 2) / 153;

	memset(civil, 0, sizeof(*civil));
	civil->day = day_of_year - (153 * m + 2) / 5 + 1;
	civil->month = m < 10 ? m + 3 : m - 9;
	civil->year = year_of_era + era * 400 + (civil->month <= 2);
}

bool jl_civil_exists(const struct jl_civil *c)
{
	return c->year >= 1900 && c->year <= 2199 && c->month >= 1 &&
	       c->month <= 12 && c->day >= 1 &&
	       c->day <= jl_days_in_month(c->year, c->month) && c->hour >= 0 &&
	       c->hour <= 23 && c->minute >= 0 && c->minute <= 59 &&
	       c->second >= 0 && c->second <= 59;
}

/* Reads exactly n digits; false when there are fewer. */
static bool digits(const char **p, const char *end, int n, int *out)
{
	int value = 0;

	if (end - *p < n)
		return false;
	for (int i = 0; i < n; i++) {
		char c = (*p)[i];

		if (c < '0' || c > '9')
			return false;
		value = value * 10 + (c - '0');
	}
	*p += n;
	*out = value;
	return true;
}

static bool literal(const char **p, const char *end, char c)
{
	if (*p == end || **p != c)
		return false;
	(*p)++;
	return true;
}

int jl_day_parse(const char *text, int32_t *day, struct jl_error *err)
{
	const char *p = text, *end = text + strlen(text);
	struct jl_civil c = {0};

	if (!digits(&p, end, 4, &c.year) || !literal(&p, end, '-') ||
		!digits(&p, end, 2, &c.month) || !literal(&p, end, '-') ||
		!digits(&p, end, 2, &c.day) || p != end)
		return jl_fail(err, JL_EINVALID,
			"'%.40s' is not a date, which looks like 2026-11-22",
			text);
	if (!jl_civil_exists(&c))
		return jl_fail(err, JL_EINVALID,
			"'%.40s': there is no such day between 1900 and 2199",
			text);
	*day = jl_day_from_civil(c.year, c.month, c.day);
	return 0;
}

const char *jl_day_format(int32_t day, char buf[JL_DAY_TEXT])
{
	struct jl_civil c;

	if (day == JL_DAY_OPEN) {
		buf[0] = '\0';
		return buf;
	}
	jl_day_to_civil(day, &c);
	snprintf(buf, JL_DAY_TEXT, "%04d-%02d-%02d", c.year % 10000,
		c.month % 100, c.day % 100);
	return buf;
}

/* Up to six digits of a second; further digits must be digits, and go. */
static bool fraction(const char **p, const char *end, int *microsecond)
{
	int value = 0, n = 0;

	while (*p < end && isdigit((unsigned char)**p)) {
		if (n < 6)
			value = value * 10 + (**p - '0');
		n++;
		(*p)++;
	}
	for (int i = n; i < 6; i++)
		value *= 10;
	*microsecond = value;
	return n > 0;
}

static bool offset(const char **p, const char *end, int *offset_s)
{
	int sign, hours, minutes;

	if (literal(p, end, 'Z') || literal(p, end, 'z')) {
		*offset_s = 0;
		return true;
	}
	if (literal(p, end, '+'))
		sign = 1;
	else if (literal(p, end, '-'))
		sign = -1;
	else
		return false;
	if (!digits(p, end, 2, &hours))
		return false;
	literal(p, end, ':');
	if (!digits(p, end, 2, &minutes) || hours > 18 || minutes > 59)
		return false;
	*offset_s = sign * (hours * 3600 + minutes * 60);
	return true;
}

bool jl_civil_parse(const char *text, size_t len, struct jl_civil *civil,
	bool *has_time, bool *has_offset, int *offset_s)
{
	const char *p = text, *end = text + len;

	memset(civil, 0, sizeof(*civil));
	*has_time = *has_offset = false;
	*offset_s = 0;
	if (!digits(&p, end, 4, &civil->year) || !literal(&p, end, '-') ||
		!digits(&p, end, 2, &civil->month) || !literal(&p, end, '-') ||
		!digits(&p, end, 2, &civil->day))
		return false;
	if (p < end) {
		if (!literal(&p, end, 'T') && !literal(&p, end, ' ') &&
			!literal(&p, end, 't'))
			return false;
		if (!digits(&p, end, 2, &civil->hour) ||
			!literal(&p, end, ':') ||
			!digits(&p, end, 2, &civil->minute))
			return false;
		*has_time = true;
		if (literal(&p, end, ':')) {
			if (!digits(&p, end, 2, &civil->second))
				return false;
			if (literal(&p, end, '.') &&
				!fraction(&p, end, &civil->microsecond))
				return false;
		}
		if (p < end) {
			if (!offset(&p, end, offset_s))
				return false;
			*has_offset = true;
		}
	}
	return p == end && jl_civil_exists(civil);
}

int64_t jl_instant_from_civil(const struct jl_civil *c, int offset_s)
{
	int64_t seconds =
		(int64_t)jl_day_from_civil(c->year, c->month, c->day) *
			SECONDS_IN_DAY +
		c->hour * 3600 + c->minute * 60 + c->second - offset_s;

	return seconds * JL_SECOND + c->microsecond;
}

/* Digits by hand: batches hold millions of instants, and printf is slow. */
static char *put_digits(char *p, int value, int n)
{
	for (int i = n - 1; i >= 0; i--) {
		p[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return p + n;
}

const char *jl_instant_format(
	int64_t instant, int offset_s, char buf[JL_INSTANT_TEXT])
{
	int64_t local, in_day, day;
	int seconds, minutes;
	struct jl_civil c;
	char *p = buf;

	/* RFC 3339 has no seconds in offsets, as local mean times had before
	 * 1937: up to the next minute, so that the instant is what is said. */
	offset_s += (60 - offset_s % 60) % 60;
	minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
	local = instant + offset_s * JL_SECOND;
	day = local / (SECONDS_IN_DAY * JL_SECOND);
	if (local < day * SECONDS_IN_DAY * JL_SECOND)
		day--;
	in_day = local - day * SECONDS_IN_DAY * JL_SECOND;
	seconds = (int)(in_day / JL_SECOND);
	jl_day_to_civil((int32_t)day, &c);
	p = put_digits(p, c.year, 4);
	*p++ = '-';
	p = put_digits(p, c.month, 2);
	*p++ = '-';
	p = put_digits(p, c.day, 2);
	*p++ = 'T';
	p = put_digits(p, seconds / 3600, 2);
	*p++ = ':';
	p = put_digits(p, seconds / 60 % 60, 2);
	*p++ = ':';
	p = put_digits(p, seconds % 60, 2);
	if (in_day % JL_SECOND) {
		*p++ = '.';
		p = put_digits(p, (int)(in_day % JL_SECOND), 6);
	}
	if (offset_s) {
		*p++ = offset_s < 0 ? '-' : '+';
		p = put_digits(p, minutes / 60, 2);
		*p++ = ':';
		p = put_digits(p, minutes % 60, 2);
	} else {
		*p++ = 'Z';
	}
	*p = '\0';
	return buf;
}

int jl_duration_parse(
	const char *text, int64_t *microseconds, struct jl_error *err)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", SECONDS_IN_DAY},
		{"wk", 7 * SECONDS_IN_DAY}};
	const char *p = text, *end = text + strlen(text);
	int64_t whole = 0;
	int micro = 0;
	bool has_digits = false;

	while (p < end && isdigit((unsigned char)*p) && whole <= longest_s) {
		whole = whole * 10 + (*p++ - '0');
		has_digits = true;
	}
	if (has_digits && literal(&p, end, '.'))
		has_digits = fraction(&p, end, &micro);
	for (size_t i = 0; has_digits && i < JL_COUNT(units); i++) {
		if (strcmp(p, units[i].name) != 0)
			continue;
		if (whole > longest_s / units[i].seconds)
			break;
		*microseconds = (whole * JL_SECOND + micro) * units[i].seconds;
		return 0;
	}
	return jl_fail(err, JL_EINVALID,
		whole > longest_s / (7 * SECONDS_IN_DAY)
			? "'%.40s' is not a duration: it is far too long"
			: "'%.40s' is not a duration, which looks like 30s, "
			  "20min, 24h, 5d or 2wk",
		text);
}

const char *jl_duration_format(int64_t microseconds, char buf[JL_DURATION_TEXT])
{
	static const struct {
		const char *name;
		int64_t seconds, least;
	} units[] = {{"wk", 7 * SECONDS_IN_DAY, 7 * SECONDS_IN_DAY},
		{"d", SECONDS_IN_DAY, 3 * SECONDS_IN_DAY}, {"h", 3600, 3600},
		{"min", 60, 60}, {"s", 1, INT64_MIN}};
	int64_t s = microseconds / JL_SECOND;
	size_t i = 0;

	while (s < units[i].least || s % units[i].seconds != 0)
		i++;
	snprintf(buf, JL_DURATION_TEXT, "%lld%s",
		(long long)(s / units[i].seconds), units[i].name);
	return buf;
}

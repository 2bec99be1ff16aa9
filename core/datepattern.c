/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Reading dates by pattern. */
#include "core/datepattern.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool number(const char **p, const char *end, int most, int *out)
{
	int value = 0, n = 0;

	while (n < most && *p < end && **p >= '0' && **p <= '9') {
		value = value * 10 + (*(*p)++ - '0');
		n++;
	}
	*out = value;
	return n > 0;
}

static bool month_name(const char **p, const char *end, int *month)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12 && end - *p >= 3; i++)
		if (strncasecmp(*p, names + (size_t)i * 3, 3) == 0) {
			*month = i + 1;
			*p += 3;
			return true;
		}
	return false;
}

static bool zone_offset(const char **p, const char *end, int *offset_s)
{
	int hours, minutes = 0, sign;

	if (*p < end && **p == 'Z') {
		(*p)++;
		*offset_s = 0;
		return true;
	}
	if (*p == end || (**p != '+' && **p != '-'))
		return false;
	sign = *(*p)++ == '-' ? -1 : 1;
	if (!number(p, end, 2, &hours))
		return false;
	if (*p < end && **p == ':')
		(*p)++;
	number(p, end, 2, &minutes);
	*offset_s = sign * (hours * 3600 + minutes * 60);
	return hours <= 18 && minutes <= 59;
}

static bool part(char directive, const char **p, const char *end,
	struct jl_civil *civil, bool *has_offset, int *offset_s)
{
	switch (directive) {
	case 'Y':
		return number(p, end, 4, &civil->year);
	case 'y':
		if (!number(p, end, 2, &civil->year))
			return false;
		civil->year += 2000;
		return true;
	case 'm':
		return number(p, end, 2, &civil->month);
	case 'b':
		return month_name(p, end, &civil->month);
	case 'd':
		return number(p, end, 2, &civil->day);
	case 'H':
		return number(p, end, 2, &civil->hour);
	case 'M':
		return number(p, end, 2, &civil->minute);
	case 'S':
		return number(p, end, 2, &civil->second);
	case 'z':
		*has_offset = true;
		return zone_offset(p, end, offset_s);
	default:
		return *p < end && *(*p)++ == directive;
	}
}

bool jl_date_by_pattern(const char *text, size_t len, const char *pattern,
	struct jl_civil *civil, bool *has_offset, int *offset_s)
{
	const char *p = text, *end = text + len;

	memset(civil, 0, sizeof(*civil));
	civil->month = civil->day = 1;
	*has_offset = false;
	*offset_s = 0;
	for (; *pattern; pattern++) {
		if (*pattern == '%' && pattern[1]) {
			if (!part(*++pattern, &p, end, civil, has_offset,
				    offset_s))
				return false;
		} else if (p == end || *p++ != *pattern) {
			return false;
		}
	}
	return p == end && jl_civil_exists(civil);
}

bool jl_date_pattern_is_known(const char *pattern)
{
	bool has_year = false;

	for (; *pattern; pattern++) {
		if (*pattern != '%')
			continue;
		if (!*++pattern || !strchr("YymbdHMSz%", *pattern))
			return false;
		has_year = has_year || *pattern == 'Y' || *pattern == 'y';
	}
	return has_year;
}

bool jl_time_by_pattern(const char *text, size_t len, const char *pattern,
	struct jl_civil *civil, bool *has_offset, int *offset_s)
{
	bool has_time;

	return pattern ? jl_date_by_pattern(text, len, pattern, civil,
				 has_offset, offset_s)
		       : jl_civil_parse(text, len, civil, &has_time, has_offset,
				 offset_s);
}

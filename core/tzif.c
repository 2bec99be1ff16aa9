/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A file has a block with times of four bytes and, from version 2 on, the same
 * again with eight and the rule behind it: that one counts.
 */
#include "core/tzif.h"

#include "core/instant.h"
#include "core/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	HEADER = 44,
	DAY_S = 86400,
	MOST = 100000, /* transitions */
	OFFSET_MOST = 26 * 3600,
};

/* The six counts of a header, in its order. */
struct counts {
	uint32_t ut, std, leap, times, types, chars;
};

struct block {
	struct counts counts;
	const uint8_t *data; /* behind the header */
	size_t size;	     /* of the data */
};

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static int64_t be_time(const uint8_t *p, size_t width)
{
	if (width == 4)
		return (int32_t)be32(p);
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

/* The block at *bytes, which become those behind it; false: it is none. */
static bool read_block(
	const uint8_t **bytes, size_t *len, size_t width, struct block *b)
{
	const uint8_t *p = *bytes;
	struct counts *c = &b->counts;

	if (*len < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	*c = (struct counts){be32(p + 20), be32(p + 24), be32(p + 28),
		be32(p + 32), be32(p + 36), be32(p + 40)};
	if (c->ut > MOST || c->std > MOST || c->leap > MOST ||
		c->times > MOST || c->types > 256 || c->chars > MOST)
		return false;
	b->size = c->times * width + c->times + c->types * 6 + c->chars +
		  c->leap * (width + 4) + c->std + c->ut;
	if (*len - HEADER < b->size)
		return false;
	b->data = p + HEADER;
	*bytes += HEADER + b->size;
	*len -= HEADER + b->size;
	return true;
}

/* Takes the times and offsets of a block. */
static const char *take(
	const struct block *b, size_t width, struct jl_tzif *zone)
{
	const struct counts *c = &b->counts;
	const uint8_t *which = b->data + c->times * width;
	const uint8_t *types = which + c->times;

	if (c->types == 0)
		return "it has no offset";
	for (size_t i = 0; i < c->types; i++) {
		int32_t offset = (int32_t)be32(types + 6 * i);

		if (offset < -OFFSET_MOST || offset > OFFSET_MOST)
			return "an offset is beyond a day";
	}
	zone->first = (int32_t)be32(types);
	zone->at = jl_xcalloc(c->times, sizeof(*zone->at));
	zone->offsets = jl_xcalloc(c->times, sizeof(*zone->offsets));
	for (size_t i = 0; i < c->times; i++) {
		if (which[i] >= c->types)
			return "a change leads to no offset";
		zone->at[i] = be_time(b->data + i * width, width);
		zone->offsets[i] = (int32_t)be32(types + 6 * which[i]);
		if (i > 0 && zone->at[i] <= zone->at[i - 1])
			return "its changes are not in order";
		zone->n = i + 1;
	}
	return NULL;
}

/* ---- the rule ---- */

/* A name of at least three letters, or of more signs in angle brackets. */
static bool skip_name(const char **at)
{
	const char *p = *at;

	if (*p == '<') {
		p += strcspn(p, ">\n");
		if (*p != '>')
			return false;
		*at = p + 1;
		return true;
	}
	while (isalpha((unsigned char)*p))
		p++;
	if (p - *at < 3)
		return false;
	*at = p;
	return true;
}

static bool read_number(const char **at, int most, int *number)
{
	int value = 0;

	if (!isdigit((unsigned char)**at))
		return false;
	while (isdigit((unsigned char)**at) && value <= most)
		value = value * 10 + (*(*at)++ - '0');
	*number = value;
	return value <= most;
}

/* "[+-]hh[:mm[:ss]]" */
static bool read_time(const char **at, int most_hours, int32_t *seconds)
{
	int sign = **at == '-' ? -1 : 1, hours, minutes = 0, rest = 0;

	*at += **at == '-' || **at == '+';
	if (!read_number(at, most_hours, &hours))
		return false;
	if (**at == ':') {
		(*at)++;
		if (!read_number(at, 59, &minutes))
			return false;
		if (**at == ':') {
			(*at)++;
			if (!read_number(at, 59, &rest))
				return false;
		}
	}
	*seconds = sign * (hours * 3600 + minutes * 60 + rest);
	return true;
}

/* "Mm.w.d", "Jn" or "n", and "/time". */
static bool read_rule(const char **at, struct jl_tz_rule *rule)
{
	const int week_hours = 167; /* RFC 8536, 3.3.1 */

	rule->time_s = 2 * 3600;
	if (*(*at)++ != ',')
		return false;
	if (**at == 'M') {
		rule->kind = JL_TZ_MONTH;
		(*at)++;
		if (!read_number(at, 12, &rule->month) || rule->month < 1 ||
			*(*at)++ != '.' || !read_number(at, 5, &rule->week) ||
			rule->week < 1 || *(*at)++ != '.' ||
			!read_number(at, 6, &rule->day))
			return false;
	} else {
		rule->kind = **at == 'J' ? JL_TZ_JULIAN : JL_TZ_DAY;
		*at += **at == 'J';
		if (!read_number(at, 365, &rule->day) ||
			(rule->kind == JL_TZ_JULIAN && rule->day < 1))
			return false;
	}
	if (**at != '/')
		return true;
	(*at)++;
	return read_time(at, week_hours, &rule->time_s);
}

/* POSIX counts offsets west of Greenwich. */
static bool read_offset(const char **at, int32_t *offset)
{
	if (!read_time(at, 24, offset))
		return false;
	*offset = -*offset;
	return true;
}

static bool read_rules(const char *at, struct jl_tzif *zone)
{
	if (!skip_name(&at) || !read_offset(&at, &zone->standard))
		return false;
	zone->has_rule = true;
	if (!*at)
		return true;
	if (!skip_name(&at))
		return false;
	zone->summer = zone->standard + 3600;
	if (*at != ',' && !read_offset(&at, &zone->summer))
		return false;
	zone->has_summer = true;
	return read_rule(&at, &zone->begin) && read_rule(&at, &zone->end) &&
	       !*at;
}

/* The line between two newlines; an empty one says nothing. */
static const char *take_footer(
	const uint8_t *bytes, size_t len, struct jl_tzif *zone)
{
	const uint8_t *end = len > 1 ? memchr(bytes + 1, '\n', len - 1) : NULL;
	char *line;
	bool is_right;

	if (!end || bytes[0] != '\n')
		return "its last line is cut off";
	line = jl_xstrndup((const char *)bytes + 1, (size_t)(end - bytes - 1));
	is_right = !*line || read_rules(line, zone);
	free(line);
	return is_right ? NULL : "its last line is no rule";
}

const char *jl_tzif_parse(const void *bytes, size_t len, struct jl_tzif *zone)
{
	const uint8_t *p = bytes;
	struct block block;
	const char *why;
	size_t width = 4;

	memset(zone, 0, sizeof(*zone));
	if (!read_block(&p, &len, 4, &block))
		return "it is no zone file";
	if (((const uint8_t *)bytes)[4] >= '2') {
		width = 8;
		if (!read_block(&p, &len, 8, &block))
			return "it is cut off";
	}
	if (block.counts.leap > 0)
		return "it counts leap seconds, which instants here do not";
	why = take(&block, width, zone);
	if (!why && width == 8)
		why = take_footer(p, len, zone);
	return why;
}

void jl_tzif_release(struct jl_tzif *zone)
{
	free(zone->at);
	free(zone->offsets);
	memset(zone, 0, sizeof(*zone));
}

/* ---- asking ---- */

static bool is_leap(int year)
{
	return jl_days_in_month(year, 2) == 29;
}

/* The day of the rule in the year, since 1970. */
static int64_t day_of(const struct jl_tz_rule *rule, int year)
{
	int32_t first = jl_day_from_civil(year, 1, 1);
	int weekday, day;

	if (rule->kind == JL_TZ_DAY)
		return first + rule->day;
	/* 29 February is never counted. */
	if (rule->kind == JL_TZ_JULIAN)
		return first + rule->day - 1 +
		       (is_leap(year) && rule->day >= 60);
	first = jl_day_from_civil(year, rule->month, 1);
	weekday = (int)(((first + 4) % 7 + 7) % 7); /* 1970 began on Thursday */
	day = (rule->day - weekday + 7) % 7 + 7 * (rule->week - 1);
	/* The fifth is the last. */
	if (day >= jl_days_in_month(year, rule->month))
		day -= 7;
	return first + day;
}

static int32_t by_rule(const struct jl_tzif *zone, int64_t at)
{
	const int64_t first = (JL_DAY_MIN - 1) * (int64_t)DAY_S;
	const int64_t last = (JL_DAY_MAX + 1) * (int64_t)DAY_S;
	struct jl_civil civil;
	int64_t local;

	if (!zone->has_summer)
		return zone->standard;
	/* Beyond all calendars the rule is that of their ends. */
	if (at < first)
		at = first;
	if (at > last)
		at = last;
	local = at + zone->standard;
	jl_day_to_civil((int32_t)(local / DAY_S - (local % DAY_S < 0)), &civil);
	/* The changes of the years around: a rule may reach over New Year. */
	for (int year = civil.year + 1; year >= civil.year - 1; year--) {
		int64_t begin = day_of(&zone->begin, year) * DAY_S +
				zone->begin.time_s - zone->standard;
		int64_t end = day_of(&zone->end, year) * DAY_S +
			      zone->end.time_s - zone->summer;

		if (begin < end && at >= end)
			return zone->standard;
		if (begin < end && at >= begin)
			return zone->summer;
		if (begin >= end && at >= begin)
			return zone->summer;
		if (begin >= end && at >= end)
			return zone->standard;
	}
	return zone->standard;
}

int32_t jl_tzif_offset(const struct jl_tzif *zone, int64_t at)
{
	size_t low = 0, high = zone->n;

	/* The first change that is later. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->at[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return zone->n == 0 && zone->has_rule ? by_rule(zone, at)
						      : zone->first;
	if (low == zone->n && zone->has_rule)
		return by_rule(zone, at);
	return zone->offsets[low - 1];
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Zones by way of the C library. tzset() takes an unknown TZ for UTC without
 * a word, so the name is looked up in the database first. Offsets at each
 * UTC midnight are remembered; only a day in which the offset changes asks
 * the library for the instant itself.
 */
#include "core/zone.h"

#include "core/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_US (INT64_C(86400) * JL_SECOND)

enum {
	FIRST_DAY = JL_DAY_MIN - 2,
	DAYS = JL_DAY_MAX - JL_DAY_MIN + 6,
	KNOWN = 1 << 20 /* added to an offset, so that 0 means "not asked" */
};

struct jl_zone {
	char *name;
	int32_t *offsets;   /* at the UTC midnight that begins each day */
	int64_t *midnights; /* local midnight of each day, 0 = not asked */
};

/* The zone whose rules tzset() has loaded. */
static const struct jl_zone *loaded;

static bool is_zone_name(const char *name)
{
	if (!*name || *name == '/' || strstr(name, ".."))
		return false;
	for (const char *p = name; *p; p++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
			    "yz0123456789_+-/",
			    *p))
			return false;
	return true;
}

static bool is_in_database(const char *name)
{
	char path[512], magic[4] = "";
	const char *dir = getenv("TZDIR");
	FILE *f;
	bool is_zone;

	snprintf(path, sizeof(path), "%s/%s",
		dir && *dir ? dir : "/usr/share/zoneinfo", name);
	f = fopen(path, "rb");
	if (!f)
		return false;
	is_zone = fread(magic, 1, 4, f) == 4 && memcmp(magic, "TZif", 4) == 0;
	fclose(f);
	return is_zone;
}

int jl_zone_open(const char *name, struct jl_zone **out, struct jl_error *err)
{
	struct jl_zone *zone;

	if (strcmp(name, "UTC") != 0 &&
		(!is_zone_name(name) || !is_in_database(name)))
		return jl_fail(err, JL_EINVALID,
			"'%.60s' is not a time zone of this computer's "
			"database; a zone looks like Europe/Paris",
			name);
	zone = jl_xcalloc(1, sizeof(*zone));
	zone->name = jl_xstrdup(name);
	zone->offsets = jl_xcalloc(DAYS, sizeof(*zone->offsets));
	zone->midnights = jl_xcalloc(DAYS, sizeof(*zone->midnights));
	*out = zone;
	return 0;
}

void jl_zone_close(struct jl_zone *zone)
{
	if (!zone)
		return;
	if (loaded == zone)
		loaded = NULL;
	free(zone->name);
	free(zone->offsets);
	free(zone->midnights);
	free(zone);
}

const char *jl_zone_name(const struct jl_zone *zone)
{
	return zone->name;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Asks the C library. */
static int exact_offset(const struct jl_zone *zone, int64_t instant)
{
	time_t seconds = (time_t)floor_div(instant, JL_SECOND);
	struct tm local;

	if (strcmp(zone->name, "UTC") == 0)
		return 0;
	if (loaded != zone) {
		setenv("TZ", zone->name, 1);
		tzset();
		loaded = zone;
	}
	if (!localtime_r(&seconds, &local))
		return 0;
	/* tm_gmtoff is not in POSIX 2008: count the difference. */
	return (int)((int64_t)jl_day_from_civil(local.tm_year + 1900,
			     local.tm_mon + 1, local.tm_mday) *
			     86400 +
		     local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec -
		     seconds);
}

static int offset_at_midnight(struct jl_zone *zone, int64_t day)
{
	int64_t i = day - FIRST_DAY;

	if (i < 0 || i >= DAYS)
		return exact_offset(zone, day * DAY_US);
	if (!zone->offsets[i])
		zone->offsets[i] = exact_offset(zone, day * DAY_US) + KNOWN;
	return zone->offsets[i] - KNOWN;
}

int jl_zone_offset(struct jl_zone *zone, int64_t instant)
{
	int64_t day = floor_div(instant, DAY_US);
	int before = offset_at_midnight(zone, day);

	if (before == offset_at_midnight(zone, day + 1))
		return before;
	return exact_offset(zone, instant);
}

int64_t jl_zone_instant(struct jl_zone *zone, const struct jl_civil *civil)
{
	int64_t as_utc = jl_instant_from_civil(civil, 0);
	int64_t day = floor_div(as_utc, DAY_US);
	/* The offsets before and after any change near this time. */
	int earlier = offset_at_midnight(zone, day - 1);
	int later = offset_at_midnight(zone, day + 2);

	if (earlier == later && earlier == offset_at_midnight(zone, day) &&
		earlier == offset_at_midnight(zone, day + 1))
		return as_utc - earlier * JL_SECOND;
	earlier = exact_offset(zone, as_utc - DAY_US);
	if (jl_zone_offset(zone, as_utc - earlier * JL_SECOND) == earlier)
		return as_utc - earlier * JL_SECOND;
	later = exact_offset(zone, as_utc + DAY_US);
	if (jl_zone_offset(zone, as_utc - later * JL_SECOND) == later)
		return as_utc - later * JL_SECOND;
	return as_utc - earlier * JL_SECOND; /* skipped: in the gap */
}

int32_t jl_zone_day(struct jl_zone *zone, int64_t instant)
{
	int64_t local = instant + jl_zone_offset(zone, instant) * JL_SECOND;

	return (int32_t)floor_div(local, DAY_US);
}

int64_t jl_zone_midnight(struct jl_zone *zone, int32_t day)
{
	int64_t i = (int64_t)day - FIRST_DAY;
	struct jl_civil civil;

	if (day == JL_DAY_OPEN)
		return JL_INSTANT_OPEN;
	if (i >= 0 && i < DAYS && zone->midnights[i])
		return zone->midnights[i];
	jl_day_to_civil(day, &civil);
	if (i < 0 || i >= DAYS)
		return jl_zone_instant(zone, &civil);
	return zone->midnights[i] = jl_zone_instant(zone, &civil);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A zone's file is read once, whole. Offsets at each UTC midnight are
 * remembered; only a day in which the offset changes is looked up by the
 * instant itself.
 */
#include "core/zone.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/tzif.h"

#include <stdlib.h>
#include <string.h>

#define DAY_US (INT64_C(86400) * JL_SECOND)

enum {
	FIRST_DAY = JL_DAY_MIN - 2,
	DAYS = JL_DAY_MAX - JL_DAY_MIN + 6,
	KNOWN = 1 << 20, /* added to an offset, so that 0 means "not asked" */
	FILE_MAX = 1 << 20,
};

struct jl_zone {
	char *name;
	struct jl_tzif rules;
	int32_t *offsets;   /* at the UTC midnight that begins each day */
	int64_t *midnights; /* local midnight of each day, 0 = not asked */
};

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

static int is_unknown(const char *name, struct jl_error *err)
{
	return jl_fail(err, JL_EINVALID,
		"'%.60s' is not a time zone of this computer's database; a "
		"zone looks like Europe/Paris",
		name);
}

/* Without its database every zone would be unknown. */
static int is_missing(const char *dir, const char *name, struct jl_error *err)
{
	if (jl_is_same_folder(dir, dir))
		return is_unknown(name, err);
	return jl_fail(err, JL_EENV,
		"%.300s: this computer has no time zones there; install tzdata",
		dir);
}

static int read_rules(
	const char *name, struct jl_tzif *rules, struct jl_error *err)
{
	const char *own = getenv("TZDIR"), *why;
	const char *dir = own && *own ? own : "/usr/share/zoneinfo";
	char *path = jl_path_join(dir, name), *bytes = NULL;
	size_t len;
	int rc = jl_file_read(path, FILE_MAX, &bytes, &len, err);

	if (rc == JL_ENOTFOUND)
		rc = is_missing(dir, name, err);
	else if (rc == JL_EINVALID)
		rc = is_unknown(name, err);
	if (rc == 0) {
		why = jl_tzif_parse(bytes, len, rules);
		if (why)
			rc = jl_fail(err, JL_EENV,
				"%.300s: the time zone cannot be read: %s",
				path, why);
	}
	free(bytes);
	free(path);
	return rc;
}

int jl_zone_open(const char *name, struct jl_zone **out, struct jl_error *err)
{
	struct jl_zone *zone;
	int rc = 0;

	if (!is_zone_name(name))
		return is_unknown(name, err);
	zone = jl_xcalloc(1, sizeof(*zone));
	zone->name = jl_xstrdup(name);
	zone->offsets = jl_xcalloc(DAYS, sizeof(*zone->offsets));
	zone->midnights = jl_xcalloc(DAYS, sizeof(*zone->midnights));
	/* All zero is UTC, which needs no database. */
	if (strcmp(name, "UTC") != 0)
		rc = read_rules(name, &zone->rules, err);
	if (rc < 0) {
		jl_zone_close(zone);
		return rc;
	}
	*out = zone;
	return 0;
}

void jl_zone_close(struct jl_zone *zone)
{
	if (!zone)
		return;
	jl_tzif_release(&zone->rules);
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

static int exact_offset(const struct jl_zone *zone, int64_t instant)
{
	return jl_tzif_offset(&zone->rules, floor_div(instant, JL_SECOND));
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

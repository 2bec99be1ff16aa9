/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Reads periods; every form becomes a half-open interval of days. */
#include "core/period.h"

#include "core/mem.h"

#include <stdio.h>
#include <string.h>

int32_t jl_month_start(int32_t day, int n)
{
	struct jl_civil c;
	int months;

	jl_day_to_civil(day, &c);
	months = c.year * 12 + c.month - 1 + n;
	return jl_day_from_civil(months / 12, months % 12 + 1, 1);
}

static void set_months(struct jl_period *period, int32_t first, int months)
{
	period->since = first;
	period->until = jl_month_start(first, months);
	period->step = JL_STEP_MONTHS;
	period->months = months;
}

/* The first day of the unit of `months` months around the day. */
static int32_t unit_start(int32_t day, int months, int year_start)
{
	struct jl_civil c;

	jl_day_to_civil(day, &c);
	return jl_month_start(day, -((c.month - year_start + 12) % months));
}

const char *const jl_period_words[] = {"last-month", "last-quarter",
	"last-year", "last-fiscal-quarter", "last-fiscal-year", "this-month",
	"this-quarter", "this-year", "this-fiscal-quarter", "this-fiscal-year",
	NULL};

static bool relative(const char *text, int32_t today, int fiscal_start,
	struct jl_period *period)
{
	/* As the words name them: those of the last, then of this one. */
	static const struct {
		int months;
		bool is_fiscal;
	} units[] = {
		{1, false}, {3, false}, {12, false}, {3, true}, {12, true}};

	for (size_t i = 0; jl_period_words[i]; i++) {
		int months = units[i % JL_COUNT(units)].months;
		bool is_fiscal = units[i % JL_COUNT(units)].is_fiscal;
		int32_t first;

		if (strcmp(text, jl_period_words[i]) != 0)
			continue;
		first = unit_start(today, months, is_fiscal ? fiscal_start : 1);
		if (i < JL_COUNT(units))
			first = jl_month_start(first, -months);
		set_months(period, first, months);
		return true;
	}
	return false;
}

static bool calendar(
	const char *text, int fiscal_start, struct jl_period *period)
{
	bool fiscal = strncmp(text, "FY", 2) == 0;
	int year, part, end = 0;
	int first_month = fiscal ? fiscal_start : 1;
	int32_t first;

	if (fiscal)
		text += 2;
	if (strspn(text, "0123456789") != 4)
		return false;
	if (sscanf(text, "%4d%n", &year, &end) != 1 || year < 1900 ||
		year > 2198)
		return false;
	first = jl_day_from_civil(year, first_month, 1);
	text += end;
	if (!*text) {
		set_months(period, first, 12);
		return true;
	}
	if (strlen(text) == 3 && text[0] == '-' && text[1] == 'Q' &&
		text[2] >= '1' && text[2] <= '4') {
		set_months(
			period, jl_month_start(first, 3 * (text[2] - '1')), 3);
		return true;
	}
	if (!fiscal && strlen(text) == 3 && text[0] == '-' &&
		strspn(text + 1, "0123456789") == 2 &&
		sscanf(text + 1, "%2d", &part) == 1 && part >= 1 &&
		part <= 12) {
		set_months(period, jl_day_from_civil(year, part, 1), 1);
		return true;
	}
	return false;
}

static int span(const char *text, const char *dots, struct jl_period *period,
	struct jl_error *err)
{
	char from[16];
	int32_t last = 0;
	int rc;

	snprintf(from, sizeof(from), "%.*s",
		(int)(dots - text < 15 ? dots - text : 15), text);
	rc = jl_day_parse(from, &period->since, err);
	if (rc == 0)
		rc = jl_day_parse(dots + 2, &last, err);
	if (rc < 0)
		return rc;
	if (last < period->since)
		return jl_fail(err, JL_EINVALID,
			"'%.60s' ends before it begins", text);
	period->until = last + 1;
	period->step = JL_STEP_DAYS;
	return 0;
}

int jl_period_parse_dated(const char *text, int fiscal_start,
	struct jl_period *period, struct jl_error *err)
{
	const char *dots = strstr(text, "..");

	memset(period, 0, sizeof(*period));
	if (dots)
		return span(text, dots, period, err);
	if (calendar(text, fiscal_start, period))
		return 0;
	if (jl_day_parse(text, &period->since, err) == 0) {
		period->until = period->since + 1;
		period->step = JL_STEP_DAYS;
		return 0;
	}
	return jl_fail(err, JL_EINVALID,
		"'%.40s' is not a period, which looks like 2026, 2026-09, "
		"2026-Q3, FY2026-Q3, 2026-09-30 or 2026-09-01..2026-09-30",
		text);
}

int jl_period_parse(const char *text, int32_t today, int fiscal_start,
	struct jl_period *period, struct jl_error *err)
{
	int rc = 0;

	memset(period, 0, sizeof(*period));
	if (!relative(text, today, fiscal_start, period))
		rc = jl_period_parse_dated(text, fiscal_start, period, err);
	if (rc < 0 && !strstr(text, ".."))
		jl_fail(err, JL_EINVALID,
			"'%.40s' is not a period, which looks like 2026, "
			"2026-09, 2026-Q3, FY2026-Q3, 2026-09-01..2026-09-30 "
			"or last-quarter",
			text);
	return rc;
}

struct jl_period jl_period_before(const struct jl_period *period)
{
	struct jl_period before = *period;

	before.until = period->since;
	before.since =
		period->step == JL_STEP_MONTHS
			? jl_month_start(period->since, -period->months)
			: period->since - (period->until - period->since);
	return before;
}

const char *jl_period_format(
	const struct jl_period *period, char buf[JL_PERIOD_TEXT])
{
	char first[JL_DAY_TEXT], last[JL_DAY_TEXT];

	snprintf(buf, JL_PERIOD_TEXT, "%s..%s",
		jl_day_format(period->since, first),
		jl_day_format(period->until - 1, last));
	return buf;
}

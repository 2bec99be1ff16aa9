/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/instant.h"
#include "core/zone.h"

#include "core/datepattern.h"
#include "core/period.h"
#include "tests/support/test.h"

struct date_row {
	const char *sentence;
	const char *text;
	int32_t day; /* INT32_MIN: refused */
	const char *message;
};

/* Day numbers by `date -u -d DATE +%s` / 86400. */
static const struct date_row dates[] = {
	{"the_first_day_of_unix_time_is_day_0", "1970-01-01", 0, NULL},
	{"a_leap_day_exists_in_a_leap_year", "2024-02-29", 19782, NULL},
	{"the_year_2000_was_a_leap_year", "2000-02-29", 11016, NULL},
	{"days_before_1970_are_negative", "1969-12-31", -1, NULL},
	{"the_first_day_accepted_is_in_1900", "1900-01-01", -25567, NULL},
	{"the_last_day_accepted_is_in_2199", "2199-12-31", 84005, NULL},
	{"thirty_first_of_february_is_refused", "2026-02-31", INT32_MIN,
		"no such day"},
	{"a_leap_day_in_a_common_year_is_refused", "2025-02-29", INT32_MIN,
		"no such day"},
	{"1900_was_no_leap_year", "1900-02-29", INT32_MIN, "no such day"},
	{"month_13_is_refused", "2026-13-01", INT32_MIN, "no such day"},
	{"a_day_without_leading_zero_is_refused", "2026-1-1", INT32_MIN,
		"is not a date"},
	{"text_behind_the_date_is_refused", "2026-01-01x", INT32_MIN,
		"is not a date"},
	{"a_date_in_another_order_is_refused", "01.02.2026", INT32_MIN,
		"is not a date"},
	{"an_empty_text_is_refused", "", INT32_MIN, "is not a date"},
	{"a_year_after_2199_is_refused", "2200-01-01", INT32_MIN,
		"no such day"},
};

static void reads_date(void **state)
{
	const struct date_row *row = *state;
	char text[JL_DAY_TEXT];
	struct jl_error err;
	int32_t day;
	int rc = jl_day_parse(row->text, &day, &err);

	if (row->day == INT32_MIN) {
		assert_error(rc, JL_EINVALID, &err, row->message);
		return;
	}
	assert_number_equal(rc, 0);
	assert_number_equal(day, row->day);
	assert_string_equal(jl_day_format(day, text), row->text);
}

static void every_day_there_and_back_is_the_same(void **state)
{
	struct jl_civil c;

	(void)state;
	for (int32_t day = JL_DAY_MIN; day <= JL_DAY_MAX; day++) {
		jl_day_to_civil(day, &c);
		assert_true(jl_civil_exists(&c));
		assert_number_equal(
			jl_day_from_civil(c.year, c.month, c.day), day);
	}
}

struct duration_row {
	const char *sentence;
	const char *text;
	int64_t seconds; /* -1: refused */
};

static const struct duration_row durations[] = {
	{"seconds", "30s", 30},
	{"minutes", "20min", 1200},
	{"seconds_of_centuries", "19199991168s", INT64_C(19199991168)},
	{"hours", "24h", 86400},
	{"days_are_24_hours", "5d", 432000},
	{"weeks_are_7_days", "2wk", 1209600},
	{"a_fraction_of_an_hour", "1.5h", 5400},
	{"a_duration_without_unit_is_refused", "24", -1},
	{"a_duration_without_number_is_refused", "h", -1},
	{"an_unknown_unit_is_refused", "3m", -1},
	{"a_negative_duration_is_refused", "-3h", -1},
	{"a_blank_before_the_unit_is_refused", "3 h", -1},
};

static void reads_duration(void **state)
{
	const struct duration_row *row = *state;
	struct jl_error err;
	int64_t us = 0;
	int rc = jl_duration_parse(row->text, &us, &err);

	if (row->seconds < 0) {
		assert_error(rc, JL_EINVALID, &err, "is not a duration");
		return;
	}
	assert_number_equal(rc, 0);
	assert_number_equal(us, row->seconds * JL_SECOND);
}

struct local_row {
	const char *sentence;
	const char *zone;
	const char *local; /* what the clock showed */
	const char *utc;   /* the instant, by `date -u -d 'TZ="ZONE" LOCAL'` */
};

static const struct local_row locals[] = {
	{"winter_time_in_paris", "Europe/Paris", "2026-01-15T12:00:00",
		"2026-01-15T11:00:00Z"},
	{"summer_time_in_paris", "Europe/Paris", "2026-07-15T12:00:00",
		"2026-07-15T10:00:00Z"},
	{"midnight_before_the_clocks_go_forward", "Europe/Paris",
		"2026-03-29T00:00:00", "2026-03-28T23:00:00Z"},
	{"a_skipped_time_goes_on_with_the_offset_before", "Europe/Paris",
		"2026-03-29T02:30:00", "2026-03-29T01:30:00Z"},
	{"the_first_second_after_the_gap", "Europe/Paris",
		"2026-03-29T03:00:00", "2026-03-29T01:00:00Z"},
	{"a_time_that_came_twice_is_its_first", "Europe/Paris",
		"2026-10-25T02:30:00", "2026-10-25T00:30:00Z"},
	{"the_midnight_after_the_clocks_went_back", "Europe/Paris",
		"2026-10-26T00:00:00", "2026-10-25T23:00:00Z"},
	{"a_skipped_midnight_begins_when_the_gap_ends", "Africa/Cairo",
		"2024-04-26T00:00:00", "2024-04-25T22:00:00Z"},
	{"half_hour_offsets", "Asia/Kolkata", "2026-05-01T00:00:00",
		"2026-04-30T18:30:00Z"},
	{"far_east_of_the_date_line", "Pacific/Kiritimati",
		"2026-01-01T00:00:00", "2025-12-31T10:00:00Z"},
	{"utc_itself", "UTC", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z"},
};

static void converts_local_time(void **state)
{
	const struct local_row *row = *state;
	char text[JL_INSTANT_TEXT];
	struct jl_zone *zone;
	struct jl_error err;
	struct jl_civil civil;
	bool has_time, has_offset;
	int offset;
	int64_t instant;

	assert_number_equal(jl_zone_open(row->zone, &zone, &err), 0);
	assert_true(jl_civil_parse(row->local, strlen(row->local), &civil,
		&has_time, &has_offset, &offset));
	instant = jl_zone_instant(zone, &civil);
	assert_string_equal(jl_instant_format(instant, 0, text), row->utc);
	jl_zone_close(zone);
}

static void unknown_zones_are_refused_not_taken_for_utc(void **state)
{
	static const char *const names[] = {"Europe/Pariss", "",
		"../etc/passwd", "/etc/localtime", "Mars/Olympus", "zone.tab"};
	struct jl_error err;
	struct jl_zone *zone;

	(void)state;
	for (size_t i = 0; i < JL_COUNT(names); i++)
		assert_error(jl_zone_open(names[i], &zone, &err), JL_EINVALID,
			&err, "is not a time zone");
}

static void two_zones_at_once_do_not_disturb_each_other(void **state)
{
	struct jl_zone *paris, *tokyo;
	struct jl_error err;

	(void)state;
	assert_number_equal(jl_zone_open("Europe/Paris", &paris, &err), 0);
	assert_number_equal(jl_zone_open("Asia/Tokyo", &tokyo, &err), 0);
	for (int32_t day = 20000; day < 20400; day++) {
		int64_t noon = jl_zone_midnight(paris, day) +
			       INT64_C(12) * 3600 * JL_SECOND;

		assert_number_equal(jl_zone_day(paris, noon), day);
		assert_number_equal(jl_zone_midnight(tokyo, day),
			(int64_t)day * 86400 * JL_SECOND -
				INT64_C(9) * 3600 * JL_SECOND);
	}
	jl_zone_close(paris);
	jl_zone_close(tokyo);
}

struct instant_row {
	const char *sentence;
	const char *text;
	const char *utc; /* NULL: refused */
};

static const struct instant_row instants[] = {
	{"an_offset_is_respected", "2026-11-22T10:15:00+02:00",
		"2026-11-22T08:15:00Z"},
	{"an_offset_without_colon", "2026-11-22T10:15:00-0530",
		"2026-11-22T15:45:00Z"},
	{"fractions_to_the_microsecond", "2026-11-22T10:15:00.123456Z",
		"2026-11-22T10:15:00.123456Z"},
	{"digits_beyond_a_microsecond_go", "2026-11-22T10:15:00.1234567Z",
		"2026-11-22T10:15:00.123456Z"},
	{"a_blank_may_stand_for_the_t", "2026-11-22 10:15Z",
		"2026-11-22T10:15:00Z"},
	{"hour_24_is_refused", "2026-11-22T24:00:00Z", NULL},
	{"a_leap_second_is_refused", "2016-12-31T23:59:60Z", NULL},
	{"a_time_without_minutes_is_refused", "2026-11-22T10Z", NULL},
	{"a_dot_without_digits_is_refused", "2026-11-22T10:15:00.Z", NULL},
};

static void reads_instant(void **state)
{
	const struct instant_row *row = *state;
	char text[JL_INSTANT_TEXT];
	struct jl_civil civil;
	bool has_time, has_offset;
	int offset;
	bool ok = jl_civil_parse(row->text, strlen(row->text), &civil,
		&has_time, &has_offset, &offset);

	assert_int_equal(ok, row->utc != NULL);
	if (!ok)
		return;
	assert_true(has_offset);
	assert_string_equal(
		jl_instant_format(
			jl_instant_from_civil(&civil, offset), 0, text),
		row->utc);
}

struct period_row {
	const char *sentence;
	const char *text;
	const char *shown; /* first..last, NULL: refused */
	const char *before;
};

/* Today is 2026-11-22; the fiscal year begins in April. */
static const struct period_row periods[] = {
	{"a_year", "2026", "2026-01-01..2026-12-31", "2025-01-01..2025-12-31"},
	{"a_month", "2026-09", "2026-09-01..2026-09-30",
		"2026-08-01..2026-08-31"},
	{"a_quarter", "2026-Q3", "2026-07-01..2026-09-30",
		"2026-04-01..2026-06-30"},
	{"a_fiscal_year_begins_in_its_year", "FY2026", "2026-04-01..2027-03-31",
		"2025-04-01..2026-03-31"},
	{"a_fiscal_quarter", "FY2026-Q3", "2026-10-01..2026-12-31",
		"2026-07-01..2026-09-30"},
	{"the_fourth_fiscal_quarter_is_in_the_next_year", "FY2026-Q4",
		"2027-01-01..2027-03-31", "2026-10-01..2026-12-31"},
	{"both_ends_of_a_span_are_included", "2026-09-01..2026-09-30",
		"2026-09-01..2026-09-30", "2026-08-02..2026-08-31"},
	{"one_day", "2026-09-30", "2026-09-30..2026-09-30",
		"2026-09-29..2026-09-29"},
	{"last_quarter", "last-quarter", "2026-07-01..2026-09-30",
		"2026-04-01..2026-06-30"},
	{"this_quarter", "this-quarter", "2026-10-01..2026-12-31",
		"2026-07-01..2026-09-30"},
	{"last_month", "last-month", "2026-10-01..2026-10-31",
		"2026-09-01..2026-09-30"},
	{"last_year", "last-year", "2025-01-01..2025-12-31",
		"2024-01-01..2024-12-31"},
	{"this_fiscal_year", "this-fiscal-year", "2026-04-01..2027-03-31",
		"2025-04-01..2026-03-31"},
	{"last_fiscal_quarter", "last-fiscal-quarter", "2026-07-01..2026-09-30",
		"2026-04-01..2026-06-30"},
	{"february_of_a_leap_year", "2024-02", "2024-02-01..2024-02-29",
		"2024-01-01..2024-01-31"},
	{"a_fifth_quarter_is_refused", "2026-Q5", NULL, NULL},
	{"month_13_is_refused", "2026-13", NULL, NULL},
	{"a_span_that_ends_before_it_begins_is_refused",
		"2026-09-30..2026-09-01", NULL, NULL},
	{"an_open_span_is_refused", "2026-09-30..", NULL, NULL},
	{"another_word_is_refused", "next-quarter", NULL, NULL},
	{"nothing_is_refused", "", NULL, NULL},
};

static void reads_period(void **state)
{
	const struct period_row *row = *state;
	char text[JL_PERIOD_TEXT];
	struct jl_period period, before;
	struct jl_error err;
	int32_t today = jl_day_from_civil(2026, 11, 22);
	int rc = jl_period_parse(row->text, today, 4, &period, &err);

	if (!row->shown) {
		assert_number_equal(rc, JL_EINVALID);
		return;
	}
	assert_number_equal(rc, 0);
	assert_string_equal(jl_period_format(&period, text), row->shown);
	before = jl_period_before(&period);
	assert_string_equal(jl_period_format(&before, text), row->before);
}

struct pattern_row {
	const char *sentence;
	const char *pattern, *text;
	const char *utc; /* NULL: refused; without %z read as UTC */
};

static const struct pattern_row patterns[] = {
	{"day_first", "%d/%m/%Y", "31/12/2026", "2026-12-31T00:00:00Z"},
	{"day_and_time", "%d.%m.%Y %H:%M", "3.4.2026 9:05",
		"2026-04-03T09:05:00Z"},
	{"month_by_name", "%d-%b-%Y", "05-jan-2026", "2026-01-05T00:00:00Z"},
	{"two_digit_years_are_in_this_century", "%m/%d/%y", "02/03/26",
		"2026-02-03T00:00:00Z"},
	{"an_offset", "%Y%m%d %H%M%S%z", "20260203 101500+0100",
		"2026-02-03T09:15:00Z"},
	{"thirty_february_is_refused", "%d/%m/%Y", "30/02/2026", NULL},
	{"text_behind_is_refused", "%d/%m/%Y", "01/02/2026 10:00", NULL},
	{"too_little_text_is_refused", "%d/%m/%Y %H:%M", "01/02/2026", NULL},
};

static void reads_by_pattern(void **state)
{
	const struct pattern_row *row = *state;
	char text[JL_INSTANT_TEXT];
	struct jl_civil civil;
	bool has_offset;
	int offset;
	bool ok = jl_date_by_pattern(row->text, strlen(row->text), row->pattern,
		&civil, &has_offset, &offset);

	assert_true(jl_date_pattern_is_known(row->pattern));
	assert_int_equal(ok, row->utc != NULL);
	if (ok)
		assert_string_equal(
			jl_instant_format(
				jl_instant_from_civil(&civil, offset), 0, text),
			row->utc);
}

static void patterns_with_unknown_letters_are_known_to_be_so(void **state)
{
	(void)state;
	assert_false(jl_date_pattern_is_known("%d/%m"));
	assert_false(jl_date_pattern_is_known("%Q %Y"));
	assert_false(jl_date_pattern_is_known("%Y %"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_there_and_back_is_the_same),
		cmocka_unit_test(unknown_zones_are_refused_not_taken_for_utc),
		cmocka_unit_test(two_zones_at_once_do_not_disturb_each_other),
		cmocka_unit_test(
			patterns_with_unknown_letters_are_known_to_be_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("dates", dates, reads_date) +
	       RUN_ROWS("durations", durations, reads_duration) +
	       RUN_ROWS("local times", locals, converts_local_time) +
	       RUN_ROWS("instants", instants, reads_instant) +
	       RUN_ROWS("periods", periods, reads_period) +
	       RUN_ROWS("date patterns", patterns, reads_by_pattern);
}

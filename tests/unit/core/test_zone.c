/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Zones: facts of the IANA database (2024a) written as instants, and what must
 * hold on every day of every kind of zone.
 */
#include "core/zone.h"

#include "core/mem.h"
#include "tests/support/test.h"

static const struct row {
	const char *sentence, *zone, *instant;
	int offset_s;
} rows[] = {
	{"paris_in_winter", "Europe/Paris", "2026-01-15T12:00:00Z", 3600},
	{"paris_in_summer", "Europe/Paris", "2026-07-15T12:00:00Z", 7200},
	{"paris_one_second_before_summer", "Europe/Paris",
		"2026-03-29T00:59:59Z", 3600},
	{"paris_at_the_first_second_of_summer", "Europe/Paris",
		"2026-03-29T01:00:00Z", 7200},
	{"paris_one_second_before_winter", "Europe/Paris",
		"2026-10-25T00:59:59Z", 7200},
	{"paris_at_the_first_second_of_winter", "Europe/Paris",
		"2026-10-25T01:00:00Z", 3600},
	{"london_had_summer_time_all_of_1970", "Europe/London",
		"1970-01-15T12:00:00Z", 3600},
	{"new_york_in_winter", "America/New_York", "2026-01-15T12:00:00Z",
		-18000},
	{"new_york_on_its_own_date", "America/New_York", "2026-03-08T06:59:59Z",
		-18000},
	{"new_york_in_summer", "America/New_York", "2026-03-08T07:00:00Z",
		-14400},
	{"sydney_has_summer_in_january", "Australia/Sydney",
		"2026-01-15T12:00:00Z", 39600},
	{"sydney_in_july", "Australia/Sydney", "2026-07-15T12:00:00Z", 36000},
	{"lord_howe_moves_by_half_an_hour", "Australia/Lord_Howe",
		"2026-01-15T12:00:00Z", 39600},
	{"lord_howe_in_july", "Australia/Lord_Howe", "2026-07-15T12:00:00Z",
		37800},
	{"nepal_is_at_three_quarters", "Asia/Kathmandu", "2026-01-15T12:00:00Z",
		20700},
	{"india_has_one_time", "Asia/Kolkata", "2026-07-15T12:00:00Z", 19800},
	{"chatham_is_ahead_of_most", "Pacific/Chatham", "2026-01-15T12:00:00Z",
		49500},
	{"kiritimati_is_first", "Pacific/Kiritimati", "2026-01-15T12:00:00Z",
		50400},
	{"pago_pago_is_last", "Pacific/Pago_Pago", "2026-01-15T12:00:00Z",
		-39600},
	{"sao_paulo_gave_summer_time_up_in_2019", "America/Sao_Paulo",
		"2026-01-15T12:00:00Z", -10800},
	{"sao_paulo_before_it_did", "America/Sao_Paulo", "2019-01-15T12:00:00Z",
		-7200},
	{"istanbul_stayed_in_summer", "Europe/Istanbul", "2026-01-15T12:00:00Z",
		10800},
	{"utc", "UTC", "2026-07-15T12:00:00Z", 0},
	{"rules_go_on_beyond_2037", "Europe/Paris", "2150-07-15T12:00:00Z",
		7200},
};

static int64_t instant_of(const char *text)
{
	struct jl_civil civil;
	bool has_time, has_offset;
	int offset_s;

	assert_true(jl_civil_parse(
		text, strlen(text), &civil, &has_time, &has_offset, &offset_s));
	return jl_instant_from_civil(&civil, offset_s);
}

static void has_the_offset(void **state)
{
	const struct row *row = *state;
	struct jl_zone *zone = NULL;
	struct jl_error err;

	assert_number_equal(jl_zone_open(row->zone, &zone, &err), 0);
	assert_string_equal(jl_zone_name(zone), row->zone);
	assert_number_equal(
		jl_zone_offset(zone, instant_of(row->instant)), row->offset_s);
	jl_zone_close(zone);
}

static const char *const kinds[] = {"UTC", "Europe/Paris", "America/New_York",
	"Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham",
	"Africa/Cairo", "America/Sao_Paulo", "Pacific/Kiritimati",
	"Europe/London", "America/Havana", "Asia/Beirut"};

/* A day begins at its midnight and ends where the next one begins: neither an
 * instant too many nor one too few, in 25 to 23 hours. */
static void days_follow_each_other_without_a_gap(void **state)
{
	(void)state;
	for (size_t z = 0; z < JL_COUNT(kinds); z++) {
		struct jl_zone *zone = NULL;
		struct jl_error err;
		int64_t length;

		assert_number_equal(jl_zone_open(kinds[z], &zone, &err), 0);
		for (int32_t day = 10957; day < 10957 + 11000; day++) {
			int64_t midnight = jl_zone_midnight(zone, day);

			length = jl_zone_midnight(zone, day + 1) - midnight;
			if (jl_zone_day(zone, midnight) != day ||
				jl_zone_day(zone, midnight - 1) != day - 1 ||
				length < 22 * 3600 * JL_SECOND ||
				length > 26 * 3600 * JL_SECOND)
				fail_msg("%s, day %d", kinds[z], (int)day);
		}
		jl_zone_close(zone);
	}
}

/* A clock time that was shown once leads back to itself. */
static void a_time_there_and_back_is_the_same(void **state)
{
	int64_t hour = 3600 * JL_SECOND;

	(void)state;
	for (size_t z = 0; z < JL_COUNT(kinds); z++) {
		struct jl_zone *zone = NULL;
		struct jl_error err;
		int twice = 0;

		assert_number_equal(jl_zone_open(kinds[z], &zone, &err), 0);
		for (int64_t t = instant_of("2025-01-01T00:30:00Z");
			t < instant_of("2027-01-01T00:00:00Z"); t += hour) {
			char text[JL_INSTANT_TEXT];
			struct jl_civil civil;
			bool has_time, has_offset;
			int offset_s;
			int64_t back;

			jl_instant_format(t, jl_zone_offset(zone, t), text);
			assert_true(jl_civil_parse(text, strlen(text), &civil,
				&has_time, &has_offset, &offset_s));
			assert_number_equal(
				jl_instant_from_civil(&civil, offset_s), t);
			back = jl_zone_instant(zone, &civil);
			/* A time that came twice is its first. */
			if (back != t && back != t - hour &&
				back != t - hour / 2)
				fail_msg("%s in %s", text, kinds[z]);
			twice += back != t;
		}
		/* Two autumns at most. */
		assert_true(twice <= 2);
		jl_zone_close(zone);
	}
}

/* Offsets with seconds, of local mean time, are written up to the minute. */
static void the_text_of_an_instant_is_that_instant(void **state)
{
	static const char *const texts[] = {"1900-06-01T00:00:00Z",
		"1911-03-10T23:50:39Z", "1937-01-01T00:00:00Z",
		"1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z",
		"2026-03-29T01:00:00Z", "2199-12-30T23:59:59Z"};

	(void)state;
	for (size_t z = 0; z < JL_COUNT(kinds); z++) {
		struct jl_zone *zone = NULL;
		struct jl_error err;

		assert_number_equal(jl_zone_open(kinds[z], &zone, &err), 0);
		for (size_t i = 0; i < JL_COUNT(texts); i++) {
			int64_t t = instant_of(texts[i]) + 123456;
			char text[JL_INSTANT_TEXT];

			jl_instant_format(t, jl_zone_offset(zone, t), text);
			if (instant_of(text) != t)
				fail_msg("%s in %s is %s", texts[i], kinds[z],
					text);
		}
		jl_zone_close(zone);
	}
}

static void a_day_that_never_ends_has_no_midnight(void **state)
{
	struct jl_zone *zone = NULL;
	struct jl_error err;

	(void)state;
	assert_number_equal(jl_zone_open("Europe/Paris", &zone, &err), 0);
	assert_true(jl_zone_midnight(zone, JL_DAY_OPEN) == JL_INSTANT_OPEN);
	jl_zone_close(zone);
}

/* Names that could lead the C library to a file of somebody's. */
static void names_that_lead_elsewhere_are_refused(void **state)
{
	static const char *const names[] = {"../../etc/passwd",
		"/etc/localtime", ":Europe/Paris", "Europe/../Europe/Paris",
		"Europe", "Europe/", "EST5EDT,M3.2.0,M11.1.0", "europe/paris\n",
		"UTC+1 ", "."};

	(void)state;
	for (size_t i = 0; i < JL_COUNT(names); i++) {
		struct jl_zone *zone = NULL;
		struct jl_error err;

		assert_error(jl_zone_open(names[i], &zone, &err), JL_EINVALID,
			&err, "zone");
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_follow_each_other_without_a_gap),
		cmocka_unit_test(a_time_there_and_back_is_the_same),
		cmocka_unit_test(the_text_of_an_instant_is_that_instant),
		cmocka_unit_test(a_day_that_never_ends_has_no_midnight),
		cmocka_unit_test(names_that_lead_elsewhere_are_refused),
	};
	int failed = RUN_ROWS("offsets", rows, has_the_offset);

	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}

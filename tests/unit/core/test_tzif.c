/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Zone files against the C library, and files that are none. */
#define _GNU_SOURCE /* tm_gmtoff */
#include "core/tzif.h"

#include "core/file.h"
#include "tests/support/test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

static const char database[] = "/usr/share/zoneinfo";

enum { DAY_S = 86400, STEP_S = 61 * DAY_S + 7919 };

static const int64_t first_s = -2208988800; /* 1900-01-01 */
static const int64_t last_s = 7258118400;   /* 2200-01-01 */

static int32_t by_c_library(int64_t at)
{
	time_t seconds = (time_t)at;
	struct tm local;

	assert_non_null(localtime_r(&seconds, &local));
	return (int32_t)local.tm_gmtoff;
}

static void must_agree(const char *name, const struct jl_tzif *zone, int64_t at)
{
	int32_t ours = jl_tzif_offset(zone, at), theirs = by_c_library(at);

	if (ours != theirs)
		fail_msg("%s at %lld: %d, and the C library has %d", name,
			(long long)at, (int)ours, (int)theirs);
}

/* Each change, the second before it, and instants all over three centuries. */
static void compare(const char *name, const struct jl_tzif *zone)
{
	setenv("TZ", name, 1);
	tzset();
	for (size_t i = 0; i < zone->n; i++) {
		if (zone->at[i] <= first_s)
			continue;
		must_agree(name, zone, zone->at[i]);
		must_agree(name, zone, zone->at[i] - 1);
	}
	for (int64_t at = first_s; at < last_s; at += STEP_S)
		must_agree(name, zone, at);
	setenv("TZ", "UTC", 1);
	tzset();
}

static size_t compare_folder(const char *folder)
{
	char *full =
		folder ? jl_path_join(database, folder) : jl_xstrdup(database);
	struct dirent **entries = NULL;
	int n = scandir(full, &entries, NULL, alphasort);
	size_t compared = 0;

	for (int i = 0; i < n; i++) {
		char *path = jl_path_join(full, entries[i]->d_name), *bytes;
		char *name = folder ? jl_path_join(folder, entries[i]->d_name)
				    : jl_xstrdup(entries[i]->d_name);
		struct jl_error err;
		struct jl_tzif zone;
		struct stat st;
		size_t len;

		/* "right" counts leap seconds. */
		if (entries[i]->d_name[0] == '.' || stat(path, &st) != 0 ||
			strncmp(name, "right", 5) == 0) {
			;
		} else if (S_ISDIR(st.st_mode)) {
			compared += compare_folder(name);
		} else if (jl_file_read(path, 1 << 20, &bytes, &len, &err) ==
			   0) {
			if (!jl_tzif_parse(bytes, len, &zone)) {
				compare(name, &zone);
				compared++;
			}
			jl_tzif_release(&zone);
			free(bytes);
		}
		free(path);
		free(name);
		free(entries[i]);
	}
	free(entries);
	free(full);
	return compared;
}

static void every_zone_of_the_database_is_as_the_c_library_has_it(void **state)
{
	size_t n = compare_folder(NULL);

	(void)state;
	if (n < 300)
		fail_msg("only %zu zones were compared", n);
}

/* ---- rules, by the calendar ---- */

struct row {
	const char *sentence, *rule;
	int64_t at;
	int32_t offset;
};

/* Instants by `date -u -d`, offsets by reading the rule. */
static const struct row rows[] = {
	{"a rule without summer time", "JST-9", 1784116800, 32400},
	{"a name in angle brackets", "<+0545>-5:45", 1784116800, 20700},
	{"summer begins on the last Sunday of March",
		"CET-1CEST,M3.5.0,M10.5.0/3", 1774746000, 7200},
	{"and not a second before", "CET-1CEST,M3.5.0,M10.5.0/3", 1774745999,
		3600},
	{"summer over New Year", "AEST-10AEDT,M10.1.0,M4.1.0/3", 1768478400,
		39600},
	{"winter in July", "AEST-10AEDT,M10.1.0,M4.1.0/3", 1784116800, 36000},
	{"summer of half an hour", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
		1768478400, 39600},
	/* J60 is always 1 March: noon UTC of 29 February and 1 March 2028. */
	{"a day that leap years do not move", "AAA0BBB,J60/0,J300", 1835438400,
		0},
	{"1 March in a leap year", "AAA0BBB,J60/0,J300", 1835524800, 3600},
	{"a day that leap years move", "AAA0BBB,59/0,300", 1835438400, 3600},
	{"before all calendars the rule goes on", "CET-1CEST,M3.5.0,M10.5.0/3",
		INT64_MIN, 3600},
	{"and after them", "AEST-10AEDT,M10.1.0,M4.1.0/3", INT64_MAX, 39600},
	{"a time before the day", "AAA0BBB,M3.5.0/-2,M10.5.0", 1774735200,
		3600},
};

/* A file of version 2 with one offset, no change, and the rule. */
static size_t make_file(const char *rule, char *bytes, size_t size)
{
	static const char head[] =
		"TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4"
		"\0\0\0\0\0\0UTC";
	size_t len = sizeof(head), n;

	assert_true(2 * len + strlen(rule) + 3 < size);
	memcpy(bytes, head, len);
	memcpy(bytes + len, head, len);
	n = (size_t)snprintf(bytes + 2 * len, size - 2 * len, "\n%s\n", rule);
	return 2 * len + n;
}

static void follows_the_rule(void **state)
{
	const struct row *row = *state;
	struct jl_tzif zone;
	char bytes[400];
	size_t len = make_file(row->rule, bytes, sizeof(bytes));
	const char *why = jl_tzif_parse(bytes, len, &zone);

	if (why)
		fail_msg("%s", why);
	assert_number_equal(jl_tzif_offset(&zone, row->at), row->offset);
	jl_tzif_release(&zone);
}

static void what_is_no_zone_file_is_refused(void **state)
{
	static const char *const rules[] = {"X-1", "CET", "CET-1CEST",
		"CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
		"CET-25", "CET-1CEST,J0,J300", "CET-1CEST,J366,J300", "CET-1 ",
		"<CET-1", "CET-1CEST,M3.5.0,M10.5.0x"};
	struct jl_tzif zone;
	char bytes[400];
	size_t len;

	(void)state;
	for (size_t i = 0; i < JL_COUNT(rules); i++) {
		len = make_file(rules[i], bytes, sizeof(bytes));
		if (!jl_tzif_parse(bytes, len, &zone))
			fail_msg("'%s' is taken for a rule", rules[i]);
		jl_tzif_release(&zone);
	}
	/* However it is cut off. */
	len = make_file("CET-1", bytes, sizeof(bytes));
	for (size_t n = 0; n < len; n++) {
		if (!jl_tzif_parse(bytes, n, &zone))
			fail_msg("%zu of %zu bytes are enough", n, len);
		jl_tzif_release(&zone);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_zone_of_the_database_is_as_the_c_library_has_it),
		cmocka_unit_test(what_is_no_zone_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("rules", rows, follows_the_rule);
}

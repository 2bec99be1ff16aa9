/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Makes the input of `make bench`: a ledger of many journeys with hand-overs
 * everywhere, and a file of measures over ten years. The same every time: the
 * numbers come from a generator with a fixed seed (xorshift64*).
 *
 *   generate DIR JOURNEYS PEOPLE MEASURES
 */
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FIRST_YEAR = 2016, YEARS = 10, FUNCTIONS = 40 };

static uint64_t state = UINT64_C(88172645463325252);

static uint32_t next(uint32_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 32) %
	       below;
}

static FILE *create(const char *dir, const char *format, int i)
{
	char name[64], path[512];
	FILE *f;

	snprintf(name, sizeof(name), "%s", format);
	if (strchr(format, '%'))
		snprintf(name, sizeof(name),
			*format == 'p'	 ? "people/p%04d.json"
			: *format == 'f' ? "functions/f%02d.json"
					 : "journeys/j%04d.json",
			i);
	snprintf(path, sizeof(path), "%.400s/%s", dir, name);
	f = fopen(path, "w");
	if (!f) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	return f;
}

static void make_folder(const char *dir, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%.400s/%s", dir, name);
	mkdir(path, 0777);
}

static void owners(FILE *f, int people)
{
	/* A hand-over about every five months, on any day of a month. */
	int month = 0, day = 1, n = YEARS * 12;

	fprintf(f, "  \"owners\": [\n");
	while (month < n) {
		int length = 3 + (int)next(5), end = month + length;
		int end_day = 1 + (int)next(28);

		fprintf(f,
			"    { \"person\": \"p%04d\", \"since\": "
			"\"%04d-%02d-%02d\"",
			(int)next((uint32_t)people), FIRST_YEAR + month / 12,
			month % 12 + 1, day);
		if (end < n)
			fprintf(f, ", \"until\": \"%04d-%02d-%02d\"",
				FIRST_YEAR + end / 12, end % 12 + 1, end_day);
		fprintf(f, " }%s\n", end < n ? "," : "");
		month = end;
		day = end_day;
	}
	fprintf(f, "  ],\n");
}

static void journey(const char *dir, int i, int people)
{
	FILE *f = create(dir, "j%", i);

	fprintf(f,
		"{\n  \"id\": \"j%04d\",\n  \"name\": \"Journey number %d\",\n"
		"  \"status\": \"in-force\",\n",
		i, i);
	owners(f, people);
	fprintf(f,
		"  \"deputies\": [\n    { \"person\": \"p%04d\", \"since\": "
		"\"2016-01-01\" }\n  ],\n"
		"  \"sponsors\": [\n    { \"person\": \"p%04d\", \"since\": "
		"\"2016-01-01\" }\n  ],\n"
		"  \"stakeholders\": [\n    { \"function\": \"f%02d\", "
		"\"raci\": \"R\" }\n  ],\n"
		"  \"kpis\": [\n    {\n      \"id\": \"wait\",\n"
		"      \"name\": \"Wait\",\n      \"metric\": \"wait\",\n"
		"      \"aggregate\": \"p90\",\n      \"contracts\": [\n"
		"        { \"since\": \"2016-01-01\", \"until\": "
		"\"2021-07-01\", \"target\": \"48h\", \"minimum_n\": 30 },\n"
		"        { \"since\": \"2021-07-01\", \"target\": \"36h\", "
		"\"at_risk\": \"30h\", \"minimum_n\": 30 }\n"
		"      ]\n    }\n  ]\n}\n",
		(int)next((uint32_t)people), (int)next((uint32_t)people),
		(int)next(FUNCTIONS));
	fclose(f);
}

static void definitions(const char *dir, int journeys, int people)
{
	FILE *f;

	make_folder(dir, "people");
	make_folder(dir, "functions");
	make_folder(dir, "journeys");
	make_folder(dir, "maps");
	for (int i = 0; i < people; i++) {
		f = create(dir, "p%", i);
		fprintf(f,
			"{\n  \"id\": \"p%04d\",\n  \"name\": \"Person %d\"\n"
			"}\n",
			i, i);
		fclose(f);
	}
	for (int i = 0; i < FUNCTIONS; i++) {
		f = create(dir, "f%", i);
		fprintf(f,
			"{\n  \"id\": \"f%02d\",\n  \"name\": \"Function %d\"\n"
			"}\n",
			i, i);
		fclose(f);
	}
	for (int i = 0; i < journeys; i++)
		journey(dir, i, people);
	f = create(dir, "maps/waits.json", 0);
	fputs("{\n  \"id\": \"waits\",\n  \"version\": 1,\n"
	      "  \"columns\": {\n    \"journey\": \"journey\",\n"
	      "    \"occurred_at\": \"ended\",\n"
	      "    \"function\": \"function\",\n"
	      "    \"case\": \"ticket\"\n  },\n"
	      "  \"measures\": [\n    { \"metric\": \"wait\", \"value\": "
	      "\"minutes\", \"unit\": \"min\" }\n  ]\n}\n",
		f);
	fclose(f);
}

/* In the order of time, as an extract comes. */
static void measures(const char *dir, int journeys, int64_t n)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	FILE *f = create(dir, "waits.csv", 0);
	int64_t written = 0;

	fputs("ticket,journey,function,ended,minutes\n", f);
	for (int d = 0, year = FIRST_YEAR, month = 0, day = 0; d < YEARS * 365;
		d++) {
		int64_t until = n * (d + 1) / (YEARS * 365);

		for (; written < until; written++)
			fprintf(f,
				"T-%08" PRId64
				",j%04u,f%02u,%04d-%02d-%02dT%02u:%02u:%02u,"
				"%u\n",
				written, next((uint32_t)journeys),
				next(FUNCTIONS), year, month + 1, day + 1,
				next(24), next(60), next(60),
				1 + next(60) * next(60));
		if (++day == days[month]) {
			day = 0;
			if (++month == 12) {
				month = 0;
				year++;
			}
		}
	}
	fclose(f);
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr,
			"usage: generate DIR JOURNEYS PEOPLE MEASURES\n");
		return 2;
	}
	definitions(argv[1], atoi(argv[2]), atoi(argv[3]));
	measures(argv[1], atoi(argv[2]), atoll(argv[4]));
	return 0;
}

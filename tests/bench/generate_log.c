/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Writes an event log for the bench to the standard output: the same for the
 * same numbers, and with its events in no order. Every event's case, place in
 * the case and time follow from its number alone, so that nothing is held.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const activities[] = {"Register", "Check", "Ask customer",
	"Answer", "Assess", "Decide", "Pay", "Close"};
static const char *const functions[] = {
	"contact-centre", "operations", "finance", "EMPTY"};
static const char *const channels[] = {"web", "phone", "email"};

#define PICK(texts, number) texts[(number) % (sizeof(texts) / sizeof(*texts))]

/* A mixing function with all 64 bits of influence (the finaliser of
 * MurmurHash3, by Austin Appleby, public domain: a formula). */
static uint64_t mix(uint64_t x)
{
	x ^= x >> 33;
	x *= UINT64_C(0xff51afd7ed558ccd);
	x ^= x >> 33;
	x *= UINT64_C(0xc4ceb9fe1a85ec53);
	return x ^ x >> 33;
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
	return b ? gcd(b, a % b) : a;
}

/* Days since 1970 to a date (Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms", civil_from_days). */
static void print_instant(uint64_t s)
{
	uint64_t z = s / 86400 + 719468, era = z / 146097, of_era = z % 146097;
	uint64_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	uint64_t day = of_era - (365 * year + year / 4 - year / 100);
	uint64_t m = (5 * day + 2) / 153, month = m < 10 ? m + 3 : m - 9;

	printf("%04" PRIu64 "-%02" PRIu64 "-%02" PRIu64 "T%02" PRIu64
	       ":%02" PRIu64 ":%02" PRIu64 "Z",
		era * 400 + year + (month <= 2), month,
		day - (153 * m + 2) / 5 + 1, s / 3600 % 24, s / 60 % 60,
		s % 60);
}

int main(int argc, char **argv)
{
	const uint64_t begin = UINT64_C(1640995200); /* 2022-01-01 */
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
	uint64_t cases = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	uint64_t step = n * 1000 / 1618 | 1; /* the golden section */

	if (n == 0 || cases == 0) {
		fprintf(stderr, "usage: generate_log EVENTS CASES\n");
		return 2;
	}
	while (gcd(step, n) != 1)
		step += 2;
	puts("ticket,action,done,team,channel");
	for (uint64_t i = 0, at = 0; i < n; i++, at = (at + step) % n) {
		uint64_t number = at % cases, nth = at / cases;
		uint64_t h = mix(at), s = begin + mix(number) % 100000000;

		/* Each gap is an hour at least, so no two are at once. */
		for (uint64_t k = 1; k <= nth; k++)
			s += 3600 + mix(number + k * cases) % 200000;
		printf("T%08" PRIu64 ",%s,", number,
			nth == 0 ? "Register" : PICK(activities, h));
		print_instant(s);
		printf(",%s,%s\n", PICK(functions, h >> 8),
			PICK(channels, h >> 16));
	}
	return fflush(stdout) != 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The zone files of the IANA database: which offset from UTC was in force when
 * (RFC 8536), and the rule in their last line for all time after the last
 * change (POSIX.1-2017, 8.3, TZ). They are read here and not by the C library,
 * which takes a file that it cannot open for UTC without a word.
 */
#ifndef JL_CORE_TZIF_H
#define JL_CORE_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When a year's summer time begins, or ends, by the clock before it. */
struct jl_tz_rule {
	enum { JL_TZ_JULIAN, JL_TZ_DAY, JL_TZ_MONTH } kind;
	int month, week, day; /* M month.week.day; else day alone */
	int32_t time_s;	      /* of that day, from midnight */
};

/* The offsets of a zone, in seconds east of UTC. */
struct jl_tzif {
	int64_t *at;	  /* instants in seconds since 1970, rising */
	int32_t *offsets; /* from each on */
	size_t n;
	int32_t first; /* before all of them */
	/* Behind all of them, when the file has a rule. */
	bool has_rule, has_summer;
	int32_t standard, summer;
	struct jl_tz_rule begin, end;
};

/* NULL, or why the bytes are no zone file. Release it in any case. */
const char *jl_tzif_parse(const void *bytes, size_t len, struct jl_tzif *zone);
void jl_tzif_release(struct jl_tzif *zone);

/* The offset in force at that many seconds since 1970. */
int32_t jl_tzif_offset(const struct jl_tzif *zone, int64_t at);

#endif

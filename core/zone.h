/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A time zone of the IANA database by name, and the local dates and clock
 * times in it. Answers are remembered by day, so that converting millions of
 * rows costs a look-up each: a zone is not for several threads at once.
 */
#ifndef JL_CORE_ZONE_H
#define JL_CORE_ZONE_H

#include "core/instant.h"

struct jl_zone;

/* Fails for a name that the database does not have (JL_EINVALID), and where the
 * database cannot be read (JL_EENV): no silent UTC. */
int jl_zone_open(const char *name, struct jl_zone **out, struct jl_error *err);
void jl_zone_close(struct jl_zone *zone);
const char *jl_zone_name(const struct jl_zone *zone);

/* The offset from UTC in seconds that is in force at the instant. */
int jl_zone_offset(struct jl_zone *zone, int64_t instant);

/*
 * The instant when the zone's clocks showed this civil time. A time that
 * happened twice is its first; a time that was skipped is counted on with the
 * offset before the gap (RFC 5545, 3.3.5).
 */
int64_t jl_zone_instant(struct jl_zone *zone, const struct jl_civil *civil);

/* The local date of the instant. */
int32_t jl_zone_day(struct jl_zone *zone, int64_t instant);

/*
 * The first instant of the local date; JL_INSTANT_OPEN for JL_DAY_OPEN. A
 * day whose midnight was skipped begins when the gap ends.
 */
int64_t jl_zone_midnight(struct jl_zone *zone, int32_t day);

#endif

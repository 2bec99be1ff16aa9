/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Measures joined to whoever was in charge when they were taken. Each measure
 * of a journey is booked to a tenure, to nobody, or, for a period total across
 * a hand-over, to a line shared by those concerned. What is booked adds up to
 * the total exactly, for every period and view.
 *   point         the tenure that covers its instant
 *   span          its time is cut at the borders, to the microsecond; as one
 *                 value it counts where it closed, marked as inherited when
 *                 it was opened under a predecessor
 *   period total  belongs to the period that holds its last day; across a
 *                 hand-over by the split: shared, by-day (largest remainder
 *                 in proportion to each one's days), period-end
 */
#ifndef JL_JOURNEYS_ATTRIBUTION_H
#define JL_JOURNEYS_ATTRIBUTION_H

#include "core/period.h"
#include "journeys/ledger.h"
#include "journeys/tally.h"

enum jl_view {
	JL_VIEW_THEN, /* who was in charge when it happened */
	JL_VIEW_NOW,  /* today's owner for all of it: to compare only */
};

/* A stretch of time with one owner (or none) throughout. */
struct jl_charge {
	const char *owner;    /* NULL: nobody was in charge */
	const char *sponsor;  /* of that day, for a vacancy; may be NULL */
	int32_t tenure_since; /* when the tenure itself began */
	int32_t since, until;
	int64_t since_at, until_at; /* the same as instants */
};

/* All of time, cut at the hand-overs of one journey. */
struct jl_charges {
	struct jl_charge *v; /* in order, without gaps */
	size_t n, cap;
	/* Who was in charge then: by-day splits by these in every view, so
	 * that the parts of a period do not depend on who is shown. NULL:
	 * they are those above. */
	struct jl_charges *then;
};

/* All of time as one charge of nobody's, to book without names; totals are
 * split as with them. */
void jl_charges_init_plain(struct jl_charges *charges,
	const struct jl_journey *journey, struct jl_zone *zone);
void jl_charges_init(struct jl_charges *charges,
	const struct jl_journey *journey, struct jl_zone *zone,
	enum jl_view view, int32_t today);
void jl_charges_release(struct jl_charges *charges);
/* The place of the charge that covers the instant. */
size_t jl_charges_at(const struct jl_charges *charges, int64_t instant);

/* Are both the same person's, or both nobody's? */
bool jl_is_same_owner(const struct jl_charge *a, const struct jl_charge *b);

/* What a measure comes to when it is booked. */
struct jl_booking {
	enum jl_booking_kind {
		JL_BOOKING_POINT,  /* all of it */
		JL_BOOKING_TIME,   /* so much of a span's time */
		JL_BOOKING_OPENED, /* that a span began */
		JL_BOOKING_CLOSED, /* a span as one value */
		JL_BOOKING_SHARE,  /* a part of a period total */
		JL_BOOKING_SHARED, /* all of a total, by several */
	} kind;
	size_t charge, last_charge; /* the last only of SHARED */
	int64_t at;		    /* where in time: of TIME its beginning */
	int64_t value, n;	    /* of TIME the microseconds */
	bool is_inherited;
	const struct jl_point *point;
};

/* Adds what was booked to a tally. */
void jl_booking_add(const struct jl_booking *booking, struct jl_tally *tally);

typedef void jl_book(void *data, const struct jl_booking *booking);

/*
 * Books one measure as far as it belongs to [since, until). A span's time is
 * cut at the charges' borders and at those of the period.
 */
void jl_attribute(const struct jl_charges *charges,
	const struct jl_point *point, enum jl_split split, struct jl_zone *zone,
	int64_t since, int64_t until, jl_book *book, void *data);

#endif

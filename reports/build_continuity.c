/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Each journey on each day: who owned it, and who covered where nobody did. */
#include "reports/build.h"

#include "journeys/tenure.h"

#include <string.h>

/* Days of the page, which end with today: nobody knows who will be there. */
struct days {
	int32_t since, until;
};

struct stretch {
	int32_t since, until;
	const struct jl_tenure *owner, *deputy, *sponsor;
};

static int32_t earlier(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t first_of(const struct jl_tenures *tenures)
{
	int32_t first = JL_DAY_OPEN;

	for (size_t i = 0; i < tenures->n; i++)
		first = earlier(first, tenures->v[i].since);
	return first;
}

/* The first day of which the definition says anything: before it there was no
 * journey to own. */
static int32_t begin_of(const struct jl_journey *j)
{
	int32_t first = earlier(first_of(&j->owners),
		earlier(first_of(&j->deputies), first_of(&j->sponsors)));

	for (size_t i = 0; i < j->kpis.n; i++)
		for (size_t k = 0; k < j->kpis.v[i].contracts.n; k++)
			first = earlier(
				first, j->kpis.v[i].contracts.v[k].since);
	for (size_t i = 0; i < j->promises.n; i++)
		for (size_t k = 0; k < j->promises.v[i].limits.n; k++)
			first = earlier(
				first, j->promises.v[i].limits.v[k].since);
	return first;
}

/* ---- who is there ---- */

/* The person of a tenure, when the ledger has one. */
static const struct jl_person *person_of(
	const struct jl_ledger *ledger, const struct jl_tenure *t)
{
	return t->person ? jl_ledger_person(ledger, t->person) : NULL;
}

/* Whoever has left, or not come yet, is in charge of nothing, whatever the
 * appointment says. */
static const struct jl_tenure *present_at(const struct jl_ledger *ledger,
	const struct jl_tenures *tenures, int32_t day)
{
	const struct jl_tenure *t = jl_tenure_at(tenures, day);
	const struct jl_person *p = t ? person_of(ledger, t) : NULL;

	return p && (day < p->since || day >= p->until) ? NULL : t;
}

static int32_t later_border(int32_t next, int32_t border, int32_t day)
{
	return border > day ? earlier(next, border) : next;
}

/* The next day on which what is true of `day` may change. */
static int32_t next_border(const struct jl_ledger *ledger,
	const struct jl_tenures *tenures, int32_t day)
{
	int32_t next = JL_DAY_OPEN;

	for (size_t i = 0; i < tenures->n; i++) {
		const struct jl_tenure *t = &tenures->v[i];
		const struct jl_person *p = person_of(ledger, t);

		next = later_border(next, t->since, day);
		next = later_border(next, t->until, day);
		if (p) {
			next = later_border(next, p->since, day);
			next = later_border(next, p->until, day);
		}
	}
	return next;
}

static bool is_alike(const struct stretch *a, const struct stretch *b)
{
	return a->owner == b->owner &&
	       (a->owner ||
		       (a->deputy == b->deputy && a->sponsor == b->sponsor));
}

static struct stretch look_at(
	const struct jl_ledger *ledger, const struct jl_journey *j, int32_t day)
{
	return (struct stretch){.since = day,
		.owner = present_at(ledger, &j->owners, day),
		.deputy = present_at(ledger, &j->deputies, day),
		.sponsor = present_at(ledger, &j->sponsors, day)};
}

/* The stretch from the day on in which one person, or nobody, is in charge. In
 * a vacancy also a change of cover ends it. */
static struct stretch stretch_at(const struct jl_ledger *ledger,
	const struct jl_journey *j, int32_t day, int32_t end)
{
	struct stretch s = look_at(ledger, j, day);

	for (s.until = day; s.until < end;) {
		struct stretch next;

		s.until = earlier(
			end, earlier(next_border(ledger, &j->owners, s.until),
				     earlier(next_border(ledger, &j->deputies,
						     s.until),
					     next_border(ledger, &j->sponsors,
						     s.until))));
		next = look_at(ledger, j, s.until);
		if (!is_alike(&s, &next))
			break;
	}
	return s;
}

/* ---- rows ---- */

static void add_person(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_tenure *t, const char *none)
{
	if (t && t->person)
		jl_report_add_labelled(
			r, t->person, jl_ledger_person_name(ledger, t->person));
	else
		jl_report_add_unknown(r, none);
}

static void add_row(struct jl_report *r, const struct jl_page *page,
	const struct jl_journey *j, const struct stretch *s)
{
	bool is_covered = !s->owner && s->deputy;

	jl_report_add_text(r, j->id);
	jl_report_add_date(r, s->since);
	jl_report_add_date(r, s->until);
	jl_report_add_whole(r, s->until - s->since);
	add_person(r, page->ledger, s->owner, "(nobody)");
	add_person(r, page->ledger, is_covered ? s->deputy : NULL, NULL);
	add_person(r, page->ledger, s->owner ? NULL : s->sponsor, NULL);
	jl_report_add_text(r, jl_status_names[j->status]);
	jl_report_add_text(r, s->owner ? s->owner->reason : NULL);
}

struct sums {
	int64_t owned, covered, bare;
	size_t journeys, whole, late, retired;
};

static void add_journey(struct jl_report *r, const struct jl_page *page,
	const struct jl_journey *j, const struct days *days, struct sums *sums)
{
	int32_t begin = begin_of(j), end = days->until;
	int64_t vacant = 0;

	if (begin >= end)
		return;
	sums->late += begin > days->since;
	sums->retired += j->status == JL_STATUS_RETIRED;
	if (begin < days->since)
		begin = days->since;
	for (int32_t day = begin; day < end;) {
		struct stretch s = stretch_at(page->ledger, j, day, end);
		int64_t n = s.until - s.since;

		add_row(r, page, j, &s);
		vacant += s.owner ? 0 : n;
		sums->owned += s.owner ? n : 0;
		sums->covered += !s.owner && s.deputy ? n : 0;
		sums->bare += !s.owner && !s.deputy ? n : 0;
		day = s.until;
	}
	sums->journeys++;
	sums->whole += vacant == 0;
}

struct jl_report *jl_build_continuity(
	const struct jl_page *page, const bool *wanted)
{
	struct jl_report *r = jl_report_new(
		"continuity", "Was each journey owned on each day");
	const struct days days = {page->period->since,
		earlier(page->period->until, page->day + 1)};
	int32_t left_out = page->period->until - days.until;
	struct sums s = {0};

	jl_build_page(r, page);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "since", "since", 0);
	jl_report_column(r, "until", "until", 0);
	jl_report_column(r, "days", "days", JL_COLUMN_RIGHT);
	jl_report_column(r, "owner", "owner", 0);
	jl_report_column(r, "covered_by", "covered by", 0);
	jl_report_column(r, "sponsor", "sponsor", 0);
	jl_report_column(r, "status", "status", JL_COLUMN_DROP(2));
	jl_report_column(r, "reason", "reason", JL_COLUMN_DROP(1));
	for (size_t i = 0; i < jl_ledger_count(page->ledger, JL_KIND_JOURNEY);
		i++)
		if (!wanted || wanted[i])
			add_journey(r, page,
				jl_ledger_nth_journey(page->ledger, i), &days,
				&s);
	jl_report_note(r,
		"%zu of %zu journeys were owned on each day; of %lld days in "
		"all, %lld were owned, %lld covered by a deputy, %lld by "
		"nobody: the rows of a journey follow each other without a gap",
		s.whole, s.journeys, (long long)(s.owned + s.covered + s.bare),
		(long long)s.owned, (long long)s.covered, (long long)s.bare);
	if (left_out > 0)
		jl_report_note(r,
			"%d day%s of the period %s still to come, and %s not "
			"counted",
			left_out, jl_plural((uint64_t)left_out),
			left_out == 1 ? "is" : "are",
			left_out == 1 ? "is" : "are");
	if (s.retired)
		jl_report_note(r,
			"%zu journey%s retired by now; the definition does not "
			"say since when, so all days are counted",
			s.retired, s.retired == 1 ? " is" : "s are");
	if (s.late)
		jl_report_note(r,
			"%zu journey%s within the period; of the days before, "
			"no definition says anything, and they are not counted",
			s.late, s.late == 1 ? " begins" : "s begin");
	return r;
}

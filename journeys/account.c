/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Accounts are made for all KPIs that are asked for, then the series is read
 * once, journey by journey, every measure is booked to the accounts of its
 * journey and metric, and these are settled when the next journey begins.
 */
#include "journeys/account.h"

#include "journeys/tenure.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_part_names[] = {
	"owner", "nobody", "shared", "total", NULL};
const char *const jl_standing_names[] = {"no-contract", "blind", "too-few",
	"on-target", "at-risk", "off-target", NULL};

/* The times that an account looks at. */
struct times {
	int64_t since, until;	       /* the period */
	int64_t before_since;	       /* the period before ends there */
	int64_t months[JL_MONTHS + 1]; /* their borders */
	int32_t month_days[JL_MONTHS + 1];
	int64_t first; /* the earliest of all */
};

/* ---- making accounts ---- */

static bool has_quantiles(const struct jl_account *a)
{
	return a->aggregate.kind == JL_AGGREGATE_QUANTILE;
}

static struct jl_part *add_part(struct jl_account *a, enum jl_part_kind kind,
	int32_t since, int32_t until)
{
	struct jl_part *part;

	JL_GROW(a->parts, a->n, a->cap);
	part = &a->parts[a->n++];
	memset(part, 0, sizeof(*part));
	part->kind = kind;
	part->since = since;
	part->until = until;
	jl_tally_init(&part->tally, has_quantiles(a));
	return part;
}

/* The next day after `day` on which another contract is in force. */
static int32_t contract_end(const struct jl_kpi *kpi, int32_t day, int32_t end)
{
	for (size_t i = 0; i < kpi->contracts.n; i++) {
		const struct jl_contract *c = &kpi->contracts.v[i];

		if (c->since > day && c->since < end)
			end = c->since;
		if (c->until > day && c->until < end)
			end = c->until;
	}
	return end;
}

/* One part for each charge and contract within the period. */
static void add_parts(struct jl_account *a, const struct jl_period *period,
	struct jl_zone *zone)
{
	a->first_parts = jl_xcalloc(a->charges.n, sizeof(*a->first_parts));
	for (size_t i = 0; i < a->charges.n; i++) {
		const struct jl_charge *c = &a->charges.v[i];
		int32_t day =
			c->since > period->since ? c->since : period->since;
		int32_t end =
			c->until < period->until ? c->until : period->until;

		a->first_parts[i] = a->n;
		while (day < end) {
			int32_t next = contract_end(a->kpi, day, end);
			struct jl_part *part = add_part(a,
				c->owner ? JL_PART_OWNER : JL_PART_NOBODY, day,
				next);

			part->owner = c->owner;
			part->sponsor = c->sponsor;
			part->charge = i;
			part->until_at = jl_zone_midnight(zone, next);
			part->contract = jl_contract_at(a->kpi, day);
			day = next;
		}
	}
}

/* The first day that any figure of the account looks at. */
static int32_t first_day(const struct jl_period *period)
{
	int32_t month = jl_month_start(period->until, -JL_MONTHS);
	int32_t before = jl_period_before(period).since;

	return month < before ? month : before;
}

static void init_account(struct jl_account *a,
	const struct jl_account_query *query, const struct jl_journey *journey,
	const struct jl_kpi *kpi)
{
	bool keeps;

	memset(a, 0, sizeof(*a));
	a->journey = journey;
	a->kpi = kpi;
	a->metric = jl_ledger_metric(query->ledger, kpi->metric);
	a->aggregate = jl_aggregate_parse(kpi->aggregate);
	keeps = has_quantiles(a);
	jl_charges_init(&a->charges, journey, query->ledger->zone, query->view,
		query->today);
	add_parts(a, &query->period, query->ledger->zone);
	a->total.kind = JL_PART_TOTAL;
	a->total.since = query->period.since;
	a->total.until = query->period.until;
	a->total.contract = jl_contract_at(kpi, query->period.until - 1);
	jl_tally_init(&a->total.tally, keeps);
	jl_tally_init(&a->before, keeps);
	if (!query->skips_months)
		a->by_month = jl_xcalloc(JL_MONTHS, sizeof(*a->by_month));
	for (size_t i = 0; a->by_month && i < JL_MONTHS; i++)
		jl_tally_init(&a->by_month[i], keeps);
	if (!a->metric)
		return;
	a->missing_batch = jl_missing_batch(query->index, kpi->metric,
		query->period.since, query->period.until);
	a->is_partial = a->missing_batch && query->is_partial;
	/* The months before the period feed the comparison and the limits. */
	a->missing_before = jl_missing_batch(query->index, kpi->metric,
		first_day(&query->period), query->period.since);
}

static bool is_wanted(const struct jl_account_query *query,
	const struct jl_journey *journey, const struct jl_kpi *kpi)
{
	if (!kpi->id || !kpi->metric)
		return false;
	if (query->wants)
		return query->wants(query->wants_data, journey, kpi);
	return journey->status != JL_STATUS_RETIRED;
}

static void add_accounts(
	const struct jl_account_query *query, struct jl_accounts *accounts)
{
	for (size_t i = 0; i < query->ledger->kinds[JL_KIND_JOURNEY].n; i++) {
		const struct jl_journey *journey =
			jl_ledger_nth_journey(query->ledger, i);

		for (size_t j = 0; j < journey->kpis.n; j++) {
			const struct jl_kpi *kpi = &journey->kpis.v[j];

			if (!is_wanted(query, journey, kpi))
				continue;
			JL_GROW(accounts->v, accounts->n, accounts->cap);
			init_account(&accounts->v[accounts->n++], query,
				journey, kpi);
		}
	}
}

static void init_times(
	const struct jl_account_query *query, struct times *times)
{
	struct jl_zone *zone = query->ledger->zone;
	struct jl_period before = jl_period_before(&query->period);

	times->since = jl_zone_midnight(zone, query->period.since);
	times->until = jl_zone_midnight(zone, query->period.until);
	times->before_since = jl_zone_midnight(zone, before.since);
	times->first = query->skips_months ? times->since : times->before_since;
	for (int i = 0; i <= JL_MONTHS; i++) {
		/* Whole months only: a period may end within one. */
		int32_t day =
			jl_month_start(query->period.until, i - JL_MONTHS);

		times->month_days[i] = day;
		times->months[i] = jl_zone_midnight(zone, day);
	}
	if (!query->skips_months && times->months[0] < times->first)
		times->first = times->months[0];
}

/* ---- booking ---- */

/* The part of the charge that holds the instant: the first that ends later. */
static struct jl_part *part_at(
	const struct jl_account *a, size_t charge, int64_t at)
{
	struct jl_part *part = &a->parts[a->first_parts[charge]];

	while (at >= part->until_at)
		part++;
	return part;
}

static bool is_owner_known(
	const struct jl_part *part, size_t n, const char *owner)
{
	for (size_t i = 0; i < n; i++) {
		const char *known = part->owners[i];

		if (known == owner ||
			(known && owner && strcmp(known, owner) == 0))
			return true;
	}
	return false;
}

static struct jl_part *shared_part(
	struct jl_account *a, const struct jl_booking *b, struct jl_zone *zone)
{
	int32_t since = jl_zone_day(zone, b->point->occurred_at);
	int32_t until = jl_zone_day(zone, b->point->until - 1) + 1;
	int32_t last_day = jl_zone_day(zone, b->at);
	const struct jl_contract *contract = jl_contract_at(a->kpi, last_day);
	struct jl_part *part;

	for (size_t i = 0; i < a->n; i++) {
		part = &a->parts[i];
		if (part->kind == JL_PART_SHARED && part->charge == b->charge &&
			part->last_charge == b->last_charge &&
			part->contract == contract) {
			if (since < part->since)
				part->since = since;
			if (until > part->until)
				part->until = until;
			return part;
		}
	}
	part = add_part(a, JL_PART_SHARED, since, until);
	part->charge = b->charge;
	part->last_charge = b->last_charge;
	part->contract = contract;
	part->owners = jl_xcalloc(
		b->last_charge - b->charge + 1, sizeof(*part->owners));
	for (size_t i = b->charge; i <= b->last_charge; i++)
		if (!is_owner_known(
			    part, part->n_owners, a->charges.v[i].owner))
			part->owners[part->n_owners++] = a->charges.v[i].owner;
	return part;
}

struct period_books {
	struct jl_account *a;
	struct jl_zone *zone;
};

static void book_in_period(void *data, const struct jl_booking *b)
{
	struct period_books *books = data;
	struct jl_account *a = books->a;
	struct jl_part *part = b->kind == JL_BOOKING_SHARED
				       ? shared_part(a, b, books->zone)
				       : part_at(a, b->charge, b->at);

	if (b->kind != JL_BOOKING_TIME) {
		jl_booking_add(b, &part->tally);
		return;
	}
	/* A contract may change within the charge: cut there too. */
	for (int64_t at = b->at, end = b->at + b->value; at < end;) {
		int64_t to = end < part->until_at ? end : part->until_at;

		jl_tally_add_time(&part->tally, to - at);
		at = to;
		if (at < end)
			part = part_at(a, b->charge, at);
	}
}

static void book_in_tally(void *data, const struct jl_booking *b)
{
	jl_booking_add(b, data);
}

static bool is_in_scope(const struct jl_scope *scope,
	const struct jl_place *place, const char *stage_of_step)
{
	const char *stage = place->v[JL_DIMENSION_STAGE - JL_PLACE_FIRST];

	if (!*stage)
		stage = stage_of_step;
	if (scope->stage && strcmp(scope->stage, stage) != 0)
		return false;
	if (scope->step &&
		strcmp(scope->step,
			place->v[JL_DIMENSION_STEP - JL_PLACE_FIRST]) != 0)
		return false;
	if (scope->function &&
		strcmp(scope->function,
			place->v[JL_DIMENSION_FUNCTION - JL_PLACE_FIRST]) != 0)
		return false;
	return !scope->channel ||
	       strcmp(scope->channel,
		       place->v[JL_DIMENSION_CHANNEL - JL_PLACE_FIRST]) == 0;
}

/* The stage to which a step belongs, or "". */
static const char *stage_of(const struct jl_journey *journey, const char *step)
{
	for (size_t i = 0; *step && i < journey->stages.n; i++) {
		const struct jl_stage *stage = &journey->stages.v[i];

		for (size_t j = 0; j < stage->steps.n; j++)
			if (stage->steps.v[j].id && stage->id &&
				strcmp(stage->steps.v[j].id, step) == 0)
				return stage->id;
	}
	return "";
}

static bool has_scope(const struct jl_kpi *kpi)
{
	return kpi->scope.stage || kpi->scope.step || kpi->scope.function ||
	       kpi->scope.channel;
}

bool *jl_kpi_places(const struct jl_journey *journey, const struct jl_kpi *kpi,
	const struct jl_segment *segment)
{
	bool *in;

	if (!has_scope(kpi))
		return NULL;
	in = jl_xcalloc(segment->n_places, sizeof(*in));
	for (size_t i = 0; i < segment->n_places; i++) {
		const struct jl_place *place = &segment->places[i];
		const char *step = place->v[JL_DIMENSION_STEP - JL_PLACE_FIRST];

		in[i] = is_in_scope(
			&kpi->scope, place, stage_of(journey, step));
	}
	return in;
}

/* The last month that begins at or before the instant, or -1. */
static int month_at(const struct times *times, int64_t instant)
{
	int low = 0, high = JL_MONTHS;

	if (instant < times->months[0] || instant >= times->months[JL_MONTHS])
		return -1;
	while (high - low > 1) {
		int middle = (low + high) / 2;

		if (times->months[middle] <= instant)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void book_months(struct jl_account *a, const struct jl_point *p,
	const struct times *times, struct jl_zone *zone)
{
	enum jl_split split = (enum jl_split)a->kpi->split;
	int64_t end = p->shape == JL_MEASURE_POINT ? p->occurred_at : p->until;
	int first, last;

	if (end < times->months[0] ||
		p->occurred_at >= times->months[JL_MONTHS])
		return;
	first = month_at(times, p->occurred_at);
	if (first < 0)
		first = 0;
	if (p->shape == JL_MEASURE_POINT) {
		jl_tally_add(&a->by_month[first], p);
		return;
	}
	last = month_at(times, end);
	if (last < 0)
		last = JL_MONTHS - 1;
	for (int m = first; m <= last; m++)
		jl_attribute(&a->charges, p, split, zone, times->months[m],
			times->months[m + 1], book_in_tally, &a->by_month[m]);
}

static void book_point(struct jl_account *a, const struct jl_point *p,
	const struct times *times, struct jl_zone *zone)
{
	enum jl_split split = (enum jl_split)a->kpi->split;
	struct period_books books = {a, zone};

	if (p->shape == JL_MEASURE_TOTAL && split != JL_SPLIT_BY_DAY)
		a->n_cut += (p->occurred_at < times->since &&
				    p->until > times->since) ||
			    (p->occurred_at < times->until &&
				    p->until > times->until);
	jl_attribute(&a->charges, p, split, zone, times->since, times->until,
		book_in_period, &books);
	if (!a->by_month)
		return;
	if (p->occurred_at < times->since)
		jl_attribute(&a->charges, p, split, zone, times->before_since,
			times->since, book_in_tally, &a->before);
	book_months(a, p, times, zone);
}

static void book_segment(struct jl_account *a, const struct jl_segment *segment,
	const struct times *times, const struct jl_account_query *query)
{
	bool *in = jl_kpi_places(a->journey, a->kpi, segment);

	for (size_t i = 0; i < segment->n; i++)
		if (!in || in[segment->points[i].place])
			book_point(a, &segment->points[i], times,
				query->ledger->zone);
	free(in);
}

/* ---- what it comes to ---- */

static enum jl_standing judge(
	const struct jl_account *a, const struct jl_part *part, double value)
{
	double sign =
		a->metric->direction == JL_DIRECTION_HIGHER_IS_BETTER ? -1 : 1;

	if (sign * value > sign * part->target)
		return JL_STANDING_OFF_TARGET;
	if (part->contract->at_risk.unit != JL_QUANTITY_NONE &&
		sign * value > sign * part->at_risk)
		return JL_STANDING_AT_RISK;
	return JL_STANDING_ON_TARGET;
}

/* How many of the contract's months, quarters ... a time is: each day counts
 * as its part of the one it lies in, so that a whole one is 1 exactly. */
static double times_of(enum jl_per per, int32_t since, int32_t until)
{
	static const int months[] = {
		[JL_PER_MONTH] = 1, [JL_PER_QUARTER] = 3, [JL_PER_YEAR] = 12};
	double times = 0;

	if (per == JL_PER_DAY || per == JL_PER_WEEK)
		return (double)(until - since) / (per == JL_PER_DAY ? 1 : 7);
	for (int32_t day = since; day < until;) {
		struct jl_civil civil;
		int32_t first, next, end;

		jl_day_to_civil(day, &civil);
		first = jl_month_start(day, -((civil.month - 1) % months[per]));
		next = jl_month_start(first, months[per]);
		end = next < until ? next : until;
		times += (double)(end - day) / (double)(next - first);
		day = end;
	}
	return times;
}

static bool is_shared_day(const struct jl_account *a, int32_t day)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->parts[i].kind == JL_PART_SHARED &&
			a->parts[i].since <= day && day < a->parts[i].until)
			return true;
	return false;
}

/* How much of the contract's time the part has. What happened on the days of a
 * shared total is booked there: they are no part of an owner's target. */
static double times_of_part(const struct jl_account *a,
	const struct jl_part *part, bool without_shared)
{
	enum jl_per per = (enum jl_per)part->contract->per;
	double times = 0;

	if (!without_shared)
		return times_of(per, part->since, part->until);
	for (int32_t day = part->since; day < part->until; day++)
		if (!is_shared_day(a, day))
			times += times_of(per, day, day + 1);
	return times;
}

static void add_target(
	struct jl_part *part, const struct jl_contract *c, double times)
{
	part->target += times * (double)c->target.amount / (double)JL_MICRO;
	part->at_risk += times * (double)c->at_risk.amount / (double)JL_MICRO;
}

static bool has_shared(const struct jl_account *a)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->parts[i].kind == JL_PART_SHARED)
			return true;
	return false;
}

static void set_target(const struct jl_account *a, struct jl_part *part)
{
	bool is_per = a->aggregate.kind == JL_AGGREGATE_SUM && part->contract &&
		      part->contract->per != JL_PER_NOTHING;

	if (!part->contract)
		return;
	if (!is_per) {
		add_target(part, part->contract, 1);
	} else if (part->kind != JL_PART_TOTAL) {
		add_target(part, part->contract,
			times_of_part(a, part,
				part->kind != JL_PART_SHARED && has_shared(a)));
	} else {
		/* Each contract for the time that it was in force. */
		for (size_t i = 0; i < a->n; i++)
			if (a->parts[i].kind != JL_PART_SHARED &&
				a->parts[i].contract &&
				a->parts[i].contract->per != JL_PER_NOTHING)
				add_target(part, a->parts[i].contract,
					times_of_part(a, &a->parts[i], false));
	}
}

/* Was the last measure taken too long before the part's end, or today? */
static bool is_stale(const struct jl_account *a, const struct jl_part *part,
	const struct jl_account_query *query)
{
	int64_t end = jl_zone_midnight(query->ledger->zone,
		part->until < query->today ? part->until : query->today);

	return a->metric->freshness > 0 &&
	       part->tally.last_at < end - a->metric->freshness;
}

static void settle_part(struct jl_account *a, struct jl_part *part,
	const struct jl_account_query *query)
{
	set_target(a, part);
	part->has_value =
		(!a->missing_batch || a->is_partial) &&
		jl_tally_value(&part->tally, &a->aggregate, &part->value);
	part->has_interval =
		part->has_value &&
		jl_tally_interval(&part->tally, &a->aggregate, &part->interval);
	part->is_stale = part->has_value && is_stale(a, part, query);
	if (!part->contract)
		part->standing = JL_STANDING_NO_CONTRACT;
	else if (!part->has_value || part->is_stale)
		part->standing = JL_STANDING_BLIND;
	else if (part->tally.n < part->contract->minimum_n)
		part->standing = JL_STANDING_TOO_FEW;
	else
		part->standing = judge(a, part, part->value);
}

/* The process limits over the months, and which months set off a rule. */
static void settle_months(struct jl_account *a, const struct times *times)
{
	double values[JL_MONTHS];
	int months[JL_MONTHS] = {0};
	size_t n = 0;

	for (int m = 0; m < JL_MONTHS; m++) {
		a->has_month[m] = jl_tally_value(
			&a->by_month[m], &a->aggregate, &a->months[m]);
		if (a->has_month[m]) {
			months[n] = m;
			values[n++] = a->months[m];
		}
	}
	a->has_limits =
		n >= JL_MONTHS_FOR_SIGNAL && jl_xmr(values, n, &a->limits);
	for (size_t i = 0; a->has_limits && i < n; i++) {
		bool above;
		unsigned rules = jl_xmr_rules(&a->limits, values, n, i, &above);
		int32_t first = times->month_days[months[i]];
		int32_t end = times->month_days[months[i] + 1];

		for (size_t j = 0; rules && j <= a->n; j++) {
			struct jl_part *part =
				j < a->n ? &a->parts[j] : &a->total;

			/* A month counts for who was in charge all of it. */
			if (part->kind != JL_PART_SHARED &&
				part->since <= first && end <= part->until) {
				part->rules |= rules;
				part->is_above = above;
			}
		}
	}
}

static void settle(struct jl_account *a, const struct jl_account_query *query,
	const struct times *times)
{
	if (!a->metric)
		return;
	for (size_t i = 0; i < a->n; i++)
		jl_tally_merge(&a->total.tally, &a->parts[i].tally);
	for (size_t i = 0; i < a->n; i++)
		settle_part(a, &a->parts[i], query);
	settle_part(a, &a->total, query);
	if (!a->by_month || a->missing_batch || a->missing_before)
		return;
	a->has_previous =
		jl_tally_value(&a->before, &a->aggregate, &a->previous);
	settle_months(a, times);
}

/* ---- all of them ---- */

/* What is settled needs its values no more: memory is for one journey. */
static void settle_and_trim(struct jl_account *a,
	const struct jl_account_query *query, const struct times *times)
{
	settle(a, query, times);
	for (size_t i = 0; i < a->n; i++)
		jl_tally_forget_values(&a->parts[i].tally);
	jl_tally_forget_values(&a->total.tally);
	jl_tally_forget_values(&a->before);
	for (size_t m = 0; a->by_month && m < JL_MONTHS; m++)
		jl_tally_forget_values(&a->by_month[m]);
}

/* Both come by journey id: walks the accounts along with the segments. */
static int read_series(const struct jl_account_query *query,
	struct jl_accounts *accounts, const struct times *times,
	struct jl_error *err)
{
	struct jl_series_query select = {
		.since = times->first, .until = times->until};
	struct jl_series_reader *reader = NULL;
	const struct jl_segment *segment;
	size_t first = 0; /* account of the journey at hand */
	int rc;

	/* A single journey need not read all the others. */
	if (accounts->n > 0 &&
		accounts->v[0].journey == accounts->v[accounts->n - 1].journey)
		select.journey = accounts->v[0].journey->id;
	rc = jl_series_open(&query->index->series, &select, &reader, err);
	while (rc >= 0 && (rc = jl_series_next(reader, &segment, err)) > 0) {
		for (; first < accounts->n &&
			strcmp(accounts->v[first].journey->id,
				segment->journey) < 0;
			first++)
			settle_and_trim(&accounts->v[first], query, times);
		for (size_t i = first;
			i < accounts->n && strcmp(accounts->v[i].journey->id,
						   segment->journey) == 0;
			i++)
			if (strcmp(accounts->v[i].kpi->metric,
				    segment->metric) == 0)
				book_segment(
					&accounts->v[i], segment, times, query);
	}
	jl_series_close(reader);
	for (; rc == 0 && first < accounts->n; first++)
		settle_and_trim(&accounts->v[first], query, times);
	return rc;
}

/* What was not measured in the period may have been before. */
static int find_last(struct jl_account *a, const struct jl_account_query *query,
	const struct times *times, struct jl_error *err)
{
	int rc = 0;

	a->last_at = JL_INSTANT_NONE;
	for (size_t i = 0; i < a->n; i++)
		if (a->parts[i].tally.last_at > a->last_at)
			a->last_at = a->parts[i].tally.last_at;
	/* Of a KPI that looks at one place only the series cannot tell. */
	if (a->last_at == JL_INSTANT_NONE && a->metric && !has_scope(a->kpi))
		rc = jl_series_last_at(&query->index->series, a->journey->id,
			a->metric->id, times->since, &a->last_at, err);
	return rc;
}

int jl_accounts_make(const struct jl_account_query *query,
	struct jl_accounts *accounts, struct jl_error *err)
{
	struct times times;
	int rc;

	memset(accounts, 0, sizeof(*accounts));
	init_times(query, &times);
	add_accounts(query, accounts);
	rc = read_series(query, accounts, &times, err);
	for (size_t i = 0; rc == 0 && i < accounts->n; i++)
		rc = find_last(&accounts->v[i], query, &times, err);
	jl_index_orphans(query->index, query->ledger, times.since, times.until,
		&accounts->orphans);
	if (rc < 0)
		jl_accounts_release(accounts);
	return rc;
}

void jl_accounts_release(struct jl_accounts *accounts)
{
	for (size_t i = 0; i < accounts->n; i++) {
		struct jl_account *a = &accounts->v[i];

		for (size_t j = 0; j < a->n; j++) {
			jl_tally_release(&a->parts[j].tally);
			free(a->parts[j].owners);
		}
		free(a->parts);
		free(a->first_parts);
		jl_tally_release(&a->total.tally);
		jl_tally_release(&a->before);
		for (size_t m = 0; a->by_month && m < JL_MONTHS; m++)
			jl_tally_release(&a->by_month[m]);
		free(a->by_month);
		jl_charges_release(&a->charges);
	}
	free(accounts->v);
	memset(accounts, 0, sizeof(*accounts));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The join: hand-overs to the second, vacancies, splits; and as a property,
 * over random ledgers and measures, that what is booked is what was measured,
 * compared with a slow and obvious implementation.
 */
#include "journeys/attribution.h"

#include "tests/support/test.h"

static struct jl_zone *zone;

static int open_zone(void **state)
{
	struct jl_error err;

	(void)state;
	return jl_zone_open("Europe/Paris", &zone, &err);
}

static int close_zone(void **state)
{
	(void)state;
	jl_zone_close(zone);
	return 0;
}

static int32_t day(const char *text)
{
	struct jl_error err;
	int32_t d;

	if (!*text)
		return JL_DAY_OPEN;
	assert_number_equal(jl_day_parse(text, &d, &err), 0);
	return d;
}

static int64_t at(const char *local)
{
	struct jl_civil civil;
	bool has_time, has_offset;
	int offset;

	assert_true(jl_civil_parse(
		local, strlen(local), &civil, &has_time, &has_offset, &offset));
	return jl_zone_instant(zone, &civil);
}

/* Ana to 16 August, Ben from then; nobody in December; Ana again. */
static struct jl_tenure owners[3];
static struct jl_tenure sponsors[1];
static struct jl_journey journey;

static void make_journey(void)
{
	owners[0] = (struct jl_tenure){
		"ana", day("2026-01-01"), day("2026-08-17"), NULL};
	owners[1] = (struct jl_tenure){
		"ben", day("2026-08-17"), day("2026-12-01"), NULL};
	owners[2] =
		(struct jl_tenure){"ana", day("2027-01-01"), JL_DAY_OPEN, NULL};
	sponsors[0] =
		(struct jl_tenure){"eve", day("2026-01-01"), JL_DAY_OPEN, NULL};
	memset(&journey, 0, sizeof(journey));
	journey.id = "j";
	journey.owners.v = owners;
	journey.owners.n = 3;
	journey.sponsors.v = sponsors;
	journey.sponsors.n = 1;
}

/* What was booked, as text: "owner kind value n[ inherited]" a line. */
struct log {
	const struct jl_charges *charges;
	struct jl_str text;
};

static void write_log(void *data, const struct jl_booking *b)
{
	static const char *const kinds[] = {
		"point", "time", "opened", "closed", "share", "shared"};
	struct log *log = data;
	char value[JL_AMOUNT_TEXT];

	for (size_t i = b->charge;
		i <=
		(b->kind == JL_BOOKING_SHARED ? b->last_charge : b->charge);
		i++)
		jl_str_addf(&log->text, "%s%s", i > b->charge ? "+" : "",
			log->charges->v[i].owner ? log->charges->v[i].owner
						 : "nobody");
	jl_str_addf(&log->text, " %s", kinds[b->kind]);
	if (b->kind != JL_BOOKING_OPENED)
		jl_str_addf(&log->text, " %s", jl_sum_format(b->value, value));
	if (b->kind != JL_BOOKING_TIME && b->kind != JL_BOOKING_OPENED)
		jl_str_addf(&log->text, " of %lld", (long long)b->n);
	jl_str_add(&log->text, b->is_inherited ? " inherited\n" : "\n");
}

struct booking_row {
	const char *sentence;
	const char *from, *to; /* to "": a point */
	int value;	       /* -1: a span */
	enum jl_split split;
	const char *since, *until; /* the period */
	const char *wanted;
};

#define YEAR "2026-01-01", "2027-01-01"

static const struct booking_row bookings[] = {
	{"a_point_is_its_days_owners", "2026-03-01T12:00:00", "", 5, 0, YEAR,
		"ana point 5 of 1\n"},
	{"the_last_second_before_a_handover_is_the_old_owners",
		"2026-08-16T23:59:59", "", 1, 0, YEAR, "ana point 1 of 1\n"},
	{"the_first_second_of_a_handover_is_the_new_owners",
		"2026-08-17T00:00:00", "", 1, 0, YEAR, "ben point 1 of 1\n"},
	{"what_nobody_was_in_charge_of_is_nobodys", "2026-12-24T18:00:00", "",
		1, 0, YEAR, "nobody point 1 of 1\n"},
	{"a_point_outside_the_period_is_not_booked", "2025-12-31T23:59:59", "",
		1, 0, YEAR, ""},
	{"the_end_of_a_period_is_outside_it", "2027-01-01T00:00:00", "", 1, 0,
		YEAR, ""},
	{"a_span_is_cut_at_the_handover", "2026-08-16T22:00:00",
		"2026-08-17T05:00:00", -1, 0, YEAR,
		"ana opened\nana time 7200\nben time 18000\n"
		"ben closed 25200 of 1 inherited\n"},
	{"a_span_within_a_tenure_is_not_inherited", "2026-03-01T00:00:00",
		"2026-03-01T01:00:00", -1, 0, YEAR,
		"ana opened\nana time 3600\nana closed 3600 of 1\n"},
	{"a_span_that_closes_at_the_handover_closes_with_the_new_owner",
		"2026-08-16T23:00:00", "2026-08-17T00:00:00", -1, 0, YEAR,
		"ana opened\nana time 3600\n"
		"ben closed 3600 of 1 inherited\n"},
	{"a_span_over_a_vacancy", "2026-11-30T23:00:00", "2027-01-01T01:00:00",
		-1, 0, "2026-01-01", "2028-01-01",
		"ben opened\nben time 3600\nnobody time 2678400\n"
		"ana time 3600\n"
		"ana closed 2685600 of 1 inherited\n"},
	{"a_span_is_cut_at_the_periods_borders", "2026-02-27T00:00:00",
		"2026-03-03T00:00:00", -1, 0, "2026-03-01", "2026-04-01",
		"ana time 172800\nana closed 345600 of 1\n"},
	{"a_span_that_closes_after_the_period_only_spends_its_time",
		"2026-03-31T23:00:00", "2026-04-01T02:00:00", -1, 0,
		"2026-03-01", "2026-04-01", "ana opened\nana time 3600\n"},
	{"the_night_when_clocks_go_forward_is_an_hour_shorter",
		"2026-03-29T00:00:00", "2026-03-30T00:00:00", -1, 0, YEAR,
		"ana opened\nana time 82800\nana closed 82800 of 1\n"},
	{"a_total_within_a_tenure_is_that_owners", "2026-03-01T00:00:00",
		"2026-04-01T00:00:00", 31, JL_SPLIT_SHARED, YEAR,
		"ana share 31 of 62\n"},
	{"a_total_across_a_handover_is_shared", "2026-08-01T00:00:00",
		"2026-09-01T00:00:00", 31, JL_SPLIT_SHARED, YEAR,
		"ana+ben shared 31 of 62\n"},
	{"a_total_across_a_handover_by_the_periods_end", "2026-08-01T00:00:00",
		"2026-09-01T00:00:00", 31, JL_SPLIT_PERIOD_END, YEAR,
		"ben share 31 of 62\n"},
	{"a_total_across_the_start_of_a_vacancy_names_nobody_too",
		"2026-11-15T00:00:00", "2026-12-15T00:00:00", 30,
		JL_SPLIT_SHARED, YEAR, "ben+nobody shared 30 of 60\n"},
	{"a_total_belongs_to_the_period_of_its_last_day", "2026-03-01T00:00:00",
		"2026-04-01T00:00:00", 31, JL_SPLIT_SHARED, "2026-03-01",
		"2026-03-31", ""},
};

static void books(void **state)
{
	const struct booking_row *row = *state;
	struct jl_charges charges;
	struct log log = {&charges, JL_STR_INIT};
	struct jl_point p = {.occurred_at = at(row->from),
		.until = *row->to ? at(row->to) : JL_INSTANT_NONE,
		.value = row->value * JL_MICRO,
		.n = 1};

	make_journey();
	if (*row->to)
		p.shape = row->value < 0 ? JL_MEASURE_SPAN : JL_MEASURE_TOTAL;
	if (p.shape == JL_MEASURE_SPAN)
		p.value = p.until - p.occurred_at;
	if (p.shape == JL_MEASURE_TOTAL)
		p.n = 2 * row->value;
	jl_charges_init(&charges, &journey, zone, JL_VIEW_THEN, 0);
	jl_attribute(&charges, &p, row->split, zone,
		jl_zone_midnight(zone, day(row->since)),
		jl_zone_midnight(zone, day(row->until)), write_log, &log);
	assert_string_equal(jl_str_text(&log.text), row->wanted);
	jl_charges_release(&charges);
	jl_str_release(&log.text);
}

/* Sums by owner. */
struct sums {
	const struct jl_charges *charges;
	jl_sum ana, ben, nobody;
	int64_t n;
};

static void add_up(void *data, const struct jl_booking *b)
{
	struct sums *s = data;
	const char *owner = s->charges->v[b->charge].owner;
	jl_sum *to = !owner ? &s->nobody : *owner == 'a' ? &s->ana : &s->ben;

	if (b->kind != JL_BOOKING_CLOSED)
		*to += b->value;
	if (b->kind != JL_BOOKING_TIME)
		s->n += b->n;
}

static void a_total_by_day_is_split_by_largest_remainder(void **state)
{
	struct jl_charges charges;
	struct sums s = {&charges, 0, 0, 0, 0};
	struct jl_point p = {.occurred_at = at("2026-08-01T00:00:00"),
		.until = at("2026-09-01T00:00:00"),
		.value = 100 * JL_MICRO,
		.n = 200,
		.shape = JL_MEASURE_TOTAL};

	(void)state;
	make_journey();
	jl_charges_init(&charges, &journey, zone, JL_VIEW_THEN, 0);
	jl_attribute(&charges, &p, JL_SPLIT_BY_DAY, zone,
		jl_zone_midnight(zone, day("2026-01-01")),
		jl_zone_midnight(zone, day("2027-01-01")), add_up, &s);
	/* 16 of 31 days are ana's: 51.6 of 100, and the remainder is hers. */
	assert_number_equal(s.ana, 52 * JL_MICRO);
	assert_number_equal(s.ben, 48 * JL_MICRO);
	assert_number_equal(s.n, 200);
	jl_charges_release(&charges);
}

static void in_the_view_now_all_is_todays_owners(void **state)
{
	struct jl_charges charges;

	(void)state;
	make_journey();
	jl_charges_init(
		&charges, &journey, zone, JL_VIEW_NOW, day("2026-10-01"));
	assert_number_equal(charges.n, 1);
	assert_string_equal(charges.v[0].owner, "ben");
	jl_charges_release(&charges);
	jl_charges_init(
		&charges, &journey, zone, JL_VIEW_NOW, day("2026-12-24"));
	assert_null(charges.v[0].owner);
	assert_string_equal(charges.v[0].sponsor, "eve");
	jl_charges_release(&charges);
}

/* ---- the property ---- */

static uint64_t seed = 2026;

static uint32_t any(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % below;
}

static const char *const names[] = {"a", "b", "c", "d"};

/* Tenures in order over three years, with vacancies here and there. */
static size_t random_owners(struct jl_tenure *v)
{
	int32_t now = day("2025-01-01") + (int32_t)any(100);
	size_t n = 1 + any(8);

	for (size_t i = 0; i < n; i++) {
		v[i] = (struct jl_tenure){
			names[any(4)], now, now + 1 + (int32_t)any(200), NULL};
		now = v[i].until + (any(3) ? 0 : (int32_t)any(40));
	}
	if (any(2))
		v[n - 1].until = JL_DAY_OPEN;
	return n;
}

/* Who owned the day, by looking at each tenure: 0..3, 4 for nobody. */
static int owner_on(const struct jl_tenure *v, size_t n, int32_t d)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].since <= d && d < v[i].until)
			return (int)(v[i].person[0] - 'a');
	return 4;
}

struct totals {
	const struct jl_charges *charges;
	jl_sum by_owner[6]; /* 4 is nobody, 5 shared */
	int64_t n[6];
};

static void collect(void *data, const struct jl_booking *b)
{
	struct totals *t = data;
	const char *owner = t->charges->v[b->charge].owner;
	int who = b->kind == JL_BOOKING_SHARED ? 5 : owner ? owner[0] - 'a' : 4;

	if (b->kind != JL_BOOKING_CLOSED)
		t->by_owner[who] += b->value;
	if (b->kind != JL_BOOKING_TIME)
		t->n[who] += b->n;
}

static struct jl_point random_point(void)
{
	struct jl_point p = {.occurred_at = at("2025-03-01") +
					    (int64_t)any(63072000) * JL_SECOND +
					    any(1000000),
		.until = JL_INSTANT_NONE,
		.value = (int64_t)any(100000) * 10000,
		.n = 1,
		.shape = (uint8_t)any(3)};

	if (p.shape == JL_MEASURE_SPAN) {
		p.until = p.occurred_at +
			  (int64_t)any(any(2) ? 864000 : 86400000) * JL_SECOND;
		p.value = p.until - p.occurred_at;
	} else if (p.shape == JL_MEASURE_TOTAL) {
		int32_t first = jl_zone_day(zone, p.occurred_at);

		p.occurred_at = jl_zone_midnight(zone, first);
		p.until = jl_zone_midnight(zone, first + 1 + (int32_t)any(90));
		p.value = (int64_t)any(1000) * JL_MICRO;
		p.n = 1000 + (int64_t)any(1000);
	}
	return p;
}

/* Books a span the slow way: each local day by itself. */
static void slow_span(const struct jl_tenure *v, size_t n,
	const struct jl_point *p, int64_t since, int64_t until,
	jl_sum *by_owner)
{
	int64_t from = p->occurred_at > since ? p->occurred_at : since;
	int64_t to = p->until < until ? p->until : until;

	for (int32_t d = jl_zone_day(zone, from);
		from < to && jl_zone_midnight(zone, d) < to; d++) {
		int64_t a = jl_zone_midnight(zone, d);
		int64_t b = jl_zone_midnight(zone, d + 1);

		a = a > from ? a : from;
		b = b < to ? b : to;
		by_owner[owner_on(v, n, d)] += b - a;
	}
}

/* Of random ledgers, measures and periods: owners, nobody and shared are the
 * total; neighbouring periods add up to both together; points and spans are
 * booked as the slow way books them. */
static void parts_add_up_whatever_happens(void **state)
{
	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct jl_tenure v[8];
		size_t n = random_owners(v);
		struct jl_journey j = {.id = "j"};
		struct jl_charges charges;
		struct jl_point p = random_point();
		enum jl_split split = (enum jl_split)any(3);
		int64_t from = jl_zone_midnight(zone, day("2024-06-01"));
		int64_t middle = jl_zone_midnight(
			zone, day("2025-01-01") + (int32_t)any(900));
		int64_t end = jl_zone_midnight(zone, day("2031-01-01"));
		struct totals whole = {&charges, {0}, {0}};
		struct totals halves = {&charges, {0}, {0}};
		jl_sum sum = 0, slow[5] = {0};
		int64_t count = 0;

		j.owners.v = v;
		j.owners.n = n;
		jl_charges_init(&charges, &j, zone,
			any(5) ? JL_VIEW_THEN : JL_VIEW_NOW, day("2026-01-01"));
		jl_attribute(
			&charges, &p, split, zone, from, end, collect, &whole);
		jl_attribute(&charges, &p, split, zone, from, middle, collect,
			&halves);
		jl_attribute(&charges, &p, split, zone, middle, end, collect,
			&halves);
		for (int i = 0; i < 6; i++) {
			sum += whole.by_owner[i];
			count += whole.n[i];
			assert_true(whole.by_owner[i] == halves.by_owner[i]);
			assert_number_equal(whole.n[i], halves.n[i]);
		}
		assert_true(sum == p.value);
		assert_number_equal(count, p.n);
		if (charges.n > 1 && p.shape == JL_MEASURE_SPAN) {
			slow_span(v, n, &p, from, end, slow);
			for (int i = 0; i < 5; i++)
				assert_true(slow[i] == whole.by_owner[i]);
		}
		if (charges.n > 1 && p.shape == JL_MEASURE_POINT)
			assert_true(
				whole.by_owner[owner_on(v, n,
					jl_zone_day(zone, p.occurred_at))] ==
				p.value);
		jl_charges_release(&charges);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_total_by_day_is_split_by_largest_remainder),
		cmocka_unit_test(in_the_view_now_all_is_todays_owners),
		cmocka_unit_test(parts_add_up_whatever_happens),
	};
	int failed;

	open_zone(NULL);
	failed = cmocka_run_group_tests(tests, NULL, NULL) +
		 RUN_ROWS("bookings", bookings, books);
	close_zone(NULL);
	return failed;
}

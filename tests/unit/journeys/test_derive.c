/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/derive.h"

#include "core/mem.h"
#include "core/str.h"
#include "tests/support/test.h"

#include <stdlib.h>

/*
 * A case in short: words "A1@0", an activity's letter, a function's digit (0 is
 * not known) and seconds; "A1@5-9" began at 5; behind it, in any order, `s`,
 * `p`, `r` for start, suspension and resumption, `cN` for channel N, `dN` for a
 * deadline at N.
 */
struct log {
	struct jl_event events[32];
	size_t n;
};

static const char *read_event(const char *text, struct jl_event *e)
{
	char *end;

	*e = (struct jl_event){.activity = (uint32_t)(text[0] - 'A' + 1),
		.step = (uint32_t)(text[0] - 'A' + 1),
		.function = (uint32_t)(text[1] - '0'),
		.started_at = JL_INSTANT_NONE,
		.deadline = JL_INSTANT_NONE};
	e->occurred_at = strtol(text + 3, &end, 10) * JL_SECOND;
	if (*end == '-') {
		e->started_at = e->occurred_at;
		e->occurred_at = strtol(end + 1, &end, 10) * JL_SECOND;
	}
	while (*end && *end != ' ') {
		switch (*end++) {
		case 's':
			e->transition = JL_TRANSITION_START;
			break;
		case 'p':
			e->transition = JL_TRANSITION_SUSPEND;
			break;
		case 'r':
			e->transition = JL_TRANSITION_RESUME;
			break;
		case 'c':
			e->channel = (uint32_t)strtol(end, &end, 10);
			break;
		default:
			e->deadline = strtol(end, &end, 10) * JL_SECOND;
			break;
		}
	}
	return end + (*end == ' ');
}

static struct log read_log(const char *text)
{
	struct log log = {.n = 0};

	while (*text)
		text = read_event(text, &log.events[log.n++]);
	return log;
}

struct wanted {
	enum jl_derived_metric metric;
	struct jl_str out;
};

/* "at 10 A>B 1>2": the measure in short. */
static void say(void *data, const struct jl_derived *d)
{
	struct wanted *w = data;

	if (d->metric != w->metric)
		return;
	jl_str_addf(&w->out, "%s%lld", w->out.len ? ", " : "",
		(long long)(d->occurred_at / JL_SECOND));
	if (d->until != JL_INSTANT_NONE)
		jl_str_addf(
			&w->out, "-%lld", (long long)(d->until / JL_SECOND));
	if (d->is_open)
		jl_str_add(&w->out, " open");
	if (d->until == JL_INSTANT_NONE && d->value != 1)
		jl_str_addf(&w->out, " =%lld/%lld", (long long)d->value,
			(long long)d->n);
	if (d->step)
		jl_str_addf(&w->out, " %c", (int)('A' + d->step - 1));
	if (d->to_step)
		jl_str_addf(&w->out, ">%c", (int)('A' + d->to_step - 1));
	if (d->function || d->to_function)
		jl_str_addf(&w->out, " %u", d->function);
	if (d->to_function)
		jl_str_addf(&w->out, ">%u", d->to_function);
	if (d->to_channel && d->metric == JL_DERIVED_CHANNEL_SWITCH)
		jl_str_addf(&w->out, " c%u>c%u", d->channel, d->to_channel);
}

static const struct row {
	const char *sentence, *log;
	enum jl_derived_metric metric;
	const char *measures;
	bool is_open;
} rows[] = {
	{"elapsed_is_the_last_event_less_the_first", "A1@5 B2@10 C1@90",
		JL_DERIVED_ELAPSED, "5-90", false},
	{"one_event_took_no_time", "A1@5", JL_DERIVED_ELAPSED, "5-5", false},
	{"an_open_case_is_marked", "A1@5 B1@9", JL_DERIVED_ELAPSED, "5-9 open",
		true},
	{"elapsed_counts_from_a_start", "A1@2-5 B1@9", JL_DERIVED_ELAPSED,
		"2-9", false},
	{"a_wait_lies_between_two_events", "A1@5 B2@10 B2@12", JL_DERIVED_WAIT,
		"5-10 A>B 1>2, 10-12 B>B 2>2", false},
	{"a_wait_ends_where_the_next_begins", "A1@5 B2@8-10", JL_DERIVED_WAIT,
		"5-8 A>B 1>2", false},
	{"what_overlaps_waits_for_nothing", "A1@1-9 B2@5-10", JL_DERIVED_WAIT,
		"9-9 A>B 1>2", false},
	{"a_handoff_is_a_change_of_function", "A1@1 B1@2 C2@3 D1@4",
		JL_DERIVED_HANDOFF, "3 B>C 1>2, 4 C>D 2>1", false},
	{"functions_that_are_not_known_are_skipped", "A1@1 B0@2 C1@3 D2@4",
		JL_DERIVED_HANDOFF, "4 C>D 1>2", false},
	{"nobody_known_is_no_handoff", "A0@1 B0@2 C1@3", JL_DERIVED_HANDOFF, "",
		false},
	{"there_and_back_is_ping_pong", "A1@1 B2@2 C1@3 D2@4 E3@5",
		JL_DERIVED_PING_PONG, "3 B>C 2>1, 4 C>D 1>2", false},
	{"round_a_triangle_is_none", "A1@1 B2@2 C3@3 D1@4",
		JL_DERIVED_PING_PONG, "", false},
	{"a_repeat_is_rework", "A1@1 B1@2 A1@3 A1@4", JL_DERIVED_REWORK,
		"3 A 1, 4 A 1", false},
	{"a_repeat_at_once_is_a_self_loop", "A1@1 B1@2 A1@3 A1@4",
		JL_DERIVED_SELF_LOOP, "4 A 1", false},
	{"a_repeat_later_is_a_repetition", "A1@1 B1@2 A1@3 A1@4",
		JL_DERIVED_REPETITION, "3 A 1", false},
	{"a_switch_is_a_change_of_channel", "A1@1c1 B1@2 C1@3c2 D1@4c2",
		JL_DERIVED_CHANNEL_SWITCH, "3 A>C 1>1 c1>c2", false},
	{"a_promise_is_broken_at_its_deadline", "A1@1d5 B1@9",
		JL_DERIVED_PROMISE_BROKEN, "5 B 1", false},
	{"done_at_the_deadline_is_kept", "A1@1d9 B1@9",
		JL_DERIVED_PROMISE_BROKEN, "9 =0/1 B 1", false},
	{"the_last_deadline_counts", "A1@1d5 B1@2d20 C1@9",
		JL_DERIVED_PROMISE_BROKEN, "20 =0/1 C 1", false},
	{"open_past_the_deadline_is_broken", "A1@1d50",
		JL_DERIVED_PROMISE_BROKEN, "50 A 1", true},
	{"open_before_the_deadline_is_not_known", "A1@1d500",
		JL_DERIVED_PROMISE_BROKEN, "", true},
	{"what_ended_was_not_given_up", "A1@1 B1@2", JL_DERIVED_ABANDONMENT,
		"2 =0/1 B 1", false},
	{"what_did_not_end_in_time_was", "A1@1 B1@2", JL_DERIVED_ABANDONMENT,
		"2 B 1", true},
	{"what_may_still_end_is_not_known", "A1@1 B1@80",
		JL_DERIVED_ABANDONMENT, "", true},
	{"touch_time_is_from_start_to_end", "A1@1s A1@4 B2@5-7 C1@9",
		JL_DERIVED_TOUCH_TIME, "1-4 A 1, 5-7 B 2", false},
	{"suspended_time_is_no_touch_time", "A1@1s A1@3p A1@7r A1@9",
		JL_DERIVED_TOUCH_TIME, "1-3 A 1, 7-9 A 1", false},
	{"what_ends_suspended_is_not_touched", "A1@1s A1@3p A1@9",
		JL_DERIVED_TOUCH_TIME, "1-3 A 1", false},
	{"instances_end_in_the_order_of_their_starts", "A1@1s A2@2s A1@5 A2@6",
		JL_DERIVED_TOUCH_TIME, "1-5 A 1, 2-6 A 2", false},
	{"starts_are_no_events_of_their_own", "A1@1s A1@4 B2@6s B2@9",
		JL_DERIVED_VOLUME, "4 A 1, 9 B 2", false},
	{"a_wait_ends_with_a_start_of_its_own", "A1@1s A1@4 B2@6s B2@9",
		JL_DERIVED_WAIT, "4-6 A>B 1>2", false},
	{"a_suspended_one_began_with_its_start", "A1@0 B1@1s B1@3p B1@7r B1@9",
		JL_DERIVED_WAIT, "0-1 A>B 1>1", false},
	{"nothing_done_is_nothing_measured", "A1@1s", JL_DERIVED_ELAPSED, "",
		false},
};

static const struct jl_log_terms terms = {
	.extract_end = 100 * JL_SECOND, .abandoned_after = 50 * JL_SECOND};

static void gives(void **state)
{
	const struct row *row = *state;
	struct log log = read_log(row->log);
	struct jl_case_events events = {log.events, log.n, !row->is_open};
	struct wanted wanted = {.metric = row->metric};
	struct jl_deriver *d = jl_deriver_new(&terms, say, &wanted);

	/* Twice: nothing of a case is left over for the next. */
	for (int i = 0; i < 2; i++) {
		jl_str_clear(&wanted.out);
		jl_derive_case(d, &events);
		assert_string_equal(jl_str_text(&wanted.out), row->measures);
	}
	jl_deriver_free(d);
	jl_str_release(&wanted.out);
}

static void ignore(void *data, const struct jl_derived *d)
{
	(void)data;
	(void)d;
}

static void what_is_odd_is_counted(void **state)
{
	struct log log = read_log("A1@9-5 B1@5 C1@1-6 D1@7s E1@7s");
	struct jl_case_events events = {log.events, log.n, true};
	struct jl_deriver *d = jl_deriver_new(&terms, ignore, NULL);
	const struct jl_log_oddities *odd = jl_deriver_oddities(d);

	(void)state;
	jl_derive_case(d, &events);
	assert_int_equal(odd->negative_times, 1);
	assert_int_equal(odd->equal_instants, 1);
	assert_int_equal(odd->overlaps, 1);
	assert_int_equal(odd->unmatched_starts, 2);
	jl_deriver_free(d);
}

/* A small generator of our own, so that a failure can be repeated. */
static unsigned next(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

/* ---- against the definitions, written down the slow way ---- */

static void count(void *data, const struct jl_derived *d)
{
	int64_t *counts = data;

	counts[d->metric] += d->until == JL_INSTANT_NONE
				     ? d->value
				     : (d->until - d->occurred_at) / JL_SECOND;
}

static int64_t slow_handoffs(const struct log *log, int64_t *ping_pong)
{
	uint32_t runs[32];
	size_t n = 0;

	for (size_t i = 0; i < log->n; i++)
		if (log->events[i].function &&
			(n == 0 || runs[n - 1] != log->events[i].function))
			runs[n++] = log->events[i].function;
	*ping_pong = 0;
	for (size_t i = 0; i + 2 < n; i++)
		*ping_pong += runs[i] == runs[i + 2];
	return n ? (int64_t)n - 1 : 0;
}

static int64_t slow_rework(const struct log *log)
{
	int64_t n = 0;

	for (size_t i = 0; i < log->n; i++)
		for (size_t k = 0; k < i; k++)
			if (log->events[k].activity ==
				log->events[i].activity) {
				n++;
				break;
			}
	return n;
}

static void random_logs_agree_with_the_definitions(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		int64_t counts[JL_DERIVED_METRICS] = {0}, ping_pong;
		struct jl_deriver *d = jl_deriver_new(&terms, count, counts);
		struct log log = {.n = 1 + next(&seed) % 20};
		int64_t at = 0;

		for (size_t i = 0; i < log.n; i++) {
			at += next(&seed) % 3 * JL_SECOND;
			log.events[i] = (struct jl_event){
				.activity = 1 + next(&seed) % 5,
				.function = next(&seed) % 4,
				.occurred_at = at,
				.started_at = JL_INSTANT_NONE,
				.deadline = JL_INSTANT_NONE};
		}
		jl_derive_case(
			d, &(struct jl_case_events){log.events, log.n, true});
		assert_int_equal(counts[JL_DERIVED_HANDOFF],
			slow_handoffs(&log, &ping_pong));
		assert_int_equal(counts[JL_DERIVED_PING_PONG], ping_pong);
		assert_int_equal(counts[JL_DERIVED_REWORK], slow_rework(&log));
		assert_int_equal(counts[JL_DERIVED_REWORK],
			counts[JL_DERIVED_SELF_LOOP] +
				counts[JL_DERIVED_REPETITION]);
		/* Without starts, all elapsed time is waiting. */
		assert_int_equal(
			counts[JL_DERIVED_ELAPSED], counts[JL_DERIVED_WAIT]);
		assert_int_equal(counts[JL_DERIVED_VOLUME], log.n);
		jl_deriver_free(d);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_odd_is_counted),
		cmocka_unit_test(random_logs_agree_with_the_definitions),
	};

	return RUN_ROWS("measures of a case", rows, gives) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

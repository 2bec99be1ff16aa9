/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The page of the seams: what passes from one function to another, and how long
 * cases wait there. A wait between two functions is neither one's: the seam
 * pays.
 */
#include "reports/build.h"

#include "journeys/steps.h"

#include <stdlib.h>
#include <string.h>

/* One pair of functions, or of a channel and the function that receives. */
struct seam {
	const char *from, *to;
	struct jl_tally handoff, ping_pong, wait;
	uint64_t cases;
	size_t n_groups; /* of hand-offs: cases are of one group only */
};

struct seams {
	struct seam *v;
	size_t n, cap;
	jl_sum elapsed; /* of all cases */
};

static struct seam *seam_of(
	struct seams *seams, const char *from, const char *to)
{
	struct seam *s;

	for (size_t i = 0; i < seams->n; i++)
		if (strcmp(seams->v[i].from, from) == 0 &&
			strcmp(seams->v[i].to, to) == 0)
			return &seams->v[i];
	JL_GROW(seams->v, seams->n, seams->cap);
	s = &seams->v[seams->n++];
	*s = (struct seam){.from = from, .to = to};
	jl_tally_init(&s->handoff, false);
	jl_tally_init(&s->ping_pong, false);
	jl_tally_init(&s->wait, true);
	return s;
}

/* The place in a group's key of the function which gives. */
static size_t giver(const struct jl_friction_query *q)
{
	return q->by[0] == JL_BY_FUNCTION ? 0 : 2;
}

static void collect(const struct jl_friction_query *q,
	const struct jl_friction *friction, struct seams *seams)
{
	for (size_t i = 0; i < friction->n; i++) {
		struct jl_friction_group *g = &friction->v[i];
		const char *metric = g->metric->id;
		const char *gives = g->key[giver(q)];
		const char *from = g->key[0], *to = g->key[1];
		bool is_handoff = strcmp(metric, "handoff") == 0;
		bool is_ping_pong = strcmp(metric, "ping-pong") == 0;
		struct seam *s;

		if (strcmp(metric, "elapsed") == 0)
			seams->elapsed += g->tally.sum;
		/* Both sides are known, and they are two. */
		if ((!is_handoff && !is_ping_pong &&
			    strcmp(metric, "wait") != 0) ||
			!*from || !*to || !*gives || strcmp(gives, to) == 0)
			continue;
		s = seam_of(seams, from, to);
		jl_tally_merge(is_handoff     ? &s->handoff
			       : is_ping_pong ? &s->ping_pong
					      : &s->wait,
			&g->tally);
		if (is_handoff) {
			s->n_groups++;
			s->cases = g->cases;
		}
	}
}

static jl_sum wait_of(const struct seam *seam)
{
	return seam->wait.sum;
}

/* Where cases waited longest in all comes first. */
static int by_wait(const void *a, const void *b)
{
	const struct seam *x = a, *y = b;
	int order;

	if (wait_of(x) != wait_of(y))
		return wait_of(x) > wait_of(y) ? -1 : 1;
	order = strcmp(x->from, y->from);
	return order ? order : strcmp(x->to, y->to);
}

/* Has a seam of a wanted journey between the two functions an agreement? */
static bool is_agreed(const struct jl_ledger *ledger, const bool *wanted,
	const struct seam *seam)
{
	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_JOURNEY); i++)
		if (wanted[i] &&
			jl_journey_agrees(jl_ledger_nth_journey(ledger, i),
				seam->from, seam->to))
			return true;
	return false;
}

static void add_seam(struct jl_report *r, const struct jl_page *page,
	const struct jl_friction_query *q, const bool *wanted,
	const struct seams *seams, struct seam *s)
{
	double elapsed = jl_sum_to_double(seams->elapsed);
	/* Between two events that are not neighbours there is no wait. */
	bool has_waited = s->wait.n > 0 || wait_of(s) != 0;

	jl_report_add_text(r, s->from);
	jl_report_add_text(r, s->to);
	jl_report_add_sum(r, s->handoff.sum);
	if (s->n_groups == 1)
		jl_report_add_whole(r, (int64_t)s->cases);
	else
		jl_report_add_unknown(r, NULL);
	jl_report_add_sum(r, s->ping_pong.sum);
	jl_report_add_whole(r, s->wait.n);
	jl_build_add_time(r, &s->wait, "p50");
	jl_build_add_time(r, &s->wait, "p90");
	if (has_waited)
		jl_report_add_time_sum(r, wait_of(s));
	else
		jl_report_add_unknown(r, NULL);
	if (has_waited && elapsed > 0)
		jl_report_add_share(r, jl_sum_to_double(wait_of(s)) / elapsed);
	else
		jl_report_add_unknown(r, NULL);
	if (q->by[0] == JL_BY_FUNCTION)
		jl_report_add_text(
			r, is_agreed(page->ledger, wanted, s) ? "yes" : "no");
}

static void add_columns(struct jl_report *r, const struct jl_friction_query *q)
{
	jl_report_column(r, jl_by_names[q->by[0]],
		q->by[0] == JL_BY_FUNCTION ? "from" : "channel", 0);
	jl_report_column(r, "to_function", "to", 0);
	jl_report_column(r, "handoff", "hand-offs", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "cases", "cases", JL_COLUMN_RIGHT | JL_COLUMN_DROP(3));
	jl_report_column(r, "ping_pong", "ping-pong", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "wait_n", "waits", JL_COLUMN_RIGHT | JL_COLUMN_DROP(2));
	jl_report_column(r, "wait_p50", "wait p50", JL_COLUMN_RIGHT);
	jl_report_column(r, "wait_p90", "p90", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "wait_sum", "sum", JL_COLUMN_RIGHT | JL_COLUMN_DROP(1));
	jl_report_column(r, "share_of_elapsed", "of elapsed", JL_COLUMN_RIGHT);
	if (q->by[0] == JL_BY_FUNCTION)
		jl_report_column(r, "agreement", "agreement", 0);
}

struct jl_report *jl_build_seams(const struct jl_page *page,
	const struct jl_friction_query *q, const struct jl_friction *friction,
	const bool *wanted)
{
	struct jl_report *r =
		jl_report_new("seams", "Where cases change hands");
	struct seams seams = {0};

	jl_build_page(r, page);
	jl_report_parameter(r, "by", jl_by_names[q->by[0]]);
	add_columns(r, q);
	collect(q, friction, &seams);
	if (seams.n)
		qsort(seams.v, seams.n, sizeof(*seams.v), by_wait);
	for (size_t i = 0; i < seams.n; i++)
		add_seam(r, page, q, wanted, &seams, &seams.v[i]);
	jl_report_note(r,
		"the seam pays: a wait between two functions belongs to "
		"neither of them alone");
	jl_report_note(r,
		"a wait counts where the functions of both its events are "
		"known: those within a function, and those by way of an event "
		"whose function is not known, are in no row");
	jl_build_note_partial(r, page, NULL);
	if (seams.n == 0)
		jl_build_note_empty(r, page);
	jl_build_note_functions(r, page);
	jl_build_note_orphans(r, &friction->orphans);
	for (size_t i = 0; i < seams.n; i++) {
		jl_tally_release(&seams.v[i].handoff);
		jl_tally_release(&seams.v[i].ping_pong);
		jl_tally_release(&seams.v[i].wait);
	}
	free(seams.v);
	return r;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * One journey on one page: what its customers met in the period, stage by stage
 * and step by step, where it changes hands worst, and who was in charge.
 */
#include "reports/build.h"

#include "journeys/steps.h"
#include "journeys/tenure.h"

#include <stdlib.h>
#include <string.h>

enum { SEAMS = 5 }; /* that are shown */

/* One row's figures, by metric; NULL is not measured. */
struct figures {
	struct jl_friction_group *volume, *time, *rework, *abandonment;
	struct jl_friction_group *handoff, *ping_pong;
	const char *time_name; /* of the metric that `time` is */
};

struct one_page {
	struct jl_report *report;
	const struct jl_page *page;
	const struct jl_journey *journey;
	const struct jl_journey_friction *friction;
	jl_sum elapsed; /* of all cases in the period */
};

static bool is_key(const char *key, const char *wanted)
{
	return key && wanted ? strcmp(key, wanted) == 0 : key == wanted;
}

/* The group of the metric with these first two keys (the second NULL: one). */
static struct jl_friction_group *find(const struct jl_friction *friction,
	const char *key, const char *second, const char *metric)
{
	for (size_t i = 0; i < friction->n; i++) {
		struct jl_friction_group *g = &friction->v[i];

		if (is_key(g->key[0], key) &&
			(!second || is_key(g->key[1], second)) &&
			strcmp(g->metric->id, metric) == 0)
			return g;
	}
	return NULL;
}

static struct figures figures_of(const struct jl_friction *friction,
	const char *key, const char *second, const char *time)
{
	return (struct figures){
		.volume = find(friction, key, second, "volume"),
		.time = find(friction, key, second, time),
		.rework = find(friction, key, second, "rework"),
		.abandonment = find(friction, key, second, "abandonment"),
		.handoff = find(friction, key, second, "handoff"),
		.ping_pong = find(friction, key, second, "ping-pong"),
		.time_name = time,
	};
}

static bool has_any(const struct figures *f)
{
	return f->volume || f->time || f->rework || f->abandonment ||
	       f->handoff || f->ping_pong;
}

static void add_sum(struct jl_report *r, const struct jl_friction_group *g)
{
	if (g)
		jl_report_add_sum(r, g->tally.sum);
	else
		jl_report_add_unknown(r, NULL);
}

static void add_cases(struct jl_report *r, const struct figures *f)
{
	const struct jl_friction_group *g = f->volume	 ? f->volume
					    : f->handoff ? f->handoff
							 : f->time;

	if (g && g->has_cases)
		jl_report_add_whole(r, (int64_t)g->cases);
	else
		jl_report_add_unknown(r, NULL);
}

static void add_times(const struct one_page *o, const struct figures *f)
{
	struct jl_report *r = o->report;
	double elapsed = jl_sum_to_double(o->elapsed);

	double median;

	if (!f->time) {
		for (int i = 0; i < 7; i++)
			jl_report_add_unknown(r, NULL);
		return;
	}
	jl_report_add_text(r, f->time_name);
	jl_build_add_time(r, &f->time->tally, "p50");
	jl_build_add_time(r, &f->time->tally, "p90");
	if (f->time->open && jl_survival_median(&f->time->survival, &median))
		jl_report_add_time(r, median / (double)JL_SECOND);
	else
		jl_report_add_unknown(r, NULL);
	if (f->time->survival.n)
		jl_report_add_whole(r, (int64_t)f->time->open);
	else
		jl_report_add_unknown(r, NULL);
	jl_report_add_time_sum(r, f->time->tally.sum);
	if (elapsed > 0)
		jl_report_add_share(
			r, jl_sum_to_double(f->time->tally.sum) / elapsed);
	else
		jl_report_add_unknown(r, NULL);
}

/* All but the first three cells of a row. */
static void add_figures(const struct one_page *o, const struct figures *f,
	const char *to_function, const char *detail)
{
	struct jl_report *r = o->report;

	if (to_function)
		jl_report_add_text(r, to_function);
	else
		jl_report_add_unknown(r, NULL);
	add_sum(r, f->volume);
	add_cases(r, f);
	add_times(o, f);
	add_sum(r, f->rework);
	add_sum(r, f->abandonment);
	add_sum(r, f->handoff);
	/* Where hand-offs are known, so are those that come back. */
	if (f->handoff && !f->ping_pong)
		jl_report_add_sum(r, 0);
	else
		add_sum(r, f->ping_pong);
	if (detail && *detail)
		jl_report_add_text(r, detail);
	else
		jl_report_add_unknown(r, NULL);
}

static void add_head(
	struct jl_report *r, const char *what, const char *id, const char *name)
{
	jl_report_add_text(r, what);
	if (id)
		jl_report_add_text(r, id);
	else
		jl_report_add_unknown(r, strcmp(what, "owner") == 0
						 ? "(nobody)"
						 : "(not known)");
	if (name)
		jl_report_add_text(r, name);
	else
		jl_report_add_unknown(r, NULL);
}

static void add_whole(const struct one_page *o)
{
	const struct jl_journey *j = o->journey;
	struct figures f =
		figures_of(&o->friction->whole, j->id, NULL, "elapsed");

	add_head(o->report, "journey", j->id, j->name);
	add_figures(o, &f, NULL, NULL);
}

/* ---- owners ---- */

/* When the person was in charge, as far as the period goes. */
static char *tenures_of(const struct one_page *o, const char *person)
{
	const struct jl_period *period = o->page->period;
	struct jl_str text = JL_STR_INIT;

	for (size_t i = 0; i < o->journey->owners.n; i++) {
		const struct jl_tenure *t = &o->journey->owners.v[i];
		char since[JL_DAY_TEXT], until[JL_DAY_TEXT];
		int32_t from =
			t->since > period->since ? t->since : period->since;
		int32_t to =
			t->until < period->until ? t->until : period->until;

		if (from < to && t->person && strcmp(t->person, person) == 0)
			jl_str_addf(&text, "%sin charge %s..%s",
				text.len ? ", " : "",
				jl_day_format(from, since),
				jl_day_format(to - 1, until));
	}
	return jl_str_detach(&text);
}

static bool is_first_of_key(const struct jl_friction *friction, size_t i)
{
	return i == 0 ||
	       !is_key(friction->v[i].key[0], friction->v[i - 1].key[0]);
}

static bool is_in_period(const struct one_page *o, const struct jl_tenure *t)
{
	return t->person && t->since < o->page->period->until &&
	       t->until > o->page->period->since;
}

/* Has the tenure's person a row already, of measures or of a tenure before? */
static bool has_row(const struct one_page *o, size_t tenure)
{
	const struct jl_friction *rows = &o->friction->owners;
	const struct jl_tenure *v = o->journey->owners.v;

	for (size_t i = 0; i < rows->n; i++)
		if (is_key(rows->v[i].key[0], v[tenure].person))
			return true;
	for (size_t i = 0; i < tenure; i++)
		if (is_in_period(o, &v[i]) &&
			is_key(v[i].person, v[tenure].person))
			return true;
	return false;
}

/* In charge in the period, and nothing was measured in their time. */
static void add_unmeasured_owners(const struct one_page *o)
{
	const struct jl_tenures *owners = &o->journey->owners;
	const struct figures none = {NULL};

	for (size_t i = 0; o->page->view == JL_VIEW_THEN && i < owners->n;
		i++) {
		const char *person = owners->v[i].person;
		char *detail;

		if (!is_in_period(o, &owners->v[i]) || has_row(o, i))
			continue;
		detail = tenures_of(o, person);
		add_head(o->report, "owner", person,
			jl_ledger_person_name(o->page->ledger, person));
		add_figures(o, &none, NULL, detail);
		free(detail);
	}
}

static void add_owners(const struct one_page *o)
{
	const struct jl_friction *owners = &o->friction->owners;

	for (size_t i = 0; i < owners->n; i++) {
		const struct jl_friction_group *g = &owners->v[i];
		const char *person = g->key[0];
		struct figures f = figures_of(owners, person, NULL, "elapsed");
		char *detail;

		/* Totals that are shared are of the whole journey. */
		if (!is_first_of_key(owners, i) || g->is_shared)
			continue;
		detail = person ? tenures_of(o, person) : jl_xstrdup("");
		if (person)
			add_head(o->report, "owner", person,
				jl_ledger_person_name(o->page->ledger, person));
		else
			add_head(o->report, "owner", NULL, NULL);
		add_figures(o, &f, NULL, detail);
		free(detail);
	}
	add_unmeasured_owners(o);
}

/* ---- stages and steps ---- */

static void add_step(
	const struct one_page *o, const struct jl_journey_step *step)
{
	struct figures f =
		figures_of(&o->friction->steps, step->id, NULL, "wait");
	struct jl_str detail = JL_STR_INIT;
	char within[JL_DURATION_TEXT];

	if (step->channel)
		jl_str_addf(&detail, "%s", jl_channels[step->channel]);
	if (step->function)
		jl_str_addf(&detail, "%sby %s", detail.len ? ", " : "",
			step->function);
	if (step->commitment)
		jl_str_addf(&detail, "%swithin %s", detail.len ? ", " : "",
			jl_duration_format(step->commitment, within));
	add_head(o->report, "step", step->id, step->name);
	add_figures(o, &f, NULL, jl_str_text(&detail));
	jl_str_release(&detail);
}

static void add_stages(const struct one_page *o)
{
	const struct jl_journey *j = o->journey;
	struct figures unknown =
		figures_of(&o->friction->steps, "", NULL, "wait");

	for (size_t i = 0; i < j->stages.n; i++) {
		const struct jl_stage *stage = &j->stages.v[i];
		struct figures f = figures_of(
			&o->friction->stages, stage->id, NULL, "wait");

		add_head(o->report, "stage", stage->id, stage->name);
		add_figures(o, &f, NULL,
			stage->moment_of_truth ? "moment of truth" : NULL);
		for (size_t k = 0; k < stage->steps.n; k++)
			add_step(o, &stage->steps.v[k]);
	}
	if (!has_any(&unknown))
		return;
	add_head(o->report, "step", NULL, NULL);
	add_figures(o, &unknown, NULL, "at no step of the map");
}

/* ---- seams ---- */

static int by_wait(const void *a, const void *b)
{
	struct jl_friction_group *const *x = a, *const *y = b;
	int order;

	if ((*x)->tally.sum != (*y)->tally.sum)
		return (*x)->tally.sum > (*y)->tally.sum ? -1 : 1;
	order = strcmp((*x)->key[0], (*y)->key[0]);
	return order ? order : strcmp((*x)->key[1], (*y)->key[1]);
}

/* Where the waits are longest in all, between two functions that are known. */
static void add_seams(const struct one_page *o)
{
	const struct jl_friction *seams = &o->friction->seams;
	struct jl_friction_group **waits = jl_xcalloc(seams->n, sizeof(*waits));
	size_t n = 0;

	for (size_t i = 0; i < seams->n; i++) {
		struct jl_friction_group *g = &seams->v[i];

		if (strcmp(g->metric->id, "wait") == 0 && *g->key[0] &&
			*g->key[1] && strcmp(g->key[0], g->key[1]) != 0)
			waits[n++] = g;
	}
	if (n)
		qsort(waits, n, sizeof(*waits), by_wait);
	for (size_t i = 0; i < n && i < SEAMS; i++) {
		const char *from = waits[i]->key[0], *to = waits[i]->key[1];
		struct figures f = figures_of(seams, from, to, "wait");

		add_head(o->report, "seam", from, NULL);
		add_figures(o, &f, to,
			jl_journey_agrees(o->journey, from, to)
				? "agreement"
				: "no agreement");
	}
	if (n > SEAMS)
		jl_report_note(o->report,
			"%zu more seam%s: 'jledger report seams %s' has them "
			"all",
			n - SEAMS, jl_plural(n - SEAMS), o->journey->id);
	free(waits);
}

static void add_columns(struct jl_report *r, bool has_open)
{
	/* Where no case is open there is nothing to see. */
	unsigned open = has_open ? JL_COLUMN_RIGHT
				 : JL_COLUMN_RIGHT | JL_COLUMN_MACHINE;

	jl_report_column(r, "what", "what", 0);
	jl_report_column(r, "id", "id", 0);
	jl_report_column(r, "name", "name", JL_COLUMN_DROP(7));
	jl_report_column(r, "to_function", "to", 0);
	jl_report_column(r, "volume", "events", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "cases", "cases", JL_COLUMN_RIGHT | JL_COLUMN_DROP(2));
	jl_report_column(r, "time", "time", 0);
	jl_report_column(r, "p50", "p50", JL_COLUMN_RIGHT);
	jl_report_column(r, "p90", "p90", JL_COLUMN_RIGHT);
	jl_report_column(r, "p50_km", "p50 KM", open);
	jl_report_column(r, "open_n", "open", open);
	jl_report_column(r, "sum", "sum", JL_COLUMN_RIGHT | JL_COLUMN_DROP(3));
	jl_report_column(r, "share_of_elapsed", "of elapsed",
		JL_COLUMN_RIGHT | JL_COLUMN_DROP(4));
	jl_report_column(r, "rework", "rework", JL_COLUMN_RIGHT);
	jl_report_column(r, "abandonment", "abandoned", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "handoff", "hand-offs", JL_COLUMN_RIGHT | JL_COLUMN_DROP(5));
	jl_report_column(r, "ping_pong", "ping-pong",
		JL_COLUMN_RIGHT | JL_COLUMN_DROP(6));
	jl_report_column(r, "detail", "detail", JL_COLUMN_DROP(8));
}

struct jl_report *jl_build_journey(const struct jl_page *page,
	const struct jl_journey *j, const struct jl_journey_friction *friction)
{
	struct one_page o = {
		.report = jl_report_new("journey", j->name ? j->name : j->id),
		.page = page,
		.journey = j,
		.friction = friction};
	struct jl_friction_group *elapsed =
		find(&friction->whole, j->id, NULL, "elapsed");

	o.elapsed = elapsed ? elapsed->tally.sum : 0;
	jl_build_page(o.report, page);
	jl_report_parameter(o.report, "journey", j->id);
	add_columns(o.report, elapsed && elapsed->open);
	add_whole(&o);
	add_owners(&o);
	add_stages(&o);
	add_seams(&o);
	if (j->customer_goal)
		jl_report_note(
			o.report, "the customer wants to %s", j->customer_goal);
	jl_report_note(o.report,
		"a wait begins at the end of the step in whose row it stands; "
		"between two functions it is neither's alone: the seam pays");
	jl_report_note(o.report,
		"abandoned: given up there, by the map's abandoned_after; what "
		"is empty was not measured; a case of two owners counts for "
		"each of them");
	jl_report_note(o.report,
		"in charge when it was measured does not mean: caused by");
	jl_build_note_open(o.report, &friction->whole);
	jl_build_note_partial(o.report, page, NULL);
	if (friction->whole.n == 0)
		jl_build_note_empty(o.report, page);
	jl_build_note_functions(o.report, page);
	jl_build_note_orphans(o.report, &friction->whole.orphans);
	return o.report;
}

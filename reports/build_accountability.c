/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Who was in charge of what was measured: a row for each owner, vacancy and
 * contract of a KPI, shared rows, and the total they add up to.
 */
#include "reports/build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add_columns(struct jl_report *r)
{
	static const struct jl_column columns[] = {
		{"journey", "journey", 0},
		{"kpi", "KPI", 0},
		{"metric", "metric", JL_COLUMN_MACHINE},
		{"aggregate", "as", JL_COLUMN_DROP(3)},
		{"part", "part", JL_COLUMN_MACHINE},
		{"owner", "in charge", 0},
		{"owners", "owners", JL_COLUMN_MACHINE},
		{"sponsor", "sponsor", JL_COLUMN_MACHINE},
		{"since", "since", JL_COLUMN_DROP(1)},
		{"until", "until", JL_COLUMN_DROP(2)},
		{"days", "days", JL_COLUMN_RIGHT | JL_COLUMN_DROP(8)},
		{"n", "n", JL_COLUMN_RIGHT},
		{"inherited_n", "inherited",
			JL_COLUMN_RIGHT | JL_COLUMN_DROP(7)},
		{"sum", "sum", JL_COLUMN_MACHINE},
		{"value", "value", JL_COLUMN_RIGHT},
		{"low", "low", JL_COLUMN_MACHINE},
		{"high", "high", JL_COLUMN_MACHINE},
		{"unit", "unit", 0},
		{"target", "target", JL_COLUMN_RIGHT},
		{"status", "status", 0},
		{"signal", "signal", JL_COLUMN_DROP(6)},
		{"previous", "before", JL_COLUMN_RIGHT | JL_COLUMN_DROP(5)},
		{"trend", "by month", JL_COLUMN_DROP(4)},
	};

	for (size_t i = 0; i < JL_COUNT(columns); i++)
		jl_report_column(
			r, columns[i].key, columns[i].title, columns[i].flags);
}

/* Whoever was in charge, in words. */
static void add_owner(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_part *part)
{
	struct jl_str label = JL_STR_INIT;

	if (part->kind == JL_PART_OWNER) {
		jl_report_add_labelled(r, part->owner,
			jl_ledger_person_name(ledger, part->owner));
		return;
	}
	if (part->kind == JL_PART_TOTAL) {
		jl_str_add(&label, "total");
	} else if (part->kind == JL_PART_NOBODY) {
		jl_str_add(&label, "(nobody)");
		if (part->sponsor)
			jl_str_addf(&label, ", sponsor %s",
				jl_ledger_person_name(ledger, part->sponsor));
	} else {
		jl_str_add(&label, "shared:");
		for (size_t i = 0; i < part->n_owners; i++)
			jl_str_addf(&label, "%s %s", i ? "," : "",
				part->owners[i] ? jl_ledger_person_name(ledger,
							  part->owners[i])
						: "(nobody)");
	}
	jl_report_add_unknown(r, jl_str_text(&label));
	jl_str_release(&label);
}

static void add_shown(struct jl_report *r, const struct jl_display *display,
	bool is_known, double value)
{
	if (is_known)
		jl_report_add_number(r, jl_display_value(display, value));
	else
		jl_report_add_unknown(r, NULL);
}

/* On which side, and which rules: "high, rule 1 4". */
static void add_signal(struct jl_report *r, const struct jl_account *a,
	const struct jl_part *part)
{
	struct jl_str signal = JL_STR_INIT;

	if (!a->has_limits) {
		jl_report_add_unknown(r, NULL);
		return;
	}
	if (!part->rules)
		jl_str_add(&signal, "none");
	else
		jl_str_addf(
			&signal, "%s, rule", part->is_above ? "high" : "low");
	for (int rule = 0; rule < 4; rule++)
		if (part->rules & 1u << rule)
			jl_str_addf(&signal, " %d", rule + 1);
	jl_report_add_text(r, jl_str_text(&signal));
	jl_str_release(&signal);
}

static void add_row(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_account *a, const struct jl_part *part)
{
	const struct jl_quantity *target =
		part->contract ? &part->contract->target : NULL;
	struct jl_display display =
		jl_display_for(a->metric, &a->aggregate, target);
	bool is_total = part->kind == JL_PART_TOTAL;
	double months[JL_MONTHS];

	jl_report_add_text(r, a->journey->id);
	jl_report_add_text(r, a->kpi->id);
	jl_report_add_text(r, a->kpi->metric);
	jl_report_add_text(r, a->kpi->aggregate);
	jl_report_add_text(r, jl_part_names[part->kind]);
	add_owner(r, ledger, part);
	if (part->kind == JL_PART_SHARED)
		jl_report_add_texts(r, part->owners, part->n_owners);
	else
		jl_report_add_unknown(r, NULL);
	jl_report_add_text(r, part->sponsor);
	jl_report_add_date(r, part->since);
	jl_report_add_date(r, part->until);
	jl_report_add_whole(r, part->until - part->since);
	if (a->missing_batch && !a->is_partial) {
		for (int i = 0; i < 6; i++)
			jl_report_add_unknown(r, NULL);
	} else {
		jl_report_add_whole(r, part->tally.n);
		jl_report_add_whole(r, part->tally.inherited_n);
		jl_report_add_sum(r, part->tally.sum);
		add_shown(r, &display, part->has_value, part->value);
		add_shown(r, &display,
			part->has_interval &&
				a->aggregate.kind != JL_AGGREGATE_NONE,
			part->interval.low);
		add_shown(r, &display, part->has_interval, part->interval.high);
	}
	jl_report_add_text(r, display.unit);
	add_shown(r, &display, target != NULL, part->target);
	if (is_total)
		/* A target is judged where somebody answers for it. */
		jl_report_add_unknown(r, NULL);
	else
		jl_report_add_text(r, jl_standing_names[part->standing]);
	if (part->kind == JL_PART_SHARED)
		jl_report_add_unknown(r, NULL);
	else
		add_signal(r, a, part);
	add_shown(r, &display, is_total && a->has_previous, a->previous);
	for (size_t m = 0; m < JL_MONTHS; m++)
		months[m] = a->has_month[m]
				    ? jl_display_value(&display, a->months[m])
				    : NAN;
	if (is_total)
		jl_report_add_series(r, months, JL_MONTHS);
	else
		jl_report_add_unknown(r, NULL);
}

/* Two owners at once are an error of the definition: say who was taken. */
static void note_overlap(struct jl_report *r, const struct jl_account *a)
{
	const struct jl_tenures *t = &a->journey->owners;

	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < i; k++)
			if (t->v[i].since < t->v[k].until &&
				t->v[k].since < t->v[i].until) {
				jl_report_note(r,
					"%s/%s: two owners at once; whoever "
					"began last is taken, and 'jledger "
					"check' says where",
					a->journey->id, a->kpi->id);
				return;
			}
}

/* A sum grows with the time it is taken over; its target may not say so. */
static void note_target(struct jl_report *r, const struct jl_account *a)
{
	const struct jl_contract *c = a->total.contract;

	if (!c || a->aggregate.kind != JL_AGGREGATE_SUM)
		return;
	if (c->per == JL_PER_NOTHING)
		jl_report_note(r,
			"%s/%s: its target does not say for what time ('per'): "
			"each part is compared with all of it",
			a->journey->id, a->kpi->id);
	else
		jl_report_note(r,
			"%s/%s: its target is per %s, and in proportion to "
			"the days for any other time",
			a->journey->id, a->kpi->id, jl_per_names[c->per]);
}

static void add_account(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_account *a)
{
	if (!a->metric || a->aggregate.kind == JL_AGGREGATE_NONE) {
		jl_report_note(r,
			"%s/%s: its metric or aggregate is not known: "
			"'jledger check' says why",
			a->journey->id, a->kpi->id);
		return;
	}
	for (size_t i = 0; i < a->n; i++)
		add_row(r, ledger, a, &a->parts[i]);
	add_row(r, ledger, a, &a->total);
	note_target(r, a);
	if (a->is_partial)
		jl_report_note(r,
			"%s/%s: partial, without batch %s, whose file is %s",
			a->journey->id, a->kpi->id,
			a->missing_batch->receipt.id,
			jl_batch_states[a->missing_batch->state]);
	else if (a->missing_batch)
		jl_report_note(r,
			"%s/%s: the file of batch %s is %s, so there is "
			"no figure; fetch it again, or ask for --partial",
			a->journey->id, a->kpi->id,
			a->missing_batch->receipt.id,
			jl_batch_states[a->missing_batch->state]);
	else if (a->missing_before)
		jl_report_note(r,
			"%s/%s: no comparison and no signal: the file of "
			"batch %s is %s",
			a->journey->id, a->kpi->id,
			a->missing_before->receipt.id,
			jl_batch_states[a->missing_before->state]);
	note_overlap(r, a);
}

/* How far the whole KPI is beyond its target, as a part of the target. */
static double distance(const struct jl_account *a)
{
	double beyond = a->total.value - a->total.target;

	if (a->metric && a->metric->direction == JL_DIRECTION_HIGHER_IS_BETTER)
		beyond = -beyond;
	return a->total.target != 0 ? beyond / fabs(a->total.target) : beyond;
}

/* The worst first, when somebody asked for a ranking: by standing, and those
 * with a value by how far off target they are. */
static int by_distance(const void *a, const void *b)
{
	const struct jl_account *const *x = a, *const *y = b;
	int sx = (int)(*x)->total.standing, sy = (int)(*y)->total.standing;
	int order;

	if (sx != sy)
		return sx > sy ? -1 : 1;
	if (sx >= JL_STANDING_TOO_FEW && distance(*x) != distance(*y))
		return distance(*x) > distance(*y) ? -1 : 1;
	order = strcmp((*x)->journey->id, (*y)->journey->id);
	return order ? order : strcmp((*x)->kpi->id, (*y)->kpi->id);
}

static bool has_cut_spans(const struct jl_account *a)
{
	if (a->total.tally.sum != a->total.tally.whole)
		return true;
	for (size_t i = 0; i < a->n; i++)
		if (a->parts[i].tally.sum != a->parts[i].tally.whole)
			return true;
	return false;
}

struct jl_report *jl_build_accountability(const struct jl_page *page,
	const struct jl_accounts *accounts, bool is_ranked)
{
	struct jl_report *r = jl_report_new(
		"accountability", "Who was in charge of what was measured");
	const struct jl_account **order =
		jl_xcalloc(accounts->n, sizeof(*order));
	uint64_t cut = 0;

	jl_build_page(r, page);
	add_columns(r);
	for (size_t i = 0; i < accounts->n; i++)
		order[i] = &accounts->v[i];
	if (is_ranked && accounts->n)
		qsort(order, accounts->n, sizeof(*order), by_distance);
	for (size_t i = 0; i < accounts->n; i++)
		add_account(r, page->ledger, order[i]);
	free(order);
	for (size_t i = 0; i < accounts->n; i++)
		if (accounts->v[i].metric &&
			jl_build_is_by_function(accounts->v[i].metric)) {
			jl_build_note_functions(r, page);
			break;
		}
	jl_build_note_orphans(r, &accounts->orphans);
	for (size_t i = 0; i < accounts->n; i++)
		cut += accounts->v[i].n_cut;
	jl_build_note_cut(r, cut);
	if (page->view == JL_VIEW_NOW)
		jl_report_note(r,
			"view now: all of it is shown beside today's owner, "
			"to compare; nobody answers for what was before");
	jl_report_note(r,
		"until is the first day that does not count any more; n and "
		"sum "
		"of owners, nobody and shared add up to those of the total");
	for (size_t i = 0; i < accounts->n; i++)
		if (has_cut_spans(&accounts->v[i])) {
			jl_report_note(r,
				"sum is the time that was spent in the part; n "
				"and value take each span whole, in the part "
				"in which it ended, and inherited tells how "
				"many began under somebody else");
			break;
		}
	jl_report_note(
		r, "in charge when it was measured does not mean: caused by");
	return r;
}

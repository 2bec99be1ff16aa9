/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Friction by whatever was asked. Figures are in the metric's base unit
 * (seconds, shares of 1), so that sums stay exact. By month, each series gets
 * its process limits.
 */
#include "reports/build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SERIES_NOTED = 12 };

static bool asks_for(const struct jl_friction_query *q, enum jl_by by)
{
	for (size_t i = 0; i < q->n_by; i++)
		if (q->by[i] == by)
			return true;
	return false;
}

/* Such a figure depends on what a function is. */
static bool has_handoffs(const struct jl_friction *friction)
{
	for (size_t i = 0; i < friction->n; i++)
		if (jl_build_is_by_function(friction->v[i].metric))
			return true;
	return false;
}

static bool has_open(const struct jl_friction *friction)
{
	for (size_t i = 0; i < friction->n; i++)
		if (friction->v[i].open)
			return true;
	return false;
}

static void add_columns(struct jl_report *r, const struct jl_friction_query *q,
	const struct jl_friction *friction)
{
	/* Where no case is open there is nothing to see. */
	unsigned open = has_open(friction)
				? JL_COLUMN_RIGHT
				: JL_COLUMN_RIGHT | JL_COLUMN_MACHINE;

	for (size_t i = 0; i < q->n_by; i++) {
		bool is_owner = q->by[i] == JL_BY_OWNER;

		jl_report_column(r, jl_by_names[q->by[i]],
			is_owner ? "in charge" : jl_by_names[q->by[i]], 0);
	}
	if (asks_for(q, JL_BY_OWNER))
		jl_report_column(r, "owners", "owners", JL_COLUMN_MACHINE);
	if (!asks_for(q, JL_BY_METRIC))
		jl_report_column(r, "metric", "metric", 0);
	jl_report_column(r, "unit", "unit", 0);
	jl_report_column(r, "n", "n", JL_COLUMN_RIGHT);
	jl_report_column(r, "sum", "sum", JL_COLUMN_RIGHT);
	jl_report_column(r, "mean", "mean", JL_COLUMN_RIGHT);
	jl_report_column(r, "p50", "p50", JL_COLUMN_RIGHT | JL_COLUMN_DROP(2));
	jl_report_column(r, "p90", "p90", JL_COLUMN_RIGHT | JL_COLUMN_DROP(1));
	jl_report_column(r, "p50_km", "p50 KM", open);
	jl_report_column(
		r, "cases", "cases", JL_COLUMN_RIGHT | JL_COLUMN_DROP(3));
	jl_report_column(r, "open_n", "open", open);
	if (asks_for(q, JL_BY_OWNER)) {
		jl_report_column(r, "opened_n", "opened",
			JL_COLUMN_RIGHT | JL_COLUMN_DROP(5));
		jl_report_column(r, "inherited_n", "inherited",
			JL_COLUMN_RIGHT | JL_COLUMN_DROP(4));
	}
}

/* The ids of a shared key, separated by spaces, as a list. */
static void add_owners(struct jl_report *r, const char *key)
{
	char *copy = jl_xstrdup(key);
	const char *ids[64];
	size_t n = 0;

	for (char *id = strtok(copy, " "); id && n < JL_COUNT(ids);
		id = strtok(NULL, " "))
		ids[n++] = strcmp(id, "(nobody)") == 0 ? NULL : id;
	jl_report_add_texts(r, ids, n);
	free(copy);
}

static void add_owner(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_friction_group *group, const char *key)
{
	struct jl_str label = JL_STR_INIT;

	if (!key) {
		jl_str_add(&label, "(nobody)");
		if (group->sponsor)
			jl_str_addf(&label, ", sponsor %s",
				jl_ledger_person_name(ledger, group->sponsor));
		jl_report_add_unknown(r, jl_str_text(&label));
	} else if (group->is_shared) {
		char *ids = jl_xstrdup(key);
		const char *before = "shared: ";

		for (char *id = strtok(ids, " "); id; id = strtok(NULL, " ")) {
			jl_str_addf(&label, "%s%s", before,
				jl_ledger_person_name(ledger, id));
			before = ", ";
		}
		free(ids);
		jl_report_add_unknown(r, jl_str_text(&label));
	} else {
		jl_report_add_labelled(
			r, key, jl_ledger_person_name(ledger, key));
	}
	jl_str_release(&label);
}

static void add_quantile(
	struct jl_report *r, struct jl_tally *tally, const char *name)
{
	struct jl_aggregate aggregate = jl_aggregate_parse(name);
	double value;

	if (jl_tally_value(tally, &aggregate, &value))
		jl_report_add_number(r, value);
	else
		jl_report_add_unknown(r, NULL);
}

static double mean_of(const struct jl_friction_group *group)
{
	return group->tally.n ? jl_sum_to_double(group->tally.whole) /
					(double)group->tally.n
			      : NAN;
}

static void add_group(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_friction_query *q, struct jl_friction_group *group)
{
	const char *shared = NULL;
	double median;

	for (size_t i = 0; i < q->n_by; i++) {
		const char *key = group->key[i];

		if (q->by[i] == JL_BY_OWNER)
			add_owner(r, ledger, group, key);
		else if (*key)
			jl_report_add_text(r, key);
		else
			jl_report_add_unknown(r, "(not known)");
		if (q->by[i] == JL_BY_OWNER && group->is_shared)
			shared = key;
	}
	if (asks_for(q, JL_BY_OWNER)) {
		if (shared)
			add_owners(r, shared);
		else
			jl_report_add_unknown(r, NULL);
	}
	if (!asks_for(q, JL_BY_METRIC))
		jl_report_add_text(r, group->metric->id);
	jl_report_add_text(r, jl_unit_names[group->metric->unit]);
	jl_report_add_whole(r, group->tally.n);
	jl_report_add_sum(r, group->tally.sum);
	if (group->tally.n)
		jl_report_add_number(r, mean_of(group));
	else
		jl_report_add_unknown(r, NULL);
	add_quantile(r, &group->tally, "p50");
	add_quantile(r, &group->tally, "p90");
	if (group->open && jl_survival_median(&group->survival, &median))
		jl_report_add_number(r, median / (double)JL_SECOND);
	else
		jl_report_add_unknown(r, NULL);
	if (group->has_cases)
		jl_report_add_whole(r, (int64_t)group->cases);
	else
		jl_report_add_unknown(r, NULL);
	if (group->survival.n)
		jl_report_add_whole(r, (int64_t)group->open);
	else
		jl_report_add_unknown(r, NULL);
	if (asks_for(q, JL_BY_OWNER)) {
		jl_report_add_whole(r, group->tally.opened_n);
		jl_report_add_whole(r, group->tally.inherited_n);
	}
}

/* ---- process limits by month ---- */

/* One series: the groups that differ in nothing but the month. */
struct series {
	const struct jl_friction_group *first;
	struct jl_str name;
	double *values;
	size_t n, cap;
};

static bool is_same_series(const struct jl_friction_query *q,
	const struct jl_friction_group *a, const struct jl_friction_group *b)
{
	if (a->metric != b->metric)
		return false;
	for (size_t i = 0; i < q->n_by; i++) {
		if (q->by[i] == JL_BY_MONTH)
			continue;
		if (!a->key[i] || !b->key[i]) {
			if (a->key[i] != b->key[i])
				return false;
		} else if (strcmp(a->key[i], b->key[i]) != 0) {
			return false;
		}
	}
	return true;
}

/* What a month comes to: a count's sum, anything else's mean. */
static double month_value(const struct jl_friction_group *group)
{
	if (group->metric->unit == JL_UNIT_COUNT ||
		group->metric->unit == JL_UNIT_MONEY)
		return jl_sum_to_double(group->tally.sum);
	return mean_of(group);
}

static void name_series(const struct jl_friction_query *q, struct series *s)
{
	jl_str_add(&s->name, s->first->metric->id);
	for (size_t i = 0; i < q->n_by; i++)
		if (q->by[i] != JL_BY_MONTH && q->by[i] != JL_BY_METRIC)
			jl_str_addf(&s->name, " %s=%s", jl_by_names[q->by[i]],
				s->first->key[i] ? s->first->key[i]
						 : "(nobody)");
}

static void note_limits(struct jl_report *r, const struct series *s)
{
	struct jl_limits_note *note;
	struct jl_xmr x;

	if (s->n < JL_MONTHS_FOR_SIGNAL || !jl_xmr(s->values, s->n, &x))
		return;
	JL_GROW(r->limits, r->n_limits, r->limits_cap);
	note = &r->limits[r->n_limits++];
	*note = (struct jl_limits_note){
		.series = jl_report_text(r, jl_str_text(&s->name)),
		.mean = x.mean,
		.average_range = x.average_range,
		.lower = x.lower,
		.upper = x.upper,
		.range_limit = x.range_limit,
		.screened_range = x.screened_range,
		.screened_lower = x.screened_lower,
		.screened_upper = x.screened_upper,
		.n = s->n,
	};
	if (r->n_limits <= SERIES_NOTED)
		jl_report_note(r,
			"%s: %zu months, mean %.*f, process limits %.*f to "
			"%.*f (screened %.*f to %.*f)",
			jl_str_text(&s->name), s->n, jl_decimals(x.mean),
			x.mean, jl_decimals(x.lower), x.lower,
			jl_decimals(x.upper), x.upper,
			jl_decimals(x.screened_lower), x.screened_lower,
			jl_decimals(x.screened_upper), x.screened_upper);
}

static void add_limits(struct jl_report *r, const struct jl_friction_query *q,
	const struct jl_friction *friction)
{
	bool *done = jl_xcalloc(friction->n, sizeof(*done));

	for (size_t i = 0; i < friction->n; i++) {
		struct series s = {.first = &friction->v[i]};

		if (done[i])
			continue;
		for (size_t k = i; k < friction->n; k++) {
			double value = month_value(&friction->v[k]);

			if (done[k] ||
				!is_same_series(q, s.first, &friction->v[k]))
				continue;
			done[k] = true;
			if (isnan(value))
				continue;
			JL_GROW(s.values, s.n, s.cap);
			s.values[s.n++] = value;
		}
		name_series(q, &s);
		note_limits(r, &s);
		jl_str_release(&s.name);
		free(s.values);
	}
	free(done);
}

struct jl_report *jl_build_friction(const struct jl_page *page,
	const struct jl_friction_query *q, const struct jl_friction *friction)
{
	struct jl_report *r =
		jl_report_new("friction", "What friction customers met");
	struct jl_str by = JL_STR_INIT;

	jl_build_page(r, page);
	for (size_t i = 0; i < q->n_by; i++)
		jl_str_addf(&by, "%s%s", i ? "," : "", jl_by_names[q->by[i]]);
	jl_report_parameter(r, "by", jl_str_text(&by));
	if (q->metric)
		jl_report_parameter(r, "metric", q->metric);
	if (asks_for(q, JL_BY_OWNER))
		jl_report_parameter(r, "split", jl_split_names[q->split]);
	add_columns(r, q, friction);
	for (size_t i = 0; i < friction->n; i++)
		add_group(r, page->ledger, q, &friction->v[i]);
	if (asks_for(q, JL_BY_MONTH))
		add_limits(r, q, friction);
	jl_build_note_partial(r, page, q->metric);
	if (friction->n == 0)
		jl_build_note_empty(r, page);
	jl_build_note_orphans(r, &friction->orphans);
	jl_build_note_cut(r, friction->n_cut);
	if (asks_for(q, JL_BY_OWNER))
		jl_report_note(r,
			"in charge when it was measured does not mean: caused "
			"by");
	for (size_t i = 0; i < friction->n; i++)
		if (friction->v[i].tally.sum != friction->v[i].tally.whole) {
			jl_report_note(r,
				"sum is the time that was spent within the "
				"row; mean, p50 and p90 take each span whole, "
				"in the row in which it ended");
			break;
		}
	jl_build_note_open(r, friction);
	if (asks_for(q, JL_BY_FUNCTION) || asks_for(q, JL_BY_TO_FUNCTION) ||
		has_handoffs(friction))
		jl_build_note_functions(r, page);
	jl_str_release(&by);
	return r;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Family promises: what the front end tells the customer, held against what the
 * steps behind it have undertaken.
 */
#include "journeys/check.h"

#include "journeys/chain.h"
#include "journeys/tenure.h"

#include <stdlib.h>
#include <string.h>

enum { LINKS_SHOWN = 12, STEPS_NAMED = 5 };

/* One promise while it is judged. */
struct judged {
	struct jl_check *check;
	const struct jl_promise *promise;
	struct jl_chain chain;
	size_t from, to;
	int64_t limit;
	char *pointer;
};

static const char *id_of(const struct judged *p, size_t step)
{
	const char *id = p->check->graph.steps[step].step->id;

	return id ? id : "?";
}

/* The wait before the i-th link: declared, or not known although the case
 * changes hands there. */
static void add_wait(struct jl_str *out, const struct judged *p, size_t i)
{
	const struct jl_step_graph *g = &p->check->graph;
	size_t before = p->chain.steps[i - 1], step = p->chain.steps[i];
	const struct jl_graph_edge *edge = jl_chain_edge(g, before, step);
	char wait[JL_DURATION_TEXT];

	if (jl_edge_wait(edge))
		jl_str_addf(out, "%swait %s", out->len ? " + " : "",
			jl_duration_format(jl_edge_wait(edge), wait));
	else if (jl_is_seam(g->steps[before].step, g->steps[step].step))
		jl_str_addf(out, "%swait ?", out->len ? " + " : "");
}

/* "assess 16h + wait 4h + pay 2d". What is not known is a question mark, but
 * for the step in which the promise is made: it may take no time at all. */
static void add_arithmetic(struct jl_str *out, const struct judged *p)
{
	const struct jl_step_graph *g = &p->check->graph;
	size_t shown = 0;

	for (size_t i = 0; i < p->chain.n; i++) {
		int64_t takes = g->steps[p->chain.steps[i]].step->commitment;
		char text[JL_DURATION_TEXT];

		if (shown == LINKS_SHOWN) {
			jl_str_addf(out, " + %zu more steps", p->chain.n - i);
			return;
		}
		if (i > 0)
			add_wait(out, p, i);
		if (i == 0 && !takes)
			continue;
		jl_str_addf(out, "%s%s %s", out->len ? " + " : "",
			id_of(p, p->chain.steps[i]),
			takes ? jl_duration_format(takes, text) : "?");
		shown++;
	}
}

static void not_keepable(struct judged *p)
{
	struct jl_str sum = JL_STR_INIT;
	char within[JL_DURATION_TEXT], total[JL_DURATION_TEXT];

	add_arithmetic(&sum, p);
	jl_check_find(p->check, "promise-not-keepable", p->pointer,
		"'%s' promises %s, and keeping it can take %s%s: %s",
		p->promise->id ? p->promise->id : "?",
		jl_duration_format(p->limit, within),
		jl_duration_format(p->chain.total, total),
		strchr(jl_str_text(&sum), '?') ? " or more" : "",
		jl_str_text(&sum));
	jl_str_release(&sum);
}

/* No way that was found is too long, but not all were tried. */
static void uncertain(struct judged *p)
{
	char within[JL_DURATION_TEXT], total[JL_DURATION_TEXT],
		most[JL_DURATION_TEXT];

	if (p->chain.is_skipped)
		jl_check_find(p->check, "promise-uncertain", p->pointer,
			"the journey has too many steps and promises to try "
			"the ways of '%s'",
			p->promise->id ? p->promise->id : "?");
	else
		jl_check_find(p->check, "promise-uncertain", p->pointer,
			"'%s' promises %s; the longest of many ways takes %s, "
			"but more than %d steps lie on loops together, and "
			"only %s is certain to be enough",
			p->promise->id ? p->promise->id : "?",
			jl_duration_format(p->limit, within),
			jl_duration_format(p->chain.total, total),
			JL_CHAIN_EXACT,
			jl_duration_format(p->chain.most, most));
}

/* Steps on the way that undertake nothing: what they take is not known. */
static void unknown(struct judged *p)
{
	const struct jl_step_graph *g = &p->check->graph;
	struct jl_str names = JL_STR_INIT;
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		if (p->chain.is_on_way[i] && i != p->from &&
			!g->steps[i].step->commitment && n++ < STEPS_NAMED)
			jl_str_addf(&names, "%s'%s'", n > 1 ? ", " : "",
				id_of(p, i));
	if (n > STEPS_NAMED)
		jl_str_addf(&names, " and %zu more", n - STEPS_NAMED);
	if (n)
		jl_check_find(p->check, "promise-commitment-missing",
			p->pointer,
			"'%s' depends on %s, which undertake%s nothing: nobody "
			"can say whether it can be kept",
			p->promise->id ? p->promise->id : "?",
			jl_str_text(&names), n == 1 ? "s" : "");
	jl_str_release(&names);
}

static void judge(struct judged *p, uint64_t *budget)
{
	jl_chain_find(&p->check->graph, p->from, p->to, budget, &p->chain);
	if (p->chain.is_skipped) {
		uncertain(p);
	} else if (!p->chain.leads) {
		jl_check_find(p->check, "promise-path-missing", p->pointer,
			"no way leads from '%s', where '%s' is made, to '%s', "
			"where it is kept",
			id_of(p, p->from),
			p->promise->id ? p->promise->id : "?", id_of(p, p->to));
	} else {
		if (p->chain.total > p->limit)
			not_keepable(p);
		else if (p->chain.most > p->limit)
			uncertain(p);
		unknown(p);
	}
	jl_chain_release(&p->chain);
}

static void check_keepable(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;
	uint64_t budget = JL_CHAIN_BUDGET;

	for (size_t i = 0; i < j->promises.n; i++) {
		const struct jl_promise *promise = &j->promises.v[i];
		const struct jl_limit *limit =
			jl_limit_at(promise, check->today);
		long from = jl_step_graph_find(&check->graph, promise->made_in);
		long to = jl_step_graph_find(&check->graph, promise->kept_in);
		struct judged p = {.check = check, .promise = promise};

		/* What is not said, or is no step, other rules find. */
		if (!limit || from == JL_NO_STEP || to == JL_NO_STEP)
			continue;
		p.from = (size_t)from;
		p.to = (size_t)to;
		p.limit = limit->within;
		p.pointer = jl_xasprintf("/promises/%zu", i);
		judge(&p, &budget);
		free(p.pointer);
	}
}

static void check_limits(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->promises.n; i++) {
		const struct jl_promise *promise = &j->promises.v[i];
		char *pointer = jl_xasprintf("/promises/%zu", i);

		if (!jl_limit_at(promise, check->today))
			jl_check_find(check, "promise-limit-missing", pointer,
				"'%s' has no limit in force: nobody can say "
				"when it is broken",
				promise->id ? promise->id : "?");
		free(pointer);
		for (size_t a = 1; a < promise->limits.n; a++)
			for (size_t b = 0; b < a; b++) {
				const struct jl_limit *x =
					&promise->limits.v[a];
				const struct jl_limit *y =
					&promise->limits.v[b];

				if (x->since >= y->until ||
					y->since >= x->until)
					continue;
				pointer = jl_xasprintf(
					"/promises/%zu/limits/%zu", i, a);
				jl_check_find(check, "promise-limit-overlap",
					pointer,
					"two limits are in force at once");
				free(pointer);
				break;
			}
	}
}

static void check_places(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->promises.n; i++) {
		const struct jl_promise *promise = &j->promises.v[i];
		char *pointer = jl_xasprintf("/promises/%zu", i);

		if (!promise->made_in || !promise->kept_in)
			jl_check_find(check, "promise-place-missing", pointer,
				"'%s' does not say in which step it is %s",
				promise->id ? promise->id : "?",
				promise->made_in   ? "kept"
				: promise->kept_in ? "made"
						   : "made and kept");
		free(pointer);
	}
}

static const struct jl_kpi *find_kpi(const struct jl_journey *j, const char *id)
{
	for (size_t i = 0; id && i < j->kpis.n; i++)
		if (j->kpis.v[i].id && strcmp(j->kpis.v[i].id, id) == 0)
			return &j->kpis.v[i];
	return NULL;
}

static void check_proof(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->promises.n; i++) {
		const struct jl_promise *promise = &j->promises.v[i];
		const struct jl_kpi *proof = find_kpi(j, promise->proof);
		const struct jl_metric *metric =
			proof ? jl_ledger_metric(check->ledger, proof->metric)
			      : NULL;
		char *pointer = jl_xasprintf("/promises/%zu", i);

		if (!promise->proof)
			jl_check_find(check, "promise-proof-missing", pointer,
				"no KPI shows whether '%s' is kept",
				promise->id ? promise->id : "?");
		else if (metric && metric->viewpoint == JL_VIEWPOINT_INSIDE_OUT)
			jl_check_find(check, "promise-proof-missing", pointer,
				"'%s' is proved by '%s', which is measured "
				"inside-out: '%s' is not what the customer "
				"meets",
				promise->id ? promise->id : "?", proof->id,
				metric->id);
		free(pointer);
	}
}

static const struct jl_rule rules[] = {
	{.id = "promise-not-keepable",
		.severity = JL_SEVERITY_ERROR,
		.summary = "A promise leaves the time that the steps behind "
			   "it have undertaken to need.",
		.hint = "promise less, agree on shorter commitments and waits, "
			"or lead around the slow step",
		.is_of_business = true,
		.run = check_keepable},
	{.id = "promise-uncertain",
		.severity = JL_SEVERITY_WARNING,
		.summary = "All ways to keep a promise can be tried.",
		.hint = "take loops out of next that no case goes round",
		.is_of_business = true},
	{.id = "promise-commitment-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "Every step on the way to a promise says how long "
			   "it takes.",
		.hint = "give the steps a commitment, as 16h",
		.is_of_business = true},
	{.id = "promise-path-missing",
		.severity = JL_SEVERITY_ERROR,
		.summary = "From where a promise is made the steps lead to "
			   "where it is kept.",
		.hint = "complete next of the steps between"},
	{.id = "promise-limit-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A promise has a limit in force.",
		.hint = "add one to limits: since, within",
		.run = check_limits},
	{.id = "promise-limit-overlap",
		.severity = JL_SEVERITY_ERROR,
		.summary = "On every day at most one limit is in force.",
		.hint = "give the earlier limit an until"},
	{.id = "promise-place-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A promise says in which step it is made and in "
			   "which it is kept.",
		.hint = "made_in and kept_in name steps of the journey",
		.run = check_places},
	{.id = "promise-proof-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "An outside-in KPI shows whether a promise is "
			   "kept.",
		.hint = "proof names a KPI of a metric that is outside-in, as "
			"promise-broken or elapsed",
		.is_of_business = true,
		.run = check_proof},
};

const struct jl_rule_family jl_rules_promises = {
	"promises", rules, JL_COUNT(rules)};

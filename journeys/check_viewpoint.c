/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Family viewpoint: whose eyes the KPIs look with. Where nobody measures what
 * the customer meets, each function is green as far as it can see; where two
 * KPIs pull against each other, each side is right and the customer is not
 * served.
 */
#include "journeys/check.h"

#include "core/names.h"
#include "journeys/scope.h"

#include <stdlib.h>
#include <string.h>

static bool is_outside_in(
	const struct jl_check *check, const struct jl_kpi *kpi)
{
	const struct jl_metric *metric =
		jl_ledger_metric(check->ledger, kpi->metric);

	return metric && metric->viewpoint == JL_VIEWPOINT_OUTSIDE_IN;
}

/* A KPI of the whole journey looks at its only stage. */
static bool sees(const struct jl_journey *j, const struct jl_kpi *kpi,
	const struct jl_stage *stage)
{
	return jl_scope_sees_stage(&kpi->scope, stage) ||
	       (j->stages.n == 1 && !jl_scope_is_placed(&kpi->scope));
}

static void check_stages(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->stages.n; i++) {
		const struct jl_stage *stage = &j->stages.v[i];
		bool is_seen = false;
		char *pointer;

		for (size_t k = 0; k < j->kpis.n && !is_seen; k++)
			is_seen = is_outside_in(check, &j->kpis.v[k]) &&
				  sees(j, &j->kpis.v[k], stage);
		if (is_seen || stage->steps.n == 0)
			continue;
		pointer = jl_xasprintf("/stages/%zu", i);
		jl_check_find(check,
			stage->moment_of_truth ? "moment-blind" : "stage-blind",
			pointer,
			"no KPI shows what the customer meets in '%s'%s",
			stage->id ? stage->id : "?",
			stage->moment_of_truth ? ", a moment of truth" : "");
		free(pointer);
	}
}

static void note_function(struct jl_names *seen, const char *function)
{
	if (function)
		jl_names_number(seen, function, strlen(function));
}

/* The functions that have an outside-in KPI, or deliver a step that has one. */
static void collect_seen(const struct jl_check *check, struct jl_names *seen)
{
	const struct jl_journey *j = check->journey;

	for (size_t k = 0; k < j->kpis.n; k++) {
		const struct jl_scope *scope = &j->kpis.v[k].scope;
		long step = jl_step_graph_find(&check->graph, scope->step);

		if (!is_outside_in(check, &j->kpis.v[k]))
			continue;
		note_function(seen, scope->function);
		if (step != JL_NO_STEP)
			note_function(
				seen, check->graph.steps[step].step->function);
	}
}

static void check_vendors(struct jl_check *check)
{
	const struct jl_step_graph *g = &check->graph;
	struct jl_names seen = {0};
	uint32_t ignored;

	collect_seen(check, &seen);
	for (size_t i = 0; i < g->n; i++) {
		const struct jl_graph_step *s = &g->steps[i];
		const struct jl_function *function = jl_ledger_find(
			check->ledger, JL_KIND_FUNCTION, s->step->function);
		char *pointer;

		if (!function || function->kind < JL_FUNCTION_VENDOR ||
			!jl_step_graph_is_first(g, i) ||
			jl_names_find(&seen, function->id, strlen(function->id),
				&ignored))
			continue;
		pointer = jl_xasprintf(
			"/stages/%zu/steps/%zu/function", s->stage, s->place);
		jl_check_find(check, "vendor-blind", pointer,
			"no KPI shows how the customer fares with %s '%s', "
			"which delivers '%s'",
			jl_function_kinds[function->kind], function->id,
			s->step->id ? s->step->id : "?");
		free(pointer);
	}
	jl_names_release(&seen);
}

/* ---- tension ---- */

/*
 * Kinds that are about one thing, of which more and less cannot both be
 * better. How customers feel is left out: fewer complaints and more
 * satisfaction are one direction.
 */
static int thing_of(int kind)
{
	switch (kind) {
	case JL_FRICTION_WAIT:
	case JL_FRICTION_ELAPSED:
	case JL_FRICTION_TOUCH_TIME:
	case JL_FRICTION_NO_RESPONSE:
		return 1; /* time */
	case JL_FRICTION_HANDOFF:
	case JL_FRICTION_PING_PONG:
	case JL_FRICTION_CHANNEL_SWITCH:
		return 2; /* passing on */
	case JL_FRICTION_REWORK:
	case JL_FRICTION_REPEAT_CONTACT:
	case JL_FRICTION_REPEATED_INFORMATION:
	case JL_FRICTION_FAILURE_DEMAND:
		return 3; /* doing it again */
	case JL_FRICTION_VOLUME:
		return 4;
	default:
		return 0;
	}
}

/* Short handling is bought with contacts that come back, and with how the
 * customer feels: the old quarrel of handling time and first-contact
 * resolution in contact centres. */
static bool suffers_from_haste(int kind)
{
	return thing_of(kind) == 3 || kind == JL_FRICTION_COMPLAINT ||
	       kind == JL_FRICTION_EFFORT || kind == JL_FRICTION_SATISFACTION ||
	       kind == JL_FRICTION_RECOMMENDATION;
}

static bool is_haste(const struct jl_metric *m)
{
	return m->kind == JL_FRICTION_TOUCH_TIME &&
	       m->direction == JL_DIRECTION_LOWER_IS_BETTER;
}

static bool pull_apart(const struct jl_metric *a, const struct jl_metric *b)
{
	bool are_opposed = a->direction != b->direction &&
			   a->direction != JL_DIRECTION_NEUTRAL &&
			   b->direction != JL_DIRECTION_NEUTRAL;

	if (are_opposed && thing_of(a->kind) &&
		thing_of(a->kind) == thing_of(b->kind))
		return true;
	return (is_haste(a) && suffers_from_haste(b->kind)) ||
	       (is_haste(b) && suffers_from_haste(a->kind));
}

static bool names(const struct jl_kpi *kpi, const struct jl_kpi *other)
{
	return other->id && jl_texts_have(&kpi->tension_with, other->id);
}

/* Two functions that answer for the two KPIs, as far as both look at one step;
 * false when there is no such step, or one function answers for all. */
static bool find_sides(const struct jl_check *check, const struct jl_kpi *a,
	const struct jl_kpi *b, const char **side_a, const char **side_b)
{
	const struct jl_step_graph *g = &check->graph;
	bool is_shared = false, differ = false;

	*side_a = *side_b = NULL;
	for (size_t i = 0; i < g->n; i++) {
		const struct jl_journey_step *step = g->steps[i].step;
		const struct jl_stage *stage =
			&check->journey->stages.v[g->steps[i].stage];
		bool in_a = jl_scope_covers(&a->scope, stage, step);
		bool in_b = jl_scope_covers(&b->scope, stage, step);

		is_shared = is_shared || (in_a && in_b);
		if (in_a && step->function && !*side_a)
			*side_a = step->function;
		if (in_b && step->function &&
			(!*side_b || (!differ && *side_a &&
					     strcmp(*side_a, *side_b) == 0)))
			*side_b = step->function;
		differ = *side_a && *side_b && strcmp(*side_a, *side_b) != 0;
	}
	return is_shared && differ;
}

/* Two KPIs by place, with the functions that answer for them, or NULL. */
struct pair {
	size_t a, b;
	const char *side_a, *side_b;
	size_t looked_at; /* pairs whose steps were gone through */
};

static void tell(struct jl_check *check, const struct pair *pair,
	const char *rule, const char *what)
{
	const struct jl_kpi *x = &check->journey->kpis.v[pair->a];
	const struct jl_kpi *y = &check->journey->kpis.v[pair->b];
	const char *open = pair->side_a ? " (" : "";
	const char *close = pair->side_a ? ")" : "";
	char *pointer = jl_xasprintf("/kpis/%zu", pair->b);

	jl_check_find(check, rule, pointer, "'%s'%s%s%s and '%s'%s%s%s %s",
		x->id ? x->id : "?", open, pair->side_a ? pair->side_a : "",
		close, y->id ? y->id : "?", open,
		pair->side_b ? pair->side_b : "", close, what);
	free(pointer);
}

static void look_at_pair(struct jl_check *check, struct pair *pair)
{
	const struct jl_kpi *x = &check->journey->kpis.v[pair->a];
	const struct jl_kpi *y = &check->journey->kpis.v[pair->b];
	const struct jl_metric *m = jl_ledger_metric(check->ledger, x->metric);
	const struct jl_metric *n = jl_ledger_metric(check->ledger, y->metric);
	bool is_declared = names(x, y) || names(y, x);
	bool is_found = !is_declared && m && n &&
			jl_scope_is_placed(&x->scope) &&
			jl_scope_is_placed(&y->scope) && pull_apart(m, n);

	if (!is_declared && !is_found)
		return;
	pair->looked_at++;
	if (!find_sides(check, x, y, &pair->side_a, &pair->side_b))
		pair->side_a = pair->side_b = NULL;
	if (is_declared)
		tell(check, pair, "tension-declared",
			"pull against each other: whoever owns the journey "
			"settles it");
	else if (pair->side_a)
		tell(check, pair, "tension-found",
			"look at the same steps and pull against each other");
}

/* Whoever has so many pairs is not helped by more of them. */
enum { PAIRS_TOLD = 500, PAIRS_LOOKED_AT = 20000 };

static void check_tension(struct jl_check *check)
{
	const struct jl_findings *findings = &check->ledger->findings;
	size_t before = findings->n;
	struct pair pair = {0};

	for (size_t b = 1; b < check->journey->kpis.n; b++)
		for (size_t a = 0; a < b; a++) {
			pair.a = a;
			pair.b = b;
			if (findings->n - before >= PAIRS_TOLD ||
				pair.looked_at >= PAIRS_LOOKED_AT)
				return;
			look_at_pair(check, &pair);
		}
}

static const struct jl_rule rules[] = {
	{.id = "stage-blind",
		.severity = JL_SEVERITY_NOTE,
		.summary = "An outside-in KPI looks at every stage.",
		.hint = "scope a KPI of an outside-in metric to the stage or "
			"to one of its steps",
		.is_of_business = true,
		.run = check_stages},
	{.id = "moment-blind",
		.severity = JL_SEVERITY_WARNING,
		.summary = "An outside-in KPI looks at every moment of truth.",
		.hint = "scope a KPI of an outside-in metric to the stage or "
			"to one of its steps",
		.is_of_business = true},
	{.id = "vendor-blind",
		.severity = JL_SEVERITY_WARNING,
		.summary = "An outside-in KPI looks at what each vendor and "
			   "partner delivers.",
		.hint = "scope a KPI of an outside-in metric to the function "
			"or to the step that it delivers",
		.is_of_business = true,
		.run = check_vendors},
	{.id = "tension-found",
		.severity = JL_SEVERITY_WARNING,
		.summary = "KPIs that pull against each other across functions "
			   "are declared.",
		.hint = "name one in tension_with of the other, or settle it: "
			"one target that both answer for",
		.is_of_business = true,
		.run = check_tension},
	{.id = "tension-declared",
		.severity = JL_SEVERITY_NOTE,
		.summary = "Whoever owns the journey knows which KPIs pull "
			   "against each other.",
		.hint = "nothing to mend: weigh both before either target is "
			"changed",
		.is_of_business = true},
};

const struct jl_rule_family jl_rules_viewpoint = {
	"viewpoint", rules, JL_COUNT(rules)};

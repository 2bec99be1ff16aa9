/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Family seams: where the customer's case changes hands. A seam is wherever
 * function, vendor, system or channel changes between a step and the next; it
 * is there whether anybody wrote it down or not.
 */
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>

/* "vendor callpoint", or the function alone. */
static void add_party(
	struct jl_str *out, const struct jl_ledger *ledger, const char *id)
{
	const struct jl_function *function =
		jl_ledger_find(ledger, JL_KIND_FUNCTION, id);

	if (function && function->kind >= JL_FUNCTION_VENDOR)
		jl_str_addf(out, "%s ", jl_function_kinds[function->kind]);
	jl_str_add(out, id);
}

/* "operations to finance, crm to ledger". */
static void add_change(struct jl_str *out, const struct jl_ledger *ledger,
	const struct jl_journey_step *a, const struct jl_journey_step *b)
{
	struct jl_handing h = jl_handing_between(a, b);
	const char *comma = "";

	if (h.function) {
		add_party(out, ledger, a->function);
		jl_str_add(out, " to ");
		add_party(out, ledger, b->function);
		comma = ", ";
	}
	if (h.system) {
		jl_str_addf(out, "%s%s to %s", comma, a->systems.v[0],
			b->systems.v[0]);
		comma = ", ";
	}
	if (h.channel)
		jl_str_addf(out, "%s%s to %s", comma, jl_channels[a->channel],
			jl_channels[b->channel]);
}

static void check_found(struct jl_check *check)
{
	const struct jl_step_graph *g = &check->graph;

	for (size_t e = 0; e < g->n_edges; e++) {
		const struct jl_graph_edge *edge = &g->edges[e];
		const struct jl_graph_step *from = &g->steps[edge->from];
		const struct jl_journey_step *to = g->steps[edge->to].step;
		struct jl_str change = JL_STR_INIT;
		char *pointer;

		if (edge->seam || !jl_is_seam(from->step, to))
			continue;
		add_change(&change, check->ledger, from->step, to);
		pointer = jl_xasprintf("/stages/%zu/steps/%zu/next/%zu",
			from->stage, from->place, edge->next);
		jl_check_find(check, "seam-missing", pointer,
			"from '%s' to '%s' the case changes hands (%s), and no "
			"seam says how",
			from->step->id, to->id, jl_str_text(&change));
		free(pointer);
		jl_str_release(&change);
	}
}

static void check_declared(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->seams.n; i++) {
		const struct jl_seam *seam = &j->seams.v[i];
		char *pointer = jl_xasprintf("/seams/%zu", i);

		if (!seam->agreement)
			jl_check_find(check, "seam-agreement-missing", pointer,
				"nothing is agreed between '%s' and '%s'",
				seam->from ? seam->from : "?",
				seam->to ? seam->to : "?");
		if (!seam->max_wait)
			jl_check_find(check, "seam-wait-missing", pointer,
				"nobody says how long a case may wait between "
				"'%s' and '%s'",
				seam->from ? seam->from : "?",
				seam->to ? seam->to : "?");
		free(pointer);
	}
}

static void check_context(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->seams.n; i++) {
		const struct jl_seam *seam = &j->seams.v[i];
		char *pointer = jl_xasprintf("/seams/%zu", i);

		if (seam->context_needed.n == 0 && seam->context_carried.n == 0)
			jl_check_find(check, "seam-context-missing", pointer,
				"nobody says what '%s' must know when '%s' "
				"hands over: the customer will tell it again",
				seam->to ? seam->to : "?",
				seam->from ? seam->from : "?");
		for (size_t k = 0; k < seam->context_needed.n; k++) {
			const char *needed = seam->context_needed.v[k];

			if (!jl_texts_have(&seam->context_carried, needed))
				jl_check_find(check, "seam-context-missing",
					pointer,
					"'%s' needs '%.80s', and '%s' does not "
					"carry it over",
					seam->to ? seam->to : "?", needed,
					seam->from ? seam->from : "?");
		}
		free(pointer);
	}
}

static void check_nowhere(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->seams.n; i++) {
		const struct jl_seam *seam = &j->seams.v[i];
		char *pointer;

		/* An end that is no step is found by another rule. */
		if (jl_step_graph_find(&check->graph, seam->from) ==
				JL_NO_STEP ||
			jl_step_graph_find(&check->graph, seam->to) ==
				JL_NO_STEP ||
			jl_step_graph_leads(
				&check->graph, seam->from, seam->to))
			continue;
		pointer = jl_xasprintf("/seams/%zu", i);
		jl_check_find(check, "seam-nowhere", pointer,
			"'%s' does not lead to '%s'", seam->from, seam->to);
		free(pointer);
	}
}

static const struct jl_rule rules[] = {
	{.id = "seam-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "Wherever function, vendor, system or channel "
			   "changes, a seam is declared.",
		.hint = "add it to seams: from, to, agreement, "
			"context_carried, max_wait",
		.is_of_business = true,
		.run = check_found},
	{.id = "seam-agreement-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A seam carries an agreement of both sides.",
		.hint = "write down what both sides agreed on: a document, a "
			"ticket, a sentence",
		.is_of_business = true,
		.run = check_declared},
	{.id = "seam-wait-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A seam says how long a case may wait in it.",
		.hint = "max_wait is the longest wait between both, as 4h",
		.is_of_business = true},
	{.id = "seam-context-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "What the receiver needs is carried over, so that "
			   "the customer need not tell it again.",
		.hint = "list it in context_carried, or take it out of "
			"context_needed",
		.is_of_business = true,
		.run = check_context},
	{.id = "seam-nowhere",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A seam lies between a step and its next.",
		.hint = "add the step to next, or take the seam out",
		.run = check_nowhere},
};

const struct jl_rule_family jl_rules_seams = {"seams", rules, JL_COUNT(rules)};

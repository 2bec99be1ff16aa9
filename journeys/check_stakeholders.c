/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family stakeholders: everyone who delivers has a say and a name. */
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>

static bool is_stakeholder(const struct jl_journey *j, const char *function)
{
	for (size_t i = 0; i < j->stakeholders.n; i++)
		if (j->stakeholders.v[i].function &&
			strcmp(j->stakeholders.v[i].function, function) == 0)
			return true;
	return false;
}

static void check_missing(struct jl_check *check)
{
	const struct jl_step_graph *g = &check->graph;

	for (size_t i = 0; i < g->n; i++) {
		const struct jl_graph_step *s = &g->steps[i];
		char *pointer;

		if (!jl_step_graph_is_first(g, i) ||
			is_stakeholder(check->journey, s->step->function))
			continue;
		pointer = jl_xasprintf(
			"/stages/%zu/steps/%zu/function", s->stage, s->place);
		jl_check_find(check, "stakeholder-missing", pointer,
			"'%s' delivers a step and is not among the "
			"stakeholders",
			s->step->function);
		free(pointer);
	}
}

static void check_responsible(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->stakeholders.n; i++)
		if (j->stakeholders.v[i].raci == JL_RACI_R)
			return;
	if (j->stakeholders.n > 0)
		jl_check_find(check, "responsible-missing", "/stakeholders",
			"no stakeholder is responsible (R)");
}

static void check_gone(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->stakeholders.n; i++) {
		const struct jl_person *person = jl_ledger_person(
			check->ledger, j->stakeholders.v[i].person);
		char left[JL_DAY_TEXT];
		char *pointer;

		if (!person || person->until > check->today)
			continue;
		pointer = jl_xasprintf("/stakeholders/%zu/person", i);
		jl_check_find(check, "stakeholder-left", pointer,
			"%s left on %s", person->name ? person->name : "?",
			jl_day_format(person->until, left));
		free(pointer);
	}
}

/* The functions that the ledger wants in every journey's group. */
static void check_group(struct jl_check *check)
{
	const struct jl_texts *required =
		&check->ledger->settings.required_functions;

	for (size_t i = 0; i < required->n; i++)
		if (!is_stakeholder(check->journey, required->v[i]))
			jl_check_find(check, "group-incomplete",
				"/stakeholders",
				"'%s' belongs to every journey's group and is "
				"not among the stakeholders",
				required->v[i]);
}

static const struct jl_rule rules[] = {
	{.id = "stakeholder-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "Every function that delivers a step is a "
			   "stakeholder.",
		.hint = "add it to stakeholders with its RACI letter",
		.run = check_missing},
	{.id = "responsible-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "At least one stakeholder is responsible (R).",
		.hint = "give R to whoever does the work",
		.run = check_responsible},
	{.id = "stakeholder-left",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A stakeholder's person is still here.",
		.hint = "name somebody else for the function",
		.run = check_gone},
	{.id = "group-incomplete",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A journey's group has every function that the "
			   "ledger requires.",
		.hint = "add it to stakeholders with its RACI letter",
		.is_of_business = true,
		.run = check_group},
};

const struct jl_rule_family jl_rules_stakeholders = {
	"stakeholders", rules, JL_COUNT(rules)};

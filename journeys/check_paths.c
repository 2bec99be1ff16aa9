/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family paths: where customers go when something fails, or without a screen.
 */
#include "journeys/check.h"

#include <stdlib.h>

static void check_recovery(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->stages.n; i++) {
		const struct jl_stage *stage = &j->stages.v[i];
		bool has_front = false, has_recovery = false;
		char *pointer;

		for (size_t k = 0; k < stage->steps.n; k++) {
			const struct jl_journey_step *s = &stage->steps.v[k];

			has_front = has_front || s->line == JL_LINE_FRONTSTAGE;
			has_recovery = has_recovery || s->recovery.n > 0 ||
				       s->kind == JL_STEP_RECOVERY;
		}
		if (!has_front || has_recovery)
			continue;
		pointer = jl_xasprintf("/stages/%zu", i);
		jl_check_find(check, "recovery-missing", pointer,
			"in '%s' the customer has nowhere to go when it fails",
			stage->id ? stage->id : "?");
		free(pointer);
	}
}

/* On these a customer needs a device and an account. */
static bool is_digital(int channel)
{
	return channel >= JL_CHANNEL_WEB && channel <= JL_CHANNEL_CHATBOT;
}

static void check_digital(struct jl_check *check)
{
	const struct jl_step_graph *g = &check->graph;
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct jl_journey_step *s = g->steps[i].step;

		if (s->line != JL_LINE_FRONTSTAGE)
			continue;
		/* A step without a channel may be met anywhere. */
		if (!is_digital(s->channel))
			return;
		n++;
	}
	if (n)
		jl_check_find(check, "digital-only", "/stages",
			"a customer without a screen cannot get through: no "
			"step has a channel such as phone, store or post");
}

static const struct jl_rule rules[] = {
	{.id = "recovery-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "Every stage that customers see has a recovery "
			   "path.",
		.hint = "name the step to go to in recovery, or give a step "
			"the kind recovery",
		.is_of_business = true,
		.run = check_recovery},
	{.id = "digital-only",
		.severity = JL_SEVERITY_NOTE,
		.summary = "A journey can be gone without a screen.",
		.hint = "add a step by phone, store, post, ... or accept that "
			"some customers are left out",
		.is_of_business = true,
		.run = check_digital},
};

const struct jl_rule_family jl_rules_paths = {"paths", rules, JL_COUNT(rules)};

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Every part of a scope narrows it. */
#include "journeys/scope.h"

#include <string.h>

bool jl_scope_is_placed(const struct jl_scope *scope)
{
	return scope->stage || scope->step || scope->function || scope->channel;
}

/* Is the part not said, or this one? */
static bool admits(const char *part, const char *id)
{
	return !part || (id && strcmp(part, id) == 0);
}

bool jl_scope_covers(const struct jl_scope *scope, const struct jl_stage *stage,
	const struct jl_journey_step *step)
{
	return admits(scope->stage, stage->id) &&
	       admits(scope->step, step->id) &&
	       admits(scope->function, step->function) &&
	       admits(scope->channel, jl_channels[step->channel]);
}

bool jl_scope_sees_stage(
	const struct jl_scope *scope, const struct jl_stage *stage)
{
	if (scope->stage)
		return admits(scope->stage, stage->id);
	for (size_t i = 0; jl_scope_is_placed(scope) && i < stage->steps.n; i++)
		if (jl_scope_covers(scope, stage, &stage->steps.v[i]))
			return true;
	return false;
}

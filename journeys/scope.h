/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Where a KPI looks: the steps that its scope covers, and so the functions that
 * answer for what it shows.
 */
#ifndef JL_JOURNEYS_SCOPE_H
#define JL_JOURNEYS_SCOPE_H

#include "journeys/definitions.h"

/* Is the KPI about some steps, and not about the whole journey? */
bool jl_scope_is_placed(const struct jl_scope *scope);

/* Is the step of the stage among them? Of a scope that is not placed all are.
 */
bool jl_scope_covers(const struct jl_scope *scope, const struct jl_stage *stage,
	const struct jl_journey_step *step);

/* Does the scope look at this stage, as a whole or at a step of it? A KPI of
 * the whole journey does not look at any one stage. */
bool jl_scope_sees_stage(
	const struct jl_scope *scope, const struct jl_stage *stage);

#endif

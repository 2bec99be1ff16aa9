/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Finding one's way in a journey: its steps by their ids. */
#ifndef JL_JOURNEYS_STEPS_H
#define JL_JOURNEYS_STEPS_H

#include "journeys/definitions.h"

/* The step, and its stage unless that is NULL; NULL when there is none. */
const struct jl_journey_step *jl_journey_step(const struct jl_journey *journey,
	const char *id, const struct jl_stage **stage);

bool jl_journey_has_stage(const struct jl_journey *journey, const char *id);

/* Has a seam between a step of the one function and a step of the other an
 * agreement? */
bool jl_journey_agrees(
	const struct jl_journey *journey, const char *from, const char *to);

#endif

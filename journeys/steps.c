/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A journey has a few dozen steps: they are gone through. */
#include "journeys/steps.h"

#include <string.h>

const struct jl_journey_step *jl_journey_step(const struct jl_journey *journey,
	const char *id, const struct jl_stage **stage)
{
	for (size_t i = 0; i < journey->stages.n; i++) {
		const struct jl_stage *s = &journey->stages.v[i];

		for (size_t k = 0; k < s->steps.n; k++) {
			if (!s->steps.v[k].id ||
				strcmp(s->steps.v[k].id, id) != 0)
				continue;
			if (stage)
				*stage = s;
			return &s->steps.v[k];
		}
	}
	return NULL;
}

bool jl_journey_has_stage(const struct jl_journey *journey, const char *id)
{
	for (size_t i = 0; i < journey->stages.n; i++)
		if (journey->stages.v[i].id &&
			strcmp(journey->stages.v[i].id, id) == 0)
			return true;
	return false;
}

static bool is_by(const struct jl_journey *journey, const char *step,
	const char *function)
{
	const struct jl_journey_step *s =
		step ? jl_journey_step(journey, step, NULL) : NULL;

	return s && s->function && strcmp(s->function, function) == 0;
}

bool jl_journey_agrees(
	const struct jl_journey *journey, const char *from, const char *to)
{
	for (size_t i = 0; i < journey->seams.n; i++) {
		const struct jl_seam *s = &journey->seams.v[i];

		if (s->agreement && *s->agreement &&
			is_by(journey, s->from, from) &&
			is_by(journey, s->to, to))
			return true;
	}
	return false;
}

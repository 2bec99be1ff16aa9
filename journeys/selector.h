/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Selectors: `delay-refund`, `delay-*`, `delay-refund/refund-time`,
 * `owner:ana.ruiz` (in charge on the day), `function:finance` (delivers a
 * step or is a stakeholder). Several select what any of them does; none at all
 * selects every journey that is not retired.
 */
#ifndef JL_JOURNEYS_SELECTOR_H
#define JL_JOURNEYS_SELECTOR_H

#include "journeys/ledger.h"

struct jl_selection {
	const struct jl_ledger *ledger;
	const char *const *texts; /* borrowed */
	size_t n;
	int32_t day;
	bool *journeys; /* by place: is anything of it selected? */
};

/* Fails when a selector selects nothing, with the nearest name as a hint. */
int jl_selection_init(struct jl_selection *selection,
	const struct jl_ledger *ledger, const char *const *texts, size_t n,
	int32_t day, struct jl_error *err);
void jl_selection_release(struct jl_selection *selection);

/* The journey that is selected, when it is one only; else NULL. */
const struct jl_journey *jl_selection_only_journey(
	const struct jl_selection *selection);

bool jl_selection_has_kpi(const struct jl_selection *selection,
	const struct jl_journey *journey, const struct jl_kpi *kpi);

/* Is the journey selected, or a KPI of it that is of this metric? */
bool jl_selection_has_metric(const struct jl_selection *selection,
	const struct jl_journey *journey, const char *metric);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Who was in charge on a day. Tenures are half-open, [since, until): the day
 * of a hand-over is the new owner's from its first second.
 */
#ifndef JL_JOURNEYS_TENURE_H
#define JL_JOURNEYS_TENURE_H

#include "journeys/definitions.h"

/* The tenure that covers the day, or NULL: a vacancy. Where tenures overlap,
 * which `check` reports, the one that began last counts. */
const struct jl_tenure *jl_tenure_at(
	const struct jl_tenures *tenures, int32_t day);

/* The contract, or the promise limit, in force on the day, or NULL. */
const struct jl_contract *jl_contract_at(const struct jl_kpi *kpi, int32_t day);
const struct jl_limit *jl_limit_at(
	const struct jl_promise *promise, int32_t day);

#endif

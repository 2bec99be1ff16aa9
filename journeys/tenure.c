/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Looking up dated facts by day. */
#include "journeys/tenure.h"

#define AT_DAY(facts, n, day, found)                                           \
	do {                                                                   \
		for (size_t i = 0; i < (n); i++)                               \
			if ((facts)[i].since <= (day) &&                       \
				(day) < (facts)[i].until &&                    \
				(!(found) ||                                   \
					(facts)[i].since >= (found)->since))   \
				(found) = &(facts)[i];                         \
	} while (0)

const struct jl_tenure *jl_tenure_at(
	const struct jl_tenures *tenures, int32_t day)
{
	const struct jl_tenure *found = NULL;

	AT_DAY(tenures->v, tenures->n, day, found);
	return found;
}

const struct jl_contract *jl_contract_at(const struct jl_kpi *kpi, int32_t day)
{
	const struct jl_contract *found = NULL;

	AT_DAY(kpi->contracts.v, kpi->contracts.n, day, found);
	return found;
}

const struct jl_limit *jl_limit_at(
	const struct jl_promise *promise, int32_t day)
{
	const struct jl_limit *found = NULL;

	AT_DAY(promise->limits.v, promise->limits.n, day, found);
	return found;
}

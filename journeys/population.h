/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * All changes that were recorded in a period, with how they were counted and
 * who signed them: what an auditor draws from.
 */
#ifndef JL_JOURNEYS_POPULATION_H
#define JL_JOURNEYS_POPULATION_H

#include "journeys/history_list.h"
#include "journeys/signature.h"

struct jl_population {
	struct jl_history_rows rows;	 /* in ledger order */
	struct jl_signature *signatures; /* of each row's writer */
	/* The commits of the line, those recorded in the period, and the places
	 * of the first and last of these. */
	uint64_t n_line, n_commits, first, last;
	/* Those of the period whose clocks are not believed, and the first. */
	uint64_t n_disbelieved;
	char first_disbelieved[JL_OID_HEX];
	/* Of what only; borrowed from the filter. */
	const char *const *selectors;
	size_t n_selectors;
};

/* The filter's period is needed. signers may be NULL: signatures are left out.
 */
int jl_population_make(const struct jl_history *history,
	const struct jl_history_filter *filter, struct jl_signers *signers,
	struct jl_population *population, struct jl_error *err);
void jl_population_release(struct jl_population *population);

/*
 * The rows of a sample of n, by place, in ledger order; *n becomes how many
 * there are. Drawn by the SHA-256 of "SEED COMMIT NUMBER", the smallest first,
 * so that anybody can draw it again. Yours to free.
 */
size_t *jl_population_sample(
	const struct jl_population *population, const char *seed, size_t *n);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * From a KPI's figure back to what it was made of: how much of it each batch
 * gave, and from which lines of which file. The parts add up to the figure.
 */
#ifndef JL_JOURNEYS_LINEAGE_H
#define JL_JOURNEYS_LINEAGE_H

#include "journeys/account.h"

struct jl_lineage_part {
	const struct jl_journey *journey;
	const struct jl_kpi *kpi;
	const struct jl_batch_info *batch; /* borrowed from the index */
	struct jl_tally tally;
	uint64_t *lines; /* of the source, in order, each once */
	size_t n_lines, cap;
};

struct jl_lineage {
	struct jl_lineage_part *v; /* by journey, KPI, batch in ledger order */
	size_t n, cap;
};

/* Heeds the query's ledger, index, period and wants. */
int jl_lineage_make(const struct jl_account_query *query,
	struct jl_lineage *lineage, struct jl_error *err);
void jl_lineage_release(struct jl_lineage *lineage);

/* "2-40 44 51-60", yours to free. */
char *jl_lineage_lines(const struct jl_lineage_part *part);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The account of a KPI over a period: one part for each owner (or nobody) and
 * contract in it, shared parts, and the total; with the period before, the
 * months for the process limits, and the status by the contract then in force.
 */
#ifndef JL_JOURNEYS_ACCOUNT_H
#define JL_JOURNEYS_ACCOUNT_H

#include "journeys/attribution.h"
#include "journeys/index.h"

enum jl_part_kind {
	JL_PART_OWNER,
	JL_PART_NOBODY,
	JL_PART_SHARED,
	JL_PART_TOTAL,
};

extern const char *const jl_part_names[];

enum jl_standing {
	JL_STANDING_NO_CONTRACT, /* nothing was agreed */
	JL_STANDING_BLIND,	 /* nothing was measured, or too long ago */
	JL_STANDING_TOO_FEW,	 /* fewer than the contract's minimum_n */
	JL_STANDING_ON_TARGET,
	JL_STANDING_AT_RISK,
	JL_STANDING_OFF_TARGET,
};

extern const char *const jl_standing_names[];

enum { JL_MONTHS = 24, JL_MONTHS_FOR_SIGNAL = 8 };

struct jl_part {
	enum jl_part_kind kind;
	const char *owner;   /* of an owner's part */
	const char *sponsor; /* of nobody's */
	const char **owners; /* of a shared one; a NULL in it is nobody */
	size_t n_owners;
	/* Within the period; of a shared part those of its totals, which may
	 * have begun before. */
	int32_t since, until;
	const struct jl_contract *contract; /* may be NULL */
	double target, at_risk; /* the contract's, for this part's time */
	struct jl_tally tally;
	bool has_value, has_interval, is_stale;
	double value; /* base unit */
	struct jl_interval interval;
	enum jl_standing standing;
	unsigned rules; /* set off by a month of this part; see statistics.h */
	bool is_above;	/* on which side, for the last of them */
	/* For booking: */
	size_t charge, last_charge;
	int64_t until_at;
};

struct jl_account {
	const struct jl_journey *journey;
	const struct jl_kpi *kpi;
	const struct jl_metric *metric;
	struct jl_aggregate aggregate;
	struct jl_charges charges;
	struct jl_part *parts; /* owners and nobody in time, then shared */
	size_t n, cap;
	size_t *first_parts; /* of each charge in the period */
	struct jl_part total;
	bool has_previous;
	double previous; /* the whole KPI in the period before */
	/* Calendar months up to the period's end, oldest first. */
	bool has_month[JL_MONTHS];
	double months[JL_MONTHS];
	bool has_limits;
	struct jl_xmr limits;
	/* One whose file is missing or damaged: no figures, unless they were
	 * asked for all the same; and one of earlier months: no comparison. */
	const struct jl_batch_info *missing_batch, *missing_before;
	bool is_partial;
	uint64_t n_cut;	 /* totals that reach over an edge of the period */
	int64_t last_at; /* when it was last measured, in the period or before
			  */
	struct jl_tally before;
	struct jl_tally *by_month; /* JL_MONTHS, or NULL: not asked for */
};

struct jl_account_query {
	const struct jl_ledger *ledger;
	const struct jl_index *index;
	struct jl_period period;
	int32_t today;
	enum jl_view view;
	bool is_partial;   /* figures although batches are missing */
	bool skips_months; /* no months, no period before: quicker */
	/* Which KPIs; NULL: all of journeys that are not retired. */
	bool (*wants)(void *data, const struct jl_journey *journey,
		const struct jl_kpi *kpi);
	void *wants_data;
};

struct jl_accounts {
	struct jl_account *v; /* by journey id, then as in the definition */
	size_t n, cap;
	struct jl_orphans orphans;
};

int jl_accounts_make(const struct jl_account_query *query,
	struct jl_accounts *accounts, struct jl_error *err);
void jl_accounts_release(struct jl_accounts *accounts);

/* Which of the segment's places the KPI is about; yours to free. NULL: all. */
bool *jl_kpi_places(const struct jl_journey *journey, const struct jl_kpi *kpi,
	const struct jl_segment *segment);

#endif

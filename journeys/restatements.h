/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What was reported of a period then, against what it would be now, figure by
 * figure, and why: the ledger of then is given, one after the other, the
 * measures, the tenures and the contracts of now; what a figure changes at is
 * its cause.
 */
#ifndef JL_JOURNEYS_RESTATEMENTS_H
#define JL_JOURNEYS_RESTATEMENTS_H

#include "journeys/account.h"
#include "journeys/past.h"

enum {
	JL_CAUSE_DATA = 1 << 0,	      /* measures came */
	JL_CAUSE_RETRACTION = 1 << 1, /* measures were taken back */
	JL_CAUSE_TENURE = 1 << 2,     /* who was in charge was corrected */
	JL_CAUSE_CONTRACT = 1 << 3,   /* targets and limits */
	JL_CAUSE_DEFINITION = 1 << 4, /* what the KPI measures, or the rest */
};

struct jl_restatement {
	const char *journey, *kpi; /* borrowed */
	enum jl_part_kind kind;
	const char *owner;  /* of an owner's part */
	const char *figure; /* "n", "value", "target", "status", "since" ... */
	char *then, *now;   /* as people read them; NULL: there was no row */
	unsigned causes;
};

struct jl_restatements {
	struct jl_restatement *v; /* by journey, KPI, part */
	size_t n, cap;
	uint64_t figures; /* compared */
	struct jl_accounts then_accounts, now_accounts;
};

/* now: the ledger and measures of today, and what to look at; then: another. */
int jl_restatements_make(const struct jl_account_query *now,
	const struct jl_past *then, struct jl_restatements *restatements,
	struct jl_error *err);
void jl_restatements_release(struct jl_restatements *restatements);

/* "late data, corrected tenure", in that order; yours to free. */
char *jl_causes_text(unsigned causes);

#endif

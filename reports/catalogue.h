/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The table of reports: name, question, what can be asked of it, and how it is
 * made. A new report is a builder and a row here.
 */
#ifndef JL_REPORTS_CATALOGUE_H
#define JL_REPORTS_CATALOGUE_H

#include "journeys/selector.h"
#include "reports/build_history.h"

/* What a report may be asked besides its period and journeys. */
enum jl_asked {
	JL_ASKED_VIEW = 1 << 0,
	JL_ASKED_BY = 1 << 1,
	JL_ASKED_METRIC = 1 << 2,
	JL_ASKED_SPLIT = 1 << 3,
	JL_ASKED_PARTIAL = 1 << 4,
	JL_ASKED_RANK = 1 << 5,
	JL_ASKED_DAYS = 1 << 6,
	JL_ASKED_SAMPLE = 1 << 7, /* size, seed */
	JL_ASKED_THEN = 1 << 8,
	/* Its selectors name anything in the history, also what is gone. */
	JL_ASKED_HISTORY = 1 << 9,
};

enum { JL_SAMPLE_SIZE = 25 }; /* unless another is asked for */

struct jl_request {
	const struct jl_ledger *ledger;
	const struct jl_index *index;
	const struct jl_past_source *source;
	struct jl_signers *signers;
	const struct jl_selection *selection; /* NULL with a filter */
	const struct jl_history_filter *filter;
	struct jl_period period;
	int32_t today;
	enum jl_view view;
	enum jl_by by[JL_BYS]; /* none: journey, metric */
	size_t n_by;
	const char *metric; /* NULL: all */
	enum jl_split split;
	bool is_partial, is_ranked;
	int32_t days;
	size_t size;
	const char *seed;
	const char *then; /* a commit, a date, a report; NULL: the period's end
			   */
};

struct jl_report_kind {
	const char *name, *question;
	unsigned takes; /* of enum jl_asked */
	int (*make)(const struct jl_request *request, struct jl_report **report,
		struct jl_error *err);
};

extern const struct jl_report_kind jl_report_kinds[];
extern const size_t jl_n_report_kinds;

#endif

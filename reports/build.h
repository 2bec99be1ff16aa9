/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The builders: answers of the domain become pages. Each function makes one
 * page, which is the caller's to free; one file each. The caller has read
 * everything; nothing here can fail.
 */
#ifndef JL_REPORTS_BUILD_H
#define JL_REPORTS_BUILD_H

#include "journeys/account.h"
#include "journeys/change.h"
#include "journeys/friction.h"
#include "journeys/lineage.h"
#include "journeys/log_edges.h"
#include "journeys/restatements.h"
#include "reports/report.h"

/* What stands at the head and foot of every page. */
struct jl_page {
	const struct jl_ledger *ledger;
	const struct jl_index *index;	/* NULL: measures were not read */
	const struct jl_period *period; /* NULL: the page is of one day */
	int32_t day;			/* that day; or today */
	enum jl_view view;
	bool is_of_history; /* what cannot be read today is no hole in it */
};

/* Fills in the ledger's name, commit, zone, checkpoint, period. */
void jl_build_page(struct jl_report *report, const struct jl_page *page);

/* Notes what is in the period and in no row, and totals at its edges. */
void jl_build_note_orphans(
	struct jl_report *report, const struct jl_orphans *orphans);
void jl_build_note_cut(struct jl_report *report, uint64_t n);
/* Says which files are not here that may belong to the figures. */
void jl_build_note_partial(struct jl_report *report, const struct jl_page *page,
	const char *metric);
/* Says, on a page without rows, when anything was measured. */
void jl_build_note_empty(struct jl_report *report, const struct jl_page *page);
/* Says where the period touches the beginning or the end of an event log. */
void jl_build_note_edges(struct jl_report *report, const struct jl_page *page,
	const struct jl_log_edges *edges);
/* Says what open cases do to the medians. */
void jl_build_note_open(
	struct jl_report *report, const struct jl_friction *friction);
/* A quantile of times, "p50", or unknown. */
void jl_build_add_time(
	struct jl_report *report, struct jl_tally *tally, const char *quantile);
/* Is it a figure that depends on what a function is? */
bool jl_build_is_by_function(const struct jl_metric *metric);
/* Says which column of which log the functions come from. */
void jl_build_note_functions(
	struct jl_report *report, const struct jl_page *page);

struct jl_report *jl_build_accountability(const struct jl_page *page,
	const struct jl_accounts *accounts, bool is_ranked);

struct jl_report *jl_build_friction(const struct jl_page *page,
	const struct jl_friction_query *query,
	const struct jl_friction *friction);

/* What passes between functions; the query groups by function (or channel) and
 * to_function. */
struct jl_report *jl_build_seams(const struct jl_page *page,
	const struct jl_friction_query *query,
	const struct jl_friction *friction, const bool *wanted);

/* Journeys by selection: those whose `wanted` is true, by place. */
struct jl_report *jl_build_coverage(const struct jl_page *page,
	const struct jl_accounts *accounts, const bool *wanted);

/* What the figures of a period were made of. */
struct jl_report *jl_build_lineage(
	const struct jl_page *page, const struct jl_lineage *lineage);

/* then: the commit, as it was found. */
struct jl_report *jl_build_restatements(const struct jl_page *page,
	const struct jl_restatements *restatements, const char *then);

/* Each journey on each day of the period. */
struct jl_report *jl_build_continuity(
	const struct jl_page *page, const bool *wanted);

struct jl_report *jl_build_who(const struct jl_page *page, const bool *wanted);

struct jl_report *jl_build_list(
	const struct jl_page *page, enum jl_kind kind, const bool *wanted);

/* The batches in ledger order. */
struct jl_report *jl_build_batches(const struct jl_page *page);

/* One journey with what is in force on the day. */
struct jl_report *jl_build_show(
	const struct jl_page *page, const struct jl_journey *journey);

/* What one journey's customers met, each grouped by what it is called for. */
struct jl_journey_friction {
	struct jl_friction whole, stages, steps, seams, owners;
};

/* The journey on one page. */
struct jl_report *jl_build_journey(const struct jl_page *page,
	const struct jl_journey *journey,
	const struct jl_journey_friction *friction);

/* From and to are told as they are. */
struct jl_report *jl_build_diff(const struct jl_page *page,
	const struct jl_changes *changes, const char *from, const char *to);

/* Where each journey stands: owner, KPIs by status, last measure. */
struct jl_report *jl_build_status(const struct jl_page *page,
	const struct jl_accounts *accounts, const bool *wanted);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Pages about the history, and the cells that they share. */
#ifndef JL_REPORTS_BUILD_HISTORY_H
#define JL_REPORTS_BUILD_HISTORY_H

#include "journeys/goalposts.h"
#include "reports/build.h"

/* When, who, of what, and what it was: as columns, and of a row. */
void jl_build_history_columns(struct jl_report *r);
void jl_build_add_history(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row);

/* "2026-10-05 14:03", in the ledger's zone. */
void jl_build_add_recorded_at(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_commit *commit);
/* The person who wrote it, or the name in the commit of one whom the ledger
 * does not know. */
void jl_build_add_writer(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row);
void jl_build_add_words(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row);
/* The reason that the definition gives, or else the commit. */
void jl_build_add_why(struct jl_report *r, const struct jl_history_row *row);
/* Twelve digits for people, all for machines. */
void jl_build_add_commit(struct jl_report *r, const struct jl_oid *commit);

/* what, field, old, new, since, until, verdict: for machines. */
void jl_build_change_columns(struct jl_report *r);
void jl_build_add_change(struct jl_report *r, const struct jl_history_row *row);

/* "Ana Ruiz", or in words why nobody stands for it. */
void jl_build_add_signature(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row, const struct jl_signature *signature);
/* n, value, unit, status. */
void jl_build_add_standing(
	struct jl_report *r, const struct jl_goalpost *goalpost);
/* How many changes there were, and how they were counted. */
void jl_build_note_population(
	struct jl_report *r, const struct jl_population *population);

struct jl_report *jl_build_log(
	const struct jl_page *page, const struct jl_history_rows *rows);

/* The whole population of the period, or a sample of it. */
struct jl_report *jl_build_changes(
	const struct jl_page *page, const struct jl_population *population);
struct jl_report *jl_build_sample(const struct jl_page *page,
	const struct jl_population *population, const char *seed, size_t size);

/* The population is one with the parts of new definitions; days: at least so
 * late. */
struct jl_report *jl_build_late_entries(const struct jl_page *page,
	const struct jl_population *population, int32_t days);

struct jl_report *jl_build_goalposts(
	const struct jl_page *page, const struct jl_goalposts *goalposts);

#endif

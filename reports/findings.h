/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Findings of check in the formats that people, programs, code hosts and build
 * servers read. A new format is a new file and a new row in the table.
 */
#ifndef JL_REPORTS_FINDINGS_H
#define JL_REPORTS_FINDINGS_H

#include <stdio.h>

#include "journeys/check.h"

struct jl_finding_page {
	const struct jl_findings *findings;
	const struct jl_ledger *ledger; /* with texts, for excerpts; or NULL */
	bool has_color;
};

struct jl_finding_format {
	const char *name;
	void (*render)(const struct jl_finding_page *page, FILE *out);
};

extern const struct jl_finding_format jl_finding_formats[];
extern const size_t jl_n_finding_formats;
/* The names, for options; ends with NULL. */
extern const char *const jl_finding_format_names[];

/* By name; the first where that is NULL. */
const struct jl_finding_format *jl_finding_format_find(const char *name);

/* file:line:column: severity: sentence [rule], and the hint; where the spelling
 * itself is wrong, the line with a mark below it. */
void jl_findings_text(const struct jl_finding_page *page, FILE *out);
void jl_findings_json(const struct jl_finding_page *page, FILE *out);
/* SARIF 2.1.0 (OASIS), for code hosts. */
void jl_findings_sarif(const struct jl_finding_page *page, FILE *out);
/* Workflow commands, which show up as annotations of a pull request. */
void jl_findings_github(const struct jl_finding_page *page, FILE *out);
/* JUnit's XML, for build servers: a test case for each finding, and for each
 * file without one. */
void jl_findings_junit(const struct jl_finding_page *page, FILE *out);

#endif

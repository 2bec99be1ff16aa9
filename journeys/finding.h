/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Findings: what is wrong or weak in definitions, with the place in the file.
 * A mistake in data is a finding, never an error that stops the program, and
 * all of them are collected, not the first.
 */
#ifndef JL_JOURNEYS_FINDING_H
#define JL_JOURNEYS_FINDING_H

#include <stdbool.h>
#include <stddef.h>

enum jl_severity { JL_SEVERITY_ERROR, JL_SEVERITY_WARNING, JL_SEVERITY_NOTE };

struct jl_finding {
	const char *rule; /* stable id, from the table in check.h; static */
	enum jl_severity severity;
	char *path;	     /* relative to the ledger's top */
	char *pointer;	     /* RFC 6901, into the file; "" is all of it */
	size_t line, column; /* from 1; 0 until found */
	char *sentence;
	char *hint; /* what to do; may be "" */
	/* It says something of the business, not of the file: what is wrong
	 * there can and should be recorded. */
	bool is_of_business;
};

struct jl_findings {
	struct jl_finding *v;
	size_t n, cap;
};

/* Copies everything. The sentence is printf-like. Returns the finding, to
 * which a hint may be given; borrowed until the next is added. */
struct jl_finding *jl_findings_add(struct jl_findings *findings,
	const char *rule, enum jl_severity severity, const char *path,
	const char *pointer, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
void jl_finding_hint(struct jl_finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Fills line and column of those findings from `first` on that are in this
 * file. */
void jl_findings_locate(struct jl_findings *findings, size_t first,
	const char *path, const char *text, size_t len);

/* By path, line, column, rule. */
void jl_findings_sort(struct jl_findings *findings);
/* Borrowed, or NULL. */
const struct jl_finding *jl_findings_first_error(
	const struct jl_findings *findings);
size_t jl_findings_count(
	const struct jl_findings *findings, enum jl_severity severity);
/* Does the finding keep its file from being recorded? */
bool jl_finding_blocks(const struct jl_finding *finding);
/* Back to the first n. */
void jl_findings_cut(struct jl_findings *findings, size_t n);
void jl_findings_release(struct jl_findings *findings);

extern const char *const jl_severity_names[]; /* by enum, NULL at the end */

#endif

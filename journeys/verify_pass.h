/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What the checks of `verify` share: each is a function of one pass. */
#ifndef JL_JOURNEYS_VERIFY_PASS_H
#define JL_JOURNEYS_VERIFY_PASS_H

#include "journeys/verify.h"

struct jl_verify_pass {
	const struct jl_verify_query *query;
	struct jl_verification *out;
	struct jl_dag dag;
	const struct jl_commit **by_oid; /* those of the dag, sorted */
	/* Of a clone made with --filter objects may be missing, which are
	 * counted and are no findings. */
	bool is_partial;
	uint64_t n_missing;
	const char *check; /* that is under way */
	size_t first;	   /* its first row */
};

/* The commit of the dag, or NULL. */
const struct jl_commit *jl_verify_commit(
	const struct jl_verify_pass *pass, const struct jl_oid *oid);

/* Adds a finding; where may be NULL. */
void jl_verify_bad(struct jl_verify_pass *pass, uint64_t position,
	const char *where, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void jl_verify_unchecked(struct jl_verify_pass *pass, uint64_t position,
	const char *where, const char *what);
/* What could not be read: damage, or unchecked where the system failed. */
void jl_verify_unread(struct jl_verify_pass *pass, uint64_t position,
	const char *where, const struct jl_error *error);

/* What was found good, of n things. */
void jl_verify_good(struct jl_verify_pass *pass, uint64_t n, uint64_t position,
	const char *where, const char *what);
/* Of a commit of the dag, on the line. */
uint64_t jl_verify_position(
	const struct jl_verify_pass *pass, const struct jl_commit *commit);

/* A check begins; it ends with how many it has looked at, of what. */
void jl_verify_begin(struct jl_verify_pass *pass, const char *check);
void jl_verify_end(struct jl_verify_pass *pass, uint64_t n, const char *of);

/* Records that nobody may change: receipts, retractions, batch files. */
int jl_verify_records(struct jl_verify_pass *pass, struct jl_error *err);
/* What earlier reports and seals saw. */
int jl_verify_checkpoints(struct jl_verify_pass *pass, struct jl_error *err);

#endif

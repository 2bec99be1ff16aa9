/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The page of `verify`. */
#ifndef JL_REPORTS_BUILD_VERIFY_H
#define JL_REPORTS_BUILD_VERIFY_H

#include "journeys/verify.h"
#include "reports/build.h"

/* The page's ledger may be NULL, when it cannot be read; seal is the line of
 * the ledger's own checkpoint, or NULL. */
struct jl_report *jl_build_verify(const struct jl_page *page,
	const struct jl_verification *verification, const char *seal);

#endif

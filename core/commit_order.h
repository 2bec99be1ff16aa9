/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* An order of commits that no clock has a say in. */
#ifndef JL_CORE_COMMIT_ORDER_H
#define JL_CORE_COMMIT_ORDER_H

#include "core/repo.h"

/*
 * The places of the commits from `first` on, the newest first: none stands
 * before one that came of it. Yours to free.
 */
size_t *jl_commits_order(const struct jl_commits *commits, size_t first);

#endif

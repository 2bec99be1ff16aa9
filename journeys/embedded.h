/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Files that are built into the program as they are: the example ledger of
 * `init --example` (journeys/example), and the pages of check's rules
 * (journeys/rules). The C files are made by embed.sh.
 */
#ifndef JL_JOURNEYS_EMBEDDED_H
#define JL_JOURNEYS_EMBEDDED_H

#include <stddef.h>

struct jl_embedded {
	const char *path; /* relative to the folder */
	const char *text;
	size_t len;
};

/* Both sorted by path. */
extern const struct jl_embedded jl_example_files[], jl_rule_files[];
extern const size_t jl_n_example_files, jl_n_rule_files;

#endif

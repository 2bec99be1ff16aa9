/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The example ledger of `init --example`, built in: the files of the folder
 * journeys/example as they are. The C file is made by embed.sh.
 */
#ifndef JL_JOURNEYS_EXAMPLE_H
#define JL_JOURNEYS_EXAMPLE_H

#include <stddef.h>

struct jl_example_file {
	const char *path; /* relative to the ledger's top */
	const char *text;
	size_t len;
};

extern const struct jl_example_file jl_example_files[];
extern const size_t jl_n_example_files;

#endif

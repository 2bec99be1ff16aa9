/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What may stand where the cursor is. From the tables of commands and options,
 * and from the names of the definitions' files: neither git nor the cache is
 * opened, so that a key press is answered at once.
 */
#ifndef JL_CLI_COMPLETE_H
#define JL_CLI_COMPLETE_H

#include <stdio.h>

#include "journeys/embedded.h"

/* The scripts of the shells, by the shell's name. */
extern const struct jl_embedded jl_completion_files[];
extern const size_t jl_n_completion_files;

/*
 * Prints what may take the place of the last of the words, which may be empty;
 * the words are those behind "jledger". A line each, with a tab and an
 * explanation behind some. What ends with `=`, `:` or a slash goes on.
 */
void jl_complete(const char *dir, char *const *words, size_t n, FILE *out);

#endif

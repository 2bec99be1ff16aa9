/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Manual pages from the same tables as --help, in roff for man(7): jledger(1),
 * a page for each command, jledger-ledger(5) about the files, and
 * jledger-rules(7) about what check looks for.
 */
#ifndef JL_CLI_MAN_H
#define JL_CLI_MAN_H

#include <stdbool.h>
#include <stdio.h>

/* Prints the page: "jledger.1", "jledger-set.1", "jledger-ledger.5",
 * "jledger-rules.7". false when there is none of this name. */
bool jl_man_page(const char *name, FILE *out);

/* Prints the names of all pages, a line each. */
void jl_man_names(FILE *out);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Options as tables: parsing, complaining and help come from the same rows.
 * Understands --name value, --name=value, -x value, -xvalue, -ab, and --.
 */
#ifndef JL_CLI_OPT_H
#define JL_CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/error.h"

enum jl_opt_type {
	JL_OPT_FLAG,   /* bool */
	JL_OPT_TEXT,   /* const char *; borrowed from argv */
	JL_OPT_CHOICE, /* const char *, one of choices */
	JL_OPT_DAY,    /* const char *, a date; read by the command */
};

struct jl_opt {
	const char *name; /* NULL ends the table */
	char letter;	  /* or 0 */
	enum jl_opt_type type;
	size_t offset;	   /* in the command's arguments */
	const char *value; /* its name in help: "DATE" */
	const char *help;
	const char *const *choices; /* ends with NULL */
};

/*
 * Parses argv into args by two tables (the command's own and the common one,
 * each with its struct). Operands are moved to the front of argv and *n_left
 * is their number. JL_EUSAGE with a sentence.
 */
int jl_opt_parse(const struct jl_opt *own, void *args,
	const struct jl_opt *common, void *common_args, char **argv, int argc,
	int *n_left, struct jl_error *err);

/* The rows of the table as help shows them. */
void jl_opt_help(const struct jl_opt *opts, FILE *out);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What the terminal is like, if there is one. */
#ifndef JL_CORE_TERM_H
#define JL_CORE_TERM_H

#include <stdbool.h>
#include <stdio.h>

/* Columns of the terminal that out writes to; 0 when it is none. */
int jl_term_width(FILE *out);

bool jl_is_terminal(FILE *out);

#endif

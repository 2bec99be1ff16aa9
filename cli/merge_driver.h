/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* How git comes to call `jledger merge-file` for definitions. */
#ifndef JL_CLI_MERGE_DRIVER_H
#define JL_CLI_MERGE_DRIVER_H

#include "cli/ctx.h"

/* Tells this repository's git to merge definitions with this very program. */
int jl_merge_driver_install(struct jl_ctx *ctx);

/* What git should be told to call, yours to free. */
char *jl_merge_driver_own(void);

/* What git is told now, yours to free; NULL: nothing. */
char *jl_merge_driver_command(struct jl_ctx *ctx);

#endif

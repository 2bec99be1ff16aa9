/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The evidence of a period as files, to be checked without this program. */
#ifndef JL_CLI_EVIDENCE_H
#define JL_CLI_EVIDENCE_H

#include "cli/ctx.h"

/* Writes the zip. period: as the user gave it. */
int jl_evidence_write(struct jl_ctx *ctx, const char *period, const char *path);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The one definition that a word names: "delay-refund", "person:ana.ruiz",
 * "delay-refund/refund-time" for a KPI, or the path of its file, as the shell
 * completes it.
 */
#ifndef JL_CLI_TARGET_H
#define JL_CLI_TARGET_H

#include "cli/ctx.h"

struct jl_target {
	enum jl_kind kind;
	char *id;
	char *kpi; /* or NULL */
};

/* Whether there is such a definition is not asked. */
int jl_target_parse(
	struct jl_ctx *ctx, const char *word, struct jl_target *target);
void jl_target_release(struct jl_target *target);

/* Says that there is none, and which may be meant: JL_EINVALID. */
int jl_no_definition(struct jl_ctx *ctx, enum jl_kind kind, const char *id);

/* Is there such a definition, recorded or not? < 0 when that cannot be seen. */
int jl_is_in_work_tree(
	struct jl_ctx *ctx, enum jl_kind kind, const char *id, bool *is_there);

#endif

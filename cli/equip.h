/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What a ledger has beside its definitions: attributes and ignored files for
 * git, JSON Schemas and settings for editors. `init` lays it out, `doctor`
 * looks whether it is there.
 */
#ifndef JL_CLI_EQUIP_H
#define JL_CLI_EQUIP_H

#include "cli/ctx.h"

struct jl_equipment {
	char *path; /* relative to the top */
	char *text; /* as it should be */
	size_t len;
	char *before; /* what the user has; NULL: nothing */
	size_t before_len;
	bool is_stale;	 /* it is there, and otherwise */
	bool is_no_file; /* a link, a folder: it is left alone */
};

struct jl_equipments {
	struct jl_equipment *v;
	size_t n, cap;
};

/* What there should be, beside what the user has: lines are added to files of
 * git, settings of editors are left alone, schemas are replaced. */
int jl_equipment_list(struct jl_ctx *ctx, struct jl_equipments *list);
void jl_equipment_release(struct jl_equipments *list);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * KEY=VALUE: what `new` and `set` do to a definition's text. A dated role
 * (owner, deputy, sponsor, head) is not overwritten: the old one ends where the
 * new one begins.
 */
#ifndef JL_CLI_ASSIGN_H
#define JL_CLI_ASSIGN_H

#include "cli/ctx.h"
#include "journeys/edit.h"

struct jl_assign {
	struct jl_ctx *ctx;
	struct jl_edited edited;
	const char *id;
	int32_t since;	    /* the first day of a role */
	const char *reason; /* of a role, or NULL */
	/* People who are made together with it. */
	const char *const *coming;
	size_t n_coming;
	struct jl_str words; /* what was done */
	struct jl_arena arena;
};

void jl_assign_release(struct jl_assign *a);

/* Parts KEY=VALUE; *key is yours to free, *value is borrowed. */
int jl_assign_split(struct jl_ctx *ctx, const char *operand, char **key,
	const char **value);

/* A key of the object at pointer ("" is the whole definition), which is of the
 * shape; "review.last" is a key of its member. At the top a role is handed
 * over; `nobody` makes a vacancy. */
int jl_assign_key(struct jl_assign *a, const char *pointer,
	const struct jl_shape *shape, const char *key, const char *value);

/* Adds to the words. */
void jl_assign_say(struct jl_assign *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif

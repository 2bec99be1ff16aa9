/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The short wizard of `new`: questions whose answers are the words that could
 * have been on the command line. It writes nothing.
 */
#ifndef JL_CLI_WIZARD_H
#define JL_CLI_WIZARD_H

#include "cli/ctx.h"

/* A definition that is to be made: `new KIND ID KEY=VALUE...`. */
struct jl_wanted {
	enum jl_kind kind;
	char *id;
	char **operands; /* KEY=VALUE */
	size_t n, cap;
};

struct jl_wizard {
	struct jl_wanted *v; /* in the order in which they are to be made */
	size_t n, cap;
	int32_t since; /* the first day of roles */
};

/* Asks what is not known yet: the kind (JL_KINDS), the id (NULL), and the keys.
 * since is what is taken when nothing is said. */
int jl_wizard_ask(struct jl_ctx *ctx, enum jl_kind kind, const char *id,
	int32_t since, struct jl_wizard *wizard);
void jl_wizard_release(struct jl_wizard *wizard);

#endif

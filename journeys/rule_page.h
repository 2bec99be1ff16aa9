/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The page of a rule: what more there is to know, and examples of wrong and
 * right, from journeys/rules/ID.txt. A test holds the examples to the rule.
 */
#ifndef JL_JOURNEYS_RULE_PAGE_H
#define JL_JOURNEYS_RULE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* One example: all of a file, or, where it does not begin with a brace, members
 * of a journey that is sound otherwise. */
struct jl_rule_example {
	bool is_right;
	char *path; /* of the file */
	char *text;
};

struct jl_rule_page {
	char *more; /* may be "" */
	struct jl_rule_example *v;
	size_t n, cap;
};

/* The path of examples that name none: a journey. */
#define JL_RULE_EXAMPLE_PATH "journeys/move.json"

/* False when the rule has no page; else the page is yours to release. */
bool jl_rule_page_read(const char *rule, struct jl_rule_page *page);
void jl_rule_page_release(struct jl_rule_page *page);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The members of a JSON object as pieces of its text: two versions of a file
 * differ in one or two, and only these need to be parsed.
 */
#ifndef JL_CORE_JSON_MEMBERS_H
#define JL_CORE_JSON_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

enum { JL_MEMBERS_MOST = 64 };

struct jl_json_member {
	const char *key, *value; /* in the text; the key without its quotes */
	size_t key_len, value_len;
};

struct jl_json_members {
	struct jl_json_member v[JL_MEMBERS_MOST];
	size_t n;
};

/*
 * Takes the text apart. false for one that is no plain object (or has escapes
 * in its keys, one key twice, or more members than fit): it is parsed whole.
 * That a value is JSON is not said.
 */
bool jl_json_members(
	const char *text, size_t len, struct jl_json_members *members);

/* The member with that key, or NULL. */
const struct jl_json_member *jl_json_member(
	const struct jl_json_members *members, const char *key, size_t len);

/* Are both spelt alike? */
bool jl_json_member_equal(
	const struct jl_json_member *a, const struct jl_json_member *b);

#endif

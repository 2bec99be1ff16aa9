/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Finding commas and braces outside of strings; no more is understood. */
#include "core/json_members.h"

#include <string.h>

enum { DEEPEST = 500 }; /* far below what the parser takes */

struct scan {
	const char *at, *end;
};

static void skip_space(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' ||
					 *s->at == '\t' || *s->at == '\r'))
		s->at++;
}

/* Behind the string that begins here; false when it does not end. */
static bool skip_string(struct scan *s, bool *has_escapes)
{
	for (s->at++; s->at < s->end && *s->at != '"'; s->at++) {
		if ((unsigned char)*s->at < ' ')
			return false;
		if (*s->at == '\\') {
			*has_escapes = true;
			s->at++;
		}
	}
	if (s->at >= s->end)
		return false;
	s->at++;
	return true;
}

/* Behind the value that begins here: at the comma or brace that ends it. */
static bool skip_value(struct scan *s)
{
	bool ignored;
	int depth = 0;

	while (s->at < s->end) {
		switch (*s->at) {
		case '"':
			if (!skip_string(s, &ignored))
				return false;
			continue;
		case '{':
		case '[':
			if (++depth > DEEPEST)
				return false;
			break;
		case '}':
		case ']':
			if (depth == 0)
				return *s->at == '}';
			depth--;
			break;
		case ',':
			if (depth == 0)
				return true;
			break;
		case '\0':
			return false;
		default:
			break;
		}
		s->at++;
	}
	return false;
}

static bool take_member(struct scan *s, struct jl_json_members *members)
{
	struct jl_json_member *m = &members->v[members->n];
	bool has_escapes = false;

	skip_space(s);
	if (members->n == JL_MEMBERS_MOST || s->at >= s->end || *s->at != '"')
		return false;
	m->key = s->at + 1;
	if (!skip_string(s, &has_escapes) || has_escapes)
		return false;
	m->key_len = (size_t)(s->at - 1 - m->key);
	skip_space(s);
	if (s->at >= s->end || *s->at != ':' ||
		jl_json_member(members, m->key, m->key_len))
		return false;
	s->at++;
	skip_space(s);
	m->value = s->at;
	if (!skip_value(s) || s->at == m->value)
		return false;
	m->value_len = (size_t)(s->at - m->value);
	members->n++;
	return true;
}

bool jl_json_members(
	const char *text, size_t len, struct jl_json_members *members)
{
	struct scan s = {text, text + len};

	members->n = 0;
	skip_space(&s);
	if (s.at >= s.end || *s.at != '{')
		return false;
	do {
		s.at++; /* the brace, or the comma */
		if (!take_member(&s, members))
			return false;
	} while (*s.at == ',');
	s.at++;
	skip_space(&s);
	return s.at == s.end;
}

const struct jl_json_member *jl_json_member(
	const struct jl_json_members *members, const char *key, size_t len)
{
	for (size_t i = 0; i < members->n; i++)
		if (members->v[i].key_len == len &&
			memcmp(members->v[i].key, key, len) == 0)
			return &members->v[i];
	return NULL;
}

bool jl_json_member_equal(
	const struct jl_json_member *a, const struct jl_json_member *b)
{
	return a->value_len == b->value_len &&
	       memcmp(a->value, b->value, a->value_len) == 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* For each thing that is looked for, the column whose name says it best and
 * whose values may be it. */
#include "journeys/suggest_look.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_look_keys[JL_LOOKS] = {
	[JL_LOOK_CASE] = "case",
	[JL_LOOK_ACTIVITY] = "activity",
	[JL_LOOK_OCCURRED_AT] = "occurred_at",
	[JL_LOOK_STARTED_AT] = "started_at",
	[JL_LOOK_DEADLINE] = "deadline",
	[JL_LOOK_FUNCTION] = "function",
	[JL_LOOK_CHANNEL] = "channel",
	[JL_LOOK_CUSTOMER] = "customer",
	[JL_LOOK_REASON] = "reason",
	[JL_LOOK_LIFECYCLE] = "lifecycle",
};

/* What its values must look like. */
enum content { WORDS, TIMES, FEW_WORDS };

/* Names in small letters, parted by bars, the best first; a name is met by a
 * column that is called so, or has it as a word. */
static const struct {
	const char *names;
	enum content content;
} looks[JL_LOOKS] = {
	[JL_LOOK_CASE] =
		{"case:concept:name|case|case id|caseid|case key|ticket|"
		 "claim|incident|request|order|application|matter|number|"
		 "reference|id|no|nr",
			WORDS},
	[JL_LOOK_ACTIVITY] =
		{"concept:name|activity|action|activity name|event|task|step|"
		 "operation|status|state|what",
			FEW_WORDS},
	[JL_LOOK_OCCURRED_AT] =
		{"time:timestamp|timestamp|occurred at|complete timestamp|"
		 "complete|completed|end timestamp|ended|finished|done|closed|"
		 "end|time|datetime|date|at|when|created",
			TIMES},
	[JL_LOOK_STARTED_AT] =
		{"start timestamp|started at|start time|start|started|begin|"
		 "began",
			TIMES},
	[JL_LOOK_DEADLINE] =
		{"case:deadline|deadline|due|due date|promised|promise|sla|"
		 "target date",
			TIMES},
	[JL_LOOK_FUNCTION] =
		{"org:group|org:role|function|team|group|department|unit|queue|"
		 "role",
			FEW_WORDS},
	[JL_LOOK_CHANNEL] = {"case:channel|channel|medium|via|source",
		FEW_WORDS},
	[JL_LOOK_CUSTOMER] =
		{"customer|customer id|client|client id|account|subscriber|"
		 "passenger|patient",
			WORDS},
	[JL_LOOK_REASON] = {"reason|topic|category|cause|subject", FEW_WORDS},
	[JL_LOOK_LIFECYCLE] = {"lifecycle:transition|lifecycle|transition",
		FEW_WORDS},
};

/* As names are given above: small letters, words parted by one space. */
static char *plain_name(const char *name)
{
	struct jl_str s = JL_STR_INIT;

	if (strchr(name, ':'))
		return jl_xstrdup(name);
	for (const char *p = name; *p; p++) {
		bool is_upper = *p >= 'A' && *p <= 'Z';

		if (*p == '_' || *p == '-' || *p == '.' || *p == ' ')
			jl_str_addc(&s, ' ');
		else if (is_upper && p > name && p[-1] >= 'a' && p[-1] <= 'z')
			jl_str_addf(&s, " %c", *p + 32);
		else
			jl_str_addc(&s, is_upper ? (char)(*p + 32) : *p);
	}
	return jl_str_detach(&s);
}

static bool has_word(const char *text, const char *word, size_t len)
{
	const char *at = text;

	while (at) {
		if (strncmp(at, word, len) == 0 &&
			(at[len] == '\0' || at[len] == ' '))
			return true;
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	return false;
}

/* How well the name says what is looked for: the less the better; -1: not. */
static int distance_of(const char *name, enum jl_look_for what)
{
	const char *p = looks[what].names;
	int best = -1;

	for (int place = 0; *p; place++) {
		size_t len = strcspn(p, "|");

		if (strlen(name) == len && strncmp(name, p, len) == 0)
			best = best < 0 || place < best ? place : best;
		else if (has_word(name, p, len) &&
			 (best < 0 || place + 100 < best))
			best = place + 100;
		p += len + (p[len] == '|');
	}
	return best;
}

/* Of a column of the case in XES, "case:no", what comes behind counts too. */
static int distance(const char *column, enum jl_look_for what)
{
	static const char of_case[] = "case:";
	char *name = plain_name(column);
	int best = distance_of(name, what);

	if (best < 0 && strncmp(name, of_case, strlen(of_case)) == 0)
		best = distance_of(name + strlen(of_case), what);
	free(name);
	return best;
}

static bool may_be(const struct jl_column_profile *c, enum content content)
{
	bool is_time = jl_profile_notation(c) >= 0;

	if (c->filled == 0)
		return false;
	if (content == TIMES)
		return is_time;
	if (content == FEW_WORDS)
		return !is_time && !c->has_more && c->numbers < c->filled;
	return !is_time;
}

static bool is_taken(const struct jl_look *l, const struct jl_column_profile *c)
{
	for (int i = 0; i < JL_LOOKS; i++)
		if (l->columns[i] == c)
			return true;
	return false;
}

/* Two columns of one name cannot be told apart by a map. */
static bool is_twice(const struct jl_look *l, const struct jl_column_profile *c)
{
	size_t n = 0;

	for (size_t i = 0; i < l->profile.n; i++)
		n += strcmp(l->profile.v[i]->name, c->name) == 0;
	return n > 1;
}

static void choose(struct jl_look *l, enum jl_look_for what)
{
	int best = -1;

	for (size_t i = 0; i < l->profile.n; i++) {
		const struct jl_column_profile *c = l->profile.v[i];
		int d = distance(c->name, what);

		if (d < 0 || (best >= 0 && d >= best) || is_taken(l, c) ||
			!may_be(c, looks[what].content) || is_twice(l, c))
			continue;
		best = d;
		l->columns[what] = c;
		l->numbers[what] = i;
	}
}

/* Where no name says it: the only one whose values may be it. */
static void choose_only(struct jl_look *l, enum jl_look_for what)
{
	size_t found = 0;

	if (l->columns[what])
		return;
	for (size_t i = 0; i < l->profile.n; i++) {
		const struct jl_column_profile *c = l->profile.v[i];

		if (is_taken(l, c) || !may_be(c, looks[what].content) ||
			is_twice(l, c))
			continue;
		found++;
		l->columns[what] = c;
		l->numbers[what] = i;
	}
	if (found != 1)
		l->columns[what] = NULL;
}

int jl_look_choose(struct jl_look *l, struct jl_error *err)
{
	static const enum jl_look_for order[] = {JL_LOOK_STARTED_AT,
		JL_LOOK_DEADLINE, JL_LOOK_OCCURRED_AT, JL_LOOK_CASE,
		JL_LOOK_ACTIVITY, JL_LOOK_LIFECYCLE, JL_LOOK_FUNCTION,
		JL_LOOK_CHANNEL, JL_LOOK_CUSTOMER, JL_LOOK_REASON};
	static const enum jl_look_for needed[] = {
		JL_LOOK_OCCURRED_AT, JL_LOOK_CASE, JL_LOOK_ACTIVITY};

	for (size_t i = 0; i < JL_COUNT(order); i++)
		choose(l, order[i]);
	for (size_t i = 0; i < JL_COUNT(needed); i++) {
		choose_only(l, needed[i]);
		if (!l->columns[needed[i]])
			return jl_fail(err, JL_EINVALID,
				"%.200s: no column looks like the %s of an "
				"event; 'jledger help map' says how a map is "
				"written by hand",
				l->path,
				needed[i] == JL_LOOK_OCCURRED_AT
					? "time"
					: jl_look_keys[needed[i]]);
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Values as texts, for people and exactly, and the list of changes. */
#include "journeys/change_pass.h"

#include <stdlib.h>

/* Around the id of a person in a sentence: no text holds them. */
#define PERSON_BEGINS '\x01'
#define PERSON_ENDS '\x02'

const char *const jl_change_names[] = {"added", "removed", "changed", NULL};
const char *const jl_verdict_names[] = {"", "relaxed", "tightened", NULL};

char *jl_change_day(int32_t day)
{
	static const char *const months[] = {"January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December"};
	struct jl_civil c;

	if (day == JL_DAY_OPEN || day == JL_DAY_MIN)
		return jl_xstrdup("");
	jl_day_to_civil(day, &c);
	return jl_xasprintf("%d %s %d", c.day, months[c.month - 1], c.year);
}

static char *text_of(const struct jl_field *f, const char *text, bool is_exact)
{
	char *copy = jl_xstrdup(text ? text : ""), *told;

	for (char *c = copy; *c; c++)
		if (*c == PERSON_BEGINS || *c == PERSON_ENDS)
			*c = ' ';
	if (!*copy || is_exact)
		return copy;
	if (f->refers == JL_REFERS_PERSON)
		told = jl_xasprintf("%c%s%c", PERSON_BEGINS, copy, PERSON_ENDS);
	else if (f->kind == JL_FIELD_TEXT)
		told = jl_xasprintf("\"%s\"", copy);
	else
		return copy;
	free(copy);
	return told;
}

static char *value_of(
	const struct jl_field *f, const void *object, bool is_exact)
{
	struct jl_quantity quantity;
	char duration[JL_DURATION_TEXT], exact[JL_DAY_TEXT];
	const char *text;
	int64_t number;
	int32_t day;
	bool truth;
	int choice;

	switch (f->kind) {
	case JL_FIELD_ID:
	case JL_FIELD_TEXT:
		JL_GET(text, object, f);
		return text_of(f, text, is_exact);
	case JL_FIELD_SINCE:
	case JL_FIELD_UNTIL:
		JL_GET(day, object, f);
		if (is_exact && day != JL_DAY_MIN)
			return jl_xstrdup(jl_day_format(day, exact));
		return jl_change_day(day);
	case JL_FIELD_DURATION:
		JL_GET(number, object, f);
		return jl_xstrdup(
			number ? jl_duration_format(number, duration) : "");
	case JL_FIELD_QUANTITY:
		JL_GET(quantity, object, f);
		return jl_quantity_text(&quantity);
	case JL_FIELD_INTEGER:
		JL_GET(number, object, f);
		return number ? jl_xasprintf("%lld", (long long)number)
			      : jl_xstrdup("");
	case JL_FIELD_BOOLEAN:
		JL_GET(truth, object, f);
		return jl_xstrdup(truth ? "yes" : "");
	case JL_FIELD_CHOICE:
		JL_GET(choice, object, f);
		return jl_xstrdup(f->choices[choice]);
	default:
		return jl_xstrdup("");
	}
}

char *jl_change_value(const struct jl_field *f, const void *object)
{
	return value_of(f, object, false);
}

char *jl_change_exact(const struct jl_field *f, const void *object)
{
	return value_of(f, object, true);
}

char *jl_change_key_words(const char *key)
{
	char *words = jl_xstrdup(key);

	for (char *c = words; *c; c++)
		if (*c == '_')
			*c = ' ';
	return words;
}

const char *jl_or_nothing(const char *text)
{
	return *text ? text : "(nothing)";
}

static char *dup_or_null(const char *text)
{
	return text && *text ? jl_xstrdup(text) : NULL;
}

struct jl_change *jl_change_add(struct jl_change_pass *p,
	enum jl_change_kind what, const char *key, const char *old,
	const char *new, const char *format, ...)
{
	struct jl_changes *changes = p->changes;
	struct jl_str sentence = JL_STR_INIT;
	struct jl_change *change;
	size_t len = p->path.len;
	va_list args;

	jl_str_add(&sentence, jl_str_text(&p->place));
	va_start(args, format);
	jl_str_addfv(&sentence, format, args);
	va_end(args);
	JL_GROW(changes->v, changes->n, changes->cap);
	change = &changes->v[changes->n++];
	/* Of the place itself: without the slash at its end. */
	if (!key && len)
		len--;
	*change = (struct jl_change){
		.what = what,
		.kind = p->kind,
		.id = jl_xstrdup(p->id),
		.path = jl_xasprintf("%.*s%s", (int)len, jl_str_text(&p->path),
			key ? key : ""),
		.old = dup_or_null(old),
		.new = dup_or_null(new),
		.since = JL_DAY_MIN,
		.until = JL_DAY_OPEN,
		.sentence = jl_str_detach(&sentence),
	};
	return change;
}

void jl_changes_release(struct jl_changes *changes)
{
	for (size_t i = 0; i < changes->n; i++) {
		free(changes->v[i].id);
		free(changes->v[i].path);
		free(changes->v[i].old);
		free(changes->v[i].new);
		free(changes->v[i].reason);
		free(changes->v[i].sentence);
	}
	free(changes->v);
	memset(changes, 0, sizeof(*changes));
}

char *jl_change_words(const char *sentence, jl_name_of *name_of, void *data)
{
	struct jl_str out = JL_STR_INIT;

	for (const char *c = sentence; *c; c++) {
		const char *end =
			*c == PERSON_BEGINS ? strchr(c, PERSON_ENDS) : NULL;
		const char *name;
		char *id;

		if (!end) {
			jl_str_addc(&out, *c);
			continue;
		}
		id = jl_xstrndup(c + 1, (size_t)(end - c - 1));
		name = name_of(data, id);
		jl_str_add(&out, name ? name : id);
		free(id);
		c = end;
	}
	return jl_str_detach(&out);
}

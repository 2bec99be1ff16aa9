/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Dated facts, compared day by day: what is true on which days. */
#include "journeys/change_pass.h"

#include <stdlib.h>

/* What is in force on the day: of several, that which began last, and of those
 * the last one written, as jl_tenure_at has it; NULL for nothing. */
static const void *at_day(
	const struct jl_list *list, const struct jl_shape *shape, int32_t day)
{
	const struct jl_field *s = jl_shape_field_of(shape, JL_FIELD_SINCE);
	const struct jl_field *u = jl_shape_field_of(shape, JL_FIELD_UNTIL);
	const void *found = NULL;
	int32_t best = 0;

	for (size_t i = 0; i < list->n; i++) {
		const void *e = jl_element(list, shape, i);
		int32_t since, until;

		JL_GET(since, e, s);
		JL_GET(until, e, u);
		if (since > day || day >= until || (found && since < best))
			continue;
		found = e;
		best = since;
	}
	return found;
}

static int by_day(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* All days on which something begins or ends in either list. */
static int32_t *borders_of(const struct jl_list *old, const struct jl_list *new,
	const struct jl_shape *shape, size_t *n)
{
	const struct jl_field *s = jl_shape_field_of(shape, JL_FIELD_SINCE);
	const struct jl_field *u = jl_shape_field_of(shape, JL_FIELD_UNTIL);
	int32_t *days = jl_xcalloc(2 * (old->n + new->n) + 1, sizeof(*days));

	*n = 0;
	for (size_t i = 0; i < old->n + new->n; i++) {
		const void *e = i < old->n ? jl_element(old, shape, i)
					   : jl_element(new, shape, i - old->n);

		JL_GET(days[*n], e, s);
		(*n)++;
		JL_GET(days[*n], e, u);
		(*n)++;
	}
	if (*n)
		qsort(days, *n, sizeof(*days), by_day);
	return days;
}

/* Is a larger number less strict? 1 yes, -1 no, 0 neither. */
static int larger_is_relaxed(
	const struct jl_change_pass *p, const struct jl_field *f)
{
	if (strcmp(f->key, "within") == 0)
		return 1;
	if (strcmp(f->key, "target") != 0 && strcmp(f->key, "at_risk") != 0)
		return 0;
	return p->direction == JL_DIRECTION_LOWER_IS_BETTER    ? 1
	       : p->direction == JL_DIRECTION_HIGHER_IS_BETTER ? -1
							       : 0;
}

static enum jl_verdict verdict(const struct jl_change_pass *p,
	const struct jl_field *f, const void *old, const void *new)
{
	struct jl_quantity a = {0}, b = {0};
	int sign = larger_is_relaxed(p, f);

	if (!sign || !old || !new)
		return JL_VERDICT_NONE;
	if (f->kind == JL_FIELD_QUANTITY) {
		JL_GET(a, old, f);
		JL_GET(b, new, f);
		if (a.unit == JL_QUANTITY_NONE || b.unit == JL_QUANTITY_NONE)
			return JL_VERDICT_NONE;
	} else {
		JL_GET(a.amount, old, f);
		JL_GET(b.amount, new, f);
	}
	if (a.amount == b.amount)
		return JL_VERDICT_NONE;
	return (a.amount < b.amount) == (sign > 0) ? JL_VERDICT_RELAXED
						   : JL_VERDICT_TIGHTENED;
}

/* A stretch of days in which the old and the new value are these. */
struct stretch {
	int32_t since, until;
	const void *old, *new;
	char *was, *is;
};

/* 24h and 1440min are one target. */
static bool is_same_quantity(const struct jl_field *f, const struct stretch *s)
{
	struct jl_quantity a, b;

	if (f->kind != JL_FIELD_QUANTITY || !s->old || !s->new)
		return false;
	JL_GET(a, s->old, f);
	JL_GET(b, s->new, f);
	return a.amount == b.amount && a.unit != JL_QUANTITY_NONE &&
	       b.unit != JL_QUANTITY_NONE;
}

/* Which reason the fact gives, or NULL. */
static const char *reason_of(const struct jl_shape *shape, const void *fact)
{
	const struct jl_field *field = jl_shape_field(shape, "reason");
	const char *reason = NULL;

	if (field && fact)
		JL_GET(reason, fact, field);
	return reason;
}

static void tell_stretch(struct jl_change_pass *p, const struct jl_field *list,
	const struct jl_field *f, const char *word, const struct stretch *s)
{
	bool is_person = f->refers == JL_REFERS_PERSON;
	const char *nothing = is_person ? "(nobody)" : "(nothing)";
	const char *reason = reason_of(list->shape, s->new);
	enum jl_verdict v = verdict(p, f, s->old, s->new);
	char *since, *until, *path, *was, *is;
	struct jl_change *change;

	if (strcmp(s->was, s->is) == 0 || is_same_quantity(f, s))
		return;
	since = jl_change_day(s->since);
	until = jl_change_day(s->until);
	path = jl_xasprintf("%s/%s", list->key, f->key);
	was = s->old ? jl_change_exact(f, s->old) : NULL;
	is = s->new ? jl_change_exact(f, s->new) : NULL;
	change = jl_change_add(p, JL_CHANGE_CHANGED, path, was, is,
		"%s %s" JL_ARROW "%s%s%s%s%s%s%s", word,
		*s->was ? s->was : nothing, *s->is ? s->is : nothing,
		*since ? " from " : "", since, *until ? " until " : "", until,
		v ? ", " : "", jl_verdict_names[v]);
	change->since = s->since;
	change->until = s->until;
	change->verdict = v;
	change->reason = reason ? jl_xstrdup(reason) : NULL;
	/* Of people it is told with the change. */
	if (reason && is_person) {
		char *sentence =
			jl_xasprintf("%s (%s)", change->sentence, reason);

		free(change->sentence);
		change->sentence = sentence;
	}
	free(since);
	free(until);
	free(path);
	free(was);
	free(is);
}

static void end_stretch(struct stretch *s)
{
	free(s->was);
	free(s->is);
	s->was = s->is = NULL;
}

/* One field of a dated fact, from its first border to the last. */
static void compare_days(struct jl_change_pass *p, const struct jl_field *list,
	const struct jl_field *f, const char *word, const struct jl_list *old,
	const struct jl_list *new)
{
	const struct jl_shape *shape = list->shape;
	size_t n;
	int32_t *days = borders_of(old, new, shape, &n);
	struct stretch s = {0};

	for (size_t i = 0; i < n; i++) {
		struct stretch now = {.since = days[i], .until = JL_DAY_OPEN};

		if (days[i] == JL_DAY_OPEN || (i > 0 && days[i] == days[i - 1]))
			continue;
		now.old = at_day(old, shape, days[i]);
		now.new = at_day(new, shape, days[i]);
		now.was =
			now.old ? jl_change_value(f, now.old) : jl_xstrdup("");
		now.is = now.new ? jl_change_value(f, now.new) : jl_xstrdup("");
		if (s.was && strcmp(s.was, now.was) == 0 &&
			strcmp(s.is, now.is) == 0) {
			free(now.was);
			free(now.is);
			continue;
		}
		if (s.was) {
			s.until = days[i];
			tell_stretch(p, list, f, word, &s);
			end_stretch(&s);
		}
		s = now;
	}
	if (s.was)
		tell_stretch(p, list, f, word, &s);
	end_stretch(&s);
	free(days);
}

/* Is it told with the fact itself, and not by itself? */
static bool is_aside(const struct jl_field *f)
{
	return f->kind == JL_FIELD_SINCE || f->kind == JL_FIELD_UNTIL ||
	       strcmp(f->key, "reason") == 0;
}

/* "owner" for owners, "target" for a contract's. */
static char *word_for(const struct jl_field *list, const struct jl_field *f)
{
	for (size_t i = 0; i < JL_ROLES; i++)
		if (strcmp(jl_roles[i].list, list->key) == 0)
			return jl_xstrdup(jl_roles[i].word);
	return jl_change_key_words(
		strcmp(list->key, "reports_to") == 0 ? list->key : f->key);
}

static void tell_reason(struct jl_change_pass *p, const struct jl_field *list,
	const char *word, const void *old, const void *new)
{
	const char *a = reason_of(list->shape, old);
	const char *b = reason_of(list->shape, new);
	const struct jl_field *r = jl_shape_field(list->shape, "reason");
	char *was = jl_change_value(r, old), *is = jl_change_value(r, new);
	char *path = jl_xasprintf("%s/reason", list->key), *day;
	struct jl_change *change;
	int32_t since;

	JL_GET(since, new, jl_shape_field_of(list->shape, JL_FIELD_SINCE));
	day = jl_change_day(since);
	if (strcmp(was, is) != 0) {
		change = jl_change_add(p, JL_CHANGE_CHANGED, path, a, b,
			"reason for the %s from %s: %s" JL_ARROW "%s", word,
			day, jl_or_nothing(was), jl_or_nothing(is));
		change->since = since;
		JL_GET(change->until, new,
			jl_shape_field_of(list->shape, JL_FIELD_UNTIL));
	}
	free(day);
	free(path);
	free(was);
	free(is);
}

/* Reasons are told with a change; one that changed alone is told alone. */
static void compare_reasons(struct jl_change_pass *p,
	const struct jl_field *list, const char *word,
	const struct jl_list *old, const struct jl_list *new)
{
	const struct jl_shape *shape = list->shape;
	const struct jl_field *r = jl_shape_field(shape, "reason");
	const struct jl_field *s = jl_shape_field_of(shape, JL_FIELD_SINCE);

	for (size_t i = 0; r && i < new->n; i++)
		for (size_t k = 0; k < old->n; k++) {
			const void *b = jl_element(new, shape, i);
			const void *a = jl_element(old, shape, k);
			char *was, *is;
			int32_t x, y;
			bool is_same;

			JL_GET(x, a, s);
			JL_GET(y, b, s);
			if (x != y)
				continue;
			was = jl_change_value(&shape->fields[0], a);
			is = jl_change_value(&shape->fields[0], b);
			is_same = strcmp(was, is) == 0;
			free(was);
			free(is);
			if (!is_same)
				continue;
			tell_reason(p, list, word, a, b);
		}
}

void jl_change_dated(struct jl_change_pass *p, const struct jl_field *list,
	const struct jl_list *old, const struct jl_list *new)
{
	const struct jl_shape *shape = list->shape;
	char *first = NULL;

	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		char *word;

		if (is_aside(f))
			continue;
		word = word_for(list, f);
		compare_days(p, list, f, word, old, new);
		if (!first)
			first = word;
		else
			free(word);
	}
	compare_reasons(p, list, first ? first : list->key, old, new);
	free(first);
}

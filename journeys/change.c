/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The comparison walks the tables of shapes, so a new field is compared without
 * a line here. A shape with `since` and `until` is a dated fact.
 */
#include "journeys/change.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define ARROW " → "

const char *const jl_change_names[] = {"added", "removed", "changed", NULL};

/* One definition while it is compared. */
struct pass {
	const struct jl_ledger *before, *after;
	enum jl_kind kind;
	const char *id;
	struct jl_changes *changes;
	struct jl_str place;	     /* "KPI refund-time: " */
	enum jl_direction direction; /* of the KPI that is compared */
};

static void compare_object(struct pass *p, const struct jl_shape *shape,
	const void *old, const void *new);

static void add(struct pass *p, enum jl_change_kind what, const char *format,
	...) __attribute__((format(printf, 3, 4)));

static void add(
	struct pass *p, enum jl_change_kind what, const char *format, ...)
{
	struct jl_str sentence = JL_STR_INIT;
	va_list args;

	jl_str_add(&sentence, jl_str_text(&p->place));
	va_start(args, format);
	jl_str_addfv(&sentence, format, args);
	va_end(args);
	JL_GROW(p->changes->v, p->changes->n, p->changes->cap);
	p->changes->v[p->changes->n++] = (struct jl_change){
		what, p->kind, jl_xstrdup(p->id), jl_str_detach(&sentence)};
}

/* ---- values as texts ---- */

static const char *member(const void *object, const struct jl_field *f)
{
	return (const char *)object + f->offset;
}

#define GET(variable, object, field)                                           \
	memcpy(&(variable), member((object), (field)), sizeof(variable))

/* "1 March 2025"; "" for a day without an end. */
static char *day_text(int32_t day)
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

/* A person is told by name. */
static const char *name_of(const struct pass *p, const char *person)
{
	const struct jl_ledger *ledger =
		jl_ledger_person(p->after, person) ? p->after : p->before;

	return jl_ledger_person_name(ledger, person);
}

static char *text_of(
	const struct pass *p, const struct jl_field *f, const char *text)
{
	if (!text)
		return jl_xstrdup("");
	if (f->refers == JL_REFERS_PERSON)
		return jl_xstrdup(name_of(p, text));
	return f->kind == JL_FIELD_TEXT ? jl_xasprintf("\"%s\"", text)
					: jl_xstrdup(text);
}

/* The value of a plain field; "" where nothing is said. Yours to free. */
static char *value_text(
	const struct pass *p, const struct jl_field *f, const void *object)
{
	struct jl_quantity quantity;
	char duration[JL_DURATION_TEXT];
	const char *text;
	int64_t number;
	int32_t day;
	bool truth;
	int choice;

	switch (f->kind) {
	case JL_FIELD_ID:
	case JL_FIELD_TEXT:
		GET(text, object, f);
		return text_of(p, f, text);
	case JL_FIELD_SINCE:
	case JL_FIELD_UNTIL:
		GET(day, object, f);
		return day_text(day);
	case JL_FIELD_DURATION:
		GET(number, object, f);
		return jl_xstrdup(
			number ? jl_duration_format(number, duration) : "");
	case JL_FIELD_QUANTITY:
		GET(quantity, object, f);
		return jl_quantity_text(&quantity);
	case JL_FIELD_INTEGER:
		GET(number, object, f);
		return number ? jl_xasprintf("%lld", (long long)number)
			      : jl_xstrdup("");
	case JL_FIELD_BOOLEAN:
		GET(truth, object, f);
		return jl_xstrdup(truth ? "yes" : "");
	case JL_FIELD_CHOICE:
		GET(choice, object, f);
		return jl_xstrdup(f->choices[choice]);
	default:
		return jl_xstrdup("");
	}
}

/* "minimum n" for minimum_n. */
static char *words_of(const char *key)
{
	char *words = jl_xstrdup(key);

	for (char *c = words; *c; c++)
		if (*c == '_')
			*c = ' ';
	return words;
}

static const char *or_nothing(const char *text)
{
	return *text ? text : "(nothing)";
}

static void compare_plain(struct pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	char *a = value_text(p, f, old), *b = value_text(p, f, new);
	char *words = words_of(f->key);

	if (strcmp(a, b) != 0)
		add(p, JL_CHANGE_CHANGED, "%s %s" ARROW "%s", words,
			or_nothing(a), or_nothing(b));
	free(words);
	free(a);
	free(b);
}

/* ---- lists of texts ---- */

static void list_missing(struct jl_str *out, const struct jl_texts *all,
	const struct jl_texts *those, const char *sign)
{
	for (size_t i = 0; i < all->n; i++)
		if (!jl_texts_have(those, all->v[i]))
			jl_str_addf(out, "%s%s%s", out->len ? ", " : "", sign,
				all->v[i]);
}

static void compare_texts(struct pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	struct jl_str out = JL_STR_INIT;
	struct jl_texts a, b;
	char *words = words_of(f->key);
	bool is_moved = false;

	GET(a, old, f);
	GET(b, new, f);
	list_missing(&out, &b, &a, "+");
	list_missing(&out, &a, &b, "-");
	for (size_t i = 0; !out.len && i < a.n && i < b.n; i++)
		is_moved = is_moved || strcmp(a.v[i], b.v[i]) != 0;
	if (out.len)
		add(p, JL_CHANGE_CHANGED, "%s %s", words, jl_str_text(&out));
	else if (is_moved && !(f->flags & JL_SET))
		add(p, JL_CHANGE_CHANGED, "%s in another order", words);
	free(words);
	jl_str_release(&out);
}

static void compare_pairs(struct pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	struct jl_pairs a, b;
	char *words = words_of(f->key);

	GET(a, old, f);
	GET(b, new, f);
	for (size_t i = 0; i < b.n; i++) {
		const char *was = NULL;

		for (size_t k = 0; k < a.n; k++)
			if (strcmp(a.v[k].key, b.v[i].key) == 0)
				was = a.v[k].value;
		if (!was || strcmp(was, b.v[i].value) != 0)
			add(p, JL_CHANGE_CHANGED, "%s \"%s\" %s" ARROW "%s",
				words, b.v[i].key, was ? was : "(nothing)",
				b.v[i].value);
	}
	for (size_t k = 0; k < a.n; k++) {
		bool is_there = false;

		for (size_t i = 0; i < b.n; i++)
			is_there =
				is_there || strcmp(a.v[k].key, b.v[i].key) == 0;
		if (!is_there)
			add(p, JL_CHANGE_CHANGED,
				"%s \"%s\" %s" ARROW "(nothing)", words,
				a.v[k].key, a.v[k].value);
	}
	free(words);
}

/* ---- dated facts ---- */

static const void *element(
	const struct jl_list *list, const struct jl_shape *shape, size_t i)
{
	return (const char *)list->v + i * shape->size;
}

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
		const void *e = element(list, shape, i);
		int32_t since, until;

		GET(since, e, s);
		GET(until, e, u);
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
		const void *e = i < old->n ? element(old, shape, i)
					   : element(new, shape, i - old->n);

		GET(days[*n], e, s);
		(*n)++;
		GET(days[*n], e, u);
		(*n)++;
	}
	if (*n)
		qsort(days, *n, sizeof(*days), by_day);
	return days;
}

/* Is a larger number less strict? 1 yes, -1 no, 0 neither. */
static int larger_is_relaxed(const struct pass *p, const struct jl_field *f)
{
	if (strcmp(f->key, "within") == 0)
		return 1;
	if (strcmp(f->key, "target") != 0 && strcmp(f->key, "at_risk") != 0)
		return 0;
	return p->direction == JL_DIRECTION_LOWER_IS_BETTER    ? 1
	       : p->direction == JL_DIRECTION_HIGHER_IS_BETTER ? -1
							       : 0;
}

static const char *verdict(const struct pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	struct jl_quantity a = {0}, b = {0};
	int sign = larger_is_relaxed(p, f);

	if (!sign || !old || !new)
		return "";
	if (f->kind == JL_FIELD_QUANTITY) {
		GET(a, old, f);
		GET(b, new, f);
		if (a.unit == JL_QUANTITY_NONE || b.unit == JL_QUANTITY_NONE)
			return "";
	} else {
		GET(a.amount, old, f);
		GET(b.amount, new, f);
	}
	if (a.amount == b.amount)
		return "";
	return (a.amount < b.amount) == (sign > 0) ? ", relaxed"
						   : ", tightened";
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
	GET(a, s->old, f);
	GET(b, s->new, f);
	return a.amount == b.amount && a.unit != JL_QUANTITY_NONE &&
	       b.unit != JL_QUANTITY_NONE;
}

static void tell_stretch(struct pass *p, const struct jl_field *f,
	const char *word, struct stretch *s)
{
	char *since = day_text(s->since), *until = day_text(s->until);
	const char *nothing =
		f->refers == JL_REFERS_PERSON ? "(nobody)" : "(nothing)";
	const char *reason = NULL;

	if (strcmp(s->was, s->is) != 0 && !is_same_quantity(f, s)) {
		if (s->new && f->refers == JL_REFERS_PERSON) {
			/* Only of tenures, whose shape has a reason. */
			const struct jl_tenure *t = s->new;

			reason = t->reason;
		}
		add(p, JL_CHANGE_CHANGED, "%s %s" ARROW "%s%s%s%s%s%s%s%s%s",
			word, *s->was ? s->was : nothing,
			*s->is ? s->is : nothing, *since ? " from " : "", since,
			*until ? " until " : "", until,
			verdict(p, f, s->old, s->new), reason ? " (" : "",
			reason ? reason : "", reason ? ")" : "");
	}
	free(since);
	free(until);
	free(s->was);
	free(s->is);
	s->was = s->is = NULL;
}

/* One field of a dated fact, from its first border to the last. */
static void compare_days(struct pass *p, const struct jl_shape *shape,
	const struct jl_field *f, const char *word, const struct jl_list *old,
	const struct jl_list *new)
{
	size_t n;
	int32_t *days = borders_of(old, new, shape, &n);
	struct stretch s = {0};

	for (size_t i = 0; i < n; i++) {
		struct stretch now = {.since = days[i], .until = JL_DAY_OPEN};

		if (days[i] == JL_DAY_OPEN || (i > 0 && days[i] == days[i - 1]))
			continue;
		now.old = at_day(old, shape, days[i]);
		now.new = at_day(new, shape, days[i]);
		now.was = now.old ? value_text(p, f, now.old) : jl_xstrdup("");
		now.is = now.new ? value_text(p, f, now.new) : jl_xstrdup("");
		if (s.was && strcmp(s.was, now.was) == 0 &&
			strcmp(s.is, now.is) == 0) {
			free(now.was);
			free(now.is);
			continue;
		}
		if (s.was) {
			s.until = days[i];
			tell_stretch(p, f, word, &s);
		}
		s = now;
	}
	if (s.was)
		tell_stretch(p, f, word, &s);
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
	return words_of(
		strcmp(list->key, "reports_to") == 0 ? list->key : f->key);
}

/* Reasons are told with a change; one that changed alone is told alone. */
static void compare_reasons(struct pass *p, const struct jl_shape *shape,
	const char *word, const struct jl_list *old, const struct jl_list *new)
{
	const struct jl_field *r = jl_shape_field(shape, "reason");
	const struct jl_field *s = jl_shape_field_of(shape, JL_FIELD_SINCE);

	for (size_t i = 0; r && i < new->n; i++)
		for (size_t k = 0; k < old->n; k++) {
			const void *b = element(new, shape, i);
			const void *a = element(old, shape, k);
			char *was, *is, *since;
			int32_t x, y;
			bool is_same;

			GET(x, a, s);
			GET(y, b, s);
			was = value_text(p, &shape->fields[0], a);
			is = value_text(p, &shape->fields[0], b);
			is_same = x == y && strcmp(was, is) == 0;
			free(was);
			free(is);
			if (!is_same)
				continue;
			was = value_text(p, r, a);
			is = value_text(p, r, b);
			since = day_text(x);
			if (strcmp(was, is) != 0)
				add(p, JL_CHANGE_CHANGED,
					"reason for the %s from %s: %s" ARROW
					"%s",
					word, since, or_nothing(was),
					or_nothing(is));
			free(since);
			free(was);
			free(is);
		}
}

static void compare_dated(struct pass *p, const struct jl_field *list,
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
		compare_days(p, shape, f, word, old, new);
		if (!first)
			first = word;
		else
			free(word);
	}
	compare_reasons(p, shape, first ? first : list->key, old, new);
	free(first);
}

/* ---- lists of objects ---- */

/* How many of the first fields tell elements apart. */
static size_t key_fields(const struct jl_field *list)
{
	bool is_double = strcmp(list->key, "seams") == 0 ||
			 strcmp(list->key, "stakeholders") == 0;

	return is_double && list->shape->n > 1 ? 2 : 1;
}

/* "'refund-time'", "from 'assess' to 'pay'", "finance". */
static char *key_text(
	const struct pass *p, const struct jl_field *list, const void *e)
{
	const struct jl_shape *shape = list->shape;
	char *a = value_text(p, &shape->fields[0], e), *b, *out;

	if (key_fields(list) == 1)
		return a;
	b = value_text(p, &shape->fields[1], e);
	out = !*b				? jl_xstrdup(a)
	      : strcmp(list->key, "seams") == 0 ? jl_xasprintf("%s to %s", a, b)
						: jl_xasprintf("%s, %s", a, b);
	free(a);
	free(b);
	return out;
}

/* "a KPI" is told as "KPI". */
static const char *noun_of(const struct jl_shape *shape)
{
	const char *space = strchr(shape->name, ' ');

	return space ? space + 1 : shape->name;
}

/* Keys are ids, one or two of them. */
static bool has_same_key(
	const struct jl_field *list, const void *a, const void *b)
{
	for (size_t i = 0; i < key_fields(list); i++) {
		const char *x, *y;

		GET(x, a, &list->shape->fields[i]);
		GET(y, b, &list->shape->fields[i]);
		if ((!x || !y) ? x != y : strcmp(x, y) != 0)
			return false;
	}
	return true;
}

/* The element of the list that has the key of this one, or NULL. */
static const void *find_element(
	const struct jl_field *list, const struct jl_list *in, const void *like)
{
	for (size_t i = 0; i < in->n; i++)
		if (has_same_key(list, element(in, list->shape, i), like))
			return element(in, list->shape, i);
	return NULL;
}

/* Does the word go without saying: the first of its choices? */
static bool is_usual(const struct jl_field *f, const void *e)
{
	int choice = 1;

	if (f->kind == JL_FIELD_CHOICE)
		GET(choice, e, f);
	return choice == 0;
}

/* What an object says, for one that is new: "raci R, person Li Wei". */
static char *summary_of(
	const struct pass *p, const struct jl_field *list, const void *e)
{
	const struct jl_shape *shape = list->shape;
	struct jl_str out = JL_STR_INIT;

	for (size_t i = key_fields(list); i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		char *value = value_text(p, f, e), *words = words_of(f->key);

		if (*value && !is_usual(f, e))
			jl_str_addf(&out, "%s%s %s", out.len ? ", " : " (",
				words, value);
		free(value);
		free(words);
	}
	if (out.len)
		jl_str_addc(&out, ')');
	return jl_str_detach(&out);
}

static void set_direction(
	struct pass *p, const struct jl_field *list, const void *new)
{
	const struct jl_kpi *kpi = new;
	const struct jl_metric *metric;

	if (strcmp(list->key, "kpis") != 0)
		return;
	metric = jl_ledger_metric(p->after, kpi->metric);
	p->direction = metric ? (enum jl_direction)metric->direction
			      : JL_DIRECTION_NEUTRAL;
}

static void compare_elements(struct pass *p, const struct jl_field *list,
	const void *old, const void *new, const char *key)
{
	size_t len = p->place.len;

	jl_str_addf(&p->place, "%s %s: ", noun_of(list->shape), key);
	set_direction(p, list, new);
	compare_object(p, list->shape, old, new);
	jl_str_cut(&p->place, len);
}

/* Do those that both have stand in another order? */
static bool is_reordered(const struct jl_field *list, const struct jl_list *old,
	const struct jl_list *new)
{
	size_t next = 0;

	if (list->flags & JL_SET)
		return false;
	for (size_t i = 0; i < new->n; i++) {
		const void *was =
			find_element(list, old, element(new, list->shape, i));
		size_t at;

		if (!was)
			continue;
		at = (size_t)((const char *)was - (const char *)old->v) /
		     list->shape->size;
		if (at < next)
			return true;
		next = at;
	}
	return false;
}

static void compare_objects(struct pass *p, const struct jl_field *list,
	const void *old_object, const void *new_object);

/* The lists of an object that is new: the contracts of a KPI, the steps of a
 * stage. */
static void tell_parts(struct pass *p, const struct jl_field *list,
	const void *e, const char *key)
{
	void *nothing = jl_xcalloc(1, list->shape->size);
	size_t len = p->place.len;

	jl_str_addf(&p->place, "%s %s: ", noun_of(list->shape), key);
	set_direction(p, list, e);
	for (size_t i = 0; i < list->shape->n; i++)
		if (list->shape->fields[i].kind == JL_FIELD_OBJECTS)
			compare_objects(p, &list->shape->fields[i], nothing, e);
	jl_str_cut(&p->place, len);
	free(nothing);
}

static void compare_objects(struct pass *p, const struct jl_field *list,
	const void *old_object, const void *new_object)
{
	struct jl_list old, new;
	const char *noun = noun_of(list->shape);

	GET(old, old_object, list);
	GET(new, new_object, list);
	if (jl_shape_is_dated(list->shape)) {
		compare_dated(p, list, &old, &new);
		return;
	}
	for (size_t i = 0; i < new.n; i++) {
		const void *e = element(&new, list->shape, i);
		char *key = key_text(p, list, e);
		const void *was = find_element(list, &old, e);
		char *summary = summary_of(p, list, e);

		if (was) {
			compare_elements(p, list, was, e, key);
		} else {
			add(p, JL_CHANGE_CHANGED, "new %s %s%s", noun, key,
				summary);
			tell_parts(p, list, e, key);
		}
		free(summary);
		free(key);
	}
	for (size_t i = 0; i < old.n; i++) {
		const void *e = element(&old, list->shape, i);
		char *key = key_text(p, list, e);

		if (!find_element(list, &new, e))
			add(p, JL_CHANGE_CHANGED, "%s %s taken out", noun, key);
		free(key);
	}
	if (is_reordered(list, &old, &new))
		add(p, JL_CHANGE_CHANGED, "%ss in another order", noun);
}

static void compare_object(struct pass *p, const struct jl_shape *shape,
	const void *old, const void *new)
{
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		size_t len = p->place.len;
		char *words;

		switch (f->kind) {
		case JL_FIELD_TEXTS:
		case JL_FIELD_IDS:
			compare_texts(p, f, old, new);
			break;
		case JL_FIELD_PAIRS:
			compare_pairs(p, f, old, new);
			break;
		case JL_FIELD_OBJECTS:
			compare_objects(p, f, old, new);
			break;
		case JL_FIELD_OBJECT:
			words = words_of(f->key);
			jl_str_addf(&p->place, "%s ", words);
			free(words);
			compare_object(
				p, f->shape, member(old, f), member(new, f));
			jl_str_cut(&p->place, len);
			break;
		default:
			compare_plain(p, f, old, new);
		}
	}
}

/* ---- definitions ---- */

/* The first member of each; "" of none. */
static const char *id_of(const void *definition)
{
	const char *id = NULL;

	if (definition)
		memcpy(&id, definition, sizeof(id));
	return id ? id : "";
}

static bool is_same(
	const struct jl_shape *shape, const void *old, const void *new)
{
	struct jl_str a = JL_STR_INIT, b = JL_STR_INIT;
	bool is_same;

	jl_shape_pack(shape, old, &a);
	jl_shape_pack(shape, new, &b);
	is_same = a.len == b.len && memcmp(a.text, b.text, a.len) == 0;
	jl_str_release(&a);
	jl_str_release(&b);
	return is_same;
}

static struct pass pass_of(const struct jl_ledger *before,
	const struct jl_ledger *after, enum jl_kind kind, const char *id,
	struct jl_changes *changes)
{
	return (struct pass){.before = before,
		.after = after,
		.kind = kind,
		.id = id,
		.changes = changes,
		.direction = JL_DIRECTION_NEUTRAL};
}

/* A definition that only one of the ledgers has. */
static void tell_whole(
	struct pass *p, enum jl_change_kind what, const void *definition)
{
	const struct jl_field *name =
		jl_shape_field(jl_kinds[p->kind].shape, "name");
	char *called = value_text(p, name, definition);

	add(p, what, "%s %s%s%s", what == JL_CHANGE_ADDED ? "new" : "removed:",
		jl_kinds[p->kind].name, *called ? " " : "", called);
	free(called);
}

static void compare_both(struct pass *p, const void *old, const void *new)
{
	if (!is_same(jl_kinds[p->kind].shape, old, new))
		compare_object(p, jl_kinds[p->kind].shape, old, new);
}

static bool is_readable(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *id)
{
	return !jl_ledger_is_broken(ledger, kind, id);
}

static void compare_kind(const struct jl_ledger *before,
	const struct jl_ledger *after, enum jl_kind kind,
	struct jl_changes *changes)
{
	size_t a = 0, b = 0;
	size_t n = before->kinds[kind].n, m = after->kinds[kind].n;

	/* Both are sorted by id. */
	while (a < n || b < m) {
		int order =
			a == n ? 1
			: b == m
				? -1
				: strcmp(id_of(jl_ledger_nth(before, kind, a)),
					  id_of(jl_ledger_nth(after, kind, b)));
		const void *old =
			order <= 0 ? jl_ledger_nth(before, kind, a) : NULL;
		const void *new =
			order >= 0 ? jl_ledger_nth(after, kind, b) : NULL;
		const char *id = id_of(old ? old : new);
		struct pass p = pass_of(before, after, kind, id, changes);

		a += order <= 0;
		b += order >= 0;
		if (!is_readable(before, kind, id) ||
			!is_readable(after, kind, id))
			continue;
		if (order == 0)
			compare_both(&p, old, new);
		else
			tell_whole(&p,
				order > 0 ? JL_CHANGE_ADDED : JL_CHANGE_REMOVED,
				order > 0 ? new : old);
		jl_str_release(&p.place);
	}
}

void jl_changes_find(const struct jl_ledger *before,
	const struct jl_ledger *after, struct jl_changes *changes)
{
	struct pass p = pass_of(before, after, JL_KIND_SETTINGS, "", changes);

	memset(changes, 0, sizeof(*changes));
	compare_both(&p, &before->settings, &after->settings);
	jl_str_release(&p.place);
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++)
		compare_kind(before, after, (enum jl_kind)kind, changes);
}

void jl_changes_release(struct jl_changes *changes)
{
	for (size_t i = 0; i < changes->n; i++) {
		free(changes->v[i].id);
		free(changes->v[i].sentence);
	}
	free(changes->v);
	memset(changes, 0, sizeof(*changes));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The comparison walks the tables of shapes, so a new field is compared without
 * a line here. A shape with `since` and `until` is a dated fact.
 */
#include "journeys/change_pass.h"

#include <stdlib.h>

static void compare_object(struct jl_change_pass *p,
	const struct jl_shape *shape, const void *old, const void *new);

static void compare_plain(struct jl_change_pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	char *a = jl_change_value(f, old), *b = jl_change_value(f, new);
	char *words, *was, *is;

	if (strcmp(a, b) != 0) {
		words = jl_change_key_words(f->key);
		was = jl_change_exact(f, old);
		is = jl_change_exact(f, new);
		jl_change_add(p, JL_CHANGE_CHANGED, f->key, was, is,
			"%s %s" JL_ARROW "%s", words, jl_or_nothing(a),
			jl_or_nothing(b));
		free(words);
		free(was);
		free(is);
	}
	free(a);
	free(b);
}

/* A key or another long word by its beginning and its end. */
static void add_short(struct jl_str *out, const char *text)
{
	enum { LONG = 60, BEGINNING = 24, END = 16 };
	size_t len = strlen(text), end = len > END ? len - END : 0;
	size_t beginning = BEGINNING;

	if (len <= LONG) {
		jl_str_add(out, text);
		return;
	}
	while (beginning > 0 && ((unsigned char)text[beginning] & 0xc0) == 0x80)
		beginning--;
	while (((unsigned char)text[end] & 0xc0) == 0x80)
		end++;
	jl_str_addn(out, text, beginning);
	jl_str_addf(out, "…%s", text + end);
}

/* ---- lists of texts ---- */

static void list_missing(struct jl_str *out, const struct jl_texts *all,
	const struct jl_texts *those, const char *sign)
{
	for (size_t i = 0; i < all->n; i++)
		if (!jl_texts_have(those, all->v[i])) {
			jl_str_addf(out, "%s%s", out->len ? ", " : "", sign);
			add_short(out, all->v[i]);
		}
}

/* All of a list, with spaces between. */
static char *joined(const struct jl_texts *texts)
{
	struct jl_str out = JL_STR_INIT;

	for (size_t i = 0; i < texts->n; i++)
		jl_str_addf(&out, "%s%s", i ? " " : "", texts->v[i]);
	return jl_str_detach(&out);
}

static void tell_lists(struct jl_change_pass *p, const struct jl_field *f,
	const struct jl_texts *a, const struct jl_texts *b, const char *words,
	const char *how)
{
	char *was = joined(a), *is = joined(b);

	jl_change_add(
		p, JL_CHANGE_CHANGED, f->key, was, is, "%s %s", words, how);
	free(was);
	free(is);
}

static void compare_texts(struct jl_change_pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	struct jl_str out = JL_STR_INIT;
	struct jl_texts a, b;
	char *words = jl_change_key_words(f->key);
	bool is_moved = false;

	JL_GET(a, old, f);
	JL_GET(b, new, f);
	list_missing(&out, &b, &a, "+");
	list_missing(&out, &a, &b, "-");
	for (size_t i = 0; !out.len && i < a.n && i < b.n; i++)
		is_moved = is_moved || strcmp(a.v[i], b.v[i]) != 0;
	if (out.len)
		tell_lists(p, f, &a, &b, words, jl_str_text(&out));
	else if (is_moved && !(f->flags & JL_SET))
		tell_lists(p, f, &a, &b, words, "in another order");
	free(words);
	jl_str_release(&out);
}

static void compare_pairs(struct jl_change_pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	struct jl_pairs a, b;
	char *words = jl_change_key_words(f->key);

	JL_GET(a, old, f);
	JL_GET(b, new, f);
	for (size_t i = 0; i < b.n; i++) {
		const char *was = jl_pairs_find(&a, b.v[i].key);

		if (!was || strcmp(was, b.v[i].value) != 0)
			jl_change_add(p, JL_CHANGE_CHANGED, f->key, was,
				b.v[i].value, "%s \"%s\" %s" JL_ARROW "%s",
				words, b.v[i].key, was ? was : "(nothing)",
				b.v[i].value);
	}
	for (size_t k = 0; k < a.n; k++) {
		bool is_there = jl_pairs_find(&b, a.v[k].key) != NULL;

		if (!is_there)
			jl_change_add(p, JL_CHANGE_CHANGED, f->key,
				a.v[k].value, NULL,
				"%s \"%s\" %s" JL_ARROW "(nothing)", words,
				a.v[k].key, a.v[k].value);
	}
	free(words);
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
static char *key_text(const struct jl_field *list, const void *e)
{
	const struct jl_shape *shape = list->shape;
	char *a = jl_change_value(&shape->fields[0], e), *b, *out;

	if (key_fields(list) == 1)
		return a;
	b = jl_change_value(&shape->fields[1], e);
	out = !*b				? jl_xstrdup(a)
	      : strcmp(list->key, "seams") == 0 ? jl_xasprintf("%s to %s", a, b)
						: jl_xasprintf("%s, %s", a, b);
	free(a);
	free(b);
	return out;
}

/* "refund-time", "assess,pay". */
static char *key_path(const struct jl_field *list, const void *e)
{
	const struct jl_shape *shape = list->shape;
	char *a = jl_change_exact(&shape->fields[0], e), *b, *out;

	if (key_fields(list) == 1)
		return a;
	b = jl_change_exact(&shape->fields[1], e);
	out = jl_xasprintf("%s%s%s", a, *b ? "," : "", b);
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

		JL_GET(x, a, &list->shape->fields[i]);
		JL_GET(y, b, &list->shape->fields[i]);
		if ((!x || !y) ? x != y : strcmp(x, y) != 0)
			return false;
	}
	return true;
}

/* The element of the other list that is element i of this one: of several with
 * one key the so-many-th; or NULL. */
static const void *find_element(const struct jl_field *list,
	const struct jl_list *in, const struct jl_list *of, size_t i)
{
	const void *like = jl_element(of, list->shape, i);
	size_t before = 0;

	for (size_t k = 0; k < i; k++)
		before += has_same_key(
			list, jl_element(of, list->shape, k), like);
	for (size_t k = 0; k < in->n; k++)
		if (has_same_key(list, jl_element(in, list->shape, k), like) &&
			before-- == 0)
			return jl_element(in, list->shape, k);
	return NULL;
}

/* Does the word go without saying: the first of its choices? */
static bool is_usual(const struct jl_field *f, const void *e)
{
	int choice = 1;

	if (f->kind == JL_FIELD_CHOICE)
		JL_GET(choice, e, f);
	return choice == 0;
}

/* What an object says, for one that is new: "raci R, person Li Wei". */
static char *summary_of(const struct jl_field *list, const void *e)
{
	const struct jl_shape *shape = list->shape;
	struct jl_str out = JL_STR_INIT;

	for (size_t i = key_fields(list); i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		char *value = jl_change_value(f, e),
		     *words = jl_change_key_words(f->key);

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
	struct jl_change_pass *p, const struct jl_field *list, const void *new)
{
	const struct jl_kpi *kpi = new;

	if (strcmp(list->key, "kpis") != 0)
		return;
	p->direction = kpi->metric ? p->direction_of(p->data, kpi->metric)
				   : JL_DIRECTION_NEUTRAL;
}

/* Where a part of a definition is, while it is compared. */
struct spot {
	size_t place, path;
	enum jl_direction direction;
};

static struct spot enter(
	struct jl_change_pass *p, const struct jl_field *list, const void *e)
{
	struct spot outside = {p->place.len, p->path.len, p->direction};
	char *key = key_text(list, e), *path = key_path(list, e);

	jl_str_addf(&p->place, "%s %s: ", noun_of(list->shape), key);
	jl_str_addf(&p->path, "%s/%s/", list->key, path);
	set_direction(p, list, e);
	free(key);
	free(path);
	return outside;
}

static void leave(struct jl_change_pass *p, const struct spot *outside)
{
	jl_str_cut(&p->place, outside->place);
	jl_str_cut(&p->path, outside->path);
	p->direction = outside->direction;
}

/* Do those that both have stand in another order? */
static bool is_reordered(const struct jl_field *list, const struct jl_list *old,
	const struct jl_list *new)
{
	size_t next = 0;

	if (list->flags & JL_SET)
		return false;
	for (size_t i = 0; i < new->n; i++) {
		const void *was = find_element(list, old, new, i);
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

static void compare_objects(struct jl_change_pass *p,
	const struct jl_field *list, const void *old_object,
	const void *new_object);

/* The lists of an object that is new: the contracts of a KPI, the steps of a
 * stage. */
static void tell_parts(
	struct jl_change_pass *p, const struct jl_field *list, const void *e)
{
	void *nothing = jl_xcalloc(1, list->shape->size);
	struct spot outside = enter(p, list, e);

	for (size_t i = 0; i < list->shape->n; i++)
		if (list->shape->fields[i].kind == JL_FIELD_OBJECTS)
			compare_objects(p, &list->shape->fields[i], nothing, e);
	leave(p, &outside);
	free(nothing);
}

static void tell_new(
	struct jl_change_pass *p, const struct jl_field *list, const void *e)
{
	char *key = key_text(list, e), *path = key_path(list, e);
	char *full = jl_xasprintf("%s/%s", list->key, path);
	char *summary = summary_of(list, e);

	jl_change_add(p, JL_CHANGE_CHANGED, full, NULL, path, "new %s %s%s",
		noun_of(list->shape), key, summary);
	tell_parts(p, list, e);
	free(summary);
	free(full);
	free(path);
	free(key);
}

static void tell_gone(
	struct jl_change_pass *p, const struct jl_field *list, const void *e)
{
	char *key = key_text(list, e), *path = key_path(list, e);
	char *full = jl_xasprintf("%s/%s", list->key, path);

	jl_change_add(p, JL_CHANGE_CHANGED, full, path, NULL, "%s %s taken out",
		noun_of(list->shape), key);
	free(full);
	free(path);
	free(key);
}

static void compare_elements(struct jl_change_pass *p,
	const struct jl_field *list, const void *old, const void *new)
{
	struct spot outside = enter(p, list, new);

	compare_object(p, list->shape, old, new);
	leave(p, &outside);
}

static void compare_objects(struct jl_change_pass *p,
	const struct jl_field *list, const void *old_object,
	const void *new_object)
{
	struct jl_list old, new;

	JL_GET(old, old_object, list);
	JL_GET(new, new_object, list);
	if (jl_shape_is_dated(list->shape)) {
		jl_change_dated(p, list, &old, &new);
		return;
	}
	for (size_t i = 0; i < new.n; i++) {
		const void *e = jl_element(&new, list->shape, i);
		const void *was = find_element(list, &old, &new, i);

		if (was && jl_shape_equal(list->shape, was, e))
			continue;
		if (was)
			compare_elements(p, list, was, e);
		else
			tell_new(p, list, e);
	}
	for (size_t i = 0; i < old.n; i++) {
		const void *e = jl_element(&old, list->shape, i);

		if (!find_element(list, &new, &old, i))
			tell_gone(p, list, e);
	}
	if (is_reordered(list, &old, &new))
		jl_change_add(p, JL_CHANGE_CHANGED, list->key, NULL, NULL,
			"%ss in another order", noun_of(list->shape));
}

/* An object within the object. */
static void compare_inner(struct jl_change_pass *p, const struct jl_field *f,
	const void *old, const void *new)
{
	struct spot outside = {p->place.len, p->path.len, p->direction};
	char *words = jl_change_key_words(f->key);

	jl_str_addf(&p->place, "%s ", words);
	jl_str_addf(&p->path, "%s/", f->key);
	compare_object(p, f->shape, jl_member(old, f), jl_member(new, f));
	leave(p, &outside);
	free(words);
}

static void compare_object(struct jl_change_pass *p,
	const struct jl_shape *shape, const void *old, const void *new)
{
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];

		/* Most of what is compared is alike. */
		if (jl_field_equal(f, old, new))
			continue;
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
			compare_inner(p, f, old, new);
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

/* A definition that says nothing: days that are absent are not 0. */
static void set_absent(const struct jl_shape *shape, char *object)
{
	const int32_t since = JL_DAY_MIN, until = JL_DAY_OPEN;

	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];

		if (f->kind == JL_FIELD_SINCE)
			memcpy(object + f->offset, &since, sizeof(since));
		else if (f->kind == JL_FIELD_UNTIL)
			memcpy(object + f->offset, &until, sizeof(until));
		else if (f->kind == JL_FIELD_OBJECT)
			set_absent(f->shape, object + f->offset);
	}
}

/* A definition that is new or gone. */
static void tell_whole(struct jl_change_pass *p, enum jl_change_kind what,
	const void *definition)
{
	const struct jl_field *name =
		jl_shape_field(jl_kinds[p->kind].shape, "name");
	char *called = jl_change_value(name, definition);
	char *exact = jl_change_exact(name, definition);
	bool is_new = what == JL_CHANGE_ADDED;

	jl_change_add(p, what, NULL, is_new ? NULL : exact,
		is_new ? exact : NULL, "%s %s%s%s",
		is_new ? "new" : "removed:", jl_kinds[p->kind].name,
		*called ? " " : "", called);
	free(exact);
	free(called);
}

static void tell_all(struct jl_change_pass *p, const void *definition)
{
	const struct jl_shape *shape = jl_kinds[p->kind].shape;
	void *nothing = jl_xcalloc(1, shape->size);

	set_absent(shape, nothing);
	compare_object(p, shape, nothing, definition);
	free(nothing);
}

void jl_change_find(enum jl_kind kind, const void *old, const void *new,
	bool with_parts, jl_direction_of *direction_of, void *data,
	struct jl_changes *changes)
{
	const struct jl_shape *shape = jl_kinds[kind].shape;
	struct jl_change_pass p = {.kind = kind,
		.id = kind == JL_KIND_SETTINGS ? "" : id_of(old ? old : new),
		.changes = changes,
		.direction = JL_DIRECTION_NEUTRAL,
		.direction_of = direction_of,
		.data = data};

	if (!old)
		tell_whole(&p, JL_CHANGE_ADDED, new);
	else if (!new)
		tell_whole(&p, JL_CHANGE_REMOVED, old);
	else
		compare_object(&p, shape, old, new);
	if (!old && with_parts)
		tell_all(&p, new);
	jl_str_release(&p.place);
	jl_str_release(&p.path);
}

/* ---- ledgers ---- */

struct sides {
	const struct jl_ledger *before, *after;
};

static enum jl_direction direction_in(void *data, const char *id)
{
	const struct sides *sides = data;
	const struct jl_metric *metric = jl_ledger_metric(sides->after, id);

	return metric ? (enum jl_direction)metric->direction
		      : JL_DIRECTION_NEUTRAL;
}

static const char *name_in(void *data, const char *id)
{
	const struct sides *sides = data;

	return jl_ledger_person_name(jl_ledger_person(sides->after, id)
					     ? sides->after
					     : sides->before,
		id);
}

static bool is_readable(
	const struct sides *sides, enum jl_kind kind, const char *id)
{
	return !jl_ledger_is_broken(sides->before, kind, id) &&
	       !jl_ledger_is_broken(sides->after, kind, id);
}

static void compare_kind(
	struct sides *sides, enum jl_kind kind, struct jl_changes *changes)
{
	size_t a = 0, b = 0;
	size_t n = sides->before->kinds[kind].n,
	       m = sides->after->kinds[kind].n;

	/* Both are sorted by id. */
	while (a < n || b < m) {
		const void *old =
			a < n ? jl_ledger_nth(sides->before, kind, a) : NULL;
		const void *new =
			b < m ? jl_ledger_nth(sides->after, kind, b) : NULL;
		int order = !old   ? 1
			    : !new ? -1
				   : strcmp(id_of(old), id_of(new));

		a += order <= 0;
		b += order >= 0;
		old = order <= 0 ? old : NULL;
		new = order >= 0 ? new : NULL;
		if (is_readable(sides, kind, id_of(old ? old : new)))
			jl_change_find(kind, old, new, false, direction_in,
				sides, changes);
	}
}

void jl_changes_find(const struct jl_ledger *before,
	const struct jl_ledger *after, struct jl_changes *changes)
{
	struct sides sides = {before, after};

	memset(changes, 0, sizeof(*changes));
	jl_change_find(JL_KIND_SETTINGS, &before->settings, &after->settings,
		false, direction_in, &sides, changes);
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++)
		compare_kind(&sides, (enum jl_kind)kind, changes);
	for (size_t i = 0; i < changes->n; i++) {
		char *words = jl_change_words(
			changes->v[i].sentence, name_in, &sides);

		free(changes->v[i].sentence);
		changes->v[i].sentence = words;
	}
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Works on the texts themselves, so that numbers keep their digits: what is
 * merged is made of slices of the three, and then put into canonical form.
 */
#include "journeys/merge.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 5000 };

/* A value in one of the three texts; node NULL: it is not there. */
struct value {
	const char *text;
	const struct jl_node *node;
};

struct three {
	struct value base, ours, theirs;
};

/* Where in the definition the merge is, for words. */
struct pass {
	struct jl_merge *merge;
	struct jl_str place;
};

static void merge_value(struct pass *p, const struct three *v,
	const struct jl_field *field, const struct jl_shape *shape,
	struct jl_str *out);

static size_t length(const struct value *v)
{
	return v->node ? v->node->end - v->node->begin : 0;
}

static const char *begin(const struct value *v)
{
	return v->text + v->node->begin;
}

static void put(struct jl_str *out, const struct value *v)
{
	jl_str_addn(out, begin(v), length(v));
}

static void conflict(struct pass *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void conflict(struct pass *p, const char *format, ...)
{
	struct jl_merge *m = p->merge;
	struct jl_str words = JL_STR_INIT;
	va_list args;

	jl_str_addf(&words, "%s%s", jl_str_text(&p->place),
		p->place.len ? ": " : "");
	va_start(args, format);
	jl_str_addfv(&words, format, args);
	va_end(args);
	JL_GROW(m->conflicts, m->n, m->cap);
	m->conflicts[m->n++] = jl_str_detach(&words);
}

/* ---- comparing ---- */

static bool is_type(const struct value *v, enum jl_node_type type)
{
	return v->node && v->node->type == type;
}

static struct value child(const struct value *v, size_t i)
{
	return (struct value){v->text, &v->node->children[i]};
}

/* key has its quotes. */
static struct value member(
	const struct value *object, const char *key, size_t len)
{
	struct value found = {object->text, NULL};

	if (object->node && len >= 2)
		found.node = jl_node_member_n(
			object->node, object->text, key + 1, len - 2);
	return found;
}

/* Do both say the same, whatever the order of members and the white space? */
static bool is_same(const struct value *a, const struct value *b)
{
	if (!a->node || !b->node)
		return a->node == b->node;
	if (a->node->type != b->node->type)
		return false;
	if (a->node->type == JL_NODE_STRING || a->node->type == JL_NODE_OTHER)
		return length(a) == length(b) &&
		       memcmp(begin(a), begin(b), length(a)) == 0;
	if (a->node->n != b->node->n)
		return false;
	for (size_t i = 0; i < a->node->n; i++) {
		const struct jl_node *c = &a->node->children[i];
		struct value x = child(a, i), y;

		y = a->node->type == JL_NODE_ARRAY
			    ? child(b, i)
			    : member(b, a->text + c->key_begin,
				      c->key_end - c->key_begin);
		if (!is_same(&x, &y))
			return false;
	}
	return true;
}

/* ---- what tells elements of a list apart ---- */

/* The key of an element: its texts, quoted, with a blank between; of a dated
 * fact the day on which it begins. */
static void add_key(struct jl_str *out, const struct jl_field *list,
	const struct value *element)
{
	static const char *const doubles[][3] = {
		{"seams", "\"from\"", "\"to\""},
		{"stakeholders", "\"function\"", "\"person\""},
		{"governance", "\"since\"", "\"business_unit\""},
	};
	char *first = jl_xasprintf("\"%s\"",
		jl_shape_is_dated(list->shape) ? "since"
					       : list->shape->fields[0].key);
	struct value a = member(element, first, strlen(first)), b;

	for (size_t i = 0; i < JL_COUNT(doubles); i++) {
		if (strcmp(doubles[i][0], list->key) != 0)
			continue;
		a = member(element, doubles[i][1], strlen(doubles[i][1]));
		b = member(element, doubles[i][2], strlen(doubles[i][2]));
		if (b.node) {
			put(out, &b);
			jl_str_addc(out, ' ');
		}
	}
	if (a.node)
		put(out, &a);
	free(first);
}

static char *key_of(const struct jl_field *list, const struct value *element)
{
	struct jl_str key = JL_STR_INIT;

	if (is_type(element, JL_NODE_OBJECT))
		add_key(&key, list, element);
	else if (element->node)
		put(&key, element);
	return jl_str_detach(&key);
}

/* The keys of a list's elements; false when one is there twice. */
struct keys {
	char **v;
	size_t n;
};

static bool read_keys(
	const struct jl_field *list, const struct value *v, struct keys *keys)
{
	bool is_unique = true;

	keys->n = v->node ? v->node->n : 0;
	keys->v = jl_xcalloc(keys->n, sizeof(*keys->v));
	for (size_t i = 0; i < keys->n; i++) {
		struct value e = child(v, i);

		keys->v[i] = key_of(list, &e);
		for (size_t k = 0; k < i; k++)
			is_unique = is_unique &&
				    strcmp(keys->v[k], keys->v[i]) != 0;
	}
	return is_unique;
}

static void keys_release(struct keys *keys)
{
	for (size_t i = 0; i < keys->n; i++)
		free(keys->v[i]);
	free(keys->v);
}

static bool has_key(const struct keys *keys, const char *key, size_t *at)
{
	for (size_t i = 0; i < keys->n; i++)
		if (strcmp(keys->v[i], key) == 0) {
			*at = i;
			return true;
		}
	return false;
}

static struct value element_of(
	const struct value *list, const struct keys *keys, const char *key)
{
	struct value none = {list->text, NULL};
	size_t i;

	return has_key(keys, key, &i) ? child(list, i) : none;
}

/* ---- lists ---- */

struct lists {
	const struct jl_field *field;
	struct keys base, ours, theirs;
};

/* Do the elements that both have stand in the same order? */
static bool is_same_order(const struct keys *a, const struct keys *b)
{
	size_t at, last = 0;
	bool is_first = true;

	for (size_t i = 0; i < a->n; i++) {
		if (!has_key(b, a->v[i], &at))
			continue;
		if (!is_first && at < last)
			return false;
		last = at;
		is_first = false;
	}
	return true;
}

/* All keys: those of one side in its order, and those that only the other has
 * behind the one that they follow there. */
static char **all_keys(
	const struct keys *one, const struct keys *other, size_t *n)
{
	char **keys = jl_xcalloc(one->n + other->n, sizeof(*keys));

	*n = one->n;
	for (size_t i = 0; i < one->n; i++)
		keys[i] = one->v[i];
	for (size_t i = 0; i < other->n; i++) {
		size_t at, place = 0;

		if (has_key(one, other->v[i], &at))
			continue;
		for (size_t k = 0; i > 0 && k < *n; k++)
			if (strcmp(keys[k], other->v[i - 1]) == 0)
				place = k + 1;
		memmove(keys + place + 1, keys + place,
			(*n - place) * sizeof(*keys));
		keys[place] = other->v[i];
		(*n)++;
	}
	return keys;
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* "owners from 2026-03-01", "KPI late". */
static void enter(struct pass *p, const struct jl_field *list, const char *key)
{
	const char *noun = strchr(list->shape->name, ' ');
	size_t len = strlen(key);

	jl_str_addf(&p->place, "%s%s %s", p->place.len ? ": " : "",
		jl_shape_is_dated(list->shape) ? list->key
		: noun			       ? noun + 1
					       : list->shape->name,
		jl_shape_is_dated(list->shape) ? "from " : "");
	/* Keys are quoted texts. */
	for (size_t i = 0; i < len; i++)
		if (key[i] != '"')
			jl_str_addc(&p->place, key[i]);
}

static void merge_list(struct pass *p, const struct three *v,
	const struct jl_field *field, struct lists *l, struct jl_str *out)
{
	bool is_theirs = is_same_order(&l->base, &l->ours) &&
			 !is_same_order(&l->base, &l->theirs);
	const char *comma = "";
	size_t n;
	char **keys = is_theirs ? all_keys(&l->theirs, &l->ours, &n)
				: all_keys(&l->ours, &l->theirs, &n);

	/* Dated facts stand in the order of their days. */
	if (field->shape && jl_shape_is_dated(field->shape) && n)
		qsort(keys, n, sizeof(*keys), by_text);
	jl_str_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		struct three e = {element_of(&v->base, &l->base, keys[i]),
			element_of(&v->ours, &l->ours, keys[i]),
			element_of(&v->theirs, &l->theirs, keys[i])};
		struct jl_str one = JL_STR_INIT;
		size_t len = p->place.len;

		if (field->shape)
			enter(p, field, keys[i]);
		merge_value(p, &e, NULL, field->shape, &one);
		jl_str_cut(&p->place, len);
		if (one.len) {
			jl_str_addf(out, "%s%s", comma, one.text);
			comma = ", ";
		}
		jl_str_release(&one);
	}
	jl_str_addc(out, ']');
	free(keys);
}

static size_t length_of(const struct value *list)
{
	return list->node ? list->node->n : 0;
}

/* Lists whose elements can be told apart; false when they cannot. */
static bool try_list(struct pass *p, const struct three *v,
	const struct jl_field *field, struct jl_str *out)
{
	struct lists l = {.field = field};
	bool is_set = field && field->flags & JL_SET;
	bool can = field && (field->kind == JL_FIELD_OBJECTS || is_set) &&
		   (!v->base.node || is_type(&v->base, JL_NODE_ARRAY)) &&
		   (!v->ours.node || is_type(&v->ours, JL_NODE_ARRAY)) &&
		   (!v->theirs.node || is_type(&v->theirs, JL_NODE_ARRAY));

	if (!can)
		return false;
	/* Keys are compared pair by pair: no list of people is as long. */
	can = length_of(&v->base) <= LIST_MAX &&
	      length_of(&v->ours) <= LIST_MAX &&
	      length_of(&v->theirs) <= LIST_MAX;
	if (!can)
		return false;
	/* All three: each has keys to release. */
	can = read_keys(field, &v->base, &l.base);
	can = read_keys(field, &v->ours, &l.ours) && can;
	can = read_keys(field, &v->theirs, &l.theirs) && can;
	if (can)
		merge_list(p, v, field, &l, out);
	keys_release(&l.base);
	keys_release(&l.ours);
	keys_release(&l.theirs);
	return can;
}

/* ---- objects ---- */

static void merge_member(struct pass *p, const struct three *v,
	const struct jl_shape *shape, const struct value *key,
	struct jl_str *out)
{
	const char *name = key->text + key->node->key_begin;
	size_t len = key->node->key_end - key->node->key_begin;
	struct three inner = {member(&v->base, name, len),
		member(&v->ours, name, len), member(&v->theirs, name, len)};
	char *plain = jl_xstrndup(name + 1, len > 1 ? len - 2 : 0);
	const struct jl_field *field =
		shape ? jl_shape_field(shape, plain) : NULL;
	struct jl_str one = JL_STR_INIT;
	size_t place = p->place.len;

	/* Lists name themselves by their elements. */
	if (!field || field->kind != JL_FIELD_OBJECTS)
		jl_str_addf(&p->place, "%s%s", place ? ": " : "", plain);
	merge_value(p, &inner, field, field ? field->shape : NULL, &one);
	jl_str_cut(&p->place, place);
	if (one.len) {
		jl_str_addf(out, "%s%.*s: ", out->len > 1 ? ", " : "", (int)len,
			name);
		jl_str_addn(out, one.text, one.len);
	}
	jl_str_release(&one);
	free(plain);
}

static void merge_objects(struct pass *p, const struct three *v,
	const struct jl_shape *shape, struct jl_str *out)
{
	struct jl_str inner = JL_STR_INIT;

	jl_str_addc(&inner, '{');
	for (size_t i = 0; i < v->ours.node->n; i++) {
		struct value key = child(&v->ours, i);

		merge_member(p, v, shape, &key, &inner);
	}
	for (size_t i = 0; i < v->theirs.node->n; i++) {
		struct value key = child(&v->theirs, i);

		if (!member(&v->ours, key.text + key.node->key_begin,
			    key.node->key_end - key.node->key_begin)
				.node)
			merge_member(p, v, shape, &key, &inner);
	}
	jl_str_addc(&inner, '}');
	jl_str_addn(out, inner.text, inner.len);
	jl_str_release(&inner);
}

/* ---- one value ---- */

/* A short text for words; "nothing" where it was taken out. */
static char *shown(const struct value *v)
{
	enum { MOST = 80 };
	size_t len = length(v);

	if (!v->node)
		return jl_xstrdup("nothing");
	return jl_xasprintf("%.*s%s", (int)(len < MOST ? len : MOST), begin(v),
		len < MOST ? "" : "...");
}

static void differ(struct pass *p, const struct three *v, struct jl_str *out)
{
	char *ours = shown(&v->ours), *theirs = shown(&v->theirs);

	if (!v->ours.node || !v->theirs.node)
		conflict(p, "taken out %s and changed %s",
			v->ours.node ? "there" : "here",
			v->ours.node ? "here" : "there");
	else
		conflict(p, "here %s, there %s", ours, theirs);
	if (v->ours.node)
		put(out, &v->ours);
	else if (v->theirs.node)
		put(out, &v->theirs);
	free(ours);
	free(theirs);
}

/* Nothing is put where the value is taken out. */
static void merge_value(struct pass *p, const struct three *v,
	const struct jl_field *field, const struct jl_shape *shape,
	struct jl_str *out)
{
	if (is_same(&v->base, &v->ours)) {
		if (v->theirs.node)
			put(out, &v->theirs);
	} else if (is_same(&v->ours, &v->theirs) ||
		   is_same(&v->base, &v->theirs)) {
		if (v->ours.node)
			put(out, &v->ours);
	} else if (is_type(&v->ours, JL_NODE_OBJECT) &&
		   is_type(&v->theirs, JL_NODE_OBJECT)) {
		merge_objects(p, v, shape, out);
	} else if (!try_list(p, v, field, out)) {
		differ(p, v, out);
	}
}

/* ---- definitions ---- */

static bool is_object(const struct jl_merge_text *t)
{
	struct jl_json_problem problem;
	json_t *json = jl_json_parse(t->text, t->len, &problem);
	bool is_one = json_is_object(json);

	json_decref(json);
	return is_one;
}

static void canonical(struct jl_merge *merge, enum jl_kind kind)
{
	struct jl_arena arena = {0};
	struct jl_node *root =
		jl_node_parse(jl_str_text(&merge->text), merge->text.len);
	struct jl_str out = JL_STR_INIT;

	jl_json_canonical(&out, merge->text.text, root,
		jl_shape_order(jl_kinds[kind].shape, &arena));
	jl_str_release(&merge->text);
	merge->text = out;
	jl_node_free(root);
	jl_arena_release(&arena);
}

bool jl_merge_definitions(enum jl_kind kind, const struct jl_merge_text *base,
	const struct jl_merge_text *ours, const struct jl_merge_text *theirs,
	struct jl_merge *merge)
{
	struct pass p = {.merge = merge};
	struct jl_node *a, *b, *c = NULL;
	struct three v;

	memset(merge, 0, sizeof(*merge));
	if (!is_object(ours) || !is_object(theirs) ||
		(base->len && !is_object(base)))
		return false;
	a = jl_node_parse(ours->text, ours->len);
	b = jl_node_parse(theirs->text, theirs->len);
	if (base->len)
		c = jl_node_parse(base->text, base->len);
	v = (struct three){{base->text, c}, {ours->text, a}, {theirs->text, b}};
	merge_value(&p, &v, NULL, jl_kinds[kind].shape, &merge->text);
	canonical(merge, kind);
	jl_str_release(&p.place);
	jl_node_free(a);
	jl_node_free(b);
	jl_node_free(c);
	return true;
}

void jl_merge_release(struct jl_merge *merge)
{
	for (size_t i = 0; i < merge->n; i++)
		free(merge->conflicts[i]);
	free(merge->conflicts);
	jl_str_release(&merge->text);
	memset(merge, 0, sizeof(*merge));
}

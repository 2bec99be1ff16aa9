/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What shapes say of themselves, and walking through what was read by one. */
#include "journeys/shape.h"

#include "core/amount.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { ID_MAX = 64 };

char *jl_quantity_text(const struct jl_quantity *q)
{
	static const struct {
		enum jl_quantity_unit unit;
		int64_t seconds;
		const char *name;
	} units[] = {{JL_QUANTITY_SECONDS, 1, "s"},
		{JL_QUANTITY_MINUTES, 60, "min"},
		{JL_QUANTITY_HOURS, 3600, "h"}, {JL_QUANTITY_DAYS, 86400, "d"},
		{JL_QUANTITY_WEEKS, 604800, "wk"}};
	char sum[JL_AMOUNT_TEXT], duration[JL_DURATION_TEXT];

	if (q->unit == JL_QUANTITY_NONE)
		return jl_xstrdup("");
	for (size_t i = 0; i < JL_COUNT(units); i++)
		if (q->unit == units[i].unit &&
			q->amount % (units[i].seconds * JL_SECOND) == 0)
			return jl_xasprintf("%lld%s",
				(long long)(q->amount /
					    (units[i].seconds * JL_SECOND)),
				units[i].name);
	if (q->unit >= JL_QUANTITY_SECONDS)
		return jl_xstrdup(jl_duration_format(q->amount, duration));
	if (q->unit == JL_QUANTITY_PERCENT)
		return jl_xasprintf(
			"%s%%", jl_sum_format((jl_sum)q->amount * 100, sum));
	return jl_xstrdup(jl_sum_format(q->amount, sum));
}

bool jl_is_id(const char *text)
{
	size_t len = strlen(text);

	if (len == 0 || len > ID_MAX || strstr(text, "..") || text[0] == '.' ||
		text[0] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!(text[i] >= 'a' && text[i] <= 'z') &&
			!(text[i] >= '0' && text[i] <= '9') && text[i] != '.' &&
			text[i] != '-')
			return false;
	return true;
}

const struct jl_field *jl_shape_field(
	const struct jl_shape *shape, const char *key)
{
	for (size_t i = 0; i < shape->n; i++)
		if (strcmp(shape->fields[i].key, key) == 0)
			return &shape->fields[i];
	return NULL;
}

static int key_against(const void *key, const void *pair)
{
	return strcmp(key, ((const struct jl_pair *)pair)->key);
}

const char *jl_pairs_find(const struct jl_pairs *pairs, const char *key)
{
	const struct jl_pair *found =
		pairs->n ? bsearch(key, pairs->v, pairs->n, sizeof(*pairs->v),
				   key_against)
			 : NULL;

	return found ? found->value : NULL;
}

bool jl_texts_have(const struct jl_texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->n; i++)
		if (strcmp(texts->v[i], text) == 0)
			return true;
	return false;
}

const struct jl_field *jl_shape_field_of(
	const struct jl_shape *shape, enum jl_field_kind kind)
{
	for (size_t i = 0; i < shape->n; i++)
		if (shape->fields[i].kind == kind)
			return &shape->fields[i];
	return NULL;
}

bool jl_shape_is_dated(const struct jl_shape *shape)
{
	return !jl_shape_field(shape, "id") &&
	       jl_shape_field_of(shape, JL_FIELD_SINCE) &&
	       jl_shape_field_of(shape, JL_FIELD_UNTIL);
}

const char *jl_shape_nearest(const struct jl_shape *shape, const char *word)
{
	const char *names[64];
	size_t n = 0;

	for (; n < shape->n && n < JL_COUNT(names); n++)
		names[n] = shape->fields[n].key;
	return jl_nearest(word, names, n);
}

static const char *const_member(const void *in, const struct jl_field *field)
{
	return (const char *)in + field->offset;
}

/* ---- pointers: without printf, for there are many, and few are told ---- */

char *jl_pointer_key(const char *pointer, const char *key)
{
	struct jl_str out = JL_STR_INIT;

	jl_str_add(&out, pointer);
	jl_str_addc(&out, '/');
	for (; *key; key++) {
		if (*key == '~')
			jl_str_add(&out, "~0");
		else if (*key == '/')
			jl_str_add(&out, "~1");
		else
			jl_str_addc(&out, *key);
	}
	return jl_str_detach(&out);
}

char *jl_pointer_at(const char *pointer, size_t i)
{
	size_t len = strlen(pointer);
	char *out = jl_xmalloc(len + 24);

	memcpy(out, pointer, len);
	out[len] = '/';
	*jl_put_whole(out + len + 1, i) = '\0';
	return out;
}

/* ---- walking ---- */

static void walk(const struct jl_shape *shape, const void *in,
	const char *pointer, jl_visit *visit, void *data);

static void walk_field(const struct jl_field *f, const void *in,
	const char *pointer, jl_visit *visit, void *data)
{
	const char *at = const_member(in, f);
	struct jl_texts texts;
	struct jl_list list;
	const char *text;

	if (f->kind == JL_FIELD_ID && f->refers) {
		memcpy(&text, at, sizeof(text));
		if (text)
			visit(data, f, text, pointer);
	} else if (f->kind == JL_FIELD_IDS && f->refers) {
		memcpy(&texts, at, sizeof(texts));
		for (size_t i = 0; i < texts.n; i++) {
			char *inner = jl_pointer_at(pointer, i);

			visit(data, f, texts.v[i], inner);
			free(inner);
		}
	} else if (f->kind == JL_FIELD_OBJECT) {
		walk(f->shape, at, pointer, visit, data);
	} else if (f->kind == JL_FIELD_OBJECTS) {
		memcpy(&list, at, sizeof(list));
		for (size_t i = 0; i < list.n; i++) {
			char *inner = jl_pointer_at(pointer, i);

			walk(f->shape,
				(const char *)list.v + i * f->shape->size,
				inner, visit, data);
			free(inner);
		}
	}
}

static void walk(const struct jl_shape *shape, const void *in,
	const char *pointer, jl_visit *visit, void *data)
{
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		char *at;

		if (!f->refers && !f->shape)
			continue;
		at = jl_pointer_key(pointer, f->key);
		walk_field(f, in, at, visit, data);
		free(at);
	}
}

void jl_shape_references(const struct jl_shape *shape, const void *in,
	jl_visit *visit, void *data)
{
	walk(shape, in, "", visit, data);
}

const struct jl_key_order *jl_shape_order(
	const struct jl_shape *shape, struct jl_arena *arena)
{
	struct jl_key_order *order =
		jl_arena_alloc(arena, (shape->n + 1) * sizeof(*order));

	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];

		order[i].key = f->key;
		if (f->shape)
			order[i].inside = jl_shape_order(f->shape, arena);
		if (f->flags & JL_SET && f->kind == JL_FIELD_OBJECTS)
			order[i].sort_by = f->shape->fields[0].key;
		else if (f->flags & JL_SET)
			order[i].is_set = true;
	}
	return order;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Structs as bytes for the cache, and back: the fields in the tables' order. */
#include "journeys/shape.h"

#include <string.h>

static char *member(void *out, const struct jl_field *field)
{
	return (char *)out + field->offset;
}

static const char *const_member(const void *in, const struct jl_field *field)
{
	return (const char *)in + field->offset;
}

static size_t plain_size(enum jl_field_kind kind)
{
	switch (kind) {
	case JL_FIELD_SINCE:
	case JL_FIELD_UNTIL:
		return sizeof(int32_t);
	case JL_FIELD_DURATION:
	case JL_FIELD_INTEGER:
		return sizeof(int64_t);
	case JL_FIELD_BOOLEAN:
		return sizeof(bool);
	case JL_FIELD_CHOICE:
		return sizeof(int);
	default:
		return 0;
	}
}

static void pack_size(struct jl_str *out, size_t n)
{
	uint32_t small = (uint32_t)n;

	jl_str_addn(out, &small, sizeof(small));
}

/* NULL and "" differ: a text is its size + 1, the bytes, and a NUL. */
static void pack_text(struct jl_str *out, const char *text)
{
	pack_size(out, text ? strlen(text) + 1 : 0);
	if (text)
		jl_str_addn(out, text, strlen(text) + 1);
}

static void pack_field(
	const struct jl_field *f, const void *in, struct jl_str *out)
{
	const char *at = const_member(in, f);
	struct jl_quantity quantity;
	struct jl_texts texts;
	struct jl_pairs pairs;
	struct jl_list list;
	const char *text;

	switch (f->kind) {
	case JL_FIELD_ID:
	case JL_FIELD_TEXT:
		memcpy(&text, at, sizeof(text));
		pack_text(out, text);
		break;
	case JL_FIELD_QUANTITY:
		memcpy(&quantity, at, sizeof(quantity));
		jl_str_addn(out, &quantity.amount, sizeof(quantity.amount));
		jl_str_addc(out, (char)quantity.unit);
		break;
	case JL_FIELD_TEXTS:
	case JL_FIELD_IDS:
		memcpy(&texts, at, sizeof(texts));
		pack_size(out, texts.n);
		for (size_t i = 0; i < texts.n; i++)
			pack_text(out, texts.v[i]);
		break;
	case JL_FIELD_PAIRS:
		memcpy(&pairs, at, sizeof(pairs));
		pack_size(out, pairs.n);
		for (size_t i = 0; i < pairs.n; i++) {
			pack_text(out, pairs.v[i].key);
			pack_text(out, pairs.v[i].value);
		}
		break;
	case JL_FIELD_OBJECT:
		jl_shape_pack(f->shape, at, out);
		break;
	case JL_FIELD_OBJECTS:
		memcpy(&list, at, sizeof(list));
		pack_size(out, list.n);
		for (size_t i = 0; i < list.n; i++)
			jl_shape_pack(f->shape,
				(const char *)list.v + i * f->shape->size, out);
		break;
	default:
		jl_str_addn(out, at, plain_size(f->kind));
		break;
	}
}

void jl_shape_pack(
	const struct jl_shape *shape, const void *in, struct jl_str *out)
{
	for (size_t i = 0; i < shape->n; i++)
		pack_field(&shape->fields[i], in, out);
}

static bool take(const char **at, const char *end, void *to, size_t size)
{
	if ((size_t)(end - *at) < size)
		return false;
	memcpy(to, *at, size);
	*at += size;
	return true;
}

/* A count of things that take at least one byte each. */
static bool take_count(const char **at, const char *end, size_t *n)
{
	uint32_t small;

	if (!take(at, end, &small, sizeof(small)) ||
		(size_t)(end - *at) < small)
		return false;
	*n = small;
	return true;
}

static bool take_text(const char **at, const char *end, const char **text)
{
	size_t size;

	*text = NULL;
	if (!take_count(at, end, &size))
		return false;
	if (size == 0)
		return true;
	if ((*at)[size - 1] != '\0')
		return false;
	*text = *at;
	*at += size;
	return true;
}

static bool unpack_field(const struct jl_field *f, const char **at,
	const char *end, struct jl_arena *arena, void *out)
{
	char *to = member(out, f);
	struct jl_quantity quantity = {0};
	struct jl_texts texts = {0};
	struct jl_pairs pairs = {0};
	struct jl_list list = {0};
	const char *text;
	size_t n;
	char unit;

	switch (f->kind) {
	case JL_FIELD_ID:
	case JL_FIELD_TEXT:
		if (!take_text(at, end, &text))
			return false;
		memcpy(to, &text, sizeof(text));
		return true;
	case JL_FIELD_QUANTITY:
		if (!take(at, end, &quantity.amount, sizeof(quantity.amount)) ||
			!take(at, end, &unit, 1))
			return false;
		quantity.unit = (enum jl_quantity_unit)unit;
		memcpy(to, &quantity, sizeof(quantity));
		return true;
	case JL_FIELD_TEXTS:
	case JL_FIELD_IDS:
		if (!take_count(at, end, &texts.n))
			return false;
		texts.v = jl_arena_alloc(arena, texts.n * sizeof(*texts.v));
		for (size_t i = 0; i < texts.n; i++)
			if (!take_text(at, end, &texts.v[i]))
				return false;
		memcpy(to, &texts, sizeof(texts));
		return true;
	case JL_FIELD_PAIRS:
		if (!take_count(at, end, &pairs.n))
			return false;
		pairs.v = jl_arena_alloc(arena, pairs.n * sizeof(*pairs.v));
		for (size_t i = 0; i < pairs.n; i++)
			if (!take_text(at, end, &pairs.v[i].key) ||
				!take_text(at, end, &pairs.v[i].value))
				return false;
		memcpy(to, &pairs, sizeof(pairs));
		return true;
	case JL_FIELD_OBJECT:
		return jl_shape_unpack(f->shape, at, end, arena, to);
	case JL_FIELD_OBJECTS:
		if (!take_count(at, end, &n))
			return false;
		list.n = n;
		list.v = jl_arena_alloc(arena, n * f->shape->size);
		for (size_t i = 0; i < n; i++)
			if (!jl_shape_unpack(f->shape, at, end, arena,
				    (char *)list.v + i * f->shape->size))
				return false;
		memcpy(to, &list, sizeof(list));
		return true;
	default:
		return take(at, end, to, plain_size(f->kind));
	}
}

bool jl_shape_unpack(const struct jl_shape *shape, const char **at,
	const char *end, struct jl_arena *arena, void *out)
{
	for (size_t i = 0; i < shape->n; i++)
		if (!unpack_field(&shape->fields[i], at, end, arena, out))
			return false;
	return true;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Whether two structs say the same. */
#include "journeys/shape.h"

#include "core/str.h"

#include <string.h>

static const char *member(const void *object, const struct jl_field *f)
{
	return (const char *)object + f->offset;
}

#define GET(variable, object, field)                                           \
	memcpy(&(variable), member((object), (field)), sizeof(variable))

static bool texts_equal(const struct jl_field *f, const void *a, const void *b)
{
	struct jl_texts x, y;
	bool is_same;

	GET(x, a, f);
	GET(y, b, f);
	if (x.v == y.v && x.n == y.n)
		return true;
	is_same = x.n == y.n;
	for (size_t i = 0; is_same && i < x.n; i++)
		is_same = jl_is_same_text(x.v[i], y.v[i]);
	return is_same;
}

static bool pairs_equal(const struct jl_field *f, const void *a, const void *b)
{
	struct jl_pairs x, y;
	bool is_same;

	GET(x, a, f);
	GET(y, b, f);
	if (x.v == y.v && x.n == y.n)
		return true;
	is_same = x.n == y.n;
	for (size_t i = 0; is_same && i < x.n; i++)
		is_same = jl_is_same_text(x.v[i].key, y.v[i].key) &&
			  jl_is_same_text(x.v[i].value, y.v[i].value);
	return is_same;
}

static bool lists_equal(const struct jl_field *f, const void *a, const void *b)
{
	size_t size = f->shape->size;
	struct jl_list x, y;
	bool is_same;

	GET(x, a, f);
	GET(y, b, f);
	if (x.v == y.v && x.n == y.n)
		return true;
	is_same = x.n == y.n;
	for (size_t i = 0; is_same && i < x.n; i++)
		is_same = jl_shape_equal(f->shape, (const char *)x.v + i * size,
			(const char *)y.v + i * size);
	return is_same;
}

bool jl_field_equal(const struct jl_field *f, const void *a, const void *b)
{
	struct jl_quantity p, q;
	const char *s, *t;
	int64_t large, other;
	int32_t day, other_day;
	bool is, was;
	int x, y;

	switch (f->kind) {
	case JL_FIELD_ID:
	case JL_FIELD_TEXT:
		GET(s, a, f);
		GET(t, b, f);
		return jl_is_same_text(s, t);
	case JL_FIELD_SINCE:
	case JL_FIELD_UNTIL:
		GET(day, a, f);
		GET(other_day, b, f);
		return day == other_day;
	case JL_FIELD_DURATION:
	case JL_FIELD_INTEGER:
		GET(large, a, f);
		GET(other, b, f);
		return large == other;
	case JL_FIELD_BOOLEAN:
		GET(is, a, f);
		GET(was, b, f);
		return is == was;
	case JL_FIELD_CHOICE:
		GET(x, a, f);
		GET(y, b, f);
		return x == y;
	case JL_FIELD_QUANTITY:
		GET(p, a, f);
		GET(q, b, f);
		return p.amount == q.amount && p.unit == q.unit;
	case JL_FIELD_TEXTS:
	case JL_FIELD_IDS:
		return texts_equal(f, a, b);
	case JL_FIELD_PAIRS:
		return pairs_equal(f, a, b);
	case JL_FIELD_OBJECT:
		return jl_shape_equal(f->shape, member(a, f), member(b, f));
	case JL_FIELD_OBJECTS:
		return lists_equal(f, a, b);
	}
	return false;
}

bool jl_shape_equal(const struct jl_shape *shape, const void *a, const void *b)
{
	for (size_t i = 0; i < shape->n; i++)
		if (!jl_field_equal(&shape->fields[i], a, b))
			return false;
	return true;
}

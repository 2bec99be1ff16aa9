/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* JSON into structs by the tables of fields, and all that is wrong with it. */
#include "journeys/shape.h"

#include "core/names.h"

#include "core/amount.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int jl_quantity_parse(
	const char *text, struct jl_quantity *q, struct jl_error *err)
{
	static const struct {
		const char *suffix;
		enum jl_quantity_unit unit;
	} units[] = {{"s", JL_QUANTITY_SECONDS}, {"min", JL_QUANTITY_MINUTES},
		{"h", JL_QUANTITY_HOURS}, {"d", JL_QUANTITY_DAYS},
		{"wk", JL_QUANTITY_WEEKS}};
	size_t len = strlen(text);
	const char *suffix = text;
	bool is_rounded;

	suffix += strspn(text, "+-.0123456789eE");
	for (size_t i = 0; i < JL_COUNT(units); i++) {
		if (strcmp(suffix, units[i].suffix) != 0)
			continue;
		q->unit = units[i].unit;
		/* Microseconds are millionths of a second. */
		return jl_duration_parse(text, &q->amount, err);
	}
	if (len > 1 && text[len - 1] == '%') {
		q->unit = JL_QUANTITY_PERCENT;
		if (jl_amount_parse(text, len - 1, '.', &q->amount, &is_rounded,
			    err) == 0) {
			if (is_rounded || q->amount % 100)
				return jl_fail(err, JL_EINVALID,
					"'%.40s' has more than four decimals",
					text);
			q->amount /= 100;
			return 0;
		}
	} else if (jl_amount_parse(
			   text, len, '.', &q->amount, &is_rounded, err) == 0) {
		q->unit = JL_QUANTITY_PLAIN;
		return 0;
	}
	q->unit = JL_QUANTITY_NONE;
	return jl_fail(err, JL_EINVALID,
		"'%.40s' is not a quantity, which looks like 24h, 5%% or 0.25",
		text);
}

static char *member(void *out, const struct jl_field *field)
{
	return (char *)out + field->offset;
}

static void set_defaults(const struct jl_shape *shape, void *out)
{
	static const int32_t first = JL_DAY_MIN, open = JL_DAY_OPEN;

	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];

		if (f->kind == JL_FIELD_SINCE)
			memcpy(member(out, f), &first, sizeof(first));
		else if (f->kind == JL_FIELD_UNTIL)
			memcpy(member(out, f), &open, sizeof(open));
		else if (f->kind == JL_FIELD_OBJECT)
			set_defaults(f->shape, member(out, f));
	}
}

/* A place in the JSON, below another; NULL is the top. It becomes a JSON
 * pointer where there is something to find. */
struct spot {
	const struct spot *up;
	const char *key; /* of an object; NULL: the i-th of a list */
	size_t i;
};

/* Yours to free. */
static char *pointer_to(const struct spot *spot)
{
	char *up, *pointer;

	if (!spot)
		return jl_xstrdup("");
	up = pointer_to(spot->up);
	pointer = spot->key ? jl_pointer_key(up, spot->key)
			    : jl_pointer_at(up, spot->i);
	free(up);
	return pointer;
}

static struct jl_finding *complain(struct jl_parse *parse, const char *rule,
	const struct spot *spot, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static struct jl_finding *complain(struct jl_parse *parse, const char *rule,
	const struct spot *spot, const char *format, ...)
{
	char sentence[1024], *pointer = pointer_to(spot);
	struct jl_finding *finding;
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	finding = jl_findings_add(parse->findings, rule, JL_SEVERITY_ERROR,
		parse->path, pointer, "%s", sentence);
	free(pointer);
	return finding;
}

static const char *type_name(const json_t *json)
{
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "a list";
	case JSON_STRING:
		return "a text";
	case JSON_INTEGER:
		return "a number";
	case JSON_REAL:
		return "a number with decimals";
	case JSON_TRUE:
	case JSON_FALSE:
		return "true or false";
	default:
		return "null";
	}
}

static void wrong_type(struct jl_parse *parse, const struct spot *spot,
	const char *key, const char *wanted, const json_t *json)
{
	complain(parse, "wrong-type", spot, "'%s' must be %s, not %s", key,
		wanted, type_name(json));
}

/* What a reader of the text does not see: control characters, and the marks
 * that make it read otherwise than it is written. */
static void look_for_hidden(struct jl_parse *parse, const char *key,
	const char *text, const struct spot *spot)
{
	while (*text) {
		bool is_hidden;
		int32_t c;

		/* Printable ASCII is the rule. */
		if (*text >= ' ' && *text <= '~') {
			text++;
			continue;
		}
		c = jl_utf8_next(&text, &is_hidden);
		if (!is_hidden || c == '\n' || c == '\t')
			continue;
		complain(parse, "hidden-character", spot,
			"'%s' holds U+%04X, which readers do not see", key,
			(unsigned)c)
			->severity = JL_SEVERITY_WARNING;
		return;
	}
}

/* A text that is not empty; NULL after a finding. */
static const char *parse_text(struct jl_parse *parse, const char *key,
	json_t *json, const char *wanted, const struct spot *spot)
{
	if (!json_is_string(json)) {
		wrong_type(parse, spot, key, wanted, json);
		return NULL;
	}
	look_for_hidden(parse, key, json_string_value(json), spot);
	return jl_arena_strdup(parse->arena, json_string_value(json));
}

static const char *parse_id(struct jl_parse *parse, const char *key,
	json_t *json, const struct spot *spot)
{
	const char *text = parse_text(parse, key, json, "an id", spot);

	if (text && !jl_is_id(text)) {
		jl_finding_hint(
			complain(parse, "bad-id", spot,
				"'%s': '%.80s' is not an id", key, text),
			"an id has up to 64 small letters, digits, dots and "
			"dashes, and begins with a letter or digit");
		return NULL;
	}
	return text;
}

static int place_of(const char *const *choices, const char *word)
{
	for (int i = 0; choices[i]; i++)
		if (strcmp(choices[i], word) == 0)
			return i;
	return -1;
}

static void not_a_choice(struct jl_parse *parse, const struct jl_field *f,
	const char *text, const struct spot *spot)
{
	struct jl_str words = JL_STR_INIT;
	struct jl_finding *finding;
	const char *near;
	size_t n = 0;

	for (; f->choices[n]; n++)
		if (*f->choices[n])
			jl_str_addf(&words, "%s%s", words.len ? ", " : "",
				f->choices[n]);
	finding = complain(parse, "bad-choice", spot,
		"'%s': '%.80s' is none of: %s", f->key, text,
		jl_str_text(&words));
	near = jl_nearest(text, f->choices, n);
	if (near)
		jl_finding_hint(finding, "did you mean '%s'?", near);
	jl_str_release(&words);
}

static void parse_choice(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	const char *text = parse_text(parse, f->key, json, "a word", spot);
	int place = text ? place_of(f->choices, text) : -1;

	if (!text)
		return;
	/* The first may be "", for what is not said: nobody writes that. */
	if (place < 0 || !*text)
		not_a_choice(parse, f, text, spot);
	else
		memcpy(member(out, f), &place, sizeof(place));
}

static void parse_day(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	const char *text = parse_text(parse, f->key, json, "a date", spot);
	struct jl_error err;
	int32_t day;

	if (!text)
		return;
	if (jl_day_parse(text, &day, &err) < 0)
		complain(parse, "bad-date", spot, "'%s': %s", f->key,
			err.message);
	else
		memcpy(member(out, f), &day, sizeof(day));
}

static void parse_duration(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	const char *text = parse_text(parse, f->key, json, "a duration", spot);
	struct jl_error err;
	int64_t duration;

	if (!text)
		return;
	if (jl_duration_parse(text, &duration, &err) < 0)
		complain(parse, "bad-duration", spot, "'%s': %s", f->key,
			err.message);
	else
		memcpy(member(out, f), &duration, sizeof(duration));
}

static void parse_integer(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	int64_t number = json_integer_value(json);

	memcpy(member(out, f), &number, sizeof(number));
	if (!json_is_integer(json))
		wrong_type(parse, spot, f->key, "a whole number", json);
	else if (f->most && (number < f->least || number > f->most))
		complain(parse, "bad-number", spot,
			"'%s' lies between %lld and %lld, and this is %lld",
			f->key, (long long)f->least, (long long)f->most,
			(long long)number);
	else if (number < f->least)
		complain(parse, "bad-number", spot,
			"'%s' is %lld or more, and this is %lld", f->key,
			(long long)f->least, (long long)number);
}

static void parse_quantity(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	struct jl_quantity quantity = {0};
	struct jl_error err;
	char number[64];
	const char *text = number;

	if (json_is_string(json)) {
		text = json_string_value(json);
	} else if (json_is_integer(json)) {
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
			json_integer_value(json));
	} else if (json_is_real(json)) {
		snprintf(
			number, sizeof(number), "%.15g", json_real_value(json));
	} else {
		wrong_type(parse, spot, f->key, "a number or a quantity", json);
		return;
	}
	if (jl_quantity_parse(text, &quantity, &err) < 0)
		complain(parse, "bad-quantity", spot, "'%s': %s", f->key,
			err.message);
	else
		memcpy(member(out, f), &quantity, sizeof(quantity));
}

/* How many of the list's entries are read; more than a definition may have is
 * said once. */
static size_t admit(struct jl_parse *parse, const struct jl_field *f,
	json_t *list, const struct spot *spot)
{
	size_t n = json_array_size(list);
	size_t left = parse->n_entries < JL_ENTRIES_MAX
			      ? JL_ENTRIES_MAX - parse->n_entries
			      : 0;

	if (n > left && parse->n_entries <= JL_ENTRIES_MAX) {
		complain(parse, "syntax", spot,
			"'%s' has %zu entries: with it the lists of this "
			"definition have more than the %d that are read",
			f->key, n, JL_ENTRIES_MAX);
		parse->n_entries = JL_ENTRIES_MAX + 1;
	} else {
		parse->n_entries += n;
	}
	return n < left ? n : left;
}

/* Was the text not met before? */
static bool is_first(struct jl_names *met, const char *text)
{
	size_t n = met->n;

	return jl_names_number(met, text, strlen(text)) == n;
}

static void parse_texts(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	struct jl_texts texts = {0};
	struct jl_names met = {0};
	size_t n;

	if (!json_is_array(json)) {
		wrong_type(parse, spot, f->key, "a list of texts", json);
		return;
	}
	n = admit(parse, f, json, spot);
	texts.v = jl_arena_alloc(parse->arena, n * sizeof(*texts.v));
	for (size_t i = 0; i < n; i++) {
		json_t *element = json_array_get(json, i);
		const struct spot inner = {spot, NULL, i};
		const char *text =
			f->kind == JL_FIELD_IDS
				? parse_id(parse, f->key, element, &inner)
				: parse_text(parse, f->key, element,
					  "a list of texts", &inner);

		if (text && f->flags & JL_SET && !is_first(&met, text)) {
			complain(parse, "duplicate-id", &inner,
				"'%s': '%.80s' is there twice", f->key, text);
			text = NULL;
		}
		if (text)
			texts.v[texts.n++] = text;
	}
	jl_names_release(&met);
	memcpy(member(out, f), &texts, sizeof(texts));
}

static int by_key(const void *a, const void *b)
{
	const struct jl_pair *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static void parse_pairs(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	struct jl_pairs pairs = {0};
	const char *key;
	json_t *value;

	if (!json_is_object(json)) {
		wrong_type(parse, spot, f->key, "an object", json);
		return;
	}
	pairs.v = jl_arena_alloc(
		parse->arena, json_object_size(json) * sizeof(*pairs.v));
	json_object_foreach (json, key, value) {
		const char *text = parse_text(
			parse, f->key, value, "an object of texts", spot);

		if (!text)
			continue;
		pairs.v[pairs.n].key = jl_arena_strdup(parse->arena, key);
		pairs.v[pairs.n++].value = text;
	}
	if (pairs.n)
		qsort(pairs.v, pairs.n, sizeof(*pairs.v), by_key);
	memcpy(member(out, f), &pairs, sizeof(pairs));
}

static void parse_object(struct jl_parse *parse, const struct jl_shape *shape,
	json_t *json, void *out, const struct spot *spot, bool may_be_short);

static void parse_objects(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	struct jl_list list = {0};

	if (!json_is_array(json)) {
		wrong_type(parse, spot, f->key, "a list of objects", json);
		return;
	}
	list.n = admit(parse, f, json, spot);
	list.v = jl_arena_alloc(parse->arena, list.n * f->shape->size);
	for (size_t i = 0; i < list.n; i++) {
		const struct spot inner = {spot, NULL, i};

		parse_object(parse, f->shape, json_array_get(json, i),
			(char *)list.v + i * f->shape->size, &inner, false);
	}
	memcpy(member(out, f), &list, sizeof(list));
}

static void parse_field(struct jl_parse *parse, const struct jl_field *f,
	json_t *json, void *out, const struct spot *spot)
{
	const char *text;
	bool truth;

	switch (f->kind) {
	case JL_FIELD_ID:
		text = parse_id(parse, f->key, json, spot);
		memcpy(member(out, f), &text, sizeof(text));
		if (text && f->choices &&
			(!*text || place_of(f->choices, text) < 0))
			not_a_choice(parse, f, text, spot);
		break;
	case JL_FIELD_TEXT:
		text = parse_text(parse, f->key, json, "a text", spot);
		memcpy(member(out, f), &text, sizeof(text));
		if (text && f->flags & JL_REQUIRED &&
			text[strspn(text, " \t\r\n")] == '\0')
			complain(parse, "empty-text", spot, "'%s' is empty",
				f->key);
		break;
	case JL_FIELD_SINCE:
	case JL_FIELD_UNTIL:
		parse_day(parse, f, json, out, spot);
		break;
	case JL_FIELD_DURATION:
		parse_duration(parse, f, json, out, spot);
		break;
	case JL_FIELD_QUANTITY:
		parse_quantity(parse, f, json, out, spot);
		break;
	case JL_FIELD_INTEGER:
		parse_integer(parse, f, json, out, spot);
		break;
	case JL_FIELD_BOOLEAN:
		truth = json_is_true(json);
		if (!json_is_boolean(json))
			wrong_type(parse, spot, f->key, "true or false", json);
		memcpy(member(out, f), &truth, sizeof(truth));
		break;
	case JL_FIELD_CHOICE:
		parse_choice(parse, f, json, out, spot);
		break;
	case JL_FIELD_TEXTS:
	case JL_FIELD_IDS:
		parse_texts(parse, f, json, out, spot);
		break;
	case JL_FIELD_PAIRS:
		parse_pairs(parse, f, json, out, spot);
		break;
	case JL_FIELD_OBJECT:
		parse_object(parse, f->shape, json, member(out, f), spot,
			(f->flags & JL_SHORT) != 0);
		break;
	case JL_FIELD_OBJECTS:
		parse_objects(parse, f, json, out, spot);
		break;
	}
}

static void unknown_key(struct jl_parse *parse, const struct jl_shape *shape,
	const char *key, const struct spot *spot)
{
	struct jl_str keys = JL_STR_INIT;
	struct jl_finding *finding;
	const char *near;

	if (++parse->n_unknown > JL_ENTRIES_MAX + 1)
		return;
	if (parse->n_unknown > JL_ENTRIES_MAX) {
		complain(parse, "unknown-key", spot,
			"this definition has more than %d unknown keys; from "
			"here on they are not listed",
			JL_ENTRIES_MAX);
		return;
	}
	near = jl_shape_nearest(shape, key);
	finding = complain(parse, "unknown-key", spot, "%s has no key '%.80s'",
		shape->name, key);

	for (size_t i = 0; i < shape->n; i++)
		jl_str_addf(&keys, "%s%s", i ? ", " : "", shape->fields[i].key);
	if (near)
		jl_finding_hint(finding, "did you mean '%s'?", near);
	else
		jl_finding_hint(finding, "it may have: %s", jl_str_text(&keys));
	jl_str_release(&keys);
}

static void parse_object(struct jl_parse *parse, const struct jl_shape *shape,
	json_t *json, void *out, const struct spot *spot, bool may_be_short)
{
	const char *key;
	json_t *value;

	set_defaults(shape, out);
	if (may_be_short && json_is_string(json)) {
		parse_field(parse, &shape->fields[0], json, out, spot);
		return;
	}
	if (!json_is_object(json)) {
		complain(parse, "wrong-type", spot,
			"%s must be an object, not %s", shape->name,
			type_name(json));
		return;
	}
	json_object_foreach (json, key, value) {
		const struct spot inner = {spot, key, 0};
		size_t i = 0;

		while (i < shape->n && strcmp(shape->fields[i].key, key) != 0)
			i++;
		if (i < shape->n)
			parse_field(
				parse, &shape->fields[i], value, out, &inner);
		else if (strcmp(key, "$schema") != 0 || spot)
			unknown_key(parse, shape, key, &inner);
	}
	for (size_t i = 0; i < shape->n; i++)
		if (shape->fields[i].flags & JL_REQUIRED &&
			!json_object_get(json, shape->fields[i].key))
			complain(parse, "missing-key", spot,
				"%s needs the key '%s'", shape->name,
				shape->fields[i].key);
}

void jl_shape_parse(struct jl_parse *parse, const struct jl_shape *shape,
	json_t *json, void *out)
{
	parse_object(parse, shape, json, out, NULL, false);
}

static size_t size_of(const struct jl_field *f)
{
	switch (f->kind) {
	case JL_FIELD_ID:
	case JL_FIELD_TEXT:
		return sizeof(const char *);
	case JL_FIELD_SINCE:
	case JL_FIELD_UNTIL:
		return sizeof(int32_t);
	case JL_FIELD_DURATION:
	case JL_FIELD_INTEGER:
		return sizeof(int64_t);
	case JL_FIELD_QUANTITY:
		return sizeof(struct jl_quantity);
	case JL_FIELD_BOOLEAN:
		return sizeof(bool);
	case JL_FIELD_CHOICE:
		return sizeof(int);
	case JL_FIELD_TEXTS:
	case JL_FIELD_IDS:
		return sizeof(struct jl_texts);
	case JL_FIELD_PAIRS:
		return sizeof(struct jl_pairs);
	case JL_FIELD_OBJECTS:
		return sizeof(struct jl_list);
	case JL_FIELD_OBJECT:
		return f->shape->size;
	}
	return 0;
}

void jl_shape_parse_like(struct jl_parse *parse, const struct jl_shape *shape,
	json_t *json, const void *like, jl_is_same_member *is_alike, void *data,
	void *out)
{
	set_defaults(shape, out);
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		const struct spot spot = {NULL, f->key, 0};
		json_t *value = json_object_get(json, f->key);

		if (is_alike(data, f->key))
			memcpy(member(out, f), (const char *)like + f->offset,
				size_of(f));
		else if (value)
			parse_field(parse, f, value, out, &spot);
		else if (f->flags & JL_REQUIRED)
			complain(parse, "missing-key", NULL,
				"%s needs the key '%s'", shape->name, f->key);
	}
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One table of fields, one object of a schema. */
#include "journeys/schema.h"

#include <string.h>

/* As jl_is_id has it. */
#define ID "^(?!.*\\\\.\\\\.)[a-z0-9][a-z0-9.-]{0,63}$"
/* Days that exist, from 1900 to 2199: of those, 1900 and 2100 have no leap
 * day. */
#define DATE                                                                   \
	"^((19|20|21)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|"     \
	"(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|"        \
	"((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29)$"
#define DURATION "^[0-9]+(\\\\.[0-9]+)?(s|min|h|d|wk)$"
#define QUANTITY "^-?[0-9]+(\\\\.[0-9]+)?( ?%|s|min|h|d|wk)?$"

static void add_object(
	const struct jl_shape *shape, int depth, struct jl_str *out);

static void new_line(struct jl_str *out, int depth)
{
	jl_str_addf(out, "\n%*s", 2 * depth, "");
}

static void add_pattern(struct jl_str *out, const char *pattern)
{
	jl_str_addf(out, "\"type\": \"string\", \"pattern\": \"%s\"", pattern);
}

/* The words that the key knows; an empty one stands for none. */
static void add_words(struct jl_str *out, const char *const *words)
{
	const char *comma = "";

	jl_str_add(out, "\"enum\": [");
	for (size_t i = 0; words[i]; i++) {
		if (!*words[i])
			continue;
		jl_str_addf(out, "%s\"%s\"", comma, words[i]);
		comma = ", ";
	}
	jl_str_add(out, "]");
}

static void add_list(
	struct jl_str *out, const struct jl_field *f, const char *pattern)
{
	jl_str_add(out, "\"type\": \"array\", \"items\": { ");
	if (pattern)
		add_pattern(out, pattern);
	else
		jl_str_add(out, "\"type\": \"string\"");
	jl_str_addf(out, " }%s",
		f->flags & JL_SET ? ", \"uniqueItems\": true" : "");
}

static void add_integer(struct jl_str *out, const struct jl_field *f)
{
	jl_str_addf(out, "\"type\": \"integer\", \"minimum\": %lld",
		(long long)f->least);
	if (f->most)
		jl_str_addf(out, ", \"maximum\": %lld", (long long)f->most);
}

static void add_nested(struct jl_str *out, const struct jl_field *f, int depth)
{
	if (f->kind == JL_FIELD_OBJECTS) {
		jl_str_add(out, "\"type\": \"array\", \"items\": { ");
		add_object(f->shape, depth, out);
		jl_str_add(out, " }");
	} else if (f->flags & JL_SHORT) {
		jl_str_add(out, "\"anyOf\": [ { \"type\": \"string\" }, { ");
		add_object(f->shape, depth, out);
		jl_str_add(out, " } ]");
	} else {
		add_object(f->shape, depth, out);
	}
}

static void add_value(struct jl_str *out, const struct jl_field *f, int depth)
{
	switch (f->kind) {
	case JL_FIELD_ID:
		if (f->choices)
			add_words(out, f->choices);
		else
			add_pattern(out, ID);
		break;
	case JL_FIELD_TEXT:
		/* A text that is required says something. */
		if (f->flags & JL_REQUIRED)
			add_pattern(out, "[^ \\\\t\\\\r\\\\n]");
		else
			jl_str_add(out, "\"type\": \"string\"");
		break;
	case JL_FIELD_SINCE:
	case JL_FIELD_UNTIL:
		add_pattern(out, DATE);
		break;
	case JL_FIELD_DURATION:
		add_pattern(out, DURATION);
		break;
	case JL_FIELD_QUANTITY:
		jl_str_add(out, "\"anyOf\": [ { \"type\": \"number\" }, { ");
		add_pattern(out, QUANTITY);
		jl_str_add(out, " } ]");
		break;
	case JL_FIELD_INTEGER:
		add_integer(out, f);
		break;
	case JL_FIELD_BOOLEAN:
		jl_str_add(out, "\"type\": \"boolean\"");
		break;
	case JL_FIELD_CHOICE:
		add_words(out, f->choices);
		break;
	case JL_FIELD_TEXTS:
		add_list(out, f, NULL);
		break;
	case JL_FIELD_IDS:
		add_list(out, f, ID);
		break;
	case JL_FIELD_OBJECT:
	case JL_FIELD_OBJECTS:
		add_nested(out, f, depth);
		break;
	case JL_FIELD_PAIRS:
		jl_str_add(out, "\"type\": \"object\", "
				"\"additionalProperties\": { \"type\": "
				"\"string\" }");
		break;
	}
}

static void add_required(struct jl_str *out, const struct jl_shape *shape)
{
	const char *comma = "";

	for (size_t i = 0; i < shape->n; i++) {
		if (!(shape->fields[i].flags & JL_REQUIRED))
			continue;
		jl_str_addf(out, "%s\"%s\"",
			*comma ? comma : ", \"required\": [",
			shape->fields[i].key);
		comma = ", ";
	}
	if (*comma)
		jl_str_addc(out, ']');
}

/* The members of a schema for the object, without braces. */
static void add_object(
	const struct jl_shape *shape, int depth, struct jl_str *out)
{
	jl_str_add(
		out, "\"type\": \"object\", \"additionalProperties\": false");
	add_required(out, shape);
	jl_str_add(out, ", \"properties\": {");
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];

		jl_str_add(out, i ? "," : "");
		new_line(out, depth + 1);
		jl_str_addf(out, "\"%s\": { ", f->key);
		if (f->help) {
			jl_str_add(out, "\"description\": ");
			jl_json_add_string(out, f->help);
			jl_str_add(out, ", ");
		}
		add_value(out, f, depth + 1);
		jl_str_add(out, " }");
	}
	new_line(out, depth);
	jl_str_addc(out, '}');
}

void jl_schema_write(
	const struct jl_shape *shape, const char *title, struct jl_str *out)
{
	jl_str_add(out, "{\n  \"$schema\": "
			"\"http://json-schema.org/draft-07/schema#\",\n"
			"  \"title\": ");
	jl_json_add_string(out, title);
	jl_str_add(out, ",\n  ");
	add_object(shape, 1, out);
	jl_str_add(out, "\n}\n");
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* KEY=VALUE into the text of a definition. */
#include "cli/assign.h"

#include "cli/target.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void jl_assign_release(struct jl_assign *a)
{
	jl_str_release(&a->edited.text);
	jl_str_release(&a->words);
	jl_arena_release(&a->arena);
}

void jl_assign_say(struct jl_assign *a, const char *format, ...)
{
	va_list args;

	if (a->words.len)
		jl_str_add(&a->words, ", ");
	va_start(args, format);
	jl_str_addfv(&a->words, format, args);
	va_end(args);
}

int jl_assign_split(
	struct jl_ctx *ctx, const char *operand, char **key, const char **value)
{
	const char *equals = strchr(operand, '=');

	if (!equals)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"'%.60s' is not KEY=VALUE", operand);
	if (jl_utf8_valid_len(operand, strlen(operand)) < strlen(operand))
		return jl_fail(&ctx->error, JL_EUSAGE, "'%.60s' is not UTF-8",
			operand);
	*key = jl_xstrndup(operand, (size_t)(equals - operand));
	*value = equals + 1;
	return 0;
}

/* JL_EINVALID when it is nobody. */
static int check_person(const struct jl_assign *a, const char *id)
{
	bool is_there;
	int rc;

	for (size_t i = 0; i < a->n_coming; i++)
		if (strcmp(a->coming[i], id) == 0)
			return 0;
	rc = jl_is_in_work_tree(a->ctx, JL_KIND_PERSON, id, &is_there);
	if (rc == 0 && !is_there)
		rc = jl_no_definition(a->ctx, JL_KIND_PERSON, id);
	return rc;
}

/* A dated role: the hand-over. */
static int hand_over(
	struct jl_assign *a, const struct jl_role *role, const char *person)
{
	struct jl_ctx *ctx = a->ctx;
	bool is_nobody = strcmp(person, "nobody") == 0;
	char day[JL_DAY_TEXT];
	const char *before;
	int rc = 0;

	if (!*person)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"%s= needs a person; %s=nobody makes a vacancy",
			role->word, role->word);
	if (!is_nobody)
		rc = check_person(a, person);
	if (rc == 0)
		rc = jl_edit_hand_over(&a->edited, role->list,
			is_nobody ? NULL : person, a->since, a->reason,
			&a->arena, &before, &ctx->error);
	if (rc == 0)
		jl_assign_say(a, "%s %s -> %s from %s", role->word,
			before ? before : "(nobody)",
			is_nobody ? "(nobody)" : person,
			jl_day_format(a->since, day));
	return rc;
}

/* The member "review" of "review.last"; NULL when the key has no such part. */
static const struct jl_field *outer_of(
	const struct jl_shape *shape, const char *key)
{
	const char *dot = strchr(key, '.');
	char *outer = dot ? jl_xstrndup(key, (size_t)(dot - key)) : NULL;
	const struct jl_field *field =
		outer ? jl_shape_field(shape, outer) : NULL;

	free(outer);
	return field && field->kind == JL_FIELD_OBJECT ? field : NULL;
}

/* `name` is the part of the key that the shape lacks. */
static int no_key(struct jl_assign *a, const struct jl_shape *shape,
	const char *key, const char *name)
{
	const char *near = jl_shape_nearest(shape, name);

	jl_fail(&a->ctx->error, JL_EUSAGE,
		"%s has no key '%.60s' ('jledger help %s' lists them)",
		shape->name, key, jl_kinds[a->edited.kind].name);
	return jl_suggest(&a->ctx->error, near);
}

static int assign_plain(struct jl_assign *a, const char *pointer,
	const struct jl_shape *shape, const char *key, const char *value)
{
	const struct jl_field *outer = outer_of(shape, key);
	const char *name = outer ? strchr(key, '.') + 1 : key;
	const struct jl_shape *inner = outer ? outer->shape : shape;
	const struct jl_field *field = jl_shape_field(inner, name);
	char *full, *json;
	int rc;

	if (!field)
		return no_key(a, inner, key, name);
	if ((field->kind >= JL_FIELD_OBJECT && !(field->flags & JL_SHORT)) ||
		strcmp(key, "id") == 0)
		return jl_fail(&a->ctx->error, JL_EUSAGE,
			"'%.60s' cannot be set here; edit the file %s/%s.json "
			"for what has parts",
			key, jl_kinds[a->edited.kind].folder, a->id);
	full = jl_xasprintf(
		"%s%s%s", pointer, outer ? "/" : "", outer ? outer->key : "");
	json = jl_edit_json(field, value);
	rc = jl_edit_member(&a->edited, full, name, json, &a->ctx->error);
	if (rc == 0)
		jl_assign_say(a, "%s = %s", key, value);
	free(json);
	free(full);
	return rc;
}

int jl_assign_key(struct jl_assign *a, const char *pointer,
	const struct jl_shape *shape, const char *key, const char *value)
{
	const struct jl_role *role =
		*pointer ? NULL : jl_role_named(a->edited.kind, key);

	if (role)
		return hand_over(a, role, value);
	return assign_plain(a, pointer, shape, key, value);
}

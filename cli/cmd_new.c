/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* new: a definition with what it needs, to be filled in. */
#include "cli/commands.h"

#include "cli/write.h"
#include "core/file.h"
#include "journeys/edit.h"

#include <stdlib.h>
#include <string.h>

struct new_args {
	const char *message;
	bool is_dry;
};

static const struct jl_opt opts[] = {
	{"message", 'm', JL_OPT_TEXT, offsetof(struct new_args, message), "WHY",
		"record it at once, with this reason", NULL},
	{"dry-run", 'n', JL_OPT_FLAG, offsetof(struct new_args, is_dry), NULL,
		"show it, write nothing", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* What the kind requires, with values that a person will change. */
static const char *skeleton(enum jl_kind kind)
{
	switch (kind) {
	case JL_KIND_FUNCTION:
		return "\"kind\": \"function\"";
	case JL_KIND_METRIC:
		return "\"kind\": \"complaint\", \"unit\": \"count\", "
		       "\"direction\": \"lower-is-better\", "
		       "\"viewpoint\": \"outside-in\"";
	case JL_KIND_JOURNEY:
		return "\"status\": \"draft\", \"owners\": [], "
		       "\"deputies\": [], \"sponsors\": [], "
		       "\"stakeholders\": [], \"stages\": [], \"kpis\": []";
	case JL_KIND_MAP:
		return "\"version\": 1, \"format\": \"csv\", \"columns\": "
		       "{ \"journey\": { \"column\": \"journey\" }, "
		       "\"occurred_at\": { \"column\": \"date\" } }, "
		       "\"measures\": [ { \"metric\": \"complaint\" } ]";
	default:
		return NULL;
	}
}

static void canonical(struct jl_str *out, const char *text, enum jl_kind kind)
{
	struct jl_arena arena = {0};
	struct jl_node *root = jl_node_parse(text, strlen(text));

	jl_json_canonical(
		out, text, root, jl_shape_order(jl_kinds[kind].shape, &arena));
	jl_node_free(root);
	jl_arena_release(&arena);
}

/* What is dated is set when the definition is there. */
static int no_key(struct jl_ctx *ctx, enum jl_kind kind, const char *key)
{
	const struct jl_shape *shape = jl_kinds[kind].shape;
	const char *near = jl_shape_nearest(shape, key);
	bool is_dated = (kind == JL_KIND_JOURNEY &&
				(strcmp(key, "owner") == 0 ||
					strcmp(key, "deputy") == 0 ||
					strcmp(key, "sponsor") == 0)) ||
			(kind == JL_KIND_FUNCTION && strcmp(key, "head") == 0);

	if (is_dated)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"%s= is dated: make the %s first, then 'jledger set "
			"%s%s %s=PERSON --since DATE'",
			key, jl_kinds[kind].name,
			kind == JL_KIND_FUNCTION ? "function:" : "", "ID", key);
	return jl_fail(&ctx->error, JL_EUSAGE,
		"%s has no key '%.60s'%s%s%s; 'jledger help %s' lists them",
		shape->name, key, near ? "; did you mean '" : "",
		near ? near : "", near ? "'?" : "", jl_kinds[kind].name);
}

/* Adds KEY=VALUE to the text. */
static int apply(
	struct jl_ctx *ctx, struct jl_edited *edited, const char *operand)
{
	const char *equals = strchr(operand, '=');
	const struct jl_field *field;
	char *key, *json;
	int rc;

	if (!equals)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"'%.60s' is not KEY=VALUE", operand);
	if (jl_utf8_valid_len(operand, strlen(operand)) < strlen(operand))
		return jl_fail(&ctx->error, JL_EUSAGE, "'%.60s' is not UTF-8",
			operand);
	key = jl_xstrndup(operand, (size_t)(equals - operand));
	field = jl_shape_field(jl_kinds[edited->kind].shape, key);
	if (!field) {
		rc = no_key(ctx, edited->kind, key);
	} else {
		json = jl_edit_json(field, equals + 1);
		rc = jl_edit_member(edited, "", key, json, &ctx->error);
		free(json);
	}
	free(key);
	return rc;
}

static int make_text(struct jl_ctx *ctx, enum jl_kind kind, const char *id,
	char **operands, int n, struct jl_str *out)
{
	struct jl_edited edited = {.kind = kind};
	const char *more = skeleton(kind);
	int rc = 0;

	jl_str_add(&edited.text, "{ \"id\": ");
	jl_json_add_string(&edited.text, id);
	jl_str_add(&edited.text, ", \"name\": ");
	jl_json_add_string(&edited.text, id);
	if (more)
		jl_str_addf(&edited.text, ", %s", more);
	jl_str_add(&edited.text, " }");
	for (int i = 0; rc == 0 && i < n; i++)
		rc = apply(ctx, &edited, operands[i]);
	if (rc == 0)
		canonical(out, jl_str_text(&edited.text), kind);
	jl_str_release(&edited.text);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct new_args *a = args;
	enum jl_kind kind =
		n > 0 ? jl_kind_named(operands[0], strlen(operands[0]))
		      : JL_KINDS;
	struct jl_str text = JL_STR_INIT;
	struct jl_new_file file;
	char *path, *full, *message;
	int rc;

	if (kind == JL_KINDS && n > 0 && jl_kind_nearest(operands[0]))
		return jl_fail(&ctx->error, JL_EUSAGE,
			"new takes a kind, and '%.60s' is none; did you mean "
			"'%s'?",
			operands[0], jl_kind_nearest(operands[0]));
	if (kind == JL_KINDS || n < 2)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"new takes a kind (journey, person, function, metric, "
			"map) and an id");
	if (!jl_is_id(operands[1]))
		return jl_fail(&ctx->error, JL_EUSAGE,
			"'%.80s' is not an id: up to 64 small letters, digits, "
			"dots and dashes, and a letter or digit first",
			operands[1]);
	path = jl_definition_path(kind, operands[1]);
	full = jl_path_join(jl_repo_top(ctx->repo), path);
	message = a->message ? jl_xasprintf("new %s %s\n\n%s\n", operands[0],
				       operands[1], a->message)
			     : NULL;
	if (jl_file_exists(full))
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%s is there already; ids are never used again", path);
	else
		rc = make_text(
			ctx, kind, operands[1], operands + 2, n - 2, &text);
	file = (struct jl_new_file){path, jl_str_text(&text), text.len, NULL};
	if (rc == 0)
		rc = jl_write_definition(ctx, &file, message, a->is_dry);
	if (rc == 0 && a->is_dry)
		fputs(jl_str_text(&text), ctx->out);
	else if (rc == 0)
		fprintf(ctx->out, "%s%s\n", path,
			message ? "" : " (not recorded yet: 'jledger commit')");
	jl_str_release(&text);
	free(message);
	free(path);
	free(full);
	return rc;
}

const struct jl_cmd jl_cmd_new = {
	.name = "new",
	.usage = "new journey|person|function|metric|map ID [KEY=VALUE...] "
		 "[-m WHY]",
	.summary = "Make a new definition.",
	.most = JL_ANY_NUMBER,
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct new_args),
	.run = run,
};

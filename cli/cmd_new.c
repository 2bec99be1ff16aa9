/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* new: a definition with what it needs, to be filled in. */
#include "cli/ask.h"
#include "cli/assign.h"
#include "cli/commands.h"
#include "cli/wizard.h"
#include "cli/write.h"

#include <stdlib.h>
#include <string.h>

struct new_args {
	const char *since, *message;
	bool is_dry, asks_nothing;
};

static const struct jl_opt opts[] = {
	{"since", 0, JL_OPT_DAY, offsetof(struct new_args, since), "DATE",
		"the first day of owner=, deputy=, sponsor=, head= (today)",
		NULL},
	{"message", 'm', JL_OPT_TEXT, offsetof(struct new_args, message), "WHY",
		"record it at once, with this reason", NULL},
	{"dry-run", 'n', JL_OPT_FLAG, offsetof(struct new_args, is_dry), NULL,
		"show it, write nothing", NULL},
	{"no-input", 0, JL_OPT_FLAG, offsetof(struct new_args, asks_nothing),
		NULL, "ask nothing, also on a terminal", NULL},
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

/* "Claim, Decide and pay": the stages of a journey, each with an id of its
 * own. */
static char *stages_json(const char *names)
{
	struct jl_str out = JL_STR_INIT;
	int nth = 0;

	jl_str_addc(&out, '[');
	while (*names) {
		size_t len = strcspn(names, ",");
		char *name = jl_xstrndup(names + strspn(names, " "), len);
		char *id, *unique;

		name[strcspn(name, ",")] = '\0';
		while (*name && name[strlen(name) - 1] == ' ')
			name[strlen(name) - 1] = '\0';
		id = jl_slug(name, '-');
		unique = jl_xasprintf("\"id\": \"%s\"", id);
		nth++;
		if (*name) {
			jl_str_add(&out, out.len > 1 ? ", { " : "{ ");
			if (*id && !strstr(jl_str_text(&out), unique))
				jl_str_add(&out, unique);
			else
				jl_str_addf(&out, "\"id\": \"stage-%d\"", nth);
			jl_str_add(&out, ", \"name\": ");
			jl_json_add_string(&out, name);
			jl_str_add(&out, ", \"steps\": [] }");
		}
		free(unique);
		free(id);
		free(name);
		names += len + (names[len] == ',');
	}
	jl_str_addc(&out, ']');
	return jl_str_detach(&out);
}

/* Adds KEY=VALUE to the text. */
static int apply(struct jl_assign *a, const char *operand)
{
	const struct jl_shape *shape = jl_kinds[a->edited.kind].shape;
	const struct jl_field *list = jl_shape_field(shape, "measures");
	char *key, *json;
	const char *value;
	int rc = jl_assign_split(a->ctx, operand, &key, &value);

	if (rc < 0)
		return rc;
	if (a->edited.kind == JL_KIND_JOURNEY && strcmp(key, "stages") == 0) {
		json = stages_json(value);
		rc = jl_edit_member(&a->edited, "", key, json, &a->ctx->error);
		free(json);
	} else if (a->edited.kind == JL_KIND_MAP &&
		   !jl_shape_field(shape, key) &&
		   jl_shape_field(list->shape, key)) {
		/* What the one measure of a new map says. */
		rc = jl_assign_key(a, "/measures/0", list->shape, key, value);
	} else {
		rc = jl_assign_key(a, "", shape, key, value);
	}
	free(key);
	return rc;
}

/* The text of a new definition, canonical. */
static int make_text(struct jl_assign *a, char *const *operands, size_t n,
	struct jl_str *out)
{
	const char *more = skeleton(a->edited.kind);
	struct jl_str *text = &a->edited.text;
	int rc = 0;

	jl_str_add(text, "{ \"id\": ");
	jl_json_add_string(text, a->id);
	jl_str_add(text, ", \"name\": ");
	jl_json_add_string(text, a->id);
	if (more)
		jl_str_addf(text, ", %s", more);
	jl_str_add(text, " }");
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = apply(a, operands[i]);
	if (rc == 0)
		canonical(out, jl_str_text(text), a->edited.kind);
	return rc;
}

static int make(struct jl_ctx *ctx, const struct new_args *args, int32_t since,
	const struct jl_wanted *wanted)
{
	struct jl_assign a = {.ctx = ctx,
		.edited.kind = wanted->kind,
		.id = wanted->id,
		.since = since,
		.reason = args->message};
	struct jl_str text = JL_STR_INIT;
	struct jl_new_file file;
	char *path = jl_definition_path(wanted->kind, wanted->id);
	char *message = args->message ? jl_xasprintf("new %s %s\n\n%s\n",
						jl_kinds[wanted->kind].name,
						wanted->id, args->message)
				      : NULL;
	int rc;

	if (jl_is_in_work_tree(ctx, wanted->kind, wanted->id))
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%s is there already; ids are never used again", path);
	else
		rc = make_text(&a, wanted->operands, wanted->n, &text);
	file = (struct jl_new_file){path, jl_str_text(&text), text.len, NULL};
	if (rc == 0)
		rc = jl_write_definition(ctx, &file, message, args->is_dry);
	if (rc == 0 && args->is_dry)
		fputs(jl_str_text(&text), ctx->out);
	else if (rc == 0)
		fprintf(ctx->out, "%s%s\n", path,
			message ? "" : " (not recorded yet: 'jledger commit')");
	jl_assign_release(&a);
	jl_str_release(&text);
	free(message);
	free(path);
	return rc;
}

static int read_kind(struct jl_ctx *ctx, const char *word, enum jl_kind *kind)
{
	const char *near = jl_kind_nearest(word);

	*kind = jl_kind_named(word, strlen(word));
	if (*kind != JL_KINDS)
		return 0;
	return jl_fail(&ctx->error, JL_EUSAGE,
		"new takes a kind (journey, person, function, metric, map) "
		"and an id, and '%.60s' is no kind%s%s%s",
		word, near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
}

static int check_id(struct jl_ctx *ctx, const char *id)
{
	if (jl_is_id(id))
		return 0;
	return jl_fail(&ctx->error, JL_EUSAGE,
		"'%.80s' is not an id: up to 64 small letters, digits, dots "
		"and dashes, and a letter or digit first",
		id);
}

/* Asks for everything that was not said, and makes it. */
static int make_by_asking(struct jl_ctx *ctx, const struct new_args *args,
	enum jl_kind kind, const char *id, int32_t since)
{
	struct jl_wizard wizard = {0};
	int rc = jl_wizard_ask(ctx, kind, id, since, &wizard);

	for (size_t i = 0; rc == 0 && i < wizard.n; i++)
		rc = make(ctx, args, wizard.since, &wizard.v[i]);
	if (rc == 0 && !args->is_dry)
		fprintf(ctx->err,
			"jledger: 'jledger edit %s:%s' fills in the rest, "
			"'jledger check' says what is missing\n",
			jl_kinds[wizard.v[wizard.n - 1].kind].name,
			wizard.v[wizard.n - 1].id);
	jl_wizard_release(&wizard);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct new_args *a = args;
	enum jl_kind kind = JL_KINDS;
	int32_t since = ctx->today;
	int rc = 0;

	if (a->since)
		jl_day_parse(a->since, &since, &ctx->error);
	if (n > 0)
		rc = read_kind(ctx, operands[0], &kind);
	if (rc == 0 && n > 1)
		rc = check_id(ctx, operands[1]);
	if (rc < 0)
		return rc;
	if (n <= 2 && !a->asks_nothing && jl_can_ask())
		return make_by_asking(
			ctx, a, kind, n > 1 ? operands[1] : NULL, since);
	if (n < 2)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"there is no terminal to ask on: say the kind "
			"(journey, person, function, metric, map), the id, "
			"and what is known as KEY=VALUE");
	return make(ctx, a, since,
		&(struct jl_wanted){.kind = kind,
			.id = operands[1],
			.operands = operands + 2,
			.n = (size_t)n - 2});
}

const struct jl_cmd jl_cmd_new = {
	.name = "new",
	.usage = "new [journey|person|function|metric|map [ID [KEY=VALUE...]]] "
		 "[--since DATE] [-m WHY]",
	.summary = "Make a new definition.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_KIND, JL_OPERAND_OTHER, JL_OPERAND_ASSIGNMENT},
	.help = "On a terminal, and with no KEY=VALUE, it asks. Everything "
		"that "
		"it asks is also a word:\nname= for all; customer_goal=, "
		"owner=, deputy=, sponsor=, stages=Claim,Pay for a journey;\n"
		"function= for a person; kind=, head= for a function; kind=, "
		"unit=, direction=,\nviewpoint= for a metric; metric=, value=, "
		"columns.journey=, columns.occurred_at= for\na map.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct new_args),
	.run = run,
};

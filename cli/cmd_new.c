/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* new: a definition with what it needs, to be filled in. */
#include "cli/ask.h"
#include "cli/assign.h"
#include "cli/commands.h"
#include "cli/target.h"
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
		json = jl_edit_stages(value);
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

static int check_free(struct jl_ctx *ctx, enum jl_kind kind, const char *id)
{
	bool is_there;
	int rc = jl_is_in_work_tree(ctx, kind, id, &is_there);

	if (rc < 0 || !is_there)
		return rc;
	return jl_fail(&ctx->error, JL_EINVALID,
		"%s/%s.json is there already; ids are never used again",
		jl_kinds[kind].folder, id);
}

/* The definitions that one `new` makes: all of them, or none. */
struct making {
	struct jl_ctx *ctx;
	const struct new_args *args;
	int32_t since;
	const struct jl_wanted *wanted;
	size_t n;
	struct jl_new_file *files;
	const char **people; /* who are among them */
	size_t n_people;
};

static int make_file(struct making *m, size_t i)
{
	const struct jl_wanted *wanted = &m->wanted[i];
	struct jl_assign a = {.ctx = m->ctx,
		.edited.kind = wanted->kind,
		.id = wanted->id,
		.since = m->since,
		.coming = m->people,
		.n_coming = m->n_people,
		.reason = m->args->message};
	struct jl_str text = JL_STR_INIT;
	char *path = jl_definition_path(wanted->kind, wanted->id);
	int rc = check_free(m->ctx, wanted->kind, wanted->id);

	if (rc == 0)
		rc = make_text(&a, wanted->operands, wanted->n, &text);
	m->files[i] = (struct jl_new_file){.path = path, .len = text.len};
	m->files[i].text = jl_str_detach(&text);
	if (rc == 0 && wanted->kind == JL_KIND_PERSON)
		m->people[m->n_people++] = wanted->id;
	jl_assign_release(&a);
	return rc;
}

static int write_all(struct making *m, struct jl_writer *writer)
{
	const struct jl_wanted *last = &m->wanted[m->n - 1];
	const char *why = m->args->message;
	char *message = why ? jl_xasprintf("new %s %s\n\n%s\n",
				      jl_kinds[last->kind].name, last->id, why)
			    : NULL;
	int rc = jl_write_definitions(
		m->ctx, writer, m->files, m->n, JL_OWN_FILES, message);

	free(message);
	return rc;
}

static void tell(const struct making *m)
{
	FILE *out = m->ctx->out;

	for (size_t i = 0; i < m->n; i++)
		if (m->args->is_dry)
			fputs(m->files[i].text, out);
		else
			fprintf(out, "%s%s\n", m->files[i].path,
				m->args->message ? ""
						 : " (not recorded yet: "
						   "'jledger commit')");
}

static int attempt(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct making m = *(const struct making *)data;
	int rc = 0;

	m.files = jl_xcalloc(m.n, sizeof(*m.files));
	m.people = jl_xcalloc(m.n, sizeof(*m.people));
	m.ctx = ctx;
	for (size_t i = 0; rc == 0 && i < m.n; i++)
		rc = make_file(&m, i);
	if (rc == 0)
		rc = write_all(&m, writer);
	if (rc == 0)
		tell(&m);
	for (size_t i = 0; i < m.n; i++) {
		free((char *)(uintptr_t)m.files[i].path);
		free((char *)(uintptr_t)m.files[i].text);
	}
	free(m.files);
	free(m.people);
	return rc;
}

static int make(struct jl_ctx *ctx, const struct new_args *args, int32_t since,
	const struct jl_wanted *wanted, size_t n)
{
	struct making m = {
		.args = args, .since = since, .wanted = wanted, .n = n};

	return jl_attempt_write(ctx, "new", args->is_dry, attempt, &m);
}

static int read_kind(struct jl_ctx *ctx, const char *word, enum jl_kind *kind)
{
	const char *near = jl_kind_nearest(word);

	*kind = jl_kind_named(word, strlen(word));
	if (*kind != JL_KINDS)
		return 0;
	jl_fail(&ctx->error, JL_EUSAGE,
		"new takes a kind (journey, person, function, metric, map) "
		"and an id, and '%.60s' is no kind",
		word);
	return jl_suggest(&ctx->error, near);
}

static int check_id(struct jl_ctx *ctx, enum jl_kind kind, const char *id)
{
	if (!jl_is_id(id))
		return jl_fail(&ctx->error, JL_EUSAGE,
			"'%.80s' is not an id: up to 64 small letters, digits, "
			"dots and dashes, and a letter or digit first",
			id);
	return check_free(ctx, kind, id);
}

/* Asks for everything that was not said, and makes it. */
static int make_by_asking(struct jl_ctx *ctx, const struct new_args *args,
	enum jl_kind kind, const char *id, int32_t since)
{
	struct jl_wizard wizard = {0};
	int rc = jl_wizard_ask(ctx, kind, id, since, &wizard);

	if (rc < 0)
		jl_fail(&ctx->error, ctx->error.code, "%s; nothing was written",
			ctx->error.message);
	else
		rc = make(ctx, args, wizard.since, wizard.v, wizard.n);
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
		rc = check_id(ctx, kind, operands[1]);
	if (rc < 0)
		return rc;
	if (n <= 2 && !a->asks_nothing && jl_can_ask())
		return make_by_asking(
			ctx, a, kind, n > 1 ? operands[1] : NULL, since);
	if (n < 2)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"%s: say the kind (journey, person, function, metric, "
			"map), the id, and what is known as KEY=VALUE",
			a->asks_nothing ? "nothing is asked (--no-input)"
					: "there is no terminal to ask on");
	return make(ctx, a, since,
		&(struct jl_wanted){.kind = kind,
			.id = operands[1],
			.operands = operands + 2,
			.n = (size_t)n - 2},
		1);
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

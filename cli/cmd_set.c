/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * set: changes a definition in the words of the field. A dated fact (owner,
 * deputy, sponsor, head, target) is not overwritten: the old one ends where
 * the new one begins.
 */
#include "cli/commands.h"

#include "cli/write.h"
#include "core/file.h"
#include "journeys/edit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct set_args {
	const char *since, *message;
	bool is_dry;
};

static const struct jl_opt opts[] = {
	{"since", 0, JL_OPT_DAY, offsetof(struct set_args, since), "DATE",
		"the first day of what is new (today)", NULL},
	{"message", 'm', JL_OPT_TEXT, offsetof(struct set_args, message), "WHY",
		"record it at once, with this reason", NULL},
	{"dry-run", 'n', JL_OPT_FLAG, offsetof(struct set_args, is_dry), NULL,
		"say what would change, write nothing", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* One set: the definition's text, and what was done to it in words. */
struct job {
	struct jl_ctx *ctx;
	const struct set_args *args;
	enum jl_kind kind;
	char *id;
	const char *kpi; /* or NULL */
	int32_t since;
	struct jl_edited edited;
	char *before; /* the text as it was read */
	struct jl_str words;
	struct jl_pair contract[16]; /* members of a new contract */
	size_t n_contract;
	struct jl_arena arena;
};

static const struct {
	const char *key, *list;
	enum jl_kind kind;
} roles[] = {
	{"owner", "owners", JL_KIND_JOURNEY},
	{"deputy", "deputies", JL_KIND_JOURNEY},
	{"sponsor", "sponsors", JL_KIND_JOURNEY},
	{"head", "heads", JL_KIND_FUNCTION},
};

/* "person:ana.ruiz", "delay-refund/refund-time", "delay-refund". */
static int read_selector(struct job *job, const char *text)
{
	const char *colon = strchr(text, ':');
	const char *slash = strchr(text, '/');

	job->kind = JL_KIND_JOURNEY;
	if (colon) {
		job->kind = jl_kind_named(text, (size_t)(colon - text));
		if (job->kind == JL_KINDS)
			return jl_fail(&job->ctx->error, JL_EUSAGE,
				"'%.80s': before the colon stands a kind: "
				"person, function, metric, journey or map",
				text);
		text = colon + 1;
		slash = NULL;
	}
	job->id = slash ? jl_xstrndup(text, (size_t)(slash - text))
			: jl_xstrdup(text);
	job->kpi = slash ? slash + 1 : NULL;
	if (!jl_is_id(job->id) || (job->kpi && !jl_is_id(job->kpi)))
		return jl_fail(&job->ctx->error, JL_EUSAGE,
			"'%.80s' does not name one definition; set takes "
			"JOURNEY, JOURNEY/KPI, person:ID, function:ID, "
			"metric:ID or map:ID",
			text);
	return 0;
}

static int read_text(struct job *job)
{
	struct jl_error *err = &job->ctx->error;
	char *path = jl_definition_path(job->kind, job->id);
	char *full = jl_path_join(jl_repo_top(job->ctx->repo), path);
	struct jl_json_problem problem;
	json_t *json;
	char *text;
	size_t len;
	int rc = jl_file_read(full, JL_DEFINITION_MAX, &text, &len, err);

	if (rc == JL_ENOTFOUND) {
		const char *near =
			jl_ledger_nearest(job->ctx->ledger, job->kind, job->id);

		rc = jl_fail(err, JL_EINVALID, "there is no %s '%s'%s%s%s",
			jl_kinds[job->kind].name, job->id,
			near ? "; did you mean '" : "", near ? near : "",
			near ? "'?" : "");
	} else if (rc == 0) {
		json = jl_json_parse(text, len, &problem);
		if (!json)
			rc = jl_fail(err, JL_EINVALID, "%s:%zu:%zu: %s", path,
				problem.line, problem.column, problem.message);
		json_decref(json);
		jl_str_addn(&job->edited.text, text, len);
		job->before = text;
	}
	job->edited.kind = job->kind;
	free(full);
	free(path);
	return rc;
}

static void say(struct job *job, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void say(struct job *job, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	jl_str_addf(&job->words, "%s%s", job->words.len ? ", " : "", text);
}

/* Is there a definition, recorded or not? */
static bool is_in_work_tree(
	struct jl_ctx *ctx, enum jl_kind kind, const char *id)
{
	char *path, *full;
	bool is_there;

	if (!jl_is_id(id))
		return false;
	path = jl_definition_path(kind, id);
	full = jl_path_join(jl_repo_top(ctx->repo), path);
	is_there = jl_file_exists(full);
	free(full);
	free(path);
	return is_there;
}

/* A dated role: the hand-over. */
static int hand_over(struct job *job, size_t role, const char *person)
{
	struct jl_ctx *ctx = job->ctx;
	bool is_nobody = strcmp(person, "nobody") == 0;
	const char *before, *near;
	char day[JL_DAY_TEXT];
	int rc;

	if (!*person)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"%s= needs a person; %s=nobody makes a vacancy",
			roles[role].key, roles[role].key);
	if (!is_nobody && !is_in_work_tree(ctx, JL_KIND_PERSON, person)) {
		near = jl_ledger_nearest(ctx->ledger, JL_KIND_PERSON, person);
		return jl_fail(&ctx->error, JL_EINVALID,
			"there is no person '%.80s'%s%s%s", person,
			near ? "; did you mean '" : "", near ? near : "",
			near ? "'?" : "");
	}
	rc = jl_edit_hand_over(&job->edited, roles[role].list,
		is_nobody ? NULL : person, job->since, job->args->message,
		&job->arena, &before, &ctx->error);
	if (rc == 0)
		say(job, "%s %s -> %s from %s", roles[role].key,
			before ? before : "(nobody)",
			is_nobody ? "(nobody)" : person,
			jl_day_format(job->since, day));
	return rc;
}

/* One member of a new contract; each at most once. */
static int set_contract(
	struct job *job, const struct jl_field *field, const char *value)
{
	char *json;

	for (size_t i = 0; i < job->n_contract; i++)
		if (strcmp(job->contract[i].key, field->key) == 0)
			return jl_fail(&job->ctx->error, JL_EUSAGE,
				"%s= is there twice", field->key);
	assert(job->n_contract + 1 < JL_COUNT(job->contract));
	json = jl_edit_json(field, value);
	job->contract[job->n_contract++] = (struct jl_pair){
		field->key, jl_arena_strdup(&job->arena, json)};
	say(job, "%s = %s", field->key, value);
	free(json);
	return 0;
}

static const struct jl_shape *shape_of(const struct job *job)
{
	const struct jl_shape *shape = jl_kinds[job->kind].shape;

	return job->kpi ? jl_shape_field(shape, "kpis")->shape : shape;
}

/* Where the KPI stands in the text; SIZE_MAX when it does not. */
static size_t find_kpi(const struct job *job)
{
	const char *text = jl_str_text(&job->edited.text);
	struct jl_node *root = jl_node_parse(text, job->edited.text.len);
	const struct jl_node *kpis = jl_node_member(root, text, "kpis");
	size_t found = SIZE_MAX;

	for (size_t i = 0; kpis && i < kpis->n; i++) {
		const struct jl_node *id =
			jl_node_member(&kpis->children[i], text, "id");

		if (id && id->end - id->begin == strlen(job->kpi) + 2 &&
			strncmp(text + id->begin + 1, job->kpi,
				strlen(job->kpi)) == 0)
			found = i;
	}
	jl_node_free(root);
	return found;
}

/* "review" of "review.last"; NULL when the key has no such part. */
static const struct jl_field *outer_of(const struct job *job, const char *key)
{
	const char *dot = strchr(key, '.');
	char *outer = dot ? jl_xstrndup(key, (size_t)(dot - key)) : NULL;
	const struct jl_field *field =
		outer ? jl_shape_field(shape_of(job), outer) : NULL;

	free(outer);
	return field && field->kind == JL_FIELD_OBJECT ? field : NULL;
}

static int set_plain(struct job *job, const char *key, const char *value)
{
	const struct jl_field *outer = outer_of(job, key);
	const char *name = outer ? strchr(key, '.') + 1 : key;
	const struct jl_field *field =
		jl_shape_field(outer ? outer->shape : shape_of(job), name);
	size_t kpi = job->kpi ? find_kpi(job) : 0;
	char *pointer, *json;
	int rc;

	if (!field) {
		const char *near = jl_shape_nearest(
			outer ? outer->shape : shape_of(job), name);

		return jl_fail(&job->ctx->error, JL_EUSAGE,
			"%s has no key '%.60s'%s%s%s; 'jledger help %s' lists "
			"them",
			outer ? outer->shape->name : shape_of(job)->name, key,
			near ? "; did you mean '" : "", near ? near : "",
			near ? "'?" : "", jl_kinds[job->kind].name);
	}
	if (field->kind >= JL_FIELD_TEXTS || strcmp(key, "id") == 0)
		return jl_fail(&job->ctx->error, JL_EUSAGE,
			"'%.60s' cannot be set here; edit the file %s/%s.json "
			"for what has parts",
			key, jl_kinds[job->kind].folder, job->id);
	pointer = job->kpi ? jl_xasprintf("/kpis/%zu%s%s", kpi,
				     outer ? "/" : "", outer ? outer->key : "")
			   : jl_xasprintf("%s%s", outer ? "/" : "",
				     outer ? outer->key : "");
	json = jl_edit_json(field, value);
	rc = jl_edit_member(
		&job->edited, pointer, name, json, &job->ctx->error);
	if (rc == 0)
		say(job, "%s = %s", key, value);
	free(json);
	free(pointer);
	return rc;
}

/* One KEY=VALUE. */
static int apply(struct job *job, const char *operand)
{
	const char *equals = strchr(operand, '=');
	char *key;
	int rc = 1;

	if (!equals)
		return jl_fail(&job->ctx->error, JL_EUSAGE,
			"'%.60s' is not KEY=VALUE", operand);
	if (jl_utf8_valid_len(operand, strlen(operand)) < strlen(operand))
		return jl_fail(&job->ctx->error, JL_EUSAGE,
			"'%.60s' is not UTF-8", operand);
	key = jl_xstrndup(operand, (size_t)(equals - operand));
	for (size_t i = 0; i < JL_COUNT(roles) && rc > 0; i++)
		if (strcmp(roles[i].key, key) == 0 &&
			roles[i].kind == job->kind && !job->kpi)
			rc = hand_over(job, i, equals + 1);
	if (rc > 0 && job->kpi && jl_contract_field(key))
		rc = set_contract(job, jl_contract_field(key), equals + 1);
	if (rc > 0)
		rc = set_plain(job, key, equals + 1);
	free(key);
	return rc;
}

static int apply_all(struct job *job, char **operands, int n)
{
	char day[JL_DAY_TEXT];
	int rc = 0;

	if (job->kpi && find_kpi(job) == SIZE_MAX)
		return jl_fail(&job->ctx->error, JL_EINVALID,
			"journey %s has no KPI '%s'", job->id, job->kpi);
	for (int i = 0; rc == 0 && i < n; i++)
		rc = apply(job, operands[i]);
	if (rc == 0 && job->n_contract > 0) {
		if (job->args->message) {
			struct jl_str json = JL_STR_INIT;

			jl_json_add_string(&json, job->args->message);
			job->contract[job->n_contract++] = (struct jl_pair){
				"reason", jl_arena_strdup(&job->arena,
						  jl_str_text(&json))};
			jl_str_release(&json);
		}
		rc = jl_edit_contract(&job->edited, find_kpi(job), job->since,
			job->contract, job->n_contract, &job->ctx->error);
		say(job, "from %s", jl_day_format(job->since, day));
	}
	return rc;
}

static int write_out(struct job *job)
{
	char *path = jl_definition_path(job->kind, job->id);
	char *message =
		job->args->message
			? jl_xasprintf("%s: %s\n\n%s\n", job->id,
				  jl_str_text(&job->words), job->args->message)
			: NULL;
	struct jl_new_file file = {path, jl_str_text(&job->edited.text),
		job->edited.text.len, job->before};
	int rc = jl_write_definition(
		job->ctx, &file, message, job->args->is_dry);

	if (rc == 0) {
		struct jl_str harmless = JL_STR_INIT;

		jl_str_add_harmless(&harmless, jl_str_text(&job->words));
		fprintf(job->ctx->out, "%s: %s%s\n", job->id,
			jl_str_text(&harmless),
			job->args->is_dry ? " (nothing was written)"
			: message	  ? ""
				  : " (not recorded yet: 'jledger commit')");
		jl_str_release(&harmless);
	}
	free(message);
	free(path);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct job job = {.ctx = ctx, .args = args, .since = ctx->today};
	int rc;

	if (n < 2)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"set takes what to change and KEY=VALUE");
	if (job.args->since)
		jl_day_parse(job.args->since, &job.since, &ctx->error);
	rc = read_selector(&job, operands[0]);
	if (rc == 0)
		rc = read_text(&job);
	if (rc == 0)
		rc = apply_all(&job, operands + 1, n - 1);
	if (rc == 0)
		rc = write_out(&job);
	jl_str_release(&job.edited.text);
	jl_str_release(&job.words);
	jl_arena_release(&job.arena);
	free(job.before);
	free(job.id);
	return rc;
}

const struct jl_cmd jl_cmd_set = {
	.name = "set",
	.usage = "set JOURNEY[/KPI]|KIND:ID KEY=VALUE... [--since DATE] "
		 "[-m WHY]",
	.summary = "Change a definition; owner=PERSON is the hand-over.",
	.most = JL_ANY_NUMBER,
	.help = "Dated facts are never overwritten: owner, deputy, sponsor, "
		"head, and a KPI's\ntarget, at_risk, minimum_n get a new entry "
		"from --since on, and the old one\nends there. owner=nobody "
		"makes a vacancy. Anything else (name, status, ...)\nis "
		"replaced. With -m the change is recorded at once.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct set_args),
	.run = run,
};

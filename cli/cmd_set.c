/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * set: changes a definition in the words of the field. A dated fact (owner,
 * deputy, sponsor, head, target) is not overwritten: the old one ends where
 * the new one begins.
 */
#include "cli/assign.h"
#include "cli/commands.h"
#include "cli/target.h"
#include "cli/write.h"

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
	struct jl_assign assign;
	const struct set_args *args;
	struct jl_target target;
	char **operands; /* KEY=VALUE */
	int n_operands;
	char *path;   /* of the definition */
	char *before; /* the text as it was read */
	size_t before_len;
	struct jl_pair contract[16]; /* members of a new contract */
	size_t n_contract;
};

static int read_text(struct job *job)
{
	struct jl_ctx *ctx = job->assign.ctx;
	struct jl_json_problem problem;
	json_t *json;
	int rc = jl_definition_work_path(ctx->repo, job->target.kind,
		job->target.id, &job->path, &ctx->error);

	if (rc == 0)
		rc = (job->args->message ? jl_read_recorded
					 : jl_read_for_change)(
			ctx, job->path, &job->before, &job->before_len);
	if (rc < 0)
		return rc;
	if (!job->before)
		return jl_no_definition(ctx, job->target.kind, job->target.id);
	json = jl_json_parse(job->before, job->before_len, &problem);
	if (!json)
		rc = jl_fail(&ctx->error, JL_EINVALID, "%s:%zu:%zu: %s",
			job->path, problem.line, problem.column,
			problem.message);
	json_decref(json);
	jl_str_addn(&job->assign.edited.text, job->before, job->before_len);
	return rc;
}

/* One member of a new contract; each at most once. */
static int set_contract(
	struct job *job, const struct jl_field *field, const char *value)
{
	char *json;

	for (size_t i = 0; i < job->n_contract; i++)
		if (strcmp(job->contract[i].key, field->key) == 0)
			return jl_fail(&job->assign.ctx->error, JL_EUSAGE,
				"%s= is there twice", field->key);
	assert(job->n_contract + 1 < JL_COUNT(job->contract));
	json = jl_edit_json(field, value);
	job->contract[job->n_contract++] = (struct jl_pair){
		field->key, jl_arena_strdup(&job->assign.arena, json)};
	jl_assign_say(&job->assign, "%s = %s", field->key, value);
	free(json);
	return 0;
}

static const struct jl_shape *shape_of(const struct job *job)
{
	const struct jl_shape *shape = jl_kinds[job->assign.edited.kind].shape;

	return job->target.kpi ? jl_shape_field(shape, "kpis")->shape : shape;
}

/* Where the KPI stands in the text; SIZE_MAX when it does not. */
static size_t find_kpi(const struct job *job)
{
	const char *text = jl_str_text(&job->assign.edited.text);
	struct jl_node *root = jl_node_parse(text, job->assign.edited.text.len);
	const struct jl_node *kpis = jl_node_member(root, text, "kpis");
	size_t found = SIZE_MAX;

	assert(job->target.kpi);
	for (size_t i = 0; kpis && i < kpis->n; i++) {
		const struct jl_node *id =
			jl_node_member(&kpis->children[i], text, "id");

		if (id && id->end - id->begin == strlen(job->target.kpi) + 2 &&
			strncmp(text + id->begin + 1, job->target.kpi,
				strlen(job->target.kpi)) == 0)
			found = i;
	}
	jl_node_free(root);
	return found;
}

/* One KEY=VALUE. */
static int apply(struct job *job, const char *operand)
{
	char *key, *pointer;
	const char *value;
	int rc = jl_assign_split(job->assign.ctx, operand, &key, &value);

	if (rc < 0)
		return rc;
	pointer = job->target.kpi ? jl_xasprintf("/kpis/%zu", find_kpi(job))
				  : jl_xstrdup("");
	if (job->target.kpi && jl_contract_field(key))
		rc = set_contract(job, jl_contract_field(key), value);
	else
		rc = jl_assign_key(
			&job->assign, pointer, shape_of(job), key, value);
	free(pointer);
	free(key);
	return rc;
}

static int apply_all(struct job *job, char **operands, int n)
{
	char day[JL_DAY_TEXT];
	int rc = 0;

	if (job->target.kpi && find_kpi(job) == SIZE_MAX)
		return jl_fail(&job->assign.ctx->error, JL_EINVALID,
			"journey %s has no KPI '%s'", job->target.id,
			job->target.kpi);
	for (int i = 0; rc == 0 && i < n; i++)
		rc = apply(job, operands[i]);
	if (rc == 0 && job->n_contract > 0) {
		if (job->args->message) {
			struct jl_str json = JL_STR_INIT;

			jl_json_add_string(&json, job->args->message);
			job->contract[job->n_contract++] = (struct jl_pair){
				"reason", jl_arena_strdup(&job->assign.arena,
						  jl_str_text(&json))};
			jl_str_release(&json);
		}
		rc = jl_edit_contract(&job->assign.edited, find_kpi(job),
			job->assign.since, job->contract, job->n_contract,
			&job->assign.ctx->error);
		jl_assign_say(&job->assign, "from %s",
			jl_day_format(job->assign.since, day));
	}
	return rc;
}

static int write_out(struct job *job, struct jl_writer *writer)
{
	const struct jl_str *text = &job->assign.edited.text;
	char *message = job->args->message
				? jl_xasprintf("%s: %s\n\n%s\n", job->target.id,
					  jl_str_text(&job->assign.words),
					  job->args->message)
				: NULL;
	struct jl_new_file file = {job->path, jl_str_text(text), text->len,
		job->before, job->before_len};
	int rc = jl_write_definitions(
		job->assign.ctx, writer, &file, 1, JL_OWN_FILES, message);

	free(message);
	return rc;
}

/* From what stands there; another attempt begins anew. */
static int attempt(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct job *job = data;
	int rc;

	jl_assign_release(&job->assign);
	job->assign = (struct jl_assign){.ctx = ctx,
		.since = ctx->today,
		.reason = job->args->message,
		.id = job->target.id,
		.edited.kind = job->target.kind};
	if (job->args->since)
		jl_day_parse(job->args->since, &job->assign.since, &ctx->error);
	job->n_contract = 0;
	free(job->path);
	free(job->before);
	job->path = job->before = NULL;
	rc = read_text(job);
	if (rc == 0)
		rc = apply_all(job, job->operands, job->n_operands);
	return rc == 0 ? write_out(job, writer) : rc;
}

static void say_what(const struct job *job)
{
	FILE *out = job->assign.ctx->out;

	fprintf(out, "%s: ", job->target.id);
	jl_put_harmless(out, jl_str_text(&job->assign.words));
	fprintf(out, "%s\n",
		job->args->is_dry    ? " (nothing was written)"
		: job->args->message ? ""
				     : " (not recorded yet: 'jledger commit')");
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct job job = {
		.args = args, .operands = operands + 1, .n_operands = n - 1};
	int rc;

	if (n < 2)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"set takes what to change and KEY=VALUE");
	rc = jl_target_parse(ctx, operands[0], &job.target);
	if (rc == 0)
		rc = jl_attempt_write(
			ctx, "set", job.args->is_dry, attempt, &job);
	if (rc == 0)
		say_what(&job);
	jl_assign_release(&job.assign);
	free(job.path);
	free(job.before);
	jl_target_release(&job.target);
	return rc;
}

const struct jl_cmd jl_cmd_set = {
	.name = "set",
	.usage = "set JOURNEY[/KPI]|KIND:ID KEY=VALUE... [--since DATE] "
		 "[-m WHY]",
	.summary = "Change a definition; owner=PERSON is the hand-over.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_DEFINITION, JL_OPERAND_ASSIGNMENT},
	.help = "Dated facts are never overwritten: owner, deputy, sponsor, "
		"head, and a KPI's\ntarget, at_risk, minimum_n get a new entry "
		"from --since on, and the old one\nends there. owner=nobody "
		"makes a vacancy. Anything else (name, status, ...)\nis "
		"replaced. With -m the change is recorded at once. A file "
		"with changes that\nare not recorded is refused then, until "
		"'jledger commit' has recorded them.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct set_args),
	.run = run,
};

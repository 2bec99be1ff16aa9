/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Words from tables and folders. */
#include "cli/complete.h"

#include "cli/commands.h"
#include "cli/settings.h"
#include "core/file.h"
#include "core/json.h"
#include "core/period.h"
#include "journeys/check.h"
#include "journeys/edit.h"
#include "journeys/friction.h"
#include "reports/catalogue.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

struct completion {
	char *top;	    /* of the ledger, or NULL outside of one */
	const char *prefix; /* what the word begins with so far */
	FILE *out;
};

/* One candidate: `before` and `word` together. */
static void offer_behind(struct completion *c, const char *before,
	const char *word, const char *help)
{
	size_t len = strlen(before), typed = strlen(c->prefix);
	size_t shared = typed < len ? typed : len;

	if (strncmp(before, c->prefix, shared) != 0 ||
		(typed > len &&
			strncmp(word, c->prefix + len, typed - len) != 0))
		return;
	fprintf(c->out, "%s%s%s%s\n", before, word, help ? "\t" : "",
		help ? help : "");
}

static void offer(struct completion *c, const char *word, const char *help)
{
	offer_behind(c, "", word, help);
}

static void offer_all(struct completion *c, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (*words[i])
			offer(c, words[i], NULL);
}

/* ---- definitions, by their files ---- */

/* The folder above dir that has a ledger.json; yours to free, or NULL. */
static char *find_top(const char *dir)
{
	char *top = jl_xstrdup(dir);

	for (;;) {
		char *settings = jl_path_join(top, "ledger.json");
		char *above = jl_path_join(top, "..");
		bool is_top = jl_file_exists(settings);
		/* Nor does it go on where there is no folder at all. */
		bool is_root = jl_is_same_folder(top, above) ||
			       !jl_is_same_folder(top, top);

		free(settings);
		if (!is_top && !is_root) {
			free(top);
			top = above;
			continue;
		}
		free(above);
		if (is_top)
			return top;
		free(top);
		return NULL;
	}
}

static int is_definition(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".json") == 0 && entry->d_name[0] != '.';
}

/* The ids that files of the ledger's folder are named after, behind `before`.
 */
static void offer_files(
	struct completion *c, const char *name_of_folder, const char *before)
{
	struct dirent **entries = NULL;
	char *folder;
	int n;

	if (!c->top)
		return;
	folder = jl_path_join(c->top, name_of_folder);
	n = scandir(folder, &entries, is_definition, alphasort);
	for (int i = 0; i < n; i++) {
		char *name = entries[i]->d_name;

		name[strlen(name) - strlen(".json")] = '\0';
		if (jl_is_id(name))
			offer_behind(c, before, name, NULL);
		free(entries[i]);
	}
	free(entries);
	free(folder);
}

static void offer_ids(
	struct completion *c, enum jl_kind kind, const char *before)
{
	offer_files(c, jl_kinds[kind].folder, before);
}

static void offer_kpis_of(
	struct completion *c, const char *journey, const char *before)
{
	char *path = jl_xasprintf("%s/%s/%s.json", c->top,
		jl_kinds[JL_KIND_JOURNEY].folder, journey);
	json_t *json = json_load_file(path, 0, NULL);
	const json_t *kpi;
	size_t i;

	json_array_foreach (json_object_get(json, "kpis"), i, kpi) {
		const char *id = json_string_value(json_object_get(kpi, "id"));

		if (id && jl_is_id(id))
			offer_behind(c, before, id, NULL);
	}
	json_decref(json);
	free(path);
}

/* "delay-refund/": the KPIs of the one journey that is typed. */
static void offer_kpis(struct completion *c)
{
	const char *slash = strchr(c->prefix, '/');
	char *id, *before;

	if (!slash || !c->top)
		return;
	id = jl_xstrndup(c->prefix, (size_t)(slash - c->prefix));
	before = jl_xasprintf("%s/", id);
	if (jl_is_id(id))
		offer_kpis_of(c, id, before);
	free(before);
	free(id);
}

/* "owner:" alone until it is typed, then with every id. */
static void offer_prefixed(
	struct completion *c, enum jl_kind kind, const char *before)
{
	if (strncmp(c->prefix, before, strlen(before)) == 0)
		offer_ids(c, kind, before);
	else
		offer(c, before, NULL);
}

static void offer_selectors(struct completion *c)
{
	offer_ids(c, JL_KIND_JOURNEY, "");
	offer_kpis(c);
	offer_prefixed(c, JL_KIND_PERSON, "owner:");
	offer_prefixed(c, JL_KIND_FUNCTION, "function:");
}

static void offer_definitions(struct completion *c)
{
	offer_ids(c, JL_KIND_JOURNEY, "");
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++) {
		char *before = jl_xasprintf("%s:", jl_kinds[kind].name);

		if (kind != JL_KIND_JOURNEY)
			offer_prefixed(c, (enum jl_kind)kind, before);
		free(before);
	}
}

/* ---- KEY=VALUE ---- */

/* The kind that "person:ana.ruiz" or "person" names; else a journey's. */
static enum jl_kind kind_of(const char *word)
{
	enum jl_kind kind = jl_kind_named(word, strcspn(word, ":"));

	return kind == JL_KINDS ? JL_KIND_JOURNEY : kind;
}

static void offer_values(struct completion *c, const char *key,
	const struct jl_field *field, enum jl_kind refers)
{
	char *before = jl_xasprintf("%s=", key);

	if (strncmp(c->prefix, before, strlen(before)) != 0)
		offer(c, before, field ? field->help : NULL);
	else if (refers != JL_KINDS)
		offer_ids(c, refers, before);
	else if (field && field->choices)
		for (size_t i = 0; field->choices[i]; i++)
			if (*field->choices[i])
				offer_behind(
					c, before, field->choices[i], NULL);
	free(before);
}

/* What a contract of a KPI can say. */
static void offer_contract(struct completion *c)
{
	const struct jl_shape *kpi =
		jl_shape_field(jl_kinds[JL_KIND_JOURNEY].shape, "kpis")->shape;
	const struct jl_shape *contract =
		jl_shape_field(kpi, "contracts")->shape;

	for (size_t i = 0; i < contract->n; i++) {
		const struct jl_field *f =
			jl_contract_field(contract->fields[i].key);

		if (f)
			offer_values(c, f->key, f, JL_KINDS);
	}
}

static void offer_assignments(struct completion *c, const char *target)
{
	enum jl_kind kind = kind_of(target);
	const struct jl_shape *shape = jl_kinds[kind].shape;
	bool is_kpi = kind == JL_KIND_JOURNEY && strchr(target, '/');

	if (is_kpi)
		shape = jl_shape_field(shape, "kpis")->shape;
	for (size_t i = 0; i < JL_ROLES; i++)
		if (jl_roles[i].kind == kind && !is_kpi)
			offer_values(c, jl_roles[i].word, NULL, JL_KIND_PERSON);
	if (is_kpi)
		offer_contract(c);
	/* Of a new one; later stages are edited. */
	if (strcmp(target, jl_kinds[JL_KIND_JOURNEY].name) == 0)
		offer_values(c, "stages", NULL, JL_KINDS);
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];

		if (f->kind < JL_FIELD_OBJECT && strcmp(f->key, "id") != 0)
			offer_values(c, f->key, f, jl_kind_referred(f->refers));
	}
}

/* ---- commands and their operands ---- */

static void offer_commands(struct completion *c)
{
	for (size_t g = 0; g < jl_n_cmd_groups; g++)
		for (size_t i = 0; i < jl_cmd_groups[g].n; i++)
			offer(c, jl_cmd_groups[g].commands[i]->name,
				jl_cmd_groups[g].commands[i]->summary);
}

static void offer_kinds(struct completion *c)
{
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++)
		offer(c, jl_kinds[kind].name, NULL);
}

static void offer_topics(struct completion *c)
{
	offer_commands(c);
	offer_kinds(c);
	offer(c, jl_kinds[JL_KIND_SETTINGS].name, NULL);
	offer(c, "rules", "what check looks for");
	offer(c, "selectors", "how journeys and definitions are named");
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++)
			offer(c, jl_rule_families[f]->rules[i].id,
				jl_rule_families[f]->rules[i].summary);
}

static void offer_operand(
	struct completion *c, enum jl_operand operand, const char *target)
{
	switch (operand) {
	case JL_OPERAND_OTHER:
		break;
	case JL_OPERAND_SELECTOR:
		offer_selectors(c);
		break;
	case JL_OPERAND_JOURNEY:
		offer_ids(c, JL_KIND_JOURNEY, "");
		break;
	case JL_OPERAND_DEFINITION:
		offer_definitions(c);
		offer_kpis(c);
		break;
	case JL_OPERAND_BATCH:
		offer_files(c, JL_MEASURES, "");
		break;
	case JL_OPERAND_ASSIGNMENT:
		offer_assignments(c, target);
		break;
	case JL_OPERAND_KIND:
		offer_kinds(c);
		break;
	case JL_OPERAND_LIST:
		for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++)
			offer(c, jl_kinds[kind].folder, NULL);
		offer(c, "batches", NULL);
		break;
	case JL_OPERAND_REPORT:
		for (size_t i = 0; i < jl_n_report_kinds; i++)
			offer(c, jl_report_kinds[i].name,
				jl_report_kinds[i].question);
		break;
	case JL_OPERAND_TOPIC:
		offer_topics(c);
		break;
	case JL_OPERAND_SETTING:
		for (size_t i = 0; i < JL_SETTINGS; i++)
			offer(c, jl_settings[i].name, jl_settings[i].help);
		break;
	case JL_OPERAND_SHELL:
		for (size_t i = 0; i < jl_n_completion_files; i++)
			offer(c, jl_completion_files[i].path, NULL);
		break;
	}
}

/* ---- options ---- */

static void offer_options(struct completion *c, const struct jl_cmd *cmd)
{
	for (const struct jl_opt *o = cmd->opts; o && o->name; o++) {
		char *word = jl_xasprintf("--%s", o->name);

		offer(c, word, o->help);
		free(word);
	}
	for (const struct jl_opt *o = jl_common_opts; o->name; o++) {
		char *word = jl_xasprintf("--%s", o->name);

		if (jl_cmd_heeds(cmd, o))
			offer(c, word, o->help);
		free(word);
	}
}

/* "--by stage,o": what stands before the last comma stays. */
static void offer_dimensions(struct completion *c)
{
	const char *comma = strrchr(c->prefix, ',');
	size_t len = comma ? (size_t)(comma - c->prefix) + 1 : 0;
	char *before = jl_xstrndup(c->prefix, len);

	for (size_t i = 0; jl_by_names[i]; i++)
		offer_behind(c, before, jl_by_names[i], NULL);
	free(before);
}

static void offer_value(struct completion *c, const struct jl_opt *o)
{
	if (o->choices) {
		offer_all(c, o->choices);
	} else if (strcmp(o->value, "MAP") == 0) {
		offer_ids(c, JL_KIND_MAP, "");
	} else if (strcmp(o->value, "METRIC") == 0) {
		offer_ids(c, JL_KIND_METRIC, "");
		offer_all(c, jl_friction_kinds);
	} else if (strcmp(o->value, "PERIOD") == 0) {
		offer_all(c, jl_period_words);
	} else if (strcmp(o->value, "D[,D...]") == 0) {
		offer_dimensions(c);
	}
}

static bool is_option(const struct jl_opt *o, const char *word)
{
	if (word[0] == '-' && word[1] == '-')
		return strcmp(word + 2, o->name) == 0;
	return o->letter && word[0] == '-' && word[1] == o->letter && !word[2];
}

/* The option with a value that the word names, or NULL. */
static const struct jl_opt *find_option(
	const struct jl_cmd *cmd, const char *word)
{
	const struct jl_opt *const tables[] = {cmd->opts, jl_common_opts};

	for (size_t i = 0; i < JL_COUNT(tables); i++)
		for (const struct jl_opt *o = tables[i]; o && o->name; o++)
			if (o->type != JL_OPT_FLAG && is_option(o, word))
				return o;
	return NULL;
}

/* ---- the line ---- */

/* Words behind the command, read as the options' parser does. */
static void complete_words(struct completion *c, const struct jl_cmd *cmd,
	char *const *words, size_t n)
{
	const struct jl_opt *option = NULL; /* whose value comes next */
	bool only_operands = false;
	const char *target = ""; /* the first operand */
	size_t n_operands = 0, last = JL_COUNT(cmd->operands) - 1;

	for (size_t i = 0; i + 1 < n; i++) {
		if (option)
			option = NULL;
		else if (!only_operands && strcmp(words[i], "--") == 0)
			only_operands = true;
		else if (!only_operands && words[i][0] == '-')
			option = find_option(cmd, words[i]);
		else if (n_operands++ == 0)
			target = words[i];
	}
	while (last > 0 && cmd->operands[last] == JL_OPERAND_OTHER)
		last--;
	if (option)
		offer_value(c, option);
	else if (!only_operands && c->prefix[0] == '-')
		offer_options(c, cmd);
	else if (cmd->most == JL_ANY_NUMBER || n_operands < (size_t)cmd->most)
		offer_operand(c,
			cmd->operands[n_operands < last ? n_operands : last],
			target);
}

void jl_complete(const char *dir, char *const *words, size_t n, FILE *out)
{
	struct completion c = {.out = out, .prefix = n ? words[n - 1] : ""};
	const struct jl_cmd *cmd;
	size_t at = 0;

	while (at + 2 < n && strcmp(words[at], "-C") == 0) {
		dir = words[at + 1];
		at += 2;
	}
	c.top = find_top(dir);
	if (at + 1 >= n) {
		offer_commands(&c);
	} else {
		cmd = jl_cmd_find(words[at]);
		if (cmd)
			complete_words(&c, cmd, words + at + 1, n - at - 1);
	}
	free(c.top);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* help: the commands, one command, the rules, one rule. */
#include "cli/commands.h"

#include "cli/man.h"
#include "journeys/check.h"
#include "journeys/rule_page.h"

#include <string.h>

struct help_args {
	bool is_man;
};

static const struct jl_opt opts[] = {
	{"man", 0, JL_OPT_FLAG, offsetof(struct help_args, is_man), NULL,
		"print the source of a manual page, as jledger-set.1; without "
		"one, their names",
		NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static void all_commands(FILE *out)
{
	fputs("usage: jledger [-C DIR] COMMAND [SELECTOR...] [OPTIONS]\n\n"
	      "A ledger of customer journeys in git: who was in charge of\n"
	      "what was measured.\n",
		out);
	for (size_t g = 0; g < jl_n_cmd_groups; g++) {
		fprintf(out, "\n%s\n", jl_cmd_groups[g].title);
		for (size_t i = 0; i < jl_cmd_groups[g].n; i++)
			fprintf(out, "  %-10s %s\n",
				jl_cmd_groups[g].commands[i]->name,
				jl_cmd_groups[g].commands[i]->summary);
	}
	fputs("\n'jledger help COMMAND' tells more; 'jledger help journey' "
	      "(person,"
	      " function,\nmetric, map, ledger) lists what such a file says; "
	      "'jledger help selectors' how\njourneys are named; 'jledger "
	      "help rules' what check looks for.\n\n"
	      "exit codes: 0 done; 1 done, and the answer is no (findings, "
	      "refused rows);\n2 usage; 3 invalid input, nothing done; 4 the "
	      "environment (repository, disk,\npermission); 5 a fault of "
	      "jledger's own\n",
		out);
}

static void all_rules(FILE *out)
{
	for (size_t f = 0; f < jl_n_rule_families; f++) {
		fprintf(out, "%s%s\n", f ? "\n" : "",
			jl_rule_families[f]->name);
		for (size_t i = 0; i < jl_rule_families[f]->n; i++) {
			const struct jl_rule *rule =
				&jl_rule_families[f]->rules[i];

			fprintf(out, "  %-27s %-8s %s\n", rule->id,
				jl_severity_names[rule->severity],
				rule->summary);
		}
	}
}

static void print_indented(const char *text, FILE *out)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		fprintf(out, "%s%.*s\n", len ? "  " : "", (int)len, text);
		text += len;
		text += *text == '\n';
	}
}

/* What is no definition at all is an error in a draft too. */
static bool is_mild_in_drafts(const struct jl_rule *rule, const char *family)
{
	return rule->severity == JL_SEVERITY_ERROR &&
	       strcmp(family, jl_rules_shape.name) != 0;
}

static void print_page(
	const struct jl_rule *rule, const char *family, FILE *out)
{
	struct jl_rule_page page;

	fprintf(out, "%s (%s, %s%s)\n\n%s\n", rule->id, family,
		jl_severity_names[rule->severity],
		is_mild_in_drafts(rule, family) ? "; a warning in a draft" : "",
		rule->summary);
	if (rule->hint)
		fprintf(out, "To mend it: %s.\n", rule->hint);
	if (!jl_rule_page_read(rule->id, &page))
		return;
	if (*page.more)
		fprintf(out, "\n%s\n", page.more);
	for (size_t i = 0; i < page.n; i++) {
		bool is_journey =
			strcmp(page.v[i].path, JL_RULE_EXAMPLE_PATH) == 0;

		fprintf(out, "\n%s%s%s:\n",
			page.v[i].is_right ? "right" : "wrong",
			is_journey ? "" : ", in ",
			is_journey ? "" : page.v[i].path);
		print_indented(page.v[i].text, out);
	}
	jl_rule_page_release(&page);
}

static void one_rule(const char *id, FILE *out)
{
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++)
			if (strcmp(jl_rule_families[f]->rules[i].id, id) == 0)
				print_page(&jl_rule_families[f]->rules[i],
					jl_rule_families[f]->name, out);
}

/* ---- what a file says ---- */

static const char *type_of(const struct jl_field *field)
{
	static const char *const types[] = {
		[JL_FIELD_ID] = "id",
		[JL_FIELD_TEXT] = "text",
		[JL_FIELD_SINCE] = "date",
		[JL_FIELD_UNTIL] = "date",
		[JL_FIELD_DURATION] = "duration",
		[JL_FIELD_QUANTITY] = "quantity",
		[JL_FIELD_INTEGER] = "whole number",
		[JL_FIELD_BOOLEAN] = "true or false",
		[JL_FIELD_CHOICE] = "",
		[JL_FIELD_TEXTS] = "list of texts",
		[JL_FIELD_IDS] = "list of ids",
		[JL_FIELD_OBJECT] = "object",
		[JL_FIELD_OBJECTS] = "list of objects",
		[JL_FIELD_PAIRS] = "object of texts",
	};

	return types[field->kind];
}

static void print_shape(const struct jl_shape *shape, int depth, FILE *out)
{
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		int indent = 2 + 2 * depth;
		bool is_first = true;

		fprintf(out, "%*s%-*s %s", indent, "", 22 - indent, f->key,
			type_of(f));
		for (size_t k = 0; f->kind == JL_FIELD_CHOICE && f->choices[k];
			k++) {
			if (!*f->choices[k])
				continue;
			fprintf(out, "%s%s", is_first ? "" : " | ",
				f->choices[k]);
			is_first = false;
		}
		if (f->flags & JL_REQUIRED)
			fputs(", required", out);
		fputc('\n', out);
		if (f->help)
			fprintf(out, "%*s%s\n", 23, "", f->help);
		/* The columns of a map are all alike: once is enough. */
		if (f->shape && !(f->flags & JL_SHORT && i > 0))
			print_shape(f->shape, depth + 1, out);
	}
}

static bool one_kind(const char *word, FILE *out)
{
	bool is_ledger = strcmp(word, jl_kinds[JL_KIND_SETTINGS].name) == 0;
	enum jl_kind kind = is_ledger ? JL_KIND_SETTINGS
				      : jl_kind_named(word, strlen(word));

	if (kind == JL_KINDS)
		return false;
	if (is_ledger)
		fputs("ledger.json\n", out);
	else
		fprintf(out, "%s/ID.json\n", jl_kinds[kind].folder);
	print_shape(jl_kinds[kind].shape, 0, out);
	fputs("\nids: small letters, digits, dots, dashes; durations: 30s "
	      "20min "
	      "24h 5d 2wk; dates:\n2026-09-30, and until is the first day that "
	      "does not count any more\n",
		out);
	return true;
}

static void selectors(FILE *out)
{
	fputs("What status, list, who, report and check are asked about:\n\n"
	      "  delay-refund              a journey\n"
	      "  delay-*                   journeys whose ids begin so\n"
	      "  delay-refund/refund-time  a KPI of a journey\n"
	      "  owner:ana.ruiz            journeys that she owns on that day\n"
	      "  function:finance          journeys in which it delivers a "
	      "step, or is a stakeholder\n\n"
	      "Several together select all of theirs; none selects all that "
	      "are not retired.\n\n"
	      "What set, edit and check are told to look at:\n\n"
	      "  delay-refund              a journey, or its file\n"
	      "  person:ana.ruiz           a person; function:, metric: and "
	      "map: likewise\n"
	      "  delay-refund/refund-time  set: a KPI of a journey\n",
		out);
}

static void print_topic(const void *data, bool has_color, FILE *out)
{
	const char *topic = data;
	const struct jl_cmd *cmd = topic ? jl_cmd_find(topic) : NULL;

	(void)has_color;
	if (!topic)
		all_commands(out);
	else if (cmd)
		jl_cmd_help(cmd, out);
	else if (strcmp(topic, "rules") == 0)
		all_rules(out);
	else if (strcmp(topic, "selectors") == 0)
		selectors(out);
	else if (!one_kind(topic, out))
		one_rule(topic, out);
}

static bool is_rule(const char *word)
{
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++)
			if (strcmp(jl_rule_families[f]->rules[i].id, word) == 0)
				return true;
	return false;
}

static bool is_topic(const char *word)
{
	return jl_cmd_find(word) || strcmp(word, "rules") == 0 ||
	       strcmp(word, "selectors") == 0 ||
	       strcmp(word, jl_kinds[JL_KIND_SETTINGS].name) == 0 ||
	       jl_kind_named(word, strlen(word)) != JL_KINDS || is_rule(word);
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct help_args *a = args;
	const char *near;

	if (a->is_man && n == 0) {
		jl_man_names(ctx->out);
		return 0;
	}
	if (a->is_man)
		return jl_man_page(operands[0], ctx->out)
			       ? 0
			       : jl_fail(&ctx->error, JL_EUSAGE,
					 "there is no page '%.60s'; 'jledger "
					 "help --man' lists them",
					 operands[0]);
	if (n > 0 && !is_topic(operands[0])) {
		near = jl_cmd_nearest(operands[0]);
		jl_fail(&ctx->error, JL_EUSAGE,
			"there is no command, kind or rule '%.60s'",
			operands[0]);
		return jl_suggest(&ctx->error, near);
	}
	return jl_ctx_write(ctx, print_topic, n > 0 ? operands[0] : NULL);
}

const struct jl_cmd jl_cmd_help_cmd = {
	.name = "help",
	.usage = "help [COMMAND | KIND | selectors | rules | RULE] | --man "
		 "[PAGE]",
	.summary = "Explain a command, what a file says, or a rule of check.",
	.most = 1,
	.operands = {JL_OPERAND_TOPIC},
	.heeds = JL_HEEDS_OUTPUT,
	.opts = opts,
	.args_size = sizeof(struct help_args),
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* help: the commands, one command, the rules, one rule. */
#include "cli/commands.h"

#include "journeys/check.h"

#include <string.h>

static void all_commands(FILE *out)
{
	fputs("usage: jledger [-C DIR] COMMAND [SELECTOR...] [OPTIONS]\n\n"
	      "A ledger of customer journeys in git: who was in charge of\n"
	      "what was measured.\n",
		out);
	for (size_t g = 0; g < jl_n_cmd_groups; g++) {
		fprintf(out, "\n%s\n", jl_cmd_groups[g].title);
		for (size_t i = 0; i < jl_cmd_groups[g].n; i++)
			fprintf(out, "  %-9s %s\n",
				jl_cmd_groups[g].commands[i]->name,
				jl_cmd_groups[g].commands[i]->summary);
	}
	fputs("\n'jledger help COMMAND' tells more, 'jledger help rules' lists "
	      "what check looks for.\n",
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

			fprintf(out, "  %-22s %-8s %s\n", rule->id,
				jl_severity_names[rule->severity],
				rule->summary);
		}
	}
}

static bool one_rule(const char *id, FILE *out)
{
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++) {
			const struct jl_rule *rule =
				&jl_rule_families[f]->rules[i];

			if (strcmp(rule->id, id) != 0)
				continue;
			fprintf(out, "%s (%s, %s)\n%s\n", rule->id,
				jl_rule_families[f]->name,
				jl_severity_names[rule->severity],
				rule->summary);
			if (rule->hint)
				fprintf(out, "To mend it: %s.\n", rule->hint);
			return true;
		}
	return false;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct jl_cmd *cmd = n > 0 ? jl_cmd_find(operands[0]) : NULL;
	const char *near;

	(void)args;
	if (n == 0) {
		all_commands(ctx->out);
	} else if (cmd) {
		jl_cmd_help(cmd, ctx->out);
	} else if (strcmp(operands[0], "rules") == 0) {
		all_rules(ctx->out);
	} else if (!one_rule(operands[0], ctx->out)) {
		near = jl_cmd_nearest(operands[0]);
		return jl_fail(&ctx->error, JL_EUSAGE,
			"there is no command or rule '%.60s'%s%s%s",
			operands[0], near ? "; did you mean '" : "",
			near ? near : "", near ? "'?" : "");
	}
	return 0;
}

const struct jl_cmd jl_cmd_help_cmd = {
	.name = "help",
	.usage = "help [COMMAND | rules | RULE]",
	.summary = "Explain the commands, or the rules of check.",
	.run = run,
};

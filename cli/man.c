/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The sections of a manual page, each from its table. */
#include "cli/man.h"

#include "cli/commands.h"
#include "cli/settings.h"
#include "journeys/check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Text for roff: a backslash, and a dot or quote that begins a line, say
 * something to it; and its hyphen is no minus. */
static void add_text(FILE *out, const char *text)
{
	bool is_start = true;

	for (const char *p = text; *p; p++) {
		if (is_start && (*p == '.' || *p == '\''))
			fputs("\\&", out);
		if (*p == '\\')
			fputs("\\e", out);
		else if (*p == '-')
			fputs("\\-", out);
		else if (*p == '^')
			fputs("\\(ha", out);
		else if (*p == '~')
			fputs("\\(ti", out);
		else
			fputc(*p, out);
		is_start = *p == '\n';
	}
}

static void add_line(FILE *out, const char *text)
{
	add_text(out, text);
	fputc('\n', out);
}

/* Sentences are lines of their own, as man pages have them; line breaks of
 * the help are no more than white space. */
static void add_sentences(FILE *out, const char *text)
{
	struct jl_str line = JL_STR_INIT;

	for (const char *p = text; *p; p++) {
		bool is_end = (*p == '.' || *p == '?') &&
			      (p[1] == ' ' || p[1] == '\n') && line.len > 0 &&
			      !(p[-1] == '.' || p[-1] == ' ');

		if (*p == '\n' || (*p == ' ' && line.len == 0)) {
			if (line.len && line.text[line.len - 1] != ' ')
				jl_str_addc(&line, ' ');
		} else {
			jl_str_addc(&line, *p);
		}
		if (is_end) {
			add_line(out, jl_str_text(&line));
			jl_str_clear(&line);
		}
	}
	while (line.len && line.text[line.len - 1] == ' ')
		jl_str_cut(&line, line.len - 1);
	if (line.len)
		add_line(out, jl_str_text(&line));
	jl_str_release(&line);
}

static void add_section(FILE *out, const char *title)
{
	fprintf(out, ".SH %s\n", title);
}

static void add_head(FILE *out, const char *title, const char *section,
	const char *name, const char *summary)
{
	struct jl_str said = JL_STR_INIT;

	jl_str_add(&said, summary);
	if (said.len && said.text[said.len - 1] == '.')
		jl_str_cut(&said, said.len - 1);
	fputs(".TH \"", out);
	for (const char *c = title; *c; c++)
		fputc(toupper(*c), out);
	fprintf(out,
		"\" \"%s\" \"" JL_RELEASED "\" \"jledger " JL_VERSION "\"\n",
		section);
	add_section(out, "NAME");
	add_text(out, name);
	fputs(" \\- ", out);
	add_line(out, jl_str_text(&said));
	jl_str_release(&said);
}

static void add_option(FILE *out, const struct jl_opt *o)
{
	fputs(".TP\n\\fB", out);
	if (o->letter)
		fprintf(out, "\\-%c\\fR, \\fB", o->letter);
	fputs("\\-\\-", out);
	add_text(out, o->name);
	fputs("\\fR", out);
	if (o->value) {
		fputs(" \\fI", out);
		add_text(out, o->value);
		fputs("\\fR", out);
	}
	fputc('\n', out);
	add_line(out, o->help);
}

static void add_environment(FILE *out)
{
	add_section(out, "ENVIRONMENT");
	for (size_t i = 0; i < JL_SETTINGS; i++) {
		const struct jl_setting *s = &jl_settings[i];

		fprintf(out, ".TP\n\\fB%s\\fR\n", s->env);
		add_text(out, s->help);
		fputs(".\n", out);
		if (s->key) {
			fputs("Also \\fB", out);
			add_text(out, s->key);
			fputs("\\fR in git's configuration of the user", out);
			for (size_t k = 0; s->also[k]; k++) {
				fputs(", or \\fB", out);
				add_text(out, s->also[k]);
				fputs("\\fR", out);
			}
			fputs(".\n", out);
		}
	}
	fputs(".TP\n\\fBNO_COLOR\\fR\nWhen it is not empty, no colour unless "
	      "asked for.\n",
		out);
}

static void add_exit_status(FILE *out)
{
	static const char *const codes[] = {"done",
		"done, and the answer is no (findings, refused rows)", "usage",
		"invalid input, nothing done",
		"the environment (repository, disk, permission)",
		"a fault of jledger's own"};

	add_section(out, "EXIT STATUS");
	for (size_t i = 0; i < JL_COUNT(codes); i++) {
		fprintf(out, ".TP\n\\fB%zu\\fR\n", i);
		add_line(out, codes[i]);
	}
}

static void add_see_also(FILE *out, const char *first)
{
	add_section(out, "SEE ALSO");
	fprintf(out,
		"%s.BR git (1),\n.BR jledger\\-ledger (5),\n"
		".BR jledger\\-rules (7)\n",
		first);
}

static void command_page(const struct jl_cmd *cmd, FILE *out)
{
	char *name = jl_xasprintf("jledger-%s", cmd->name);

	add_head(out, name, "1", name, cmd->summary);
	add_section(out, "SYNOPSIS");
	fputs("\\fBjledger\\fR ", out);
	add_sentences(out, cmd->usage);
	if (cmd->help) {
		add_section(out, "DESCRIPTION");
		add_sentences(out, cmd->help);
	}
	add_section(out, "OPTIONS");
	for (const struct jl_opt *o = cmd->opts; o && o->name; o++)
		add_option(out, o);
	for (const struct jl_opt *o = jl_common_opts; o->name; o++)
		if (jl_cmd_heeds(cmd, o))
			add_option(out, o);
	add_exit_status(out);
	add_see_also(out, ".BR jledger (1),\n");
	free(name);
}

static void main_page(FILE *out)
{
	add_head(out, "jledger", "1", "jledger",
		"a ledger of customer journeys in git");
	add_section(out, "SYNOPSIS");
	fputs("\\fBjledger\\fR ", out);
	add_line(out, "[-C DIR] COMMAND [SELECTOR...] [OPTIONS]");
	add_section(out, "DESCRIPTION");
	add_sentences(out,
		"Journeys have named owners, with dates; what customers met is "
		"measured and joined to whoever was in charge when it "
		"happened. Definitions and import receipts are files of a git "
		"repository; what is derived from them can be made anew at "
		"any time.");
	add_section(out, "COMMANDS");
	for (size_t g = 0; g < jl_n_cmd_groups; g++)
		for (size_t i = 0; i < jl_cmd_groups[g].n; i++) {
			const struct jl_cmd *cmd = jl_cmd_groups[g].commands[i];

			fputs(".TP\n\\fBjledger\\-", out);
			add_text(out, cmd->name);
			fputs("\\fR(1)\n", out);
			add_line(out, cmd->summary);
		}
	add_section(out, "OPTIONS");
	fputs(".TP\n\\fB\\-C\\fR \\fIDIR\\fR\nwork in that folder\n", out);
	fputs(".TP\n\\fB\\-\\-version\\fR\nsay which version this is\n", out);
	for (const struct jl_opt *o = jl_common_opts; o->name; o++)
		add_option(out, o);
	add_environment(out);
	add_section(out, "FILES");
	fputs(".TP\n\\fIledger.json\\fR\nmakes a git repository a ledger; see\n"
	      ".BR jledger\\-ledger (5)\n"
	      ".TP\n\\fI.jledger/\\fR\nwhat is derived; it may be removed\n",
		out);
	add_exit_status(out);
	add_see_also(out, "");
}

/* ---- jledger-ledger(5) ---- */

static void add_fields(FILE *out, const struct jl_shape *shape)
{
	for (size_t i = 0; i < shape->n; i++) {
		const struct jl_field *f = &shape->fields[i];
		const char *comma = "";

		fputs(".TP\n\\fB", out);
		add_text(out, f->key);
		fputs("\\fR", out);
		fprintf(out, "%s\n",
			f->flags & JL_REQUIRED ? " (required)" : "");
		add_text(out, f->help ? f->help : "");
		if (f->kind == JL_FIELD_CHOICE) {
			fputs(f->help ? "; one of " : "one of ", out);
			for (size_t k = 0; f->choices[k]; k++) {
				if (!*f->choices[k])
					continue;
				fputs(comma, out);
				add_text(out, f->choices[k]);
				comma = ", ";
			}
		} else if (!f->help) {
			fputs(f->shape ? "see below" : "\\&", out);
		}
		fputc('\n', out);
		/* The columns of a map are all alike: once is enough. */
		if (f->shape && !(f->flags & JL_SHORT && i > 0)) {
			fputs(".RS\n", out);
			add_fields(out, f->shape);
			fputs(".RE\n", out);
		}
	}
}

static void ledger_page(FILE *out)
{
	add_head(out, "jledger-ledger", "5", "jledger-ledger",
		"the files of a ledger of customer journeys");
	add_section(out, "DESCRIPTION");
	add_sentences(out,
		"A ledger is a git repository with a ledger.json. Ids are up "
		"to 64 small letters, digits, dots and dashes, and never "
		"change. Durations are written 30s, 20min, 24h, 5d, 2wk. Dates "
		"are 2026-09-30, and until is the first day that does not "
		"count any more.");
	for (int kind = 0; kind < JL_KINDS; kind++) {
		fputs(".SH ", out);
		if (kind == JL_KIND_SETTINGS)
			fputs("LEDGER.JSON\n", out);
		else
			fprintf(out, "%s/ID.JSON\n", jl_kinds[kind].folder);
		add_fields(out, jl_kinds[kind].shape);
	}
	add_see_also(out, ".BR jledger (1),\n");
}

/* ---- jledger-rules(7) ---- */

static void rules_page(FILE *out)
{
	add_head(out, "jledger-rules", "7", "jledger-rules",
		"what jledger check looks for");
	add_section(out, "DESCRIPTION");
	add_sentences(out,
		"Each rule has an id. What is an error in a journey that is in "
		"force is a warning in a draft, but for what makes a file no "
		"definition at all. 'jledger help RULE' shows a "
		"rule with an example of wrong and right.");
	for (size_t f = 0; f < jl_n_rule_families; f++) {
		fputs(".SH ", out);
		add_line(out, jl_rule_families[f]->name);
		for (size_t i = 0; i < jl_rule_families[f]->n; i++) {
			const struct jl_rule *rule =
				&jl_rule_families[f]->rules[i];

			fputs(".TP\n\\fB", out);
			add_text(out, rule->id);
			fprintf(out, "\\fR (%s)\n",
				jl_severity_names[rule->severity]);
			add_line(out, rule->summary);
			if (rule->hint) {
				fputs("To mend it: ", out);
				add_text(out, rule->hint);
				fputs(".\n", out);
			}
		}
	}
	add_see_also(out, ".BR jledger\\-check (1),\n");
}

static const struct {
	const char *name;
	void (*write)(FILE *out);
} pages[] = {
	{"jledger.1", main_page},
	{"jledger-ledger.5", ledger_page},
	{"jledger-rules.7", rules_page},
};

bool jl_man_page(const char *name, FILE *out)
{
	for (size_t i = 0; i < JL_COUNT(pages); i++)
		if (strcmp(pages[i].name, name) == 0) {
			pages[i].write(out);
			return true;
		}
	for (size_t g = 0; g < jl_n_cmd_groups; g++)
		for (size_t i = 0; i < jl_cmd_groups[g].n; i++) {
			const struct jl_cmd *cmd = jl_cmd_groups[g].commands[i];
			char *own = jl_xasprintf("jledger-%s.1", cmd->name);
			bool is_it = strcmp(own, name) == 0;

			free(own);
			if (is_it) {
				command_page(cmd, out);
				return true;
			}
		}
	return false;
}

void jl_man_names(FILE *out)
{
	for (size_t i = 0; i < JL_COUNT(pages); i++)
		fprintf(out, "%s\n", pages[i].name);
	for (size_t g = 0; g < jl_n_cmd_groups; g++)
		for (size_t i = 0; i < jl_cmd_groups[g].n; i++)
			fprintf(out, "jledger-%s.1\n",
				jl_cmd_groups[g].commands[i]->name);
}

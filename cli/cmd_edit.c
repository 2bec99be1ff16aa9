/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * edit: a definition in the user's own editor. The text is edited beside the
 * ledger, checked when the editor closes, and takes its place only when it is
 * right. Otherwise the editor opens again with the findings on top; whoever
 * closes it without a change gives up, and the text is kept for the next time.
 */
#include "cli/commands.h"

#include "cli/settings.h"
#include "cli/target.h"
#include "cli/write.h"
#include "core/file.h"
#include "core/proc.h"
#include "core/term.h"
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct edit_args {
	const char *message;
};

static const struct jl_opt opts[] = {
	{"message", 'm', JL_OPT_TEXT, offsetof(struct edit_args, message),
		"WHY", "record it at once, with this reason", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* Lines of findings begin with it; JSON never does. */
#define MARK "// "

struct editing {
	struct jl_ctx *ctx;
	const struct edit_args *args;
	enum jl_kind kind;
	char *path, *full;  /* of the definition */
	char *scratch;	    /* where it is edited */
	char *before;	    /* the definition as it stands */
	struct jl_str text; /* as it was edited last, without findings */
	struct jl_str findings;
	char *editor;
};

/* *editor is NULL without a terminal, where none was named. */
static int choose_editor(struct jl_ctx *ctx, char **editor)
{
	const char *source;
	int rc =
		jl_setting_get(JL_SETTING_EDITOR, editor, &source, &ctx->error);

	if (rc == 0 && strcmp(source, "default") == 0 &&
		!jl_is_terminal(stdin)) {
		free(*editor);
		*editor = NULL;
	}
	return rc;
}

static int find_file(struct editing *e, const char *word)
{
	struct jl_ctx *ctx = e->ctx;
	struct jl_target target;
	size_t len;
	int rc = jl_target_parse(ctx, word, &target);

	if (rc < 0)
		return rc;
	e->kind = target.kind;
	e->path = jl_definition_path(target.kind, target.id);
	e->full = jl_path_join(jl_repo_top(ctx->repo), e->path);
	rc = jl_file_read(
		e->full, JL_DEFINITION_MAX, &e->before, &len, &ctx->error);
	if (rc == JL_ENOTFOUND)
		rc = jl_no_definition(ctx, target.kind, target.id);
	jl_target_release(&target);
	return rc;
}

/* Takes the lines of findings off the top of what was edited. */
static int read_edited(struct editing *e)
{
	char *text = NULL;
	const char *from;
	size_t len;
	int rc = jl_file_read(
		e->scratch, JL_DEFINITION_MAX, &text, &len, &e->ctx->error);

	if (rc < 0)
		return rc;
	from = text;
	while (strncmp(from, MARK, strlen(MARK)) == 0) {
		const char *end = strchr(from, '\n');

		from = end ? end + 1 : from + strlen(from);
	}
	jl_str_clear(&e->text);
	jl_str_addn(&e->text, from, len - (size_t)(from - text));
	free(text);
	return 0;
}

static int write_scratch(struct editing *e)
{
	struct jl_str all = JL_STR_INIT;
	int rc;

	jl_str_addn(&all, jl_str_text(&e->findings), e->findings.len);
	jl_str_addn(&all, jl_str_text(&e->text), e->text.len);
	rc = jl_file_write(
		e->scratch, NULL, jl_str_text(&all), all.len, &e->ctx->error);
	jl_str_release(&all);
	return rc;
}

/* Beside the cache, where git does not look. A text that is there from the last
 * time is opened again: nothing that was typed is lost. */
static int open_scratch(struct editing *e)
{
	char *folder = NULL, *name = jl_xstrdup(e->path);
	int rc = jl_private_folder(e->ctx->repo, &folder, &e->ctx->error);

	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '-';
	if (rc == 0) {
		e->scratch = jl_xasprintf("%s/edit-%s", folder, name);
		if (jl_file_exists(e->scratch))
			fprintf(e->ctx->err,
				"jledger: going on with what was not finished "
				"the last time\n");
		else {
			jl_str_add(&e->text, e->before);
			rc = write_scratch(e);
		}
	}
	free(folder);
	free(name);
	return rc;
}

/* What is wrong with the text, as lines for its top; their number moves the
 * lines that they name. */
static int check(struct editing *e)
{
	struct jl_overlay overlay = {
		e->path, jl_str_text(&e->text), e->text.len};
	struct jl_ledger *ledger = NULL;
	size_t n = 0;
	int rc = jl_ledger_load_work(
		e->ctx->repo, &overlay, &ledger, &e->ctx->error);

	jl_str_clear(&e->findings);
	if (rc < 0)
		return rc;
	jl_check_run(ledger, e->ctx->today, NULL);
	for (size_t i = 0; i < ledger->findings.n; i++)
		n += jl_finding_blocks(&ledger->findings.v[i]) &&
		     strcmp(ledger->findings.v[i].path, e->path) == 0;
	for (size_t i = 0; i < ledger->findings.n; i++) {
		const struct jl_finding *f = &ledger->findings.v[i];

		if (!jl_finding_blocks(f) || strcmp(f->path, e->path) != 0)
			continue;
		jl_str_addf(&e->findings, MARK "line %zu, column %zu: %s%s%s\n",
			f->line + n + 1, f->column, f->sentence,
			*f->hint ? "; " : "", f->hint);
	}
	if (n)
		jl_str_add(&e->findings,
			MARK "mend it and save, or close without a change to "
			     "give up\n");
	jl_ledger_free(ledger);
	return 0;
}

/* Round after round, until it is right or nothing changes any more. */
static int edit(struct editing *e, bool *is_right)
{
	char *last = NULL;
	int rc = 0;

	*is_right = false;
	while (rc == 0 && !*is_right) {
		rc = jl_run_with(e->editor, e->scratch, &e->ctx->error);
		if (rc == 0)
			rc = read_edited(e);
		if (rc == 0)
			rc = check(e);
		if (rc < 0)
			break;
		*is_right = e->findings.len == 0;
		if (last && strcmp(last, jl_str_text(&e->text)) == 0)
			break;
		free(last);
		last = jl_xstrdup(jl_str_text(&e->text));
		if (!*is_right)
			rc = write_scratch(e);
	}
	free(last);
	return rc;
}

static int take_over(struct editing *e)
{
	struct jl_ctx *ctx = e->ctx;
	struct jl_new_file file = {
		e->path, jl_str_text(&e->text), e->text.len, e->before};
	char *message = e->args->message ? jl_xasprintf("edit %s\n\n%s\n",
						   e->path, e->args->message)
					 : NULL;
	int rc = 0;

	if (strcmp(e->before, jl_str_text(&e->text)) == 0) {
		fprintf(ctx->out, "%s: nothing was changed\n", e->path);
	} else {
		rc = jl_write_definitions(ctx, &file, 1, message, false);
		if (rc == 0)
			fprintf(ctx->out, "%s: changed%s\n", e->path,
				message ? ""
					: " (not recorded yet: 'jledger "
					  "commit')");
	}
	if (rc == 0)
		jl_file_remove(e->scratch, &ctx->error);
	free(message);
	return rc;
}

static int give_up(struct editing *e)
{
	fputs(jl_str_text(&e->findings), e->ctx->err);
	fprintf(e->ctx->err,
		"jledger: %s was not changed; your text is kept, and 'jledger "
		"edit' goes on with it\n",
		e->path);
	return JL_EXIT_INVALID;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct editing e = {.ctx = ctx, .args = args};
	bool is_right = false;
	int rc;

	if (n != 1)
		return jl_fail(
			&ctx->error, JL_EUSAGE, "edit takes one definition");
	rc = choose_editor(ctx, &e.editor);
	if (rc == 0 && !e.editor)
		rc = jl_fail(&ctx->error, JL_EUSAGE,
			"edit needs a terminal, or an editor named by EDITOR; "
			"'jledger set' changes a definition without one");
	if (rc == 0)
		rc = find_file(&e, operands[0]);
	if (rc == 0)
		rc = open_scratch(&e);
	if (rc == 0)
		rc = edit(&e, &is_right);
	if (rc == 0)
		rc = is_right ? take_over(&e) : give_up(&e);
	jl_str_release(&e.text);
	jl_str_release(&e.findings);
	free(e.path);
	free(e.full);
	free(e.scratch);
	free(e.before);
	free(e.editor);
	return rc;
}

const struct jl_cmd jl_cmd_edit = {
	.name = "edit",
	.usage = "edit JOURNEY|KIND:ID [-m WHY]",
	.summary =
		"Change a definition in your editor; it is checked on close.",
	.most = 1,
	.operands = {JL_OPERAND_DEFINITION},
	.help = "The editor is that of 'jledger config editor', GIT_EDITOR, "
		"VISUAL or EDITOR. A text with errors\nis opened again with "
		"the findings "
		"on top; closed without a change it is kept for the\nnext "
		"time, and the definition stays as it was.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct edit_args),
	.run = run,
};

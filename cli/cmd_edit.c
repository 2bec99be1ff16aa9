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
#include "core/placing.h"
#include "core/proc.h"
#include "core/term.h"
#include "journeys/check.h"
#include "journeys/merge.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct edit_args {
	const char *message;
	bool is_restarted;
};

static const struct jl_opt opts[] = {
	{"message", 'm', JL_OPT_TEXT, offsetof(struct edit_args, message),
		"WHY", "record it at once, with this reason", NULL},
	{"restart", 0, JL_OPT_FLAG, offsetof(struct edit_args, is_restarted),
		NULL, "drop the text that was kept the last time", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* Lines of findings begin with it; JSON never does. */
#define MARK "// "

struct editing {
	struct jl_ctx *ctx;
	const struct edit_args *args;
	enum jl_kind kind;
	char *path;    /* of the definition */
	char *scratch; /* where it is edited, from the top */
	char *start;   /* where the text is kept that it began from */
	char *base;    /* that text */
	char *before;  /* the definition as it stands */
	size_t before_len;
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

	if (rc == 0 && source == jl_setting_default && !jl_is_terminal(stdin)) {
		free(*editor);
		*editor = NULL;
	}
	return rc;
}

/* The definition as it stands. */
static int read_again(struct editing *e)
{
	free(e->before);
	e->before = NULL;
	return jl_read_for_change(e->ctx, e->path, &e->before, &e->before_len);
}

static int find_file(struct editing *e, const char *word)
{
	struct jl_ctx *ctx = e->ctx;
	struct jl_target target;
	int rc = jl_target_parse(ctx, word, &target);

	if (rc < 0)
		return rc;
	e->kind = target.kind;
	rc = jl_definition_work_path(
		ctx->repo, target.kind, target.id, &e->path, &ctx->error);
	if (rc == 0)
		rc = read_again(e);
	if (rc == 0 && !e->before)
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
	int rc = jl_work_read(jl_repo_top(e->ctx->repo), e->scratch,
		JL_DEFINITION_MAX, &text, &len, &e->ctx->error);

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

/* In one step: an editor may look at it. */
static int write_aside(
	struct editing *e, const char *path, const char *text, size_t len)
{
	const char *top = jl_repo_top(e->ctx->repo);
	char *temporary = jl_xasprintf("%s.%ld.tmp", path, (long)getpid());
	int rc =
		jl_work_create(top, temporary, NULL, text, len, &e->ctx->error);

	if (rc == 0)
		rc = jl_work_move(top, temporary, path, &e->ctx->error);
	free(temporary);
	return rc;
}

static int write_scratch(struct editing *e)
{
	struct jl_str all = JL_STR_INIT;
	int rc;

	jl_str_addn(&all, jl_str_text(&e->findings), e->findings.len);
	jl_str_addn(&all, jl_str_text(&e->text), e->text.len);
	rc = write_aside(e, e->scratch, jl_str_text(&all), all.len);
	jl_str_release(&all);
	return rc;
}

/* Begins with the definition as it stands, and remembers that. */
static int begin(struct editing *e)
{
	int rc = write_aside(e, e->start, e->before, strlen(e->before));

	e->base = jl_xstrdup(e->before);
	jl_str_add(&e->text, e->before);
	return rc == 0 ? write_scratch(e) : rc;
}

/* Goes on with a text that is there from the last time: nothing that was typed
 * is lost. */
static int go_on(struct editing *e)
{
	size_t len;
	int rc = jl_work_read(jl_repo_top(e->ctx->repo), e->start,
		JL_DEFINITION_MAX, &e->base, &len, &e->ctx->error);

	if (rc == 0)
		rc = read_edited(e);
	if (rc == 0)
		fputs("jledger: going on with what was not finished the last "
		      "time (--restart begins anew)\n",
			e->ctx->err);
	return rc;
}

static void drop_scratch(struct editing *e)
{
	const char *top = jl_repo_top(e->ctx->repo);
	struct jl_error
		ignored; /* the next edit goes on with it, and says so */

	jl_work_remove(top, e->scratch, &ignored);
	jl_work_remove(top, e->start, &ignored);
}

/* Where git does not look. Its name holds the birth of the folder: a text that
 * came with a clone or a copy is nobody's unfinished edit. */
static int open_scratch(struct editing *e)
{
	const char *top = jl_repo_top(e->ctx->repo);
	char *folder = NULL, *name = jl_xstrdup(e->path);
	enum jl_work_kind text = JL_WORK_NOTHING, start = JL_WORK_NOTHING;
	int rc = jl_private_folder(e->ctx->repo, &folder, &e->ctx->error);
	uint64_t birth;

	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '-';
	birth = folder ? jl_folder_birth(folder) : 0;
	e->scratch = jl_xasprintf(
		JL_PRIVATE "/edit-%08x-%s", (uint32_t)(birth >> 16), name);
	e->start = jl_xasprintf("%s.start", e->scratch);
	if (rc == 0 && e->args->is_restarted)
		drop_scratch(e);
	if (rc == 0)
		rc = jl_work_look(top, e->scratch, &text, &e->ctx->error);
	if (rc == 0)
		rc = jl_work_look(top, e->start, &start, &e->ctx->error);
	if (rc == 0)
		rc = text == JL_WORK_FILE && start == JL_WORK_FILE ? go_on(e)
								   : begin(e);
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
		jl_str_addf(&e->findings,
			MARK "line %zu, column %zu: %s%s%s [%s]\n",
			f->line + n + 1, f->column, f->sentence,
			*f->hint ? "; " : "", f->hint, f->rule);
	}
	if (n)
		jl_str_add(&e->findings,
			MARK "mend it and save, or close without a change to "
			     "give up\n");
	jl_ledger_free(ledger);
	return 0;
}

/* An editor that failed before anything was typed leaves nothing to go on
 * with. */
static void forget_untouched(struct editing *e)
{
	struct jl_error first = e->ctx->error;

	if (read_edited(e) == 0 && strcmp(jl_str_text(&e->text), e->base) == 0)
		drop_scratch(e);
	e->ctx->error = first;
}

/* Round after round, until it is right or nothing changes any more. */
static int edit(struct editing *e, bool *is_right)
{
	char *full = jl_path_join(jl_repo_top(e->ctx->repo), e->scratch);
	char *last = NULL;
	int rc = 0;

	*is_right = false;
	while (rc == 0 && !*is_right) {
		rc = jl_run_with(e->editor, full, &e->ctx->error);
		if (rc < 0)
			forget_untouched(e);
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
	free(full);
	return rc;
}

/*
 * What others did to the definition since the text was begun is merged in, by
 * id and field. JL_EINVALID when both changed the same, which is said; the text
 * is kept.
 */
static int merge_in(struct editing *e)
{
	struct jl_merge_text base = {e->base, strlen(e->base)};
	struct jl_merge_text now = {e->before, strlen(e->before)};
	struct jl_merge_text mine = {jl_str_text(&e->text), e->text.len};
	struct jl_merge merge = {0};
	bool is_merged;

	if (strcmp(e->base, e->before) == 0)
		return 0;
	is_merged = jl_merge_definitions(e->kind, &base, &now, &mine, &merge);
	if (is_merged && merge.n == 0) {
		jl_str_release(&e->text);
		e->text = merge.text;
		merge.text = (struct jl_str)JL_STR_INIT;
	}
	for (size_t i = 0; is_merged && i < merge.n; i++) {
		fputs("  ", e->ctx->err);
		jl_put_harmless(e->ctx->err, merge.conflicts[i]);
		fputc('\n', e->ctx->err);
	}
	is_merged = is_merged && merge.n == 0;
	jl_merge_release(&merge);
	if (is_merged) {
		free(e->base);
		e->base = jl_xstrdup(e->before);
		fprintf(e->ctx->err,
			"jledger: %s was changed meanwhile; both changes are "
			"in it now\n",
			e->path);
		return 0;
	}
	return jl_fail(&e->ctx->error, JL_EINVALID,
		"%s was changed meanwhile in the same places ('here' is what "
		"stands there now, 'there' your text); your text is kept, and "
		"'jledger edit --restart' begins anew",
		e->path);
}

/* The edited text onto the definition as it stands by now. */
static int attempt(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct editing *e = data;
	struct jl_new_file file = {e->path};
	char *message = e->args->message ? jl_xasprintf("edit %s\n\n%s\n",
						   e->path, e->args->message)
					 : NULL;
	int rc = read_again(e);

	if (rc == 0 && !e->before)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%s was removed meanwhile; your text is kept", e->path);
	if (rc == 0 && e->before)
		rc = merge_in(e);
	file.text = jl_str_text(&e->text);
	file.len = e->text.len;
	file.before = e->before;
	file.before_len = e->before_len;
	if (rc == 0)
		rc = jl_write_definitions(
			ctx, writer, &file, 1, JL_OWN_FILES, message);
	free(message);
	return rc;
}

static int take_over(struct editing *e)
{
	bool is_changed = strcmp(jl_str_text(&e->text), e->base) != 0;
	int rc = 0;

	if (is_changed)
		rc = jl_attempt_write(e->ctx, "edit", false, attempt, e);
	if (rc == 0) {
		drop_scratch(e);
		fprintf(e->ctx->out, "%s: %s\n", e->path,
			!is_changed	   ? "nothing was changed"
			: e->args->message ? "changed"
					   : "changed (not recorded yet: "
					     "'jledger commit')");
	}
	return rc;
}

static int give_up(struct editing *e)
{
	fputs(jl_str_text(&e->findings), e->ctx->err);
	fprintf(e->ctx->err,
		"jledger: %s was not changed; your text is kept, and 'jledger "
		"edit' goes on with it ('jledger edit --restart' drops it)\n",
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
	free(e.scratch);
	free(e.start);
	free(e.base);
	free(e.before);
	free(e.editor);
	return rc;
}

const struct jl_cmd jl_cmd_edit = {
	.name = "edit",
	.usage = "edit JOURNEY|KIND:ID [--restart] [-m WHY]",
	.summary =
		"Change a definition in your editor; it is checked on close.",
	.most = 1,
	.operands = {JL_OPERAND_DEFINITION},
	.help = "The editor is that of 'jledger config editor': "
		"JLEDGER_EDITOR, "
		"jledger.editor, then\nGIT_EDITOR, core.editor, VISUAL, "
		"EDITOR, "
		"vi. A text with errors is opened again with the\nfindings on "
		"top; closed without a change it is kept for the next time, "
		"and "
		"the definition\nstays as it was. What others change meanwhile "
		"is merged in, by id and field.",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct edit_args),
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The schemas come from the parser's tables, the rest stands here. */
#include "cli/equip.h"

#include "core/worktree.h"
#include "journeys/schema.h"

#include <stdlib.h>
#include <string.h>

/* How what is ours and what the user has come together. */
enum how {
	HOW_LINES,   /* our lines are added where they are not there */
	HOW_IF_NONE, /* what the user has stays */
	HOW_REPLACE, /* it is ours */
};

static const char gitignore[] =
	"# What is derived, and what may hold customers' names.\n"
	"/.jledger/\n"
	"/incoming/\n"
	"# Large batches stay outside git; their hashes are in the receipts.\n"
	"/measures/*.csv.zst\n"
	"*.rejected.csv\n";
static const char gitattributes[] = "*.json text eol=lf\n"
				    "/measures/*.csv -text\n"
				    "/ledger.json merge=jledger\n"
				    "/people/**/*.json merge=jledger\n"
				    "/functions/**/*.json merge=jledger\n"
				    "/metrics/**/*.json merge=jledger\n"
				    "/journeys/**/*.json merge=jledger\n"
				    "/maps/**/*.json merge=jledger\n";
static const char editorconfig[] = "root = true\n"
				   "\n"
				   "[*.json]\n"
				   "charset = utf-8\n"
				   "end_of_line = lf\n"
				   "indent_style = space\n"
				   "indent_size = 2\n"
				   "insert_final_newline = true\n";

/* What the user has, with those of our lines that it lacks; yours to free. */
static char *with_lines(const char *have, const char *lines)
{
	struct jl_str out = JL_STR_INIT;
	char *copy = jl_xstrdup(lines);

	if (have)
		jl_str_add(&out, have);
	if (out.len && out.text[out.len - 1] != '\n')
		jl_str_addc(&out, '\n');
	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n"))
		if (!out.text || !strstr(out.text, line))
			jl_str_addf(&out, "%s\n", line);
	free(copy);
	return jl_str_detach(&out);
}

static int add(struct jl_ctx *ctx, struct jl_equipments *list, enum how how,
	const char *path, const char *text)
{
	struct jl_equipment *e;
	char *have = NULL;
	size_t len = 0;
	int rc = jl_repo_work_read(
		ctx->repo, path, JL_DEFINITION_MAX, &have, &len, &ctx->error);

	if (rc < 0 && rc != JL_ENOTFOUND && rc != JL_EINVALID)
		return rc;
	JL_GROW(list->v, list->n, list->cap);
	e = &list->v[list->n++];
	memset(e, 0, sizeof(*e));
	e->is_no_file = rc == JL_EINVALID;
	e->path = jl_xstrdup(path);
	e->text = how == HOW_LINES	       ? with_lines(have, text)
		  : how == HOW_IF_NONE && have ? jl_xstrdup(have)
					       : jl_xstrdup(text);
	e->len = strlen(e->text);
	e->is_stale =
		have && (len != e->len || memcmp(have, e->text, len) != 0);
	e->before = have;
	e->before_len = len;
	return 0;
}

/* Each kind's files and the schema that they obey. */
static char *vscode_settings(void)
{
	struct jl_str out = JL_STR_INIT;

	jl_str_add(&out, "{\n  \"json.schemas\": [");
	for (int kind = 0; kind < JL_KINDS; kind++)
		jl_str_addf(&out,
			"%s\n    { \"fileMatch\": [\"/%s%s\"], \"url\": "
			"\"./schema/%s.json\" }",
			kind ? "," : "", jl_kinds[kind].folder,
			kind == JL_KIND_SETTINGS ? "ledger.json" : "/**/*.json",
			jl_kinds[kind].name);
	jl_str_add(&out, ",\n    { \"fileMatch\": [\"/" JL_MEASURES
			 "/*.json\"], \"url\": \"./schema/receipt.json\" },\n"
			 "    { \"fileMatch\": [\"/" JL_RETRACTIONS
			 "/*.json\"], \"url\": \"./schema/retraction.json\" }\n"
			 "  ]\n}\n");
	return jl_str_detach(&out);
}

static int add_schema(struct jl_ctx *ctx, struct jl_equipments *list,
	const char *name, const struct jl_shape *shape)
{
	struct jl_str text = JL_STR_INIT;
	char *path = jl_xasprintf("schema/%s.json", name);
	char *title = jl_xasprintf("jledger: %s", name);
	int rc;

	jl_schema_write(shape, title, &text);
	rc = add(ctx, list, HOW_REPLACE, path, jl_str_text(&text));
	jl_str_release(&text);
	free(path);
	free(title);
	return rc;
}

int jl_equipment_list(struct jl_ctx *ctx, struct jl_equipments *list)
{
	char *settings = vscode_settings();
	int rc = add(ctx, list, HOW_LINES, ".gitattributes", gitattributes);

	if (rc == 0)
		rc = add(ctx, list, HOW_LINES, ".gitignore", gitignore);
	if (rc == 0)
		rc = add(ctx, list, HOW_IF_NONE, ".editorconfig", editorconfig);
	if (rc == 0)
		rc = add(ctx, list, HOW_IF_NONE, ".vscode/settings.json",
			settings);
	for (int kind = 0; rc == 0 && kind < JL_KINDS; kind++)
		rc = add_schema(
			ctx, list, jl_kinds[kind].name, jl_kinds[kind].shape);
	if (rc == 0)
		rc = add_schema(ctx, list, "receipt", &jl_receipt_shape);
	if (rc == 0)
		rc = add_schema(ctx, list, "retraction", &jl_retraction_shape);
	free(settings);
	return rc;
}

void jl_equipment_release(struct jl_equipments *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].path);
		free(list->v[i].text);
		free(list->v[i].before);
	}
	free(list->v);
	memset(list, 0, sizeof(*list));
}

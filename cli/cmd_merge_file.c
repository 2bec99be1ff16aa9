/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* merge-file: git's merge driver for definitions. */
#include "cli/commands.h"

#include "core/file.h"
#include "journeys/merge.h"

#include <stdlib.h>
#include <string.h>

enum { BASE = 0, OURS = 1, THEIRS = 2, PATH = 3 };

/* "journeys/move.json" is a journey. */
static enum jl_kind kind_of(const char *path)
{
	const char *slash = strchr(path, '/');

	if (strcmp(path, "ledger.json") == 0)
		return JL_KIND_SETTINGS;
	for (int kind = JL_KIND_PERSON; slash && kind < JL_KINDS; kind++)
		if (strncmp(path, jl_kinds[kind].folder,
			    (size_t)(slash - path)) == 0 &&
			jl_kinds[kind].folder[slash - path] == '\0')
			return (enum jl_kind)kind;
	return JL_KINDS;
}

/* Where the definitions cannot be merged, the lines are, with git's marks. */
static int merge_lines(struct jl_ctx *ctx, char **texts, const char *ours)
{
	char *text = NULL;
	int rc = jl_text_merge(
		texts[BASE], texts[OURS], texts[THEIRS], &text, &ctx->error);

	if (rc == 0)
		rc = jl_file_write(ours, NULL, text, strlen(text), &ctx->error);
	if (rc == 0 && (strstr(text, "<<<<<<< ") || strstr(text, ">>>>>>> ")))
		rc = JL_EXIT_NO;
	free(text);
	return rc;
}

static int merge(struct jl_ctx *ctx, char **texts, const size_t *lens,
	char **names, enum jl_kind kind)
{
	struct jl_merge_text t[3];
	struct jl_merge merge;
	int rc = 0;

	for (int i = 0; i < 3; i++)
		t[i] = (struct jl_merge_text){texts[i], lens[i]};
	if (!jl_merge_definitions(kind, &t[BASE], &t[OURS], &t[THEIRS], &merge))
		return merge_lines(ctx, texts, names[OURS]);
	for (size_t i = 0; i < merge.n; i++) {
		struct jl_str harmless = JL_STR_INIT;

		jl_str_add_harmless(&harmless, merge.conflicts[i]);
		fprintf(ctx->err, "jledger: %s: %s\n", names[PATH],
			jl_str_text(&harmless));
		jl_str_release(&harmless);
	}
	if (merge.n) {
		rc = merge_lines(ctx, texts, names[OURS]);
		rc = rc < 0 ? rc : JL_EXIT_NO;
	} else {
		rc = jl_file_write(names[OURS], NULL, merge.text.text,
			merge.text.len, &ctx->error);
	}
	jl_merge_release(&merge);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	char *texts[3] = {NULL};
	size_t lens[3] = {0};
	enum jl_kind kind;
	int rc = 0;

	(void)args;
	if (n != 4)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"merge-file takes BASE, OURS, THEIRS and PATH");
	kind = kind_of(operands[PATH]);
	for (int i = 0; i < 3 && rc == 0; i++)
		rc = jl_file_read(operands[i], JL_DEFINITION_MAX, &texts[i],
			&lens[i], &ctx->error);
	if (rc == 0)
		rc = kind == JL_KINDS ? merge_lines(ctx, texts, operands[OURS])
				      : merge(ctx, texts, lens, operands, kind);
	for (int i = 0; i < 3; i++)
		free(texts[i]);
	return rc;
}

const struct jl_cmd jl_cmd_merge_file = {
	.name = "merge-file",
	.usage = "merge-file BASE OURS THEIRS PATH",
	.summary = "Merge two versions of a definition; git calls it.",
	.help = "The result takes the place of OURS. Members are merged by "
		"key, elements of lists by id,\ndated facts by their first "
		"day. A conflict is said in words, and the lines are marked "
		"as git\nmarks them; then the exit code is 1. 'jledger init' "
		"tells git to call it.",
	.most = 4,
	.run = run,
};

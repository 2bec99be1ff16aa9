/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Arguments to command to exit code. */
#include "cli/run.h"

#include "core/file.h"
#include "core/mem.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int exit_code(int rc)
{
	switch (rc) {
	case JL_EUSAGE:
		return JL_EXIT_USAGE;
	case JL_EINVALID:
	case JL_ENOTFOUND:
	case JL_EUNRECORDED:
		return JL_EXIT_INVALID;
	case JL_EENV:
	case JL_ERACE:
	case JL_EDAMAGED:
	case JL_ELOST:
	case JL_EUNABLE:
		return JL_EXIT_ENVIRONMENT;
	default:
		return rc < 0 ? JL_EXIT_BUG : rc;
	}
}

void jl_complain(struct jl_ctx *ctx, int rc, const char *command)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, ctx->error.message);
	fprintf(ctx->err, "jledger: %s\n", jl_str_text(&harmless));
	if (rc == JL_EUSAGE)
		fprintf(ctx->err, "jledger: 'jledger help%s%s' shows how\n",
			command ? " " : "", command ? command : "");
	jl_str_release(&harmless);
}

static void add_word(struct jl_ctx *ctx, const char *word)
{
	JL_GROW(ctx->words, ctx->n_words, ctx->words_cap);
	ctx->words[ctx->n_words++] = jl_xstrdup(word);
}

static void add_option(
	struct jl_ctx *ctx, const struct jl_opt *opt, const void *args)
{
	const char *at = (const char *)args + opt->offset;
	const char *value = NULL;
	bool is_set = false;
	char *name;

	if (opt->type == JL_OPT_FLAG) {
		memcpy(&is_set, at, sizeof(is_set));
	} else {
		memcpy(&value, at, sizeof(value));
		is_set = value != NULL;
	}
	if (!is_set)
		return;
	name = jl_xasprintf("--%s", opt->name);
	add_word(ctx, name);
	if (value)
		add_word(ctx, value);
	free(name);
}

/* The command as it can be given again: its own options, the day, its operands;
 * what only changes the looks of the answer is left out. */
static void record_words(struct jl_ctx *ctx, const struct jl_cmd *cmd,
	const void *args, char **operands, int n)
{
	char day[JL_DAY_TEXT];

	add_word(ctx, cmd->name);
	for (const struct jl_opt *opt = cmd->opts; opt && opt->name; opt++)
		add_option(ctx, opt, args);
	add_word(ctx, "--today");
	add_word(ctx, jl_day_format(ctx->today, day));
	if (n > 0)
		add_word(ctx, "--");
	for (int i = 0; i < n; i++)
		add_word(ctx, operands[i]);
}

static int run_once(struct jl_ctx *ctx, const struct jl_cmd *cmd, void *args,
	char **operands, int n)
{
	int rc;

	ctx->is_few = cmd->needs & JL_NEED_NAMED ||
		      (cmd->needs & JL_NEED_FEW && n > 0);
	ctx->operands = operands;
	ctx->n_operands = n;
	rc = jl_ctx_open(ctx, cmd->needs);
	if (rc == 0 && cmd->heeds == JL_HEEDS_ALL)
		record_words(ctx, cmd, args, operands, n);
	return rc < 0 ? rc : cmd->run(ctx, args, operands, n);
}

static void remove_cache(const char *folder)
{
	static const char *const names[] = {
		"cache.db", "cache.db-wal", "cache.db-shm"};
	struct jl_error ignored; /* a folder that stays harms nobody */

	for (size_t i = 0; i < JL_COUNT(names); i++) {
		char *path = jl_path_join(folder, names[i]);

		jl_file_remove(path, &ignored);
		free(path);
	}
	rmdir(folder);
}

/* A cache that turns out damaged halfway is emptied, and the command begins
 * again: nothing was shown yet, since pages are shown when complete. */
static int run(struct jl_ctx *ctx, const struct jl_cmd *cmd, void *args,
	char **operands, int n)
{
	int rc = run_once(ctx, cmd, args, operands, n);

	if (rc != JL_EDAMAGED || !ctx->cache)
		return rc;
	jl_index_close(ctx->index);
	ctx->index = NULL;
	rc = jl_cache_empty(ctx->cache, &ctx->error);
	jl_ctx_close(ctx);
	return rc < 0 ? rc : run_once(ctx, cmd, args, operands, n);
}

/* What is to prove something has a cache of its own, made from git and the
 * batch files for this once. */
static int run_without_cache(struct jl_ctx *ctx, const struct jl_cmd *cmd,
	void *args, char **operands, int n)
{
	char *folder = jl_scratch_folder(&ctx->error);
	int rc;

	if (!folder)
		return ctx->error.code;
	ctx->cache_folder = folder;
	rc = run_once(ctx, cmd, args, operands, n);
	jl_ctx_close(ctx);
	remove_cache(folder);
	ctx->cache_folder = NULL;
	free(folder);
	return rc;
}

int jl_run_command(
	struct jl_ctx *ctx, const struct jl_cmd *cmd, char **argv, int argc)
{
	void *args = jl_xcalloc(1, cmd->args_size);
	int n, rc;

	rc = jl_opt_parse(cmd->opts, args,
		ctx->is_again ? jl_again_opts : jl_common_opts, &ctx->common,
		argv, argc, &n, &ctx->error);
	if (rc == 0 && !ctx->common.is_help)
		rc = jl_cmd_check_common(cmd, &ctx->common, &ctx->error);
	if (rc == 0 && !ctx->common.is_help)
		rc = jl_cmd_check_operands(cmd, argv, n, &ctx->error);
	if (rc == 0 && ctx->common.is_help)
		jl_cmd_help(cmd, ctx->out);
	else if (rc == 0 && cmd->needs & JL_NEED_NO_CACHE)
		rc = run_without_cache(ctx, cmd, args, argv, n);
	else if (rc == 0)
		rc = run(ctx, cmd, args, argv, n);
	if (rc < 0)
		jl_complain(ctx, rc, cmd->name);
	free(args);
	return exit_code(rc);
}

/* The words are somebody else's: they may ask the same question, and neither
 * where nor how the answer is shown. */
static int run_words(struct jl_ctx *ctx, const struct jl_cmd *cmd,
	const char *const *words, size_t n)
{
	char **argv = jl_xcalloc(n, sizeof(*argv));
	int code;

	/* The parser does not write to the words. */
	for (size_t i = 1; i < n; i++)
		argv[i - 1] = (char *)(uintptr_t)words[i];
	code = jl_run_command(ctx, cmd, argv, (int)n - 1);
	free(argv);
	return code;
}

/* What was complained of: the first line, without the program's name. */
static void trim_complaint(char *complaint)
{
	static const char name[] = "jledger: ";
	size_t len = strcspn(complaint, "\n"), skip = sizeof(name) - 1;

	if (strncmp(complaint, name, skip) != 0)
		skip = 0;
	memmove(complaint, complaint + skip, len - skip);
	complaint[len - skip] = '\0';
}

static int run_again(struct jl_ctx *ctx, const struct jl_cmd *cmd,
	const struct jl_again *again, char **text, size_t *len,
	char **complaint)
{
	size_t complaint_len;
	int code;

	ctx->out = jl_xopen_memory(text, len);
	ctx->err = jl_xopen_memory(complaint, &complaint_len);
	code = run_words(ctx, cmd, again->words, again->n);
	jl_ctx_close(ctx);
	jl_xclose_memory(ctx->out, text);
	jl_xclose_memory(ctx->err, complaint);
	trim_complaint(*complaint);
	return code;
}

int jl_run_again(const struct jl_again *again, char **text, size_t *len,
	char **complaint)
{
	const struct jl_cmd *cmd =
		again->n ? jl_cmd_find(again->words[0]) : NULL;
	struct jl_ctx ctx = {.dir = again->dir,
		.is_again = true,
		.cache_folder = again->cache_folder,
		.common = {.rev = again->rev, .format = again->format}};

	*text = *complaint = NULL;
	if (!cmd || cmd->heeds != JL_HEEDS_ALL || again->n > INT_MAX)
		return JL_EXIT_USAGE;
	return run_again(&ctx, cmd, again, text, len, complaint);
}

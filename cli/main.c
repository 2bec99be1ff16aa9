/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Arguments to command to exit code. Answers go to stdout, everything else to
 * stderr; at the end stdout is flushed and checked, so that a full disk is
 * never a silent half report.
 */
#include "cli/commands.h"

#include "core/mem.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static int exit_code(int rc)
{
	switch (rc) {
	case JL_EUSAGE:
		return JL_EXIT_USAGE;
	case JL_EINVALID:
	case JL_ENOTFOUND:
		return JL_EXIT_INVALID;
	case JL_EENV:
	case JL_ERACE:
	case JL_EDAMAGED:
		return JL_EXIT_ENVIRONMENT;
	default:
		return rc < 0 ? JL_EXIT_BUG : rc;
	}
}

static void complain(struct jl_ctx *ctx, int rc, const char *command)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, ctx->error.message);
	fprintf(ctx->err, "jledger: %s\n", jl_str_text(&harmless));
	if (rc == JL_EUSAGE)
		fprintf(ctx->err, "jledger: 'jledger help%s%s' shows how\n",
			command ? " " : "", command ? command : "");
	jl_str_release(&harmless);
}

/* A cache that turns out damaged halfway is emptied, and the command begins
 * again: nothing was shown yet, since pages are shown when complete. */
static int run(struct jl_ctx *ctx, const struct jl_cmd *cmd, void *args,
	char **operands, int n)
{
	int rc = jl_ctx_open(ctx, cmd->needs);

	if (rc == 0)
		rc = cmd->run(ctx, args, operands, n);
	if (rc != JL_EDAMAGED || !ctx->cache)
		return rc;
	jl_index_close(ctx->index);
	ctx->index = NULL;
	rc = jl_cache_empty(ctx->cache, &ctx->error);
	jl_ctx_close(ctx);
	if (rc == 0)
		rc = jl_ctx_open(ctx, cmd->needs);
	if (rc == 0)
		rc = cmd->run(ctx, args, operands, n);
	return rc;
}

static int run_command(
	struct jl_ctx *ctx, const struct jl_cmd *cmd, char **argv, int argc)
{
	void *args = jl_xcalloc(1, cmd->args_size);
	int n, rc;

	rc = jl_opt_parse(cmd->opts, args, jl_common_opts, &ctx->common, argv,
		argc, &n, &ctx->error);
	if (rc == 0 && !ctx->common.is_help)
		rc = jl_cmd_check_common(cmd, &ctx->common, &ctx->error);
	if (rc == 0 && !ctx->common.is_help)
		rc = jl_cmd_check_operands(cmd, argv, n, &ctx->error);
	if (rc == 0 && ctx->common.is_help)
		jl_cmd_help(cmd, ctx->out);
	else if (rc == 0)
		rc = run(ctx, cmd, args, argv, n);
	if (rc < 0)
		complain(ctx, rc, cmd->name);
	free(args);
	return exit_code(rc);
}

static int unknown_command(struct jl_ctx *ctx, const char *word)
{
	const char *near = jl_cmd_nearest(word);

	jl_fail(&ctx->error, JL_EUSAGE, "there is no command '%.40s'", word);
	jl_suggest(&ctx->error, near);
	complain(ctx, JL_EUSAGE, NULL);
	return JL_EXIT_USAGE;
}

/* What stands before the command: -C DIR, --help, --version. */
static int skip_leading(
	struct jl_ctx *ctx, char **argv, int argc, const char **command)
{
	int i = 1;

	*command = NULL;
	for (; i < argc && argv[i][0] == '-'; i++) {
		bool has_value = i + 1 < argc;

		if (strcmp(argv[i], "-C") == 0 && has_value) {
			ctx->dir = argv[++i];
		} else if (strcmp(argv[i], "--help") == 0 ||
			   strcmp(argv[i], "-h") == 0) {
			*command = "help";
			return argc;
		} else if (strcmp(argv[i], "--version") == 0) {
			*command = "version";
			return argc;
		} else {
			jl_fail(&ctx->error, JL_EUSAGE,
				strcmp(argv[i], "-C") == 0
					? "%.40s needs a folder and a command "
					  "behind it"
					: "'%.40s' cannot stand before the "
					  "command",
				argv[i]);
			complain(ctx, JL_EUSAGE, NULL);
			return -1;
		}
	}
	*command = i < argc ? argv[i++] : "help";
	return i;
}

int main(int argc, char **argv)
{
	struct jl_ctx ctx = {.dir = ".", .out = stdout, .err = stderr};
	const struct jl_cmd *cmd;
	const char *command;
	int at, code;

	/* Only the encoding: LC_ALL would change how numbers are read. */
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN); /* a write that fails is told as one */
	at = skip_leading(&ctx, argv, argc, &command);
	if (at < 0)
		return JL_EXIT_USAGE;
	cmd = jl_cmd_find(command);
	code = cmd ? run_command(&ctx, cmd, argv + at, argc - at)
		   : unknown_command(&ctx, command);
	jl_ctx_close(&ctx);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "jledger: cannot write the answer: %s\n",
			strerror(errno));
		return JL_EXIT_ENVIRONMENT;
	}
	return code;
}

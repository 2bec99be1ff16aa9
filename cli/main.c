/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Arguments to command to exit code. Answers go to stdout, everything else to
 * stderr; at the end stdout is flushed and checked, so that a full disk is
 * never a silent half report.
 */
#include "cli/run.h"

#include "core/lib_memory.h"
#include "core/mem.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static int unknown_command(struct jl_ctx *ctx, const char *word)
{
	const char *near = jl_cmd_nearest(word);

	jl_fail(&ctx->error, JL_EUSAGE, "there is no command '%.40s'", word);
	jl_suggest(&ctx->error, near);
	jl_complain(ctx, JL_EUSAGE, NULL);
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
			jl_complain(ctx, JL_EUSAGE, NULL);
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

	/* Only the encoding: LC_ALL would change how numbers are read. Without
	 * it tables cannot be laid out. */
	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("jledger: the C library cannot open its locale C.UTF-8 "
		      "now; try again, or look whether files can be opened\n",
			stderr);
		return JL_EXIT_ENVIRONMENT;
	}
	jl_lib_memory_start();
	signal(SIGPIPE, SIG_DFL);
	signal(SIGCHLD, SIG_DFL); /* else the ends of programs are not told */
	signal(SIGXFSZ, SIG_IGN); /* a write that fails is told as one */
	at = skip_leading(&ctx, argv, argc, &command);
	if (at < 0)
		return JL_EXIT_USAGE;
	cmd = jl_cmd_find(command);
	code = cmd ? jl_run_command(&ctx, cmd, argv + at, argc - at)
		   : unknown_command(&ctx, command);
	jl_ctx_close(&ctx);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "jledger: cannot write the answer: %s%s\n",
			strerror(errno),
			ctx.has_written ? "; what the command was to change "
					  "is done all the same"
					: "");
		return JL_EXIT_ENVIRONMENT;
	}
	return code;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Children of the shell; interrupts from the keyboard are theirs. */
#include "core/proc.h"

#include "core/mem.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_NOT_FOUND = 127 }; /* as the shell has it */

static void run_child(const char *command, const char *argument)
{
	char *line = jl_xasprintf("%s \"$@\"", command);

	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execl("/bin/sh", "sh", "-c", line, command, argument, (char *)NULL);
	_exit(COMMAND_NOT_FOUND);
}

int jl_run_with(const char *command, const char *argument, struct jl_error *err)
{
	void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
	void (*quit)(int) = signal(SIGQUIT, SIG_IGN);
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		run_child(command, argument);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	signal(SIGINT, interrupt);
	signal(SIGQUIT, quit);
	if (child < 0)
		return jl_fail(err, JL_EENV, "'%.100s' cannot be run: %s",
			command, strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return jl_fail(err, JL_EENV, "'%.100s' %s", command,
			WIFEXITED(status) &&
					WEXITSTATUS(status) == COMMAND_NOT_FOUND
				? "cannot be run"
				: "ended with an error");
	return 0;
}

int jl_page(const char *pager, const char *text, size_t len)
{
	void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
	void (*quit)(int) = signal(SIGQUIT, SIG_IGN);
	/* Whoever leaves the pager early has read enough. */
	void (*broken_pipe)(int) = signal(SIGPIPE, SIG_IGN);
	FILE *in;
	int status = -1;

	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	in = popen(pager, "w");
	if (in) {
		fwrite(text, 1, len, in);
		status = pclose(in);
	}
	signal(SIGINT, interrupt);
	signal(SIGQUIT, quit);
	signal(SIGPIPE, broken_pipe);
	return status == -1 || (WIFEXITED(status) &&
				       WEXITSTATUS(status) == COMMAND_NOT_FOUND)
		       ? JL_ENOTFOUND
		       : 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Children of the shell; interrupts from the keyboard are theirs. */
#include "core/proc.h"

#include "core/mem.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_child(const char *command, const char *argument)
{
	char *line = jl_xasprintf("%s \"$@\"", command);

	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execl("/bin/sh", "sh", "-c", line, command, argument, (char *)NULL);
	_exit(127);
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
			WIFEXITED(status) && WEXITSTATUS(status) == 127
				? "cannot be run"
				: "ended with an error");
	return 0;
}

FILE *jl_pager_open(const char *command)
{
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	return popen(command, "w");
}

void jl_pager_close(FILE *pager)
{
	void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
	void (*quit)(int) = signal(SIGQUIT, SIG_IGN);

	pclose(pager);
	signal(SIGINT, interrupt);
	signal(SIGQUIT, quit);
}

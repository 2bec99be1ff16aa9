/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Children of the shell; interrupts from the keyboard are theirs. */
#include "core/proc.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/str.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_NOT_FOUND = 127, NOT_STARTED = 125 }; /* as the shell has it */

static void run_child(const char *command, const char *argument)
{
	char *line = jl_xasprintf("%s \"$@\"", command);

	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execl("/bin/sh", "sh", "-c", line, command, argument, (char *)NULL);
	_exit(COMMAND_NOT_FOUND);
}

/* The end of a child; < 0 with errno when it cannot be had, which is no
 * success. */
static int wait_for(pid_t child, int *status)
{
	pid_t ended;

	*status = -1;
	do
		ended = waitpid(child, status, 0);
	while (ended < 0 && errno == EINTR);
	return ended == child ? 0 : -1;
}

int jl_run_with(const char *command, const char *argument, struct jl_error *err)
{
	void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
	void (*quit)(int) = signal(SIGQUIT, SIG_IGN);
	pid_t child = fork();
	int status = 0, rc = child;

	if (child == 0)
		run_child(command, argument);
	if (child > 0)
		rc = wait_for(child, &status);
	signal(SIGINT, interrupt);
	signal(SIGQUIT, quit);
	if (rc < 0)
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

/* Files instead of pipes: nobody waits for anybody. */
struct filter {
	FILE *in, *out, *complaints;
};

static void close_filter(struct filter *f)
{
	FILE *const files[] = {f->in, f->out, f->complaints};

	for (size_t i = 0; i < JL_COUNT(files); i++)
		if (files[i])
			fclose(files[i]);
}

static int open_filter(
	struct filter *f, const void *in, size_t len, struct jl_error *err)
{
	const char *folder = jl_temporary_folder();
	int rc = jl_scratch_open(folder, &f->in, err);

	if (rc == 0)
		rc = jl_scratch_open(folder, &f->out, err);
	if (rc == 0)
		rc = jl_scratch_open(folder, &f->complaints, err);
	if (rc == 0 && (fwrite(in, 1, len, f->in) != len ||
			       fflush(f->in) != 0 || fseek(f->in, 0, SEEK_SET)))
		rc = jl_scratch_failed(folder, err);
	return rc;
}

static void run_filter(const char *const *argv, const struct filter *f)
{
	if (dup2(fileno(f->in), STDIN_FILENO) < 0 ||
		dup2(fileno(f->out), STDOUT_FILENO) < 0 ||
		dup2(fileno(f->complaints), STDERR_FILENO) < 0)
		_exit(NOT_STARTED);
	/* exec does not write to these strings. */
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(COMMAND_NOT_FOUND);
}

/* All that was written to the file: *text is yours to free. */
static int read_all(FILE *file, char **out, size_t *len, struct jl_error *err)
{
	struct jl_str text = JL_STR_INIT;
	char buffer[4096];
	size_t n;

	rewind(file);
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		jl_str_addn(&text, buffer, n);
	if (len)
		*len = text.len;
	*out = jl_str_detach(&text);
	return ferror(file) ? jl_scratch_failed(jl_temporary_folder(), err) : 0;
}

int jl_run_filter(const char *const *argv, const void *in, size_t in_len,
	char **out, size_t *out_len, char **complaint, struct jl_error *err)
{
	struct filter f = {0};
	int status = 0, code = 0, rc = open_filter(&f, in, in_len, err);
	pid_t child;

	if (rc < 0) {
		close_filter(&f);
		return rc;
	}
	child = fork();
	if (child == 0)
		run_filter(argv, &f);
	if (child < 0 || wait_for(child, &status) < 0)
		rc = jl_fail(err, JL_EENV, "%s cannot be run: %s", argv[0],
			strerror(errno));
	else if (!WIFEXITED(status) || WEXITSTATUS(status) == NOT_STARTED)
		rc = jl_fail(err, JL_EENV, "%s was stopped", argv[0]);
	else if (WEXITSTATUS(status) == COMMAND_NOT_FOUND)
		rc = jl_fail(err, JL_ENOTFOUND, "there is no program %s here",
			argv[0]);
	else
		code = WEXITSTATUS(status);
	if (rc == 0 && out)
		rc = read_all(f.out, out, out_len, err);
	if (rc == 0 && complaint)
		rc = read_all(f.complaints, complaint, NULL, err);
	if (rc == 0 && complaint)
		(*complaint)[strcspn(*complaint, "\r\n")] = '\0';
	close_filter(&f);
	return rc == 0 ? code : rc;
}

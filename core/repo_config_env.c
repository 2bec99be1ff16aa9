/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * GIT_CONFIG_COUNT, GIT_CONFIG_KEY_n and GIT_CONFIG_VALUE_n: values of git's
 * configuration that come with the environment, as continuous integration sets
 * them. libgit2 reads files only, so they become one that has no name.
 */
#define _GNU_SOURCE /* memfd_create */
#include "core/repo_git.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { VARIABLES_MAX = 1000, NAME = 64 };

static const char *numbered(const char *what, long nth)
{
	char name[NAME];

	snprintf(name, sizeof(name), "GIT_CONFIG_%s_%ld", what, nth);
	return getenv(name);
}

/* Quoted, as git-config(1) has it. */
static void add_quoted(struct jl_str *text, const char *value, size_t len)
{
	jl_str_addc(text, '"');
	for (size_t i = 0; i < len; i++) {
		if (value[i] == '\n') {
			jl_str_add(text, "\\n");
			continue;
		}
		if (value[i] == '"' || value[i] == '\\')
			jl_str_addc(text, '\\');
		jl_str_addc(text, value[i]);
	}
	jl_str_addc(text, '"');
}

/* "section.name" or "section.any words.name". */
static int add_value(struct jl_str *text, const char *key, const char *value,
	struct jl_error *err)
{
	const char *first = strchr(key, '.'), *last = strrchr(key, '.');

	if (!first || first == key || !last[1])
		return jl_fail(err, JL_EENV,
			"'%.100s' in the environment is no name of git's "
			"configuration: look at GIT_CONFIG_KEY_0 and those "
			"behind it",
			key);
	jl_str_addf(text, "[%.*s", (int)(first - key), key);
	if (last > first) {
		jl_str_addc(text, ' ');
		add_quoted(text, first + 1, (size_t)(last - first - 1));
	}
	jl_str_addf(text, "]\n%s = ", last + 1);
	add_quoted(text, value, strlen(value));
	jl_str_addc(text, '\n');
	return 0;
}

static int add_values(struct jl_str *text, long n, struct jl_error *err)
{
	int rc = 0;

	for (long i = 0; rc == 0 && i < n; i++) {
		const char *key = numbered("KEY", i);
		const char *value = numbered("VALUE", i);

		rc = key && value ? add_value(text, key, value, err)
				  : jl_fail(err, JL_EENV,
					    "GIT_CONFIG_COUNT is %ld, but "
					    "GIT_CONFIG_KEY_%ld or "
					    "GIT_CONFIG_VALUE_%ld is not set",
					    n, i, i);
	}
	return rc;
}

/* The environment is one, and so is its file, however many are put together. */
static int write_file(const struct jl_str *text)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("git-configuration", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, 0) < 0 ||
		pwrite(fd, text->text, text->len, 0) != (ssize_t)text->len)
		return -1;
	return fd;
}

int jl_config_add_variables(git_config *config, struct jl_error *err)
{
	const char *count = getenv("GIT_CONFIG_COUNT");
	struct jl_str text = {0};
	char path[NAME], *end;
	long n = count ? strtol(count, &end, 10) : 0;
	int fd, rc;

	if (!count || !*count)
		return 0;
	if (*end || n < 0 || n > VARIABLES_MAX)
		return jl_fail(err, JL_EENV,
			"GIT_CONFIG_COUNT in the environment is '%.40s': it is "
			"to be a number up to %d",
			count, VARIABLES_MAX);
	rc = n ? add_values(&text, n, err) : 0;
	fd = rc == 0 && n ? write_file(&text) : -1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (rc == 0 && n &&
		(fd < 0 || !jl_file_exists(path) ||
			git_config_add_file_ondisk(config, path,
				GIT_CONFIG_LEVEL_APP, NULL, 0) < 0))
		rc = jl_fail(err, JL_EENV,
			"the configuration in GIT_CONFIG_KEY_0 and those "
			"behind it cannot be read here; write it into a file "
			"that GIT_CONFIG_GLOBAL names");
	jl_str_release(&text);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* git's configuration: a repository's, and the user's own. */
#include "core/file.h"
#include "core/mem.h"
#include "core/repo_git.h"

#include <stdlib.h>

char *jl_repo_config(struct jl_repo *repo, const char *name)
{
	git_config *config = NULL;
	git_buf value = {0};
	char *out = NULL;

	if (git_repository_config_snapshot(&config, repo->handle) == 0 &&
		git_config_get_string_buf(&value, config, name) == 0)
		out = jl_xstrdup(value.ptr);
	git_buf_dispose(&value);
	git_config_free(config);
	return out;
}

int jl_repo_set_config(struct jl_repo *repo, const char *name,
	const char *value, struct jl_error *err)
{
	git_config *config = NULL, *local = NULL;
	int rc = git_repository_config(&config, repo->handle);

	if (rc == 0)
		rc = git_config_open_level(
			&local, config, GIT_CONFIG_LEVEL_LOCAL);
	if (rc == 0)
		rc = git_config_set_string(local, name, value);
	git_config_free(local);
	git_config_free(config);
	return rc == 0 ? 0
		       : jl_git_fail(err, JL_EENV,
				 "git's configuration cannot be written");
}

/* The file that `git config --global` writes; yours to free, NULL without a
 * home. */
static char *user_file(void)
{
	const char *home = getenv("HOME");
	git_buf found = {0};
	char *path = NULL;

	if (git_config_find_global(&found) == 0 ||
		git_config_find_xdg(&found) == 0)
		path = jl_xstrdup(found.ptr);
	else if (home && *home)
		path = jl_path_join(home, ".gitconfig");
	git_buf_dispose(&found);
	return path;
}

char *jl_user_config(const char *name)
{
	git_config *config = NULL;
	git_buf value = {0};
	char *out = NULL;

	jl_git_start();
	if (git_config_open_default(&config) == 0 &&
		git_config_get_string_buf(&value, config, name) == 0)
		out = jl_xstrdup(value.ptr);
	git_buf_dispose(&value);
	git_config_free(config);
	return out;
}

int jl_user_set_config(
	const char *name, const char *value, struct jl_error *err)
{
	git_config *config = NULL;
	char *path;
	int rc;

	jl_git_start();
	path = user_file();
	if (!path)
		return jl_fail(err, JL_EENV,
			"there is no home folder, and so no configuration of "
			"yours");
	rc = git_config_open_ondisk(&config, path);
	if (rc == 0)
		rc = git_config_delete_multivar(config, name, ".*");
	if (rc == GIT_ENOTFOUND)
		rc = 0;
	if (rc == 0 && value)
		rc = git_config_set_string(config, name, value);
	git_config_free(config);
	free(path);
	return rc == 0 ? 0
		       : jl_git_fail(err, JL_EENV,
				 "your git configuration cannot be written");
}

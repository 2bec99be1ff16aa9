/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* git's configuration: a repository's, and the user's own. */
#include "core/file.h"
#include "core/mem.h"
#include "core/repo_git.h"

#include <stdlib.h>
#include <string.h>

/* ---- which files ---- */

/* A configuration that is put together; the repository may be NULL, and decides
 * what [includeIf] includes. */
struct building {
	git_config *config;
	const git_repository *repository;
};

/* libgit2 passes over a file that it cannot open, and then nobody is asked to
 * sign, or cases get another key: here a file that is there is read. */
static int add_file(struct building *b, const char *path,
	git_config_level_t level, struct jl_error *err)
{
	bool is_there;
	int git, rc = jl_file_look(path, &is_there, err);

	if (rc < 0 || !is_there)
		return rc;
	git = git_config_add_file_ondisk(
		b->config, path, level, b->repository, 0);
	return git == 0 ? 0
			: jl_fail(err, JL_EENV,
				  "%.300s: git's configuration cannot be read",
				  path);
}

/* The file of this name in the folders of a level. */
static int add_level(struct building *b, git_config_level_t level,
	const char *name, struct jl_error *err)
{
	git_buf folders = {0};
	char *copy;
	int rc = 0;

	if (git_libgit2_opts(GIT_OPT_GET_SEARCH_PATH, level, &folders) < 0)
		return jl_git_fail(
			err, JL_EENV, "git's configuration cannot be found");
	copy = jl_xstrdup(folders.ptr ? folders.ptr : "");
	git_buf_dispose(&folders);
	for (char *folder = strtok(copy, ":"); rc == 0 && folder;
		folder = strtok(NULL, ":")) {
		char *path = jl_path_join(folder, name);

		rc = add_file(b, path, level, err);
		free(path);
	}
	free(copy);
	return rc;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value && strcmp(value, "0") != 0;
}

/* git-config(1): these variables name the file of a level, "" for none. */
static int add_system(struct building *b, struct jl_error *err)
{
	const char *named = getenv("GIT_CONFIG_SYSTEM");

	if (is_set("GIT_CONFIG_NOSYSTEM") || (named && !*named))
		return 0;
	return named ? add_file(b, named, GIT_CONFIG_LEVEL_SYSTEM, err)
		     : add_level(b, GIT_CONFIG_LEVEL_SYSTEM, "gitconfig", err);
}

static int add_user(struct building *b, struct jl_error *err)
{
	const char *named = getenv("GIT_CONFIG_GLOBAL");
	int rc;

	if (named)
		return *named ? add_file(b, named, GIT_CONFIG_LEVEL_GLOBAL, err)
			      : 0;
	rc = add_level(b, GIT_CONFIG_LEVEL_XDG, "config", err);
	if (rc == 0)
		rc = add_level(b, GIT_CONFIG_LEVEL_GLOBAL, ".gitconfig", err);
	return rc;
}

int jl_git_config(const git_repository *repository, git_config **out,
	struct jl_error *err)
{
	struct building b = {.repository = repository};
	int rc = git_config_new(&b.config) == 0
			 ? 0
			 : jl_git_fail(err, JL_EENV, "git's configuration");

	if (rc == 0)
		rc = add_system(&b, err);
	if (rc == 0)
		rc = add_user(&b, err);
	if (rc == 0 && repository) {
		char *path = jl_path_join(
			git_repository_commondir(repository), "config");

		rc = add_file(&b, path, GIT_CONFIG_LEVEL_LOCAL, err);
		free(path);
	}
	if (rc == 0)
		rc = jl_config_add_variables(b.config, err);
	if (rc < 0)
		git_config_free(b.config);
	else
		*out = b.config;
	return rc;
}

/* ---- values ---- */

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
	const char *named = getenv("GIT_CONFIG_GLOBAL");
	git_buf found = {0};
	char *path = NULL;

	if (named)
		path = *named ? jl_xstrdup(named) : NULL;
	else if (git_config_find_global(&found) == 0 ||
		 git_config_find_xdg(&found) == 0)
		path = jl_xstrdup(found.ptr);
	else if (home && *home)
		path = jl_path_join(home, ".gitconfig");
	git_buf_dispose(&found);
	return path;
}

int jl_user_config(const char *name, char **value, struct jl_error *err)
{
	git_config *config = NULL, *snapshot = NULL;
	git_buf text = {0};
	int git, rc;

	*value = NULL;
	jl_git_start();
	rc = jl_git_config(NULL, &config, err);
	if (rc < 0)
		return rc;
	git = git_config_snapshot(&snapshot, config);
	if (git == 0)
		git = git_config_get_string_buf(&text, snapshot, name);
	if (git == 0)
		*value = jl_xstrdup(text.ptr);
	else if (git != GIT_ENOTFOUND)
		rc = jl_git_fail(
			err, JL_EENV, "git's configuration cannot be read");
	git_buf_dispose(&text);
	git_config_free(snapshot);
	git_config_free(config);
	return rc;
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
	if (rc == 0) {
		rc = git_config_delete_multivar(config, name, ".*");
		rc = rc == GIT_ENOTFOUND ? 0 : rc;
	}
	if (rc == 0 && value)
		rc = git_config_set_string(config, name, value);
	git_config_free(config);
	free(path);
	return rc == 0 ? 0
		       : jl_git_fail(err, JL_EENV,
				 "your git configuration cannot be written");
}

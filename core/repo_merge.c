/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* git's configuration, and its merge of lines. */
#include "core/mem.h"
#include "core/repo_git.h"

#include <string.h>

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

int jl_text_merge(const char *base, const char *ours, const char *theirs,
	char **text, struct jl_error *err)
{
	git_merge_file_input o = GIT_MERGE_FILE_INPUT_INIT;
	git_merge_file_input a = GIT_MERGE_FILE_INPUT_INIT;
	git_merge_file_input b = GIT_MERGE_FILE_INPUT_INIT;
	git_merge_file_options options = GIT_MERGE_FILE_OPTIONS_INIT;
	git_merge_file_result result = {0};
	int rc;

	jl_git_start();
	o.ptr = base;
	o.size = strlen(base);
	a.ptr = ours;
	a.size = strlen(ours);
	b.ptr = theirs;
	b.size = strlen(theirs);
	options.our_label = "ours";
	options.their_label = "theirs";
	rc = git_merge_file(&result, &o, &a, &b, &options);
	if (rc == 0)
		*text = jl_xstrndup(result.ptr ? result.ptr : "", result.len);
	git_merge_file_result_free(&result);
	return rc == 0 ? 0
		       : jl_git_fail(
				 err, JL_EENV, "the texts cannot be merged");
}

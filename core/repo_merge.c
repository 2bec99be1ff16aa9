/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* git's merge of lines. */
#include "core/mem.h"
#include "core/repo_git.h"

#include <string.h>

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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A history in one file that `git clone` and `git bundle verify` read: a few
 * lines (git's gitformat-bundle, version 2), and a pack. */
#include "core/repo_git.h"

#include "core/str.h"

#include <stdlib.h>

static int pack(struct jl_repo *repo, const struct jl_dag *dag, git_buf *out)
{
	git_packbuilder *builder = NULL;
	int rc = git_packbuilder_new(&builder, repo->handle);

	/* With one thread the same history gives the same bytes. */
	if (rc == 0)
		git_packbuilder_set_threads(builder, 1);
	for (size_t i = 0; rc == 0 && i < dag->commits.n; i++) {
		git_oid id;

		git_oid_fromraw(&id, dag->commits.v[i].oid.id);
		rc = git_packbuilder_insert_commit(builder, &id);
	}
	if (rc == 0)
		rc = git_packbuilder_write_buf(out, builder);
	git_packbuilder_free(builder);
	return rc;
}

int jl_repo_bundle(struct jl_repo *repo, const struct jl_dag *dag,
	const struct jl_oid *tip, char **bytes, size_t *len,
	struct jl_error *err)
{
	struct jl_str out = JL_STR_INIT;
	char hex[JL_OID_HEX], *branch;
	git_buf packed = {0};

	if (pack(repo, dag, &packed) < 0) {
		git_buf_dispose(&packed);
		return jl_git_fail(
			err, JL_EENV, "the history cannot be packed");
	}
	branch = jl_repo_branch(repo);
	jl_oid_hex(tip, hex);
	jl_str_addf(&out, "# v2 git bundle\n%s HEAD\n%s %s\n\n", hex, hex,
		branch ? branch : "refs/heads/main");
	jl_str_addn(&out, packed.ptr, packed.size);
	*len = out.len;
	*bytes = jl_str_detach(&out);
	git_buf_dispose(&packed);
	free(branch);
	return 0;
}

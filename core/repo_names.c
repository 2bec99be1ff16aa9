/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What leads to commits: HEAD, branches, references, revisions. */
#include "core/repo_git.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

char *jl_repo_branch(struct jl_repo *repo)
{
	git_reference *head = NULL;
	char *name = NULL;

	if (git_reference_lookup(&head, repo->handle, "HEAD") == 0 &&
		git_reference_type(head) == GIT_REFERENCE_SYMBOLIC)
		name = jl_xstrdup(git_reference_symbolic_target(head));
	git_reference_free(head);
	return name;
}

/* The reference is there and its commit is not: that is damage, and no empty
 * ledger. */
static int fail_missing(struct jl_repo *repo, const char *rev,
	const git_oid *id, struct jl_error *err)
{
	char hex[GIT_OID_HEXSZ + 1];

	return jl_fail(err, JL_EENV,
		"%.300s: %.100s leads to commit %.12s, which is missing or "
		"cannot be read: the repository is damaged; 'git fsck' and "
		"'jledger verify' say what else is, and 'git fetch' from "
		"another clone can bring it back",
		repo->top, rev, git_oid_tostr(hex, sizeof(hex), id));
}

int jl_repo_resolve(struct jl_repo *repo, const char *rev,
	struct jl_oid *commit, struct jl_error *err)
{
	git_object *object = NULL, *peeled = NULL;
	int rc = git_revparse_single(&object, repo->handle, rev);
	git_oid id;

	if (rc == GIT_ENOTFOUND &&
		git_reference_name_to_id(&id, repo->handle, rev) == 0)
		return fail_missing(repo, rev, &id, err);

	if (rc == 0)
		rc = git_object_peel(&peeled, object, GIT_OBJECT_COMMIT);
	if (rc == 0) {
		jl_oid_from_git(commit, git_object_id(peeled));
	} else if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC ||
		   rc == GIT_EAMBIGUOUS || rc == GIT_EPEEL) {
		rc = jl_fail(err, JL_ENOTFOUND,
			"'%.100s' is not a commit of this ledger", rev);
	} else {
		rc = jl_git_fail(err, JL_EENV, rev);
	}
	git_object_free(object);
	git_object_free(peeled);
	return rc;
}

int jl_repo_head(struct jl_repo *repo, struct jl_oid *oid, struct jl_error *err)
{
	git_oid id;
	int rc = git_reference_name_to_id(&id, repo->handle, "HEAD");

	if (rc == GIT_ENOTFOUND)
		return jl_fail(err, JL_EENV, "%.300s: HEAD leads to no commit",
			jl_repo_top(repo));
	if (rc < 0)
		return jl_git_fail(err, JL_EENV, "HEAD cannot be read");
	jl_oid_from_git(oid, &id);
	return 0;
}

int jl_repo_reference(struct jl_repo *repo, const char *name,
	struct jl_oid *oid, struct jl_error *err)
{
	git_oid id;
	int git = git_reference_name_to_id(&id, repo->handle, name);

	if (git == GIT_ENOTFOUND)
		return jl_fail(err, JL_ENOTFOUND, "there is no %.200s", name);
	if (git < 0)
		return jl_git_fail(err, JL_EENV, name);
	jl_oid_from_git(oid, &id);
	return 0;
}

int jl_repo_descends(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_oid *ancestor, struct jl_error *err)
{
	git_oid a, b;
	int git;

	git_oid_fromraw(&a, commit->id);
	git_oid_fromraw(&b, ancestor->id);
	if (git_oid_equal(&a, &b))
		return 1;
	git = git_graph_descendant_of(repo->handle, &a, &b);
	return git < 0 ? jl_git_fail_object(err) : git;
}

int jl_repo_branches(
	struct jl_repo *repo, jl_see_ref *see, void *data, struct jl_error *err)
{
	git_branch_iterator *iterator = NULL;
	git_reference *ref = NULL;
	git_branch_t type;
	int git;

	if (git_branch_iterator_new(&iterator, repo->handle, GIT_BRANCH_ALL) <
		0)
		return jl_git_fail(err, JL_EENV, "the branches cannot be read");
	while ((git = git_branch_next(&ref, &type, iterator)) == 0) {
		const git_oid *id = git_reference_target(ref);
		struct jl_oid oid;

		if (id) {
			jl_oid_from_git(&oid, id);
			see(data, git_reference_shorthand(ref), &oid);
		}
		git_reference_free(ref);
	}
	git_branch_iterator_free(iterator);
	return git == GIT_ITEROVER ? 0
				   : jl_git_fail(err, JL_EENV,
					     "the branches cannot be read");
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What the files of core/repo.h share; the only one to include git2.h. */
#ifndef JL_CORE_REPO_GIT_H
#define JL_CORE_REPO_GIT_H

#include <git2.h>

#include "core/repo.h"

/* Trees of large folders are read at every command: up to this size, in
 * bytes, they are kept. */
#define JL_TREE_KEPT ((size_t)1024 * 1024)

struct jl_repo {
	git_repository *handle;
	char *top;
	char *gitdir;
	char *commondir;
};

/* Starts the library; more than once does nothing. */
void jl_git_start(void);

/* Fails with libgit2's own words behind `what`. Its codes are not ours. */
int jl_git_fail(struct jl_error *err, enum jl_code code, const char *what);

/* git's configuration of the machine, the user, the repository unless it is
 * NULL, and the environment; to be freed. A file that is there and cannot be
 * read is an error. */
int jl_git_config(const git_repository *repository, git_config **config,
	struct jl_error *err);
/* Adds that of the environment alone. */
int jl_config_add_variables(git_config *config, struct jl_error *err);

/* The same of objects that could not be written: JL_ERACE when the folder of
 * one was swept away under it, as `git gc` does with empty ones; else JL_EENV.
 */
int jl_git_fail_writing(struct jl_error *err, const char *what);

/* Was libgit2's last error one of the system, which says nothing of what it was
 * to read? */
bool jl_git_has_system_failed(void);

/* The same of an object: JL_ELOST, or JL_EENV when the system failed. */
int jl_git_fail_object(struct jl_error *err);

void jl_oid_from_git(struct jl_oid *to, const git_oid *from);

/* The tree of a folder in a commit ("" is the top), to be freed: 0, or
 * JL_ENOTFOUND. */
int jl_git_folder(struct jl_repo *repo, const struct jl_oid *commit,
	const char *folder, git_tree **tree, struct jl_error *err);

#endif

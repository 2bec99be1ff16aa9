/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The object database of a repository, put together from libgit2's readers of
 * packs and our own of loose objects, with those of the repositories that
 * objects/info/alternates names. libgit2's own reader of loose objects goes on
 * for ever over some damaged ones and is left out; so are commit-graph files,
 * which it would believe.
 */
#ifndef JL_CORE_ODB_H
#define JL_CORE_ODB_H

#include "core/repo_git.h"

/* Gives the repository that database. */
int jl_odb_install(git_repository *handle);

/* Shows the folder, and behind it those that it borrows from, each once. */
int jl_odb_folders(const char *own, jl_see_folder *see, void *data);

#endif

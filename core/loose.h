/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Reading loose objects: libgit2 1.5 goes on for ever over one whose compressed
 * bytes are damaged in certain ways.
 */
#ifndef JL_CORE_LOOSE_H
#define JL_CORE_LOOSE_H

#include "core/repo_git.h"

/* The reader of a folder of objects, for a database, which frees it. */
git_odb_backend *jl_loose_backend(const char *folder);

/*
 * The object in the file, "TYPE SIZE\0" and its content; *text is yours to
 * free. NULL, or why it cannot be unpacked.
 */
const char *jl_loose_unpack(
	const void *bytes, size_t len, char **text, size_t *size);

/* Does the loose object of these 40 digits begin as a tag does? Only its first
 * bytes are read; one that cannot be read is none. */
bool jl_loose_is_tag(const char *gitdir, const char *hex);

#endif

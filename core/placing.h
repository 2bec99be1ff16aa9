/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * New files come into their places in the work tree, and go back. What is
 * written never replaces anything that was not read: the new file and the old
 * one exchange their names, and where the old one turns out to be another than
 * was read, they exchange them back. Until all is done the old file is kept in
 * `.jledger`, so that it can return as it was.
 *
 * The n-th file of an intent waits as `.jledger/new-n`; the old one is kept
 * there, or as `.jledger/old-n` where names cannot be exchanged. (There, as on
 * NFS, a save by somebody else can be lost in the moment between two calls.)
 */
#ifndef JL_CORE_PLACING_H
#define JL_CORE_PLACING_H

#include "core/intent.h"

#define JL_PRIVATE ".jledger"

/* Writes the new file, flushed, to wait, and notes its inode. bytes NULL: there
 * will be none. */
int jl_place_prepare(const char *top, size_t nth, struct jl_intent_file *file,
	const void *bytes, size_t len, struct jl_error *err);
/* The same with a finished file of `.jledger`, which is not hashed. */
int jl_place_prepare_file(const char *top, size_t nth,
	struct jl_intent_file *file, const char *temporary,
	struct jl_error *err);

/* Puts it in its place. JL_ERACE: what stands there is not what was read, and
 * stays. */
int jl_place(const char *top, size_t nth, const struct jl_intent_file *file,
	struct jl_error *err);

/* Makes the place what it was before, unless somebody has changed it since
 * (*is_others). Does nothing where nothing was done yet. */
int jl_place_back(const char *top, size_t nth,
	const struct jl_intent_file *file, bool *is_others,
	struct jl_error *err);

/*
 * Forgets what was kept. *is_overtaken: somebody who had the old file open
 * wrote to it meanwhile; their text stands in the place again.
 */
int jl_place_done(const char *top, size_t nth,
	const struct jl_intent_file *file, bool *is_overtaken,
	struct jl_error *err);

/* The SHA-256 of the file, or "-" where nothing stands. */
int jl_place_digest(const char *top, const char *path,
	char digest[JL_DIGEST_HEX], struct jl_error *err);

#endif

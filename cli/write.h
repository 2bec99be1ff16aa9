/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What the writing commands share: one definition changed, and committed. */
#ifndef JL_CLI_WRITE_H
#define JL_CLI_WRITE_H

#include "cli/ctx.h"
#include "core/writer.h"

/* A file of the ledger with its new content. */
struct jl_new_file {
	const char *path; /* relative to the top */
	const char *text;
	size_t len;
	const char *before; /* what it was; NULL: it was not there */
};

/*
 * Commits files that stand in the work tree with just this content. message
 * is the whole message. Tries again when the branch moves meanwhile.
 */
int jl_commit_files(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, const char *message);

/*
 * Writes files to the work tree; with a message, commits them too. When the
 * ledger would have new errors in them afterwards, they are printed, nothing is
 * written, and the result is JL_EXIT_INVALID. JL_ERACE when a file is no longer
 * what it was; a change that cannot be committed is taken back.
 */
int jl_write_definitions(struct jl_ctx *ctx, const struct jl_new_file *files,
	size_t n, const char *message, bool is_dry);

/* Makes files what they were, so far as that can be done. */
void jl_put_back(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n);

/* Has the file of the work tree just this text (NULL: is it not there)? Else
 * JL_ERACE, or what kept it from being read. */
int jl_check_unchanged(
	struct jl_ctx *ctx, const char *path, const char *text, size_t len);

/* Writes a file of the work tree whatever was there, with its folder. */
int jl_write_whole(struct jl_ctx *ctx, struct jl_writer *writer,
	const char *path, const char *text, size_t len);

/*
 * Writes a file of the work tree that is not checked, as when it is no JSON
 * yet. JL_ERACE when it is no longer what it was.
 */
int jl_replace_file(struct jl_ctx *ctx, const char *path, const char *before,
	size_t before_len, const char *text, size_t len);

#endif

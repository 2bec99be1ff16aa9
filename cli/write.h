/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What the writing commands share. Each makes its change in an attempt, under
 * the writer's lock, from what it reads then; when somebody else changes the
 * same files meanwhile, the attempt is made again from what stands there.
 */
#ifndef JL_CLI_WRITE_H
#define JL_CLI_WRITE_H

#include "cli/ctx.h"
#include "core/writer.h"

/* A file of the ledger with its new content. */
struct jl_new_file {
	const char *path; /* relative to the top */
	const char *text; /* NULL: it goes */
	size_t len;
	const char *before; /* as it was read; NULL: it was not there */
	size_t before_len;
};

/* Reads, decides, writes. writer is NULL on a dry run. JL_ERACE and
 * JL_EUNRECORDED ask for another attempt. */
typedef int jl_attempt(
	struct jl_ctx *ctx, struct jl_writer *writer, void *data);

/* Attempts it until nobody was faster, for three seconds. verb names the
 * command. */
int jl_attempt_write(struct jl_ctx *ctx, const char *verb, bool is_dry,
	jl_attempt *attempt, void *data);

/* Which errors of the changed ledger keep a change from being written. */
enum jl_blocking {
	JL_OWN_FILES, /* new ones in the files that change */
	JL_ALL_FILES, /* new ones anywhere */
};

/*
 * Writes files to the work tree; with a message, which is that of the commit,
 * records them too. When the ledger would have new errors, they are printed,
 * nothing is written, and the result is JL_EXIT_INVALID. Without a writer it is
 * only looked at.
 */
int jl_write_definitions(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, enum jl_blocking blocking,
	const char *message);

/* The same without a look at what they say, as for what is no definition. */
int jl_write_files(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct jl_new_file *files, size_t n, const char *message);

/* Writes one file that is not checked, as when it is no JSON yet. JL_ERACE when
 * it is no longer what it was. */
int jl_replace_file(
	struct jl_ctx *ctx, const char *verb, const struct jl_new_file *file);

/* Reads a file of the work tree for a change: *text, yours to free, is NULL
 * when it is not there. */
int jl_read_for_change(
	struct jl_ctx *ctx, const char *path, char **text, size_t *len);

/* The same, when the file is as it was recorded, or was never; else
 * JL_EUNRECORDED: what was done to it before has a reason of its own. */
int jl_read_recorded(
	struct jl_ctx *ctx, const char *path, char **text, size_t *len);

/* Settles what a command left that was cut off, if there is anything and nobody
 * is writing, and says so. */
void jl_settle_before(struct jl_ctx *ctx);

#endif

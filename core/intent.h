/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What a writer is about to do, as a text that is on the disk before it does
 * anything: whoever finds it after the writer's death knows what was meant, and
 * finishes it or takes it back. An intent is believed only beside the lock file
 * of which it names the inode: one that came with a copy of the ledger, or was
 * planted in it, says nothing.
 *
 * Lines of a word and what it is about, one file a line:
 *
 *   jledger intent 3
 *   lock INODE
 *   verb set
 *   why Ana moves on
 *   branch refs/heads/main
 *   commit 40 DIGITS
 *   reference refs/tags/seal/q3
 *   file BEFORE AFTER INODE PATH
 *
 * BEFORE and AFTER are SHA-256 in hexadecimal, or "-" where nothing stands. A
 * large file is not hashed: its AFTER is "+", and its INODE tells it. In paths
 * a newline is "\n", and a backslash two. (The numbers of devices are not
 * kept: they change when a machine starts again.)
 */
#ifndef JL_CORE_INTENT_H
#define JL_CORE_INTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/digest.h"
#include "core/str.h"
#include "core/worktree.h"

struct jl_intent_file {
	char *path; /* from the top; safe */
	char before[JL_DIGEST_HEX], after[JL_DIGEST_HEX]; /* "-": nothing */
	uint64_t inode; /* of the new file; 0: it is in its place already */
};

struct jl_intent {
	uint64_t lock; /* the inode of its file */
	char *verb;
	char *why;	 /* the first line of the reason, or NULL */
	char *branch;	 /* NULL: HEAD is on none */
	char commit[41]; /* "": nothing is to be recorded */
	char *reference; /* another one that is made, or NULL */
	struct jl_intent_file *files;
	size_t n, cap;
};

void jl_intent_write(const struct jl_intent *intent, struct jl_str *out);
/* false: the text is no intent. */
bool jl_intent_parse(const char *text, size_t len, struct jl_intent *intent);
void jl_intent_release(struct jl_intent *intent);

/* Adds a file; NULL: nothing stands there before, or after. */
struct jl_intent_file *jl_intent_add(struct jl_intent *intent, const char *path,
	const void *before, size_t before_len, const void *after,
	size_t after_len);

#endif

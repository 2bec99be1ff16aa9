/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A file from outside, read once from front to back as UTF-8: it is hashed
 * as it lies on disk while it is read, a byte-order mark is skipped, and
 * other encodings are converted.
 */
#ifndef JL_CORE_INPUT_H
#define JL_CORE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/digest.h"
#include "core/error.h"

struct jl_input;

/*
 * encoding is a name that iconv knows, or NULL for UTF-8 (then the bytes are
 * handed on unchecked). Only regular files and pipes open.
 */
int jl_input_open(const char *path, const char *encoding, struct jl_input **out,
	struct jl_error *err);
/*
 * Reads an open file, which is taken over and may be compressed, by the ending
 * `.zst` of its path. What is hashed is the text inside.
 */
int jl_input_open_packed(
	const char *path, int fd, struct jl_input **out, struct jl_error *err);
/*
 * Opens a file that may be compressed by gzip, by how it begins. What is hashed
 * is the file as it lies there. One that unpacks to more than 300 times its
 * size (and 256 MiB) is refused.
 */
int jl_input_open_gz(
	const char *path, struct jl_input **out, struct jl_error *err);
/* Does this computer convert from the encoding? */
bool jl_input_knows(const char *encoding);
/* The text itself, which the input frees; name is what errors call it. */
struct jl_input *jl_input_open_text_take(
	const char *name, char *text, size_t len);
void jl_input_close(struct jl_input *input);

/* Up to cap bytes into buffer; the number, 0 at the end, or < 0. */
long jl_input_read(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err);

/* Bytes read so far, and the size of the file (0 when not known). */
uint64_t jl_input_done(const struct jl_input *input);
uint64_t jl_input_size(const struct jl_input *input);

/* After the end was reached: the SHA-256 of what was read. Once only. */
void jl_input_digest(struct jl_input *input, char hex[JL_DIGEST_HEX]);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A zip archive, written whole: the same files give the same bytes. */
#ifndef JL_CORE_ZIP_H
#define JL_CORE_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

struct jl_zip;

/* when: of all files in it, in seconds. */
int jl_zip_create(const char *path, int64_t when, struct jl_zip **out,
	struct jl_error *err);
/* The bytes are copied. */
int jl_zip_add(struct jl_zip *zip, const char *name, const void *bytes,
	size_t len, struct jl_error *err);
/* Writes the file, in the place of an older one, and frees the zip; what fails
 * leaves no file. */
int jl_zip_finish(struct jl_zip *zip, struct jl_error *err);
/* Gives it up. */
void jl_zip_discard(struct jl_zip *zip);

#endif

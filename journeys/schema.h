/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * JSON Schemas (draft-07) of the files, made from the same tables as the
 * parser, so that an editor completes and underlines what `check` would find in
 * one file by itself. References between files and rules across members are
 * beyond a schema.
 */
#ifndef JL_JOURNEYS_SCHEMA_H
#define JL_JOURNEYS_SCHEMA_H

#include "journeys/definitions.h"

/* The schema of the shape, whose files are titled so. */
void jl_schema_write(
	const struct jl_shape *shape, const char *title, struct jl_str *out);

#endif

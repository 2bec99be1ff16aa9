/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The file of a definition: where it is, whose it is, and what it says.
 */
#ifndef JL_JOURNEYS_DEFINITION_FILE_H
#define JL_JOURNEYS_DEFINITION_FILE_H

#include "journeys/definitions.h"

/* "journeys/delay-refund.json", yours to free. */
char *jl_definition_path(enum jl_kind kind, const char *id);

/* "delay-refund" of delay-refund.json, yours to free; NULL for other names. */
char *jl_definition_id(const char *name);

/*
 * Reads the text into the struct at out (zeroed by the caller). false when
 * nothing usable came of it: the findings say why. file_id is what the file's
 * name says.
 */
bool jl_definition_parse(struct jl_parse *parse, enum jl_kind kind,
	const char *file_id, const char *text, size_t len, void *out);

/*
 * Are there errors from `first` on but unknown keys, which harm nothing? Where
 * figures are made, half a definition is none: a tenure whose date could not be
 * read would put somebody in charge.
 */
bool jl_findings_are_serious(const struct jl_findings *found, size_t first);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What jansson stumbles over, told as the slip of the pen that it is. Used by
 * core/json.c only.
 */
#ifndef JL_CORE_JSON_SLIPS_H
#define JL_CORE_JSON_SLIPS_H

#include "core/json.h"

/* Slips that are seen before any parsing; false when there is none. */
bool jl_json_whole_slip(
	const char *text, size_t len, struct jl_json_problem *problem);

/* What is behind an error of jansson's. */
void jl_json_slip(const char *text, size_t len, const json_error_t *error,
	struct jl_json_problem *problem);

/* Bytes of a quotation mark that is not one of JSON's, or 0. */
size_t jl_curly_quote(const char *text);

#endif

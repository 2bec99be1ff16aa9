/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Dates in other people's notation, by a pattern such as "%d/%m/%Y %H:%M".
 * strptime is not used: it accepts 30 February.
 */
#ifndef JL_CORE_DATEPATTERN_H
#define JL_CORE_DATEPATTERN_H

#include "core/instant.h"

/*
 * Knows %Y %y (2000..2099) %m %b (English, three letters) %d %H %M %S %z %%;
 * numbers may lack a leading zero; any other character stands for itself.
 * false when the text does not fit the pattern or there is no such time.
 */
bool jl_date_by_pattern(const char *text, size_t len, const char *pattern,
	struct jl_civil *civil, bool *has_offset, int *offset_s);

/* The same with a pattern, or as jl_civil_parse when that is NULL. */
bool jl_time_by_pattern(const char *text, size_t len, const char *pattern,
	struct jl_civil *civil, bool *has_offset, int *offset_s);

/* Is there nothing in the pattern that is not known? */
bool jl_date_pattern_is_known(const char *pattern);

#endif

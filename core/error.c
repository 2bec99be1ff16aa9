/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Writes the sentence of a failure; a sentence that is too long is cut. */
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int jl_fail(struct jl_error *err, enum jl_code code, const char *format, ...)
{
	char sentence[sizeof(err->message)];
	va_list args;

	/* The arguments may be the sentence so far. */
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	memcpy(err->message, sentence, sizeof(sentence));
	err->code = code;
	return code;
}

void jl_within(struct jl_error *err, const char *format, ...)
{
	char inner[sizeof(err->message)];
	char where[512];
	va_list args;

	va_start(args, format);
	vsnprintf(where, sizeof(where), format, args);
	va_end(args);
	snprintf(inner, sizeof(inner), "%s", err->message);
	snprintf(err->message, sizeof(err->message), "%.400s: %.600s", where,
		inner);
}

int jl_suggest(struct jl_error *err, const char *near)
{
	size_t len = strlen(err->message);

	if (near)
		snprintf(err->message + len, sizeof(err->message) - len,
			"; did you mean '%.100s'?", near);
	return err->code;
}

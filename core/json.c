/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Decoding, positions, and strings. */
#include "core/json_slips.h"

#include <string.h>

void jl_text_advance(
	const char *text, size_t from, size_t to, size_t *line, size_t *column)
{
	for (size_t i = from; i < to; i++) {
		if (text[i] == '\n') {
			(*line)++;
			*column = 1;
		} else if (((unsigned char)text[i] & 0xc0) != 0x80) {
			(*column)++;
		}
	}
}

void jl_text_position(
	const char *text, size_t offset, size_t *line, size_t *column)
{
	*line = *column = 1;
	jl_text_advance(text, 0, offset, line, column);
}

json_t *jl_json_parse(
	const char *text, size_t len, struct jl_json_problem *problem)
{
	json_error_t error;
	json_t *root;

	memset(problem, 0, sizeof(*problem));
	if (jl_json_whole_slip(text, len, problem))
		return NULL;
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		jl_json_slip(text, len, &error, problem);
	return root;
}

/* \uXXXX, as a pair of surrogates beyond the first plane. */
static void add_escape(struct jl_str *out, uint32_t c)
{
	if (c > 0xffff) {
		c -= 0x10000;
		jl_str_addf(out, "\\u%04x\\u%04x", 0xd800 + (c >> 10),
			0xdc00 + (c & 0x3ff));
	} else {
		jl_str_addf(out, "\\u%04x", c);
	}
}

void jl_json_add_string(struct jl_str *out, const char *text)
{
	jl_str_addc(out, '"');
	while (*text) {
		const char *from = text;
		bool is_bad;
		int32_t c = jl_utf8_next(&text, &is_bad);

		if (c == '"' || c == '\\')
			jl_str_addf(out, "\\%c", c);
		else if (c == '\n')
			jl_str_add(out, "\\n");
		else if (c == '\t')
			jl_str_add(out, "\\t");
		else if (is_bad)
			add_escape(out, c < 0 ? 0xfffd : (uint32_t)c);
		else
			jl_str_addn(out, from, (size_t)(text - from));
	}
	jl_str_addc(out, '"');
}

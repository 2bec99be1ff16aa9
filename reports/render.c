/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The table of formats. */
#include "reports/render.h"

#include <string.h>

const struct jl_format jl_formats[] = {
	{"text", ".txt", jl_render_text},
	{"json", ".json", jl_render_json},
	{"csv", ".csv", jl_render_csv},
	{"md", ".md", jl_render_md},
	{"html", ".html", jl_render_html},
};
const size_t jl_n_formats = JL_COUNT(jl_formats);
const char *const jl_format_names[] = {
	"text", "json", "csv", "md", "html", NULL};

const struct jl_format *jl_format_find(const char *name)
{
	for (size_t i = 0; i < jl_n_formats; i++)
		if (strcmp(jl_formats[i].name, name) == 0)
			return &jl_formats[i];
	return NULL;
}

const struct jl_format *jl_format_for_file(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < jl_n_formats; i++)
		if (strcmp(jl_formats[i].extension, dot) == 0)
			return &jl_formats[i];
	return NULL;
}

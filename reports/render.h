/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Formats: a page becomes text, json, csv, md or html. All of them write the
 * same numbers; each escapes in one place of its own. A new format is a new
 * file and a new row in the table.
 */
#ifndef JL_REPORTS_RENDER_H
#define JL_REPORTS_RENDER_H

#include <stdio.h>

#include "reports/report.h"

struct jl_render_options {
	int width;	/* of the terminal; 0: as wide as it wants */
	bool has_color; /* of the terminal */
};

struct jl_format {
	const char *name;
	const char *extension; /* with the dot */
	void (*render)(const struct jl_report *report,
		const struct jl_render_options *options, FILE *out);
};

extern const struct jl_format jl_formats[];
extern const size_t jl_n_formats;
/* The names, for options; ends with NULL. */
extern const char *const jl_format_names[];

/* By name, or by the ending of a file's name; NULL when there is none. */
const struct jl_format *jl_format_find(const char *name);
const struct jl_format *jl_format_for_file(const char *path);

void jl_render_text(const struct jl_report *report,
	const struct jl_render_options *options, FILE *out);
void jl_render_json(const struct jl_report *report,
	const struct jl_render_options *options, FILE *out);
void jl_render_csv(const struct jl_report *report,
	const struct jl_render_options *options, FILE *out);
void jl_render_md(const struct jl_report *report,
	const struct jl_render_options *options, FILE *out);
void jl_render_html(const struct jl_report *report,
	const struct jl_render_options *options, FILE *out);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The page as JSON, schema jledger/report/1. Written by hand because jansson
 * cannot write a number with its exact decimal digits. Unknown is null.
 */
#include "reports/render.h"

#include "core/json.h"

#include <math.h>

static void add_text_or_null(struct jl_str *out, const char *text)
{
	if (text)
		jl_json_add_string(out, text);
	else
		jl_str_add(out, "null");
}

static void add_cell(const struct jl_cell *cell, struct jl_str *out)
{
	struct jl_str exact = JL_STR_INIT;

	switch (cell->type) {
	case JL_CELL_UNKNOWN:
		jl_str_add(out, "null");
		break;
	case JL_CELL_TEXT:
		jl_json_add_string(out, cell->text);
		break;
	case JL_CELL_TEXTS:
		jl_str_add(out, "[");
		for (size_t i = 0; i < cell->n; i++) {
			jl_str_add(out, i ? ", " : "");
			add_text_or_null(out, cell->texts[i]);
		}
		jl_str_add(out, "]");
		break;
	case JL_CELL_SERIES:
		jl_str_add(out, "[");
		for (size_t i = 0; i < cell->n; i++) {
			jl_str_add(out, i ? ", " : "");
			jl_add_double(out, cell->series[i]);
		}
		jl_str_add(out, "]");
		break;
	case JL_CELL_DATE:
		jl_cell_exact(cell, &exact);
		jl_json_add_string(out, jl_str_text(&exact));
		break;
	default:
		jl_cell_exact(cell, out);
		break;
	}
	jl_str_release(&exact);
}

static void add_command(const struct jl_report *r, struct jl_str *out)
{
	jl_str_add(out, ",\n  \"command\": [");
	for (size_t i = 0; i < r->n_command; i++) {
		jl_str_add(out, i ? ", " : "");
		jl_json_add_string(out, r->command[i]);
	}
	jl_str_add(out, "]");
}

static void add_header(const struct jl_report *r, struct jl_str *out)
{
	jl_str_add(out, "{\n  \"schema\": \"jledger/report/1\",\n"
			"  \"report\": ");
	jl_json_add_string(out, r->name);
	if (r->n_command)
		add_command(r, out);
	jl_str_add(out, ",\n  \"parameters\": {");
	for (size_t i = 0; i < r->n_parameters; i++) {
		jl_str_add(out, i ? ",\n    " : "\n    ");
		jl_json_add_string(out, r->parameters[i].key);
		jl_str_add(out, ": ");
		add_text_or_null(out, r->parameters[i].value);
	}
	jl_str_add(out, r->n_parameters ? "\n  },\n" : "},\n");
	jl_str_add(out, "  \"ledger\": {\n    \"name\": ");
	add_text_or_null(out, r->ledger_name);
	jl_str_add(out, ",\n    \"commit\": ");
	add_text_or_null(out, r->commit);
	jl_str_add(out, ",\n    \"receipts_root\": ");
	add_text_or_null(out, r->receipts_root);
	jl_str_add(out, ",\n    \"zone\": ");
	add_text_or_null(out, r->zone);
	jl_str_add(out, "\n  },\n  \"columns\": [");
	for (size_t i = 0; i < r->n_columns; i++) {
		jl_str_add(out, i ? ", " : "");
		jl_json_add_string(out, r->columns[i].key);
	}
	jl_str_add(out, "],\n");
}

static void add_limit(
	struct jl_str *out, const char *key, double value, const char *end)
{
	jl_str_addf(out, "\"%s\": ", key);
	jl_add_double(out, value);
	jl_str_add(out, end);
}

static void add_limits(const struct jl_report *r, struct jl_str *out)
{
	jl_str_add(out, "  \"limits\": [");
	for (size_t i = 0; i < r->n_limits; i++) {
		const struct jl_limits_note *l = &r->limits[i];

		jl_str_add(out, i ? ",\n    {" : "\n    {");
		jl_str_add(out, "\"series\": ");
		jl_json_add_string(out, l->series);
		jl_str_addf(out, ", \"n\": %zu, ", l->n);
		add_limit(out, "mean", l->mean, ", ");
		add_limit(out, "average_range", l->average_range, ", ");
		add_limit(out, "lower", l->lower, ", ");
		add_limit(out, "upper", l->upper, ", ");
		add_limit(out, "range_limit", l->range_limit, ", ");
		add_limit(out, "screened_range", l->screened_range, ", ");
		add_limit(out, "screened_lower", l->screened_lower, ", ");
		add_limit(out, "screened_upper", l->screened_upper, "}");
	}
	jl_str_add(out, "\n  ],\n");
}

void jl_render_json(const struct jl_report *r,
	const struct jl_render_options *options, FILE *file)
{
	struct jl_str out = JL_STR_INIT;
	size_t rows = jl_report_rows(r);

	(void)options;
	add_header(r, &out);
	jl_str_add(&out, "  \"rows\": [");
	for (size_t i = 0; i < rows; i++) {
		jl_str_add(&out, i ? ",\n    {" : "\n    {");
		for (size_t k = 0; k < r->n_columns; k++) {
			jl_str_add(&out, k ? ", " : "");
			jl_json_add_string(&out, r->columns[k].key);
			jl_str_add(&out, ": ");
			add_cell(jl_report_cell(r, i, k), &out);
		}
		jl_str_add(&out, "}");
		if (out.len > 1 << 20) {
			fwrite(out.text, 1, out.len, file);
			jl_str_clear(&out);
		}
	}
	jl_str_add(&out, rows ? "\n  ],\n" : "],\n");
	if (r->n_limits)
		add_limits(r, &out);
	jl_str_add(&out, "  \"notes\": [");
	for (size_t i = 0; i < r->n_notes; i++) {
		jl_str_add(&out, i ? ",\n    " : "\n    ");
		jl_json_add_string(&out, r->notes[i]);
	}
	jl_str_add(&out, r->n_notes ? "\n  ]\n}\n" : "]\n}\n");
	fwrite(out.text, 1, out.len, file);
	jl_str_release(&out);
}

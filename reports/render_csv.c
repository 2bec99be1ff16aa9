/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The page as CSV (RFC 4180), harmless in a spreadsheet. */
#include "reports/render.h"

#include "core/csv.h"

static void add_text(struct jl_str *out, const char *text)
{
	struct jl_str harmless = JL_STR_INIT;

	/* A tab at the beginning is a mark of formulas, too. */
	if (*text == '\t' || *text == '\r')
		jl_str_addc(&harmless, '\'');
	jl_str_add_harmless(&harmless, text);
	jl_csv_add_text(out, jl_str_text(&harmless), harmless.len);
	jl_str_release(&harmless);
}

static void add_cell(const struct jl_cell *cell, struct jl_str *out)
{
	struct jl_str exact = JL_STR_INIT;

	jl_cell_exact(cell, &exact);
	if (cell->type == JL_CELL_TEXT || cell->type == JL_CELL_TEXTS)
		add_text(out, jl_str_text(&exact));
	else
		jl_str_add(out, jl_str_text(&exact));
	jl_str_release(&exact);
}

void jl_render_csv(const struct jl_report *r,
	const struct jl_render_options *options, FILE *file)
{
	struct jl_str out = JL_STR_INIT;
	size_t rows = jl_report_rows(r);

	(void)options;
	for (size_t k = 0; k < r->n_columns; k++)
		jl_str_addf(&out, "%s%s", k ? "," : "", r->columns[k].key);
	jl_str_addc(&out, '\n');
	for (size_t i = 0; i < rows; i++) {
		for (size_t k = 0; k < r->n_columns; k++) {
			if (k > 0)
				jl_str_addc(&out, ',');
			add_cell(jl_report_cell(r, i, k), &out);
		}
		jl_str_addc(&out, '\n');
	}
	fwrite(out.text, 1, out.len, file);
	jl_str_release(&out);
}

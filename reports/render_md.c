/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The page as GitHub-flavoured Markdown, for mails and pull requests. */
#include "reports/render.h"

#include <string.h>

/* Everything that Markdown or the HTML in it could take for markup. */
static void add_text(struct jl_str *out, const char *text)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, text);
	for (const char *p = jl_str_text(&harmless); *p; p++) {
		if (*p == '&')
			jl_str_add(out, "&amp;");
		else if (*p == '<')
			jl_str_add(out, "&lt;");
		else if (*p == '>')
			jl_str_add(out, "&gt;");
		else if (strchr("\\`*_{}[]#|!~", *p))
			jl_str_addf(out, "\\%c", *p);
		else
			jl_str_addc(out, *p);
	}
	jl_str_release(&harmless);
}

static void add_row(const struct jl_report *r, size_t row, struct jl_str *out)
{
	jl_str_addc(out, '|');
	for (size_t k = 0; k < r->n_columns; k++) {
		struct jl_str shown = JL_STR_INIT;

		if (r->columns[k].flags & JL_COLUMN_MACHINE)
			continue;
		jl_cell_shown(jl_report_cell(r, row, k), &shown);
		jl_str_addc(out, ' ');
		add_text(out, jl_str_text(&shown));
		jl_str_add(out, " |");
		jl_str_release(&shown);
	}
	jl_str_addc(out, '\n');
}

void jl_render_md(const struct jl_report *r,
	const struct jl_render_options *options, FILE *file)
{
	struct jl_str out = JL_STR_INIT;
	size_t rows = jl_report_rows(r);

	(void)options;
	jl_str_add(&out, "# ");
	add_text(&out, r->title);
	jl_str_add(&out, "\n\n");
	add_text(&out, r->ledger_name);
	if (r->period) {
		jl_str_add(&out, ", ");
		add_text(&out, r->period);
	}
	if (r->period && r->zone) {
		jl_str_add(&out, " (");
		add_text(&out, r->zone);
		jl_str_add(&out, ")");
	}
	jl_str_add(&out, "\n\n|");
	for (size_t k = 0; k < r->n_columns; k++)
		if (!(r->columns[k].flags & JL_COLUMN_MACHINE))
			jl_str_addf(&out, " %s |", r->columns[k].title);
	jl_str_add(&out, "\n|");
	for (size_t k = 0; k < r->n_columns; k++)
		if (!(r->columns[k].flags & JL_COLUMN_MACHINE))
			jl_str_add(&out, r->columns[k].flags & JL_COLUMN_RIGHT
						 ? " ---: |"
						 : " --- |");
	jl_str_addc(&out, '\n');
	for (size_t i = 0; i < rows; i++)
		add_row(r, i, &out);
	if (r->n_notes)
		jl_str_addc(&out, '\n');
	for (size_t i = 0; i < r->n_notes; i++) {
		jl_str_add(&out, "- ");
		add_text(&out, r->notes[i]);
		jl_str_addc(&out, '\n');
	}
	if (r->commit)
		jl_str_addf(&out, "\nCommit `%s`, receipts `%s`\n", r->commit,
			r->receipts_root ? r->receipts_root : "not read");
	fwrite(out.text, 1, out.len, file);
	jl_str_release(&out);
}

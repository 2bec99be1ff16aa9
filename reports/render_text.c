/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The page for a terminal, laid out by libsmartcols. */
#include "reports/render.h"

#include <stdlib.h>
#include <string.h>

#include <libsmartcols.h>

static void print_harmless(FILE *out, const char *text)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, text);
	fputs(jl_str_text(&harmless), out);
	jl_str_release(&harmless);
}

static void print_header(const struct jl_report *r, FILE *out)
{
	print_harmless(out, r->title);
	fputc('\n', out);
	if (r->ledger_name) {
		print_harmless(out, r->ledger_name);
		if (r->period)
			fprintf(out, ", %s", r->period);
		if (r->zone)
			fprintf(out, " (%s)", r->zone);
		fputc('\n', out);
	}
	fputc('\n', out);
}

static void add_columns(const struct jl_report *r, struct libscols_table *table)
{
	for (size_t k = 0; k < r->n_columns; k++) {
		const struct jl_column *c = &r->columns[k];

		if (!(c->flags & JL_COLUMN_MACHINE))
			scols_table_new_column(table, c->title, 0,
				c->flags & JL_COLUMN_RIGHT ? SCOLS_FL_RIGHT
							   : 0);
	}
}

static void add_row(
	const struct jl_report *r, struct libscols_table *table, size_t row)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	size_t at = 0;

	for (size_t k = 0; line && k < r->n_columns; k++) {
		struct jl_str shown = JL_STR_INIT, harmless = JL_STR_INIT;

		if (r->columns[k].flags & JL_COLUMN_MACHINE)
			continue;
		jl_cell_shown(jl_report_cell(r, row, k), &shown);
		jl_str_add_harmless(&harmless, jl_str_text(&shown));
		scols_line_set_data(line, at++, jl_str_text(&harmless));
		jl_str_release(&shown);
		jl_str_release(&harmless);
	}
}

static void print_table(const struct jl_report *r,
	const struct jl_render_options *options, FILE *out)
{
	struct libscols_table *table = scols_new_table();
	char *text = NULL;

	if (!table)
		abort(); /* out of memory */
	scols_table_enable_noencoding(table, 1);
	scols_table_enable_maxout(table, 0);
	scols_table_set_column_separator(table, "  ");
	if (options->width > 0) {
		scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
		scols_table_set_termwidth(table, (size_t)options->width);
	} else {
		scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	}
	add_columns(r, table);
	for (size_t i = 0; i < jl_report_rows(r); i++)
		add_row(r, table, i);
	/* Lines end where their text ends: no spaces for the padding. */
	if (scols_print_table_to_string(table, &text) == 0 && text) {
		for (char *line = text, *end; *line; line = end) {
			size_t len = strcspn(line, "\n");

			end = line + len + (line[len] == '\n');
			while (len > 0 && line[len - 1] == ' ')
				len--;
			fwrite(line, 1, len, out);
			fputc('\n', out);
		}
	}
	free(text);
	scols_unref_table(table);
}

void jl_render_text(const struct jl_report *r,
	const struct jl_render_options *options, FILE *out)
{
	print_header(r, out);
	if (jl_report_rows(r) > 0)
		print_table(r, options, out);
	else
		fputs("(no rows)\n", out);
	if (r->n_notes)
		fputc('\n', out);
	for (size_t i = 0; i < r->n_notes; i++) {
		print_harmless(out, r->notes[i]);
		fputc('\n', out);
	}
	if (r->commit)
		fprintf(out, "\ncommit %.12s  receipts %.12s\n", r->commit,
			r->receipts_root ? r->receipts_root : "(not read)");
}

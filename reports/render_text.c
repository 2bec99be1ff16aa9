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

enum { GAP = 2, NARROW = 150, NARROW_MONTHS = 12 };

/* What a cell says on this terminal; a narrow one shows the last months. */
static char *cell_text(const struct jl_report *r, size_t row, size_t k,
	const struct jl_render_options *options)
{
	struct jl_cell cell = *jl_report_cell(r, row, k);
	struct jl_str shown = JL_STR_INIT, harmless = JL_STR_INIT;

	if (cell.type == JL_CELL_SERIES && options->width > 0 &&
		options->width < NARROW && cell.n > NARROW_MONTHS) {
		cell.series += cell.n - NARROW_MONTHS;
		cell.n = NARROW_MONTHS;
	}
	jl_cell_shown(&cell, &shown);
	jl_str_add_harmless(&harmless, jl_str_text(&shown));
	jl_str_release(&shown);
	return jl_str_detach(&harmless);
}

/* Which columns there is room for; yours to free. */
static bool *choose_columns(
	const struct jl_report *r, const struct jl_render_options *options)
{
	bool *chosen = jl_xcalloc(r->n_columns, sizeof(*chosen));
	size_t *widths = jl_xcalloc(r->n_columns, sizeof(*widths));
	size_t total = 0;

	for (size_t k = 0; k < r->n_columns; k++) {
		chosen[k] = !(r->columns[k].flags & JL_COLUMN_MACHINE);
		widths[k] = strlen(r->columns[k].title);
		for (size_t i = 0; options->width > 0 && chosen[k] &&
				   i < jl_report_rows(r);
			i++) {
			char *text = cell_text(r, i, k, options);
			size_t width = jl_text_width(text);

			widths[k] = width > widths[k] ? width : widths[k];
			free(text);
		}
		total += chosen[k] ? widths[k] + GAP : 0;
	}
	while (options->width > 0 && total > (size_t)options->width + GAP) {
		size_t worst = r->n_columns;

		for (size_t k = 0; k < r->n_columns; k++)
			if (chosen[k] && r->columns[k].flags >> 8 &&
				(worst == r->n_columns ||
					r->columns[k].flags >> 8 >
						r->columns[worst].flags >> 8))
				worst = k;
		if (worst == r->n_columns)
			break;
		chosen[worst] = false;
		total -= widths[worst] + GAP;
	}
	free(widths);
	return chosen;
}

static void add_row(const struct jl_report *r, struct libscols_table *table,
	size_t row, const bool *chosen, const struct jl_render_options *options)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	size_t at = 0;

	for (size_t k = 0; line && k < r->n_columns; k++) {
		char *text;

		if (!chosen[k])
			continue;
		text = cell_text(r, row, k, options);
		scols_line_refer_data(line, at++, text); /* takes it over */
	}
}

static void note_dropped(
	const struct jl_report *r, const bool *chosen, FILE *out)
{
	const char *before = "\n(no room here for: ";

	for (size_t k = 0; k < r->n_columns; k++)
		if (!chosen[k] && !(r->columns[k].flags & JL_COLUMN_MACHINE)) {
			fprintf(out, "%s%s", before, r->columns[k].title);
			before = ", ";
		}
	if (*before == ',')
		fputs(")\n", out);
}

static void print_table(const struct jl_report *r,
	const struct jl_render_options *options, FILE *out)
{
	struct libscols_table *table = scols_new_table();
	bool *chosen = choose_columns(r, options);
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
	for (size_t k = 0; k < r->n_columns; k++)
		if (chosen[k])
			scols_table_new_column(table, r->columns[k].title, 0,
				r->columns[k].flags & JL_COLUMN_RIGHT
					? SCOLS_FL_RIGHT
					: 0);
	for (size_t i = 0; i < jl_report_rows(r); i++)
		add_row(r, table, i, chosen, options);
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
	note_dropped(r, chosen, out);
	free(chosen);
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

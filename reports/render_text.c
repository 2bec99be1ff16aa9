/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The page for a terminal, laid out by libsmartcols. */
#include "reports/render.h"

#include "core/mem.h"

#include <ctype.h>
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

/* ---- long texts ---- */

/* Where a text may be broken: after a space, or after one of these marks
 * between words, but not within a date or a number. */
static size_t word_len(const char *text)
{
	size_t len = 0;

	for (;;) {
		len += strcspn(text + len, " -/,");
		if (!text[len])
			return len;
		len++;
		if (text[len - 1] == ' ' || isalpha((unsigned char)text[len]))
			return len;
	}
}

static void trim_space(struct jl_str *s)
{
	while (s->len > 0 && s->text[s->len - 1] == ' ')
		s->text[--s->len] = '\0';
}

/* The text in lines of at most this width, by words; yours to free. */
static char *broken(const char *text, size_t width)
{
	struct jl_str out = JL_STR_INIT;
	size_t at = 0;

	while (*text) {
		size_t len = word_len(text);
		char *word = jl_xstrndup(text, len);
		size_t wide = jl_text_width(word);

		/* A space at the end of a line takes no room. */
		if (at > 0 && at + wide - (word[len - 1] == ' ') > width) {
			trim_space(&out);
			jl_str_addc(&out, '\n');
			at = 0;
		}
		jl_str_add(&out, word);
		at += wide;
		free(word);
		text += len;
	}
	trim_space(&out);
	return jl_str_detach(&out);
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

enum {
	GAP = 2,
	NARROW = 150,
	NARROW_MONTHS = 12,
	SENTENCE = 36,	/* as narrow as one is made before columns go */
	CELL_MAX = 600, /* bytes: beyond it a page is no page any more */
};

/* Cuts a text that would make every row as wide as itself; other formats have
 * all of it. */
static void cut(struct jl_str *text)
{
	size_t len = CELL_MAX;

	if (text->len <= CELL_MAX)
		return;
	while (len > 0 && ((unsigned char)text->text[len] & 0xc0) == 0x80)
		len--;
	jl_str_cut(text, len);
	jl_str_add(text, "…");
}

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
	cut(&harmless);
	jl_str_release(&shown);
	return jl_str_detach(&harmless);
}

/* ---- how wide columns are ---- */

struct layout {
	bool is_chosen;
	size_t width;	  /* as laid out; then what it is cut to */
	size_t narrowest; /* the longest word */
};

static void fit(struct layout *l, const char *text, bool can_break)
{
	size_t width = jl_text_width(text);

	l->width = width > l->width ? width : l->width;
	if (!can_break)
		l->narrowest = width > l->narrowest ? width : l->narrowest;
	while (can_break && *text) {
		size_t len = word_len(text);
		char *word = jl_xstrndup(text, len - (text[len - 1] == ' '));

		width = jl_text_width(word);
		l->narrowest = width > l->narrowest ? width : l->narrowest;
		free(word);
		text += len;
	}
}

static size_t total_width(const struct jl_report *r, const struct layout *v)
{
	size_t total = 0;

	for (size_t k = 0; k < r->n_columns; k++)
		total += v[k].is_chosen ? v[k].width + GAP : 0;
	return total;
}

/* How wide the table is once its sentences are broken. */
static size_t broken_width(const struct jl_report *r, const struct layout *v)
{
	size_t total = total_width(r, v);

	for (size_t k = 0; k < r->n_columns; k++) {
		size_t least =
			v[k].narrowest > SENTENCE ? v[k].narrowest : SENTENCE;

		if (v[k].is_chosen && r->columns[k].flags & JL_COLUMN_WRAPS &&
			v[k].width > least)
			total -= v[k].width - least;
	}
	return total;
}

/* Leaves out the columns that matter least while there is no room. */
static void drop_columns(
	const struct jl_report *r, struct layout *v, size_t room)
{
	while (broken_width(r, v) > room) {
		size_t worst = r->n_columns;

		for (size_t k = 0; k < r->n_columns; k++)
			if (v[k].is_chosen && r->columns[k].flags >> 8 &&
				(worst == r->n_columns ||
					r->columns[k].flags >> 8 >
						r->columns[worst].flags >> 8))
				worst = k;
		if (worst == r->n_columns)
			break;
		v[worst].is_chosen = false;
	}
}

/* Takes from the widest column that can be broken while there is no room. */
static void narrow_columns(
	const struct jl_report *r, struct layout *v, size_t room)
{
	while (total_width(r, v) > room) {
		size_t widest = r->n_columns;

		for (size_t k = 0; k < r->n_columns; k++)
			if (v[k].is_chosen && v[k].width > v[k].narrowest &&
				(widest == r->n_columns ||
					v[k].width > v[widest].width))
				widest = k;
		if (widest == r->n_columns)
			break;
		v[widest].width--;
	}
}

/* Yours to free. */
static struct layout *lay_out(
	const struct jl_report *r, const struct jl_render_options *options)
{
	struct layout *v = jl_xcalloc(r->n_columns, sizeof(*v));
	size_t room = (size_t)options->width + GAP;

	for (size_t k = 0; k < r->n_columns; k++) {
		v[k].is_chosen = !(r->columns[k].flags & JL_COLUMN_MACHINE);
		if (!v[k].is_chosen || options->width == 0)
			continue;
		fit(&v[k], r->columns[k].title, false);
		for (size_t i = 0; i < jl_report_rows(r); i++) {
			const struct jl_cell *cell = jl_report_cell(r, i, k);
			char *text = cell_text(r, i, k, options);

			fit(&v[k], text,
				cell->type == JL_CELL_TEXT ||
					cell->type == JL_CELL_TEXTS ||
					cell->type == JL_CELL_UNKNOWN);
			free(text);
		}
	}
	if (options->width > 0) {
		drop_columns(r, v, room);
		narrow_columns(r, v, room);
	}
	return v;
}

/* The word says it too: colour is never alone. */
static const char *color_of(const struct jl_report *r, size_t row, size_t k)
{
	static const struct {
		const char *word, *color;
	} colors[] = {{"on-target", "green"}, {"at-risk", "brown"},
		{"off-target", "red"}};
	const struct jl_cell *cell = jl_report_cell(r, row, k);

	for (size_t i = 0; cell->type == JL_CELL_TEXT &&
			   strcmp(r->columns[k].key, "status") == 0 &&
			   i < JL_COUNT(colors);
		i++)
		if (strcmp(cell->text, colors[i].word) == 0)
			return colors[i].color;
	return NULL;
}

/* libsmartcols fails only without memory, and goes on without what is missing.
 */
static void must(int rc)
{
	if (rc != 0)
		jl_out_of_memory();
}

static void add_row(const struct jl_report *r, struct libscols_table *table,
	size_t row, const struct layout *v,
	const struct jl_render_options *options)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	size_t at = 0;

	if (!line)
		jl_out_of_memory();
	for (size_t k = 0; k < r->n_columns; k++) {
		char *text;

		if (!v[k].is_chosen)
			continue;
		text = cell_text(r, row, k, options);
		if (options->width > 0) {
			char *lines = broken(text, v[k].width);

			free(text);
			text = lines;
		}
		if (options->has_color)
			must(scols_cell_set_color(scols_line_get_cell(line, at),
				color_of(r, row, k)));
		must(scols_line_refer_data(line, at++, text)); /* its own */
	}
}

static void add_column(struct libscols_table *table,
	const struct jl_column *column, bool is_broken)
{
	struct libscols_column *added =
		scols_table_new_column(table, column->title, 0,
			(column->flags & JL_COLUMN_RIGHT ? SCOLS_FL_RIGHT : 0) |
				(is_broken ? SCOLS_FL_WRAP : 0));

	if (!added || !scols_cell_get_data(scols_column_get_header(added)))
		jl_out_of_memory();
	if (is_broken)
		must(scols_column_set_wrapfunc(added, scols_wrapnl_chunksize,
			scols_wrapnl_nextchunk, NULL));
}

/* In lines that fit, by words. */
static void print_note(
	const char *note, const struct jl_render_options *options, FILE *out)
{
	struct jl_str harmless = JL_STR_INIT;
	char *lines;

	jl_str_add_harmless(&harmless, note);
	lines = options->width > 0
			? broken(jl_str_text(&harmless), (size_t)options->width)
			: jl_xstrdup(jl_str_text(&harmless));
	fprintf(out, "%s\n", lines);
	free(lines);
	jl_str_release(&harmless);
}

static void note_dropped(const struct jl_report *r, const struct layout *v,
	const struct jl_render_options *options, FILE *out)
{
	struct jl_str note = JL_STR_INIT;

	for (size_t k = 0; k < r->n_columns; k++)
		if (!v[k].is_chosen &&
			!(r->columns[k].flags & JL_COLUMN_MACHINE))
			jl_str_addf(&note, "%s%s",
				note.len ? ", " : "(no room here for: ",
				r->columns[k].title);
	if (note.len) {
		jl_str_add(&note, "; a wider terminal, or -f csv, has them)");
		fputc('\n', out);
		print_note(jl_str_text(&note), options, out);
	}
	jl_str_release(&note);
}

static void print_table(const struct jl_report *r,
	const struct jl_render_options *options, FILE *out)
{
	struct libscols_table *table = scols_new_table();
	struct layout *layout = lay_out(r, options);
	char *text = NULL;

	if (!table)
		jl_out_of_memory();
	must(scols_table_enable_noencoding(table, 1));
	must(scols_table_enable_maxout(table, 0));
	must(scols_table_enable_colors(table, options->has_color));
	must(scols_table_set_column_separator(table, "  "));
	if (options->width > 0) {
		must(scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS));
		must(scols_table_set_termwidth(table, (size_t)options->width));
	} else {
		must(scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER));
	}
	for (size_t k = 0; k < r->n_columns; k++)
		if (layout[k].is_chosen)
			add_column(table, &r->columns[k], options->width > 0);
	for (size_t i = 0; i < jl_report_rows(r); i++)
		add_row(r, table, i, layout, options);
	/* Lines end where their text ends: no spaces for the padding. */
	must(scols_print_table_to_string(table, &text));
	if (!text)
		jl_out_of_memory();
	for (char *line = text, *end; *line; line = end) {
		size_t len = strcspn(line, "\n");

		end = line + len + (line[len] == '\n');
		while (len > 0 && line[len - 1] == ' ')
			len--;
		fwrite(line, 1, len, out);
		fputc('\n', out);
	}
	free(text);
	note_dropped(r, layout, options, out);
	free(layout);
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
		print_note(r->notes[i], options, out);
	}
	if (r->commit)
		fprintf(out, "\ncommit %s\nreceipts %s\n", r->commit,
			r->receipts_root ? r->receipts_root : "(not read)");
}

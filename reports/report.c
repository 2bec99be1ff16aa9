/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Filling the page, and the two ways to write a cell. */
#include "reports/report.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct jl_report *jl_report_new(const char *name, const char *title)
{
	struct jl_report *report = jl_xcalloc(1, sizeof(*report));

	report->name = jl_report_text(report, name);
	report->title = jl_report_text(report, title);
	return report;
}

void jl_report_free(struct jl_report *report)
{
	if (!report)
		return;
	free(report->parameters);
	free(report->columns);
	free(report->cells);
	free(report->notes);
	free(report->limits);
	jl_arena_release(&report->arena);
	free(report);
}

const char *jl_report_text(struct jl_report *report, const char *text)
{
	return text ? jl_arena_strdup(&report->arena, text) : NULL;
}

void jl_report_parameter(
	struct jl_report *report, const char *key, const char *value)
{
	JL_GROW(report->parameters, report->n_parameters,
		report->parameters_cap);
	report->parameters[report->n_parameters++] = (struct jl_pair_text){
		jl_report_text(report, key), jl_report_text(report, value)};
}

void jl_report_command(
	struct jl_report *report, const char *const *words, size_t n)
{
	report->command = jl_arena_alloc(
		&report->arena, (n + 1) * sizeof(*report->command));
	for (size_t i = 0; i < n; i++)
		report->command[i] = jl_report_text(report, words[i]);
	report->n_command = n;
}

void jl_report_column(struct jl_report *report, const char *key,
	const char *title, unsigned flags)
{
	JL_GROW(report->columns, report->n_columns, report->columns_cap);
	report->columns[report->n_columns++] =
		(struct jl_column){jl_report_text(report, key),
			jl_report_text(report, title), flags};
}

static void add_note(struct jl_report *report, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

static void add_note(struct jl_report *report, const char *format, va_list args)
{
	char note[1024];

	vsnprintf(note, sizeof(note), format, args);
	JL_GROW(report->notes, report->n_notes, report->notes_cap);
	report->notes[report->n_notes++] = jl_report_text(report, note);
}

void jl_report_note(struct jl_report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_note(report, format, args);
	va_end(args);
}

void jl_report_hole(struct jl_report *report, const char *format, ...)
{
	va_list args;

	report->has_holes = true;
	va_start(args, format);
	add_note(report, format, args);
	va_end(args);
}

static struct jl_cell *add_cell(
	struct jl_report *report, enum jl_cell_type type)
{
	struct jl_cell *cell;

	JL_GROW(report->cells, report->n_cells, report->cells_cap);
	cell = &report->cells[report->n_cells++];
	memset(cell, 0, sizeof(*cell));
	cell->type = type;
	return cell;
}

void jl_report_add_unknown(struct jl_report *report, const char *label)
{
	add_cell(report, JL_CELL_UNKNOWN)->label =
		jl_report_text(report, label);
}

void jl_report_add_text(struct jl_report *report, const char *text)
{
	jl_report_add_labelled(report, text, NULL);
}

void jl_report_add_labelled(
	struct jl_report *report, const char *text, const char *label)
{
	struct jl_cell *cell =
		add_cell(report, text ? JL_CELL_TEXT : JL_CELL_UNKNOWN);

	cell->text = jl_report_text(report, text);
	cell->label = jl_report_text(report, label);
}

void jl_report_add_whole(struct jl_report *report, int64_t whole)
{
	add_cell(report, JL_CELL_WHOLE)->whole = whole;
}

void jl_report_add_sum(struct jl_report *report, jl_sum sum)
{
	add_cell(report, JL_CELL_SUM)->sum = sum;
}

void jl_report_add_number(struct jl_report *report, double number)
{
	add_cell(report, JL_CELL_NUMBER)->number = number;
}

static const char *time_label(struct jl_report *report, double seconds)
{
	static const struct {
		const char *unit;
		double from, seconds;
	} units[] = {{"d", 172800, 86400}, {"h", 5400, 3600}, {"min", 90, 60},
		{"s", 0, 1}};
	size_t i = 0;
	char text[64];

	while (fabs(seconds) < units[i].from)
		i++;
	seconds /= units[i].seconds;
	snprintf(text, sizeof(text), "%.*f %s", fabs(seconds) < 9.95 ? 1 : 0,
		seconds, units[i].unit);
	return jl_report_text(report, text);
}

void jl_report_add_time(struct jl_report *report, double seconds)
{
	struct jl_cell *cell;

	jl_report_add_number(report, seconds);
	cell = &report->cells[report->n_cells - 1];
	cell->label = time_label(report, seconds);
}

void jl_report_add_time_sum(struct jl_report *report, jl_sum seconds)
{
	struct jl_cell *cell;

	jl_report_add_sum(report, seconds);
	cell = &report->cells[report->n_cells - 1];
	cell->label = time_label(report, jl_sum_to_double(seconds));
}

void jl_report_add_share(struct jl_report *report, double share)
{
	char text[64];

	snprintf(text, sizeof(text), "%.*f %%",
		100 * share > 0 && 100 * share < 9.95 ? 1 : 0, 100 * share);
	jl_report_add_number(report, share);
	report->cells[report->n_cells - 1].label = jl_report_text(report, text);
}

void jl_report_add_date(struct jl_report *report, int32_t day)
{
	add_cell(report, day == JL_DAY_OPEN ? JL_CELL_UNKNOWN : JL_CELL_DATE)
		->day = day;
}

void jl_report_add_texts(
	struct jl_report *report, const char *const *texts, size_t n)
{
	struct jl_cell *cell = add_cell(report, JL_CELL_TEXTS);

	cell->n = n;
	cell->texts = jl_arena_alloc(&report->arena, n * sizeof(*cell->texts));
	for (size_t i = 0; i < n; i++)
		cell->texts[i] = jl_report_text(report, texts[i]);
}

void jl_report_add_series(
	struct jl_report *report, const double *values, size_t n)
{
	struct jl_cell *cell = add_cell(report, JL_CELL_SERIES);
	double *copy = jl_arena_alloc(&report->arena, n * sizeof(*copy));

	memcpy(copy, values, n * sizeof(*copy));
	cell->series = copy;
	cell->n = n;
}

size_t jl_report_rows(const struct jl_report *report)
{
	assert(report->n_columns > 0);
	assert(report->n_cells % report->n_columns == 0);
	return report->n_cells / report->n_columns;
}

const struct jl_cell *jl_report_cell(
	const struct jl_report *report, size_t row, size_t column)
{
	return &report->cells[row * report->n_columns + column];
}

int jl_decimals(double number)
{
	double size = fabs(number), unit = 1;
	int most = size >= 1000	 ? 0
		   : size >= 100 ? 1
		   : size >= 10	 ? 2
		   : size >= 1	 ? 3
				 : 4;

	/* Fewer where they say all of it: 3.8 and not 3.800. */
	for (int n = 0; n < most; n++, unit *= 10)
		if (fabs(size * unit - round(size * unit)) < 1e-9)
			return n;
	return most;
}

void jl_add_double(struct jl_str *out, double number)
{
	char text[40];

	if (!isfinite(number)) {
		jl_str_add(out, "null");
		return;
	}
	if (number == 0)
		number = 0; /* no negative zero */
	snprintf(text, sizeof(text), "%.*g", DBL_DIG, number);
	jl_str_add(out, text);
}

void jl_cell_exact(const struct jl_cell *cell, struct jl_str *out)
{
	char sum[JL_AMOUNT_TEXT], day[JL_DAY_TEXT];

	switch (cell->type) {
	case JL_CELL_UNKNOWN:
		break;
	case JL_CELL_TEXT:
		jl_str_add(out, cell->text);
		break;
	case JL_CELL_WHOLE:
		jl_str_addf(out, "%lld", (long long)cell->whole);
		break;
	case JL_CELL_SUM:
		jl_str_add(out, jl_sum_format(cell->sum, sum));
		break;
	case JL_CELL_NUMBER:
		jl_add_double(out, cell->number);
		break;
	case JL_CELL_DATE:
		jl_str_add(out, jl_day_format(cell->day, day));
		break;
	case JL_CELL_TEXTS:
		for (size_t i = 0; i < cell->n; i++)
			jl_str_addf(out, "%s%s", i ? " " : "",
				cell->texts[i] ? cell->texts[i] : "(nobody)");
		break;
	case JL_CELL_SERIES:
		for (size_t i = 0; i < cell->n; i++) {
			jl_str_add(out, i ? " " : "");
			if (isnan(cell->series[i]))
				jl_str_add(out, ".");
			else
				jl_add_double(out, cell->series[i]);
		}
		break;
	}
}

/* Eight heights of a bar; a gap is a dot in the middle. */
static void add_curve(const struct jl_cell *cell, struct jl_str *out)
{
	static const char *const bars[] = {
		"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < cell->n; i++) {
		low = fmin(low, cell->series[i]);
		high = fmax(high, cell->series[i]);
	}
	for (size_t i = 0; i < cell->n; i++) {
		double v = cell->series[i];
		int height = 3;

		if (!isnan(v) && high > low)
			height = (int)((v - low) / (high - low) * 7.999);

		jl_str_add(out, isnan(v) ? "·" : bars[height]);
	}
}

void jl_cell_shown(const struct jl_cell *cell, struct jl_str *out)
{
	double number = cell->type == JL_CELL_SUM ? jl_sum_to_double(cell->sum)
						  : cell->number;

	if (cell->label)
		jl_str_add(out, cell->label);
	else if (cell->type == JL_CELL_SERIES)
		add_curve(cell, out);
	else if (cell->type == JL_CELL_NUMBER || cell->type == JL_CELL_SUM)
		jl_str_addf(out, "%.*f", jl_decimals(number), number);
	else
		jl_cell_exact(cell, out);
}

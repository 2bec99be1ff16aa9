/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Rows by column name over the CSV reader, over JSON lines by jansson, and over
 * the XES reader. */
#include "core/table.h"

#include "core/mem.h"
#include "core/xes.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

enum { COLUMNS_LEARNT = 500 };

struct jl_table {
	struct jl_table_options options;
	char *path;
	struct jl_input *input;
	struct jl_csv *csv;
	struct jl_xes *xes;
	char **names;
	size_t n, cap;
	struct jl_str names_text;
	/* JSON lines: */
	struct jl_str text; /* the cells of the line, one after another */
	struct jl_slice *cells;
	char *buffer;
	size_t start, len, buffer_cap;
	bool at_end;
	size_t line;
	const char *raw; /* the line as it was read, until the next */
	size_t raw_len;
	bool *seen; /* by column: some row had it */
	const char *problem;
	char problem_text[200];
};

static void add_name(struct jl_table *table, char *name)
{
	JL_GROW(table->names, table->n, table->cap);
	table->names[table->n++] = name;
}

/* Joins one more header line to the names; an empty cell in an upper line
 * belongs to the title on its left, as in a merged cell. */
static void add_header_line(struct jl_table *table, bool is_last)
{
	const struct jl_slice *fields = jl_csv_fields(table->csv);
	struct jl_slice title = {"", 0};

	for (size_t i = 0; i < jl_csv_n(table->csv); i++) {
		struct jl_slice cell = fields[i];
		char *joined;

		while (cell.len && *cell.text == ' ') {
			cell.text++;
			cell.len--;
		}
		while (cell.len && cell.text[cell.len - 1] == ' ')
			cell.len--;
		if (cell.len)
			title = cell;
		else if (!is_last)
			cell = title;
		if (i >= table->n) {
			add_name(table, jl_xstrndup(cell.text, cell.len));
			continue;
		}
		joined = jl_xasprintf("%s%s%.*s", table->names[i],
			*table->names[i] && cell.len ? " " : "", (int)cell.len,
			cell.text);
		free(table->names[i]);
		table->names[i] = joined;
	}
}

static int read_header(struct jl_table *table, struct jl_error *err)
{
	int lines =
		table->options.header_lines ? table->options.header_lines : 1;

	for (int i = 0; i < lines; i++) {
		int rc = jl_csv_next(table->csv, err);

		if (rc < 0)
			return rc;
		if (rc == 0)
			return jl_fail(err, JL_EINVALID,
				"%.400s: the file is empty: it has no header "
				"line",
				table->path);
		if (jl_csv_problem(table->csv))
			return jl_fail(err, JL_EINVALID,
				"%.400s:%zu: the header line has %s",
				table->path, jl_csv_line(table->csv),
				jl_csv_problem(table->csv));
		add_header_line(table, i == lines - 1);
	}
	return 0;
}

int jl_table_open(const char *path, const struct jl_table_options *options,
	struct jl_table **out, struct jl_error *err)
{
	struct jl_table *table = jl_xcalloc(1, sizeof(*table));
	int rc;

	table->options = *options;
	table->path = jl_xstrdup(path);
	rc = options->format == JL_TABLE_XES
		     ? jl_input_open_gz(path, &table->input, err)
		     : jl_input_open(
			       path, options->encoding, &table->input, err);
	if (rc == 0 && options->format == JL_TABLE_CSV) {
		table->csv = jl_csv_new(table->input, options->delimiter);
		jl_csv_skip_lines(table->csv, options->skip_lines);
		rc = read_header(table, err);
	}
	if (rc == 0 && options->format == JL_TABLE_XES)
		table->xes = jl_xes_new(table->input, path);
	if (rc == 0 && table->xes && options->learns)
		jl_xes_learn(table->xes, COLUMNS_LEARNT);
	if (rc < 0) {
		jl_table_close(table);
		return rc;
	}
	*out = table;
	return 0;
}

void jl_table_close(struct jl_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->n; i++)
		free(table->names[i]);
	free(table->names);
	jl_csv_free(table->csv);
	jl_xes_free(table->xes);
	jl_input_close(table->input);
	jl_str_release(&table->names_text);
	jl_str_release(&table->text);
	free(table->cells);
	free(table->seen);
	free(table->buffer);
	free(table->path);
	free(table);
}

int jl_table_column(struct jl_table *table, const char *name)
{
	int found = JL_TABLE_NO_COLUMN;

	for (size_t i = 0; i < table->n; i++)
		if (strcmp(table->names[i], name) == 0)
			found = found == JL_TABLE_NO_COLUMN
					? (int)i
					: JL_TABLE_TWO_COLUMNS;
	if (found != JL_TABLE_NO_COLUMN ||
		table->options.format == JL_TABLE_CSV)
		return found;
	add_name(table, jl_xstrdup(name));
	/* Wanted in this order, the numbers are the same. */
	if (table->xes)
		jl_xes_want(table->xes, name);
	table->seen = jl_xrealloc(table->seen, table->n, sizeof(*table->seen));
	table->seen[table->n - 1] = false;
	return (int)table->n - 1;
}

int jl_table_n(const struct jl_table *table)
{
	return table->xes && table->options.learns ? jl_xes_n(table->xes)
						   : (int)table->n;
}

const char *jl_table_name(const struct jl_table *table, int column)
{
	return table->xes && table->options.learns
		       ? jl_xes_name(table->xes, column)
		       : table->names[column];
}

const char *jl_table_unseen(const struct jl_table *table)
{
	for (size_t i = 0; table->seen && i < table->n; i++)
		if (!table->seen[i] &&
			!(table->xes && jl_xes_has_seen(table->xes, (int)i)))
			return table->names[i];
	return NULL;
}

const char *jl_table_columns_text(struct jl_table *table)
{
	jl_str_clear(&table->names_text);
	for (size_t i = 0; i < table->n && table->names_text.len < 300; i++) {
		if (i > 0)
			jl_str_add(&table->names_text, ", ");
		jl_str_add_harmless(&table->names_text, table->names[i]);
	}
	return jl_str_text(&table->names_text);
}

/* The next line in the buffer: 1, 0 at the end, < 0. It is NUL-terminated. */
static int next_json_line(
	struct jl_table *table, char **line, size_t *len, struct jl_error *err)
{
	if (!table->buffer) {
		table->buffer_cap = 2 * JL_CSV_RECORD_MAX;
		table->buffer = jl_xmalloc(table->buffer_cap + 1);
	}
	for (;;) {
		char *from = table->buffer + table->start;
		size_t left = table->len - table->start;
		char *newline = left ? memchr(from, '\n', left) : NULL;
		long n;

		if (newline || (table->at_end && left)) {
			*line = from;
			*len = newline ? (size_t)(newline - from) : left;
			table->start += *len + (newline != NULL);
			table->line++;
			from[*len] = '\0';
			return 1;
		}
		if (table->at_end)
			return 0;
		if (left > 2 * JL_CSV_RECORD_MAX) {
			/* Keep the beginning: it is refused for its length. */
			table->len = table->start + JL_CSV_RECORD_MAX + 1;
			left = table->len - table->start;
		}
		if (left)
			memmove(table->buffer, from, left);
		table->start = 0;
		table->len = left;
		if (table->buffer_cap - left < JL_CSV_RECORD_MAX) {
			table->buffer_cap = left + 2 * JL_CSV_RECORD_MAX;
			table->buffer = jl_xrealloc(
				table->buffer, table->buffer_cap + 1, 1);
		}
		n = jl_input_read(table->input, table->buffer + left,
			table->buffer_cap - left, err);
		if (n < 0)
			return (int)n;
		table->len += (size_t)n;
		table->at_end = n == 0;
	}
}

static void add_cell(struct jl_table *table, const json_t *value)
{
	if (json_is_string(value))
		jl_str_addn(&table->text, json_string_value(value),
			json_string_length(value));
	else if (json_is_integer(value))
		jl_str_addf(&table->text, "%" JSON_INTEGER_FORMAT,
			json_integer_value(value));
	else if (json_is_real(value))
		jl_str_addf(&table->text, "%.15g", json_real_value(value));
	else if (json_is_boolean(value))
		jl_str_add(&table->text,
			json_boolean_value(value) ? "true" : "false");
}

static void learn_keys(struct jl_table *table, json_t *object)
{
	const char *key;
	json_t *value;

	json_object_foreach (object, key, value)
		if (!json_is_array(value) && !json_is_object(value) &&
			table->n < COLUMNS_LEARNT)
			jl_table_column(table, key);
}

static void read_json_cells(struct jl_table *table, json_t *object)
{
	size_t *ends = jl_xcalloc(table->n, sizeof(*ends));
	size_t begin = 0;

	jl_str_clear(&table->text);
	table->cells =
		jl_xrealloc(table->cells, table->n, sizeof(*table->cells));
	for (size_t i = 0; i < table->n; i++) {
		const json_t *value = json_object_get(object, table->names[i]);

		if (json_is_array(value) || json_is_object(value)) {
			snprintf(table->problem_text,
				sizeof(table->problem_text),
				"'%.60s' holds a list or an object; a cell is "
				"one value",
				table->names[i]);
			table->problem = table->problem_text;
		}
		table->seen[i] = table->seen[i] || value;
		add_cell(table, value);
		ends[i] = table->text.len;
	}
	for (size_t i = 0; i < table->n; i++) {
		table->cells[i].text = jl_str_text(&table->text) + begin;
		table->cells[i].len = ends[i] - begin;
		begin = ends[i];
	}
	free(ends);
}

static int next_json(struct jl_table *table, struct jl_error *err)
{
	json_error_t json_error;
	json_t *object;
	char *line = NULL;
	size_t len = 0;
	int rc;

	do {
		rc = next_json_line(table, &line, &len, err);
		if (rc <= 0)
			return rc;
	} while (strspn(line, " \t\r") == len);
	table->problem = NULL;
	table->raw = line;
	table->raw_len = len;
	if (len > JL_CSV_RECORD_MAX) {
		table->problem = "a line longer than 1 MiB";
		table->raw_len = 0;
		return 1;
	}
	object = json_loadb(line, len, JSON_REJECT_DUPLICATES, &json_error);
	if (json_is_object(object)) {
		if (table->options.learns)
			learn_keys(table, object);
		read_json_cells(table, object);
	} else {
		snprintf(table->problem_text, sizeof(table->problem_text),
			"no JSON object: %.120s",
			object ? "the line holds another kind of value"
			       : json_error.text);
		table->problem = table->problem_text;
	}
	json_decref(object);
	return 1;
}

int jl_table_next(struct jl_table *table, struct jl_error *err)
{
	int rc;

	if (table->options.format == JL_TABLE_JSON_LINES)
		return next_json(table, err);
	if (table->xes) {
		rc = jl_xes_next(table->xes, err);
		table->line = jl_xes_line(table->xes);
		return rc;
	}
	rc = jl_csv_next(table->csv, err);
	if (rc > 0) {
		table->problem = jl_csv_problem(table->csv);
		table->line = jl_csv_line(table->csv);
		/* A cell too few may be a row that was cut off. */
		if (!table->problem && jl_csv_n(table->csv) != table->n) {
			snprintf(table->problem_text,
				sizeof(table->problem_text),
				"%zu cells, but the header names %zu columns",
				jl_csv_n(table->csv), table->n);
			table->problem = table->problem_text;
		}
	}
	return rc;
}

const char *jl_table_problem(const struct jl_table *table)
{
	return table->problem;
}

size_t jl_table_line(const struct jl_table *table)
{
	return table->line;
}

struct jl_slice jl_table_cell(const struct jl_table *table, int column)
{
	if (table->options.format == JL_TABLE_JSON_LINES)
		return table->cells[column];
	if (table->xes)
		return jl_xes_cell(table->xes, column);
	return jl_csv_fields(table->csv)[column];
}

char jl_table_delimiter(const struct jl_table *table)
{
	return table->csv ? jl_csv_delimiter(table->csv) : ',';
}

/* Marks that would act on a terminal are spelt out. */
static void add_raw(struct jl_str *out, const char *text, size_t len)
{
	char *copy = jl_xstrndup(text, len);
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, copy);
	jl_csv_add_text(out, jl_str_text(&harmless), harmless.len);
	jl_str_release(&harmless);
	free(copy);
}

void jl_table_add_row(const struct jl_table *table, struct jl_str *out)
{
	const struct jl_slice *fields;

	for (size_t i = 0; table->xes && i < table->n; i++) {
		struct jl_slice cell = jl_xes_cell(table->xes, (int)i);

		jl_str_addc(out, ',');
		add_raw(out, cell.text, cell.len);
	}
	if (table->xes)
		return;
	if (!table->csv) {
		jl_str_addc(out, ',');
		add_raw(out, table->raw, table->raw_len);
		return;
	}
	if (jl_csv_problem(table->csv))
		return;
	fields = jl_csv_fields(table->csv);
	for (size_t i = 0; i < jl_csv_n(table->csv); i++) {
		jl_str_addc(out, jl_csv_delimiter(table->csv));
		add_raw(out, fields[i].text, fields[i].len);
	}
}

void jl_table_add_header(const struct jl_table *table, struct jl_str *out)
{
	if (!table->csv && !table->xes)
		jl_str_add(out, ",row");
	for (size_t i = 0; (table->csv || table->xes) && i < table->n; i++) {
		jl_str_addc(out, jl_table_delimiter(table));
		add_raw(out, table->names[i], strlen(table->names[i]));
	}
}

struct jl_input *jl_table_input(struct jl_table *table)
{
	return table->input;
}

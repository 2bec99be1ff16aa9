/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The reader keeps one buffer and finds a record's end before it changes a
 * byte of it, so a record that crosses the buffer's end is simply read again
 * with more bytes behind it.
 */
#include "core/csv.h"

#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK = 256 * 1024,
	STOP_PLAIN = 0,
	STOP_END, /* delimiter or line end */
	STOP_NUL,
	STOP_HIGH, /* not ASCII: check the encoding later */
};

struct field {
	char *begin, *end; /* inside the buffer, without the quotes */
	bool has_escapes;
};

struct jl_csv {
	struct jl_input *input;
	char delimiter;
	uint8_t stop[256];
	char *buffer;
	size_t start, len, cap; /* unread bytes are [start, len) */
	bool at_end;		/* the input has no more */
	bool is_first;
	int skip; /* lines before the header */
	size_t line, next_line;
	struct field *found;
	struct jl_slice *fields;
	size_t n, found_cap, fields_cap;
	bool has_high;
	const char *problem;
};

/* What reading a record came to. */
enum outcome { COMPLETE, NEEDS_MORE };

struct jl_csv *jl_csv_new(struct jl_input *input, char delimiter)
{
	struct jl_csv *csv = jl_xcalloc(1, sizeof(*csv));

	csv->input = input;
	csv->delimiter = delimiter;
	csv->cap = CHUNK;
	csv->buffer = jl_xmalloc(csv->cap);
	csv->is_first = true;
	csv->next_line = 1;
	return csv;
}

void jl_csv_skip_lines(struct jl_csv *csv, int n)
{
	csv->skip = n;
}

void jl_csv_free(struct jl_csv *csv)
{
	if (!csv)
		return;
	free(csv->buffer);
	free(csv->found);
	free(csv->fields);
	free(csv);
}

static void set_stops(struct jl_csv *csv)
{
	memset(csv->stop, STOP_PLAIN, 128);
	memset(csv->stop + 128, STOP_HIGH, 128);
	csv->stop[(unsigned char)csv->delimiter] = STOP_END;
	csv->stop['\n'] = STOP_END;
	csv->stop['\r'] = STOP_END;
	csv->stop['\0'] = STOP_NUL;
}

/* Moves the unread bytes to the front and reads more behind them. */
static int refill(struct jl_csv *csv, struct jl_error *err)
{
	long n;

	memmove(csv->buffer, csv->buffer + csv->start, csv->len - csv->start);
	csv->len -= csv->start;
	csv->start = 0;
	if (csv->cap - csv->len < CHUNK / 2) {
		csv->cap *= 2;
		csv->buffer = jl_xrealloc(csv->buffer, csv->cap, 1);
	}
	n = jl_input_read(
		csv->input, csv->buffer + csv->len, csv->cap - csv->len, err);
	if (n < 0)
		return (int)n;
	csv->len += (size_t)n;
	csv->at_end = n == 0;
	return 0;
}

static size_t count(const char *text, size_t len, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += text[i] == c;
	return n;
}

/* The mark of a line `sep=;`, which some programs put in quotes; or NUL. */
static char sep_mark(const char *line, size_t len)
{
	if (len == 7 && line[0] == '"' && line[6] == '"') {
		line++;
		len -= 2;
	}
	return len == 5 && memcmp(line, "sep=", 4) == 0 ? line[4] : '\0';
}

/* The line at which the unread bytes begin, as far as the buffer holds it;
 * *next is where the one behind it begins. */
static size_t line_len(const struct jl_csv *csv, size_t *next)
{
	const char *line = csv->buffer + csv->start;
	size_t left = csv->len - csv->start;
	const char *end = left ? memchr(line, '\n', left) : NULL;
	size_t len = end ? (size_t)(end - line) : left;

	*next = csv->start + len + (end != NULL);
	return len > 0 && line[len - 1] == '\r' ? len - 1 : len;
}

/* A first line `sep=;` says what the delimiter is, and is no more. */
static void take_sep(struct jl_csv *csv)
{
	size_t next, len = line_len(csv, &next);
	char mark = sep_mark(csv->buffer + csv->start, len);

	if (!mark)
		return;
	if (!csv->delimiter)
		csv->delimiter = mark;
	csv->start = next;
	csv->next_line++;
}

/* Passes over lines before the header, whatever they hold. */
static int pass_lines(struct jl_csv *csv, struct jl_error *err)
{
	for (int i = 0; i < csv->skip; i++) {
		size_t next;

		for (;;) {
			line_len(csv, &next);
			csv->start = next;
			if ((next > 0 && csv->buffer[next - 1] == '\n' &&
				    next <= csv->len) ||
				csv->at_end)
				break;
			if (refill(csv, err) < 0)
				return (int)err->code;
		}
		csv->next_line++;
	}
	return csv->skip ? refill(csv, err) : 0;
}

/* Looks at the header line, which is in the buffer as far as it fits. */
static void choose_delimiter(struct jl_csv *csv)
{
	static const char candidates[] = {',', ';', '\t', '|'};
	const char *line = csv->buffer + csv->start;
	size_t next, len = line_len(csv, &next), best = 0;

	for (size_t i = 0; !csv->delimiter && i < sizeof(candidates); i++)
		best = count(line, len, candidates[i]) > best
			       ? count(line, len, candidates[i])
			       : best;
	for (size_t i = 0; !csv->delimiter && i < sizeof(candidates); i++)
		if (count(line, len, candidates[i]) == best)
			csv->delimiter = candidates[i];
	set_stops(csv);
}

static void add_field(
	struct jl_csv *csv, char *begin, char *end, bool has_escapes)
{
	JL_GROW(csv->found, csv->n, csv->found_cap);
	csv->found[csv->n++] = (struct field){begin, end, has_escapes};
}

static void note(struct jl_csv *csv, const char *problem)
{
	if (!csv->problem)
		csv->problem = problem;
}

/* A quoted field from its opening quote; p ends behind the closing one. */
static enum outcome quoted(struct jl_csv *csv, char **p, char *end)
{
	char *begin = *p + 1, *q = begin;
	bool has_escapes = false;

	for (;;) {
		char *quote = memchr(q, '"', (size_t)(end - q));

		if (!quote || (quote + 1 == end && !csv->at_end))
			return NEEDS_MORE;
		if (quote + 1 < end && quote[1] == '"') {
			has_escapes = true;
			q = quote + 2;
			continue;
		}
		add_field(csv, begin, quote, has_escapes);
		csv->has_high = true; /* not looked at: check it all */
		if (memchr(begin, '\0', (size_t)(quote - begin)))
			note(csv, "a NUL byte");
		*p = quote + 1;
		return COMPLETE;
	}
}

static void plain(struct jl_csv *csv, char **p, char *end)
{
	char *q = *p;

	for (;;) {
		while (q < end && csv->stop[(unsigned char)*q] == STOP_PLAIN)
			q++;
		if (q == end || csv->stop[(unsigned char)*q] == STOP_END)
			break;
		if (csv->stop[(unsigned char)*q] == STOP_NUL)
			note(csv, "a NUL byte");
		csv->has_high = true;
		q++;
	}
	add_field(csv, *p, q, false);
	*p = q;
}

/* The record that begins at start; *next is where the one after begins. */
static enum outcome read_record(struct jl_csv *csv, size_t *next)
{
	char *p = csv->buffer + csv->start, *end = csv->buffer + csv->len;

	csv->n = 0;
	csv->has_high = false;
	csv->problem = NULL;
	for (;;) {
		if (p < end && *p == '"') {
			if (quoted(csv, &p, end) == NEEDS_MORE)
				return NEEDS_MORE;
			if (p < end && *p != csv->delimiter && *p != '\n' &&
				*p != '\r') {
				note(csv, "text behind a closing quote");
				csv->n--;
				plain(csv, &p, end);
			}
		} else {
			plain(csv, &p, end);
		}
		if (p == end && !csv->at_end)
			return NEEDS_MORE;
		if (p < end && *p == csv->delimiter) {
			p++;
			continue;
		}
		if (p < end && *p == '\r') {
			if (p + 1 == end && !csv->at_end)
				return NEEDS_MORE;
			p++;
			if (p < end && *p != '\n') {
				note(csv, "a carriage return inside the line");
				continue;
			}
		}
		if (p < end)
			p++;
		*next = (size_t)(p - csv->buffer);
		return COMPLETE;
	}
}

/* Gives the rest of the line up and goes on with the next. */
static int skip_line(
	struct jl_csv *csv, const char *problem, struct jl_error *err)
{
	csv->n = 0;
	csv->problem = problem;
	csv->line = csv->next_line++;
	for (;;) {
		char *from = csv->buffer + csv->start;
		char *newline = memchr(from, '\n', csv->len - csv->start);
		int rc;

		if (newline) {
			csv->start = (size_t)(newline + 1 - csv->buffer);
			return 1;
		}
		csv->start = csv->len;
		if (csv->at_end)
			return 1;
		rc = refill(csv, err);
		if (rc < 0)
			return rc;
	}
}

static size_t unescape(char *begin, char *end)
{
	char *to = begin;

	for (char *from = begin; from < end; from++) {
		*to++ = *from;
		if (*from == '"')
			from++;
	}
	return (size_t)(to - begin);
}

static void finish_record(struct jl_csv *csv, size_t next)
{
	const char *begin = csv->buffer + csv->start;
	size_t len = next - csv->start;

	csv->line = csv->next_line;
	csv->next_line += csv->has_high ? count(begin, len, '\n') : 1;
	if (csv->has_high && jl_utf8_valid_len(begin, len) < len)
		note(csv, "text that is not UTF-8");
	while (csv->fields_cap < csv->n) {
		csv->fields_cap = csv->found_cap;
		csv->fields = jl_xrealloc(
			csv->fields, csv->fields_cap, sizeof(*csv->fields));
	}
	for (size_t i = 0; i < csv->n; i++) {
		const struct field *f = &csv->found[i];

		csv->fields[i].text = f->begin;
		csv->fields[i].len = f->has_escapes
					     ? unescape(f->begin, f->end)
					     : (size_t)(f->end - f->begin);
	}
	csv->start = next;
}

int jl_csv_next(struct jl_csv *csv, struct jl_error *err)
{
	size_t next = 0;
	int rc;

	if (csv->is_first) {
		rc = refill(csv, err);
		if (rc == 0) {
			take_sep(csv);
			rc = pass_lines(csv, err);
		}
		if (rc < 0)
			return rc;
		choose_delimiter(csv);
		csv->is_first = false;
	}
	for (;;) {
		if (csv->start == csv->len && csv->at_end)
			return 0;
		if (csv->start < csv->len &&
			read_record(csv, &next) == COMPLETE) {
			if (next - csv->start > JL_CSV_RECORD_MAX)
				note(csv, "a line longer than 1 MiB");
			if (csv->problem)
				return skip_line(csv, csv->problem, err);
			finish_record(csv, next);
			if (csv->n == 1 && csv->fields[0].len == 0 &&
				!csv->problem)
				continue; /* a blank line */
			return 1;
		}
		if (csv->len - csv->start > JL_CSV_RECORD_MAX)
			return skip_line(csv,
				memchr(csv->buffer + csv->start, '\n',
					csv->len - csv->start)
					? "a quote that is not closed"
					: "a line longer than 1 MiB",
				err);
		if (csv->at_end)
			return skip_line(
				csv, "a quote that is not closed", err);
		rc = refill(csv, err);
		if (rc < 0)
			return rc;
	}
}

size_t jl_csv_n(const struct jl_csv *csv)
{
	return csv->n;
}

const struct jl_slice *jl_csv_fields(const struct jl_csv *csv)
{
	return csv->fields;
}

size_t jl_csv_line(const struct jl_csv *csv)
{
	return csv->line;
}

char jl_csv_delimiter(const struct jl_csv *csv)
{
	return csv->delimiter;
}

const char *jl_csv_problem(const struct jl_csv *csv)
{
	return csv->problem;
}

static void add_quoted(struct jl_str *out, const char *text, size_t len)
{
	jl_str_addc(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"')
			jl_str_addc(out, '"');
		jl_str_addc(out, text[i]);
	}
	jl_str_addc(out, '"');
}

static void add(struct jl_str *out, const char *text, size_t len,
	const char *delimiters)
{
	bool quote = len > 0 && (text[0] == ' ' || text[len - 1] == ' ');

	for (size_t i = 0; i < len && !quote; i++)
		quote = text[i] == '"' || text[i] == '\n' || text[i] == '\r' ||
			(text[i] && strchr(delimiters, text[i]));
	if (quote)
		add_quoted(out, text, len);
	else
		jl_str_addn(out, text, len);
}

void jl_csv_add_field(struct jl_str *out, const char *text, size_t len)
{
	add(out, text, len, ",");
}

/* A number may begin with a sign and is no formula for that. */
static bool is_formula(const char *text, size_t len)
{
	if (len == 0 || !*text || !strchr("=+-@\t\r", *text))
		return false;
	for (size_t i = 1; i < len; i++)
		if ((text[i] < '0' || text[i] > '9') && text[i] != '.' &&
			text[i] != ',')
			return true;
	return len == 1 || (*text != '+' && *text != '-');
}

void jl_csv_add_text(struct jl_str *out, const char *text, size_t len)
{
	struct jl_str field = JL_STR_INIT;

	if (is_formula(text, len))
		jl_str_addc(&field, '\'');
	jl_str_addn(&field, text, len);
	add(out, jl_str_text(&field), field.len, ",;\t|");
	jl_str_release(&field);
}

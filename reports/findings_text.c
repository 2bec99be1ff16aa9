/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Findings for people. */
#include "reports/findings.h"

#include <stdlib.h>
#include <string.h>

enum { EXCERPT_MAX = 100, BEFORE_MARK = 60 };

static const char *const colors[] = {
	[JL_SEVERITY_ERROR] = "\033[31m",
	[JL_SEVERITY_WARNING] = "\033[33m",
	[JL_SEVERITY_NOTE] = "\033[36m",
};

/* Is it the spelling that is wrong, so that the very place matters? */
static bool is_of_spelling(const struct jl_finding *f)
{
	for (size_t i = 0; i < jl_rules_shape.n; i++)
		if (strcmp(jl_rules_shape.rules[i].id, f->rule) == 0)
			return *f->pointer || strcmp(f->rule, "syntax") == 0;
	return false;
}

/* Where in a text a line begins that was looked for last: findings come in the
 * order of their lines, and a text is gone through once for all of them. */
struct cursor {
	const char *text, *at;
	size_t line, len;    /* the line's bytes; SIZE_MAX: not counted yet */
	size_t column, mark; /* a place in it, in characters and in bytes */
};

/* The line with this number; false when there is none. */
static bool find_line(struct cursor *c, const char *text, size_t line,
	const char **begin, size_t *len)
{
	if (c->text != text || c->line > line)
		*c = (struct cursor){text, text, 1, SIZE_MAX, 1, 0};
	while (c->line < line) {
		const char *end = strchr(c->at, '\n');

		if (!end)
			return false;
		*c = (struct cursor){
			text, end + 1, c->line + 1, SIZE_MAX, 1, 0};
	}
	if (c->len == SIZE_MAX)
		c->len = strcspn(c->at, "\r\n");
	*begin = c->at;
	*len = c->len;
	return true;
}

/* The bytes of n characters, or fewer where the text is shorter. */
static size_t bytes_of(const char *text, size_t len, size_t n)
{
	size_t i = 0;

	for (; i < len && n > 0; n--)
		for (i++; i < len && ((unsigned char)text[i] & 0xc0) == 0x80;)
			i++;
	return i;
}

/* Where the column begins in the line that was found; columns come in order. */
static size_t find_column(struct cursor *c, size_t column)
{
	if (column < c->column)
		c->column = 1, c->mark = 0;
	c->mark +=
		bytes_of(c->at + c->mark, c->len - c->mark, column - c->column);
	c->column = column;
	return c->mark;
}

static char *harmless(const char *text, size_t len)
{
	struct jl_str out = JL_STR_INIT;
	char *copy = jl_xstrndup(text, len);

	for (char *p = copy; *p; p++)
		if (*p == '\t')
			*p = ' ';
	jl_str_add_harmless(&out, copy);
	free(copy);
	return jl_str_detach(&out);
}

/*
 *   12 |   "name": "I move house,
 *      |           ^
 */
static void print_excerpt(struct cursor *cursor, const char *text,
	const struct jl_finding *f, const struct jl_finding_page *page,
	FILE *out)
{
	const char *line;
	size_t len, mark, from = 0;
	char *before, *behind;

	if (!find_line(cursor, text, f->line, &line, &len) || len == 0)
		return;
	mark = find_column(cursor, f->column);
	if (mark > BEFORE_MARK) {
		from = mark - BEFORE_MARK;
		while (((unsigned char)line[from] & 0xc0) == 0x80)
			from++;
	}
	before = harmless(line + from, mark - from);
	behind = harmless(
		line + mark, bytes_of(line + mark, len - mark, EXCERPT_MAX));
	fprintf(out, "%7zu | %s%s%s\n%7s | %*s%s^%s\n", f->line,
		from ? "..." : "", before, behind, "",
		(int)(jl_text_width(before) + (from ? 3 : 0)), "",
		page->has_color ? colors[f->severity] : "",
		page->has_color ? "\033[0m" : "");
	free(before);
	free(behind);
}

void jl_findings_text(const struct jl_finding_page *page, FILE *out)
{
	struct cursor cursor = {0};

	for (size_t i = 0; i < page->findings->n; i++) {
		const struct jl_finding *f = &page->findings->v[i];
		const char *text =
			page->ledger && f->line && is_of_spelling(f)
				? jl_ledger_text(page->ledger, f->path)
				: NULL;

		jl_put_harmless(out, f->path);
		fprintf(out, ":%zu:%zu: %s%s%s: %s [%s]\n",
			f->line ? f->line : 1, f->column ? f->column : 1,
			page->has_color ? colors[f->severity] : "",
			jl_severity_names[f->severity],
			page->has_color ? "\033[0m" : "", f->sentence, f->rule);
		if (text)
			print_excerpt(&cursor, text, f, page, out);
		if (*f->hint)
			fprintf(out, "    %s\n", f->hint);
	}
}

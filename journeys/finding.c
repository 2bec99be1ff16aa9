/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Collecting findings and giving them their places in the text. */
#include "journeys/finding.h"

#include "core/json.h"
#include "core/mem.h"
#include "core/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const jl_severity_names[] = {"error", "warning", "note", NULL};

/* What a person typed stands in sentences: keep it harmless. */
static char *harmless(const char *format, va_list args)
	__attribute__((format(printf, 1, 0)));

static char *harmless(const char *format, va_list args)
{
	struct jl_str out = JL_STR_INIT;
	char raw[1024];

	vsnprintf(raw, sizeof(raw), format, args);
	jl_str_add_harmless(&out, raw);
	return jl_str_detach(&out);
}

struct jl_finding *jl_findings_add(struct jl_findings *findings,
	const char *rule, enum jl_severity severity, const char *path,
	const char *pointer, const char *format, ...)
{
	struct jl_finding *f;
	va_list args;

	JL_GROW(findings->v, findings->n, findings->cap);
	f = &findings->v[findings->n++];
	memset(f, 0, sizeof(*f));
	f->rule = rule;
	f->severity = severity;
	f->path = jl_xstrdup(path);
	f->pointer = jl_xstrdup(pointer);
	f->hint = jl_xstrdup("");
	va_start(args, format);
	f->sentence = harmless(format, args);
	va_end(args);
	return f;
}

void jl_finding_hint(struct jl_finding *finding, const char *format, ...)
{
	va_list args;

	free(finding->hint);
	va_start(args, format);
	finding->hint = harmless(format, args);
	va_end(args);
}

/* Where a finding is, before its line and column are counted. */
struct place {
	size_t offset;
	struct jl_finding *finding;
};

static int by_offset(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

void jl_findings_locate(struct jl_findings *findings, size_t first,
	const char *path, const char *text, size_t len)
{
	struct place *places = jl_xcalloc(findings->n - first, sizeof(*places));
	struct jl_node *root = NULL;
	size_t n = 0, at = 0, line = 1, column = 1;

	for (size_t i = first; i < findings->n; i++) {
		struct jl_finding *f = &findings->v[i];
		const struct jl_node *node;

		if (f->line || strcmp(f->path, path) != 0)
			continue;
		if (!root)
			root = jl_node_parse(text, len);
		node = jl_node_at(root, text, f->pointer);
		places[n++] = (struct place){
			node->key_end ? node->key_begin : node->begin, f};
	}
	/* The text is counted once, however many findings there are. */
	if (n)
		qsort(places, n, sizeof(*places), by_offset);
	for (size_t i = 0; i < n; i++) {
		jl_text_advance(text, at, places[i].offset, &line, &column);
		at = places[i].offset;
		places[i].finding->line = line;
		places[i].finding->column = column;
	}
	jl_node_free(root);
	free(places);
}

static int by_place(const void *a, const void *b)
{
	const struct jl_finding *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order != 0)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	order = strcmp(x->rule, y->rule);
	return order ? order : strcmp(x->sentence, y->sentence);
}

void jl_findings_sort(struct jl_findings *findings)
{
	if (findings->n)
		qsort(findings->v, findings->n, sizeof(*findings->v), by_place);
}

bool jl_finding_blocks(const struct jl_finding *finding)
{
	return finding->severity == JL_SEVERITY_ERROR &&
	       !finding->is_of_business;
}

const struct jl_finding *jl_findings_first_error(
	const struct jl_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		if (findings->v[i].severity == JL_SEVERITY_ERROR)
			return &findings->v[i];
	return NULL;
}

size_t jl_findings_count(
	const struct jl_findings *findings, enum jl_severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < findings->n; i++)
		n += findings->v[i].severity == severity;
	return n;
}

void jl_findings_cut(struct jl_findings *findings, size_t n)
{
	while (findings->n > n) {
		const struct jl_finding *f = &findings->v[--findings->n];

		free(f->path);
		free(f->pointer);
		free(f->sentence);
		free(f->hint);
	}
}

void jl_findings_release(struct jl_findings *findings)
{
	jl_findings_cut(findings, 0);
	free(findings->v);
	memset(findings, 0, sizeof(*findings));
}

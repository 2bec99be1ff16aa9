/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* expat pushes elements; at the end of each event it is stopped, and resumed
 * for the next. */
#include "core/xes.h"

#include "core/mem.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>

enum {
	CHUNK = 64 * 1024,
	DEPTH_MAX = 100,
	TEXT_MAX = 1024 * 1024,
	/* What expat may hold of one tag before it can be told. */
	TAG_MAX = 4 * TEXT_MAX,
};

#define OF_TRACE "case:"
#define OF_CLASSIFIER "classifier:"

/* A column that somebody wants, or that a classifier is made of. */
struct column {
	char *name;
	const char *key; /* the attribute's; in name */
	bool is_of_trace, has_value, was_seen;
	struct jl_str value;
	/* Of a classifier: its keys' columns. */
	bool is_classifier;
	int *parts;
	size_t n_parts, parts_cap;
};

struct jl_xes {
	struct jl_input *input;
	char *path;
	XML_Parser parser;
	struct column *columns;
	size_t n, cap;
	/* Elements that are open: how deep, and at which depth the trace and
	 * the event are; 0: none is. */
	size_t depth, trace_depth, event_depth;
	size_t line;  /* of the event */
	uint64_t fed; /* bytes */
	bool is_at_end, is_stopped, has_log;
	size_t learns;	     /* columns that come are wanted, up to so many */
	const char *refusal; /* why the file is no log for us */
};

/* ---- columns ---- */

static bool begins_with(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

int jl_xes_want(struct jl_xes *xes, const char *name)
{
	struct column *c;

	for (size_t i = 0; i < xes->n; i++)
		if (strcmp(xes->columns[i].name, name) == 0)
			return (int)i;
	JL_GROW(xes->columns, xes->n, xes->cap);
	c = &xes->columns[xes->n];
	memset(c, 0, sizeof(*c));
	c->name = jl_xstrdup(name);
	c->is_of_trace = begins_with(name, OF_TRACE);
	c->is_classifier = begins_with(name, OF_CLASSIFIER);
	c->key = c->name + (c->is_of_trace ? strlen(OF_TRACE) : 0);
	return (int)xes->n++;
}

void jl_xes_learn(struct jl_xes *xes, int most)
{
	xes->learns = (size_t)most;
}

int jl_xes_n(const struct jl_xes *xes)
{
	return (int)xes->n;
}

const char *jl_xes_name(const struct jl_xes *xes, int column)
{
	return xes->columns[column].name;
}

static void learn(struct jl_xes *xes, bool is_of_trace, const char *key)
{
	char *name = jl_xasprintf("%s%s", is_of_trace ? OF_TRACE : "", key);

	if (xes->n < xes->learns)
		jl_xes_want(xes, name);
	free(name);
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static void set_value(
	struct jl_xes *xes, bool is_of_trace, const XML_Char **attributes)
{
	const char *key = attribute(attributes, "key");
	const char *value = attribute(attributes, "value");

	if (!key || !value)
		return;
	if (strlen(value) > TEXT_MAX) {
		xes->refusal = "a text of more than 1 MiB";
		return;
	}
	if (xes->learns)
		learn(xes, is_of_trace, key);
	for (size_t i = 0; i < xes->n; i++) {
		struct column *c = &xes->columns[i];

		if (c->is_classifier || c->is_of_trace != is_of_trace ||
			strcmp(c->key, key) != 0)
			continue;
		jl_str_clear(&c->value);
		jl_str_add(&c->value, value);
		c->has_value = c->was_seen = true;
	}
}

static void forget(struct jl_xes *xes, bool is_of_trace)
{
	for (size_t i = 0; i < xes->n; i++) {
		struct column *c = &xes->columns[i];

		if (c->is_of_trace != is_of_trace)
			continue;
		jl_str_clear(&c->value);
		c->has_value = false;
	}
}

/* ---- classifiers: keys parted by spaces, those with spaces in quotes ---- */

static void add_part(struct jl_xes *xes, size_t column, char *key)
{
	int part = jl_xes_want(xes, key);
	struct column *c = &xes->columns[column]; /* they may have moved */

	JL_GROW(c->parts, c->n_parts, c->parts_cap);
	c->parts[c->n_parts++] = part;
	free(key);
}

static void take_keys(struct jl_xes *xes, size_t column, const char *keys)
{
	while (*keys) {
		char mark = *keys == '\'' ? '\'' : ' ';
		size_t len;

		keys += *keys == '\'';
		len = strcspn(keys, mark == '\'' ? "'" : " ");
		if (len)
			add_part(xes, column, jl_xstrndup(keys, len));
		keys += len + (keys[len] != '\0');
	}
}

static void read_classifier(struct jl_xes *xes, const XML_Char **attributes)
{
	const char *name = attribute(attributes, "name");
	const char *keys = attribute(attributes, "keys");

	for (size_t i = 0; name && keys && i < xes->n; i++)
		if (xes->columns[i].is_classifier &&
			xes->columns[i].n_parts == 0 &&
			strcmp(xes->columns[i].name + strlen(OF_CLASSIFIER),
				name) == 0)
			take_keys(xes, i, keys);
}

static void fill_classifiers(struct jl_xes *xes)
{
	for (size_t i = 0; i < xes->n; i++) {
		struct column *c = &xes->columns[i];

		if (!c->is_classifier)
			continue;
		jl_str_clear(&c->value);
		for (size_t k = 0; k < c->n_parts; k++) {
			const struct column *part = &xes->columns[c->parts[k]];

			if (!part->has_value)
				continue;
			if (c->value.len)
				jl_str_addc(&c->value, '+');
			jl_str_addn(
				&c->value, part->value.text, part->value.len);
		}
		c->was_seen = c->was_seen || c->value.len > 0;
	}
}

/* ---- elements ---- */

static void stop(struct jl_xes *xes)
{
	XML_StopParser(xes->parser, XML_TRUE);
	xes->is_stopped = true;
}

static void refuse(struct jl_xes *xes, const char *why)
{
	xes->refusal = why;
	XML_StopParser(xes->parser, XML_FALSE);
}

/* The name without a prefix of a namespace. */
static const char *local_name(const XML_Char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static void XMLCALL start(
	void *data, const XML_Char *element, const XML_Char **attributes)
{
	struct jl_xes *xes = data;
	const char *name = local_name(element);

	xes->depth++;
	if (xes->depth > DEPTH_MAX) {
		refuse(xes, "elements in more than 100 others");
		return;
	}
	if (xes->depth == 1) {
		xes->has_log = strcmp(name, "log") == 0;
		if (!xes->has_log)
			refuse(xes, "no <log> around everything");
	} else if (xes->event_depth) {
		if (xes->depth == xes->event_depth + 1)
			set_value(xes, false, attributes);
	} else if (strcmp(name, "event") == 0) {
		xes->event_depth = xes->depth;
		xes->line = XML_GetCurrentLineNumber(xes->parser);
		forget(xes, false);
	} else if (xes->trace_depth) {
		if (xes->depth == xes->trace_depth + 1)
			set_value(xes, true, attributes);
	} else if (strcmp(name, "trace") == 0) {
		xes->trace_depth = xes->depth;
		forget(xes, true);
	} else if (strcmp(name, "classifier") == 0) {
		read_classifier(xes, attributes);
	}
	if (xes->refusal)
		XML_StopParser(xes->parser, XML_FALSE);
}

static void XMLCALL end(void *data, const XML_Char *element)
{
	struct jl_xes *xes = data;

	(void)element;
	if (xes->depth == xes->event_depth) {
		xes->event_depth = 0;
		fill_classifiers(xes);
		stop(xes);
	} else if (xes->depth == xes->trace_depth) {
		xes->trace_depth = 0;
		forget(xes, true);
	}
	xes->depth--;
}

static void XMLCALL entity(void *data, const XML_Char *name, int is_parameter,
	const XML_Char *value, int length, const XML_Char *base,
	const XML_Char *system, const XML_Char *public,
	const XML_Char *notation)
{
	(void)name;
	(void)is_parameter;
	(void)value;
	(void)length;
	(void)base;
	(void)system;
	(void)public;
	(void)notation;
	refuse(data, "declarations of entities");
}

/* ---- reading ---- */

struct jl_xes *jl_xes_new(struct jl_input *input, const char *path)
{
	struct jl_xes *xes = jl_xcalloc(1, sizeof(*xes));

	xes->input = input;
	xes->path = jl_xstrdup(path);
	xes->parser = XML_ParserCreate(NULL);
	if (!xes->parser)
		jl_out_of_memory();
	XML_SetUserData(xes->parser, xes);
	XML_SetElementHandler(xes->parser, start, end);
	XML_SetEntityDeclHandler(xes->parser, entity);
	return xes;
}

void jl_xes_free(struct jl_xes *xes)
{
	if (!xes)
		return;
	for (size_t i = 0; i < xes->n; i++) {
		free(xes->columns[i].name);
		free(xes->columns[i].parts);
		jl_str_release(&xes->columns[i].value);
	}
	free(xes->columns);
	XML_ParserFree(xes->parser);
	free(xes->path);
	free(xes);
}

static int is_no_xes(struct jl_xes *xes, struct jl_error *err)
{
	unsigned long line = XML_GetCurrentLineNumber(xes->parser);
	unsigned long column = XML_GetCurrentColumnNumber(xes->parser) + 1;

	if (xes->refusal)
		return jl_fail(err, JL_EINVALID,
			"%.400s:%lu:%lu: the log has %s, which no log needs",
			xes->path, line, column, xes->refusal);
	return jl_fail(err, JL_EINVALID, "%.400s:%lu:%lu: no XES: %s",
		xes->path, line, column,
		XML_ErrorString(XML_GetErrorCode(xes->parser)));
}

static enum XML_Status parse_more(struct jl_xes *xes, struct jl_error *err)
{
	void *buffer = XML_GetBuffer(xes->parser, CHUNK);
	long n;

	if (!buffer)
		return XML_STATUS_ERROR;
	n = jl_input_read(xes->input, buffer, CHUNK, err);
	if (n < 0)
		return XML_STATUS_ERROR;
	xes->fed += (uint64_t)n;
	xes->is_at_end = n == 0;
	return XML_ParseBuffer(xes->parser, (int)n, n == 0);
}

/* How much of the text expat holds back, as a tag that does not end. */
static bool is_too_long(const struct jl_xes *xes)
{
	XML_Index at = XML_GetCurrentByteIndex(xes->parser);

	return at >= 0 && xes->fed > (uint64_t)at + TAG_MAX;
}

int jl_xes_next(struct jl_xes *xes, struct jl_error *err)
{
	for (;;) {
		enum XML_Status status;

		*err = (struct jl_error){0};
		if (xes->is_stopped) {
			xes->is_stopped = false;
			status = XML_ResumeParser(xes->parser);
		} else if (xes->is_at_end) {
			return 0;
		} else {
			status = parse_more(xes, err);
		}
		if (status == XML_STATUS_ERROR && err->code)
			return err->code;
		if (status == XML_STATUS_ERROR)
			return is_no_xes(xes, err);
		if (xes->is_stopped)
			return 1;
		if (is_too_long(xes)) {
			xes->refusal = "a text of more than 1 MiB";
			return is_no_xes(xes, err);
		}
	}
}

struct jl_slice jl_xes_cell(const struct jl_xes *xes, int column)
{
	const struct jl_str *value = &xes->columns[column].value;

	return (struct jl_slice){jl_str_text(value), value->len};
}

size_t jl_xes_line(const struct jl_xes *xes)
{
	return xes->line;
}

bool jl_xes_has_seen(const struct jl_xes *xes, int column)
{
	return xes->columns[column].was_seen;
}

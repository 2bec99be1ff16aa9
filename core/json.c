/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Decoding, with the usual slips of the pen named for what they are. */
#include "core/json.h"

#include "core/mem.h"

#include <stdio.h>
#include <string.h>

void jl_text_position(
	const char *text, size_t offset, size_t *line, size_t *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < offset; i++) {
		if (text[i] == '\n') {
			(*line)++;
			*column = 1;
		} else if (((unsigned char)text[i] & 0xc0) != 0x80) {
			(*column)++;
		}
	}
}

static void say(struct jl_json_problem *problem, const char *text,
	size_t offset, const char *message, const char *hint)
{
	jl_text_position(text, offset, &problem->line, &problem->column);
	snprintf(problem->message, sizeof(problem->message), "%s", message);
	snprintf(problem->hint, sizeof(problem->hint), "%s", hint);
}

/* The offset of a line that begins with one of git's conflict marks. */
static const char *conflict_mark(const char *text)
{
	static const char *const marks[] = {
		"<<<<<<< ", "=======\n", "=======\r\n", ">>>>>>> "};

	for (const char *line = text; line;) {
		for (size_t i = 0; i < JL_COUNT(marks); i++)
			if (strncmp(line, marks[i], strlen(marks[i])) == 0)
				return line;
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return NULL;
}

/* Problems of the whole text, seen before any parsing. */
static bool whole_text_problem(
	const char *text, size_t len, struct jl_json_problem *problem)
{
	size_t valid = jl_utf8_valid_len(text, len);
	const char *mark;

	if (memchr(text, '\0', len)) {
		say(problem, text, strlen(text), "a NUL byte in the text",
			"the file is not text, or it was damaged");
		return true;
	}
	if (valid < len) {
		say(problem, text, valid, "a byte that is not UTF-8",
			"save the file as UTF-8, not as Latin-1 or "
			"Windows-1252");
		return true;
	}
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		say(problem, text, 0, "a byte-order mark before the text",
			"save the file as UTF-8 without BOM");
		return true;
	}
	mark = conflict_mark(text);
	if (mark) {
		say(problem, text, (size_t)(mark - text),
			"a conflict mark of a merge that was not finished",
			"choose one of the two sides and take out the lines "
			"with <<<<<<<, ======= and >>>>>>>");
		return true;
	}
	return false;
}

/* Steps back over white space from offset; the character there or '\0'. */
static char before(const char *text, size_t offset, size_t *at)
{
	while (offset > 0) {
		offset--;
		if (!strchr(" \t\r\n", text[offset])) {
			*at = offset;
			return text[offset];
		}
	}
	return '\0';
}

static bool is_curly_quote(const char *p)
{
	return strncmp(p, "\xe2\x80\x9c", 3) == 0 ||
	       strncmp(p, "\xe2\x80\x9d", 3) == 0 ||
	       strncmp(p, "\xe2\x80\x9e", 3) == 0 ||
	       strncmp(p, "\xe2\x80\x98", 3) == 0 ||
	       strncmp(p, "\xe2\x80\x99", 3) == 0;
}

/* What jansson stumbled over, judged by the characters around the place. */
static bool slip_of_the_pen(const char *text, size_t len,
	const json_error_t *error, struct jl_json_problem *problem)
{
	size_t token = (size_t)error->position, previous = 0;
	char c, last;

	/* jansson's position is behind the offending token. */
	if (token > len)
		token = len;
	if (token > 0)
		token--;
	while (token > 0 && ((unsigned char)text[token] & 0xc0) == 0x80)
		token--;
	c = text[token];
	last = before(text, token, &previous);
	if (strstr(error->text, "depth"))
		say(problem, text, token, "nested more than 2048 levels deep",
			"no definition is: the file is damaged or was made "
			"to do harm");
	else if (strstr(error->text, "'[' or '{' expected"))
		say(problem, text, strspn(text, " \t\r\n"),
			"the text is not a JSON object",
			"a definition begins with { and ends with }");
	else if (is_curly_quote(text + token))
		say(problem, text, token, "a curly quotation mark",
			"JSON wants the straight one: \"");
	else if (c == '\'')
		say(problem, text, token, "a single quotation mark",
			"JSON wants the double one: \"");
	else if (c == '/' || c == '#')
		say(problem, text, token, "a comment",
			"JSON has none: take it out");
	else if ((c == '}' || c == ']') && last == ',')
		say(problem, text, previous, "a comma behind the last element",
			"take the comma out");
	else if (error->position > 0 && token + 1 >= len)
		say(problem, text, len,
			"the text ends before the document is complete",
			"a bracket or brace is not closed, or the file was "
			"cut off");
	else if (strstr(error->text, "duplicate object key"))
		say(problem, text, token, "a key that this object has already",
			"keep one of the two");
	else if (strstr(error->text, "']' expected") ||
		 strstr(error->text, "'}' expected"))
		say(problem, text, token, "a comma is missing before this",
			"elements are separated by commas");
	else
		return false;
	return true;
}

json_t *jl_json_parse(
	const char *text, size_t len, struct jl_json_problem *problem)
{
	json_error_t error;
	json_t *root;

	memset(problem, 0, sizeof(*problem));
	if (whole_text_problem(text, len, problem))
		return NULL;
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (root)
		return root;
	if (len == 0 || strspn(text, " \t\r\n") == len) {
		say(problem, text, 0, "the file is empty",
			"a definition is one JSON object");
		return NULL;
	}
	if (slip_of_the_pen(text, len, &error, problem))
		return NULL;
	problem->line = error.line > 0 ? (size_t)error.line : 1;
	problem->column = error.column > 0 ? (size_t)error.column : 1;
	snprintf(problem->message, sizeof(problem->message), "%.200s",
		error.text);
	return NULL;
}

/* \uXXXX, as a pair of surrogates beyond the first plane. */
static void add_escape(struct jl_str *out, uint32_t c)
{
	if (c > 0xffff) {
		c -= 0x10000;
		jl_str_addf(out, "\\u%04x\\u%04x", 0xd800 + (c >> 10),
			0xdc00 + (c & 0x3ff));
	} else {
		jl_str_addf(out, "\\u%04x", c);
	}
}

void jl_json_add_string(struct jl_str *out, const char *text)
{
	jl_str_addc(out, '"');
	while (*text) {
		const char *from = text;
		bool is_bad;
		int32_t c = jl_utf8_next(&text, &is_bad);

		if (c == '"' || c == '\\')
			jl_str_addf(out, "\\%c", c);
		else if (c == '\n')
			jl_str_add(out, "\\n");
		else if (c == '\t')
			jl_str_add(out, "\\t");
		else if (is_bad)
			add_escape(out, c < 0 ? 0xfffd : (uint32_t)c);
		else
			jl_str_addn(out, from, (size_t)(text - from));
	}
	jl_str_addc(out, '"');
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * jansson says what it expected; people want to know what they typed. Each slip
 * is judged by the characters around the place where jansson stopped.
 */
#include "core/json_slips.h"

#include "core/mem.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The place where jansson stopped. */
struct stop {
	const char *text;
	size_t len;
	const char *wanted; /* jansson's own words */
	size_t token;	    /* where the offending token begins */
	size_t previous;    /* the last character before it, if is_inside */
	char last;	    /* that character, or '\0' */
};

static void say(struct jl_json_problem *problem, const char *text,
	enum jl_json_slip slip, size_t offset, const char *message,
	const char *hint)
{
	problem->slip = slip;
	problem->offset = offset;
	jl_text_position(text, offset, &problem->line, &problem->column);
	snprintf(problem->message, sizeof(problem->message), "%s", message);
	snprintf(problem->hint, sizeof(problem->hint), "%s", hint);
}

/* ---- of the whole text ---- */

/* A line that begins with one of git's conflict marks, or NULL. */
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

/* The bracket that is one too deep, or NULL. */
static const char *too_deep(const char *text)
{
	bool is_quoted = false;
	int depth = 0;

	for (const char *p = text; *p; p++) {
		if (is_quoted && *p == '\\' && p[1])
			p++;
		else if (*p == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && (*p == '{' || *p == '[') &&
			 ++depth > JL_JSON_DEEPEST)
			return p;
		else if (!is_quoted && (*p == '}' || *p == ']'))
			depth--;
	}
	return NULL;
}

bool jl_json_whole_slip(
	const char *text, size_t len, struct jl_json_problem *problem)
{
	size_t valid = jl_utf8_valid_len(text, len);
	const char *mark;

	if (memchr(text, '\0', len)) {
		say(problem, text, JL_SLIP_OTHER, strlen(text),
			"a NUL byte in the text",
			"the file is not text, or it was damaged");
		return true;
	}
	if (valid < len) {
		say(problem, text, JL_SLIP_NOT_UTF8, valid,
			"a byte that is not UTF-8",
			"save the file as UTF-8, not as Latin-1 or "
			"Windows-1252");
		return true;
	}
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		say(problem, text, JL_SLIP_BYTE_ORDER_MARK, 0,
			"a byte-order mark before the text",
			"save the file as UTF-8 without BOM");
		return true;
	}
	mark = too_deep(text);
	if (mark) {
		say(problem, text, JL_SLIP_OTHER, (size_t)(mark - text),
			"the text is nested more than 64 levels deep",
			"no definition has more than a few; see where a "
			"bracket is not closed");
		return true;
	}
	mark = conflict_mark(text);
	if (mark) {
		say(problem, text, JL_SLIP_CONFLICT, (size_t)(mark - text),
			"a conflict mark of a merge that was not finished",
			"choose one of the two sides and take out the lines "
			"with <<<<<<<, ======= and >>>>>>>");
		return true;
	}
	return false;
}

/* ---- where jansson stopped ---- */

size_t jl_curly_quote(const char *p)
{
	static const char *const quotes[] = {"\xe2\x80\x9c", "\xe2\x80\x9d",
		"\xe2\x80\x9e", "\xe2\x80\x9f", "\xe2\x80\x98", "\xe2\x80\x99",
		"\xc2\xab", "\xc2\xbb"};

	for (size_t i = 0; i < JL_COUNT(quotes); i++)
		if (strncmp(p, quotes[i], strlen(quotes[i])) == 0)
			return strlen(quotes[i]);
	return 0;
}

/*
 * jansson's position is behind the token that it could not use. Short tokens
 * are quoted in its words, which tells their length; a long one is a string.
 */
static size_t token_begin(
	const char *text, size_t len, const json_error_t *error)
{
	const char *near = strstr(error->text, "near '");
	size_t end = error->position > 0 ? (size_t)error->position : 0;
	size_t size = 1;

	if (end > len)
		end = len;
	if (near) {
		size = strlen(near + 6);
		size -= size > 0; /* the closing quote */
	} else if (end > 1 && text[end - 1] == '"') {
		for (size = 2; size < end && text[end - size] != '"';)
			size++;
	}
	end = size < end ? end - size : 0;
	while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80)
		end--;
	return end;
}

static void look_back(struct stop *s)
{
	s->last = '\0';
	for (size_t i = s->token; i > 0 && !s->last; i--)
		if (!strchr(" \t\r\n", s->text[i - 1])) {
			s->previous = i - 1;
			s->last = s->text[i - 1];
		}
}

static bool is_wanted(const struct stop *s, const char *words)
{
	return strstr(s->wanted, words) != NULL;
}

/* ---- slips inside a text ---- */

/* The string that is not closed ends with a mark that only looks like one. */
static bool ends_curly(const struct stop *s, size_t *at)
{
	for (size_t i = s->token + 1; i < s->len && s->text[i] != '\n'; i++)
		if (jl_curly_quote(s->text + i)) {
			*at = i;
			return true;
		}
	return false;
}

static size_t find_control(const struct stop *s)
{
	size_t i = s->token;

	while (i + 1 < s->len && (unsigned char)s->text[i] >= ' ')
		i++;
	return i;
}

static size_t find_escape(const struct stop *s)
{
	size_t i = s->token;

	for (; i + 1 < s->len && s->text[i] != '\n'; i++)
		if (s->text[i] == '\\') {
			if (!strchr("\"\\/bfnrtu", s->text[i + 1]))
				return i;
			i++;
		}
	return s->token;
}

static bool slip_in_text(const struct stop *s, struct jl_json_problem *problem)
{
	size_t at = s->token;

	if (is_wanted(s, "unexpected newline") && ends_curly(s, &at))
		say(problem, s->text, JL_SLIP_CURLY_QUOTE, at,
			"a curly quotation mark",
			"JSON wants the straight "
			"one: \"");
	else if (is_wanted(s, "unexpected newline"))
		say(problem, s->text, JL_SLIP_OTHER, at,
			"a text that is not closed on its line",
			"end it with \"; a line end inside a text is written "
			"\\n");
	else if (is_wanted(s, "control character"))
		say(problem, s->text,
			s->text[find_control(s)] == '\t' ? JL_SLIP_TAB
							 : JL_SLIP_OTHER,
			find_control(s),
			s->text[find_control(s)] == '\t'
				? "a tab inside a text"
				: "a control character inside a text",
			"a tab is written \\t in a text");
	else if (is_wanted(s, "invalid escape"))
		say(problem, s->text, JL_SLIP_OTHER, find_escape(s),
			"a backslash that means nothing",
			"a backslash itself is written \\\\");
	else if (is_wanted(s, "invalid Unicode"))
		say(problem, s->text, JL_SLIP_OTHER, at,
			"\\u with half of a character",
			"write the character itself");
	else
		return false;
	return true;
}

/* ---- slips between texts ---- */

/* The run of characters of a date or number around the place. */
static size_t run_begin(const struct stop *s)
{
	size_t i = s->token;

	while (i > 0 && (isdigit((unsigned char)s->text[i - 1]) ||
				strchr("-./:", s->text[i - 1])))
		i--;
	return i;
}

/* 2026-01-01 or 01.02.2026 without quotes: two marks between digits. */
static bool is_bare_date(const struct stop *s)
{
	size_t i = run_begin(s), marks = 0;

	for (; i < s->len && (isdigit((unsigned char)s->text[i]) ||
				     strchr("-./:T", s->text[i]));
		i++)
		marks += !isdigit((unsigned char)s->text[i]) && i > 0 &&
			 isdigit((unsigned char)s->text[i - 1]);
	return marks >= 2;
}

/* "True", "None": words of other languages. */
static bool is_capital_word(const char *word)
{
	static const char *const words[] = {
		"True", "TRUE", "False", "FALSE", "None", "Null", "NULL"};

	for (size_t i = 0; i < JL_COUNT(words); i++) {
		size_t len = strlen(words[i]);

		if (strncmp(word, words[i], len) == 0 &&
			!isalnum((unsigned char)word[len]))
			return true;
	}
	return false;
}

static bool slip_by_token(const struct stop *s, struct jl_json_problem *problem)
{
	const char *at = s->text + s->token;

	if (jl_curly_quote(at))
		say(problem, s->text, JL_SLIP_CURLY_QUOTE, s->token,
			"a curly quotation mark",
			"JSON wants the straight one: \"");
	else if (*at == '\'')
		say(problem, s->text, JL_SLIP_SINGLE_QUOTE, s->token,
			"a single quotation mark",
			"JSON wants the double one: \"");
	else if (*at == '/' || *at == '#')
		say(problem, s->text, JL_SLIP_COMMENT, s->token, "a comment",
			"JSON has none: take it out");
	else if ((*at == '}' || *at == ']') && s->last == ',')
		say(problem, s->text, JL_SLIP_TRAILING_COMMA, s->previous,
			"a comma behind the last element",
			"take the comma out");
	else if (*at == ',' && s->last == ',')
		say(problem, s->text, JL_SLIP_TWO_COMMAS, s->token,
			"two commas", "take one out");
	else if (strchr("-0123456789", *at) && is_bare_date(s))
		say(problem, s->text, JL_SLIP_BARE_DATE, run_begin(s),
			"a date without quotes",
			"a date is a text: \"2026-11-22\"");
	else if (isdigit((unsigned char)*at) && s->last == ',' &&
		 s->previous > 0 && s->previous + 1 == s->token &&
		 isdigit((unsigned char)s->text[s->previous - 1]))
		say(problem, s->text, JL_SLIP_DECIMAL_COMMA, s->previous,
			"a decimal comma", "JSON wants a decimal point: 0.5");
	else if (*at == '0' && isdigit((unsigned char)at[1]))
		say(problem, s->text, JL_SLIP_LEADING_ZERO, s->token,
			"a number that begins with a zero",
			"take the zero out, or write a text in quotes");
	else if (is_capital_word(at))
		say(problem, s->text, JL_SLIP_CAPITAL_WORD, s->token,
			"a word that JSON writes otherwise",
			"true, false and null have small letters");
	else if (isalpha((unsigned char)*at) && is_wanted(s, "near") &&
		 !is_wanted(s, "end of file expected") &&
		 !is_wanted(s, "'[' or '{' expected"))
		say(problem, s->text, JL_SLIP_BARE_WORD, s->token,
			"a word without quotes", "texts and keys stand in \"");
	else
		return false;
	return true;
}

static bool slip_by_wish(
	const struct stop *s, size_t end, struct jl_json_problem *problem)
{
	if (end >= s->len && !is_wanted(s, "end of file expected"))
		say(problem, s->text, JL_SLIP_OTHER, s->len,
			"the text ends before the document is complete",
			"a bracket or brace is not closed, or the file was "
			"cut off");
	else if (is_wanted(s, "duplicate object key"))
		say(problem, s->text, JL_SLIP_OTHER, s->token,
			"a key that this object has already",
			"keep one of the two");
	else if (is_wanted(s, "':' expected"))
		say(problem, s->text, JL_SLIP_MISSING_COLON, s->token,
			"a colon is missing before this",
			"a colon stands between a key and its value");
	else if (is_wanted(s, "overflow") || is_wanted(s, "too big"))
		say(problem, s->text, JL_SLIP_OTHER, s->token,
			"a number that is too large", "");
	else if (s->last && strchr("{[,:", s->last))
		say(problem, s->text, JL_SLIP_OTHER, s->token,
			is_wanted(s, "string or '}'")
				? "a key in quotes is expected here"
				: "a value is expected here",
			"");
	else if (strchr("}]", s->text[s->token]) &&
		 (is_wanted(s, "']' expected") || is_wanted(s, "'}' expected")))
		say(problem, s->text, JL_SLIP_OTHER, s->token,
			"a bracket that does not close what is open",
			"{ is closed by }, and [ by ]");
	else if (is_wanted(s, "']' expected") || is_wanted(s, "'}' expected"))
		say(problem, s->text, JL_SLIP_MISSING_COMMA, s->token,
			"a comma is missing before this",
			"elements are separated by commas");
	else if (is_wanted(s, "end of file expected"))
		say(problem, s->text, JL_SLIP_OTHER, s->token,
			"text behind the end of the definition",
			"a file is one definition, from { to }");
	else
		return false;
	return true;
}

void jl_json_slip(const char *text, size_t len, const json_error_t *error,
	struct jl_json_problem *problem)
{
	size_t end = error->position > 0 ? (size_t)error->position : 0;
	struct stop s = {.text = text, .len = len, .wanted = error->text};

	if (strspn(text, " \t\r\n") == len) {
		say(problem, text, JL_SLIP_OTHER, 0, "the file is empty",
			"a definition is one JSON object");
		return;
	}
	s.token = token_begin(text, len, error);
	look_back(&s);
	if (is_wanted(&s, "depth")) {
		say(problem, text, JL_SLIP_OTHER, s.token,
			"nested more than 2048 levels deep",
			"no definition is: the file is damaged or was made "
			"to do harm");
		return;
	}
	if (slip_in_text(&s, problem) || slip_by_token(&s, problem))
		return;
	if (is_wanted(&s, "'[' or '{' expected")) {
		say(problem, text, JL_SLIP_OTHER, strspn(text, " \t\r\n"),
			"the text is not a JSON object",
			"a definition begins with { and ends with }");
		return;
	}
	if (slip_by_wish(&s, end, problem))
		return;
	say(problem, text, JL_SLIP_OTHER, s.token, error->text, "");
}

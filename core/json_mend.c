/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One slip after the other, until the text is JSON or a person is needed. */
#include "core/json_slips.h"

#include "core/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { SLIPS_MAX = 1000, READ_MAX = 256 * 1024 * 1024 };

/* What to put in the place of which bytes. */
struct mend {
	size_t at, remove;
	struct jl_str insert;
};

/* Bytes 0x80 to 0x9f of Windows-1252; those that it does not have are U+FFFD.
 * The others are those of Latin-1 (WHATWG, Encoding, index windows-1252). */
static const uint16_t windows_1252[32] = {0x20ac, 0xfffd, 0x201a, 0x0192,
	0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
	0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e,
	0x0178};

static void add_utf8(struct jl_str *out, unsigned c)
{
	if (c >= 0x800) {
		jl_str_addc(out, (char)(0xe0 | c >> 12));
		jl_str_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		jl_str_addc(out, (char)(0xc0 | c >> 6));
	}
	jl_str_addc(out, (char)(0x80 | (c & 0x3f)));
}

/* All of a text that some bytes show to be Windows-1252. */
static void mend_encoding(const char *text, size_t len, struct mend *m)
{
	m->at = 0;
	m->remove = len;
	for (size_t i = 0; i < len;) {
		size_t valid = jl_utf8_valid_len(text + i, len - i);
		unsigned c;

		jl_str_addn(&m->insert, text + i, valid);
		i += valid;
		if (i == len)
			break;
		c = (unsigned char)text[i++];
		add_utf8(&m->insert,
			c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c);
	}
}

/* A text in other quotation marks, up to their end on the same line. */
static void mend_quotes(const char *text, size_t open, struct mend *m)
{
	const char *p = text + open + m->remove;

	jl_str_addc(&m->insert, '"');
	while (*p && *p != '\n') {
		bool is_end =
			text[open] == '\'' ? *p == '\'' : jl_curly_quote(p) > 0;
		size_t size = is_end && *p != '\'' ? jl_curly_quote(p) : 1;

		if (text[open] == '\'' && *p == '\\' && p[1] == '\'') {
			jl_str_addc(&m->insert, '\'');
			p += 2;
			continue;
		}
		if (is_end) {
			jl_str_addc(&m->insert, '"');
			m->remove = (size_t)(p - text) + size - open;
			return;
		}
		/* A straight one ends a text that began with a curly one. */
		if (*p == '"' && text[open] != '\'')
			break;
		if (*p == '"')
			jl_str_addc(&m->insert, '\\');
		jl_str_addc(&m->insert, *p++);
	}
	/* There is no second one: this one alone is wrong. */
	jl_str_clear(&m->insert);
	jl_str_addc(&m->insert, '"');
}

static size_t comment_len(const char *comment)
{
	const char *end;

	if (comment[0] == '/' && comment[1] == '*') {
		end = strstr(comment + 2, "*/");
		return end ? (size_t)(end + 2 - comment) : strlen(comment);
	}
	if (comment[0] == '#' || comment[1] == '/')
		return strcspn(comment, "\n");
	return 0; /* a slash alone is none */
}

static size_t word_len(const char *word)
{
	size_t n = 0;

	while (isalnum((unsigned char)word[n]) || strchr("_-.", word[n])) {
		if (!word[n])
			break;
		n++;
	}
	return n;
}

/* Digits and the marks of an ISO date; 0 when it is another notation, which
 * could be read in two ways. */
static size_t date_len(const char *date)
{
	size_t n = strspn(date, "0123456789-T:+Z.");

	return n >= 10 && date[4] == '-' && date[7] == '-' ? n : 0;
}

static const char *small_word(const char *word)
{
	return *word == 'T' ? "true" : *word == 'F' ? "false" : "null";
}

/* Behind the last character before the place. */
static size_t behind_previous(const char *text, size_t at)
{
	while (at > 0 && strchr(" \t\r\n", text[at - 1]))
		at--;
	return at;
}

static void insert_quoted(struct mend *m, const char *text, size_t len)
{
	m->remove = len;
	jl_str_addc(&m->insert, '"');
	jl_str_addn(&m->insert, text, len);
	jl_str_addc(&m->insert, '"');
}

/* Where something new begins on a new line, what went before was meant to end;
 * on one line it may be a text with quotation marks inside. */
static bool is_on_a_new_line(const char *text, size_t at)
{
	size_t end = behind_previous(text, at);

	return memchr(text + end, '\n', at - end) != NULL;
}

/* A word that stands where a value or a key may stand, and not in the middle of
 * a text. */
static bool is_by_itself(const char *text, size_t at)
{
	size_t end = behind_previous(text, at);

	return end > 0 && strchr("{[:,", text[end - 1]) != NULL;
}

/* 1,000 may be a thousand, or one. */
static bool is_ambiguous(const char *text, size_t comma)
{
	size_t begin = comma;

	while (begin > 0 && isdigit((unsigned char)text[begin - 1]))
		begin--;
	return strspn(text + comma + 1, "0123456789") == 3 &&
	       text[begin] != '0';
}

/* false when the slip is not one to be mended without a guess. */
static bool find_mend(const char *text, size_t len,
	const struct jl_json_problem *problem, struct mend *m)
{
	const char *at = text + problem->offset;

	m->at = problem->offset;
	switch (problem->slip) {
	case JL_SLIP_BYTE_ORDER_MARK:
		m->remove = 3;
		return true;
	case JL_SLIP_NOT_UTF8:
		mend_encoding(text, len, m);
		return true;
	case JL_SLIP_CURLY_QUOTE:
		m->remove = jl_curly_quote(at);
		mend_quotes(text, m->at, m);
		return true;
	case JL_SLIP_SINGLE_QUOTE:
		m->remove = 1;
		mend_quotes(text, m->at, m);
		return true;
	case JL_SLIP_COMMENT:
		m->remove = comment_len(at);
		return m->remove > 0;
	case JL_SLIP_TRAILING_COMMA:
	case JL_SLIP_TWO_COMMAS:
		m->remove = 1;
		return true;
	case JL_SLIP_MISSING_COMMA:
		if (!is_on_a_new_line(text, m->at))
			return false;
		m->at = behind_previous(text, m->at);
		jl_str_addc(&m->insert, ',');
		return true;
	case JL_SLIP_MISSING_COLON:
		m->at = behind_previous(text, m->at);
		jl_str_addc(&m->insert, ':');
		return true;
	case JL_SLIP_DECIMAL_COMMA:
		if (is_ambiguous(text, m->at))
			return false;
		m->remove = 1;
		jl_str_addc(&m->insert, '.');
		return true;
	case JL_SLIP_LEADING_ZERO:
		m->remove = strspn(at, "0");
		/* 0 itself, and 0.5, keep theirs. */
		if (!isdigit((unsigned char)at[m->remove]))
			m->remove--;
		return m->remove > 0;
	case JL_SLIP_BARE_DATE:
		insert_quoted(m, at, date_len(at));
		return m->remove > 0;
	case JL_SLIP_BARE_WORD:
		if (!is_by_itself(text, m->at))
			return false;
		insert_quoted(m, at, word_len(at));
		return m->remove > 0;
	case JL_SLIP_CAPITAL_WORD:
		m->remove = word_len(at);
		jl_str_add(&m->insert, small_word(at));
		return m->remove > 0;
	case JL_SLIP_TAB:
		m->remove = 1;
		jl_str_add(&m->insert, "\\t");
		return true;
	default:
		return false;
	}
}

static void apply(struct jl_str *text, struct mend *m)
{
	struct jl_str mended = JL_STR_INIT;

	jl_str_addn(&mended, text->text, m->at);
	jl_str_addn(&mended, jl_str_text(&m->insert), m->insert.len);
	jl_str_addn(&mended, text->text + m->at + m->remove,
		text->len - m->at - m->remove);
	jl_str_release(text);
	*text = mended;
}

bool jl_json_mend(const char *text, size_t len, struct jl_str *out,
	jl_json_mended *tell, void *data)
{
	jl_str_clear(out);
	jl_str_addn(out, text, len);
	/* The text is read anew for each: a large one with many is not. */
	for (size_t i = 0; i < SLIPS_MAX && i * out->len <= READ_MAX; i++) {
		struct jl_json_problem problem;
		struct mend m = {0};
		json_t *json =
			jl_json_parse(jl_str_text(out), out->len, &problem);
		bool can;

		if (json) {
			json_decref(json);
			return true;
		}
		can = find_mend(jl_str_text(out), out->len, &problem, &m);
		if (can) {
			tell(data, &problem);
			apply(out, &m);
		}
		jl_str_release(&m.insert);
		if (!can)
			return false;
	}
	return false;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The growable string, UTF-8 validity, edit distance, harmless text. */
#include "core/str.h"

#include "core/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

static void reserve(struct jl_str *s, size_t more)
{
	size_t need = s->len + more + 1;

	if (s->text && need <= s->cap)
		return;
	s->cap = need > 2 * s->cap ? need : 2 * s->cap;
	s->text = jl_xrealloc(s->text, s->cap, 1);
}

char *jl_str_reserve(struct jl_str *s, size_t more)
{
	reserve(s, more);
	return s->text + s->len;
}

void jl_str_release(struct jl_str *s)
{
	free(s->text);
	memset(s, 0, sizeof(*s));
}

void jl_str_clear(struct jl_str *s)
{
	s->len = 0;
	if (s->text)
		s->text[0] = '\0';
}

void jl_str_addn(struct jl_str *s, const void *bytes, size_t len)
{
	reserve(s, len);
	if (len)
		memcpy(s->text + s->len, bytes, len);
	s->len += len;
	s->text[s->len] = '\0';
}

void jl_str_add(struct jl_str *s, const char *text)
{
	jl_str_addn(s, text, strlen(text));
}

void jl_str_addc(struct jl_str *s, char c)
{
	jl_str_addn(s, &c, 1);
}

void jl_str_addfv(struct jl_str *s, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len >= 0) {
		reserve(s, (size_t)len);
		vsnprintf(s->text + s->len, (size_t)len + 1, format, again);
		s->len += (size_t)len;
	}
	va_end(again);
}

void jl_str_addf(struct jl_str *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	jl_str_addfv(s, format, args);
	va_end(args);
}

void jl_str_cut(struct jl_str *s, size_t len)
{
	s->len = len;
	if (s->text)
		s->text[len] = '\0';
}

char *jl_str_detach(struct jl_str *s)
{
	char *text = s->text ? s->text : jl_xstrdup("");

	memset(s, 0, sizeof(*s));
	return text;
}

const char *jl_str_text(const struct jl_str *s)
{
	return s->text ? s->text : "";
}

size_t jl_utf8_valid_len(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len) {
		utf8proc_int32_t point;
		utf8proc_ssize_t n;

		/* Eight ASCII bytes at a time: the common case by far. */
		while (len - i >= 8) {
			uint64_t word;

			memcpy(&word, text + i, 8);
			if (word & UINT64_C(0x8080808080808080))
				break;
			i += 8;
		}
		if (i == len)
			break;
		if ((unsigned char)text[i] < 0x80) {
			i++;
			continue;
		}
		n = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
			(utf8proc_ssize_t)(len - i), &point);
		if (n <= 0)
			return i;
		i += (size_t)n;
	}
	return len;
}

/* Marks that hide or reorder text on a screen (Unicode UAX 9 and kin). */
static bool is_harmful(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CN:
		return true;
	default:
		return false;
	}
}

int32_t jl_utf8_next(const char **p, bool *is_harmful_one)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n =
		utf8proc_iterate((const utf8proc_uint8_t *)*p, -1, &c);

	*is_harmful_one = n <= 0 || is_harmful(c);
	*p += n > 0 ? n : 1;
	return n > 0 ? c : -1;
}

void jl_str_add_harmless(struct jl_str *s, const char *text)
{
	while (*text) {
		const char *from = text;
		int32_t c;
		bool is_bad;

		/* Printable ASCII is the rule. */
		while (*text >= ' ' && *text <= '~')
			text++;
		if (text > from) {
			jl_str_addn(s, from, (size_t)(text - from));
			continue;
		}
		c = jl_utf8_next(&text, &is_bad);

		if (!is_bad)
			jl_str_addn(s, from, (size_t)(text - from));
		else if (c < 0)
			jl_str_addf(s, "\\x%02x", (unsigned char)*from);
		else
			jl_str_addf(s, "\\u{%x}", (unsigned)c);
	}
}

const char *jl_plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

size_t jl_text_width(const char *text)
{
	size_t width = 0;
	bool is_bad;

	while (*text) {
		int32_t c = jl_utf8_next(&text, &is_bad);
		int w = c < 0 ? 1 : utf8proc_charwidth(c);

		width += w > 0 ? (size_t)w : 0;
	}
	return width;
}

enum { DISTANCE_MAX = 64, NEAR_ENOUGH = 2 };

size_t jl_edit_distance(const char *a, const char *b)
{
	size_t rows[3][DISTANCE_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > DISTANCE_MAX || lb > DISTANCE_MAX)
		return la > lb ? la : lb;
	for (size_t j = 0; j <= lb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *now = rows[i % 3], *before = rows[(i + 2) % 3];
		size_t *before_that = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t best = before[j - 1] + (a[i - 1] != b[j - 1]);

			if (before[j] + 1 < best)
				best = before[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1] &&
				before_that[j - 2] + 1 < best)
				best = before_that[j - 2] + 1;
			now[j] = best;
		}
	}
	return rows[la % 3][lb];
}

const char *jl_nearest(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t least = NEAR_ENOUGH + 1;

	for (size_t i = 0; i < n && names[i]; i++) {
		size_t distance = jl_edit_distance(word, names[i]);

		if (distance < least && distance < strlen(names[i])) {
			least = distance;
			best = names[i];
		}
	}
	return best;
}

bool jl_glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *resume = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

char *jl_slug(const char *text, char dash)
{
	enum { LONG_ENOUGH = 40 };
	utf8proc_uint8_t *plain = utf8proc_NFKD((const utf8proc_uint8_t *)text);
	struct jl_str slug = JL_STR_INIT;

	for (const utf8proc_uint8_t *p = plain;
		p && *p && slug.len < LONG_ENOUGH; p++) {
		if (*p < 0x80 && isalnum(*p))
			jl_str_addc(&slug, (char)tolower(*p));
		else if (*p < 0x80 && *p != '\'' && slug.len &&
			 slug.text[slug.len - 1] != dash)
			jl_str_addc(&slug, dash);
	}
	while (slug.len && slug.text[slug.len - 1] == dash)
		jl_str_cut(&slug, slug.len - 1);
	free(plain);
	return jl_str_detach(&slug);
}

char *jl_trim(const char *text, size_t len)
{
	while (len > 0 && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	return jl_xstrndup(text, len);
}

char *jl_next_part(const char **text)
{
	while (**text) {
		size_t len = strcspn(*text, ",");
		char *part = jl_trim(*text, len);

		*text += len + ((*text)[len] == ',');
		if (*part)
			return part;
		free(part);
	}
	return NULL;
}

void jl_str_add_shell_word(struct jl_str *s, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-./=+,:@%";
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, text);
	text = jl_str_text(&harmless);
	if (*text && *text != '-' && text[strspn(text, plain)] == '\0') {
		jl_str_add(s, text);
		jl_str_release(&harmless);
		return;
	}
	jl_str_addc(s, '\'');
	for (; *text; text++)
		if (*text == '\'')
			jl_str_add(s, "'\\''");
		else
			jl_str_addc(s, *text);
	jl_str_addc(s, '\'');
	jl_str_release(&harmless);
}

void jl_put_harmless(FILE *out, const char *text)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, text);
	fputs(jl_str_text(&harmless), out);
	jl_str_release(&harmless);
}

bool jl_is_same_text(const char *a, const char *b)
{
	return a && b ? a == b || strcmp(a, b) == 0 : a == b;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The one growable string. Always NUL-terminated once anything was added;
 * may hold NUL bytes, so its length is a member. Also the questions about
 * text that several layers ask: is it UTF-8, how alike are two words.
 */
#ifndef JL_CORE_STR_H
#define JL_CORE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct jl_str {
	char *text; /* NULL while empty */
	size_t len, cap;
};

#define JL_STR_INIT                                                            \
	{                                                                      \
		NULL, 0, 0                                                     \
	}

void jl_str_release(struct jl_str *s);
void jl_str_clear(struct jl_str *s); /* keeps the memory */
void jl_str_add(struct jl_str *s, const char *text);
void jl_str_addn(struct jl_str *s, const void *bytes, size_t len);
void jl_str_addc(struct jl_str *s, char c);
void jl_str_addf(struct jl_str *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void jl_str_addfv(struct jl_str *s, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
/* Back to the first len bytes, as it was before more was added. */
void jl_str_cut(struct jl_str *s, size_t len);

/* Where up to `more` bytes may be written behind the text by hand; the caller
 * then sets len and the NUL. */
char *jl_str_reserve(struct jl_str *s, size_t more);

/* The text, yours to free; s is empty afterwards. Never NULL. */
char *jl_str_detach(struct jl_str *s);

/* The text, borrowed until s changes. Never NULL. */
const char *jl_str_text(const struct jl_str *s);

/*
 * The offset of the first byte that is not well-formed UTF-8 (RFC 3629), or
 * len when all of it is.
 */
size_t jl_utf8_valid_len(const char *text, size_t len);

/* How many columns of a terminal the text takes (UAX 11). */
size_t jl_text_width(const char *text);

/* The ending of a noun of which there are n: "" for one, else "s". */
const char *jl_plural(uint64_t n);

/* How many letters must be added, dropped, changed or swapped: 0 is equal. */
size_t jl_edit_distance(const char *a, const char *b);

/*
 * A person's text made harmless for a terminal or a message: control
 * characters, escape sequences and the marks that reorder text (UAX 9) are
 * written as \u{...}; bytes that are not UTF-8 as \x..; the rest stays.
 */
void jl_str_add_harmless(struct jl_str *s, const char *text);

/*
 * The next character of UTF-8 text at *p, which moves behind it; a byte that
 * is not UTF-8 is -1. is_harmful says whether it is one of those above.
 */
int32_t jl_utf8_next(const char **p, bool *is_harmful);

/* The name that is nearest to the word, or NULL when none is near. */
const char *jl_nearest(const char *word, const char *const *names, size_t n);

/* The text as a short id: small letters and digits without accents, and the
 * dash for what lies between. Yours to free; "" when nothing of it will do. */
char *jl_slug(const char *text, char dash);

/* The text without white space around it, yours to free. */
char *jl_trim(const char *text, size_t len);

/* The next part of a list between commas, trimmed and yours to free; *text
 * moves behind it. NULL at the end; parts with nothing in them are passed over.
 */
char *jl_next_part(const char **text);

/* Adds the text as one word of a shell, whatever is in it. */
void jl_str_add_shell_word(struct jl_str *s, const char *text);

/* Prints it as jl_str_add_harmless would write it. */
void jl_put_harmless(FILE *out, const char *text);

/* Does the text match the pattern, in which `*` stands for any run? */
bool jl_glob_match(const char *pattern, const char *text);

/* Are both the same text, or both NULL? */
bool jl_is_same_text(const char *a, const char *b);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A handle is the number of a held text, or the place of another in the file
 * with the highest bit set. In the file each text follows its length. */
#include "core/wordbook.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/names.h"
#include "core/str.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HELD_MAX = 1024 }; /* bytes of a text that is held */

static const uint64_t IN_FILE = UINT64_C(1) << 63;

struct jl_wordbook {
	char *folder;
	size_t held;
	struct jl_names names;
	FILE *file; /* NULL until it is needed */
	uint64_t end;
	bool is_flushed;
	struct jl_str last;  /* the text that was put there last */
	uint64_t last_at;    /* its place */
	struct jl_str found; /* what was read */
};

struct jl_wordbook *jl_wordbook_new(const char *folder, size_t held)
{
	struct jl_wordbook *book = jl_xcalloc(1, sizeof(*book));

	book->folder = jl_xstrdup(folder);
	book->held = held;
	return book;
}

void jl_wordbook_free(struct jl_wordbook *book)
{
	if (!book)
		return;
	if (book->file)
		fclose(book->file);
	jl_names_release(&book->names);
	jl_str_release(&book->last);
	jl_str_release(&book->found);
	free(book->folder);
	free(book);
}

/* At the file's end; what was put there last is not put again. */
static int write_text(struct jl_wordbook *book, const void *text, size_t len,
	struct jl_error *err)
{
	uint64_t size = len;

	if (book->end > 0 && book->last.len == len &&
		memcmp(jl_str_text(&book->last), text, len) == 0)
		return 0;
	if (!book->file && jl_scratch_open(book->folder, &book->file, err) < 0)
		return (int)err->code;
	if (fwrite(&size, sizeof(size), 1, book->file) != 1 ||
		fwrite(text, 1, len, book->file) != len)
		return jl_scratch_failed(book->folder, err);
	book->is_flushed = false;
	book->last_at = book->end;
	book->end += sizeof(size) + len;
	jl_str_clear(&book->last);
	jl_str_addn(&book->last, text, len);
	return 0;
}

int jl_wordbook_put(struct jl_wordbook *book, const void *text, size_t len,
	uint64_t *handle, struct jl_error *err)
{
	uint32_t number;
	int rc;

	if (jl_names_find(&book->names, text, len, &number)) {
		*handle = number;
		return 0;
	}
	if (book->names.n < book->held && len <= HELD_MAX) {
		*handle = jl_names_number(&book->names, text, len);
		return 0;
	}
	rc = write_text(book, text, len, err);
	*handle = book->last_at | IN_FILE;
	return rc;
}

static int read_at(struct jl_wordbook *book, uint64_t at, void *bytes,
	size_t len, struct jl_error *err)
{
	char *to = bytes;

	errno = 0;
	while (len > 0) {
		ssize_t n = pread(fileno(book->file), to, len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return jl_scratch_failed(book->folder, err);
		to += n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
	return 0;
}

int jl_wordbook_text(struct jl_wordbook *book, uint64_t handle,
	const char **text, size_t *len, struct jl_error *err)
{
	uint64_t at = handle & ~IN_FILE, size = 0;
	int rc = 0;

	if (!(handle & IN_FILE)) {
		*text = jl_names_text(&book->names, (uint32_t)handle, len);
		return 0;
	}
	if (!book->is_flushed && fflush(book->file) != 0)
		return jl_scratch_failed(book->folder, err);
	book->is_flushed = true;
	rc = read_at(book, at, &size, sizeof(size), err);
	jl_str_clear(&book->found);
	if (rc == 0)
		rc = read_at(book, at + sizeof(size),
			jl_str_reserve(&book->found, size + 1), size, err);
	*text = book->found.text;
	*len = size;
	return rc;
}

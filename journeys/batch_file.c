/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The batch file, both ways. A reader re-hashes what it reads. */
#include "journeys/batch_file.h"

#include "core/amount.h"
#include "core/file.h"
#include "core/worktree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zstd.h>

enum {
	BUFFER = 256 * 1024,
	ZSTD_LEVEL = 1,
	IN_GIT_MAX = 64 * 1024 * 1024, /* bytes of a batch in git */
};

struct jl_batch_writer {
	struct jl_digest *digest;
	struct jl_str text; /* of a small batch: all; else what is not out */
	size_t small;
	size_t hashed; /* of text */
	uint64_t bytes;
	struct jl_outfile *file;
	ZSTD_CCtx *zstd; /* NULL while the batch is small */
	char *out;
	size_t out_cap;
};

int jl_batch_create(const char *folder, size_t small, const char *header,
	struct jl_batch_writer **out, struct jl_error *err)
{
	struct jl_batch_writer *w = jl_xcalloc(1, sizeof(*w));
	char *path;
	int rc;

	w->small = small;
	w->digest = jl_digest_new();
	path = jl_temporary_path("batch", folder);
	rc = jl_outfile_create(path, &w->file, err);
	free(path);
	if (rc < 0) {
		jl_batch_discard(w);
		return rc;
	}
	jl_str_add(&w->text, header);
	*out = w;
	return 0;
}

static int compress(
	struct jl_batch_writer *w, bool is_end, struct jl_error *err)
{
	ZSTD_inBuffer in = {jl_str_text(&w->text), w->text.len, 0};
	size_t left;

	do {
		ZSTD_outBuffer out = {w->out, w->out_cap, 0};
		int rc;

		left = ZSTD_compressStream2(w->zstd, &out, &in,
			is_end ? ZSTD_e_end : ZSTD_e_continue);
		if (ZSTD_isError(left))
			return jl_fail(err, JL_EENV,
				"the batch cannot be compressed: %s",
				ZSTD_getErrorName(left));
		rc = jl_outfile_add(w->file, w->out, out.pos, err);
		if (rc < 0)
			return rc;
	} while (in.pos < in.size || (is_end && left > 0));
	jl_str_clear(&w->text);
	w->hashed = 0;
	return 0;
}

static void hash_text(struct jl_batch_writer *w)
{
	jl_digest_add(
		w->digest, w->text.text + w->hashed, w->text.len - w->hashed);
	w->bytes += w->text.len - w->hashed;
	w->hashed = w->text.len;
}

/* Called when there is enough text to do something with. */
static int drain(struct jl_batch_writer *w, struct jl_error *err)
{
	if (!w->zstd) {
		if (w->text.len <= w->small)
			return 0;
		w->zstd = ZSTD_createCCtx();
		w->out_cap = ZSTD_CStreamOutSize();
		w->out = jl_xmalloc(w->out_cap);
		ZSTD_CCtx_setParameter(
			w->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
		ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_checksumFlag, 1);
		/* The second core compresses, where there is one. */
		ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_nbWorkers, 1);
	}
	if (w->text.len < BUFFER)
		return 0;
	hash_text(w);
	return compress(w, false, err);
}

char *jl_batch_room(struct jl_batch_writer *w, size_t room)
{
	return jl_str_reserve(&w->text, room);
}

int jl_batch_row_done(
	struct jl_batch_writer *w, const char *end, struct jl_error *err)
{
	w->text.len = (size_t)(end - w->text.text);
	w->text.text[w->text.len] = '\0';
	if (w->text.len >= BUFFER)
		return drain(w, err);
	return 0;
}

int jl_batch_finish(struct jl_batch_writer *w, char hex[JL_DIGEST_HEX],
	uint64_t *bytes, bool *is_large, struct jl_error *err)
{
	int rc = drain(w, err);

	if (rc < 0)
		return rc;
	hash_text(w);
	rc = w->zstd ? compress(w, true, err)
		     : jl_outfile_add(w->file, jl_str_text(&w->text),
			       w->text.len, err);
	if (rc == 0)
		rc = jl_outfile_finish(w->file, err);
	jl_digest_finish(w->digest, hex);
	w->digest = NULL;
	*bytes = w->bytes;
	*is_large = w->zstd != NULL;
	return rc;
}

const char *jl_batch_path(const struct jl_batch_writer *w)
{
	return jl_outfile_path(w->file);
}

const char *jl_batch_text(const struct jl_batch_writer *w)
{
	return jl_str_text(&w->text);
}

void jl_batch_discard(struct jl_batch_writer *w)
{
	if (!w)
		return;
	jl_outfile_free(w->file);
	ZSTD_freeCCtx(w->zstd);
	jl_digest_free(w->digest);
	jl_str_release(&w->text);
	free(w->out);
	free(w);
}

/* ---- cells ---- */

char *jl_put_text(char *p, const struct jl_slice *text)
{
	if (text->len)
		memcpy(p, text->text, text->len);
	return p + text->len;
}

char *jl_put_instant(char *p, struct jl_zone *zone, int64_t instant)
{
	jl_instant_format(instant, jl_zone_offset(zone, instant), p);
	return p + strlen(p);
}

static bool needs_quotes(const struct jl_slice *text)
{
	for (size_t i = 0; i < text->len; i++) {
		char c = text->text[i];

		if (c <= ' ' || c == '"' || c == ',')
			return true;
	}
	return false;
}

char *jl_put_quoted(char *p, const struct jl_slice *text)
{
	struct jl_str quoted = JL_STR_INIT;

	if (!needs_quotes(text))
		return jl_put_text(p, text);
	jl_csv_add_field(&quoted, text->text, text->len);
	memcpy(p, quoted.text, quoted.len);
	p += quoted.len;
	jl_str_release(&quoted);
	return p;
}

bool jl_cell_instant(const struct jl_slice *cell, int64_t *instant)
{
	struct jl_civil civil;
	bool has_time, has_offset;
	int offset_s;

	if (!jl_civil_parse(cell->text, cell->len, &civil, &has_time,
		    &has_offset, &offset_s) ||
		!has_offset)
		return false;
	*instant = jl_instant_from_civil(&civil, offset_s);
	return true;
}

bool jl_cell_whole(const struct jl_slice *cell, int64_t *number)
{
	struct jl_error ignored;
	bool is_rounded;

	if (jl_amount_parse(cell->text, cell->len, '.', number, &is_rounded,
		    &ignored) < 0 ||
		*number % JL_MICRO != 0)
		return false;
	*number /= JL_MICRO;
	return true;
}

/* ---- reading ---- */

struct jl_batch_reader {
	struct jl_input *input;
	struct jl_csv *csv;
	char *path;
	const char *expected; /* SHA-256, borrowed from the receipt */
	size_t n_columns;
};

bool jl_batch_is_outside_git(const struct jl_receipt *receipt)
{
	size_t len = strlen(receipt->file);

	return len > 4 && strcmp(receipt->file + len - 4, ".zst") == 0;
}

int jl_batch_check_name(const struct jl_receipt *receipt, struct jl_error *err)
{
	size_t len = strlen(receipt->id);
	const char *file = receipt->file, *ending;

	if (strncmp(file, JL_MEASURES "/", strlen(JL_MEASURES "/")) == 0) {
		file += strlen(JL_MEASURES "/");
		ending = strncmp(file, receipt->id, len) == 0 ? file + len : "";
		if (strcmp(ending, ".csv") == 0 ||
			strcmp(ending, ".csv.zst") == 0)
			return 0;
	}
	return jl_fail(err, JL_EINVALID,
		"measures/%s.json: file: '%.200s' is not a batch file's name",
		receipt->id, receipt->file);
}

static int open_input(struct jl_batch_reader *r, struct jl_repo *repo,
	const struct jl_oid *commit, const struct jl_receipt *receipt,
	struct jl_error *err)
{
	char *text;
	size_t len;
	int fd, rc = JL_ENOTFOUND;

	if (!jl_batch_is_outside_git(receipt))
		rc = jl_repo_read(repo, commit, receipt->file, IN_GIT_MAX,
			&text, &len, err);
	if (rc == 0) {
		r->input = jl_input_open_text_take(r->path, text, len);
		return 0;
	}
	if (rc != JL_ENOTFOUND)
		return rc;
	rc = jl_work_open(jl_repo_top(repo), receipt->file, &fd, err);
	return rc == 0 ? jl_input_open_packed(r->path, fd, &r->input, err) : rc;
}

int jl_batch_open(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, size_t n_columns,
	struct jl_batch_reader **out, struct jl_error *err)
{
	struct jl_batch_reader *r;
	int rc = jl_batch_check_name(receipt, err);

	if (rc < 0)
		return rc;
	r = jl_xcalloc(1, sizeof(*r));
	r->path = jl_path_join(jl_repo_top(repo), receipt->file);
	r->expected = receipt->batch_sha256;
	r->n_columns = n_columns;
	rc = open_input(r, repo, commit, receipt, err);
	if (rc == 0) {
		r->csv = jl_csv_new(r->input, ',');
		rc = jl_csv_next(r->csv, err);
		if (rc == JL_EINVALID ||
			(rc >= 0 &&
				(rc == 0 || (n_columns && jl_csv_n(r->csv) !=
								  n_columns))))
			rc = jl_fail(err, JL_EDAMAGED,
				"%.300s: is not a batch file: it has other "
				"columns",
				r->path);
	}
	if (rc < 0) {
		jl_batch_close(r);
		return rc;
	}
	if (!n_columns)
		r->n_columns = jl_csv_n(r->csv);
	*out = r;
	return 0;
}

int jl_batch_check(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, int64_t *rows, struct jl_error *err)
{
	struct jl_batch_reader *reader = NULL;
	const struct jl_slice *cells;
	int rc = jl_batch_open(repo, commit, receipt, 0, &reader, err);

	*rows = 0;
	while (rc >= 0 && (rc = jl_batch_next_row(reader, &cells, err)) > 0)
		(*rows)++;
	jl_batch_close(reader);
	return rc;
}

int jl_batch_next_row(struct jl_batch_reader *r, const struct jl_slice **cells,
	struct jl_error *err)
{
	int rc = jl_csv_next(r->csv, err);
	char hex[JL_DIGEST_HEX];

	if (rc == JL_EINVALID)
		return err->code = JL_EDAMAGED;
	if (rc < 0)
		return rc;
	if (rc > 0) {
		*cells = jl_csv_fields(r->csv);
		if (!jl_csv_problem(r->csv) && jl_csv_n(r->csv) == r->n_columns)
			return 1;
		return jl_batch_row_damaged(r, err);
	}
	jl_input_digest(r->input, hex);
	if (strcmp(hex, r->expected) != 0)
		return jl_fail(err, JL_EDAMAGED,
			"%.300s: the batch file is not the one that its "
			"receipt names (SHA-256 %.12s..., not %.12s...)",
			r->path, hex, r->expected);
	return 0;
}

int jl_batch_row_damaged(const struct jl_batch_reader *r, struct jl_error *err)
{
	return jl_fail(err, JL_EDAMAGED,
		"%.300s:%zu: the batch file is damaged", r->path,
		jl_csv_line(r->csv));
}

void jl_batch_close(struct jl_batch_reader *r)
{
	if (!r)
		return;
	jl_csv_free(r->csv);
	jl_input_close(r->input);
	free(r->path);
	free(r);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Reading, hashing and converting a file from outside in one pass. */
#include "core/input.h"

#include "core/lib_memory.h"
#include "core/mem.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>
#include <zstd.h>

enum {
	RAW_SIZE = 64 * 1024,
	BOMB_SIZE = 256 * 1024 * 1024,
	BOMB_RATIO = 300,
};

struct jl_input {
	char *path;
	int fd;
	struct jl_digest *digest;
	uint64_t done, size;
	iconv_t convert; /* (iconv_t)-1 when the file is UTF-8 */
	char *raw;	 /* bytes that wait for conversion */
	size_t raw_len;
	ZSTD_DCtx *unpack;	   /* NULL when the file is not compressed */
	size_t raw_at;		   /* of raw, what is unpacked already */
	size_t frame_left;	   /* 0 between frames */
	z_stream *gz;		   /* NULL when the file is not gzipped */
	bool has_looked, is_plain; /* whether it is */
	uint64_t unpacked;
	char *memory; /* what is read instead of a file; ours */
};

/* The file is open. */
static int look_at(struct jl_input *input, struct jl_error *err)
{
	struct stat st;

	if (fstat(input->fd, &st) != 0)
		return jl_fail(err, JL_EENV, "%.400s: cannot read: %s",
			input->path, strerror(errno));
	if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
		return jl_fail(
			err, JL_EINVALID, "%.400s: is not a file", input->path);
	if (S_ISREG(st.st_mode))
		input->size = (uint64_t)st.st_size;
	return 0;
}

static struct jl_input *new_input(const char *path, int fd)
{
	struct jl_input *input = jl_xcalloc(1, sizeof(*input));

	input->path = jl_xstrdup(path);
	input->convert = (iconv_t)-1;
	input->digest = jl_digest_new();
	input->fd = fd;
	return input;
}

int jl_input_open(const char *path, const char *encoding, struct jl_input **out,
	struct jl_error *err)
{
	struct jl_input *input;
	int fd, rc;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return jl_fail(err, errno == ENOENT ? JL_ENOTFOUND : JL_EENV,
			"%.400s: cannot open: %s", path, strerror(errno));
	input = new_input(path, fd);
	rc = look_at(input, err);
	if (rc == 0 && encoding) {
		input->convert = iconv_open("UTF-8", encoding);
		input->raw = jl_xmalloc(RAW_SIZE);
		if (input->convert == (iconv_t)-1)
			rc = jl_fail(err, JL_EINVALID,
				"'%.40s' is not an encoding that this "
				"computer knows",
				encoding);
	}
	if (rc < 0) {
		jl_input_close(input);
		return rc;
	}
	*out = input;
	return 0;
}

int jl_input_open_packed(
	const char *path, int fd, struct jl_input **out, struct jl_error *err)
{
	struct jl_input *input = new_input(path, fd);
	size_t len = strlen(path);
	int rc = look_at(input, err);

	if (rc < 0) {
		jl_input_close(input);
		return rc;
	}
	if (len > 4 && strcmp(path + len - 4, ".zst") == 0) {
		input->unpack = ZSTD_createDCtx();
		input->raw = jl_xmalloc(RAW_SIZE);
		if (!input->unpack)
			jl_out_of_memory();
	}
	*out = input;
	return 0;
}

int jl_input_open_gz(
	const char *path, struct jl_input **out, struct jl_error *err)
{
	int rc = jl_input_open(path, NULL, out, err);

	if (rc == 0) {
		(*out)->gz = jl_xcalloc(1, sizeof(*(*out)->gz));
		(*out)->gz->zalloc = jl_zalloc;
		(*out)->gz->zfree = jl_zfree;
		(*out)->raw = jl_xmalloc(RAW_SIZE);
		/* 15 bits of window, and 32: the header says what it is. */
		if (inflateInit2((*out)->gz, 15 + 32) != Z_OK)
			jl_out_of_memory();
	}
	return rc;
}

bool jl_input_knows(const char *encoding)
{
	iconv_t convert = iconv_open("UTF-8", encoding);

	if (convert == (iconv_t)-1)
		return false;
	iconv_close(convert);
	return true;
}

struct jl_input *jl_input_open_text_take(
	const char *name, char *text, size_t len)
{
	struct jl_input *input = jl_xcalloc(1, sizeof(*input));

	input->path = jl_xstrdup(name);
	input->fd = -1;
	input->convert = (iconv_t)-1;
	input->digest = jl_digest_new();
	input->memory = text;
	input->size = len;
	return input;
}

void jl_input_close(struct jl_input *input)
{
	if (!input)
		return;
	if (input->fd >= 0)
		close(input->fd);
	if (input->convert != (iconv_t)-1)
		iconv_close(input->convert);
	ZSTD_freeDCtx(input->unpack);
	if (input->gz)
		inflateEnd(input->gz);
	free(input->gz);
	jl_digest_free(input->digest);
	free(input->raw);
	free(input->memory);
	free(input->path);
	free(input);
}

static long read_memory(struct jl_input *input, char *buffer, size_t cap)
{
	uint64_t left = input->size - input->done;
	size_t n = left < cap ? (size_t)left : cap;

	memcpy(buffer, input->memory + input->done, n);
	input->done += n;
	return (long)n;
}

static long read_disk(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err)
{
	ssize_t n;

	if (input->memory)
		return read_memory(input, buffer, cap);
	do
		n = read(input->fd, buffer, cap);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return jl_fail(err, JL_EENV, "%.400s: cannot read: %s",
			input->path, strerror(errno));
	input->done += (uint64_t)n;
	return (long)n;
}

static long read_unpacked(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err)
{
	ZSTD_outBuffer out = {buffer, cap, 0};

	while (out.pos == 0) {
		ZSTD_inBuffer in;

		if (input->raw_at == input->raw_len) {
			long n = read_disk(input, input->raw, RAW_SIZE, err);

			if (n < 0)
				return n;
			if (n == 0 && input->frame_left)
				return jl_fail(err, JL_EINVALID,
					"%.400s: the file was cut off",
					input->path);
			if (n == 0)
				return 0;
			input->raw_at = 0;
			input->raw_len = (size_t)n;
		}
		in = (ZSTD_inBuffer){input->raw, input->raw_len, input->raw_at};
		input->frame_left =
			ZSTD_decompressStream(input->unpack, &out, &in);
		input->raw_at = in.pos;
		if (ZSTD_isError(input->frame_left))
			return jl_fail(err, JL_EINVALID,
				"%.400s: the file is damaged: %s", input->path,
				ZSTD_getErrorName(input->frame_left));
	}
	return (long)out.pos;
}

/* Reads what is packed, and hashes that. */
static long read_packed(struct jl_input *input, struct jl_error *err)
{
	long n = read_disk(input, input->raw, RAW_SIZE, err);

	if (n > 0)
		jl_digest_add(input->digest, input->raw, (size_t)n);
	if (n < 0)
		return n;
	input->raw_at = 0;
	input->raw_len = (size_t)n;
	return n;
}

static bool is_bomb(const struct jl_input *input)
{
	return input->unpacked > BOMB_SIZE &&
	       input->unpacked / BOMB_RATIO > input->done;
}

static long read_gz(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err)
{
	z_stream *gz = input->gz;
	int rc = Z_OK;

	gz->next_out = (Bytef *)buffer;
	gz->avail_out = (uInt)cap;
	while (gz->avail_out == cap) {
		if (gz->avail_in == 0) {
			long n = read_packed(input, err);

			if (n < 0)
				return n;
			/* Between two members is the end. */
			if (n == 0 && gz->total_in == 0)
				return 0;
			if (n == 0)
				return jl_fail(err, JL_EINVALID,
					"%.400s: the file was cut off",
					input->path);
			gz->next_in = (Bytef *)input->raw;
			gz->avail_in = (uInt)n;
		}
		rc = inflate(gz, Z_NO_FLUSH);
		if (rc == Z_STREAM_END)
			inflateReset(gz);
		else if (rc != Z_OK && rc != Z_BUF_ERROR)
			return jl_fail(err, JL_EINVALID,
				"%.400s: the file is damaged: %s", input->path,
				gz->msg ? gz->msg : "no gzip");
	}
	input->unpacked += cap - gz->avail_out;
	if (is_bomb(input))
		return jl_fail(err, JL_EINVALID,
			"%.400s: the file unpacks to more than %d times its "
			"size, which no log does",
			input->path, BOMB_RATIO);
	return (long)(cap - gz->avail_out);
}

/* A file that only may be gzipped: by its first two bytes it is known. */
static long read_perhaps_gz(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err)
{
	size_t left;
	long n;

	if (!input->has_looked) {
		n = read_packed(input, err);
		if (n <= 0)
			return n;
		input->has_looked = true;
		if (n >= 2 && memcmp(input->raw, "\x1f\x8b", 2) == 0) {
			input->gz->next_in = (Bytef *)input->raw;
			input->gz->avail_in = (uInt)n;
		} else {
			inflateEnd(input->gz);
			free(input->gz);
			input->gz = NULL;
			input->is_plain = true;
		}
	}
	if (input->gz)
		return read_gz(input, buffer, cap, err);
	if (input->raw_at == input->raw_len && read_packed(input, err) < 0)
		return (long)err->code;
	left = input->raw_len - input->raw_at;
	if (left > cap)
		left = cap;
	memcpy(buffer, input->raw + input->raw_at, left);
	input->raw_at += left;
	return (long)left;
}

static long read_raw(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err)
{
	long n;

	if (input->gz || input->is_plain)
		return read_perhaps_gz(input, buffer, cap, err);
	n = input->unpack ? read_unpacked(input, buffer, cap, err)
			  : read_disk(input, buffer, cap, err);

	if (n > 0)
		jl_digest_add(input->digest, buffer, (size_t)n);
	return n;
}

static long read_converted(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err)
{
	char *from = input->raw, *to = buffer;
	size_t to_left = cap, from_left;
	long n;

	n = read_raw(input, input->raw + input->raw_len,
		RAW_SIZE / 4 - input->raw_len, err);
	if (n < 0)
		return n;
	input->raw_len += (size_t)n;
	from_left = input->raw_len;
	if (iconv(input->convert, &from, &from_left, &to, &to_left) ==
			(size_t)-1 &&
		(errno == EILSEQ || (errno == EINVAL && n == 0)))
		return jl_fail(err, JL_EINVALID,
			"%.400s: byte %llu is not of the encoding that the "
			"map names",
			input->path,
			(unsigned long long)(input->done - from_left + 1));
	memmove(input->raw, from, from_left);
	input->raw_len = from_left;
	/* Half a character alone is not the end: the rest is to come. */
	if (to == buffer && n > 0)
		return read_converted(input, buffer, cap, err);
	return to - buffer;
}

long jl_input_read(
	struct jl_input *input, char *buffer, size_t cap, struct jl_error *err)
{
	bool is_start = input->done == 0;
	long n;

	if (input->convert != (iconv_t)-1) {
		assert(cap >= RAW_SIZE);
		n = read_converted(input, buffer, cap, err);
	} else {
		n = read_raw(input, buffer, cap, err);
	}
	if (is_start && n >= 3 && memcmp(buffer, "\xef\xbb\xbf", 3) == 0) {
		memmove(buffer, buffer + 3, (size_t)n - 3);
		n -= 3;
		if (n == 0)
			return jl_input_read(input, buffer, cap, err);
	}
	return n;
}

uint64_t jl_input_done(const struct jl_input *input)
{
	return input->done;
}

uint64_t jl_input_size(const struct jl_input *input)
{
	return input->size;
}

void jl_input_digest(struct jl_input *input, char hex[JL_DIGEST_HEX])
{
	jl_digest_finish(input->digest, hex);
	input->digest = NULL;
}

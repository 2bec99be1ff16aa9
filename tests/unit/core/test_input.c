/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/input.h"

#include "core/str.h"
#include "tests/support/test.h"

#include <fcntl.h>

#include <zstd.h>

enum { ROOM = 64 * 1024 };

static const struct row {
	const char *sentence, *encoding;
	const char *bytes;
	size_t len;
	const char *text;  /* UTF-8 */
	const char *error; /* or why it cannot be read */
} rows[] = {
	{"utf8_comes_as_it_is", NULL, "caf\xc3\xa9\n", 6, "caf\xc3\xa9\n",
		NULL},
	{"a_byte_order_mark_goes", NULL,
		"\xef\xbb\xbf"
		"a",
		4, "a", NULL},
	{"only_a_byte_order_mark", NULL, "\xef\xbb\xbf", 3, "", NULL},
	{"nothing", NULL, "", 0, "", NULL},
	{"latin_1", "ISO-8859-1", "caf\xe9", 4, "caf\xc3\xa9", NULL},
	{"windows_1252_has_more", "WINDOWS-1252", "\x80", 1, "\xe2\x82\xac",
		NULL},
	{"utf16_with_its_mark", "UTF-16",
		"\xff\xfe"
		"a\0\xe9\0",
		6, "a\xc3\xa9", NULL},
	{"utf16_that_is_cut_off", "UTF-16LE", "a\0\xe9", 3, NULL,
		"is not of the encoding"},
	{"an_encoding_that_is_none", "EBCDIC-9", "a", 1, NULL,
		"not an encoding that this computer knows"},
};

static int read_all(
	struct jl_input *input, struct jl_str *out, struct jl_error *err)
{
	char *buffer = jl_xmalloc(ROOM);
	long n;

	while ((n = jl_input_read(input, buffer, ROOM, err)) > 0)
		jl_str_addn(out, buffer, (size_t)n);
	free(buffer);
	return (int)n;
}

static void is_read(void **state)
{
	const struct row *row = *state;
	char *folder = test_folder();
	char *path = jl_xasprintf("%s/f", folder);
	struct jl_input *input = NULL;
	struct jl_str out = JL_STR_INIT;
	struct jl_error err = {0};
	int rc;

	test_write_file(path, row->bytes, row->len);
	rc = jl_input_open(path, row->encoding, &input, &err);
	if (rc == 0)
		rc = read_all(input, &out, &err);
	if (row->error) {
		assert_error(rc, JL_EINVALID, &err, row->error);
	} else {
		assert_int_equal(rc, 0);
		assert_string_equal(jl_str_text(&out), row->text);
		assert_number_equal(jl_input_done(input), row->len);
		assert_number_equal(jl_input_size(input), row->len);
	}
	jl_str_release(&out);
	jl_input_close(input);
	free(path);
	test_folder_remove(folder);
}

/* A character that is cut by a read is not the end of the file. */
static void no_character_is_lost_between_reads(void **state)
{
	enum { N = 70001 };
	char *folder = test_folder();
	char *path = jl_xasprintf("%s/f", folder);
	char *bytes = jl_xmalloc((size_t)2 * N);
	struct jl_input *input = NULL;
	struct jl_str out = JL_STR_INIT;
	struct jl_error err;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		bytes[2 * i] = 'x';
		bytes[2 * i + 1] = '\0';
	}
	test_write_file(path, bytes, (size_t)2 * N);
	assert_int_equal(jl_input_open(path, "UTF-16LE", &input, &err), 0);
	assert_int_equal(read_all(input, &out, &err), 0);
	assert_number_equal(out.len, N);
	jl_input_close(input);
	/* And one byte more is no character. */
	jl_str_clear(&out);
	bytes[2 * N - 1] = 'y';
	test_write_file(path, bytes, (size_t)2 * N - 1);
	assert_int_equal(jl_input_open(path, "UTF-16LE", &input, &err), 0);
	assert_error(read_all(input, &out, &err), JL_EINVALID, &err,
		"is not of the encoding");
	jl_input_close(input);
	jl_str_release(&out);
	free(bytes);
	free(path);
	test_folder_remove(folder);
}

static void the_digest_is_of_what_was_read(void **state)
{
	char *folder = test_folder();
	char *path = jl_xasprintf("%s/f", folder);
	struct jl_input *input = NULL;
	struct jl_str out = JL_STR_INIT;
	char hex[JL_DIGEST_HEX];
	struct jl_error err;

	(void)state;
	test_write_file(path, "abc", 3);
	assert_int_equal(jl_input_open(path, NULL, &input, &err), 0);
	assert_int_equal(read_all(input, &out, &err), 0);
	jl_input_digest(input, hex);
	/* FIPS 180-2, appendix B.1 */
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
	jl_input_close(input);
	jl_str_release(&out);
	free(path);
	test_folder_remove(folder);
}

static void a_text_in_memory_reads_as_a_file(void **state)
{
	struct jl_str out = JL_STR_INIT;
	struct jl_error err;
	struct jl_input *input =
		jl_input_open_text_take("name", jl_xstrdup("abc"), 3);
	char hex[JL_DIGEST_HEX];

	(void)state;
	assert_int_equal(read_all(input, &out, &err), 0);
	assert_string_equal(jl_str_text(&out), "abc");
	jl_input_digest(input, hex);
	assert_memory_equal(hex, "ba7816bf", 8);
	jl_input_close(input);
	jl_str_release(&out);
}

/* Compressed, damaged in every byte, and cut off at every length: the text
 * itself or an error, and never another text. */
static void a_packed_file_is_whole_or_refused(void **state)
{
	static const char text[] = "journey,metric\nmove,wait\nmove,wait\n";
	char packed[256], broken[256];
	char *folder = test_folder();
	char *path = jl_xasprintf("%s/f.zst", folder);
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	struct jl_error err;
	size_t len;

	(void)state;
	ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
	len = ZSTD_compress2(
		zstd, packed, sizeof(packed), text, sizeof(text) - 1);
	ZSTD_freeCCtx(zstd);
	assert_false(ZSTD_isError(len));
	for (size_t i = 0; i <= 2 * len; i++) {
		struct jl_input *input = NULL;
		struct jl_str out = JL_STR_INIT;
		size_t n = len;
		int rc;

		memcpy(broken, packed, len);
		if (i < len)
			broken[i] = (char)(broken[i] ^ 0x10);
		else
			n = 2 * len - i;
		test_write_file(path, broken, n);
		rc = jl_input_open_packed(
			path, open(path, O_RDONLY), &input, &err);
		if (rc == 0)
			rc = read_all(input, &out, &err);
		if (rc == 0 && n > 0)
			assert_string_equal(jl_str_text(&out), text);
		jl_input_close(input);
		jl_str_release(&out);
	}
	free(path);
	test_folder_remove(folder);
}

static void a_folder_is_no_file(void **state)
{
	char *folder = test_folder();
	struct jl_input *input = NULL;
	struct jl_error err;

	(void)state;
	assert_error(jl_input_open(folder, NULL, &input, &err), JL_EINVALID,
		&err, "is not a file");
	assert_error(jl_input_open("/nowhere/at/all", NULL, &input, &err),
		JL_ENOTFOUND, &err, "cannot open");
	test_folder_remove(folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_character_is_lost_between_reads),
		cmocka_unit_test(the_digest_is_of_what_was_read),
		cmocka_unit_test(a_text_in_memory_reads_as_a_file),
		cmocka_unit_test(a_packed_file_is_whole_or_refused),
		cmocka_unit_test(a_folder_is_no_file),
	};

	return RUN_ROWS("encodings", rows, is_read) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

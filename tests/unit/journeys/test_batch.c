/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Batch files: what is written is read, and nothing else is believed. */
#include "journeys/batch.h"

#include "core/file.h"
#include "tests/support/ledger.h"
#include "tests/support/test.h"

#include <unistd.h>

struct fixture {
	struct test_ledger ledger;
	struct jl_oid commit;
};

static int setup(void **state)
{
	struct fixture *f = jl_xcalloc(1, sizeof(*f));
	char *measures;
	struct jl_error err;

	test_ledger_open(&f->ledger, NULL, 0);
	f->commit = test_ledger_commit(&f->ledger, NULL, 0);
	measures = jl_path_join(f->ledger.folder, "measures");
	assert_number_equal(jl_folder_make(measures, &err), 0);
	free(measures);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	test_ledger_close(&f->ledger);
	free(f);
	return 0;
}

static struct jl_slice slice(const char *text)
{
	return (struct jl_slice){text, strlen(text)};
}

/* Every shape, and cases that CSV has to quote; all else are ids. */
static struct jl_measure measure(int i)
{
	static const char *const cases[] = {
		"", "c-1", "a,b", "say \"no\"", "two\nlines", "Zoë", " pad "};
	struct jl_measure m = {.shape = (enum jl_measure_shape)(i % 3),
		.occurred_at = INT64_C(1767222000) * JL_SECOND +
			       i * INT64_C(3600000123),
		.until = JL_INSTANT_NONE,
		.value = i * INT64_C(1234567) - 500000,
		.n = i,
		.line = (uint64_t)i + 2};

	for (int d = 0; d < JL_DIMENSIONS; d++)
		m.dimensions[d] = slice("");
	m.dimensions[JL_DIMENSION_JOURNEY] = slice("move");
	m.dimensions[JL_DIMENSION_METRIC] = slice("wait");
	m.dimensions[JL_DIMENSION_FUNCTION] = slice(i % 4 ? "ops" : "");
	m.dimensions[JL_DIMENSION_STAGE] = slice(i % 2 ? "go" : "");
	m.dimensions[JL_DIMENSION_CASE] =
		slice(cases[i % (int)JL_COUNT(cases)]);
	if (m.shape != JL_MEASURE_POINT)
		m.until = m.occurred_at + 90 * JL_SECOND;
	if (m.shape == JL_MEASURE_SPAN) {
		m.value = 90 * JL_SECOND;
		m.n = 1;
	}
	return m;
}

/* A batch of n measures in measures/, and its receipt. */
static void write_batch(struct fixture *f, int n, size_t small,
	struct jl_receipt *receipt, char hex[JL_DIGEST_HEX])
{
	struct jl_batch_writer *writer = NULL;
	struct jl_error err = {0};
	uint64_t bytes;
	bool is_large;
	char *path, *folder;

	if (jl_batch_create(f->ledger.folder, small, jl_measures_header,
		    &writer, &err) < 0)
		fail_msg("%s", err.message);
	for (int i = 0; i < n; i++) {
		struct jl_measure m = measure(i);

		assert_number_equal(
			jl_batch_add(writer, f->ledger.ledger->zone, &m, &err),
			0);
	}
	assert_number_equal(
		jl_batch_finish(writer, hex, &bytes, &is_large, &err), 0);
	memset(receipt, 0, sizeof(*receipt));
	receipt->id = "b1";
	receipt->file = is_large ? "measures/b1.csv.zst" : "measures/b1.csv";
	receipt->batch_sha256 = hex;
	receipt->bytes = (int64_t)bytes;
	path = jl_path_join(f->ledger.folder, receipt->file);
	folder = jl_path_join(f->ledger.folder, "measures");
	assert_number_equal(jl_folder_make(folder, &err), 0);
	assert_int_equal(rename(jl_batch_path(writer), path), 0);
	free(folder);
	jl_batch_discard(writer);
	free(path);
}

static void is_same(const struct jl_measure *a, const struct jl_measure *b)
{
	assert_number_equal(a->shape, b->shape);
	assert_number_equal(a->occurred_at, b->occurred_at);
	assert_number_equal(a->until, b->until);
	assert_number_equal(a->value, b->value);
	assert_number_equal(a->n, b->n);
	assert_number_equal(a->line, b->line);
	for (int d = 0; d < JL_DIMENSIONS; d++) {
		assert_number_equal(a->dimensions[d].len, b->dimensions[d].len);
		assert_memory_equal(a->dimensions[d].text,
			b->dimensions[d].text, a->dimensions[d].len);
	}
}

/* Reads all of it; the count, or the code of the failure. */
static int read_all(struct fixture *f, const struct jl_receipt *receipt,
	struct jl_error *err)
{
	struct jl_batch_reader *reader = NULL;
	struct jl_measure m;
	int n = 0, rc = jl_measures_open(
			   f->ledger.repo, &f->commit, receipt, &reader, err);

	while (rc == 0 && (rc = jl_batch_next(reader, &m, err)) > 0) {
		struct jl_measure wanted = measure(n++);

		is_same(&m, &wanted);
		rc = 0;
	}
	jl_batch_close(reader);
	return rc < 0 ? rc : n;
}

static void a_small_batch_is_read_as_it_was_written(void **state)
{
	struct fixture *f = *state;
	struct jl_receipt receipt;
	char hex[JL_DIGEST_HEX];
	struct jl_error err;

	write_batch(f, 100, 1 << 20, &receipt, hex);
	assert_false(jl_batch_is_outside_git(&receipt));
	assert_number_equal(read_all(f, &receipt, &err), 100);
}

static void a_large_batch_is_compressed_and_has_the_same_digest(void **state)
{
	struct fixture *f = *state;
	struct jl_receipt small, large;
	char small_hex[JL_DIGEST_HEX], large_hex[JL_DIGEST_HEX];
	struct jl_error err;

	write_batch(f, 20000, 64 << 20, &small, small_hex);
	write_batch(f, 20000, 1000, &large, large_hex);
	assert_string_equal(large.file, "measures/b1.csv.zst");
	assert_true(jl_batch_is_outside_git(&large));
	assert_string_equal(small_hex, large_hex);
	assert_number_equal(small.bytes, large.bytes);
	assert_number_equal(read_all(f, &large, &err), 20000);
}

static void an_empty_batch_has_a_header_only(void **state)
{
	struct fixture *f = *state;
	struct jl_receipt receipt;
	char hex[JL_DIGEST_HEX];
	struct jl_error err;

	write_batch(f, 0, 1000, &receipt, hex);
	assert_number_equal(read_all(f, &receipt, &err), 0);
}

/* The digest is of the text, as `sha256sum` shows it. */
static void the_digest_is_that_of_the_file(void **state)
{
	struct fixture *f = *state;
	struct jl_receipt receipt;
	char hex[JL_DIGEST_HEX], own[JL_DIGEST_HEX];
	uint8_t digest[JL_DIGEST_SIZE];
	struct jl_error err;
	char *path, *text;
	size_t len;

	write_batch(f, 10, 1 << 20, &receipt, hex);
	path = jl_path_join(f->ledger.folder, receipt.file);
	assert_number_equal(jl_file_read(path, 1 << 20, &text, &len, &err), 0);
	jl_sha256(text, len, digest);
	jl_hex(digest, sizeof(digest), own);
	assert_string_equal(hex, own);
	assert_number_equal(receipt.bytes, len);
	free(text);
	free(path);
}

static void one_other_byte_is_noticed(void **state)
{
	struct fixture *f = *state;
	struct jl_receipt receipt;
	char hex[JL_DIGEST_HEX];
	char *path, *text;
	struct jl_error err;
	size_t len;

	write_batch(f, 10, 1 << 20, &receipt, hex);
	path = jl_path_join(f->ledger.folder, receipt.file);
	assert_number_equal(jl_file_read(path, 1 << 20, &text, &len, &err), 0);
	/* A digit of a line number, which read_all would not notice. */
	*strrchr(text, '1') = '2';
	test_write_file(path, text, len);
	{
		struct jl_batch_reader *reader = NULL;
		struct jl_measure m;
		int rc = jl_measures_open(
			f->ledger.repo, &f->commit, &receipt, &reader, &err);

		while (rc == 0 && (rc = jl_batch_next(reader, &m, &err)) > 0)
			rc = 0;
		assert_number_equal(rc, JL_EDAMAGED);
		jl_batch_close(reader);
	}
	free(text);
	free(path);
}

/* What a receipt points at may be anything. */
static const struct row {
	const char *sentence, *text;
	enum jl_code code;
} rows[] = {
	{"no_file", NULL, JL_ENOTFOUND},
	{"an_empty_file", "", JL_EDAMAGED},
	{"another_header", "journey,metric\nmove,wait\n", JL_EDAMAGED},
	{"a_header_without_its_end", "journey,metric,occurred_at,until,stage",
		JL_EDAMAGED},
	{"a_row_that_is_too_short",
		"journey,metric,occurred_at,until,stage,step,to_step,channel,"
		"to_channel,function,to_function,case,value,n,line\n"
		"move,wait,2026-01-01T00:00:00Z\n",
		JL_EDAMAGED},
	{"a_day_that_is_none",
		"journey,metric,occurred_at,until,stage,step,to_step,channel,"
		"to_channel,function,to_function,case,value,n,line\n"
		"move,wait,2026-02-30T00:00:00Z,,,,,,,,,,1,1,2\n",
		JL_EDAMAGED},
	{"a_value_that_is_none",
		"journey,metric,occurred_at,until,stage,step,to_step,channel,"
		"to_channel,function,to_function,case,value,n,line\n"
		"move,wait,2026-01-01T00:00:00Z,,,,,,,,,,one,1,2\n",
		JL_EDAMAGED},
	{"a_zip_file", "PK\003\004", JL_EDAMAGED},
};

static void is_not_believed(void **state)
{
	const struct row *row = *state;
	struct jl_receipt receipt = {
		.id = "b1", .file = "measures/b1.csv", .batch_sha256 = "00"};
	struct fixture *f;
	void *inner = NULL;
	struct jl_error err;
	char *path;
	int rc;

	setup(&inner);
	f = inner;
	path = jl_path_join(f->ledger.folder, receipt.file);
	if (row->text)
		test_write_file(path, row->text, strlen(row->text));
	rc = read_all(f, &receipt, &err);
	assert_number_equal(rc, row->code);
	free(path);
	teardown(&inner);
}

static void a_compressed_file_that_is_cut_is_damaged(void **state)
{
	struct fixture *f = *state;
	struct jl_receipt receipt;
	char hex[JL_DIGEST_HEX];
	struct jl_error err;
	char *path;

	write_batch(f, 5000, 1000, &receipt, hex);
	path = jl_path_join(f->ledger.folder, receipt.file);
	for (int size = 4000; size >= 0; size -= 800) {
		assert_int_equal(truncate(path, size), 0);
		assert_number_equal(read_all(f, &receipt, &err), JL_EDAMAGED);
	}
	free(path);
}

static void a_receipt_cannot_lead_out_of_the_ledger(void **state)
{
	static const char *const names[] = {"/etc/passwd", "../measures/b1.csv",
		"measures/../../x.csv", "measures/b1.csv/../../x",
		"measures/b2.csv", "b1.csv", "measures/", "", ".git/config",
		"measures/b1.json"};

	(void)state;
	for (size_t i = 0; i < JL_COUNT(names); i++) {
		struct jl_receipt receipt = {.id = "b1", .file = names[i]};
		struct jl_error err;

		if (jl_batch_check_name(&receipt, &err) == 0)
			fail_msg("'%s' is taken", names[i]);
	}
	for (int large = 0; large < 2; large++) {
		struct jl_receipt receipt = {.id = "b1",
			.file = large ? "measures/b1.csv.zst"
				      : "measures/b1.csv"};
		struct jl_error err;

		assert_number_equal(jl_batch_check_name(&receipt, &err), 0);
	}
}

static void what_is_discarded_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	struct jl_batch_writer *writer = NULL;
	struct jl_measure m = measure(1);
	struct jl_error err;
	char *command;

	assert_number_equal(jl_batch_create(f->ledger.folder, 10,
				    jl_measures_header, &writer, &err),
		0);
	assert_number_equal(
		jl_batch_add(writer, f->ledger.ledger->zone, &m, &err), 0);
	jl_batch_discard(writer);
	command = jl_xasprintf(
		"test -z \"$(find %s -name 'batch*')\"", f->ledger.folder);
	assert_int_equal(system(command), 0);
	free(command);
}

#define WITH_LEDGER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_LEDGER(a_small_batch_is_read_as_it_was_written),
		WITH_LEDGER(
			a_large_batch_is_compressed_and_has_the_same_digest),
		WITH_LEDGER(an_empty_batch_has_a_header_only),
		WITH_LEDGER(the_digest_is_that_of_the_file),
		WITH_LEDGER(one_other_byte_is_noticed),
		WITH_LEDGER(a_compressed_file_that_is_cut_is_damaged),
		cmocka_unit_test(a_receipt_cannot_lead_out_of_the_ledger),
		WITH_LEDGER(what_is_discarded_leaves_nothing),
	};

	return RUN_ROWS("strange files", rows, is_not_believed) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

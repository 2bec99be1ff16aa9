/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Memory and errors: what every other file stands on. */
#include "core/mem.h"

#include "core/error.h"
#include "core/hash.h"
#include "tests/support/test.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(feature) 0 /* gcc has the macro instead */
#endif

static void an_array_grows_and_keeps_what_it_has(void **state)
{
	int *v = NULL;
	size_t n = 0, cap = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		JL_GROW(v, n, cap);
		v[n++] = i;
	}
	assert_true(cap >= 1000);
	for (int i = 0; i < 1000; i++)
		assert_number_equal(v[i], i);
	free(v);
}

static void an_arena_gives_zeroed_memory_that_nothing_else_has(void **state)
{
	static const size_t sizes[] = {1, 8, 3, 4096, 100000, 0, 17};
	struct jl_arena arena = {0};
	unsigned char *given[7 * 50];
	size_t n = 0;

	(void)state;
	for (int round = 0; round < 50; round++)
		for (size_t i = 0; i < JL_COUNT(sizes); i++) {
			unsigned char *p = jl_arena_alloc(&arena, sizes[i]);

			assert_number_equal((uintptr_t)p % 8, 0);
			for (size_t k = 0; k < sizes[i]; k++)
				assert_number_equal(p[k], 0);
			memset(p, (int)(n % 255) + 1, sizes[i]);
			given[n++] = p;
		}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizes[i % JL_COUNT(sizes)]; k++)
			if (given[i][k] != i % 255 + 1)
				fail_msg("piece %zu was written over", i);
	jl_arena_release(&arena);
	jl_arena_release(&arena); /* nothing is left to release */
}

static void texts_in_an_arena_are_copies(void **state)
{
	struct jl_arena arena = {0};
	char text[] = "delay-refund";
	char *all = jl_arena_strdup(&arena, text);
	char *part = jl_arena_strndup(&arena, text, 5);

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	assert_string_equal(all, "delay-refund");
	assert_string_equal(part, "delay");
	jl_arena_release(&arena);
}

static void a_text_is_printed_at_any_length(void **state)
{
	char *text = jl_xasprintf("%s-%0*d", "n", 5000, 7);

	(void)state;
	assert_number_equal(strlen(text), 5002);
	assert_number_equal(text[5001], '7');
	free(text);
	text = jl_xstrndup("abc\0def", 7);
	assert_string_equal(text, "abc");
	free(text);
}

/* The child asks for more than there can be and must end with a sentence. */
static void no_memory_ends_the_program_with_a_sentence(void **state)
{
	char said[200] = "";
	int ends[2], status;
	pid_t child;

	(void)state;
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
	skip();
#endif
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], 2);
		close(ends[0]);
		jl_xcalloc(SIZE_MAX / 2, 4); /* more than can be said */
		_exit(0);
	}
	close(ends[1]);
	assert_true(read(ends[0], said, sizeof(said) - 1) > 0);
	close(ends[0]);
	waitpid(child, &status, 0);
	assert_non_null(strstr(said, "memory"));
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 0);
}

static void an_error_has_a_code_and_a_sentence(void **state)
{
	struct jl_error err;

	(void)state;
	assert_number_equal(
		jl_fail(&err, JL_EINVALID, "'%s' is not a date", "x"),
		JL_EINVALID);
	assert_number_equal(err.code, JL_EINVALID);
	jl_within(&err, "line %d", 14);
	jl_within(&err, "%s", "visits.csv");
	assert_string_equal(
		err.message, "visits.csv: line 14: 'x' is not a date");
	assert_number_equal(err.code, JL_EINVALID);
}

static void a_sentence_that_is_too_long_is_cut_not_overrun(void **state)
{
	struct {
		struct jl_error err;
		char guard[8];
	} held;
	char *wide = jl_xasprintf("%02000d", 0);

	(void)state;
	memcpy(held.guard, "guarded", 8);
	jl_fail(&held.err, JL_EENV, "%s", wide);
	assert_number_equal(
		strlen(held.err.message), sizeof(held.err.message) - 1);
	for (int i = 0; i < 5; i++)
		jl_within(&held.err, "%s", wide);
	assert_true(strlen(held.err.message) < sizeof(held.err.message));
	assert_string_equal(held.guard, "guarded");
	free(wide);
}

/* An argument of the sentence may be the sentence so far. */
static void an_error_may_quote_itself(void **state)
{
	struct jl_error err;

	(void)state;
	jl_fail(&err, JL_EENV, "the disk is full");
	jl_fail(&err, JL_EINVALID, "%s, and so is the other", err.message);
	assert_string_equal(
		err.message, "the disk is full, and so is the other");
}

/* Every byte of a key counts, wherever it stands in a word of eight. */
static void one_other_byte_is_another_hash(void **state)
{
	(void)state;
	for (size_t len = 1; len <= 40; len++) {
		unsigned char key[40] = {0};
		unsigned plain = jl_hash_bytes(key, len);

		for (size_t i = 0; i < len; i++) {
			key[i] = 1;
			if (jl_hash_bytes(key, len) == plain)
				fail_msg("byte %zu of %zu", i, len);
			key[i] = 0;
		}
		if (jl_hash_bytes(key, len - 1) == plain)
			fail_msg("the length %zu does not count", len);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_array_grows_and_keeps_what_it_has),
		cmocka_unit_test(
			an_arena_gives_zeroed_memory_that_nothing_else_has),
		cmocka_unit_test(texts_in_an_arena_are_copies),
		cmocka_unit_test(a_text_is_printed_at_any_length),
		cmocka_unit_test(no_memory_ends_the_program_with_a_sentence),
		cmocka_unit_test(an_error_has_a_code_and_a_sentence),
		cmocka_unit_test(
			a_sentence_that_is_too_long_is_cut_not_overrun),
		cmocka_unit_test(an_error_may_quote_itself),
		cmocka_unit_test(one_other_byte_is_another_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

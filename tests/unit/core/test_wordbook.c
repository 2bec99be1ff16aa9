/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/wordbook.h"

#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct jl_wordbook *book, const char *text, size_t len,
	uint64_t *handle)
{
	struct jl_error err;

	assert_int_equal(jl_wordbook_put(book, text, len, handle, &err), 0);
}

static void has(
	struct jl_wordbook *book, uint64_t handle, const char *text, size_t len)
{
	struct jl_error err;
	const char *found;
	size_t found_len;

	assert_int_equal(
		jl_wordbook_text(book, handle, &found, &found_len, &err), 0);
	assert_number_equal(found_len, len);
	assert_memory_equal(found, text, len);
}

static void each_text_comes_back_by_its_handle(void **state)
{
	char *folder = test_folder();
	struct jl_wordbook *book = jl_wordbook_new(folder, 100);
	uint64_t handles[1000];
	char text[1000][32];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(text[i], sizeof(text[i]), "text %d", i);
		put(book, text[i], strlen(text[i]), &handles[i]);
		/* Reading between writes disturbs neither. */
		has(book, handles[i / 2], text[i / 2], strlen(text[i / 2]));
	}
	for (int i = 999; i >= 0; i--)
		has(book, handles[i], text[i], strlen(text[i]));
	jl_wordbook_free(book);
	free(folder);
}

static void the_same_held_text_is_the_same_handle(void **state)
{
	char *folder = test_folder();
	struct jl_wordbook *book = jl_wordbook_new(folder, 2);
	uint64_t a, b, again, spilt, next, spilt_again;

	(void)state;
	put(book, "a", 1, &a);
	put(book, "b", 1, &b);
	put(book, "c", 1, &spilt);
	put(book, "a", 1, &again);
	assert_number_equal(a, again);
	assert_true(a != b);
	/* One behind the other is written once, others are written again. */
	put(book, "c", 1, &spilt_again);
	assert_number_equal(spilt, spilt_again);
	put(book, "d", 1, &next);
	put(book, "c", 1, &spilt_again);
	assert_true(spilt != spilt_again);
	has(book, spilt_again, "c", 1);
	has(book, next, "d", 1);
	jl_wordbook_free(book);
	free(folder);
}

static void nul_bytes_empty_and_long_texts_are_texts(void **state)
{
	char *folder = test_folder(), *big = malloc(1000000);

	(void)state;
	memset(big, 'x', 1000000);
	for (size_t held = 0; held < 5; held += 4) {
		struct jl_wordbook *book = jl_wordbook_new(folder, held);
		uint64_t handles[3];

		put(book, "a\0b", 3, &handles[0]);
		put(book, "", 0, &handles[1]);
		put(book, big, 1000000, &handles[2]);
		has(book, handles[2], big, 1000000);
		has(book, handles[0], "a\0b", 3);
		has(book, handles[1], "", 0);
		jl_wordbook_free(book);
	}
	free(big);
	free(folder);
}

static void a_folder_that_cannot_be_written_is_told(void **state)
{
	struct jl_wordbook *book = jl_wordbook_new("/no/such/folder", 0);
	struct jl_error err;
	uint64_t handle;

	(void)state;
	assert_int_equal(jl_wordbook_put(book, "a", 1, &handle, &err), JL_EENV);
	assert_non_null(strstr(err.message, "/no/such/folder"));
	jl_wordbook_free(book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_text_comes_back_by_its_handle),
		cmocka_unit_test(the_same_held_text_is_the_same_handle),
		cmocka_unit_test(nul_bytes_empty_and_long_texts_are_texts),
		cmocka_unit_test(a_folder_that_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

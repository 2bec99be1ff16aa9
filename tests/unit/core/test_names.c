/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/names.h"

#include "tests/support/test.h"

static void a_text_has_one_number_and_keeps_its_place(void **state)
{
	struct jl_names names = {0};
	const char *first;
	size_t len;

	(void)state;
	assert_number_equal(jl_names_number(&names, "a", 1), 0);
	assert_number_equal(jl_names_number(&names, "b\0c", 3), 1);
	assert_number_equal(jl_names_number(&names, "b\0d", 3), 2);
	first = jl_names_text(&names, 0, NULL);
	/* More than a chunk of others. */
	for (int i = 0; i < 10000; i++) {
		char text[16];
		int n = snprintf(text, sizeof(text), "t%d", i);

		assert_number_equal(
			jl_names_number(&names, text, (size_t)n), 3 + i);
	}
	assert_number_equal(jl_names_number(&names, "b\0d", 3), 2);
	assert_ptr_equal(jl_names_text(&names, 0, &len), first);
	assert_number_equal(len, 1);
	assert_memory_equal(jl_names_text(&names, 1, &len), "b\0c", 4);
	assert_number_equal(len, 3);
	assert_string_equal(jl_names_text(&names, 10002, NULL), "t9999");
	jl_names_release(&names);
}

static void the_empty_text_is_a_text(void **state)
{
	struct jl_names names = {0};

	(void)state;
	assert_number_equal(jl_names_number(&names, "", 0), 0);
	assert_number_equal(jl_names_number(&names, "x", 1), 1);
	assert_number_equal(jl_names_number(&names, "", 0), 0);
	assert_string_equal(jl_names_text(&names, 0, NULL), "");
	jl_names_release(&names);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_has_one_number_and_keeps_its_place),
		cmocka_unit_test(the_empty_text_is_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

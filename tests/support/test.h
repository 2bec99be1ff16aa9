/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What unit tests share: cmocka with assertions that print what people read
 * (cmocka 1.1.5 prints whole numbers in hexadecimal), one test for each row of
 * a table, and a folder that goes when the test ends.
 */
#ifndef JL_TESTS_SUPPORT_TEST_H
#define JL_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/error.h"
#include "core/mem.h"

/* A test of one row: its name is the row's sentence. */
#define TEST_ROW(function, row)                                                \
	{                                                                      \
		(row)->sentence, function, NULL, NULL,                         \
			(void *)(uintptr_t)(row)                               \
	}

#define assert_number_equal(a, b)                                              \
	test_number_equal((intmax_t)(a), (intmax_t)(b), #a, __FILE__, __LINE__)
#define assert_near(a, b, tolerance)                                           \
	test_near((a), (b), (tolerance), #a, __FILE__, __LINE__)
/* The code is returned and the message holds the text. */
#define assert_error(rc, code, err, text)                                      \
	test_error((rc), (code), (err), (text), __FILE__, __LINE__)

static inline void test_number_equal(
	intmax_t a, intmax_t b, const char *what, const char *file, int line)
{
	if (a == b)
		return;
	print_error("%s is %jd, not %jd\n", what, a, b);
	_fail(file, line);
}

static inline void test_near(double a, double b, double tolerance,
	const char *what, const char *file, int line)
{
	if (a - b <= tolerance && b - a <= tolerance)
		return;
	print_error("%s is %.17g, not %.17g\n", what, a, b);
	_fail(file, line);
}

static inline void test_error(int rc, enum jl_code code,
	const struct jl_error *err, const char *text, const char *file,
	int line)
{
	if (rc == (int)code && strstr(err->message, text))
		return;
	print_error("code %d (not %d), message '%s' (wanted '%s')\n", rc,
		(int)code, rc < 0 ? err->message : "", text);
	_fail(file, line);
}

/* Tests of all rows of a table, to be run as one group. */
#define RUN_ROWS(name, rows, function)                                         \
	test_run_rows(name, rows, JL_COUNT(rows), sizeof((rows)[0]), function)

static inline int test_run_rows(const char *name, const void *rows, size_t n,
	size_t size, CMUnitTestFunction function)
{
	struct CMUnitTest *tests = jl_xcalloc(n, sizeof(*tests));
	int failed;

	for (size_t i = 0; i < n; i++) {
		const char *row = (const char *)rows + i * size;

		/* The first member of every row is its sentence. */
		memcpy(&tests[i].name, row, sizeof(tests[i].name));
		tests[i].test_func = function;
		tests[i].initial_state = (void *)(uintptr_t)row;
	}
	failed = _cmocka_run_group_tests(name, tests, n, NULL, NULL);
	free(tests);
	return failed;
}

/* A new folder below TMPDIR; test_folder_remove takes it away. */
char *test_folder(void);
void test_folder_remove(char *path);
void test_write_file(const char *path, const char *text, size_t len);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/sorter.h"

#include "tests/support/test.h"

struct item {
	uint64_t bucket;
	uint32_t key, came;
};

static uint64_t seed = 5;

static uint32_t any(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % below;
}

static int by_key(const void *ctx, const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	(void)ctx;
	return x->key < y->key ? -1 : x->key > y->key;
}

/* What comes out is what went in, by bucket, then key, then as it came. */
static void sorts(size_t n, uint32_t buckets, uint32_t keys)
{
	char *folder = test_folder();
	struct jl_sorter *sorter =
		jl_sorter_new(folder, sizeof(struct item), by_key, NULL);
	struct item before = {0, 0, 0};
	uint64_t sum_in = 0, sum_out = 0;
	const void *record;
	struct jl_error err;
	size_t seen = 0;
	int rc;

	for (size_t i = 0; i < n; i++) {
		struct item *item = jl_sorter_add(sorter, &err);

		assert_non_null(item);
		*item = (struct item){any(buckets), any(keys), (uint32_t)i};
		sum_in += item->bucket * 31 + item->key * 7 + item->came;
	}
	while ((rc = jl_sorter_next(sorter, &record, &err)) > 0) {
		const struct item *item = record;

		if (seen++ > 0) {
			assert_true(before.bucket <= item->bucket);
			if (before.bucket == item->bucket) {
				assert_true(before.key <= item->key);
				if (before.key == item->key)
					assert_true(before.came < item->came);
			}
		}
		sum_out += item->bucket * 31 + item->key * 7 + item->came;
		before = *item;
	}
	assert_int_equal(rc, 0);
	assert_number_equal(seen, n);
	assert_true(sum_in == sum_out);
	jl_sorter_free(sorter);
	test_folder_remove(folder);
}

static void nothing_is_sorted(void **state)
{
	(void)state;
	sorts(0, 1, 1);
}

static void a_few_are_sorted(void **state)
{
	(void)state;
	sorts(1, 1, 1);
	sorts(1000, 7, 20);
}

static void equal_ones_stay_as_they_came(void **state)
{
	(void)state;
	sorts(100000, 1, 1);
}

static void more_than_a_load_is_merged(void **state)
{
	(void)state;
	sorts(2500000, 1000, 100000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_sorted),
		cmocka_unit_test(a_few_are_sorted),
		cmocka_unit_test(equal_ones_stay_as_they_came),
		cmocka_unit_test(more_than_a_load_is_merged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

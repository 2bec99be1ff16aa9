/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A ledger in a folder of its own, from texts, for unit tests. */
#ifndef JL_TESTS_SUPPORT_LEDGER_H
#define JL_TESTS_SUPPORT_LEDGER_H

#include "journeys/ledger.h"

struct test_file {
	const char *path, *text;
};

struct test_ledger {
	char *folder;
	struct jl_repo *repo;
	struct jl_ledger *ledger;
};

/* Fails the test when the files make no ledger. Zone Europe/Paris. */
void test_ledger_open(
	struct test_ledger *test, const struct test_file *files, size_t n);
void test_ledger_close(struct test_ledger *test);

/* Commits ledger.json and the files, by Ann; a text of NULL removes one. */
struct jl_oid test_ledger_commit(
	struct test_ledger *test, const struct test_file *files, size_t n);

#endif

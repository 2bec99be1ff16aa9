/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A repository of its own for each test. */
#ifndef JL_TESTS_SUPPORT_REPO_H
#define JL_TESTS_SUPPORT_REPO_H

#include "core/repo.h"
#include "tests/support/test.h"

struct repo_fixture {
	char *folder; /* of the work tree */
	struct jl_repo *repo;
};

/* Setup and teardown of cmocka: state is a struct repo_fixture. */
int repo_setup(void **state);
int repo_teardown(void **state);

/* Writes a file of the work tree, and makes its folders. */
void repo_put(struct repo_fixture *f, const char *path, const char *text);

#endif

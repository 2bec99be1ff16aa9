/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The files are written out and read back as the program does. */
#include "tests/support/ledger.h"

#include "core/file.h"
#include "tests/support/test.h"

static void write_one(const char *folder, const struct test_file *file)
{
	char *path = jl_path_join(folder, file->path);
	char *slash = strrchr(path, '/');
	struct jl_error err;

	*slash = '\0';
	assert_int_equal(jl_folder_make(path, &err), 0);
	*slash = '/';
	test_write_file(path, file->text, strlen(file->text));
	free(path);
}

void test_ledger_open(
	struct test_ledger *test, const struct test_file *files, size_t n)
{
	static const struct test_file settings = {"ledger.json",
		"{ \"format\": 1, \"name\": \"Test\", \"zone\": "
		"\"Europe/Paris\" }"};
	struct jl_error err = {0};

	memset(test, 0, sizeof(*test));
	test->folder = test_folder();
	write_one(test->folder, &settings);
	for (size_t i = 0; i < n; i++)
		write_one(test->folder, &files[i]);
	if (jl_repo_init(test->folder, &test->repo, &err) < 0 ||
		jl_ledger_load_work(test->repo, NULL, &test->ledger, &err) < 0)
		fail_msg("%s", err.message);
}

void test_ledger_close(struct test_ledger *test)
{
	jl_ledger_free(test->ledger);
	jl_repo_close(test->repo);
	test_folder_remove(test->folder);
}

struct jl_oid test_ledger_commit(
	struct test_ledger *test, const struct test_file *files, size_t n)
{
	struct jl_edit *edits = jl_xcalloc(n + 1, sizeof(*edits));
	char *path = jl_path_join(test->folder, "ledger.json"), *settings;
	const struct jl_words words = {"all\n", 0, 0};
	struct jl_prepared prepared = {0};
	struct jl_error err = {0};
	struct jl_oid oid;
	size_t len;

	setenv("GIT_AUTHOR_NAME", "Ann", 1);
	setenv("GIT_AUTHOR_EMAIL", "ann@example.com", 1);
	assert_int_equal(jl_file_read(path, 4096, &settings, &len, &err), 0);
	edits[n] = (struct jl_edit){"ledger.json", settings, len};
	for (size_t i = 0; i < n; i++)
		edits[i] = (struct jl_edit){files[i].path, files[i].text,
			files[i].text ? strlen(files[i].text) : 0};
	if (jl_repo_prepare(test->repo, edits, n + 1, &words, &prepared, &err) <
			0 ||
		jl_repo_publish(test->repo, &prepared, &err) < 0)
		fail_msg("%s", err.message);
	oid = prepared.commit;
	jl_prepared_release(&prepared);
	free(settings);
	free(path);
	free(edits);
	return oid;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "tests/support/repo.h"

#include "core/file.h"

int repo_setup(void **state)
{
	struct repo_fixture *f = jl_xcalloc(1, sizeof(*f));
	struct jl_error err;

	setenv("GIT_AUTHOR_NAME", "Ann", 1);
	setenv("GIT_AUTHOR_EMAIL", "ann@example.com", 1);
	f->folder = test_folder();
	assert_number_equal(jl_repo_init(f->folder, &f->repo, &err), 0);
	*state = f;
	return 0;
}

int repo_teardown(void **state)
{
	struct repo_fixture *f = *state;

	jl_repo_close(f->repo);
	test_folder_remove(f->folder);
	free(f);
	return 0;
}

void repo_put(struct repo_fixture *f, const char *path, const char *text)
{
	char *full = jl_path_join(f->folder, path);
	char *folder = jl_xstrndup(full, (size_t)(strrchr(full, '/') - full));
	struct jl_error err;

	assert_number_equal(jl_folder_make(folder, &err), 0);
	test_write_file(full, text, strlen(text));
	free(folder);
	free(full);
}

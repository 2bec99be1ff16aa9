/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/odb.h"

#include "core/file.h"
#include "core/loose.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

enum {
	PACKED = 2,
	LOOSE = 1, /* priorities, those of libgit2 */
	LIST_MAX = 1 << 20,
	MOST = 32, /* folders; git follows five links */
};

/* ---- which folders ---- */

struct folders {
	char *v[MOST];
	size_t n;
};

static bool is_known(const struct folders *f, const char *folder)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->v[i], folder) == 0)
			return true;
	return false;
}

/* The lines of objects/info/alternates: a path, or one from the folder on. */
static void add_alternates(struct folders *f, const char *folder)
{
	char *list = jl_path_join(folder, "info/alternates"), *text = NULL;
	struct jl_error ignored;
	size_t len;

	if (jl_file_read(list, LIST_MAX, &text, &len, &ignored) == 0)
		for (char *line = strtok(text, "\r\n"); line && f->n < MOST;
			line = strtok(NULL, "\r\n")) {
			char *path = *line == '/' ? jl_xstrdup(line)
						  : jl_path_join(folder, line);

			if (*line == '#' || is_known(f, path))
				free(path);
			else
				f->v[f->n++] = path;
		}
	free(text);
	free(list);
}

int jl_odb_folders(const char *own, jl_see_folder *see, void *data)
{
	struct folders f = {.v = {jl_xstrdup(own)}, .n = 1};
	int rc = 0;

	for (size_t i = 0; i < f.n; i++)
		add_alternates(&f, f.v[i]);
	for (size_t i = 0; i < f.n; i++) {
		if (rc == 0)
			rc = see(data, f.v[i]);
		free(f.v[i]);
	}
	return rc;
}

/* ---- the database ---- */

struct database {
	git_odb *odb;
	bool is_alternate; /* the folder that comes next */
};

static int add(struct database *d, git_odb_backend *backend, int priority)
{
	return d->is_alternate
		       ? git_odb_add_alternate(d->odb, backend, priority)
		       : git_odb_add_backend(d->odb, backend, priority);
}

/* libgit2's loose objects, to write them, and no reading. */
static int add_writer(struct database *d, const char *folder)
{
	git_odb_backend *writer = NULL;
	int rc = git_odb_backend_loose(&writer, folder, -1, 1, 0, 0);

	if (rc < 0)
		return rc;
	writer->read = NULL;
	writer->read_prefix = NULL;
	writer->read_header = NULL;
	writer->readstream = NULL;
	writer->exists_prefix = NULL;
	writer->foreach = NULL;
	return add(d, writer, LOOSE);
}

/* libgit2 opens it at once, and a pipe of that name would hold it up. */
static bool has_sound_pack_list(const char *folder)
{
	char *path = jl_path_join(folder, "pack/multi-pack-index");
	struct stat st;
	bool is_sound = stat(path, &st) < 0 || S_ISREG(st.st_mode);

	if (!is_sound)
		git_error_set_str(
			GIT_ERROR_ODB, "its multi-pack-index is no file");
	free(path);
	return is_sound;
}

static int add_folder(void *data, const char *folder)
{
	struct database *d = data;
	git_odb_backend *packs = NULL;
	int rc = has_sound_pack_list(folder) ? 0 : GIT_ERROR;

	if (rc == 0)
		rc = git_odb_backend_pack(&packs, folder);
	if (rc == 0)
		rc = add(d, packs, PACKED);
	if (rc == 0)
		rc = add(d, jl_loose_backend(folder), LOOSE + 1);
	if (rc == 0 && !d->is_alternate)
		rc = add_writer(d, folder);
	d->is_alternate = true;
	return rc;
}

int jl_odb_install(git_repository *handle)
{
	struct database d = {0};
	char *own = jl_xasprintf("%sobjects", git_repository_commondir(handle));
	int rc = git_odb_new(&d.odb);

	if (rc == 0)
		rc = jl_odb_folders(own, add_folder, &d);
	if (rc == 0)
		rc = git_repository_set_odb(handle, d.odb);
	git_odb_free(d.odb);
	free(own);
	return rc;
}

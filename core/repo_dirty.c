/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What differs between the work tree and HEAD, by our own careful listing:
 * libgit2's passes over what it cannot look at, and reads files of any size. A
 * file whose size and times are those of git's index is not read, unless it is
 * as young as the index.
 */
#include "core/repo.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/repo_git.h"
#include "core/worktree.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { READ_MAX = 16 * 1024 * 1024 };

/* A path that is in HEAD, in the work tree, or in both. */
struct seen {
	char *path;
	struct jl_oid oid; /* in HEAD */
	bool is_recorded;
	enum jl_work_kind kind;
};

struct look {
	struct jl_repo *repo;
	git_index *index;
	int64_t index_s; /* when it was written */
	struct seen *v;
	size_t n, cap;
};

static struct seen *add(struct look *l, char *path)
{
	JL_GROW(l->v, l->n, l->cap);
	l->v[l->n] = (struct seen){.path = path};
	return &l->v[l->n++];
}

/* ---- what there is ---- */

static int see_path(void *data, const char *path, enum jl_work_kind kind,
	struct jl_error *err)
{
	(void)err;
	if (kind == JL_WORK_FOLDER)
		return JL_LOOK_INTO;
	add(data, jl_xstrdup(path))->kind = kind;
	return 0;
}

static int add_work(struct look *l, const char *path, struct jl_error *err)
{
	enum jl_work_kind kind;
	int rc = jl_work_look(jl_repo_top(l->repo), path, &kind, err);

	if (rc == 0 && kind == JL_WORK_FOLDER)
		return jl_work_walk(
			jl_repo_top(l->repo), path, see_path, l, err);
	if (rc == 0 && kind != JL_WORK_NOTHING)
		add(l, jl_xstrdup(path))->kind = kind;
	return rc;
}

static int add_recorded(struct look *l, const struct jl_oid *head,
	const char *path, struct jl_error *err)
{
	struct jl_entries entries = {0};
	struct jl_oid oid;
	struct seen *s;
	int rc = jl_repo_file_at(l->repo, head, path, &oid, err);

	if (rc == 0) {
		s = add(l, jl_xstrdup(path));
		s->is_recorded = true;
		s->oid = oid;
		return 0;
	}
	if (rc == JL_ENOTFOUND)
		rc = jl_repo_list_all(l->repo, head, path, &entries, err);
	for (size_t i = 0; rc == 0 && i < entries.n; i++) {
		s = add(l, jl_xasprintf("%s/%s", path, entries.v[i].name));
		s->is_recorded = true;
		s->oid = entries.v[i].oid;
	}
	jl_entries_release(&entries);
	return rc;
}

static int by_path(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* What is in both becomes one. */
static void join(struct look *l)
{
	size_t kept = 0;

	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), by_path);
	for (size_t i = 0; i < l->n; i++) {
		struct seen *last = kept ? &l->v[kept - 1] : NULL;

		if (!last || strcmp(last->path, l->v[i].path) != 0) {
			l->v[kept++] = l->v[i];
			continue;
		}
		if (l->v[i].is_recorded) {
			last->is_recorded = true;
			last->oid = l->v[i].oid;
		} else {
			last->kind = l->v[i].kind;
		}
		free(l->v[i].path);
	}
	l->n = kept;
}

/* ---- what differs ---- */

/* Has nobody touched the file since git looked at it? */
static bool is_as_indexed(const struct look *l, const struct seen *s)
{
	const git_index_entry *e = git_index_get_bypath(l->index, s->path, 0);
	char *full = jl_path_join(jl_repo_top(l->repo), s->path);
	struct stat st;
	bool is = e && lstat(full, &st) == 0 && S_ISREG(st.st_mode) &&
		  memcmp(e->id.id, s->oid.id, JL_OID_SIZE) == 0 &&
		  e->mtime.seconds == (int32_t)st.st_mtim.tv_sec &&
		  e->ctime.seconds == (int32_t)st.st_ctim.tv_sec &&
		  e->mtime.nanoseconds == (uint32_t)st.st_mtim.tv_nsec &&
		  e->ino == (uint32_t)st.st_ino &&
		  e->file_size == (uint32_t)st.st_size && st.st_size > 0 &&
		  st.st_mtim.tv_sec < l->index_s;

	free(full);
	return is;
}

static int differs(const struct look *l, const struct seen *s, bool *is,
	struct jl_error *err)
{
	struct jl_oid oid;
	char *text = NULL;
	size_t len;
	int rc;

	*is = true;
	if (s->kind != JL_WORK_FILE)
		return 0;
	if (is_as_indexed(l, s)) {
		*is = false;
		return 0;
	}
	rc = jl_work_read(
		jl_repo_top(l->repo), s->path, READ_MAX, &text, &len, err);
	/* Larger than any definition, it is what nobody recorded as one. */
	if (rc == JL_EINVALID || rc == JL_ENOTFOUND)
		return 0;
	if (rc < 0)
		return rc;
	jl_oid_of_blob(text, len, &oid);
	*is = !jl_oid_equal(&oid, &s->oid);
	/* Line ends as git's attributes have them are no difference. */
	if (*is && memchr(text, '\r', len)) {
		rc = jl_repo_is_copy(l->repo, s->path, &s->oid, is, err);
		*is = !*is;
	}
	free(text);
	return rc;
}

static bool is_conflicted(const struct look *l, const char *path)
{
	for (int stage = 1; stage <= 3; stage++)
		if (git_index_get_bypath(l->index, path, stage))
			return true;
	return false;
}

/* Is it kept out of the work tree, or out of git? */
static int is_left_out(const struct look *l, const struct seen *s, bool *is,
	struct jl_error *err)
{
	struct jl_oid blob;
	int ignored = 0, rc = 0;

	*is = false;
	if (s->is_recorded && s->kind == JL_WORK_NOTHING) {
		rc = jl_repo_find_left_out(l->repo, s->path, &blob, err);
		*is = rc == 0;
		return rc == JL_ENOTFOUND ? 0 : rc;
	}
	if (!s->is_recorded && git_ignore_path_is_ignored(
				       &ignored, l->repo->handle, s->path) < 0)
		rc = jl_git_fail(err, JL_EENV, s->path);
	*is = ignored != 0;
	return rc;
}

static int judge(const struct look *l, const struct seen *s,
	struct jl_dirty_list *list, struct jl_error *err)
{
	bool is_dirty = true, is_out = false;
	struct jl_dirty *d;
	int rc = 0;

	if (s->is_recorded && s->kind != JL_WORK_NOTHING)
		rc = differs(l, s, &is_dirty, err);
	is_dirty = is_dirty || is_conflicted(l, s->path);
	if (rc == 0 && is_dirty)
		rc = is_left_out(l, s, &is_out, err);
	if (rc < 0 || !is_dirty || is_out)
		return rc;
	JL_GROW(list->v, list->n, list->cap);
	d = &list->v[list->n++];
	*d = (struct jl_dirty){.path = jl_xstrdup(s->path),
		.is_new = !s->is_recorded,
		.is_deleted = s->kind == JL_WORK_NOTHING,
		.is_conflicted = is_conflicted(l, s->path)};
	return 0;
}

static int open_index(struct look *l, struct jl_error *err)
{
	char *path = jl_path_join(jl_repo_gitdir(l->repo), "index");
	struct stat st;
	int rc = 0;

	if (git_repository_index(&l->index, l->repo->handle) < 0 ||
		git_index_read(l->index, 0) < 0)
		rc = jl_git_fail(err, JL_EENV, "git's index cannot be read");
	l->index_s = stat(path, &st) == 0 ? st.st_mtim.tv_sec : 0;
	free(path);
	return rc;
}

int jl_repo_dirty(struct jl_repo *repo, const char *const *paths, size_t n,
	struct jl_dirty_list *list, struct jl_error *err)
{
	struct look l = {.repo = repo};
	struct jl_oid head;
	bool has_head;
	int rc = jl_repo_reference(repo, "HEAD", &head, err);

	has_head = rc == 0;
	rc = rc == JL_ENOTFOUND ? 0 : rc;
	if (rc == 0)
		rc = open_index(&l, err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = add_work(&l, paths[i], err);
		if (rc == 0 && has_head)
			rc = add_recorded(&l, &head, paths[i], err);
	}
	join(&l);
	for (size_t i = 0; rc == 0 && i < l.n; i++)
		rc = judge(&l, &l.v[i], list, err);
	for (size_t i = 0; i < l.n; i++)
		free(l.v[i].path);
	free(l.v);
	git_index_free(l.index);
	return rc;
}

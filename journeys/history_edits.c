/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A definition is known by its id, wherever its file lies: so what each path of
 * an id holds is followed from commit to commit. */
#include "journeys/history_edits.h"

#include "journeys/history_record.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_ledger_entries[] = {"ledger.json", "people", "functions",
	"metrics", "journeys", "maps", JL_MEASURES, "decisions", NULL};

struct seen {
	struct jl_file_edits *edits;
	size_t place;
};

static void see_edit(void *data, const struct jl_tree_edit *edit)
{
	struct seen *s = data;
	struct jl_file_edits *edits = s->edits;
	const char *id;
	int record = jl_record_of_path(edit->path, &edits->arena, &id);

	if (record < 0)
		return;
	JL_GROW(edits->v, edits->n, edits->cap);
	edits->v[edits->n++] = (struct jl_file_edit){
		.commit = s->place,
		.path = jl_arena_strdup(&edits->arena, edit->path),
		.record = record,
		.id = id,
		.was = edit->was,
		.is = edit->is,
		.before = edit->before,
		.after = edit->after,
	};
}

int jl_file_edits_add(struct jl_file_edits *edits,
	struct jl_tree_reader *reader, const struct jl_oid *before,
	const struct jl_oid *after, size_t place, struct jl_error *err)
{
	struct seen seen = {edits, place};

	return jl_tree_compare(
		reader, before, after, jl_ledger_entries, see_edit, &seen, err);
}

/* ---- orders ---- */

int jl_file_edit_order(
	const struct jl_file_edit *a, const struct jl_file_edit *b)
{
	return a->record != b->record ? a->record - b->record
				      : strcmp(a->id, b->id);
}

bool jl_is_same_file(const struct jl_file_edit *a, const struct jl_file_edit *b)
{
	return jl_file_edit_order(a, b) == 0;
}

/* The oldest first. */
static int by_file(const void *a, const void *b)
{
	const struct jl_file_edit *x = a, *y = b;
	int order = jl_file_edit_order(x, y);

	if (order)
		return order;
	if (x->commit != y->commit)
		return x->commit > y->commit ? -1 : 1;
	return strcmp(x->path, y->path);
}

static void sort(struct jl_file_edits *edits)
{
	if (edits->n)
		qsort(edits->v, edits->n, sizeof(*edits->v), by_file);
}

/* How many from i on are of one file. */
static size_t count_file(const struct jl_file_edits *edits, size_t i)
{
	size_t n = 1;

	while (i + n < edits->n &&
		jl_is_same_file(&edits->v[i], &edits->v[i + n]))
		n++;
	return n;
}

/* ---- the paths of one id ---- */

struct paths {
	struct jl_file_edit *v; /* the last edit of each that there is */
	size_t n, cap;
};

/* Its place, or n when it is not among them. */
static size_t find_path(const struct paths *paths, const char *path)
{
	size_t i = 0;

	while (i < paths->n && strcmp(paths->v[i].path, path) != 0)
		i++;
	return i;
}

static void follow(struct paths *paths, const struct jl_file_edit *edit)
{
	size_t i = find_path(paths, edit->path);

	if (edit->is && i == paths->n) {
		JL_GROW(paths->v, paths->n, paths->cap);
		paths->n++;
	}
	if (edit->is)
		paths->v[i] = *edit;
	else if (i < paths->n)
		paths->v[i] = paths->v[--paths->n];
}

/* What a path held before its first edit here, where that is all that is known.
 */
static void expect(struct paths *paths, const struct jl_file_edit *edit)
{
	struct jl_file_edit before = *edit;

	if (!edit->was || find_path(paths, edit->path) < paths->n)
		return;
	before.is = true;
	before.after = edit->before;
	follow(paths, &before);
}

/* The first by path, or NULL when there is none. */
static const struct jl_file_edit *counted(const struct paths *paths)
{
	const struct jl_file_edit *first = NULL;

	for (size_t i = 0; i < paths->n; i++)
		if (!first || strcmp(paths->v[i].path, first->path) < 0)
			first = &paths->v[i];
	return first;
}

/* One that counts neither before nor after; edits are of one commit. */
static const struct jl_file_edit *find_uncounted(
	const struct jl_file_edit *edits, size_t n, const char *before,
	const char *after)
{
	for (size_t i = 0; i < n; i++)
		if ((!before || strcmp(edits[i].path, before) != 0) &&
			(!after || strcmp(edits[i].path, after) != 0))
			return &edits[i];
	return NULL;
}

/* The n edits of one commit as one. */
static void join_commit(struct paths *paths, const struct jl_file_edit *edits,
	size_t n, struct jl_file_edits *out)
{
	const struct jl_file_edit *last;
	struct jl_file_edit e = edits[0];
	const struct jl_file_edit *uncounted;
	const char *before, *after;

	for (size_t i = 0; i < n; i++)
		expect(paths, &edits[i]);
	last = counted(paths);
	before = last ? last->path : NULL;
	e.was = last != NULL;
	if (last)
		e.before = last->after;
	for (size_t i = 0; i < n; i++)
		follow(paths, &edits[i]);
	last = counted(paths);
	after = last ? last->path : NULL;
	e.is = last != NULL;
	if (last)
		e.after = last->after;
	e.path = after ? after : before;
	uncounted = find_uncounted(edits, n, before, after);
	e.uncounted = uncounted ? uncounted->path : NULL;
	e.uncounted_is = uncounted && uncounted->is;
	if ((e.was || e.is) && (e.uncounted || !e.was || !e.is ||
				       !jl_oid_equal(&e.before, &e.after))) {
		JL_GROW(out->v, out->n, out->cap);
		out->v[out->n++] = e;
	}
}

static void reverse(struct jl_file_edit *v, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct jl_file_edit e = v[i];

		v[i] = v[n - 1 - i];
		v[n - 1 - i] = e;
	}
}

static void join_file(struct paths *paths, const struct jl_file_edit *edits,
	size_t n, struct jl_file_edits *out)
{
	size_t start = out->n;

	for (size_t i = 0; i < n;) {
		size_t of_commit = 1;

		while (i + of_commit < n &&
			edits[i + of_commit].commit == edits[i].commit)
			of_commit++;
		join_commit(paths, &edits[i], of_commit, out);
		i += of_commit;
	}
	if (out->n > start)
		reverse(&out->v[start], out->n - start);
}

static void join(struct jl_file_edits *edits, const struct jl_file_edits *base)
{
	struct jl_file_edits out = {0};
	size_t b = 0;

	for (size_t i = 0; i < edits->n;) {
		const struct jl_file_edit *first = &edits->v[i];
		size_t n = count_file(edits, i);
		struct paths paths = {0};

		while (b < base->n &&
			jl_file_edit_order(&base->v[b], first) < 0)
			b++;
		for (; b < base->n && jl_is_same_file(&base->v[b], first); b++)
			follow(&paths, &base->v[b]);
		join_file(&paths, first, n, &out);
		free(paths.v);
		i += n;
	}
	free(edits->v);
	edits->v = out.v;
	edits->n = out.n;
	edits->cap = out.cap;
}

int jl_file_edits_arrange(struct jl_file_edits *edits,
	struct jl_tree_reader *reader, const struct jl_oid *base,
	struct jl_error *err)
{
	/* Its paths may be told of as long as those of the edits. */
	struct jl_file_edits files = {.arena = edits->arena};
	int rc = 0;

	if (base && edits->n)
		rc = jl_file_edits_add(&files, reader, NULL, base, 0, err);
	sort(&files);
	sort(edits);
	if (rc == 0)
		join(edits, &files);
	edits->arena = files.arena;
	free(files.v);
	return rc;
}

void jl_file_edits_release(struct jl_file_edits *edits)
{
	free(edits->v);
	jl_arena_release(&edits->arena);
	memset(edits, 0, sizeof(*edits));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/history_writers.h"

#include "core/commit_order.h"
#include "core/oidset.h"

#include <stdlib.h>
#include <string.h>

struct walk {
	struct jl_repo *repo;
	struct jl_tree_reader *reader;
	const struct jl_commits *line;
	jl_is_known *is_known;
	void *data;
	struct jl_oidset met; /* the line, and the sides so far */
	struct jl_sides *sides;
};

/* ---- the sides of one merge ---- */

static int add_parents(struct walk *w, const struct jl_commit *of,
	size_t first_parent, struct jl_error *err)
{
	int rc = 0;

	for (size_t i = first_parent; rc == 0 && i < of->n_parents; i++) {
		const struct jl_oid *parent = &of->parents[i];

		if (jl_oidset_has(&w->met, parent) ||
			w->is_known(w->data, parent))
			continue;
		jl_oidset_add(&w->met, parent);
		rc = jl_repo_commit_read(
			w->repo, parent, &w->sides->commits, err);
	}
	return rc;
}

static int find_sides(struct walk *w, size_t merge, struct jl_error *err)
{
	struct jl_sides *sides = w->sides;
	size_t at = sides->commits.n;
	int rc = add_parents(w, &w->line->v[merge], 1, err);

	for (; rc == 0 && at < sides->commits.n; at++) {
		struct jl_commit side = sides->commits.v[at];

		sides->at = jl_xrealloc(
			sides->at, sides->commits.cap, sizeof(*sides->at));
		sides->at[at] = merge;
		rc = add_parents(w, &side, 0, err);
	}
	return rc;
}

/* ---- what they did ---- */

static void add_edit(struct jl_sides *sides, const struct jl_file_edit *edit,
	size_t side, size_t rank)
{
	struct jl_side_edit *last;

	JL_GROW(sides->edits, sides->n_edits, sides->edits_cap);
	last = &sides->edits[sides->n_edits++];
	*last = (struct jl_side_edit){*edit, side, rank};
	last->edit.path = jl_arena_strdup(&sides->arena, edit->path);
	last->edit.id = jl_arena_strdup(&sides->arena, edit->id);
}

static int compare_side(
	struct walk *w, size_t side, size_t rank, struct jl_error *err)
{
	const struct jl_commit *c = &w->sides->commits.v[side];
	struct jl_file_edits edits = {0};
	struct jl_oid before;
	int rc = 0;

	if (c->n_parents > 0)
		rc = jl_repo_tree_of(w->repo, &c->parents[0], &before, err);
	if (rc == 0)
		rc = jl_file_edits_add(&edits, w->reader,
			c->n_parents ? &before : NULL, &c->tree,
			w->sides->at[side], err);
	if (rc == 0)
		rc = jl_file_edits_arrange(&edits, w->reader, NULL, err);
	for (size_t i = 0; rc == 0 && i < edits.n; i++)
		add_edit(w->sides, &edits.v[i], side, rank);
	jl_file_edits_release(&edits);
	return rc;
}

static int walk_merge(struct walk *w, size_t merge, struct jl_error *err)
{
	const struct jl_commits *commits = &w->sides->commits;
	size_t first = commits->n, n;
	size_t *order;
	int rc = find_sides(w, merge, err);

	n = commits->n - first;
	if (rc < 0 || n == 0)
		return rc;
	order = jl_commits_order(commits, first);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		bool is_merge = commits->v[order[i]].n_parents > 1;

		rc = compare_side(w, order[i], is_merge ? n + i : i, err);
	}
	free(order);
	return rc;
}

/* ---- all merges, the oldest first ---- */

static int by_file_and_merge(
	const struct jl_file_edit *x, const struct jl_file_edit *y)
{
	int order = jl_file_edit_order(x, y);

	if (order)
		return order;
	return x->commit < y->commit ? -1 : x->commit > y->commit;
}

static int by_rank(const void *a, const void *b)
{
	const struct jl_side_edit *x = a, *y = b;
	int order = by_file_and_merge(&x->edit, &y->edit);

	return order ? order : x->rank < y->rank ? -1 : x->rank > y->rank;
}

int jl_sides_find(struct jl_repo *repo, const struct jl_commits *line,
	jl_is_known *is_known, void *data, struct jl_sides *sides,
	struct jl_error *err)
{
	struct walk w = {.repo = repo,
		.reader = jl_tree_reader_new(repo),
		.line = line,
		.is_known = is_known,
		.data = data,
		.sides = sides};
	int rc = 0;

	for (size_t i = 0; i < line->n; i++)
		jl_oidset_add(&w.met, &line->v[i].oid);
	for (size_t i = line->n; rc == 0 && i > 0; i--)
		if (line->v[i - 1].n_parents > 1)
			rc = walk_merge(&w, i - 1, err);
	if (sides->n_edits)
		qsort(sides->edits, sides->n_edits, sizeof(*sides->edits),
			by_rank);
	jl_oidset_release(&w.met);
	jl_tree_reader_free(w.reader);
	return rc;
}

const struct jl_side_edit *jl_sides_of(const struct jl_sides *sides,
	const struct jl_file_edit *edit, size_t *n)
{
	size_t low = 0, high = sides->n_edits;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_file_and_merge(&sides->edits[middle].edit, edit) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0;
		low + *n < sides->n_edits &&
		by_file_and_merge(&sides->edits[low + *n].edit, edit) == 0;)
		++*n;
	return *n ? &sides->edits[low] : NULL;
}

void jl_sides_release(struct jl_sides *sides)
{
	free(sides->at);
	free(sides->edits);
	jl_arena_release(&sides->arena);
	jl_commits_release(&sides->commits);
	memset(sides, 0, sizeof(*sides));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/history_writers.h"

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
	struct jl_file_edit **edits; /* by their place in the line */
	size_t merge;		     /* in the line */
	size_t first, end;	     /* its edits */
};

/* ---- one side ---- */

struct side_seen {
	struct walk *walk;
	size_t side;
};

/* Is it what the merge brought, and nobody's yet? */
static void see_side_edit(void *data, const struct jl_tree_edit *edit)
{
	struct side_seen *s = data;

	for (size_t i = s->walk->first; i < s->walk->end; i++) {
		struct jl_file_edit *e = s->walk->edits[i];

		if (e->side == SIZE_MAX && e->is == edit->is &&
			strcmp(e->path, edit->path) == 0 &&
			(!edit->is || jl_oid_equal(&e->after, &edit->after)))
			e->side = s->side;
	}
}

static int compare_side(struct walk *w, size_t side, struct jl_error *err)
{
	struct side_seen seen = {w, side};
	const struct jl_commit *c = &w->sides->commits.v[side];
	struct jl_oid before;
	int rc = 0;

	/* A merge among them wrote nothing; its parents did. */
	if (c->n_parents > 1)
		return 0;
	if (c->n_parents == 1)
		rc = jl_repo_tree_of(w->repo, &c->parents[0], &before, err);
	if (rc == 0)
		rc = jl_tree_compare(w->reader, c->n_parents ? &before : NULL,
			&c->tree, jl_ledger_entries, see_side_edit, &seen, err);
	return rc;
}

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

static int walk_merge(struct walk *w, struct jl_error *err)
{
	struct jl_sides *sides = w->sides;
	size_t at = sides->commits.n;
	int rc = add_parents(w, &w->line->v[w->merge], 1, err);

	for (; rc == 0 && at < sides->commits.n; at++) {
		struct jl_commit side = sides->commits.v[at];

		sides->at = jl_xrealloc(
			sides->at, sides->commits.cap, sizeof(*sides->at));
		sides->at[at] = w->merge;
		rc = compare_side(w, at, err);
		if (rc == 0)
			rc = add_parents(w, &side, 0, err);
	}
	return rc;
}

/* ---- all merges, the oldest first ---- */

static int by_place(const void *a, const void *b)
{
	const struct jl_file_edit *const *x = a, *const *y = b;

	if ((*x)->commit != (*y)->commit)
		return (*x)->commit < (*y)->commit ? -1 : 1;
	return strcmp((*x)->path, (*y)->path);
}

static void sort_edits(struct walk *w, struct jl_file_edits *edits)
{
	w->edits = jl_xcalloc(edits->n + 1, sizeof(struct jl_file_edit *));
	for (size_t i = 0; i < edits->n; i++)
		w->edits[i] = &edits->v[i];
	qsort(w->edits, edits->n, sizeof(struct jl_file_edit *), by_place);
	w->first = edits->n;
}

static void choose_merge(struct walk *w, size_t place)
{
	w->merge = place;
	w->end = w->first;
	while (w->first > 0 && w->edits[w->first - 1]->commit == place)
		w->first--;
}

int jl_writers_find(struct jl_repo *repo, const struct jl_commits *line,
	jl_is_known *is_known, void *data, struct jl_file_edits *edits,
	struct jl_sides *sides, struct jl_error *err)
{
	struct walk w = {.repo = repo,
		.reader = jl_tree_reader_new(repo),
		.line = line,
		.is_known = is_known,
		.data = data,
		.sides = sides};
	int rc = 0;

	sort_edits(&w, edits);
	for (size_t i = 0; i < line->n; i++)
		jl_oidset_add(&w.met, &line->v[i].oid);
	for (size_t i = line->n; rc == 0 && i > 0; i--) {
		choose_merge(&w, i - 1);
		if (line->v[w.merge].n_parents > 1)
			rc = walk_merge(&w, err);
	}
	free(w.edits);
	jl_oidset_release(&w.met);
	jl_tree_reader_free(w.reader);
	return rc;
}

void jl_sides_release(struct jl_sides *sides)
{
	free(sides->at);
	jl_commits_release(&sides->commits);
	memset(sides, 0, sizeof(*sides));
}

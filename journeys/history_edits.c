/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
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
		.side = SIZE_MAX,
	};
}

int jl_file_edits_add(struct jl_file_edits *edits,
	struct jl_tree_reader *reader, const struct jl_oid *before,
	const struct jl_commit *commit, size_t place, struct jl_error *err)
{
	struct seen seen = {edits, place};

	return jl_tree_compare(reader, before, &commit->tree, jl_ledger_entries,
		see_edit, &seen, err);
}

/* ---- each file's together ---- */

bool jl_is_same_file(const struct jl_file_edit *a, const struct jl_file_edit *b)
{
	return a->record == b->record && strcmp(a->id, b->id) == 0;
}

static int by_file(const void *a, const void *b)
{
	const struct jl_file_edit *x = a, *y = b;
	int order = x->record - y->record;

	if (order == 0)
		order = strcmp(x->id, y->id);
	if (order)
		return order;
	if (x->commit != y->commit)
		return x->commit < y->commit ? -1 : 1;
	return strcmp(x->path, y->path);
}

static void join_moves(struct jl_file_edits *edits)
{
	size_t kept = 0;

	for (size_t i = 0; i < edits->n; i++) {
		struct jl_file_edit *last = kept ? &edits->v[kept - 1] : NULL;
		struct jl_file_edit *e = &edits->v[i];

		if (!last || last->commit != e->commit ||
			!jl_is_same_file(last, e)) {
			edits->v[kept++] = *e;
			continue;
		}
		if (!last->was && e->was) {
			last->was = true;
			last->before = e->before;
		}
		if (!last->is && e->is) {
			last->is = true;
			last->after = e->after;
			last->path = e->path;
		}
	}
	edits->n = kept;
}

static void drop_unchanged(struct jl_file_edits *edits)
{
	size_t kept = 0;

	for (size_t i = 0; i < edits->n; i++) {
		const struct jl_file_edit *e = &edits->v[i];

		if (!e->was || !e->is || !jl_oid_equal(&e->before, &e->after))
			edits->v[kept++] = *e;
	}
	edits->n = kept;
}

void jl_file_edits_arrange(struct jl_file_edits *edits)
{
	if (edits->n)
		qsort(edits->v, edits->n, sizeof(*edits->v), by_file);
	join_moves(edits);
	drop_unchanged(edits);
}

void jl_file_edits_release(struct jl_file_edits *edits)
{
	free(edits->v);
	jl_arena_release(&edits->arena);
	memset(edits, 0, sizeof(*edits));
}

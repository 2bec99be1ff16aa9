/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/history_tell.h"

#include "journeys/history_record.h"

#include <stdlib.h>
#include <string.h>

struct asker {
	const struct jl_teller *teller;
	size_t commit;
};

static enum jl_direction ask_direction(void *data, const char *metric)
{
	const struct asker *asker = data;

	return jl_direction_at(
		asker->teller->directions, metric, asker->commit);
}

/* ---- who wrote what a merge brought ---- */

/* Did both make the same true? What was there before may differ, since another
 * side, or the merge, may have changed it in between. */
static bool says_same(const struct jl_change *a, const struct jl_change *b)
{
	return strcmp(a->path, b->path) == 0 &&
	       jl_is_same_text(a->new, b->new) &&
	       (a->what == JL_CHANGE_REMOVED) ==
		       (b->what == JL_CHANGE_REMOVED) &&
	       a->since == b->since && a->until == b->until;
}

static void give_to_side(struct jl_told *told, size_t n,
	const struct jl_changes *done, size_t side)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; told[i].side == SIZE_MAX && k < done->n; k++)
			if (says_same(&told[i].change, &done->v[k]))
				told[i].side = side;
}

/* What a side changed in the file, in the words of the merge's changes. */
static int read_side(struct jl_teller *t, const struct jl_file_edit *e,
	struct jl_changes *done, struct jl_error *err)
{
	struct jl_version before = {0}, after = {0};
	struct asker asker = {t, e->commit};
	struct jl_arena arena = {0};
	int rc = 0;

	if (e->was)
		rc = jl_version_read(t->repo, e->record, e->id, &e->before,
			NULL, &arena, &before, err);
	if (rc == 0 && e->is)
		rc = jl_version_read(t->repo, e->record, e->id, &e->after,
			&before, &arena, &after, err);
	if (rc == 0)
		jl_version_compare(e->record, e->id, e->was ? &before : NULL,
			e->is ? &after : NULL, ask_direction, &asker, done);
	jl_version_release(&before);
	jl_version_release(&after);
	jl_arena_release(&arena);
	return rc;
}

static bool is_whole(
	const struct jl_file_edit *merge, const struct jl_file_edit *side)
{
	return merge->was == side->was && merge->is == side->is &&
	       (!merge->was || jl_oid_equal(&merge->before, &side->before)) &&
	       (!merge->is || jl_oid_equal(&merge->after, &side->after));
}

/* Each change of a merge is the newest side's that made it true; what none did
 * is the merge's own. */
static int give_to_sides(struct jl_teller *t, const struct jl_file_edit *e,
	struct jl_told *told, size_t n, struct jl_error *err)
{
	size_t n_sides;
	const struct jl_side_edit *sides = jl_sides_of(t->sides, e, &n_sides);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n_sides; i++) {
		struct jl_changes done = {0};

		if (n_sides == 1 && is_whole(e, &sides[i].edit)) {
			for (size_t k = 0; k < n; k++)
				told[k].side = sides[i].side;
			return 0;
		}
		rc = read_side(t, &sides[i].edit, &done, err);
		if (rc == 0)
			give_to_side(told, n, &done, sides[i].side);
		jl_changes_release(&done);
	}
	return rc;
}

/* ---- one file ---- */

/* The blob of a record in a tree. */
struct sought {
	int record;
	const char *id;
	bool is_found;
	struct jl_oid blob;
};

static void see_record(void *data, const struct jl_tree_edit *edit)
{
	struct sought *s = data;
	struct jl_arena arena = {0};
	const char *id;

	if (jl_record_of_path(edit->path, &arena, &id) == s->record &&
		strcmp(id, s->id) == 0 && !s->is_found) {
		s->is_found = true;
		s->blob = edit->after;
	}
	jl_arena_release(&arena);
}

/* What the file said when it could last be read, before a version that cannot
 * be: the next that can is compared with that. */
static int read_last_usable(struct jl_teller *t, const struct jl_file_edit *e,
	struct jl_arena *arena, struct jl_version *version,
	struct jl_error *err)
{
	struct jl_tree_reader *reader = jl_tree_reader_new(t->repo);
	struct jl_oid commit, tree;
	int rc = 0;

	for (size_t n = 0; rc == 0 && !version->definition &&
			   t->changed_in(t->data, e->record, e->id, n, &commit);
		n++) {
		struct sought sought = {.record = e->record, .id = e->id};
		struct jl_version earlier = {0};

		rc = jl_repo_tree_of(t->repo, &commit, &tree, err);
		if (rc == 0)
			rc = jl_tree_compare(reader, NULL, &tree,
				jl_ledger_entries, see_record, &sought, err);
		if (rc < 0 || !sought.is_found)
			break;
		rc = jl_version_read(t->repo, e->record, e->id, &sought.blob,
			NULL, arena, &earlier, err);
		if (rc == 0 && earlier.definition) {
			jl_version_release(version);
			*version = earlier;
			version->is_broken = true;
		} else {
			jl_version_release(&earlier);
		}
	}
	jl_tree_reader_free(reader);
	return rc;
}

static void tell_uncounted(
	const struct jl_file_edit *e, struct jl_changes *found)
{
	JL_GROW(found->v, found->n, found->cap);
	found->v[found->n++] = (struct jl_change){
		.what = JL_CHANGE_CHANGED,
		.id = jl_xstrdup(e->id),
		.path = jl_xstrdup(""),
		.since = JL_DAY_MIN,
		.until = JL_DAY_OPEN,
		.sentence = e->uncounted_is
				    ? jl_xasprintf("%s has the same id as %s, "
						   "and does not count",
					      e->uncounted, e->path)
				    : jl_xasprintf("%s, which had the same id "
						   "and did not count, was "
						   "removed",
					      e->uncounted),
	};
}

static void find_changes(struct jl_teller *t, const struct jl_file_edit *e,
	const struct jl_version *before, const struct jl_version *after,
	struct jl_changes *found)
{
	struct asker asker = {t, e->commit};

	if (!e->was || !e->is || !jl_oid_equal(&e->before, &e->after))
		jl_version_compare(e->record, e->id, e->was ? before : NULL,
			e->is ? after : NULL, ask_direction, &asker, found);
	if (e->uncounted)
		tell_uncounted(e, found);
}

/* Takes over what was found; the first is the whole of a new definition. */
static int take_changes(struct jl_teller *t, const struct jl_file_edit *edit,
	struct jl_changes *found, struct jl_error *err)
{
	bool is_new = found->n && found->v[0].what == JL_CHANGE_ADDED &&
		      !*found->v[0].path;
	size_t first = t->n, n = found->n;

	for (size_t i = 0; i < n; i++) {
		JL_GROW(t->v, t->n, t->cap);
		t->v[t->n++] = (struct jl_told){
			edit, found->v[i], is_new && i > 0, SIZE_MAX};
	}
	free(found->v);
	memset(found, 0, sizeof(*found));
	return n ? give_to_sides(t, edit, &t->v[first], n, err) : 0;
}

int jl_tell_file(struct jl_teller *t, const struct jl_file_edit *edits,
	size_t n, struct jl_error *err)
{
	struct jl_version before = {0}, after = {0};
	struct jl_arena arena = {0};
	const struct jl_file_edit *oldest = &edits[n - 1];
	int rc = 0;

	if (oldest->was)
		rc = jl_version_read(t->repo, oldest->record, oldest->id,
			&oldest->before, NULL, &arena, &before, err);
	if (rc == 0 && before.is_broken)
		rc = read_last_usable(t, oldest, &arena, &before, err);
	for (size_t i = n; rc == 0 && i > 0; i--) {
		const struct jl_file_edit *e = &edits[i - 1];
		struct jl_changes found = {0};

		if (e->is)
			rc = jl_version_read(t->repo, e->record, e->id,
				&e->after, &before, &arena, &after, err);
		if (rc < 0)
			break;
		find_changes(t, e, &before, &after, &found);
		rc = take_changes(t, e, &found, err);
		jl_version_follow(&before, &after, e->is);
	}
	jl_version_release(&before);
	jl_version_release(&after);
	jl_arena_release(&arena);
	return rc;
}

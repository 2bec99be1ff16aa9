/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Two threads, each with a repository of its own, take the work in small
 * portions: first the trees of neighbours on the line, and beside these, once,
 * the sides of its merges; then the files, whose versions are read one after
 * the other.
 */
#include "journeys/history_build.h"

#include "journeys/history_tell.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 2, FEW = 64, COMMITS_AT_ONCE = 256, EDITS_AT_ONCE = 64 };

struct worker {
	struct build *build;
	struct jl_repo *repo;
	struct jl_file_edits edits; /* that it found */
	struct jl_teller teller;
	int rc;
	struct jl_error error;
};

struct build {
	struct jl_repo *repo;
	struct jl_built_history *built;
	const struct jl_oid *base_tree; /* of the known commit, or NULL */
	const struct jl_known_history *known;
	pthread_mutex_t asking; /* of what is known */
	struct jl_file_edits edits;
	struct jl_directions directions;
	atomic_size_t next; /* to be taken */
	atomic_bool has_sides;
	struct worker workers[THREADS];
};

/* ---- both threads ---- */

typedef void *work(void *worker);

/* Does n things; few of them here alone. */
static int run_workers(
	struct build *b, size_t n, work *run, struct jl_error *err)
{
	struct worker *first = &b->workers[0], *second = &b->workers[1];
	pthread_t thread;
	int rc = 0;

	first->build = second->build = b;
	first->repo = b->repo;
	atomic_store(&b->next, 0);
	if (n >= FEW) {
		if (!second->repo)
			rc = jl_repo_open(
				jl_repo_top(b->repo), &second->repo, err);
		if (rc < 0)
			return rc;
		if (pthread_create(&thread, NULL, run, second) != 0)
			return jl_fail(err, JL_EENV, "no thread can be made");
		run(first);
		pthread_join(thread, NULL);
	} else {
		run(first);
	}
	for (size_t i = 0; i < THREADS; i++)
		if (b->workers[i].rc < 0) {
			*err = b->workers[i].error;
			return b->workers[i].rc;
		}
	return 0;
}

/* Takes the next portion of n things; false when there is none, or it failed.
 */
static bool take_portion(
	struct worker *w, size_t n, size_t portion, size_t *begin, size_t *end)
{
	if (w->rc < 0)
		return false;
	*begin = atomic_fetch_add(&w->build->next, portion);
	*end = *begin + portion < n ? *begin + portion : n;
	return *begin < n;
}

/* ---- the edits of the line ---- */

static bool ask_is_known(void *data, const struct jl_oid *commit)
{
	struct build *b = data;
	bool is_known;

	pthread_mutex_lock(&b->asking);
	is_known = b->known->is_known(b->known->data, commit);
	pthread_mutex_unlock(&b->asking);
	return is_known;
}

static void *compare_line(void *data)
{
	struct worker *w = data;
	struct build *b = w->build;
	const struct jl_commits *line = &b->built->line;
	struct jl_tree_reader *reader = jl_tree_reader_new(w->repo);
	size_t begin, end;

	if (!atomic_exchange(&b->has_sides, true))
		w->rc = jl_sides_find(w->repo, line, ask_is_known, b,
			&b->built->sides, &w->error);
	while (take_portion(w, line->n, COMMITS_AT_ONCE, &begin, &end))
		for (size_t i = begin; w->rc == 0 && i < end; i++)
			w->rc = jl_file_edits_add(&w->edits, reader,
				i + 1 < line->n ? &line->v[i + 1].tree
						: b->base_tree,
				&line->v[i].tree, i, &w->error);
	jl_tree_reader_free(reader);
	return NULL;
}

/* The texts stay with the workers. */
static void take_edits(struct build *b)
{
	for (size_t i = 0; i < THREADS; i++) {
		const struct jl_file_edits *from = &b->workers[i].edits;

		for (size_t k = 0; k < from->n; k++) {
			JL_GROW(b->edits.v, b->edits.n, b->edits.cap);
			b->edits.v[b->edits.n++] = from->v[k];
		}
	}
}

/* ---- the changes ---- */

/* The files whose first edit is in the portion. */
static void tell_portion(struct worker *w, size_t begin, size_t end)
{
	const struct jl_file_edits *edits = &w->build->edits;
	size_t i = begin;

	while (i > 0 && i < end &&
		jl_is_same_file(&edits->v[i - 1], &edits->v[i]))
		i++;
	while (w->rc == 0 && i < end) {
		size_t n = 1;

		while (i + n < edits->n &&
			jl_is_same_file(&edits->v[i], &edits->v[i + n]))
			n++;
		w->rc = jl_tell_file(&w->teller, &edits->v[i], n, &w->error);
		i += n;
	}
}

static bool ask_changed_in(
	void *data, int record, const char *id, size_t n, struct jl_oid *commit)
{
	struct build *b = data;
	bool is_there;

	pthread_mutex_lock(&b->asking);
	is_there = b->known->changed_in(b->known->data, record, id, n, commit);
	pthread_mutex_unlock(&b->asking);
	return is_there;
}

static void *tell_files(void *data)
{
	struct worker *w = data;
	size_t begin, end;

	w->teller = (struct jl_teller){.repo = w->repo,
		.sides = &w->build->built->sides,
		.directions = &w->build->directions,
		.changed_in = ask_changed_in,
		.data = w->build};
	while (take_portion(w, w->build->edits.n, EDITS_AT_ONCE, &begin, &end))
		tell_portion(w, begin, end);
	return NULL;
}

static int by_place(const void *a, const void *b)
{
	const struct jl_built_change *x = a, *y = b;

	if (x->commit != y->commit) /* the newest is 0 */
		return x->commit > y->commit ? -1 : 1;
	if (x->record != y->record)
		return x->record - y->record;
	if (strcmp(x->change.id, y->change.id) != 0)
		return strcmp(x->change.id, y->change.id);
	return x->number < y->number ? -1 : x->number > y->number;
}

/* All changes in ledger order: by commit, record, id, and place in the file. */
static void gather(struct build *b)
{
	struct jl_built_history *built = b->built;

	for (size_t i = 0; i < THREADS; i++) {
		struct jl_teller *teller = &b->workers[i].teller;

		for (size_t k = 0; k < teller->n; k++) {
			const struct jl_told *told = &teller->v[k];

			JL_GROW(built->v, built->n, built->cap);
			built->v[built->n] = (struct jl_built_change){
				.change = told->change,
				.record = told->edit->record,
				.commit = told->edit->commit,
				.side = told->side,
				.number = built->n,
				.is_part = told->is_part,
			};
			built->n++;
		}
		free(teller->v);
	}
	if (built->n)
		qsort(built->v, built->n, sizeof(*built->v), by_place);
}

static int arrange_edits(struct build *b, struct jl_error *err)
{
	struct jl_tree_reader *reader = jl_tree_reader_new(b->repo);
	int rc = jl_file_edits_arrange(&b->edits, reader, b->base_tree, err);

	jl_tree_reader_free(reader);
	return rc;
}

static int build_all(struct build *b, struct jl_error *err)
{
	int rc = run_workers(b, b->built->line.n, compare_line, err);

	if (rc < 0)
		return rc;
	take_edits(b);
	rc = arrange_edits(b, err);
	if (rc == 0)
		rc = jl_directions_read(
			b->repo, &b->edits, b->base_tree, &b->directions, err);
	if (rc == 0)
		rc = run_workers(b, b->edits.n, tell_files, err);
	gather(b);
	return rc;
}

int jl_history_build(struct jl_repo *repo, const struct jl_oid *tip,
	const struct jl_known_history *known, struct jl_built_history *built,
	struct jl_oid *base, bool *has_base, struct jl_error *err)
{
	struct build b = {.repo = repo,
		.built = built,
		.known = known,
		.asking = PTHREAD_MUTEX_INITIALIZER};
	struct jl_oid base_tree;
	int rc;

	memset(built, 0, sizeof(*built));
	built->line.arena = built->sides.commits.arena = &built->arena;
	jl_repo_begin_bulk();
	rc = jl_repo_line(repo, tip, known->is_on_line, known->data,
		&built->line, base, has_base, err);
	if (rc == 0 && *has_base) {
		rc = jl_repo_tree_of(repo, base, &base_tree, err);
		b.base_tree = &base_tree;
	}
	if (rc == 0)
		rc = build_all(&b, err);
	jl_repo_end_bulk();
	for (size_t i = 0; i < THREADS; i++) {
		jl_file_edits_release(&b.workers[i].edits);
		if (b.workers[i].repo != repo)
			jl_repo_close(b.workers[i].repo);
	}
	jl_directions_release(&b.directions);
	jl_file_edits_release(&b.edits);
	return rc;
}

void jl_built_history_release(struct jl_built_history *built)
{
	struct jl_changes one = {0};

	for (size_t i = 0; i < built->n; i++) {
		JL_GROW(one.v, one.n, one.cap);
		one.v[one.n++] = built->v[i].change;
	}
	jl_changes_release(&one);
	free(built->v);
	jl_commits_release(&built->line);
	jl_sides_release(&built->sides);
	jl_arena_release(&built->arena);
	memset(built, 0, sizeof(*built));
}

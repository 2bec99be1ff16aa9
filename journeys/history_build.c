/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * First the trees of neighbours on the line are compared, in two halves of the
 * line; then the edits are sorted by what they are of, and each file's versions
 * are read one after the other, in two halves of the files.
 */
#include "journeys/history_build.h"

#include "core/oidset.h"
#include "journeys/history_record.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 2, FEW = 64 };

static const char *const looked_at[] = {"ledger.json", "people", "functions",
	"metrics", "journeys", "maps", JL_MEASURES, "decisions", NULL};

/* A file that a commit of the line changed. */
struct edit {
	size_t commit;
	const char *path; /* where it is, or was */
	int record;
	const char *id;
	bool was, is;
	struct jl_oid before, after;
	size_t side;
};

struct edits {
	struct edit *v;
	size_t n, cap;
	struct jl_arena arena;
};

static void release_edits(struct edits *edits)
{
	free(edits->v);
	jl_arena_release(&edits->arena);
	memset(edits, 0, sizeof(*edits));
}

/* ---- two halves, each by a thread ---- */

struct half {
	struct build *build;
	size_t begin, end;
	struct jl_repo *repo;
	struct edits edits;	   /* of the first step */
	struct jl_built_change *v; /* of the second */
	size_t n, cap;
	int rc;
	struct jl_error error;
};

struct build {
	struct jl_repo *repo;
	struct jl_built_history *built;
	const struct jl_oid *base_tree; /* of the known commit, or NULL */
	const struct jl_known_history *known;
	pthread_mutex_t asking; /* of what is known */
	struct edits edits;
	struct metric_word *metrics;
	size_t n_metrics, metrics_cap;
	struct half halves[THREADS];
};

typedef void *work(void *half);

/* Runs both halves of n things, the first one here. middle says where the
 * second begins. */
static int run_halves(struct build *b, size_t n, size_t middle, work *run,
	struct jl_error *err)
{
	struct half *first = &b->halves[0], *second = &b->halves[1];
	pthread_t thread;
	int rc = 0;

	first->begin = 0;
	first->end = n < FEW ? n : middle;
	second->begin = first->end;
	second->end = n;
	first->build = second->build = b;
	first->repo = b->repo;
	if (second->begin < second->end) {
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
		if (b->halves[i].rc < 0) {
			*err = b->halves[i].error;
			return b->halves[i].rc;
		}
	return 0;
}

/* ---- the edits of the line ---- */

struct seen_commit {
	struct half *half;
	size_t commit;
};

static void see_edit(void *data, const struct jl_tree_edit *edit)
{
	struct seen_commit *s = data;
	struct edits *edits = &s->half->edits;
	struct edit *e;
	const char *id;
	int record = jl_record_of_path(edit->path, &edits->arena, &id);

	if (record < 0)
		return;
	JL_GROW(edits->v, edits->n, edits->cap);
	e = &edits->v[edits->n++];
	*e = (struct edit){
		.commit = s->commit,
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

static void *compare_line(void *data)
{
	struct half *half = data;
	const struct jl_commits *line = &half->build->built->line;
	struct jl_tree_reader *reader = jl_tree_reader_new(half->repo);

	for (size_t i = half->begin; half->rc == 0 && i < half->end; i++) {
		struct seen_commit seen = {half, i};
		const struct jl_oid *before = i + 1 < line->n
						      ? &line->v[i + 1].tree
						      : half->build->base_tree;

		half->rc = jl_tree_compare(reader, before, &line->v[i].tree,
			looked_at, see_edit, &seen, &half->error);
	}
	jl_tree_reader_free(reader);
	return NULL;
}

/* ---- who wrote what a merge brought ---- */

/* The commits that are accounted for. */
struct side_walk {
	struct build *build;
	struct jl_oidset met;
	size_t merge;		     /* of the line */
	size_t first_edit, end_edit; /* of the merge */
};

static bool is_met(struct side_walk *w, const struct jl_oid *oid)
{
	return jl_oidset_has(&w->met, oid) ||
	       w->build->known->is_known(w->build->known->data, oid);
}

struct side_seen {
	struct side_walk *walk;
	size_t side;
};

/* Is it what the merge brought, and nobody's yet? */
static void see_side_edit(void *data, const struct jl_tree_edit *edit)
{
	struct side_seen *s = data;
	struct edit *all = s->walk->build->edits.v;

	for (size_t i = s->walk->first_edit; i < s->walk->end_edit; i++)
		if (all[i].side == SIZE_MAX && all[i].is == edit->is &&
			strcmp(all[i].path, edit->path) == 0 &&
			(!edit->is ||
				jl_oid_equal(&all[i].after, &edit->after)))
			all[i].side = s->side;
}

static int tree_of(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_oid *tree, struct jl_error *err)
{
	struct jl_arena arena = {0};
	struct jl_commits one = {.arena = &arena};
	int rc = jl_repo_commit_read(repo, commit, &one, err);

	if (rc == 0)
		*tree = one.v[0].tree;
	jl_commits_release(&one);
	jl_arena_release(&arena);
	return rc;
}

static int compare_side(struct side_walk *w, struct jl_tree_reader *reader,
	size_t side, struct jl_error *err)
{
	struct side_seen seen = {w, side};
	const struct jl_commit *c = &w->build->built->sides.v[side];
	struct jl_oid before;
	int rc = 0;

	/* A merge among them wrote nothing; its parents did. */
	if (c->n_parents > 1)
		return 0;
	if (c->n_parents == 1)
		rc = tree_of(w->build->repo, &c->parents[0], &before, err);
	if (rc == 0)
		rc = jl_tree_compare(reader, c->n_parents ? &before : NULL,
			&c->tree, looked_at, see_side_edit, &seen, err);
	return rc;
}

static int add_sides(struct side_walk *w, const struct jl_commit *of,
	size_t first_parent, struct jl_error *err)
{
	struct jl_built_history *built = w->build->built;
	int rc = 0;

	for (size_t i = first_parent; rc == 0 && i < of->n_parents; i++) {
		if (is_met(w, &of->parents[i]))
			continue;
		jl_oidset_add(&w->met, &of->parents[i]);
		rc = jl_repo_commit_read(
			w->build->repo, &of->parents[i], &built->sides, err);
	}
	return rc;
}

/* The commits behind the other parents of a merge that nothing brought
 * before, and what each of them wrote. */
static int walk_sides(struct side_walk *w, struct jl_tree_reader *reader,
	struct jl_error *err)
{
	struct jl_built_history *built = w->build->built;
	size_t at = built->sides.n;
	struct jl_commit merge = built->line.v[w->merge];
	int rc = add_sides(w, &merge, 1, err);

	for (; rc == 0 && at < built->sides.n; at++) {
		struct jl_commit side = built->sides.v[at];

		built->side_at = jl_xrealloc(built->side_at, built->sides.cap,
			sizeof(*built->side_at));
		built->side_at[at] = w->merge;
		rc = compare_side(w, reader, at, err);
		if (rc == 0)
			rc = add_sides(w, &side, 0, err);
	}
	return rc;
}

static int by_commit(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	if (x->commit != y->commit)
		return x->commit < y->commit ? -1 : 1;
	return strcmp(x->path, y->path);
}

static int find_writers(struct build *b, struct jl_error *err)
{
	const struct jl_commits *line = &b->built->line;
	struct jl_tree_reader *reader = jl_tree_reader_new(b->repo);
	struct side_walk w = {.build = b, .end_edit = b->edits.n};
	int rc = 0;

	/* Newest first, as the line is; what is on it was brought by nobody. */
	if (b->edits.n)
		qsort(b->edits.v, b->edits.n, sizeof(*b->edits.v), by_commit);
	for (size_t i = 0; i < line->n; i++)
		jl_oidset_add(&w.met, &line->v[i].oid);
	w.first_edit = b->edits.n;
	for (size_t i = line->n; rc == 0 && i > 0; i--) {
		w.merge = i - 1;
		w.end_edit = w.first_edit;
		while (w.first_edit > 0 &&
			b->edits.v[w.first_edit - 1].commit == w.merge)
			w.first_edit--;
		if (line->v[w.merge].n_parents > 1)
			rc = walk_sides(&w, reader, err);
	}
	jl_oidset_release(&w.met);
	jl_tree_reader_free(reader);
	return rc;
}

/* ---- which way a metric is good, at a commit ---- */

struct metric_word {
	const char *id;
	size_t commit; /* from which on; SIZE_MAX: before all */
	enum jl_direction direction;
};

/* Places in the line count back: the newest is 0. */
static enum jl_direction direction_at(
	const struct build *b, const char *id, size_t commit)
{
	enum jl_direction found = JL_DIRECTION_NEUTRAL;
	size_t best = 0;
	bool is_found = false;

	for (size_t i = 0; i < jl_n_built_in_metrics; i++)
		if (strcmp(jl_built_in_metrics[i].id, id) == 0)
			return (enum jl_direction)jl_built_in_metrics[i]
				.direction;
	for (size_t i = 0; i < b->n_metrics; i++) {
		const struct metric_word *m = &b->metrics[i];

		if (strcmp(m->id, id) == 0 && m->commit >= commit &&
			(!is_found || m->commit < best)) {
			is_found = true;
			best = m->commit;
			found = m->direction;
		}
	}
	return found;
}

static int add_metric(struct build *b, const struct jl_oid *blob,
	const char *id, size_t commit, struct jl_error *err)
{
	struct jl_arena arena = {0};
	struct jl_version version;
	int rc = jl_version_read(
		b->repo, JL_KIND_METRIC, id, blob, NULL, &arena, &version, err);

	if (rc == 0 && version.is_usable) {
		const struct jl_metric *metric = version.definition;

		JL_GROW(b->metrics, b->n_metrics, b->metrics_cap);
		b->metrics[b->n_metrics++] = (struct metric_word){
			id, commit, (enum jl_direction)metric->direction};
	}
	jl_version_release(&version);
	jl_arena_release(&arena);
	return rc;
}

struct known_metrics {
	struct build *build;
	int rc;
	struct jl_error *err;
};

static void see_metric(void *data, const struct jl_tree_edit *edit)
{
	struct known_metrics *k = data;
	const char *id;

	if (k->rc == 0 && jl_record_of_path(edit->path, &k->build->edits.arena,
				  &id) == JL_KIND_METRIC)
		k->rc = add_metric(
			k->build, &edit->after, id, SIZE_MAX, k->err);
}

static int read_metrics(struct build *b, struct jl_error *err)
{
	static const char *const metrics[] = {"metrics", NULL};
	struct known_metrics known = {b, 0, err};
	struct jl_tree_reader *reader;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < b->edits.n; i++) {
		const struct edit *e = &b->edits.v[i];

		if (e->record == JL_KIND_METRIC && e->is)
			rc = add_metric(b, &e->after, e->id, e->commit, err);
	}
	if (rc < 0 || !b->base_tree)
		return rc;
	reader = jl_tree_reader_new(b->repo);
	rc = jl_tree_compare(
		reader, NULL, b->base_tree, metrics, see_metric, &known, err);
	jl_tree_reader_free(reader);
	return rc < 0 ? rc : known.rc;
}

/* ---- the changes ---- */

struct asker {
	const struct build *build;
	size_t commit;
};

static enum jl_direction ask_direction(void *data, const char *metric)
{
	const struct asker *asker = data;

	return direction_at(asker->build, metric, asker->commit);
}

/* Takes over what was found; the first is the whole of a new definition. */
static void take_changes(
	struct half *half, const struct edit *e, struct jl_changes *found)
{
	bool is_new = found->n && found->v[0].what == JL_CHANGE_ADDED &&
		      !*found->v[0].path;

	for (size_t i = 0; i < found->n; i++) {
		JL_GROW(half->v, half->n, half->cap);
		half->v[half->n++] = (struct jl_built_change){
			.change = found->v[i],
			.record = e->record,
			.commit = e->commit,
			.side = e->side,
			.is_part = is_new && i > 0,
		};
	}
	free(found->v);
	memset(found, 0, sizeof(*found));
}

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
		strcmp(id, s->id) == 0) {
		s->is_found = true;
		s->blob = edit->after;
	}
	jl_arena_release(&arena);
}

static bool ask_changed_in(
	struct build *b, const struct edit *e, size_t n, struct jl_oid *commit)
{
	bool is_there;

	pthread_mutex_lock(&b->asking);
	is_there = b->known->changed_in(
		b->known->data, e->record, e->id, n, commit);
	pthread_mutex_unlock(&b->asking);
	return is_there;
}

/* What the file said when it could last be read, before a version that cannot
 * be: the next that can is compared with that. */
static int read_last_usable(struct half *half, const struct edit *e,
	struct jl_arena *arena, struct jl_version *version,
	struct jl_error *err)
{
	struct jl_tree_reader *reader = jl_tree_reader_new(half->repo);
	struct jl_oid commit, tree;
	int rc = 0;

	for (size_t n = 0; rc == 0 && !version->definition &&
			   ask_changed_in(half->build, e, n, &commit);
		n++) {
		struct sought sought = {.record = e->record, .id = e->id};
		struct jl_version earlier = {0};

		rc = tree_of(half->repo, &commit, &tree, err);
		if (rc == 0)
			rc = jl_tree_compare(reader, NULL, &tree, looked_at,
				see_record, &sought, err);
		if (rc < 0 || !sought.is_found)
			break;
		rc = jl_version_read(half->repo, e->record, e->id, &sought.blob,
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

/* One file's edits, which stand together, the oldest last. */
static int tell_file(struct half *half, const struct edit *edits, size_t n,
	struct jl_error *err)
{
	struct jl_version before = {0}, after = {0};
	struct jl_arena arena = {0};
	const struct edit *oldest = &edits[n - 1];
	int rc = 0;

	if (oldest->was)
		rc = jl_version_read(half->repo, oldest->record, oldest->id,
			&oldest->before, NULL, &arena, &before, err);
	if (rc == 0 && before.is_broken)
		rc = read_last_usable(half, oldest, &arena, &before, err);
	for (size_t i = n; rc == 0 && i > 0; i--) {
		const struct edit *e = &edits[i - 1];
		struct asker asker = {half->build, e->commit};
		struct jl_changes found = {0};

		if (e->is)
			rc = jl_version_read(half->repo, e->record, e->id,
				&e->after, &before, &arena, &after, err);
		if (rc < 0)
			break;
		jl_version_compare(e->record, e->id, e->was ? &before : NULL,
			e->is ? &after : NULL, ask_direction, &asker, &found);
		take_changes(half, e, &found);
		jl_version_follow(&before, &after, e->is);
	}
	jl_version_release(&before);
	jl_version_release(&after);
	jl_arena_release(&arena);
	return rc;
}

static bool is_of_same(const struct edit *a, const struct edit *b)
{
	return a->record == b->record && strcmp(a->id, b->id) == 0;
}

static void *tell_files(void *data)
{
	struct half *half = data;
	const struct edits *edits = &half->build->edits;

	for (size_t i = half->begin; half->rc == 0 && i < half->end;) {
		size_t n = 1;

		while (i + n < half->end &&
			is_of_same(&edits->v[i], &edits->v[i + n]))
			n++;
		half->rc = tell_file(half, &edits->v[i], n, &half->error);
		i += n;
	}
	return NULL;
}

static int by_file(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	int order = x->record - y->record;

	if (order == 0)
		order = strcmp(x->id, y->id);
	if (order)
		return order;
	if (x->commit != y->commit)
		return x->commit < y->commit ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* A file that a commit moved is gone from one place and new in another: one
 * edit, or none when its content is what it was. */
static void join_moves(struct edits *edits)
{
	size_t kept = 0;

	for (size_t i = 0; i < edits->n; i++) {
		struct edit *last = kept ? &edits->v[kept - 1] : NULL;
		struct edit *e = &edits->v[i];

		if (last && last->commit == e->commit && is_of_same(last, e)) {
			if (!last->was && e->was) {
				last->was = true;
				last->before = e->before;
			}
			if (!last->is && e->is) {
				last->is = true;
				last->after = e->after;
				last->side = e->side;
			}
		} else {
			edits->v[kept++] = *e;
		}
	}
	edits->n = kept;
}

static void drop_unchanged(struct edits *edits)
{
	size_t kept = 0;

	for (size_t i = 0; i < edits->n; i++) {
		const struct edit *e = &edits->v[i];

		if (!e->was || !e->is || !jl_oid_equal(&e->before, &e->after))
			edits->v[kept++] = *e;
	}
	edits->n = kept;
}

/* Where a file begins, at about half of the edits. */
static size_t middle_of(const struct edits *edits)
{
	size_t i = edits->n / 2;

	while (i > 0 && i < edits->n &&
		is_of_same(&edits->v[i - 1], &edits->v[i]))
		i++;
	return i;
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
		struct half *half = &b->halves[i];

		for (size_t k = 0; k < half->n; k++) {
			JL_GROW(built->v, built->n, built->cap);
			built->v[built->n] = half->v[k];
			built->v[built->n].number = built->n;
			built->n++;
		}
		free(half->v);
	}
	if (built->n)
		qsort(built->v, built->n, sizeof(*built->v), by_place);
}

static void take_edits(struct build *b)
{
	for (size_t i = 0; i < THREADS; i++) {
		struct edits *from = &b->halves[i].edits;

		for (size_t k = 0; k < from->n; k++) {
			JL_GROW(b->edits.v, b->edits.n, b->edits.cap);
			b->edits.v[b->edits.n++] = from->v[k];
		}
	}
}

static int build_all(struct build *b, struct jl_error *err)
{
	size_t n = b->built->line.n;
	int rc = run_halves(b, n, n / 2, compare_line, err);

	if (rc < 0)
		return rc;
	take_edits(b);
	rc = find_writers(b, err);
	if (rc < 0)
		return rc;
	if (b->edits.n)
		qsort(b->edits.v, b->edits.n, sizeof(*b->edits.v), by_file);
	join_moves(&b->edits);
	drop_unchanged(&b->edits);
	rc = read_metrics(b, err);
	if (rc == 0)
		rc = run_halves(
			b, b->edits.n, middle_of(&b->edits), tell_files, err);
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
	built->line.arena = built->sides.arena = &built->arena;
	jl_repo_begin_bulk();
	rc = jl_repo_line(repo, tip, known->is_on_line, known->data,
		&built->line, base, has_base, err);
	if (rc == 0 && *has_base) {
		rc = tree_of(repo, base, &base_tree, err);
		b.base_tree = &base_tree;
	}
	if (rc == 0)
		rc = build_all(&b, err);
	jl_repo_end_bulk();
	for (size_t i = 0; i < THREADS; i++) {
		release_edits(&b.halves[i].edits);
		if (b.halves[i].repo != repo)
			jl_repo_close(b.halves[i].repo);
	}
	free(b.metrics);
	release_edits(&b.edits);
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
	free(built->side_at);
	jl_commits_release(&built->line);
	jl_commits_release(&built->sides);
	jl_arena_release(&built->arena);
	memset(built, 0, sizeof(*built));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * All commits behind a tip, hashed as they are read. libgit2's own walk is not
 * used: it believes a commit-graph file, and this is there to find forged ones.
 */
#include "core/commit_order.h"
#include "core/oidset.h"
#include "core/repo_git.h"

#include <stdlib.h>
#include <string.h>

struct walk {
	struct jl_repo *repo;
	git_odb *odb;
	struct jl_oidset met;
	jl_see_fault *see;
	void *data;
};

/* Is the commit there, and does it have the hash that its id is? */
static bool is_intact(struct walk *w, const struct jl_oid *oid)
{
	struct jl_object_fault fault = {
		.type = "commit", .oid = *oid, .commit = *oid};
	git_odb_object *object = NULL;
	const git_error *last;
	git_oid id;
	int rc;

	git_oid_fromraw(&id, oid->id);
	rc = git_odb_read(&object, w->odb, &id);
	if (rc == 0 && git_odb_object_type(object) != GIT_OBJECT_COMMIT) {
		git_error_set_str(GIT_ERROR_ODB, "it is no commit");
		rc = -1;
	}
	git_odb_object_free(object);
	if (rc == 0)
		return true;
	last = git_error_last();
	fault.why = last && last->message ? last->message : "unknown cause";
	fault.is_missing = rc == GIT_ENOTFOUND;
	fault.is_unread = jl_git_has_system_failed();
	w->see(w->data, &fault);
	return false;
}

/* Reads it behind the others, if it can be read. */
static bool read_commit(
	struct walk *w, const struct jl_oid *oid, struct jl_commits *commits)
{
	struct jl_object_fault fault = {
		.type = "commit", .oid = *oid, .commit = *oid};
	struct jl_error error;

	if (!is_intact(w, oid))
		return false;
	if (jl_repo_commit_read(w->repo, oid, commits, &error) == 0)
		return true;
	fault.why = error.message;
	fault.is_unread = error.code == JL_EENV;
	w->see(w->data, &fault);
	return false;
}

static void read_line(
	struct walk *w, const struct jl_oid *tip, struct jl_commits *line)
{
	struct jl_oid at = *tip;

	while (jl_oidset_add(&w->met, &at) && read_commit(w, &at, line)) {
		const struct jl_commit *last = &line->v[line->n - 1];

		if (last->n_parents == 0)
			return;
		at = last->parents[0];
	}
}

/* The commits behind the other parents that nothing brought before. */
static void read_sides(
	struct walk *w, const struct jl_commit *merge, struct jl_commits *sides)
{
	for (size_t i = 1; i < merge->n_parents; i++)
		if (jl_oidset_add(&w->met, &merge->parents[i]))
			read_commit(w, &merge->parents[i], sides);
	for (size_t at = 0; at < sides->n; at++)
		for (size_t i = 0; i < sides->v[at].n_parents; i++) {
			struct jl_oid parent = sides->v[at].parents[i];

			if (jl_oidset_add(&w->met, &parent))
				read_commit(w, &parent, sides);
		}
}

/* Takes the commit over. */
static void add(struct jl_dag *dag, struct jl_commit *commit, uint64_t position,
	size_t *cap)
{
	JL_GROW(dag->commits.v, dag->commits.n, dag->commits.cap);
	if (*cap < dag->commits.cap) {
		*cap = dag->commits.cap;
		dag->positions = jl_xrealloc(
			dag->positions, *cap, sizeof(*dag->positions));
	}
	dag->positions[dag->commits.n] = position;
	dag->commits.v[dag->commits.n++] = *commit;
	memset(commit, 0, sizeof(*commit));
}

/* Those that others came of first. */
static void add_sides(struct jl_dag *dag, struct jl_commits *sides,
	uint64_t position, size_t *cap)
{
	size_t *order = jl_commits_order(sides, 0);

	for (size_t k = sides->n; k > 0; k--)
		add(dag, &sides->v[order[k - 1]], position, cap);
	free(order);
	sides->n = 0;
}

int jl_repo_dag(struct jl_repo *repo, const struct jl_oid *tip,
	struct jl_dag *dag, jl_see_fault *see, void *data, struct jl_error *err)
{
	struct walk w = {.repo = repo, .see = see, .data = data};
	struct jl_commits line = {0}, sides = {0};
	size_t cap = 0;

	memset(dag, 0, sizeof(*dag));
	dag->commits.arena = line.arena = sides.arena = &dag->arena;
	if (git_repository_odb(&w.odb, repo->handle) < 0)
		return jl_git_fail(err, JL_EENV, "the objects cannot be read");
	read_line(&w, tip, &line);
	for (size_t i = line.n; i > 0; i--) {
		uint64_t position = line.n - i + 1;

		read_sides(&w, &line.v[i - 1], &sides);
		add_sides(dag, &sides, position, &cap);
		add(dag, &line.v[i - 1], position, &cap);
	}
	jl_commits_release(&line);
	jl_commits_release(&sides);
	jl_oidset_release(&w.met);
	git_odb_free(w.odb);
	return 0;
}

void jl_dag_release(struct jl_dag *dag)
{
	jl_commits_release(&dag->commits);
	free(dag->positions);
	jl_arena_release(&dag->arena);
	memset(dag, 0, sizeof(*dag));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Kahn's algorithm: a commit's turn comes when all that came of it had theirs.
 * A. B. Kahn, "Topological sorting of large networks", CACM 5 (1962). */
#include "core/commit_order.h"

#include "core/oidset.h"

#include <stdlib.h>

struct order {
	const struct jl_commits *commits;
	size_t first, n;
	struct jl_oidset places; /* from the first on */
	size_t *children;	 /* whose turn has not come */
	size_t *queue, n_queue;
};

/* Takes one child off each of the parents that are among them. */
static void release_parents(struct order *o, const struct jl_commit *c)
{
	size_t place;

	for (size_t p = 0; p < c->n_parents; p++)
		if (jl_oidset_find(&o->places, &c->parents[p], &place) &&
			--o->children[place] == 0)
			o->queue[o->n_queue++] = place;
}

static void count_children(struct order *o)
{
	size_t place;

	for (size_t i = 0; i < o->n; i++)
		jl_oidset_add(&o->places, &o->commits->v[o->first + i].oid);
	for (size_t i = 0; i < o->n; i++) {
		const struct jl_commit *c = &o->commits->v[o->first + i];

		for (size_t p = 0; p < c->n_parents; p++)
			if (jl_oidset_find(&o->places, &c->parents[p], &place))
				o->children[place]++;
	}
}

size_t *jl_commits_order(const struct jl_commits *commits, size_t first)
{
	size_t n = commits->n - first;
	struct order o = {.commits = commits,
		.first = first,
		.n = n,
		.children = jl_xcalloc(n + 1, sizeof(size_t)),
		.queue = jl_xcalloc(n + 1, sizeof(size_t))};

	count_children(&o);
	for (size_t i = 0; i < n; i++)
		if (o.children[i] == 0)
			o.queue[o.n_queue++] = i;
	for (size_t q = 0; q < o.n_queue; q++)
		release_parents(&o, &commits->v[first + o.queue[q]]);
	for (size_t q = 0; q < n; q++)
		o.queue[q] += first;
	jl_oidset_release(&o.places);
	free(o.children);
	return o.queue;
}

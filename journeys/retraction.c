/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The set of retractions: which of them are in force, and a new one. */
#include "journeys/retraction.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
	const struct jl_retraction_info *x = a, *y = b;

	return strcmp(x->retraction.id, y->retraction.id);
}

static struct jl_retraction_info *find(
	const struct jl_retractions *retractions, const char *id)
{
	struct jl_retraction_info wanted = {.retraction.id = id};

	if (!retractions->n)
		return NULL;
	return bsearch(&wanted, retractions->v, retractions->n,
		sizeof(*retractions->v), by_id);
}

static int by_retracted(const void *a, const void *b)
{
	struct jl_retraction_info *const *x = a, *const *y = b;
	int order =
		strcmp((*x)->retraction.retracts, (*y)->retraction.retracts);

	return order ? order : by_id(*x, *y);
}

static void list_in_force(struct jl_retractions *all)
{
	free(all->in_force);
	all->in_force = jl_xcalloc(all->n, sizeof(*all->in_force));
	all->n_in_force = 0;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].is_in_force)
			all->in_force[all->n_in_force++] = &all->v[i];
	if (all->n_in_force)
		qsort(all->in_force, all->n_in_force, sizeof(*all->in_force),
			by_retracted);
}

/*
 * Sorts them, and decides which are in force, from the ends of the chains: one
 * that nothing retracts is, what it retracts is not, and so on. In a circle,
 * which only a hand can have written, nothing is ever decided, and so nothing
 * is in force.
 */
static void decide(struct jl_retractions *all)
{
	size_t *waits_for = jl_xcalloc(all->n, sizeof(*waits_for));
	struct jl_retraction_info **ready = jl_xcalloc(all->n, sizeof(*ready));
	size_t n = 0;

	if (all->n)
		qsort(all->v, all->n, sizeof(*all->v), by_id);
	for (size_t i = 0; i < all->n; i++)
		all->v[i].is_in_force = false;
	for (size_t i = 0; i < all->n; i++) {
		const struct jl_retraction_info *earlier =
			find(all, all->v[i].retraction.retracts);

		if (earlier)
			waits_for[earlier - all->v]++;
	}
	for (size_t i = 0; i < all->n; i++)
		if (!waits_for[i]) {
			all->v[i].is_in_force = true;
			ready[n++] = &all->v[i];
		}
	for (size_t i = 0; i < n; i++) {
		struct jl_retraction_info *earlier =
			find(all, ready[i]->retraction.retracts);
		size_t *left = earlier ? &waits_for[earlier - all->v] : NULL;

		if (!left || *left == 0)
			continue;
		*left = ready[i]->is_in_force ? 0 : *left - 1;
		if (*left > 0)
			continue;
		earlier->is_in_force = !ready[i]->is_in_force;
		ready[n++] = earlier;
	}
	free(ready);
	free(waits_for);
	list_in_force(all);
}

int jl_retractions_read(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_retractions *retractions, struct jl_error *err)
{
	struct jl_entries entries = {0};
	int rc = jl_repo_list(repo, commit, JL_RETRACTIONS, &entries, err);

	for (size_t i = 0; rc == 0 && i < entries.n; i++) {
		struct jl_retraction_info *info;

		if (!jl_is_receipt_name(entries.v[i].name))
			continue;
		JL_GROW(retractions->v, retractions->n, retractions->cap);
		info = &retractions->v[retractions->n++];
		memset(info, 0, sizeof(*info));
		rc = jl_retraction_read(repo, &entries.v[i],
			&retractions->arena, &info->retraction, info->leaf,
			err);
	}
	jl_entries_release(&entries);
	if (rc == 0)
		decide(retractions);
	return rc;
}

void jl_retractions_release(struct jl_retractions *retractions)
{
	free(retractions->v);
	free(retractions->in_force);
	jl_arena_release(&retractions->arena);
	memset(retractions, 0, sizeof(*retractions));
}

const struct jl_retraction *jl_retractions_find(
	const struct jl_retractions *retractions, const char *id)
{
	const struct jl_retraction_info *found = find(retractions, id);

	return found ? &found->retraction : NULL;
}

const struct jl_retraction *jl_retractions_of(
	const struct jl_retractions *retractions, const char *id)
{
	size_t low = 0, high = retractions->n_in_force;

	/* The first that retracts it, or something behind it. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(retractions->in_force[middle]->retraction.retracts,
			    id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == retractions->n_in_force ||
		strcmp(retractions->in_force[low]->retraction.retracts, id) !=
			0)
		return NULL;
	return &retractions->in_force[low]->retraction;
}

const char *jl_retractions_end(
	const struct jl_retractions *retractions, const char *id)
{
	const struct jl_retraction *r;

	/* No chain is longer than there are retractions. */
	for (size_t i = 0; i < retractions->n; i++) {
		r = jl_retractions_find(retractions, id);
		if (!r)
			break;
		id = r->retracts;
	}
	return id;
}

/* Unlike any other's; `nth` tells apart those that say the same. */
static char *new_id(const struct jl_retraction *r, int nth)
{
	struct jl_str seed = JL_STR_INIT;
	char hex[2 * JL_DIGEST_SIZE + 1];
	uint8_t digest[JL_DIGEST_SIZE];

	jl_str_addf(&seed, "%s\n%s\n%s\n%s\n%d\n", r->retracts, r->retracted_at,
		r->retracted_by, r->reason ? r->reason : "", nth);
	jl_sha256(jl_str_text(&seed), seed.len, digest);
	jl_hex(digest, sizeof(digest), hex);
	jl_str_release(&seed);
	return jl_xasprintf("retract-%.4s%.2s%.2s-%.8s", r->retracted_at,
		r->retracted_at + 5, r->retracted_at + 8, hex);
}

const struct jl_retraction *jl_retractions_add(
	struct jl_retractions *all, const struct jl_retraction *new)
{
	struct jl_arena *arena = &all->arena;
	struct jl_retraction_info *info;
	const struct jl_retraction *added;
	char *id = NULL;
	int nth = 0;

	do {
		free(id);
		id = new_id(new, nth++);
	} while (find(all, id));
	JL_GROW(all->v, all->n, all->cap);
	info = &all->v[all->n++];
	memset(info, 0, sizeof(*info));
	info->retraction = (struct jl_retraction){
		.id = jl_arena_strdup(arena, id),
		.retracts = jl_arena_strdup(arena, new->retracts),
		.reason = new->reason ? jl_arena_strdup(arena, new->reason)
				      : NULL,
		.retracted_at = jl_arena_strdup(arena, new->retracted_at),
		.retracted_by = jl_arena_strdup(arena, new->retracted_by)};
	decide(all);
	added = jl_retractions_find(all, id);
	free(id);
	return added;
}

static void add_member(struct jl_str *out, const char *key, const char *text)
{
	if (!text)
		return;
	jl_str_addf(out, "%s\n  \"%s\": ", out->len > 1 ? "," : "", key);
	jl_json_add_string(out, text);
}

void jl_retraction_write(const struct jl_retraction *r, struct jl_str *out)
{
	jl_str_addc(out, '{');
	add_member(out, "id", r->id);
	add_member(out, "retracts", r->retracts);
	add_member(out, "reason", r->reason);
	add_member(out, "retracted_at", r->retracted_at);
	add_member(out, "retracted_by", r->retracted_by);
	jl_str_add(out, "\n}\n");
}

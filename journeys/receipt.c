/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Reading receipts and retractions, and which retractions are in force. */
#include "journeys/receipt.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

static int check_name(const char *path, const char *name, const char *id,
	struct jl_error *err)
{
	size_t len = strlen(id);

	if (strncmp(name, id, len) == 0 && strcmp(name + len, ".json") == 0)
		return 0;
	return jl_fail(err, JL_EINVALID,
		"%s: the receipt's id '%s' is not its file's name", path, id);
}

/* Every shape of a receipt has its id first. */
static const char *id_of(const void *receipt)
{
	const char *id;

	memcpy(&id, receipt, sizeof(id));
	return id;
}

int jl_receipt_read(struct jl_repo *repo, const char *folder,
	const struct jl_entry *entry, const struct jl_shape *shape,
	struct jl_arena *arena, void *out, uint8_t leaf[JL_DIGEST_SIZE],
	struct jl_error *err)
{
	struct jl_findings findings = {0};
	char *path = jl_xasprintf("%s/%s", folder, entry->name);
	struct jl_parse parse = {arena, &findings, path};
	struct jl_json_problem problem = {0};
	const struct jl_finding *error;
	json_t *json = NULL;
	char *text = NULL;
	size_t len;
	int rc = jl_repo_blob(repo, &entry->oid, &text, &len, err);

	if (rc < 0)
		goto out;
	jl_merkle_leaf(text, len, leaf);
	json = jl_json_parse(text, len, &problem);
	if (!json) {
		rc = jl_fail(err, JL_EINVALID, "%s:%zu:%zu: %s", path,
			problem.line, problem.column, problem.message);
		goto out;
	}
	jl_shape_parse(&parse, shape, json, out);
	jl_findings_locate(&findings, path, text, len);
	error = jl_findings_first_error(&findings);
	rc = error ? jl_fail(err, JL_EINVALID,
			     "%s:%zu:%zu: the receipt cannot be read: %s", path,
			     error->line, error->column, error->sentence)
		   : check_name(path, entry->name, id_of(out), err);
out:
	json_decref(json);
	jl_findings_release(&findings);
	free(path);
	free(text);
	return rc;
}

bool jl_is_receipt_name(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".json") == 0;
}

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

/*
 * Decides which are in force, from the ends of the chains: one that nothing
 * retracts is, what it retracts is not, and so on. In a circle, which only a
 * hand can have written, nothing is ever decided, and so nothing is in force.
 */
static void decide(struct jl_retractions *all)
{
	size_t *waits_for = jl_xcalloc(all->n, sizeof(*waits_for));
	struct jl_retraction_info **ready = jl_xcalloc(all->n, sizeof(*ready));
	size_t n = 0;

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
		rc = jl_receipt_read(repo, JL_RETRACTIONS, &entries.v[i],
			&jl_retraction_shape, &retractions->arena,
			&info->retraction, info->leaf, err);
	}
	jl_entries_release(&entries);
	if (rc == 0 && retractions->n) {
		qsort(retractions->v, retractions->n, sizeof(*retractions->v),
			by_id);
		decide(retractions);
	}
	return rc;
}

void jl_retractions_release(struct jl_retractions *retractions)
{
	free(retractions->v);
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
	for (size_t i = 0; i < retractions->n; i++)
		if (retractions->v[i].is_in_force &&
			strcmp(retractions->v[i].retraction.retracts, id) == 0)
			return &retractions->v[i].retraction;
	return NULL;
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

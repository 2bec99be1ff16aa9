/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Receipts from git, their order from the history, and the cache's copy. */
#include "journeys/batches.h"

#include "core/mem.h"
#include "journeys/batch.h"

#include <stdlib.h>
#include <string.h>

const char jl_batches_tables[] = "CREATE TABLE IF NOT EXISTS batch ("
				 "  number INTEGER PRIMARY KEY,"
				 "  position INTEGER NOT NULL,"
				 "  state INTEGER NOT NULL,"
				 "  is_in_git INTEGER NOT NULL,"
				 "  stamp INTEGER NOT NULL,"
				 "  why TEXT NOT NULL,"
				 "  oid BLOB NOT NULL,"
				 "  leaf BLOB NOT NULL,"
				 "  checksum INTEGER NOT NULL,"
				 "  packed BLOB NOT NULL);";

const char *const jl_batch_states[] = {
	"here", "missing", "damaged", "retracted", NULL};

void jl_batches_release(struct jl_batches *batches)
{
	free(batches->v);
	jl_arena_release(&batches->arena);
	memset(batches, 0, sizeof(*batches));
}

static struct jl_batch_info *add_info(struct jl_batches *batches)
{
	JL_GROW(batches->v, batches->n, batches->cap);
	memset(&batches->v[batches->n], 0, sizeof(*batches->v));
	batches->v[batches->n].why = "";
	return &batches->v[batches->n++];
}

/* ---- what the commit says ---- */

static bool has_receipt(
	const struct jl_batches *batches, const struct jl_oid *oid)
{
	for (size_t i = 0; batches && i < batches->n; i++)
		if (jl_oid_equal(&batches->v[i].oid, oid))
			return true;
	return false;
}

static int by_name(const void *name, const void *entry)
{
	return strcmp(name, ((const struct jl_entry *)entry)->name);
}

static int read_receipt(struct jl_repo *repo, struct jl_batches *batches,
	const struct jl_entry *entry, struct jl_error *err)
{
	struct jl_batch_info *info = add_info(batches);

	info->oid = entry->oid;
	return jl_receipt_read(
		repo, entry, &batches->arena, &info->receipt, info->leaf, err);
}

/* What was retracted stays in the list, and does not count. */
static void mark_retracted(
	struct jl_batches *batches, const struct jl_retractions *retractions)
{
	for (size_t i = 0; i < batches->n; i++) {
		struct jl_batch_info *info = &batches->v[i];
		const struct jl_retraction *r =
			jl_retractions_of(retractions, info->receipt.id);
		char *why;

		if (!r)
			continue;
		why = jl_xasprintf("retracted by %s on %.10s%s%s",
			r->retracted_by, r->retracted_at, r->reason ? ": " : "",
			r->reason ? r->reason : "");
		info->state = JL_BATCH_RETRACTED;
		info->why = jl_arena_strdup(&batches->arena, why);
		free(why);
	}
}

bool jl_batch_is_missed(const struct jl_batch_info *info)
{
	return info->state == JL_BATCH_MISSING ||
	       info->state == JL_BATCH_DAMAGED;
}

/* Large batches are not in git, or as another tool's pointer only. */
static void find_file(
	struct jl_batch_info *info, const struct jl_entries *entries)
{
	const char *file = info->receipt.file;
	const char *name = strrchr(file, '/');
	const struct jl_entry *entry =
		name ? bsearch(name + 1, entries->v, entries->n,
			       sizeof(*entries->v), by_name)
		     : NULL;

	info->is_in_git = entry && !jl_batch_is_outside_git(&info->receipt);
	if (info->is_in_git) {
		memcpy(&info->stamp, entry->oid.id, sizeof(info->stamp));
		info->stamp |= 1;
	}
}

int jl_batches_read(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_batches *known, struct jl_batches *batches,
	struct jl_error *err)
{
	struct jl_retractions retractions = {0};
	struct jl_entries entries = {0};
	int rc = jl_repo_list(repo, commit, JL_MEASURES, &entries, err);

	if (rc == 0)
		rc = jl_retractions_read(repo, commit, &retractions, err);
	for (size_t i = 0; rc == 0 && i < entries.n; i++)
		if (jl_is_receipt_name(entries.v[i].name) &&
			!has_receipt(known, &entries.v[i].oid))
			rc = read_receipt(repo, batches, &entries.v[i], err);
	for (size_t i = 0; rc == 0 && i < batches->n; i++)
		find_file(&batches->v[i], &entries);
	if (rc == 0)
		mark_retracted(batches, &retractions);
	jl_retractions_release(&retractions);
	jl_entries_release(&entries);
	return rc;
}

/* ---- ledger order ---- */

static int by_ledger_order(const void *a, const void *b)
{
	const struct jl_batch_info *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return strcmp(x->receipt.id, y->receipt.id);
}

/* Is this the file of the batch's receipt? */
static bool is_its_receipt(const char *name, const char *id)
{
	size_t len = strlen(id);

	return strncmp(name, id, len) == 0 && strcmp(name + len, ".json") == 0;
}

/* Where the receipt came last, by the walk, or where it was known to be when
 * the walk met what is known before. */
static uint64_t position_of(const char *id, const struct jl_additions *added,
	const struct jl_batches_base *base)
{
	for (size_t i = added->n; i > 0; i--)
		if (is_its_receipt(added->v[i - 1].name, id))
			return added->v[i - 1].position;
	for (size_t i = 0; added->from_known && i < base->batches->n; i++)
		if (strcmp(base->batches->v[i].receipt.id, id) == 0)
			return base->batches->v[i].position;
	return 0;
}

int jl_batches_order(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_batches_base *base, struct jl_batches *batches,
	uint64_t *position, struct jl_error *err)
{
	struct jl_additions added = {0};
	int rc = jl_repo_additions(repo, commit, JL_MEASURES,
		base ? &base->commit : NULL, base ? base->position : 0, &added,
		err);

	for (size_t i = 0; rc == 0 && i < batches->n; i++)
		batches->v[i].position =
			position_of(batches->v[i].receipt.id, &added, base);
	if (rc == 0 && batches->n)
		qsort(batches->v, batches->n, sizeof(*batches->v),
			by_ledger_order);
	for (size_t i = 0; rc == 0 && i < batches->n; i++)
		batches->v[i].number = (uint32_t)i + 1;
	*position = added.tip_position;
	jl_additions_release(&added);
	return rc;
}

bool jl_batches_begin_alike(
	const struct jl_batches *a, const struct jl_batches *b, size_t n)
{
	if (a->n < n || b->n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(a->v[i].receipt.id, b->v[i].receipt.id) != 0 ||
			!jl_oid_equal(&a->v[i].oid, &b->v[i].oid))
			return false;
	return true;
}

/* ---- what the cache has ---- */

static int64_t checksum(
	const struct jl_batch_info *info, const void *packed, size_t len)
{
	uint32_t sum = jl_checksum(0, info->oid.id, JL_OID_SIZE);

	sum = jl_checksum(sum, info->leaf, JL_DIGEST_SIZE);
	return (int64_t)jl_checksum(sum, packed, len);
}

static int damaged(struct jl_error *err)
{
	return jl_fail(err, JL_EDAMAGED, "the cache is damaged");
}

static int load_batch(
	struct jl_stmt *stmt, struct jl_batches *batches, struct jl_error *err)
{
	struct jl_batch_info *info = add_info(batches);
	const char *oid, *leaf, *packed, *at;
	size_t oid_len, leaf_len, len;

	info->number = (uint32_t)jl_stmt_int(stmt, 0);
	info->position = (uint64_t)jl_stmt_int(stmt, 1);
	info->state = (enum jl_batch_state)jl_stmt_int(stmt, 2);
	info->is_in_git = jl_stmt_int(stmt, 3) != 0;
	info->stamp = jl_stmt_int(stmt, 4);
	info->why = jl_arena_strdup(&batches->arena, jl_stmt_text(stmt, 5));
	oid = jl_stmt_blob(stmt, 6, &oid_len);
	leaf = jl_stmt_blob(stmt, 7, &leaf_len);
	if (oid_len != JL_OID_SIZE || leaf_len != JL_DIGEST_SIZE ||
		info->state > JL_BATCH_RETRACTED)
		return damaged(err);
	memcpy(info->oid.id, oid, oid_len);
	memcpy(info->leaf, leaf, leaf_len);
	packed = jl_stmt_blob(stmt, 9, &len);
	if (jl_stmt_int(stmt, 8) != checksum(info, packed, len))
		return damaged(err);
	packed = at = jl_arena_strndup(&batches->arena, packed, len);
	if (!jl_shape_unpack(&jl_receipt_shape, &at, packed + len,
		    &batches->arena, &info->receipt) ||
		!info->receipt.id || !info->receipt.file)
		return damaged(err);
	return 0;
}

int jl_batches_load(
	struct jl_db *db, struct jl_batches *batches, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db,
		"SELECT number, position, state, is_in_git, stamp, why, oid,"
		" leaf, checksum, packed"
		" FROM batch ORDER BY number",
		&stmt, err);

	while (rc == 0 && (rc = jl_stmt_step(stmt, err)) > 0)
		rc = load_batch(stmt, batches, err);
	jl_stmt_close(stmt);
	return rc;
}

int jl_batches_keep(struct jl_db *db, const struct jl_batches *batches,
	struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	struct jl_str packed = JL_STR_INIT;
	int rc = jl_db_exec(db, "DELETE FROM batch", err);

	if (rc == 0)
		rc = jl_db_prepare(db,
			"INSERT INTO batch (number, position, state,"
			" is_in_git, stamp, why, oid, leaf, checksum, packed)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			&stmt, err);
	for (size_t i = 0; rc == 0 && i < batches->n; i++) {
		const struct jl_batch_info *info = &batches->v[i];

		jl_str_clear(&packed);
		jl_shape_pack(&jl_receipt_shape, &info->receipt, &packed);
		jl_stmt_bind_int(stmt, 1, info->number);
		jl_stmt_bind_int(stmt, 2, (int64_t)info->position);
		jl_stmt_bind_int(stmt, 3, info->state);
		jl_stmt_bind_int(stmt, 4, info->is_in_git);
		jl_stmt_bind_int(stmt, 5, info->stamp);
		jl_stmt_bind_text(stmt, 6, info->why);
		jl_stmt_bind_blob(stmt, 7, info->oid.id, JL_OID_SIZE);
		jl_stmt_bind_blob(stmt, 8, info->leaf, JL_DIGEST_SIZE);
		jl_stmt_bind_int(
			stmt, 9, checksum(info, packed.text, packed.len));
		jl_stmt_bind_blob(stmt, 10, packed.text, packed.len);
		rc = jl_stmt_step(stmt, err);
	}
	jl_stmt_close(stmt);
	jl_str_release(&packed);
	return rc;
}

/* ---- looking at them ---- */

/* A leaf of the Merkle tree. */
struct leaf {
	const char *id;
	const uint8_t *digest;
};

static int by_leaf_id(const void *a, const void *b)
{
	const struct leaf *x = a, *y = b;

	return strcmp(x->id, y->id);
}

void jl_batches_root(const struct jl_batches *batches,
	const struct jl_retractions *retractions, char hex[JL_DIGEST_HEX])
{
	size_t n = batches->n + retractions->n;
	uint8_t(*digests)[JL_DIGEST_SIZE] = jl_xcalloc(n, sizeof(*digests));
	struct leaf *leaves = jl_xcalloc(n, sizeof(*leaves));
	uint8_t root[JL_DIGEST_SIZE];

	for (size_t i = 0; i < batches->n; i++)
		leaves[i] = (struct leaf){
			batches->v[i].receipt.id, batches->v[i].leaf};
	for (size_t i = 0; i < retractions->n; i++)
		leaves[batches->n + i] =
			(struct leaf){retractions->v[i].retraction.id,
				retractions->v[i].leaf};
	if (n)
		qsort(leaves, n, sizeof(*leaves), by_leaf_id);
	for (size_t i = 0; i < n; i++)
		memcpy(digests[i], leaves[i].digest, JL_DIGEST_SIZE);
	jl_merkle_root((const uint8_t(*)[JL_DIGEST_SIZE])digests, n, root);
	jl_hex(root, sizeof(root), hex);
	free(leaves);
	free(digests);
}

const struct jl_batch_info *jl_batches_find_sha256(
	const struct jl_batches *batches, const char *sha256)
{
	for (size_t i = 0; i < batches->n; i++)
		if (batches->v[i].state != JL_BATCH_RETRACTED &&
			strcmp(batches->v[i].receipt.batch_sha256, sha256) == 0)
			return &batches->v[i];
	return NULL;
}

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

const char *const jl_batch_states[] = {"here", "missing", "damaged", NULL};

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

static int read_receipt(struct jl_repo *repo, struct jl_batches *batches,
	const struct jl_entry *entry, struct jl_error *err)
{
	struct jl_batch_info *info = add_info(batches);
	struct jl_findings findings = {0};
	char *path = jl_xasprintf("measures/%s", entry->name);
	struct jl_parse parse = {&batches->arena, &findings, path};
	struct jl_json_problem problem = {0};
	const struct jl_finding *error;
	json_t *json = NULL;
	char *text = NULL;
	size_t len;
	int rc = jl_repo_blob(repo, &entry->oid, &text, &len, err);

	if (rc < 0)
		goto out;
	info->oid = entry->oid;
	jl_merkle_leaf(text, len, info->leaf);
	json = jl_json_parse(text, len, &problem);
	if (!json) {
		rc = jl_fail(err, JL_EINVALID, "%s:%zu:%zu: %s", path,
			problem.line, problem.column, problem.message);
		goto out;
	}
	jl_shape_parse(&parse, &jl_receipt_shape, json, &info->receipt);
	jl_findings_locate(&findings, path, text, len);
	error = jl_findings_first_error(&findings);
	if (!error && (strncmp(info->receipt.id, entry->name,
			       strlen(info->receipt.id)) != 0 ||
			      strcmp(entry->name + strlen(info->receipt.id),
				      ".json") != 0))
		rc = jl_fail(err, JL_EINVALID,
			"%s: the receipt's id '%s' is not its file's name",
			path, info->receipt.id);
	if (error)
		rc = jl_fail(err, JL_EINVALID,
			"%s:%zu:%zu: the receipt cannot be read: %s", path,
			error->line, error->column, error->sentence);
out:
	json_decref(json);
	jl_findings_release(&findings);
	free(path);
	free(text);
	return rc;
}

static bool is_receipt_name(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".json") == 0;
}

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
	struct jl_entries entries = {0};
	int rc = jl_repo_list(repo, commit, "measures", &entries, err);

	for (size_t i = 0; rc == 0 && i < entries.n; i++)
		if (is_receipt_name(entries.v[i].name) &&
			!has_receipt(known, &entries.v[i].oid))
			rc = read_receipt(repo, batches, &entries.v[i], err);
	for (size_t i = 0; rc == 0 && i < batches->n; i++)
		find_file(&batches->v[i], &entries);
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
	int rc = jl_repo_additions(repo, commit, "measures",
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
		info->state > JL_BATCH_DAMAGED)
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

static int by_batch_id(const void *a, const void *b)
{
	const struct jl_batch_info *const *x = a, *const *y = b;

	return strcmp((*x)->receipt.id, (*y)->receipt.id);
}

void jl_batches_root(const struct jl_batches *batches, char hex[JL_DIGEST_HEX])
{
	uint8_t(*leaves)[JL_DIGEST_SIZE] =
		jl_xcalloc(batches->n, sizeof(*leaves));
	const struct jl_batch_info **sorted =
		jl_xcalloc(batches->n, sizeof(*sorted));
	uint8_t root[JL_DIGEST_SIZE];

	for (size_t i = 0; i < batches->n; i++)
		sorted[i] = &batches->v[i];
	if (batches->n)
		qsort(sorted, batches->n, sizeof(*sorted), by_batch_id);
	for (size_t i = 0; i < batches->n; i++)
		memcpy(leaves[i], sorted[i]->leaf, JL_DIGEST_SIZE);
	jl_merkle_root(
		(const uint8_t(*)[JL_DIGEST_SIZE])leaves, batches->n, root);
	jl_hex(root, sizeof(root), hex);
	free(sorted);
	free(leaves);
}

const struct jl_batch_info *jl_batches_find_sha256(
	const struct jl_batches *batches, const char *sha256)
{
	for (size_t i = 0; i < batches->n; i++)
		if (strcmp(batches->v[i].receipt.batch_sha256, sha256) == 0)
			return &batches->v[i];
	return NULL;
}

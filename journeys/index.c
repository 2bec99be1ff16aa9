/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Keeping the series in step with the receipts. New receipts behind all known
 * ones are appended; anything else (a receipt gone, changed, or come in
 * between by a merge or a rewritten history) rebuilds the series from the
 * batch files, which gives the same content.
 */
#include "journeys/index.h"

#include "core/file.h"
#include "journeys/batch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char jl_index_tables[] = "CREATE TABLE IF NOT EXISTS batch ("
			       "  number INTEGER PRIMARY KEY,"
			       "  position INTEGER NOT NULL,"
			       "  is_here INTEGER NOT NULL,"
			       "  oid BLOB NOT NULL,"
			       "  leaf BLOB NOT NULL,"
			       "  packed BLOB NOT NULL);";

void jl_index_close(struct jl_index *index)
{
	if (!index)
		return;
	if (index->is_private)
		jl_db_close(index->db);
	free(index->batches);
	jl_arena_release(&index->arena);
	free(index);
}

static struct jl_batch_info *add_info(struct jl_index *index)
{
	JL_GROW(index->batches, index->n, index->cap);
	memset(&index->batches[index->n], 0, sizeof(*index->batches));
	return &index->batches[index->n++];
}

/* ---- what the commit says ---- */

static int read_receipt(struct jl_repo *repo, struct jl_index *index,
	const struct jl_entry *entry, struct jl_error *err)
{
	struct jl_batch_info *info = add_info(index);
	struct jl_findings findings = {0};
	char *path = jl_xasprintf("measures/%s", entry->name);
	struct jl_parse parse = {&index->arena, &findings, path};
	struct jl_json_problem problem = {0};
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
	if (findings.n == 0 &&
		(strncmp(info->receipt.id, entry->name,
			 strlen(info->receipt.id)) != 0 ||
			strcmp(entry->name + strlen(info->receipt.id),
				".json") != 0))
		rc = jl_fail(err, JL_EINVALID,
			"%s: the receipt's id '%s' is not its file's name",
			path, info->receipt.id);
	if (findings.n)
		rc = jl_fail(err, JL_EINVALID,
			"%s:%zu:%zu: the receipt cannot be read: %s", path,
			findings.v[0].line, findings.v[0].column,
			findings.v[0].sentence);
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

static int by_ledger_order(const void *a, const void *b)
{
	const struct jl_batch_info *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return strcmp(x->receipt.id, y->receipt.id);
}

/* Positions of all receipts: where each came last, by the walk, or where it
 * was known to be when the walk met what is known before. */
static void set_positions(struct jl_index *index, const struct jl_index *known,
	const struct jl_additions *additions)
{
	for (size_t i = 0; i < index->n; i++) {
		struct jl_batch_info *info = &index->batches[i];
		const char *id = info->receipt.id;
		size_t len = strlen(id);

		for (size_t j = additions->n; j > 0 && !info->position; j--)
			if (strncmp(additions->v[j - 1].name, id, len) == 0 &&
				strcmp(additions->v[j - 1].name + len,
					".json") == 0)
				info->position = additions->v[j - 1].position;
		for (size_t j = 0; additions->from_known && !info->position &&
				   j < known->n;
			j++)
			if (strcmp(known->batches[j].receipt.id, id) == 0)
				info->position = known->batches[j].position;
	}
	if (index->n)
		qsort(index->batches, index->n, sizeof(*index->batches),
			by_ledger_order);
	for (size_t i = 0; i < index->n; i++)
		index->batches[i].number = (uint32_t)i + 1;
}

/* ---- what the cache has ---- */

static int load_batches(struct jl_index *index, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(index->db,
		"SELECT number, position, is_here, oid, leaf, packed"
		" FROM batch ORDER BY number",
		&stmt, err);

	while (rc >= 0 && (rc = jl_stmt_step(stmt, err)) > 0) {
		struct jl_batch_info *info = add_info(index);
		const char *bytes, *at;
		size_t len;

		info->number = (uint32_t)jl_stmt_int(stmt, 0);
		info->position = (uint64_t)jl_stmt_int(stmt, 1);
		info->is_here = jl_stmt_int(stmt, 2) != 0;
		bytes = jl_stmt_blob(stmt, 3, &len);
		if (len == JL_OID_SIZE)
			memcpy(info->oid.id, bytes, len);
		bytes = jl_stmt_blob(stmt, 4, &len);
		if (len == JL_DIGEST_SIZE)
			memcpy(info->leaf, bytes, len);
		bytes = jl_stmt_blob(stmt, 5, &len);
		bytes = at = jl_arena_strndup(&index->arena, bytes, len);
		if (!jl_shape_unpack(&jl_receipt_shape, &at, bytes + len,
			    &index->arena, &info->receipt) ||
			!info->receipt.id || !info->receipt.file)
			rc = jl_fail(err, JL_EDAMAGED, "the cache is damaged");
	}
	jl_stmt_close(stmt);
	return rc;
}

static int store_batches(const struct jl_index *index, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	struct jl_str packed = JL_STR_INIT;
	int rc = jl_db_exec(index->db, "DELETE FROM batch", err);

	if (rc == 0)
		rc = jl_db_prepare(index->db,
			"INSERT INTO batch"
			" (number, position, is_here, oid, leaf, packed)"
			" VALUES (?, ?, ?, ?, ?, ?)",
			&stmt, err);
	for (size_t i = 0; rc == 0 && i < index->n; i++) {
		const struct jl_batch_info *info = &index->batches[i];

		jl_str_clear(&packed);
		jl_shape_pack(&jl_receipt_shape, &info->receipt, &packed);
		jl_stmt_bind_int(stmt, 1, info->number);
		jl_stmt_bind_int(stmt, 2, (int64_t)info->position);
		jl_stmt_bind_int(stmt, 3, info->is_here);
		jl_stmt_bind_blob(stmt, 4, info->oid.id, JL_OID_SIZE);
		jl_stmt_bind_blob(stmt, 5, info->leaf, JL_DIGEST_SIZE);
		jl_stmt_bind_blob(stmt, 6, packed.text, packed.len);
		rc = jl_stmt_step(stmt, err);
	}
	jl_stmt_close(stmt);
	jl_str_release(&packed);
	return rc;
}

/* ---- bringing the series up to date ---- */

static bool has_file(struct jl_repo *repo, const struct jl_batch_info *info)
{
	char *path = jl_path_join(jl_repo_top(repo), info->receipt.file);
	bool is_there = jl_file_exists(path);

	free(path);
	return is_there;
}

/* Feeds a batch file to the builder; one that is not here is noted. */
static int feed(struct jl_repo *repo, struct jl_batch_info *info,
	struct jl_builder *builder, struct jl_error *err)
{
	struct jl_batch_reader *reader = NULL;
	struct jl_measure m;
	int rc = jl_batch_open(jl_repo_top(repo), &info->receipt, &reader, err);

	info->is_here = rc != JL_ENOTFOUND;
	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	while ((rc = jl_batch_next(reader, &m, err)) > 0) {
		rc = jl_builder_add(builder, &m, info->number, err);
		if (rc < 0)
			break;
	}
	jl_batch_close(reader);
	return rc;
}

static bool is_same_batch(
	const struct jl_batch_info *a, const struct jl_batch_info *b)
{
	return strcmp(a->receipt.id, b->receipt.id) == 0 &&
	       jl_oid_equal(&a->oid, &b->oid);
}

/* How many of the index's batches the series has already, in this order;
 * SIZE_MAX when it must be rebuilt. */
static size_t n_known(struct jl_repo *repo, const struct jl_index *index,
	const struct jl_index *known)
{
	if (known->n > index->n)
		return SIZE_MAX;
	for (size_t i = 0; i < known->n; i++)
		if (!is_same_batch(&known->batches[i], &index->batches[i]) ||
			known->batches[i].is_here !=
				has_file(repo, &known->batches[i]))
			return SIZE_MAX;
	return known->n;
}

static int write_fresh(struct jl_index *index, struct jl_batch_info *info,
	struct jl_fresh *fresh, struct jl_error *err)
{
	info->is_here = true;
	jl_builder_renumber(fresh->builder, info->number);
	return jl_builder_write(fresh->builder, index->db, &fresh->result, err);
}

static int write_from(struct jl_repo *repo, struct jl_index *index,
	size_t first, struct jl_error *err)
{
	struct jl_series_result ignored = {0};
	char *folder = jl_path_join(jl_repo_top(repo), ".jledger");
	struct jl_builder *builder =
		jl_builder_new(access(folder, W_OK) == 0 ? folder : "/tmp");
	int rc = 0;

	for (size_t i = first; rc == 0 && i < index->n; i++)
		rc = feed(repo, &index->batches[i], builder, err);
	if (rc == 0)
		rc = jl_builder_write(builder, index->db, &ignored, err);
	jl_str_release(&ignored.restatements);
	jl_builder_free(builder);
	free(folder);
	return rc;
}

static int update(struct jl_repo *repo, struct jl_index *index,
	const struct jl_index *known, struct jl_fresh *fresh,
	struct jl_error *err)
{
	size_t first = n_known(repo, index, known);
	int rc = 0;

	if (first == SIZE_MAX) {
		first = 0;
		rc = jl_db_exec(index->db,
			"DELETE FROM series; DELETE FROM series_origin;"
			"DELETE FROM case_name;",
			err);
	}
	for (size_t i = 0; i < first; i++)
		index->batches[i].is_here = known->batches[i].is_here;
	if (rc < 0 || first == index->n)
		return rc;
	if (fresh && first + 1 == index->n &&
		strcmp(index->batches[first].receipt.id, fresh->batch) == 0)
		return write_fresh(index, &index->batches[first], fresh, err);
	return write_from(repo, index, first, err);
}

static int by_batch_id(const void *a, const void *b)
{
	const struct jl_batch_info *const *x = a, *const *y = b;

	return strcmp((*x)->receipt.id, (*y)->receipt.id);
}

static void set_root(struct jl_index *index)
{
	uint8_t(*leaves)[JL_DIGEST_SIZE] =
		jl_xcalloc(index->n, sizeof(*leaves));
	const struct jl_batch_info **sorted =
		jl_xcalloc(index->n, sizeof(*sorted));
	uint8_t root[JL_DIGEST_SIZE];

	for (size_t i = 0; i < index->n; i++)
		sorted[i] = &index->batches[i];
	if (index->n)
		qsort(sorted, index->n, sizeof(*sorted), by_batch_id);
	for (size_t i = 0; i < index->n; i++)
		memcpy(leaves[i], sorted[i]->leaf, JL_DIGEST_SIZE);
	jl_merkle_root(
		(const uint8_t(*)[JL_DIGEST_SIZE])leaves, index->n, root);
	jl_hex(root, sizeof(root), index->root);
	free(sorted);
	free(leaves);
}

/* Reads what the commit has into a new index on the given database. */
static int read_commit(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_index *index, struct jl_error *err)
{
	struct jl_entries entries = {0};
	int rc = jl_repo_list(repo, commit, "measures", &entries, err);

	for (size_t i = 0; rc == 0 && i < entries.n; i++)
		if (is_receipt_name(entries.v[i].name))
			rc = read_receipt(repo, index, &entries.v[i], err);
	jl_entries_release(&entries);
	return rc;
}

static bool parse_hex(const char *hex, struct jl_oid *oid)
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(hex) != JL_OID_HEX - 1)
		return false;
	for (size_t i = 0; i < JL_OID_HEX - 1; i++) {
		const char *d = strchr(digits, hex[i]);

		if (!d)
			return false;
		oid->id[i / 2] = (uint8_t)(oid->id[i / 2] << 4 | (d - digits));
	}
	return true;
}

/* Walks the history from the tip to where the cache stood. */
static int locate(struct jl_repo *repo, struct jl_index *index,
	const struct jl_index *known, const struct jl_oid *commit,
	uint64_t *tip_position, struct jl_error *err)
{
	char *tip = jl_cache_get(index->db, "tip");
	char *position = jl_cache_get(index->db, "tip_position");
	struct jl_additions additions = {0};
	struct jl_oid oid = {{0}};
	bool has_tip = parse_hex(tip, &oid);
	int rc = jl_repo_additions(repo, commit, "measures",
		has_tip ? &oid : NULL, strtoull(position, NULL, 10), &additions,
		err);

	if (rc == 0) {
		set_positions(index, known, &additions);
		*tip_position = additions.tip_position;
	}
	jl_additions_release(&additions);
	free(position);
	free(tip);
	return rc;
}

static int remember_tip(struct jl_index *index, const struct jl_oid *commit,
	uint64_t position, struct jl_error *err)
{
	char hex[JL_OID_HEX], number[32];
	int rc;

	jl_oid_hex(commit, hex);
	snprintf(number, sizeof(number), "%llu", (unsigned long long)position);
	rc = jl_cache_set(index->db, "tip", hex, err);
	if (rc == 0)
		rc = jl_cache_set(index->db, "tip_position", number, err);
	return rc;
}

/* Brings the database up to the commit, in one transaction. */
static int synchronise(struct jl_repo *repo, struct jl_index *index,
	const struct jl_oid *commit, struct jl_fresh *fresh,
	struct jl_error *err)
{
	struct jl_index known = {.db = index->db};
	uint64_t position = 0;
	int rc = jl_db_begin(index->db, err);

	if (rc < 0)
		return rc;
	rc = load_batches(&known, err);
	if (rc == 0)
		rc = read_commit(repo, commit, index, err);
	if (rc == 0)
		rc = locate(repo, index, &known, commit, &position, err);
	if (rc == 0)
		rc = update(repo, index, &known, fresh, err);
	if (rc == 0)
		rc = store_batches(index, err);
	if (rc == 0)
		rc = remember_tip(index, commit, position, err);
	if (rc == 0)
		rc = jl_db_commit(index->db, err);
	if (rc < 0)
		jl_db_rollback(index->db);
	free(known.batches);
	jl_arena_release(&known.arena);
	return rc;
}

/* Does the cache stand at this commit, with no batch file come or gone? */
static bool is_current(struct jl_repo *repo, const struct jl_index *index,
	const struct jl_oid *commit)
{
	char *tip = jl_cache_get(index->db, "tip");
	char hex[JL_OID_HEX];
	bool is_same;

	jl_oid_hex(commit, hex);
	is_same = strcmp(tip, hex) == 0;
	free(tip);
	for (size_t i = 0; is_same && i < index->n; i++)
		is_same = index->batches[i].is_here ==
			  has_file(repo, &index->batches[i]);
	return is_same;
}

static void forget(struct jl_index *index)
{
	if (index->is_private)
		jl_db_close(index->db);
	index->is_private = false;
	index->db = NULL;
	index->n = 0;
	jl_arena_release(&index->arena);
}

/* Has another commit just the batches that the cache has? */
static int has_same_batches(struct jl_repo *repo, const struct jl_index *index,
	const struct jl_oid *commit, bool *same, struct jl_error *err)
{
	struct jl_entries entries = {0};
	size_t n = 0;
	int rc = jl_repo_list(repo, commit, "measures", &entries, err);

	*same = rc == 0;
	for (size_t i = 0; *same && i < entries.n; i++) {
		size_t j = 0;

		if (!is_receipt_name(entries.v[i].name))
			continue;
		n++;
		while (j < index->n && !jl_oid_equal(&index->batches[j].oid,
					       &entries.v[i].oid))
			j++;
		*same = j < index->n;
	}
	*same = *same && n == index->n;
	jl_entries_release(&entries);
	return rc;
}

static int open_private(struct jl_repo *repo, struct jl_index *index,
	const struct jl_oid *commit, struct jl_error *err)
{
	int rc;

	forget(index);
	rc = jl_db_open(NULL, &index->db, err);
	index->is_private = rc == 0;
	if (rc == 0)
		rc = jl_cache_make_tables(index->db, err);
	if (rc == 0)
		rc = synchronise(repo, index, commit, NULL, err);
	return rc;
}

static int open_once(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, bool is_head, struct jl_fresh *fresh,
	struct jl_index *index, struct jl_error *err)
{
	bool same;
	int rc;

	index->db = jl_cache_db(cache);
	rc = load_batches(index, err);
	if (rc < 0 || is_current(repo, index, commit))
		return rc;
	if (is_head) {
		forget(index);
		index->db = jl_cache_db(cache);
		return synchronise(repo, index, commit, fresh, err);
	}
	rc = has_same_batches(repo, index, commit, &same, err);
	if (rc < 0 || same)
		return rc;
	return open_private(repo, index, commit, err);
}

int jl_index_open(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, bool is_head, struct jl_fresh *fresh,
	struct jl_index **out, struct jl_error *err)
{
	struct jl_index *index = jl_xcalloc(1, sizeof(*index));
	int rc = open_once(repo, cache, commit, is_head, fresh, index, err);

	if (rc == JL_EDAMAGED) {
		/* Derived: throw it away and derive it again. */
		forget(index);
		rc = jl_cache_empty(cache, err);
		if (rc == 0)
			rc = open_once(
				repo, cache, commit, is_head, NULL, index, err);
	}
	if (rc < 0) {
		jl_index_close(index);
		return rc;
	}
	set_root(index);
	*out = index;
	return 0;
}

const struct jl_batch_info *jl_index_find_sha256(
	const struct jl_index *index, const char *sha256)
{
	for (size_t i = 0; i < index->n; i++)
		if (strcmp(index->batches[i].receipt.batch_sha256, sha256) == 0)
			return &index->batches[i];
	return NULL;
}

static bool has_receipt(const struct jl_index *index, const struct jl_oid *oid)
{
	for (size_t i = 0; i < index->n; i++)
		if (jl_oid_equal(&index->batches[i].oid, oid))
			return true;
	return false;
}

int jl_index_find_newer(struct jl_repo *repo, const struct jl_index *index,
	const char *sha256, char **id, struct jl_error *err)
{
	struct jl_index newer = {0};
	struct jl_entries entries = {0};
	const struct jl_batch_info *found;
	struct jl_oid head;
	int rc = jl_repo_resolve(repo, "HEAD", &head, err);

	*id = NULL;
	if (rc == 0)
		rc = jl_repo_list(repo, &head, "measures", &entries, err);
	for (size_t i = 0; rc == 0 && i < entries.n; i++)
		if (is_receipt_name(entries.v[i].name) &&
			!has_receipt(index, &entries.v[i].oid))
			rc = read_receipt(repo, &newer, &entries.v[i], err);
	found = rc == 0 ? jl_index_find_sha256(&newer, sha256) : NULL;
	if (found)
		*id = jl_xstrdup(found->receipt.id);
	jl_entries_release(&entries);
	free(newer.batches);
	jl_arena_release(&newer.arena);
	return rc;
}

const struct jl_batch_info *jl_index_nth(
	const struct jl_index *index, uint32_t number)
{
	return number >= 1 && number <= index->n ? &index->batches[number - 1]
						 : NULL;
}

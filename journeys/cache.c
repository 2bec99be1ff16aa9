/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * One SQLite file. Its `meta` says for which program version and ledger it
 * was made; anything else is taken for foreign and made anew. Definitions that
 * were parsed during a command are written together when it ends.
 */
#include "journeys/cache.h"

#include "core/digest.h"
#include "core/file.h"
#include "journeys/batches.h"
#include "journeys/history.h"
#include "journeys/series.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Raise it whenever a table or a packed form changes. */
#define CACHE_VERSION "14"

struct kept {
	struct jl_oid oid;
	struct jl_str packed;
};

struct jl_cache {
	struct jl_db *db;
	char *path;	/* NULL: in memory */
	char *identity; /* of the ledger */
	struct jl_stmt *find;
	struct kept *kept;
	size_t n, cap;
};

static const char tables[] = "CREATE TABLE IF NOT EXISTS meta ("
			     "  name TEXT PRIMARY KEY,"
			     "  value TEXT NOT NULL);"
			     "CREATE TABLE IF NOT EXISTS definition ("
			     "  oid BLOB PRIMARY KEY,"
			     "  checksum INTEGER NOT NULL,"
			     "  packed BLOB NOT NULL);";

char *jl_cache_get(struct jl_db *db, const char *name)
{
	struct jl_stmt *stmt = NULL;
	struct jl_error ignored;
	char *value = NULL;

	if (jl_db_prepare(db, "SELECT value FROM meta WHERE name = ?", &stmt,
		    &ignored) == 0) {
		jl_stmt_bind_text(stmt, 1, name);
		if (jl_stmt_step(stmt, &ignored) > 0)
			value = jl_xstrdup(jl_stmt_text(stmt, 0));
	}
	jl_stmt_close(stmt);
	return value ? value : jl_xstrdup("");
}

int jl_cache_set(struct jl_db *db, const char *name, const char *value,
	struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db,
		"INSERT INTO meta (name, value) VALUES (?, ?)"
		" ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		&stmt, err);

	if (rc == 0) {
		jl_stmt_bind_text(stmt, 1, name);
		jl_stmt_bind_text(stmt, 2, value);
		rc = jl_stmt_step(stmt, err);
	}
	jl_stmt_close(stmt);
	return rc;
}

int jl_cache_make_tables(struct jl_db *db, struct jl_error *err)
{
	int rc = jl_db_exec(db, tables, err);

	if (rc == 0)
		rc = jl_db_exec(db, jl_series_tables, err);
	if (rc == 0)
		rc = jl_db_exec(db, jl_directory_table, err);
	if (rc == 0)
		rc = jl_db_exec(db, jl_batches_tables, err);
	if (rc == 0)
		rc = jl_db_exec(db, jl_history_tables, err);
	if (rc == 0)
		rc = jl_cache_set(db, "version", CACHE_VERSION, err);
	return rc;
}

/* What tells this ledger from another that stood in its place before: a cache
 * knows of which it is. */
static char *identity(struct jl_repo *repo)
{
	const char *gitdir = jl_repo_gitdir(repo);

	return jl_xasprintf("%s %llx", jl_repo_top(repo),
		(unsigned long long)jl_folder_birth(gitdir));
}

/* Is this a cache of ours, of this version, that can be read? */
static bool is_ours(struct jl_cache *cache)
{
	char *version = jl_cache_get(cache->db, "version");
	char *ledger = jl_cache_get(cache->db, "ledger");
	bool same = strcmp(version, CACHE_VERSION) == 0 &&
		    strcmp(ledger, cache->identity) == 0;

	free(version);
	free(ledger);
	return same;
}

static int open_db(struct jl_cache *cache, struct jl_error *err)
{
	return jl_db_open(cache->path, &cache->db, err);
}

static int make_tables(struct jl_cache *cache, struct jl_error *err)
{
	int rc = jl_cache_make_tables(cache->db, err);

	return rc == 0 ? jl_cache_set(cache->db, "ledger", cache->identity, err)
		       : rc;
}

/* Moves a file that is no use out of the way and starts again. */
static int start_over(struct jl_cache *cache, struct jl_error *err)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	int rc = 0;

	jl_db_close(cache->db);
	cache->db = NULL;
	for (size_t i = 0; cache->path && i < JL_COUNT(suffixes); i++) {
		char *path = jl_xasprintf("%s%s", cache->path, suffixes[i]);

		if (rc == 0)
			rc = jl_file_remove(path, err);
		free(path);
	}
	if (rc == 0)
		rc = open_db(cache, err);
	if (rc == 0)
		rc = make_tables(cache, err);
	return rc;
}

static int open_in(
	struct jl_cache *cache, const char *folder, struct jl_error *err)
{
	int rc;

	cache->path = jl_path_join(folder, "cache.db");
	rc = open_db(cache, err);
	if (rc == 0 && !is_ours(cache))
		rc = JL_EDAMAGED;
	return rc == JL_EDAMAGED ? start_over(cache, err) : rc;
}

static void forget_place(struct jl_cache *cache)
{
	jl_db_close(cache->db);
	free(cache->path);
	cache->path = NULL;
	cache->db = NULL;
}

/*
 * "~/.cache/jledger/HASH", by the place of the ledger (XDG Base Directory
 * Specification); yours to free, NULL without a home. Never in the ledger:
 * whoever may write there, or made the copy that was cloned, could put figures
 * into it.
 */
static char *user_folder(struct jl_repo *repo)
{
	const char *caches = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const char *top = jl_repo_top(repo);
	uint8_t digest[JL_DIGEST_SIZE];
	char hex[JL_DIGEST_HEX];

	jl_sha256(top, strlen(top), digest);
	jl_hex(digest, sizeof(digest), hex);
	if (caches && *caches == '/')
		return jl_xasprintf("%s/jledger/%.16s", caches, hex);
	return home && *home == '/'
		       ? jl_xasprintf("%s/.cache/jledger/%.16s", home, hex)
		       : NULL;
}

int jl_cache_open(
	struct jl_repo *repo, struct jl_cache **out, struct jl_error *err)
{
	struct jl_cache *cache = jl_xcalloc(1, sizeof(*cache));
	char *folder = user_folder(repo);
	int rc = folder ? jl_own_folder(folder, err) : JL_EENV;

	cache->identity = identity(repo);
	if (rc == 0)
		rc = open_in(cache, folder, err);
	free(folder);
	if (rc < 0) {
		forget_place(cache);
		rc = open_db(cache, err);
		if (rc == 0)
			rc = make_tables(cache, err);
	}
	if (rc < 0)
		jl_cache_close(cache);
	else
		*out = cache;
	return rc;
}

/* By the path that the cache has, or in memory. */
static int open_path(struct jl_cache *cache, bool is_made,
	struct jl_cache **out, struct jl_error *err)
{
	int rc = open_db(cache, err);

	if (rc == 0 && is_made)
		rc = make_tables(cache, err);
	if (rc < 0)
		jl_cache_close(cache);
	else
		*out = cache;
	return rc;
}

int jl_cache_open_fresh(
	const char *folder, struct jl_cache **out, struct jl_error *err)
{
	struct jl_cache *cache = jl_xcalloc(1, sizeof(*cache));

	cache->path = jl_path_join(folder, "cache.db");
	cache->identity = jl_xstrdup("");
	return open_path(cache, true, out, err);
}

int jl_cache_open_again(const struct jl_cache *cache, struct jl_cache **out,
	struct jl_error *err)
{
	struct jl_cache *again = jl_xcalloc(1, sizeof(*again));

	again->path = cache->path ? jl_xstrdup(cache->path) : NULL;
	again->identity = jl_xstrdup(cache->identity);
	return open_path(again, !cache->path, out, err);
}

int jl_cache_empty(struct jl_cache *cache, struct jl_error *err)
{
	jl_stmt_close(cache->find);
	cache->find = NULL;
	return start_over(cache, err);
}

static int64_t checksum(
	const struct jl_oid *oid, const void *packed, size_t len)
{
	uint32_t sum = jl_checksum(0, oid->id, JL_OID_SIZE);

	return (int64_t)jl_checksum(sum, packed, len);
}

/* Best effort: a definition that is not kept is parsed again. */
static void write_kept(struct jl_cache *cache)
{
	struct jl_stmt *stmt = NULL;
	struct jl_error ignored;
	int rc;

	if (!cache->db || !cache->path || cache->n == 0 ||
		jl_db_begin(cache->db, &ignored) < 0)
		return;
	rc = jl_db_prepare(cache->db,
		"INSERT INTO definition (oid, checksum, packed)"
		" VALUES (?, ?, ?)"
		" ON CONFLICT (oid) DO UPDATE SET"
		" checksum = excluded.checksum, packed = excluded.packed",
		&stmt, &ignored);
	for (size_t i = 0; rc == 0 && i < cache->n; i++) {
		const struct kept *k = &cache->kept[i];

		jl_stmt_bind_blob(stmt, 1, k->oid.id, JL_OID_SIZE);
		jl_stmt_bind_int(stmt, 2,
			checksum(&k->oid, k->packed.text, k->packed.len));
		jl_stmt_bind_blob(stmt, 3, k->packed.text, k->packed.len);
		rc = jl_stmt_step(stmt, &ignored);
	}
	jl_stmt_close(stmt);
	if (rc < 0 || jl_db_commit(cache->db, &ignored) < 0)
		jl_db_rollback(cache->db);
}

void jl_cache_close(struct jl_cache *cache)
{
	if (!cache)
		return;
	jl_stmt_close(cache->find);
	write_kept(cache);
	for (size_t i = 0; i < cache->n; i++)
		jl_str_release(&cache->kept[i].packed);
	free(cache->kept);
	jl_db_close(cache->db);
	free(cache->path);
	free(cache->identity);
	free(cache);
}

struct jl_db *jl_cache_db(struct jl_cache *cache)
{
	return cache->db;
}

const char *jl_cache_path(const struct jl_cache *cache)
{
	return cache->path;
}

bool jl_cache_hold(struct jl_cache *cache)
{
	struct jl_error ignored;

	return cache && jl_db_begin_read(cache->db, &ignored) == 0;
}

void jl_cache_let_go(struct jl_cache *cache)
{
	jl_db_rollback(cache->db);
}

bool jl_cache_find_definition(struct jl_cache *cache, const struct jl_oid *oid,
	const struct jl_shape *shape, struct jl_arena *arena, void *out)
{
	struct jl_error ignored;
	const char *bytes, *at;
	size_t len;
	bool found = false;

	if (!cache)
		return false;
	if (!cache->find && jl_db_prepare(cache->db,
				    "SELECT checksum, packed FROM definition"
				    " WHERE oid = ?",
				    &cache->find, &ignored) < 0)
		return false;
	jl_stmt_bind_blob(cache->find, 1, oid->id, JL_OID_SIZE);
	if (jl_stmt_step(cache->find, &ignored) > 0) {
		bytes = jl_stmt_blob(cache->find, 1, &len);
		found = jl_stmt_int(cache->find, 0) ==
			checksum(oid, bytes, len);
		bytes = jl_arena_strndup(arena, bytes, len);
		/* The same blob may stand in two folders: name the kind. */
		at = bytes + strlen(bytes) + 1;
		found = found && strcmp(bytes, shape->name) == 0 &&
			jl_shape_unpack(shape, &at, bytes + len, arena, out) &&
			at == bytes + len;
	}
	jl_stmt_reset(cache->find);
	return found;
}

void jl_cache_keep_definition(struct jl_cache *cache, const struct jl_oid *oid,
	const struct jl_shape *shape, const void *in)
{
	struct kept *k;

	if (!cache || !cache->path)
		return;
	JL_GROW(cache->kept, cache->n, cache->cap);
	k = &cache->kept[cache->n++];
	memset(k, 0, sizeof(*k));
	k->oid = *oid;
	jl_str_add(&k->packed, shape->name);
	jl_str_addc(&k->packed, '\0');
	jl_shape_pack(shape, in, &k->packed);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The cache: parsed definitions and indexed measures, all derived from git
 * and the batch files, to be dropped at any time. It is recognised as stale,
 * foreign or damaged and then rebuilt. It lies among the user's own files and
 * not in the ledger, where others could put figures into it.
 * Reads and writes: ~/.cache/jledger/HASH/cache.db, tables `meta`,
 * `definition`.
 */
#ifndef JL_JOURNEYS_CACHE_H
#define JL_JOURNEYS_CACHE_H

#include "core/db.h"
#include "core/repo.h"
#include "journeys/shape.h"

struct jl_cache;

/*
 * Opens this user's cache of the ledger. One that is of another ledger, damaged
 * or of another version is emptied first; where there is no folder that is the
 * user's alone, the cache lives in memory for this command.
 */
int jl_cache_open(
	struct jl_repo *repo, struct jl_cache **out, struct jl_error *err);
/* An empty one in that folder, which is the caller's to remove. */
int jl_cache_open_fresh(
	const char *folder, struct jl_cache **out, struct jl_error *err);
/* Another connection to the same cache; of one in memory an empty one. */
int jl_cache_open_again(const struct jl_cache *cache, struct jl_cache **out,
	struct jl_error *err);
void jl_cache_close(struct jl_cache *cache);

/* Makes the tables of a cache in an empty database. */
int jl_cache_make_tables(struct jl_db *db, struct jl_error *err);

/* Forgets everything. */
int jl_cache_empty(struct jl_cache *cache, struct jl_error *err);

/* Borrowed. */
struct jl_db *jl_cache_db(struct jl_cache *cache);

/* Its file, borrowed; NULL when it is in memory, and the next command makes it
 * again. */
const char *jl_cache_path(const struct jl_cache *cache);

/* A remembered value by name; "" when there is none. Yours to free. */
char *jl_cache_get(struct jl_db *db, const char *name);
int jl_cache_set(struct jl_db *db, const char *name, const char *value,
	struct jl_error *err);

/* Many questions at once cost less: until it is let go, the cache answers as it
 * stands now. false: it is not held, and answers all the same. */
bool jl_cache_hold(struct jl_cache *cache);
void jl_cache_let_go(struct jl_cache *cache);

/*
 * A definition that was parsed before, by its blob. A cache that is NULL
 * knows nothing and keeps nothing; one that cannot answer does the same.
 */
bool jl_cache_find_definition(struct jl_cache *cache, const struct jl_oid *oid,
	const struct jl_shape *shape, struct jl_arena *arena, void *out);
void jl_cache_keep_definition(struct jl_cache *cache, const struct jl_oid *oid,
	const struct jl_shape *shape, const void *in);

#endif

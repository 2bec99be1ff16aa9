/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * All definitions of a ledger as they stand in one commit, or in the work
 * tree. Arrays are sorted by id. What could not be read is a finding.
 * Reads: ledger.json, people/, functions/, metrics/, journeys/, maps/.
 */
#ifndef JL_JOURNEYS_LEDGER_H
#define JL_JOURNEYS_LEDGER_H

#include "core/repo.h"
#include "core/zone.h"
#include "journeys/definition_file.h"

struct jl_cache;

struct jl_ledger_file {
	char *path, *text;
	size_t len;
	bool is_broken; /* no definition came of it */
};

struct jl_ledger {
	struct jl_settings settings;
	struct jl_list kinds[JL_KINDS]; /* by enum jl_kind; [0] is settings */
	struct jl_zone *zone;
	char commit[JL_OID_HEX]; /* "" for the work tree */
	struct jl_findings findings;
	/* Definitions that lie in a folder of their kind's. */
	struct jl_placed {
		enum jl_kind kind;
		char *id, *path;
	} * placed;
	size_t n_placed, placed_cap;
	struct jl_ledger_file *files; /* with text only when asked for */
	size_t n_files, files_cap;
	struct jl_arena arena;
};

/*
 * As recorded in the commit. The cache, which may be NULL, remembers what was
 * parsed before. Fails for a folder that is no ledger, a ledger of a newer
 * format, or one whose zone is unknown; anything else is a finding.
 */
int jl_ledger_load(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, struct jl_ledger **out,
	struct jl_error *err);

/* The same with only those journeys that are named: for a question that needs
 * no others. ids ends with NULL. */
int jl_ledger_load_only(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, const char *const *ids,
	struct jl_ledger **out, struct jl_error *err);

/* A file as it is about to be, and others with it: what `set` and `new` write
 * is checked before. */
struct jl_overlay {
	const char *path, *text; /* NULL: the file is gone */
	size_t len;
	const struct jl_overlay *next; /* or NULL */
};

/* As it stands in the work tree, with the overlay's text in the place of its
 * file unless that is NULL; texts are kept. */
int jl_ledger_load_work(struct jl_repo *repo, const struct jl_overlay *overlay,
	struct jl_ledger **out, struct jl_error *err);
/* As jl_ledger_load, from git, with the texts kept for `check`, and with the
 * overlay, which may be NULL. */
int jl_ledger_load_texts(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_overlay *overlay, struct jl_ledger **out,
	struct jl_error *err);
void jl_ledger_free(struct jl_ledger *ledger);

/* How many definitions of the kind, and their ids and names by place, sorted by
 * id; borrowed. */
size_t jl_ledger_count(const struct jl_ledger *ledger, enum jl_kind kind);
const char *jl_ledger_id(
	const struct jl_ledger *ledger, enum jl_kind kind, size_t i);
const char *jl_ledger_name(
	const struct jl_ledger *ledger, enum jl_kind kind, size_t i);

/* Borrowed from the ledger; NULL when there is none such. */
const void *jl_ledger_find(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *id);
const struct jl_journey *jl_ledger_journey(
	const struct jl_ledger *ledger, const char *id);
const struct jl_person *jl_ledger_person(
	const struct jl_ledger *ledger, const char *id);
const struct jl_metric *jl_ledger_metric(
	const struct jl_ledger *ledger, const char *id);
const struct jl_map *jl_ledger_map(
	const struct jl_ledger *ledger, const char *id);

/* The i-th of its kind. */
const void *jl_ledger_nth(
	const struct jl_ledger *ledger, enum jl_kind kind, size_t i);
const struct jl_journey *jl_ledger_nth_journey(
	const struct jl_ledger *ledger, size_t i);

/* The id of that kind that is nearest to the word, or NULL. */
const char *jl_ledger_nearest(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *word);

/* A person's name, or the id when there is no such person. */
const char *jl_ledger_person_name(
	const struct jl_ledger *ledger, const char *id);

/* Is there a file of that kind and id which could not be read? */
bool jl_ledger_is_broken(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *id);

/* "journeys/retail/refund.json": where the definition was found, or would be;
 * yours to free. */
char *jl_ledger_path(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *id);

/* The text of a file, where texts were kept; else NULL. Borrowed. */
const char *jl_ledger_text(const struct jl_ledger *ledger, const char *path);

/* Where each rule's finding stands in the texts that were kept. */
void jl_ledger_locate(struct jl_ledger *ledger);

#endif

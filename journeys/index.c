/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Keeping the series in step with the receipts. New receipts behind all known
 * ones are appended, and a log that has a new extract is derived again;
 * anything else (a receipt gone, changed, or come in
 * between by a merge or a rewritten history; a batch file come, gone or
 * changed) rebuilds the series from the batch files, which gives the same
 * content.
 */
#include "journeys/index.h"

#include "core/file.h"
#include "core/worktree.h"
#include "journeys/batch.h"
#include "journeys/event_feed.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RACES = 5 };

static void forget(struct jl_index *index)
{
	if (index->is_private)
		jl_db_close(index->db);
	else if (index->db)
		jl_db_rollback(index->db); /* the end of the snapshot */
	index->is_private = false;
	index->db = NULL;
	jl_series_release(&index->series);
	jl_batches_release(&index->batches);
	jl_retractions_release(&index->retractions);
}

void jl_index_close(struct jl_index *index)
{
	if (!index)
		return;
	forget(index);
	free(index->scratch);
	free(index);
}

/* ---- the batch files ---- */

static int64_t stamp_on_disk(
	struct jl_repo *repo, const struct jl_receipt *receipt)
{
	struct jl_error ignored;
	int64_t stamp;

	/* What cannot be seen is unlike anything: it is read, and reading says
	 * why not. */
	if (jl_work_stamp(jl_repo_top(repo), receipt->file, &stamp, &ignored) <
		0)
		return -1;
	return stamp;
}

/* Is the file that `now` names, by the commit, the one that `known` was? */
static bool is_same_file(struct jl_repo *repo, const struct jl_batch_info *now,
	const struct jl_batch_info *known)
{
	return now->is_in_git == known->is_in_git &&
	       known->stamp ==
		       (now->is_in_git ? now->stamp
				       : stamp_on_disk(repo, &now->receipt));
}

/* Does the receipt name the metric? It decides what a missing file is missed
 * for. */
static bool names_metric(
	const struct jl_receipt *receipt, const struct jl_slice *metric)
{
	for (size_t i = 0; i < receipt->metrics.n; i++)
		if (strlen(receipt->metrics.v[i]) == metric->len &&
			memcmp(receipt->metrics.v[i], metric->text,
				metric->len) == 0)
			return true;
	return receipt->metrics.n == 0;
}

/* Its days are local, and of which zone only the ledger knows: to a day. */
static bool is_near(const char *day, int64_t instant)
{
	const int64_t a_day = 86400 * JL_SECOND;
	struct jl_error ignored;
	int32_t number;

	if (jl_day_parse(day, &number, &ignored) < 0)
		return false;
	return instant > ((int64_t)number - 1) * a_day &&
	       instant < ((int64_t)number + 2) * a_day;
}

static int does_not_hold(const struct jl_batch_info *info, const char *what,
	struct jl_error *err)
{
	return jl_fail(err, JL_EDAMAGED,
		"measures/%s.json: its %s are not those of the batch",
		info->receipt.id, what);
}

/* 0 when all went into the builder; JL_EDAMAGED; another error. */
static int feed_rows(struct jl_batch_reader *reader,
	const struct jl_batch_info *info, struct jl_builder *builder,
	struct jl_error *err)
{
	int64_t rows = 0, first = INT64_MAX, last = INT64_MIN;
	struct jl_measure m;
	int rc;

	while ((rc = jl_batch_next(reader, &m, err)) > 0) {
		int64_t end =
			m.until == JL_INSTANT_NONE ? m.occurred_at : m.until;

		rc = jl_builder_add(builder, &m, info->number, err);
		if (rc < 0)
			return rc == JL_EDAMAGED ? JL_EENV : rc;
		if (!names_metric(
			    &info->receipt, &m.dimensions[JL_DIMENSION_METRIC]))
			return does_not_hold(info, "metrics", err);
		first = m.occurred_at < first ? m.occurred_at : first;
		last = end > last ? end : last;
		rows++;
	}
	if (rc == 0 && rows > 0 &&
		(!is_near(info->receipt.first, first) ||
			!is_near(info->receipt.last, last)))
		return does_not_hold(info, "first and last days", err);
	if (rc == 0 && rows != info->receipt.rows)
		return jl_fail(err, JL_EDAMAGED,
			"measures/%s.json: it says %lld rows, the batch has "
			"%lld",
			info->receipt.id, (long long)info->receipt.rows,
			(long long)rows);
	return rc;
}

/*
 * Feeds a batch file to the builder. One that is not here or cannot be read is
 * noted in its state; JL_EDAMAGED when rows of it are in the builder.
 */
static int feed(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_batch_info *info, struct jl_builder *builder,
	struct jl_arena *arena, struct jl_error *err)
{
	struct jl_batch_reader *reader = NULL;
	int rc;

	if (info->state == JL_BATCH_DAMAGED)
		return 0;
	if (!info->is_in_git)
		info->stamp = stamp_on_disk(repo, &info->receipt);
	if (info->state == JL_BATCH_RETRACTED)
		return 0;
	rc = jl_measures_open(repo, commit, &info->receipt, &reader, err);
	/* That the system fails says nothing about the batch. */
	if (rc == JL_EENV)
		return rc;
	if (rc < 0) {
		info->state = rc == JL_ENOTFOUND ? JL_BATCH_MISSING
						 : JL_BATCH_DAMAGED;
		info->why = jl_arena_strdup(arena, err->message);
		/* An object that is lost may be fetched. */
		if (rc == JL_ELOST)
			info->stamp = -1;
		return 0;
	}
	info->state = JL_BATCH_HERE;
	rc = feed_rows(reader, info, builder, err);
	if (rc == JL_EDAMAGED) {
		info->state = JL_BATCH_DAMAGED;
		info->why = jl_arena_strdup(arena, err->message);
	}
	jl_batch_close(reader);
	return rc;
}

/* ---- bringing the series up to date ---- */

static int write_fresh(struct jl_repo *repo, struct jl_index *index,
	struct jl_batch_info *info, struct jl_fresh *fresh,
	struct jl_error *err)
{
	info->state = JL_BATCH_HERE;
	if (!info->is_in_git)
		info->stamp = stamp_on_disk(repo, &info->receipt);
	if (fresh->log_builder)
		return jl_log_builder_write(
			fresh->log_builder, index->db, info->number, err);
	jl_builder_renumber(fresh->builder, info->number);
	return jl_builder_write(fresh->builder, index->db, &fresh->result, err);
}

/* Are both extracts by one map of events, so that one may have cases of the
 * other's? */
static bool is_same_log(
	const struct jl_batch_info *a, const struct jl_batch_info *b)
{
	return a->receipt.kind == JL_MAP_EVENTS &&
	       b->receipt.kind == JL_MAP_EVENTS &&
	       strcmp(a->receipt.map, b->receipt.map) == 0;
}

/* Is it the first of its log? */
static bool begins_log(const struct jl_batches *batches, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_same_log(&batches->v[k], &batches->v[i]))
			return false;
	return true;
}

/* A folder for temporary files, beside the cache. The caller frees it. */
static char *scratch_folder(const struct jl_index *index)
{
	return jl_xstrdup(
		index->scratch ? index->scratch : jl_temporary_folder());
}

/* The extracts of the log that begins with this one; returns how many. */
static size_t extracts_of(struct jl_repo *repo, struct jl_batches *batches,
	size_t begin, struct jl_batch_info **extracts)
{
	size_t n = 0;

	for (size_t i = begin; i < batches->n; i++) {
		struct jl_batch_info *info = &batches->v[i];

		if (!is_same_log(info, &batches->v[begin]))
			continue;
		if (!info->is_in_git)
			info->stamp = stamp_on_disk(repo, &info->receipt);
		extracts[n++] = info;
	}
	return n;
}

/* What was derived of the log before, of fewer extracts, goes. */
static int forget_log(struct jl_index *index,
	struct jl_batch_info *const *extracts, size_t n, struct jl_error *err)
{
	uint32_t *numbers = jl_xcalloc(n, sizeof(*numbers));
	int rc;

	for (size_t i = 0; i < n; i++)
		numbers[i] = extracts[i]->number;
	rc = jl_series_drop(index->db, numbers, n, err);
	free(numbers);
	return rc;
}

/* Derives the log that begins with this batch again, of all its extracts. */
static int write_log(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_index *index, size_t begin, uint64_t *replaced,
	struct jl_error *err)
{
	struct jl_batches *batches = &index->batches;
	struct jl_batch_info **extracts =
		jl_xcalloc(batches->n, sizeof(*extracts));
	struct jl_log_builder *builder = NULL;
	char *folder = scratch_folder(index);
	size_t n = extracts_of(repo, batches, begin, extracts);
	int rc;

	/* A file that turns out damaged halfway is left out of a new start. */
	do {
		jl_log_builder_free(builder);
		builder = jl_log_builder_new(
			folder, JL_LOG_FULL, JL_LOG_ALL_FULL);
		rc = jl_event_feed(repo, commit, extracts, n, folder, builder,
			&batches->arena, replaced, err);
	} while (rc == JL_EDAMAGED);
	if (rc == 0)
		rc = forget_log(index, extracts, n, err);
	if (rc == 0)
		rc = jl_log_builder_write(builder, index->db, 0, err);
	jl_log_builder_free(builder);
	free(folder);
	free(extracts);
	return rc;
}

/* The logs of which a batch from `first` on is an extract. */
static int write_logs(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_index *index, size_t first, uint64_t *replaced,
	struct jl_error *err)
{
	struct jl_batches *batches = &index->batches;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < batches->n; i++) {
		bool is_new = false;

		for (size_t k = first; k < batches->n; k++)
			is_new = is_new ||
				 is_same_log(&batches->v[i], &batches->v[k]);
		if (is_new && begins_log(batches, i))
			rc = write_log(repo, commit, index, i, replaced, err);
	}
	return rc;
}

static int write_measures(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_index *index, size_t first, struct jl_error *err)
{
	struct jl_batches *batches = &index->batches;
	struct jl_series_result ignored = {0};
	struct jl_builder *builder = NULL;
	char *folder = scratch_folder(index);
	int rc;

	do {
		jl_builder_free(builder);
		builder = jl_builder_new(folder);
		rc = 0;
		for (size_t i = first; rc == 0 && i < batches->n; i++)
			if (batches->v[i].receipt.kind == JL_MAP_MEASURES)
				rc = feed(repo, commit, &batches->v[i], builder,
					&batches->arena, err);
	} while (rc == JL_EDAMAGED);
	if (rc == 0)
		rc = jl_builder_write(builder, index->db, &ignored, err);
	jl_str_release(&ignored.restatements);
	jl_builder_free(builder);
	free(folder);
	return rc;
}

/* Do both count, or neither? */
static bool count_alike(
	const struct jl_batch_info *a, const struct jl_batch_info *b)
{
	return (a->state == JL_BATCH_RETRACTED) ==
	       (b->state == JL_BATCH_RETRACTED);
}

/* How many of the index's batches the series has already, in this order;
 * SIZE_MAX when it must be rebuilt. */
static size_t n_known(struct jl_repo *repo, const struct jl_index *index,
	const struct jl_batches *known)
{
	if (!jl_batches_begin_alike(known, &index->batches, known->n))
		return SIZE_MAX;
	for (size_t i = 0; i < known->n; i++)
		if (!is_same_file(repo, &index->batches.v[i], &known->v[i]) ||
			!count_alike(&index->batches.v[i], &known->v[i]))
			return SIZE_MAX;
	return known->n;
}

static int update(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_index *index, const struct jl_batches *known,
	struct jl_fresh *fresh, struct jl_error *err)
{
	struct jl_batches *batches = &index->batches;
	size_t first = n_known(repo, index, known);
	uint64_t replaced = 0;
	int rc = 0;

	if (first == SIZE_MAX) {
		first = 0;
		rc = jl_series_clear(index->db, err);
	}
	for (size_t i = 0; i < first; i++) {
		if (batches->v[i].state == JL_BATCH_RETRACTED)
			continue; /* who says so may be somebody else now */
		batches->v[i].state = known->v[i].state;
		batches->v[i].stamp = known->v[i].stamp;
		batches->v[i].why =
			jl_arena_strdup(&batches->arena, known->v[i].why);
	}
	if (rc < 0 || first == batches->n)
		return rc;
	/* A later extract takes cases from those before. */
	if (fresh && first + 1 == batches->n &&
		strcmp(batches->v[first].receipt.id, fresh->batch) == 0 &&
		begins_log(batches, first))
		return write_fresh(repo, index, &batches->v[first], fresh, err);
	rc = write_measures(repo, commit, index, first, err);
	if (rc == 0)
		rc = write_logs(repo, commit, index, first, &replaced, err);
	if (fresh)
		fresh->replaced = replaced;
	return rc;
}

/* Where the cache stands; false when it stands nowhere yet. */
static bool read_tip(struct jl_db *db, struct jl_oid *tip, uint64_t *position)
{
	char *hex = jl_cache_get(db, "tip");
	char *number = jl_cache_get(db, "tip_position");
	bool has_tip = jl_unhex(hex, strlen(hex), tip->id, JL_OID_SIZE);

	*position = strtoull(number, NULL, 10);
	free(number);
	free(hex);
	return has_tip;
}

static int keep_tip(struct jl_db *db, const struct jl_oid *commit,
	uint64_t position, struct jl_error *err)
{
	char hex[JL_OID_HEX], number[32];
	int rc;

	jl_oid_hex(commit, hex);
	snprintf(number, sizeof(number), "%llu", (unsigned long long)position);
	rc = jl_cache_set(db, "tip", hex, err);
	if (rc == 0)
		rc = jl_cache_set(db, "tip_position", number, err);
	return rc;
}

/* Brings the database up to the commit, in one transaction. */
static int synchronise(struct jl_repo *repo, struct jl_index *index,
	const struct jl_oid *commit, struct jl_fresh *fresh,
	struct jl_error *err)
{
	struct jl_batches known = {0};
	struct jl_batches_base base = {.batches = &known};
	uint64_t position = 0;
	bool has_tip;
	int rc = jl_db_begin(index->db, err);

	if (rc < 0)
		return rc;
	has_tip = read_tip(index->db, &base.commit, &base.position);
	rc = jl_batches_load(index->db, &known, err);
	if (rc == 0)
		rc = jl_batches_read(repo, commit, NULL, &index->batches, err);
	if (rc == 0)
		rc = jl_batches_order(repo, commit, has_tip ? &base : NULL,
			&index->batches, &position, err);
	if (rc == 0)
		rc = update(repo, commit, index, &known, fresh, err);
	if (rc == 0)
		rc = jl_batches_keep(index->db, &index->batches, err);
	if (rc == 0)
		rc = keep_tip(index->db, commit, position, err);
	if (rc == 0)
		rc = jl_db_commit(index->db, err);
	if (rc < 0)
		jl_db_rollback(index->db);
	jl_batches_release(&known);
	return rc;
}

/* ---- opening ---- */

/* A snapshot of what the cache has. */
static int open_snapshot(
	struct jl_index *index, struct jl_cache *cache, struct jl_error *err)
{
	int rc;

	forget(index);
	index->db = jl_cache_db(cache);
	rc = jl_db_begin_read(index->db, err);
	if (rc == 0)
		rc = jl_batches_load(index->db, &index->batches, err);
	if (rc == 0)
		rc = jl_series_load(index->db, &index->series, err);
	return rc;
}

/* Does the snapshot stand at this commit, with no batch file come or gone? */
static bool is_current(struct jl_repo *repo, const struct jl_index *index,
	const struct jl_oid *commit)
{
	struct jl_oid tip;
	uint64_t position;

	if (!read_tip(index->db, &tip, &position) ||
		!jl_oid_equal(&tip, commit))
		return false;
	for (size_t i = 0; i < index->batches.n; i++)
		if (!is_same_file(
			    repo, &index->batches.v[i], &index->batches.v[i]))
			return false;
	return true;
}

/* Has another commit just the batches of the snapshot, in the same order? */
static int has_same_batches(struct jl_repo *repo, const struct jl_index *index,
	const struct jl_oid *commit, bool *same, struct jl_error *err)
{
	struct jl_batches others = {0};
	uint64_t position;
	int rc = jl_batches_read(repo, commit, NULL, &others, err);

	*same = rc == 0 && others.n == index->batches.n;
	if (*same)
		rc = jl_batches_order(
			repo, commit, NULL, &others, &position, err);
	*same = *same && rc == 0 &&
		jl_batches_begin_alike(&others, &index->batches, others.n);
	for (size_t i = 0; *same && i < index->batches.n; i++)
		*same = is_same_file(
				repo, &others.v[i], &index->batches.v[i]) &&
			count_alike(&others.v[i], &index->batches.v[i]);
	jl_batches_release(&others);
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
	if (rc == 0)
		rc = jl_series_load(index->db, &index->series, err);
	return rc;
}

static int open_other(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, struct jl_index *index,
	struct jl_error *err)
{
	bool same;
	int rc = open_snapshot(index, cache, err);

	if (rc < 0 || is_current(repo, index, commit))
		return rc;
	rc = has_same_batches(repo, index, commit, &same, err);
	if (rc < 0 || same)
		return rc;
	return open_private(repo, index, commit, err);
}

static int open_head(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, struct jl_fresh *fresh,
	struct jl_index *index, struct jl_error *err)
{
	for (int tries = 0; tries < RACES; tries++) {
		int rc = open_snapshot(index, cache, err);

		if (rc < 0 || is_current(repo, index, commit))
			return rc;
		forget(index);
		index->db = jl_cache_db(cache);
		rc = synchronise(repo, index, commit, fresh, err);
		if (rc < 0 && (rc != JL_EENV || fresh))
			return rc;
		if (rc < 0)
			break;
		fresh = NULL;
	}
	/* Others keep moving the cache on, or it cannot be written (a full
	 * disk): answer from one of our own. */
	return open_private(repo, index, commit, err);
}

int jl_index_open(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, bool is_head, struct jl_fresh *fresh,
	struct jl_index **out, struct jl_error *err)
{
	struct jl_index *index = jl_xcalloc(1, sizeof(*index));
	const char *path = jl_cache_path(cache);
	int rc;

	if (path)
		index->scratch =
			jl_xstrndup(path, (size_t)(strrchr(path, '/') - path));
	rc = is_head ? open_head(repo, cache, commit, fresh, index, err)
		     : open_other(repo, cache, commit, index, err);

	if (rc == JL_EDAMAGED) {
		/* Derived: throw it away and derive it again. */
		forget(index);
		rc = jl_cache_empty(cache, err);
		if (rc == 0)
			rc = is_head ? open_head(repo, cache, commit, NULL,
					       index, err)
				     : open_other(
					       repo, cache, commit, index, err);
	}
	if (rc == 0)
		rc = jl_retractions_read(
			repo, commit, &index->retractions, err);
	if (rc < 0) {
		jl_index_close(index);
		return rc;
	}
	jl_batches_root(&index->batches, &index->retractions, index->root);
	*out = index;
	return 0;
}

/* ---- asking ---- */

int jl_index_find_newer(struct jl_repo *repo, const struct jl_index *index,
	const char *sha256, char **id, struct jl_error *err)
{
	struct jl_batches newer = {0};
	const struct jl_batch_info *found;
	struct jl_oid head;
	int rc = jl_repo_resolve(repo, "HEAD", &head, err);

	*id = NULL;
	if (rc == 0)
		rc = jl_batches_read(repo, &head, &index->batches, &newer, err);
	found = rc == 0 ? jl_batches_find_sha256(&newer, sha256) : NULL;
	if (found)
		*id = jl_xstrdup(found->receipt.id);
	jl_batches_release(&newer);
	return rc;
}

bool jl_batch_may_hold(const struct jl_batch_info *batch, const char *metric,
	int32_t since, int32_t until)
{
	const struct jl_receipt *r = &batch->receipt;
	struct jl_error ignored;
	int32_t first, last;

	/* Days that cannot be read may be any. */
	if (jl_day_parse(r->first, &first, &ignored) == 0 &&
		jl_day_parse(r->last, &last, &ignored) == 0 &&
		(first >= until || last < since))
		return false;
	for (size_t i = 0; metric && i < r->metrics.n; i++)
		if (strcmp(r->metrics.v[i], metric) == 0)
			return true;
	return !metric || r->metrics.n == 0;
}

const struct jl_batch_info *jl_missing_batch(const struct jl_index *index,
	const char *metric, int32_t since, int32_t until)
{
	for (size_t i = 0; i < index->batches.n; i++) {
		const struct jl_batch_info *info = &index->batches.v[i];

		if (jl_batch_is_missed(info) &&
			jl_batch_may_hold(info, metric, since, until))
			return info;
	}
	return NULL;
}

struct orphanage {
	const struct jl_ledger *ledger;
	struct jl_orphans *orphans;
};

static void look_at(
	void *data, const char *journey, const char *metric, uint64_t n)
{
	struct orphanage *o = data;

	if (jl_ledger_journey(o->ledger, journey) &&
		jl_ledger_metric(o->ledger, metric))
		return;
	if (o->orphans->n == 0)
		snprintf(o->orphans->example, sizeof(o->orphans->example),
			"%.90s, %.90s", journey, metric);
	o->orphans->n += n;
}

void jl_index_orphans(const struct jl_index *index,
	const struct jl_ledger *ledger, int64_t since, int64_t until,
	struct jl_orphans *orphans)
{
	struct orphanage o = {ledger, orphans};

	memset(orphans, 0, sizeof(*orphans));
	jl_series_names(&index->series, since, until, look_at, &o);
}

int jl_index_count_batch(const struct jl_index *index, uint32_t number,
	uint64_t *n, struct jl_error *err)
{
	struct jl_series_query query = {
		.since = INT64_MIN, .until = INT64_MAX, .with_origins = true};
	struct jl_series_reader *reader = NULL;
	const struct jl_segment *segment;
	int rc = jl_series_open(&index->series, &query, &reader, err);

	*n = 0;
	while (rc >= 0 && (rc = jl_series_next(reader, &segment, err)) > 0)
		for (size_t i = 0; i < segment->n; i++)
			*n += segment->origins[i].batch == number;
	jl_series_close(reader);
	return rc;
}

int jl_fail_missing(const struct jl_batch_info *missing, struct jl_error *err)
{
	return jl_fail(err, JL_EENV,
		"the file of batch %s is %s, and the figures need it; fetch it "
		"again, or ask for --partial",
		missing->receipt.id, jl_batch_states[missing->state]);
}

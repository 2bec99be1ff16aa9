/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One import from the first row to the commit. */
#include "journeys/import.h"

#include "core/file.h"
#include "core/names.h"
#include "core/worktree.h"
#include "core/writer.h"
#include "journeys/batch.h"
#include "journeys/contacts.h"
#include "journeys/event_batch.h"
#include "journeys/event_case.h"
#include "journeys/event_log.h"
#include "journeys/event_mapper.h"

#include <stdlib.h>
#include <string.h>

enum {
	BATCH_IN_GIT = 1024 * 1024, /* where ledger.json has no limit */
	PROGRESS_ROWS = 16384,
};

struct job {
	struct jl_import *i;
	struct jl_writer *writer;
	struct jl_mapper *mapper;
	struct jl_event_mapper *events; /* in its place, of a map of events */
	struct jl_event_log *log;
	struct jl_event_cases *cases;
	struct jl_contacts *contacts;
	struct jl_event_count count;
	int64_t extract_end;
	int64_t first_event;
	bool derived[JL_DERIVED_METRICS]; /* what came out */
	struct jl_table *table;
	struct jl_batch_writer *batch;
	struct jl_outfile *rejects; /* line, reason, and the row */
	struct jl_str reject;	    /* one of them */
	int64_t first_at, last_at;
	struct jl_names metrics; /* that were measured */
	char source_sha256[JL_DIGEST_HEX], batch_sha256[JL_DIGEST_HEX];
	uint64_t bytes;
	bool is_large;
	char *receipt;
};

static size_t small_limit(const struct jl_ledger *ledger)
{
	int64_t limit = ledger->settings.limits.batch_in_git;

	return limit > 0 ? (size_t)limit : BATCH_IN_GIT;
}

static int create_rejects(struct job *job, struct jl_error *err)
{
	const struct jl_table *table = job->table;
	char delimiter = jl_table_delimiter(table);
	char *path, *temporary;
	int rc;

	path = jl_xasprintf("%s.rejected.csv", job->i->path);
	temporary = jl_temporary_path(path, NULL);
	job->i->rejected_path = jl_arena_strdup(&job->i->arena, path);
	rc = jl_outfile_create(temporary, &job->rejects, err);
	jl_str_addf(&job->reject, "line%creason", delimiter);
	jl_table_add_header(table, &job->reject);
	jl_str_addc(&job->reject, '\n');
	free(temporary);
	free(path);
	return rc;
}

/* With the row as it was, so that it can be mended and sent again. */
static int reject(struct job *job, const char *reason, struct jl_error *err)
{
	struct jl_import *i = job->i;
	const struct jl_table *table = job->table;
	size_t line = jl_table_line(table);
	int rc = 0;

	jl_str_clear(&job->reject);
	if (i->n_reasons < JL_COUNT(i->reasons)) {
		i->reasons[i->n_reasons].line = line;
		i->reasons[i->n_reasons++].reason =
			jl_arena_strdup(&i->arena, reason);
	}
	if (i->rejected++ == 0 && !i->is_dry)
		rc = create_rejects(job, err);
	if (rc < 0 || i->is_dry)
		return rc;
	jl_str_addf(&job->reject, "%zu%c", line, jl_table_delimiter(table));
	jl_csv_add_text(&job->reject, reason, strlen(reason));
	jl_table_add_row(table, &job->reject);
	jl_str_addc(&job->reject, '\n');
	return jl_outfile_add(
		job->rejects, job->reject.text, job->reject.len, err);
}

/* The days that a measure touches; its until is outside. */
static void stretch(struct job *job, int64_t occurred_at, int64_t until)
{
	int64_t end = until == JL_INSTANT_NONE || until == occurred_at
			      ? occurred_at
			      : until - 1;

	if (occurred_at < job->first_at)
		job->first_at = occurred_at;
	if (end > job->last_at)
		job->last_at = end;
}

static int accept_measure(
	struct job *job, const struct jl_measure *m, struct jl_error *err)
{
	struct jl_import *i = job->i;
	int rc = 0;

	i->measures++;
	stretch(job, m->occurred_at, m->until);
	if (i->is_dry)
		return 0;
	rc = jl_batch_add(job->batch, i->ledger->zone, m, err);
	if (rc == 0)
		rc = jl_builder_add(i->builder, m, 0, err);
	return rc;
}

static void mark_metric(struct job *job, const struct jl_measure *m)
{
	const struct jl_slice *metric = &m->dimensions[JL_DIMENSION_METRIC];

	jl_names_number(&job->metrics, metric->text, metric->len);
}

static void show_progress(const struct job *job, uint64_t seen)
{
	struct jl_input *input = jl_table_input(job->table);

	if (job->i->progress && seen % PROGRESS_ROWS == 0)
		job->i->progress(job->i->progress_data, jl_input_done(input),
			jl_input_size(input));
}

static int read_rows(struct job *job, struct jl_error *err)
{
	struct jl_import *i = job->i;
	const struct jl_measure *measures;
	const char *reason;
	uint64_t seen = 0;
	size_t n;
	int rc;

	while ((rc = jl_mapper_next(job->mapper, &measures, &n, &reason, err)) >
		0) {
		if (n > 0)
			i->rows++;
		else if (reject(job, reason, err) < 0)
			return (int)err->code;
		for (size_t k = 0; rc > 0 && k < n; k++) {
			rc = accept_measure(job, &measures[k], err) < 0
				     ? (int)err->code
				     : 1;
			mark_metric(job, &measures[k]);
		}
		if (rc < 0)
			return rc;
		show_progress(job, ++seen);
	}
	i->rounded = jl_mapper_rounded(job->mapper);
	if (rc == 0)
		jl_input_digest(jl_table_input(job->table), job->source_sha256);
	return rc;
}

/* ---- events ---- */

static const char *scratch_folder(const struct job *job)
{
	return job->i->is_dry ? jl_temporary_folder()
			      : jl_writer_folder(job->writer);
}

static void skip(struct jl_import *i, const char *word)
{
	size_t k = 0;

	i->skipped++;
	while (k < i->n_skips && strcmp(i->skips[k].word, word) != 0)
		k++;
	if (k == JL_COUNT(i->skips))
		return; /* more words than are told */
	if (k == i->n_skips)
		i->skips[i->n_skips++].word = jl_arena_strdup(&i->arena, word);
	i->skips[k].n++;
}

static int read_events(struct job *job, struct jl_error *err)
{
	struct jl_event_row row;
	enum jl_event_outcome outcome;
	const char *reason;
	uint64_t seen = 0;
	int rc;

	job->log = jl_event_log_new(scratch_folder(job));
	while ((rc = jl_event_mapper_next(
			job->events, &row, &outcome, &reason, err)) > 0) {
		if (outcome == JL_EVENT_REFUSED) {
			rc = reject(job, reason, err);
			if (rc == 0 && row.texts[JL_EVENT_CASE].len)
				rc = jl_event_log_spoil(job->log,
					&row.texts[JL_EVENT_CASE], err);
		} else if (outcome == JL_EVENT_SKIPPED) {
			skip(job->i, reason);
		} else {
			rc = jl_event_log_add(job->log, &row, err);
			if (row.occurred_at < job->first_event)
				job->first_event = row.occurred_at;
			if (row.occurred_at > job->extract_end)
				job->extract_end = row.occurred_at;
		}
		if (rc < 0)
			return (int)err->code;
		show_progress(job, ++seen);
	}
	if (rc == 0)
		jl_input_digest(jl_table_input(job->table), job->source_sha256);
	return rc;
}

static int accept_derived(void *data, const struct jl_log_case *of,
	const struct jl_derived *derived, struct jl_error *err)
{
	struct job *job = data;

	job->derived[derived->metric] = true;
	stretch(job, derived->occurred_at, derived->until);
	return job->i->is_dry ? 0
			      : jl_log_builder_add(
					job->i->log_builder, of, derived, err);
}

/* In the order of the batch: into it, and what is derived into the series. */
static int write_events(struct job *job, struct jl_error *err)
{
	struct jl_import *i = job->i;
	struct jl_log_terms terms = {job->extract_end, i->map->abandoned_after};
	struct jl_event_row row;
	struct jl_names *words;
	int rc;

	i->log_builder = jl_log_builder_new(
		scratch_folder(job), JL_LOG_FULL, JL_LOG_ALL_FULL);
	words = jl_log_builder_words(i->log_builder);
	job->contacts = jl_contacts_new(scratch_folder(job), words);
	job->cases = jl_event_cases_new(
		&terms, 0, words, accept_derived, job, job->contacts);
	while ((rc = jl_event_log_next(job->log, &row, err)) > 0) {
		i->measures++;
		stretch(job, row.occurred_at, JL_INSTANT_NONE);
		if (!i->is_dry && jl_events_add(job->batch, i->ledger->zone,
					  &row, err) < 0)
			return (int)err->code;
		if (jl_event_cases_add(job->cases, &row, err) < 0)
			return (int)err->code;
	}
	if (rc == 0)
		rc = jl_event_cases_end(job->cases, err);
	if (rc == 0)
		rc = jl_contacts_measure(job->contacts, i->map->repeat_within,
			job->extract_end, accept_derived, job, err);
	i->rows = i->measures;
	jl_event_cases_count(job->cases, &job->count);
	i->cases = job->count.cases;
	i->odd = job->count.odd;
	i->open_cases = job->count.open_cases;
	i->spoilt = jl_event_log_spoilt(job->log);
	return rc;
}

static int publish_rejects(struct job *job, struct jl_error *err)
{
	int rc = 0;

	if (!job->rejects)
		return 0;
	rc = jl_outfile_finish(job->rejects, err);
	if (rc == 0)
		rc = jl_outfile_publish(
			job->rejects, job->i->rejected_path, err);
	return rc;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_taken(const struct jl_index *index, const char *id)
{
	for (size_t i = 0; i < index->batches.n; i++)
		if (strcmp(index->batches.v[i].receipt.id, id) == 0)
			return true;
	return false;
}

/* Unlike any other import's, and the same for the same import; `nth` tells
 * those apart that are made again. */
static const char *batch_id(
	struct job *job, const struct jl_author *author, int nth)
{
	struct jl_import *i = job->i;
	char when[JL_INSTANT_TEXT], hex[2 * JL_DIGEST_SIZE + 1];
	uint8_t digest[JL_DIGEST_SIZE];
	struct jl_str seed = JL_STR_INIT;
	const char *kept;
	char *id;

	jl_instant_format(
		i->now, jl_zone_offset(i->ledger->zone, i->now), when);
	jl_str_addf(&seed, "%s\n%s\n%s <%s>\n", job->batch_sha256, when,
		author->name, author->email);
	if (nth > 0)
		jl_str_addf(&seed, "%d\n", nth);
	jl_sha256(jl_str_text(&seed), seed.len, digest);
	jl_hex(digest, sizeof(digest), hex);
	/* The map's part is cut so that the id stays within its 64. */
	id = jl_xasprintf("%.40s-%.4s%.2s%.2s-%.8s", i->map->id, when, when + 5,
		when + 8, hex);
	kept = jl_arena_strdup(&i->arena, id);
	free(id);
	jl_str_release(&seed);
	return kept;
}

static void name_batch(struct job *job, const struct jl_author *author)
{
	struct jl_import *i = job->i;
	int nth = 0;

	do
		i->batch = batch_id(job, author, nth++);
	while (is_taken(i->index, i->batch));
}

static void add_text(struct jl_str *out, const char *key, const char *text)
{
	jl_str_addf(out, "  \"%s\": ", key);
	jl_json_add_string(out, text);
	jl_str_add(out, ",\n");
}

static void add_number(struct jl_str *out, const char *key, uint64_t number)
{
	jl_str_addf(out, "  \"%s\": %llu,\n", key, (unsigned long long)number);
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void write_metrics(struct jl_str *out, const char **names, size_t n)
{
	if (n)
		qsort(names, n, sizeof(*names), by_text);
	jl_str_add(out, "  \"metrics\": [");
	for (size_t k = 0; k < n; k++) {
		if (k > 0 && strcmp(names[k], names[k - 1]) == 0)
			continue;
		jl_str_addf(out, "%s\"%s\"", k ? ", " : "", names[k]);
	}
	jl_str_add(out, "],\n");
}

static void add_metrics(struct job *job, struct jl_str *out)
{
	const struct jl_map *map = job->i->map;
	const char **names = jl_xcalloc(map->measures.n, sizeof(*names));
	size_t n = 0;
	uint32_t ignored;

	for (size_t k = 0; k < map->measures.n; k++) {
		const char *metric = map->measures.v[k].metric;

		if (jl_names_find(
			    &job->metrics, metric, strlen(metric), &ignored))
			names[n++] = metric;
	}
	write_metrics(out, names, n);
	free(names);
}

static void add_derived_metrics(struct job *job, struct jl_str *out)
{
	const char *names[JL_DERIVED_METRICS];
	size_t n = 0;

	for (int k = 0; k < JL_DERIVED_METRICS; k++)
		if (job->derived[k])
			names[n++] = jl_derived_names[k];
	write_metrics(out, names, n);
}

static void add_pairs(struct jl_str *out, const char *key,
	const struct jl_pair *pairs, size_t n)
{
	const char *comma = "";

	jl_str_addf(out, "  \"%s\": {", key);
	for (size_t k = 0; k < n; k++) {
		if (strcmp(pairs[k].value, "0") == 0)
			continue;
		jl_str_addf(out, "%s\"%s\": \"%s\"", comma, pairs[k].key,
			pairs[k].value);
		comma = ", ";
	}
	jl_str_add(out, "},\n");
}

static const char *number_text(struct jl_import *i, uint64_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	return jl_arena_strdup(&i->arena, text);
}

/* What a receipt of events says besides. */
static void add_log(struct job *job, struct jl_str *out)
{
	struct jl_import *i = job->i;
	const struct jl_log_oddities *odd = &job->count.odd;
	const struct jl_pair skipped[] = {
		{"transition", number_text(i, i->skipped)},
		{"case-refused", number_text(i, i->spoilt)}};
	const struct jl_pair oddities[] = {
		{"equal-instants", number_text(i, odd->equal_instants)},
		{"inversions", number_text(i, odd->inversions)},
		{"overlaps", number_text(i, odd->overlaps)},
		{"negative-times", number_text(i, odd->negative_times)},
		{"unmatched-starts", number_text(i, odd->unmatched_starts)}};
	const struct jl_source *function = &i->map->columns.function;
	char text[JL_INSTANT_TEXT], duration[JL_DURATION_TEXT];

	add_text(out, "kind", "events");
	add_number(out, "cases", job->count.cases);
	add_number(out, "open_cases", job->count.open_cases);
	add_text(out, "extract_end",
		jl_instant_format(job->extract_end,
			jl_zone_offset(i->ledger->zone, job->extract_end),
			text));
	if (i->map->abandoned_after)
		add_text(out, "abandoned_after",
			jl_duration_format(i->map->abandoned_after, duration));
	if (i->map->repeat_within)
		add_text(out, "repeat_within",
			jl_duration_format(i->map->repeat_within, duration));
	if (function->column)
		add_text(out, "function_column", function->column);
	else if (function->constant)
		add_text(out, "function_constant", function->constant);
	add_pairs(out, "skipped", skipped, JL_COUNT(skipped));
	add_pairs(out, "oddities", oddities, JL_COUNT(oddities));
}

/* In the order of jl_receipt_shape, which is the canonical one. */
static void write_receipt(
	struct job *job, const struct jl_author *author, const char *file)
{
	struct jl_import *i = job->i;
	struct jl_zone *zone = i->ledger->zone;
	struct jl_str out = JL_STR_INIT;
	char when[JL_INSTANT_TEXT];

	jl_instant_format(i->now, jl_zone_offset(zone, i->now), when);
	jl_str_add(&out, "{\n");
	add_text(&out, "id", i->batch);
	add_text(&out, "map", i->map->id);
	add_number(&out, "map_version", (uint64_t)i->map->version);
	add_text(&out, "source", base_name(i->path));
	add_text(&out, "source_sha256", job->source_sha256);
	add_number(&out, "rows", i->measures);
	add_number(&out, "rejected", i->rejected);
	add_number(&out, "rounded", i->rounded);
	add_text(&out, "first", i->first);
	add_text(&out, "last", i->last);
	if (i->map->kind == JL_MAP_EVENTS)
		add_derived_metrics(job, &out);
	else
		add_metrics(job, &out);
	add_text(&out, "file", file);
	add_text(&out, "batch_sha256", job->batch_sha256);
	add_number(&out, "bytes", job->bytes);
	if (i->map->kind == JL_MAP_EVENTS)
		add_log(job, &out);
	add_text(&out, "imported_at", when);
	jl_str_add(&out, "  \"imported_by\": ");
	jl_json_add_string(&out, author->name);
	jl_str_add(&out, "\n}\n");
	job->receipt = jl_str_detach(&out);
}

static char *commit_message(const struct jl_import *i)
{
	return jl_xasprintf("import %s\n\n%llu %s from %s, %s to %s%s\n",
		i->batch, (unsigned long long)i->measures,
		i->map->kind == JL_MAP_EVENTS ? "events" : "measures",
		base_name(i->path),
		i->map->kind == JL_MAP_EVENTS ? i->first_event : i->first,
		i->map->kind == JL_MAP_EVENTS ? i->last_event : i->last,
		i->rejected ? "; some rows were refused" : "");
}

/* Batch and receipt, in one. A large batch stays outside git. */
static int write_both(struct job *job, const char *file, const char *receipt,
	struct jl_error *err)
{
	struct jl_import *i = job->i;
	char *message = commit_message(i);
	struct jl_words words = {
		message, i->now, jl_zone_offset(i->ledger->zone, i->now)};
	struct jl_write writes[2] = {
		{.path = file}, {.path = receipt,
					.after = job->receipt,
					.after_len = strlen(job->receipt)}};
	int rc;

	if (job->is_large) {
		writes[0].temporary = jl_batch_path(job->batch);
	} else {
		writes[0].after = jl_batch_text(job->batch);
		writes[0].after_len = (size_t)job->bytes;
	}
	rc = jl_writer_write(job->writer, writes, 2, &words, err);
	free(message);
	return rc;
}

static int publish(struct job *job, struct jl_error *err)
{
	struct jl_import *i = job->i;
	struct jl_author author = {0};
	char *receipt, *file;
	int rc = jl_repo_author(i->repo, &author, err);

	if (rc < 0)
		return rc;
	name_batch(job, &author);
	receipt = jl_xasprintf(JL_MEASURES "/%s.json", i->batch);
	file = jl_xasprintf(
		JL_MEASURES "/%s.csv%s", i->batch, job->is_large ? ".zst" : "");
	write_receipt(job, &author, file);
	if (job->is_large)
		i->large_file = jl_arena_strdup(&i->arena, file);
	rc = write_both(job, file, receipt, err);
	free(receipt);
	free(file);
	jl_author_release(&author);
	return rc;
}

/* The batch is recorded; if its file was lost, here it is again. */
static int restore(struct job *job, const struct jl_batch_info *known,
	struct jl_error *err)
{
	const struct jl_receipt *receipt = &known->receipt;
	struct jl_import *i = job->i;
	bool is_packed = jl_batch_is_outside_git(receipt);
	enum jl_work_kind kind = JL_WORK_NOTHING;
	struct jl_write write = {
		.path = receipt->file, .temporary = jl_batch_path(job->batch)};
	int rc = jl_batch_check_name(receipt, err);

	if (rc == 0)
		rc = jl_work_look(
			jl_repo_top(i->repo), receipt->file, &kind, err);
	/* What is in git is there, whatever became of the work tree's copy. */
	if (rc < 0 || is_packed != job->is_large ||
		!(jl_batch_is_missed(known) || kind == JL_WORK_NOTHING))
		return rc;
	/* One that is damaged makes room. */
	if (kind == JL_WORK_FILE)
		rc = jl_work_remove(jl_repo_top(i->repo), receipt->file, err);
	if (rc == 0)
		rc = jl_writer_write(job->writer, &write, 1, NULL, err);
	i->is_restored = rc == 0;
	return rc;
}

/* A batch that was imported before, and that a later one corrected, does not
 * come into its own again by being sent again: its sender should know. */
static int count_superseded(struct job *job, const struct jl_batch_info *known,
	struct jl_error *err)
{
	uint64_t rows = (uint64_t)known->receipt.rows, left = rows;
	int rc = 0;

	/* Of events the cases count, and not what is derived of them. */
	if (known->receipt.kind == JL_MAP_MEASURES &&
		known->state == JL_BATCH_HERE &&
		known->number < job->i->index->batches.n)
		rc = jl_index_count_batch(
			job->i->index, known->number, &left, err);
	job->i->known_superseded = left < rows ? rows - left : 0;
	return rc;
}

static int finish_batch(struct job *job, struct jl_error *err)
{
	struct jl_import *i = job->i;
	const struct jl_batch_info *known;
	char *newer = NULL;
	int rc;

	if (i->rejected && i->is_strict)
		return jl_fail(err, JL_EINVALID,
			"%.200s:%zu: %.300s; nothing was imported (--strict)",
			i->path, i->reasons[0].line, i->reasons[0].reason);
	if (i->measures == 0 && i->rejected)
		return jl_fail(err, JL_EINVALID,
			"%.200s: no row could be used; line %zu: %.300s",
			i->path, i->reasons[0].line, i->reasons[0].reason);
	if (i->measures == 0 && i->skipped)
		return jl_fail(err, JL_EINVALID,
			"%.300s: none of its transitions ('%.40s', ...) is one "
			"that is read; see lifecycle in maps/%s.json",
			i->path, i->skips[0].word, i->map->id);
	if (i->measures == 0)
		return jl_fail(err, JL_EINVALID,
			"%.300s: there are no rows to import", i->path);
	jl_day_format(jl_zone_day(i->ledger->zone, job->first_at), i->first);
	jl_day_format(jl_zone_day(i->ledger->zone, job->last_at), i->last);
	if (i->map->kind == JL_MAP_EVENTS) {
		jl_day_format(jl_zone_day(i->ledger->zone, job->first_event),
			i->first_event);
		jl_day_format(jl_zone_day(i->ledger->zone, job->extract_end),
			i->last_event);
	}
	i->source_sha256 = jl_arena_strdup(&i->arena, job->source_sha256);
	if (i->is_dry)
		return 0;
	rc = jl_batch_finish(job->batch, job->batch_sha256, &job->bytes,
		&job->is_large, err);
	if (rc < 0)
		return rc;
	known = jl_batches_find_sha256(&i->index->batches, job->batch_sha256);
	if (known && !i->is_again) {
		i->known = jl_arena_strdup(&i->arena, known->receipt.id);
		rc = count_superseded(job, known, err);
		return rc == 0 ? restore(job, known, err) : rc;
	}
	/* The index was read before the lock was taken. */
	rc = jl_index_find_newer(
		i->repo, i->index, job->batch_sha256, &newer, err);
	if (newer)
		i->known = jl_arena_strdup(&i->arena, newer);
	free(newer);
	if (rc < 0 || (i->known && !i->is_again))
		return rc;
	i->known = NULL;
	return publish(job, err);
}

static int open_file(struct job *job, struct jl_error *err)
{
	struct jl_import *i = job->i;
	bool is_events = i->map->kind == JL_MAP_EVENTS;
	int rc = is_events ? jl_event_mapper_open(i->path, i->map, i->ledger,
				     i->keyed, &job->events, err)
			   : jl_mapper_open(i->path, i->map, i->ledger,
				     i->keyed, &job->mapper, err);

	if (rc == 0)
		job->table = is_events ? jl_event_mapper_table(job->events)
				       : jl_mapper_table(job->mapper);
	return rc;
}

int jl_import_run(struct jl_import *i, struct jl_error *err)
{
	struct job job = {.i = i,
		.first_at = INT64_MAX,
		.last_at = INT64_MIN,
		.first_event = INT64_MAX,
		.extract_end = INT64_MIN};
	int rc = 0;

	if (!i->is_dry)
		rc = jl_writer_begin(i->repo, "import", &job.writer, err);
	if (rc == 0)
		rc = open_file(&job, err);
	if (rc == 0 && !i->is_dry) {
		if (i->map->kind == JL_MAP_MEASURES)
			i->builder =
				jl_builder_new(jl_writer_folder(job.writer));
		rc = jl_batch_create(jl_writer_folder(job.writer),
			small_limit(i->ledger),
			i->map->kind == JL_MAP_EVENTS ? jl_events_header
						      : jl_measures_header,
			&job.batch, err);
	}
	if (rc == 0)
		rc = i->map->kind == JL_MAP_EVENTS ? read_events(&job, err)
						   : read_rows(&job, err);
	if (rc == 0 && i->map->kind == JL_MAP_EVENTS)
		rc = write_events(&job, err);
	if (rc == 0)
		rc = publish_rejects(&job, err);
	if (rc == 0)
		rc = finish_batch(&job, err);
	jl_batch_discard(job.batch);
	jl_mapper_close(job.mapper);
	jl_event_cases_free(job.cases);
	jl_contacts_free(job.contacts);
	jl_event_log_free(job.log);
	jl_event_mapper_close(job.events);
	jl_outfile_free(job.rejects);
	jl_names_release(&job.metrics);
	jl_str_release(&job.reject);
	free(job.receipt);
	jl_writer_end(job.writer);
	return rc;
}

void jl_import_release(struct jl_import *i)
{
	jl_builder_free(i->builder);
	jl_log_builder_free(i->log_builder);
	jl_arena_release(&i->arena);
}

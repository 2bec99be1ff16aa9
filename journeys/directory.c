/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Entries as they are in memory: the cache never leaves this machine. */
#include "journeys/directory.h"

#include "core/digest.h"
#include "core/mem.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

const char jl_directory_table[] = "CREATE TABLE IF NOT EXISTS directory ("
				  "  id INTEGER PRIMARY KEY,"
				  "  checksum INTEGER NOT NULL,"
				  "  names BLOB NOT NULL,"
				  "  entries BLOB NOT NULL);";

void jl_directory_release(struct jl_directory *d)
{
	jl_names_release(&d->names);
	free(d->v);
	memset(d, 0, sizeof(*d));
}

const char *jl_directory_name(const struct jl_directory *d, uint32_t number)
{
	return jl_names_text(&d->names, number, NULL);
}

static int compare(const struct jl_directory *d,
	const struct jl_directory_entry *e, const char *journey,
	const char *metric, int quarter)
{
	int order = strcmp(jl_directory_name(d, e->journey), journey);

	if (order == 0)
		order = metric ? strcmp(jl_directory_name(d, e->metric), metric)
			       : 1;
	return order ? order : e->quarter < quarter ? -1 : e->quarter > quarter;
}

size_t jl_directory_seek(const struct jl_directory *d, size_t n,
	const char *journey, const char *metric, int quarter)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(d, &d->v[middle], journey, metric, quarter) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void jl_directory_add(struct jl_directory *d, const char *journey,
	const char *metric, const struct jl_directory_entry *entry)
{
	struct jl_directory_entry *e;

	JL_GROW(d->v, d->n, d->cap);
	e = &d->v[d->n++];
	*e = *entry;
	e->journey = jl_names_number(&d->names, journey, strlen(journey));
	e->metric = jl_names_number(&d->names, metric, strlen(metric));
}

/* ---- in the cache ---- */

static int64_t checksum(
	const void *names, size_t names_len, const void *v, size_t len)
{
	uint32_t sum = jl_checksum(0, names, names_len);

	return (int64_t)jl_checksum(sum, v, len);
}

static bool take_names(struct jl_directory *d, const char *at, size_t len)
{
	const char *end = at + len;

	while (at < end) {
		size_t n = strnlen(at, (size_t)(end - at));

		if (at + n == end)
			return false;
		jl_names_number(&d->names, at, n);
		at += n + 1;
	}
	return true;
}

static bool take_entries(struct jl_directory *d, const void *bytes, size_t len)
{
	if (len % sizeof(*d->v))
		return false;
	d->n = d->cap = len / sizeof(*d->v);
	d->v = jl_xcalloc(d->n, sizeof(*d->v));
	if (len)
		memcpy(d->v, bytes, len);
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].journey >= d->names.n ||
			d->v[i].metric >= d->names.n)
			return false;
	return true;
}

int jl_directory_load(
	struct jl_db *db, struct jl_directory *d, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	const char *names, *entries;
	size_t names_len, len;
	int rc = jl_db_prepare(db,
		"SELECT checksum, names, entries FROM directory WHERE id = 1",
		&stmt, err);

	memset(d, 0, sizeof(*d));
	if (rc == 0)
		rc = jl_stmt_step(stmt, err);
	if (rc > 0) {
		names = jl_stmt_blob(stmt, 1, &names_len);
		entries = jl_stmt_blob(stmt, 2, &len);
		rc = jl_stmt_int(stmt, 0) == checksum(names, names_len, entries,
						     len) &&
				     take_names(d, names, names_len) &&
				     take_entries(d, entries, len)
			     ? 0
			     : jl_fail(err, JL_EDAMAGED,
				       "the cache is damaged in its directory");
	}
	jl_stmt_close(stmt);
	return rc;
}

/* An entry with its texts, to be sorted. */
struct named {
	const char *journey, *metric;
	struct jl_directory_entry entry;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->journey, y->journey);

	if (order == 0)
		order = strcmp(x->metric, y->metric);
	if (order)
		return order;
	if (x->entry.quarter != y->entry.quarter)
		return x->entry.quarter < y->entry.quarter ? -1 : 1;
	if (x->entry.batch != y->entry.batch)
		return x->entry.batch < y->entry.batch ? -1 : 1;
	return x->entry.id < y->entry.id ? -1 : x->entry.id > y->entry.id;
}

static void sort(struct jl_directory *d)
{
	struct named *v = jl_xcalloc(d->n, sizeof(*v));

	for (size_t i = 0; i < d->n; i++)
		v[i] = (struct named){jl_directory_name(d, d->v[i].journey),
			jl_directory_name(d, d->v[i].metric), d->v[i]};
	if (d->n)
		qsort(v, d->n, sizeof(*v), by_name);
	for (size_t i = 0; i < d->n; i++)
		d->v[i] = v[i].entry;
	free(v);
}

int jl_directory_keep(
	struct jl_db *db, struct jl_directory *d, struct jl_error *err)
{
	struct jl_str names = JL_STR_INIT;
	struct jl_stmt *stmt = NULL;
	size_t len = d->n * sizeof(*d->v);
	int rc;

	sort(d);
	for (size_t i = 0; i < d->names.n; i++) {
		jl_str_add(&names, jl_directory_name(d, (uint32_t)i));
		jl_str_addc(&names, '\0');
	}
	rc = jl_db_prepare(db,
		"INSERT INTO directory (id, checksum, names, entries)"
		" VALUES (1, ?, ?, ?)"
		" ON CONFLICT (id) DO UPDATE SET checksum = excluded.checksum,"
		" names = excluded.names, entries = excluded.entries",
		&stmt, err);
	if (rc == 0) {
		jl_stmt_bind_int(
			stmt, 1, checksum(names.text, names.len, d->v, len));
		jl_stmt_bind_blob(
			stmt, 2, names.text ? names.text : "", names.len);
		jl_stmt_bind_blob(stmt, 3, d->v ? (void *)d->v : "", len);
		rc = jl_stmt_step(stmt, err);
	}
	jl_stmt_close(stmt);
	jl_str_release(&names);
	return rc;
}

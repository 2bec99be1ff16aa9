/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* All changes that were recorded in a period, or a sample of them. */
#include "reports/build_history.h"

#include <stdlib.h>

static void add_columns(struct jl_report *r)
{
	jl_report_column(r, "position", "place", JL_COLUMN_RIGHT);
	jl_report_column(r, "number", "number", JL_COLUMN_MACHINE);
	jl_build_history_columns(r);
	jl_report_column(r, "days_late", "days late", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "reason", "why", JL_COLUMN_WRAPS | JL_COLUMN_DROP(3));
	jl_report_column(r, "signature", "signature",
		JL_COLUMN_WRAPS | JL_COLUMN_DROP(2));
	jl_report_column(r, "key", "key", JL_COLUMN_MACHINE);
	jl_report_column(r, "commit", "commit", JL_COLUMN_DROP(1));
	jl_report_column(r, "written_in", "written in", JL_COLUMN_MACHINE);
}

static void add_row(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row, const struct jl_signature *signature)
{
	char hex[JL_OID_HEX];

	jl_report_add_whole(r, (int64_t)row->commit.position);
	jl_report_add_whole(r, row->change.number);
	jl_build_add_history(r, page, row);
	if (row->change.since == JL_DAY_MIN)
		jl_report_add_unknown(r, NULL);
	else
		jl_report_add_whole(r, jl_days_late(row));
	jl_build_add_why(r, row);
	jl_build_add_signature(r, page, row, signature);
	jl_report_add_text(r, signature->key);
	jl_build_add_commit(r, &row->commit.oid);
	jl_oid_hex(&row->writer.oid, hex);
	jl_report_add_text(r, hex);
}

static void note_selectors(struct jl_report *r, const struct jl_population *p)
{
	struct jl_str all = JL_STR_INIT;

	for (size_t i = 0; i < p->n_selectors; i++)
		jl_str_addf(&all, "%s%s", i ? ", " : "", p->selectors[i]);
	if (p->n_selectors)
		jl_report_note(r,
			"only of what was asked for: %s; the commits are all "
			"of the period",
			jl_str_text(&all));
	jl_str_release(&all);
}

void jl_build_note_population(
	struct jl_report *r, const struct jl_population *p)
{
	jl_report_note(r,
		"%zu change%s in %llu commit%s, which are those of the %llu on "
		"the first-parent line that were recorded in the period%s",
		p->rows.n, jl_plural(p->rows.n),
		(unsigned long long)p->n_commits, jl_plural(p->n_commits),
		(unsigned long long)p->n_line, p->n_commits ? "" : ": none");
	note_selectors(r, p);
	if (p->n_commits)
		jl_report_note(r,
			"counted by comparing each of the places %llu to %llu "
			"with its first parent, definition by definition; one "
			"that is new or removed counts once, an import, "
			"retraction or decision once",
			(unsigned long long)p->first,
			(unsigned long long)p->last);
	if (p->n_disbelieved)
		jl_report_note(r,
			"the clock%s of %llu commit%s disagree%s with the "
			"order "
			"of the line, which decides: %s taken as recorded when "
			"the one before was; the first is %.12s",
			p->n_disbelieved == 1 ? "" : "s",
			(unsigned long long)p->n_disbelieved,
			jl_plural(p->n_disbelieved),
			p->n_disbelieved == 1 ? "s" : "",
			p->n_disbelieved == 1 ? "it is" : "each is",
			p->first_disbelieved);
}

struct jl_report *jl_build_changes(
	const struct jl_page *page, const struct jl_population *p)
{
	struct jl_report *r = jl_report_new("changes", "All that was changed");

	jl_build_page(r, page);
	add_columns(r);
	for (size_t i = 0; i < p->rows.n; i++)
		add_row(r, page, &p->rows.v[i], &p->signatures[i]);
	jl_build_note_population(r, p);
	return r;
}

struct jl_report *jl_build_sample(const struct jl_page *page,
	const struct jl_population *p, const char *seed, size_t size)
{
	struct jl_report *r =
		jl_report_new("sample", "A sample of the changes");
	size_t n = size, *rows = jl_population_sample(p, seed, &n);
	char *wanted = jl_xasprintf("%zu", size);

	jl_build_page(r, page);
	jl_report_parameter(r, "size", wanted);
	jl_report_parameter(r, "seed", seed);
	add_columns(r);
	for (size_t i = 0; i < n; i++)
		add_row(r, page, &p->rows.v[rows[i]], &p->signatures[rows[i]]);
	jl_report_note(r,
		"%zu of the %zu changes, those with the smallest SHA-256 of "
		"\"SEED COMMIT NUMBER\" (the commit in full and the "
		"number, as they stand in JSON and CSV); the seed is %s",
		n, p->rows.n, seed);
	jl_build_note_population(r, p);
	free(wanted);
	free(rows);
	return r;
}

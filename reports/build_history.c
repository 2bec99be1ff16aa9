/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Cells of the pages about the history. */
#include "reports/build_history.h"

#include <stdlib.h>
#include <string.h>

void jl_build_add_recorded_at(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_commit *commit)
{
	int64_t instant = commit->recorded_at * JL_SECOND;
	char exact[JL_INSTANT_TEXT], shown[JL_INSTANT_TEXT];

	jl_instant_format(
		instant, jl_zone_offset(page->ledger->zone, instant), exact);
	/* To the minute, and without the offset: "2026-10-05 14:03". */
	snprintf(shown, sizeof(shown), "%.16s", exact);
	if (strlen(shown) > 10)
		shown[10] = ' ';
	jl_report_add_labelled(r, exact, shown);
}

void jl_build_add_writer(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row)
{
	const struct jl_person *p =
		jl_history_person(page->ledger, &row->writer);

	if (p && p->name)
		jl_report_add_labelled(r, p->id, p->name);
	else
		jl_report_add_text(r, *row->writer.author ? row->writer.author
							  : row->writer.email);
}

/* "delay-refund"; of another kind "person ana.ruiz". */
static void add_id(struct jl_report *r, const struct jl_history_row *row)
{
	const struct jl_history_change *c = &row->change;
	char *label;

	if (c->record == JL_KIND_JOURNEY || c->record >= JL_KINDS) {
		jl_report_add_text(r, c->id);
		return;
	}
	label = jl_xasprintf(
		"%s%s%s", jl_record_names[c->record], *c->id ? " " : "", c->id);
	jl_report_add_labelled(r, c->id, label);
	free(label);
}

void jl_build_add_words(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row)
{
	char *words = jl_history_words(page->ledger, &row->change);

	jl_report_add_text(r, words);
	free(words);
}

/* Of people the sentence ends with it. */
static bool is_told(const struct jl_history_change *c)
{
	size_t len = strlen(c->sentence), tail;

	if (!c->reason)
		return false;
	tail = strlen(c->reason) + 2;
	return len > tail && c->sentence[len - tail] == '(' &&
	       strncmp(c->sentence + len - tail + 1, c->reason, tail - 2) == 0;
}

void jl_build_add_why(struct jl_report *r, const struct jl_history_row *row)
{
	const char *why =
		row->change.reason ? row->change.reason : row->writer.subject;

	if (is_told(&row->change))
		jl_report_add_labelled(r, why, "");
	else
		jl_report_add_text(r, why);
}

void jl_build_add_commit(struct jl_report *r, const struct jl_oid *commit)
{
	char hex[JL_OID_HEX], shown[13];

	jl_oid_hex(commit, hex);
	snprintf(shown, sizeof(shown), "%.12s", hex);
	jl_report_add_labelled(r, hex, shown);
}

void jl_build_change_columns(struct jl_report *r)
{
	jl_report_column(r, "what", "what", JL_COLUMN_MACHINE);
	jl_report_column(r, "field", "field", JL_COLUMN_MACHINE);
	jl_report_column(r, "old", "old", JL_COLUMN_MACHINE);
	jl_report_column(r, "new", "new", JL_COLUMN_MACHINE);
	jl_report_column(r, "since", "since", JL_COLUMN_MACHINE);
	jl_report_column(r, "until", "until", JL_COLUMN_MACHINE);
	jl_report_column(r, "verdict", "verdict", JL_COLUMN_MACHINE);
}

void jl_build_add_change(struct jl_report *r, const struct jl_history_row *row)
{
	const struct jl_history_change *c = &row->change;

	jl_report_add_text(r, jl_change_names[c->what]);
	jl_report_add_text(r, *c->path ? c->path : NULL);
	jl_report_add_text(r, c->old);
	jl_report_add_text(r, c->new);
	if (c->since == JL_DAY_MIN)
		jl_report_add_unknown(r, NULL);
	else
		jl_report_add_date(r, c->since);
	jl_report_add_date(r, c->until);
	jl_report_add_text(r, c->verdict ? jl_verdict_names[c->verdict] : NULL);
}

void jl_build_history_columns(struct jl_report *r)
{
	jl_report_column(r, "recorded_at", "recorded", 0);
	jl_report_column(r, "by", "by", 0);
	jl_report_column(r, "kind", "kind", JL_COLUMN_MACHINE);
	jl_report_column(r, "id", "of", 0);
	jl_build_change_columns(r);
	jl_report_column(r, "change", "change", JL_COLUMN_WRAPS);
}

void jl_build_add_history(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row)
{
	jl_build_add_recorded_at(r, page, &row->commit);
	jl_build_add_writer(r, page, row);
	jl_report_add_text(r, jl_record_names[row->change.record]);
	add_id(r, row);
	jl_build_add_change(r, row);
	jl_build_add_words(r, page, row);
}

void jl_build_add_signature(struct jl_report *r, const struct jl_page *page,
	const struct jl_history_row *row, const struct jl_signature *signature)
{
	const struct jl_person *writer =
		jl_history_person(page->ledger, &row->writer);
	bool is_other;
	char *label;

	if (signature->is != JL_SIGNED_KNOWN) {
		jl_report_add_text(r, jl_signed_words[signature->is]);
		return;
	}
	is_other = !writer || strcmp(writer->id, signature->person) != 0;
	label = jl_xasprintf("signed by %s%s",
		jl_ledger_person_name(page->ledger, signature->person),
		is_other ? ", who is not the writer" : "");
	jl_report_add_text(r, label);
	free(label);
}

void jl_build_add_standing(struct jl_report *r, const struct jl_goalpost *g)
{
	if (!g->has_standing) {
		for (int i = 0; i < 4; i++)
			jl_report_add_unknown(r, NULL);
		return;
	}
	jl_report_add_whole(r, (int64_t)g->n);
	if (g->has_value)
		jl_report_add_number(r, g->value);
	else
		jl_report_add_unknown(r, NULL);
	jl_report_add_text(r, g->unit);
	jl_report_add_text(r, jl_standing_names[g->standing]);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What was verified, what was found, and how far the ledger can be trusted. */
#include "reports/build_verify.h"

static void add_row(struct jl_report *r, const struct jl_verify_row *row)
{
	jl_report_add_text(r, row->check);
	jl_report_add_text(r, jl_result_words[row->result]);
	if (row->result == JL_RESULT_GOOD)
		jl_report_add_whole(r, (int64_t)row->n);
	else
		jl_report_add_unknown(r, NULL);
	if (row->position)
		jl_report_add_whole(r, (int64_t)row->position);
	else
		jl_report_add_unknown(r, NULL);
	jl_report_add_text(r, row->where);
	jl_report_add_text(r, row->what);
}

/* The first by place on the line, of those whose check is, or is not, one. */
static const struct jl_verify_row *first_of(
	const struct jl_verification *v, enum jl_result result, bool of_bytes)
{
	const struct jl_verify_row *first = NULL;

	for (size_t i = 0; i < v->n; i++)
		if (v->v[i].result == result &&
			jl_is_of_bytes(v->v[i].check) == of_bytes &&
			(!first || (v->v[i].position > 0 &&
					   (first->position == 0 ||
						   v->v[i].position <
							   first->position))))
			first = &v->v[i];
	return first;
}

static const char *place_of(const struct jl_verify_row *row)
{
	return row->where ? row->where : row->check;
}

static void note_bytes(struct jl_report *r, const struct jl_verification *v)
{
	const struct jl_verify_row *bad = first_of(v, JL_RESULT_BAD, true);
	const struct jl_verify_row *unchecked =
		first_of(v, JL_RESULT_NOT_CHECKED, true);

	if (bad)
		jl_report_note(r,
			"V0, bytes intact: no. %llu finding%s; the first bad "
			"record is %s",
			(unsigned long long)v->n_bad_bytes,
			jl_plural(v->n_bad_bytes), place_of(bad));
	else if (unchecked)
		jl_report_note(r,
			"V0, bytes intact: cannot be said here. No finding, "
			"but not all could be checked, the first is %s",
			place_of(unchecked));
	else
		jl_report_note(r,
			"V0, bytes intact: reached. %llu commits, %llu trees "
			"and files, %llu batches with %llu rows were read and "
			"hashed",
			(unsigned long long)v->commits,
			(unsigned long long)v->objects,
			(unsigned long long)v->batches,
			(unsigned long long)v->rows);
}

/* What the bytes of the ledger have no part in. */
static void note_others(struct jl_report *r, const struct jl_verification *v)
{
	const struct jl_verify_row *bad = first_of(v, JL_RESULT_BAD, false);
	uint64_t n = v->n_bad - v->n_bad_bytes;

	if (bad)
		jl_report_note(r,
			"beside the bytes of the ledger: %llu finding%s, the "
			"first of %s",
			(unsigned long long)n, jl_plural(n), place_of(bad));
}

static void note_signed(struct jl_report *r, const struct jl_verification *v)
{
	if (jl_is_signed_throughout(v))
		jl_report_note(r,
			"V1, signed by a known key: reached. %llu commit%s by "
			"a person who had the key before it; %llu before "
			"anybody's key was recorded",
			(unsigned long long)v->signed_n,
			v->signed_n == 1 ? "" : "s, each",
			(unsigned long long)v->before_n);
	else if (v->roots_n > 1)
		jl_report_note(r,
			"V1, signed by a known key: not reached. The history "
			"begins %llu times, and nobody can say which of these "
			"beginnings says whose keys count",
			(unsigned long long)v->roots_n);
	else if (v->before_n == v->commits)
		jl_report_note(r,
			"V1, signed by a known key: not reached. In none of "
			"the %llu commits had anybody in people/ a key; keys "
			"go there as ssh-keygen writes them (.pub)",
			(unsigned long long)v->commits);
	else
		jl_report_note(r,
			"V1, signed by a known key: not reached. Of %llu "
			"commits %llu are signed by a known key, %llu came "
			"before anybody's was recorded, %llu are signed by an "
			"unknown one, %llu not at all, and %llu cannot be "
			"judged; the first without is %.12s, place %llu",
			(unsigned long long)v->commits,
			(unsigned long long)v->signed_n,
			(unsigned long long)v->before_n,
			(unsigned long long)v->unknown_n,
			(unsigned long long)v->unsigned_n,
			(unsigned long long)v->other_n, v->first_unsigned,
			(unsigned long long)v->first_unsigned_position);
}

/* The verdict for programs, level by level. */
static void add_levels(struct jl_report *r, const struct jl_verification *v)
{
	jl_report_parameter(r, "v0",
		v->n_bad_bytes	   ? "no"
		: v->n_not_checked ? "cannot be said"
				   : "reached");
	jl_report_parameter(
		r, "v1", jl_is_signed_throughout(v) ? "reached" : "no");
}

struct jl_report *jl_build_verify(const struct jl_page *page,
	const struct jl_verification *v, const char *seal)
{
	struct jl_report *r = jl_report_new("verify", "What was verified");

	if (page->ledger)
		jl_build_page(r, page);
	add_levels(r, v);
	jl_report_column(r, "check", "check", 0);
	jl_report_column(r, "result", "result", 0);
	jl_report_column(r, "n", "n", JL_COLUMN_RIGHT);
	jl_report_column(r, "position", "place", JL_COLUMN_RIGHT);
	jl_report_column(r, "where", "where", 0);
	jl_report_column(r, "what", "what", JL_COLUMN_WRAPS);
	for (size_t i = 0; i < v->n; i++)
		add_row(r, &v->v[i]);
	note_bytes(r, v);
	note_others(r, v);
	if (v->commits)
		note_signed(r, v);
	jl_report_note(r,
		"a history that was rewritten whole shows only against what "
		"was kept elsewhere: --against an earlier report, or a seal");
	if (seal)
		jl_report_note(r, "this ledger: %s", seal);
	return r;
}

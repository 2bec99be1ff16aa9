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

static const struct jl_verify_row *first_bad(const struct jl_verification *v)
{
	const struct jl_verify_row *first = NULL;

	for (size_t i = 0; i < v->n; i++)
		if (v->v[i].result == JL_RESULT_BAD &&
			(!first || (v->v[i].position > 0 &&
					   (first->position == 0 ||
						   v->v[i].position <
							   first->position))))
			first = &v->v[i];
	return first;
}

static void note_bytes(struct jl_report *r, const struct jl_verification *v)
{
	const struct jl_verify_row *bad = first_bad(v);

	if (bad)
		jl_report_note(r,
			"V0, bytes intact: no. %llu finding%s; the first bad "
			"record is %s",
			(unsigned long long)v->n_bad, jl_plural(v->n_bad),
			bad->where ? bad->where : bad->check);
	else if (v->n_not_checked)
		jl_report_note(r,
			"V0, bytes intact: cannot be said. %llu file%s not "
			"here; all else is",
			(unsigned long long)v->n_not_checked,
			v->n_not_checked == 1 ? " is" : "s are");
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

struct jl_report *jl_build_verify(const struct jl_page *page,
	const struct jl_verification *v, const char *seal)
{
	struct jl_report *r = jl_report_new("verify", "What was verified");

	if (page->ledger)
		jl_build_page(r, page);
	jl_report_column(r, "check", "check", 0);
	jl_report_column(r, "result", "result", 0);
	jl_report_column(r, "n", "n", JL_COLUMN_RIGHT);
	jl_report_column(r, "position", "place", JL_COLUMN_RIGHT);
	jl_report_column(r, "where", "where", 0);
	jl_report_column(r, "what", "what", 0);
	for (size_t i = 0; i < v->n; i++)
		add_row(r, &v->v[i]);
	note_bytes(r, v);
	note_signed(r, v);
	jl_report_note(r,
		"a history that was rewritten whole shows only against what "
		"was kept elsewhere: --against an earlier report, or a seal");
	if (seal)
		jl_report_note(r, "this ledger: %s", seal);
	return r;
}

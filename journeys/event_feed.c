/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Batches are sorted by case: they are gone through side by side, a case at a
 * time. */
#include "journeys/event_feed.h"

#include "journeys/contacts.h"
#include "journeys/event_batch.h"
#include "journeys/event_case.h"

#include <stdlib.h>
#include <string.h>

/* One batch that is being read. */
struct extract {
	struct jl_batch_info *info;
	struct jl_batch_reader *reader; /* NULL: not here, or at its end */
	struct jl_event_row row;	/* the next */
	uint8_t case_id[JL_CASE_SIZE];	/* of the row */
	int64_t rows;
	struct jl_event_cases *cases;
};

struct feed {
	struct extract *v;
	size_t n;
	struct jl_log_builder *builder;
	struct jl_contacts *contacts;
	uint64_t replaced; /* cases of the last extract that others had */
	/* Of the log as far as it goes. */
	int64_t extract_end, repeat_within;
};

static int accept(void *data, const struct jl_log_case *of,
	const struct jl_derived *derived, struct jl_error *err)
{
	struct feed *f = data;

	return jl_log_builder_add(f->builder, of, derived, err);
}

/* What the receipt says of the whole extract. */
static struct jl_log_terms terms_of(const struct jl_receipt *receipt)
{
	struct jl_log_terms terms = {
		.extract_end = jl_receipt_extract_end(receipt),
		.abandoned_after = receipt->abandoned_after};

	return terms;
}

/* The extract's next row; its end must be what the receipt says. */
static int advance(struct extract *x, struct jl_error *err)
{
	int rc = jl_events_next(x->reader, &x->row, err);

	if (rc > 0) {
		x->rows++;
		jl_case_id(&x->row.texts[JL_EVENT_CASE], x->case_id);
		return 0;
	}
	jl_batch_close(x->reader);
	x->reader = NULL;
	if (rc == 0 && x->rows != x->info->receipt.rows)
		return jl_fail(err, JL_EDAMAGED,
			"measures/%s.json: it says %lld rows, the batch has "
			"%lld",
			x->info->receipt.id, (long long)x->info->receipt.rows,
			(long long)x->rows);
	return rc;
}

static void note(struct extract *x, enum jl_batch_state state,
	struct jl_arena *arena, const struct jl_error *err)
{
	x->info->state = state;
	x->info->why = jl_arena_strdup(arena, err->message);
	if (err->code == JL_ELOST)
		x->info->stamp = -1;
}

/* What is here tells how far the log goes. */
static void know(struct feed *f, const struct extract *x, int64_t extract_end)
{
	if (extract_end > f->extract_end)
		f->extract_end = extract_end;
	f->repeat_within = x->info->receipt.repeat_within;
}

/* Opens what can be opened; that the system fails says nothing about it. */
static int open_all(struct feed *f, struct jl_repo *repo,
	const struct jl_oid *commit, struct jl_batch_info *const *batches,
	struct jl_arena *arena, struct jl_error *err)
{
	for (size_t i = 0; i < f->n; i++) {
		struct extract *x = &f->v[i];
		struct jl_log_terms terms = terms_of(&batches[i]->receipt);
		int rc;

		x->info = batches[i];
		if (x->info->state == JL_BATCH_DAMAGED ||
			x->info->state == JL_BATCH_RETRACTED)
			continue;
		x->info->state = JL_BATCH_HERE;
		x->cases = jl_event_cases_new(&terms, x->info->number,
			jl_log_builder_words(f->builder), accept, f,
			f->contacts);
		rc = terms.extract_end == JL_INSTANT_NONE
			     ? jl_fail(err, JL_EDAMAGED,
				       "measures/%s.json: its extract_end is "
				       "no instant",
				       x->info->receipt.id)
			     : jl_events_open(repo, commit, &x->info->receipt,
				       &x->reader, err);
		if (rc == 0)
			rc = advance(x, err);
		if (rc == JL_EENV)
			return rc;
		if (rc < 0)
			note(x,
				rc == JL_ENOTFOUND ? JL_BATCH_MISSING
						   : JL_BATCH_DAMAGED,
				arena, err);
		else
			know(f, x, terms.extract_end);
	}
	return 0;
}

/* The first case that any extract comes to next; NULL at the end of all. */
static const uint8_t *next_case(const struct feed *f)
{
	const uint8_t *first = NULL;

	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].reader && (!first || memcmp(f->v[i].case_id, first,
							 JL_CASE_SIZE) < 0))
			first = f->v[i].case_id;
	return first;
}

/* Reads the case to its end; of the last extract that has it, also derives. */
static int take_case(struct extract *x, const uint8_t *id, bool is_last,
	struct jl_error *err)
{
	int rc = 0;

	while (rc == 0 && x->reader &&
		memcmp(x->case_id, id, JL_CASE_SIZE) == 0) {
		if (is_last)
			rc = jl_event_cases_add(x->cases, &x->row, err);
		if (rc == 0)
			rc = advance(x, err);
	}
	if (rc == 0 && is_last)
		rc = jl_event_cases_end(x->cases, err);
	return rc;
}

static int merge(struct feed *f, struct jl_arena *arena, struct jl_error *err)
{
	uint8_t id[JL_CASE_SIZE];
	const uint8_t *next;
	int rc = 0;

	while (rc == 0 && (next = next_case(f))) {
		bool is_last = true, last_has = false, is_replaced = false;

		memcpy(id, next, sizeof(id));
		for (size_t i = f->n; rc == 0 && i > 0; i--) {
			struct extract *x = &f->v[i - 1];

			if (!x->reader ||
				memcmp(x->case_id, id, sizeof(id)) != 0)
				continue;
			f->replaced += !is_last && !is_replaced && last_has;
			is_replaced = is_replaced || !is_last;
			last_has = last_has || i == f->n;
			rc = take_case(x, id, is_last, err);
			if (rc == JL_EDAMAGED)
				note(x, JL_BATCH_DAMAGED, arena, err);
			is_last = false;
		}
	}
	return rc;
}

int jl_event_feed(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_batch_info *const *batches, size_t n, const char *folder,
	struct jl_log_builder *builder, struct jl_arena *arena,
	uint64_t *replaced, struct jl_error *err)
{
	struct feed f = {.v = jl_xcalloc(n, sizeof(*f.v)),
		.n = n,
		.builder = builder,
		.extract_end = INT64_MIN / 2};
	int rc;

	f.contacts = jl_contacts_new(folder, jl_log_builder_words(builder));
	rc = open_all(&f, repo, commit, batches, arena, err);
	if (rc == 0)
		rc = merge(&f, arena, err);
	if (rc == 0)
		rc = jl_contacts_measure(f.contacts, f.repeat_within,
			f.extract_end, accept, &f, err);
	for (size_t i = 0; i < n; i++) {
		jl_batch_close(f.v[i].reader);
		jl_event_cases_free(f.v[i].cases);
	}
	*replaced = f.replaced;
	jl_contacts_free(f.contacts);
	free(f.v);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Counting commits, asking for signatures, and drawing. */
#include "journeys/population.h"

#include "core/digest.h"

#include <stdlib.h>
#include <string.h>

static void count_commits(const struct jl_history_filter *filter,
	struct jl_population *p, uint64_t *first_disbelieved)
{
	const struct jl_record_clock *clock = &p->rows.clock;
	const struct jl_period *period = filter->period;

	p->n_line = clock->n;
	for (uint64_t position = 1; position <= clock->n; position++) {
		int32_t day = jl_recorded_on(filter->ledger, clock, position);

		if (day < period->since || day >= period->until)
			continue;
		if (p->n_commits++ == 0)
			p->first = position;
		p->last = position;
		if (!jl_is_clock_believed(clock, position) &&
			p->n_disbelieved++ == 0)
			*first_disbelieved = position;
	}
}

static int name_disbelieved(const struct jl_history *history, uint64_t position,
	struct jl_population *p, struct jl_error *err)
{
	struct jl_history_commit commit;
	struct jl_arena arena = {0};
	int rc = jl_history_commit_at(history, position, &arena, &commit, err);

	if (rc == 0)
		jl_oid_hex(&commit.oid, p->first_disbelieved);
	jl_arena_release(&arena);
	return rc;
}

static int check_signatures(struct jl_population *p, struct jl_signers *signers,
	struct jl_error *err)
{
	int rc = 0;

	p->signatures = jl_xcalloc(p->rows.n, sizeof(*p->signatures));
	for (size_t i = 0; signers && rc == 0 && i < p->rows.n; i++) {
		const struct jl_oid *oid = &p->rows.v[i].writer.oid;
		struct jl_signature *before = i ? &p->signatures[i - 1] : NULL;

		if (before && jl_oid_equal(oid, &p->rows.v[i - 1].writer.oid)) {
			p->signatures[i] = *before;
			p->signatures[i].key =
				before->key ? jl_xstrdup(before->key) : NULL;
		} else {
			rc = jl_signature_check(
				signers, oid, &p->signatures[i], err);
		}
	}
	return rc;
}

int jl_population_make(const struct jl_history *history,
	const struct jl_history_filter *filter, struct jl_signers *signers,
	struct jl_population *population, struct jl_error *err)
{
	uint64_t disbelieved = 0;
	int rc;

	memset(population, 0, sizeof(*population));
	population->selectors = filter->selectors;
	population->n_selectors = filter->n_selectors;
	rc = jl_history_list(history, filter, &population->rows, err);
	if (rc == 0)
		count_commits(filter, population, &disbelieved);
	if (rc == 0 && disbelieved)
		rc = name_disbelieved(history, disbelieved, population, err);
	if (rc == 0)
		rc = check_signatures(population, signers, err);
	if (rc < 0)
		jl_population_release(population);
	return rc;
}

void jl_population_release(struct jl_population *population)
{
	for (size_t i = 0; population->signatures && i < population->rows.n;
		i++)
		free(population->signatures[i].key);
	free(population->signatures);
	jl_history_rows_release(&population->rows);
	memset(population, 0, sizeof(*population));
}

/* ---- drawing ---- */

struct lot {
	uint8_t digest[JL_DIGEST_SIZE];
	size_t row;
};

static int by_digest(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;
	int order = memcmp(x->digest, y->digest, JL_DIGEST_SIZE);

	return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static int by_number(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

size_t *jl_population_sample(
	const struct jl_population *population, const char *seed, size_t *n)
{
	const struct jl_history_rows *rows = &population->rows;
	struct lot *lots = jl_xcalloc(rows->n, sizeof(*lots));
	size_t *sample;

	for (size_t i = 0; i < rows->n; i++) {
		char hex[JL_OID_HEX], *text;

		jl_oid_hex(&rows->v[i].commit.oid, hex);
		text = jl_xasprintf("%s %s %lld", seed, hex,
			(long long)rows->v[i].change.number);
		jl_sha256(text, strlen(text), lots[i].digest);
		lots[i].row = i;
		free(text);
	}
	if (rows->n)
		qsort(lots, rows->n, sizeof(*lots), by_digest);
	if (*n > rows->n)
		*n = rows->n;
	sample = jl_xcalloc(*n, sizeof(*sample));
	for (size_t i = 0; i < *n; i++)
		sample[i] = lots[i].row;
	if (*n)
		qsort(sample, *n, sizeof(*sample), by_number);
	free(lots);
	return sample;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Each relaxed target with the account of the days before it. */
#include "journeys/goalposts.h"

#include <stdlib.h>
#include <string.h>

/* The id behind "kpis/" or "promises/", yours to free; NULL when it is neither.
 */
static char *id_behind(const char *path, const char *list)
{
	size_t len = strlen(list);

	if (strncmp(path, list, len) != 0)
		return NULL;
	return jl_xstrndup(path + len, strcspn(path + len, "/"));
}

static char *proof_of(const struct jl_journey *journey, const char *promise)
{
	for (size_t i = 0; journey && i < journey->promises.n; i++) {
		const struct jl_promise *p = &journey->promises.v[i];

		if (p->id && strcmp(p->id, promise) == 0)
			return p->proof ? jl_xstrdup(p->proof) : NULL;
	}
	return NULL;
}

struct wanted {
	const char *journey, *kpi;
};

static bool is_wanted(
	void *data, const struct jl_journey *journey, const struct jl_kpi *kpi)
{
	const struct wanted *w = data;

	return strcmp(journey->id, w->journey) == 0 && kpi->id &&
	       strcmp(kpi->id, w->kpi) == 0;
}

/* The part of whoever was in charge last, by the contract then in force. */
static const struct jl_part *last_part(const struct jl_account *account)
{
	const struct jl_part *last = NULL;

	for (size_t i = 0; i < account->n; i++)
		if (account->parts[i].kind == JL_PART_OWNER ||
			account->parts[i].kind == JL_PART_NOBODY)
			last = &account->parts[i];
	return last;
}

static void take_standing(
	struct jl_goalpost *g, const struct jl_account *account)
{
	const struct jl_part *part = last_part(account);
	struct jl_display display;

	if (!part)
		return;
	display = jl_display_for(account->metric, &account->aggregate,
		part->contract ? &part->contract->target : NULL);
	g->has_standing = true;
	g->n = (uint64_t)part->tally.n;
	g->has_value = part->has_value;
	if (part->has_value)
		g->value = jl_display_value(&display, part->value);
	snprintf(g->unit, sizeof(g->unit), "%s", display.unit);
	g->standing = part->standing;
}

static int find_standing(const struct jl_index *index,
	const struct jl_past *past, struct jl_goalpost *g, struct jl_error *err)
{
	const struct wanted wanted = {g->row->change.id, g->kpi};
	int32_t day = g->row->recorded_on;
	const struct jl_account_query query = {
		.ledger = past->ledger,
		.index = index,
		.period = {.since = day - JL_GOALPOST_DAYS,
			.until = day,
			.step = JL_STEP_DAYS},
		.today = day,
		.is_partial = true,
		.skips_months = true,
		.wants = is_wanted,
		.wants_data = (void *)(uintptr_t)&wanted,
	};
	struct jl_accounts accounts;
	int rc = jl_accounts_make(&query, &accounts, err);

	if (rc < 0)
		return rc;
	if (accounts.n)
		take_standing(g, &accounts.v[0]);
	jl_accounts_release(&accounts);
	return 0;
}

static int add(const struct jl_past_source *source,
	const struct jl_index *index, const struct jl_history_row *row,
	struct jl_goalposts *posts, struct jl_error *err)
{
	char *kpi = id_behind(row->change.path, "kpis/");
	char *promise = id_behind(row->change.path, "promises/");
	struct jl_goalpost *g;
	struct jl_past past;
	int rc;

	JL_GROW(posts->v, posts->n, posts->cap);
	g = &posts->v[posts->n++];
	*g = (struct jl_goalpost){.row = row, .kpi = kpi};
	g->of = jl_xasprintf("%s%s",
		kpi	  ? "KPI "
		: promise ? "promise "
			  : "",
		kpi	  ? kpi
		: promise ? promise
			  : row->change.path);
	rc = jl_past_before(source, row->commit.position, &past, err);
	if (rc == JL_ENOTFOUND)
		rc = 0;
	else if (rc == 0) {
		if (promise)
			g->kpi = proof_of(
				jl_ledger_journey(past.ledger, row->change.id),
				promise);
		if (g->kpi)
			rc = find_standing(index, &past, g, err);
		jl_past_close(&past);
	}
	free(promise);
	return rc;
}

int jl_goalposts_make(const struct jl_past_source *source,
	const struct jl_index *index, const struct jl_population *population,
	struct jl_goalposts *posts, struct jl_error *err)
{
	int rc = 0;

	memset(posts, 0, sizeof(*posts));
	for (size_t i = 0; rc == 0 && i < population->rows.n; i++) {
		const struct jl_history_row *row = &population->rows.v[i];

		if (row->change.verdict == JL_VERDICT_RELAXED)
			rc = add(source, index, row, posts, err);
	}
	if (rc < 0)
		jl_goalposts_release(posts);
	return rc;
}

void jl_goalposts_release(struct jl_goalposts *posts)
{
	for (size_t i = 0; i < posts->n; i++) {
		free(posts->v[i].of);
		free(posts->v[i].kpi);
	}
	free(posts->v);
	memset(posts, 0, sizeof(*posts));
}

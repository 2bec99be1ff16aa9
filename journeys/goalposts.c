/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Each target that was moved, with the account of the days before it. */
#include "journeys/goalposts.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_move_names[] = {
	"", "relaxed", "redefined", "taken out", NULL};

/* ---- what is a move ---- */

/* Behind "LIST/ID" in the path: "" or what follows the slash; NULL when it is
 * of another list. */
static const char *behind_id(const char *path, const char *list)
{
	size_t len = strlen(list);
	const char *rest = strncmp(path, list, len) == 0 ? path + len : NULL;

	if (!rest)
		return NULL;
	rest += strcspn(rest, "/");
	return rest + (*rest == '/');
}

static bool is_one_of(const char *word, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static bool is_larger(const char *old, const char *new)
{
	return old && new &&strtoll(new, NULL, 10) > strtoll(old, NULL, 10);
}

/* Of a dated limit whose strictness the change itself does not judge. */
static enum jl_move move_of_limit(
	const char *field, const struct jl_history_change *c)
{
	static const char *const limits[] = {
		"target", "at_risk", "within", NULL};

	if (is_one_of(field, limits))
		return c->old && !c->new ? JL_MOVE_TAKEN_OUT : JL_MOVE_NONE;
	if (strcmp(field, "minimum_n") == 0)
		return !c->old || is_larger(c->old, c->new) ? JL_MOVE_REDEFINED
							    : JL_MOVE_NONE;
	if (strcmp(field, "per") == 0)
		return c->old && c->new ? JL_MOVE_REDEFINED : JL_MOVE_NONE;
	return JL_MOVE_NONE;
}

static enum jl_move move_of_kpi(
	const char *rest, const struct jl_history_change *c)
{
	static const char *const meaning[] = {"metric", "aggregate", NULL};

	if (!*rest)
		return c->new ? JL_MOVE_NONE : JL_MOVE_TAKEN_OUT;
	if (strncmp(rest, "contracts/", 10) == 0)
		return move_of_limit(rest + 10, c);
	if (is_one_of(rest, meaning) || strncmp(rest, "scope", 5) == 0)
		return JL_MOVE_REDEFINED;
	return JL_MOVE_NONE;
}

static enum jl_move move_of_promise(
	const char *rest, const struct jl_history_change *c)
{
	static const char *const meaning[] = {
		"made_in", "kept_in", "proof", NULL};

	if (!*rest)
		return c->new ? JL_MOVE_NONE : JL_MOVE_TAKEN_OUT;
	if (strncmp(rest, "limits/", 7) == 0)
		return move_of_limit(rest + 7, c);
	return is_one_of(rest, meaning) ? JL_MOVE_REDEFINED : JL_MOVE_NONE;
}

static enum jl_move move_of_journey(const struct jl_history_change *c)
{
	const char *kpi = behind_id(c->path, "kpis/");
	const char *promise = behind_id(c->path, "promises/");

	if (c->verdict == JL_VERDICT_RELAXED)
		return JL_MOVE_RELAXED;
	if (c->verdict == JL_VERDICT_TIGHTENED)
		return JL_MOVE_NONE;
	if (kpi)
		return move_of_kpi(kpi, c);
	if (promise)
		return move_of_promise(promise, c);
	if (strcmp(c->path, "status") == 0)
		return c->new &&strcmp(c->new, "retired") == 0
			       ? JL_MOVE_TAKEN_OUT
			       : JL_MOVE_NONE;
	return c->what == JL_CHANGE_REMOVED && !*c->path ? JL_MOVE_TAKEN_OUT
							 : JL_MOVE_NONE;
}

static enum jl_move move_of(const struct jl_history_change *c)
{
	if (c->record == JL_KIND_JOURNEY)
		return move_of_journey(c);
	return c->record == JL_KIND_METRIC && strcmp(c->path, "direction") == 0
		       ? JL_MOVE_REDEFINED
		       : JL_MOVE_NONE;
}

/* A limit of attention that went with its target is told with that. */
static bool is_told_with_target(const struct jl_population *population,
	const struct jl_history_row *row)
{
	static const char at_risk[] = "/at_risk";
	const struct jl_history_change *c = &row->change;
	size_t len = strlen(c->path), tail = sizeof(at_risk) - 1;

	if (len < tail || strcmp(c->path + len - tail, at_risk) != 0)
		return false;
	for (size_t i = 0; i < population->rows.n; i++) {
		const struct jl_history_change *o =
			&population->rows.v[i].change;

		if (o->position == c->position &&
			!o->new &&strcmp(o->id, c->id) == 0 &&
			strncmp(o->path, c->path, len - tail) == 0 &&
			strcmp(o->path + len - tail, "/target") == 0)
			return true;
	}
	return false;
}

/* ---- what it is of ---- */

/* The id behind "kpis/" or "promises/", yours to free; NULL when it is neither.
 */
static char *id_behind(const char *path, const char *list)
{
	size_t len = strlen(list);

	if (strncmp(path, list, len) != 0)
		return NULL;
	return jl_xstrndup(path + len, strcspn(path + len, "/"));
}

static char *words_of(
	const struct jl_history_change *c, const char *kpi, const char *promise)
{
	if (kpi)
		return jl_xasprintf("KPI %s", kpi);
	if (promise)
		return jl_xasprintf("promise %s", promise);
	return jl_xstrdup(jl_record_names[c->record]);
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

/* ---- how it stood ---- */

/* The part of whoever was in charge last while anything was measured; the last
 * of all where nothing was. */
static const struct jl_part *last_part(const struct jl_account *account)
{
	const struct jl_part *last = NULL;

	for (size_t i = 0; i < account->n; i++) {
		const struct jl_part *part = &account->parts[i];

		if ((part->kind == JL_PART_OWNER ||
			    part->kind == JL_PART_NOBODY) &&
			(!last || last->tally.n == 0 || part->tally.n > 0))
			last = part;
	}
	return last;
}

static void take_standing(
	struct jl_goalpost *g, const struct jl_account *account)
{
	const struct jl_part *part = last_part(account);
	struct jl_display display;

	if (!part || !account->metric)
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

struct asked {
	const struct jl_past_source *source;
	const struct jl_index *index;
	bool is_partial;
};

static int find_standing(const struct asked *a, const struct jl_past *past,
	struct jl_goalpost *g, struct jl_error *err)
{
	const struct wanted wanted = {g->row->change.id, g->kpi};
	int32_t day = g->row->recorded_on;
	const struct jl_account_query query = {
		.ledger = past->ledger,
		.index = a->index,
		.period = {.since = day - JL_GOALPOST_DAYS,
			.until = day,
			.step = JL_STEP_DAYS},
		.today = day,
		.is_partial = a->is_partial,
		.skips_months = true,
		.wants = is_wanted,
		.wants_data = (void *)(uintptr_t)&wanted,
	};
	struct jl_accounts accounts;
	const struct jl_batch_info *missing;
	int rc = jl_accounts_make(&query, &accounts, err);

	if (rc < 0)
		return rc;
	missing = accounts.n ? accounts.v[0].missing_batch : NULL;
	if (missing && !a->is_partial)
		rc = jl_fail_missing(missing, err);
	else if (accounts.n)
		take_standing(g, &accounts.v[0]);
	jl_accounts_release(&accounts);
	return rc;
}

static bool is_same_kpi(
	const struct jl_goalpost *a, const struct jl_goalpost *b)
{
	return strcmp(a->row->change.id, b->row->change.id) == 0 && a->kpi &&
	       b->kpi && strcmp(a->kpi, b->kpi) == 0;
}

/* The first move of the KPI in the days before: one that was moved twice is
 * judged by what was agreed before both. */
static uint64_t first_move(
	const struct jl_goalposts *posts, const struct jl_goalpost *g)
{
	for (size_t i = 0; i < posts->n; i++)
		if (is_same_kpi(&posts->v[i], g) &&
			posts->v[i].row->recorded_on >
				g->row->recorded_on - JL_GOALPOST_DAYS)
			return posts->v[i].row->commit.position;
	return g->row->commit.position;
}

/* Of a promise its proof, by what the journey said before. */
static int find_proof(const struct asked *a, struct jl_goalpost *g,
	const char *promise, struct jl_error *err)
{
	const char *journey = g->row->change.id;
	struct jl_past past;
	int rc = jl_past_before(
		a->source, g->row->commit.position, journey, &past, err);

	if (rc == 0) {
		g->kpi = proof_of(
			jl_ledger_journey(past.ledger, journey), promise);
		jl_past_close(&past);
	}
	return rc == JL_ENOTFOUND ? 0 : rc;
}

static int add(const struct asked *a, const struct jl_history_row *row,
	enum jl_move move, struct jl_goalposts *posts, struct jl_error *err)
{
	bool is_journey = row->change.record == JL_KIND_JOURNEY;
	char *kpi = is_journey ? id_behind(row->change.path, "kpis/") : NULL;
	char *promise =
		is_journey ? id_behind(row->change.path, "promises/") : NULL;
	struct jl_goalpost *g;
	struct jl_past past;
	int rc = 0;

	JL_GROW(posts->v, posts->n, posts->cap);
	g = &posts->v[posts->n++];
	*g = (struct jl_goalpost){.row = row, .move = move, .kpi = kpi};
	g->of = words_of(&row->change, kpi, promise);
	if (promise)
		rc = find_proof(a, g, promise, err);
	free(promise);
	if (rc < 0 || !g->kpi)
		return rc;
	rc = jl_past_before(
		a->source, first_move(posts, g), row->change.id, &past, err);
	if (rc == 0) {
		rc = find_standing(a, &past, g, err);
		jl_past_close(&past);
	}
	return rc == JL_ENOTFOUND ? 0 : rc;
}

int jl_goalposts_make(const struct jl_past_source *source,
	const struct jl_index *index, const struct jl_population *population,
	bool is_partial, struct jl_goalposts *posts, struct jl_error *err)
{
	const struct asked asked = {source, index, is_partial};
	int rc = 0;

	memset(posts, 0, sizeof(*posts));
	for (size_t i = 0; rc == 0 && i < population->rows.n; i++) {
		const struct jl_history_row *row = &population->rows.v[i];
		enum jl_move move = move_of(&row->change);

		if (move && !is_told_with_target(population, row))
			rc = add(&asked, row, move, posts, err);
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

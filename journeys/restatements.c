/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Three accounts side by side: then, then with the measures of now, and now. */
#include "journeys/restatements.h"

#include "journeys/change.h"

#include <stdlib.h>
#include <string.h>

enum { FIGURES = 7 };

static const char *const figure_names[FIGURES] = {
	"since", "until", "n", "inherited_n", "value", "target", "status"};

static const struct {
	unsigned cause;
	const char *words;
} cause_words[] = {
	{JL_CAUSE_DATA, "late data"},
	{JL_CAUSE_TENURE, "corrected tenure"},
	{JL_CAUSE_CONTRACT, "changed contract"},
	{JL_CAUSE_DEFINITION, "changed definition"},
};

char *jl_causes_text(unsigned causes)
{
	struct jl_str out = JL_STR_INIT;

	for (size_t i = 0; i < JL_COUNT(cause_words); i++)
		if (causes & cause_words[i].cause)
			jl_str_addf(&out, "%s%s", out.len ? ", " : "",
				cause_words[i].words);
	return jl_str_detach(&out);
}

/* ---- finding what belongs together ---- */

static const struct jl_account *account_of(const struct jl_accounts *accounts,
	const char *journey, const char *kpi)
{
	for (size_t i = 0; i < accounts->n; i++)
		if (strcmp(accounts->v[i].journey->id, journey) == 0 &&
			strcmp(accounts->v[i].kpi->id, kpi) == 0)
			return &accounts->v[i];
	return NULL;
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_like(const struct jl_part *a, const struct jl_part *b)
{
	if (a->kind != b->kind || !is_same_text(a->owner, b->owner) ||
		a->n_owners != b->n_owners)
		return false;
	for (size_t i = 0; i < a->n_owners; i++)
		if (!is_same_text(a->owners[i], b->owners[i]))
			return false;
	return true;
}

/* The part, or the total behind them all. */
static const struct jl_part *nth(const struct jl_account *a, size_t i)
{
	return i < a->n ? &a->parts[i] : &a->total;
}

/* The part of the other account that is this one: the so-many-th of the same
 * person's. */
static const struct jl_part *like(
	const struct jl_account *a, size_t i, const struct jl_account *other)
{
	const struct jl_part *part = nth(a, i);
	size_t before = 0;

	for (size_t k = 0; k < i; k++)
		before += is_like(nth(a, k), part);
	for (size_t k = 0; other && k <= other->n; k++)
		if (is_like(nth(other, k), part) && before-- == 0)
			return nth(other, k);
	return NULL;
}

/* ---- figures as texts ---- */

static char *number_text(double value)
{
	return jl_xasprintf("%.6g", value);
}

/* What the part says of it, yours to free; NULL when it says nothing. */
static char *figure_text(
	const struct jl_account *a, const struct jl_part *p, size_t figure)
{
	const struct jl_quantity *target =
		p->contract ? &p->contract->target : NULL;
	struct jl_display display =
		jl_display_for(a->metric, &a->aggregate, target);
	char day[JL_DAY_TEXT];

	switch (figure) {
	case 0:
		return jl_xstrdup(jl_day_format(p->since, day));
	case 1:
		return jl_xstrdup(jl_day_format(p->until, day));
	case 2:
		return jl_xasprintf("%lld", (long long)p->tally.n);
	case 3:
		return jl_xasprintf("%lld", (long long)p->tally.inherited_n);
	case 4:
		return p->has_value ? number_text(jl_display_value(
					      &display, p->value))
				    : NULL;
	case 5:
		return target ? number_text(
					jl_display_value(&display, p->target))
			      : NULL;
	default:
		return p->kind == JL_PART_TOTAL
			       ? NULL
			       : jl_xstrdup(jl_standing_names[p->standing]);
	}
}

/* ---- why ---- */

static enum jl_direction no_direction(void *data, const char *metric)
{
	(void)data;
	(void)metric;
	return JL_DIRECTION_NEUTRAL;
}

static unsigned cause_of(const char *path, const char *kpi)
{
	size_t len = strlen(kpi);

	if (strncmp(path, "owners/", 7) == 0)
		return JL_CAUSE_TENURE;
	if (strncmp(path, "kpis/", 5) != 0 ||
		strncmp(path + 5, kpi, len) != 0 ||
		(path[5 + len] != '/' && path[5 + len] != '\0'))
		return 0;
	return strncmp(path + 5 + len, "/contracts", 10) == 0
		       ? JL_CAUSE_CONTRACT
		       : JL_CAUSE_DEFINITION;
}

/* What the definitions of the journey changed that the KPI depends on. */
static unsigned definition_causes(const struct jl_account *then,
	const struct jl_account *now, const struct jl_period *period)
{
	struct jl_changes changes = {0};
	unsigned causes = 0;

	if (!then || !now)
		return JL_CAUSE_DEFINITION;
	jl_change_find(JL_KIND_JOURNEY, then->journey, now->journey, false,
		no_direction, NULL, &changes);
	/* A hand-over outside of the period changed nothing in it. */
	for (size_t i = 0; i < changes.n; i++)
		if (changes.v[i].since < period->until &&
			changes.v[i].until > period->since)
			causes |= cause_of(changes.v[i].path, now->kpi->id);
	jl_changes_release(&changes);
	/* A metric, a stage or the zone may have changed too. */
	return causes ? causes : JL_CAUSE_DEFINITION;
}

/* ---- comparing ---- */

struct three {
	const struct jl_account *then, *mixed, *now;
	unsigned definition_causes;
	struct jl_restatements *out;
};

static void compare_figure(const struct three *t, const struct jl_part *then,
	const struct jl_part *mixed, const struct jl_part *now, size_t figure)
{
	char *was = then ? figure_text(t->then, then, figure) : NULL;
	char *half = mixed ? figure_text(t->mixed, mixed, figure) : NULL;
	char *is = now ? figure_text(t->now, now, figure) : NULL;
	const struct jl_part *any = now ? now : then;
	const struct jl_account *of = now ? t->now : t->then;
	struct jl_restatement *r;

	t->out->figures++;
	if (!is_same_text(was, is)) {
		JL_GROW(t->out->v, t->out->n, t->out->cap);
		r = &t->out->v[t->out->n++];
		*r = (struct jl_restatement){.journey = of->journey->id,
			.kpi = of->kpi->id,
			.kind = any->kind,
			.owner = any->owner,
			.figure = figure_names[figure],
			.then = was,
			.now = is};
		if (!is_same_text(was, half))
			r->causes |= JL_CAUSE_DATA;
		if (!is_same_text(half, is))
			r->causes |= t->definition_causes;
		was = is = NULL;
	}
	free(was);
	free(half);
	free(is);
}

static void compare_parts(const struct three *t)
{
	for (size_t i = 0; t->now && i <= t->now->n; i++)
		for (size_t f = 0; f < FIGURES; f++)
			compare_figure(t, like(t->now, i, t->then),
				like(t->now, i, t->mixed), nth(t->now, i), f);
	/* Those that are no more. */
	for (size_t i = 0; t->then && i <= t->then->n; i++)
		for (size_t f = 0; !like(t->then, i, t->now) && f < FIGURES;
			f++)
			compare_figure(t, nth(t->then, i),
				like(t->then, i, t->mixed), NULL, f);
}

static void compare(const struct jl_accounts *mixed,
	const struct jl_period *period, const char *journey, const char *kpi,
	struct jl_restatements *out)
{
	struct three t = {.then = account_of(&out->then_accounts, journey, kpi),
		.mixed = account_of(mixed, journey, kpi),
		.now = account_of(&out->now_accounts, journey, kpi),
		.out = out};

	if ((t.then && !t.then->metric) || (t.now && !t.now->metric))
		return;
	t.definition_causes = definition_causes(t.then, t.now, period);
	compare_parts(&t);
}

int jl_restatements_make(const struct jl_account_query *now,
	const struct jl_past *then, struct jl_restatements *out,
	struct jl_error *err)
{
	struct jl_account_query as_then = *now, as_mixed = *now;
	struct jl_accounts mixed = {0};
	int rc;

	memset(out, 0, sizeof(*out));
	as_then.ledger = as_mixed.ledger = then->ledger;
	as_then.index = then->index;
	rc = jl_accounts_make(now, &out->now_accounts, err);
	if (rc == 0)
		rc = jl_accounts_make(&as_then, &out->then_accounts, err);
	if (rc == 0)
		rc = jl_accounts_make(&as_mixed, &mixed, err);
	for (size_t i = 0; rc == 0 && i < out->now_accounts.n; i++) {
		const struct jl_account *a = &out->now_accounts.v[i];

		compare(&mixed, &now->period, a->journey->id, a->kpi->id, out);
	}
	for (size_t i = 0; rc == 0 && i < out->then_accounts.n; i++) {
		const struct jl_account *a = &out->then_accounts.v[i];

		if (!account_of(&out->now_accounts, a->journey->id, a->kpi->id))
			compare(&mixed, &now->period, a->journey->id,
				a->kpi->id, out);
	}
	jl_accounts_release(&mixed);
	if (rc < 0)
		jl_restatements_release(out);
	return rc;
}

void jl_restatements_release(struct jl_restatements *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->v[i].then);
		free(r->v[i].now);
	}
	free(r->v);
	jl_accounts_release(&r->then_accounts);
	jl_accounts_release(&r->now_accounts);
	memset(r, 0, sizeof(*r));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Accounts side by side, from then to now in steps of one cause each. */
#include "journeys/restatements.h"

#include <math.h>
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
	{JL_CAUSE_RETRACTION, "retracted data"},
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

static bool is_like(const struct jl_part *a, const struct jl_part *b)
{
	if (a->kind != b->kind || !jl_is_same_text(a->owner, b->owner) ||
		a->n_owners != b->n_owners)
		return false;
	for (size_t i = 0; i < a->n_owners; i++)
		if (!jl_is_same_text(a->owners[i], b->owners[i]))
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

/* All of its digits: what differs in the last one is a restatement, too. */
static char *number_text(double value)
{
	return fabs(value) < 1e15 && value == floor(value)
		       ? jl_xasprintf("%.0f", value)
		       : jl_xasprintf("%.15g", value);
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

/* ---- the ledgers between then and now ---- */

/* The ledger of then with things of now in it. What it has itself are its
 * journeys, and the lists of KPIs of these; all else is borrowed. */
struct mixed {
	struct jl_ledger ledger;
	struct jl_arena arena;
};

static struct jl_journey *own_journeys(struct mixed *m)
{
	struct jl_list *list = &m->ledger.kinds[JL_KIND_JOURNEY];
	size_t size = list->n * sizeof(struct jl_journey);
	struct jl_journey *own = jl_arena_alloc(&m->arena, size + 1);

	if (list->n)
		memcpy(own, list->v, size);
	list->v = own;
	return own;
}

static void give_tenures(struct mixed *m, const struct jl_ledger *now)
{
	struct jl_journey *journeys = own_journeys(m);

	for (size_t i = 0; i < m->ledger.kinds[JL_KIND_JOURNEY].n; i++) {
		const struct jl_journey *j =
			jl_ledger_journey(now, journeys[i].id);

		if (!j)
			continue;
		journeys[i].owners = j->owners;
		journeys[i].deputies = j->deputies;
		journeys[i].sponsors = j->sponsors;
	}
}

static const struct jl_kpi *kpi_of(const struct jl_journey *j, const char *id)
{
	for (size_t i = 0; j && i < j->kpis.n; i++)
		if (j->kpis.v[i].id && strcmp(j->kpis.v[i].id, id) == 0)
			return &j->kpis.v[i];
	return NULL;
}

static void give_contracts(struct mixed *m, const struct jl_ledger *now)
{
	struct jl_journey *journeys = own_journeys(m);

	for (size_t i = 0; i < m->ledger.kinds[JL_KIND_JOURNEY].n; i++) {
		struct jl_journey *j = &journeys[i];
		const struct jl_journey *other = jl_ledger_journey(now, j->id);
		size_t size = j->kpis.n * sizeof(*j->kpis.v);
		struct jl_kpi *kpis = jl_arena_alloc(&m->arena, size + 1);

		if (size)
			memcpy(kpis, j->kpis.v, size);
		j->kpis.v = kpis;
		for (size_t k = 0; k < j->kpis.n; k++) {
			const struct jl_kpi *kpi =
				kpis[k].id ? kpi_of(other, kpis[k].id) : NULL;

			if (kpi)
				kpis[k].contracts = kpi->contracts;
		}
	}
}

/* ---- what came, and what was taken back ---- */

static const struct jl_batch_info *same_batch(
	const struct jl_index *index, const struct jl_batch_info *batch)
{
	for (size_t i = 0; i < index->batches.n; i++)
		if (strcmp(index->batches.v[i].receipt.id, batch->receipt.id) ==
			0)
			return &index->batches.v[i];
	return NULL;
}

static bool is_retracted(const struct jl_batch_info *batch)
{
	return batch && batch->state == JL_BATCH_RETRACTED;
}

/* Of the batches that may have the KPI's measures. */
static unsigned data_causes(const struct jl_index *then,
	const struct jl_index *now, const char *metric,
	const struct jl_period *period)
{
	unsigned causes = 0;

	for (size_t i = 0; i < now->batches.n; i++) {
		const struct jl_batch_info *b = &now->batches.v[i];
		const struct jl_batch_info *before = same_batch(then, b);

		if (!jl_batch_may_hold(b, metric, period->since, period->until))
			continue;
		if (is_retracted(b) && before && !is_retracted(before))
			causes |= JL_CAUSE_RETRACTION;
		else if (!is_retracted(b) && !before)
			causes |= JL_CAUSE_DATA;
	}
	return causes ? causes : JL_CAUSE_DATA;
}

/* ---- comparing ---- */

enum { STEPS = 5 }; /* then, with measures, tenures, contracts, now */

/* One KPI, from then to now; NULL where it is not there. */
struct course {
	const struct jl_account *accounts[STEPS];
	unsigned causes[STEPS]; /* of what changes at that step */
	struct jl_restatements *out;
};

/* The parts that are one and the same, and what they say of a figure. */
struct figures {
	char *texts[STEPS];
};

static unsigned causes_of(const struct course *c, const struct figures *f)
{
	unsigned causes = 0;

	for (size_t i = 1; i < STEPS; i++)
		if (!jl_is_same_text(f->texts[i - 1], f->texts[i]))
			causes |= c->causes[i];
	return causes;
}

/* Part i of `of`, at the steps that have it. */
static void compare_figure(const struct course *c, const struct jl_account *of,
	size_t i, size_t figure)
{
	const struct jl_part *part = nth(of, i);
	struct figures f;

	for (size_t s = 0; s < STEPS; s++) {
		const struct jl_account *a = c->accounts[s];
		const struct jl_part *p = a == of ? part : like(of, i, a);

		f.texts[s] = p ? figure_text(a, p, figure) : NULL;
	}
	c->out->figures++;
	if (!jl_is_same_text(f.texts[0], f.texts[STEPS - 1])) {
		JL_GROW(c->out->v, c->out->n, c->out->cap);
		c->out->v[c->out->n++] =
			(struct jl_restatement){.journey = of->journey->id,
				.kpi = of->kpi->id,
				.kind = part->kind,
				.owner = part->owner,
				.figure = figure_names[figure],
				.then = f.texts[0],
				.now = f.texts[STEPS - 1],
				.causes = causes_of(c, &f)};
		f.texts[0] = f.texts[STEPS - 1] = NULL;
	}
	for (size_t s = 0; s < STEPS; s++)
		free(f.texts[s]);
}

static void compare_parts(const struct course *c)
{
	const struct jl_account *then = c->accounts[0];
	const struct jl_account *now = c->accounts[STEPS - 1];

	for (size_t i = 0; now && i <= now->n; i++)
		for (size_t f = 0; f < FIGURES; f++)
			compare_figure(c, now, i, f);
	/* Those that are no more. */
	for (size_t i = 0; then && i <= then->n; i++)
		for (size_t f = 0; !like(then, i, now) && f < FIGURES; f++)
			compare_figure(c, then, i, f);
}

/* ---- all of it ---- */

struct comparison {
	const struct jl_account_query *now;
	const struct jl_past *then;
	struct mixed mixed[STEPS];
	struct jl_accounts accounts[STEPS];
};

static void compare(const struct comparison *all, const char *journey,
	const char *kpi, struct jl_restatements *out)
{
	struct course c = {.causes = {0, 0, JL_CAUSE_TENURE, JL_CAUSE_CONTRACT,
				   JL_CAUSE_DEFINITION},
		.out = out};
	const struct jl_account *any;

	for (size_t s = 0; s < STEPS; s++)
		c.accounts[s] = account_of(&all->accounts[s], journey, kpi);
	any = c.accounts[STEPS - 1] ? c.accounts[STEPS - 1] : c.accounts[0];
	if ((c.accounts[0] && !c.accounts[0]->metric) ||
		(c.accounts[STEPS - 1] && !c.accounts[STEPS - 1]->metric))
		return;
	c.causes[1] = data_causes(all->then->index, all->now->index,
		any->kpi->metric, &all->now->period);
	compare_parts(&c);
}

static int make_accounts(struct comparison *c, struct jl_error *err)
{
	int rc = 0;

	for (size_t s = 0; rc == 0 && s < STEPS; s++) {
		struct jl_account_query query = *c->now;

		if (s + 1 < STEPS)
			query.ledger = &c->mixed[s].ledger;
		if (s == 0)
			query.index = c->then->index;
		rc = jl_accounts_make(&query, &c->accounts[s], err);
	}
	return rc;
}

static void mix(struct comparison *c)
{
	for (size_t s = 0; s + 1 < STEPS; s++) {
		c->mixed[s].ledger = *c->then->ledger;
		if (s >= 2)
			give_tenures(&c->mixed[s], c->now->ledger);
		if (s >= 3)
			give_contracts(&c->mixed[s], c->now->ledger);
	}
}

static void compare_all(const struct comparison *c, struct jl_restatements *out)
{
	const struct jl_accounts *now = &c->accounts[STEPS - 1];
	const struct jl_accounts *then = &c->accounts[0];

	for (size_t i = 0; i < now->n; i++)
		compare(c, now->v[i].journey->id, now->v[i].kpi->id, out);
	for (size_t i = 0; i < then->n; i++)
		if (!account_of(
			    now, then->v[i].journey->id, then->v[i].kpi->id))
			compare(c, then->v[i].journey->id, then->v[i].kpi->id,
				out);
}

int jl_restatements_make(const struct jl_account_query *now,
	const struct jl_past *then, struct jl_restatements *out,
	struct jl_error *err)
{
	struct comparison c = {.now = now, .then = then};
	int rc;

	memset(out, 0, sizeof(*out));
	mix(&c);
	rc = make_accounts(&c, err);
	if (rc == 0)
		compare_all(&c, out);
	/* Its names are theirs. */
	out->then_accounts = c.accounts[0];
	out->now_accounts = c.accounts[STEPS - 1];
	for (size_t s = 0; s < STEPS; s++) {
		if (s > 0 && s + 1 < STEPS)
			jl_accounts_release(&c.accounts[s]);
		jl_arena_release(&c.mixed[s].arena);
	}
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

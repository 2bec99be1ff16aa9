/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family ownership: one accountable person on every day, and who stands in. */
#include "journeys/check.h"

#include "journeys/scope.h"
#include "journeys/tenure.h"

#include <stdlib.h>
#include <string.h>

/* The order in time of a journey's owners: places in the list. */
static size_t *by_time(const struct jl_tenures *t)
{
	size_t *order = jl_xcalloc(t->n, sizeof(*order));

	for (size_t i = 0; i < t->n; i++) {
		size_t k = i;

		for (; k > 0 && t->v[order[k - 1]].since > t->v[i].since; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	return order;
}

static void check_overlap(struct jl_check *check)
{
	const struct jl_tenures *t = &check->journey->owners;
	size_t *order = by_time(t);
	const struct jl_tenure *longest = t->n ? &t->v[order[0]] : NULL;

	/* longest: of all that began earlier, the one that ends last. */
	for (size_t i = 1; i < t->n; i++) {
		const struct jl_tenure *last = &t->v[order[i - 1]];
		const struct jl_tenure *now = &t->v[order[i]];
		char since[JL_DAY_TEXT];
		char *pointer;

		if (now->since >= last->until)
			last = longest;
		if (now->until > longest->until)
			longest = now;
		if (now->since >= last->until)
			continue;
		pointer = jl_xasprintf("/owners/%zu", order[i]);
		jl_check_find(check, "owner-overlap", pointer,
			"from %s both %s and %s own this journey",
			jl_day_format(now->since, since),
			last->person ? last->person : "?",
			now->person ? now->person : "?");
		free(pointer);
	}
	free(order);
}

static void check_vacancy(struct jl_check *check)
{
	const struct jl_tenures *t = &check->journey->owners;
	size_t *order = by_time(t);
	char a[JL_DAY_TEXT], b[JL_DAY_TEXT];
	int32_t end = JL_DAY_MIN;

	if (t->n == 0)
		jl_check_find(
			check, "owner-vacancy", "", "nobody owns this journey");
	for (size_t i = 0; i < t->n; i++) {
		const struct jl_tenure *now = &t->v[order[i]];

		if (i > 0 && now->since > end && end != JL_DAY_OPEN) {
			char *pointer = jl_xasprintf("/owners/%zu", order[i]);

			jl_check_find(check, "owner-vacancy", pointer,
				"nobody was in charge from %s until %s",
				jl_day_format(end, a),
				jl_day_format(now->since, b));
			free(pointer);
		}
		if (now->until > end)
			end = now->until;
	}
	if (t->n > 0 && t->v[order[0]].since > check->today)
		jl_check_find(check, "owner-vacancy", "/owners",
			"nobody is in charge before %s",
			jl_day_format(t->v[order[0]].since, a));
	if (t->n > 0 && end <= check->today)
		jl_check_find(check, "owner-vacancy", "/owners",
			"nobody has been in charge since %s",
			jl_day_format(end, a));
	free(order);
}

static void check_leavers_in(struct jl_check *check, const char *list,
	const char *noun, const struct jl_tenures *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct jl_person *person =
			jl_ledger_person(check->ledger, t->v[i].person);
		char left[JL_DAY_TEXT];
		char *pointer;

		if (!person || person->until >= t->v[i].until)
			continue;
		pointer = jl_xasprintf("/%s/%zu", list, i);
		jl_check_find(check, "leaver", pointer,
			"%s left on %s and cannot be %s after that",
			person->name ? person->name : person->id,
			jl_day_format(person->until, left), noun);
		free(pointer);
	}
}

static void check_leavers(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	check_leavers_in(check, "owners", "owner", &j->owners);
	check_leavers_in(check, "deputies", "deputy", &j->deputies);
	check_leavers_in(check, "sponsors", "sponsor", &j->sponsors);
}

static void check_deputy(struct jl_check *check)
{
	if (!jl_tenure_at(&check->journey->deputies, check->today))
		jl_check_find(check, "deputy-missing", "/deputies",
			"nobody stands in for the owner");
}

/* Whoever answers and whoever stands in are two people, or nobody does. */
static void check_own_deputy(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;
	const struct jl_tenure *owner = jl_tenure_at(&j->owners, check->today);
	const struct jl_tenure *deputy =
		jl_tenure_at(&j->deputies, check->today);
	const struct jl_tenure *sponsor =
		jl_tenure_at(&j->sponsors, check->today);

	if (!owner || !owner->person)
		return;
	if (deputy && deputy->person &&
		strcmp(owner->person, deputy->person) == 0)
		jl_check_find(check, "own-deputy", "/deputies",
			"%s owns the journey and stands in for the owner",
			jl_ledger_person_name(check->ledger, owner->person));
	if (sponsor && sponsor->person &&
		strcmp(owner->person, sponsor->person) == 0)
		jl_check_find(check, "own-deputy", "/sponsors",
			"%s owns the journey and would answer for its vacancy",
			jl_ledger_person_name(check->ledger, owner->person));
}

static void check_sponsor(struct jl_check *check)
{
	if (!jl_tenure_at(&check->journey->sponsors, check->today))
		jl_check_find(check, "sponsor-missing", "/sponsors",
			"nobody answers for the journey while it has no "
			"owner");
}

/* May the owner decide about what the function does? As its head, as one of
 * its people, or by the authority that the journey gives. */
static bool may_decide(const struct jl_check *check,
	const struct jl_person *owner, const char *function)
{
	const struct jl_journey *j = check->journey;
	const struct jl_function *f =
		jl_ledger_find(check->ledger, JL_KIND_FUNCTION, function);
	const struct jl_tenure *head =
		f ? jl_tenure_at(&f->heads, check->today) : NULL;

	for (size_t i = 0; i < j->authority.n; i++)
		if (j->authority.v[i].right == JL_RIGHT_DECIDE &&
			j->authority.v[i].over &&
			strcmp(j->authority.v[i].over, function) == 0)
			return true;
	return (owner->function && strcmp(owner->function, function) == 0) ||
	       (head && head->person && strcmp(head->person, owner->id) == 0);
}

/* The first KPI that looks at the step in particular, or NULL. */
static const struct jl_kpi *kpi_of_step(
	const struct jl_journey *j, const struct jl_graph_step *s)
{
	for (size_t i = 0; i < j->kpis.n; i++)
		if (jl_scope_is_placed(&j->kpis.v[i].scope) &&
			jl_scope_covers(&j->kpis.v[i].scope,
				&j->stages.v[s->stage], s->step))
			return &j->kpis.v[i];
	return NULL;
}

static void check_authority(struct jl_check *check)
{
	const struct jl_step_graph *g = &check->graph;
	const struct jl_tenure *now =
		jl_tenure_at(&check->journey->owners, check->today);
	const struct jl_person *owner =
		now ? jl_ledger_person(check->ledger, now->person) : NULL;
	struct jl_str told = JL_STR_INIT;

	for (size_t i = 0; owner && i < g->n; i++) {
		const char *function = g->steps[i].step->function;
		const struct jl_kpi *kpi =
			kpi_of_step(check->journey, &g->steps[i]);
		char *mark;

		if (!kpi || !function || may_decide(check, owner, function))
			continue;
		mark = jl_xasprintf("|%s|", function);
		if (!strstr(jl_str_text(&told), mark))
			jl_check_find(check, "authority-missing", "/authority",
				"%s answers for '%s' and has no right to "
				"decide about '%s', which delivers '%s'",
				owner->name ? owner->name : owner->id,
				kpi->id ? kpi->id : "?", function,
				g->steps[i].step->id ? g->steps[i].step->id
						     : "?");
		jl_str_add(&told, mark);
		free(mark);
	}
	jl_str_release(&told);
}

static const struct jl_rule rules[] = {
	{.id = "owner-overlap",
		.severity = JL_SEVERITY_ERROR,
		.summary = "On every day at most one person is in charge.",
		.hint = "give the earlier tenure an until: the day on which "
			"the later one begins",
		.run = check_overlap},
	{.id = "owner-vacancy",
		.severity = JL_SEVERITY_WARNING,
		.summary = "On every day somebody is in charge.",
		.hint = "'jledger set JOURNEY owner=PERSON --since DATE' fills "
			"it; what happens meanwhile is booked to nobody",
		.run = check_vacancy},
	{.id = "leaver",
		.severity = JL_SEVERITY_ERROR,
		.summary = "Who has left is not in charge any more.",
		.hint = "end the tenure on the day the person left, or hand "
			"over",
		.run = check_leavers},
	{.id = "deputy-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "Somebody stands in for the owner.",
		.hint = "'jledger set JOURNEY deputy=PERSON --since DATE'",
		.run = check_deputy},
	{.id = "own-deputy",
		.severity = JL_SEVERITY_WARNING,
		.summary = "Owner, deputy and sponsor are different people.",
		.hint = "'jledger set JOURNEY deputy=PERSON --since DATE', or "
			"sponsor=PERSON",
		.run = check_own_deputy},
	{.id = "sponsor-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A sponsor answers for vacancies.",
		.hint = "'jledger set JOURNEY sponsor=PERSON --since DATE'",
		.run = check_sponsor},
	{.id = "authority-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "The owner may decide where the KPIs are made.",
		.hint = "give the right in authority, or let somebody own it "
			"who has it",
		.is_of_business = true,
		.run = check_authority},
};

const struct jl_rule_family jl_rules_ownership = {
	"ownership", rules, JL_COUNT(rules)};

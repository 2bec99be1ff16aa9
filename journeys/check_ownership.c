/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family ownership: one accountable person on every day, and who stands in. */
#include "journeys/check.h"

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
};

const struct jl_rule_family jl_rules_ownership = {
	"ownership", rules, JL_COUNT(rules)};

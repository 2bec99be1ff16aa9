/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family references: every id that is named is defined. */
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 4096, ANCESTORS_MAX = 1000, SUGGESTIONS_MAX = 200 };

/* One pass over the references of one definition. */
struct pass {
	struct jl_check *check;
	enum jl_kind kind;
	const char *id;
};

static const char *const rule_of[] = {
	[JL_REFERS_PERSON] = "unknown-person",
	[JL_REFERS_FUNCTION] = "unknown-function",
	[JL_REFERS_METRIC] = "unknown-metric",
	[JL_REFERS_JOURNEY] = "unknown-journey",
	[JL_REFERS_STAGE] = "unknown-stage",
	[JL_REFERS_STEP] = "unknown-step",
	[JL_REFERS_KPI] = "unknown-kpi",
};

static const char *const noun_of[] = {
	[JL_REFERS_PERSON] = "person",
	[JL_REFERS_FUNCTION] = "function",
	[JL_REFERS_METRIC] = "metric",
	[JL_REFERS_JOURNEY] = "journey",
	[JL_REFERS_STAGE] = "stage in this journey",
	[JL_REFERS_STEP] = "step in this journey",
	[JL_REFERS_KPI] = "KPI in this journey",
};

typedef bool see_id(void *data, const char *id);

/* Shows the ids of the journey that this kind of reference may name, until one
 * is all that is wanted. */
static void each_of_journey(const struct jl_journey *j,
	enum jl_reference refers, see_id *see, void *data)
{
	bool is_over = false;

	for (size_t i = 0; refers == JL_REFERS_KPI && i < j->kpis.n && !is_over;
		i++)
		is_over = j->kpis.v[i].id && see(data, j->kpis.v[i].id);
	for (size_t i = 0;
		refers != JL_REFERS_KPI && i < j->stages.n && !is_over; i++) {
		const struct jl_stage *stage = &j->stages.v[i];

		if (refers == JL_REFERS_STAGE)
			is_over = stage->id && see(data, stage->id);
		for (size_t k = 0; refers == JL_REFERS_STEP &&
				   k < stage->steps.n && !is_over;
			k++)
			is_over = stage->steps.v[k].id &&
				  see(data, stage->steps.v[k].id);
	}
}

/* Names of which the nearest is suggested. */
struct names {
	const char *v[NAMES_MAX];
	size_t n;
};

static bool add_name(void *data, const char *id)
{
	struct names *names = data;

	names->v[names->n++] = id;
	return names->n == NAMES_MAX;
}

static const char *find_near(
	const struct pass *pass, enum jl_reference refers, const char *id)
{
	const struct jl_ledger *ledger = pass->check->ledger;
	struct names names = {.n = 0};
	enum jl_kind kind;

	if (refers < JL_REFERS_STAGE) {
		kind = jl_kind_referred(refers);
		for (size_t i = 0; i < ledger->kinds[kind].n && i < NAMES_MAX;
			i++)
			add_name(&names, jl_ledger_id(ledger, kind, i));
	} else {
		each_of_journey(pass->check->journey, refers, add_name, &names);
	}
	return jl_nearest(id, names.v, names.n);
}

static bool is_same(void *data, const char *id)
{
	const char **wanted = data;

	if (strcmp(*wanted, id) != 0)
		return false;
	*wanted = NULL;
	return true;
}

static bool is_known(
	const struct pass *pass, enum jl_reference refers, const char *id)
{
	const struct jl_ledger *ledger = pass->check->ledger;
	const char *wanted = id;

	/* A file that could not be read has its own finding. */
	if (refers < JL_REFERS_STAGE)
		return jl_ledger_find(ledger, jl_kind_referred(refers), id) ||
		       jl_ledger_is_broken(
			       ledger, jl_kind_referred(refers), id);
	if (refers == JL_REFERS_STEP)
		return jl_step_graph_find(&pass->check->graph, id) !=
		       JL_NO_STEP;
	each_of_journey(pass->check->journey, refers, is_same, &wanted);
	return !wanted;
}

static void visit(void *data, const struct jl_field *field, const char *id,
	const char *pointer)
{
	const struct pass *pass = data;
	struct jl_ledger *ledger = pass->check->ledger;
	enum jl_severity severity = JL_SEVERITY_ERROR;
	struct jl_finding *finding;
	const char *near;
	char *path;

	if (is_known(pass, field->refers, id))
		return;
	if (pass->kind == JL_KIND_JOURNEY &&
		pass->check->journey->status != JL_STATUS_IN_FORCE)
		severity = JL_SEVERITY_WARNING;
	path = jl_ledger_path(ledger, pass->kind, pass->id);
	finding = jl_findings_add(&ledger->findings, rule_of[field->refers],
		severity, path, pointer, "'%s': there is no %s '%s'",
		field->key, noun_of[field->refers], id);
	/* Whoever has so many wrong is not helped by names. */
	near = pass->check->n_suggested++ < SUGGESTIONS_MAX
		       ? find_near(pass, field->refers, id)
		       : NULL;
	if (near)
		jl_finding_hint(finding, "did you mean '%s'?", near);
	else if (field->refers < JL_REFERS_STAGE)
		jl_finding_hint(finding, "'jledger new %s %s' makes one",
			jl_kinds[jl_kind_referred(field->refers)].name, id);
	free(path);
}

static void check_references(struct jl_check *check)
{
	struct pass pass = {check, JL_KIND_JOURNEY, check->journey->id};

	jl_shape_references(
		jl_kinds[JL_KIND_JOURNEY].shape, check->journey, visit, &pass);
}

void jl_check_other_references(struct jl_check *check)
{
	static const struct jl_journey none;

	check->journey = &none;
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++) {
		struct pass pass = {.check = check, .kind = kind};

		for (size_t i = 0; kind != JL_KIND_JOURNEY &&
				   i < check->ledger->kinds[kind].n;
			i++) {
			const void *definition =
				jl_ledger_nth(check->ledger, kind, i);

			memcpy(&pass.id, definition, sizeof(pass.id));
			jl_shape_references(
				jl_kinds[kind].shape, definition, visit, &pass);
		}
	}
}

static void check_parents(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (int depth = 0; j && j->parent; depth++) {
		if (depth == ANCESTORS_MAX ||
			strcmp(j->parent, check->journey->id) == 0) {
			jl_check_find(check, "parent-loop", "/parent",
				"the journey is its own ancestor");
			return;
		}
		j = jl_ledger_journey(check->ledger, j->parent);
	}
}

#define FOUND_BY_FIRST(rule, text)                                             \
	{                                                                      \
		.id = rule, .severity = JL_SEVERITY_ERROR, .summary = text     \
	}

static const struct jl_rule rules[] = {
	{.id = "unknown-person",
		.severity = JL_SEVERITY_ERROR,
		.summary = "A person who is named has a file in people/.",
		.run = check_references},
	FOUND_BY_FIRST("unknown-function",
		"A function that is named has a file in functions/."),
	FOUND_BY_FIRST("unknown-metric",
		"A metric that is named is built in or has a file in "
		"metrics/."),
	FOUND_BY_FIRST("unknown-journey",
		"A journey that is named has a file in journeys/."),
	FOUND_BY_FIRST("unknown-stage",
		"A stage that is named is a stage of the journey."),
	FOUND_BY_FIRST("unknown-step",
		"A step that is named is a step of the journey."),
	FOUND_BY_FIRST(
		"unknown-kpi", "A KPI that is named is a KPI of the journey."),
	{.id = "parent-loop",
		.severity = JL_SEVERITY_ERROR,
		.summary = "Journeys form a tree.",
		.run = check_parents},
};

const struct jl_rule_family jl_rules_references = {
	"references", rules, JL_COUNT(rules)};

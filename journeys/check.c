/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The table of families, and running them. */
#include "journeys/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct jl_rule_family *const jl_rule_families[] = {&jl_rules_shape,
	&jl_rules_references, &jl_rules_ownership, &jl_rules_stakeholders,
	&jl_rules_contracts, &jl_rules_viewpoint, &jl_rules_promises,
	&jl_rules_seams, &jl_rules_paths, &jl_rules_cadence, &jl_rules_maps,
	&jl_rules_keys};
const size_t jl_n_rule_families = JL_COUNT(jl_rule_families);

static const struct jl_rule *find_rule(const char *id)
{
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++)
			if (strcmp(jl_rule_families[f]->rules[i].id, id) == 0)
				return &jl_rule_families[f]->rules[i];
	return NULL;
}

/* A hint shows the command for this very journey. */
static void add_hint(
	struct jl_finding *finding, const char *hint, const char *journey)
{
	static const char word[] = "JOURNEY";
	const char *at = strstr(hint, word);

	if (at)
		jl_finding_hint(finding, "%.*s%s%s", (int)(at - hint), hint,
			journey, at + strlen(word));
	else
		jl_finding_hint(finding, "%s", hint);
}

void jl_check_find(struct jl_check *check, const char *rule,
	const char *pointer, const char *format, ...)
{
	const struct jl_rule *row = find_rule(rule);
	enum jl_severity severity = row->severity;
	struct jl_finding *finding;
	char sentence[1024];
	va_list args;
	char *path;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	if (check->journey->status != JL_STATUS_IN_FORCE &&
		severity == JL_SEVERITY_ERROR)
		severity = JL_SEVERITY_WARNING;
	path = jl_ledger_path(
		check->ledger, JL_KIND_JOURNEY, check->journey->id);
	finding = jl_findings_add(&check->ledger->findings, row->id, severity,
		path, pointer, "%s", sentence);
	finding->is_of_business = row->is_of_business;
	if (row->hint)
		add_hint(finding, row->hint, check->journey->id);
	free(path);
}

static void run_rules(struct jl_check *check)
{
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++) {
			check->rule = &jl_rule_families[f]->rules[i];
			if (check->rule->run)
				check->rule->run(check);
		}
}

void jl_check_run(struct jl_ledger *ledger, int32_t today,
	const struct jl_batches *batches)
{
	struct jl_check check = {
		.ledger = ledger, .today = today, .batches = batches};

	jl_check_other_references(&check);
	jl_check_maps(&check);
	jl_check_keys(&check);
	for (size_t i = 0; i < ledger->kinds[JL_KIND_JOURNEY].n; i++) {
		check.journey = jl_ledger_nth_journey(ledger, i);
		/* What is over need not be complete any more. */
		if (check.journey->status == JL_STATUS_RETIRED)
			continue;
		jl_step_graph_init(&check.graph, check.journey);
		run_rules(&check);
		jl_step_graph_release(&check.graph);
	}
	jl_ledger_locate(ledger);
}

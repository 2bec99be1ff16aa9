/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Selectors, one a line, against a small ledger: what is selected is there, and
 * what selects nothing has a sentence. */
#include "journeys/selector.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SELECTORS = 8 };

static struct jl_tenure owner = {"ann", 0, JL_DAY_OPEN, NULL};
static struct jl_kpi kpis[] = {{.id = "late"}, {.id = "refund-time"}};
static struct jl_stakeholder stakeholder = {"ops", NULL, JL_RACI_R};
static struct jl_journey journeys[] = {
	{.id = "after-sales"}, {.id = "delay-refund"}, {.id = "lost.property"}};
static struct jl_person people[] = {{.id = "ann"}, {.id = "bob"}};
static struct jl_function functions[] = {{.id = "it"}, {.id = "ops"}};

static struct jl_ledger small_ledger(void)
{
	struct jl_ledger ledger = {0};

	journeys[1].owners.v = &owner;
	journeys[1].owners.n = 1;
	journeys[1].kpis.v = kpis;
	journeys[1].kpis.n = JL_COUNT(kpis);
	journeys[0].stakeholders.v = &stakeholder;
	journeys[0].stakeholders.n = 1;
	journeys[2].status = JL_STATUS_RETIRED;
	ledger.kinds[JL_KIND_JOURNEY] =
		(struct jl_list){journeys, JL_COUNT(journeys)};
	ledger.kinds[JL_KIND_PERSON] =
		(struct jl_list){people, JL_COUNT(people)};
	ledger.kinds[JL_KIND_FUNCTION] =
		(struct jl_list){functions, JL_COUNT(functions)};
	return ledger;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = jl_xstrndup(size ? (const char *)data : "", size);
	struct jl_ledger ledger = small_ledger();
	const char *selectors[SELECTORS];
	struct jl_selection selection;
	struct jl_error err = {0};
	size_t n = 0;

	for (char *line = strtok(text, "\n"); line && n < SELECTORS;
		line = strtok(NULL, "\n"))
		selectors[n++] = line;
	if (jl_selection_init(&selection, &ledger, selectors, n, 100, &err) ==
		0) {
		bool is_any = n == 0;

		for (size_t i = 0; i < JL_COUNT(journeys); i++) {
			for (size_t k = 0; k < journeys[i].kpis.n; k++)
				if (jl_selection_has_kpi(&selection,
					    &journeys[i],
					    &journeys[i].kpis.v[k]) &&
					!selection.journeys[i])
					abort();
			jl_selection_has_metric(
				&selection, &journeys[i], "wait");
			is_any = is_any || selection.journeys[i];
		}
		if (!is_any)
			abort();
		jl_selection_release(&selection);
	} else if (!*err.message) {
		abort();
	}
	free(text);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family maps: a map can be used before there is a file to try it on. */
#include "journeys/check.h"

#include "journeys/map.h"

#include <stdlib.h>

struct pass {
	struct jl_ledger *ledger;
	const struct jl_map *map;
};

static void add_finding(void *data, const char *pointer, const char *sentence)
{
	struct pass *p = data;
	char *path = jl_ledger_path(p->ledger, JL_KIND_MAP, p->map->id);
	struct jl_finding *finding =
		jl_findings_add(&p->ledger->findings, "map-unusable",
			JL_SEVERITY_ERROR, path, pointer, "%s", sentence);

	jl_finding_hint(finding, "'jledger help map' lists what a map says");
	free(path);
}

void jl_check_maps(struct jl_check *check)
{
	struct pass pass = {.ledger = check->ledger};

	for (size_t i = 0; i < check->ledger->kinds[JL_KIND_MAP].n; i++) {
		pass.map = jl_ledger_nth(check->ledger, JL_KIND_MAP, i);
		jl_map_check(check->ledger, pass.map, add_finding, &pass);
	}
}

static const struct jl_rule rules[] = {
	{.id = "map-unusable",
		.severity = JL_SEVERITY_ERROR,
		.summary = "A map says all that an import needs, and what it "
			   "names is defined."},
};

const struct jl_rule_family jl_rules_maps = {"maps", rules, JL_COUNT(rules)};

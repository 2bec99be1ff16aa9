/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What changed from one ledger to another: a row for each change. */
#include "reports/build.h"

struct jl_report *jl_build_diff(const struct jl_page *page,
	const struct jl_changes *changes, const char *from, const char *to)
{
	struct jl_report *r = jl_report_new("diff", "What changed");

	jl_build_page(r, page);
	jl_report_parameter(r, "from", from);
	jl_report_parameter(r, "to", to);
	jl_report_column(r, "kind", "kind", 0);
	jl_report_column(r, "id", "id", 0);
	jl_report_column(r, "what", "what", JL_COLUMN_MACHINE);
	jl_report_column(r, "change", "change", 0);
	for (size_t i = 0; i < changes->n; i++) {
		const struct jl_change *c = &changes->v[i];

		jl_report_add_text(r, jl_kinds[c->kind].name);
		jl_report_add_text(r, c->id);
		jl_report_add_text(r, jl_change_names[c->what]);
		jl_report_add_text(r, c->sentence);
	}
	jl_report_note(r, "from %s to %s: %zu change%s", from, to, changes->n,
		jl_plural(changes->n));
	return r;
}

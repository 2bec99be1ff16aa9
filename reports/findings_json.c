/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Findings for programs: jledger/findings/1. */
#include "reports/findings.h"

static void add_member(struct jl_str *out, const char *key, const char *text)
{
	jl_str_addf(out, "\"%s\": ", key);
	jl_json_add_string(out, text);
}

void jl_findings_json(const struct jl_finding_page *page, FILE *file)
{
	struct jl_str out = JL_STR_INIT;

	jl_str_add(&out, "{\n  \"schema\": \"jledger/findings/1\",\n"
			 "  \"findings\": [");
	for (size_t i = 0; i < page->findings->n; i++) {
		const struct jl_finding *f = &page->findings->v[i];

		jl_str_add(&out, i ? ",\n    {" : "\n    {");
		add_member(&out, "path", f->path);
		jl_str_addf(&out, ", \"line\": %zu, \"column\": %zu, ",
			f->line ? f->line : 1, f->column ? f->column : 1);
		add_member(&out, "pointer", f->pointer);
		jl_str_add(&out, ", ");
		add_member(&out, "rule", f->rule);
		jl_str_add(&out, ", ");
		add_member(&out, "severity", jl_severity_names[f->severity]);
		jl_str_add(&out, ", ");
		add_member(&out, "sentence", f->sentence);
		jl_str_add(&out, ", ");
		add_member(&out, "hint", f->hint);
		jl_str_add(&out, "}");
	}
	jl_str_add(&out, page->findings->n ? "\n  ]\n}\n" : "]\n}\n");
	fputs(jl_str_text(&out), file);
	jl_str_release(&out);
}

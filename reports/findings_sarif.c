/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* SARIF 2.1.0: one run, all rules, a result for each finding. */
#include "reports/findings.h"

#include <string.h>

/* The levels of SARIF, 3.27.10. */
static const char *const levels[] = {
	[JL_SEVERITY_ERROR] = "error",
	[JL_SEVERITY_WARNING] = "warning",
	[JL_SEVERITY_NOTE] = "note",
};

static void add_text(struct jl_str *out, const char *key, const char *text)
{
	jl_str_addf(out, "\"%s\": { \"text\": ", key);
	jl_json_add_string(out, text);
	jl_str_add(out, " }");
}

static void add_rules(struct jl_str *out)
{
	const char *comma = "";

	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++) {
			const struct jl_rule *rule =
				&jl_rule_families[f]->rules[i];

			jl_str_addf(out, "%s\n            { \"id\": \"%s\", ",
				comma, rule->id);
			add_text(out, "shortDescription", rule->summary);
			jl_str_add(out, ", ");
			add_text(out, "help",
				rule->hint ? rule->hint : rule->summary);
			jl_str_addf(out,
				", \"defaultConfiguration\": { \"level\": "
				"\"%s\" } }",
				levels[rule->severity]);
			comma = ",";
		}
}

static void add_result(struct jl_str *out, const struct jl_finding *f)
{
	struct jl_str message = JL_STR_INIT;

	jl_str_addf(&message, "%s%s%s", f->sentence, *f->hint ? " - " : "",
		f->hint);
	jl_str_addf(out, "        { \"ruleId\": \"%s\", \"level\": \"%s\", ",
		f->rule, levels[f->severity]);
	add_text(out, "message", jl_str_text(&message));
	jl_str_add(out, ",\n          \"locations\": [ { "
			"\"physicalLocation\": { \"artifactLocation\": { "
			"\"uri\": ");
	jl_json_add_string(out, f->path);
	jl_str_addf(out,
		" }, \"region\": { \"startLine\": %zu, \"startColumn\": %zu } "
		"}, \"logicalLocations\": [ { \"fullyQualifiedName\": ",
		f->line ? f->line : 1, f->column ? f->column : 1);
	jl_json_add_string(out, f->pointer);
	jl_str_add(out, " } ] } ] }");
	jl_str_release(&message);
}

void jl_findings_sarif(const struct jl_finding_page *page, FILE *file)
{
	struct jl_str out = JL_STR_INIT;

	jl_str_add(&out, "{\n  \"$schema\": \"https://json.schemastore.org/"
			 "sarif-2.1.0.json\",\n  \"version\": \"2.1.0\",\n"
			 "  \"runs\": [\n    {\n      \"tool\": {\n"
			 "        \"driver\": {\n"
			 "          \"name\": \"jledger\",\n"
			 "          \"version\": \"" JL_VERSION "\",\n"
			 "          \"rules\": [");
	add_rules(&out);
	jl_str_add(&out, "\n          ]\n        }\n      },\n"
			 "      \"columnKind\": \"unicodeCodePoints\",\n"
			 "      \"results\": [");
	for (size_t i = 0; i < page->findings->n; i++) {
		jl_str_add(&out, i ? ",\n" : "\n");
		add_result(&out, &page->findings->v[i]);
	}
	jl_str_add(&out, page->findings->n ? "\n      ]\n" : "]\n");
	jl_str_add(&out, "    }\n  ]\n}\n");
	fputs(jl_str_text(&out), file);
	jl_str_release(&out);
}

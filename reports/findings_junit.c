/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* JUnit's XML as build servers read it. */
#include "reports/findings.h"

#include <stdlib.h>
#include <string.h>

static void put_escaped(const char *text, FILE *out)
{
	struct jl_str clean = JL_STR_INIT;

	/* XML 1.0 has no way to write most control characters. */
	jl_str_add_harmless(&clean, text);
	for (const char *p = jl_str_text(&clean); *p; p++)
		switch (*p) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(*p, out);
		}
	jl_str_release(&clean);
}

static int path_against(const void *path, const void *finding)
{
	return strcmp(path, ((const struct jl_finding *)finding)->path);
}

/* Findings come by path. */
static bool has_finding(const struct jl_findings *findings, const char *path)
{
	return findings->n && bsearch(path, findings->v, findings->n,
				      sizeof(*findings->v), path_against);
}

static void put_finding(const struct jl_finding *f, FILE *out)
{
	bool is_failure = f->severity == JL_SEVERITY_ERROR;

	fprintf(out, "    <testcase classname=\"%s\" name=\"", f->rule);
	put_escaped(f->path, out);
	fprintf(out, ":%zu:%zu\">\n", f->line ? f->line : 1,
		f->column ? f->column : 1);
	if (is_failure) {
		fputs("      <failure message=\"", out);
		put_escaped(f->sentence, out);
		fputs("\">", out);
		put_escaped(f->hint, out);
		fputs("</failure>\n", out);
	} else {
		fprintf(out, "      <system-out>%s: ",
			jl_severity_names[f->severity]);
		put_escaped(f->sentence, out);
		fputs("</system-out>\n", out);
	}
	fputs("    </testcase>\n", out);
}

void jl_findings_junit(const struct jl_finding_page *page, FILE *out)
{
	const struct jl_findings *findings = page->findings;
	size_t files = page->ledger ? page->ledger->n_files : 0;
	size_t clean = 0;

	for (size_t i = 0; i < files; i++)
		clean += !has_finding(findings, page->ledger->files[i].path);
	fprintf(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
		"  <testsuite name=\"jledger check\" tests=\"%zu\" "
		"failures=\"%zu\">\n",
		findings->n + clean,
		jl_findings_count(findings, JL_SEVERITY_ERROR));
	for (size_t i = 0; i < findings->n; i++)
		put_finding(&findings->v[i], out);
	for (size_t i = 0; i < files; i++) {
		const char *path = page->ledger->files[i].path;

		if (has_finding(findings, path))
			continue;
		fputs("    <testcase classname=\"definition\" name=\"", out);
		put_escaped(path, out);
		fputs("\"/>\n", out);
	}
	fputs("  </testsuite>\n</testsuites>\n", out);
}

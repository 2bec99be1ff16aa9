/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Workflow commands of GitHub Actions: one line for each finding. */
#include "reports/findings.h"

#include <string.h>

static const char *const levels[] = {
	[JL_SEVERITY_ERROR] = "error",
	[JL_SEVERITY_WARNING] = "warning",
	[JL_SEVERITY_NOTE] = "notice",
};

/* Line ends and percent signs are data; in a property colon and comma, too. */
static void put_escaped(const char *text, bool is_property, FILE *out)
{
	const char *special = is_property ? "%\r\n:," : "%\r\n";

	for (; *text; text++)
		if (strchr(special, *text))
			fprintf(out, "%%%02X", (unsigned char)*text);
		else if ((unsigned char)*text < ' ' || *text == 0x7f)
			fprintf(out, "\\x%02x", (unsigned char)*text);
		else
			fputc(*text, out);
}

void jl_findings_github(const struct jl_finding_page *page, FILE *out)
{
	for (size_t i = 0; i < page->findings->n; i++) {
		const struct jl_finding *f = &page->findings->v[i];

		fprintf(out, "::%s file=", levels[f->severity]);
		put_escaped(f->path, true, out);
		fprintf(out, ",line=%zu,col=%zu,title=", f->line ? f->line : 1,
			f->column ? f->column : 1);
		put_escaped(f->rule, true, out);
		fputs("::", out);
		put_escaped(f->sentence, false, out);
		if (*f->hint)
			fputs("%0A", out);
		put_escaped(f->hint, false, out);
		fputc('\n', out);
	}
}

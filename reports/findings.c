/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The table of formats for findings. */
#include "reports/findings.h"

#include <string.h>

const struct jl_finding_format jl_finding_formats[] = {
	{"text", jl_findings_text},
	{"json", jl_findings_json},
	{"sarif", jl_findings_sarif},
	{"github", jl_findings_github},
	{"junit", jl_findings_junit},
};
const size_t jl_n_finding_formats = JL_COUNT(jl_finding_formats);
const char *const jl_finding_format_names[] = {
	"text", "json", "sarif", "github", "junit", NULL};

const struct jl_finding_format *jl_finding_format_find(const char *name)
{
	for (size_t i = 0; name && i < jl_n_finding_formats; i++)
		if (strcmp(jl_finding_formats[i].name, name) == 0)
			return &jl_finding_formats[i];
	return name ? NULL : &jl_finding_formats[0];
}

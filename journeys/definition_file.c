/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A text becomes a definition, or findings. */
#include "journeys/definition_file.h"

#include <string.h>

static const char ending[] = ".json";

char *jl_definition_path(enum jl_kind kind, const char *id)
{
	if (kind == JL_KIND_SETTINGS)
		return jl_xstrdup("ledger.json");
	return jl_xasprintf("%s/%s%s", jl_kinds[kind].folder, id, ending);
}

char *jl_definition_id(const char *name)
{
	size_t len = strlen(name), tail = sizeof(ending) - 1;

	if (len <= tail || strcmp(name + len - tail, ending) != 0)
		return NULL;
	return jl_xstrndup(name, len - tail);
}

static void report_syntax(
	struct jl_parse *parse, const struct jl_json_problem *problem)
{
	struct jl_finding *f = jl_findings_add(parse->findings, "syntax",
		JL_SEVERITY_ERROR, parse->path, "", "%s", problem->message);

	f->line = problem->line;
	f->column = problem->column;
	if (*problem->hint)
		jl_finding_hint(f, "%s", problem->hint);
}

/* Every kind but the settings begins with its id, which is its file's name. */
static bool has_its_name(
	struct jl_parse *parse, const char *file_id, const void *definition)
{
	struct jl_finding *f;
	const char *id;

	memcpy(&id, definition, sizeof(id));
	if (!id || strcmp(id, file_id) == 0)
		return id != NULL;
	f = jl_findings_add(parse->findings, "wrong-file-name",
		JL_SEVERITY_ERROR, parse->path, "/id",
		"the id '%s' is not the file's name '%s'", id, file_id);
	jl_finding_hint(f, "ids never change: rename the file, or give the id "
			   "its old value");
	return false;
}

bool jl_definition_parse(struct jl_parse *parse, enum jl_kind kind,
	const char *file_id, const char *text, size_t len, void *out)
{
	struct jl_json_problem problem;
	json_t *json = jl_json_parse(text, len, &problem);
	bool is_usable;

	if (!json) {
		report_syntax(parse, &problem);
		return false;
	}
	jl_shape_parse(parse, jl_kinds[kind].shape, json, out);
	is_usable = json_is_object(json);
	json_decref(json);
	if (is_usable && kind != JL_KIND_SETTINGS)
		is_usable = has_its_name(parse, file_id, out);
	jl_findings_locate(parse->findings, parse->path, text, len);
	return is_usable;
}

bool jl_findings_are_serious(const struct jl_findings *found, size_t first)
{
	for (size_t i = first; i < found->n; i++)
		if (found->v[i].severity == JL_SEVERITY_ERROR &&
			strcmp(found->v[i].rule, "unknown-key") != 0)
			return true;
	return false;
}

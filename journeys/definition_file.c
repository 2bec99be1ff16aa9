/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A text becomes a definition, or findings. */
#include "journeys/definition_file.h"

#include "core/json_members.h"
#include "core/worktree.h"

#include <stdlib.h>
#include <string.h>

static const char ending[] = ".json";

static bool ends_alike(const char *name)
{
	size_t len = strlen(name), tail = sizeof(ending) - 1;

	return len > tail && strcmp(name + len - tail, ending) == 0;
}

char *jl_definition_path(enum jl_kind kind, const char *id)
{
	if (kind == JL_KIND_SETTINGS)
		return jl_xstrdup("ledger.json");
	return jl_xasprintf("%s/%s%s", jl_kinds[kind].folder, id, ending);
}

char *jl_definition_id(const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t len, tail = sizeof(ending) - 1;

	name = slash ? slash + 1 : name;
	len = strlen(name);
	return ends_alike(name) ? jl_xstrndup(name, len - tail) : NULL;
}

/* What is called like a definition is taken for one, whatever it is, that it
 * may be said to be none. */
struct listing {
	size_t skip; /* "journeys/" */
	char **v;
	size_t n, cap;
};

static void add_name(struct listing *list, const char *name)
{
	JL_GROW(list->v, list->n, list->cap);
	list->v[list->n++] = jl_xstrdup(name);
}

static int see_path(void *data, const char *path, enum jl_work_kind kind,
	struct jl_error *err)
{
	struct listing *list = data;
	const char *name = strrchr(path, '/') + 1;

	(void)err;
	if (kind == JL_WORK_FOLDER && !ends_alike(name) && name[0] != '.')
		return JL_LOOK_INTO;
	add_name(list, path + list->skip);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* A file that is left out and is there all the same is one. */
static void sort_names(struct listing *list)
{
	size_t kept = 0;

	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), by_text);
	for (size_t i = 0; i < list->n; i++)
		if (kept && strcmp(list->v[kept - 1], list->v[i]) == 0)
			free(list->v[i]);
		else
			list->v[kept++] = list->v[i];
	list->n = kept;
}

int jl_definition_files(struct jl_repo *repo, enum jl_kind kind, char ***files,
	size_t *n, struct jl_error *err)
{
	const char *folder = jl_kinds[kind].folder;
	struct listing list = {.skip = strlen(folder) + 1};
	struct jl_entries left_out = {0};
	int rc = jl_work_walk(jl_repo_top(repo), folder, see_path, &list, err);

	if (rc == 0)
		rc = jl_repo_list_left_out(repo, folder, &left_out, err);
	for (size_t i = 0; i < left_out.n; i++)
		add_name(&list, left_out.v[i].name);
	jl_entries_release(&left_out);
	sort_names(&list);
	*files = list.v;
	*n = list.n;
	if (rc < 0)
		jl_definition_files_free(list.v, list.n);
	return rc;
}

void jl_definition_files_free(char **files, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(files[i]);
	free(files);
}

/* The first by path that is called like the id, or NULL. */
static const char *file_of(char **files, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++) {
		char *of = jl_definition_id(files[i]);
		bool is_it = of && strcmp(of, id) == 0;

		free(of);
		if (is_it)
			return files[i];
	}
	return NULL;
}

int jl_definition_work_path(struct jl_repo *repo, enum jl_kind kind,
	const char *id, char **path, struct jl_error *err)
{
	char *plain = jl_definition_path(kind, id), **files = NULL;
	enum jl_work_kind found;
	const char *file;
	size_t n = 0;
	int rc = jl_work_look(jl_repo_top(repo), plain, &found, err);

	*path = NULL;
	if (rc == 0 && (found != JL_WORK_NOTHING || kind == JL_KIND_SETTINGS)) {
		*path = plain;
		return 0;
	}
	if (rc == 0)
		rc = jl_definition_files(repo, kind, &files, &n, err);
	if (rc == 0) {
		file = file_of(files, n, id);
		*path = file ? jl_xasprintf(
				       "%s/%s", jl_kinds[kind].folder, file)
			     : jl_xstrdup(plain);
		jl_definition_files_free(files, n);
	}
	free(plain);
	return rc;
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
	size_t first = parse->findings->n;
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
	jl_findings_locate(parse->findings, first, parse->path, text, len);
	return is_usable;
}

/* The members of two texts. */
struct two {
	struct jl_json_members now, before;
};

static bool is_alike(void *data, const char *key)
{
	const struct two *two = data;
	const struct jl_json_member *a =
		jl_json_member(&two->now, key, strlen(key));
	const struct jl_json_member *b =
		jl_json_member(&two->before, key, strlen(key));

	return a && b && jl_json_member_equal(a, b);
}

/* An object of the members that are spelt otherwise; NULL when one of them is
 * no JSON. */
static json_t *parse_others(const struct two *two)
{
	json_t *json = json_object();

	for (size_t i = 0; json && i < two->now.n; i++) {
		const struct jl_json_member *m = &two->now.v[i];
		const struct jl_json_member *was =
			jl_json_member(&two->before, m->key, m->key_len);
		json_t *value;

		if (was && jl_json_member_equal(was, m))
			continue;
		value = json_loadb(m->value, m->value_len,
			JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
		if (!value || json_object_setn_new(
				      json, m->key, m->key_len, value) < 0) {
			json_decref(json);
			json = NULL;
		}
	}
	return json;
}

bool jl_definition_parse_like(struct jl_parse *parse, enum jl_kind kind,
	const char *file_id, const char *text, size_t len,
	const struct jl_parsed *like, void *out)
{
	size_t findings = parse->findings->n;
	json_t *json = NULL;
	struct two two;

	if (jl_json_members(text, len, &two.now) &&
		jl_json_members(like->text, like->len, &two.before))
		json = parse_others(&two);
	if (!json)
		return false;
	jl_shape_parse_like(parse, jl_kinds[kind].shape, json, like->definition,
		is_alike, &two, out);
	json_decref(json);
	if (parse->findings->n == findings &&
		(kind == JL_KIND_SETTINGS || has_its_name(parse, file_id, out)))
		return true;
	jl_findings_cut(parse->findings, findings);
	return false;
}

bool jl_findings_are_serious(const struct jl_findings *found, size_t first)
{
	for (size_t i = first; i < found->n; i++)
		if (found->v[i].severity == JL_SEVERITY_ERROR &&
			strcmp(found->v[i].rule, "unknown-key") != 0)
			return true;
	return false;
}

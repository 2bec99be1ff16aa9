/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Definitions are compared in the words of change.h; records, which nobody may
 * change, are told by what they say. */
#include "journeys/history_record.h"

#include "journeys/receipt.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_record_names[] = {"ledger", "person", "function", "metric",
	"journey", "map", "import", "retraction", "decision", NULL};

/* ---- whose file it is ---- */

static bool is_below(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return strncmp(path, folder, len) == 0 && path[len] == '/';
}

static int record_of_folder(const char *path, const char *name)
{
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++)
		if (is_below(path, jl_kinds[kind].folder))
			return kind;
	if (is_below(path, "decisions"))
		return JL_RECORD_DECISION;
	if (is_below(path, JL_RETRACTIONS) &&
		name == path + sizeof(JL_RETRACTIONS))
		return JL_RECORD_RETRACTION;
	if (is_below(path, JL_MEASURES) && name == path + sizeof(JL_MEASURES))
		return JL_RECORD_IMPORT;
	return -1;
}

int jl_record_of_path(const char *path, struct jl_arena *arena, const char **id)
{
	const char *slash = strrchr(path, '/');
	char *name;
	int record;

	if (!slash) {
		*id = "";
		return strcmp(path, "ledger.json") == 0 ? JL_KIND_SETTINGS : -1;
	}
	record = record_of_folder(path, slash + 1);
	name = record < 0 ? NULL : jl_definition_id(slash + 1);
	if (!name)
		return -1;
	*id = jl_arena_strdup(arena, name);
	free(name);
	return record;
}

/* ---- versions ---- */

static const struct jl_shape *shape_of(int record)
{
	return record < JL_KINDS		? jl_kinds[record].shape
	       : record == JL_RECORD_IMPORT	? &jl_receipt_shape
	       : record == JL_RECORD_RETRACTION ? &jl_retraction_shape
						: NULL;
}

static bool parse_record(struct jl_parse *parse, int record, const char *text,
	size_t len, void *out)
{
	struct jl_json_problem problem;
	json_t *json = jl_json_parse(text, len, &problem);

	if (!json) {
		jl_findings_add(parse->findings, "syntax", JL_SEVERITY_ERROR,
			parse->path, "", "%s", problem.message);
		return false;
	}
	jl_shape_parse(parse, shape_of(record), json, out);
	json_decref(json);
	return true;
}

static bool parse_definition(struct jl_parse *parse, int record, const char *id,
	const char *text, size_t len, const struct jl_version *before,
	void *out)
{
	if (before && before->definition) {
		const struct jl_parsed like = {
			before->text, before->len, before->definition};

		if (jl_definition_parse_like(parse, (enum jl_kind)record, id,
			    text, len, &like, out))
			return true;
		memset(out, 0, shape_of(record)->size);
	}
	return jl_definition_parse(
		parse, (enum jl_kind)record, id, text, len, out);
}

static void parse_version(int record, const char *id, const char *text,
	size_t len, const struct jl_version *before, struct jl_arena *arena,
	struct jl_version *version)
{
	struct jl_findings findings = {0};
	struct jl_parse parse = {arena, &findings, id};
	const struct jl_finding *error;
	void *out = jl_arena_alloc(arena, shape_of(record)->size);
	bool is_usable = record < JL_KINDS
				 ? parse_definition(&parse, record, id, text,
					   len, before, out)
				 : parse_record(&parse, record, text, len, out);

	if (record != JL_KIND_SETTINGS)
		is_usable = is_usable && !jl_findings_are_serious(&findings, 0);
	version->is_usable = is_usable;
	version->is_broken = !is_usable;
	version->definition = is_usable ? out : NULL;
	error = jl_findings_first_error(&findings);
	if (!is_usable)
		version->problem =
			jl_xstrdup(error ? error->sentence : "it says nothing");
	jl_findings_release(&findings);
}

int jl_version_read(struct jl_repo *repo, int record, const char *id,
	const struct jl_oid *blob, const struct jl_version *before,
	struct jl_arena *arena, struct jl_version *version,
	struct jl_error *err)
{
	int rc;

	memset(version, 0, sizeof(*version));
	version->is_usable = true;
	if (!shape_of(record))
		return 0;
	rc = jl_repo_blob(repo, blob, JL_DEFINITION_MAX, &version->text,
		&version->len, err);
	if (rc == JL_EINVALID) {
		version->is_usable = false;
		version->is_broken = true;
		version->problem = jl_xstrdup(err->message);
		return 0;
	}
	if (rc == 0)
		parse_version(record, id, version->text, version->len, before,
			arena, version);
	return rc;
}

void jl_version_release(struct jl_version *version)
{
	free(version->text);
	free(version->problem);
	memset(version, 0, sizeof(*version));
}

void jl_version_follow(
	struct jl_version *before, struct jl_version *after, bool is_there)
{
	if (is_there && after->is_broken) {
		before->is_broken = true;
		jl_version_release(after);
		return;
	}
	jl_version_release(before);
	if (is_there)
		*before = *after;
	memset(after, 0, sizeof(*after));
}

/* ---- what differs ---- */

static void tell(struct jl_changes *changes, enum jl_change_kind what,
	const char *id, char *sentence)
{
	JL_GROW(changes->v, changes->n, changes->cap);
	changes->v[changes->n++] = (struct jl_change){
		.what = what,
		.id = jl_xstrdup(id),
		.path = jl_xstrdup(""),
		.since = JL_DAY_MIN,
		.until = JL_DAY_OPEN,
		.sentence = sentence,
	};
}

static char *import_text(const struct jl_receipt *r)
{
	struct jl_str out = JL_STR_INIT;

	jl_str_addf(&out, "%lld %s%s of \"%s\" by map %s", (long long)r->rows,
		r->kind == JL_MAP_EVENTS ? "event" : "measure",
		jl_plural((uint64_t)r->rows), r->source ? r->source : "",
		r->map ? r->map : "");
	jl_str_addf(&out, ", %s to %s", r->first, r->last);
	if (r->rejected)
		jl_str_addf(&out, ", %lld rejected", (long long)r->rejected);
	return jl_str_detach(&out);
}

static char *record_text(int record, const void *definition)
{
	const struct jl_retraction *r = definition;

	if (record == JL_RECORD_IMPORT)
		return import_text(definition);
	if (record == JL_RECORD_RETRACTION)
		return jl_xasprintf("of %s", r->retracts);
	return jl_xstrdup("");
}

static void tell_record(int record, const char *id,
	const struct jl_version *before, const struct jl_version *after,
	struct jl_changes *changes)
{
	const char *name = jl_record_names[record];
	const struct jl_version *last = after ? after : before;
	const void *said = last ? last->definition : NULL;
	char *text = said ? record_text(record, said) : jl_xstrdup("");
	const char *space = *text ? " " : "";

	if (!before)
		tell(changes, JL_CHANGE_ADDED, id,
			jl_xasprintf("%s%s%s", name, space, text));
	else if (!after)
		tell(changes, JL_CHANGE_REMOVED, id,
			jl_xasprintf("removed: %s%s%s", name, space, text));
	else
		tell(changes, JL_CHANGE_CHANGED, id,
			jl_xasprintf("the record of the %s was rewritten%s%s",
				name, *text ? ": " : "", text));
	if (record == JL_RECORD_RETRACTION && !before && said) {
		const struct jl_retraction *r = said;

		changes->v[changes->n - 1].reason =
			r->reason ? jl_xstrdup(r->reason) : NULL;
	}
	free(text);
}

static void tell_broken(int record, const char *id,
	const struct jl_version *before, const struct jl_version *after,
	struct jl_changes *changes)
{
	if (!after)
		tell(changes, JL_CHANGE_REMOVED, id,
			jl_xasprintf("removed: %s, which could not be read",
				jl_record_names[record]));
	else
		tell(changes, before ? JL_CHANGE_CHANGED : JL_CHANGE_ADDED, id,
			jl_xasprintf("cannot be read: %s", after->problem));
}

void jl_version_compare(int record, const char *id,
	const struct jl_version *before, const struct jl_version *after,
	jl_direction_of *direction_of, void *data, struct jl_changes *changes)
{
	const void *old = before ? before->definition : NULL;
	const void *new = after ? after->definition : NULL;
	size_t n = changes->n;

	if (after ? after->is_broken : before->is_broken && !old) {
		tell_broken(record, id, before, after, changes);
		return;
	}
	if (before && after && before->is_broken)
		tell(changes, JL_CHANGE_CHANGED, id,
			jl_xstrdup("can be read again"));
	if (record >= JL_KINDS)
		tell_record(record, id, before, after, changes);
	else
		jl_change_find((enum jl_kind)record, old, new, true,
			direction_of, data, changes);
	/* The population of changes is complete: this is one of the file. */
	if (changes->n == n)
		tell(changes, JL_CHANGE_CHANGED, id,
			jl_xstrdup("written anew, and means the same"));
}

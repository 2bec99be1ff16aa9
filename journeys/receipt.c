/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One reader of records, and the two shapes that it is for. */
#include "journeys/receipt.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

static int check_name(const struct jl_shape *shape, const char *path,
	const char *name, const char *id, struct jl_error *err)
{
	size_t len = strlen(id);

	if (strncmp(name, id, len) == 0 && strcmp(name + len, ".json") == 0)
		return 0;
	return jl_fail(err, JL_EINVALID,
		"%s: the id of %s, '%s', is not its file's name", path,
		shape->name, id);
}

static const char *id_of(const void *receipt)
{
	const char *id;

	memcpy(&id, receipt, sizeof(id));
	return id;
}

/* The shape has its id first. */
static int read_record(struct jl_repo *repo, const char *folder,
	const struct jl_entry *entry, const struct jl_shape *shape,
	struct jl_arena *arena, void *out, uint8_t leaf[JL_DIGEST_SIZE],
	struct jl_error *err)
{
	struct jl_findings findings = {0};
	char *path = jl_xasprintf("%s/%s", folder, entry->name);
	struct jl_parse parse = {arena, &findings, path};
	struct jl_json_problem problem = {0};
	const struct jl_finding *error;
	json_t *json = NULL;
	char *text = NULL;
	size_t len;
	int rc = jl_repo_blob(
		repo, &entry->oid, JL_DEFINITION_MAX, &text, &len, err);

	if (rc < 0) {
		jl_within(err, "%s", path);
		goto out;
	}
	jl_merkle_leaf(text, len, leaf);
	json = jl_json_parse(text, len, &problem);
	if (!json) {
		rc = jl_fail(err, JL_EINVALID, "%s:%zu:%zu: %s", path,
			problem.line, problem.column, problem.message);
		goto out;
	}
	jl_shape_parse(&parse, shape, json, out);
	jl_findings_locate(&findings, 0, path, text, len);
	error = jl_findings_first_error(&findings);
	rc = error ? jl_fail(err, JL_EINVALID,
			     "%s:%zu:%zu: %s cannot be read: %s", path,
			     error->line, error->column, shape->name,
			     error->sentence)
		   : check_name(shape, path, entry->name, id_of(out), err);
out:
	json_decref(json);
	jl_findings_release(&findings);
	free(path);
	free(text);
	return rc;
}

int jl_receipt_read(struct jl_repo *repo, const struct jl_entry *entry,
	struct jl_arena *arena, struct jl_receipt *receipt,
	uint8_t leaf[JL_DIGEST_SIZE], struct jl_error *err)
{
	return read_record(repo, JL_MEASURES, entry, &jl_receipt_shape, arena,
		receipt, leaf, err);
}

int jl_retraction_read(struct jl_repo *repo, const struct jl_entry *entry,
	struct jl_arena *arena, struct jl_retraction *retraction,
	uint8_t leaf[JL_DIGEST_SIZE], struct jl_error *err)
{
	return read_record(repo, JL_RETRACTIONS, entry, &jl_retraction_shape,
		arena, retraction, leaf, err);
}

bool jl_is_receipt_name(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".json") == 0;
}

int64_t jl_receipt_extract_end(const struct jl_receipt *receipt)
{
	const char *text = receipt->extract_end;
	struct jl_civil civil;
	bool has_time, has_offset;
	int offset_s;

	if (!text ||
		!jl_civil_parse(text, strlen(text), &civil, &has_time,
			&has_offset, &offset_s) ||
		!has_offset)
		return JL_INSTANT_NONE;
	return jl_instant_from_civil(&civil, offset_s);
}

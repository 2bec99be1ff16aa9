/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* KIND:ID, JOURNEY, JOURNEY/KPI, FOLDER/ID.json. */
#include "cli/target.h"

#include "core/worktree.h"

#include <stdlib.h>
#include <string.h>

static bool is_path(const char *word, struct jl_target *target)
{
	const char *slash = strchr(word, '/');
	size_t len = strlen(word);

	if (!slash || len < 5 || strcmp(word + len - 5, ".json") != 0)
		return false;
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++) {
		const char *folder = jl_kinds[kind].folder;

		if (strlen(folder) != (size_t)(slash - word) ||
			strncmp(folder, word, strlen(folder)) != 0)
			continue;
		target->kind = (enum jl_kind)kind;
		target->id = jl_xstrndup(
			slash + 1, (size_t)(word + len - 5 - (slash + 1)));
		return true;
	}
	return false;
}

static int is_no_target(struct jl_ctx *ctx, const char *word)
{
	return jl_fail(&ctx->error, JL_EUSAGE,
		"'%.80s' does not name one definition: JOURNEY, JOURNEY/KPI, "
		"person:ID, function:ID, metric:ID or map:ID",
		word);
}

int jl_target_parse(
	struct jl_ctx *ctx, const char *word, struct jl_target *target)
{
	const char *colon = strchr(word, ':'), *slash;
	int rc = 0;

	*target = (struct jl_target){.kind = JL_KIND_JOURNEY};
	if (!is_path(word, target)) {
		if (colon)
			target->kind =
				jl_kind_named(word, (size_t)(colon - word));
		slash = colon ? NULL : strchr(word, '/');
		target->id = slash ? jl_xstrndup(word, (size_t)(slash - word))
				   : jl_xstrdup(colon ? colon + 1 : word);
		target->kpi = slash ? jl_xstrdup(slash + 1) : NULL;
	}
	if (target->kind == JL_KINDS || !jl_is_id(target->id) ||
		(target->kpi && !jl_is_id(target->kpi)))
		rc = is_no_target(ctx, word);
	if (rc < 0)
		jl_target_release(target);
	return rc;
}

void jl_target_release(struct jl_target *target)
{
	free(target->id);
	free(target->kpi);
	memset(target, 0, sizeof(*target));
}

int jl_no_definition(struct jl_ctx *ctx, enum jl_kind kind, const char *id)
{
	const char *near = jl_ledger_nearest(ctx->ledger, kind, id);

	if (near) {
		jl_fail(&ctx->error, JL_EINVALID, "there is no %s '%.80s'",
			jl_kinds[kind].name, id);
		return jl_suggest(&ctx->error, near);
	}
	return jl_fail(&ctx->error, JL_EINVALID,
		"there is no %s '%.80s'; 'jledger new %s %.80s' makes it",
		jl_kinds[kind].name, id, jl_kinds[kind].name, id);
}

int jl_is_in_work_tree(
	struct jl_ctx *ctx, enum jl_kind kind, const char *id, bool *is_there)
{
	enum jl_work_kind found = JL_WORK_NOTHING;
	struct jl_oid left_out;
	char *path = NULL;
	int rc = 0;

	if (jl_is_id(id))
		rc = jl_definition_work_path(
			ctx->repo, kind, id, &path, &ctx->error);
	if (rc == 0 && path)
		rc = jl_work_look(
			jl_repo_top(ctx->repo), path, &found, &ctx->error);
	*is_there = found != JL_WORK_NOTHING;
	if (rc == 0 && path && !*is_there) {
		rc = jl_repo_find_left_out(
			ctx->repo, path, &left_out, &ctx->error);
		*is_there = rc == 0;
		rc = rc == JL_ENOTFOUND ? 0 : rc;
	}
	free(path);
	return rc;
}

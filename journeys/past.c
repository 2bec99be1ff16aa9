/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Opening an earlier commit. Its index has a connection to the cache of its
 * own: one connection is one snapshot. */
#include "journeys/past.h"

#include "journeys/history_list.h"

#include <string.h>

int jl_past_open(const struct jl_past_source *source,
	const struct jl_oid *commit, bool with_index, struct jl_past *past,
	struct jl_error *err)
{
	int rc;

	memset(past, 0, sizeof(*past));
	past->commit = *commit;
	rc = jl_ledger_load(
		source->repo, source->cache, commit, &past->ledger, err);
	if (rc == 0 && with_index)
		rc = jl_cache_open_again(source->cache, &past->cache, err);
	if (rc == 0 && with_index)
		rc = jl_index_open(source->repo, past->cache, commit, false,
			NULL, &past->index, err);
	if (rc < 0)
		jl_past_close(past);
	return rc;
}

void jl_past_close(struct jl_past *past)
{
	jl_index_close(past->index);
	jl_cache_close(past->cache);
	jl_ledger_free(past->ledger);
	memset(past, 0, sizeof(*past));
}

int jl_past_before(const struct jl_past_source *source, uint64_t position,
	struct jl_past *past, struct jl_error *err)
{
	struct jl_history_commit commit;
	struct jl_arena arena = {0};
	int rc = jl_history_commit_at(
		source->history, position - 1, &arena, &commit, err);

	memset(past, 0, sizeof(*past));
	if (rc == 0)
		rc = jl_past_open(source, &commit.oid, false, past, err);
	jl_arena_release(&arena);
	return rc;
}

struct looking {
	const struct jl_ledger *ledger;
	int32_t day;
	bool is_found;
	struct jl_oid commit;
};

static int see(void *data, const struct jl_history_commit *commit,
	struct jl_error *err)
{
	struct looking *l = data;

	(void)err;
	if (jl_recorded_on(l->ledger, commit) < l->day) {
		l->is_found = true;
		l->commit = commit->oid;
	}
	return 0;
}

int jl_past_find(const struct jl_past_source *source,
	const struct jl_ledger *ledger, const char *word, struct jl_oid *commit,
	struct jl_error *err)
{
	struct looking l = {.ledger = ledger};
	struct jl_error ignored;
	int rc;

	if (jl_day_parse(word, &l.day, &ignored) < 0) {
		rc = jl_repo_resolve(source->repo, word, commit, err);
		return rc == JL_ENOTFOUND ? (int)(err->code = JL_EINVALID) : rc;
	}
	rc = jl_history_commits(source->history, see, &l, err);
	if (rc == 0 && !l.is_found)
		rc = jl_fail(err, JL_EINVALID, "nothing was recorded before %s",
			word);
	if (rc == 0)
		*commit = l.commit;
	return rc;
}

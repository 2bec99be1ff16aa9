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
	const char *journey, struct jl_past *past, struct jl_error *err)
{
	const char *const only[] = {journey, NULL};
	struct jl_history_commit commit;
	struct jl_arena arena = {0};
	int rc = jl_history_commit_at(
		source->history, position - 1, &arena, &commit, err);

	memset(past, 0, sizeof(*past));
	if (rc == 0) {
		past->commit = commit.oid;
		rc = jl_ledger_load_only(source->repo, source->cache,
			&past->commit, only, &past->ledger, err);
	}
	jl_arena_release(&arena);
	return rc;
}

/* The last place of the line that was recorded before the day; 0: none. */
static int find_before(const struct jl_past_source *source,
	const struct jl_ledger *ledger, int32_t day, uint64_t *position,
	struct jl_error *err)
{
	struct jl_record_clock clock;
	int rc = jl_record_clock_read(source->history, &clock, err);

	*position = 0;
	if (rc < 0)
		return rc;
	while (*position < clock.n &&
		jl_recorded_on(ledger, &clock, *position + 1) < day)
		++*position;
	jl_record_clock_release(&clock);
	return 0;
}

static int find_on_day(const struct jl_past_source *source,
	const struct jl_ledger *ledger, int32_t day, struct jl_oid *commit,
	struct jl_error *err)
{
	struct jl_history_commit found;
	struct jl_arena arena = {0};
	char text[JL_DAY_TEXT];
	uint64_t position;
	int rc = find_before(source, ledger, day, &position, err);

	if (rc == 0 && position == 0)
		return jl_fail(err, JL_EINVALID,
			"nothing was recorded before %s; --then names another "
			"day, a commit or an earlier report",
			jl_day_format(day, text));
	if (rc == 0)
		rc = jl_history_commit_at(
			source->history, position, &arena, &found, err);
	if (rc == 0)
		*commit = found.oid;
	jl_arena_release(&arena);
	return rc;
}

int jl_past_find(const struct jl_past_source *source,
	const struct jl_ledger *ledger, const char *word, struct jl_oid *commit,
	struct jl_error *err)
{
	struct jl_error ignored;
	int32_t day;
	int rc;

	if (jl_day_parse(word, &day, &ignored) == 0)
		return find_on_day(source, ledger, day, commit, err);
	rc = jl_repo_resolve(source->repo, word, commit, err);
	return rc == JL_ENOTFOUND ? (int)(err->code = JL_EINVALID) : rc;
}

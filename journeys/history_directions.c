/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/history_directions.h"

#include "journeys/history_record.h"

#include <stdlib.h>
#include <string.h>

static int add_metric(struct jl_repo *repo, const struct jl_oid *blob,
	const char *id, size_t commit, struct jl_directions *directions,
	struct jl_error *err)
{
	struct jl_arena arena = {0};
	struct jl_version version;
	int rc = jl_version_read(
		repo, JL_KIND_METRIC, id, blob, NULL, &arena, &version, err);

	if (rc == 0 && version.is_usable) {
		const struct jl_metric *metric = version.definition;

		JL_GROW(directions->v, directions->n, directions->cap);
		directions->v[directions->n++] = (struct jl_direction_said){
			jl_arena_strdup(&directions->arena, id), commit,
			(enum jl_direction)metric->direction};
	}
	jl_version_release(&version);
	jl_arena_release(&arena);
	return rc;
}

struct seen {
	struct jl_repo *repo;
	struct jl_directions *directions;
	int rc;
	struct jl_error *err;
};

static void see_metric(void *data, const struct jl_tree_edit *edit)
{
	struct seen *s = data;
	struct jl_arena arena = {0};
	const char *id;

	if (s->rc == 0 &&
		jl_record_of_path(edit->path, &arena, &id) == JL_KIND_METRIC)
		s->rc = add_metric(s->repo, &edit->after, id, SIZE_MAX,
			s->directions, s->err);
	jl_arena_release(&arena);
}

int jl_directions_read(struct jl_repo *repo, const struct jl_file_edits *edits,
	const struct jl_oid *base_tree, struct jl_directions *directions,
	struct jl_error *err)
{
	static const char *const metrics[] = {"metrics", NULL};
	struct seen seen = {repo, directions, 0, err};
	struct jl_tree_reader *reader;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < edits->n; i++) {
		const struct jl_file_edit *e = &edits->v[i];

		if (e->record == JL_KIND_METRIC && e->is)
			rc = add_metric(repo, &e->after, e->id, e->commit,
				directions, err);
	}
	if (rc < 0 || !base_tree)
		return rc;
	reader = jl_tree_reader_new(repo);
	rc = jl_tree_compare(
		reader, NULL, base_tree, metrics, see_metric, &seen, err);
	jl_tree_reader_free(reader);
	return rc < 0 ? rc : seen.rc;
}

/* Places in the line count back: the newest is 0. */
enum jl_direction jl_direction_at(const struct jl_directions *directions,
	const char *metric, size_t commit)
{
	const struct jl_direction_said *found = NULL;

	for (size_t i = 0; i < jl_n_built_in_metrics; i++)
		if (strcmp(jl_built_in_metrics[i].id, metric) == 0)
			return (enum jl_direction)jl_built_in_metrics[i]
				.direction;
	for (size_t i = 0; i < directions->n; i++) {
		const struct jl_direction_said *said = &directions->v[i];

		if (strcmp(said->id, metric) == 0 && said->commit >= commit &&
			(!found || said->commit < found->commit))
			found = said;
	}
	return found ? found->direction : JL_DIRECTION_NEUTRAL;
}

void jl_directions_release(struct jl_directions *directions)
{
	free(directions->v);
	jl_arena_release(&directions->arena);
	memset(directions, 0, sizeof(*directions));
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The commit-graph files of a folder of objects, which git believes instead of
 * the commits: what they say of each, and that no Bloom filter hides a file
 * that a commit changed. Format: git's gitformat-commit-graph.
 */
#ifndef JL_CORE_COMMIT_GRAPH_H
#define JL_CORE_COMMIT_GRAPH_H

#include "core/repo.h"

/*
 * *n becomes how many commits they speak of; those of the dag are compared,
 * with the changes below the names as jl_tree_compare takes them. A reader that
 * is NULL leaves the filters out. What is wrong is shown by file.
 */
void jl_commit_graph_check(const char *folder, const struct jl_dag *dag,
	struct jl_tree_reader *reader, const char *const *names, uint64_t *n,
	jl_see_sentence *see, void *data);

#endif

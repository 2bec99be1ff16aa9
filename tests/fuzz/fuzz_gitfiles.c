/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* git's own files, as bytes: a loose object, an index beside a pack, and a
 * commit-graph, with the checksums made to fit, so that what lies behind them
 * is read. */
#include "core/digest.h"
#include "core/file.h"
#include "core/loose.h"
#include "core/commit_graph.h"
#include "core/objects.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void see(void *data, const char *where, const char *what)
{
	size_t *n = data;

	*n += *where && *what;
}

/* The bytes with their SHA-1 behind them. */
static void put(const char *path, const uint8_t *data, size_t size)
{
	struct jl_error error;
	uint8_t *all = jl_xmalloc(size + 20);

	memcpy(all, data, size);
	EVP_Digest(data, size, all + size, NULL, EVP_sha1(), NULL);
	if (jl_file_write(path, NULL, all, size + 20, &error) < 0)
		abort();
	free(all);
}

enum { MOST = 4 };

/* Where a commit-graph says that its ids are: behind OIDL, in eight bytes. */
static size_t find_ids(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i + 12 <= size; i++)
		if (memcmp(data + i, "OIDL", 4) == 0)
			return jl_number_at(data + i + 8);
	return size;
}

/* Commits by those ids, of which each came of all that stand before it: so the
 * graph speaks of some that are known. */
static void speak_of(struct jl_dag *dag, struct jl_commit *commits,
	struct jl_oid *parents, const uint8_t *data, size_t size)
{
	size_t at = find_ids(data, size);

	dag->commits.v = commits;
	for (; dag->commits.n < MOST && at < size && size - at >= JL_OID_SIZE;
		at += JL_OID_SIZE) {
		struct jl_commit *c = &commits[dag->commits.n++];

		memcpy(c->oid.id, data + at, JL_OID_SIZE);
		c->parents = parents;
		for (c->n_parents = 0; commits + c->n_parents < c;
			c->n_parents++)
			parents[c->n_parents] = commits[c->n_parents].oid;
		parents += c->n_parents;
	}
}

/* A folder of objects, which is gone when the program ends. */
static char folder[64], pack[128], index_of_pack[128], graph[128];

static void clean(void)
{
	static const char *const inner[] = {"pack", "info"};

	unlink(pack);
	unlink(index_of_pack);
	unlink(graph);
	for (size_t i = 0; i < JL_COUNT(inner); i++) {
		char *path = jl_path_join(folder, inner[i]);

		rmdir(path);
		free(path);
	}
	rmdir(folder);
}

static void prepare(void)
{
	static const char *const inner[] = {"pack", "info"};
	struct jl_error error;

	snprintf(folder, sizeof(folder), "%s/jl-fuzz.XXXXXX",
		jl_temporary_folder());
	if (!mkdtemp(folder))
		abort();
	for (size_t i = 0; i < JL_COUNT(inner); i++) {
		char *path = jl_path_join(folder, inner[i]);

		jl_folder_make(path, &error);
		free(path);
	}
	snprintf(pack, sizeof(pack), "%s/pack/pack-1.pack", folder);
	snprintf(index_of_pack, sizeof(index_of_pack), "%s/pack/pack-1.idx",
		folder);
	snprintf(graph, sizeof(graph), "%s/info/commit-graph", folder);
	put(pack, (const uint8_t *)"PACK", 4);
	atexit(clean);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jl_object_files files;
	struct jl_commit commits_of[MOST] = {0};
	struct jl_oid parents[MOST * MOST] = {0};
	uint64_t positions[MOST] = {0};
	struct jl_dag dag = {.positions = positions};
	struct jl_error error;
	char *text;
	size_t len, n = 0;
	uint64_t commits;

	if (!*folder)
		prepare();
	if (!jl_loose_unpack(data, size, &text, &len))
		free(text);
	speak_of(&dag, commits_of, parents, data, size);
	put(index_of_pack, data, size);
	put(graph, data, size);
	if (jl_objects_check(folder, &files, see, &n, &error) < 0)
		abort();
	jl_commit_graph_check(folder, &dag, NULL, NULL, &commits, see, &n);
	return 0;
}

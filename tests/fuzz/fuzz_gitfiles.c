/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* git's own files, as bytes: a loose object, an index beside a pack, and a
 * commit-graph, with the checksums made to fit, so that what lies behind them
 * is read. */
#include "core/file.h"
#include "core/loose.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char folder[64], pack[128], index[128], graph[128];
	struct jl_object_files files;
	struct jl_dag dag = {0};
	struct jl_error error;
	char *text;
	size_t len, n = 0;
	uint64_t commits;

	if (!*folder) {
		char *inner;

		snprintf(folder, sizeof(folder), "%s/jl-fuzz.XXXXXX",
			jl_temporary_folder());
		if (!mkdtemp(folder))
			abort();
		inner = jl_path_join(folder, "pack");
		jl_folder_make(inner, &error);
		free(inner);
		inner = jl_path_join(folder, "info");
		jl_folder_make(inner, &error);
		free(inner);
		snprintf(pack, sizeof(pack), "%s/pack/pack-1.pack", folder);
		snprintf(index, sizeof(index), "%s/pack/pack-1.idx", folder);
		snprintf(graph, sizeof(graph), "%s/info/commit-graph", folder);
		put(pack, (const uint8_t *)"PACK", 4);
	}
	if (!jl_loose_unpack(data, size, &text, &len))
		free(text);
	put(index, data, size);
	put(graph, data, size);
	if (jl_objects_check(folder, &files, see, &n, &error) < 0 ||
		jl_commit_graph_check(folder, &dag, &commits, see, &n, &error) <
			0)
		abort();
	return 0;
}

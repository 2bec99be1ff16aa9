/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * git believes its commit-graph files instead of the commits, so a forged one
 * changes what `git log` shows. Each commit in them is held against itself.
 */
#include "core/objects.h"

#include "core/digest.h"
#include "core/file.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

enum {
	SHA1 = 20,
	HEADER = 8,
	CHUNK = 12, /* bytes of a row of the table */
	ROW = SHA1 + 16,
	GRAPH_MAX = 1 << 30,
};

#define NO_PARENT UINT32_C(0x70000000)
#define MORE_PARENTS UINT32_C(0x80000000)

/* One file of a chain. */
struct graph {
	char *path;
	uint8_t *bytes;
	size_t len, n;
	const uint8_t *oids, *rows, *edges, *end;
};

struct chain {
	struct graph *v;
	size_t n, cap;
	const struct jl_dag *dag;
	const struct jl_commit **by_oid;
	jl_see_sentence *see;
	void *data;
};

static uint32_t number_at(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

/* Where the chunk with this name begins; NULL when there is none. */
static const uint8_t *chunk(const struct graph *g, const char *name)
{
	size_t n = g->bytes[6];

	for (size_t i = 0; i < n; i++) {
		const uint8_t *row = g->bytes + HEADER + i * CHUNK;
		uint64_t at;

		if ((size_t)(row - g->bytes) + CHUNK > g->len)
			return NULL;
		if (memcmp(row, name, 4) != 0)
			continue;
		at = (uint64_t)number_at(row + 4) << 32 | number_at(row + 8);
		return at < (uint64_t)(g->end - g->bytes) ? g->bytes + at
							  : NULL;
	}
	return NULL;
}

static const char *read_graph(struct graph *g)
{
	const uint8_t *fan;
	uint8_t sum[SHA1];

	if (g->len < HEADER + SHA1 || memcmp(g->bytes, "CGPH\1\1", 6) != 0)
		return "it is no commit-graph of a kind that is known";
	g->end = g->bytes + g->len - SHA1;
	if (EVP_Digest(g->bytes, g->len - SHA1, sum, NULL, EVP_sha1(), NULL) !=
		1)
		abort();
	if (memcmp(sum, g->end, SHA1) != 0)
		return "its bytes do not have the checksum at its end";
	fan = chunk(g, "OIDF");
	g->oids = chunk(g, "OIDL");
	g->rows = chunk(g, "CDAT");
	g->edges = chunk(g, "EDGE");
	if (!fan || !g->oids || !g->rows || g->end - fan < 256 * 4)
		return "a part of it is missing";
	g->n = number_at(fan + 255 * 4);
	if ((size_t)(g->end - g->oids) / SHA1 < g->n ||
		(size_t)(g->end - g->rows) / ROW < g->n)
		return "it is cut off";
	return NULL;
}

static void add_graph(struct chain *c, char *path)
{
	struct jl_error error;
	struct graph *g;
	const char *why;
	char *text;
	size_t len;

	if (jl_file_read(path, GRAPH_MAX, &text, &len, &error) < 0) {
		c->see(c->data, path, error.message);
		free(path);
		return;
	}
	JL_GROW(c->v, c->n, c->cap);
	g = &c->v[c->n++];
	*g = (struct graph){.path = path, .bytes = (uint8_t *)text, .len = len};
	why = read_graph(g);
	if (why) {
		c->see(c->data, path, why);
		g->n = 0;
	}
}

/* The id of the commit with this number in the whole chain, or NULL. */
static const uint8_t *oid_at(const struct chain *c, uint32_t number)
{
	for (size_t i = 0; i < c->n; i++) {
		if (number < c->v[i].n)
			return c->v[i].oids + (size_t)number * SHA1;
		number -= (uint32_t)c->v[i].n;
	}
	return NULL;
}

static bool is_parent(const struct chain *c, uint32_t number,
	const struct jl_commit *commit, size_t i)
{
	const uint8_t *oid = oid_at(c, number);

	return oid && i < commit->n_parents &&
	       memcmp(oid, commit->parents[i].id, SHA1) == 0;
}

/* Are those behind the first the commit's? `second` is how the row says it. */
static bool has_other_parents(const struct chain *c, const struct graph *g,
	uint32_t second, const struct jl_commit *commit)
{
	const uint8_t *at;
	size_t i = 1, first_edge;

	if (second == NO_PARENT)
		return commit->n_parents <= 1;
	if (!(second & MORE_PARENTS))
		return commit->n_parents == 2 &&
		       is_parent(c, second, commit, 1);
	first_edge = second & ~MORE_PARENTS;
	if (!g->edges || first_edge >= (size_t)(g->end - g->edges) / 4)
		return false;
	for (at = g->edges + first_edge * 4; at + 4 <= g->end; at += 4, i++) {
		uint32_t number = number_at(at);

		if (!is_parent(c, number & ~MORE_PARENTS, commit, i))
			return false;
		if (number & MORE_PARENTS)
			return commit->n_parents == i + 1;
	}
	return false;
}

/* What the row says otherwise than the commit, or NULL. */
static const char *differs(const struct chain *c, const struct graph *g,
	const uint8_t *row, const struct jl_commit *commit)
{
	uint32_t first = number_at(row + SHA1),
		 high = number_at(row + SHA1 + 8);
	uint64_t when = (uint64_t)(high & 3) << 32 | number_at(row + SHA1 + 12);

	if (memcmp(row, commit->tree.id, SHA1) != 0)
		return "another tree";
	if (first == NO_PARENT ? commit->n_parents > 0
			       : !is_parent(c, first, commit, 0))
		return "another first parent";
	if (!has_other_parents(c, g, number_at(row + SHA1 + 4), commit))
		return "other parents";
	return commit->recorded_at >= 0 && when != (uint64_t)commit->recorded_at
		       ? "another date"
		       : NULL;
}

static int by_oid(const void *a, const void *b)
{
	const struct jl_commit *const *x = a, *const *y = b;

	return memcmp((*x)->oid.id, (*y)->oid.id, SHA1);
}

static const struct jl_commit *find(const struct chain *c, const uint8_t *oid)
{
	struct jl_commit key;
	const struct jl_commit *pointer = &key;
	const struct jl_commit *const *found;

	memcpy(key.oid.id, oid, SHA1);
	found = c->dag->commits.n
			? bsearch(&pointer, c->by_oid, c->dag->commits.n,
				  sizeof(const struct jl_commit *), by_oid)
			: NULL;
	return found ? *found : NULL;
}

static void check_graph(struct chain *c, const struct graph *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct jl_commit *commit = find(c, g->oids + i * SHA1);
		const char *what =
			commit ? differs(c, g, g->rows + i * ROW, commit)
			       : NULL;
		char hex[JL_OID_HEX], *sentence;

		if (!what)
			continue;
		jl_oid_hex(&commit->oid, hex);
		sentence = jl_xasprintf(
			"it gives commit %.12s %s than it has, and git "
			"believes it; delete the file, git makes it anew",
			hex, what);
		c->see(c->data, g->path, sentence);
		free(sentence);
	}
}

/* The files of a chain, by the list that names them. */
static void add_chain(struct chain *c, const char *folder)
{
	char *list =
		jl_path_join(folder, "info/commit-graphs/commit-graph-chain");
	struct jl_error ignored;
	char *text = NULL;
	size_t len;

	if (jl_file_read(list, GRAPH_MAX, &text, &len, &ignored) == 0)
		for (char *line = strtok(text, "\r\n"); line;
			line = strtok(NULL, "\r\n"))
			add_graph(c,
				jl_xasprintf("%s/info/commit-graphs/graph-%s."
					     "graph",
					folder, line));
	free(text);
	free(list);
}

int jl_commit_graph_check(const char *folder, const struct jl_dag *dag,
	uint64_t *n, jl_see_sentence *see, void *data, struct jl_error *err)
{
	struct chain c = {.dag = dag, .see = see, .data = data};
	char *single = jl_path_join(folder, "info/commit-graph");

	(void)err;
	*n = 0;
	c.by_oid = jl_xcalloc(dag->commits.n, sizeof(const struct jl_commit *));
	for (size_t i = 0; i < dag->commits.n; i++)
		c.by_oid[i] = &dag->commits.v[i];
	if (dag->commits.n)
		qsort(c.by_oid, dag->commits.n,
			sizeof(const struct jl_commit *), by_oid);
	if (jl_file_exists(single))
		add_graph(&c, single);
	else
		free(single);
	add_chain(&c, folder);
	for (size_t i = 0; i < c.n; i++) {
		check_graph(&c, &c.v[i]);
		*n += c.v[i].n;
	}
	for (size_t i = 0; i < c.n; i++) {
		free(c.v[i].path);
		free(c.v[i].bytes);
	}
	free(c.v);
	free(c.by_oid);
	return 0;
}

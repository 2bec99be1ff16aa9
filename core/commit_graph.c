/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * git believes its commit-graph files instead of the commits, so a forged one
 * changes what `git log` shows. Each commit in them is held against itself.
 */
#include "core/commit_graph.h"

#include "core/digest.h"
#include "core/file.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHA1 = 20,
	HEADER = 8,
	CHUNK = 12, /* bytes of a row of the table */
	ROW = SHA1 + 16,
	GRAPH_MAX = 1 << 30,
	FILTERS_HEADER = 12,
	LEVEL_MAX = 0x3fffffff,
};

#define NO_PARENT UINT32_C(0x70000000)
#define MORE_PARENTS UINT32_C(0x80000000)

/* One file of a chain. */
struct graph {
	char *path;
	uint8_t *bytes;
	size_t len, n;
	const uint8_t *oids, *rows, *edges, *end;
	const uint8_t *dates, *far_dates; /* NULL: there are none */
	const uint8_t *filter_ends, *filters;
};

/* What git computes of a commit: how long the longest way to a root is, and a
 * date that is later than that of all its parents. 0: not known. */
struct computed {
	uint64_t level, date;
};

struct chain {
	struct graph *v;
	size_t n, cap;
	const struct jl_dag *dag;
	const struct jl_commit **by_oid;
	struct computed *computed; /* of each of the dag */
	struct jl_tree_reader *reader;
	const char *const *names;
	jl_see_sentence *see;
	void *data;
};

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
		at = (uint64_t)jl_number_at(row + 4) << 32 |
		     jl_number_at(row + 8);
		return at < (uint64_t)(g->end - g->bytes) ? g->bytes + at
							  : NULL;
	}
	return NULL;
}

/* Those parts that a file may leave out. */
static void read_options(struct graph *g)
{
	const uint8_t *ends = chunk(g, "BIDX"), *filters = chunk(g, "BDAT");

	g->edges = chunk(g, "EDGE");
	g->dates = chunk(g, "GDA2");
	g->far_dates = chunk(g, "GDO2");
	if (g->dates && (size_t)(g->end - g->dates) / 4 < g->n)
		g->dates = NULL;
	if (ends && filters && (size_t)(g->end - ends) / 4 >= g->n &&
		g->end - filters >= FILTERS_HEADER) {
		g->filter_ends = ends;
		g->filters = filters;
	}
}

static const char *read_graph(struct graph *g)
{
	const uint8_t *fan;
	uint8_t sum[SHA1];

	if (g->len < HEADER + SHA1 || memcmp(g->bytes, "CGPH\1\1", 6) != 0)
		return "it is no commit-graph of a kind that is known";
	g->end = g->bytes + g->len - SHA1;
	jl_sha1(g->bytes, g->len - SHA1, sum);
	if (memcmp(sum, g->end, SHA1) != 0)
		return "its bytes do not have the checksum at its end";
	fan = chunk(g, "OIDF");
	g->oids = chunk(g, "OIDL");
	g->rows = chunk(g, "CDAT");
	if (!fan || !g->oids || !g->rows || g->end - fan < 256 * 4)
		return "a part of it is missing";
	g->n = jl_number_at(fan + 255 * 4);
	if ((size_t)(g->end - g->oids) / SHA1 < g->n ||
		(size_t)(g->end - g->rows) / ROW < g->n)
		return "it is cut off";
	read_options(g);
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
		uint32_t number = jl_number_at(at);

		if (!is_parent(c, number & ~MORE_PARENTS, commit, i))
			return false;
		if (number & MORE_PARENTS)
			return commit->n_parents == i + 1;
	}
	return false;
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

/* ---- levels and dates ---- */

static const struct computed *computed_of(
	const struct chain *c, const struct jl_commit *commit)
{
	return &c->computed[commit - c->dag->commits.v];
}

/* Commits stand behind those that they came of. */
static struct computed compute(
	const struct chain *c, const struct jl_commit *commit)
{
	struct computed out = {1, (uint64_t)commit->recorded_at};

	for (size_t i = 0; i < commit->n_parents; i++) {
		const struct jl_commit *parent = find(c, commit->parents[i].id);
		const struct computed *of =
			parent ? computed_of(c, parent) : NULL;

		if (!of || of->level == 0)
			return (struct computed){0, 0};
		if (of->level >= out.level)
			out.level = of->level + 1;
		if (of->date >= out.date)
			out.date = of->date + 1;
	}
	if (commit->recorded_at < 0)
		return (struct computed){0, 0};
	return out;
}

static uint64_t far_date(const struct graph *g, size_t at)
{
	if (!g->far_dates || at >= (size_t)(g->end - g->far_dates) / 8)
		return UINT64_MAX;
	return (uint64_t)jl_number_at(g->far_dates + 8 * at) << 32 |
	       jl_number_at(g->far_dates + 8 * at + 4);
}

static bool is_level(const struct computed *of, uint32_t level)
{
	return level == 0 || of->level == 0 ||
	       level == (of->level < LEVEL_MAX ? of->level : LEVEL_MAX);
}

/* The offset of that date from the commit's own. */
static bool is_date(const struct graph *g, size_t row,
	const struct computed *of, const struct jl_commit *commit)
{
	uint64_t offset;

	if (!g->dates || of->level == 0)
		return true;
	offset = jl_number_at(g->dates + 4 * row);
	if (offset & MORE_PARENTS)
		offset = far_date(g, offset & ~MORE_PARENTS);
	return of->date - (uint64_t)commit->recorded_at == offset;
}

/* ---- Bloom filters ---- */

/* MurmurHash3, 32 bits (Austin Appleby; in the public domain). */
static uint32_t murmur(uint32_t hash, const char *text, size_t len)
{
	const uint8_t *at = (const uint8_t *)text;
	uint32_t k;

	for (size_t i = 0; i < len; i += 4) {
		size_t n = len - i < 4 ? len - i : 4;

		k = 0;
		for (size_t b = 0; b < n; b++)
			k |= (uint32_t)at[i + b] << 8 * b;
		k *= UINT32_C(0xcc9e2d51);
		k = k << 15 | k >> 17;
		hash ^= k * UINT32_C(0x1b873593);
		if (n == 4) {
			hash = hash << 13 | hash >> 19;
			hash = hash * 5 + UINT32_C(0xe6546b64);
		}
	}
	hash ^= (uint32_t)len;
	hash = (hash ^ hash >> 16) * UINT32_C(0x85ebca6b);
	hash = (hash ^ hash >> 13) * UINT32_C(0xc2b2ae35);
	return hash ^ hash >> 16;
}

struct filter {
	const uint8_t *bits;
	size_t len; /* bytes */
	uint32_t n_hashes;
	bool hides; /* what it should have */
};

/* git: get_bloom_filter and bloom_filter_contains in bloom.c. */
static bool has(const struct filter *f, const char *path, size_t len)
{
	uint32_t a = murmur(UINT32_C(0x293ae76f), path, len);
	uint32_t b = murmur(UINT32_C(0x7e646e2c), path, len);

	for (uint32_t i = 0; i < f->n_hashes; i++) {
		uint64_t bit = (a + i * b) % (f->len * 8);

		if (!(f->bits[bit / 8] & 1U << bit % 8))
			return false;
	}
	return true;
}

/* The file, and the folders that it is in. */
static void see_edit(void *data, const struct jl_tree_edit *edit)
{
	struct filter *f = data;
	size_t len = strlen(edit->path);

	for (size_t i = 0; i < len; i++)
		if ((uint8_t)edit->path[i] >= 0x80)
			return; /* versions of git differ in these */
	for (size_t i = 1; i <= len; i++)
		if ((i == len || edit->path[i] == '/') &&
			!has(f, edit->path, i))
			f->hides = true;
}

/* Does the filter of the commit say that it did not touch what it did? One of
 * no bytes says nothing. */
static bool hides_a_change(const struct chain *c, const struct graph *g,
	size_t row, const struct jl_commit *commit)
{
	const struct jl_commit *parent =
		commit->n_parents ? find(c, commit->parents[0].id) : NULL;
	struct filter f = {0};
	struct jl_error ignored; /* a tree that cannot be read: a finding */
	size_t begin, end, room;

	if (!g->filters || !c->reader || (commit->n_parents && !parent))
		return false;
	begin = row ? jl_number_at(g->filter_ends + 4 * (row - 1)) : 0;
	end = jl_number_at(g->filter_ends + 4 * row);
	room = (size_t)(g->end - g->filters) - FILTERS_HEADER;
	if (end < begin || end > room)
		return true;
	f.bits = g->filters + FILTERS_HEADER + begin;
	f.len = end - begin;
	f.n_hashes = jl_number_at(g->filters + 4);
	if (f.len > 0)
		jl_tree_compare(c->reader, parent ? &parent->tree : NULL,
			&commit->tree, c->names, see_edit, &f, &ignored);
	return f.hides;
}

/* ---- each commit ---- */

/* What the row says otherwise than the commit, or NULL. */
static const char *differs(const struct chain *c, const struct graph *g,
	size_t i, const struct jl_commit *commit)
{
	const uint8_t *row = g->rows + i * ROW;
	const struct computed *of = computed_of(c, commit);
	uint32_t first = jl_number_at(row + SHA1),
		 high = jl_number_at(row + SHA1 + 8);
	uint64_t when =
		(uint64_t)(high & 3) << 32 | jl_number_at(row + SHA1 + 12);

	if (memcmp(row, commit->tree.id, SHA1) != 0)
		return "another tree";
	if (first == NO_PARENT ? commit->n_parents > 0
			       : !is_parent(c, first, commit, 0))
		return "another first parent";
	if (!has_other_parents(c, g, jl_number_at(row + SHA1 + 4), commit))
		return "other parents";
	if (commit->recorded_at >= 0 && when != (uint64_t)commit->recorded_at)
		return "another date";
	if (!is_level(of, high >> 2) || !is_date(g, i, of, commit))
		return "another age";
	return hides_a_change(c, g, i, commit) ? "fewer changed files" : NULL;
}

static void check_graph(struct chain *c, const struct graph *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct jl_commit *commit = find(c, g->oids + i * SHA1);
		const char *what = commit ? differs(c, g, i, commit) : NULL;
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

static void prepare(struct chain *c)
{
	size_t n = c->dag->commits.n;

	c->by_oid = jl_xcalloc(n, sizeof(const struct jl_commit *));
	c->computed = jl_xcalloc(n, sizeof(*c->computed));
	for (size_t i = 0; i < n; i++)
		c->by_oid[i] = &c->dag->commits.v[i];
	if (n)
		qsort(c->by_oid, n, sizeof(const struct jl_commit *), by_oid);
	for (size_t i = 0; i < n; i++)
		c->computed[i] = compute(c, &c->dag->commits.v[i]);
}

void jl_commit_graph_check(const char *folder, const struct jl_dag *dag,
	struct jl_tree_reader *reader, const char *const *names, uint64_t *n,
	jl_see_sentence *see, void *data)
{
	struct chain c = {.dag = dag,
		.reader = reader,
		.names = names,
		.see = see,
		.data = data};
	char *single = jl_path_join(folder, "info/commit-graph");

	*n = 0;
	prepare(&c);
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
	free(c.computed);
}

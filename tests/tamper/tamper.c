/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The tamper trial: changes one file of a ledger at a time, by a flipped bit,
 * another digit, a cut, a gift, an exchange or a removal, and asks `verify`
 * whether it sees it and names it. Files are those of git's objects and of
 * measures/. A change that leaves every content as it was (spare bits of a
 * compressed stream) is counted apart, by unpacking it with zlib and zstd: it
 * changed nothing that anybody reads.
 *
 *   tamper LEDGER N SEED
 *
 * Prints a line for each change that was missed or not named, and the totals;
 * exit code 1 when there are any.
 */
#include "core/file.h"
#include "core/mem.h"
#include "core/str.h"
#include "journeys/verify.h"

#include <dirent.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>
#include <zstd.h>

enum { FILE_MAX = 1 << 28, UNPACKED_MAX = 1 << 26 };

struct victim {
	char *path; /* below the ledger */
	char *text;
	size_t len;
};

struct trial {
	const char *ledger;
	struct victim *v;
	size_t n, cap;
	unsigned long changed, detected, named, spare;
};

static uint64_t state;

static uint32_t next(uint32_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 32) %
	       below;
}

/* ---- the files ---- */

static bool ends_in(const char *text, const char *ending)
{
	size_t len = strlen(text), tail = strlen(ending);

	return len >= tail && strcmp(text + len - tail, ending) == 0;
}

/* Lists of git that say nothing of their own. */
static bool is_passed_over(const char *path)
{
	return ends_in(path, "info/packs") || ends_in(path, ".gitignore") ||
	       ends_in(path, "commit-graph-chain");
}

static void add_files(struct trial *t, const char *folder)
{
	char *full = jl_path_join(t->ledger, folder);
	struct dirent **entries = NULL;
	int n = scandir(full, &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		char *path = jl_path_join(folder, name);
		char *whole = jl_path_join(t->ledger, path);
		struct jl_error error;
		struct stat st;

		if (*name != '.' && stat(whole, &st) == 0) {
			if (S_ISDIR(st.st_mode)) {
				add_files(t, path);
			} else if (!is_passed_over(path)) {
				JL_GROW(t->v, t->n, t->cap);
				if (jl_file_read(whole, FILE_MAX,
					    &t->v[t->n].text, &t->v[t->n].len,
					    &error) < 0)
					abort();
				t->v[t->n++].path = jl_xstrdup(path);
			}
		}
		free(whole);
		free(path);
		free(entries[i]);
	}
	free(entries);
	free(full);
}

/* git makes its objects read-only: a new file takes their place. */
static void put(
	const struct trial *t, const char *path, const void *bytes, size_t len)
{
	char *full = jl_path_join(t->ledger, path);
	FILE *file;

	unlink(full);
	file = fopen(full, "wb");
	if (!file || fwrite(bytes, 1, len, file) != len || fclose(file) != 0) {
		perror(full);
		exit(2);
	}
	free(full);
}

static void take_away(const struct trial *t, const char *path)
{
	char *full = jl_path_join(t->ledger, path);

	unlink(full);
	free(full);
}

/* ---- is the content another? ---- */

static size_t unpack_zlib(const char *bytes, size_t len, char *out)
{
	uLongf size = UNPACKED_MAX;

	return uncompress((Bytef *)out, &size, (const Bytef *)bytes,
		       (uLong)len) == Z_OK
		       ? size
		       : SIZE_MAX;
}

static size_t unpack_zstd(const char *bytes, size_t len, char *out)
{
	size_t size = ZSTD_decompress(out, UNPACKED_MAX, bytes, len);

	return ZSTD_isError(size) ? SIZE_MAX : size;
}

static bool is_loose(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strncmp(path, ".git/objects/", 13) == 0 &&
	       strlen(slash + 1) == 38;
}

/* Does the file, as it is now, unpack to just what it did? */
static bool says_the_same(const struct victim *v, const char *bytes, size_t len)
{
	static char *a, *b;
	size_t (*unpack)(const char *, size_t, char *) =
		is_loose(v->path)	   ? unpack_zlib
		: ends_in(v->path, ".zst") ? unpack_zstd
					   : NULL;
	size_t n, m;

	if (!unpack)
		return false;
	if (!a) {
		a = jl_xmalloc(UNPACKED_MAX);
		b = jl_xmalloc(UNPACKED_MAX);
	}
	n = unpack(v->text, v->len, a);
	m = unpack(bytes, len, b);
	return m != SIZE_MAX && n == m && memcmp(a, b, n) == 0;
}

/* ---- what verify says ---- */

/* Is one of the findings about this file, or the object in it? */
static bool names(const struct jl_verification *v, const char *path)
{
	const char *slash = strrchr(path, '/');
	char oid[13];

	snprintf(oid, sizeof(oid), "%.2s%.10s", slash - 2, slash + 1);
	for (size_t i = 0; i < v->n; i++) {
		const struct jl_verify_row *row = &v->v[i];

		if (row->result == JL_RESULT_GOOD)
			continue;
		if (row->where && (strstr(row->where, slash + 1) ||
					  strstr(path, row->where)))
			return true;
		if (is_loose(path) &&
			((row->where && strstr(row->where, oid)) ||
				strstr(row->what, oid)))
			return true;
		/* An index is wrong where its pack is another. */
		if (row->where && strstr(path, "/pack/") &&
			strstr(row->where, "/pack/"))
			return true;
	}
	return false;
}

static char last[512];

static void is_hanging(int signal)
{
	static const char said[] = "hangs: ";

	(void)signal;
	if (write(1, said, sizeof(said) - 1) < 0 ||
		write(1, last, strlen(last)) < 0)
		_exit(3);
	_exit(3);
}

static void judge(struct trial *t, const struct victim *v, const char *how)
{
	struct jl_verify_query query = {0};
	struct jl_verification verification = {0};
	struct jl_error error = {0};
	bool is_detected, is_named, is_readable;
	int rc;

	/* That it goes on for ever would be a fault too. */
	snprintf(last, sizeof(last), "%s: %s", v->path, how);
	alarm(60);
	rc = jl_repo_open(t->ledger, &query.repo, &error);

	if (rc == 0)
		rc = jl_verify_files(
			query.repo, &verification, &is_readable, &error);
	if (rc == 0 && is_readable)
		rc = jl_repo_head(query.repo, &query.tip, &error);
	if (rc == 0 && is_readable)
		rc = jl_verify(&query, &verification, &error);
	is_detected = rc < 0 || verification.n_bad > 0 ||
		      verification.n_not_checked > 0;
	is_named = rc == 0 && names(&verification, v->path);
	t->changed++;
	t->detected += is_detected;
	t->named += is_named;
	if (!is_detected || !is_named)
		printf("%s: %s: %s\n", is_detected ? "not named" : "missed",
			v->path, rc < 0 ? error.message : how);
	jl_verification_release(&verification);
	jl_repo_close(query.repo);
}

/* ---- the changes ---- */

static void try_bytes(struct trial *t, const struct victim *v, const char *how,
	const char *bytes, size_t len)
{
	if (says_the_same(v, bytes, len)) {
		t->spare++;
		return;
	}
	put(t, v->path, bytes, len);
	judge(t, v, how);
	put(t, v->path, v->text, v->len);
}

static void flip(struct trial *t, const struct victim *v)
{
	char *copy = jl_xmalloc(v->len), how[80];
	uint32_t at = next((uint32_t)v->len), bit = next(8);

	memcpy(copy, v->text, v->len);
	copy[at] = (char)(copy[at] ^ 1 << bit);
	snprintf(how, sizeof(how), "bit %u of byte %u flipped", bit, at);
	try_bytes(t, v, how, copy, v->len);
	free(copy);
}

/* Another digit, as somebody would who wants a better figure. */
static void edit(struct trial *t, const struct victim *v)
{
	uint32_t start = next((uint32_t)v->len);
	char *copy = jl_xmalloc(v->len), how[80];

	memcpy(copy, v->text, v->len);
	for (size_t i = 0; i < v->len; i++) {
		size_t at = (start + i) % v->len;

		if (copy[at] < '0' || copy[at] > '9')
			continue;
		copy[at] =
			(char)('0' + (copy[at] - '0' + 1 + (int)next(9)) % 10);
		snprintf(how, sizeof(how), "another digit at byte %zu", at);
		if (copy[at] != v->text[at])
			try_bytes(t, v, how, copy, v->len);
		break;
	}
	free(copy);
}

static void cut(struct trial *t, const struct victim *v)
{
	size_t len = next((uint32_t)v->len);

	try_bytes(t, v, "cut off", v->text, len);
}

static void append(struct trial *t, const struct victim *v)
{
	char *copy = jl_xmalloc(v->len + 1);

	memcpy(copy, v->text, v->len);
	copy[v->len] = (char)next(256);
	try_bytes(t, v, "a byte behind the end", copy, v->len + 1);
	free(copy);
}

static void remove_it(struct trial *t, const struct victim *v)
{
	/* git makes these of what else is there, or does without. */
	if (strstr(v->path, "/info/") || ends_in(v->path, ".rev")) {
		t->spare++;
		return;
	}
	take_away(t, v->path);
	judge(t, v, "removed");
	put(t, v->path, v->text, v->len);
}

/* What another file of the same folder holds. */
static void exchange(struct trial *t, const struct victim *v)
{
	const struct victim *other = &t->v[next((uint32_t)t->n)];
	size_t folder = (size_t)(strrchr(v->path, '/') - v->path);

	if (other == v || strncmp(other->path, v->path, folder + 1) != 0 ||
		(other->len == v->len &&
			memcmp(other->text, v->text, v->len) == 0))
		return;
	try_bytes(t, v, "exchanged for another", other->text, other->len);
}

int main(int argc, char **argv)
{
	static void (*const changes[])(struct trial *,
		const struct victim *) = {flip, flip, flip, flip, flip, edit,
		edit, cut, append, remove_it, exchange, exchange};
	struct trial t = {.ledger = argc == 4 ? argv[1] : ""};
	unsigned long n = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;

	if (n == 0) {
		fputs("usage: tamper LEDGER N SEED\n", stderr);
		return 2;
	}
	state = UINT64_C(88172645463325252) + strtoul(argv[3], NULL, 10);
	signal(SIGALRM, is_hanging);
	add_files(&t, ".git/objects");
	add_files(&t, "measures");
	while (t.n && t.changed < n)
		changes[next(JL_COUNT(changes))](&t, &t.v[next((uint32_t)t.n)]);
	printf("%lu changes to %zu files: %lu detected, %lu named; %lu more "
	       "left every content as it was\n",
		t.changed, t.n, t.detected, t.named, t.spare);
	for (size_t i = 0; i < t.n; i++) {
		free(t.v[i].path);
		free(t.v[i].text);
	}
	free(t.v);
	return t.detected == t.changed && t.named == t.changed ? 0 : 1;
}

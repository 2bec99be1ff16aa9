/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Reading git's object files byte by byte. */
#include "core/objects.h"

#include "core/digest.h"
#include "core/file.h"
#include "core/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <zlib.h>

enum {
	SHA1 = 20,
	BLOCK = 1 << 16,
	GRAPH_MAX = 1 << 30, /* bytes; one of ten million commits is smaller */
};

struct check {
	struct jl_object_files *files;
	jl_see_sentence *see;
	void *data;
	int rc;
	struct jl_error *err;
};

static EVP_MD_CTX *hash_new(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) != 1)
		abort();
	return ctx;
}

static void hash_end(EVP_MD_CTX *ctx, uint8_t out[SHA1])
{
	if (EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		abort();
	EVP_MD_CTX_free(ctx);
}

/* ---- folders ---- */

static int not_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

typedef void see_file(struct check *check, const char *path, const char *name);

/* Each file of the folder, by name; that there is no folder is no fault. */
static void each_file(struct check *check, const char *folder, see_file *see)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, not_dots, alphasort);

	if (n < 0 && errno != ENOENT && check->rc == 0)
		check->rc = jl_fail(check->err, JL_EENV,
			"%.300s: cannot be read: %s", folder, strerror(errno));
	for (int i = 0; i < n; i++) {
		char *path = jl_path_join(folder, entries[i]->d_name);

		see(check, path, entries[i]->d_name);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

/* ---- loose objects ---- */

/* Why it cannot be unpacked, or NULL; what follows it must be nothing. */
static const char *inflate_all(
	const uint8_t *bytes, size_t len, EVP_MD_CTX *hash)
{
	uint8_t *out = jl_xmalloc(BLOCK);
	z_stream stream = {
		.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)len};
	const char *why = NULL;
	int rc = inflateInit(&stream);

	while (rc == Z_OK) {
		stream.next_out = out;
		stream.avail_out = BLOCK;
		rc = inflate(&stream, Z_NO_FLUSH);
		EVP_DigestUpdate(hash, out, BLOCK - stream.avail_out);
	}
	if (rc != Z_STREAM_END)
		why = "it cannot be unpacked";
	else if (stream.avail_in > 0)
		why = "something stands behind its end";
	inflateEnd(&stream);
	free(out);
	return why;
}

static void check_loose(struct check *c, const char *path, const char *name)
{
	size_t len = strlen(path);
	uint8_t id[SHA1], wanted[SHA1];
	struct jl_error error;
	char hex[2 * SHA1 + 1], *text = NULL;
	const char *why = NULL;
	EVP_MD_CTX *hash;
	size_t size;

	/* .../ab/cdef...: other files are on their way, or not git's. */
	if (strlen(name) != 2 * SHA1 - 2)
		return;
	snprintf(hex, sizeof(hex), "%.2s%s", path + len - 2 * SHA1 - 1, name);
	if (!jl_unhex(hex, 2 * SHA1, wanted, SHA1))
		return;
	c->files->loose++;
	if (jl_file_read(path, GRAPH_MAX, &text, &size, &error) < 0) {
		c->see(c->data, path, error.message);
		return;
	}
	c->files->bytes += size;
	hash = hash_new();
	why = inflate_all((const uint8_t *)text, size, hash);
	hash_end(hash, id);
	if (!why && memcmp(id, wanted, SHA1) != 0)
		why = "its content does not have the hash that it is named "
		      "after";
	if (why)
		c->see(c->data, path, why);
	free(text);
}

static void check_loose_folder(
	struct check *c, const char *path, const char *name)
{
	uint8_t byte;

	if (strlen(name) == 2 && jl_unhex(name, 2, &byte, 1))
		each_file(c, path, check_loose);
}

/* ---- files with a checksum at their end ---- */

/* The last bytes of a file, and whether they are the hash of those before. */
static const char *check_trailer(
	FILE *file, uint8_t tail[2 * SHA1], uint64_t *bytes)
{
	EVP_MD_CTX *hash = hash_new();
	uint8_t *block = jl_xmalloc(BLOCK + SHA1), sum[SHA1];
	size_t kept = 0, n;

	memset(tail, 0, 2 * SHA1);
	while ((n = fread(block + kept, 1, BLOCK, file)) > 0) {
		size_t all = kept + n, done = all > SHA1 ? all - SHA1 : 0;

		if (done >= SHA1)
			memcpy(tail, block + done - SHA1, SHA1);
		EVP_DigestUpdate(hash, block, done);
		memmove(block, block + done, all - done);
		kept = all - done;
		*bytes += n;
	}
	memcpy(tail + SHA1, block, kept);
	hash_end(hash, sum);
	free(block);
	if (ferror(file))
		return "it cannot be read";
	if (kept < SHA1)
		return "it is cut off";
	return memcmp(sum, tail + SHA1, SHA1) == 0
		       ? NULL
		       : "its bytes do not have the checksum at its end";
}

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);

	return len > tail && strcmp(name + len - tail, ending) == 0;
}

static bool read_trailer(
	struct check *c, const char *path, uint8_t tail[2 * SHA1])
{
	FILE *file = fopen(path, "rb");
	const char *why = file ? check_trailer(file, tail, &c->files->bytes)
			       : "it cannot be opened";

	if (file)
		fclose(file);
	if (why)
		c->see(c->data, path, why);
	return !why;
}

/* An index names the checksum of its pack before its own. */
static void check_pair(
	struct check *c, const char *pack, const uint8_t pack_tail[2 * SHA1])
{
	char *index = jl_xasprintf(
		"%.*sidx", (int)(strlen(pack) - strlen("pack")), pack);
	uint8_t tail[2 * SHA1];

	if (!jl_file_exists(index))
		c->see(c->data, pack, "its index is not there");
	else if (read_trailer(c, index, tail) &&
		 memcmp(tail, pack_tail + SHA1, SHA1) != 0)
		c->see(c->data, index, "it is the index of another pack");
	free(index);
}

static void check_packed(struct check *c, const char *path, const char *name)
{
	uint8_t tail[2 * SHA1];

	if (ends_in(name, ".pack")) {
		c->files->packs++;
		if (read_trailer(c, path, tail))
			check_pair(c, path, tail);
	} else if (ends_in(name, ".rev") || ends_in(name, ".bitmap") ||
		   ends_in(name, ".mtimes") ||
		   strcmp(name, "multi-pack-index") == 0) {
		c->files->others++;
		read_trailer(c, path, tail);
	}
}

int jl_objects_check(const char *folder, struct jl_object_files *files,
	jl_see_sentence *see, void *data, struct jl_error *err)
{
	struct check check = {files, see, data, 0, err};
	char *packs = jl_path_join(folder, "pack");

	memset(files, 0, sizeof(*files));
	each_file(&check, folder, check_loose_folder);
	each_file(&check, packs, check_packed);
	free(packs);
	return check.rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Reading git's object files byte by byte. */
#include "core/objects.h"

#include "core/digest.h"
#include "core/file.h"
#include "core/loose.h"
#include "core/mem.h"
#include "core/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/evp.h>

enum {
	SHA1 = 20,
	BLOCK = 1 << 16,
	FILE_MAX =
		1 << 30, /* bytes; an index of 30 million objects is smaller */
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
		jl_out_of_memory();
	return ctx;
}

static void hash_end(EVP_MD_CTX *ctx, uint8_t out[SHA1])
{
	if (EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		jl_out_of_memory();
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

static void check_loose(struct check *c, const char *path, const char *name)
{
	size_t len = strlen(path);
	uint8_t id[SHA1], wanted[SHA1];
	struct jl_error error;
	char hex[2 * SHA1 + 1], *text = NULL;
	char *object = NULL;
	const char *why;
	size_t size, object_len = 0;

	/* .../ab/cdef...: other files are on their way, or not git's. */
	if (strlen(name) != 2 * SHA1 - 2)
		return;
	snprintf(hex, sizeof(hex), "%.2s%s", path + len - 2 * SHA1 - 1, name);
	if (!jl_unhex(hex, 2 * SHA1, wanted, SHA1))
		return;
	c->files->loose++;
	if (jl_file_read(path, FILE_MAX, &text, &size, &error) < 0) {
		c->see(c->data, path, error.message);
		return;
	}
	c->files->bytes += size;
	why = jl_loose_unpack(text, size, &object, &object_len);
	if (!why)
		jl_sha1(object, object_len, id);
	if (!why && memcmp(id, wanted, SHA1) != 0)
		why = "its content does not have the hash that it is named "
		      "after";
	if (why)
		c->see(c->data, path, why);
	free(object);
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
	struct stat st;
	bool is_file = stat(path, &st) == 0 && S_ISREG(st.st_mode);
	FILE *file = is_file ? fopen(path, "rb") : NULL;
	const char *why = file ? check_trailer(file, tail, &c->files->bytes)
			  : is_file ? "it cannot be opened"
				    : "it is no file";

	if (file)
		fclose(file);
	if (why)
		c->see(c->data, path, why);
	return !why;
}

/* ---- indexes ---- */

enum {
	HEADER = 8,
	FAN = 256 * 4,
	ROW = SHA1 + 4 + 4, /* name, CRC, offset */
};

#define FAR_OFFSET UINT32_C(0x80000000)

/*
 * Does everything in the index (version 2) lead into the pack? libgit2 follows
 * it without asking, and one that was made to would lead it anywhere.
 */
static bool is_sound(const uint8_t *index, size_t len, uint64_t pack_len)
{
	const uint8_t *fan = index + HEADER, *names, *offsets, *far;
	size_t n, n_far;

	if (len < HEADER + FAN + 2 * SHA1 ||
		memcmp(index, "\377tOc\0\0\0\2", HEADER) != 0)
		return false;
	for (size_t i = 1; i < 256; i++)
		if (jl_number_at(fan + 4 * i) < jl_number_at(fan + 4 * (i - 1)))
			return false;
	n = jl_number_at(fan + 4 * 255);
	if ((len - HEADER - FAN - 2 * SHA1) / ROW < n)
		return false;
	names = fan + FAN;
	offsets = names + n * (SHA1 + 4);
	far = offsets + n * 4;
	n_far = (size_t)(index + len - 2 * SHA1 - far) / 8;
	for (size_t i = 0; i < n; i++) {
		uint64_t offset = jl_number_at(offsets + 4 * i);

		if (i > 0 && memcmp(names + (i - 1) * SHA1, names + i * SHA1,
				     SHA1) >= 0)
			return false;
		if (offset & FAR_OFFSET) {
			size_t at = (size_t)(offset & ~FAR_OFFSET);

			if (at >= n_far)
				return false;
			offset = (uint64_t)jl_number_at(far + 8 * at) << 32 |
				 jl_number_at(far + 8 * at + 4);
		}
		if (offset < 12 || offset + SHA1 >= pack_len)
			return false;
	}
	return true;
}

static void check_index(struct check *c, const char *path, uint64_t pack_len)
{
	struct jl_error error;
	char *text;
	size_t len;

	if (jl_file_read(path, FILE_MAX, &text, &len, &error) < 0) {
		c->see(c->data, path, error.message);
		return;
	}
	if (!is_sound((const uint8_t *)text, len, pack_len))
		c->see(c->data, path, "it leads out of its pack");
	free(text);
}

/* An index names the checksum of its pack before its own. */
static void check_pair(struct check *c, const char *pack, uint64_t pack_len,
	const uint8_t pack_tail[2 * SHA1])
{
	char *index = jl_xasprintf(
		"%.*sidx", (int)(strlen(pack) - strlen("pack")), pack);
	uint8_t tail[2 * SHA1];

	if (!jl_file_exists(index))
		c->see(c->data, pack, "its index is not there");
	else if (read_trailer(c, index, tail) &&
		 memcmp(tail, pack_tail + SHA1, SHA1) != 0)
		c->see(c->data, index, "it is the index of another pack");
	else
		check_index(c, index, pack_len);
	free(index);
}

static void check_packed(struct check *c, const char *path, const char *name)
{
	uint8_t tail[2 * SHA1];

	/* Where git looks for objects without asking what it is told. */
	if (ends_in(name, ".pack")) {
		uint64_t before = c->files->bytes;

		c->files->packs++;
		if (read_trailer(c, path, tail))
			check_pair(c, path, c->files->bytes - before, tail);
	} else if (ends_in(name, ".idx")) {
		char *pack = jl_xasprintf(
			"%.*spack", (int)(strlen(path) - strlen("idx")), path);

		if (!jl_file_exists(pack))
			c->see(c->data, path, "its pack is not there");
		free(pack);
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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A backend of libgit2's object database, over zlib. */
#include "core/loose.h"

#include "core/file.h"
#include "core/lib_memory.h"
#include "core/mem.h"
#include "core/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2/sys/odb_backend.h>
#include <zlib.h>

enum {
	BLOCK = 1 << 16,
	HEADER = 64,	    /* bytes in which an object says what it is */
	FILE_MAX = 1 << 30, /* bytes, unpacked too */
};

struct loose {
	git_odb_backend parent;
	char *folder;
};

const char *jl_loose_unpack(
	const void *bytes, size_t len, char **text, size_t *size)
{
	struct jl_str out = JL_STR_INIT;
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes,
		.avail_in = (uInt)len,
		.zalloc = jl_zalloc,
		.zfree = jl_zfree};
	char *block = jl_xmalloc(BLOCK);
	const char *why = NULL;
	int rc = inflateInit(&stream);

	/* Anything but Z_OK ends it: also that nothing moves any more. */
	while (rc == Z_OK && out.len < FILE_MAX) {
		stream.next_out = (Bytef *)block;
		stream.avail_out = BLOCK;
		rc = inflate(&stream, Z_NO_FLUSH);
		jl_str_addn(&out, block, BLOCK - stream.avail_out);
	}
	if (rc != Z_STREAM_END)
		why = "it cannot be unpacked";
	else if (stream.avail_in > 0)
		why = "something stands behind its end";
	inflateEnd(&stream);
	free(block);
	*size = out.len;
	*text = jl_str_detach(&out);
	if (why) {
		free(*text);
		*text = NULL;
	}
	return why;
}

/* "blob 12\0": the type and where the content begins; 0 when it is none. */
static size_t read_header(const char *text, size_t size, git_object_t *type)
{
	const char *space = memchr(text, ' ', size < 8 ? size : 8);
	const char *nul =
		space ? memchr(space, '\0', size - (size_t)(space - text))
		      : NULL;
	char name[8], *end;
	unsigned long long said;

	if (!nul || nul == space + 1)
		return 0;
	memcpy(name, text, (size_t)(space - text));
	name[space - text] = '\0';
	*type = git_object_string2type(name);
	said = strtoull(space + 1, &end, 10);
	if (*type == GIT_OBJECT_INVALID || end != nul ||
		said != size - (size_t)(nul + 1 - text))
		return 0;
	return (size_t)(nul + 1 - text);
}

/* The first bytes of a loose object, unpacked, with a NUL behind them. */
static int read_begin(const char *path, char *text, size_t size)
{
	uint8_t packed[2 * HEADER];
	z_stream stream = {.zalloc = jl_zalloc,
		.zfree = jl_zfree,
		.next_in = packed,
		.next_out = (Bytef *)text,
		.avail_out = (uInt)size - 1};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd >= 0 ? read(fd, packed, sizeof(packed)) : -1;

	if (fd >= 0)
		close(fd);
	if (n < 0) {
		git_error_set_str(GIT_ERROR_OS, strerror(errno));
		return GIT_ERROR;
	}
	stream.avail_in = (uInt)n;
	if (inflateInit(&stream) != Z_OK)
		jl_out_of_memory();
	inflate(&stream, Z_SYNC_FLUSH);
	inflateEnd(&stream);
	text[size - 1 - stream.avail_out] = '\0';
	return 0;
}

bool jl_loose_is_tag(const char *gitdir, const char *hex)
{
	char *path = jl_xasprintf("%s/objects/%.2s/%s", gitdir, hex, hex + 2);
	char text[HEADER] = "";
	bool is_tag = read_begin(path, text, sizeof(text)) == 0 &&
		      strncmp(text, "tag ", 4) == 0;

	free(path);
	return is_tag;
}

static char *path_of(const struct loose *loose, const git_oid *oid)
{
	char hex[GIT_OID_HEXSZ + 1];

	git_oid_tostr(hex, sizeof(hex), oid);
	return jl_xasprintf("%s/%.2s/%s", loose->folder, hex, hex + 2);
}

/* The whole object; *begin is where its content begins. */
static int read_object(const struct loose *loose, const git_oid *oid,
	char **text, size_t *size, size_t *begin, git_object_t *type)
{
	char *path = path_of(loose, oid), *bytes = NULL;
	struct jl_error error;
	const char *why;
	size_t len = 0;
	int rc = jl_file_read(path, FILE_MAX, &bytes, &len, &error);

	*text = NULL;
	free(path);
	if (rc == JL_ENOTFOUND)
		return GIT_ENOTFOUND;
	if (rc < 0) {
		git_error_set_str(rc == JL_EENV ? GIT_ERROR_OS : GIT_ERROR_ODB,
			error.message);
		return GIT_ERROR;
	}
	why = jl_loose_unpack(bytes, len, text, size);
	free(bytes);
	*begin = why ? 0 : read_header(*text, *size, type);
	if (*begin > 0)
		return 0;
	free(*text);
	*text = NULL;
	git_error_set_str(
		GIT_ERROR_ODB, why ? why : "it does not say what it is");
	return GIT_ERROR;
}

static int loose_read(void **data, size_t *len, git_object_t *type,
	git_odb_backend *backend, const git_oid *oid)
{
	size_t size, begin;
	char *text;
	int rc = read_object(
		(const struct loose *)backend, oid, &text, &size, &begin, type);

	if (rc < 0)
		return rc;
	*len = size - begin;
	*data = git_odb_backend_data_alloc(backend, *len + 1);
	if (!*data)
		jl_out_of_memory();
	memcpy(*data, text + begin, *len);
	((char *)*data)[*len] = '\0';
	free(text);
	return 0;
}

/* Only the first bytes are unpacked: one may be large. */
static int loose_read_header(size_t *len, git_object_t *type,
	git_odb_backend *backend, const git_oid *oid)
{
	char *path = path_of((const struct loose *)backend, oid);
	char text[HEADER] = "", *space = NULL, *end;
	bool is_there = false;
	struct jl_error error;
	int rc = jl_file_look(path, &is_there, &error);

	if (rc < 0)
		git_error_set_str(GIT_ERROR_OS, error.message);
	else if (!is_there)
		rc = GIT_ENOTFOUND;
	else
		rc = read_begin(path, text, sizeof(text));
	free(path);
	if (rc < 0)
		return rc == GIT_ENOTFOUND ? rc : GIT_ERROR;
	space = strchr(text, ' ');
	if (space) {
		*space = '\0';
		*type = git_object_string2type(text);
		*len = strtoull(space + 1, &end, 10);
	}
	if (space && *type != GIT_OBJECT_INVALID && end > space + 1 && !*end)
		return 0;
	git_error_set_str(GIT_ERROR_ODB, "it does not say what it is");
	return GIT_ERROR;
}

static int loose_exists(git_odb_backend *backend, const git_oid *oid)
{
	char *path = path_of((const struct loose *)backend, oid);
	bool is_there = jl_file_exists(path);

	free(path);
	return is_there;
}

static void loose_free(git_odb_backend *backend)
{
	struct loose *loose = (struct loose *)backend;

	free(loose->folder);
	free(loose);
}

/* ---- abbreviated ids ---- */

/* The one object whose id begins with the digits. */
static int find_prefix(const struct loose *loose, const git_oid *prefix,
	size_t n, git_oid *found)
{
	char hex[GIT_OID_HEXSZ + 1], whole[GIT_OID_HEXSZ + 1];
	struct dirent **names = NULL;
	char *folder;
	int n_names, rc = GIT_ENOTFOUND;

	git_oid_tostr(hex, sizeof(hex), prefix);
	folder = jl_xasprintf("%s/%.2s", loose->folder, hex);
	n_names = scandir(folder, &names, NULL, NULL);
	for (int i = 0; i < n_names; i++) {
		const char *name = names[i]->d_name;

		if (strlen(name) == GIT_OID_HEXSZ - 2 && n > 2 &&
			strncmp(name, hex + 2, n - 2) == 0) {
			rc = rc == GIT_ENOTFOUND ? 0 : GIT_EAMBIGUOUS;
			snprintf(whole, sizeof(whole), "%.2s%s", hex, name);
		}
		free(names[i]);
	}
	free(names);
	free(folder);
	if (rc == 0 && git_oid_fromstr(found, whole) < 0)
		rc = GIT_ENOTFOUND;
	return rc;
}

static int loose_exists_prefix(git_oid *found, git_odb_backend *backend,
	const git_oid *prefix, size_t n)
{
	return find_prefix((const struct loose *)backend, prefix, n, found);
}

static int loose_read_prefix(git_oid *found, void **data, size_t *len,
	git_object_t *type, git_odb_backend *backend, const git_oid *prefix,
	size_t n)
{
	int rc = find_prefix((const struct loose *)backend, prefix, n, found);

	return rc < 0 ? rc : loose_read(data, len, type, backend, found);
}

git_odb_backend *jl_loose_backend(const char *folder)
{
	struct loose *loose = jl_xcalloc(1, sizeof(*loose));

	git_odb_init_backend(&loose->parent, GIT_ODB_BACKEND_VERSION);
	loose->parent.read = loose_read;
	loose->parent.read_header = loose_read_header;
	loose->parent.read_prefix = loose_read_prefix;
	loose->parent.exists = loose_exists;
	loose->parent.exists_prefix = loose_exists_prefix;
	loose->parent.free = loose_free;
	loose->folder = jl_xstrdup(folder);
	return &loose->parent;
}

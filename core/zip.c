/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* libzip, which writes to a temporary file and gives it its name at the end. */
#include "core/zip.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <zip.h>

enum { FILE_MODE = 0100644 };

struct jl_zip {
	zip_t *handle;
	char *path;
	int64_t when;
};

static int fail(struct jl_zip *zip, struct jl_error *err)
{
	return jl_fail(err, JL_EENV, "%.300s: %.300s", zip->path,
		zip_strerror(zip->handle));
}

int jl_zip_create(const char *path, int64_t when, struct jl_zip **out,
	struct jl_error *err)
{
	struct jl_zip *zip = jl_xcalloc(1, sizeof(*zip));
	int code = 0;

	zip->path = jl_xstrdup(path);
	zip->when = when;
	zip->handle = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!zip->handle) {
		zip_error_t error;
		int rc;

		zip_error_init_with_code(&error, code);
		rc = jl_fail(err, JL_EENV, "%.300s: %.300s", path,
			zip_error_strerror(&error));
		zip_error_fini(&error);
		jl_zip_discard(zip);
		return rc;
	}
	*out = zip;
	return 0;
}

int jl_zip_add(struct jl_zip *zip, const char *name, const void *bytes,
	size_t len, struct jl_error *err)
{
	/* libzip frees it, but for one of nothing. */
	void *copy = len ? jl_xmalloc(len) : NULL;
	zip_source_t *source;
	zip_int64_t index;

	if (len)
		memcpy(copy, bytes, len);
	source = zip_source_buffer(zip->handle, copy, len, len > 0);
	if (!source) {
		free(copy);
		return fail(zip, err);
	}
	index = zip_file_add(zip->handle, name, source, ZIP_FL_ENC_UTF_8);
	if (index < 0) {
		zip_source_free(source);
		return fail(zip, err);
	}
	if (zip_file_set_mtime(zip->handle, (zip_uint64_t)index, zip->when, 0) <
			0 ||
		zip_file_set_external_attributes(zip->handle,
			(zip_uint64_t)index, 0, ZIP_OPSYS_UNIX,
			(zip_uint32_t)FILE_MODE << 16) < 0)
		return fail(zip, err);
	return 0;
}

int jl_zip_finish(struct jl_zip *zip, struct jl_error *err)
{
	int rc = 0;

	if (zip_close(zip->handle) < 0)
		rc = fail(zip, err);
	else
		zip->handle = NULL;
	jl_zip_discard(zip);
	return rc;
}

void jl_zip_discard(struct jl_zip *zip)
{
	if (!zip)
		return;
	if (zip->handle)
		zip_discard(zip->handle);
	free(zip->path);
	free(zip);
}

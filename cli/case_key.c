/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Finding, making and reading the key. It is written for its owner's eyes
 * only, and never into the ledger. */
#include "cli/case_key.h"

#include "cli/settings.h"
#include "core/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEY_SIZE = 32, KEY_MAX = 4096 };

/* Where the key for pseudonyms is: never in the ledger. *is_named says whether
 * the user named it. *path is NULL when there is no place for one; yours to
 * free. */
static int key_path(struct jl_ctx *ctx, char **path, bool *is_named)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	int rc = jl_setting_get(JL_SETTING_CASE_KEY, path, NULL, &ctx->error);

	*is_named = *path != NULL;
	if (rc < 0 || *path)
		return rc;
	if (config && *config)
		*path = jl_path_join(config, "jledger/case.key");
	else if (home && *home)
		*path = jl_path_join(home, ".config/jledger/case.key");
	return 0;
}

static int make_key(struct jl_ctx *ctx, const char *path)
{
	char *folder = jl_xstrdup(path);
	char *slash = strrchr(folder, '/');
	uint8_t key[KEY_SIZE];
	char hex[2 * KEY_SIZE + 2];
	mode_t before = umask(077);
	int rc = 0;

	jl_random(key, sizeof(key));
	jl_hex(key, sizeof(key), hex);
	strcat(hex, "\n");
	if (slash && slash != folder) {
		*slash = '\0';
		rc = jl_folder_make(folder, &ctx->error);
	}
	if (rc == 0)
		rc = jl_file_create(path, hex, strlen(hex), &ctx->error);
	umask(before);
	free(folder);
	if (rc == JL_ERACE)
		return 0; /* another import was first: its key it is */
	if (rc == 0)
		fprintf(ctx->err,
			"jledger: made a key for case pseudonyms in %s; keep "
			"it, and share it with offices that import the same "
			"cases\n",
			path);
	return rc;
}

int jl_case_key_open(struct jl_ctx *ctx, struct jl_keyed **keyed)
{
	bool is_named;
	char *path, *text = NULL;
	size_t len;
	int rc = key_path(ctx, &path, &is_named);

	if (rc < 0)
		return rc;
	if (!path)
		return jl_fail(&ctx->error, JL_EENV,
			"there is no home for the key of case pseudonyms; set "
			"JLEDGER_CASE_KEY to a file");
	rc = jl_file_read(path, KEY_MAX, &text, &len, &ctx->error);
	if (rc == JL_ENOTFOUND && is_named) {
		/* Another key would make other pseudonyms: cases of before
		 * and after would never meet. */
		rc = jl_fail(&ctx->error, JL_EENV,
			"%.300s: there is no such key file, and "
			"JLEDGER_CASE_KEY "
			"names it; to make one: head -c 32 /dev/urandom | "
			"sha256sum | cut -c-64 > FILE",
			path);
	} else if (rc == JL_ENOTFOUND) {
		rc = make_key(ctx, path);
		if (rc == 0)
			rc = jl_file_read(
				path, KEY_MAX, &text, &len, &ctx->error);
	}
	while (rc == 0 && len > 0 && strchr("\r\n ", text[len - 1]))
		len--;
	if (rc == 0 && len < KEY_SIZE)
		rc = jl_fail(&ctx->error, JL_EENV,
			"%.300s: the key is shorter than %d characters", path,
			KEY_SIZE);
	if (rc == 0)
		*keyed = jl_keyed_new(text, len);
	free(text);
	free(path);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The attributes name the driver (cli/equip.c); git's own configuration, which
 * no clone carries along, says what it is. */
#include "cli/merge_driver.h"

#include "cli/write.h"

#include <stdlib.h>
#include <unistd.h>

#define DRIVER "merge.jledger.driver"

/* The path of this program for a shell; the bare name when it is not known. */
static char *own_path(void)
{
	struct jl_str out = JL_STR_INIT;
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n <= 0)
		return jl_xstrdup("jledger");
	path[n] = '\0';
	jl_str_addc(&out, '\'');
	for (const char *p = path; *p; p++)
		if (*p == '\'')
			jl_str_add(&out, "'\\''");
		else
			jl_str_addc(&out, *p);
	jl_str_addc(&out, '\'');
	return jl_str_detach(&out);
}

char *jl_merge_driver_own(void)
{
	char *path = own_path();
	char *command = jl_xasprintf("%s merge-file %%O %%A %%B %%P", path);

	free(path);
	return command;
}

static int install(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct jl_error second;
	int rc = jl_writer_guard(writer, NULL, &ctx->error);

	if (rc < 0)
		return rc;
	rc = jl_repo_set_config(ctx->repo, "merge.jledger.name",
		"journey definitions by id and field", &ctx->error);
	if (rc == 0)
		rc = jl_repo_set_config(ctx->repo, DRIVER, data, &ctx->error);
	if (rc < 0)
		jl_writer_unguard(writer, &second);
	return rc == 0 ? jl_writer_unguard(writer, &ctx->error) : rc;
}

int jl_merge_driver_install(struct jl_ctx *ctx)
{
	char *command = jl_merge_driver_own();
	int rc = jl_attempt_write(ctx, "merge driver", false, install, command);

	free(command);
	return rc;
}

char *jl_merge_driver_command(struct jl_ctx *ctx)
{
	return jl_repo_config(ctx->repo, DRIVER);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* init: a new ledger, empty or with the example of Meridian Rail. */
#include "cli/commands.h"

#include "cli/case_key.h"
#include "cli/equip.h"
#include "cli/merge_driver.h"
#include "cli/write.h"
#include "core/file.h"
#include "journeys/embedded.h"
#include "journeys/import.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct init_args {
	const char *name, *zone;
	bool is_example, is_dry;
};

#define AT(member) offsetof(struct init_args, member)

static const struct jl_opt opts[] = {
	{"example", 0, JL_OPT_FLAG, AT(is_example), NULL,
		"fill it with the example of Meridian Rail", NULL},
	{"name", 0, JL_OPT_TEXT, AT(name), "NAME",
		"what the ledger is called (the folder's name)", NULL},
	{"zone", 0, JL_OPT_TEXT, AT(zone), "ZONE",
		"its time zone, as Europe/Paris (this computer's)", NULL},
	{"dry-run", 'n', JL_OPT_FLAG, AT(is_dry), NULL,
		"say what would be made", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* This computer's zone by the link of /etc/localtime; "UTC" without one. */
static char *own_zone(void)
{
	const char *tz = getenv("TZ");
	char target[512];
	const char *found;
	ssize_t n;

	if (tz && *tz)
		return jl_xstrdup(*tz == ':' ? tz + 1 : tz);
	n = readlink("/etc/localtime", target, sizeof(target) - 1);
	if (n <= 0)
		return jl_xstrdup("UTC");
	target[n] = '\0';
	found = strstr(target, "zoneinfo/");
	if (!found || strcmp(found + 9, "Etc/UTC") == 0)
		return jl_xstrdup("UTC");
	return jl_xstrdup(found + 9);
}

static const char *folder_name(const char *top)
{
	const char *slash = strrchr(top, '/');

	return slash && slash[1] ? slash + 1 : "ledger";
}

static char *settings_text(
	const struct init_args *args, const char *zone, const char *top)
{
	struct jl_str out = JL_STR_INIT;

	jl_str_addf(&out, "{\n  \"format\": %d,\n  \"name\": ", JL_FORMAT);
	jl_json_add_string(&out, args->name ? args->name : folder_name(top));
	jl_str_add(&out, ",\n  \"zone\": ");
	jl_json_add_string(&out, zone);
	jl_str_add(&out, "\n}\n");
	return jl_str_detach(&out);
}

static bool has_commit(struct jl_ctx *ctx)
{
	struct jl_oid head;
	struct jl_error ignored;

	return jl_repo_resolve(ctx->repo, "HEAD", &head, &ignored) == 0;
}

/* The example makes its files in a folder that has none of them, or has them
 * just so from a time before. */
static int check_free(struct jl_ctx *ctx, const struct jl_embedded *file)
{
	char *full = jl_path_join(jl_repo_top(ctx->repo), file->path);
	struct jl_error ignored;
	char *text = NULL;
	size_t len = 0;
	bool is_same;
	int rc = jl_file_read(full, JL_DEFINITION_MAX, &text, &len, &ignored);

	is_same = rc == 0 && len == file->len &&
		  memcmp(text, file->text, len) == 0;
	free(text);
	rc = 0;
	if (jl_file_exists(full) && !is_same)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%.300s is there already, and the example would "
			"overwrite it; choose another folder",
			full);
	free(full);
	return rc;
}

static bool is_incoming(const struct jl_embedded *file)
{
	return strncmp(file->path, "incoming/", 9) == 0;
}

/* Writes all files and commits those that belong in git. */
static int lay_out(struct jl_ctx *ctx, struct jl_writer *writer,
	const struct init_args *args, const char *settings)
{
	struct jl_equipments equipment = {0};
	struct jl_new_file *files = NULL;
	size_t n = 0;
	int rc = jl_equipment_list(ctx, &equipment);

	files = jl_xcalloc(
		jl_n_example_files + equipment.n + 1, sizeof(*files));

	for (size_t i = 0;
		args->is_example && rc == 0 && i < jl_n_example_files; i++)
		rc = check_free(ctx, &jl_example_files[i]);
	for (size_t i = 0; i < equipment.n; i++)
		files[n++] = (struct jl_new_file){equipment.v[i].path,
			equipment.v[i].text, equipment.v[i].len};
	if (!args->is_example)
		files[n++] = (struct jl_new_file){
			"ledger.json", settings, strlen(settings)};
	for (size_t i = 0;
		args->is_example && rc == 0 && i < jl_n_example_files; i++) {
		const struct jl_embedded *f = &jl_example_files[i];

		if (is_incoming(f))
			rc = jl_write_whole(
				ctx, writer, f->path, f->text, f->len);
		else
			files[n++] =
				(struct jl_new_file){f->path, f->text, f->len};
		if (rc < 0)
			break;
	}
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = jl_write_whole(ctx, writer, files[i].path, files[i].text,
			files[i].len);
	if (rc == 0)
		rc = jl_commit_files(ctx, writer, files, n,
			args->is_example ? "the example ledger\n"
					 : "a new ledger\n");
	jl_equipment_release(&equipment);
	free(files);
	return rc;
}

/* A file of incoming/ is imported by the map of its name. */
static int import_file(
	struct jl_ctx *ctx, struct jl_keyed *keyed, const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	char *map = jl_xstrndup(name, strcspn(name, "."));
	char *full = jl_path_join(jl_repo_top(ctx->repo), path);
	struct jl_import import = {
		.repo = ctx->repo,
		.ledger = ctx->ledger,
		.index = ctx->index,
		.map = jl_ledger_map(ctx->ledger, map),
		.keyed = keyed,
		.path = full,
		.is_strict = true,
		.now = ctx->now,
	};
	int rc = jl_import_run(&import, &ctx->error);

	jl_import_release(&import);
	free(map);
	free(full);
	return rc;
}

static int import_example(struct jl_ctx *ctx)
{
	struct jl_keyed *keyed = NULL;
	int rc = jl_ctx_open(ctx, JL_NEED_LEDGER | JL_NEED_INDEX);

	if (rc == 0)
		rc = jl_case_key_open(ctx, &keyed);
	for (size_t i = 0; rc == 0 && i < jl_n_example_files; i++)
		if (is_incoming(&jl_example_files[i]))
			rc = import_file(ctx, keyed, jl_example_files[i].path);
	jl_keyed_free(keyed);
	return rc;
}

static int set_clock(struct jl_ctx *ctx, const char *zone_name)
{
	struct jl_zone *zone;
	int rc = jl_zone_open(zone_name, &zone, &ctx->error);

	if (rc < 0)
		return ctx->error.code = JL_EUSAGE;
	rc = jl_ctx_set_clock(ctx, zone);
	jl_zone_close(zone);
	return rc;
}

/* Git keeps no empty folder, and whoever writes the first file wants one. */
static int make_folders(struct jl_ctx *ctx)
{
	int rc = 0;

	for (int kind = JL_KIND_PERSON; rc == 0 && kind < JL_KINDS; kind++) {
		char *folder = jl_path_join(
			jl_repo_top(ctx->repo), jl_kinds[kind].folder);

		rc = jl_folder_make(folder, &ctx->error);
		free(folder);
	}
	return rc;
}

static int make_ledger(
	struct jl_ctx *ctx, const struct init_args *args, const char *dir)
{
	struct jl_author author = {0};
	struct jl_writer *writer = NULL;
	char *zone = args->zone ? jl_xstrdup(args->zone) : own_zone();
	char *settings = NULL, *path = NULL;
	int rc = set_clock(ctx, args->is_example ? "Europe/Paris" : zone);

	if (rc == 0)
		rc = jl_folder_make(dir, &ctx->error);
	if (rc == 0)
		rc = jl_repo_init(dir, &ctx->repo, &ctx->error);
	if (rc == 0) {
		path = jl_path_join(jl_repo_top(ctx->repo), "ledger.json");
		/* Files without a commit are an init that was interrupted. */
		if (jl_file_exists(path) && has_commit(ctx))
			rc = jl_fail(&ctx->error, JL_EINVALID,
				"%.300s: there is a ledger here already; if it "
				"was cut off while it was made, remove the "
				"folder and begin again",
				jl_repo_top(ctx->repo));
	}
	if (rc == 0)
		rc = jl_repo_author(ctx->repo, &author, &ctx->error);
	if (rc == 0)
		rc = jl_writer_begin(
			ctx->repo, JL_MEASURES, &writer, &ctx->error);
	if (rc == 0) {
		settings = settings_text(args, zone, jl_repo_top(ctx->repo));
		rc = lay_out(ctx, writer, args, settings);
	}
	jl_writer_end(writer, rc);
	if (rc == 0)
		rc = make_folders(ctx);
	if (rc == 0)
		rc = jl_merge_driver_install(ctx);
	if (rc == 0 && args->is_example)
		rc = import_example(ctx);
	jl_author_release(&author);
	free(settings);
	free(path);
	free(zone);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct init_args *a = args;
	char *dir;
	int rc;

	dir = n == 0		      ? jl_xstrdup(ctx->dir)
	      : operands[0][0] == '/' ? jl_xstrdup(operands[0])
				      : jl_path_join(ctx->dir, operands[0]);
	if (a->is_dry) {
		fprintf(ctx->out, "would make a ledger in %s\n", dir);
		free(dir);
		return 0;
	}
	rc = make_ledger(ctx, a, dir);
	if (rc == 0)
		fprintf(ctx->out, "a new ledger in %s%s\n",
			jl_repo_top(ctx->repo),
			a->is_example
				? "; now try: jledger report accountability "
				  "--period 2026-Q3"
				: "; now try: jledger new person ID");
	free(dir);
	return rc;
}

const struct jl_cmd jl_cmd_init = {
	.name = "init",
	.usage = "init [DIR] [--example] [--name NAME] [--zone ZONE]",
	.summary = "Make a ledger, empty or with an example.",
	.most = 1,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct init_args),
	.run = run,
};

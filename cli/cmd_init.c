/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* init: a new ledger, empty or with the example of Meridian Rail. */
#include "cli/commands.h"

#include "cli/case_key.h"
#include "cli/equip.h"
#include "cli/merge_driver.h"
#include "cli/write.h"
#include "core/file.h"
#include "core/placing.h"
#include "journeys/embedded.h"
#include "journeys/import.h"

#include <errno.h>
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

/* This computer's zone by the link of /etc/localtime; "UTC" without one. NULL:
 * it cannot be known. */
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
		return n < 0 && errno == ENOENT ? jl_xstrdup("UTC") : NULL;
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

static bool is_incoming(const struct jl_embedded *file)
{
	return strncmp(file->path, "incoming/", 9) == 0;
}

/* A ledger that is being laid out: what is to be written, and what stands there
 * before. */
struct layout {
	const struct init_args *args;
	const char *settings;
	struct jl_equipments equipment;
	struct jl_write *writes;
	size_t n, cap;
};

/* Adds one file; what is there just so already stays. */
static int lay(struct jl_ctx *ctx, struct layout *l, const char *path,
	const char *text, size_t len, bool may_replace)
{
	struct jl_write *w;
	char *before = NULL;
	int rc;

	JL_GROW(l->writes, l->n, l->cap);
	w = &l->writes[l->n++];
	*w = (struct jl_write){.path = path, .after = text, .after_len = len};
	rc = jl_read_for_change(ctx, path, &before, &w->before_len);
	w->before = before;
	if (rc == 0 && before && w->before_len == len &&
		memcmp(before, text, len) == 0)
		w->after = before;
	else if (rc == 0 && before && !may_replace)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%.300s/%.300s is there already, and the example would "
			"overwrite it; choose another folder",
			jl_repo_top(ctx->repo), path);
	return rc;
}

static int lay_equipment(struct jl_ctx *ctx, struct layout *l)
{
	int rc = jl_equipment_list(ctx, &l->equipment);

	for (size_t i = 0; rc == 0 && i < l->equipment.n; i++) {
		const struct jl_equipment *e = &l->equipment.v[i];

		if (e->is_no_file)
			rc = jl_fail(&ctx->error, JL_EINVALID,
				"%.300s: a link or a folder stands in the "
				"place of a file",
				e->path);
		else
			rc = lay(ctx, l, e->path, e->text, e->len, true);
	}
	return rc;
}

static int lay_example(struct jl_ctx *ctx, struct layout *l)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < jl_n_example_files; i++) {
		const struct jl_embedded *f = &jl_example_files[i];

		rc = lay(ctx, l, f->path, f->text, f->len, false);
		l->writes[l->n - 1].is_unrecorded = is_incoming(f);
	}
	return rc;
}

/* All files, and a commit of those that belong in git. */
static int lay_out(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct layout *l = data;
	struct jl_words words = {
		l->args->is_example ? "the example ledger\n" : "a new ledger\n",
		ctx->now, 0};
	int rc;

	/* This may be another attempt. */
	l->n = 0;
	jl_equipment_release(&l->equipment);
	rc = lay_equipment(ctx, l);
	if (rc == 0 && l->args->is_example)
		rc = lay_example(ctx, l);
	else if (rc == 0)
		rc = lay(ctx, l, "ledger.json", l->settings,
			strlen(l->settings), true);
	if (rc == 0)
		rc = jl_writer_write(
			writer, l->writes, l->n, &words, &ctx->error);
	for (size_t i = 0; i < l->n; i++)
		free((char *)(uintptr_t)l->writes[i].before);
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

	for (int kind = JL_KIND_PERSON; rc == 0 && kind < JL_KINDS; kind++)
		rc = jl_work_make_folder(jl_repo_top(ctx->repo),
			jl_kinds[kind].folder, &ctx->error);
	return rc;
}

/* Stands while a ledger is being made, and says which: an init that was cut off
 * is told from a ledger that is there. */
#define MARK JL_PRIVATE "/init"
static const char example_mark[] = "the example\n";

static int set_mark(struct jl_ctx *ctx, const char *mark)
{
	const char *top = jl_repo_top(ctx->repo);
	char *folder = NULL;
	int rc = jl_private_folder(ctx->repo, &folder, &ctx->error);

	free(folder);
	if (rc == 0)
		rc = jl_work_create(
			top, MARK, NULL, mark, strlen(mark), &ctx->error);
	return rc == 0 ? jl_work_sync(top, MARK, &ctx->error) : rc;
}

static int take_mark(struct jl_ctx *ctx)
{
	const char *top = jl_repo_top(ctx->repo);
	int rc = jl_work_remove(top, MARK, &ctx->error);

	return rc == 0 ? jl_work_sync(top, MARK, &ctx->error) : rc;
}

/* Is ledger.json in the last commit? */
static int is_recorded(struct jl_ctx *ctx, bool *is)
{
	struct jl_oid head, blob;
	int rc = jl_repo_reference(ctx->repo, "HEAD", &head, &ctx->error);

	if (rc == 0)
		rc = jl_repo_file_at(
			ctx->repo, &head, "ledger.json", &blob, &ctx->error);
	*is = rc == 0;
	return rc == JL_ENOTFOUND ? 0 : rc;
}

/* Is there a ledger.json that somebody may want? One that is no JSON was cut
 * off by an init of older versions, which left no mark. */
static bool is_whole(struct jl_ctx *ctx)
{
	struct jl_json_problem problem;
	struct jl_error ignored; /* what cannot be read may be wanted */
	char *text = NULL;
	size_t len;
	json_t *json = NULL;
	int rc = jl_work_read(jl_repo_top(ctx->repo), "ledger.json",
		JL_DEFINITION_MAX, &text, &len, &ignored);

	if (rc == 0)
		json = jl_json_parse(text, len, &problem);
	free(text);
	json_decref(json);
	return json || (rc < 0 && rc != JL_ENOTFOUND);
}

/* What an init that was cut off has left is taken back or finished first: what
 * is there then may be all of this ledger (has_ledger), or none of it. */
static int look_around(struct jl_ctx *ctx, const char *mark, bool *has_ledger)
{
	const char *top = jl_repo_top(ctx->repo);
	char *left = NULL;
	size_t len;
	int rc;

	jl_settle_before(ctx);
	rc = is_recorded(ctx, has_ledger);
	if (rc == 0)
		rc = jl_read_for_change(ctx, MARK, &left, &len);
	if (rc == 0 && *has_ledger && !left)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%.300s: there is a ledger here already", top);
	else if (rc == 0 && *has_ledger && strcmp(left, mark) != 0)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%.300s: another 'jledger init' was cut off here; give "
			"that command again first, as it was",
			top);
	else if (rc == 0 && !*has_ledger && !left && is_whole(ctx))
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%.300s: there is a ledger.json here already, which is "
			"not recorded; 'jledger commit' records it",
			top);
	free(left);
	return rc;
}

/* Files and their commit, unless an init that was cut off came so far. */
static int make_files(
	struct jl_ctx *ctx, const struct init_args *args, const char *settings)
{
	struct layout l = {.args = args, .settings = settings};
	int rc = jl_attempt_write(ctx, "init", false, lay_out, &l);

	jl_equipment_release(&l.equipment);
	free(l.writes);
	return rc;
}

/* In the folder's repository; settings are the text of ledger.json. */
static int make_ledger_in(
	struct jl_ctx *ctx, const struct init_args *args, const char *settings)
{
	const char *mark = args->is_example ? example_mark : settings;
	struct jl_author author = {0};
	bool has_ledger = false;
	int rc = look_around(ctx, mark, &has_ledger);

	if (rc == 0)
		rc = jl_repo_author(ctx->repo, &author, &ctx->error);
	if (rc == 0)
		rc = set_mark(ctx, mark);
	if (rc == 0 && !has_ledger)
		rc = make_files(ctx, args, settings);
	if (rc == 0)
		rc = make_folders(ctx);
	if (rc == 0)
		rc = jl_merge_driver_install(ctx);
	if (rc == 0 && args->is_example)
		rc = import_example(ctx);
	/* git's own files too. */
	if (rc == 0)
		rc = jl_disk_sync(jl_repo_top(ctx->repo), &ctx->error);
	if (rc == 0)
		rc = take_mark(ctx);
	jl_author_release(&author);
	return rc;
}

static int make_ledger(
	struct jl_ctx *ctx, const struct init_args *args, const char *dir)
{
	char *settings = NULL, *zone;
	int rc = 0;

	if (args->is_example)
		zone = jl_xstrdup("Europe/Paris");
	else
		zone = args->zone ? jl_xstrdup(args->zone) : own_zone();
	if (!zone)
		rc = jl_fail(&ctx->error, JL_EENV,
			"/etc/localtime does not say which zone this computer "
			"is in; --zone Europe/Paris, say, does");
	if (rc == 0)
		rc = set_clock(ctx, zone);
	if (rc == 0)
		rc = jl_folder_make(dir, &ctx->error);
	if (rc == 0)
		rc = jl_repo_init(dir, &ctx->repo, &ctx->error);
	if (rc == 0) {
		settings = settings_text(args, zone, jl_repo_top(ctx->repo));
		rc = make_ledger_in(ctx, args, settings);
	}
	free(settings);
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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* doctor: is all there that a ledger needs on this machine? */
#include "cli/commands.h"

#include "cli/equip.h"
#include "cli/merge_driver.h"
#include "cli/write.h"

#include <stdlib.h>
#include <string.h>

struct doctor_args {
	bool is_fix, is_dry;
};

#define AT(member) offsetof(struct doctor_args, member)

static const struct jl_opt opts[] = {
	{"fix", 0, JL_OPT_FLAG, AT(is_fix), NULL,
		"set up what is missing, and record it", NULL},
	{"dry-run", 'n', JL_OPT_FLAG, AT(is_dry), NULL,
		"with --fix: say what would be set up", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

struct doctor {
	struct jl_ctx *ctx;
	const struct doctor_args *args;
	size_t wrong;
};

static void say(struct doctor *d, bool is_well, const char *sentence,
	const char *what, const char *hint)
{
	fprintf(d->ctx->out, "%s %s%s", is_well ? "well " : "wrong", sentence,
		what ? ": " : "");
	jl_put_harmless(d->ctx->out, what ? what : "");
	fputc('\n', d->ctx->out);
	if (!is_well && hint)
		fprintf(d->ctx->out, "      %s\n", hint);
	d->wrong += !is_well;
}

static int look_at_identity(struct doctor *d)
{
	struct jl_author author = {0};
	struct jl_error err;
	int rc = jl_repo_author(d->ctx->repo, &author, &err);

	say(d, rc == 0,
		rc == 0 ? "git knows who you are"
			: "git does not know who you are",
		rc == 0 ? author.name : NULL,
		"git config --global user.name NAME, and user.email ADDRESS");
	jl_author_release(&author);
	return 0;
}

static int look_at_merging(struct doctor *d)
{
	char *command = jl_merge_driver_command(d->ctx);
	char *own = jl_merge_driver_own();
	bool is_well = command && strcmp(command, own) == 0;
	int rc = 0;

	if (!is_well && d->args->is_fix && !d->args->is_dry) {
		rc = jl_merge_driver_install(d->ctx);
		is_well = rc == 0;
	}
	if (rc == 0)
		say(d, is_well,
			is_well	  ? "git merges definitions by id and field"
			: command ? "git merges definitions by another program"
				  : "git merges definitions line by line",
			NULL, "'jledger doctor --fix' sets it up");
	free(command);
	free(own);
	return rc;
}

static bool is_wanting(const struct jl_equipment *e)
{
	return !e->is_no_file && (!e->before || e->is_stale);
}

/* Writes what is missing or stale, and records it; data gets the paths. */
static int equip(struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	struct jl_str *written = data;
	struct jl_equipments list = {0};
	struct jl_new_file *files;
	size_t n = 0;
	int rc = jl_equipment_list(ctx, &list);

	jl_str_clear(written);
	files = jl_xcalloc(list.n, sizeof(*files));
	for (size_t i = 0; rc == 0 && i < list.n; i++) {
		const struct jl_equipment *e = &list.v[i];

		if (!is_wanting(e))
			continue;
		files[n++] = (struct jl_new_file){
			e->path, e->text, e->len, e->before, e->before_len};
		jl_str_addf(written, "%s%s", n > 1 ? ", " : "", e->path);
	}
	if (rc == 0 && n)
		rc = jl_write_files(ctx, writer, files, n,
			"schemas and settings of this jledger\n");
	free(files);
	jl_equipment_release(&list);
	return rc;
}

static void list_wanting(const struct jl_equipments *list,
	struct jl_str *wanting, struct jl_str *no_files)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct jl_equipment *e = &list->v[i];

		if (e->is_no_file)
			jl_str_addf(no_files, "%s%s", no_files->len ? ", " : "",
				e->path);
		else if (is_wanting(e))
			jl_str_addf(wanting, "%s%s", wanting->len ? ", " : "",
				e->path);
	}
}

static int look_at_equipment(struct doctor *d)
{
	struct jl_equipments list = {0};
	struct jl_str wanting = JL_STR_INIT, no_files = JL_STR_INIT;
	int rc = jl_equipment_list(d->ctx, &list);

	if (rc == 0)
		list_wanting(&list, &wanting, &no_files);
	if (rc == 0 && no_files.len)
		say(d, false,
			"a link or a folder stands in the place of a file",
			jl_str_text(&no_files),
			"it may lead out of the ledger, and is neither read "
			"nor written; see who put it there, and remove it");
	if (rc == 0 && wanting.len && d->args->is_fix && !d->args->is_dry) {
		rc = jl_attempt_write(
			d->ctx, "doctor --fix", false, equip, &wanting);
		if (rc == 0)
			say(d, true, "written and recorded",
				jl_str_text(&wanting), NULL);
	} else if (rc == 0 && (wanting.len || !no_files.len)) {
		say(d, !wanting.len,
			wanting.len ? "missing, or of another version"
				    : "schemas, attributes, editor settings",
			wanting.len ? jl_str_text(&wanting) : NULL,
			"'jledger doctor --fix' writes and records them");
	}
	jl_str_release(&wanting);
	jl_str_release(&no_files);
	jl_equipment_release(&list);
	return rc;
}

static int clear_objects(
	struct jl_ctx *ctx, struct jl_writer *writer, void *data)
{
	(void)data;
	return jl_writer_clear_objects(writer, &ctx->error);
}

/* What killed commands left is nothing to worry about: it only takes room. */
static int look_at_leftovers(struct doctor *d)
{
	return d->args->is_fix && !d->args->is_dry
		       ? jl_attempt_write(d->ctx, "doctor --fix", false,
				 clear_objects, NULL)
		       : 0;
}

static int look_at_cache(struct doctor *d)
{
	struct jl_ctx *ctx = d->ctx;
	const char *path = jl_cache_path(ctx->cache);

	say(d, path,
		path ? "the cache is kept"
		     : "the cache cannot be kept: every command makes it anew",
		path, "make ~/.cache/jledger a folder that is yours alone");
	return 0;
}

static int look_at_batches(struct doctor *d)
{
	const struct jl_batches *batches = &d->ctx->index->batches;
	size_t wrong = 0;

	for (size_t i = 0; i < batches->n; i++) {
		const struct jl_batch_info *info = &batches->v[i];

		if (!jl_batch_is_missed(info))
			continue;
		say(d, false, info->receipt.id, info->why,
			"fetch measures/ again from where it was imported, "
			"or import the source file again");
		wrong++;
	}
	if (!wrong)
		say(d, true, "the files of all batches are here", NULL, NULL);
	return 0;
}

static int look_at_definitions(struct doctor *d)
{
	const struct jl_ledger *ledger = d->ctx->ledger;
	size_t broken = 0;

	for (size_t i = 0; i < ledger->n_files; i++)
		broken += ledger->files[i].is_broken;
	say(d, !broken,
		broken ? "some recorded definitions cannot be read"
		       : "all recorded definitions can be read",
		NULL, "'jledger check --rev HEAD' says which and why");
	return 0;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	static int (*const looks[])(struct doctor *) = {look_at_identity,
		look_at_merging, look_at_equipment, look_at_definitions,
		look_at_cache, look_at_batches, look_at_leftovers};
	struct doctor d = {ctx, args, 0};
	int rc = 0;

	(void)operands;
	(void)n;
	say(&d, true, "the ledger is here", jl_repo_top(ctx->repo), NULL);
	for (size_t i = 0; rc == 0 && i < JL_COUNT(looks); i++)
		rc = looks[i](&d);
	return rc < 0 ? rc : d.wrong ? JL_EXIT_NO : 0;
}

const struct jl_cmd jl_cmd_doctor = {
	.name = "doctor",
	.usage = "doctor [--fix] [-n]",
	.summary = "Check that this machine has what the ledger needs.",
	.help = "A clone needs git's merge driver, which no clone brings "
		"along; "
		"an older ledger lacks\nschemas. Exit code 1 when something is "
		"wrong.",
	.needs = JL_NEED_REPO | JL_NEED_LEDGER | JL_NEED_INDEX,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct doctor_args),
	.run = run,
};

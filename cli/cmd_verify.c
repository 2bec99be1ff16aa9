/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* verify: has anything been changed since, and who signed? */
#include "cli/run.h"
#include "core/file.h"
#include "core/json.h"

#include "journeys/cache_compare.h"
#include "reports/build_verify.h"

#include <stdlib.h>
#include <string.h>

struct verify_args {
	const char *against, *level;
	bool with_cache;
};

enum { REPORT_MAX = 1 << 30 }; /* bytes */

static const char *const levels[] = {"V0", "V1", NULL};

#define AT(member) offsetof(struct verify_args, member)

static const struct jl_opt opts[] = {
	{"against", 0, JL_OPT_TEXT, AT(against), "WITNESS",
		"an earlier report, a seal (its line, file or tag), or a "
		"commit",
		NULL},
	{"level", 0, JL_OPT_CHOICE, AT(level), "LEVEL",
		"what must be reached: V0 bytes intact, V1 signed by a known "
		"key",
		levels},
	{"cache", 0, JL_OPT_FLAG, AT(with_cache), NULL,
		"hold your cache against what is derived anew", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static bool wants_signed(const struct verify_args *a)
{
	return a->level && strcmp(a->level, "V1") == 0;
}

/* 1 findings, 4 what cannot be verified, 0 else. */
static int verdict(const struct jl_verification *v)
{
	if (v->n_bad)
		return JL_EXIT_NO;
	return v->n_not_checked ? JL_EXIT_ENVIRONMENT : JL_EXIT_DONE;
}

/* The line of a seal of what was found good; NULL when it was not. */
static int seal_of(
	struct jl_ctx *ctx, const struct jl_verification *v, char **line)
{
	struct jl_checkpoint now = {"", ""};
	struct jl_oid tip;
	int rc;

	*line = NULL;
	if (v->n_bad_bytes || !ctx->ledger)
		return 0;
	rc = jl_repo_head(ctx->repo, &tip, &ctx->error);
	if (rc == 0)
		rc = jl_receipts_root(ctx->repo, &tip, now.root, &ctx->error);
	if (rc == 0) {
		jl_oid_hex(&tip, now.commit);
		*line = jl_seal_line(&now);
	}
	return rc == JL_EENV ? rc : 0;
}

static int show(struct jl_ctx *ctx, const struct jl_verification *v)
{
	struct jl_page page = {.ledger = ctx->ledger,
		.day = ctx->today,
		.is_of_history = true};
	char *seal;
	int rc = seal_of(ctx, v, &seal);

	if (rc == 0)
		rc = jl_ctx_show(ctx, jl_build_verify(&page, v, seal));
	free(seal);
	return rc == 0 ? verdict(v) : rc;
}

/* ---- a report, made again ---- */

/* A report as it was kept. */
struct kept {
	char *text;
	size_t len;
	const char **words;
	size_t n;
	const char *commit;
	json_t *json; /* which has the words */
};

static void release_kept(struct kept *k)
{
	json_decref(k->json);
	free(k->words);
	free(k->text);
}

static int read_report(struct jl_ctx *ctx, const char *path, struct kept *k)
{
	struct jl_json_problem problem;
	const json_t *command;
	int rc = jl_file_read(path, REPORT_MAX, &k->text, &k->len, &ctx->error);

	if (rc < 0)
		return rc == JL_ENOTFOUND ? (int)(ctx->error.code = JL_EINVALID)
					  : rc;
	k->json = jl_json_parse(k->text, k->len, &problem);
	if (!k->json)
		return jl_fail(&ctx->error, JL_EINVALID,
			"%.200s: no report in JSON: %zu:%zu: %s; others bear "
			"witness only: verify --against %.200s",
			path, problem.line, problem.column, problem.message,
			path);
	command = json_object_get(k->json, "command");
	k->commit = json_string_value(
		json_object_get(json_object_get(k->json, "ledger"), "commit"));
	k->words = jl_xcalloc(json_array_size(command), sizeof(*k->words));
	for (size_t i = 0; i < json_array_size(command); i++) {
		k->words[k->n] = json_string_value(json_array_get(command, i));
		k->n += k->words[k->n] != NULL;
	}
	if (k->n == 0 || !k->commit)
		return jl_fail(&ctx->error, JL_EINVALID,
			"%.200s: this report does not say with which command, "
			"or of which commit, it was made",
			path);
	return 0;
}

/* Where two texts begin to differ, with what stands there. */
static char *difference(const struct kept *k, const char *text, size_t len)
{
	size_t at = 0, line, column;

	while (at < len && at < k->len && text[at] == k->text[at])
		at++;
	jl_text_position(k->text, at, &line, &column);
	return jl_xasprintf(
		"made again it is not the same: it differs from line %zu, "
		"column %zu on: '%.30s' is now '%.30s'",
		line, column, at < k->len ? k->text + at : "",
		at < len ? text + at : "");
}

/* Makes it again by its own words and compares the bytes. */
static void make_again(struct jl_ctx *ctx, const char *path,
	const struct kept *k, struct jl_verification *v)
{
	char *text, *complaint, *what;
	size_t len = 0;
	const struct jl_again again = {.dir = jl_repo_top(ctx->repo),
		.words = k->words,
		.n = k->n,
		.rev = k->commit,
		.format = "json",
		.cache_folder = ctx->cache_folder};
	int code = jl_run_again(&again, &text, &len, &complaint);
	bool is_made = code == JL_EXIT_DONE || code == JL_EXIT_NO;

	if (is_made && len == k->len && memcmp(text, k->text, len) == 0) {
		jl_verification_add(v, "report", JL_RESULT_GOOD, path,
			"made again from its own words, the same bytes");
	} else if (is_made) {
		what = difference(k, text, len);
		jl_verification_add(v, "report", JL_RESULT_BAD, path, what);
		free(what);
	} else {
		what = jl_xasprintf("it cannot be made again: %.400s",
			complaint && *complaint ? complaint
						: "its command makes no page");
		jl_verification_add(
			v, "report", JL_RESULT_NOT_CHECKED, path, what);
		free(what);
	}
	free(text);
	free(complaint);
}

/* The ledger names people; where it is damaged, verify goes on without. */
static int load_ledger(struct jl_ctx *ctx, const struct jl_oid *tip)
{
	int rc =
		jl_ledger_load(ctx->repo, NULL, tip, &ctx->ledger, &ctx->error);

	if (rc == 0)
		rc = jl_ctx_set_clock(ctx, ctx->ledger->zone);
	return rc == JL_EENV ? rc : 0;
}

/* ---- the cache ---- */

/* Brings a cache up to the commit; *path, yours to free, is NULL when it is not
 * kept. */
static int bring_up(struct jl_ctx *ctx, const char *folder, char **path)
{
	struct jl_ctx other = {.dir = jl_repo_top(ctx->repo),
		.cache_folder = folder,
		.out = ctx->out,
		.err = ctx->err};
	int rc = jl_ctx_open(
		&other, JL_NEED_LEDGER | JL_NEED_HISTORY | JL_NEED_INDEX);
	const char *at = rc == 0 ? jl_cache_path(other.cache) : NULL;

	*path = at ? jl_xstrdup(at) : NULL;
	if (rc < 0)
		ctx->error = other.error;
	jl_ctx_close(&other);
	return rc;
}

static void see_table(void *data, const char *table, uint64_t n)
{
	char *what = jl_xasprintf(
		"%llu row%s of '%s' are not what is derived from git and the "
		"batch files; 'jledger index --rebuild' makes the cache anew",
		(unsigned long long)n, jl_plural(n), table);

	jl_verification_add(data, "cache", JL_RESULT_BAD, table, what);
	free(what);
}

/* The user's cache against one that is made for this. */
static int verify_cache(struct jl_ctx *ctx, struct jl_verification *v)
{
	size_t before = v->n_bad;
	char *kept = NULL, *fresh = NULL;
	int rc = bring_up(ctx, NULL, &kept);

	if (rc == 0 && kept)
		rc = bring_up(ctx, ctx->cache_folder, &fresh);
	if (rc == 0 && kept)
		rc = jl_cache_compare(kept, fresh, see_table, v, &ctx->error);
	if (rc == 0 && kept && v->n_bad == before)
		jl_verification_add(v, "cache", JL_RESULT_GOOD, kept,
			"it holds what is derived from git and the batch "
			"files");
	else if (rc == 0 && !kept)
		jl_verification_add(v, "cache", JL_RESULT_GOOD, "in memory",
			"none is kept");
	free(kept);
	free(fresh);
	return rc;
}

/* ---- the command ---- */

enum { WITNESSES = 2 };

struct witnesses {
	struct jl_checkpoint checkpoints[WITNESSES];
	const char *sources[WITNESSES];
	size_t n;
};

static int read_witness(
	struct jl_ctx *ctx, struct witnesses *w, const char *word)
{
	w->sources[w->n] = word;
	return jl_checkpoint_read(
		ctx->repo, word, &w->checkpoints[w->n++], &ctx->error);
}

/* All that is behind git's own files, which can be read. */
static int verify_all(struct jl_ctx *ctx, const struct verify_args *a,
	const char *report, struct jl_verification *v)
{
	struct witnesses w = {.n = 0};
	struct jl_verify_query query = {.repo = ctx->repo};
	struct kept kept = {0};
	int rc = jl_repo_head(ctx->repo, &query.tip, &ctx->error);

	if (rc == 0 && report)
		rc = read_report(ctx, report, &kept);
	if (rc == 0 && a->against)
		rc = read_witness(ctx, &w, a->against);
	if (rc == 0 && report)
		rc = read_witness(ctx, &w, report);
	if (rc == 0)
		rc = load_ledger(ctx, &query.tip);
	if (rc == 0) {
		query.ledger = ctx->ledger;
		query.checkpoints = w.checkpoints;
		query.sources = w.sources;
		query.n_checkpoints = w.n;
		rc = jl_verify(&query, v, &ctx->error);
	}
	if (rc == 0 && report)
		make_again(ctx, report, &kept, v);
	if (rc == 0 && a->with_cache)
		rc = verify_cache(ctx, v);
	if (rc == 0 && wants_signed(a) && !jl_is_signed_throughout(v))
		jl_verification_add(v, "level V1", JL_RESULT_BAD,
			*v->first_unsigned ? v->first_unsigned : "all commits",
			"it is not signed by a key that was known before it");
	release_kept(&kept);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct verify_args *a = args;
	struct jl_verification v;
	bool is_readable;
	int rc = jl_verify_files(ctx->repo, &v, &is_readable, &ctx->error);

	if (rc < 0)
		return rc;
	if (is_readable)
		rc = verify_all(ctx, a, n > 0 ? operands[0] : NULL, &v);
	if (rc == 0)
		rc = show(ctx, &v);
	jl_verification_release(&v);
	return rc;
}

const struct jl_cmd jl_cmd_verify = {
	.name = "verify",
	.usage = "verify [REPORT.json] [--against WITNESS] [--level LEVEL] "
		 "[--cache]",
	.summary =
		"Say whether anything has been changed since, and who signed.",
	.most = 1,
	.help = "Reads and hashes every commit and file of the ledger and "
		"every batch file; nothing is\ntaken from the cache, from "
		"dates or from reflogs. With --against it proves that the "
		"ledger of\n"
		"today contains what an earlier report saw, or names what is "
		"missing. With a\nreport in JSON, that is made again from its "
		"own "
		"words and compared byte by byte.\nExit code 0: no finding; 1: "
		"findings; 4: something cannot be verified here.",
	.needs = JL_NEED_REPO | JL_NEED_NO_CACHE,
	.heeds = JL_HEEDS_FORMAT | JL_HEEDS_OUTPUT | JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct verify_args),
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* import: a foreign file and a map become one batch of measures; and a first
 * map for a file that has none. */
#include "cli/commands.h"

#include "cli/case_key.h"
#include "cli/write.h"
#include "core/clock.h"
#include "core/term.h"
#include "journeys/import.h"
#include "journeys/suggest.h"

#include <stdlib.h>
#include <string.h>

struct import_args {
	const char *map;
	bool is_strict, is_again, is_dry, suggests;
};

static const struct jl_opt opts[] = {
	{"map", 0, JL_OPT_TEXT, offsetof(struct import_args, map), "MAP",
		"how the file becomes measures: maps/MAP.json; with "
		"--suggest-map, the new map's id",
		NULL},
	{"strict", 0, JL_OPT_FLAG, offsetof(struct import_args, is_strict),
		NULL, "one bad row: import nothing", NULL},
	{"again", 0, JL_OPT_FLAG, offsetof(struct import_args, is_again), NULL,
		"take a file in anew whose values were corrected since", NULL},
	{"suggest-map", 0, JL_OPT_FLAG, offsetof(struct import_args, suggests),
		NULL, "look at an event log and write a first map for it",
		NULL},
	{"dry-run", 'n', JL_OPT_FLAG, offsetof(struct import_args, is_dry),
		NULL,
		"read and count, write nothing; with --suggest-map, show the "
		"map",
		NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

struct progress {
	double started, shown;
	FILE *err;
	bool is_terminal, was_shown;
};

static void show_progress(void *data, uint64_t done, uint64_t size)
{
	struct progress *p = data;
	double now = jl_seconds();

	if (!p->is_terminal || now - p->started < 0.5 || now - p->shown < 0.1)
		return;
	p->shown = now;
	p->was_shown = true;
	if (size)
		fprintf(p->err, "\rjledger: %3d %%",
			(int)((double)done * 100 / (double)size));
	else
		fprintf(p->err, "\rjledger: %llu MB",
			(unsigned long long)(done / 1000000));
	fflush(p->err);
}

static int find_map(
	struct jl_ctx *ctx, const char *name, const struct jl_map **map)
{
	const char *near;

	*map = jl_ledger_map(ctx->ledger, name);
	if (*map)
		return 0;
	near = jl_ledger_nearest(ctx->ledger, JL_KIND_MAP, name);
	if (near)
		return jl_fail(&ctx->error, JL_EINVALID,
			"there is no map '%.60s'; did you mean '%s'?", name,
			near);
	return jl_fail(&ctx->error, JL_EINVALID,
		"there is no map '%.60s' in what is recorded; 'jledger list "
		"maps' shows them, 'jledger commit' records new ones",
		name);
}

/* The recorded map counts; one that was edited since would surprise. */
static int mention_changed_map(struct jl_ctx *ctx, const char *name)
{
	struct jl_dirty_list dirty = {0};
	char *path = NULL;
	int rc = jl_definition_work_path(
		ctx->repo, JL_KIND_MAP, name, &path, &ctx->error);

	if (rc == 0)
		rc = jl_repo_dirty(ctx->repo, (const char *const[]){path}, 1,
			&dirty, &ctx->error);
	if (rc == 0 && dirty.n > 0)
		fprintf(ctx->err,
			"jledger: %s was changed and not recorded: this import "
			"goes by the recorded one; 'jledger commit' records "
			"it\n",
			path);
	jl_dirty_list_release(&dirty);
	free(path);
	return rc;
}

/* Restatements that may not be meant: by another map, or of rows that have no
 * name of their own. */
static void mention_doubts(
	struct jl_ctx *ctx, const struct jl_series_result *r, const char *map)
{
	const struct jl_batches *batches = &ctx->index->batches;

	for (size_t i = 0; i < r->n_from; i++) {
		const struct jl_receipt *before =
			r->from[i] >= 1 && r->from[i] <= batches->n
				? &batches->v[r->from[i] - 1].receipt
				: NULL;

		if (before && strcmp(before->map, map) != 0)
			fprintf(ctx->err,
				"jledger: values of map %s (batch %s) were "
				"replaced by those of map %s; if both are to "
				"count, tell them apart by a channel, function "
				"or step\n",
				before->map, before->id, map);
	}
	if (r->nameless)
		fprintf(ctx->err,
			"jledger: %llu of the restatements are points without "
			"a case, which only their time and place tell apart; "
			"if "
			"they are others than before, map a case or a finer "
			"time\n",
			(unsigned long long)r->nameless);
}

static void report_index(
	struct jl_ctx *ctx, struct jl_fresh *fresh, const char *map)
{
	struct jl_series_result *r = &fresh->result;

	if (r->repeated_keys)
		fprintf(ctx->out,
			"%llu row%s an earlier row of the file in all but "
			"the value: each counts\n",
			(unsigned long long)r->repeated_keys,
			r->repeated_keys == 1 ? " agrees with"
					      : "s agree with");
	if (r->identical)
		fprintf(ctx->out, "%llu measure%s in the ledger already\n",
			(unsigned long long)r->identical,
			r->identical == 1 ? " was" : "s were");
	if (r->restated) {
		fprintf(ctx->out, "%llu restatement%s:\n",
			(unsigned long long)r->restated,
			jl_plural(r->restated));
		fputs(jl_str_text(&r->restatements), ctx->out);
		if (r->restated > r->listed)
			fprintf(ctx->out, "... and %llu more\n",
				(unsigned long long)(r->restated - r->listed));
	}
	mention_doubts(ctx, r, map);
}

/* What may not be meant: the file is in by another map, or it is older than
 * what it takes the place of. */
static void mention_other_extracts(
	struct jl_ctx *ctx, const struct jl_import *i, uint64_t replaced)
{
	const struct jl_batches *batches = &ctx->index->batches;
	const struct jl_batch_info *own = NULL;

	if (replaced)
		fprintf(ctx->out,
			"%llu case%s the place of what earlier batches had of "
			"%s\n",
			(unsigned long long)replaced,
			replaced == 1 ? " takes" : "s take",
			replaced == 1 ? "it" : "them");
	for (size_t k = 0; k < batches->n; k++)
		if (strcmp(batches->v[k].receipt.id, i->batch) == 0)
			own = &batches->v[k];
	for (size_t k = 0; own && k < batches->n; k++) {
		const struct jl_batch_info *b = &batches->v[k];

		if (b == own || b->state != JL_BATCH_HERE ||
			b->receipt.kind != JL_MAP_EVENTS)
			continue;
		if (strcmp(b->receipt.map, own->receipt.map) != 0 &&
			strcmp(b->receipt.source_sha256, i->source_sha256) == 0)
			fprintf(ctx->err,
				"jledger: this file is in the ledger by map %s "
				"too (batch %s), and counts twice: 'jledger "
				"undo' takes one back\n",
				b->receipt.map, b->receipt.id);
		if (replaced && strcmp(b->receipt.map, own->receipt.map) == 0 &&
			jl_receipt_extract_end(&b->receipt) >
				jl_receipt_extract_end(&own->receipt))
			fprintf(ctx->err,
				"jledger: batch %s goes on longer than this "
				"extract, which now counts for the cases that "
				"both have: 'jledger undo' takes it back\n",
				b->receipt.id);
	}
}

/*
 * The batch is in git; bring the index up to date with what is at hand. Where
 * that fails (a full disk), the import is done all the same: the cache is
 * derived, and the next command makes it.
 */
static void update_index(struct jl_ctx *ctx, struct jl_import *import)
{
	struct jl_fresh fresh = {.batch = import->batch,
		.builder = import->builder,
		.log_builder = import->log_builder};
	int rc;

	fresh.result.zone = ctx->ledger->zone;
	jl_index_close(ctx->index);
	ctx->index = NULL;
	rc = jl_repo_resolve(ctx->repo, "HEAD", &ctx->commit, &ctx->error);
	if (rc == 0)
		rc = jl_index_open(ctx->repo, ctx->cache, &ctx->commit, true,
			&fresh, &ctx->index, &ctx->error);
	/* What is derived repeats itself where the cases do. */
	if (rc == 0 && import->map->kind == JL_MAP_MEASURES)
		report_index(ctx, &fresh, import->map->id);
	if (rc == 0 && import->map->kind == JL_MAP_EVENTS)
		mention_other_extracts(ctx, import, fresh.replaced);
	jl_str_release(&fresh.result.restatements);
	if (rc < 0)
		fprintf(ctx->err,
			"jledger: the batch is recorded, but the cache could "
			"not be updated (%s); the next command does it\n",
			ctx->error.message);
}

static void tell_skipped(struct jl_ctx *ctx, const struct jl_import *i)
{
	if (!i->skipped)
		return;
	fprintf(ctx->out, "%llu row%s skipped, whose transition is not read:",
		(unsigned long long)i->skipped,
		i->skipped == 1 ? " was" : "s were");
	for (size_t k = 0; k < i->n_skips; k++) {
		fputs(k ? ", " : " ", ctx->out);
		jl_put_harmless(ctx->out, i->skips[k].word);
		fprintf(ctx->out, " (%llu)", (unsigned long long)i->skips[k].n);
	}
	fputs(i->n_skips == JL_COUNT(i->skips) ? " ...\n" : "\n", ctx->out);
}

/* What is odd in a log, and what was made of it. */
static void tell_oddities(struct jl_ctx *ctx, const struct jl_import *i)
{
	const struct {
		uint64_t n;
		const char *one, *many;
	} rows[] = {
		{i->odd.equal_instants,
			"event is at the instant of another of its case: it "
			"counts in the order of the file",
			"events are at the instant of another of their case: "
			"they count in the order of the file"},
		{i->odd.inversions,
			"event stands in the file before an earlier one of its "
			"case: the times count",
			"events stand in the file before an earlier one of "
			"their case: the times count"},
		{i->odd.overlaps,
			"event begins before the one before it ended: no time "
			"was waited",
			"events begin before the one before them ended: no "
			"time was waited"},
		{i->odd.negative_times,
			"event ends before it begins: its begin does not count",
			"events end before they begin: their begins do not "
			"count"},
		{i->odd.unmatched_starts, "start has no end and is no event",
			"starts have no end and are no events"},
	};

	for (size_t k = 0; k < JL_COUNT(rows); k++)
		if (rows[k].n)
			fprintf(ctx->out, "%llu %s\n",
				(unsigned long long)rows[k].n,
				rows[k].n == 1 ? rows[k].one : rows[k].many);
}

static void summarise_events(struct jl_ctx *ctx, const struct jl_import *i)
{
	fprintf(ctx->out, "%s%s: %llu event%s of %llu case%s, %s to %s\n",
		i->batch ? "batch " : "would import", i->batch ? i->batch : "",
		(unsigned long long)i->measures, jl_plural(i->measures),
		(unsigned long long)i->cases, jl_plural(i->cases),
		i->first_event, i->last_event);
	if (i->open_cases)
		fprintf(ctx->out, "%llu case%s still open\n",
			(unsigned long long)i->open_cases,
			i->open_cases == 1 ? " is" : "s are");
	if (i->spoilt)
		fprintf(ctx->out,
			"%llu event%s left out, because another event of the "
			"case was refused\n",
			(unsigned long long)i->spoilt,
			i->spoilt == 1 ? " was" : "s were");
	tell_skipped(ctx, i);
	tell_oddities(ctx, i);
}

static void summarise(struct jl_ctx *ctx, const struct jl_import *i)
{
	struct jl_str path = JL_STR_INIT;

	if (i->is_restored)
		fprintf(ctx->out,
			"nothing new: the file of batch %s was not here and "
			"is restored\n",
			i->known);
	else if (i->known)
		fprintf(ctx->out, "nothing new: batch %s holds these %llu %s\n",
			i->known, (unsigned long long)i->measures,
			i->map->kind == JL_MAP_EVENTS ? "events" : "measures");
	if (i->known && i->known_superseded)
		fprintf(ctx->out,
			"%llu of them were there already or have been "
			"superseded by later batches: 'import --again' makes "
			"these values count again\n",
			(unsigned long long)i->known_superseded);
	if (!i->known && i->map->kind == JL_MAP_EVENTS)
		summarise_events(ctx, i);
	else if (!i->known)
		fprintf(ctx->out,
			"%s%s: %llu measure%s of %llu row%s, %s to %s\n",
			i->batch ? "batch " : "would import",
			i->batch ? i->batch : "",
			(unsigned long long)i->measures, jl_plural(i->measures),
			(unsigned long long)i->rows, jl_plural(i->rows),
			i->first, i->last);
	if (i->rounded)
		fprintf(ctx->out,
			"%llu value%s more than six decimals and %s rounded\n",
			(unsigned long long)i->rounded,
			i->rounded == 1 ? " had" : "s had",
			i->rounded == 1 ? "was" : "were");
	if (i->rejected) {
		fprintf(ctx->out, "%llu row%s refused",
			(unsigned long long)i->rejected,
			i->rejected == 1 ? " was" : "s were");
		if (i->rejected_path)
			jl_str_add_harmless(&path, i->rejected_path);
		if (i->rejected_path)
			fprintf(ctx->out, ": %s", jl_str_text(&path));
		fputc('\n', ctx->out);
		for (size_t k = 0; k < i->n_reasons; k++)
			fprintf(ctx->out, "  line %zu: %s\n",
				i->reasons[k].line, i->reasons[k].reason);
		if (i->rejected > i->n_reasons)
			fprintf(ctx->out, "  ... and %llu more\n",
				(unsigned long long)(i->rejected -
						     i->n_reasons));
	}
	jl_str_release(&path);
}

/* What is not written needs no true key, and none is made for it. */
static int dry_key(struct jl_keyed **keyed)
{
	*keyed = jl_keyed_new("", 0);
	return 0;
}

/* ---- --suggest-map ---- */

/* The file's name without its folder and endings, as an id. */
static char *id_of_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *base = jl_xstrndup(name, strcspn(name, "."));
	char *id = jl_slug(base, '-');

	free(base);
	if (*id)
		return id;
	free(id);
	return jl_xstrdup("log");
}

/* Each line a little to the right; they hold words of the file. */
static void put_lines(FILE *out, const struct jl_str *lines)
{
	const char *line = jl_str_text(lines);

	while (*line) {
		size_t len = strcspn(line, "\n");
		char *copy = jl_xstrndup(line, len);

		fputs("  ", out);
		jl_put_harmless(out, copy);
		fputc('\n', out);
		free(copy);
		line += len + (line[len] == '\n');
	}
}

static void tell_suggestion(struct jl_ctx *ctx, const char *file,
	const char *path, const char *id, bool is_dry,
	const struct jl_suggestion *s)
{
	struct jl_str name = JL_STR_INIT;

	jl_str_add_shell_word(&name, file);
	fprintf(ctx->err, "%s: a first map, from %llu row%s of %s\n", path,
		(unsigned long long)s->rows, jl_plural(s->rows),
		jl_str_text(&name));
	put_lines(ctx->err, &s->found);
	if (s->to_do.len)
		fputs("to look at:\n", ctx->err);
	put_lines(ctx->err, &s->to_do);
	if (!is_dry)
		fprintf(ctx->err,
			"then, one after another:\n"
			"  jledger check %s\n"
			"  jledger commit -m 'how the log is read'\n"
			"  jledger import %s --map %s\n",
			path, jl_str_text(&name), id);
	jl_str_release(&name);
}

/* Writes maps/ID.json, which must not be there; a dry run shows it. */
static int suggest(
	struct jl_ctx *ctx, const struct import_args *a, const char *file)
{
	char *id = a->map ? jl_xstrdup(a->map) : id_of_file(file);
	char *path = jl_definition_path(JL_KIND_MAP, id);
	struct jl_suggestion s = {JL_STR_INIT, JL_STR_INIT, JL_STR_INIT, 0};
	struct jl_ledger *ledger = NULL;
	int rc = 0;

	if (!jl_is_id(id))
		rc = jl_fail(&ctx->error, JL_EUSAGE,
			"--map: '%.60s' is no id: small letters, digits, dots, "
			"dashes",
			id);
	/* What was defined for it may not be recorded yet. */
	if (rc == 0)
		rc = jl_ledger_load_work(ctx->repo, NULL, &ledger, &ctx->error);
	if (rc == 0)
		rc = jl_suggest_map(file, id, ledger, &s, &ctx->error);
	if (rc == 0 && a->is_dry)
		fputs(jl_str_text(&s.map), ctx->out);
	else if (rc == 0)
		rc = jl_replace_file(ctx, "import --suggest-map",
			&(struct jl_new_file){.path = path,
				.text = jl_str_text(&s.map),
				.len = s.map.len});
	if (rc == JL_ERACE)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"%s is there already; name another by --map", path);
	if (rc == 0)
		tell_suggestion(ctx, file, path, id, a->is_dry, &s);
	jl_suggestion_release(&s);
	jl_ledger_free(ledger);
	free(path);
	free(id);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct import_args *a = args;
	struct progress progress = {.started = jl_seconds(),
		.err = ctx->err,
		.is_terminal = jl_is_terminal(ctx->err)};
	struct jl_import import = {
		.repo = ctx->repo,
		.ledger = ctx->ledger,
		.index = ctx->index,
		.path = n == 1 ? operands[0] : NULL,
		.is_strict = a->is_strict,
		.is_again = a->is_again,
		.is_dry = a->is_dry,
		.now = ctx->now,
		.progress = show_progress,
		.progress_data = &progress,
	};
	int rc;

	if (n == 1 && a->suggests)
		return suggest(ctx, a, operands[0]);
	if (n != 1 || !a->map)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"import takes one file and --map MAP, or --suggest-map "
			"to begin with");
	rc = find_map(ctx, a->map, &import.map);
	if (rc == 0)
		rc = mention_changed_map(ctx, a->map);
	if (rc == 0 && jl_map_needs_key(import.map))
		rc = a->is_dry ? dry_key(&import.keyed)
			       : jl_case_key_open(ctx, &import.keyed);
	if (rc == 0)
		rc = jl_import_run(&import, &ctx->error);
	if (progress.was_shown)
		fputs("\r              \r", ctx->err);
	if (rc == 0) {
		ctx->has_written = import.batch != NULL;
		summarise(ctx, &import);
		if (import.large_file)
			fprintf(ctx->err,
				"jledger: %s is large and not in git: whoever "
				"has a clone needs a copy of it\n",
				import.large_file);
		if (import.batch)
			update_index(ctx, &import);
		if (import.rejected)
			rc = JL_EXIT_NO;
	}
	jl_keyed_free(import.keyed);
	jl_import_release(&import);
	return rc;
}

const struct jl_cmd jl_cmd_import = {
	.name = "import",
	.usage = "import FILE --map MAP [--strict] [--again] [-n] | "
		 "--suggest-map [--map MAP] [-n]",
	.summary = "Bring measures in from a file, by a map.",
	.most = 1,
	.help = "Good rows go in; bad ones go to FILE.rejected.csv with line "
		"and reason, to be mended\nand sent again, and the exit code "
		"is "
		"1. The same file again changes nothing. A row\nthat was "
		"imported before with another value replaces it and is listed "
		"as "
		"a\nrestatement.\n\n"
		"--suggest-map looks at an event log and writes a first map "
		"of it, maps/MAP.json\n(or by the file's name), to be looked "
		"at, checked and committed.\n\n"
		"Case ids become pseudonyms by a key in ~/.config/jledger/"
		"case.key, or in the file\nthat JLEDGER_CASE_KEY names.",
	.needs = JL_NEED_LEDGER | JL_NEED_INDEX,
	.heeds = JL_HEEDS_TODAY,
	.opts = opts,
	.args_size = sizeof(struct import_args),
	.run = run,
};

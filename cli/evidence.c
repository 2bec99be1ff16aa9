/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The bundle: reports of the period in JSON and CSV, receipts as git has them,
 * the whole history for git, who signed which commit and with which keys, and
 * the hash of each file.
 */
#include "cli/evidence.h"

#include "cli/run.h"
#include "core/file.h"
#include "core/sshsig.h"
#include "core/zip.h"
#include "journeys/checkpoint.h"
#include "journeys/retraction.h"
#include "journeys/signature.h"

#include <stdlib.h>
#include <string.h>

struct bundle {
	struct jl_ctx *ctx;
	struct jl_zip *zip;
	const char *period;
	char *line;	       /* of the checkpoint */
	struct jl_str sums;    /* SHA256SUMS */
	struct jl_str missing; /* batch files that are not here, by line */
	struct jl_str files;   /* for the README */
};

/* The reports that are in it, and what for; has_figures: made of measures. */
static const struct {
	const char *name, *what;
	bool has_figures;
} reports[] = {
	{"changes", "all changes recorded in the period, with the evidence",
		false},
	{"late-entries", "what was recorded after the day it holds from",
		false},
	{"goalposts", "targets and promises that were moved", true},
	{"continuity", "each journey on each day: owned, covered, or vacant",
		false},
	{"accountability", "who was in charge of what was measured", true},
	{"lineage", "which lines of which files the figures were made of",
		true},
};

static int add(struct bundle *b, const char *name, const void *bytes,
	size_t len, const char *what)
{
	uint8_t digest[JL_DIGEST_SIZE];
	char hex[JL_DIGEST_HEX];

	jl_sha256(bytes, len, digest);
	jl_hex(digest, sizeof(digest), hex);
	jl_str_addf(&b->sums, "%s  %s\n", hex, name);
	if (what)
		jl_str_addf(&b->files, "  %-28s %s\n", name, what);
	return jl_zip_add(b->zip, name, bytes, len, &b->ctx->error);
}

/* ---- reports ---- */

static int add_report(struct bundle *b, size_t i, const char *format)
{
	struct jl_ctx *ctx = b->ctx;
	char day[JL_DAY_TEXT], *text, *complaint, *name;
	const char *words[] = {"report", reports[i].name, "--period", b->period,
		"--today", jl_day_format(ctx->today, day), "--partial"};
	bool is_partial = reports[i].has_figures && b->missing.len > 0;
	size_t len = 0, n = JL_COUNT(words) - !is_partial;
	struct jl_again again;
	int rc;

	again = (struct jl_again){.dir = jl_repo_top(ctx->repo),
		.words = words,
		.n = n,
		.rev = ctx->ledger->commit,
		.format = format,
		.cache_folder = ctx->cache_folder};
	rc = jl_run_again(&again, &text, &len, &complaint);

	if (rc == JL_EXIT_DONE || rc == JL_EXIT_NO) {
		name = jl_xasprintf("reports/%s.%s", reports[i].name, format);
		rc = add(b, name, text, len,
			strcmp(format, "json") == 0 ? reports[i].what : NULL);
		free(name);
	} else {
		rc = jl_fail(&ctx->error, JL_EENV, "report %s: %s",
			reports[i].name, complaint ? complaint : "");
	}
	free(text);
	free(complaint);
	return rc;
}

/* ---- receipts ---- */

static int add_folder(struct bundle *b, const char *folder)
{
	struct jl_ctx *ctx = b->ctx;
	struct jl_entries entries = {0};
	int rc = jl_repo_list(
		ctx->repo, &ctx->commit, folder, &entries, &ctx->error);

	for (size_t i = 0; rc == 0 && i < entries.n; i++) {
		char *name = jl_path_join(folder, entries.v[i].name);
		char *text = NULL;
		size_t len = 0;

		if (jl_is_receipt_name(entries.v[i].name)) {
			rc = jl_repo_blob(ctx->repo, &entries.v[i].oid,
				JL_DEFINITION_MAX, &text, &len, &ctx->error);
			if (rc == 0)
				rc = add(b, name, text, len, NULL);
		}
		free(text);
		free(name);
	}
	jl_entries_release(&entries);
	return rc;
}

static int add_receipts(struct bundle *b)
{
	int rc = add_folder(b, JL_MEASURES);

	if (rc == 0)
		rc = add_folder(b, JL_RETRACTIONS);
	jl_str_addf(&b->files, "  %-28s %s\n", "measures/",
		"the receipts of all imports, as they are in git");
	return rc;
}

/* Which batch files are not here, so that figures are made without them. */
static int find_missing(struct bundle *b)
{
	struct jl_ctx *ctx = b->ctx;
	int rc = jl_ctx_open(ctx, JL_NEED_INDEX);

	for (size_t i = 0; rc == 0 && i < ctx->index->batches.n; i++) {
		const struct jl_batch_info *batch = &ctx->index->batches.v[i];

		if (jl_batch_is_missed(batch))
			jl_str_addf(&b->missing, "  %s (%s)\n",
				batch->receipt.file,
				jl_batch_states[batch->state]);
	}
	return rc;
}

/* ---- history and signatures ---- */

static void ignore_fault(void *data, const struct jl_object_fault *fault)
{
	bool *is_whole = data;

	(void)fault;
	*is_whole = false;
}

static int add_signatures(struct bundle *b, const struct jl_dag *dag)
{
	struct jl_signers *signers = jl_signers_new(b->ctx->repo);
	struct jl_str out = JL_STR_INIT;
	int rc = 0;

	jl_str_add(&out, "position,commit,signature,person,key\n");
	for (size_t i = 0; rc == 0 && i < dag->commits.n; i++) {
		struct jl_signature s;
		char hex[JL_OID_HEX];

		rc = jl_signature_check(
			signers, &dag->commits.v[i].oid, &s, &b->ctx->error);
		if (rc < 0)
			break;
		jl_oid_hex(&dag->commits.v[i].oid, hex);
		jl_str_addf(&out, "%llu,%s,%s,%s,%s\n",
			(unsigned long long)dag->positions[i], hex,
			jl_signed_words[s.is], s.person ? s.person : "",
			s.key ? s.key : "");
		free(s.key);
	}
	if (rc == 0)
		rc = add(b, "signatures.csv", out.text, out.len,
			"who signed each commit, judged by people/ before it");
	jl_str_release(&out);
	jl_signers_free(signers);
	return rc;
}

/* In the form that git and ssh-keygen read: ALLOWED SIGNERS of ssh-keygen(1).
 */
static int add_signers(struct bundle *b)
{
	const struct jl_ledger *ledger = b->ctx->ledger;
	struct jl_str out = JL_STR_INIT;
	int rc;

	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_PERSON); i++) {
		const struct jl_person *p =
			jl_ledger_nth(ledger, JL_KIND_PERSON, i);

		for (size_t k = 0; k < p->keys.n; k++) {
			struct jl_ssh_key key;
			char *text;

			/* What is no key alone might say more to ssh-keygen. */
			if (!jl_ssh_key_parse(p->keys.v[k], &key))
				continue;
			text = jl_ssh_key_text(&key);
			jl_str_addf(&out, "%s namespaces=\"git\" %s\n", p->id,
				text);
			free(text);
			jl_ssh_key_release(&key);
		}
	}
	rc = add(b, "allowed_signers", jl_str_text(&out), out.len,
		"the keys of people, for git and ssh-keygen");
	jl_str_release(&out);
	return rc;
}

static int add_history(struct bundle *b)
{
	struct jl_ctx *ctx = b->ctx;
	bool is_whole = true;
	char *bytes = NULL;
	struct jl_dag dag;
	size_t len = 0;
	int rc = jl_repo_dag(ctx->repo, &ctx->commit, &dag, ignore_fault,
		&is_whole, &ctx->error);

	if (rc < 0)
		return rc;
	if (!is_whole)
		rc = jl_fail(&ctx->error, JL_EENV,
			"the history is damaged: 'jledger verify' says where");
	if (rc == 0)
		rc = add_signatures(b, &dag);
	if (rc == 0)
		rc = jl_repo_bundle(ctx->repo, &dag, &ctx->commit, &bytes, &len,
			&ctx->error);
	if (rc == 0)
		rc = add(b, "ledger.bundle", bytes, len,
			"the whole history, for 'git clone'");
	free(bytes);
	jl_dag_release(&dag);
	return rc;
}

/* ---- words ---- */

static int add_readme(struct bundle *b)
{
	const char *name = b->ctx->ledger->settings.name;
	char *text = jl_xasprintf(
		"Evidence of %s, %s\n"
		"\n"
		"%s\n"
		"\n"
		"What is here:\n"
		"\n"
		"%s"
		"%s%s"
		"\n"
		"How to check it, without jledger and without a network:\n"
		"\n"
		"1. The files are those that were put in:\n"
		"\n"
		"     sha256sum -c SHA256SUMS\n"
		"\n"
		"2. The history is whole, and ends at the commit above:\n"
		"\n"
		"     git clone ledger.bundle ledger\n"
		"     git -C ledger bundle verify ../ledger.bundle\n"
		"     git -C ledger fsck --full\n"
		"     git -C ledger rev-parse HEAD\n"
		"\n"
		"3. The receipts are those of that commit:\n"
		"\n"
		"     diff -r -x '*.csv' -x '*.zst' measures ledger/measures\n"
		"\n"
		"4. A batch file is the one that its receipt names\n"
		"   (batch_sha256; of a .zst file 'zstd -dc FILE | "
		"sha256sum'):\n"
		"\n"
		"     sha256sum ledger/measures/BATCH.csv\n"
		"\n"
		"   Large batch files are not in git, and not in here: who "
		"keeps them has them.\n"
		"\n"
		"5. A commit was signed with the key of a person:\n"
		"\n"
		"     git -C ledger -c gpg.ssh.allowedSignersFile="
		"\"$PWD/allowed_signers\" \\\n"
		"         verify-commit COMMIT\n"
		"\n"
		"   allowed_signers has the keys as they are recorded now; "
		"signatures.csv says\n"
		"   whose key it was as recorded before that commit.\n"
		"\n"
		"6. The same line was seen before, in a report or a seal that "
		"you kept:\n"
		"   its commit must be in the history:\n"
		"\n"
		"     git -C ledger merge-base --is-ancestor COMMIT HEAD && "
		"echo contained\n"
		"\n"
		"   Its second hash is the root of a Merkle tree (RFC 9162) "
		"over the receipts and\n"
		"   retractions of the commit, each a leaf, sorted by the id "
		"of the batch.\n"
		"\n"
		"With jledger: 'jledger -C ledger verify', and 'jledger -C "
		"ledger verify\n"
		"reports/NAME.json' makes a report again and compares it byte "
		"by byte.\n",
		name ? name : "a ledger", b->period, b->line,
		jl_str_text(&b->files),
		b->missing.len
			? "\nThese batch files were not at hand, and the "
			  "figures were made without them\n(--partial):\n\n"
			: "",
		jl_str_text(&b->missing));
	int rc = add(b, "README.txt", text, strlen(text), NULL);

	free(text);
	return rc;
}

static int add_line(struct bundle *b)
{
	char *line = jl_xasprintf("%s\n", b->line);
	int rc = add(b, "checkpoint.txt", line, strlen(line), "the line above");

	free(line);
	return rc;
}

static int add_all(struct bundle *b)
{
	int rc = find_missing(b);

	for (size_t i = 0; rc == 0 && i < JL_COUNT(reports); i++) {
		rc = add_report(b, i, "json");
		if (rc == 0)
			rc = add_report(b, i, "csv");
	}
	if (rc == 0)
		rc = add_receipts(b);
	if (rc == 0)
		rc = add_history(b);
	if (rc == 0)
		rc = add_signers(b);
	if (rc == 0)
		rc = add_line(b);
	if (rc == 0)
		rc = add_readme(b);
	if (rc == 0)
		rc = jl_zip_add(b->zip, "SHA256SUMS", b->sums.text, b->sums.len,
			&b->ctx->error);
	return rc;
}

/* When the commit was made: the same commit gives the same bytes. */
static int date_of(struct jl_ctx *ctx, int64_t *when)
{
	struct jl_arena arena = {0};
	struct jl_commits one = {.arena = &arena};
	int rc =
		jl_repo_commit_read(ctx->repo, &ctx->commit, &one, &ctx->error);

	if (rc == 0)
		*when = one.v[0].recorded_at;
	jl_commits_release(&one);
	jl_arena_release(&arena);
	return rc;
}

int jl_evidence_write(struct jl_ctx *ctx, const char *period, const char *path)
{
	struct bundle b = {.ctx = ctx, .period = period};
	struct jl_checkpoint checkpoint = {"", ""};
	int64_t when = 0;
	int rc = date_of(ctx, &when);

	jl_oid_hex(&ctx->commit, checkpoint.commit);
	if (rc == 0)
		rc = jl_receipts_root(
			ctx->repo, &ctx->commit, checkpoint.root, &ctx->error);
	if (rc == 0)
		rc = jl_zip_create(path, when, &b.zip, &ctx->error);
	if (rc < 0)
		return rc;
	b.line = jl_seal_line(&checkpoint);
	rc = add_all(&b);
	if (rc == 0)
		rc = jl_zip_finish(b.zip, &ctx->error);
	else
		jl_zip_discard(b.zip);
	free(b.line);
	jl_str_release(&b.sums);
	jl_str_release(&b.missing);
	jl_str_release(&b.files);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Receipts, retractions and batch files are written once: no commit may change
 * or remove one, whatever merge or revert it comes by; what they say must be
 * what the files hold; and what an earlier checkpoint saw must still be there.
 */
#include "journeys/verify_pass.h"

#include "core/file.h"
#include "journeys/batch_file.h"
#include "journeys/receipt.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 30 };

/* ---- written once ---- */

struct written {
	struct jl_verify_pass *pass;
	size_t commit; /* of the dag */
	uint64_t n;
};

static void see_record(void *data, const struct jl_tree_edit *edit)
{
	struct written *w = data;
	char hex[JL_OID_HEX];

	w->n += !edit->was;
	if (!edit->was)
		return;
	jl_oid_hex(&w->pass->dag.commits.v[w->commit].oid, hex);
	jl_verify_bad(w->pass, w->pass->dag.positions[w->commit], edit->path,
		"commit %.12s %s it, and a record is written once", hex,
		edit->is ? "changes" : "removes");
}

/* Against each of its parents: a merge may drop what only one of them had. */
static void compare_with_parents(
	struct written *w, struct jl_tree_reader *reader)
{
	static const char *const folder[] = {JL_MEASURES, NULL};
	const struct jl_commit *c = &w->pass->dag.commits.v[w->commit];
	struct jl_error ignored; /* an object that cannot be read: a finding */

	if (c->n_parents == 0)
		jl_tree_compare(reader, NULL, &c->tree, folder, see_record, w,
			&ignored);
	for (size_t i = 0; i < c->n_parents; i++) {
		const struct jl_commit *parent =
			jl_verify_commit(w->pass, &c->parents[i]);

		if (parent)
			jl_tree_compare(reader, &parent->tree, &c->tree, folder,
				see_record, w, &ignored);
	}
}

static void check_written_once(struct jl_verify_pass *pass)
{
	struct jl_tree_reader *reader = jl_tree_reader_new(pass->query->repo);
	struct written w = {.pass = pass};

	jl_verify_begin(pass, "records");
	for (w.commit = 0; w.commit < pass->dag.commits.n; w.commit++)
		compare_with_parents(&w, reader);
	jl_tree_reader_free(reader);
	jl_verify_end(
		pass, w.n, "records came, and none was changed or removed");
}

/* ---- what lies in the work tree ---- */

/* The copy of a record that git has: nobody has a reason to change it. */
static void check_copy(struct jl_verify_pass *pass, const char *path,
	const struct jl_oid *blob)
{
	char *full = jl_path_join(jl_repo_top(pass->query->repo), path);
	char *text = NULL, *copy = NULL;
	struct jl_error error;
	size_t len = 0, copy_len = 0;
	int rc = jl_file_read(full, FILE_MAX, &copy, &copy_len, &error);

	if (rc == JL_ENOTFOUND)
		jl_verify_bad(pass, 0, path,
			"it was removed from the work tree; 'git restore %s' "
			"brings it back",
			path);
	else if (rc < 0)
		jl_verify_bad(pass, 0, path, "%s", error.message);
	else if (jl_repo_blob(pass->query->repo, blob, &text, &len, &error) ==
			 0 &&
		 (len != copy_len || memcmp(text, copy, len) != 0))
		jl_verify_bad(pass, 0, path,
			"the copy in the work tree is not what was recorded; "
			"'git restore %s' brings it back",
			path);
	free(text);
	free(copy);
	free(full);
}

/* ---- receipts and their batches ---- */

static void check_batch(
	struct jl_verify_pass *pass, const struct jl_receipt *receipt)
{
	struct jl_error error;
	int64_t rows;
	int rc = jl_batch_check(
		pass->query->repo, &pass->query->tip, receipt, &rows, &error);

	if (rc == JL_ENOTFOUND)
		jl_verify_unchecked(pass, 0, receipt->file,
			"the file is not here; bring it from where it was "
			"imported, then verify again");
	else if (rc < 0)
		jl_verify_bad(pass, 0, receipt->file, "%s", error.message);
	else if (rows != receipt->rows)
		jl_verify_bad(pass, 0, receipt->file,
			"it has %lld rows, and its receipt says %lld",
			(long long)rows, (long long)receipt->rows);
	else
		pass->out->rows += (uint64_t)rows;
}

static int each_file(struct jl_verify_pass *pass, const char *folder,
	void (*check)(struct jl_verify_pass *, const struct jl_entry *),
	struct jl_error *err)
{
	struct jl_entries entries = {0};
	struct jl_error error;
	int rc = jl_repo_list(
		pass->query->repo, &pass->query->tip, folder, &entries, &error);

	(void)err;
	if (rc < 0)
		jl_verify_bad(pass, 0, folder, "%s", error.message);
	for (size_t i = 0; rc == 0 && i < entries.n; i++)
		check(pass, &entries.v[i]);
	jl_entries_release(&entries);
	return 0;
}

static void check_receipt(
	struct jl_verify_pass *pass, const struct jl_entry *entry)
{
	char *path = jl_path_join(JL_MEASURES, entry->name);
	struct jl_arena arena = {0};
	struct jl_receipt receipt = {0};
	uint8_t leaf[JL_DIGEST_SIZE];
	struct jl_error error;
	int rc;

	check_copy(pass, path, &entry->oid);
	if (jl_is_receipt_name(entry->name)) {
		rc = jl_receipt_read(pass->query->repo, entry, &arena, &receipt,
			leaf, &error);
		if (rc < 0)
			jl_verify_bad(pass, 0, path, "%s", error.message);
		else
			check_batch(pass, &receipt);
		pass->out->batches++;
	}
	jl_arena_release(&arena);
	free(path);
}

static void check_retraction(
	struct jl_verify_pass *pass, const struct jl_entry *entry)
{
	char *path = jl_path_join(JL_RETRACTIONS, entry->name);
	struct jl_arena arena = {0};
	struct jl_retraction retraction = {0};
	uint8_t leaf[JL_DIGEST_SIZE];
	struct jl_error error;

	check_copy(pass, path, &entry->oid);
	if (jl_is_receipt_name(entry->name) &&
		jl_retraction_read(pass->query->repo, entry, &arena,
			&retraction, leaf, &error) < 0)
		jl_verify_bad(pass, 0, path, "%s", error.message);
	jl_arena_release(&arena);
	free(path);
}

int jl_verify_records(struct jl_verify_pass *pass, struct jl_error *err)
{
	int rc;

	check_written_once(pass);
	jl_verify_begin(pass, "batches");
	rc = each_file(pass, JL_MEASURES, check_receipt, err);
	if (rc == 0)
		rc = each_file(pass, JL_RETRACTIONS, check_retraction, err);
	jl_verify_end(pass, pass->out->batches,
		"batch files are those that their receipts name");
	return rc;
}

/* ---- checkpoints ---- */

/* What the receipts of an earlier commit were, against those of the tip. */
struct seen_before {
	struct jl_verify_pass *pass;
	const char *source;
};

static void see_missing(void *data, const struct jl_tree_edit *edit)
{
	struct seen_before *s = data;

	if (edit->was)
		jl_verify_bad(s->pass, 0, edit->path,
			"%s saw it, and the ledger of today %s", s->source,
			edit->is ? "has another one" : "does not have it");
}

static void compare_records(struct jl_verify_pass *pass,
	const struct jl_commit *then, const char *source)
{
	static const char *const folder[] = {JL_MEASURES, NULL};
	const struct jl_commit *now = jl_verify_commit(pass, &pass->query->tip);
	struct seen_before seen = {pass, source};
	struct jl_tree_reader *reader = jl_tree_reader_new(pass->query->repo);
	struct jl_error ignored;

	if (now)
		jl_tree_compare(reader, &then->tree, &now->tree, folder,
			see_missing, &seen, &ignored);
	jl_tree_reader_free(reader);
}

static void compare_root(struct jl_verify_pass *pass, const struct jl_oid *oid,
	const struct jl_checkpoint *c, const char *source)
{
	char root[JL_DIGEST_HEX];
	struct jl_error error;

	if (!*c->root)
		return;
	if (jl_receipts_root(pass->query->repo, oid, root, &error) < 0)
		jl_verify_bad(
			pass, 0, source, "its receipts: %s", error.message);
	else if (strncmp(root, c->root, strlen(c->root)) != 0)
		jl_verify_bad(pass, 0, source,
			"it names the receipts %.12s, and those of its commit "
			"are %.12s",
			c->root, root);
}

/* What is cut off of a history that was given up. */
static void ignore_fault(void *data, const struct jl_object_fault *fault)
{
	(void)data;
	(void)fault;
}

/* It is in the repository still, but no longer in the history: what went? */
static void tell_lost(struct jl_verify_pass *pass, const struct jl_oid *oid,
	const char *source)
{
	struct jl_dag then;
	struct jl_error error;
	char first[JL_OID_HEX] = "", hex[JL_OID_HEX];
	const char *subject = "";
	size_t n = 0;

	jl_oid_hex(oid, hex);
	if (jl_repo_dag(pass->query->repo, oid, &then, ignore_fault, NULL,
		    &error) < 0)
		return;
	for (size_t i = 0; i < then.commits.n; i++) {
		const struct jl_commit *c = &then.commits.v[i];

		if (jl_verify_commit(pass, &c->oid))
			continue;
		if (n++ == 0) {
			jl_oid_hex(&c->oid, first);
			subject = c->subject;
		}
	}
	jl_verify_bad(pass, 0, source,
		"its commit %.12s is no longer in the history: %zu commit%s "
		"missing, the first is %.12s (\"%.80s\")",
		hex, n, n == 1 ? " is" : "s are", first, subject);
	for (size_t i = 0; i < then.commits.n; i++)
		if (jl_oid_equal(&then.commits.v[i].oid, oid))
			compare_records(pass, &then.commits.v[i], source);
	jl_dag_release(&then);
}

static void check_one(struct jl_verify_pass *pass,
	const struct jl_checkpoint *c, const char *source)
{
	const struct jl_commit *then;
	struct jl_oid oid;
	struct jl_error error;

	if (jl_repo_resolve(pass->query->repo, c->commit, &oid, &error) < 0) {
		jl_verify_bad(pass, 0, source,
			"its commit %.12s is not in this repository: the "
			"history was rewritten or cut off since, or this is "
			"another ledger",
			c->commit);
		return;
	}
	compare_root(pass, &oid, c, source);
	then = jl_verify_commit(pass, &oid);
	if (then)
		compare_records(pass, then, source);
	else
		tell_lost(pass, &oid, source);
}

/* ---- seals that the repository has ---- */

struct seals {
	struct jl_verify_pass *pass;
	struct jl_signers *signers;
	uint64_t n;
};

static void check_seal_signature(
	struct seals *s, const char *name, const struct jl_oid *commit)
{
	struct jl_signature signature = {.is = JL_SIGNED_NOT};
	char *armoured = NULL, *text = NULL;
	struct jl_error error;
	size_t len = 0;

	if (jl_repo_tag_signature(s->pass->query->repo, name, &armoured, &text,
		    &len, &error) == 0 &&
		jl_seal_check(s->signers, commit, armoured, text, len,
			&signature, &error) == 0 &&
		signature.is == JL_SIGNED_BAD)
		jl_verify_bad(s->pass, 0, name, "%s", signature.why);
	free(signature.key);
	free(armoured);
	free(text);
}

static void see_tag(void *data, const char *name, const char *hex)
{
	struct seals *s = data;
	struct jl_checkpoint c;
	struct jl_error ignored;
	struct jl_oid commit;
	char *message = NULL;

	(void)hex;
	if (jl_repo_tag_message(
		    s->pass->query->repo, name, &message, &ignored) < 0)
		return;
	if (strstr(message, JL_SEAL_PREFIX) &&
		jl_checkpoint_find(message, strlen(message), &c)) {
		s->n++;
		check_one(s->pass, &c, name);
		if (jl_repo_resolve(s->pass->query->repo, c.commit, &commit,
			    &ignored) == 0)
			check_seal_signature(s, name, &commit);
	}
	free(message);
}

int jl_verify_checkpoints(struct jl_verify_pass *pass, struct jl_error *err)
{
	const struct jl_verify_query *q = pass->query;
	struct seals seals = {.pass = pass, .signers = jl_signers_new(q->repo)};
	int rc;

	jl_verify_begin(pass, "checkpoints");
	for (size_t i = 0; i < q->n_checkpoints; i++)
		check_one(pass, &q->checkpoints[i], q->sources[i]);
	rc = jl_repo_tags(q->repo, see_tag, &seals, err);
	jl_verify_end(pass, q->n_checkpoints + seals.n,
		"earlier checkpoints and seals are contained in the ledger");
	jl_signers_free(seals.signers);
	return rc;
}

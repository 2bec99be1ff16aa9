/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Receipts, retractions and batch files are written once: no commit may change
 * or remove one, whatever merge or revert it comes by, and what they say must
 * be what the files hold.
 */
#include "journeys/verify_pass.h"

#include "core/file.h"
#include "core/worktree.h"
#include "journeys/batch_file.h"
#include "journeys/receipt.h"

#include <stdlib.h>
#include <string.h>

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
	struct jl_error error;
	int rc = 0;

	if (c->n_parents == 0)
		rc = jl_tree_compare(
			reader, NULL, &c->tree, folder, see_record, w, &error);
	for (size_t i = 0; rc == 0 && i < c->n_parents; i++) {
		const struct jl_commit *parent =
			jl_verify_commit(w->pass, &c->parents[i]);

		if (parent)
			rc = jl_tree_compare(reader, &parent->tree, &c->tree,
				folder, see_record, w, &error);
	}
	/* An object that is damaged is a finding already. */
	if (rc < 0)
		jl_verify_unchecked(w->pass, w->pass->dag.positions[w->commit],
			JL_MEASURES, error.message);
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
	struct jl_repo *repo = pass->query->repo;
	enum jl_work_kind kind;
	struct jl_error error;
	struct jl_oid left_out;
	bool is_copy = true, is_missing = false;
	int rc = jl_work_look(jl_repo_top(repo), path, &kind, &error);

	if (rc == 0 && kind == JL_WORK_FILE)
		rc = jl_repo_is_copy(repo, path, blob, &is_copy, &error);
	if (rc == 0 && kind == JL_WORK_NOTHING) {
		rc = jl_repo_find_left_out(repo, path, &left_out, &error);
		is_missing = rc == JL_ENOTFOUND;
		rc = is_missing ? 0 : rc;
	}
	if (rc < 0)
		jl_verify_unchecked(pass, 0, path, error.message);
	else if (kind == JL_WORK_FOLDER || kind == JL_WORK_OTHER)
		jl_verify_bad(pass, 0, path,
			"a link or a folder stands in the place of a record in "
			"the work tree; 'git restore %s' brings it back",
			path);
	else if (kind == JL_WORK_FILE && !is_copy)
		jl_verify_bad(pass, 0, path,
			"the copy in the work tree is not what was recorded; "
			"'git restore %s' brings it back",
			path);
	else if (is_missing)
		jl_verify_bad(pass, 0, path,
			"it was removed from the work tree; 'git restore %s' "
			"brings it back",
			path);
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
		jl_verify_unread(pass, 0, receipt->file, &error);
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
		jl_verify_unread(pass, 0, folder, &error);
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
			jl_verify_unread(pass, 0, path, &error);
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
		jl_verify_unread(pass, 0, path, &error);
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

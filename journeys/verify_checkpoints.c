/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What an earlier report or seal saw must still be there: its commit in the
 * history, and the records of that commit among those of today.
 */
#include "journeys/verify_pass.h"

#include "core/refs.h"
#include "journeys/receipt.h"

#include <stdlib.h>
#include <string.h>

#define TAGS "refs/tags"

/* A checkpoint on its way: a bad one says so in rows, and then is no good. */
struct witness {
	struct jl_verify_pass *pass;
	const char *source; /* where it comes from */
	const char *hex;    /* of its commit */
	bool is_bad;
};

static void see_missing(void *data, const struct jl_tree_edit *edit)
{
	struct witness *w = data;

	if (!edit->was)
		return;
	w->is_bad = true;
	jl_verify_bad(w->pass, 0, edit->path,
		"%s saw it, and the ledger of today %s", w->source,
		edit->is ? "has another one" : "does not have it");
}

static void compare_records(struct witness *w, const struct jl_commit *then)
{
	static const char *const folder[] = {JL_MEASURES, NULL};
	const struct jl_commit *now =
		jl_verify_commit(w->pass, &w->pass->query->tip);
	struct jl_tree_reader *reader =
		jl_tree_reader_new(w->pass->query->repo);
	struct jl_error error;

	if (now && jl_tree_compare(reader, &then->tree, &now->tree, folder,
			   see_missing, w, &error) < 0) {
		w->is_bad = true;
		jl_verify_unread(w->pass, 0, w->source, &error);
	}
	jl_tree_reader_free(reader);
}

static void compare_root(struct witness *w, const struct jl_oid *oid,
	const struct jl_checkpoint *c)
{
	char root[JL_DIGEST_HEX];
	struct jl_error error;
	int rc;

	if (!*c->root)
		return;
	rc = jl_receipts_root(w->pass->query->repo, oid, root, &error);
	if (rc == 0 && strcmp(root, c->root) == 0)
		return;
	w->is_bad = true;
	if (rc < 0) {
		jl_within(&error, "its receipts");
		jl_verify_unread(w->pass, 0, w->source, &error);
	} else
		jl_verify_bad(w->pass, 0, w->source,
			"it names the receipts %s, and those of its commit are "
			"%s",
			c->root, root);
}

/* ---- a commit that HEAD does not have ---- */

/* What is cut off of a history that was given up. */
static void ignore_fault(void *data, const struct jl_object_fault *fault)
{
	(void)data;
	(void)fault;
}

static const struct jl_commit *find_in(
	const struct jl_dag *dag, const struct jl_oid *oid)
{
	for (size_t i = 0; i < dag->commits.n; i++)
		if (jl_oid_equal(&dag->commits.v[i].oid, oid))
			return &dag->commits.v[i];
	return NULL;
}

struct branches {
	struct jl_repo *repo;
	const struct jl_oid *sought;
	char *found;
};

static void see_branch(void *data, const char *name, const struct jl_oid *tip)
{
	struct branches *b = data;
	struct jl_dag dag;
	struct jl_error ignored;

	if (b->found || jl_repo_dag(b->repo, tip, &dag, ignore_fault, NULL,
				&ignored) < 0)
		return;
	if (find_in(&dag, b->sought))
		b->found = jl_xstrdup(name);
	jl_dag_release(&dag);
}

/* A branch that has the commit, yours to free; NULL: none. */
static char *branch_with(struct jl_repo *repo, const struct jl_oid *oid)
{
	struct branches b = {repo, oid, NULL};
	struct jl_error ignored;

	if (jl_repo_branches(repo, see_branch, &b, &ignored) < 0)
		return NULL;
	return b.found;
}

static void tell_missing(
	struct witness *w, const struct jl_dag *then, const struct jl_oid *oid)
{
	char first[JL_OID_HEX] = "";
	const char *subject = "";
	const struct jl_commit *commit = find_in(then, oid);
	size_t n = 0;

	for (size_t i = 0; i < then->commits.n; i++) {
		const struct jl_commit *c = &then->commits.v[i];

		if (jl_verify_commit(w->pass, &c->oid))
			continue;
		if (n++ == 0) {
			jl_oid_hex(&c->oid, first);
			subject = c->subject;
		}
	}
	jl_verify_bad(w->pass, 0, w->source,
		"its commit %.12s is no longer in the history: %zu commit%s "
		"missing, the first is %.12s (\"%.80s\")",
		w->hex, n, n == 1 ? " is" : "s are", first, subject);
	if (commit)
		compare_records(w, commit);
}

/* It is in the repository still: behind what came later, as in a work tree of
 * an earlier commit, or given up? */
static void look_elsewhere(
	struct witness *w, const struct jl_oid *oid, bool is_seal)
{
	const struct jl_verify_query *q = w->pass->query;
	char *branch = NULL, *what;
	struct jl_dag then;
	struct jl_error ignored;

	if (jl_repo_dag(q->repo, oid, &then, ignore_fault, NULL, &ignored) < 0)
		return;
	if (find_in(&then, &q->tip))
		branch = branch_with(q->repo, oid);
	w->is_bad = true;
	if (!branch) {
		tell_missing(w, &then, oid);
	} else {
		what = jl_xasprintf("its commit %.12s is later than what is "
				    "checked out here; %s has it",
			w->hex, branch);
		if (is_seal)
			jl_verify_good(w->pass, 0, 0, w->source, what);
		else
			jl_verify_unchecked(w->pass, 0, w->source, what);
		free(what);
	}
	free(branch);
	jl_dag_release(&then);
}

/* ---- one witness ---- */

static uint64_t count_receipts(
	struct jl_verify_pass *pass, const struct jl_oid *commit)
{
	struct jl_entries entries = {0};
	struct jl_error ignored;
	uint64_t n = 0;

	if (jl_repo_list(pass->query->repo, commit, JL_MEASURES, &entries,
		    &ignored) == 0)
		for (size_t i = 0; i < entries.n; i++)
			n += jl_is_receipt_name(entries.v[i].name);
	jl_entries_release(&entries);
	return n;
}

static void tell_contained(struct witness *w, const struct jl_commit *then,
	const struct jl_checkpoint *c, const char *signer)
{
	uint64_t n = count_receipts(w->pass, &then->oid);
	char *what = jl_xasprintf("the ledger contains its commit %.12s and "
				  "the %llu receipt%s that it had%s%s%s",
		w->hex, (unsigned long long)n, jl_plural(n),
		*c->root ? "" : "; it names no root over them",
		signer ? "; " : "", signer ? signer : "");

	jl_verify_good(
		w->pass, n, jl_verify_position(w->pass, then), w->source, what);
	free(what);
}

static void check_one(struct jl_verify_pass *pass,
	const struct jl_checkpoint *c, const char *source, bool is_seal,
	const char *signer)
{
	struct witness w = {pass, source, c->commit, false};
	const struct jl_commit *then;
	struct jl_error error;
	struct jl_oid oid;
	int is_here = jl_oid_from_hex(c->commit, &oid)
			      ? jl_repo_has(pass->query->repo, &oid, &error)
			      : 0;

	if (is_here < 0) {
		jl_verify_unchecked(pass, 0, source, error.message);
		return;
	}
	if (!is_here) {
		jl_verify_bad(pass, 0, source,
			"its commit %.12s is not in this repository: the "
			"history was rewritten or cut off since, or this is "
			"another ledger, or a clone that has not fetched it",
			c->commit);
		return;
	}
	compare_root(&w, &oid, c);
	then = jl_verify_commit(pass, &oid);
	if (then)
		compare_records(&w, then);
	else
		look_elsewhere(&w, &oid, is_seal);
	if (then && !w.is_bad)
		tell_contained(&w, then, c, signer);
}

/* ---- seals that the repository has ---- */

struct seals {
	struct jl_verify_pass *pass;
	struct jl_signers *signers;
};

/* Who signed it, yours to free; NULL when it is a finding. */
static char *judge_seal(
	struct seals *s, const char *name, const struct jl_tag *tag)
{
	struct jl_signature signature = {.is = JL_SIGNED_NOT};
	struct jl_error error;
	char *words = NULL;
	int rc = tag->signature ? jl_seal_check(s->signers, &tag->target,
					  tag->signature, tag->text, tag->len,
					  &signature, &error)
				: 0;

	if (rc < 0)
		jl_verify_unread(s->pass, 0, name, &error);
	else if (signature.is == JL_SIGNED_BAD)
		jl_verify_bad(s->pass, 0, name, "%s", signature.why);
	else
		words = jl_signature_words(&signature);
	free(signature.key);
	return words;
}

static void check_seal(struct seals *s, const char *name,
	const struct jl_tag *tag, const struct jl_checkpoint *c)
{
	char *signer = judge_seal(s, name, tag);
	char target[JL_OID_HEX];

	jl_oid_hex(&tag->target, target);
	if (signer && strcmp(target, c->commit) != 0)
		jl_verify_bad(s->pass, 0, name,
			"its line names commit %.12s, and it is a tag of %.12s",
			c->commit, target);
	else if (signer)
		check_one(s->pass, c, name, true, signer);
	free(signer);
}

static bool has_mark(const struct jl_tag *tag)
{
	return strstr(tag->text, JL_SEAL_PREFIX) != NULL;
}

/* "refs/tags/seal/q3" is called "seal/q3". */
static const char *short_name(const char *reference)
{
	return reference + strlen(TAGS "/");
}

static void check_tag(
	struct seals *s, const char *name, const struct jl_tag *tag)
{
	struct jl_checkpoint c;

	if (!has_mark(tag))
		return;
	if (!tag->name || strcmp(tag->name, short_name(name)) != 0)
		jl_verify_bad(s->pass, 0, name,
			"it leads to a seal that was made by the name '%.80s'",
			tag->name ? tag->name : "");
	else if (jl_checkpoint_find(tag->message, strlen(tag->message), &c))
		check_seal(s, name, tag, &c);
	else
		jl_verify_bad(s->pass, 0, name,
			"it has a seal's mark, and not a whole line of one");
}

static void see_tag(
	void *data, const char *name, const struct jl_oid *oid, const char *why)
{
	struct seals *s = data;
	struct jl_tag tag = {.text = NULL};
	struct jl_error error;
	int rc =
		why ? 0
		    : jl_repo_tag_read(s->pass->query->repo, oid, &tag, &error);

	if (why)
		jl_verify_bad(s->pass, 0, name, "%s", why);
	else if (rc < 0 && rc != JL_ENOTFOUND)
		jl_verify_unread(s->pass, 0, name, &error);
	else if (rc == 0)
		check_tag(s, name, &tag);
	jl_tag_release(&tag);
}

/* ---- seals that a name no longer leads to ---- */

/* A seal lies among the objects: the tag of its name must lead to a seal still.
 * (One whose name is gone was given up, or never finished.) */
static void see_loose_tag(void *data, const struct jl_oid *oid)
{
	struct seals *s = data;
	struct jl_repo *repo = s->pass->query->repo;
	struct jl_tag tag = {.text = NULL}, now = {.text = NULL};
	struct jl_oid named;
	struct jl_error error;
	char hex[JL_OID_HEX], *name = NULL;
	int rc = jl_repo_tag_read(repo, oid, &tag, &error);

	if (rc == 0 && has_mark(&tag) && tag.name &&
		jl_repo_tag_find(repo, tag.name, &named, &error) == 0 &&
		!jl_oid_equal(&named, oid)) {
		rc = jl_repo_tag_read(repo, &named, &now, &error);
		name = jl_xasprintf(TAGS "/%s", tag.name);
		jl_oid_hex(oid, hex);
		if (rc == JL_ENOTFOUND || (rc == 0 && !has_mark(&now)))
			jl_verify_bad(s->pass, 0, name,
				"a seal of this name was made (object %.12s), "
				"and it leads elsewhere now",
				hex);
	}
	free(name);
	jl_tag_release(&tag);
	jl_tag_release(&now);
}

int jl_verify_checkpoints(struct jl_verify_pass *pass, struct jl_error *err)
{
	const struct jl_verify_query *q = pass->query;
	struct seals seals = {.pass = pass, .signers = jl_signers_new(q->repo)};
	int rc;

	jl_verify_begin(pass, "checkpoints");
	for (size_t i = 0; i < q->n_checkpoints; i++)
		check_one(pass, &q->checkpoints[i], q->sources[i], false, NULL);
	rc = jl_refs_see(q->repo, TAGS, see_tag, &seals, err);
	if (rc == 0)
		rc = jl_repo_loose_tags(q->repo, see_loose_tag, &seals, err);
	jl_verify_end(
		pass, 0, "no earlier report or seal was given, or is here");
	jl_signers_free(seals.signers);
	return rc;
}

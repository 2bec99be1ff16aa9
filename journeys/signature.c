/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Keys by the tree of people/ that has them, and signatures against those. */
#include "journeys/signature.h"

#include "core/hash.h"
#include "core/sshsig.h"
#include "journeys/definition_file.h"
#include "journeys/history_record.h"

#include <stdlib.h>

const char *const jl_signed_words[] = {"not signed", "signed",
	"signed by an unknown key", "bad signature", "signature not judged",
	NULL};

struct signer {
	struct jl_ssh_key key;
	char *person;
};

/* The keys that one tree of people/ has. */
struct people {
	struct jl_oid tree;
	struct signer *v;
	size_t n, cap;
	UT_hash_handle hh;
};

/* The keys that one version of a person's file has. */
struct one_file {
	struct jl_oid blob;
	struct signer *v;
	size_t n, cap;
	UT_hash_handle hh;
};

struct jl_signers {
	struct jl_repo *repo;
	struct people *people;
	struct one_file *files;
};

struct jl_signers *jl_signers_new(struct jl_repo *repo)
{
	struct jl_signers *signers = jl_xcalloc(1, sizeof(*signers));

	signers->repo = repo;
	return signers;
}

void jl_signers_free(struct jl_signers *signers)
{
	struct people *p, *next_people;
	struct one_file *f, *next_file;

	if (!signers)
		return;
	HASH_ITER (hh, signers->people, p, next_people) {
		HASH_DELETE(hh, signers->people, p);
		free(p->v); /* its keys are the files' */
		free(p);
	}
	HASH_ITER (hh, signers->files, f, next_file) {
		HASH_DELETE(hh, signers->files, f);
		for (size_t i = 0; i < f->n; i++) {
			jl_ssh_key_release(&f->v[i].key);
			free(f->v[i].person);
		}
		free(f->v);
		free(f);
	}
	free(signers);
}

/* ---- keys ---- */

static void add_key(struct one_file *file, const char *person, const char *text)
{
	struct signer *s;

	JL_GROW(file->v, file->n, file->cap);
	s = &file->v[file->n];
	if (jl_ssh_key_parse(text, &s->key)) {
		s->person = jl_xstrdup(person);
		file->n++;
	}
}

static int read_file(struct jl_signers *signers, const struct jl_oid *blob,
	const char *id, struct one_file **out, struct jl_error *err)
{
	struct jl_version version = {0};
	struct jl_arena arena = {0};
	struct one_file *file;
	int rc;

	HASH_FIND(hh, signers->files, blob, sizeof(*blob), file);
	*out = file;
	if (file)
		return 0;
	rc = jl_version_read(signers->repo, JL_KIND_PERSON, id, blob, NULL,
		&arena, &version, err);
	if (rc < 0) {
		jl_arena_release(&arena);
		return rc;
	}
	file = jl_xcalloc(1, sizeof(*file));
	file->blob = *blob;
	if (version.definition) {
		const struct jl_person *person = version.definition;

		for (size_t i = 0; i < person->keys.n; i++)
			add_key(file, person->id, person->keys.v[i]);
	}
	HASH_ADD(hh, signers->files, blob, sizeof(file->blob), file);
	jl_version_release(&version);
	jl_arena_release(&arena);
	*out = file;
	return 0;
}

/* A walk over the files of people/. */
struct reading {
	struct jl_signers *signers;
	struct people *people;
	int rc;
	struct jl_error *err;
};

static void see_person(void *data, const struct jl_tree_edit *edit)
{
	struct reading *r = data;
	struct one_file *file = NULL;
	const char *slash = strrchr(edit->path, '/');
	char *id = jl_definition_id(slash ? slash + 1 : edit->path);

	if (id && r->rc == 0 && edit->is)
		r->rc = read_file(r->signers, &edit->after, id, &file, r->err);
	for (size_t i = 0; file && i < file->n; i++) {
		JL_GROW(r->people->v, r->people->n, r->people->cap);
		r->people->v[r->people->n++] = file->v[i];
	}
	free(id);
}

/* The keys of a commit's tree; *out may become NULL, for none. */
static int people_of(struct jl_signers *signers, const struct jl_oid *tree,
	struct people **out, struct jl_error *err)
{
	static const char *const folder[] = {"people", NULL};
	struct jl_tree_reader *reader;
	struct reading r = {.signers = signers, .err = err};
	struct jl_oid id;
	int rc = jl_repo_folder(signers->repo, tree, folder[0], &id, err);

	*out = NULL;
	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	HASH_FIND(hh, signers->people, &id, sizeof(id), *out);
	if (*out)
		return 0;
	r.people = jl_xcalloc(1, sizeof(*r.people));
	r.people->tree = id;
	reader = jl_tree_reader_new(signers->repo);
	rc = jl_tree_compare(reader, NULL, tree, folder, see_person, &r, err);
	jl_tree_reader_free(reader);
	if (rc == 0)
		rc = r.rc;
	if (rc < 0) {
		free(r.people->v);
		free(r.people);
		return rc;
	}
	HASH_ADD(hh, signers->people, tree, sizeof(id), r.people);
	*out = r.people;
	return 0;
}

static const char *owner_of(
	const struct people *people, const struct jl_ssh_key *key)
{
	for (size_t i = 0; people && i < people->n; i++)
		if (jl_ssh_key_equal(&people->v[i].key, key))
			return people->v[i].person;
	return NULL;
}

/* ---- whose keys count ---- */

static int people_at(struct jl_signers *signers, const struct jl_oid *commit,
	struct people **people, struct jl_error *err)
{
	struct jl_oid tree;
	int rc = jl_repo_tree_of(signers->repo, commit, &tree, err);

	*people = NULL;
	return rc < 0 ? rc : people_of(signers, &tree, people, err);
}

enum { BASES = 8 };

/* Was the key taken away on the way to a parent that does not have it? It was
 * if any commit that both parents came of had it. Strangers, which have none in
 * common, vouch for nobody. */
static int was_taken(struct jl_signers *signers, const struct jl_oid *with,
	const struct jl_oid *without, const struct jl_ssh_key *key, bool *is,
	struct jl_error *err)
{
	struct jl_oid bases[BASES];
	struct people *people;
	size_t n;
	int rc = jl_repo_bases(
		signers->repo, with, without, bases, BASES, &n, err);

	*is = rc < 0 || n == 0 || n > BASES;
	for (size_t i = 0; rc == 0 && !*is && i < n; i++) {
		rc = people_at(signers, &bases[i], &people, err);
		*is = rc == 0 && owner_of(people, key);
	}
	return rc;
}

/* Who has the key before the commit: in each parent, or in one of them, and the
 * others are from before it was recorded. */
static int find_owner(struct jl_signers *signers, const struct jl_commit *c,
	const struct jl_ssh_key *key, const char **owner, struct jl_error *err)
{
	const struct jl_oid *with = NULL;
	bool is_taken = false;
	struct people *people;
	int rc = 0;

	*owner = NULL;
	for (size_t i = 0; rc == 0 && !*owner && i < c->n_parents; i++) {
		rc = people_at(signers, &c->parents[i], &people, err);
		*owner = rc == 0 ? owner_of(people, key) : NULL;
		with = &c->parents[i];
	}
	for (size_t i = 0; rc == 0 && *owner && i < c->n_parents; i++) {
		rc = people_at(signers, &c->parents[i], &people, err);
		if (rc == 0 && !owner_of(people, key))
			rc = was_taken(signers, with, &c->parents[i], key,
				&is_taken, err);
		if (is_taken)
			*owner = NULL;
	}
	return rc;
}

/* The first commit of all has nothing before it but itself. */
static int find_first_owner(struct jl_signers *signers,
	const struct jl_commit *c, const struct jl_ssh_key *key,
	const char **owner, struct jl_error *err)
{
	struct people *people;
	int rc = people_of(signers, &c->tree, &people, err);

	*owner = rc == 0 ? owner_of(people, key) : NULL;
	return rc;
}

static int find_keys(struct jl_signers *signers, const struct jl_commit *c,
	bool *has_keys, struct jl_error *err)
{
	struct people *people = NULL;
	int rc = c->n_parents ? 0 : people_of(signers, &c->tree, &people, err);

	*has_keys = people && people->n > 0;
	for (size_t i = 0; rc == 0 && i < c->n_parents; i++) {
		rc = people_at(signers, &c->parents[i], &people, err);
		*has_keys = *has_keys || (people && people->n > 0);
	}
	return rc;
}

/* ---- signatures ---- */

/* Is the signature one of the text, whoever's? *sig, to be freed, is NULL where
 * it cannot be said whose. */
static void judge(const char *armoured, const void *text, size_t len,
	struct jl_signature *out, struct jl_sshsig **sig)
{
	struct jl_error error;
	int rc;

	*sig = NULL;
	if (strncmp(armoured, "-----BEGIN SSH", 14) != 0) {
		out->is = JL_SIGNED_OTHER;
		snprintf(out->why, sizeof(out->why),
			"it is no SSH signature, and people/ has SSH keys");
		return;
	}
	rc = jl_sshsig_parse(armoured, strlen(armoured), sig, &error);
	if (rc == 0) {
		out->key = jl_ssh_key_fingerprint(jl_sshsig_key(*sig));
		rc = jl_sshsig_verify(*sig, "git", text, len, &error);
	}
	out->is = rc == JL_EINVALID ? JL_SIGNED_BAD
		  : rc < 0	    ? JL_SIGNED_OTHER
				    : JL_SIGNED_UNKNOWN;
	if (rc < 0) {
		snprintf(out->why, sizeof(out->why), "%.250s", error.message);
		jl_sshsig_free(*sig);
		*sig = NULL;
	}
}

static int judge_commit(struct jl_signers *signers, const struct jl_commit *c,
	struct jl_signature *out, struct jl_error *err)
{
	char *armoured = NULL, *text = NULL;
	struct jl_sshsig *sig;
	size_t len = 0;
	int rc = jl_repo_signature(
		signers->repo, &c->oid, &armoured, &text, &len, err);

	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	judge(armoured, text, len, out, &sig);
	if (sig)
		rc = c->n_parents
			     ? find_owner(signers, c, jl_sshsig_key(sig),
				       &out->person, err)
			     : find_first_owner(signers, c, jl_sshsig_key(sig),
				       &out->person, err);
	if (out->person)
		out->is = JL_SIGNED_KNOWN;
	jl_sshsig_free(sig);
	free(armoured);
	free(text);
	return rc;
}

int jl_signature_check(struct jl_signers *signers, const struct jl_oid *commit,
	struct jl_signature *out, struct jl_error *err)
{
	struct jl_arena arena = {0};
	struct jl_commits one = {.arena = &arena};
	int rc = jl_repo_commit_read(signers->repo, commit, &one, err);

	memset(out, 0, sizeof(*out));
	if (rc == 0)
		rc = find_keys(signers, &one.v[0], &out->has_keys, err);
	if (rc == 0)
		rc = judge_commit(signers, &one.v[0], out, err);
	jl_commits_release(&one);
	jl_arena_release(&arena);
	return rc;
}

int jl_seal_check(struct jl_signers *signers, const struct jl_oid *commit,
	const char *armoured, const void *text, size_t len,
	struct jl_signature *out, struct jl_error *err)
{
	struct people *people = NULL;
	struct jl_sshsig *sig;
	int rc = people_at(signers, commit, &people, err);

	memset(out, 0, sizeof(*out));
	if (rc < 0)
		return rc;
	judge(armoured, text, len, out, &sig);
	if (sig)
		out->person = owner_of(people, jl_sshsig_key(sig));
	if (out->person)
		out->is = JL_SIGNED_KNOWN;
	jl_sshsig_free(sig);
	return 0;
}

char *jl_signature_words(const struct jl_signature *signature)
{
	return signature->is == JL_SIGNED_KNOWN
		       ? jl_xasprintf("signed by %s", signature->person)
		       : jl_xstrdup(jl_signed_words[signature->is]);
}

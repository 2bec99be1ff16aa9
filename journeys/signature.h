/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Who signed a commit: the person in people/ who had the key as it was recorded
 * before the commit. Dates have no say in it. Of a merge, each parent must have
 * the key, or be from before it was recorded; one that lost it on the way took
 * it away. The first commit of all has nothing before it: its own people/
 * count, and whoever trusts the ledger trusts that commit.
 * Reads: people/ in git.
 */
#ifndef JL_JOURNEYS_SIGNATURE_H
#define JL_JOURNEYS_SIGNATURE_H

#include "core/repo.h"

enum jl_signed {
	JL_SIGNED_NOT,
	JL_SIGNED_KNOWN,   /* a good signature by the key of a person */
	JL_SIGNED_UNKNOWN, /* a good one, by a key that nobody had */
	JL_SIGNED_BAD,	   /* not of this commit, or not by its key */
	JL_SIGNED_OTHER,   /* of a kind that cannot be judged here */
};

extern const char *const jl_signed_words[]; /* "not signed", ... */

struct jl_signature {
	enum jl_signed is;
	const char *person; /* the id, borrowed from the signers */
	char *key;	    /* its fingerprint, or NULL; yours to free */
	char why[256];	    /* it is bad, or cannot be judged */
	bool has_keys;	    /* does anybody have one just before the commit? */
};

/* The keys of people as commits have them; each state is read once. */
struct jl_signers;

struct jl_signers *jl_signers_new(struct jl_repo *repo);
void jl_signers_free(struct jl_signers *signers);

/* Fails only where git cannot be read. */
int jl_signature_check(struct jl_signers *signers, const struct jl_oid *commit,
	struct jl_signature *signature, struct jl_error *err);

/* As the text of a signed tag has it: by a key that the commit has. */
int jl_seal_check(struct jl_signers *signers, const struct jl_oid *commit,
	const char *armoured, const void *text, size_t len,
	struct jl_signature *signature, struct jl_error *err);

/* "signed by ana.ruiz", "not signed"; yours to free. */
char *jl_signature_words(const struct jl_signature *signature);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Signing as git's configuration asks for it: commit.gpgsign, gpg.format (ssh
 * or openpgp), user.signingkey. The programs are ssh-keygen and gpg of the
 * PATH, whatever a repository's own configuration names.
 */
#ifndef JL_CORE_SIGNING_H
#define JL_CORE_SIGNING_H

#include "core/repo.h"

struct jl_signing {
	bool is_wanted; /* of every commit */
	bool is_ssh;
	char *key; /* a file, or of gpg a name; NULL: none is said */
};

int jl_signing_read(
	struct jl_repo *repo, struct jl_signing *signing, struct jl_error *err);
void jl_signing_release(struct jl_signing *signing);

/* A jl_sign, whose data is the struct jl_signing. */
int jl_signing_sign(void *signing, const void *text, size_t len,
	char **signature, struct jl_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * SSH keys and signatures (OpenSSH's PROTOCOL.sshsig): Ed25519 is checked here,
 * other kinds by `ssh-keygen -Y verify`, signing is `ssh-keygen -Y sign`.
 */
#ifndef JL_CORE_SSHSIG_H
#define JL_CORE_SSHSIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

/* A public key as the wire has it. */
struct jl_ssh_key {
	uint8_t *blob;
	size_t len;
};

/* Reads "ssh-ed25519 AAAA... comment". false for anything else. */
bool jl_ssh_key_parse(const char *text, struct jl_ssh_key *key);
void jl_ssh_key_release(struct jl_ssh_key *key);
bool jl_ssh_key_equal(const struct jl_ssh_key *a, const struct jl_ssh_key *b);

/* "SHA256:..." as ssh-keygen -l prints it; yours to free. */
char *jl_ssh_key_fingerprint(const struct jl_ssh_key *key);
/* "ssh-ed25519 AAAA...", yours to free. */
char *jl_ssh_key_text(const struct jl_ssh_key *key);

struct jl_sshsig;

/* Reads an armoured signature; JL_EINVALID when it is none. */
int jl_sshsig_parse(const char *text, size_t len, struct jl_sshsig **out,
	struct jl_error *err);
void jl_sshsig_free(struct jl_sshsig *sig);

/* The key that it says it was made with; borrowed. Proves nothing. */
const struct jl_ssh_key *jl_sshsig_key(const struct jl_sshsig *sig);

/*
 * Was the message signed with that key, for this use ("git")? 0; JL_EINVALID
 * when not; JL_ENOTFOUND when it takes ssh-keygen, and there is none; JL_EENV.
 */
int jl_sshsig_verify(const struct jl_sshsig *sig, const char *use,
	const void *message, size_t len, struct jl_error *err);

/*
 * Signs the message with the key in a file, or the public key there whose
 * secret half an agent has. *armoured is yours to free.
 */
int jl_ssh_sign(const char *key_file, const char *use, const void *message,
	size_t len, char **armoured, struct jl_error *err);

#endif

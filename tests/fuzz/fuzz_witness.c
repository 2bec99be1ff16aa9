/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What somebody kept or signed: checkpoints in texts of any kind, SSH keys and
 * signatures. */
#include "core/sshsig.h"
#include "journeys/checkpoint.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_hex(const char *text, size_t most)
{
	return strlen(text) <= most &&
	       text[strspn(text, "0123456789abcdef")] == '\0';
}

static void signature(const char *text, size_t size)
{
	struct jl_sshsig *sig = NULL;
	struct jl_error error;
	char *key;

	if (jl_sshsig_parse(text, size, &sig, &error) < 0)
		return;
	key = jl_ssh_key_text(jl_sshsig_key(sig));
	/* Others are asked of ssh-keygen. */
	if (strncmp(key, "ssh-ed25519 ", 12) == 0)
		jl_sshsig_verify(sig, "git", "text", 4, &error);
	free(key);
	key = jl_ssh_key_fingerprint(jl_sshsig_key(sig));
	free(key);
	jl_sshsig_free(sig);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = jl_xstrndup(size ? (const char *)data : "", size);
	struct jl_checkpoint checkpoint;
	struct jl_ssh_key key;

	if (jl_checkpoint_find(text, size, &checkpoint) &&
		(!*checkpoint.commit || !is_hex(checkpoint.commit, 40) ||
			!is_hex(checkpoint.root, 64)))
		abort();
	if (jl_ssh_key_parse(text, &key)) {
		char *again = jl_ssh_key_text(&key);
		struct jl_ssh_key other;

		if (!jl_ssh_key_parse(again, &other) ||
			!jl_ssh_key_equal(&key, &other))
			abort();
		jl_ssh_key_release(&other);
		free(again);
	}
	jl_ssh_key_release(&key);
	signature(text, size);
	free(text);
	return 0;
}

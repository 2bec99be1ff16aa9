/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A key and a signature that OpenSSH 9.2's ssh-keygen made for this test, and
 * the fingerprint that it printed. */
#include "core/sshsig.h"

#include "tests/support/test.h"

static const char key_text[] =
	"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINSX1coUJmT2DHbx6Ivinz1JKIGMHuxtf7"
	"+EtMjwbVIN a comment";
static const char signature[] =
	"-----BEGIN SSH SIGNATURE-----\n"
	"U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg1JfVyhQmZPYMdvHoi+"
	"KfPUkogY\n"
	"we7G1/v4S0yPBtUg0AAAADZ2l0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5"
	"\n"
	"AAAAQKxZS8v0WFWGPhr0o+"
	"BBWYtzvIsvNQiTkGWYnJOcK79NPTjucPVYCtWOnvDKzxxPfP\n"
	"BGvkHKgnWQeGyXQOCOdAk=\n"
	"-----END SSH SIGNATURE-----\n";
static const char fingerprint[] =
	"SHA256:G/IzQgRjmPiCJ5/O1ltFQLRKXgdQFvQT/VpGDR7/ffM";

static struct jl_sshsig *parsed(void)
{
	struct jl_sshsig *sig = NULL;
	struct jl_error err;

	assert_number_equal(
		jl_sshsig_parse(signature, sizeof(signature) - 1, &sig, &err),
		0);
	return sig;
}

static void a_signature_is_of_its_text_and_its_use(void **state)
{
	struct jl_sshsig *sig = parsed();
	struct jl_error err;

	(void)state;
	assert_number_equal(jl_sshsig_verify(sig, "git", "text", 4, &err), 0);
	assert_error(jl_sshsig_verify(sig, "git", "texu", 4, &err), JL_EINVALID,
		&err, "not of this text");
	assert_error(jl_sshsig_verify(sig, "git", "text", 3, &err), JL_EINVALID,
		&err, "not of this text");
	assert_error(jl_sshsig_verify(sig, "file", "text", 4, &err),
		JL_EINVALID, &err, "another use");
	jl_sshsig_free(sig);
}

static void a_key_is_known_by_its_bytes_and_not_by_its_comment(void **state)
{
	struct jl_sshsig *sig = parsed();
	struct jl_ssh_key key;
	char *text;

	(void)state;
	assert_true(jl_ssh_key_parse(key_text, &key));
	assert_true(jl_ssh_key_equal(&key, jl_sshsig_key(sig)));
	text = jl_ssh_key_fingerprint(&key);
	assert_string_equal(text, fingerprint);
	free(text);
	text = jl_ssh_key_text(&key);
	assert_memory_equal(text, key_text, strlen(text));
	free(text);
	key.blob[key.len - 1] ^= 1;
	assert_false(jl_ssh_key_equal(&key, jl_sshsig_key(sig)));
	jl_ssh_key_release(&key);
	jl_sshsig_free(sig);
}

static void what_is_no_key_is_refused(void **state)
{
	/* The last but one is an Ed25519 key that says it is RSA. */
	static const char rsa[] =
		"ssh-rsa "
		"AAAAC3NzaC1lZDI1NTE5AAAAINSX1coUJmT2DHbx6Ivinz1JKIGMHux"
		"tf7+EtMjwbVIN";
	static const char *const texts[] = {"", "ssh-ed25519", "ssh-ed25519 ",
		"ssh-ed25519 !!!!", rsa, "ssh-ed25519 AAAA"};
	struct jl_ssh_key key;

	(void)state;
	for (size_t i = 0; i < JL_COUNT(texts); i++)
		assert_false(jl_ssh_key_parse(texts[i], &key));
}

static void each_flipped_bit_is_seen(void **state)
{
	const char *begin = strchr(signature, '\n') + 1;

	(void)state;
	/* A letter of the armour at a time becomes another one. */
	for (const char *at = begin; *at != '-'; at++) {
		char *copy = jl_xstrdup(signature);
		struct jl_sshsig *sig = NULL;
		struct jl_error err;

		if (*at == '\n' || *at == '=') {
			free(copy);
			continue;
		}
		copy[at - signature] = *at == 'A' ? 'B' : 'A';
		if (jl_sshsig_parse(copy, strlen(copy), &sig, &err) == 0) {
			struct jl_ssh_key key;

			assert_true(jl_ssh_key_parse(key_text, &key));
			assert_true(
				!jl_ssh_key_equal(&key, jl_sshsig_key(sig)) ||
				jl_sshsig_verify(sig, "git", "text", 4, &err) <
					0);
			jl_ssh_key_release(&key);
		}
		jl_sshsig_free(sig);
		free(copy);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signature_is_of_its_text_and_its_use),
		cmocka_unit_test(
			a_key_is_known_by_its_bytes_and_not_by_its_comment),
		cmocka_unit_test(what_is_no_key_is_refused),
		cmocka_unit_test(each_flipped_bit_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

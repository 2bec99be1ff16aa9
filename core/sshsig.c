/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The format is that of OpenSSH's PROTOCOL.sshsig: "SSHSIG", a version, then
 * texts with their lengths before them: key, use, reserved, name of the hash,
 * signature. What is signed is another such list with the message's hash.
 */
#include "core/sshsig.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/proc.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <openssl/evp.h>

enum { VERSION = 1, LENGTH = 4, ED25519_KEY = 32, ED25519_SIGNATURE = 64 };

static const char magic[] = "SSHSIG";
#define BEGINS "-----BEGIN SSH SIGNATURE-----"
#define ENDS "-----END SSH SIGNATURE-----"
static const char ed25519[] = "ssh-ed25519";

/* A part of the bytes, not ended by a NUL. */
struct part {
	const uint8_t *bytes;
	size_t len;
};

struct jl_sshsig {
	uint8_t *blob;
	char *armoured;
	struct jl_ssh_key key; /* in the blob */
	struct part use, reserved, hash, signature;
};

/* ---- bytes ---- */

/* The bytes of base 64, white space in it left out; NULL for other texts. */
static uint8_t *decode(const char *text, size_t len, size_t *out_len)
{
	EVP_ENCODE_CTX *ctx = EVP_ENCODE_CTX_new();
	uint8_t *out = jl_xmalloc(len / 4 * 3 + 4);
	int n = 0, last = 0;
	bool is_well;

	if (!ctx)
		jl_out_of_memory();
	EVP_DecodeInit(ctx);
	is_well = EVP_DecodeUpdate(ctx, out, &n, (const unsigned char *)text,
			  (int)len) >= 0 &&
		  EVP_DecodeFinal(ctx, out + n, &last) == 1;
	EVP_ENCODE_CTX_free(ctx);
	*out_len = (size_t)(n + last);
	if (is_well && *out_len > 0)
		return out;
	free(out);
	return NULL;
}

/* Takes a text with its length before it; false when there is less. */
static bool take(struct part *from, struct part *out)
{
	size_t len;

	if (from->len < LENGTH)
		return false;
	len = (size_t)from->bytes[0] << 24 | (size_t)from->bytes[1] << 16 |
	      (size_t)from->bytes[2] << 8 | from->bytes[3];
	if (from->len - LENGTH < len)
		return false;
	*out = (struct part){from->bytes + LENGTH, len};
	from->bytes += LENGTH + len;
	from->len -= LENGTH + len;
	return true;
}

static void put(struct jl_str *out, const void *bytes, size_t len)
{
	const uint8_t size[LENGTH] = {(uint8_t)(len >> 24),
		(uint8_t)(len >> 16), (uint8_t)(len >> 8), (uint8_t)len};

	jl_str_addn(out, size, LENGTH);
	jl_str_addn(out, bytes, len);
}

static bool is_text(const struct part *part, const char *text)
{
	return part->len == strlen(text) &&
	       memcmp(part->bytes, text, part->len) == 0;
}

/* ---- keys ---- */

bool jl_ssh_key_parse(const char *text, struct jl_ssh_key *key)
{
	const char *base64 = strchr(text, ' ');
	struct part all, name;
	size_t name_len;

	memset(key, 0, sizeof(*key));
	if (!base64)
		return false;
	name_len = (size_t)(base64 - text);
	base64 += strspn(base64, " ");
	key->blob = decode(base64, strcspn(base64, " \t\r\n"), &key->len);
	all = (struct part){key->blob, key->len};
	/* The blob says its kind once more. */
	if (key->blob && take(&all, &name) && name.len == name_len &&
		memcmp(name.bytes, text, name_len) == 0)
		return true;
	jl_ssh_key_release(key);
	return false;
}

void jl_ssh_key_release(struct jl_ssh_key *key)
{
	free(key->blob);
	memset(key, 0, sizeof(*key));
}

bool jl_ssh_key_equal(const struct jl_ssh_key *a, const struct jl_ssh_key *b)
{
	return a->len == b->len && a->len > 0 &&
	       memcmp(a->blob, b->blob, a->len) == 0;
}

static char *encode(const uint8_t *bytes, size_t len)
{
	char *out = jl_xmalloc(len / 3 * 4 + 8);

	EVP_EncodeBlock((unsigned char *)out, bytes, (int)len);
	return out;
}

char *jl_ssh_key_fingerprint(const struct jl_ssh_key *key)
{
	uint8_t hash[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	char *base64, *out;

	if (EVP_Digest(key->blob, key->len, hash, &len, EVP_sha256(), NULL) !=
		1)
		jl_out_of_memory();
	base64 = encode(hash, len);
	out = jl_xasprintf("SHA256:%.*s", (int)strcspn(base64, "="), base64);
	free(base64);
	return out;
}

char *jl_ssh_key_text(const struct jl_ssh_key *key)
{
	struct part all = {key->blob, key->len}, name = {0};
	char *base64 = encode(key->blob, key->len), *out;

	take(&all, &name);
	out = jl_xasprintf("%.*s %s", (int)name.len,
		name.bytes ? (const char *)name.bytes : "", base64);
	free(base64);
	return out;
}

/* ---- reading a signature ---- */

static bool read_parts(struct jl_sshsig *sig, size_t len)
{
	static const uint8_t version[LENGTH] = {0, 0, 0, VERSION};
	size_t head = sizeof(magic) - 1;
	struct part rest, key;

	if (len < head + LENGTH || memcmp(sig->blob, magic, head) != 0 ||
		memcmp(sig->blob + head, version, LENGTH) != 0)
		return false;
	rest = (struct part){sig->blob + head + LENGTH, len - head - LENGTH};
	if (!take(&rest, &key) || !take(&rest, &sig->use) ||
		!take(&rest, &sig->reserved) || !take(&rest, &sig->hash) ||
		!take(&rest, &sig->signature) || rest.len != 0)
		return false;
	sig->key = (struct jl_ssh_key){(uint8_t *)key.bytes, key.len};
	return true;
}

int jl_sshsig_parse(const char *text, size_t len, struct jl_sshsig **out,
	struct jl_error *err)
{
	struct jl_sshsig *sig = jl_xcalloc(1, sizeof(*sig));
	const char *begin = NULL, *end;
	size_t blob_len = 0;

	sig->armoured = jl_xstrndup(text, len);
	/* As ssh-keygen has it: nothing stands before the mark, or behind it on
	 * its line. */
	if (strncmp(sig->armoured, BEGINS "\n", sizeof(BEGINS)) == 0)
		begin = sig->armoured + sizeof(BEGINS) - 1;
	end = begin ? strstr(begin, "\n" ENDS) : NULL;
	if (end)
		sig->blob = decode(begin, (size_t)(end - begin), &blob_len);
	if (!sig->blob || !read_parts(sig, blob_len)) {
		jl_sshsig_free(sig);
		return jl_fail(err, JL_EINVALID, "this is no SSH signature");
	}
	*out = sig;
	return 0;
}

void jl_sshsig_free(struct jl_sshsig *sig)
{
	if (!sig)
		return;
	free(sig->armoured);
	free(sig->blob);
	free(sig);
}

const struct jl_ssh_key *jl_sshsig_key(const struct jl_sshsig *sig)
{
	return &sig->key;
}

/* ---- is it good? ---- */

static int is_bad(struct jl_error *err)
{
	return jl_fail(err, JL_EINVALID,
		"the signature is not of this text, or not by this key");
}

/* What was signed, in place of the message. */
static bool signed_text(const struct jl_sshsig *sig, const void *message,
	size_t len, struct jl_str *out)
{
	const EVP_MD *md = is_text(&sig->hash, "sha512")   ? EVP_sha512()
			   : is_text(&sig->hash, "sha256") ? EVP_sha256()
							   : NULL;
	uint8_t hash[EVP_MAX_MD_SIZE];
	unsigned hash_len = 0;

	if (!md || EVP_Digest(message, len, hash, &hash_len, md, NULL) != 1)
		return false;
	jl_str_addn(out, magic, sizeof(magic) - 1);
	put(out, sig->use.bytes, sig->use.len);
	put(out, sig->reserved.bytes, sig->reserved.len);
	put(out, sig->hash.bytes, sig->hash.len);
	put(out, hash, hash_len);
	return true;
}

/* 1 when it is of this kind, and its two halves are taken apart. */
static bool is_ed25519(
	const struct jl_sshsig *sig, struct part *key, struct part *bytes)
{
	struct part all = {sig->key.blob, sig->key.len};
	struct part signature = sig->signature, name;

	return take(&all, &name) && is_text(&name, ed25519) &&
	       take(&all, key) && all.len == 0 && key->len == ED25519_KEY &&
	       take(&signature, &name) && is_text(&name, ed25519) &&
	       take(&signature, bytes) && signature.len == 0 &&
	       bytes->len == ED25519_SIGNATURE;
}

static int verify_ed25519(const struct part *key, const struct part *signature,
	const struct jl_str *text, struct jl_error *err)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(
		EVP_PKEY_ED25519, NULL, key->bytes, key->len);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool is_good =
		pkey && ctx &&
		EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
		EVP_DigestVerify(ctx, signature->bytes, signature->len,
			(const unsigned char *)text->text, text->len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return is_good ? 0 : is_bad(err);
}

/* ssh-keygen wants files: who may sign (this key, as "signer"), and the
 * signature. */
static int verify_in(const char *folder, const struct jl_sshsig *sig,
	const char *use, const void *message, size_t len, struct jl_error *err)
{
	char *key = jl_ssh_key_text(&sig->key);
	char *allowed = jl_xasprintf("signer %s\n", key);
	char *allowed_file = jl_path_join(folder, "allowed");
	char *sig_file = jl_path_join(folder, "signature");
	const char *const argv[] = {"ssh-keygen", "-Y", "verify", "-f",
		allowed_file, "-I", "signer", "-n", use, "-s", sig_file, NULL};
	int rc = jl_file_create(allowed_file, allowed, strlen(allowed), err);

	if (rc == 0)
		rc = jl_file_create(
			sig_file, sig->armoured, strlen(sig->armoured), err);
	if (rc == 0)
		rc = jl_run_filter(argv, message, len, NULL, NULL, NULL, err);
	if (rc > 0)
		rc = is_bad(err);
	unlink(allowed_file);
	unlink(sig_file);
	free(sig_file);
	free(allowed_file);
	free(allowed);
	free(key);
	return rc;
}

static int verify_elsewhere(const struct jl_sshsig *sig, const char *use,
	const void *message, size_t len, struct jl_error *err)
{
	char *folder = jl_scratch_folder(err);
	int rc;

	if (!folder)
		return err->code;
	rc = verify_in(folder, sig, use, message, len, err);
	rmdir(folder);
	free(folder);
	return rc;
}

int jl_sshsig_verify(const struct jl_sshsig *sig, const char *use,
	const void *message, size_t len, struct jl_error *err)
{
	struct jl_str text = JL_STR_INIT;
	struct part key, bytes;
	int rc;

	if (!is_text(&sig->use, use))
		return jl_fail(err, JL_EINVALID,
			"the signature is for another use than %s", use);
	if (!signed_text(sig, message, len, &text))
		rc = jl_fail(err, JL_EINVALID,
			"the signature is by a hash that is not known");
	else if (is_ed25519(sig, &key, &bytes))
		rc = verify_ed25519(&key, &bytes, &text, err);
	else
		rc = verify_elsewhere(sig, use, message, len, err);
	jl_str_release(&text);
	return rc;
}

int jl_ssh_sign(const char *key_file, const char *use, const void *message,
	size_t len, char **armoured, struct jl_error *err)
{
	const char *const argv[] = {
		"ssh-keygen", "-Y", "sign", "-n", use, "-f", key_file, NULL};
	char *complaint = NULL;
	int rc = jl_run_filter(
		argv, message, len, armoured, NULL, &complaint, err);

	if (rc > 0 || (rc == 0 && !strstr(*armoured, BEGINS))) {
		free(*armoured);
		*armoured = NULL;
		rc = jl_fail(err, JL_EENV, "the key %.200s cannot sign: %.300s",
			key_file,
			complaint && *complaint ? complaint
						: "ssh-keygen says nothing");
	}
	free(complaint);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Hashes by libcrypto. A hash that cannot be computed is a broken machine,
 * so these functions have no error to return: they end the program. */
#include "core/digest.h"

#include "core/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

enum { BLOCK = 64 };

struct jl_digest {
	EVP_MD_CTX *ctx;
};

/* Two contexts already fed with the padded key: a hash copies them. */
struct jl_keyed {
	EVP_MD_CTX *inner, *outer, *work;
};

static void must(int ok)
{
	assert(ok == 1);
	(void)ok;
}

struct jl_digest *jl_digest_new(void)
{
	struct jl_digest *digest = jl_xcalloc(1, sizeof(*digest));

	digest->ctx = EVP_MD_CTX_new();
	must(digest->ctx != NULL);
	must(EVP_DigestInit_ex(digest->ctx, EVP_sha256(), NULL));
	return digest;
}

void jl_digest_add(struct jl_digest *digest, const void *bytes, size_t len)
{
	must(EVP_DigestUpdate(digest->ctx, bytes, len));
}

void jl_digest_finish(struct jl_digest *digest, char hex[JL_DIGEST_HEX])
{
	uint8_t out[JL_DIGEST_SIZE];

	must(EVP_DigestFinal_ex(digest->ctx, out, NULL));
	jl_hex(out, sizeof(out), hex);
	jl_digest_free(digest);
}

void jl_digest_free(struct jl_digest *digest)
{
	if (!digest)
		return;
	EVP_MD_CTX_free(digest->ctx);
	free(digest);
}

void jl_sha256(const void *bytes, size_t len, uint8_t out[JL_DIGEST_SIZE])
{
	must(EVP_Digest(bytes, len, out, NULL, EVP_sha256(), NULL));
}

void jl_sha256_base64(const char *text, char out[JL_DIGEST_BASE64])
{
	uint8_t digest[JL_DIGEST_SIZE];

	jl_sha256(text, strlen(text), digest);
	EVP_EncodeBlock((unsigned char *)out, digest, JL_DIGEST_SIZE);
}

void jl_hex(const uint8_t *bytes, size_t len, char *hex)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[2 * len] = '\0';
}

static EVP_MD_CTX *keyed_context(const uint8_t key[BLOCK], uint8_t pad)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t block[BLOCK];

	for (size_t i = 0; i < BLOCK; i++)
		block[i] = key[i] ^ pad;
	must(ctx != NULL);
	must(EVP_DigestInit_ex(ctx, EVP_sha256(), NULL));
	must(EVP_DigestUpdate(ctx, block, BLOCK));
	OPENSSL_cleanse(block, sizeof(block));
	return ctx;
}

struct jl_keyed *jl_keyed_new(const void *key, size_t len)
{
	struct jl_keyed *keyed = jl_xcalloc(1, sizeof(*keyed));
	uint8_t block[BLOCK] = {0};

	if (len > BLOCK)
		jl_sha256(key, len, block);
	else
		memcpy(block, key, len);
	keyed->inner = keyed_context(block, 0x36);
	keyed->outer = keyed_context(block, 0x5c);
	keyed->work = EVP_MD_CTX_new();
	must(keyed->work != NULL);
	OPENSSL_cleanse(block, sizeof(block));
	return keyed;
}

void jl_keyed_free(struct jl_keyed *keyed)
{
	if (!keyed)
		return;
	EVP_MD_CTX_free(keyed->inner);
	EVP_MD_CTX_free(keyed->outer);
	EVP_MD_CTX_free(keyed->work);
	free(keyed);
}

void jl_keyed_hash(struct jl_keyed *keyed, const void *bytes, size_t len,
	uint8_t out[JL_DIGEST_SIZE])
{
	must(EVP_MD_CTX_copy_ex(keyed->work, keyed->inner));
	must(EVP_DigestUpdate(keyed->work, bytes, len));
	must(EVP_DigestFinal_ex(keyed->work, out, NULL));
	must(EVP_MD_CTX_copy_ex(keyed->work, keyed->outer));
	must(EVP_DigestUpdate(keyed->work, out, JL_DIGEST_SIZE));
	must(EVP_DigestFinal_ex(keyed->work, out, NULL));
}

void jl_random(void *buffer, size_t len)
{
	must(RAND_bytes(buffer, (int)len));
}

void jl_merkle_leaf(
	const void *bytes, size_t len, uint8_t out[JL_DIGEST_SIZE])
{
	uint8_t *leaf = jl_xmalloc(len + 1);

	leaf[0] = 0x00;
	memcpy(leaf + 1, bytes, len);
	jl_sha256(leaf, len + 1, out);
	free(leaf);
}

void jl_merkle_root(const uint8_t (*leaves)[JL_DIGEST_SIZE], size_t n,
	uint8_t out[JL_DIGEST_SIZE])
{
	uint8_t node[1 + 2 * JL_DIGEST_SIZE] = {0x01};
	size_t left = 1;

	if (n == 0) {
		jl_sha256("", 0, out);
		return;
	}
	if (n == 1) {
		memcpy(out, leaves[0], JL_DIGEST_SIZE);
		return;
	}
	while (left * 2 < n)
		left *= 2;
	jl_merkle_root(leaves, left, node + 1);
	jl_merkle_root(leaves + left, n - left, node + 1 + JL_DIGEST_SIZE);
	jl_sha256(node, sizeof(node), out);
}

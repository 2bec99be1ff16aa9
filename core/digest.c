/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Hashes by libcrypto, checksums by zlib. A hash that cannot be computed is a
 * broken machine, so these functions have no error to return: they end the
 * program. */
/* SHA256_CTX can be copied as a plain struct, which the newer interface
 * cannot do without allocating: pseudonyms are made a million at a time. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "core/digest.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <zlib.h>

enum { BLOCK = 64 };

struct jl_digest {
	EVP_MD_CTX *ctx;
};

/* Two contexts already fed with the padded key: a hash copies them. */
struct jl_keyed {
	SHA256_CTX inner, outer;
};

/* OpenSSL has no other reason to fail at this. */
static void must(int ok)
{
	if (ok != 1)
		jl_out_of_memory();
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

void jl_sha1(const void *bytes, size_t len, uint8_t out[JL_SHA1_SIZE])
{
	must(EVP_Digest(bytes, len, out, NULL, EVP_sha1(), NULL));
}

uint32_t jl_number_at(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
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

static void feed_key(SHA256_CTX *ctx, const uint8_t key[BLOCK], uint8_t pad)
{
	uint8_t block[BLOCK];

	for (size_t i = 0; i < BLOCK; i++)
		block[i] = key[i] ^ pad;
	must(SHA256_Init(ctx));
	must(SHA256_Update(ctx, block, BLOCK));
	OPENSSL_cleanse(block, sizeof(block));
}

/* The value of a small hexadecimal digit + 1; 0 for any other character. */
static const uint8_t hex_value[256] = {['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16};

bool jl_unhex(const char *hex, size_t len, uint8_t *bytes, size_t size)
{
	if (len != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		unsigned high = hex_value[(uint8_t)hex[2 * i]];
		unsigned low = hex_value[(uint8_t)hex[2 * i + 1]];

		if (!high || !low)
			return false;
		bytes[i] = (uint8_t)((high - 1) << 4 | (low - 1));
	}
	return true;
}

uint32_t jl_checksum(uint32_t before, const void *bytes, size_t len)
{
	return (uint32_t)crc32_z(before, bytes, len);
}

struct jl_keyed *jl_keyed_new(const void *key, size_t len)
{
	struct jl_keyed *keyed = jl_xcalloc(1, sizeof(*keyed));
	uint8_t block[BLOCK] = {0};

	if (len > BLOCK)
		jl_sha256(key, len, block);
	else
		memcpy(block, key, len);
	feed_key(&keyed->inner, block, 0x36);
	feed_key(&keyed->outer, block, 0x5c);
	OPENSSL_cleanse(block, sizeof(block));
	return keyed;
}

void jl_keyed_free(struct jl_keyed *keyed)
{
	if (!keyed)
		return;
	OPENSSL_cleanse(keyed, sizeof(*keyed));
	free(keyed);
}

void jl_keyed_hash(struct jl_keyed *keyed, const void *bytes, size_t len,
	uint8_t out[JL_DIGEST_SIZE])
{
	SHA256_CTX work = keyed->inner;

	must(SHA256_Update(&work, bytes, len));
	must(SHA256_Final(out, &work));
	work = keyed->outer;
	must(SHA256_Update(&work, out, JL_DIGEST_SIZE));
	must(SHA256_Final(out, &work));
}

void jl_random(void *buffer, size_t len)
{
	must(RAND_bytes(buffer, (int)len));
}

void jl_merkle_leaf(const void *bytes, size_t len, uint8_t out[JL_DIGEST_SIZE])
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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* SHA-256 of streams and texts, keyed pseudonyms, and Merkle tree roots. */
#ifndef JL_CORE_DIGEST_H
#define JL_CORE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JL_DIGEST_SIZE 32
#define JL_DIGEST_HEX 65

struct jl_digest; /* a running SHA-256 */

struct jl_digest *jl_digest_new(void);
void jl_digest_add(struct jl_digest *digest, const void *bytes, size_t len);
/* Ends the running hash and writes its 64 hexadecimal digits; frees it. */
void jl_digest_finish(struct jl_digest *digest, char hex[JL_DIGEST_HEX]);
void jl_digest_free(struct jl_digest *digest);

void jl_sha256(const void *bytes, size_t len, uint8_t out[JL_DIGEST_SIZE]);
/* The SHA-256 of a text in base 64, as content security policies want it. */
#define JL_DIGEST_BASE64 48
void jl_sha256_base64(const char *text, char out[JL_DIGEST_BASE64]);
/* SHA-1, by which git names its objects and ends its files. */
#define JL_SHA1_SIZE 20
void jl_sha1(const void *bytes, size_t len, uint8_t out[JL_SHA1_SIZE]);
/* The number that four bytes are, the highest first. */
uint32_t jl_number_at(const uint8_t *bytes);
void jl_hex(const uint8_t *bytes, size_t len, char *hex); /* 2 len + 1 */
/* The bytes of that many small hexadecimal digits; false for other texts. */
bool jl_unhex(const char *hex, size_t len, uint8_t *bytes, size_t size);

/*
 * CRC-32 of the bytes after those that came to `before` (0 at the start):
 * notices what breaks by itself, proves nothing.
 */
uint32_t jl_checksum(uint32_t before, const void *bytes, size_t len);

/* HMAC-SHA-256 (RFC 2104) under one key, for many short texts. */
struct jl_keyed;

struct jl_keyed *jl_keyed_new(const void *key, size_t len);
void jl_keyed_free(struct jl_keyed *keyed);
void jl_keyed_hash(struct jl_keyed *keyed, const void *bytes, size_t len,
	uint8_t out[JL_DIGEST_SIZE]);

/* Fills the buffer from the system's random source. */
void jl_random(void *buffer, size_t len);

/*
 * The Merkle tree hash of RFC 9162, section 2.1.1: first each leaf by itself,
 * then the root over n leaf hashes in the order given. The root over no leaves
 * is the hash of nothing.
 */
void jl_merkle_leaf(const void *bytes, size_t len, uint8_t out[JL_DIGEST_SIZE]);
void jl_merkle_root(const uint8_t (*leaves)[JL_DIGEST_SIZE], size_t n,
	uint8_t out[JL_DIGEST_SIZE]);

#endif

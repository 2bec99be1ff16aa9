/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/digest.h"

#include "tests/support/test.h"

struct hash_row {
	const char *sentence;
	const char *text, *hex;
};

/* FIPS 180-4 examples. */
static const struct hash_row hashes[] = {
	{"sha_256_of_nothing", "",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8"
		"55"},
	{"sha_256_of_abc", "abc",
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
		"ad"},
};

static void hashes_text(void **state)
{
	const struct hash_row *row = *state;
	struct jl_digest *digest = jl_digest_new();
	char hex[JL_DIGEST_HEX];

	for (const char *p = row->text; *p; p++)
		jl_digest_add(digest, p, 1);
	jl_digest_finish(digest, hex);
	assert_string_equal(hex, row->hex);
}

struct keyed_row {
	const char *sentence;
	const char *key, *text, *hex;
};

/* RFC 4231, test cases 2 and 6 (a key longer than a block). */
static const struct keyed_row keyed[] = {
	{"hmac_with_a_short_key", "Jefe", "what do ya want for nothing?",
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38"
		"43"},
	{"hmac_with_a_long_key",
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa",
		"Test Using Larger Than Block-Size Key - Hash Key First",
		"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f"
		"54"},
};

static void makes_pseudonym(void **state)
{
	const struct keyed_row *row = *state;
	struct jl_keyed *k = jl_keyed_new(row->key, strlen(row->key));
	uint8_t out[JL_DIGEST_SIZE];
	char hex[JL_DIGEST_HEX];

	for (int i = 0; i < 2; i++) { /* the key stays good */
		jl_keyed_hash(k, row->text, strlen(row->text), out);
		jl_hex(out, sizeof(out), hex);
		assert_string_equal(hex, row->hex);
	}
	jl_keyed_free(k);
}

struct merkle_row {
	const char *sentence;
	size_t n;
	const char *hex;
};

/* Leaves "0", "1", ...; roots by another implementation of RFC 9162: a
 * recursion over hashlib written for this test. */
static const struct merkle_row roots[] = {
	{"root_of_no_leaves_is_the_hash_of_nothing", 0,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8"
		"55"},
	{"root_of_one_leaf", 1,
		"db3426e878068d28d269b6c87172322ce5372b65756d0789001d34835f601c"
		"03"},
	{"root_of_two_leaves", 2,
		"cb00989d94a569c0a678ae042b63dcd4625db96440517f37a6eb7976ea24ed"
		"4b"},
	{"root_of_three_leaves_splits_two_and_one", 3,
		"725d5230db68f557470dc35f1d8865813acd7ebb07ad152774141decbae713"
		"27"},
	{"root_of_seven_leaves", 7,
		"a3e23b32ccb6bf96d092d165d8aa546e09829de8f03b0e8957581d1e16b92b"
		"df"},
};

static void computes_root(void **state)
{
	const struct merkle_row *row = *state;
	uint8_t leaves[8][JL_DIGEST_SIZE], root[JL_DIGEST_SIZE];
	char text[24], hex[JL_DIGEST_HEX];

	for (size_t i = 0; i < row->n; i++) {
		snprintf(text, sizeof(text), "%zu", i);
		jl_merkle_leaf(text, strlen(text), leaves[i]);
	}
	jl_merkle_root((const uint8_t(*)[JL_DIGEST_SIZE])leaves, row->n, root);
	jl_hex(root, sizeof(root), hex);
	assert_string_equal(hex, row->hex);
}

int main(void)
{
	return RUN_ROWS("hashes", hashes, hashes_text) +
	       RUN_ROWS("pseudonyms", keyed, makes_pseudonym) +
	       RUN_ROWS("Merkle roots", roots, computes_root);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Amounts: what is measured, as a whole number of millionths of its unit.
 * Sums of amounts are exact and do not depend on their order, so parts add
 * up to their total to the last digit, in every clone and after every
 * rebuild; binary fractions could promise neither.
 */
#ifndef JL_CORE_AMOUNT_H
#define JL_CORE_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

#define JL_MICRO INT64_C(1000000)
/* Larger amounts are refused: sums of a hundred billion still fit. */
#define JL_AMOUNT_MAX (INT64_C(9000000000000) * JL_MICRO / 10)

/* A sum of amounts: room for 10^20 of the largest. */
__extension__ typedef __int128 jl_sum;

/*
 * Reads a decimal such as "-12.5", with the given decimal mark. Spaces
 * around it go; digits beyond a millionth are rounded half to even, and
 * is_rounded says so. Exponents ("1e3") are read. Returns 0 or JL_EINVALID.
 */
int jl_amount_parse(const char *text, size_t len, char decimal_mark,
	int64_t *amount, bool *is_rounded, struct jl_error *err);

#define JL_AMOUNT_TEXT 48
/* The shortest decimal that is exactly this: "12.5", "3", "-0.000001". */
const char *jl_sum_format(jl_sum sum, char buf[JL_AMOUNT_TEXT]);

/* Writes a whole number at p, unterminated; returns its end. */
char *jl_put_whole(char *p, uint64_t number);

/* The nearest double to the sum in whole units. */
double jl_sum_to_double(jl_sum sum);

/*
 * Splits amount into n parts in proportion to weights (whole, not all 0) by
 * largest remainder, ties to the earlier part. The parts are multiples of
 * unit when amount is, and always add up to amount.
 */
void jl_amount_split(int64_t amount, int64_t unit, const int64_t *weights,
	size_t n, int64_t *parts);

/* The coarsest of 1, 1/10 .. 1/1000000 that amount is a multiple of. */
int64_t jl_amount_unit(int64_t amount);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Decimal text to millionths and back; exact splitting. */
#include "core/amount.h"

#include "core/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MICRO_DIGITS = 6, DIGITS_MAX = 40, EXPONENT_MAX = 99 };

__extension__ typedef unsigned __int128 sum_size;

/* A decimal number in pieces: digits without the mark, and its exponent. */
struct decimal {
	bool negative;
	char digits[DIGITS_MAX];
	int n;	       /* of digits kept */
	int exponent;  /* value = 0.digits * 10^exponent */
	bool has_more; /* a digit other than 0 did not fit */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void keep_digit(struct decimal *d, char c)
{
	if (d->n == 0 && c == '0')
		return;
	if (d->n < DIGITS_MAX)
		d->digits[d->n++] = c;
	else if (c != '0')
		d->has_more = true;
}

static bool read_exponent(const char **p, const char *end, int *exponent)
{
	bool negative = false;
	int value = 0;

	if (*p < end && (**p == '+' || **p == '-'))
		negative = *(*p)++ == '-';
	if (*p == end || !is_digit(**p))
		return false;
	for (; *p < end && is_digit(**p); (*p)++)
		if (value <= EXPONENT_MAX)
			value = value * 10 + (**p - '0');
	*exponent += negative ? -value : value;
	return true;
}

static bool read_decimal(
	const char *p, const char *end, char mark, struct decimal *d)
{
	bool any = false, after_mark = false;

	memset(d, 0, sizeof(*d));
	if (p < end && (*p == '-' || *p == '+'))
		d->negative = *p++ == '-';
	for (; p < end; p++) {
		if (*p == mark && !after_mark) {
			after_mark = true;
		} else if (is_digit(*p)) {
			any = true;
			keep_digit(d, *p);
			if (!after_mark && d->n > 0)
				d->exponent++;
			else if (after_mark && d->n == 0)
				d->exponent--;
		} else {
			break;
		}
	}
	if (any && p < end && (*p == 'e' || *p == 'E')) {
		p++;
		any = read_exponent(&p, end, &d->exponent);
	}
	return any && p == end;
}

/* Plain whole numbers and short decimals, which are nearly all there are. */
static bool read_plain(
	const char *p, const char *end, char mark, int64_t *amount)
{
	bool negative = false;
	int64_t value = 0;
	int decimals = -1;

	if (p < end && *p == '-') {
		negative = true;
		p++;
	}
	if (end - p < 1 || end - p > 12)
		return false;
	for (; p < end; p++) {
		if (*p == mark && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (!is_digit(*p))
			return false;
		value = value * 10 + (*p - '0');
		if (decimals >= 0)
			decimals++;
	}
	if (decimals == 0 || decimals > MICRO_DIGITS)
		return false;
	for (int i = decimals < 0 ? 0 : decimals; i < MICRO_DIGITS; i++)
		value *= 10;
	*amount = negative ? -value : value;
	return value <= JL_AMOUNT_MAX;
}

/* The digits as millionths, rounded half to even; false when too large. */
static bool round_to_micro(
	const struct decimal *d, int64_t *amount, bool *is_rounded)
{
	int keep = d->exponent + MICRO_DIGITS; /* digits before the cut */
	int64_t value = 0;
	int first;
	bool rest = d->has_more;

	if (d->n == 0) {
		*amount = 0;
		return true;
	}
	if (keep > 18)
		return false;
	for (int i = 0; i < keep; i++)
		value = value * 10 + (i < d->n ? d->digits[i] - '0' : 0);
	first = keep >= 0 && keep < d->n ? d->digits[keep] - '0' : 0;
	for (int i = keep < 0 ? 0 : keep + 1; i < d->n; i++)
		rest = rest || d->digits[i] != '0';
	*is_rounded = first || rest;
	if (first > 5 || (first == 5 && (rest || value % 2)))
		value++;
	*amount = d->negative ? -value : value;
	return value <= JL_AMOUNT_MAX;
}

int jl_amount_parse(const char *text, size_t len, char decimal_mark,
	int64_t *amount, bool *is_rounded, struct jl_error *err)
{
	const char *p = text, *end = text + len;
	struct decimal d;

	*is_rounded = false;
	while (p < end && *p == ' ')
		p++;
	while (end > p && end[-1] == ' ')
		end--;
	if (read_plain(p, end, decimal_mark, amount))
		return 0;
	if (!read_decimal(p, end, decimal_mark, &d))
		return jl_fail(err, JL_EINVALID, "'%.*s' is not a number",
			(int)(len < 40 ? len : 40), text);
	if (!round_to_micro(&d, amount, is_rounded))
		return jl_fail(err, JL_EINVALID,
			"'%.*s' is larger than 900 billion",
			(int)(len < 40 ? len : 40), text);
	return 0;
}

/* Digits of a whole number, backwards; how many. */
static size_t put_reversed(uint64_t number, char *reversed)
{
	size_t n = 0;

	do {
		reversed[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	return n;
}

char *jl_put_whole(char *p, uint64_t number)
{
	char reversed[24];
	size_t n = put_reversed(number, reversed);

	while (n > 0)
		*p++ = reversed[--n];
	return p;
}

const char *jl_sum_format(jl_sum sum, char buf[JL_AMOUNT_TEXT])
{
	/* Sums are within 128 bits, their whole units within 10^32. */
	sum_size size = sum < 0 ? -(sum_size)sum : (sum_size)sum;
	const uint64_t chunk = UINT64_C(1000000000000000000);
	uint64_t micro, high, low;
	char *p = buf;

	if (sum < 0)
		*p++ = '-';
	if (size <= UINT64_MAX) {
		micro = (uint64_t)size % JL_MICRO;
		low = (uint64_t)size / JL_MICRO;
		high = 0;
	} else {
		micro = (uint64_t)(size % JL_MICRO);
		size /= JL_MICRO;
		high = (uint64_t)(size / chunk);
		low = (uint64_t)(size % chunk);
	}
	if (high) {
		p = jl_put_whole(p, high);
		for (uint64_t unit = chunk / 10; unit > low && unit > 1;
			unit /= 10)
			*p++ = '0';
	}
	p = jl_put_whole(p, low);
	if (micro) {
		*p++ = '.';
		for (uint64_t unit = JL_MICRO / 10; micro; unit /= 10) {
			*p++ = (char)('0' + micro / unit);
			micro %= unit;
		}
	}
	*p = '\0';
	return buf;
}

double jl_sum_to_double(jl_sum sum)
{
	char text[JL_AMOUNT_TEXT];

	/* Exact below 2^53 millionths; else let strtod round correctly. */
	if (sum > -(INT64_C(1) << 53) && sum < INT64_C(1) << 53)
		return (double)(int64_t)sum / (double)JL_MICRO;
	return strtod(jl_sum_format(sum, text), NULL);
}

int64_t jl_amount_unit(int64_t amount)
{
	int64_t unit = JL_MICRO;

	while (amount % unit != 0)
		unit /= 10;
	return unit;
}

struct remainder {
	jl_sum rest;
	size_t part;
};

static int by_largest_rest(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;

	if (x->rest != y->rest)
		return x->rest > y->rest ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

void jl_amount_split(int64_t amount, int64_t unit, const int64_t *weights,
	size_t n, int64_t *parts)
{
	struct remainder *rests = jl_xcalloc(n, sizeof(*rests));
	int64_t sign = amount < 0 ? -1 : 1;
	int64_t units = amount / unit * sign, left = units;
	jl_sum total = 0;

	for (size_t i = 0; i < n; i++)
		total += weights[i];
	for (size_t i = 0; i < n; i++) {
		jl_sum share = (jl_sum)units * weights[i];

		parts[i] = (int64_t)(share / total);
		rests[i].rest = share % total;
		rests[i].part = i;
		left -= parts[i];
	}
	qsort(rests, n, sizeof(*rests), by_largest_rest);
	for (size_t i = 0; left > 0; i++, left--)
		parts[rests[i].part]++;
	for (size_t i = 0; i < n; i++)
		parts[i] *= sign * unit;
	free(rests);
}

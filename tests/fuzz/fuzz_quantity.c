/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Everything short that people type: dates, durations, periods, quantities,
 * amounts, patterns, ids. */
#include "core/amount.h"
#include "core/datepattern.h"
#include "core/period.h"
#include "journeys/shape.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = jl_xstrndup(size ? (const char *)data : "", size);
	struct jl_quantity quantity;
	struct jl_period period, same;
	struct jl_civil civil;
	struct jl_error err;
	struct jl_str harmless = JL_STR_INIT;
	bool has_time, has_offset, is_rounded;
	char written[JL_AMOUNT_TEXT], duration[JL_DURATION_TEXT];
	char bounds[JL_PERIOD_TEXT];
	int64_t amount, again;
	int32_t day;
	int offset;

	if (jl_day_parse(text, &day, &err) == 0 &&
		(day < JL_DAY_MIN || day > JL_DAY_MAX))
		abort();
	if (jl_duration_parse(text, &amount, &err) == 0) {
		jl_duration_format(amount, duration);
		if (jl_duration_parse(duration, &again, &err) < 0 ||
			again != amount - amount % JL_SECOND)
			abort();
	}
	/* A period is what its first and last day say. */
	if (jl_period_parse(text, 20000, 4, &period, &err) == 0 &&
		(period.until <= period.since ||
			jl_period_parse(jl_period_format(&period, bounds), 0, 1,
				&same, &err) < 0 ||
			same.since != period.since ||
			same.until != period.until))
		abort();
	if (jl_quantity_parse(text, &quantity, &err) == 0) {
		char *said = jl_quantity_text(&quantity);
		struct jl_quantity heard;

		if (jl_quantity_parse(said, &heard, &err) < 0 ||
			(quantity.amount % JL_SECOND == 0 &&
				heard.amount != quantity.amount))
			abort();
		free(said);
	}
	jl_civil_parse(
		text, strlen(text), &civil, &has_time, &has_offset, &offset);
	jl_date_by_pattern(text, strlen(text), "%d.%m.%Y %H:%M%z", &civil,
		&has_offset, &offset);
	if (jl_amount_parse(
		    text, strlen(text), '.', &amount, &is_rounded, &err) == 0) {
		jl_sum_format(amount, written);
		if (jl_amount_parse(written, strlen(written), '.', &again,
			    &is_rounded, &err) < 0 ||
			again != amount || is_rounded)
			abort();
	}
	jl_is_id(text);
	jl_glob_match("a*b*c", text);
	jl_str_add_harmless(&harmless, text);
	jl_str_release(&harmless);
	free(text);
	return 0;
}

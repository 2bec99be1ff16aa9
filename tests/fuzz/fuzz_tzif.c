/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Zone files: whatever the bytes are, offsets stay within two days, and of a
 * zone that is read each instant has one. */
#include "core/tzif.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t asked[] = {INT64_MIN, -62135596800, -2208988800,
		-1, 0, 1, 1774746000, 4102444800, 7258118400, INT64_MAX / 2};
	struct jl_tzif zone;

	if (!jl_tzif_parse(data, size, &zone)) {
		for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
			if (abs(jl_tzif_offset(&zone, asked[i])) > 2 * 86400)
				abort();
		for (size_t i = 0; i < zone.n; i++)
			if (jl_tzif_offset(&zone, zone.at[i]) !=
					zone.offsets[i] &&
				!(zone.has_rule && i + 1 == zone.n))
				abort();
	}
	jl_tzif_release(&zone);
	return 0;
}

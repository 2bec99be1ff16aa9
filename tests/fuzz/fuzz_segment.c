/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Packed segments and definitions, as a damaged cache would have them. */
#include "journeys/definitions.h"
#include "journeys/segment.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jl_segment segment = {0};
	struct jl_arena arena = {0};

	if (jl_segment_unpack_points(&segment, data, size)) {
		for (size_t i = 0; i < segment.n; i++)
			if (segment.points[i].place >= segment.n_places)
				abort();
		jl_segment_unpack_origins(&segment, data, size);
	}
	jl_segment_release(&segment);
	for (int kind = 0; kind < JL_KINDS; kind++) {
		const struct jl_shape *shape = jl_kinds[kind].shape;
		void *out = jl_arena_alloc(&arena, shape->size);
		const char *at = (const char *)data;

		jl_shape_unpack(shape, &at, at + size, &arena, out);
	}
	jl_arena_release(&arena);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Two versions of a journey, with a byte 0x1e between: what is parsed of the
 * second on top of the first must be what it says when it is parsed whole. */
#include "journeys/definition_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool parse_whole(struct jl_arena *arena, const char *text, void *out)
{
	struct jl_findings findings = {0};
	struct jl_parse parse = {arena, &findings, "j.json"};
	bool is_usable = jl_definition_parse(&parse, JL_KIND_JOURNEY, "j", text,
				 strlen(text), out) &&
			 !jl_findings_are_serious(&findings, 0);

	jl_findings_release(&findings);
	return is_usable;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct jl_shape *shape = jl_kinds[JL_KIND_JOURNEY].shape;
	char *first = jl_xstrndup(size ? (const char *)data : "", size);
	char *second = strchr(first, 0x1e);
	struct jl_arena arena = {0};
	struct jl_findings findings = {0};
	struct jl_parse parse = {&arena, &findings, "j.json"};
	struct jl_str a = JL_STR_INIT, b = JL_STR_INIT;
	void *before = jl_arena_alloc(&arena, shape->size);
	void *like = jl_arena_alloc(&arena, shape->size);
	void *whole = jl_arena_alloc(&arena, shape->size);

	if (second) {
		*second++ = '\0';
		if (parse_whole(&arena, first, before)) {
			const struct jl_parsed parsed = {
				first, strlen(first), before};

			if (jl_definition_parse_like(&parse, JL_KIND_JOURNEY,
				    "j", second, strlen(second), &parsed,
				    like)) {
				if (findings.n ||
					!parse_whole(&arena, second, whole))
					abort();
				jl_shape_pack(shape, like, &a);
				jl_shape_pack(shape, whole, &b);
				if (a.len != b.len ||
					memcmp(a.text, b.text, a.len) != 0)
					abort();
			} else if (findings.n) {
				abort();
			}
		}
	}
	jl_str_release(&a);
	jl_str_release(&b);
	jl_findings_release(&findings);
	jl_arena_release(&arena);
	free(first);
	return 0;
}

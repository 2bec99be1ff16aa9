/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Definitions of every kind: parse, locate, pack, unpack, canonical form twice
 * the same. */
#include "journeys/definitions.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void definition(
	enum jl_kind kind, json_t *json, const char *text, size_t len)
{
	struct jl_findings findings = {0};
	struct jl_arena arena = {0};
	struct jl_parse parse = {&arena, &findings, "x.json"};
	const struct jl_shape *shape = jl_kinds[kind].shape;
	void *a = jl_arena_alloc(&arena, shape->size);
	void *b = jl_arena_alloc(&arena, shape->size);
	struct jl_str packed = JL_STR_INIT;
	const char *at;

	jl_shape_parse(&parse, shape, json, a);
	jl_findings_locate(&findings, 0, "x.json", text, len);
	jl_shape_pack(shape, a, &packed);
	at = jl_str_text(&packed);
	if (!jl_shape_unpack(shape, &at, at + packed.len, &arena, b))
		abort();
	jl_str_release(&packed);
	jl_findings_release(&findings);
	jl_arena_release(&arena);
}

static void canonical(const char *text, size_t len)
{
	struct jl_node *root = jl_node_parse(text, len), *again;
	struct jl_str a = JL_STR_INIT, b = JL_STR_INIT;
	struct jl_json_problem problem;
	struct jl_arena arena = {0};
	const struct jl_key_order *order =
		jl_shape_order(jl_kinds[JL_KIND_JOURNEY].shape, &arena);
	json_t *json;

	jl_json_canonical(&a, text, root, order);
	json = jl_json_parse(a.text, a.len, &problem);
	again = jl_node_parse(a.text, a.len);
	jl_json_canonical(&b, a.text, again, order);
	if (!json || a.len != b.len || memcmp(a.text, b.text, a.len) != 0)
		abort();
	json_decref(json);
	jl_node_free(root);
	jl_node_free(again);
	jl_str_release(&a);
	jl_str_release(&b);
	jl_arena_release(&arena);
}

static void tell(void *data, const struct jl_json_problem *problem)
{
	const size_t *size = data;

	/* Slips are told where they are: in the text, which may have grown. */
	if (!*problem->message || problem->line == 0 || problem->column == 0 ||
		problem->offset > 4 * *size + 4096)
		abort();
}

/* What was mended is JSON, and JSON needs no mending. */
static void mend(const char *text, size_t size, bool is_json)
{
	struct jl_str out = JL_STR_INIT;
	struct jl_json_problem problem;
	json_t *json;

	if (size < 2000 && jl_json_mend(text, size, &out, tell, &size)) {
		json = jl_json_parse(jl_str_text(&out), out.len, &problem);
		if (!json)
			abort();
		json_decref(json);
	} else if (is_json && size < 2000) {
		abort();
	}
	jl_str_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = jl_xstrndup(size ? (const char *)data : "", size);
	struct jl_json_problem problem;
	json_t *json = jl_json_parse(text, size, &problem);

	mend(text, size, json != NULL);
	for (int kind = 0; json && kind < JL_KINDS; kind++)
		definition((enum jl_kind)kind, json, text, size);
	if (json)
		canonical(text, size);
	json_decref(json);
	free(text);
	return 0;
}

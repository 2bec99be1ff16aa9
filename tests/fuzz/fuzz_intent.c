/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Intents: none leads out of the ledger, and what is read is written again. */
#include "core/intent.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jl_intent intent, again;
	struct jl_str text = JL_STR_INIT, second = JL_STR_INIT;

	if (!jl_intent_parse((const char *)data, size, &intent))
		return 0;
	for (size_t i = 0; i < intent.n; i++)
		if (!jl_work_path_is_safe(intent.files[i].path) ||
			strstr(intent.files[i].path, "../") ==
				intent.files[i].path)
			abort();
	jl_intent_write(&intent, &text);
	if (!jl_intent_parse(jl_str_text(&text), text.len, &again))
		abort();
	jl_intent_write(&again, &second);
	if (strcmp(jl_str_text(&text), jl_str_text(&second)) != 0)
		abort();
	jl_intent_release(&intent);
	jl_intent_release(&again);
	jl_str_release(&text);
	jl_str_release(&second);
	return 0;
}

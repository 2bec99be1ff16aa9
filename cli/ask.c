/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One line of the terminal at a time. */
#include "cli/ask.h"

#include "core/mem.h"
#include "core/term.h"

#include <stdlib.h>
#include <string.h>

bool jl_can_ask(void)
{
	return jl_is_terminal(stdin) && jl_is_terminal(stderr);
}

int jl_ask(struct jl_ctx *ctx, const char *question, const char *fallback,
	char **answer)
{
	char *line = NULL;
	size_t cap = 0;

	*answer = NULL;

	fprintf(ctx->err, "%s%s%s%s ", question, fallback ? " [" : "",
		fallback ? fallback : "", fallback ? "]" : "");
	fflush(ctx->err);
	if (getline(&line, &cap, stdin) < 0) {
		free(line);
		fputc('\n', ctx->err);
		return jl_fail(
			&ctx->error, JL_EINVALID, "stopped at a question");
	}
	*answer = jl_trim(line, strlen(line));
	if (!**answer && fallback) {
		free(*answer);
		*answer = jl_xstrdup(fallback);
	}
	free(line);
	return 0;
}

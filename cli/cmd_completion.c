/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* completion: the scripts for the shells, and what they ask. */
#include "cli/commands.h"

#include "cli/complete.h"

#include <string.h>

static int print_script(struct jl_ctx *ctx, const char *shell)
{
	for (size_t i = 0; i < jl_n_completion_files; i++)
		if (strcmp(jl_completion_files[i].path, shell) == 0) {
			fputs(jl_completion_files[i].text, ctx->out);
			return 0;
		}
	return jl_fail(&ctx->error, JL_EUSAGE,
		"there is no completion for '%.40s', but for bash, zsh and "
		"fish",
		shell);
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	(void)args;
	if (n == 0)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"completion takes a shell: bash, zsh or fish");
	if (strcmp(operands[0], "words") == 0) {
		jl_complete(ctx->dir, operands + 1, (size_t)n - 1, ctx->out);
		return 0;
	}
	if (n > 1)
		return jl_fail(
			&ctx->error, JL_EUSAGE, "completion takes one shell");
	return print_script(ctx, operands[0]);
}

const struct jl_cmd jl_cmd_completion = {
	.name = "completion",
	.usage = "completion bash|zsh|fish",
	.summary = "Print a script by which the shell completes what you type.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_SHELL},
	.help = "bash: eval \"$(jledger completion bash)\" in ~/.bashrc. zsh: "
		"jledger completion zsh >\nFOLDER/_jledger, in a folder of "
		"$fpath. fish: jledger completion fish >\n"
		"~/.config/fish/completions/jledger.fish. The scripts ask "
		"'jledger completion words --\nWORD...', which looks at file "
		"names only.",
	.run = run,
};

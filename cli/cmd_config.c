/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* config: what is set for this person, where it comes from, and setting it. */
#include "cli/commands.h"

#include "cli/settings.h"

#include <stdlib.h>
#include <string.h>

struct config_args {
	bool is_unset;
};

static const struct jl_opt opts[] = {
	{"unset", 0, JL_OPT_FLAG, offsetof(struct config_args, is_unset), NULL,
		"take the setting out again", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* One that is wrong is said, and the others are shown all the same. */
static int list_all(struct jl_ctx *ctx)
{
	bool is_wrong = false;

	for (int id = 0; id < JL_SETTINGS; id++) {
		const char *source;
		char *value;
		int rc = jl_setting_get(
			(enum jl_setting_id)id, &value, &source, &ctx->error);

		fprintf(ctx->out, "%-9s ", jl_settings[id].name);
		if (rc < 0)
			jl_put_harmless(ctx->out, ctx->error.message);
		else if (value)
			jl_put_harmless(ctx->out, value);
		else
			fputs("(not set)", ctx->out);
		if (value)
			fprintf(ctx->out, " (%s)", source);
		fputc('\n', ctx->out);
		is_wrong = is_wrong || rc < 0;
		free(value);
	}
	return is_wrong ? JL_EXIT_NO : 0;
}

static int show_one(struct jl_ctx *ctx, const struct jl_setting *setting)
{
	enum jl_setting_id id = (enum jl_setting_id)(setting - jl_settings);
	char *value;
	int rc = jl_setting_get(id, &value, NULL, &ctx->error);

	if (rc < 0)
		return rc;
	if (!value)
		return JL_EXIT_NO;
	jl_put_harmless(ctx->out, value);
	fputc('\n', ctx->out);
	free(value);
	return 0;
}

static int change(
	struct jl_ctx *ctx, const struct jl_setting *setting, const char *value)
{
	int rc = 0;

	if (!setting->key)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"%s is set by the environment only: %s=%s",
			setting->name, setting->env, setting->value);
	if (value)
		rc = jl_setting_check(
			setting, value, setting->name, &ctx->error);
	return rc == 0 ? jl_user_set_config(setting->key, value, &ctx->error)
		       : rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct config_args *a = args;
	const struct jl_setting *setting;
	const char *near;

	if (n == 0 && a->is_unset)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"--unset needs the name of a setting");
	if (n == 0)
		return list_all(ctx);
	setting = jl_setting_find(operands[0]);
	if (!setting) {
		near = jl_setting_nearest(operands[0]);
		jl_fail(&ctx->error, JL_EUSAGE, "there is no setting '%.40s'",
			operands[0]);
		return jl_suggest(&ctx->error, near);
	}
	if (a->is_unset && n > 1)
		return jl_fail(
			&ctx->error, JL_EUSAGE, "--unset takes no value");
	if (n == 1 && !a->is_unset)
		return show_one(ctx, setting);
	return change(ctx, setting, n > 1 ? operands[1] : NULL);
}

const struct jl_cmd jl_cmd_config = {
	.name = "config",
	.usage = "config [NAME [VALUE]] [--unset]",
	.summary = "Show and change what is set for you, as pager and color.",
	.most = 2,
	.operands = {JL_OPERAND_SETTING, JL_OPERAND_OTHER},
	.help = "Settings are yours and not the ledger's: they stand in git's "
		"configuration of the user\n(jledger.pager), and the "
		"environment (JLEDGER_PAGER) goes before it. Without a name, "
		"all\nare shown with where they come from.",
	.opts = opts,
	.args_size = sizeof(struct config_args),
	.run = run,
};

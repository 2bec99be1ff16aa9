/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The table of settings, and where each is looked for. */
#include "cli/settings.h"

#include "core/instant.h"
#include "core/mem.h"
#include "core/repo.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_color_words[] = {"auto", "always", "never", NULL};
const char jl_setting_default[] = "default";

static int check_color(const char *value, struct jl_error *err)
{
	for (size_t i = 0; jl_color_words[i]; i++)
		if (strcmp(jl_color_words[i], value) == 0)
			return 0;
	return jl_fail(err, JL_EUSAGE,
		"'%.40s' is none of: auto, always, never", value);
}

static int check_day(const char *value, struct jl_error *err)
{
	int32_t day;

	return jl_day_parse(value, &day, err) < 0 ? (int)(err->code = JL_EUSAGE)
						  : 0;
}

static int check_width(const char *value, struct jl_error *err)
{
	size_t digits = strspn(value, "0123456789");

	if (digits > 0 && digits < 6 && !value[digits] && atoi(value) > 0)
		return 0;
	return jl_fail(
		err, JL_EUSAGE, "'%.40s' is no number of columns", value);
}

const struct jl_setting jl_settings[JL_SETTINGS] = {
	[JL_SETTING_CASE_KEY] = {"case-key", "JLEDGER_CASE_KEY",
		"jledger.case-key", {NULL}, NULL, "FILE",
		"the key of case pseudonyms (~/.config/jledger/case.key)",
		NULL},
	[JL_SETTING_COLOR] = {"color", "JLEDGER_COLOR", "jledger.color", {NULL},
		"auto", "WHEN",
		"auto, always or never; NO_COLOR turns auto off", check_color},
	[JL_SETTING_EDITOR] = {"editor", "JLEDGER_EDITOR", "jledger.editor",
		{"GIT_EDITOR", "core.editor", "VISUAL", "EDITOR", NULL}, "vi",
		"COMMAND", "what edit opens", NULL},
	[JL_SETTING_PAGER] = {"pager", "JLEDGER_PAGER", "jledger.pager",
		{"GIT_PAGER", "core.pager", "PAGER", NULL}, "less", "COMMAND",
		"what shows long answers on a terminal; cat for none", NULL},
	[JL_SETTING_TODAY] = {"today", "JLEDGER_TODAY", NULL, {NULL}, NULL,
		"DATE", "a day to take for today", check_day},
	[JL_SETTING_WIDTH] = {"width", "JLEDGER_WIDTH", "jledger.width", {NULL},
		NULL, "COLUMNS",
		"how wide a text page is on a terminal (the terminal's)",
		check_width},
};

const struct jl_setting *jl_setting_find(const char *name)
{
	for (size_t i = 0; i < JL_SETTINGS; i++)
		if (strcmp(jl_settings[i].name, name) == 0)
			return &jl_settings[i];
	return NULL;
}

const char *jl_setting_nearest(const char *word)
{
	const char *names[JL_SETTINGS];

	for (size_t i = 0; i < JL_SETTINGS; i++)
		names[i] = jl_settings[i].name;
	return jl_nearest(word, names, JL_SETTINGS);
}

int jl_setting_check(const struct jl_setting *setting, const char *value,
	const char *source, struct jl_error *err)
{
	int rc = setting->check ? setting->check(value, err) : 0;

	if (rc < 0)
		jl_within(err, "%s", source);
	return rc;
}

/* The value of a variable or of a key of the configuration; one that is empty
 * is not set. */
static int look_up(const char *source, char **value, struct jl_error *err)
{
	const char *env;
	int rc = 0;

	if (strchr(source, '.')) {
		rc = jl_user_config(source, value, err);
	} else {
		env = getenv(source);
		*value = env ? jl_xstrdup(env) : NULL;
	}
	if (*value && !**value) {
		free(*value);
		*value = NULL;
	}
	return rc;
}

int jl_setting_get(enum jl_setting_id id, char **value, const char **source,
	struct jl_error *err)
{
	const struct jl_setting *s = &jl_settings[id];
	const char *from = s->env;
	int rc = look_up(from, value, err);

	if (rc == 0 && !*value && s->key)
		rc = look_up(from = s->key, value, err);
	for (size_t i = 0; rc == 0 && !*value && s->also[i]; i++)
		rc = look_up(from = s->also[i], value, err);
	if (rc < 0)
		return rc;
	if (!*value && s->fallback) {
		from = jl_setting_default;
		*value = jl_xstrdup(s->fallback);
	}
	if (source)
		*source = *value ? from : NULL;
	if (!*value || jl_setting_check(s, *value, from, err) == 0)
		return 0;
	free(*value);
	*value = NULL;
	return err->code;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What a person sets once: each by the environment (JLEDGER_PAGER) or by git's
 * configuration of the user (jledger.pager). A ledger has no say in them.
 */
#ifndef JL_CLI_SETTINGS_H
#define JL_CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

enum jl_setting_id {
	JL_SETTING_CASE_KEY,
	JL_SETTING_COLOR,
	JL_SETTING_EDITOR,
	JL_SETTING_PAGER,
	JL_SETTING_TODAY,
	JL_SETTING_WIDTH,
	JL_SETTINGS,
};

struct jl_setting {
	const char *name; /* "pager" */
	const char *env;  /* "JLEDGER_PAGER" */
	const char *key;  /* "jledger.pager"; NULL: by the environment only */
	/* Asked when neither is set: other programs' variables, and keys of
	 * git's configuration, which have a dot. Ends with NULL. */
	const char *also[5];
	const char *fallback; /* or NULL */
	const char *value;    /* its name in help */
	const char *help;
	/* What it may be: NULL, or JL_EUSAGE with a sentence. */
	int (*check)(const char *value, struct jl_error *err);
};

extern const struct jl_setting jl_settings[JL_SETTINGS];
extern const char *const jl_color_words[]; /* NULL at the end */
extern const char jl_setting_default[];

/* By name, or NULL. */
const struct jl_setting *jl_setting_find(const char *name);
/* The name that is nearest, or NULL. */
const char *jl_setting_nearest(const char *word);

/* JL_EUSAGE when the setting cannot have the value that `source` gives it. */
int jl_setting_check(const struct jl_setting *setting, const char *value,
	const char *source, struct jl_error *err);

/*
 * *value becomes what is set, yours to free, or NULL when nothing is. *source,
 * which may be NULL, becomes the name of where it was found, borrowed, or
 * jl_setting_default.
 */
int jl_setting_get(enum jl_setting_id id, char **value, const char **source,
	struct jl_error *err);

#endif

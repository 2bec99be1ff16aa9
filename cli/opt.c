/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The option parser. */
#include "cli/opt.h"

#include "core/instant.h"
#include "core/mem.h"
#include "core/str.h"
#include "journeys/shape.h"

#include <stdlib.h>
#include <string.h>

enum { HELP_COLUMN = 26 };

struct tables {
	const struct jl_opt *opts[2];
	void *args[2];
};

static const struct jl_opt *by_name(
	const struct tables *t, const char *name, size_t len, void **args)
{
	for (int i = 0; i < 2; i++)
		for (const struct jl_opt *o = t->opts[i]; o && o->name; o++)
			if (strlen(o->name) == len &&
				strncmp(o->name, name, len) == 0) {
				*args = t->args[i];
				return o;
			}
	return NULL;
}

static const struct jl_opt *by_letter(
	const struct tables *t, char letter, void **args)
{
	for (int i = 0; i < 2; i++)
		for (const struct jl_opt *o = t->opts[i]; o && o->name; o++)
			if (o->letter == letter) {
				*args = t->args[i];
				return o;
			}
	return NULL;
}

static int unknown(const struct tables *t, const char *name, size_t len,
	struct jl_error *err)
{
	char *word = jl_xstrndup(name, len);
	const char *names[64];
	const char *near;
	size_t n = 0;

	for (int i = 0; i < 2; i++)
		for (const struct jl_opt *o = t->opts[i];
			o && o->name && n < JL_COUNT(names); o++)
			names[n++] = o->name;
	near = jl_nearest(word, names, n);
	jl_fail(err, JL_EUSAGE, "there is no option --%.40s%s%s%s", word,
		near ? "; did you mean --" : "", near ? near : "",
		near ? "?" : "");
	free(word);
	return JL_EUSAGE;
}

static int store(const struct jl_opt *o, void *args, const char *value,
	struct jl_error *err)
{
	char *to = (char *)args + o->offset;
	bool yes = true;
	int32_t day;

	if (o->type == JL_OPT_FLAG) {
		memcpy(to, &yes, sizeof(yes));
		return 0;
	}
	if (o->type == JL_OPT_DAY && jl_day_parse(value, &day, err) < 0) {
		jl_within(err, "--%s", o->name);
		return err->code = JL_EUSAGE;
	}
	if (o->type == JL_OPT_CHOICE) {
		struct jl_str words = JL_STR_INIT;
		size_t n = 0;

		while (o->choices[n] && strcmp(o->choices[n], value) != 0) {
			jl_str_addf(
				&words, "%s%s", n ? ", " : "", o->choices[n]);
			n++;
		}
		if (!o->choices[n])
			jl_fail(err, JL_EUSAGE, "--%s: '%.40s' is none of: %s",
				o->name, value, jl_str_text(&words));
		jl_str_release(&words);
		if (!o->choices[n])
			return JL_EUSAGE;
	}
	memcpy(to, &value, sizeof(value));
	return 0;
}

/* A word that begins with "--". */
static int long_option(const struct tables *t, char **argv, int argc, int *i,
	struct jl_error *err)
{
	const char *name = argv[*i] + 2;
	size_t len = strcspn(name, "=");
	const char *value = name[len] == '=' ? name + len + 1 : NULL;
	void *args;
	const struct jl_opt *o = by_name(t, name, len, &args);

	if (!o)
		return unknown(t, name, len, err);
	if (o->type == JL_OPT_FLAG && value)
		return jl_fail(err, JL_EUSAGE, "--%s takes no value", o->name);
	if (o->type != JL_OPT_FLAG && !value) {
		if (*i + 1 >= argc)
			return jl_fail(err, JL_EUSAGE, "--%s needs %s", o->name,
				o->value);
		value = argv[++*i];
	}
	return store(o, args, value, err);
}

/* A word that begins with one "-": several flags, the last with a value. */
static int short_options(const struct tables *t, char **argv, int argc, int *i,
	struct jl_error *err)
{
	for (const char *p = argv[*i] + 1; *p; p++) {
		void *args;
		const struct jl_opt *o = by_letter(t, *p, &args);
		const char *value = NULL;
		int rc;

		if (!o)
			return jl_fail(
				err, JL_EUSAGE, "there is no option -%c", *p);
		if (o->type != JL_OPT_FLAG) {
			value = p[1] ? p + 1 : NULL;
			if (!value && *i + 1 >= argc)
				return jl_fail(err, JL_EUSAGE, "-%c needs %s",
					*p, o->value);
			if (!value)
				value = argv[++*i];
			return store(o, args, value, err);
		}
		rc = store(o, args, NULL, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int jl_opt_parse(const struct jl_opt *own, void *args,
	const struct jl_opt *common, void *common_args, char **argv, int argc,
	int *n_left, struct jl_error *err)
{
	struct tables t = {{own, common}, {args, common_args}};
	bool only_operands = false;
	int rc = 0;

	*n_left = 0;
	for (int i = 0; rc == 0 && i < argc; i++) {
		if (only_operands || argv[i][0] != '-' || !argv[i][1])
			argv[(*n_left)++] = argv[i];
		else if (strcmp(argv[i], "--") == 0)
			only_operands = true;
		else if (argv[i][1] == '-')
			rc = long_option(&t, argv, argc, &i, err);
		else
			rc = short_options(&t, argv, argc, &i, err);
	}
	return rc;
}

void jl_opt_help(const struct jl_opt *opts, FILE *out)
{
	for (const struct jl_opt *o = opts; o && o->name; o++) {
		char head[80];
		int n;

		n = snprintf(head, sizeof(head), "  %s%c%s--%s%s%s",
			o->letter ? "-" : " ", o->letter ? o->letter : ' ',
			o->letter ? ", " : "  ", o->name, o->value ? " " : "",
			o->value ? o->value : "");
		fprintf(out, "%s%*s%s\n", head,
			n < HELP_COLUMN ? HELP_COLUMN - n : 1, "", o->help);
	}
}

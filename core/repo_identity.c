/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Who writes, as git finds it: git-commit(1), "Commit information". */
#include "core/repo_git.h"

#include "core/mem.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

/* Where one half of an identity is looked for, in this order. */
struct place {
	const char *variable;
	const char *own_key;
	const char *user_key;
	const char *last_variable;
	const char *others_variable; /* of the other role; git would refuse */
};

enum half { NAME, EMAIL, HALVES };

static const struct place author[HALVES] = {
	{"GIT_AUTHOR_NAME", "author.name", "user.name", NULL,
		"GIT_COMMITTER_NAME"},
	{"GIT_AUTHOR_EMAIL", "author.email", "user.email", "EMAIL",
		"GIT_COMMITTER_EMAIL"},
};

static const struct place committer[HALVES] = {
	{"GIT_COMMITTER_NAME", "committer.name", "user.name", NULL,
		"GIT_AUTHOR_NAME"},
	{"GIT_COMMITTER_EMAIL", "committer.email", "user.email", "EMAIL",
		"GIT_AUTHOR_EMAIL"},
};

/* As git has it: what would break a commit's line is left out, and white space
 * at the ends. Takes the text over. */
static char *clean(char *text)
{
	char *to = text, *trimmed;

	for (const char *from = text; text && *from; from++)
		if (!strchr("\n\r<>", *from))
			*to++ = *from;
	trimmed = text ? jl_trim(text, (size_t)(to - text)) : NULL;
	free(text);
	if (trimmed && !*trimmed) {
		free(trimmed);
		trimmed = NULL;
	}
	return trimmed;
}

static char *from_variable(const char *name)
{
	const char *value = name ? getenv(name) : NULL;

	return value ? clean(jl_xstrdup(value)) : NULL;
}

static char *find(struct jl_repo *repo, const struct place *place)
{
	char *value = from_variable(place->variable);

	if (!value)
		value = clean(jl_repo_config(repo, place->own_key));
	if (!value)
		value = clean(jl_repo_config(repo, place->user_key));
	if (!value)
		value = from_variable(place->last_variable);
	return value ? value : from_variable(place->others_variable);
}

static int identify(struct jl_repo *repo, const struct place *places,
	struct jl_author *who, struct jl_error *err)
{
	who->name = find(repo, &places[NAME]);
	who->email = find(repo, &places[EMAIL]);
	if (who->name && who->email)
		return 0;
	jl_author_release(who);
	return jl_fail(err, JL_EENV,
		"git does not know who you are; tell it once: git config "
		"--global user.name \"Your Name\" && git config --global "
		"user.email you@example.com");
}

int jl_repo_author(
	struct jl_repo *repo, struct jl_author *who, struct jl_error *err)
{
	return identify(repo, author, who, err);
}

int jl_repo_committer(
	struct jl_repo *repo, struct jl_author *who, struct jl_error *err)
{
	return identify(repo, committer, who, err);
}

void jl_author_release(struct jl_author *who)
{
	free(who->name);
	free(who->email);
	memset(who, 0, sizeof(*who));
}

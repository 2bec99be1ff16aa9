/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Which key signs, and the program that does it. */
#include "core/signing.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/proc.h"
#include "core/repo_git.h"
#include "core/sshsig.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LITERAL "key::"

static bool is_literal(const char *key)
{
	return strncmp(key, LITERAL, sizeof(LITERAL) - 1) == 0 ||
	       strncmp(key, "ssh-", 4) == 0;
}

static int read_settings(
	git_config *config, struct jl_signing *s, struct jl_error *err)
{
	git_buf text = {0};
	int wanted = 0, rc = 0;
	int git = git_config_get_bool(&wanted, config, "commit.gpgsign");

	/* What nobody understands is no "no". */
	if (git < 0 && git != GIT_ENOTFOUND)
		return jl_git_fail(err, JL_EENV, "commit.gpgsign");
	s->is_wanted = git == 0 && wanted != 0;
	if (git_config_get_string_buf(&text, config, "gpg.format") == 0) {
		s->is_ssh = strcmp(text.ptr, "ssh") == 0;
		if (s->is_wanted && !s->is_ssh &&
			strcmp(text.ptr, "openpgp") != 0)
			rc = jl_fail(err, JL_EENV,
				"commits are to be signed by gpg.format "
				"'%.40s', which is not known here; 'git config "
				"gpg.format ssh' signs with SSH keys",
				text.ptr);
	}
	git_buf_dispose(&text);
	if (git_config_get_string_buf(&text, config, "user.signingkey") == 0 &&
		is_literal(text.ptr))
		s->key = jl_xstrdup(text.ptr);
	git_buf_dispose(&text);
	/* As a path, "~/" is the home folder. */
	if (!s->key &&
		git_config_get_path(&text, config, "user.signingkey") == 0)
		s->key = jl_xstrdup(text.ptr);
	git_buf_dispose(&text);
	return rc;
}

int jl_signing_read(
	struct jl_repo *repo, struct jl_signing *signing, struct jl_error *err)
{
	git_config *config = NULL;
	int rc;

	memset(signing, 0, sizeof(*signing));
	if (git_repository_config_snapshot(&config, repo->handle) < 0)
		return jl_git_fail(
			err, JL_EENV, "git's configuration cannot be read");
	rc = read_settings(config, signing, err);
	git_config_free(config);
	if (rc < 0)
		jl_signing_release(signing);
	return rc;
}

void jl_signing_release(struct jl_signing *signing)
{
	free(signing->key);
	memset(signing, 0, sizeof(*signing));
}

/* A public key that stands in the configuration itself: ssh-keygen wants a file
 * of it, and an agent has the rest. */
static int sign_with_literal(const char *key, const void *text, size_t len,
	char **signature, struct jl_error *err)
{
	char *folder = jl_scratch_folder(err), *file;
	int rc;

	if (!folder)
		return err->code;
	file = jl_path_join(folder, "key.pub");
	if (strncmp(key, LITERAL, sizeof(LITERAL) - 1) == 0)
		key += sizeof(LITERAL) - 1;
	rc = jl_file_create(file, key, strlen(key), err);
	if (rc == 0)
		rc = jl_ssh_sign(file, "git", text, len, signature, err);
	unlink(file);
	rmdir(folder);
	free(file);
	free(folder);
	return rc;
}

static int sign_with_gpg(const char *key, const void *text, size_t len,
	char **signature, struct jl_error *err)
{
	const char *const argv[] = {
		"gpg", "-bsa", key ? "-u" : NULL, key, NULL};
	char *complaint = NULL;
	int rc = jl_run_filter(
		argv, text, len, signature, NULL, &complaint, err);

	if (rc > 0) {
		free(*signature);
		*signature = NULL;
		rc = jl_fail(
			err, JL_EENV, "gpg cannot sign: %.300s", complaint);
	} else if (rc == 0 && !strstr(*signature, "-----BEGIN")) {
		free(*signature);
		*signature = NULL;
		rc = jl_fail(err, JL_EENV, "gpg gave no signature");
	}
	free(complaint);
	return rc;
}

int jl_signing_sign(void *data, const void *text, size_t len, char **signature,
	struct jl_error *err)
{
	const struct jl_signing *s = data;

	*signature = NULL;
	if (!s->is_ssh)
		return sign_with_gpg(s->key, text, len, signature, err);
	if (!s->key)
		return jl_fail(err, JL_EENV,
			"it is to be signed, and git knows no key of yours: "
			"'git config --global user.signingkey "
			"~/.ssh/id_ed25519.pub' names one");
	if (is_literal(s->key))
		return sign_with_literal(s->key, text, len, signature, err);
	return jl_ssh_sign(s->key, "git", text, len, signature, err);
}

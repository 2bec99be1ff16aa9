/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Annotated tags: their texts, with the signature that git puts at the end. */
#include "core/repo_git.h"

#include "core/str.h"

#include <stdlib.h>
#include <string.h>

static const char signature_begins[] = "-----BEGIN SSH SIGNATURE-----";

/* The tag object behind a name or a full reference, to be freed. */
static int find_tag(struct jl_repo *repo, const char *name, git_tag **tag)
{
	git_object *object = NULL;
	int rc = git_revparse_single(&object, repo->handle, name);

	if (rc == 0 && git_object_type(object) != GIT_OBJECT_TAG)
		rc = GIT_ENOTFOUND;
	if (rc == 0)
		rc = git_tag_lookup(tag, repo->handle, git_object_id(object));
	git_object_free(object);
	return rc;
}

int jl_repo_tag_message(struct jl_repo *repo, const char *name, char **message,
	struct jl_error *err)
{
	git_tag *tag = NULL;
	const char *text;

	if (find_tag(repo, name, &tag) < 0)
		return jl_fail(
			err, JL_ENOTFOUND, "there is no tag '%.100s'", name);
	text = git_tag_message(tag);
	*message = jl_xstrdup(text ? text : "");
	git_tag_free(tag);
	return 0;
}

int jl_repo_tag_signature(struct jl_repo *repo, const char *name,
	char **signature, char **text, size_t *len, struct jl_error *err)
{
	git_odb *odb = NULL;
	git_odb_object *object = NULL;
	git_tag *tag = NULL;
	char *raw = NULL, *at;
	int rc = find_tag(repo, name, &tag);

	if (rc == 0)
		rc = git_repository_odb(&odb, repo->handle);
	if (rc == 0)
		rc = git_odb_read(&object, odb, git_tag_id(tag));
	if (rc < 0) {
		rc = jl_git_fail(err, JL_EENV, "the tag cannot be read");
	} else {
		raw = jl_xstrndup(git_odb_object_data(object),
			git_odb_object_size(object));
		at = strstr(raw, signature_begins);
		if (at) {
			*signature = jl_xstrdup(at);
			*len = (size_t)(at - raw);
			*text = jl_xstrndup(raw, *len);
		} else {
			rc = jl_fail(
				err, JL_ENOTFOUND, "the tag is not signed");
		}
	}
	free(raw);
	git_odb_object_free(object);
	git_odb_free(odb);
	git_tag_free(tag);
	return rc;
}

struct tag_visit {
	jl_see_sentence *see;
	void *data;
};

static int see_tag(const char *name, git_oid *oid, void *data)
{
	const struct tag_visit *v = data;
	char hex[JL_OID_HEX];

	git_oid_tostr(hex, sizeof(hex), oid);
	v->see(v->data, name, hex);
	return 0;
}

int jl_repo_tags(struct jl_repo *repo, jl_see_sentence *see, void *data,
	struct jl_error *err)
{
	struct tag_visit v = {see, data};

	if (git_tag_foreach(repo->handle, see_tag, &v) < 0)
		return jl_git_fail(err, JL_EENV, "the tags cannot be read");
	return 0;
}

/* The text of a tag object before it is signed, yours to free. */
static char *tag_text(const struct jl_oid *commit, const char *name,
	const struct jl_author *tagger, int64_t when, int offset_s,
	const char *message)
{
	char hex[JL_OID_HEX];
	int minutes = offset_s / 60, size = minutes < 0 ? -minutes : minutes;

	jl_oid_hex(commit, hex);
	return jl_xasprintf("object %s\ntype commit\ntag %s\ntagger %s <%s> "
			    "%lld %c%02d%02d\n\n%s\n",
		hex, name, tagger->name, tagger->email,
		(long long)(when / 1000000), minutes < 0 ? '-' : '+', size / 60,
		size % 60, message);
}

int jl_repo_tag(struct jl_repo *repo, const struct jl_oid *commit,
	const char *name, const char *message, int64_t when, int offset_s,
	jl_sign *sign, void *data, struct jl_error *err)
{
	struct jl_author tagger = {0};
	char *text = NULL, *signature = NULL, *whole = NULL;
	git_oid id;
	int git, rc = jl_repo_author(repo, &tagger, err);

	if (rc < 0)
		return rc;
	text = tag_text(commit, name, &tagger, when, offset_s, message);
	if (sign)
		rc = sign(data, text, strlen(text), &signature, err);
	if (rc == 0) {
		whole = jl_xasprintf("%s%s", text, signature ? signature : "");
		git = git_tag_create_from_buffer(&id, repo->handle, whole, 0);
		if (git == GIT_EEXISTS)
			rc = jl_fail(err, JL_EINVALID,
				"there is a tag '%.100s' already", name);
		else if (git < 0)
			rc = jl_git_fail(
				err, JL_EENV, "the tag cannot be made");
	}
	free(whole);
	free(signature);
	free(text);
	jl_author_release(&tagger);
	return rc;
}

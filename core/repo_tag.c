/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Annotated tags: their texts, and the signatures that git puts at the end. The
 * text of a new one is made here, since libgit2 makes a tag at once and gives
 * nothing to sign. */
#include "core/repo_git.h"

#include "core/loose.h"
#include "core/refs.h"
#include "core/str.h"
#include "core/worktree.h"

#include <stdlib.h>
#include <string.h>

/* Where git takes a signature to begin: at the last line that is one of these.
 */
static const char *const signatures[] = {"-----BEGIN SSH SIGNATURE-----",
	"-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----",
	"-----BEGIN SIGNED MESSAGE-----"};

int jl_repo_tag_find(struct jl_repo *repo, const char *name, struct jl_oid *oid,
	struct jl_error *err)
{
	git_reference *ref = NULL;
	char *full = jl_xasprintf("%s%s",
		strncmp(name, "refs/", 5) == 0 ? "" : "refs/tags/", name);
	int git = git_reference_lookup(&ref, repo->handle, full), rc = 0;

	if (git < 0 && git != GIT_ENOTFOUND && git != GIT_EINVALIDSPEC)
		rc = jl_git_fail(err, JL_EENV, full);
	else if (git < 0 || !git_reference_target(ref))
		rc = jl_fail(
			err, JL_ENOTFOUND, "there is no tag '%.100s'", name);
	else
		jl_oid_from_git(oid, git_reference_target(ref));
	git_reference_free(ref);
	free(full);
	return rc;
}

static size_t find_signature(const char *text, size_t len)
{
	size_t found = len;

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		for (size_t i = 0; i < JL_COUNT(signatures); i++)
			if (strncmp(line, signatures[i],
				    strlen(signatures[i])) == 0)
				found = (size_t)(line - text);
	}
	return found;
}

/* Takes the raw tag over. */
static void take_apart(struct jl_tag *tag, char *raw, size_t len)
{
	const char *message, *name;

	tag->text = raw;
	tag->len = find_signature(raw, len);
	if (tag->len < len)
		tag->signature = jl_xstrdup(raw + tag->len);
	raw[tag->len] = '\0';
	name = strstr(raw, "\ntag ");
	if (name)
		tag->name = jl_xstrndup(name + 5, strcspn(name + 5, "\n"));
	message = strstr(raw, "\n\n");
	tag->message = message ? message + 2 : raw + tag->len;
}

int jl_repo_tag_read(struct jl_repo *repo, const struct jl_oid *oid,
	struct jl_tag *tag, struct jl_error *err)
{
	git_odb *odb = NULL;
	git_odb_object *object = NULL;
	git_tag *parsed = NULL;
	git_oid id;
	int rc;

	memset(tag, 0, sizeof(*tag));
	git_oid_fromraw(&id, oid->id);
	rc = git_repository_odb(&odb, repo->handle);
	if (rc == 0)
		rc = git_odb_read(&object, odb, &id);
	if (rc < 0)
		rc = jl_git_fail_object(err);
	else if (git_odb_object_type(object) != GIT_OBJECT_TAG)
		rc = jl_fail(err, JL_ENOTFOUND, "it is no annotated tag");
	else if (git_tag_lookup(&parsed, repo->handle, &id) < 0)
		rc = jl_git_fail(err, JL_ELOST, "the tag cannot be read");
	else if (memchr(git_odb_object_data(object), '\0',
			 git_odb_object_size(object)))
		rc = jl_fail(err, JL_ELOST, "the tag has a zero byte in it");
	if (rc == 0) {
		jl_oid_from_git(&tag->target, git_tag_target_id(parsed));
		take_apart(tag,
			jl_xstrndup(git_odb_object_data(object),
				git_odb_object_size(object)),
			git_odb_object_size(object));
	}
	git_tag_free(parsed);
	git_odb_object_free(object);
	git_odb_free(odb);
	return rc;
}

void jl_tag_release(struct jl_tag *tag)
{
	free(tag->text);
	free(tag->signature);
	free(tag->name);
	memset(tag, 0, sizeof(*tag));
}

/* ---- tags among the loose objects ---- */

struct loose_tags {
	const char *top; /* .git */
	jl_see_tag *see;
	void *data;
};

/* "objects/ab/cdef..." */
static int see_object(void *data, const char *path, enum jl_work_kind kind,
	struct jl_error *err)
{
	const struct loose_tags *l = data;
	const char *name = path + sizeof("objects");
	char hex[JL_OID_HEX];
	struct jl_oid oid;

	(void)err;
	if (kind == JL_WORK_FOLDER)
		return strlen(name) == 2 ? JL_LOOK_INTO : 0;
	if (strlen(name) != JL_OID_HEX || name[2] != '/')
		return 0;
	snprintf(hex, sizeof(hex), "%.2s%s", name, name + 3);
	if (jl_oid_from_hex(hex, &oid) && jl_loose_is_tag(l->top, hex))
		l->see(l->data, &oid);
	return 0;
}

int jl_repo_loose_tags(
	struct jl_repo *repo, jl_see_tag *see, void *data, struct jl_error *err)
{
	struct loose_tags l = {repo->commondir, see, data};

	return jl_work_walk(l.top, "objects", see_object, &l, err);
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

/* Is the tag there and just this one, whatever was said of making it? 1: yes.
 */
static int is_made(struct jl_repo *repo, const char *name, const char *text,
	struct jl_error *err)
{
	struct jl_oid now;
	git_oid ours;
	int rc;

	if (git_odb_hash(&ours, text, strlen(text), GIT_OBJECT_TAG) < 0)
		jl_out_of_memory();
	rc = jl_repo_tag_find(repo, name, &now, err);
	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	return memcmp(now.id, ours.id, sizeof(now.id)) == 0;
}

/* What is said must be true: the reference itself is asked. */
static int explain(struct jl_repo *repo, int git, const char *name,
	const char *text, struct jl_error *err)
{
	struct jl_error second;
	char *full, *what;
	int rc;

	if (git == GIT_EEXISTS)
		return jl_fail(err, JL_EINVALID,
			"there is a tag '%.100s' already", name);
	jl_git_fail_writing(err, "the tag cannot be made");
	rc = is_made(repo, name, text, &second);
	if (rc < 0) {
		what = jl_xstrdup(err->message);
		jl_fail(err, JL_EENV,
			"%.300s; whether it was made cannot be read (%.300s): "
			"'git tag' shows it",
			what, second.message);
		free(what);
	}
	if (rc <= 0)
		return (int)err->code;
	full = jl_xasprintf("refs/tags/%s", name);
	what = jl_xasprintf("the tag '%.100s' is made", name);
	rc = jl_ref_confirm(repo, full, what, err->message, err);
	free(full);
	free(what);
	return rc;
}

/* What is called like a branch, or HEAD, git finds in one place or in the
 * other.
 */
static int check_name(
	struct jl_repo *repo, const char *name, struct jl_error *err)
{
	char *branch = jl_xasprintf("refs/heads/%s", name);
	struct jl_oid ignored;
	int is_valid = 0, rc = JL_ENOTFOUND;

	if (git_tag_name_is_valid(&is_valid, name) < 0 || !is_valid ||
		strcmp(name, "HEAD") == 0)
		rc = jl_fail(err, JL_EUSAGE,
			"'%.100s' cannot be the name of a tag", name);
	else
		rc = jl_repo_reference(repo, branch, &ignored, err);
	if (rc == 0)
		rc = jl_fail(err, JL_EUSAGE,
			"'%.100s' is a branch: a tag of that name would be "
			"mistaken for it; take another name",
			name);
	free(branch);
	return rc == JL_ENOTFOUND ? 0 : rc;
}

static void unlock(struct jl_repo *repo, const char *name)
{
	char *full = jl_xasprintf("refs/tags/%s", name);

	jl_ref_unlock(repo, full);
	free(full);
}

int jl_repo_tag(struct jl_repo *repo, const struct jl_oid *commit,
	const char *name, const char *message, int64_t when, int offset_s,
	jl_sign *sign, void *data, struct jl_error *err)
{
	struct jl_author tagger = {0};
	char *text = NULL, *signature = NULL, *whole = NULL;
	git_oid id;
	int git, rc;

	rc = check_name(repo, name, err);
	if (rc == 0)
		rc = jl_repo_committer(repo, &tagger, err);
	if (rc < 0)
		return rc;
	text = tag_text(commit, name, &tagger, when, offset_s, message);
	if (sign)
		rc = sign(data, text, strlen(text), &signature, err);
	if (rc == 0) {
		whole = jl_xasprintf("%s%s", text, signature ? signature : "");
		git = git_tag_create_from_buffer(&id, repo->handle, whole, 0);
		unlock(repo, name);
		if (git < 0)
			rc = explain(repo, git, name, whole, err);
	}
	free(whole);
	free(signature);
	free(text);
	jl_author_release(&tagger);
	return rc;
}

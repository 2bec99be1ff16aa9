/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* An intent against git and the work tree. */
#include "core/recovery.h"

#include "core/file.h"
#include "core/git_locks.h"
#include "core/mem.h"
#include "core/placing.h"

#include <stdlib.h>
#include <string.h>

enum { INTENT_MAX = 64 * 1024 * 1024 };

bool jl_has_intent(const struct jl_repo *repo)
{
	enum jl_work_kind kind;
	struct jl_error ignored; /* the next writer will say it */

	return jl_work_look(jl_repo_top(repo), JL_INTENT, &kind, &ignored) ==
		       0 &&
	       kind == JL_WORK_FILE;
}

int jl_forget_intent(struct jl_repo *repo, struct jl_error *err)
{
	const char *top = jl_repo_top(repo);
	int rc = jl_work_remove(top, JL_INTENT, err);

	/* Durably: one that came back after a power cut would be taken for a
	 * dead writer's. */
	return rc == 0 ? jl_work_sync(top, JL_INTENT, err) : rc;
}

/* Temporary files of writers that died. */
static int clear_temporary(void *data, const char *name, enum jl_work_kind kind,
	struct jl_error *err)
{
	const struct jl_repo *repo = data;
	size_t len = strlen(name);
	bool is_temporary = strncmp(name, "new-", 4) == 0 ||
			    strncmp(name, "old-", 4) == 0 ||
			    /* which older versions kept here */
			    strncmp(name, "cache.db", 8) == 0 ||
			    (len > 4 && strcmp(name + len - 4, ".tmp") == 0);
	char *path;
	int rc;

	if (!is_temporary || kind == JL_WORK_FOLDER)
		return 0;
	path = jl_xasprintf(JL_PRIVATE "/%s", name);
	rc = jl_work_remove(jl_repo_top(repo), path, err);
	free(path);
	return rc;
}

/* Did the branch get the commit? JL_ENOTFOUND: it is not there at all. */
static int is_recorded(struct jl_repo *repo, const struct jl_intent *intent,
	bool *is, struct jl_error *err)
{
	struct jl_oid commit, tip;
	int rc;

	*is = false;
	if (!intent->branch || !jl_oid_from_hex(intent->commit, &commit) ||
		!jl_repo_has(repo, &commit))
		return 0;
	rc = jl_repo_reference(repo, intent->branch, &tip, err);
	if (rc == 0)
		*is = jl_repo_descends(repo, &tip, &commit);
	return rc == JL_ENOTFOUND ? 0 : rc;
}

/* Without a commit: does each file stand in its place? */
static int is_placed(struct jl_repo *repo, const struct jl_intent *intent,
	bool *is, struct jl_error *err)
{
	int rc = 0;

	*is = true;
	for (size_t i = 0; rc == 0 && *is && i < intent->n; i++) {
		const struct jl_intent_file *f = &intent->files[i];
		char digest[JL_DIGEST_HEX];

		rc = jl_place_digest(jl_repo_top(repo), f->path, digest, err);
		*is = rc == 0 && strcmp(digest, f->after) == 0;
	}
	return rc;
}

static int refresh(struct jl_repo *repo, const struct jl_intent *intent,
	struct jl_error *err)
{
	const char **paths = jl_xcalloc(intent->n, sizeof(*paths));
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < intent->n; i++)
		if (strcmp(intent->files[i].after, "+") != 0)
			paths[n++] = intent->files[i].path;
	rc = n ? jl_repo_refresh_index(repo, paths, n, err) : 0;
	free(paths);
	return rc;
}

int jl_settle(struct jl_repo *repo, const struct jl_intent *intent,
	bool is_done, struct jl_str *overtaken, struct jl_error *err)
{
	const char *top = jl_repo_top(repo);
	int rc = 0;

	for (size_t i = intent->n; rc == 0 && !is_done && i > 0; i--)
		rc = jl_place_back(top, i - 1, &intent->files[i - 1], err);
	if (rc == 0 && !is_done && *intent->commit)
		rc = refresh(repo, intent, err);
	for (size_t i = 0; rc == 0 && i < intent->n; i++) {
		bool is_overtaken;

		rc = jl_place_done(
			top, i, &intent->files[i], &is_overtaken, err);
		if (rc == 0 && is_overtaken && is_done)
			jl_str_addf(overtaken, "%s%s",
				overtaken->len ? ", " : "",
				intent->files[i].path);
	}
	return rc == 0 ? jl_forget_intent(repo, err) : rc;
}

static void tell(const struct jl_intent *intent, bool is_done,
	const struct jl_str *overtaken, struct jl_str *told)
{
	jl_str_addf(told, "'%s' was cut off%s%s%s: ", intent->verb,
		intent->why ? " (" : "", intent->why ? intent->why : "",
		intent->why ? ")" : "");
	if (is_done && *intent->commit)
		jl_str_addf(told,
			"it was recorded as %.12s, and what was left "
			"of it is done now",
			intent->commit);
	else if (is_done)
		jl_str_add(told, "it was done");
	else
		jl_str_add(told, "what it had begun is taken back; give the "
				 "command again");
	if (overtaken->len)
		jl_str_addf(told, "; saved by somebody else meanwhile: %s",
			jl_str_text(overtaken));
}

static int recover_from(struct jl_repo *repo, const struct jl_intent *intent,
	struct jl_str *told, struct jl_error *err)
{
	char *intent_path = jl_path_join(jl_repo_top(repo), JL_INTENT);
	struct jl_str overtaken = JL_STR_INIT;
	struct jl_oid ignored;
	bool is_done;
	int rc;

	jl_git_locks_clear(repo, intent, intent_path);
	if (intent->reference) {
		rc = jl_repo_reference(repo, intent->reference, &ignored, err);
		is_done = rc == 0;
		rc = rc == JL_ENOTFOUND ? 0 : rc;
	} else if (*intent->commit) {
		rc = is_recorded(repo, intent, &is_done, err);
	} else {
		rc = is_placed(repo, intent, &is_done, err);
	}
	if (rc == 0 && is_done && *intent->commit)
		rc = refresh(repo, intent, err);
	if (rc == 0)
		rc = jl_settle(repo, intent, is_done, &overtaken, err);
	if (rc == 0)
		tell(intent, is_done, &overtaken, told);
	jl_str_release(&overtaken);
	free(intent_path);
	return rc;
}

int jl_recover(struct jl_repo *repo, const struct jl_work_id *lock,
	struct jl_str *told, struct jl_error *err)
{
	const char *top = jl_repo_top(repo);
	struct jl_intent intent = {0};
	char *text = NULL;
	size_t len;
	int rc = jl_work_read(top, JL_INTENT, INTENT_MAX, &text, &len, err);

	if (rc == JL_ENOTFOUND) {
		rc = 0;
	} else if (rc == 0 && jl_intent_parse(text, len, &intent) &&
		   intent.lock.device == lock->device &&
		   intent.lock.inode == lock->inode) {
		rc = recover_from(repo, &intent, told, err);
	} else if (rc == 0) {
		jl_str_add(told, "an intent that is not of this ledger's "
				 "writers was in .jledger and is removed");
		rc = jl_forget_intent(repo, err);
	}
	if (rc == 0)
		rc = jl_work_list(top, JL_PRIVATE, clear_temporary, repo, err);
	jl_intent_release(&intent);
	free(text);
	return rc;
}

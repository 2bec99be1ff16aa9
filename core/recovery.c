/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* An intent against git and the work tree. */
#include "core/recovery.h"

#include "core/file.h"
#include "core/git_locks.h"
#include "core/mem.h"
#include "core/placing.h"
#include "core/refs.h"

#include <stdlib.h>
#include <string.h>

enum {
	INTENT_MAX = 64 * 1024 * 1024,
	RECORDED_MAX = 64 * 1024 * 1024,
};

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
	/* Texts that are being edited are written without the lock. */
	bool is_edited = strncmp(name, "edit-", 5) == 0;
	char *path;
	int rc;

	if (!is_temporary || is_edited || kind == JL_WORK_FOLDER)
		return 0;
	path = jl_xasprintf(JL_PRIVATE "/%s", name);
	rc = jl_work_remove(jl_repo_top(repo), path, err);
	free(path);
	return rc;
}

/* Did the branch get the commit? Then it is flushed, before the intent goes. */
static int is_recorded(struct jl_repo *repo, const struct jl_intent *intent,
	bool *is, struct jl_error *err)
{
	struct jl_oid commit, tip;
	int rc;

	*is = false;
	if (!intent->branch || !jl_oid_from_hex(intent->commit, &commit))
		return 0;
	rc = jl_repo_has(repo, &commit, err);
	if (rc <= 0)
		return rc;
	rc = jl_repo_reference(repo, intent->branch, &tip, err);
	if (rc == 0)
		rc = jl_repo_descends(repo, &tip, &commit, err);
	*is = rc > 0;
	if (rc > 0)
		return jl_ref_confirm(repo, intent->branch,
			"the last change is recorded",
			"its command was interrupted", err);
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

static void add_path(struct jl_str *list, const char *path)
{
	jl_str_addf(list, "%s%s", list->len ? ", " : "", path);
}

/* Has somebody else recorded just what was placed? */
static int is_in_branch(struct jl_repo *repo, const struct jl_intent *intent,
	const struct jl_intent_file *f, bool *is, struct jl_error *err)
{
	char digest[JL_DIGEST_HEX] = "-", *text = NULL;
	uint8_t sum[JL_DIGEST_SIZE];
	struct jl_oid tip;
	size_t len;
	int rc;

	*is = false;
	if (!intent->branch || !*intent->commit || f->inode == 0)
		return 0;
	rc = jl_repo_reference(repo, intent->branch, &tip, err);
	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	rc = jl_repo_read(repo, &tip, f->path, RECORDED_MAX, &text, &len, err);
	if (rc == 0) {
		jl_sha256(text, len, sum);
		jl_hex(sum, sizeof(sum), digest);
		free(text);
	}
	if (rc == 0 || rc == JL_ENOTFOUND)
		*is = strcmp(digest, f->after) == 0;
	return rc == JL_ENOTFOUND || rc == JL_EINVALID ? 0 : rc;
}

/* The last first. */
static int take_back(struct jl_repo *repo, const struct jl_intent *intent,
	struct jl_str *others, struct jl_error *err)
{
	int rc = 0;

	for (size_t i = intent->n; rc == 0 && i > 0; i--) {
		const struct jl_intent_file *f = &intent->files[i - 1];
		bool is_others = false;

		rc = is_in_branch(repo, intent, f, &is_others, err);
		if (rc == 0 && !is_others)
			rc = jl_place_back(
				jl_repo_top(repo), i - 1, f, &is_others, err);
		if (is_others)
			add_path(others, f->path);
	}
	return rc;
}

int jl_settle(struct jl_repo *repo, const struct jl_intent *intent,
	enum jl_outcome outcome, struct jl_str *others, struct jl_error *err)
{
	int rc = 0;

	if (outcome != JL_DONE)
		rc = take_back(repo, intent, others, err);
	if (rc == 0 && outcome == JL_TAKEN_BACK && *intent->commit)
		rc = refresh(repo, intent, err);
	for (size_t i = 0; rc == 0 && i < intent->n; i++) {
		const struct jl_intent_file *f = &intent->files[i];
		bool is_overtaken;

		rc = jl_place_done(jl_repo_top(repo), i, f, &is_overtaken, err);
		if (rc == 0 && is_overtaken && outcome == JL_DONE)
			add_path(others, f->path);
	}
	return rc == 0 ? jl_forget_intent(repo, err) : rc;
}

static void tell(const struct jl_intent *intent, bool is_done,
	const struct jl_str *others, struct jl_str *told)
{
	jl_str_addf(told, "'%s' was interrupted%s%s%s: ", intent->verb,
		intent->why ? " (" : "", intent->why ? intent->why : "",
		intent->why ? ")" : "");
	if (!intent->n && !intent->reference)
		jl_str_add(told, "run it again");
	else if (is_done && *intent->commit)
		jl_str_addf(told,
			"its change is recorded as %.12s, and the rest of it "
			"is done now",
			intent->commit);
	else if (is_done)
		jl_str_add(told, "it was done");
	else
		jl_str_add(told,
			"it was not recorded, and what it had begun is taken "
			"back; run it again");
	if (others->len)
		jl_str_addf(told,
			"; but what somebody else has saved or recorded since "
			"stays: %s",
			jl_str_text(others));
}

/* Whether it was done, as far as git and the files tell. */
static int find_out(struct jl_repo *repo, const struct jl_intent *intent,
	bool *is_done, struct jl_error *err)
{
	struct jl_oid ignored;
	int rc;

	if (*intent->commit)
		return is_recorded(repo, intent, is_done, err);
	if (!intent->reference)
		return is_placed(repo, intent, is_done, err);
	rc = jl_repo_reference(repo, intent->reference, &ignored, err);
	*is_done = rc == 0;
	return rc == JL_ENOTFOUND ? 0 : rc;
}

static int recover_from(struct jl_repo *repo, const struct jl_intent *intent,
	struct jl_str *told, struct jl_error *err)
{
	char *intent_path = jl_path_join(jl_repo_top(repo), JL_INTENT);
	struct jl_str others = JL_STR_INIT;
	bool is_done;
	int rc;

	jl_git_locks_clear(repo, intent, intent_path);
	rc = find_out(repo, intent, &is_done, err);
	if (rc == 0 && is_done && *intent->commit)
		rc = refresh(repo, intent, err);
	if (rc == 0)
		rc = jl_settle(repo, intent, is_done ? JL_DONE : JL_TAKEN_BACK,
			&others, err);
	if (rc == 0)
		tell(intent, is_done, &others, told);
	jl_str_release(&others);
	free(intent_path);
	return rc;
}

int jl_recover(struct jl_repo *repo, uint64_t lock, struct jl_str *told,
	struct jl_error *err)
{
	const char *top = jl_repo_top(repo);
	struct jl_intent intent = {0};
	char *text = NULL;
	size_t len;
	int rc = jl_work_read(top, JL_INTENT, INTENT_MAX, &text, &len, err);

	if (rc == JL_ENOTFOUND) {
		rc = 0;
	} else if (rc == 0 && jl_intent_parse(text, len, &intent) &&
		   intent.lock == lock) {
		rc = recover_from(repo, &intent, told, err);
	} else if (rc == 0) {
		jl_str_add(told,
			"an unfinished command that came with a copy of this "
			"ledger is forgotten; 'git status' shows what stands "
			"in the work tree");
		rc = jl_forget_intent(repo, err);
	} else if (rc == JL_EINVALID) {
		rc = jl_fail(err, JL_EENV,
			JL_INTENT " is no file that jledger wrote; remove it, "
				  "and run the command again");
	}
	if (rc == 0)
		rc = jl_work_list(top, JL_PRIVATE, clear_temporary, repo, err);
	jl_intent_release(&intent);
	free(text);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Opening a repository, and making one. Whoever handed it over chose what lies
 * in .git: libgit2 would wait for ever at a pipe in the place of a file.
 */
#include "core/repo_git.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/odb.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2/sys/repository.h>

enum { NAME_MAX_READ = 4096 };

static char *without_slash(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return jl_xstrndup(path, len);
}

/* ---- files that are none ---- */

/* A link is what it leads to; what cannot be seen is left to whoever reads. */
static int check_plain(const char *folder, const char *name, bool may_be_folder,
	struct jl_error *err)
{
	char *path = jl_path_join(folder, name);
	struct stat st;
	int rc = 0;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
		!(may_be_folder && S_ISDIR(st.st_mode)))
		rc = jl_fail(err, JL_EENV,
			"%.300s is a pipe, a device or a folder in the place "
			"of a file, and git cannot read it; clone the ledger "
			"again from where it came from",
			path);
	free(path);
	return rc;
}

static int check_each(const char *folder, const char *const *names, size_t n,
	struct jl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = check_plain(folder, names[i], false, err);
	return rc;
}

/* The line of the file behind the mark, yours to free; NULL: there is none. */
static char *read_line(const char *folder, const char *name, const char *mark)
{
	char *path = jl_path_join(folder, name), *text = NULL, *line = NULL;
	size_t len, skip = strlen(mark);
	struct jl_error ignored; /* whoever needs it says so */

	if (jl_file_read(path, NAME_MAX_READ, &text, &len, &ignored) == 0 &&
		strncmp(text, mark, skip) == 0)
		line = jl_xstrndup(text + skip, strcspn(text + skip, "\r\n"));
	free(text);
	free(path);
	return line;
}

/* Where the files are that work trees share. */
static char *find_commondir(const char *gitdir)
{
	char *named = read_line(gitdir, "commondir", "");
	char *path = !named	       ? jl_xstrdup(gitdir)
		     : named[0] == '/' ? jl_xstrdup(named)
				       : jl_path_join(gitdir, named);

	free(named);
	return path;
}

/* The reference that HEAD names, and its log. */
static int check_branch(
	const char *gitdir, const char *commondir, struct jl_error *err)
{
	char *name = read_line(gitdir, "HEAD", "ref: ");
	char *log = name ? jl_path_join("logs", name) : NULL;
	int rc = name ? check_plain(commondir, name, true, err) : 0;

	if (rc == 0 && log)
		rc = check_plain(commondir, log, true, err);
	free(log);
	free(name);
	return rc;
}

/* What is read while libgit2 opens the repository, or without our seeing. */
static int check_files(const char *gitdir, struct jl_error *err)
{
	static const char *const own[] = {
		"HEAD", "index", "commondir", "config.worktree", "logs/HEAD"};
	static const char *const common[] = {"config", "packed-refs", "shallow",
		"info/attributes", "info/exclude", "info/grafts",
		"objects/info/alternates", "objects/info/commit-graph"};
	int rc = check_each(gitdir, own, JL_COUNT(own), err);
	char *commondir = rc == 0 ? find_commondir(gitdir) : NULL;

	if (rc == 0)
		rc = check_each(commondir, common, JL_COUNT(common), err);
	if (rc == 0)
		rc = check_branch(gitdir, commondir, err);
	free(commondir);
	return rc;
}

/* libgit2 finds none where HEAD is no file: then it is looked for here. */
static int check_before(const char *dir, struct jl_error *err)
{
	git_buf found = {0};
	char *gitdir = git_repository_discover(&found, dir, 0, NULL) == 0
			       ? without_slash(found.ptr)
			       : jl_path_join(dir, ".git");
	int rc = check_files(gitdir, err);

	git_buf_dispose(&found);
	free(gitdir);
	return rc;
}

/* ---- opening ---- */

/* NULL: the objects cannot be read. Takes the handle over. */
static struct jl_repo *wrap(git_repository *handle, struct jl_error *err)
{
	git_config *config = NULL;
	struct jl_repo *repo;
	int rc = 0;

	if (jl_odb_install(handle) < 0)
		rc = jl_git_fail(err, JL_EENV, "the objects cannot be read");
	if (rc == 0)
		rc = jl_git_config(handle, &config, err);
	if (rc == 0 && git_repository_set_config(handle, config) < 0)
		rc = jl_git_fail(
			err, JL_EENV, "git's configuration cannot be read");
	git_config_free(config);
	if (rc < 0) {
		git_repository_free(handle);
		return NULL;
	}
	repo = jl_xcalloc(1, sizeof(*repo));
	repo->handle = handle;
	repo->top = without_slash(git_repository_workdir(handle));
	repo->gitdir = without_slash(git_repository_path(handle));
	repo->commondir = without_slash(git_repository_commondir(handle));
	return repo;
}

/* libgit2 finds no repository either where nobody can have allowed one. */
static bool is_there(const char *dir, bool *is_own)
{
	char *gitdir = jl_path_join(dir, ".git");
	struct stat st;
	bool is = lstat(gitdir, &st) == 0;

	*is_own = is && st.st_uid == geteuid();
	free(gitdir);
	return is;
}

/* The whole path: git believes "." of no folder, libgit2 of each. */
static int fail_foreign(const char *dir, struct jl_error *err)
{
	char *full = realpath(dir, NULL);

	jl_fail(err, JL_EENV,
		"%.300s: this repository belongs to somebody else, and git "
		"does not open it; if you trust it: git config --global --add "
		"safe.directory %.300s",
		dir, full ? full : dir);
	free(full);
	return JL_EENV;
}

/* What no ledger is kept in. */
static int check_kind(
	git_repository *handle, const char *dir, struct jl_error *err)
{
	int is_shallow;

	if (git_repository_is_bare(handle))
		return jl_fail(err, JL_EENV,
			"%.300s: a bare repository has no work tree; clone it "
			"and ask there",
			dir);
	is_shallow = git_repository_is_shallow(handle);
	if (is_shallow < 0)
		return jl_git_fail(err, JL_EENV, dir);
	if (is_shallow > 0)
		return jl_fail(err, JL_EENV,
			"%.300s: a shallow clone: its history is cut off, so "
			"nothing can be proved from it; 'git fetch "
			"--unshallow' completes it",
			dir);
	return 0;
}

/* libgit2's own words say what it is, and git's what to do. */
static int fail_to_open(const char *dir, struct jl_error *err)
{
	char *said;

	jl_git_fail(err, JL_EENV, dir);
	said = jl_xstrdup(err->message);
	jl_fail(err, JL_EENV,
		"%.600s; jledger reads repositories of git's usual format, "
		"with SHA-1: 'git clone' into a new folder often helps, 'git "
		"fsck' says what is damaged",
		said);
	free(said);
	return JL_EENV;
}

int jl_repo_open(const char *dir, struct jl_repo **out, struct jl_error *err)
{
	git_repository *handle = NULL;
	bool is_own;
	int git, rc;

	jl_git_start();
	rc = check_before(dir, err);
	if (rc < 0)
		return rc;
	git = git_repository_open_ext(&handle, dir, 0, NULL);
	if (git == GIT_EOWNER)
		return fail_foreign(dir, err);
	if (git == GIT_ENOTFOUND && is_there(dir, &is_own))
		return is_own ? jl_fail(err, JL_EENV,
					"%.300s/.git is there, and is no "
					"repository: its HEAD, objects or refs "
					"are missing; clone the ledger again",
					dir)
			      : fail_foreign(dir, err);
	if (git == GIT_ENOTFOUND)
		return jl_fail(err, JL_EENV,
			"%.300s: not a ledger: there is no git repository "
			"here; 'jledger init' makes one",
			dir);
	if (git < 0)
		return fail_to_open(dir, err);
	rc = check_kind(handle, dir, err);
	if (rc < 0) {
		git_repository_free(handle);
		return rc;
	}
	*out = wrap(handle, err);
	return *out ? 0 : err->code;
}

/* ---- making ---- */

static int remove_one(
	const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* The folder of an init that was cut off, links in it not followed. */
static int clear_folder(const char *folder, struct jl_error *err)
{
	if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ||
		errno == ENOENT)
		return 0;
	return jl_fail(err, JL_EENV, "%.300s: cannot remove: %s", folder,
		strerror(errno));
}

/* Makes .git aside, and gives it its name when it is whole: whatever cuts it
 * off, there is a repository or none. */
static int make_repository(const char *dir, struct jl_error *err)
{
	git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
	git_repository *handle = NULL;
	char *aside = jl_path_join(dir, ".jledger-init");
	char *made = jl_path_join(aside, ".git");
	char *gitdir = jl_path_join(dir, ".git");
	int rc;

	options.flags = GIT_REPOSITORY_INIT_MKPATH;
	options.initial_head = "main";
	rc = clear_folder(aside, err);
	if (rc == 0 && git_repository_init_ext(&handle, aside, &options) < 0)
		rc = jl_git_fail(err, JL_EENV, dir);
	git_repository_free(handle);
	if (rc == 0)
		rc = jl_disk_sync(aside, err);
	if (rc == 0 && rename(made, gitdir) != 0)
		rc = jl_fail(err, JL_EENV, "%.300s: cannot be made: %s", gitdir,
			strerror(errno));
	if (rc == 0)
		rc = clear_folder(aside, err);
	if (rc == 0)
		rc = jl_folder_sync(dir, err);
	free(aside);
	free(made);
	free(gitdir);
	return rc;
}

int jl_repo_init(const char *dir, struct jl_repo **out, struct jl_error *err)
{
	git_repository *handle = NULL;
	int rc;

	jl_git_start();
	if (git_repository_open_ext(
		    &handle, dir, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0) {
		git_repository_free(handle);
		return jl_repo_open(dir, out, err);
	}
	rc = make_repository(dir, err);
	return rc < 0 ? rc : jl_repo_open(dir, out, err);
}

void jl_repo_close(struct jl_repo *repo)
{
	if (!repo)
		return;
	git_repository_free(repo->handle);
	free(repo->top);
	free(repo->gitdir);
	free(repo->commondir);
	free(repo);
}

const char *jl_repo_top(const struct jl_repo *repo)
{
	return repo->top;
}

const char *jl_repo_gitdir(const struct jl_repo *repo)
{
	return repo->gitdir;
}

const char *jl_repo_commondir(const struct jl_repo *repo)
{
	return repo->commondir;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Which files, and who may hold them, by /proc. */
#include "core/git_locks.h"

#include "core/clock.h"
#include "core/file.h"
#include "core/mem.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOKS = 20, LOOK_MS = 25 };

/* What /proc says of a process, as far as the buffer holds it; NULs become
 * blanks. */
static void read_proc(
	const char *pid, const char *what, char *buffer, size_t size)
{
	char path[600];
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%s/%s", pid, what);
	f = fopen(path, "r");
	if (f) {
		n = fread(buffer, 1, size - 1, f);
		fclose(f);
	}
	for (size_t i = 0; i < n; i++)
		if (buffer[i] == '\0')
			buffer[i] = ' ';
	buffer[n] = '\0';
}

/* Work trees that share one .git work in folders of their own. */
static bool has_work_trees(struct jl_repo *repo)
{
	char *path = jl_path_join(jl_repo_commondir(repo), "worktrees");
	bool has = jl_file_exists(path) ||
		   strcmp(jl_repo_gitdir(repo), jl_repo_commondir(repo)) != 0;

	free(path);
	return has;
}

/* A git process in this folder, or one pointed at a repository elsewhere; where
 * there are more work trees, any, and any of ours. (A process whose folder may
 * not be read belongs to another user.) */
static bool is_git_at(const char *pid, const char *top, bool has_others)
{
	char link[600], cwd[4096], text[16384];
	size_t len = strlen(top);
	ssize_t n;

	read_proc(pid, "comm", text, sizeof(text));
	if (strncmp(text, "git", 3) != 0 &&
		!(has_others && strncmp(text, "jledger", 7) == 0))
		return false;
	snprintf(link, sizeof(link), "/proc/%s/cwd", pid);
	n = readlink(link, cwd, sizeof(cwd) - 1);
	if (n <= 0 || has_others)
		return n > 0;
	cwd[n] = '\0';
	if (strncmp(cwd, top, len) == 0 && (cwd[len] == '/' || !cwd[len]))
		return true;
	read_proc(pid, "cmdline", text, sizeof(text));
	if (strstr(text, "--git-dir"))
		return true;
	read_proc(pid, "environ", text, sizeof(text));
	return strstr(text, "GIT_DIR=") != NULL;
}

static bool has_open(const char *pid, const char *path)
{
	char link[600], target[4096];
	struct dirent *entry;
	bool holds = false;
	DIR *dir;

	snprintf(link, sizeof(link), "/proc/%s/fd", pid);
	dir = opendir(link);
	while (dir && !holds && (entry = readdir(dir))) {
		ssize_t n;

		snprintf(link, sizeof(link), "/proc/%s/fd/%s", pid,
			entry->d_name);
		n = readlink(link, target, sizeof(target) - 1);
		if (n <= 0)
			continue;
		target[n] = '\0';
		holds = strcmp(target, path) == 0;
	}
	if (dir)
		closedir(dir);
	return holds;
}

static bool somebody_may_hold(struct jl_repo *repo, const char *path)
{
	const char *top = jl_repo_top(repo); /* links are followed in it */
	bool has_others = has_work_trees(repo);
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	bool held = false;

	if (!proc)
		return true; /* who cannot know is careful */
	while (!held && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]) &&
			atol(entry->d_name) != (long)getpid())
			held = is_git_at(entry->d_name, top, has_others) ||
			       has_open(entry->d_name, path);
	closedir(proc);
	return held;
}

/* One that was killed may still be on its way out. */
static bool somebody_holds_on(struct jl_repo *repo, const char *path)
{
	for (int i = 0; i < LOOKS; i++) {
		if (!somebody_may_hold(repo, path))
			return false;
		jl_pause_ms(LOOK_MS);
	}
	return true;
}

static bool is_younger(const struct stat *a, const struct stat *b)
{
	if (a->st_mtim.tv_sec != b->st_mtim.tv_sec)
		return a->st_mtim.tv_sec > b->st_mtim.tv_sec;
	return a->st_mtim.tv_nsec >= b->st_mtim.tv_nsec;
}

static void clear(struct jl_repo *repo, char *path, const struct stat *intent)
{
	struct stat lock;

	if (lstat(path, &lock) == 0 && S_ISREG(lock.st_mode) &&
		is_younger(&lock, intent) && lock.st_uid == geteuid() &&
		!somebody_holds_on(repo, path))
		unlink(path);
	free(path);
}

void jl_git_locks_clear(struct jl_repo *repo, const struct jl_intent *intent,
	const char *intent_path)
{
	static const char *const own[] = {"index.jledger.lock", "index.jledger",
		"index.lock", "HEAD.lock"};
	static const char *const common[] = {"packed-refs.lock", "config.lock"};
	const char *const references[] = {intent->branch, intent->reference};
	struct stat st;

	if (stat(intent_path, &st) != 0)
		return;
	for (size_t i = 0; i < JL_COUNT(own); i++)
		clear(repo, jl_path_join(jl_repo_gitdir(repo), own[i]), &st);
	for (size_t i = 0; i < JL_COUNT(common); i++)
		clear(repo, jl_path_join(jl_repo_commondir(repo), common[i]),
			&st);
	for (size_t i = 0; i < JL_COUNT(references); i++)
		if (references[i])
			clear(repo,
				jl_xasprintf("%s/%s.lock",
					jl_repo_commondir(repo), references[i]),
				&st);
}

static int clear_temporary(void *data, const char *name, enum jl_work_kind kind,
	struct jl_error *err)
{
	static const char prefix[] = "tmp_object_git2_";
	struct jl_repo *repo = data;
	char *inner = jl_xasprintf("objects/%s", name);
	char *path = jl_path_join(jl_repo_commondir(repo), inner);
	int rc = 0;

	if (kind == JL_WORK_FILE &&
		strncmp(name, prefix, sizeof(prefix) - 1) == 0 &&
		!somebody_may_hold(repo, path))
		rc = jl_work_remove(jl_repo_commondir(repo), inner, err);
	free(path);
	free(inner);
	return rc;
}

int jl_git_temporaries_clear(struct jl_repo *repo, struct jl_error *err)
{
	return jl_work_list(
		jl_repo_commondir(repo), "objects", clear_temporary, repo, err);
}

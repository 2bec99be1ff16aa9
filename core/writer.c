/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The intent is a text of lines `branch R`, `path P` and `created P`. kill -9
 * inside libgit2 leaves git's own lock files, after which git refuses for ever;
 * such a file is removed only when an intent shows that one of our writers
 * died, the file is younger than that intent, and nobody alive can be using it.
 */
#include "core/writer.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/str.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	TRIES = 100,
	TRY_MS = 100,
	GIT_TRIES = 30,
	RACES = 20,
	INTENT_MAX = 64 * 1024 * 1024,
};

struct jl_writer {
	struct jl_repo *repo;
	char *folder;
	char *intent_path;
	char *created_in;
	int lock;
};

static void wait_ms(long ms)
{
	struct timespec pause = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&pause, NULL);
}

int jl_private_folder(
	const struct jl_repo *repo, char **folder, struct jl_error *err)
{
	char *path = jl_path_join(jl_repo_top(repo), ".jledger");
	char *ignore = jl_path_join(path, ".gitignore");
	struct stat st;
	int rc = 0;

	if (lstat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		rc = jl_fail(err, JL_EENV,
			"%.300s: must be a folder of the ledger, not a link",
			path);
	if (rc == 0)
		rc = jl_folder_make(path, err);
	if (rc == 0 && !jl_file_exists(ignore))
		rc = jl_file_write(ignore, NULL, "*\n", 2, err);
	free(ignore);
	if (rc < 0)
		free(path);
	else
		*folder = path;
	return rc;
}

static int take_lock(struct jl_writer *writer, struct jl_error *err)
{
	char *path = jl_path_join(writer->folder, "lock");
	int rc = 0;

	writer->lock =
		open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (writer->lock < 0)
		rc = jl_fail(err, JL_EENV, "%.300s: cannot open: %s", path,
			strerror(errno));
	for (int i = 0; rc == 0; i++) {
		if (flock(writer->lock, LOCK_EX | LOCK_NB) == 0)
			break;
		if (i == TRIES)
			rc = jl_fail(err, JL_EENV,
				"another jledger is writing to this ledger; "
				"try again when it is done");
		else
			wait_ms(TRY_MS);
	}
	free(path);
	return rc;
}

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

/* A git that works in this folder, or that was told of another one than the
 * one it stands in. (Whose folder cannot be read is not ours.) */
static bool is_git_at(const char *pid, const char *top)
{
	char link[600], cwd[4096], text[16384];
	size_t len = strlen(top);
	ssize_t n;

	read_proc(pid, "comm", text, sizeof(text));
	if (strncmp(text, "git", 3) != 0)
		return false;
	snprintf(link, sizeof(link), "/proc/%s/cwd", pid);
	n = readlink(link, cwd, sizeof(cwd) - 1);
	if (n <= 0)
		return false;
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
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	bool held = false;

	if (!proc)
		return true; /* who cannot know is careful */
	while (!held && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]) &&
			atol(entry->d_name) != (long)getpid())
			held = is_git_at(entry->d_name, top) ||
			       has_open(entry->d_name, path);
	closedir(proc);
	return held;
}

/* One that was killed may still be on its way out. */
static bool somebody_holds_on(struct jl_repo *repo, const char *path)
{
	const struct timespec pause = {.tv_nsec = 25000000};

	for (int i = 0; i < 20; i++) {
		if (!somebody_may_hold(repo, path))
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

static bool is_younger(const struct stat *a, const struct stat *b)
{
	if (a->st_mtim.tv_sec != b->st_mtim.tv_sec)
		return a->st_mtim.tv_sec > b->st_mtim.tv_sec;
	return a->st_mtim.tv_nsec >= b->st_mtim.tv_nsec;
}

/* git's lock files that a commit of ours can leave: yours to free. */
static size_t git_locks(struct jl_repo *repo, char *paths[4])
{
	char *head_path = jl_path_join(jl_repo_gitdir(repo), "HEAD");
	char *head = NULL;
	size_t len, n = 0;
	struct jl_error ignored;

	paths[n++] = jl_path_join(jl_repo_gitdir(repo), "index.lock");
	paths[n++] = jl_path_join(jl_repo_gitdir(repo), "HEAD.lock");
	paths[n++] = jl_path_join(jl_repo_gitdir(repo), "packed-refs.lock");
	if (jl_file_read(head_path, 4096, &head, &len, &ignored) == 0 &&
		strncmp(head, "ref: ", 5) == 0) {
		head[strcspn(head, "\n")] = '\0';
		paths[n++] = jl_xasprintf(
			"%s/%s.lock", jl_repo_gitdir(repo), head + 5);
	}
	free(head);
	free(head_path);
	return n;
}

static void clear_dead_locks(struct jl_writer *writer)
{
	struct stat intent, lock;
	char *paths[4];
	size_t n = git_locks(writer->repo, paths);

	if (stat(writer->intent_path, &intent) == 0)
		for (size_t i = 0; i < n; i++)
			if (lstat(paths[i], &lock) == 0 &&
				is_younger(&lock, &intent) &&
				lock.st_uid == geteuid() &&
				!somebody_holds_on(writer->repo, paths[i]))
				unlink(paths[i]);
	for (size_t i = 0; i < n; i++)
		free(paths[i]);
}

/* Temporary files of writers that died. */
static void clear_temporaries(struct jl_writer *writer)
{
	DIR *dir = opendir(writer->folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		size_t len = strlen(entry->d_name);
		char *path;

		if (len < 4 || strcmp(entry->d_name + len - 4, ".tmp") != 0)
			continue;
		path = jl_path_join(writer->folder, entry->d_name);
		unlink(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

/* Is it certain that the branch has no such file? What cannot be read may
 * have it. */
static bool is_surely_absent(
	struct jl_repo *repo, const char *branch, const char *path)
{
	struct jl_oid tip;
	struct jl_error ignored;
	char *text = NULL;
	size_t len;
	int rc = jl_repo_resolve(repo, branch, &tip, &ignored);

	if (rc == 0)
		rc = jl_repo_read(repo, &tip, path, &text, &len, &ignored);
	else
		rc = JL_EENV;
	free(text);
	return rc == JL_ENOTFOUND;
}

/* An intent may have come with a repository from somebody else: it must not
 * lead out of the ledger, and removes nothing but what an import makes. */
static bool is_inside(const char *path)
{
	return *path && *path != '/' && *path != '.' && !strstr(path, "..");
}

/* Is it a file right inside the folder? */
static bool is_file_in(const char *folder, const char *path)
{
	size_t len = strlen(folder);

	return len > 0 && strncmp(path, folder, len) == 0 && path[len] == '/' &&
	       is_inside(path + len + 1);
}

/* Finishes (committed) or takes back (not committed) a dead writer's work. */
static int settle(struct jl_writer *writer, char *intent, struct jl_error *err)
{
	const char **paths = NULL;
	const char *branch = "HEAD";
	size_t n = 0, cap = 0;
	int rc = 0;

	for (char *line = strtok(intent, "\n"); line;
		line = strtok(NULL, "\n")) {
		if (strncmp(line, "branch refs/heads/", 18) == 0) {
			branch = line + 7;
		} else if (strncmp(line, "path ", 5) == 0 &&
			   is_inside(line + 5)) {
			JL_GROW(paths, n, cap);
			paths[n++] = line + 5;
		} else if (strncmp(line, "created ", 8) == 0 &&
			   is_file_in(writer->created_in, line + 8)) {
			/* Files outside git go with the receipt beside them:
			 * it is the last path of every intent. */
			if (n > 0 && is_surely_absent(writer->repo, branch,
					     paths[n - 1])) {
				char *full = jl_path_join(
					jl_repo_top(writer->repo), line + 8);

				unlink(full);
				free(full);
			}
		}
	}
	if (n > 0)
		rc = jl_repo_refresh_index(writer->repo, paths, n, err);
	free(paths);
	return rc;
}

static int recover(struct jl_writer *writer, struct jl_error *err)
{
	char *intent = NULL;
	size_t len;
	int rc;

	clear_temporaries(writer);
	rc = jl_file_read(writer->intent_path, INTENT_MAX, &intent, &len, err);
	if (rc == JL_ENOTFOUND)
		return 0;
	if (rc == 0) {
		clear_dead_locks(writer);
		rc = settle(writer, intent, err);
	}
	if (rc == 0)
		rc = jl_file_remove(writer->intent_path, err);
	free(intent);
	return rc;
}

/* A folder that is a link would lead writers out of the ledger. */
static int check_folders(struct jl_repo *repo, struct jl_error *err)
{
	DIR *dir = opendir(jl_repo_top(repo));
	struct dirent *entry;
	struct stat st, target;
	int rc = 0;

	while (dir && rc == 0 && (entry = readdir(dir))) {
		char *path = jl_path_join(jl_repo_top(repo), entry->d_name);

		if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) &&
			stat(path, &target) == 0 && S_ISDIR(target.st_mode))
			rc = jl_fail(err, JL_EENV,
				"%.300s: is a link to another folder; the "
				"ledger's folders must be its own",
				path);
		free(path);
	}
	if (dir)
		closedir(dir);
	return rc;
}

static void free_writer(struct jl_writer *writer)
{
	if (writer->lock >= 0)
		close(writer->lock);
	free(writer->created_in);
	free(writer->intent_path);
	free(writer->folder);
	free(writer);
}

int jl_writer_begin(struct jl_repo *repo, const char *created_in,
	struct jl_writer **out, struct jl_error *err)
{
	struct jl_writer *writer = jl_xcalloc(1, sizeof(*writer));
	int rc;

	writer->repo = repo;
	writer->created_in = jl_xstrdup(created_in);
	writer->lock = -1;
	rc = check_folders(repo, err);
	if (rc == 0)
		rc = jl_private_folder(repo, &writer->folder, err);
	if (rc == 0) {
		writer->intent_path = jl_path_join(writer->folder, "intent");
		rc = take_lock(writer, err);
	}
	if (rc == 0)
		rc = recover(writer, err);
	if (rc < 0) {
		free_writer(writer);
		return rc;
	}
	*out = writer;
	return 0;
}

/* Waits a little for a git command that is at work. */
static int wait_for_git(struct jl_writer *writer, struct jl_error *err)
{
	char *paths[4];
	size_t n = git_locks(writer->repo, paths);
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		for (int t = 0; t < GIT_TRIES && jl_file_exists(paths[i]); t++)
			wait_ms(TRY_MS);
		if (rc == 0 && jl_file_exists(paths[i]))
			rc = jl_fail(err, JL_EENV,
				"git is busy in this ledger: %.300s exists; "
				"if no git command is running, remove it",
				paths[i]);
	}
	for (size_t i = 0; i < n; i++)
		free(paths[i]);
	return rc;
}

int jl_writer_intend(struct jl_writer *writer, const char *const *paths,
	size_t n, const char *const *created, size_t n_created,
	struct jl_error *err)
{
	struct jl_str text = JL_STR_INIT;
	char *branch = jl_repo_branch(writer->repo);
	int rc = wait_for_git(writer, err);

	if (branch)
		jl_str_addf(&text, "branch %s\n", branch);
	free(branch);
	for (size_t i = 0; i < n; i++)
		jl_str_addf(&text, "path %s\n", paths[i]);
	for (size_t i = 0; i < n_created; i++)
		jl_str_addf(&text, "created %s\n", created[i]);
	if (rc == 0)
		rc = jl_file_write(writer->intent_path, NULL,
			jl_str_text(&text), text.len, err);
	jl_str_release(&text);
	return rc;
}

int jl_writer_commit(struct jl_writer *writer, const struct jl_edit *edits,
	size_t n, const char *message, int64_t when, int offset_s,
	struct jl_error *err)
{
	const char **paths = jl_xcalloc(n, sizeof(*paths));
	struct jl_oid commit;
	int rc;

	for (size_t i = 0; i < n; i++)
		paths[i] = edits[i].path;
	rc = jl_repo_stage(writer->repo, paths, n, err);
	if (rc == 0)
		rc = jl_repo_commit(writer->repo, edits, n, message, when,
			offset_s, &commit, err);
	for (int tries = 1; rc == JL_ERACE && tries < RACES; tries++)
		rc = jl_repo_commit(writer->repo, edits, n, message, when,
			offset_s, &commit, err);
	free(paths);
	return rc;
}

void jl_writer_end(struct jl_writer *writer, int rc)
{
	struct jl_error ignored;

	if (!writer)
		return;
	/* Durably: an intent that came back after a power cut would be taken
	 * for a dead writer's. */
	if (rc == 0 && unlink(writer->intent_path) == 0)
		jl_folder_sync(writer->folder, &ignored);
	else if (rc != 0)
		recover(writer, &ignored);
	free_writer(writer);
}

const char *jl_writer_folder(const struct jl_writer *writer)
{
	return writer->folder;
}

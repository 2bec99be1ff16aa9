/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The order of things: objects of the commit, new files beside, intent; then
 * the files take their places, git's index follows, and last the branch moves.
 * Up to there all can be taken back; from there on all is finished.
 */
#include "core/writer.h"

#include "core/clock.h"
#include "core/file.h"
#include "core/git_locks.h"
#include "core/mem.h"
#include "core/placing.h"
#include "core/recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	LOCK_TRIES = 100,
	LOCK_MS = 100,
};

struct jl_writer {
	struct jl_repo *repo;
	char *verb;
	char *folder;
	int lock;
	uint64_t lock_inode;
	/* Where the branch stood when the writer began. */
	struct jl_oid tip;
	bool has_tip;
	struct jl_str told;
};

int jl_private_folder(
	const struct jl_repo *repo, char **folder, struct jl_error *err)
{
	static const char all[] = "*\n", ignore[] = JL_PRIVATE "/.gitignore";
	const char *top = jl_repo_top(repo);
	enum jl_work_kind kind = JL_WORK_NOTHING;
	struct jl_error second;
	int rc = jl_work_make_folder(top, JL_PRIVATE, err);

	if (rc == 0)
		rc = jl_work_look(top, ignore, &kind, err);
	if (rc == 0 && kind == JL_WORK_NOTHING)
		rc = jl_work_create(top, ignore, NULL, all, strlen(all), err);
	/* Another command may have been first. */
	if (rc < 0 && jl_work_look(top, ignore, &kind, &second) == 0 &&
		kind == JL_WORK_FILE)
		rc = 0;
	*folder = rc == 0 ? jl_path_join(top, JL_PRIVATE) : NULL;
	return rc;
}

/* ---- the lock ---- */

static int open_lock(
	struct jl_writer *writer, const char *path, struct jl_error *err)
{
	struct stat st;

	writer->lock =
		open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (writer->lock < 0 || fstat(writer->lock, &st) != 0)
		return jl_fail(err, JL_EENV, "%.300s: cannot open: %s", path,
			strerror(errno));
	writer->lock_inode = st.st_ino;
	return 0;
}

static int take_lock(struct jl_writer *writer, int tries, struct jl_error *err)
{
	char *path = jl_path_join(writer->folder, "lock");
	int rc = open_lock(writer, path, err);

	for (int i = 0; rc == 0; i++) {
		if (flock(writer->lock, LOCK_EX | LOCK_NB) == 0)
			break;
		if (errno != EWOULDBLOCK && errno != EINTR)
			rc = jl_fail(err, JL_EENV, "%.300s: cannot lock: %s",
				path, strerror(errno));
		else if (i == tries)
			rc = jl_fail(err, JL_EENV,
				"another jledger is writing to this ledger; "
				"try again when it is done");
		else
			jl_pause_ms(LOCK_MS);
	}
	free(path);
	return rc;
}

/* A branch without a commit has none; a commit that is missing is said. */
static int read_tip(struct jl_writer *writer, struct jl_error *err)
{
	int rc = jl_repo_reference(writer->repo, "HEAD", &writer->tip, err);

	writer->has_tip = rc == 0;
	return rc == JL_ENOTFOUND ? 0 : rc;
}

static int begin(struct jl_repo *repo, const char *verb, int tries,
	struct jl_writer **out, struct jl_error *err)
{
	struct jl_writer *writer = jl_xcalloc(1, sizeof(*writer));
	int rc;

	writer->repo = repo;
	writer->verb = jl_xstrdup(verb);
	writer->lock = -1;
	rc = jl_private_folder(repo, &writer->folder, err);
	if (rc == 0)
		rc = take_lock(writer, tries, err);
	if (rc == 0)
		rc = jl_recover(repo, writer->lock_inode, &writer->told, err);
	if (rc == 0)
		rc = read_tip(writer, err);
	if (rc < 0) {
		jl_writer_end(writer);
		return rc;
	}
	*out = writer;
	return 0;
}

int jl_writer_begin(struct jl_repo *repo, const char *verb,
	struct jl_writer **out, struct jl_error *err)
{
	return begin(repo, verb, LOCK_TRIES, out, err);
}

int jl_writer_try(struct jl_repo *repo, const char *verb,
	struct jl_writer **out, struct jl_error *err)
{
	return begin(repo, verb, 0, out, err);
}

void jl_writer_end(struct jl_writer *writer)
{
	if (!writer)
		return;
	if (writer->lock >= 0)
		close(writer->lock);
	jl_str_release(&writer->told);
	free(writer->folder);
	free(writer->verb);
	free(writer);
}

int jl_writer_clear_objects(struct jl_writer *writer, struct jl_error *err)
{
	return jl_git_temporaries_clear(writer->repo, err);
}

const char *jl_writer_folder(const struct jl_writer *writer)
{
	return writer->folder;
}

const char *jl_writer_told(const struct jl_writer *writer)
{
	return writer->told.len ? jl_str_text(&writer->told) : NULL;
}

/* ---- the intent ---- */

static int write_intent(struct jl_writer *writer,
	const struct jl_intent *intent, struct jl_error *err)
{
	char *path = jl_path_join(writer->folder, "intent");
	struct jl_str text = JL_STR_INIT;
	int rc;

	jl_intent_write(intent, &text);
	rc = jl_file_write(path, NULL, jl_str_text(&text), text.len, err);
	jl_str_release(&text);
	free(path);
	return rc;
}

static void begin_intent(struct jl_writer *writer, struct jl_intent *intent)
{
	*intent = (struct jl_intent){
		.lock = writer->lock_inode, .verb = jl_xstrdup(writer->verb)};
}

int jl_writer_guard(
	struct jl_writer *writer, const char *reference, struct jl_error *err)
{
	struct jl_intent intent;
	int rc;

	begin_intent(writer, &intent);
	intent.reference = reference ? jl_xstrdup(reference) : NULL;
	rc = write_intent(writer, &intent, err);
	jl_intent_release(&intent);
	return rc;
}

int jl_writer_unguard(struct jl_writer *writer, struct jl_error *err)
{
	return jl_forget_intent(writer->repo, err);
}

/* ---- a write ---- */

struct write_job {
	struct jl_writer *writer;
	const struct jl_write *writes;
	size_t n;
	const struct jl_words *words;
	struct jl_intent intent;
	struct jl_prepared prepared;
	struct jl_edit *edits; /* those that are recorded */
	size_t n_edits;
	bool is_staged;
};

static bool stays(const struct jl_write *w)
{
	return !w->temporary && w->after == w->before;
}

static const char *base_name(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* What is to be, beside what is there: new files, each in the intent. */
static int prepare_files(struct write_job *job, struct jl_error *err)
{
	const char *top = jl_repo_top(job->writer->repo);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < job->n; i++) {
		const struct jl_write *w = &job->writes[i];
		struct jl_intent_file *f = jl_intent_add(&job->intent, w->path,
			w->before, w->before_len, w->after, w->after_len);

		if (w->temporary) {
			char *path = jl_xasprintf(
				JL_PRIVATE "/%s", base_name(w->temporary));

			rc = jl_place_prepare_file(top, i, f, path, err);
			free(path);
		} else if (!stays(w)) {
			rc = jl_place_prepare(
				top, i, f, w->after, w->after_len, err);
		}
	}
	return rc;
}

static void list_edits(struct write_job *job)
{
	job->edits = jl_xcalloc(job->n, sizeof(*job->edits));
	for (size_t i = 0; i < job->n; i++) {
		const struct jl_write *w = &job->writes[i];

		if (!w->temporary && !w->is_unrecorded)
			job->edits[job->n_edits++] = (struct jl_edit){
				w->path, w->after, w->after_len};
	}
}

/* The blob of a file in a commit, or none. */
static int find_blob(struct jl_repo *repo, const struct jl_oid *commit,
	const char *path, struct jl_oid *blob, bool *has, struct jl_error *err)
{
	int rc = commit ? jl_repo_file_at(repo, commit, path, blob, err)
			: JL_ENOTFOUND;

	*has = rc == 0;
	return rc == JL_ENOTFOUND ? 0 : rc;
}

/*
 * Whatever moved the branch since the writer began: has it left these files
 * alone? Or done just the same, then the reason is still to be recorded.
 */
static int check_branch(struct write_job *job, struct jl_error *err)
{
	struct jl_writer *writer = job->writer;
	const struct jl_prepared *p = &job->prepared;
	int rc = 0;

	if (p->has_tip == writer->has_tip &&
		(!p->has_tip || jl_oid_equal(&p->tip, &writer->tip)))
		return 0;
	for (size_t i = 0; rc == 0 && i < job->n_edits; i++) {
		const struct jl_edit *e = &job->edits[i];
		struct jl_oid was, is, ours = {0};
		bool has_was, has_is = false;

		rc = find_blob(writer->repo,
			writer->has_tip ? &writer->tip : NULL, e->path, &was,
			&has_was, err);
		if (rc == 0)
			rc = find_blob(writer->repo,
				p->has_tip ? &p->tip : NULL, e->path, &is,
				&has_is, err);
		if (rc < 0)
			break;
		if (e->bytes)
			jl_oid_of_blob(e->bytes, e->len, &ours);
		if (has_was == has_is && (!has_is || jl_oid_equal(&was, &is)))
			continue;
		if (has_is == (e->bytes != NULL) &&
			(!has_is || jl_oid_equal(&ours, &is)))
			continue;
		rc = jl_fail(err, JL_ERACE,
			"%.300s was changed on the branch by somebody else "
			"meanwhile; try again",
			e->path);
	}
	return rc;
}

/* The commit on top of the branch as it stands; a gc that sweeps away folders
 * of objects is waited for. */
static int make_commit(struct write_job *job, struct jl_error *err)
{
	double began = jl_seconds();
	int rc;

	do
		rc = jl_repo_prepare(job->writer->repo, job->edits,
			job->n_edits, job->words, &job->prepared, err);
	while (rc == JL_ERACE && jl_wait_on(began));
	return rc;
}

/* The commit, and the intent that names it. */
static int prepare_commit(struct write_job *job, struct jl_error *err)
{
	struct jl_writer *writer = job->writer;
	int rc = make_commit(job, err);

	if (rc == 0)
		rc = check_branch(job, err);
	if (rc < 0)
		return rc;
	free(job->intent.branch);
	job->intent.branch = jl_xstrdup(job->prepared.branch);
	jl_oid_hex(&job->prepared.commit, job->intent.commit);
	return write_intent(writer, &job->intent, err);
}

static int place_files(struct write_job *job, struct jl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < job->n; i++)
		rc = jl_place(jl_repo_top(job->writer->repo), i,
			&job->intent.files[i], err);
	return rc;
}

/* git's index follows the files. */
static int stage(struct write_job *job, struct jl_error *err)
{
	struct jl_index_entry *entries =
		jl_xcalloc(job->n_edits, sizeof(*entries));
	int rc;

	for (size_t i = 0; i < job->n_edits; i++) {
		const struct jl_edit *e = &job->edits[i];

		entries[i].path = e->path;
		entries[i].is_there = e->bytes != NULL;
		if (e->bytes)
			jl_oid_of_blob(e->bytes, e->len, &entries[i].oid);
	}
	rc = jl_repo_stage(job->writer->repo, entries, job->n_edits, err);
	free(entries);
	return rc;
}

/* Moves the branch; when others were first, from where it is then. */
static int publish(struct write_job *job, struct jl_error *err)
{
	struct jl_repo *repo = job->writer->repo;
	double began = jl_seconds();
	int rc = jl_repo_publish(repo, &job->prepared, err);

	while (rc == JL_ERACE && jl_wait_on(began)) {
		rc = prepare_commit(job, err);
		if (rc < 0)
			return rc;
		rc = jl_repo_publish(repo, &job->prepared, err);
	}
	return rc == JL_ERACE ? (int)(err->code = JL_EENV) : rc;
}

/* What a sparse checkout leaves out would look like a new file. */
static int refuse_left_out(const struct write_job *job, struct jl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < job->n; i++)
		if (!job->writes[i].before)
			rc = jl_repo_refuse_left_out(
				job->writer->repo, job->writes[i].path, err);
	return rc;
}

/* The steps after which everything can still be taken back, and the last. */
static int carry_out(struct write_job *job, struct jl_error *err)
{
	int rc = refuse_left_out(job, err);

	if (rc == 0)
		rc = prepare_files(job, err);
	if (rc == 0)
		rc = job->words ? prepare_commit(job, err)
				: write_intent(job->writer, &job->intent, err);
	if (rc == 0)
		rc = place_files(job, err);
	job->is_staged = rc == 0 && job->words;
	if (job->is_staged)
		rc = stage(job, err);
	if (rc == 0 && job->words)
		rc = publish(job, err);
	return rc;
}

/* What cannot be settled now (a full disk) is left to the next writer. */
static void leave_unsettled(struct jl_error *err)
{
	char *complaint = jl_xstrdup(err->message);
	enum jl_code code = err->code;

	jl_fail(err, code,
		"%.600s; the next command that writes finishes what this one "
		"began or takes it back, and says which",
		complaint);
	free(complaint);
}

/* True: all files are as they were written, or as they were. An error of the
 * job says what is left. */
static bool settle(struct write_job *job, bool is_done, struct jl_error *err)
{
	struct jl_str others = JL_STR_INIT;
	struct jl_str *told = &job->writer->told;
	struct jl_error second;
	bool is_alone;
	int rc = jl_settle(job->writer->repo, &job->intent,
		is_done		 ? JL_DONE
		: job->is_staged ? JL_TAKEN_BACK
				 : JL_NOT_STAGED,
		&others, &second);

	if (rc < 0 && !is_done)
		leave_unsettled(err);
	is_alone = others.len == 0;
	if (!is_alone && is_done && job->words)
		jl_str_addf(told,
			"%s%s: somebody else saved it at the same moment; "
			"their text stands in the work tree, yours is recorded",
			told->len ? "\n" : "", jl_str_text(&others));
	jl_str_release(&others);
	return is_alone;
}

/* What people wrote stands below the first line of a message. */
static char *reason_of(const char *message)
{
	const char *below = strstr(message, "\n\n");
	const char *text = below && below[2] ? below + 2 : message;

	return jl_xstrndup(text, strcspn(text, "\n"));
}

int jl_writer_write(struct jl_writer *writer, const struct jl_write *writes,
	size_t n, const struct jl_words *words, struct jl_error *err)
{
	struct write_job job = {
		.writer = writer, .writes = writes, .n = n, .words = words};
	bool is_alone = true;
	int rc;

	begin_intent(writer, &job.intent);
	if (words)
		job.intent.why = reason_of(words->message);
	list_edits(&job);
	rc = carry_out(&job, err);
	if (!job.prepared.is_unknown)
		is_alone =
			settle(&job, rc == 0 || job.prepared.is_published, err);
	if (rc == 0 && !is_alone && !words)
		rc = jl_fail(err, JL_ERACE,
			"somebody else saved the same file at the same moment; "
			"their text stands there, and yours is not written");
	jl_prepared_release(&job.prepared);
	jl_intent_release(&job.intent);
	free(job.edits);
	return rc;
}

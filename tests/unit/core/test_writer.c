/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Writers that meet others, and writers that die. */
#include "core/writer.h"

#include "core/file.h"
#include "core/placing.h"
#include "core/recovery.h"
#include "tests/support/repo.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct jl_words words = {"set x\n\nfor a reason\n", 0, 0};

/* The text of a file of the work tree, "" for none; yours to free. */
static char *get(struct repo_fixture *f, const char *path)
{
	struct jl_error err;
	char *text;
	size_t len;

	return jl_work_read(f->folder, path, 1000, &text, &len, &err) == 0
		       ? text
		       : jl_xstrdup("");
}

static void expect(struct repo_fixture *f, const char *path, const char *text)
{
	char *have = get(f, path);

	assert_string_equal(have, text);
	free(have);
}

static void expect_recorded(
	struct repo_fixture *f, const char *path, const char *text)
{
	struct jl_oid head;
	struct jl_error err;
	char *have = NULL;
	size_t len;

	assert_number_equal(jl_repo_reference(f->repo, "HEAD", &head, &err), 0);
	if (jl_repo_read(f->repo, &head, path, 1000, &have, &len, &err) != 0)
		have = jl_xstrdup("");
	assert_string_equal(have, text);
	free(have);
}

static struct jl_write change(
	const char *path, const char *before, const char *after)
{
	return (struct jl_write){.path = path,
		.before = before,
		.before_len = before ? strlen(before) : 0,
		.after = after,
		.after_len = after ? strlen(after) : 0};
}

/* One change by a writer of its own. */
static int write_one(struct repo_fixture *f, const char *path,
	const char *before, const char *after, struct jl_error *err)
{
	struct jl_write write = change(path, before, after);
	struct jl_writer *writer;
	int rc = jl_writer_begin(f->repo, "set", &writer, err);

	assert_number_equal(rc, 0);
	rc = jl_writer_write(writer, &write, 1, &words, err);
	jl_writer_end(writer);
	return rc;
}

static void must_write(struct repo_fixture *f, const char *path,
	const char *before, const char *after)
{
	struct jl_error err;

	if (write_one(f, path, before, after, &err) != 0)
		fail_msg("%s", err.message);
}

/* Neither temporary files nor an intent nor git's locks, and git finds nothing
 * to record. */
static void expect_clean(struct repo_fixture *f)
{
	char *command = jl_xasprintf(
		"cd %s && ls -A .jledger | grep -vxE '\\.gitignore|lock'; "
		"ls .git/*.lock .git/index.jledger* 2>&1 | grep -v 'cannot'; "
		"git status --porcelain | grep -v .jledger",
		f->folder);
	FILE *out = popen(command, "r");
	char line[200] = "";

	assert_non_null(out);
	if (fgets(line, sizeof(line), out))
		fail_msg("left behind: %s", line);
	pclose(out);
	free(command);
}

static void a_change_is_written_and_recorded(void **state)
{
	struct repo_fixture *f = *state;

	must_write(f, "a/x.json", NULL, "one");
	must_write(f, "a/x.json", "one", "two");
	expect(f, "a/x.json", "two");
	expect_recorded(f, "a/x.json", "two");
	must_write(f, "a/x.json", "two", NULL);
	expect(f, "a/x.json", "");
	expect_recorded(f, "a/x.json", "");
	expect_clean(f);
}

/* What stands in the work tree at a moment when something else was read. */
struct race {
	const char *sentence;
	const char *read, *stands, *after;
};

static const struct race races[] = {
	{"an edit of somebody else is not written over", "one", "theirs",
		"mine"},
	{"a file that somebody else made is not written over", NULL, "theirs",
		"mine"},
	{"a file that somebody else removed does not come back", "one", NULL,
		"mine"},
	{"a file that somebody else changed is not removed", "one", "theirs",
		NULL},
};

static void loses_nothing(void **state)
{
	const struct race *race = *state;
	struct repo_fixture *f;
	void *made = NULL;
	struct jl_error err;

	repo_setup(&made);
	f = made;
	must_write(f, "other", NULL, "other");
	if (race->read)
		must_write(f, "x", NULL, race->read);
	if (race->stands)
		repo_put(f, "x", race->stands);
	else
		assert_number_equal(jl_work_remove(f->folder, "x", &err), 0);
	assert_error(write_one(f, "x", race->read, race->after, &err), JL_ERACE,
		&err, "x was changed by somebody else");
	expect(f, "x", race->stands ? race->stands : "");
	expect_recorded(f, "x", race->read ? race->read : "");
	repo_teardown(&made);
}

/* The branch moves behind the writer's back. */
static void what_was_recorded_meanwhile_is_not_taken_back(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_write write = change("x", "one", "mine");
	char *command =
		jl_xasprintf("cd %s && printf theirs >x && git -c "
			     "user.name=B -c user.email=b commit -qam b "
			     "&& printf one >x",
			f->folder);
	struct jl_writer *writer;
	struct jl_error err;

	must_write(f, "x", NULL, "one");
	assert_number_equal(jl_writer_begin(f->repo, "set", &writer, &err), 0);
	assert_int_equal(system(command), 0);
	assert_error(jl_writer_write(writer, &write, 1, &words, &err), JL_ERACE,
		&err, "x was changed on the branch");
	jl_writer_end(writer);
	expect_recorded(f, "x", "theirs");
	expect(f, "x", "one");
	free(command);
}

static void a_commit_of_other_files_is_built_upon(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_write write = change("x", "one", "mine");
	char *command = jl_xasprintf(
		"cd %s && printf theirs >y && git add y && git -c user.name=B "
		"-c user.email=b commit -qm b",
		f->folder);
	struct jl_writer *writer;
	struct jl_error err;

	must_write(f, "x", NULL, "one");
	assert_number_equal(jl_writer_begin(f->repo, "set", &writer, &err), 0);
	assert_int_equal(system(command), 0);
	assert_number_equal(
		jl_writer_write(writer, &write, 1, &words, &err), 0);
	jl_writer_end(writer);
	expect_recorded(f, "x", "mine");
	expect_recorded(f, "y", "theirs");
	expect_clean(f);
	free(command);
}

static void all_files_or_none(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_write writes[3];
	struct jl_writer *writer;
	struct jl_error err;

	must_write(f, "x", NULL, "one");
	must_write(f, "y", NULL, "one");
	repo_put(f, "y", "theirs");
	writes[0] = change("x", "one", "mine");
	writes[1] = change("z", NULL, "mine");
	writes[2] = change("y", "one", "mine");
	assert_number_equal(jl_writer_begin(f->repo, "set", &writer, &err), 0);
	assert_error(jl_writer_write(writer, writes, 3, &words, &err), JL_ERACE,
		&err, "y was changed");
	jl_writer_end(writer);
	expect(f, "x", "one");
	expect(f, "y", "theirs");
	expect(f, "z", "");
	expect_recorded(f, "x", "one");
}

static void a_writer_keeps_others_out_until_it_ends(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_writer *mine, *theirs;
	struct jl_error err;

	assert_number_equal(jl_writer_begin(f->repo, "set", &mine, &err), 0);
	assert_error(jl_writer_try(f->repo, "set", &theirs, &err), JL_EENV,
		&err, "another jledger");
	jl_writer_end(mine);
	assert_number_equal(jl_writer_try(f->repo, "set", &theirs, &err), 0);
	jl_writer_end(theirs);
}

static void a_lock_of_a_living_git_is_not_touched(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_error err;

	must_write(f, "x", NULL, "one");
	repo_put(f, ".git/index.lock", "");
	assert_error(write_one(f, "x", "one", "two", &err), JL_EENV, &err,
		"git is busy");
	expect(f, "x", "one");
	expect_recorded(f, "x", "one");
}

/* ---- those that die ---- */

/* After which step a writer of two files dies, and what is to be there then. */
struct death {
	const char *sentence;
	int step;
	const char *x, *y; /* after the settling */
	bool is_recorded;
};

enum { PREPARED, INTENDED, ONE_PLACED, BOTH_PLACED, PUBLISHED };

static const struct death deaths[] = {
	{"one that died before its intent did nothing", PREPARED, "one", "",
		false},
	{"one that died behind its intent did nothing", INTENDED, "one", "",
		false},
	{"one that died behind its first file is taken back", ONE_PLACED, "one",
		"", false},
	{"one that died behind its files is taken back", BOTH_PLACED, "one", "",
		false},
	{"one that died behind its commit is finished", PUBLISHED, "two", "new",
		true},
};

static void write_intent(struct repo_fixture *f, const struct jl_intent *intent)
{
	struct jl_str text = JL_STR_INIT;

	jl_intent_write(intent, &text);
	repo_put(f, JL_INTENT, jl_str_text(&text));
	jl_str_release(&text);
}

/* The steps of a writer up to one of them, in a process that ends there. */
static void die_after(struct repo_fixture *f, int step)
{
	const struct jl_edit edits[] = {{"x", "two", 3}, {"y", "new", 3}};
	struct jl_prepared prepared = {0};
	struct jl_intent intent = {
		.verb = jl_xstrdup("set"), .why = jl_xstrdup("for a reason")};
	struct jl_writer *writer;
	struct jl_error err;

	if (jl_writer_begin(f->repo, "set", &writer, &err) != 0 ||
		jl_work_inode(f->folder, ".jledger/lock", &intent.lock, &err) !=
			0)
		_exit(1);
	jl_intent_add(&intent, "x", "one", 3, "two", 3);
	jl_intent_add(&intent, "y", NULL, 0, "new", 3);
	if (jl_place_prepare(f->folder, 0, &intent.files[0], "two", 3, &err) !=
			0 ||
		jl_place_prepare(
			f->folder, 1, &intent.files[1], "new", 3, &err) != 0 ||
		jl_repo_prepare(f->repo, edits, 2, &words, &prepared, &err) !=
			0)
		_exit(2);
	intent.branch = prepared.branch;
	jl_oid_hex(&prepared.commit, intent.commit);
	if (step >= INTENDED)
		write_intent(f, &intent);
	if (step >= ONE_PLACED &&
		jl_place(f->folder, 0, &intent.files[0], &err) != 0)
		_exit(3);
	if (step >= BOTH_PLACED &&
		jl_place(f->folder, 1, &intent.files[1], &err) != 0)
		_exit(4);
	if (step >= BOTH_PLACED)
		repo_put(f, ".git/index.lock", "");
	if (step >= PUBLISHED && jl_repo_publish(f->repo, &prepared, &err) != 0)
		_exit(5);
	_exit(0); /* without an end */
}

static void in_a_child(struct repo_fixture *f, int step)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		die_after(f, step);
	assert_true(child > 0);
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_number_equal(WEXITSTATUS(status), 0);
}

static void is_settled(void **state)
{
	const struct death *death = *state;
	struct jl_writer *writer;
	struct jl_error err;
	struct repo_fixture *f;
	void *made = NULL;

	repo_setup(&made);
	f = made;
	must_write(f, "x", NULL, "one");
	in_a_child(f, death->step);
	if (jl_writer_begin(f->repo, "set", &writer, &err) != 0)
		fail_msg("%s", err.message);
	if (death->step >= INTENDED)
		assert_non_null(strstr(jl_writer_told(writer),
			death->is_recorded
				? "(for a reason): its change is recorded"
				: "taken back"));
	jl_writer_end(writer);
	expect(f, "x", death->x);
	expect(f, "y", death->y);
	expect_recorded(f, "x", death->x);
	expect_clean(f);
	repo_teardown(&made);
}

/* The next writer comes, and does nothing of its own. */
static void settle(struct repo_fixture *f)
{
	struct jl_writer *writer;
	struct jl_error err;

	assert_number_equal(jl_writer_begin(f->repo, "set", &writer, &err), 0);
	jl_writer_end(writer);
}

/* Somebody went on with the file after the writer's death. */
static void an_edit_since_the_death_is_kept(void **state)
{
	struct repo_fixture *f = *state;

	must_write(f, "x", NULL, "one");
	in_a_child(f, BOTH_PLACED);
	repo_put(f, "x", "and mine");
	settle(f);
	expect(f, "x", "and mine");
	expect(f, "y", "");
}

static void another_branch_since_the_death_changes_nothing(void **state)
{
	struct repo_fixture *f = *state;

	must_write(f, "x", NULL, "one");
	in_a_child(f, PUBLISHED);
	repo_put(f, ".git/HEAD", "ref: refs/heads/side\n");
	settle(f);
	expect(f, "x", "two");
	expect(f, "y", "new");
}

/* Its folder was not made yet. */
static void what_never_came_to_its_place_is_forgotten(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_intent intent = {.verb = jl_xstrdup("undo")};
	struct jl_error err;

	must_write(f, "x", NULL, "one");
	assert_number_equal(
		jl_work_inode(f->folder, ".jledger/lock", &intent.lock, &err),
		0);
	jl_intent_add(&intent, "new/y", NULL, 0, "one", 3);
	assert_number_equal(jl_place_prepare(f->folder, 0, &intent.files[0],
				    "one", 3, &err),
		0);
	write_intent(f, &intent);
	settle(f);
	expect(f, "x", "one");
	expect_clean(f);
	jl_intent_release(&intent);
}

static void an_intent_that_came_with_a_copy_does_nothing(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_intent intent = {.lock = 1, .verb = jl_xstrdup("set")};
	uint64_t inode;
	struct jl_writer *writer;
	struct jl_error err;

	must_write(f, "x", NULL, "one");
	assert_number_equal(jl_work_inode(f->folder, "x", &inode, &err), 0);
	jl_intent_add(&intent, "x", NULL, 0, "one", 3)->inode = inode;
	write_intent(f, &intent);
	assert_number_equal(jl_writer_begin(f->repo, "set", &writer, &err), 0);
	assert_non_null(strstr(jl_writer_told(writer), "came with a copy"));
	jl_writer_end(writer);
	expect(f, "x", "one");
	expect_clean(f);
	jl_intent_release(&intent);
}

/* An editor that had the old file open writes to it after the exchange. */
static void a_save_into_the_old_file_is_not_lost(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_intent intent = {0};
	struct jl_error err;
	bool is_overtaken;

	repo_put(f, "x", "one");
	repo_put(f, ".jledger/lock", "");
	jl_intent_add(&intent, "x", "one", 3, "two", 3);
	assert_number_equal(jl_place_prepare(f->folder, 0, &intent.files[0],
				    "two", 3, &err),
		0);
	assert_number_equal(jl_place(f->folder, 0, &intent.files[0], &err), 0);
	expect(f, "x", "two");
	repo_put(f, ".jledger/new-0", "saved");
	assert_number_equal(jl_place_done(f->folder, 0, &intent.files[0],
				    &is_overtaken, &err),
		0);
	assert_true(is_overtaken);
	expect(f, "x", "saved");
	jl_intent_release(&intent);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, repo_setup, repo_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_change_is_written_and_recorded),
		TEST(what_was_recorded_meanwhile_is_not_taken_back),
		TEST(a_commit_of_other_files_is_built_upon),
		TEST(all_files_or_none),
		TEST(a_writer_keeps_others_out_until_it_ends),
		TEST(a_lock_of_a_living_git_is_not_touched),
		TEST(an_edit_since_the_death_is_kept),
		TEST(another_branch_since_the_death_changes_nothing),
		TEST(an_intent_that_came_with_a_copy_does_nothing),
		TEST(what_never_came_to_its_place_is_forgotten),
		TEST(a_save_into_the_old_file_is_not_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("races", races, loses_nothing) +
	       RUN_ROWS("deaths", deaths, is_settled);
}

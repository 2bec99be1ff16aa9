/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* No link is followed and no path leads out, whichever function is asked. */
#include "core/worktree.h"

#include "core/file.h"
#include "tests/support/test.h"

#include <sys/stat.h>
#include <unistd.h>

struct fixture {
	char *folder, *top;
};

static char *in(const struct fixture *f, const char *path)
{
	return jl_path_join(f->folder, path);
}

static void put(const struct fixture *f, const char *path, const char *text)
{
	char *full = in(f, path);

	test_write_file(full, text, strlen(text));
	free(full);
}

static void make(const struct fixture *f, const char *path)
{
	char *full = in(f, path);
	struct jl_error err;

	assert_number_equal(jl_folder_make(full, &err), 0);
	free(full);
}

static void link_to(const struct fixture *f, const char *to, const char *path)
{
	char *full = in(f, path);

	assert_int_equal(symlink(to, full), 0);
	free(full);
}

/* A ledger in the folder "top", a secret beside it, and links to it. */
static int setup(void **state)
{
	struct fixture *f = jl_xcalloc(1, sizeof(*f));

	f->folder = test_folder();
	f->top = in(f, "top");
	make(f, "top/people");
	make(f, "outside");
	put(f, "outside/secret.json", "secret");
	put(f, "top/people/ann.json", "ann");
	link_to(f, "../../outside/secret.json", "top/people/link.json");
	link_to(f, "../outside", "top/maps");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	test_folder_remove(f->folder);
	free(f->top);
	free(f);
	return 0;
}

static void paths_that_lead_out_are_not_safe(void **state)
{
	static const char *const unsafe[] = {"", "/etc/passwd", "../x",
		"people/../../x", "people//x", "people/", "./x", "people/.",
		".git/config", ".GIT/config", ".git", ".."};
	static const char *const safe[] = {"ledger.json", "people/ann.json",
		".gitattributes", ".jledger/lock", "a/b/c", "..x", "docs/.git"};

	(void)state;
	for (size_t i = 0; i < JL_COUNT(unsafe); i++)
		if (jl_work_path_is_safe(unsafe[i]))
			fail_msg("'%s' is said to be safe", unsafe[i]);
	for (size_t i = 0; i < JL_COUNT(safe); i++)
		if (!jl_work_path_is_safe(safe[i]))
			fail_msg("'%s' is said to be unsafe", safe[i]);
}

static void a_link_is_not_read(void **state)
{
	struct fixture *f = *state;
	struct jl_error err;
	int64_t stamp;
	char *text;
	size_t len;
	int fd;

	assert_error(jl_work_read(f->top, "people/link.json", 100, &text, &len,
			     &err),
		JL_EINVALID, &err, "not a plain file");
	assert_null(text);
	assert_error(jl_work_open(f->top, "people/link.json", &fd, &err),
		JL_EINVALID, &err, "not a plain file");
	assert_error(jl_work_read(f->top, "maps/secret.json", 100, &text, &len,
			     &err),
		JL_EENV, &err, "maps: is a link to another folder");
	assert_error(jl_work_stamp(f->top, "maps/secret.json", &stamp, &err),
		JL_EENV, &err, "is a link");
	assert_error(jl_work_read(f->top, "../outside/secret.json", 100, &text,
			     &len, &err),
		JL_EINVALID, &err, "not a path inside");
}

static void a_link_is_not_written_through(void **state)
{
	struct fixture *f = *state;
	char *secret = in(f, "outside/secret.json"), *text;
	enum jl_work_kind kind;
	struct jl_error err;
	size_t len;

	assert_error(jl_work_create(f->top, "maps/x", NULL, "x", 1, &err),
		JL_EENV, &err, "is a link");
	assert_error(jl_work_make_folder(f->top, "maps/deep", &err), JL_EENV,
		&err, "is a link");
	assert_error(jl_work_remove(f->top, "maps/secret.json", &err), JL_EENV,
		&err, "is a link");
	assert_error(jl_work_move(f->top, "people/ann.json", "maps/a", &err),
		JL_EENV, &err, "is a link");
	/* A new file takes the place of the link itself. */
	assert_number_equal(jl_work_create(f->top, "people/link.json", NULL,
				    "mine", 4, &err),
		0);
	assert_number_equal(
		jl_work_look(f->top, "people/link.json", &kind, &err), 0);
	assert_int_equal(kind, JL_WORK_FILE);
	assert_number_equal(jl_file_read(secret, 100, &text, &len, &err), 0);
	assert_string_equal(text, "secret");
	free(text);
	free(secret);
}

static void a_pipe_holds_nobody_up(void **state)
{
	struct fixture *f = *state;
	char *pipe = in(f, "top/people/pipe.json"), *text;
	struct jl_error err;
	size_t len;

	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_error(jl_work_read(f->top, "people/pipe.json", 100, &text, &len,
			     &err),
		JL_EINVALID, &err, "not a plain file");
	free(pipe);
}

static void what_is_not_there_is_told_from_what_cannot_be_seen(void **state)
{
	struct fixture *f = *state;
	enum jl_work_kind kind;
	struct jl_error err;
	char *text;
	size_t len;

	assert_number_equal(
		jl_work_look(f->top, "no/such/file", &kind, &err), 0);
	assert_int_equal(kind, JL_WORK_NOTHING);
	assert_error(jl_work_read(f->top, "no/such", 9, &text, &len, &err),
		JL_ENOTFOUND, &err, "no such file");
	assert_error(jl_work_look(f->top, "people/ann.json/x", &kind, &err),
		JL_EENV, &err, "is not a folder");
	assert_error(
		jl_work_read(f->top, "people/ann.json", 2, &text, &len, &err),
		JL_EINVALID, &err, "larger than 2 bytes");
}

struct seen {
	char names[200];
};

static int see(void *data, const char *name, enum jl_work_kind kind,
	struct jl_error *err)
{
	struct seen *seen = data;

	(void)err;
	snprintf(seen->names + strlen(seen->names),
		sizeof(seen->names) - strlen(seen->names), "%s:%d ", name,
		(int)kind);
	return 0;
}

static void a_folder_is_listed_sorted_with_what_each_name_is(void **state)
{
	struct fixture *f = *state;
	struct seen seen = {""};
	struct jl_error err;

	put(f, "top/people/.hidden", "");
	make(f, "top/people/team");
	assert_number_equal(
		jl_work_list(f->top, "people", see, &seen, &err), 0);
	assert_string_equal(
		seen.names, ".hidden:1 ann.json:1 link.json:3 team:2 ");
	assert_number_equal(jl_work_list(f->top, "none", see, &seen, &err), 0);
	assert_error(jl_work_list(f->top, "maps", see, &seen, &err), JL_EENV,
		&err, "is a link");
}

static void names_change_in_one_step(void **state)
{
	struct fixture *f = *state;
	struct jl_error err;
	char *text;
	size_t len;

	put(f, "top/people/bob.json", "bob");
	assert_number_equal(jl_work_exchange(f->top, "people/ann.json",
				    "people/bob.json", &err),
		0);
	assert_number_equal(
		jl_work_read(f->top, "people/ann.json", 9, &text, &len, &err),
		0);
	assert_string_equal(text, "bob");
	free(text);
	assert_error(jl_work_link(f->top, "people/ann.json", "people/bob.json",
			     &err),
		JL_ERACE, &err, "there already");
	assert_error(jl_work_exchange(f->top, "people/ann.json",
			     "people/none.json", &err),
		JL_ENOTFOUND, &err, "no such file");
}

static void the_stamp_changes_with_the_content(void **state)
{
	struct fixture *f = *state;
	struct jl_error err;
	int64_t none, before, same, after;

	assert_number_equal(jl_work_stamp(f->top, "x", &none, &err), 0);
	assert_number_equal(none, 0);
	put(f, "top/x", "1");
	assert_number_equal(jl_work_stamp(f->top, "x", &before, &err), 0);
	assert_number_equal(jl_work_stamp(f->top, "x", &same, &err), 0);
	put(f, "top/x", "12");
	assert_number_equal(jl_work_stamp(f->top, "x", &after, &err), 0);
	assert_true(before != 0 && before == same && before != after);
}

static void a_new_file_has_the_permissions_of_the_old(void **state)
{
	struct fixture *f = *state;
	char *ann = in(f, "top/people/ann.json"), *new = in(f, "top/new");
	struct jl_error err;
	struct stat st;

	assert_int_equal(chmod(ann, 0640), 0);
	assert_number_equal(
		jl_work_create(f->top, "new", "people/ann.json", "x", 1, &err),
		0);
	assert_int_equal(stat(new, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	free(ann);
	free(new);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(paths_that_lead_out_are_not_safe),
		TEST(a_link_is_not_read),
		TEST(a_link_is_not_written_through),
		TEST(a_pipe_holds_nobody_up),
		TEST(what_is_not_there_is_told_from_what_cannot_be_seen),
		TEST(a_folder_is_listed_sorted_with_what_each_name_is),
		TEST(names_change_in_one_step),
		TEST(the_stamp_changes_with_the_content),
		TEST(a_new_file_has_the_permissions_of_the_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

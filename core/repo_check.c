/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Every object of the ledger's files, read and hashed; and what bends git's own
 * view of them. libgit2 hashes what it reads (strict hash verification), and is
 * asked for each object once. */
#include "core/file.h"
#include "core/odb.h"
#include "core/oidset.h"
#include "core/refs.h"
#include "core/repo_git.h"
#include "core/str.h"
#include "core/tree_entry.h"
#include "core/worktree.h"

#include <stdlib.h>
#include <string.h>

enum { MAILMAP_MAX = 16 * 1024 * 1024 };

struct check {
	struct jl_repo *repo;
	git_odb *odb;
	struct jl_oidset met;
	const char *const *names;
	struct jl_object_counts *counts;
	jl_see_fault *see;
	void *data;
	const struct jl_oid *commit;
	uint64_t position;
	struct jl_str path;
	int depth;
};

static void show_fault(
	struct check *c, const char *type, const git_oid *id, bool is_missing)
{
	const git_error *last = git_error_last();
	struct jl_object_fault fault = {
		.type = type,
		.commit = *c->commit,
		.position = c->position,
		.path = jl_str_text(&c->path),
		.why = last && last->message ? last->message : "unknown cause",
		.is_missing = is_missing,
		.is_unread = jl_git_has_system_failed(),
	};

	jl_oid_from_git(&fault.oid, id);
	c->see(c->data, &fault);
}

/* The object, to be freed, or NULL after a fault. */
static git_odb_object *read_object(
	struct check *c, const git_oid *id, git_object_t type)
{
	git_odb_object *object = NULL;
	int rc = git_odb_read(&object, c->odb, id);

	if (rc == 0 && git_odb_object_type(object) != type) {
		git_error_set_str(
			GIT_ERROR_ODB, "it is of another type than its use");
		git_odb_object_free(object);
		rc = -1;
	}
	if (rc == 0) {
		c->counts->bytes += git_odb_object_size(object);
		return object;
	}
	show_fault(c, type == GIT_OBJECT_TREE ? "tree" : "blob", id,
		rc == GIT_ENOTFOUND);
	return NULL;
}

static void check_blob(struct check *c, const git_oid *id)
{
	git_odb_object *blob = read_object(c, id, GIT_OBJECT_BLOB);

	c->counts->blobs += blob != NULL;
	git_odb_object_free(blob);
}

static bool is_wanted(const struct check *c, const char *name, size_t len)
{
	if (c->path.len)
		return true;
	for (size_t i = 0; c->names[i]; i++)
		if (strlen(c->names[i]) == len &&
			memcmp(c->names[i], name, len) == 0)
			return true;
	return false;
}

static void check_tree(struct check *c, const git_oid *id);

static void show_entry_fault(
	struct check *c, const git_oid *tree, const char *why)
{
	git_error_set_str(GIT_ERROR_TREE, why);
	show_fault(c, "tree", tree, false);
}

/* What an entry leads to, each once; its name is at the end of the path. */
static void follow_entry(
	struct check *c, const git_oid *tree, const struct jl_tree_entry *entry)
{
	git_oid id;

	git_oid_fromraw(&id, entry->oid.id);
	if (entry->kind == JL_ENTRY_OTHER)
		show_entry_fault(c, tree,
			"another repository stands in the place of a file");
	else if (c->depth >= JL_TREE_DEEPEST)
		show_entry_fault(c, tree,
			"its folders are too deep, and nobody looks there");
	else if (!jl_oidset_add(&c->met, &entry->oid))
		return;
	else if (entry->kind == JL_ENTRY_FILE)
		check_blob(c, &id);
	else {
		jl_str_addc(&c->path, '/');
		c->depth++;
		check_tree(c, &id);
		c->depth--;
	}
}

static void check_entry(struct check *c, const git_oid *tree,
	const struct jl_tree_entry *entry, const struct jl_tree_entry *before)
{
	const char *fault = jl_tree_entry_fault(entry, before);
	size_t len = c->path.len;

	/* A name that leads elsewhere does so wherever it stands. */
	if (!is_wanted(c, entry->name, entry->name_len) &&
		!(fault && jl_tree_entry_is_special(entry)))
		return;
	jl_str_addn(&c->path, entry->name, entry->name_len);
	if (fault)
		show_entry_fault(c, tree, fault);
	else if (jl_tree_entry_is_link(entry))
		show_entry_fault(c, tree,
			"a link stands in the place of a file, and leads out "
			"of what is recorded");
	follow_entry(c, tree, entry);
	jl_str_cut(&c->path, len);
}

static void check_tree(struct check *c, const git_oid *id)
{
	git_odb_object *tree = read_object(c, id, GIT_OBJECT_TREE);
	const char *at = tree ? git_odb_object_data(tree) : NULL;
	const char *end = tree ? at + git_odb_object_size(tree) : NULL;
	struct jl_tree_entry entry, before;
	bool is_first = true;

	while (at < end && jl_tree_entry_read(at, end, &entry)) {
		check_entry(c, id, &entry, is_first ? NULL : &before);
		before = entry;
		is_first = false;
		at = entry.next;
	}
	if (at < end)
		show_entry_fault(c, id, "its entries are damaged");
	c->counts->trees += tree != NULL;
	git_odb_object_free(tree);
}

int jl_repo_check_objects(struct jl_repo *repo, const struct jl_dag *dag,
	const char *const *names, struct jl_object_counts *counts,
	jl_see_fault *see, void *data, struct jl_error *err)
{
	struct check c = {.repo = repo,
		.names = names,
		.counts = counts,
		.see = see,
		.data = data};

	memset(counts, 0, sizeof(*counts));
	if (git_repository_odb(&c.odb, repo->handle) < 0)
		return jl_git_fail(err, JL_EENV, "the objects cannot be read");
	/* Each is read once: to keep them would only take room. */
	git_libgit2_opts(
		GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, (size_t)0);
	for (size_t i = 0; i < dag->commits.n; i++) {
		const struct jl_commit *commit = &dag->commits.v[i];
		git_oid tree;

		c.commit = &commit->oid;
		c.position = dag->positions[i];
		git_oid_fromraw(&tree, commit->tree.id);
		jl_str_clear(&c.path);
		if (jl_oidset_add(&c.met, &commit->tree))
			check_tree(&c, &tree);
	}
	git_libgit2_opts(
		GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, JL_TREE_KEPT);
	jl_str_release(&c.path);
	jl_oidset_release(&c.met);
	git_odb_free(c.odb);
	return 0;
}

/* ---- what this clone does not have ---- */

static bool is_promise(const git_config_entry *entry)
{
	static const char remote[] = "remote.", promisor[] = ".promisor";
	size_t len = strlen(entry->name), tail = sizeof(promisor) - 1;

	if (strcmp(entry->value ? entry->value : "true", "false") == 0)
		return false;
	return strcmp(entry->name, "extensions.partialclone") == 0 ||
	       (len > tail &&
		       strncmp(entry->name, remote, sizeof(remote) - 1) == 0 &&
		       strcmp(entry->name + len - tail, promisor) == 0);
}

bool jl_repo_is_partial(struct jl_repo *repo)
{
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	git_config *config = NULL;
	bool is_partial = false;

	/* By no pattern: libgit2 1.5 leaks what it matches with. */
	if (git_repository_config_snapshot(&config, repo->handle) == 0 &&
		git_config_iterator_new(&iterator, config) == 0)
		while (!is_partial && git_config_next(&entry, iterator) == 0)
			is_partial = is_promise(entry);
	git_config_iterator_free(iterator);
	git_config_free(config);
	return is_partial;
}

/* Is a link or a pipe in the place of one of the .gitattributes that concern
 * the path? git passes over such, libgit2 reads it. */
static int has_odd_attributes(struct jl_repo *repo, const char *path,
	bool *is_odd, struct jl_error *err)
{
	const char *slash = path;
	int rc = 0;

	*is_odd = false;
	do {
		enum jl_work_kind kind;
		char *name = jl_xasprintf("%.*s%s.gitattributes",
			(int)(slash - path), path, slash == path ? "" : "/");

		rc = jl_work_look(repo->top, name, &kind, err);
		free(name);
		*is_odd = *is_odd || kind == JL_WORK_OTHER;
		slash = strchr(slash == path ? path : slash + 1, '/');
	} while (rc == 0 && slash);
	return rc;
}

int jl_repo_is_copy(struct jl_repo *repo, const char *path,
	const struct jl_oid *blob, bool *is, struct jl_error *err)
{
	char *full = jl_path_join(repo->top, path);
	bool is_odd;
	git_oid id;
	int git = 0, rc = has_odd_attributes(repo, path, &is_odd, err);

	if (rc == 0)
		git = is_odd ? git_odb_hashfile(&id, full, GIT_OBJECT_BLOB)
			     : git_repository_hashfile(&id, repo->handle, path,
				       GIT_OBJECT_BLOB, NULL);
	if (git < 0)
		rc = jl_git_fail(err, JL_EENV, path);
	*is = rc == 0 && memcmp(id.id, blob->id, JL_OID_SIZE) == 0;
	free(full);
	return rc;
}

/* ---- what bends git's view ---- */

struct replacements {
	jl_see_sentence *see;
	void *data;
};

static void see_replacement(
	void *data, const char *name, const struct jl_oid *oid, const char *why)
{
	const struct replacements *r = data;

	(void)oid;
	(void)why;
	r->see(r->data, name,
		"git shows another object in the place of this one, and it is "
		"not what was recorded; 'git replace -d' takes it away");
}

int jl_repo_see_replacements(struct jl_repo *repo, jl_see_sentence *see,
	void *data, struct jl_error *err)
{
	struct replacements r = {see, data};
	char *grafts = jl_xasprintf("%s/info/grafts", repo->commondir);
	bool has_grafts;
	int rc = jl_refs_see(repo, "refs/replace", see_replacement, &r, err);

	if (rc == 0)
		rc = jl_file_look(grafts, &has_grafts, err);
	if (rc == 0 && has_grafts)
		see(data, grafts,
			"it gives commits other parents than they have; it "
			"should not be there");
	free(grafts);
	return rc;
}

int jl_repo_objects_folders(
	struct jl_repo *repo, jl_see_folder *see, void *data)
{
	char *own = jl_xasprintf(
		"%sobjects", git_repository_commondir(repo->handle));
	int rc = jl_odb_folders(own, see, data);

	free(own);
	return rc;
}

int jl_repo_mailmap(struct jl_repo *repo, const char *name, const char *email,
	char **shown_name, char **shown_email, struct jl_error *err)
{
	git_mailmap *map = NULL;
	const char *to_name, *to_email;
	char *text = NULL;
	size_t len;
	int rc = jl_work_read(
		repo->top, ".mailmap", MAILMAP_MAX, &text, &len, err);

	/* libgit2 passes over one that it cannot read. */
	free(text);
	if (rc < 0 && rc != JL_ENOTFOUND)
		return rc;
	rc = git_mailmap_from_repository(&map, repo->handle);
	if (rc == 0)
		rc = git_mailmap_resolve(&to_name, &to_email, map, name, email);
	if (rc == 0) {
		*shown_name = jl_xstrdup(to_name);
		*shown_email = jl_xstrdup(to_email);
	} else {
		rc = jl_git_fail(err, JL_EENV, "the mailmap cannot be read");
	}
	git_mailmap_free(map);
	return rc;
}

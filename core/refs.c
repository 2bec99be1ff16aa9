/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A file each, named after the reference, or a line of packed-refs. */
#include "core/refs.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/names.h"
#include "core/worktree.h"

#include <stdlib.h>
#include <string.h>

enum {
	REF_MAX = 4096,
	PACKED_MAX = 256 * 1024 * 1024,
	HEX = JL_OID_HEX - 1,
};

struct listing {
	const char *top; /* the .git folder */
	struct jl_names met;
	jl_see_raw_ref *see;
	void *data;
};

static bool is_id(const char *text, size_t len, struct jl_oid *oid)
{
	char hex[JL_OID_HEX];

	if (len != HEX)
		return false;
	memcpy(hex, text, HEX);
	hex[HEX] = '\0';
	return jl_oid_from_hex(hex, oid);
}

static void show_text(
	struct listing *l, const char *name, const char *text, size_t len)
{
	struct jl_oid oid = {{0}};

	if (len > 5 && strncmp(text, "ref: ", 5) == 0)
		return;
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) && text[len - 1])
		len--;
	if (is_id(text, len, &oid))
		l->see(l->data, name, &oid, NULL);
	else
		l->see(l->data, name, &oid,
			"the reference does not hold the id of an object");
}

static int see_file(void *data, const char *path, enum jl_work_kind kind,
	struct jl_error *err)
{
	struct listing *l = data;
	struct jl_oid none = {{0}};
	size_t len = strlen(path);
	char *text = NULL;
	int rc;

	if (kind == JL_WORK_FOLDER)
		return JL_LOOK_INTO;
	if (len > 5 && strcmp(path + len - 5, ".lock") == 0)
		return 0; /* somebody is about to write it */
	jl_names_number(&l->met, path, len);
	rc = jl_work_read(l->top, path, REF_MAX, &text, &len, err);
	if (rc == 0)
		show_text(l, path, text, len);
	else if (rc == JL_EINVALID)
		l->see(l->data, path, &none, "the reference is no plain file");
	free(text);
	return rc == JL_EENV ? rc : 0;
}

/* "ID NAME" lines, comments, and "^ID" behind a tag. */
static void see_line(
	struct listing *l, char *line, size_t len, const char *prefix)
{
	struct jl_oid oid = {{0}};
	char *blank = memchr(line, ' ', len);
	const char *name = blank ? blank + 1 : NULL;
	uint32_t ignored;

	if (len == 0 || *line == '#' || *line == '^')
		return;
	if (!name || memchr(line, '\0', len)) {
		l->see(l->data, "packed-refs", &oid,
			"one of its lines holds no reference");
		return;
	}
	if (strncmp(name, prefix, strlen(prefix)) != 0 ||
		jl_names_find(&l->met, name, strlen(name), &ignored))
		return;
	if (is_id(line, (size_t)(blank - line), &oid))
		l->see(l->data, name, &oid, NULL);
	else
		l->see(l->data, name, &oid,
			"its line in packed-refs does not hold the id of an "
			"object");
}

static int see_packed(
	struct listing *l, const char *prefix, struct jl_error *err)
{
	char *text = NULL, *line, *end, *behind;
	size_t len;
	int rc = jl_work_read(
		l->top, "packed-refs", PACKED_MAX, &text, &len, err);

	if (rc < 0)
		return rc == JL_ENOTFOUND ? 0 : rc;
	behind = text + len;
	for (line = text; line < behind; line = end + 1) {
		end = memchr(line, '\n', (size_t)(behind - line));
		if (!end)
			end = behind;
		*end = '\0';
		see_line(l, line, (size_t)(end - line), prefix);
	}
	free(text);
	return 0;
}

int jl_ref_confirm(struct jl_repo *repo, const char *name, const char *what,
	const char *complaint, struct jl_error *err)
{
	const char *top = jl_repo_commondir(repo);
	enum jl_work_kind kind = JL_WORK_NOTHING;
	struct jl_error ignored; /* then the file itself cannot be flushed */
	char *copy;

	jl_work_look(top, name, &kind, &ignored);
	if (jl_file_sync(top, kind == JL_WORK_NOTHING ? "packed-refs" : name))
		return 0;
	copy = jl_xstrdup(complaint);
	jl_fail(err, JL_EENV,
		"%.300s, but the disk did not confirm that it keeps it "
		"(%.300s); look after the disk, then 'jledger log' and 'git "
		"tag' show whether it is there",
		what, copy);
	free(copy);
	return JL_EENV;
}

void jl_ref_unlock(struct jl_repo *repo, const char *name)
{
	const char *top = jl_repo_commondir(repo);
	char *lock = jl_xasprintf("%s.lock", name);
	uint64_t of_lock, of_ref;
	struct jl_error ignored; /* mostly that there is none */

	if (jl_work_inode(top, lock, &of_lock, &ignored) == 0 &&
		jl_work_inode(top, name, &of_ref, &ignored) == 0 &&
		of_lock == of_ref)
		jl_work_remove(top, lock, &ignored);
	free(lock);
}

int jl_refs_see(struct jl_repo *repo, const char *folder, jl_see_raw_ref *see,
	void *data, struct jl_error *err)
{
	struct listing l = {
		.top = jl_repo_commondir(repo), .see = see, .data = data};
	char *prefix = jl_xasprintf("%s/", folder);
	int rc = jl_work_walk(l.top, folder, see_file, &l, err);

	if (rc == 0)
		rc = see_packed(&l, prefix, err);
	jl_names_release(&l.met);
	free(prefix);
	return rc;
}

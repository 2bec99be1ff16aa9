/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The files of a folder and of the folders in it. */
#include "core/worktree.h"

#include "core/str.h"

struct walk {
	const char *top;
	struct jl_str path;
	int depth;
	jl_see_path *see;
	void *data;
};

static int walk_folder(struct walk *w, struct jl_error *err);

static int see_name(void *data, const char *name, enum jl_work_kind kind,
	struct jl_error *err)
{
	struct walk *w = data;
	size_t len = w->path.len;
	int rc;

	jl_str_addf(&w->path, "/%s", name);
	rc = w->see(w->data, jl_str_text(&w->path), kind, err);
	if (rc == JL_LOOK_INTO && kind == JL_WORK_FOLDER)
		rc = walk_folder(w, err);
	jl_str_cut(&w->path, len);
	return rc < 0 ? rc : 0;
}

static int walk_folder(struct walk *w, struct jl_error *err)
{
	int rc;

	if (w->depth > JL_WORK_DEEPEST)
		return jl_fail(err, JL_EENV,
			"%.300s: no more than %d folders in folders are looked "
			"into; move what is in it further up",
			jl_str_text(&w->path), JL_WORK_DEEPEST);
	w->depth++;
	rc = jl_work_list(w->top, jl_str_text(&w->path), see_name, w, err);
	w->depth--;
	return rc;
}

int jl_work_walk(const char *top, const char *folder, jl_see_path *see,
	void *data, struct jl_error *err)
{
	struct walk w = {.top = top, .see = see, .data = data};
	int rc;

	jl_str_add(&w.path, folder);
	rc = walk_folder(&w, err);
	jl_str_release(&w.path);
	return rc;
}

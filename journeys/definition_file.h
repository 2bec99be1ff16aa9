/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The file of a definition: where it is, whose it is, and what it says.
 */
#ifndef JL_JOURNEYS_DEFINITION_FILE_H
#define JL_JOURNEYS_DEFINITION_FILE_H

#include "core/repo.h"
#include "journeys/definitions.h"

/* "journeys/delay-refund.json", where a new one goes; yours to free. */
char *jl_definition_path(enum jl_kind kind, const char *id);

/*
 * "delay-refund" of delay-refund.json, in whatever folder; yours to free, NULL
 * for other names. A definition may lie in any folder of its kind's: its file's
 * name is its id.
 */
char *jl_definition_id(const char *name);

/* Where it is in the work tree: as jl_definition_path, unless its file is in a
 * folder there. *path is yours to free. */
int jl_definition_work_path(struct jl_repo *repo, enum jl_kind kind,
	const char *id, char **path, struct jl_error *err);

/* The files of the kind's folder in the work tree and of the folders in it, by
 * their paths from there, sorted, with those that a sparse checkout leaves out.
 */
int jl_definition_files(struct jl_repo *repo, enum jl_kind kind, char ***files,
	size_t *n, struct jl_error *err);
void jl_definition_files_free(char **files, size_t n);

/*
 * Reads the text into the struct at out (zeroed by the caller). false when
 * nothing usable came of it: the findings say why. file_id is what the file's
 * name says.
 */
bool jl_definition_parse(struct jl_parse *parse, enum jl_kind kind,
	const char *file_id, const char *text, size_t len, void *out);

/* A text and what came of it. */
struct jl_parsed {
	const char *text;
	size_t len;
	const void *definition;
};

/*
 * As jl_definition_parse, where most is as in another text of the same
 * definition, which was read without errors: only what is spelt otherwise is
 * parsed. false without a finding when that cannot be done: parse it whole.
 * Texts of both are shared: their arena is one.
 */
bool jl_definition_parse_like(struct jl_parse *parse, enum jl_kind kind,
	const char *file_id, const char *text, size_t len,
	const struct jl_parsed *like, void *out);

/*
 * Are there errors from `first` on but unknown keys, which harm nothing? Where
 * figures are made, half a definition is none: a tenure whose date could not be
 * read would put somebody in charge.
 */
bool jl_findings_are_serious(const struct jl_findings *found, size_t first);

#endif

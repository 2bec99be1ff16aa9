/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The entries of git's raw trees, "MODE NAME\0" and 20 bytes of id, which are
 * sorted as if the names of folders ended with a slash.
 */
#ifndef JL_CORE_TREE_ENTRY_H
#define JL_CORE_TREE_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/repo.h"

enum {
	JL_TREE_DEEPEST = 32,	/* folders in folders that are looked into */
	JL_TREE_MOST = 1000000, /* entries that a ledger's folders may have */
};

enum jl_entry_kind { JL_ENTRY_OTHER, JL_ENTRY_FILE, JL_ENTRY_FOLDER };

struct jl_tree_entry {
	const char *mode, *name; /* in the raw tree */
	size_t mode_len, name_len;
	enum jl_entry_kind kind; /* a link is a file; a submodule is neither */
	struct jl_oid oid;
	const char *next; /* behind it */
};

/* Reads the entry at a place; false where it is damaged. */
bool jl_tree_entry_read(
	const char *at, const char *end, struct jl_tree_entry *entry);

/* As git sorts them; 0: of one name, and both folders or both not. */
int jl_tree_entry_order(
	const struct jl_tree_entry *a, const struct jl_tree_entry *b);

/* Why the entry should not be in a ledger's folder, behind `before`, which is
 * NULL for the first; NULL: it may be. */
const char *jl_tree_entry_fault(
	const struct jl_tree_entry *entry, const struct jl_tree_entry *before);

/* Is its name one that no file of a work tree may have? */
bool jl_tree_entry_is_special(const struct jl_tree_entry *entry);
/* A link leads out of what is recorded. */
bool jl_tree_entry_is_link(const struct jl_tree_entry *entry);

#endif

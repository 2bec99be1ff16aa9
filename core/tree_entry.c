/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/tree_entry.h"

#include "core/mem.h"

#include <string.h>
#include <strings.h>

enum { MODE_MAX = 8, KIND = 0170000, FOLDER = 040000 };

/* The number that the octal digits are; 0 when they are none. */
static unsigned mode_of(const struct jl_tree_entry *e)
{
	unsigned mode = 0;

	for (size_t i = 0; i < e->mode_len; i++) {
		if (e->mode[i] < '0' || e->mode[i] > '7')
			return 0;
		mode = mode * 8 + (unsigned)(e->mode[i] - '0');
	}
	return mode;
}

static enum jl_entry_kind kind_of(unsigned mode)
{
	switch (mode & KIND) {
	case FOLDER:
		return JL_ENTRY_FOLDER;
	case 0100000:
	case 0120000:
		return JL_ENTRY_FILE;
	default:
		return JL_ENTRY_OTHER;
	}
}

bool jl_tree_entry_read(
	const char *at, const char *end, struct jl_tree_entry *e)
{
	size_t left = (size_t)(end - at);
	const char *space = memchr(at, ' ', left < MODE_MAX ? left : MODE_MAX);
	const char *nul =
		space ? memchr(space, '\0', (size_t)(end - space)) : NULL;

	if (!nul || end - nul < 1 + JL_OID_SIZE)
		return false;
	e->mode = at;
	e->mode_len = (size_t)(space - at);
	e->name = space + 1;
	e->name_len = (size_t)(nul - e->name);
	e->kind = kind_of(mode_of(e));
	memcpy(e->oid.id, nul + 1, JL_OID_SIZE);
	e->next = nul + 1 + JL_OID_SIZE;
	return true;
}

int jl_tree_entry_order(
	const struct jl_tree_entry *a, const struct jl_tree_entry *b)
{
	size_t len = a->name_len < b->name_len ? a->name_len : b->name_len;
	int order = memcmp(a->name, b->name, len);
	unsigned char x, y;

	if (order)
		return order;
	x = (unsigned char)a->name[len];
	y = (unsigned char)b->name[len];
	if (a->name_len == len && a->kind == JL_ENTRY_FOLDER)
		x = '/';
	if (b->name_len == len && b->kind == JL_ENTRY_FOLDER)
		y = '/';
	return x < y ? -1 : x > y;
}

static bool is_same_name(
	const struct jl_tree_entry *a, const struct jl_tree_entry *b)
{
	return a->name_len == b->name_len &&
	       memcmp(a->name, b->name, a->name_len) == 0;
}

static bool is_mode_of_git(const struct jl_tree_entry *e)
{
	static const char *const modes[] = {
		"100644", "100755", "120000", "40000", "160000", "100664"};

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strlen(modes[i]) == e->mode_len &&
			memcmp(modes[i], e->mode, e->mode_len) == 0)
			return true;
	return false;
}

/* Names that no file of a work tree may have; ".git" in any spelling that some
 * disk takes for it. */
bool jl_tree_entry_is_special(const struct jl_tree_entry *e)
{
	static const char *const names[] = {".", "..", ".git", "git~1"};

	for (size_t i = 0; i < JL_COUNT(names); i++)
		if (e->name_len == strlen(names[i]) &&
			strncasecmp(e->name, names[i], e->name_len) == 0)
			return true;
	return false;
}

bool jl_tree_entry_is_link(const struct jl_tree_entry *e)
{
	return e->mode_len == 6 && memcmp(e->mode, "120000", 6) == 0;
}

const char *jl_tree_entry_fault(
	const struct jl_tree_entry *e, const struct jl_tree_entry *before)
{
	if (before && is_same_name(e, before))
		return "it has two entries of one name, of which each reader "
		       "may take another";
	if (before && jl_tree_entry_order(before, e) > 0)
		return "its entries are not sorted, and readers that search "
		       "miss some";
	if (e->name_len == 0 || memchr(e->name, '/', e->name_len))
		return "the name of an entry is none";
	if (jl_tree_entry_is_special(e))
		return "an entry is called '.', '..' or '.git', and whoever "
		       "writes it to a disk is led elsewhere";
	if (!is_mode_of_git(e))
		return "the mode of an entry is written as git never does, and "
		       "readers take it for different things";
	return NULL;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The files in which git keeps objects, as bytes: loose objects against their
 * names, packs and their indexes against the checksums at their ends. Format:
 * git's gitformat-pack.
 */
#ifndef JL_CORE_OBJECTS_H
#define JL_CORE_OBJECTS_H

#include "core/repo.h"

struct jl_object_files {
	uint64_t loose, packs, others, bytes;
};

/* folder: .git/objects. What is wrong is shown by file; files that git does not
 * know are passed over. */
int jl_objects_check(const char *folder, struct jl_object_files *files,
	jl_see_sentence *see, void *data, struct jl_error *err);

#endif

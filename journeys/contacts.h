/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Repeat contacts: a case whose customer came with the same reason not long
 * before. Contacts are the first events of cases whose customer is known; they
 * are sorted on the disk when there are many.
 */
#ifndef JL_JOURNEYS_CONTACTS_H
#define JL_JOURNEYS_CONTACTS_H

#include "journeys/event_case.h"

struct jl_contacts;

/* folder is where runs go when there are many. */
struct jl_contacts *jl_contacts_new(const char *folder, struct jl_names *words);
void jl_contacts_free(struct jl_contacts *contacts);

/* A contact; one whose customer is not known is none. */
int jl_contacts_add(struct jl_contacts *contacts, const struct jl_log_case *of,
	const struct jl_event_row *first, struct jl_error *err);

/*
 * Gives the measures "repeat-contact": value 1 at each contact that has an
 * earlier one of the same customer and reason within the window (microseconds),
 * n 1 at each contact whose own window is over before the extract's end, so
 * that whether it was followed is known. Nothing when the window is 0.
 */
int jl_contacts_measure(struct jl_contacts *contacts, int64_t window,
	int64_t extract_end, jl_derived_take *take, void *data,
	struct jl_error *err);

#endif

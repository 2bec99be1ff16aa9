/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What is derived of an event log, on its way into the series. Nothing of it is
 * sorted or compared: a case counts in the last extract that has it and in no
 * other, which is settled before anything is derived. So measures are packed
 * into segments as they come, and wait in a temporary file until the receipt is
 * recorded. Between what derives and the series, which keeps.
 * Writes: the tables of journeys/series.h.
 */
#ifndef JL_JOURNEYS_LOG_BUILDER_H
#define JL_JOURNEYS_LOG_BUILDER_H

#include "core/names.h"
#include "journeys/derive.h"
#include "journeys/series.h"

/* A text's number among the words, from 1; 0 is no text. */
uint32_t jl_word(struct jl_names *words, const struct jl_slice *text);
struct jl_slice jl_word_text(const struct jl_names *words, uint32_t word);

/* Whose measures they are. */
struct jl_log_case {
	uint32_t journey; /* a word */
	uint8_t case_id[JL_CASE_SIZE];
	uint32_t batch;	       /* the extract's number; 0: told at the end */
	struct jl_slice plain; /* its text, unless that is a pseudonym */
};

/* 0, or < 0 to stop with err. What is derived has its texts as words. */
typedef int jl_derived_take(void *data, const struct jl_log_case *of,
	const struct jl_derived *derived, struct jl_error *err);

struct jl_log_builder;

/* How many measures a segment holds, and all open ones together. */
enum { JL_LOG_FULL = 8192, JL_LOG_ALL_FULL = 1 << 22 };

/* folder is where the temporary files go; the others are those above, or less
 * in tests. */
struct jl_log_builder *jl_log_builder_new(
	const char *folder, size_t full, size_t all_full);
void jl_log_builder_free(struct jl_log_builder *builder);

/* The words by which it knows journeys and places. */
struct jl_names *jl_log_builder_words(struct jl_log_builder *builder);

int jl_log_builder_add(struct jl_log_builder *builder,
	const struct jl_log_case *of, const struct jl_derived *derived,
	struct jl_error *err);

/* Brings it all into the series, within the caller's transaction; batch is the
 * number of the extract where that was not known. */
int jl_log_builder_write(struct jl_log_builder *builder, struct jl_db *db,
	uint32_t batch, struct jl_error *err);

#endif

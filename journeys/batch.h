/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Batch files of measures, in source order. */
#ifndef JL_JOURNEYS_BATCH_H
#define JL_JOURNEYS_BATCH_H

#include "journeys/batch_file.h"
#include "journeys/measure.h"

/* What jl_batch_create is given. */
extern const char jl_measures_header[];

/* Times are written with the zone's offset. */
int jl_batch_add(struct jl_batch_writer *writer, struct jl_zone *zone,
	const struct jl_measure *m, struct jl_error *err);

/* As jl_batch_open, of a batch of measures. */
int jl_measures_open(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, struct jl_batch_reader **out,
	struct jl_error *err);
/* As jl_batch_next_row: 1 a measure, its texts borrowed until the next call. */
int jl_batch_next(struct jl_batch_reader *reader, struct jl_measure *m,
	struct jl_error *err);

#endif

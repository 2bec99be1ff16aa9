/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * From the batches of one map of events into the series. Extracts hold whole
 * cases: of a case that several batches have, the last one's events count, and
 * none of the others'.
 */
#ifndef JL_JOURNEYS_EVENT_FEED_H
#define JL_JOURNEYS_EVENT_FEED_H

#include "journeys/batches.h"
#include "journeys/series.h"

/*
 * Feeds all of them, which are in ledger order, with the number of the batch
 * that each measure comes from. Those that are not here or cannot be read are
 * noted in their state; JL_EDAMAGED when events of such a one are in the
 * builder already.
 */
int jl_event_feed(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_batch_info *const *batches, size_t n,
	struct jl_builder *builder, struct jl_arena *arena,
	struct jl_error *err);

#endif

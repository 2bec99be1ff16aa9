/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * From the batches of one map of events to what is derived of them. Extracts
 * hold whole cases: of a case that several batches have, the last one's events
 * count, and none of the others'.
 */
#ifndef JL_JOURNEYS_EVENT_FEED_H
#define JL_JOURNEYS_EVENT_FEED_H

#include "journeys/batches.h"
#include "journeys/log_builder.h"

/*
 * Feeds all of them, which are in ledger order and are not none. Those that are
 * not here or cannot be read are noted in their state; JL_EDAMAGED when
 * something of such a one is in the builder already. Temporary files go into
 * the folder. *replaced becomes how many cases the last extract has that those
 * before it had, too.
 */
int jl_event_feed(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_batch_info *const *batches, size_t n, const char *folder,
	struct jl_log_builder *builder, struct jl_arena *arena,
	uint64_t *replaced, struct jl_error *err);

#endif

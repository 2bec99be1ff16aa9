/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * How long cases take when some are not over yet. Whoever looks only at those
 * that ended looks mostly at the quick ones; here a case that is open counts
 * for as long as it is known to last, and one that is looked at from some day
 * on counts from the age that it had then.
 */
#ifndef JL_JOURNEYS_SURVIVAL_H
#define JL_JOURNEYS_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stretch of a case's life that is looked at: ages, in microseconds. */
struct jl_stretch {
	int64_t entry, exit;
	bool has_ended; /* at exit; else it goes on, for all that is known */
};

struct jl_survival {
	struct jl_stretch *v;
	size_t n, cap;
};

void jl_survival_release(struct jl_survival *survival);
void jl_survival_add(
	struct jl_survival *survival, const struct jl_stretch *stretch);

/*
 * The median by the product-limit estimate (E. L. Kaplan and P. Meier, 1958),
 * with late entries (J. P. Klein and M. L. Moeschberger, "Survival Analysis",
 * 2003, section 4.6); where the estimate is just one half, the middle of that
 * stretch of time, so that without open cases it is the ordinary median. In
 * microseconds; false when fewer than half are known to end, or when all had
 * ended that were looked at at some age, and others come in at a later one.
 * Sorts the stretches.
 */
bool jl_survival_median(struct jl_survival *survival, double *median);

#endif

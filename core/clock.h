/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Time that passes while the program runs; never the time of a measure. */
#ifndef JL_CORE_CLOCK_H
#define JL_CORE_CLOCK_H

#include <stdbool.h>

/* Seconds on a clock that is never set back. */
double jl_seconds(void);

void jl_pause_ms(long ms);

/*
 * For a neighbour who is at the same file, and will be done in a moment: pauses
 * a hundredth of a second. false, and no pause: three seconds have passed since
 * the instant of jl_seconds, and the command is to refuse.
 */
bool jl_wait_on(double since);

#endif

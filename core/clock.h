/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Time that passes while the program runs; never the time of a measure. */
#ifndef JL_CORE_CLOCK_H
#define JL_CORE_CLOCK_H

/* Seconds on a clock that is never set back. */
double jl_seconds(void);

void jl_pause_ms(long ms);

#endif

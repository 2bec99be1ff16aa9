/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/clock.h"

#include <time.h>

double jl_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const double patience_s = 3;

void jl_pause_ms(long ms)
{
	struct timespec pause = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&pause, NULL);
}

bool jl_wait_on(double since)
{
	if (jl_seconds() - since >= patience_s)
		return false;
	jl_pause_ms(10);
	return true;
}

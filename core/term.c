/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Asking the terminal. */
#include "core/term.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool jl_is_terminal(FILE *out)
{
	return isatty(fileno(out)) == 1;
}

int jl_term_width(FILE *out)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (!jl_is_terminal(out))
		return 0;
	if (columns && atoi(columns) > 0)
		return atoi(columns);
	if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

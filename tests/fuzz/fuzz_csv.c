/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The CSV and JSON lines readers, by way of a file in memory. */
#define _GNU_SOURCE

#include "core/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jl_table_options options = {0};
	struct jl_table *table;
	struct jl_error err;
	char path[64];
	int fd, column;

	if (size < 1)
		return 0;
	options.format = data[0] & 1 ? JL_TABLE_JSON_LINES : JL_TABLE_CSV;
	options.header_lines = (data[0] >> 1 & 1) + 1;
	options.delimiter = data[0] & 4 ? ';' : '\0';
	options.encoding = data[0] & 8 ? "ISO-8859-1" : NULL;
	fd = memfd_create("fuzz", 0);
	if (fd < 0 || write(fd, data + 1, size - 1) < 0)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (jl_table_open(path, &options, &table, &err) == 0) {
		column = jl_table_column(table, "a");
		while (jl_table_next(table, &err) > 0) {
			struct jl_slice cell = {"", 0};
			size_t sum = 0;

			if (!jl_table_problem(table) && column >= 0)
				cell = jl_table_cell(table, column);
			for (size_t i = 0; i < cell.len; i++)
				sum += (uint8_t)cell.text[i];
			if (sum == SIZE_MAX)
				abort();
		}
		jl_table_close(table);
	}
	close(fd);
	return 0;
}

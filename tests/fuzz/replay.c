/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Runs a fuzz target over files, where there is no libFuzzer: the corpus is
 * replayed by every `make check`. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		uint8_t *data;
		size_t n;

		if (!f) {
			perror(argv[i]);
			return 1;
		}
		data = malloc(1 << 20);
		n = data ? fread(data, 1, 1 << 20, f) : 0;
		fclose(f);
		LLVMFuzzerTestOneInput(data, n);
		free(data);
	}
	return argc > 1 ? 0 : 1;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What went wrong: a code for the program to branch on and one sentence for
 * a person to read. It lives on the caller's stack, so it needs no allocation
 * and no global state. Only cli/ prints it.
 */
#ifndef JL_CORE_ERROR_H
#define JL_CORE_ERROR_H

/* What a function returns when it fails; 0 is done, > 0 is "got one". */
enum jl_code {
	JL_ENOTFOUND = -1, /* the thing asked for is not there */
	JL_EINVALID = -2,  /* outside input is wrong; nothing was done */
	JL_EENV = -3,	   /* repository, disk, permission, lock */
	JL_ERACE = -4,	   /* somebody else was first; the caller may retry */
	JL_EUSAGE = -5,	   /* the command line makes no sense */
	JL_EDAMAGED = -6,  /* a derived file is unusable: rebuild it */
	JL_ELOST = -7,	   /* a part of the repository is missing or damaged */
	JL_EUNABLE = -9,   /* the file system cannot do it; another way may */
	JL_EUNRECORDED = -8, /* others' changes in the work tree are in the way;
				they may be about to record them */
};

struct jl_error {
	enum jl_code code;
	char message[1024]; /* one line, lower case, no full stop */
};

/* Sets the sentence and returns the code, so that it fits in a return. */
int jl_fail(struct jl_error *err, enum jl_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "where: " before the sentence: each level adds only its own place. */
void jl_within(struct jl_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds "; did you mean 'near'?" unless near is NULL. The code, as jl_fail. */
int jl_suggest(struct jl_error *err, const char *near);

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What a command is given: where, when, the ledger, and where to write. main
 * opens what the command's table entry says it needs.
 */
#ifndef JL_CLI_CTX_H
#define JL_CLI_CTX_H

#include <stdio.h>

#include "journeys/history.h"
#include "journeys/index.h"
#include "journeys/ledger.h"
#include "reports/report.h"

/* Exit codes: DESIGN's promise to scripts. */
enum jl_exit {
	JL_EXIT_DONE = 0,
	JL_EXIT_NO = 1, /* done, and the answer is "no": findings, rejects */
	JL_EXIT_USAGE = 2,
	JL_EXIT_INVALID = 3, /* nothing done */
	JL_EXIT_ENVIRONMENT = 4,
	JL_EXIT_BUG = 5,
};

/* Options that every command takes. */
struct jl_common {
	const char *today; /* a date */
	const char *rev;   /* what the ledger said then */
	const char *format, *output;
	const char *color, *width;
	bool has_no_pager, is_help;
};

struct jl_ctx {
	const char *dir;
	struct jl_common common;
	struct jl_repo *repo;
	struct jl_cache *cache;
	/* Where nobody's cache is believed: one of this command's own. */
	const char *cache_folder;
	bool is_again;	      /* the words are somebody else's */
	struct jl_oid commit; /* that is read: HEAD, or --rev */
	bool is_head;
	struct jl_ledger *ledger; /* as recorded in the commit */
	bool is_few; /* of its journeys only those that operands name */
	char **operands;
	int n_operands;
	struct jl_index *index;
	struct jl_history *history;
	int32_t today; /* the ledger's local date */
	int64_t now;
	FILE *out, *err;
	bool has_written; /* what it was to write is written */
	struct jl_error error;
	/* The command, to be given again; of those that answer with a page. */
	char **words;
	size_t n_words, words_cap;
};

/* What a command needs opened before it runs. */
enum {
	JL_NEED_REPO = 1 << 0,
	JL_NEED_LEDGER = 1 << 1,  /* the recorded definitions */
	JL_NEED_INDEX = 1 << 2,	  /* the measures */
	JL_NEED_HISTORY = 1 << 3, /* what changed, and when */
	/* Of the journeys only those that the operands name, when these are ids
	 * of some. */
	JL_NEED_FEW = 1 << 4,
	/* The same, and without operands none of them, instead of all. */
	JL_NEED_NAMED = 1 << 5,
	/* It proves something: nothing is taken from the user's cache. */
	JL_NEED_NO_CACHE = 1 << 6,
};

/* Which of the common options a command heeds; others are refused. */
enum {
	JL_HEEDS_FORMAT = 1 << 0, /* --format, --width: of pages */
	JL_HEEDS_OUTPUT = 1 << 3, /* --output, --color, --no-pager */
	JL_HEEDS_REV = 1 << 1,
	JL_HEEDS_TODAY = 1 << 2,
	JL_HEEDS_ALL = JL_HEEDS_FORMAT | JL_HEEDS_OUTPUT | JL_HEEDS_REV |
		       JL_HEEDS_TODAY,
};

enum { JL_ANY_NUMBER = -1 };

/* What an operand names, so that the shell can complete it. */
enum jl_operand {
	JL_OPERAND_OTHER, /* a file, or what nobody can guess */
	JL_OPERAND_SELECTOR,
	JL_OPERAND_JOURNEY,
	JL_OPERAND_DEFINITION, /* a journey, or KIND:ID */
	JL_OPERAND_ASSIGNMENT, /* KEY=VALUE of the first operand */
	JL_OPERAND_KIND,
	JL_OPERAND_LIST,   /* what can be listed */
	JL_OPERAND_REPORT, /* the name of a report */
	JL_OPERAND_TOPIC,  /* what can be explained */
	JL_OPERAND_BATCH,  /* or a commit, which nobody can guess */
	JL_OPERAND_SETTING,
	JL_OPERAND_SHELL,
};

struct jl_cmd {
	const char *name;
	const char *usage;
	const char *summary;
	const char *help; /* more lines, or NULL */
	unsigned needs, heeds;
	int most; /* operands; JL_ANY_NUMBER */
	/* What they name, in order; the last stands for all behind it. */
	enum jl_operand operands[3];
	const struct jl_opt *opts; /* NULL: none of its own */
	size_t args_size;
	/* 0, an enum jl_exit, or < 0 with ctx->error. */
	int (*run)(struct jl_ctx *ctx, void *args, char **operands, int n);
};

/* Opens what is needed and not open yet. 0 or < 0 with ctx->error. */
int jl_ctx_open(struct jl_ctx *ctx, unsigned needs);
void jl_ctx_close(struct jl_ctx *ctx);

/* Sets today and now by --today, JLEDGER_TODAY or the clock, in the zone. */
int jl_ctx_set_clock(struct jl_ctx *ctx, struct jl_zone *zone);

/*
 * Writes the page as --format and -o say, and frees it. The exit code, or < 0.
 */
int jl_ctx_show(struct jl_ctx *ctx, struct jl_report *report);

/* Writes an answer, whose renderer gets data, to where -o says; on a terminal
 * by way of the pager. */
typedef void jl_render(const void *data, bool has_color, FILE *out);
int jl_ctx_write(struct jl_ctx *ctx, jl_render *render, const void *data);

/* Fails when -o names a part of the ledger. */
int jl_ctx_check_output(struct jl_ctx *ctx);

/* Says how many definitions of the work tree no answer shows yet, if any. */
void jl_ctx_mention_unrecorded(struct jl_ctx *ctx);

/* Prints those findings of the ledger to stderr that are wanted; returns how
 * many they are. */
typedef bool jl_is_wanted(const void *data, const struct jl_finding *finding);
size_t jl_ctx_print_findings(struct jl_ctx *ctx, const struct jl_ledger *ledger,
	jl_is_wanted *is_wanted, const void *data);

#endif

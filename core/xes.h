/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Event logs in XES (IEEE 1849), read as a stream: each event is a row, whose
 * cells are the event's own attributes by their keys and its trace's behind
 * "case:". Only attributes of the first level count. "classifier:NAME" is what
 * the log's classifier of that name makes of an event: its values joined by +.
 * A document type that declares entities, nesting beyond 100 elements, and
 * texts of more than 1 MiB are refused: no log needs them.
 */
#ifndef JL_CORE_XES_H
#define JL_CORE_XES_H

#include "core/csv.h"
#include "core/input.h"

struct jl_xes;

/* The input, which the reader does not own; path is what errors call it. */
struct jl_xes *jl_xes_new(struct jl_input *input, const char *path);
void jl_xes_free(struct jl_xes *xes);

/* Wants a column; its number, from 0 in the order in which they are wanted. */
int jl_xes_want(struct jl_xes *xes, const char *name);

/* From now on wants every column that comes, up to so many. */
void jl_xes_learn(struct jl_xes *xes, int most);
int jl_xes_n(const struct jl_xes *xes);
const char *jl_xes_name(const struct jl_xes *xes, int column);

/* 1 an event, 0 the end of the log, or < 0: JL_EINVALID when it is no XES. */
int jl_xes_next(struct jl_xes *xes, struct jl_error *err);

/* Of the event; borrowed until the next one. */
struct jl_slice jl_xes_cell(const struct jl_xes *xes, int column);
/* Where it began in the text, from 1. */
size_t jl_xes_line(const struct jl_xes *xes);
/* Had any event the column, so far? */
bool jl_xes_has_seen(const struct jl_xes *xes, int column);

#endif

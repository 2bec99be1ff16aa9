/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The rules that definitions are held to, without any data. Each rule is one
 * row of a table with an id that never changes; some are found while a file is
 * read (no function), the others look at the whole ledger. A new family is
 * one new check_*.c with its own rows.
 */
#ifndef JL_JOURNEYS_CHECK_H
#define JL_JOURNEYS_CHECK_H

#include "journeys/batches.h"
#include "journeys/ledger.h"
#include "journeys/step_graph.h"

struct jl_check {
	struct jl_ledger *ledger;
	int32_t today;
	const struct jl_batches *batches; /* NULL: not known */
	/* While a rule runs: */
	const struct jl_rule *rule;
	const struct jl_journey *journey;
	struct jl_step_graph graph; /* of the journey */
	size_t n_suggested;	    /* hints that took a search */
};

struct jl_rule {
	const char *id;
	enum jl_severity severity; /* in journeys in force */
	const char *summary;	   /* what it asks for, in one sentence */
	const char *hint;	   /* what to do, or NULL */
	bool is_of_business;	   /* see struct jl_finding */
	/* Looks at check->journey; NULL when the reader finds it, or another
	 * rule's function does. */
	void (*run)(struct jl_check *check);
};

struct jl_rule_family {
	const char *name;
	const struct jl_rule *rules;
	size_t n;
};

/* All families in the order of `jledger help rules`. */
extern const struct jl_rule_family *const jl_rule_families[];
extern const size_t jl_n_rule_families;

extern const struct jl_rule_family jl_rules_shape, jl_rules_references,
	jl_rules_ownership, jl_rules_stakeholders, jl_rules_contracts,
	jl_rules_viewpoint, jl_rules_promises, jl_rules_seams, jl_rules_paths,
	jl_rules_cadence, jl_rules_maps, jl_rules_keys;

/* Runs every rule; the findings are in the ledger, located and sorted. batches
 * tell what was measured last; NULL where that is not looked at. */
void jl_check_run(struct jl_ledger *ledger, int32_t today,
	const struct jl_batches *batches);

/* References of everything that is not a journey. */
void jl_check_other_references(struct jl_check *check);

/* Maps are not of one journey. */
void jl_check_maps(struct jl_check *check);
void jl_check_keys(struct jl_check *check);

/* For rules: adds a finding at the pointer in the journey's file. An error
 * in a journey that is not in force is a warning. */
void jl_check_find(struct jl_check *check, const char *rule,
	const char *pointer, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#endif

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What a ledger defines: its settings, people, functions, metrics, journeys
 * and maps, member by member as their files have them. Texts may be NULL where
 * a key is optional; days are [since, until). The tables that tie members to
 * keys are in definitions.c.
 */
#ifndef JL_JOURNEYS_DEFINITIONS_H
#define JL_JOURNEYS_DEFINITIONS_H

#include "journeys/shape.h"

/* ---- ledger.json ---- */

enum jl_model { JL_MODEL_ADVISORY, JL_MODEL_MATRIXED, JL_MODEL_OPERATIONAL };

struct jl_policy { /* a dated governance model */
	int model;
	int32_t since, until;
	const char *business_unit; /* NULL: all */
};

struct jl_limits {
	int64_t batch_in_git; /* bytes; larger batches stay outside git */
};

struct jl_settings {
	int64_t format; /* of the ledger; this program knows JL_FORMAT */
	const char *name;
	const char *zone;
	int64_t fiscal_year_start; /* month; 0 is January */
	struct {
		struct jl_policy *v;
		size_t n;
	} governance;
	struct jl_limits limits;
	/* Without these functions no journey's group is complete. */
	struct jl_texts required_functions;
};

enum { JL_FORMAT = 1 };

/* ---- people and functions ---- */

struct jl_person {
	const char *id, *name, *function, *email;
	int32_t since, until; /* with the company */
	struct jl_texts keys; /* public SSH keys */
};

/* A dated appointment: owner, deputy, sponsor, head of a function. */
struct jl_tenure {
	const char *person;
	int32_t since, until;
	const char *reason;
};

struct jl_tenures {
	struct jl_tenure *v;
	size_t n;
};

struct jl_reporting_line {
	const char *function;
	int32_t since, until;
};

enum jl_function_kind {
	JL_FUNCTION_OWN,
	JL_FUNCTION_BUSINESS_UNIT,
	JL_FUNCTION_VENDOR,
	JL_FUNCTION_PARTNER,
};

struct jl_function {
	const char *id, *name;
	int kind; /* enum jl_function_kind */
	const char *parent;
	struct jl_tenures heads;
	struct {
		struct jl_reporting_line *v;
		size_t n;
	} reports_to;
};

/* ---- metrics ---- */

enum jl_friction_kind {
	JL_FRICTION_WAIT,
	JL_FRICTION_HANDOFF,
	JL_FRICTION_PING_PONG,
	JL_FRICTION_REWORK,
	JL_FRICTION_REPEAT_CONTACT,
	JL_FRICTION_REPEATED_INFORMATION,
	JL_FRICTION_CHANNEL_SWITCH,
	JL_FRICTION_CONFLICTING_INFORMATION,
	JL_FRICTION_NO_RESPONSE,
	JL_FRICTION_ABANDONMENT,
	JL_FRICTION_COMPLAINT,
	JL_FRICTION_FAILURE_DEMAND,
	JL_FRICTION_PROMISE_BROKEN,
	JL_FRICTION_ELAPSED,
	JL_FRICTION_TOUCH_TIME,
	JL_FRICTION_EFFORT,
	JL_FRICTION_SATISFACTION,
	JL_FRICTION_RECOMMENDATION,
	JL_FRICTION_VOLUME,
};

enum jl_unit {
	JL_UNIT_COUNT,	/* of things that happened */
	JL_UNIT_SHARE,	/* value out of n */
	JL_UNIT_S,	/* elapsed seconds */
	JL_UNIT_POINTS, /* of a survey's scale */
	JL_UNIT_MONEY,
};

enum jl_direction {
	JL_DIRECTION_LOWER_IS_BETTER,
	JL_DIRECTION_HIGHER_IS_BETTER,
	JL_DIRECTION_NEUTRAL,
};

enum jl_viewpoint { JL_VIEWPOINT_INSIDE_OUT, JL_VIEWPOINT_OUTSIDE_IN };

struct jl_metric {
	const char *id, *name;
	int kind;			/* enum jl_friction_kind */
	int unit, direction, viewpoint; /* enum jl_viewpoint */
	const char *formula;
	int64_t freshness; /* microseconds; 0: never goes stale */
	bool is_built_in;
};

/* "wait", "handoff", ...; by enum, ends with NULL. */
extern const char *const jl_friction_kinds[];
extern const char *const jl_model_names[];
extern const char *const jl_function_kinds[];
extern const char *const jl_unit_names[];
extern const char *const jl_directions[];
extern const char *const jl_viewpoints[];

/* The metrics that need no file: one for each friction kind. */
extern const struct jl_metric jl_built_in_metrics[];
extern const size_t jl_n_built_in_metrics;

/* ---- journeys ---- */

enum jl_status {
	JL_STATUS_DRAFT,
	JL_STATUS_IN_FORCE,
	JL_STATUS_RETIRED,
};

enum jl_right {
	JL_RIGHT_NONE,
	JL_RIGHT_DECIDE,
	JL_RIGHT_CONSULT,
	JL_RIGHT_INFORM,
};

struct jl_authority {
	const char *over; /* a function */
	int right;	  /* enum jl_right */
};

struct jl_stakeholder {
	const char *function, *person;
	int raci;
};

enum jl_line { JL_LINE_NONE, JL_LINE_FRONTSTAGE };

enum jl_channel {
	JL_CHANNEL_NONE,
	JL_CHANNEL_WEB,
	JL_CHANNEL_APP,
	JL_CHANNEL_SOCIAL,
	JL_CHANNEL_CHAT,
	JL_CHANNEL_CHATBOT,
	/* ... and those that need no screen, see jl_channels. */
};

enum jl_step_kind { JL_STEP_MAIN, JL_STEP_RECOVERY };

struct jl_journey_step {
	const char *id, *name;
	int line;    /* enum jl_line */
	int channel; /* enum jl_channel */
	const char *function;
	int kind; /* enum jl_step_kind */
	int64_t commitment;
	struct jl_texts systems, next, recovery;
};

struct jl_stage {
	const char *id, *name;
	bool moment_of_truth;
	struct {
		struct jl_journey_step *v;
		size_t n;
	} steps;
};

struct jl_seam {
	const char *from, *to, *agreement;
	struct jl_texts context_needed, context_carried;
	int64_t max_wait;
};

struct jl_limit {
	int32_t since, until;
	int64_t within;
};

struct jl_promise {
	const char *id, *text, *made_in, *kept_in;
	struct {
		struct jl_limit *v;
		size_t n;
	} limits;
	const char *proof; /* a KPI of this journey */
};

enum jl_raci { JL_RACI_NONE, JL_RACI_R, JL_RACI_A, JL_RACI_C, JL_RACI_I };

enum jl_split { JL_SPLIT_SHARED, JL_SPLIT_BY_DAY, JL_SPLIT_PERIOD_END };

struct jl_scope { /* which measures of the metric a KPI is about */
	const char *stage, *step, *function, *channel;
};

enum jl_per {
	JL_PER_NOTHING,
	JL_PER_DAY,
	JL_PER_WEEK,
	JL_PER_MONTH,
	JL_PER_QUARTER,
	JL_PER_YEAR,
};

extern const char *const jl_per_names[];

struct jl_contract {
	int32_t since, until;
	struct jl_quantity target, at_risk;
	int per; /* enum jl_per: of a sum, the time that they are for */
	int64_t minimum_n;
	const char *reason;
};

struct jl_kpi {
	const char *id, *name, *metric;
	const char *aggregate; /* sum, mean, rate, nps, p50, p90, ... */
	struct jl_scope scope;
	struct {
		struct jl_contract *v;
		size_t n;
	} contracts;
	int split;
	struct jl_texts tension_with;
};

struct jl_review {
	int64_t every;
	int32_t last;
};

struct jl_journey {
	const char *id, *name;
	int status;
	const char *parent, *business_unit, *customer_goal;
	struct jl_tenures owners, deputies, sponsors;
	struct {
		struct jl_authority *v;
		size_t n;
	} authority;
	struct {
		struct jl_stakeholder *v;
		size_t n;
	} stakeholders;
	struct {
		struct jl_stage *v;
		size_t n;
	} stages;
	struct {
		struct jl_seam *v;
		size_t n;
	} seams;
	struct {
		struct jl_promise *v;
		size_t n;
	} promises;
	struct {
		struct jl_kpi *v;
		size_t n;
	} kpis;
	struct jl_review review;
};

extern const char *const jl_status_names[];
extern const char *const jl_channels[]; /* the first is "" for none */
extern const char *const jl_raci_names[];
extern const char *const jl_split_names[];
extern const char *const jl_lines[];

/* ---- maps: how a foreign file becomes measures ---- */

struct jl_source {		/* where a canonical column comes from */
	const char *column;	/* of the file */
	const char *constant;	/* or the same for every row */
	struct jl_pairs values; /* what the file's words mean */
	bool lower;		/* to small letters, before `values` */
	int as; /* of `period`: the month, quarter, ... of that date */
};

enum jl_as { JL_AS_WRITTEN, JL_AS_DAY, JL_AS_MONTH, JL_AS_QUARTER, JL_AS_YEAR };

struct jl_map_columns {
	struct jl_source journey, occurred_at, until, period;
	struct jl_source stage, step, to_step, channel, to_channel;
	struct jl_source function, to_function, case_id;
	/* Of events: */
	struct jl_source started_at, deadline, customer, reason, lifecycle;
};

struct jl_map_measure {
	const char *metric;
	const char *value; /* column; NULL: a span's length, or 1 */
	const char *n;	   /* column; NULL: 1 */
	int unit;	   /* of durations in the file */
};

enum jl_map_kind { JL_MAP_MEASURES, JL_MAP_EVENTS };

struct jl_map {
	const char *id, *name;
	int64_t version;
	int kind;   /* enum jl_map_kind */
	int format; /* csv, json-lines, xes */
	const char *encoding, *delimiter, *decimal, *thousands, *zone;
	const char *date_format;
	int64_t skip_lines, header_lines;
	struct jl_texts missing; /* words that mean: not known */
	int case_ids;		 /* hashed, plain, none */
	struct jl_map_columns columns;
	struct {
		struct jl_map_measure *v;
		size_t n;
	} measures;
	/* Of events: */
	struct jl_texts activity;  /* columns, whose words are joined by + */
	struct jl_pairs steps;	   /* the step of an activity */
	struct jl_texts ends;	   /* activities with which a case is over */
	struct jl_texts lifecycle; /* transitions that are read; none: all */
	int64_t abandoned_after;   /* as a duration; 0: nobody says */
	int64_t repeat_within;
};

enum jl_case_ids { JL_CASE_IDS_HASHED, JL_CASE_IDS_PLAIN, JL_CASE_IDS_NONE };

/* ---- receipts: what an import did ---- */

struct jl_receipt {
	const char *id, *map;
	int64_t map_version;
	const char *source, *source_sha256;
	int64_t rows, rejected, rounded;
	const char *first, *last; /* occurred_at, local dates */
	struct jl_texts metrics;
	const char *file, *batch_sha256;
	int64_t bytes;
	int kind; /* enum jl_map_kind */
	/* Of events: rows are events, and `last` may lie behind them all, when
	 * a deadline does. */
	int64_t cases, open_cases;
	const char *extract_end; /* nothing is known after it */
	int64_t abandoned_after; /* as a duration; 0: nobody says */
	int64_t repeat_within;
	const char *function_column; /* where functions came from; or */
	const char *function_constant;
	struct jl_pairs skipped; /* how many, by why */
	struct jl_pairs oddities;
	const char *imported_at, *imported_by;
};

/* That a batch, or an earlier retraction, shall not count any more. */
struct jl_retraction {
	const char *id, *retracts;
	const char *reason; /* or NULL */
	const char *retracted_at, *retracted_by;
};

/* ---- the kinds of files ---- */

enum jl_kind {
	JL_KIND_SETTINGS,
	JL_KIND_PERSON,
	JL_KIND_FUNCTION,
	JL_KIND_METRIC,
	JL_KIND_JOURNEY,
	JL_KIND_MAP,
	JL_KINDS,
};

struct jl_kind_info {
	const char *name;   /* "journey" */
	const char *folder; /* "journeys"; "" for ledger.json */
	const struct jl_shape *shape;
};

extern const struct jl_kind_info jl_kinds[JL_KINDS];
extern const struct jl_shape jl_receipt_shape, jl_retraction_shape;

/* Where definitions are, relative to the ledger's top. */
enum { JL_DEFINITION_PATHS = JL_KINDS };
extern const char *const jl_definition_paths[JL_DEFINITION_PATHS];

/* The month in which the fiscal year begins, 1 to 12. */
int jl_fiscal_start(const struct jl_settings *settings);

/* No definition is larger, in bytes. */
enum { JL_DEFINITION_MAX = 16 * 1024 * 1024 };

/* The dated roles of people: what each is called, and the list that it is in.
 */
struct jl_role {
	const char *word, *list; /* "owner", "owners" */
	enum jl_kind kind;	 /* of the definition */
};

enum { JL_ROLES = 4 };
extern const struct jl_role jl_roles[JL_ROLES];

/* The role of the kind by its word, or NULL. */
const struct jl_role *jl_role_named(enum jl_kind kind, const char *word);

/* The kind whose ids are referred to so, or JL_KINDS. */
enum jl_kind jl_kind_referred(enum jl_reference refers);

/* Where receipts and batches are. */
#define JL_MEASURES "measures"

/* By name or folder: "person", "people"; JL_KINDS when the word is no kind. */
enum jl_kind jl_kind_named(const char *word, size_t len);
/* The kind's word that is nearest, or NULL. */
const char *jl_kind_nearest(const char *word);

#endif

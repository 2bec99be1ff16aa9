/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The tables of keys, in canonical order; see journeys/shape.h. */
#include "journeys/definitions.h"

#include <stddef.h>
#include <string.h>

#define AT(member) offsetof(struct SELF, member)
#define SHAPE(variable, text, table)                                           \
	static const struct jl_shape variable = {                              \
		text, sizeof(struct SELF), table, JL_COUNT(table)}

const char *const jl_friction_kinds[] = {"wait", "handoff", "ping-pong",
	"rework", "repeat-contact", "repeated-information", "channel-switch",
	"conflicting-information", "no-response", "abandonment", "complaint",
	"failure-demand", "promise-broken", "elapsed", "touch-time", "effort",
	"satisfaction", "recommendation", "volume", NULL};
const char *const jl_model_names[] = {
	"advisory", "matrixed", "operational", NULL};
const char *const jl_function_kinds[] = {
	"function", "business-unit", "vendor", "partner", NULL};
const char *const jl_unit_names[] = {
	"count", "share", "s", "points", "money", NULL};
const char *const jl_directions[] = {
	"lower-is-better", "higher-is-better", "neutral", NULL};
const char *const jl_viewpoints[] = {"inside-out", "outside-in", NULL};
const char *const jl_status_names[] = {"draft", "in-force", "retired", NULL};
const char *const jl_channels[] = {"", "web", "app", "social", "chat",
	"chatbot", "ivr", "phone", "email", "post", "store", "field", "kiosk",
	"partner", NULL};
const char *const jl_raci_names[] = {"", "R", "A", "C", "I", NULL};
const char *const jl_split_names[] = {"shared", "by-day", "period-end", NULL};
const char *const jl_lines[] = {"", "frontstage", "backstage", "support", NULL};

const char *const jl_per_names[] = {
	"", "day", "week", "month", "quarter", "year", NULL};

static const char *const rights[] = {"", "decide", "consult", "inform", NULL};
static const char *const step_kinds[] = {"main", "recovery", NULL};
static const char *const formats[] = {"csv", "json-lines", "xes", NULL};
static const char *const map_kinds[] = {"measures", "events", NULL};
static const char *const duration_units[] = {"s", "min", "h", "d", NULL};
static const char *const as_words[] = {
	"written", "day", "month", "quarter", "year", NULL};
static const char *const case_ids[] = {"hashed", "plain", "none", NULL};

#define SELF jl_policy
static const struct jl_field policy_fields[] = {
	{.key = "model",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(model),
		.flags = JL_REQUIRED,
		.choices = jl_model_names,
		.help = "how much the CCO office may decide"},
	{.key = "since",
		.kind = JL_FIELD_SINCE,
		.offset = AT(since),
		.flags = JL_REQUIRED},
	{.key = "until", .kind = JL_FIELD_UNTIL, .offset = AT(until)},
	{.key = "business_unit",
		.kind = JL_FIELD_ID,
		.offset = AT(business_unit),
		.refers = JL_REFERS_FUNCTION,
		.help = "for this one only"},
};
SHAPE(policy_shape, "a governance model", policy_fields);
#undef SELF

#define SELF jl_limits
static const struct jl_field limits_fields[] = {
	{.key = "batch_in_git",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(batch_in_git),
		.help = "bytes; a larger batch stays outside git (1048576)"},
};
SHAPE(limits_shape, "limits", limits_fields);
#undef SELF

#define SELF jl_settings
static const struct jl_field settings_fields[] = {
	{.key = "format",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(format),
		.flags = JL_REQUIRED,
		.help = "1",
		.least = 1},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "zone",
		.kind = JL_FIELD_TEXT,
		.offset = AT(zone),
		.flags = JL_REQUIRED,
		.help = "of all dates, as Europe/Paris"},
	{.key = "fiscal_year_start",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(fiscal_year_start),
		.help = "month in which the fiscal year begins, 1 to 12",
		.least = 1,
		.most = 12},
	{.key = "governance",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(governance),
		.shape = &policy_shape},
	{.key = "limits",
		.kind = JL_FIELD_OBJECT,
		.offset = AT(limits),
		.shape = &limits_shape},
	{.key = "required_functions",
		.kind = JL_FIELD_IDS,
		.offset = AT(required_functions),
		.flags = JL_SET,
		.refers = JL_REFERS_FUNCTION,
		.help = "stakeholders that every journey must have"},
};
SHAPE(settings_shape, "ledger.json", settings_fields);
#undef SELF

#define SELF jl_person
static const struct jl_field person_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "function",
		.kind = JL_FIELD_ID,
		.offset = AT(function),
		.refers = JL_REFERS_FUNCTION},
	{.key = "email", .kind = JL_FIELD_TEXT, .offset = AT(email)},
	{.key = "since",
		.kind = JL_FIELD_SINCE,
		.offset = AT(since),
		.help = "first day in the company"},
	{.key = "until",
		.kind = JL_FIELD_UNTIL,
		.offset = AT(until),
		.help = "first day not in the company any more"},
	{.key = "keys",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(keys),
		.help = "SSH public keys"},
};
SHAPE(person_shape, "a person", person_fields);
#undef SELF

#define SELF jl_tenure
static const struct jl_field tenure_fields[] = {
	{.key = "person",
		.kind = JL_FIELD_ID,
		.offset = AT(person),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_PERSON},
	{.key = "since",
		.kind = JL_FIELD_SINCE,
		.offset = AT(since),
		.flags = JL_REQUIRED,
		.help = "first day in charge"},
	{.key = "until",
		.kind = JL_FIELD_UNTIL,
		.offset = AT(until),
		.help = "first day not in charge any more; none: still"},
	{.key = "reason", .kind = JL_FIELD_TEXT, .offset = AT(reason)},
};
SHAPE(tenure_shape, "an appointment", tenure_fields);
#undef SELF

#define SELF jl_reporting_line
static const struct jl_field reporting_fields[] = {
	{.key = "function",
		.kind = JL_FIELD_ID,
		.offset = AT(function),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_FUNCTION},
	{.key = "since",
		.kind = JL_FIELD_SINCE,
		.offset = AT(since),
		.flags = JL_REQUIRED},
	{.key = "until", .kind = JL_FIELD_UNTIL, .offset = AT(until)},
};
SHAPE(reporting_shape, "a reporting line", reporting_fields);
#undef SELF

#define SELF jl_function
static const struct jl_field function_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "kind",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(kind),
		.choices = jl_function_kinds},
	{.key = "parent",
		.kind = JL_FIELD_ID,
		.offset = AT(parent),
		.refers = JL_REFERS_FUNCTION},
	{.key = "heads",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(heads),
		.shape = &tenure_shape,
		.help = "who leads it, dated as owners are"},
	{.key = "reports_to",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(reports_to),
		.shape = &reporting_shape},
};
SHAPE(function_shape, "a function", function_fields);
#undef SELF

#define SELF jl_metric
static const struct jl_field metric_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "kind",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(kind),
		.flags = JL_REQUIRED,
		.choices = jl_friction_kinds},
	{.key = "unit",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(unit),
		.flags = JL_REQUIRED,
		.choices = jl_unit_names,
		.help = "s is seconds: durations of any written unit; share is "
			"a part of n"},
	{.key = "direction",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(direction),
		.flags = JL_REQUIRED,
		.choices = jl_directions},
	{.key = "viewpoint",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(viewpoint),
		.flags = JL_REQUIRED,
		.choices = jl_viewpoints,
		.help = "outside-in: as the customer meets it"},
	{.key = "formula",
		.kind = JL_FIELD_TEXT,
		.offset = AT(formula),
		.help = "in words"},
	{.key = "freshness",
		.kind = JL_FIELD_DURATION,
		.offset = AT(freshness),
		.help = "older figures are blind, as 35d"},
};
SHAPE(metric_shape, "a metric", metric_fields);
#undef SELF

#define SELF jl_authority
static const struct jl_field authority_fields[] = {
	{.key = "over",
		.kind = JL_FIELD_ID,
		.offset = AT(over),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_FUNCTION},
	{.key = "right",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(right),
		.flags = JL_REQUIRED,
		.choices = rights},
};
SHAPE(authority_shape, "an authority", authority_fields);
#undef SELF

#define SELF jl_stakeholder
static const struct jl_field stakeholder_fields[] = {
	{.key = "function",
		.kind = JL_FIELD_ID,
		.offset = AT(function),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_FUNCTION},
	{.key = "person",
		.kind = JL_FIELD_ID,
		.offset = AT(person),
		.refers = JL_REFERS_PERSON},
	{.key = "raci",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(raci),
		.flags = JL_REQUIRED,
		.choices = jl_raci_names,
		.help = "responsible, accountable, consulted, informed"},
};
SHAPE(stakeholder_shape, "a stakeholder", stakeholder_fields);
#undef SELF

#define SELF jl_journey_step
static const struct jl_field step_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "line",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(line),
		.flags = JL_REQUIRED,
		.choices = jl_lines},
	{.key = "channel",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(channel),
		.choices = jl_channels},
	{.key = "function",
		.kind = JL_FIELD_ID,
		.offset = AT(function),
		.refers = JL_REFERS_FUNCTION},
	{.key = "kind",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(kind),
		.choices = step_kinds},
	{.key = "commitment",
		.kind = JL_FIELD_DURATION,
		.offset = AT(commitment),
		.help = "the longest it takes, as 16h"},
	{.key = "systems",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(systems),
		.flags = JL_SET},
	{.key = "next",
		.kind = JL_FIELD_IDS,
		.offset = AT(next),
		.flags = JL_SET,
		.refers = JL_REFERS_STEP,
		.help = "steps that follow"},
	{.key = "recovery",
		.kind = JL_FIELD_IDS,
		.offset = AT(recovery),
		.flags = JL_SET,
		.refers = JL_REFERS_STEP,
		.help = "where to go when it fails"},
};
SHAPE(step_shape, "a step", step_fields);
#undef SELF

#define SELF jl_stage
static const struct jl_field stage_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "moment_of_truth",
		.kind = JL_FIELD_BOOLEAN,
		.offset = AT(moment_of_truth)},
	{.key = "steps",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(steps),
		.shape = &step_shape},
};
SHAPE(stage_shape, "a stage", stage_fields);
#undef SELF

#define SELF jl_seam
static const struct jl_field seam_fields[] = {
	{.key = "from",
		.kind = JL_FIELD_ID,
		.offset = AT(from),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_STEP},
	{.key = "to",
		.kind = JL_FIELD_ID,
		.offset = AT(to),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_STEP},
	{.key = "agreement",
		.kind = JL_FIELD_TEXT,
		.offset = AT(agreement),
		.help = "the working agreement of both sides"},
	{.key = "context_needed",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(context_needed),
		.flags = JL_SET,
		.help = "what the receiver must know"},
	{.key = "context_carried",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(context_carried),
		.flags = JL_SET,
		.help = "what is handed over"},
	{.key = "max_wait",
		.kind = JL_FIELD_DURATION,
		.offset = AT(max_wait),
		.help = "the longest wait between both, as 4h"},
};
SHAPE(seam_shape, "a seam", seam_fields);
#undef SELF

#define SELF jl_limit
static const struct jl_field limit_fields[] = {
	{.key = "since",
		.kind = JL_FIELD_SINCE,
		.offset = AT(since),
		.flags = JL_REQUIRED},
	{.key = "until", .kind = JL_FIELD_UNTIL, .offset = AT(until)},
	{.key = "within",
		.kind = JL_FIELD_DURATION,
		.offset = AT(within),
		.flags = JL_REQUIRED,
		.help = "as 24h"},
};
SHAPE(limit_shape, "a promise limit", limit_fields);
#undef SELF

#define SELF jl_promise
static const struct jl_field promise_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "text",
		.kind = JL_FIELD_TEXT,
		.offset = AT(text),
		.flags = JL_REQUIRED,
		.help = "what the customer is told"},
	{.key = "made_in",
		.kind = JL_FIELD_ID,
		.offset = AT(made_in),
		.refers = JL_REFERS_STEP},
	{.key = "kept_in",
		.kind = JL_FIELD_ID,
		.offset = AT(kept_in),
		.refers = JL_REFERS_STEP},
	{.key = "limits",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(limits),
		.shape = &limit_shape,
		.help = "dated"},
	{.key = "proof",
		.kind = JL_FIELD_ID,
		.offset = AT(proof),
		.refers = JL_REFERS_KPI,
		.help = "the KPI that shows it"},
};
SHAPE(promise_shape, "a promise", promise_fields);
#undef SELF

#define SELF jl_scope
static const struct jl_field scope_fields[] = {
	{.key = "stage",
		.kind = JL_FIELD_ID,
		.offset = AT(stage),
		.refers = JL_REFERS_STAGE},
	{.key = "step",
		.kind = JL_FIELD_ID,
		.offset = AT(step),
		.refers = JL_REFERS_STEP},
	{.key = "function",
		.kind = JL_FIELD_ID,
		.offset = AT(function),
		.refers = JL_REFERS_FUNCTION},
	{.key = "channel",
		.kind = JL_FIELD_ID,
		.offset = AT(channel),
		.choices = jl_channels},
};
SHAPE(scope_shape, "a KPI's scope", scope_fields);
#undef SELF

#define SELF jl_contract
static const struct jl_field contract_fields[] = {
	{.key = "since",
		.kind = JL_FIELD_SINCE,
		.offset = AT(since),
		.flags = JL_REQUIRED},
	{.key = "until", .kind = JL_FIELD_UNTIL, .offset = AT(until)},
	{.key = "target",
		.kind = JL_FIELD_QUANTITY,
		.offset = AT(target),
		.flags = JL_REQUIRED,
		.help = "24h, 5%, 0.05 or 90, by the unit of the metric"},
	{.key = "at_risk",
		.kind = JL_FIELD_QUANTITY,
		.offset = AT(at_risk),
		.help = "where it warns, before the target is missed"},
	{.key = "per",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(per),
		.choices = jl_per_names,
		.help = "of a sum: the time that the target is for"},
	{.key = "minimum_n",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(minimum_n),
		.help = "how many measures a status needs"},
	{.key = "reason", .kind = JL_FIELD_TEXT, .offset = AT(reason)},
};
SHAPE(contract_shape, "a contract", contract_fields);
#undef SELF

#define SELF jl_kpi
static const struct jl_field kpi_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "metric",
		.kind = JL_FIELD_ID,
		.offset = AT(metric),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_METRIC},
	{.key = "aggregate",
		.kind = JL_FIELD_TEXT,
		.offset = AT(aggregate),
		.flags = JL_REQUIRED,
		.help = "sum, mean, rate, nps, or a quantile as p50, p90"},
	{.key = "scope",
		.kind = JL_FIELD_OBJECT,
		.offset = AT(scope),
		.shape = &scope_shape,
		.help = "only measures of this place"},
	{.key = "contracts",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(contracts),
		.shape = &contract_shape},
	{.key = "split",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(split),
		.choices = jl_split_names,
		.help = "of totals across a hand-over"},
	{.key = "tension_with",
		.kind = JL_FIELD_IDS,
		.offset = AT(tension_with),
		.flags = JL_SET,
		.refers = JL_REFERS_KPI,
		.help = "KPIs that pull the other way"},
};
SHAPE(kpi_shape, "a KPI", kpi_fields);
#undef SELF

#define SELF jl_review
static const struct jl_field review_fields[] = {
	{.key = "every",
		.kind = JL_FIELD_DURATION,
		.offset = AT(every),
		.flags = JL_REQUIRED,
		.help = "as 90d"},
	{.key = "last", .kind = JL_FIELD_SINCE, .offset = AT(last)},
};
SHAPE(review_shape, "a review", review_fields);
#undef SELF

#define SELF jl_journey
static const struct jl_field journey_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name",
		.kind = JL_FIELD_TEXT,
		.offset = AT(name),
		.flags = JL_REQUIRED},
	{.key = "status",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(status),
		.flags = JL_REQUIRED,
		.choices = jl_status_names},
	{.key = "parent",
		.kind = JL_FIELD_ID,
		.offset = AT(parent),
		.refers = JL_REFERS_JOURNEY},
	{.key = "business_unit",
		.kind = JL_FIELD_ID,
		.offset = AT(business_unit),
		.refers = JL_REFERS_FUNCTION},
	{.key = "customer_goal",
		.kind = JL_FIELD_TEXT,
		.offset = AT(customer_goal)},
	{.key = "owners",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(owners),
		.shape = &tenure_shape},
	{.key = "deputies",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(deputies),
		.shape = &tenure_shape},
	{.key = "sponsors",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(sponsors),
		.shape = &tenure_shape},
	{.key = "authority",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(authority),
		.flags = JL_SET,
		.shape = &authority_shape},
	{.key = "stakeholders",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(stakeholders),
		.flags = JL_SET,
		.shape = &stakeholder_shape},
	{.key = "stages",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(stages),
		.shape = &stage_shape},
	{.key = "seams",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(seams),
		.flags = JL_SET,
		.shape = &seam_shape},
	{.key = "promises",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(promises),
		.flags = JL_SET,
		.shape = &promise_shape},
	{.key = "kpis",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(kpis),
		.flags = JL_SET,
		.shape = &kpi_shape},
	{.key = "review",
		.kind = JL_FIELD_OBJECT,
		.offset = AT(review),
		.shape = &review_shape},
};
SHAPE(journey_shape, "a journey", journey_fields);
#undef SELF

#define SELF jl_source
static const struct jl_field source_fields[] = {
	{.key = "column",
		.kind = JL_FIELD_TEXT,
		.offset = AT(column),
		.help = "of the file"},
	{.key = "constant",
		.kind = JL_FIELD_TEXT,
		.offset = AT(constant),
		.help = "the same for every row"},
	{.key = "lower",
		.kind = JL_FIELD_BOOLEAN,
		.offset = AT(lower),
		.help = "to small letters, before values"},
	{.key = "as",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(as),
		.choices = as_words,
		.help = "of period: the month, quarter ... around a date"},
	{.key = "values",
		.kind = JL_FIELD_PAIRS,
		.offset = AT(values),
		.help = "what the words of the file mean: {\"RF\": "
			"\"delay-refund\"}"},
};
SHAPE(source_shape, "a column's source", source_fields);
#undef SELF

#define SELF jl_map_columns
#define COLUMN_HELP(name, text, member)                                        \
	{                                                                      \
		.key = name, .kind = JL_FIELD_OBJECT, .offset = AT(member),    \
		.flags = JL_SHORT, .shape = &source_shape, .help = text        \
	}
#define COLUMN(name, member) COLUMN_HELP(name, NULL, member)
static const struct jl_field columns_fields[] = {
	COLUMN_HELP("journey", "which journey the row is about", journey),
	COLUMN_HELP("occurred_at", "when: of a point, or where a span begins",
		occurred_at),
	COLUMN_HELP("until",
		"where a span or a total ends; that instant is outside", until),
	COLUMN_HELP("period",
		"instead of both: the period of a total, as 2026-09", period),
	COLUMN("stage", stage),
	COLUMN("step", step),
	COLUMN("to_step", to_step),
	COLUMN("channel", channel),
	COLUMN("to_channel", to_channel),
	COLUMN("function", function),
	COLUMN("to_function", to_function),
	COLUMN_HELP(
		"case", "of the customer's case; a pseudonym is kept", case_id),
	COLUMN_HELP("started_at", "of an event: when it began", started_at),
	COLUMN_HELP("deadline", "of an event: by when its case was promised",
		deadline),
	COLUMN_HELP("customer", "of an event; a pseudonym is kept", customer),
	COLUMN_HELP("reason", "of an event: why the customer came", reason),
	COLUMN_HELP("lifecycle",
		"of an event: start, suspend, resume, complete", lifecycle),
};
SHAPE(columns_shape, "a map's columns", columns_fields);
#undef COLUMN
#undef COLUMN_HELP
#undef SELF

#define SELF jl_map_measure
static const struct jl_field map_measure_fields[] = {
	{.key = "metric",
		.kind = JL_FIELD_ID,
		.offset = AT(metric),
		.flags = JL_REQUIRED,
		.refers = JL_REFERS_METRIC},
	{.key = "value",
		.kind = JL_FIELD_TEXT,
		.offset = AT(value),
		.help = "a column; none: the length of a span, or 1"},
	{.key = "n",
		.kind = JL_FIELD_TEXT,
		.offset = AT(n),
		.help = "a column; none: 1"},
	{.key = "unit",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(unit),
		.choices = duration_units,
		.help = "of durations in the file"},
};
SHAPE(map_measure_shape, "a map's measure", map_measure_fields);
#undef SELF

#define SELF jl_map
static const struct jl_field map_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "name", .kind = JL_FIELD_TEXT, .offset = AT(name)},
	{.key = "version",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(version),
		.flags = JL_REQUIRED,
		.help = "raise it when the meaning changes",
		.least = 1},
	{.key = "kind",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(kind),
		.choices = map_kinds,
		.help = "what a row is: measures, or an event of a case"},
	{.key = "format",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(format),
		.choices = formats},
	{.key = "encoding",
		.kind = JL_FIELD_TEXT,
		.offset = AT(encoding),
		.help = "as ISO-8859-1; none: UTF-8"},
	{.key = "delimiter",
		.kind = JL_FIELD_TEXT,
		.offset = AT(delimiter),
		.help = "one of , ; | or tab; none: found out"},
	{.key = "decimal",
		.kind = JL_FIELD_TEXT,
		.offset = AT(decimal),
		.help = "the decimal mark, as ,"},
	{.key = "thousands",
		.kind = JL_FIELD_TEXT,
		.offset = AT(thousands),
		.help = "the mark that groups thousands, as ."},
	{.key = "zone",
		.kind = JL_FIELD_TEXT,
		.offset = AT(zone),
		.help = "of times without an offset; none: the zone of the "
			"ledger"},
	{.key = "date_format",
		.kind = JL_FIELD_TEXT,
		.offset = AT(date_format),
		.help = "made of %d %m %b %Y %y %H %M %S %z, as %d.%m.%Y "
			"%H:%M"},
	{.key = "skip_lines",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(skip_lines),
		.help = "lines before the header"},
	{.key = "header_lines",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(header_lines),
		.help = "lines of the header, joined top-down (1)",
		.least = 1,
		.most = 10},
	{.key = "missing",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(missing),
		.flags = JL_SET,
		.help = "words that mean: not known"},
	{.key = "case_ids",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(case_ids),
		.choices = case_ids,
		.help = "none is not for events, which are of cases"},
	{.key = "columns",
		.kind = JL_FIELD_OBJECT,
		.offset = AT(columns),
		.flags = JL_REQUIRED,
		.shape = &columns_shape,
		.help = "a text stands for {\"column\": text}"},
	{.key = "measures",
		.kind = JL_FIELD_OBJECTS,
		.offset = AT(measures),
		.shape = &map_measure_shape,
		.help = "one for each metric in a row"},
	{.key = "activity",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(activity),
		.help = "of an event: the columns that say what was done"},
	{.key = "steps",
		.kind = JL_FIELD_PAIRS,
		.offset = AT(steps),
		.help = "the step of the journey that an activity is"},
	{.key = "ends",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(ends),
		.flags = JL_SET,
		.help = "activities with which a case is over; none: all are"},
	{.key = "lifecycle",
		.kind = JL_FIELD_TEXTS,
		.offset = AT(lifecycle),
		.flags = JL_SET,
		.help = "transitions that are read, as complete; none: all"},
	{.key = "abandoned_after",
		.kind = JL_FIELD_DURATION,
		.offset = AT(abandoned_after),
		.help = "a case without an end was given up after so long"},
	{.key = "repeat_within",
		.kind = JL_FIELD_DURATION,
		.offset = AT(repeat_within),
		.help = "a customer who comes again so soon, for the same "
			"reason, repeats"},
};
SHAPE(map_shape, "a map", map_fields);
#undef SELF

#define SELF jl_receipt
static const struct jl_field receipt_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "map",
		.kind = JL_FIELD_ID,
		.offset = AT(map),
		.flags = JL_REQUIRED},
	{.key = "map_version",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(map_version)},
	{.key = "source", .kind = JL_FIELD_TEXT, .offset = AT(source)},
	{.key = "source_sha256",
		.kind = JL_FIELD_TEXT,
		.offset = AT(source_sha256)},
	{.key = "rows",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(rows),
		.flags = JL_REQUIRED},
	{.key = "rejected", .kind = JL_FIELD_INTEGER, .offset = AT(rejected)},
	{.key = "rounded", .kind = JL_FIELD_INTEGER, .offset = AT(rounded)},
	{.key = "first",
		.kind = JL_FIELD_TEXT,
		.offset = AT(first),
		.flags = JL_REQUIRED},
	{.key = "last",
		.kind = JL_FIELD_TEXT,
		.offset = AT(last),
		.flags = JL_REQUIRED},
	{.key = "metrics",
		.kind = JL_FIELD_IDS,
		.offset = AT(metrics),
		.flags = JL_SET},
	{.key = "file",
		.kind = JL_FIELD_TEXT,
		.offset = AT(file),
		.flags = JL_REQUIRED},
	{.key = "batch_sha256",
		.kind = JL_FIELD_TEXT,
		.offset = AT(batch_sha256),
		.flags = JL_REQUIRED},
	{.key = "bytes", .kind = JL_FIELD_INTEGER, .offset = AT(bytes)},
	{.key = "kind",
		.kind = JL_FIELD_CHOICE,
		.offset = AT(kind),
		.choices = map_kinds},
	{.key = "cases", .kind = JL_FIELD_INTEGER, .offset = AT(cases)},
	{.key = "open_cases",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(open_cases)},
	{.key = "extract_end",
		.kind = JL_FIELD_TEXT,
		.offset = AT(extract_end)},
	{.key = "abandoned_after",
		.kind = JL_FIELD_DURATION,
		.offset = AT(abandoned_after)},
	{.key = "repeat_within",
		.kind = JL_FIELD_DURATION,
		.offset = AT(repeat_within)},
	{.key = "function_column",
		.kind = JL_FIELD_TEXT,
		.offset = AT(function_column)},
	{.key = "function_constant",
		.kind = JL_FIELD_TEXT,
		.offset = AT(function_constant)},
	{.key = "skipped", .kind = JL_FIELD_PAIRS, .offset = AT(skipped)},
	{.key = "oddities", .kind = JL_FIELD_PAIRS, .offset = AT(oddities)},
	{.key = "imported_at",
		.kind = JL_FIELD_TEXT,
		.offset = AT(imported_at)},
	{.key = "imported_by",
		.kind = JL_FIELD_TEXT,
		.offset = AT(imported_by)},
};
const struct jl_shape jl_receipt_shape = {"a receipt",
	sizeof(struct jl_receipt), receipt_fields, JL_COUNT(receipt_fields)};
#undef SELF

#define SELF jl_retraction
static const struct jl_field retraction_fields[] = {
	{.key = "id",
		.kind = JL_FIELD_ID,
		.offset = AT(id),
		.flags = JL_REQUIRED},
	{.key = "retracts",
		.kind = JL_FIELD_ID,
		.offset = AT(retracts),
		.flags = JL_REQUIRED},
	{.key = "reason", .kind = JL_FIELD_TEXT, .offset = AT(reason)},
	{.key = "retracted_at",
		.kind = JL_FIELD_TEXT,
		.offset = AT(retracted_at),
		.flags = JL_REQUIRED},
	{.key = "retracted_by",
		.kind = JL_FIELD_TEXT,
		.offset = AT(retracted_by),
		.flags = JL_REQUIRED},
};
const struct jl_shape jl_retraction_shape = {"a retraction",
	sizeof(struct jl_retraction), retraction_fields,
	JL_COUNT(retraction_fields)};
#undef SELF

const struct jl_kind_info jl_kinds[JL_KINDS] = {
	[JL_KIND_SETTINGS] = {"ledger", "", &settings_shape},
	[JL_KIND_PERSON] = {"person", "people", &person_shape},
	[JL_KIND_FUNCTION] = {"function", "functions", &function_shape},
	[JL_KIND_METRIC] = {"metric", "metrics", &metric_shape},
	[JL_KIND_JOURNEY] = {"journey", "journeys", &journey_shape},
	[JL_KIND_MAP] = {"map", "maps", &map_shape},
};

const char *const jl_definition_paths[JL_DEFINITION_PATHS] = {
	"ledger.json", "people", "functions", "metrics", "journeys", "maps"};

const struct jl_role jl_roles[JL_ROLES] = {
	{"owner", "owners", JL_KIND_JOURNEY},
	{"deputy", "deputies", JL_KIND_JOURNEY},
	{"sponsor", "sponsors", JL_KIND_JOURNEY},
	{"head", "heads", JL_KIND_FUNCTION},
};

const struct jl_role *jl_role_named(enum jl_kind kind, const char *word)
{
	for (size_t i = 0; i < JL_ROLES; i++)
		if (jl_roles[i].kind == kind &&
			strcmp(jl_roles[i].word, word) == 0)
			return &jl_roles[i];
	return NULL;
}

enum jl_kind jl_kind_referred(enum jl_reference refers)
{
	switch (refers) {
	case JL_REFERS_PERSON:
		return JL_KIND_PERSON;
	case JL_REFERS_FUNCTION:
		return JL_KIND_FUNCTION;
	case JL_REFERS_METRIC:
		return JL_KIND_METRIC;
	case JL_REFERS_JOURNEY:
		return JL_KIND_JOURNEY;
	default:
		return JL_KINDS;
	}
}

enum jl_kind jl_kind_named(const char *word, size_t len)
{
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++)
		if ((strlen(jl_kinds[kind].name) == len &&
			    strncmp(jl_kinds[kind].name, word, len) == 0) ||
			(strlen(jl_kinds[kind].folder) == len &&
				strncmp(jl_kinds[kind].folder, word, len) == 0))
			return (enum jl_kind)kind;
	return JL_KINDS;
}

const char *jl_kind_nearest(const char *word)
{
	const char *names[2 * JL_KINDS];
	size_t n = 0;

	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++) {
		names[n++] = jl_kinds[kind].name;
		names[n++] = jl_kinds[kind].folder;
	}
	return jl_nearest(word, names, n);
}

int jl_fiscal_start(const struct jl_settings *settings)
{
	return settings->fiscal_year_start ? (int)settings->fiscal_year_start
					   : 1;
}

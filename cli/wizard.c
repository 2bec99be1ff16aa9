/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A table of questions a kind, and what an answer must be by its shape. */
#include "cli/wizard.h"

#include "cli/ask.h"
#include "cli/assign.h"

#include <stdlib.h>
#include <string.h>

/* "since" is the option, anything else a key. */
struct question {
	const char *key, *words;
	const char *fallback; /* NULL: may stay empty, and is left out then */
};

static const struct question of_person[] = {
	{"function", "Which function is it in (an id, or nothing)?", NULL},
};
static const struct question of_function[] = {
	{"kind", "Is it a function, business-unit, vendor or partner?",
		"function"},
	{"head", "Who heads it (a person's id, or nothing)?", NULL},
	{"since", "From which day?", NULL},
};
static const struct question of_metric[] = {
	{"kind", "What kind of friction does it measure?", "complaint"},
	{"unit", "In which unit (count, share, s, points, money)?", "count"},
	{"direction", "Which way is better?", "lower-is-better"},
	{"viewpoint", "Seen from outside-in (the customer) or inside-out?",
		"outside-in"},
};
static const struct question of_journey[] = {
	{"customer_goal", "What does the customer want to reach?", NULL},
	{"owner",
		"Who owns it, the one accountable person (an id, or nothing)?",
		NULL},
	{"deputy", "Who stands in for the owner?", NULL},
	{"sponsor", "Who answers for it while nobody owns it?", NULL},
	{"since", "From which day are they in charge?", NULL},
	{"stages", "Which stages has it (in order, as: Claim, Decide, Pay)?",
		NULL},
};
static const struct question of_map[] = {
	{"metric", "Which metric does the file measure?", "complaint"},
	{"value", "Which column has the number (nothing: a row counts one)?",
		NULL},
	{"columns.journey", "Which column has the journey's id?", "journey"},
	{"columns.occurred_at", "Which column has the date?", "date"},
};

static const struct {
	const struct question *v;
	size_t n;
	const char *name; /* how the name is asked for */
} questions[JL_KINDS] = {
	[JL_KIND_PERSON] = {of_person, JL_COUNT(of_person), "The full name?"},
	[JL_KIND_FUNCTION] = {of_function, JL_COUNT(of_function),
		"What is it called?"},
	[JL_KIND_METRIC] = {of_metric, JL_COUNT(of_metric),
		"What is it called?"},
	[JL_KIND_JOURNEY] = {of_journey, JL_COUNT(of_journey),
		"What does the customer call it?"},
	[JL_KIND_MAP] = {of_map, JL_COUNT(of_map), "What is it called?"},
};

/* ---- what is wanted ---- */

static struct jl_wanted *add_wanted(
	struct jl_wizard *w, enum jl_kind kind, const char *id)
{
	JL_GROW(w->v, w->n, w->cap);
	w->v[w->n] = (struct jl_wanted){.kind = kind, .id = jl_xstrdup(id)};
	return &w->v[w->n++];
}

static void add_operand(
	struct jl_wanted *wanted, const char *key, const char *value)
{
	JL_GROW(wanted->operands, wanted->n, wanted->cap);
	wanted->operands[wanted->n++] = jl_xasprintf("%s=%s", key, value);
}

static void release_wanted(struct jl_wanted *wanted)
{
	for (size_t i = 0; i < wanted->n; i++)
		free(wanted->operands[i]);
	free(wanted->operands);
	free(wanted->id);
}

void jl_wizard_release(struct jl_wizard *w)
{
	for (size_t i = 0; i < w->n; i++)
		release_wanted(&w->v[i]);
	free(w->v);
	memset(w, 0, sizeof(*w));
}

static bool is_wanted(
	const struct jl_wizard *w, enum jl_kind kind, const char *id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].kind == kind && strcmp(w->v[i].id, id) == 0)
			return true;
	return false;
}

/* ---- asking ---- */

struct asking {
	struct jl_ctx *ctx;
	struct jl_wizard *wizard;
	enum jl_kind kind;
	bool has_role; /* somebody was named: from which day? */
};

/* The kind that the answer names a definition of, or JL_KINDS. */
static enum jl_kind refers_to(const struct asking *a, const char *key)
{
	static const char *const people[] = {
		"owner", "deputy", "sponsor", "head"};
	const struct jl_field *field =
		jl_shape_field(jl_kinds[a->kind].shape, key);

	for (size_t i = 0; i < JL_COUNT(people); i++)
		if (strcmp(people[i], key) == 0)
			return JL_KIND_PERSON;
	return field && field->refers == JL_REFERS_FUNCTION ? JL_KIND_FUNCTION
							    : JL_KINDS;
}

static void complain(struct jl_ctx *ctx, const char *sentence)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, sentence);
	fprintf(ctx->err, "  %s\n", jl_str_text(&harmless));
	jl_str_release(&harmless);
}

/* The id that may be meant: recorded, or about to be made; or NULL. */
static const char *nearest(
	const struct asking *a, enum jl_kind kind, const char *word)
{
	const char *near = jl_ledger_nearest(a->ctx->ledger, kind, word);

	for (size_t i = 0; !near && i < a->wizard->n; i++) {
		const char *id = a->wizard->v[i].id;

		if (a->wizard->v[i].kind == kind)
			near = jl_nearest(word, &id, 1);
	}
	return near;
}

/* One who is not there yet is made on the way. 1: the answer will do. */
static int check_reference(
	struct asking *a, enum jl_kind kind, const char *answer)
{
	struct jl_ctx *ctx = a->ctx;
	const char *near;
	char *question, *name;
	int rc;

	if (jl_is_in_work_tree(ctx, kind, answer) ||
		is_wanted(a->wizard, kind, answer))
		return 1;
	if (!jl_is_id(answer)) {
		complain(ctx, "that is not an id: small letters, digits, dots "
			      "and dashes, as ana.ruiz");
		return 0;
	}
	near = nearest(a, kind, answer);
	question = jl_xasprintf(
		"  There is no %s %s yet%s%s%s. Its name, to make one "
		"(or nothing):",
		jl_kinds[kind].name, answer, near ? " (did you mean " : "",
		near ? near : "", near ? "?)" : "");
	rc = jl_ask(ctx, question, NULL, &name);
	free(question);
	if (rc < 0 || !*name) {
		if (rc == 0)
			free(name);
		return rc;
	}
	add_operand(add_wanted(a->wizard, kind, answer), "name", name);
	free(name);
	return 1;
}

static int check_choice(
	struct asking *a, const struct jl_field *field, const char *answer)
{
	struct jl_str words = JL_STR_INIT;
	bool is_one = false;

	jl_str_add(&words, "that is none of:");
	for (size_t i = 0; field->choices[i]; i++) {
		is_one = is_one || strcmp(field->choices[i], answer) == 0;
		jl_str_addf(&words, " %s", field->choices[i]);
	}
	if (!is_one)
		complain(a->ctx, jl_str_text(&words));
	jl_str_release(&words);
	return is_one;
}

/* 1 when the answer will do; 0 to ask again; < 0 to stop. */
static int check(struct asking *a, const char *key, const char *answer)
{
	const struct jl_field *field =
		jl_shape_field(jl_kinds[a->kind].shape, key);
	enum jl_kind kind = refers_to(a, key);
	struct jl_error err;

	if (jl_utf8_valid_len(answer, strlen(answer)) < strlen(answer)) {
		complain(a->ctx, "that is not UTF-8");
		return 0;
	}
	if (kind != JL_KINDS)
		return check_reference(a, kind, answer);
	if (field && field->kind == JL_FIELD_CHOICE)
		return check_choice(a, field, answer);
	if (strcmp(key, "since") != 0)
		return 1;
	if (jl_day_parse(answer, &a->wizard->since, &err) == 0)
		return 1;
	complain(a->ctx, err.message);
	return 0;
}

/* *answer is "" when the question may stay open and does; yours to free. */
static int ask_key(struct asking *a, const char *key, const char *words,
	const char *fallback, char **answer)
{
	int rc;

	do {
		rc = jl_ask(a->ctx, words, fallback, answer);
		if (rc < 0)
			return rc;
		rc = **answer ? check(a, key, *answer) : 1;
		if (rc <= 0)
			free(*answer);
	} while (rc == 0);
	return rc < 0 ? rc : 0;
}

static int ask_keys(struct asking *a, struct jl_wanted *wanted)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < questions[a->kind].n; i++) {
		const struct question *q = &questions[a->kind].v[i];
		bool is_since = strcmp(q->key, "since") == 0;
		char day[JL_DAY_TEXT], *answer;

		if (is_since && !a->has_role)
			continue;
		rc = ask_key(a, q->key, q->words,
			is_since ? jl_day_format(a->wizard->since, day)
				 : q->fallback,
			&answer);
		if (rc < 0)
			break;
		if (refers_to(a, q->key) == JL_KIND_PERSON && *answer)
			a->has_role = true;
		if (*answer && !is_since)
			add_operand(wanted, q->key, answer);
		free(answer);
	}
	return rc;
}

static int ask_kind(struct asking *a)
{
	char *answer;
	int rc;

	while (a->kind == JL_KINDS) {
		rc = jl_ask(a->ctx,
			"What shall it be (journey, person, function, metric, "
			"map)?",
			"journey", &answer);
		if (rc < 0)
			return rc;
		a->kind = jl_kind_named(answer, strlen(answer));
		if (a->kind == JL_KINDS)
			complain(a->ctx, "that is none of them");
		free(answer);
	}
	return 0;
}

/* An id that is free. */
static int ask_id(struct asking *a, const char *name, char **id)
{
	char *fallback = jl_slug(name, a->kind == JL_KIND_PERSON ? '.' : '-');
	char *question = jl_xasprintf("The id of the %s, which never changes?",
		jl_kinds[a->kind].name);
	bool is_free = false;
	int rc = 0;

	while (rc == 0 && !is_free) {
		rc = jl_ask(a->ctx, question, *fallback ? fallback : NULL, id);
		if (rc < 0)
			break;
		is_free = jl_is_id(*id) &&
			  !jl_is_in_work_tree(a->ctx, a->kind, *id);
		if (!is_free)
			complain(a->ctx,
				jl_is_id(*id)
					? "there is one with this id already; "
					  "ids are never used again"
					: "that is not an id: up to 64 small "
					  "letters, digits, dots and dashes");
		if (!is_free)
			free(*id);
	}
	free(question);
	free(fallback);
	return rc;
}

int jl_wizard_ask(struct jl_ctx *ctx, enum jl_kind kind, const char *id,
	int32_t since, struct jl_wizard *wizard)
{
	struct asking a = {.ctx = ctx, .wizard = wizard, .kind = kind};
	struct jl_wanted wanted = {0};
	char *name = NULL;
	int rc;

	wizard->since = since;
	rc = ask_kind(&a);
	if (rc == 0)
		rc = ask_key(&a, "name", questions[a.kind].name, id, &name);
	if (rc < 0)
		return rc;
	if (*name)
		add_operand(&wanted, "name", name);
	wanted.kind = a.kind;
	if (id)
		wanted.id = jl_xstrdup(id);
	else
		rc = ask_id(&a, name, &wanted.id);
	if (rc == 0)
		rc = ask_keys(&a, &wanted);
	free(name);
	if (rc < 0) {
		release_wanted(&wanted);
		return rc;
	}
	/* Behind those that it refers to. */
	JL_GROW(wizard->v, wizard->n, wizard->cap);
	wizard->v[wizard->n++] = wanted;
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A table of questions a kind, and what an answer must be by its shape. */
#include "cli/wizard.h"

#include "cli/ask.h"
#include "cli/target.h"

#include <stdlib.h>
#include <string.h>

/* "since" is the option, anything else a key. */
struct question {
	const char *key, *words;
	const char *fallback; /* NULL: may stay empty, and is left out then */
};

static const struct question of_person[] = {
	{"function", "In which function (? lists them; or nothing)?", NULL},
};
static const struct question of_function[] = {
	{"kind", "Is it a function, business-unit, vendor or partner?",
		"function"},
	{"head", "Who heads it (? lists people; or nothing)?", NULL},
	{"since", "From which day?", NULL},
};
static const struct question of_metric[] = {
	{"kind", "What kind of friction does it measure (? lists them)?",
		"complaint"},
	{"unit", "In which unit (count, share, s, points, money)?", "count"},
	{"direction",
		"Which way is better (lower-is-better, higher-is-better, "
		"neutral)?",
		"lower-is-better"},
	{"viewpoint",
		"Seen outside-in, as the customer meets it, or inside-out?",
		"outside-in"},
};
static const struct question of_journey[] = {
	{"customer_goal",
		"What does the customer want to achieve (or nothing)?", NULL},
	{"owner",
		"Who owns it, the one accountable person (? lists people; or "
		"nothing)?",
		NULL},
	{"deputy", "Who stands in for the owner (or nothing)?", NULL},
	{"sponsor", "Who answers for it while nobody owns it (or nothing)?",
		NULL},
	{"since", "From which day are they in charge?", NULL},
	{"stages",
		"What are its stages, in order (as: Claim, Decide, Pay; or "
		"nothing)?",
		NULL},
};
static const struct question of_map[] = {
	{"metric", "Which metric does the file measure (? lists them)?",
		"complaint"},
	{"value", "Which column has the number (or nothing: a row counts one)?",
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

/* The field that the key fills in, or NULL: a map's questions are about its
 * one measure too. */
static const struct jl_field *field_of(const struct asking *a, const char *key)
{
	const struct jl_shape *shape = jl_kinds[a->kind].shape;
	const struct jl_field *field = jl_shape_field(shape, key);

	if (!field && a->kind == JL_KIND_MAP)
		field = jl_shape_field(
			jl_shape_field(shape, "measures")->shape, key);
	return field;
}

/* The kind that the answer names a definition of, or JL_KINDS. */
static enum jl_kind refers_to(const struct asking *a, const char *key)
{
	const struct jl_field *field = field_of(a, key);

	if (jl_role_named(a->kind, key))
		return JL_KIND_PERSON;
	return field ? jl_kind_referred(field->refers) : JL_KINDS;
}

static void complain(struct jl_ctx *ctx, const char *sentence)
{
	fputs("  ", ctx->err);
	jl_put_harmless(ctx->err, sentence);
	fputc('\n', ctx->err);
}

/* ---- answers that name a definition ---- */

static void list_one(struct jl_ctx *ctx, const char *id, const char *name)
{
	fprintf(ctx->err, "  %-20s ", id);
	jl_put_harmless(ctx->err, name);
	fputc('\n', ctx->err);
}

/* What is recorded, and what is about to be made. */
static void list_all(struct asking *a, enum jl_kind kind)
{
	const struct jl_ledger *ledger = a->ctx->ledger;

	for (size_t i = 0; i < jl_ledger_count(ledger, kind); i++)
		list_one(a->ctx, jl_ledger_id(ledger, kind, i),
			jl_ledger_name(ledger, kind, i));
	for (size_t i = 0; i < a->wizard->n; i++)
		if (a->wizard->v[i].kind == kind)
			list_one(a->ctx, a->wizard->v[i].id, "(new)");
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

/* The id of the one definition that has this name, or NULL. */
static const char *id_of_name(
	const struct asking *a, enum jl_kind kind, const char *name)
{
	const struct jl_ledger *ledger = a->ctx->ledger;
	const char *found = NULL;

	for (size_t i = 0; i < jl_ledger_count(ledger, kind); i++)
		if (strcmp(jl_ledger_name(ledger, kind, i), name) == 0) {
			if (found)
				return NULL;
			found = jl_ledger_id(ledger, kind, i);
		}
	return found;
}

/* What cannot be seen now is said when it is written. */
static bool is_there(const struct asking *a, enum jl_kind kind, const char *id)
{
	bool is;

	return jl_is_in_work_tree(a->ctx, kind, id, &is) == 0 && is;
}

static bool is_known(const struct asking *a, enum jl_kind kind, const char *id)
{
	return is_there(a, kind, id) || is_wanted(a->wizard, kind, id) ||
	       (kind == JL_KIND_METRIC && jl_ledger_metric(a->ctx->ledger, id));
}

/* One who is not there yet is made on the way. 1: the answer will do. */
static int make_on_the_way(struct asking *a, enum jl_kind kind, const char *id)
{
	const char *near = nearest(a, kind, id);
	char *name = NULL,
	     *question = jl_xasprintf("  There is no %s %s yet%s%s%s. %s, to "
				      "make one (or nothing):",
		     jl_kinds[kind].name, id, near ? " (did you mean " : "",
		     near ? near : "", near ? "?)" : "",
		     kind == JL_KIND_PERSON ? "Full name" : "Name");
	int rc = jl_ask(a->ctx, question, NULL, &name);

	free(question);
	if (rc == 0 && *name) {
		add_operand(add_wanted(a->wizard, kind, id), "name", name);
		rc = 1;
	}
	free(name);
	return rc;
}

/* A name in the place of an id is taken for it. */
static int check_reference(struct asking *a, enum jl_kind kind, char **answer)
{
	const char *id = id_of_name(a, kind, *answer);

	if (strcmp(*answer, "?") == 0) {
		list_all(a, kind);
		return 0;
	}
	if (strcmp(*answer, "nobody") == 0) {
		**answer = '\0';
		return 1;
	}
	if (is_known(a, kind, *answer))
		return 1;
	if (id) {
		char *given = *answer;

		*answer = jl_xstrdup(id);
		free(given);
		return 1;
	}
	if (!jl_is_id(*answer) || kind == JL_KIND_METRIC) {
		complain(a->ctx, jl_is_id(*answer)
					 ? "there is none of this id"
					 : "that is not an id: small letters, "
					   "digits, dots and dashes");
		return 0;
	}
	return make_on_the_way(a, kind, *answer);
}

/* ---- other answers ---- */

static int check_choice(
	struct asking *a, const struct jl_field *field, const char *answer)
{
	FILE *out = a->ctx->err;

	for (size_t i = 0; field->choices[i]; i++)
		if (strcmp(field->choices[i], answer) == 0)
			return 1;
	fputs(strcmp(answer, "?") == 0 ? "  It is one of:\n"
				       : "  that is none of:\n",
		out);
	for (size_t i = 0; field->choices[i]; i++)
		fprintf(out, "    %s\n", field->choices[i]);
	return 0;
}

/* 1 when the answer will do; 0 to ask again; < 0 to stop. */
static int check(struct asking *a, const char *key, char **answer)
{
	const struct jl_field *field = field_of(a, key);
	enum jl_kind kind = refers_to(a, key);
	struct jl_error err;

	if (jl_utf8_valid_len(*answer, strlen(*answer)) < strlen(*answer)) {
		complain(a->ctx, "that is not UTF-8");
		return 0;
	}
	if (kind != JL_KINDS)
		return check_reference(a, kind, answer);
	if (field && field->kind == JL_FIELD_CHOICE)
		return check_choice(a, field, *answer);
	if (strcmp(key, "since") != 0)
		return 1;
	if (jl_day_parse(*answer, &a->wizard->since, &err) == 0)
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
		rc = **answer ? check(a, key, answer) : 1;
		if (rc <= 0) {
			free(*answer);
			*answer = NULL;
		}
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

/* What the id may be by the name; NULL when that is none, or taken. */
static char *free_id(struct asking *a, const char *name)
{
	char *id = jl_slug(name, a->kind == JL_KIND_PERSON ? '.' : '-');

	if (*id && !is_there(a, a->kind, id))
		return id;
	free(id);
	return NULL;
}

static int ask_id(struct asking *a, const char *name, char **id)
{
	char *fallback = free_id(a, name), *answer;
	char *question = jl_xasprintf("The id of the %s, which never changes?",
		jl_kinds[a->kind].name);
	int rc = 0;

	while (rc == 0 && !*id) {
		rc = jl_ask(a->ctx, question, fallback, &answer);
		if (rc < 0)
			break;
		if (!jl_is_id(answer))
			complain(a->ctx, "that is not an id: up to 64 small "
					 "letters, digits, dots and dashes");
		else if (is_there(a, a->kind, answer))
			complain(a->ctx, "there is one with this id already; "
					 "ids are never used again");
		else
			*id = jl_xstrdup(answer);
		free(answer);
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

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Each role (case, activity, ...) takes the column whose name says it best and
 * whose values may be it. A second look at a file that is not too long tells
 * with which activities cases end.
 */
#include "journeys/suggest.h"

#include "core/datepattern.h"
#include "core/hash.h"
#include "journeys/cells.h"
#include "journeys/event.h"
#include "journeys/profile.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum role {
	CASE,
	ACTIVITY,
	OCCURRED_AT,
	STARTED_AT,
	DEADLINE,
	FUNCTION,
	CHANNEL,
	CUSTOMER,
	REASON,
	LIFECYCLE,
	ROLES,
};

/* What a role's values must look like. */
enum content { WORDS, TIMES, FEW_WORDS };

/* Names in small letters, parted by bars, the best first; a name is met by a
 * column that is called so, or has it as a word. */
static const struct {
	const char *key, *names;
	enum content content;
} roles[ROLES] = {
	[CASE] = {"case",
		"case:concept:name|case|case id|caseid|case key|ticket|"
		"claim|incident|request|order|application|matter|number|"
		"reference|id|no|nr",
		WORDS},
	[ACTIVITY] = {"activity",
		"concept:name|activity|action|activity name|event|task|step|"
		"operation|status|state|what",
		FEW_WORDS},
	[OCCURRED_AT] = {"occurred_at",
		"time:timestamp|timestamp|occurred at|complete timestamp|"
		"complete|completed|end timestamp|ended|finished|done|closed|"
		"end|time|datetime|date|at|when|created",
		TIMES},
	[STARTED_AT] = {"started_at",
		"start timestamp|started at|start time|start|started|begin|"
		"began",
		TIMES},
	[DEADLINE] = {"deadline",
		"case:deadline|deadline|due|due date|promised|promise|sla|"
		"target date",
		TIMES},
	[FUNCTION] = {"function",
		"org:group|org:role|function|team|group|department|unit|queue|"
		"role",
		FEW_WORDS},
	[CHANNEL] = {"channel", "case:channel|channel|medium|via|source",
		FEW_WORDS},
	[CUSTOMER] = {"customer",
		"customer|customer id|client|client id|account|subscriber|"
		"passenger|patient",
		WORDS},
	[REASON] = {"reason", "reason|topic|category|cause|subject", FEW_WORDS},
	[LIFECYCLE] = {"lifecycle", "lifecycle:transition|lifecycle|transition",
		FEW_WORDS},
};

/* Words of files for "not known". */
static const char *const not_known[] = {"-", "?", "EMPTY", "MISSING", "N/A",
	"NA", "NULL", "NaN", "None", "UNDEFINED", "UNKNOWN", "empty", "missing",
	"n/a", "nan", "none", "null", "undefined", "unknown"};

/* What customers' words for channels mean, besides the channels' own names. */
static const struct {
	const char *word, *channel;
} channel_words[] = {{"e-mail", "email"}, {"telephone", "phone"},
	{"call", "phone"}, {"internet", "web"}, {"website", "web"},
	{"online", "web"}, {"letter", "post"}, {"shop", "store"},
	{"branch", "store"}, {"mobile-app", "app"}, {"bot", "chatbot"},
	{"social-media", "social"}, {"live-chat", "chat"}};

/* ---- which column is what ---- */

struct look {
	const struct jl_ledger *ledger;
	const char *path;
	struct jl_table_options options;
	struct jl_profile profile;
	const struct jl_column_profile *columns[ROLES];
	size_t numbers[ROLES]; /* of the columns, in the table */
	const struct jl_journey *journey;
	struct jl_names ends;
	struct jl_suggestion *out;
};

/* As roles are named: small letters, words parted by one space. */
static char *plain_name(const char *name)
{
	struct jl_str s = JL_STR_INIT;

	if (strchr(name, ':'))
		return jl_xstrdup(name);
	for (const char *p = name; *p; p++) {
		bool is_upper = *p >= 'A' && *p <= 'Z';

		if (*p == '_' || *p == '-' || *p == '.' || *p == ' ')
			jl_str_addc(&s, ' ');
		else if (is_upper && p > name && p[-1] >= 'a' && p[-1] <= 'z')
			jl_str_addf(&s, " %c", *p + 32);
		else
			jl_str_addc(&s, is_upper ? (char)(*p + 32) : *p);
	}
	return jl_str_detach(&s);
}

static bool has_word(const char *text, const char *word, size_t len)
{
	const char *at = text;

	while (at) {
		if (strncmp(at, word, len) == 0 &&
			(at[len] == '\0' || at[len] == ' '))
			return true;
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	return false;
}

/* How well the name says the role: the less the better; -1: not. */
static int distance_of(const char *name, enum role role)
{
	const char *p = roles[role].names;
	int best = -1;

	for (int place = 0; *p; place++) {
		size_t len = strcspn(p, "|");

		if (strlen(name) == len && strncmp(name, p, len) == 0)
			best = best < 0 || place < best ? place : best;
		else if (has_word(name, p, len) &&
			 (best < 0 || place + 100 < best))
			best = place + 100;
		p += len + (p[len] == '|');
	}
	return best;
}

/* Of a column of the case in XES, "case:no", what comes behind counts too. */
static int distance(const char *column, enum role role)
{
	static const char of_case[] = "case:";
	char *name = plain_name(column);
	int best = distance_of(name, role);

	if (best < 0 && strncmp(name, of_case, strlen(of_case)) == 0)
		best = distance_of(name + strlen(of_case), role);
	free(name);
	return best;
}

static bool may_be(const struct jl_column_profile *c, enum content content)
{
	bool is_time = jl_profile_notation(c) >= 0;

	if (c->filled == 0)
		return false;
	if (content == TIMES)
		return is_time;
	if (content == FEW_WORDS)
		return !is_time && !c->has_more && c->numbers < c->filled;
	return !is_time;
}

static bool is_taken(const struct look *l, const struct jl_column_profile *c)
{
	for (int i = 0; i < ROLES; i++)
		if (l->columns[i] == c)
			return true;
	return false;
}

/* Two columns of one name cannot be told apart by a map. */
static bool is_twice(const struct look *l, const struct jl_column_profile *c)
{
	size_t n = 0;

	for (size_t i = 0; i < l->profile.n; i++)
		n += strcmp(l->profile.v[i]->name, c->name) == 0;
	return n > 1;
}

static void choose(struct look *l, enum role role)
{
	int best = -1;

	for (size_t i = 0; i < l->profile.n; i++) {
		const struct jl_column_profile *c = l->profile.v[i];
		int d = distance(c->name, role);

		if (d < 0 || (best >= 0 && d >= best) || is_taken(l, c) ||
			!may_be(c, roles[role].content) || is_twice(l, c))
			continue;
		best = d;
		l->columns[role] = c;
		l->numbers[role] = i;
	}
}

/* Where no name says it: the only one whose values may be it. */
static void choose_only(struct look *l, enum role role)
{
	size_t found = 0;

	if (l->columns[role])
		return;
	for (size_t i = 0; i < l->profile.n; i++) {
		const struct jl_column_profile *c = l->profile.v[i];

		if (is_taken(l, c) || !may_be(c, roles[role].content) ||
			is_twice(l, c))
			continue;
		found++;
		l->columns[role] = c;
		l->numbers[role] = i;
	}
	if (found != 1)
		l->columns[role] = NULL;
}

static int choose_all(struct look *l, struct jl_error *err)
{
	static const enum role order[] = {STARTED_AT, DEADLINE, OCCURRED_AT,
		CASE, ACTIVITY, LIFECYCLE, FUNCTION, CHANNEL, CUSTOMER, REASON};
	static const enum role needed[] = {OCCURRED_AT, CASE, ACTIVITY};

	for (size_t i = 0; i < JL_COUNT(order); i++)
		choose(l, order[i]);
	for (size_t i = 0; i < JL_COUNT(needed); i++) {
		choose_only(l, needed[i]);
		if (!l->columns[needed[i]])
			return jl_fail(err, JL_EINVALID,
				"%.200s: no column looks like the %s of an "
				"event; 'jledger help map' says how a map is "
				"written by hand",
				l->path,
				needed[i] == OCCURRED_AT
					? "time"
					: roles[needed[i]].key);
	}
	return 0;
}

/* ---- with what cases end ---- */

struct case_end {
	UT_hash_handle hh;
	int64_t at; /* of the last event */
	uint32_t activity;
	char key[];
};

struct second_look {
	const struct look *l;
	struct jl_names activities;
	struct case_end *cases;
};

static bool read_time(const struct jl_slice *cell, int notation, int64_t *at)
{
	struct jl_civil civil;
	bool has_offset = false;
	int offset_s = 0;

	if (!jl_time_by_pattern(cell->text, cell->len,
		    jl_time_notations[notation], &civil, &has_offset,
		    &offset_s))
		return false;
	*at = jl_instant_from_civil(&civil, has_offset ? offset_s : 0);
	return true;
}

static void see_event(struct second_look *s, const struct jl_table *table)
{
	const struct look *l = s->l;
	struct jl_slice id =
		jl_trimmed(jl_table_cell(table, (int)l->numbers[CASE]));
	struct jl_slice activity =
		jl_trimmed(jl_table_cell(table, (int)l->numbers[ACTIVITY]));
	struct jl_slice time =
		jl_trimmed(jl_table_cell(table, (int)l->numbers[OCCURRED_AT]));
	struct case_end *c;
	int64_t at;

	if (id.len == 0 || activity.len == 0 ||
		!read_time(&time, jl_profile_notation(l->columns[OCCURRED_AT]),
			&at))
		return;
	HASH_FIND(hh, s->cases, id.text, id.len, c);
	if (!c) {
		c = jl_xcalloc(1, sizeof(*c) + id.len + 1);
		memcpy(c->key, id.text, id.len);
		c->at = INT64_MIN;
		HASH_ADD_KEYPTR(hh, s->cases, c->key, id.len, c);
	}
	if (at >= c->at) {
		c->at = at;
		c->activity = jl_names_number(
			&s->activities, activity.text, activity.len);
	}
}

/* An activity with which one case in fifty ends at least, and after which
 * nothing comes in most cases that have it. */
static void settle_ends(struct look *l, struct second_look *s)
{
	const struct jl_column_profile *activity = l->columns[ACTIVITY];
	uint64_t *last = jl_xcalloc(s->activities.n, sizeof(*last));
	uint64_t cases = HASH_COUNT(s->cases), covered = 0;
	struct case_end *c, *next;

	HASH_ITER (hh, s->cases, c, next)
		last[c->activity]++;
	for (uint32_t i = 0; i < s->activities.n; i++) {
		size_t len;
		const char *text = jl_names_text(&s->activities, i, &len);
		uint32_t number;
		uint64_t all =
			jl_names_find(&activity->values, text, len, &number)
				? activity->counts[number]
				: 0;

		if (last[i] * 50 < cases || last[i] * 2 < all)
			continue;
		jl_names_number(&l->ends, text, len);
		covered += last[i];
	}
	/* When most cases end otherwise, it is not known what ends one. */
	if (covered * 5 < cases * 4)
		jl_names_release(&l->ends);
	free(last);
}

static int look_again(struct look *l, struct jl_error *err)
{
	struct second_look s = {.l = l};
	struct jl_table *table = NULL;
	struct case_end *c, *next;
	int rc = jl_table_open(l->path, &l->options, &table, err);

	while (rc == 0 && (rc = jl_table_next(table, err)) > 0) {
		rc = 0;
		if (!jl_table_problem(table) &&
			(size_t)jl_table_n(table) > l->numbers[CASE] &&
			(size_t)jl_table_n(table) > l->numbers[ACTIVITY] &&
			(size_t)jl_table_n(table) > l->numbers[OCCURRED_AT])
			see_event(&s, table);
	}
	if (rc == 0)
		settle_ends(l, &s);
	HASH_ITER (hh, s.cases, c, next) {
		HASH_DEL(s.cases, c);
		free(c);
	}
	jl_names_release(&s.activities);
	jl_table_close(table);
	return rc;
}

/* ---- the journey and its steps ---- */

static bool is_alike(const char *word, const char *id, const char *name)
{
	char *slug = jl_slug(word, '-');
	char *of_name = name ? jl_slug(name, '-') : NULL;
	bool alike = (id && strcmp(slug, id) == 0) ||
		     (of_name && *slug && strcmp(slug, of_name) == 0);

	free(slug);
	free(of_name);
	return alike;
}

/* The step that the activity is by its id or name, or NULL. */
static const char *step_of(
	const struct jl_journey *journey, const char *activity)
{
	for (size_t i = 0; i < journey->stages.n; i++)
		for (size_t k = 0; k < journey->stages.v[i].steps.n; k++) {
			const struct jl_journey_step *s =
				&journey->stages.v[i].steps.v[k];

			if (s->id && is_alike(activity, s->id, s->name))
				return s->id;
		}
	return NULL;
}

/* The journey that has most of the activities as steps; else the only one. */
static void choose_journey(struct look *l)
{
	const struct jl_names *activities = &l->columns[ACTIVITY]->values;
	size_t n = jl_ledger_count(l->ledger, JL_KIND_JOURNEY), best = 0;

	for (size_t i = 0; i < n; i++) {
		const struct jl_journey *j =
			jl_ledger_nth_journey(l->ledger, i);
		size_t met = 0;

		for (uint32_t k = 0; k < activities->n; k++)
			met += step_of(j, jl_names_text(activities, k, NULL)) !=
			       NULL;
		if (met > best || n == 1) {
			best = met;
			l->journey = j;
		}
	}
}

/* ---- the text ---- */

static bool is_not_known(const char *word)
{
	for (size_t i = 0; i < JL_COUNT(not_known); i++)
		if (strcmp(word, not_known[i]) == 0)
			return true;
	return false;
}

static const char *function_of(const struct jl_ledger *ledger, const char *word)
{
	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_FUNCTION); i++) {
		const struct jl_function *f =
			jl_ledger_nth(ledger, JL_KIND_FUNCTION, i);

		if (f->id && is_alike(word, f->id, f->name))
			return f->id;
	}
	return NULL;
}

static const char *channel_of(const char *word)
{
	char *slug = jl_slug(word, '-');
	const char *found = NULL;

	for (size_t i = 0; jl_channels[i]; i++)
		if (strcmp(slug, jl_channels[i]) == 0)
			found = jl_channels[i];
	for (size_t i = 0; i < JL_COUNT(channel_words); i++)
		if (strcmp(slug, channel_words[i].word) == 0)
			found = channel_words[i].channel;
	free(slug);
	return found;
}

/* "key": "value" pairs of an object, in the order of the values. */
struct pairs {
	struct jl_str text;
	bool differs; /* some value is not its own meaning */
};

static void add_pair(struct pairs *p, const char *key, const char *value)
{
	jl_str_add(&p->text, p->text.len ? ", " : "");
	jl_json_add_string(&p->text, key);
	jl_str_add(&p->text, ": ");
	jl_json_add_string(&p->text, value);
	p->differs = p->differs || strcmp(key, value) != 0;
}

static void add_column(
	struct look *l, enum role role, const struct pairs *values)
{
	struct jl_str *out = &l->out->map;
	const char *name = l->columns[role]->name;

	jl_str_addf(out, ",\n    \"%s\": ", roles[role].key);
	if (values && values->differs) {
		jl_str_add(out, "{ \"column\": ");
		jl_json_add_string(out, name);
		jl_str_addf(out, ", \"values\": { %s } }",
			jl_str_text(&values->text));
	} else {
		jl_json_add_string(out, name);
	}
	jl_str_addf(
		&l->out->found, "%-11s  column '%s'\n", roles[role].key, name);
}

/* Would a word before this one be called the same? */
static bool has_slug(
	const struct jl_names *words, const char *before, const char *slug)
{
	bool is_same = false;

	for (uint32_t i = 0; i < words->n && !is_same; i++) {
		const char *word = jl_names_text(words, i, NULL);
		char *other = jl_slug(word, '-');

		if (strcmp(word, before) == 0) {
			free(other);
			return false;
		}
		is_same = strcmp(other, slug) == 0;
		free(other);
	}
	return is_same;
}

/* The function that the word is, or how it could be called. */
static void add_word(struct look *l, struct pairs *values, const char *word)
{
	struct jl_str *to_do = &l->out->to_do;
	const char *id = function_of(l->ledger, word);
	char *slug = jl_slug(word, '-');

	if (!id && !*slug) {
		jl_str_addf(to_do,
			"function '%s' needs an id: say in values which it "
			"is\n",
			word);
		free(slug);
		return;
	}
	add_pair(values, word, id ? id : slug);
	if (!id && has_slug(&l->columns[FUNCTION]->values, word, slug)) {
		jl_str_addf(to_do,
			"function '%s' would be %s too, as another is: say in "
			"values which is which\n",
			word, slug);
	} else if (!id) {
		jl_str_addf(to_do,
			"function '%s' is not defined: jledger new function %s "
			"name=",
			word, slug);
		jl_str_add_shell_word(to_do, word);
		jl_str_addc(to_do, '\n');
	}
	free(slug);
}

static void add_function(struct look *l)
{
	const struct jl_column_profile *c = l->columns[FUNCTION];
	struct pairs values = {JL_STR_INIT, false};

	for (uint32_t i = 0; i < c->values.n; i++) {
		const char *word = jl_names_text(&c->values, i, NULL);

		if (!is_not_known(word))
			add_word(l, &values, word);
	}
	add_column(l, FUNCTION, &values);
	jl_str_release(&values.text);
}

/* Only where all of its words are channels: others would refuse their rows. */
static void add_channel(struct look *l)
{
	const struct jl_column_profile *c = l->columns[CHANNEL];
	struct pairs values = {JL_STR_INIT, false};
	struct jl_str strange = JL_STR_INIT;

	for (uint32_t i = 0; i < c->values.n; i++) {
		const char *word = jl_names_text(&c->values, i, NULL);
		const char *channel = channel_of(word);

		if (channel)
			add_pair(&values, word, channel);
		else if (!is_not_known(word))
			jl_str_addf(&strange, "%s'%s'", strange.len ? ", " : "",
				word);
	}
	if (strange.len)
		jl_str_addf(&l->out->to_do,
			"column '%s' looks like a channel, and is left out: "
			"what are %s? Say it in values\n",
			c->name, jl_str_text(&strange));
	else
		add_column(l, CHANNEL, &values);
	jl_str_release(&strange);
	jl_str_release(&values.text);
}

static void add_columns(struct look *l, const char *id)
{
	struct jl_str *out = &l->out->map;

	jl_str_add(out, "  \"columns\": {\n    \"journey\": { \"constant\": ");
	jl_json_add_string(out, l->journey ? l->journey->id : id);
	jl_str_add(out, " }");
	add_column(l, OCCURRED_AT, NULL);
	if (l->columns[CHANNEL])
		add_channel(l);
	if (l->columns[FUNCTION])
		add_function(l);
	add_column(l, CASE, NULL);
	for (enum role role = 0; role < ROLES; role++)
		if (l->columns[role] &&
			(role == STARTED_AT || role == DEADLINE ||
				role == CUSTOMER || role == REASON ||
				role == LIFECYCLE))
			add_column(l, role, NULL);
	jl_str_add(out, "\n  },\n");
}

/* The words of its functions, channels and activities that mean nothing. */
static void add_missing(struct look *l)
{
	static const enum role looked_at[] = {ACTIVITY, FUNCTION, CHANNEL};
	struct jl_str *out = &l->out->map;
	const char *comma = "  \"missing\": [";

	for (size_t i = 0; i < JL_COUNT(not_known); i++) {
		bool is_there = false;
		uint32_t number;

		for (size_t k = 0; k < JL_COUNT(looked_at); k++) {
			const struct jl_column_profile *c =
				l->columns[looked_at[k]];

			is_there =
				is_there ||
				(c && jl_names_find(&c->values, not_known[i],
					      strlen(not_known[i]), &number));
		}
		if (!is_there)
			continue;
		jl_str_addf(out, "%s\"%s\"", comma, not_known[i]);
		comma = ", ";
		jl_str_addf(&l->out->found, "%-11s  '%s'\n", "missing",
			not_known[i]);
	}
	if (*comma == ',')
		jl_str_add(out, "],\n");
}

/* Of all times, which one map reads alike. */
static void add_notation(struct look *l)
{
	static const enum role times[] = {OCCURRED_AT, STARTED_AT, DEADLINE};
	const struct jl_column_profile *first = l->columns[OCCURRED_AT];
	int notation = jl_profile_notation(first);
	const char *pattern = jl_time_notations[notation];
	bool is_known = pattern ? strstr(pattern, "%z") != NULL
				: first->with_offset >= first->filled;

	if (!is_known)
		jl_str_addf(&l->out->to_do,
			"the times do not say their zone: they are taken as "
			"%s; else set zone in the map\n",
			jl_zone_name(l->ledger->zone));
	if (pattern) {
		jl_str_add(&l->out->map, "  \"date_format\": ");
		jl_json_add_string(&l->out->map, pattern);
		jl_str_add(&l->out->map, ",\n");
	}
	if (pattern && strncmp(pattern, "%d/%m", 5) == 0)
		jl_str_add(&l->out->to_do,
			"whether the day or the month comes first is a guess: "
			"see date_format\n");
	for (size_t i = 1; i < JL_COUNT(times); i++)
		if (l->columns[times[i]] &&
			jl_profile_notation(l->columns[times[i]]) != notation) {
			jl_str_addf(&l->out->to_do,
				"column '%s' is a time in another notation, "
				"which the map cannot read: it is left out\n",
				l->columns[times[i]]->name);
			l->columns[times[i]] = NULL;
		}
}

static void add_steps(struct look *l)
{
	const struct jl_names *activities = &l->columns[ACTIVITY]->values;
	struct jl_str *out = &l->out->map;
	const char *comma = ",\n  \"steps\": {\n    ";
	uint32_t met = 0;

	for (uint32_t i = 0; l->journey && i < activities->n; i++) {
		const char *text = jl_names_text(activities, i, NULL);
		const char *step = step_of(l->journey, text);

		if (!step)
			continue;
		jl_str_add(out, comma);
		jl_json_add_string(out, text);
		jl_str_add(out, ": ");
		jl_json_add_string(out, step);
		comma = ",\n    ";
		met++;
	}
	if (met)
		jl_str_add(out, "\n  }");
	if (met < activities->n)
		jl_str_addf(&l->out->to_do,
			"%zu of %zu activities are no step that could be told: "
			"say in steps which they are\n",
			activities->n - met, activities->n);
}

static void add_ends(struct look *l)
{
	struct jl_str *out = &l->out->map;

	for (uint32_t i = 0; i < l->ends.n; i++) {
		const char *text = jl_names_text(&l->ends, i, NULL);

		jl_str_add(out, i ? ", " : ",\n  \"ends\": [");
		jl_json_add_string(out, text);
		jl_str_addf(&l->out->to_do, "%s'%s'",
			i ? ", " : "a case is over with ", text);
	}
	if (l->ends.n)
		jl_str_add(out, "]");
	jl_str_add(&l->out->to_do,
		l->ends.n ? ": a guess, by how cases end here; all others stay "
			    "open\n"
			  : "with which activities a case is over could not be "
			    "told, so each is: see ends\n");
}

static const char *format_of(const struct look *l)
{
	return l->options.format == JL_TABLE_XES	  ? "xes"
	       : l->options.format == JL_TABLE_JSON_LINES ? "json-lines"
							  : NULL;
}

/* Rows with other words than those that are read are skipped. */
static void look_at_lifecycle(struct look *l)
{
	const struct jl_column_profile *c = l->columns[LIFECYCLE];

	for (uint32_t i = 0; i < c->values.n; i++) {
		const char *word = jl_names_text(&c->values, i, NULL);
		bool is_read = is_not_known(word);

		for (int k = 0; k < JL_TRANSITIONS; k++)
			is_read = is_read ||
				  strcasecmp(word, jl_transition_names[k]) == 0;
		if (!is_read)
			jl_str_addf(&l->out->to_do,
				"rows whose %s is '%s' will be skipped: only "
				"start, suspend, resume and complete are "
				"read\n",
				c->name, word);
	}
}

static void write_map(struct look *l, const char *id)
{
	struct jl_str *out = &l->out->map;

	jl_str_addf(out,
		"{\n  \"id\": \"%s\",\n  \"version\": 1,\n  \"kind\": "
		"\"events\",\n",
		id);
	if (format_of(l))
		jl_str_addf(out, "  \"format\": \"%s\",\n", format_of(l));
	add_notation(l);
	add_missing(l);
	if (l->journey)
		jl_str_addf(&l->out->to_do,
			"it is taken to be about the journey %s: see columns, "
			"journey\n",
			l->journey->id);
	else
		jl_str_addf(&l->out->to_do,
			"which journey it is about could not be told: put its "
			"id in columns, journey, or jledger new journey %s\n",
			id);
	add_columns(l, id);
	if (l->columns[LIFECYCLE])
		look_at_lifecycle(l);
	if (!l->columns[FUNCTION])
		jl_str_add(&l->out->to_do,
			"no column looks like a function: there will be no "
			"hand-offs\n");
	jl_str_add(out, "  \"activity\": [");
	jl_json_add_string(out, l->columns[ACTIVITY]->name);
	jl_str_add(out, "]");
	jl_str_addf(&l->out->found, "%-11s  column '%s'\n", "activity",
		l->columns[ACTIVITY]->name);
	add_steps(l);
	add_ends(l);
	jl_str_add(out, "\n}\n");
}

static bool ends_with(const char *text, const char *ending)
{
	size_t len = strlen(text), n = strlen(ending);

	return len >= n && strcasecmp(text + len - n, ending) == 0;
}

static enum jl_table_format guess_format(const char *path)
{
	if (ends_with(path, ".xes") || ends_with(path, ".xes.gz"))
		return JL_TABLE_XES;
	if (ends_with(path, ".jsonl") || ends_with(path, ".ndjson") ||
		ends_with(path, ".json"))
		return JL_TABLE_JSON_LINES;
	return JL_TABLE_CSV;
}

int jl_suggest_map(const char *path, const char *id,
	const struct jl_ledger *ledger, struct jl_suggestion *out,
	struct jl_error *err)
{
	struct look l = {.ledger = ledger,
		.path = path,
		.options = {.format = guess_format(path), .learns = true},
		.out = out};
	struct jl_table *table = NULL;
	int rc = jl_table_open(path, &l.options, &table, err);

	memset(out, 0, sizeof(*out));
	if (rc == 0)
		rc = jl_profile_make(table, &l.profile, err);
	out->rows = l.profile.rows;
	if (rc == 0 && l.profile.rows == 0)
		rc = jl_fail(err, JL_EINVALID,
			"%.200s: there is no row that could be read", path);
	if (rc == 0)
		rc = choose_all(&l, err);
	if (rc == 0 && l.profile.is_whole)
		rc = look_again(&l, err);
	if (rc == 0) {
		choose_journey(&l);
		write_map(&l, id);
	}
	jl_names_release(&l.ends);
	jl_profile_release(&l.profile);
	jl_table_close(table);
	return rc;
}

void jl_suggestion_release(struct jl_suggestion *s)
{
	jl_str_release(&s->map);
	jl_str_release(&s->found);
	jl_str_release(&s->to_do);
}

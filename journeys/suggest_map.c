/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The map's text in canonical form, and the lines for people beside it. */
#include "core/json.h"
#include "journeys/event.h"
#include "journeys/suggest_look.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

		if (f->id && jl_is_alike(word, f->id, f->name))
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
	struct jl_look *l, enum jl_look_for what, const struct pairs *values)
{
	struct jl_str *out = &l->out->map;
	const char *name = l->columns[what]->name;

	jl_str_addf(out, ",\n    \"%s\": ", jl_look_keys[what]);
	if (values && values->differs) {
		jl_str_add(out, "{ \"column\": ");
		jl_json_add_string(out, name);
		jl_str_addf(out, ", \"values\": { %s } }",
			jl_str_text(&values->text));
	} else {
		jl_json_add_string(out, name);
	}
	jl_str_addf(&l->out->found, "%-11s  column '%s'\n", jl_look_keys[what],
		name);
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
static void add_word(struct jl_look *l, struct pairs *values, const char *word)
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
	if (!id &&
		has_slug(&l->columns[JL_LOOK_FUNCTION]->values, word, slug)) {
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

static void add_function(struct jl_look *l)
{
	const struct jl_column_profile *c = l->columns[JL_LOOK_FUNCTION];
	struct pairs values = {JL_STR_INIT, false};

	for (uint32_t i = 0; i < c->values.n; i++) {
		const char *word = jl_names_text(&c->values, i, NULL);

		if (!is_not_known(word))
			add_word(l, &values, word);
	}
	add_column(l, JL_LOOK_FUNCTION, &values);
	jl_str_release(&values.text);
}

/* Only where all of its words are channels: others would refuse their rows. */
static void add_channel(struct jl_look *l)
{
	const struct jl_column_profile *c = l->columns[JL_LOOK_CHANNEL];
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
		add_column(l, JL_LOOK_CHANNEL, &values);
	jl_str_release(&strange);
	jl_str_release(&values.text);
}

static void add_columns(struct jl_look *l, const char *id)
{
	struct jl_str *out = &l->out->map;

	jl_str_add(out, "  \"columns\": {\n    \"journey\": { \"constant\": ");
	jl_json_add_string(out, l->journey ? l->journey->id : id);
	jl_str_add(out, " }");
	add_column(l, JL_LOOK_OCCURRED_AT, NULL);
	if (l->columns[JL_LOOK_CHANNEL])
		add_channel(l);
	if (l->columns[JL_LOOK_FUNCTION])
		add_function(l);
	add_column(l, JL_LOOK_CASE, NULL);
	for (enum jl_look_for what = 0; what < JL_LOOKS; what++)
		if (l->columns[what] && (what == JL_LOOK_STARTED_AT ||
						what == JL_LOOK_DEADLINE ||
						what == JL_LOOK_CUSTOMER ||
						what == JL_LOOK_REASON ||
						what == JL_LOOK_LIFECYCLE))
			add_column(l, what, NULL);
	jl_str_add(out, "\n  },\n");
}

/* The words of its functions, channels and activities that mean nothing. */
static void add_missing(struct jl_look *l)
{
	static const enum jl_look_for looked_at[] = {
		JL_LOOK_ACTIVITY, JL_LOOK_FUNCTION, JL_LOOK_CHANNEL};
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
static void add_notation(struct jl_look *l)
{
	static const enum jl_look_for times[] = {
		JL_LOOK_OCCURRED_AT, JL_LOOK_STARTED_AT, JL_LOOK_DEADLINE};
	const struct jl_column_profile *first = l->columns[JL_LOOK_OCCURRED_AT];
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

static void add_steps(struct jl_look *l)
{
	const struct jl_names *activities =
		&l->columns[JL_LOOK_ACTIVITY]->values;
	struct jl_str *out = &l->out->map;
	const char *comma = ",\n  \"steps\": {\n    ";
	uint32_t met = 0;

	for (uint32_t i = 0; l->journey && i < activities->n; i++) {
		const char *text = jl_names_text(activities, i, NULL);
		const char *step = jl_look_step(l->journey, text);

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

static void add_ends(struct jl_look *l)
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

static const char *format_of(const struct jl_look *l)
{
	return l->options.format == JL_TABLE_XES	  ? "xes"
	       : l->options.format == JL_TABLE_JSON_LINES ? "json-lines"
							  : NULL;
}

/* Rows with other words than those that are read are skipped. */
static void look_at_lifecycle(struct jl_look *l)
{
	const struct jl_column_profile *c = l->columns[JL_LOOK_LIFECYCLE];

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

void jl_look_write(struct jl_look *l, const char *id)
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
	if (l->columns[JL_LOOK_LIFECYCLE])
		look_at_lifecycle(l);
	if (!l->columns[JL_LOOK_FUNCTION])
		jl_str_add(&l->out->to_do,
			"no column looks like a function: there will be no "
			"hand-offs\n");
	jl_str_add(out, "  \"activity\": [");
	jl_json_add_string(out, l->columns[JL_LOOK_ACTIVITY]->name);
	jl_str_add(out, "]");
	jl_str_addf(&l->out->found, "%-11s  column '%s'\n", "activity",
		l->columns[JL_LOOK_ACTIVITY]->name);
	add_steps(l);
	add_ends(l);
	jl_str_add(out, "\n}\n");
}

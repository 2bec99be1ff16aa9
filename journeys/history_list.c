/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Choosing among the changes. */
#include "journeys/history_list.h"

#include "journeys/selector.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields ---- */

/* "owner" is said of "owners", as `set` and `who` do. */
static bool is_word_of(
	const char *part, size_t len, const char *word, size_t word_len)
{
	if (len == word_len && strncmp(part, word, len) == 0)
		return true;
	for (size_t i = 0; i < JL_ROLES; i++) {
		const char *list = jl_roles[i].list;

		if (strlen(jl_roles[i].word) == word_len &&
			strncmp(jl_roles[i].word, word, word_len) == 0)
			return strlen(list) == len &&
			       strncmp(part, list, len) == 0;
	}
	return false;
}

bool jl_path_is_at(const char *path, const char *words)
{
	while (*words) {
		size_t word = strcspn(words, "/");
		bool is_found = false;

		while (*path && !is_found) {
			size_t len = strcspn(path, "/");

			is_found = is_word_of(path, len, words, word);
			path += len + (path[len] == '/');
		}
		if (!is_found)
			return false;
		words += word + (words[word] == '/');
	}
	return true;
}

/* ---- what it is of ---- */

/* One selector, taken apart. */
struct chosen {
	const char *text;
	int record; /* -1: a journey or a batch */
	const char *id;
	char *journey;	 /* of JOURNEY/KPI; else NULL */
	const char *kpi; /* a pattern */
	struct jl_selection selection;
	bool has_selection, is_met;
};

struct choice {
	const struct jl_history_filter *filter;
	struct chosen *v;
	bool is_of_kpi; /* one selector is JOURNEY/KPI */
	struct jl_history_rows *rows;
};

static void choose(const struct jl_history_filter *f, const char *const *text,
	struct chosen *c)
{
	const char *colon = strchr(*text, ':'), *slash = strchr(*text, '/');
	struct jl_error ignored;

	*c = (struct chosen){.text = *text, .record = -1, .id = *text};
	for (int i = 0; colon && i < JL_RECORDS; i++)
		if (strlen(jl_record_names[i]) == (size_t)(colon - *text) &&
			strncmp(jl_record_names[i], *text,
				(size_t)(colon - *text)) == 0) {
			c->record = i;
			c->id = colon + 1;
		}
	if (colon)
		c->has_selection = jl_selection_init(&c->selection, f->ledger,
					   text, 1, f->day, &ignored) == 0;
	if (slash && !colon) {
		c->journey = jl_xstrndup(*text, (size_t)(slash - *text));
		c->kpi = slash + 1;
	}
}

static bool is_in_selection(
	const struct chosen *c, const struct jl_history_change *change)
{
	const struct jl_ledger *ledger = c->selection.ledger;

	if (!c->has_selection || change->record != JL_KIND_JOURNEY)
		return false;
	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_JOURNEY); i++)
		if (c->selection.journeys[i] &&
			strcmp(jl_ledger_id(ledger, JL_KIND_JOURNEY, i),
				change->id) == 0)
			return true;
	return false;
}

/* "kpis/ID/...", of which ID is like the pattern. */
static bool is_of_kpi(const char *path, const char *pattern)
{
	const char *rest = strncmp(path, "kpis/", 5) == 0 ? path + 5 : NULL;
	char *id;
	bool matches;

	if (!rest)
		return false;
	id = jl_xstrndup(rest, strcspn(rest, "/"));
	matches = jl_glob_match(pattern, id);
	free(id);
	return matches;
}

static bool is_chosen_by(
	struct chosen *c, const struct jl_history_change *change)
{
	if (is_in_selection(c, change))
		return true;
	if (c->record >= 0)
		return change->record == c->record &&
		       jl_glob_match(c->id, change->id);
	if (c->journey)
		return change->record == JL_KIND_JOURNEY &&
		       jl_glob_match(c->journey, change->id) &&
		       is_of_kpi(change->path, c->kpi);
	return (change->record == JL_KIND_JOURNEY ||
		       change->record == JL_RECORD_IMPORT ||
		       change->record == JL_RECORD_RETRACTION) &&
	       jl_glob_match(c->id, change->id);
}

static bool is_chosen(
	struct choice *choice, const struct jl_history_change *change)
{
	bool is = choice->filter->n_selectors == 0;

	for (size_t i = 0; i < choice->filter->n_selectors; i++)
		if (is_chosen_by(&choice->v[i], change))
			is = choice->v[i].is_met = true;
	return is;
}

/* ---- who ---- */

/* An address is one person's; a name may be several people's, and then it is
 * nobody's. */
const struct jl_person *jl_history_person(
	const struct jl_ledger *ledger, const struct jl_history_commit *commit)
{
	const struct jl_person *named = NULL;
	size_t n_named = 0;

	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_PERSON); i++) {
		const struct jl_person *p =
			jl_ledger_nth(ledger, JL_KIND_PERSON, i);

		if (p->email && strcmp(p->email, commit->email) == 0)
			return p;
		if (p->name && strcmp(p->name, commit->author) == 0) {
			named = p;
			n_named++;
		}
	}
	return n_named == 1 ? named : NULL;
}

static bool is_by(const struct jl_history_filter *f,
	const struct jl_history_commit *commit)
{
	const struct jl_person *wanted =
		f->by ? jl_ledger_person(f->ledger, f->by) : NULL;

	if (!f->by)
		return true;
	if (wanted)
		return jl_history_person(f->ledger, commit) == wanted;
	return strstr(commit->author, f->by) || strstr(commit->email, f->by);
}

/* ---- when ---- */

int32_t jl_recorded_on(const struct jl_ledger *ledger,
	const struct jl_record_clock *clock, uint64_t position)
{
	return jl_zone_day(
		ledger->zone, jl_recorded_time(clock, position) * JL_SECOND);
}

static bool is_in_period(const struct jl_period *period, int32_t day)
{
	return !period || (day >= period->since && day < period->until);
}

int32_t jl_days_late(const struct jl_history_row *row)
{
	int32_t since = row->change.since;

	return since == JL_DAY_MIN || since >= row->recorded_on
		       ? 0
		       : row->recorded_on - since;
}

/* ---- the rows ---- */

static const char *keep(struct jl_arena *arena, const char *text)
{
	return text ? jl_arena_strdup(arena, text) : NULL;
}

static void keep_commit(
	struct jl_arena *arena, struct jl_history_commit *commit)
{
	commit->author = keep(arena, commit->author);
	commit->email = keep(arena, commit->email);
	commit->subject = keep(arena, commit->subject);
}

static void add_row(struct jl_history_rows *rows,
	const struct jl_history_change *change,
	const struct jl_history_commit *commit,
	const struct jl_history_commit *writer, int32_t day)
{
	struct jl_arena *arena = &rows->arena;
	struct jl_history_row *row;

	JL_GROW(rows->v, rows->n, rows->cap);
	row = &rows->v[rows->n++];
	*row = (struct jl_history_row){*change, *commit, *writer, day};
	row->change.id = keep(arena, change->id);
	row->change.path = keep(arena, change->path);
	row->change.old = keep(arena, change->old);
	row->change.new = keep(arena, change->new);
	row->change.reason = keep(arena, change->reason);
	row->change.sentence = keep(arena, change->sentence);
	keep_commit(arena, &row->commit);
	keep_commit(arena, &row->writer);
}

/* "kpis/ID", the whole of it. */
static bool is_whole_kpi(const char *path)
{
	return strncmp(path, "kpis/", 5) == 0 && !strchr(path + 5, '/');
}

/* Who asks of a field, or of a KPI, wants to see what it was at first. */
static bool is_of_field(const struct jl_history_filter *f, bool is_of_kpi,
	const struct jl_history_change *change)
{
	if (!f->field)
		return f->with_parts || !change->is_part ||
		       (is_of_kpi && is_whole_kpi(change->path));
	if (*change->path)
		return jl_path_is_at(change->path, f->field);
	return change->what == JL_CHANGE_REMOVED;
}

static int visit(void *data, const struct jl_history_change *change,
	const struct jl_history_commit *commit,
	const struct jl_history_commit *writer, struct jl_error *err)
{
	struct choice *choice = data;
	const struct jl_history_filter *f = choice->filter;
	int32_t day;

	(void)err;
	if (!is_chosen(choice, change) ||
		!is_of_field(f, choice->is_of_kpi, change) || !is_by(f, writer))
		return 0;
	day = f->period ? jl_recorded_on(f->ledger, &choice->rows->clock,
				  commit->position)
			: JL_DAY_MIN;
	if (is_in_period(f->period, day))
		add_row(choice->rows, change, commit, writer, day);
	/* Of selectors it is asked at the end whether they met anything. */
	return f->most && choice->rows->n >= f->most && f->n_selectors == 0;
}

static int no_record(const struct jl_history_filter *f, const struct chosen *c,
	struct jl_error *err)
{
	jl_fail(err, JL_EINVALID, "nothing in the history is called '%.100s'",
		c->text);
	return jl_suggest(
		err, jl_ledger_nearest(f->ledger, JL_KIND_JOURNEY, c->text));
}

/* The one record that the selectors name, when it is one without a pattern: the
 * cache finds it by its id. */
static void set_query(
	const struct choice *choice, struct jl_history_query *query)
{
	const struct chosen *c = choice->v;

	if (choice->filter->n_selectors != 1 || c->has_selection ||
		strchr(c->text, '*'))
		return;
	query->record = c->record;
	query->id = c->journey ? c->journey : c->id;
	if (c->record < 0 &&
		(c->journey ||
			jl_ledger_journey(choice->filter->ledger, c->id)))
		query->record = JL_KIND_JOURNEY;
	else if (c->record < 0)
		query->id = NULL;
}

int jl_history_list(const struct jl_history *history,
	const struct jl_history_filter *filter, struct jl_history_rows *rows,
	struct jl_error *err)
{
	struct jl_history_query query = {.newest_first = filter->newest_first};
	struct choice choice = {.filter = filter, .rows = rows};
	size_t n = filter->n_selectors;
	int rc;

	memset(rows, 0, sizeof(*rows));
	choice.v = jl_xcalloc(n, sizeof(*choice.v));
	for (size_t i = 0; i < n; i++)
		choose(filter, &filter->selectors[i], &choice.v[i]);
	for (size_t i = 0; i < n; i++)
		choice.is_of_kpi = choice.is_of_kpi || choice.v[i].journey;
	set_query(&choice, &query);
	rc = filter->period ? jl_record_clock_read(history, &rows->clock, err)
			    : 0;
	if (rc == 0)
		rc = jl_history_read(history, &query, visit, &choice, err);
	for (size_t i = 0; i < n; i++) {
		struct chosen *c = &choice.v[i];

		if (rc == 0 && !c->is_met)
			rc = no_record(filter, c, err);
		if (c->has_selection)
			jl_selection_release(&c->selection);
		free(c->journey);
	}
	free(choice.v);
	if (rc < 0)
		jl_history_rows_release(rows);
	else if (filter->most && rows->n > filter->most)
		rows->n = filter->most;
	return rc;
}

void jl_history_rows_release(struct jl_history_rows *rows)
{
	free(rows->v);
	jl_record_clock_release(&rows->clock);
	jl_arena_release(&rows->arena);
	memset(rows, 0, sizeof(*rows));
}

static const char *name_of(void *data, const char *person)
{
	const struct jl_person *p = jl_ledger_person(data, person);

	return p ? p->name : NULL;
}

char *jl_history_words(
	const struct jl_ledger *ledger, const struct jl_history_change *change)
{
	return jl_change_words(
		change->sentence, name_of, (void *)(uintptr_t)ledger);
}

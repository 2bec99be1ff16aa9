/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A small language of measures. */
#include "tests/support/measures.h"

#include "tests/support/test.h"

static int64_t instant(struct jl_zone *zone, const char *text)
{
	struct jl_civil civil;
	bool has_time, has_offset;
	int offset_s;

	assert_true(jl_civil_parse(
		text, strlen(text), &civil, &has_time, &has_offset, &offset_s));
	return jl_zone_instant(zone, &civil);
}

static void set_dimension(struct jl_measure *m, char *word)
{
	char *equals = strchr(word, '=');

	*equals = '\0';
	for (int i = 0; i < JL_DIMENSIONS; i++)
		if (strcmp(jl_dimension_names[i], word) == 0) {
			m->dimensions[i] = (struct jl_slice){
				equals + 1, strlen(equals + 1)};
			return;
		}
	fail_msg("there is no dimension '%s'", word);
}

static void set_value(struct jl_measure *m, char *word)
{
	char *slash = strchr(word, '/');
	struct jl_error err;
	bool is_rounded;

	if (slash) {
		*slash = '\0';
		m->n = atoi(slash + 1);
	}
	assert_int_equal(jl_amount_parse(word, strlen(word), '.', &m->value,
				 &is_rounded, &err),
		0);
}

static void add_measure(struct jl_builder *builder, struct jl_zone *zone,
	const char *metric, char *line, uint64_t number)
{
	struct jl_measure m = {.until = JL_INSTANT_NONE,
		.n = 1,
		.line = number,
		.value = JL_MICRO};
	char *words[3] = {NULL};
	struct jl_error err;
	int n = 0;

	for (int i = 0; i < JL_DIMENSIONS; i++)
		m.dimensions[i] = (struct jl_slice){"", 0};
	m.dimensions[JL_DIMENSION_JOURNEY] = (struct jl_slice){"move", 4};
	m.dimensions[JL_DIMENSION_METRIC] =
		(struct jl_slice){metric, strlen(metric)};
	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		if (strchr(word, '='))
			set_dimension(&m, word);
		else if (n < 3)
			words[n++] = word;
	m.occurred_at = instant(zone, words[0]);
	if (strchr(words[1], '-')) {
		m.until = instant(zone, words[1]);
		m.shape = words[2] ? JL_MEASURE_TOTAL : JL_MEASURE_SPAN;
		m.value = m.until - m.occurred_at;
	}
	if (m.shape != JL_MEASURE_SPAN)
		set_value(&m, words[n - 1]);
	assert_int_equal(jl_builder_add(builder, &m, 1, &err), 0);
}

void test_index_open(struct jl_index *index, struct jl_zone *zone,
	const char *metric, const char *measures, const char *folder)
{
	struct jl_builder *builder = jl_builder_new(folder);
	struct jl_series_result result = {0};
	char *text = jl_xstrdup(measures);
	struct jl_error err;
	uint64_t line = 2;

	memset(index, 0, sizeof(*index));
	assert_int_equal(jl_db_open(NULL, &index->db, &err), 0);
	assert_int_equal(jl_cache_make_tables(index->db, &err), 0);
	for (char *at = text, *end; *at; at = end) {
		end = at + strcspn(at, "\n");
		if (*end)
			*end++ = '\0';
		add_measure(builder, zone, metric, at, line++);
	}
	assert_int_equal(
		jl_builder_write(builder, index->db, &result, &err), 0);
	assert_int_equal(jl_series_load(index->db, &index->series, &err), 0);
	jl_builder_free(builder);
	free(text);
}

void test_index_close(struct jl_index *index)
{
	jl_series_release(&index->series);
	jl_db_close(index->db);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Reading definitions by their tables: every slip is a finding with its
 * place, and what is understood survives packing. */
#include "journeys/definitions.h"
#include "journeys/shape.h"

#include "journeys/check.h"
#include "tests/support/test.h"

struct finding_row {
	const char *sentence;
	enum jl_kind kind;
	const char *text;
	const char *wanted; /* "line:column rule sentence-part hint-part;" */
};

#define P JL_KIND_PERSON
#define J JL_KIND_JOURNEY

static const struct finding_row findings[] = {
	{"a_complete_person_has_no_findings", P,
		"{ \"id\": \"ann\", \"name\": \"Ann\" }", ""},
	{"a_missing_key", P, "{ \"id\": \"ann\" }", "1:1 missing-key 'name' ;"},
	{"an_unknown_key_with_its_neighbour", P,
		"{\n  \"id\": \"ann\",\n  \"nmae\": \"Ann\",\n"
		"  \"name\": \"Ann\" }",
		"3:3 unknown-key 'nmae' did you mean 'name';"},
	{"a_wrong_type", P, "{ \"id\": \"ann\", \"name\": 7 }",
		"1:16 wrong-type a text, not a number ;"},
	{"an_empty_name", P, "{ \"id\": \"ann\", \"name\": \" \" }",
		"1:16 empty-text 'name' ;"},
	{"a_thirteenth_month", JL_KIND_SETTINGS,
		"{ \"format\": 1, \"name\": \"L\", \"zone\": \"UTC\", "
		"\"fiscal_year_start\": 13 }",
		"1:44 bad-number 'fiscal_year_start' ;"},
	{"a_bad_id", P, "{ \"id\": \"Ann Ode\", \"name\": \"Ann\" }",
		"1:3 bad-id is not an id an id has;"},
	{"a_path_trick_is_no_id", P,
		"{ \"id\": \"../../etc\", \"name\": \"x\" }",
		"1:3 bad-id is not an id ;"},
	{"an_id_of_65_letters", P,
		"{ \"id\": \"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
		"ffffffffffggggg\", \"name\": \"x\" }",
		"1:3 bad-id is not an id ;"},
	{"a_day_that_does_not_exist", P,
		"{ \"id\": \"a\", \"name\": \"A\", \"since\": \"2026-02-31\" }",
		"1:27 bad-date no such day ;"},
	{"every_slip_is_found_not_the_first", P,
		"{\n  \"id\": 1,\n  \"name\": [],\n  \"since\": \"soon\"\n}",
		"2:3 wrong-type an id ;3:3 wrong-type a text ;"
		"4:3 bad-date not a date ;"},
	{"an_element_of_a_list_is_named_by_its_place", J,
		"{ \"id\": \"j\", \"name\": \"J\", \"status\": \"draft\",\n"
		"  \"owners\": [ { \"person\": \"a\", \"since\": \"2026-01-01\""
		" },\n    { \"person\": \"b\" } ] }",
		"3:5 missing-key 'since' ;"},
	{"a_word_that_is_no_choice", J,
		"{ \"id\": \"j\", \"name\": \"J\", \"status\": \"inforce\" }",
		"1:27 bad-choice draft, in-force did you mean 'in-force';"},
	{"a_bad_quantity", J,
		"{ \"id\": \"j\", \"name\": \"J\", \"status\": \"draft\",\n"
		"  \"kpis\": [ { \"id\": \"k\", \"name\": \"K\", \"metric\": "
		"\"wait\", \"aggregate\": \"p90\",\n    \"contracts\": [ { "
		"\"since\": \"2026-01-01\",\n      \"target\": \"24 hours\" }"
		" ] } ] }",
		"4:7 bad-quantity is not a quantity ;"},
	{"the_same_text_twice_in_a_set", J,
		"{ \"id\": \"j\", \"name\": \"J\", \"status\": \"draft\",\n"
		"  \"stages\": [ { \"id\": \"s\", \"name\": \"S\", \"steps\": "
		"[ { \"id\": \"t\", \"name\": \"T\", \"line\": \"support\",\n"
		"    \"systems\": [\"crm\", \"crm\"] } ] } ] }",
		"3:24 duplicate-id is there twice ;"},
	{"a_definition_that_is_no_object", P, "[]",
		"1:1 wrong-type must be an object, not a list ;"},
};

static void parse(enum jl_kind kind, const char *text,
	struct jl_findings *found, struct jl_arena *arena, void *out)
{
	struct jl_parse p = {arena, found, "x.json"};
	struct jl_json_problem problem;
	json_t *json = jl_json_parse(text, strlen(text), &problem);

	assert_non_null(json);
	jl_shape_parse(&p, jl_kinds[kind].shape, json, out);
	json_decref(json);
	jl_findings_locate(found, 0, "x.json", text, strlen(text));
	jl_findings_sort(found);
}

static void finds(void **state)
{
	const struct finding_row *row = *state;
	struct jl_findings found = {0};
	struct jl_arena arena = {0};
	struct jl_journey out = {0}; /* the largest of the kinds used */
	const char *wanted = row->wanted;

	parse(row->kind, row->text, &found, &arena, &out);
	for (size_t i = 0; i < found.n; i++) {
		const struct jl_finding *f = &found.v[i];
		size_t line, column;
		char rule[32], rest[128], *text, *hint;
		int used;

		if (!*wanted)
			fail_msg("one too many: %s", f->sentence);
		assert_int_equal(sscanf(wanted, "%zu:%zu %31s %127[^;];%n",
					 &line, &column, rule, rest, &used),
			4);
		wanted += used;
		assert_string_equal(f->rule, rule);
		assert_number_equal(f->line, line);
		assert_number_equal(f->column, column);
		/* The sentence holds the words up to where the hint's begin. */
		text = jl_xasprintf("%s %s", f->sentence, f->hint);
		for (hint = strtok(rest, " "); hint; hint = strtok(NULL, " "))
			if (!strstr(text, hint))
				fail_msg("'%s' lacks '%s'", text, hint);
		free(text);
	}
	assert_string_equal(wanted, "");
	jl_findings_release(&found);
	jl_arena_release(&arena);
}

static const char whole[] =
	"{ \"id\": \"j\", \"name\": \"J\", \"status\": \"in-force\","
	" \"owners\": [ { \"person\": \"a\", \"since\": \"2026-01-01\" } ],"
	" \"stages\": [ { \"id\": \"s\", \"name\": \"S\", \"moment_of_truth\": "
	"true, \"steps\": [ { \"id\": \"t\", \"name\": \"T\", \"line\": "
	"\"backstage\", \"channel\": \"app\", \"commitment\": \"16h\","
	" \"systems\": [\"b\", \"a\"], \"next\": [\"t\"] } ] } ],"
	" \"kpis\": [ { \"id\": \"k\", \"name\": \"K\", \"metric\": \"wait\","
	" \"aggregate\": \"p90\", \"scope\": { \"stage\": \"s\" },"
	" \"contracts\": [ { \"since\": \"2026-01-01\", \"target\": \"24h\","
	" \"at_risk\": \"20h\", \"minimum_n\": 30 } ], \"split\": \"by-day\" }"
	" ], \"review\": { \"every\": \"90d\" } }";

static void what_was_parsed_survives_packing(void **state)
{
	struct jl_findings found = {0};
	struct jl_arena arena = {0};
	struct jl_journey a = {0}, b = {0};
	struct jl_str packed = JL_STR_INIT, again = JL_STR_INIT;
	const char *at;

	(void)state;
	parse(JL_KIND_JOURNEY, whole, &found, &arena, &a);
	assert_number_equal(found.n, 0);
	jl_shape_pack(jl_kinds[JL_KIND_JOURNEY].shape, &a, &packed);
	at = packed.text;
	assert_true(jl_shape_unpack(jl_kinds[JL_KIND_JOURNEY].shape, &at,
		packed.text + packed.len, &arena, &b));
	assert_ptr_equal(at, packed.text + packed.len);
	assert_string_equal(b.kpis.v[0].scope.stage, "s");
	assert_number_equal(
		b.kpis.v[0].contracts.v[0].target.amount, INT64_C(86400000000));
	assert_number_equal(b.kpis.v[0].split, JL_SPLIT_BY_DAY);
	assert_number_equal(b.owners.v[0].until, JL_DAY_OPEN);
	assert_string_equal(b.stages.v[0].steps.v[0].systems.v[0], "b");
	assert_true(b.stages.v[0].moment_of_truth);
	assert_null(b.parent);
	jl_shape_pack(jl_kinds[JL_KIND_JOURNEY].shape, &b, &again);
	assert_number_equal(again.len, packed.len);
	assert_memory_equal(again.text, packed.text, packed.len);
	/* Cut anywhere, it is refused. */
	for (size_t cut = 0; cut < packed.len; cut++) {
		at = packed.text;
		if (jl_shape_unpack(jl_kinds[JL_KIND_JOURNEY].shape, &at,
			    packed.text + cut, &arena, &b))
			assert_true(at < packed.text + packed.len);
	}
	jl_str_release(&packed);
	jl_str_release(&again);
	jl_findings_release(&found);
	jl_arena_release(&arena);
}

static void each_friction_kind_is_a_built_in_metric_of_its_own_name(
	void **state)
{
	(void)state;
	for (size_t k = 0; jl_friction_kinds[k]; k++) {
		bool found = false;

		for (size_t i = 0; i < jl_n_built_in_metrics; i++) {
			const struct jl_metric *m = &jl_built_in_metrics[i];

			if (strcmp(m->id, jl_friction_kinds[k]) != 0)
				continue;
			assert_number_equal(m->kind, k);
			found = true;
		}
		if (!found)
			fail_msg("no metric '%s'", jl_friction_kinds[k]);
	}
}

static void rule_ids_are_unique(void **state)
{
	const char *ids[200];
	size_t n = 0;

	(void)state;
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++) {
			for (size_t k = 0; k < n; k++)
				assert_string_not_equal(ids[k],
					jl_rule_families[f]->rules[i].id);
			ids[n++] = jl_rule_families[f]->rules[i].id;
		}
	assert_true(n > 30);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_parsed_survives_packing),
		cmocka_unit_test(
			each_friction_kind_is_a_built_in_metric_of_its_own_name),
		cmocka_unit_test(rule_ids_are_unique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("findings", findings, finds);
}

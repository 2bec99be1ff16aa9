/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Every rule: what it finds, and what it leaves alone. */
#include "journeys/check.h"

#include "journeys/embedded.h"
#include "journeys/rule_page.h"
#include "tests/support/ledger.h"
#include "tests/support/test.h"

static const struct test_file around[] = {
	{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
	{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob\" }"},
	{"people/cy.json", "{ \"id\": \"cy\", \"name\": \"Cy\" }"},
	{"people/eve.json", "{ \"id\": \"eve\", \"name\": \"Eve\" }"},
	{"people/gone.json",
		"{ \"id\": \"gone\", \"name\": \"Gone\", \"until\": "
		"\"2026-03-01\" }"},
	{"functions/ops.json", "{ \"id\": \"ops\", \"name\": \"Ops\" }"},
	{"functions/it.json", "{ \"id\": \"it\", \"name\": \"IT\" }"},
};

enum { AROUND = JL_COUNT(around) };

static const struct row {
	const char *sentence, *path, *text;
	const char *rule;     /* that finds something; "": none is an error */
	const char *severity; /* and how often, when it is not once */
} rows[] = {
	{"a_sound_journey_has_no_errors", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"", ""},
	{"two_owners_on_a_day", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\",\"until\":\"2026-06-01\"},{\"person\":\"bob\",\"sinc"
		"e\":\"2026-05-31\"}],\"deputies\":[{\"person\":\"eve\","
		"\"since\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"e"
		"ve\",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"fun"
		"ction\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"st"
		"ages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id"
		"\":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\""
		"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name"
		"\":\"Late\",\"metric\":\"promise-broken\",\"aggregate\":"
		"\"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\"targ"
		"et\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"owner-overlap", "error"},
	{"an_owner_within_another_ones_time", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"},{\"person\":\"bob\",\"since\":\"2026-02-01\",\"unti"
		"l\":\"2026-03-01\"}],\"deputies\":[{\"person\":\"eve\","
		"\"since\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"e"
		"ve\",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"fun"
		"ction\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"st"
		"ages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id"
		"\":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\""
		"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name"
		"\":\"Late\",\"metric\":\"promise-broken\",\"aggregate\":"
		"\"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\"targ"
		"et\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"owner-overlap", "error"},
	{"a_third_owner_overlaps_the_first", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"},{\"person\":\"bob\",\"since\":\"2026-02-01\",\"unti"
		"l\":\"2026-02-02\"},{\"person\":\"bob\",\"since\":\"2026"
		"-03-01\",\"until\":\"2026-03-02\"}],\"deputies\":[{\"per"
		"son\":\"eve\",\"since\":\"2026-01-01\"}],\"sponsors\":[{"
		"\"person\":\"eve\",\"since\":\"2026-01-01\"}],\"stakehol"
		"ders\":[{\"function\":\"ops\",\"person\":\"bob\",\"raci"
		"\":\"R\"}],\"stages\":[{\"id\":\"go\",\"name\":\"Go\",\""
		"steps\":[{\"id\":\"pack\",\"name\":\"Pack\",\"line\":\"f"
		"rontstage\",\"function\":\"ops\"}]}],\"kpis\":[{\"id\":"
		"\"late\",\"name\":\"Late\",\"metric\":\"promise-broken\""
		",\"aggregate\":\"rate\",\"contracts\":[{\"since\":\"2026"
		"-01-01\",\"target\":\"10%\",\"at_risk\":\"8%\",\"minimum"
		"_n\":30}]}]}",
		"owner-overlap", "error 2"},
	{"a_hand_over_on_one_day_is_no_overlap", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\",\"until\":\"2026-06-01\"},{\"person\":\"eve\",\"sinc"
		"e\":\"2026-06-01\"}],\"deputies\":[{\"person\":\"bob\","
		"\"since\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"c"
		"y\",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"func"
		"tion\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"sta"
		"ges\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id\""
		":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\"fu"
		"nction\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name\""
		":\"Late\",\"metric\":\"promise-broken\",\"aggregate\":\""
		"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\"target"
		"\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"", ""},
	{"an_overlap_in_a_draft_is_a_warning", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"draft\","
		"\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-01\""
		",\"until\":\"2026-06-01\"},{\"person\":\"bob\",\"since\""
		":\"2026-05-31\"}],\"deputies\":[{\"person\":\"eve\",\"si"
		"nce\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"eve\""
		",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"functio"
		"n\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"stages"
		"\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\""
		"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\"funct"
		"ion\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\""
		"Late\",\"metric\":\"promise-broken\",\"aggregate\":\"rat"
		"e\",\"contracts\":[{\"since\":\"2026-01-01\",\"target\":"
		"\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"owner-overlap", "warning"},
	{"nobody_between_two_owners", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\",\"until\":\"2026-05-01\"},{\"person\":\"ann\",\"sinc"
		"e\":\"2026-06-01\"}],\"deputies\":[{\"person\":\"bob\","
		"\"since\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"e"
		"ve\",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"fun"
		"ction\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"st"
		"ages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id"
		"\":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\""
		"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name"
		"\":\"Late\",\"metric\":\"promise-broken\",\"aggregate\":"
		"\"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\"targ"
		"et\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"owner-vacancy", "warning"},
	{"nobody_any_more", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\",\"until\":\"2026-05-01\"}],\"deputies\":[{\"person\""
		":\"bob\",\"since\":\"2026-01-01\"}],\"sponsors\":[{\"per"
		"son\":\"eve\",\"since\":\"2026-01-01\"}],\"stakeholders"
		"\":[{\"function\":\"ops\",\"person\":\"bob\",\"raci\":\""
		"R\"}],\"stages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps"
		"\":[{\"id\":\"pack\",\"name\":\"Pack\",\"line\":\"fronts"
		"tage\",\"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late"
		"\",\"name\":\"Late\",\"metric\":\"promise-broken\",\"agg"
		"regate\":\"rate\",\"contracts\":[{\"since\":\"2026-01-01"
		"\",\"target\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":3"
		"0}]}]}",
		"owner-vacancy", "warning"},
	{"nobody_at_all", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[],\"deputies\":[{\"person\":\"bob\",\"sin"
		"ce\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"eve\","
		"\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"function"
		"\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"stages"
		"\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\""
		"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\"funct"
		"ion\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\""
		"Late\",\"metric\":\"promise-broken\",\"aggregate\":\"rat"
		"e\",\"contracts\":[{\"since\":\"2026-01-01\",\"target\":"
		"\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"owner-vacancy", "warning"},
	{"an_owner_who_has_left", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"gone\",\"since\":\"2025-01-"
		"01\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"202"
		"6-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"leaver", "error"},
	{"an_owner_until_the_day_they_left", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"gone\",\"since\":\"2025-01-"
		"01\",\"until\":\"2026-03-01\"},{\"person\":\"ann\",\"sin"
		"ce\":\"2026-03-01\"}],\"deputies\":[{\"person\":\"bob\","
		"\"since\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"e"
		"ve\",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"fun"
		"ction\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"st"
		"ages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id"
		"\":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\""
		"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name"
		"\":\"Late\",\"metric\":\"promise-broken\",\"aggregate\":"
		"\"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\"targ"
		"et\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"", ""},
	{"nobody_stands_in", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[],\"sponsors\":[{\"person\":\"eve\","
		"\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"function"
		"\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"stages"
		"\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\""
		"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\"funct"
		"ion\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\""
		"Late\",\"metric\":\"promise-broken\",\"aggregate\":\"rat"
		"e\",\"contracts\":[{\"since\":\"2026-01-01\",\"target\":"
		"\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"deputy-missing", "warning"},
	{"nobody_answers_for_vacancies", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"stakeholders\":[{\"function\":\"ops\",\"per"
		"son\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\":\"go"
		"\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"name\":"
		"\"Pack\",\"line\":\"frontstage\",\"function\":\"ops\"}]}"
		"],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"metric"
		"\":\"promise-broken\",\"aggregate\":\"rate\",\"contracts"
		"\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"at_ri"
		"sk\":\"8%\",\"minimum_n\":30}]}]}",
		"sponsor-missing", "warning"},
	{"the_owner_stands_in_for_the_owner", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"ann\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"own-deputy", "warning"},
	{"the_owner_answers_for_the_vacancy", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"ann\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"own-deputy", "warning"},
	{"a_function_delivers_and_has_no_say", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"it\","
		"\"raci\":\"R\"}],\"stages\":[{\"id\":\"go\",\"name\":\"G"
		"o\",\"steps\":[{\"id\":\"pack\",\"name\":\"Pack\",\"line"
		"\":\"frontstage\",\"function\":\"ops\"}]}],\"kpis\":[{\""
		"id\":\"late\",\"name\":\"Late\",\"metric\":\"promise-bro"
		"ken\",\"aggregate\":\"rate\",\"contracts\":[{\"since\":"
		"\"2026-01-01\",\"target\":\"10%\",\"at_risk\":\"8%\",\"m"
		"inimum_n\":30}]}]}",
		"stakeholder-missing", "warning"},
	{"nobody_is_responsible", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"raci\":\"C\"}],\"stages\":[{\"id\":\"go\",\"name\":\""
		"Go\",\"steps\":[{\"id\":\"pack\",\"name\":\"Pack\",\"lin"
		"e\":\"frontstage\",\"function\":\"ops\"}]}],\"kpis\":[{"
		"\"id\":\"late\",\"name\":\"Late\",\"metric\":\"promise-b"
		"roken\",\"aggregate\":\"rate\",\"contracts\":[{\"since\""
		":\"2026-01-01\",\"target\":\"10%\",\"at_risk\":\"8%\",\""
		"minimum_n\":30}]}]}",
		"responsible-missing", "warning"},
	{"a_key_that_is_none", "people/bob.json",
		"{\"id\":\"bob\",\"name\":\"Bob\",\"keys\":[\"SHA256:no"
		"thing\"]}",
		"key-unreadable", "warning"},
	{"a_stakeholder_who_has_left", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"gone\",\"raci\":\"R\"}],\"stages\":[{\"id"
		"\":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\""
		"name\":\"Pack\",\"line\":\"frontstage\",\"function\":\"o"
		"ps\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\""
		"metric\":\"promise-broken\",\"aggregate\":\"rate\",\"con"
		"tracts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\","
		"\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"stakeholder-left", "warning"},
	{"a_journey_without_a_kpi", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[]}",
		"kpi-missing", "warning"},
	{"a_kpi_without_a_contract", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[]}]}",
		"contract-missing", "warning"},
	{"a_contract_that_is_over", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2025-01-01\",\"until\":\"2026-01-01"
		"\",\"target\":\"10%\",\"minimum_n\":30}]}]}",
		"contract-missing", "warning"},
	{"two_contracts_on_a_day", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2025-01-01\",\"target\":\"10%\",\"m"
		"inimum_n\":30},{\"since\":\"2026-01-01\",\"target\":\"9%"
		"\",\"minimum_n\":30}]}]}",
		"contract-overlap", "error"},
	{"a_duration_for_a_share", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"24h\",\"m"
		"inimum_n\":30}]}]}",
		"contract-unit", "error"},
	{"a_share_for_a_duration", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"wait\",\"aggregate\":\"p90\",\"contracts\":[{\""
		"since\":\"2026-01-01\",\"target\":\"5%\",\"minimum_n\":3"
		"0}]}]}",
		"contract-unit", "error"},
	{"a_warning_behind_the_breach", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"12%\",\"minimum_n\":30}]}]}",
		"at-risk-beyond-target", "error"},
	{"a_warning_before_the_breach_of_what_should_be_high",
		"journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"satisfaction\",\"aggregate\":\"mean\",\"contrac"
		"ts\":[{\"since\":\"2026-01-01\",\"target\":4,\"at_risk\""
		":4.2,\"minimum_n\":30}]}]}",
		"", ""},
	{"a_warning_behind_the_breach_of_what_should_be_high",
		"journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"satisfaction\",\"aggregate\":\"mean\",\"contrac"
		"ts\":[{\"since\":\"2026-01-01\",\"target\":4,\"at_risk\""
		":3.8,\"minimum_n\":30}]}]}",
		"at-risk-beyond-target", "error"},
	{"a_single_measure_would_give_a_status", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\"}]}]"
		"}",
		"minimum-n-missing", "note"},
	{"a_sum_for_no_time", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"complaint\",\"aggregate\":\"sum\",\"contracts\""
		":[{\"since\":\"2026-01-01\",\"target\":10,\"minimum_n\":"
		"1}]}]}",
		"sum-without-per", "warning"},
	{"a_sum_for_a_month", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"complaint\",\"aggregate\":\"sum\",\"contracts\""
		":[{\"since\":\"2026-01-01\",\"target\":10,\"per\":\"mont"
		"h\",\"minimum_n\":1}]}]}",
		"", ""},
	{"a_rate_per_month", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"p"
		"er\":\"month\",\"minimum_n\":1}]}]}",
		"sum-without-per", "warning"},
	{"an_aggregate_that_is_none", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"median\",\"con"
		"tracts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\","
		"\"minimum_n\":1}]}]}",
		"bad-aggregate", "error"},
	{"a_person_who_is_not_defined", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bbo\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"unknown-person", "error"},
	{"a_function_that_is_not_defined", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"opps"
		"\",\"raci\":\"R\"},{\"function\":\"ops\",\"raci\":\"C\"}"
		"],\"stages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":["
		"{\"id\":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage"
		"\",\"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\","
		"\"name\":\"Late\",\"metric\":\"promise-broken\",\"aggreg"
		"ate\":\"rate\",\"contracts\":[{\"since\":\"2026-01-01\","
		"\"target\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]"
		"}]}",
		"unknown-function", "error"},
	{"a_metric_that_is_not_defined", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-brokn\",\"aggregate\":\"rate\",\"contra"
		"cts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"mi"
		"nimum_n\":1}]}]}",
		"unknown-metric", "error"},
	{"a_parent_that_is_not_defined", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}],\"parent\":\"mvoe\""
		"}",
		"unknown-journey", "error"},
	{"its_own_parent", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}],\"parent\":\"move\""
		"}",
		"parent-loop", "error"},
	{"a_stage_that_is_not_there", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"scope"
		"\":{\"stage\":\"gone\"},\"contracts\":[{\"since\":\"2026"
		"-01-01\",\"target\":\"10%\",\"minimum_n\":1}]}]}",
		"unknown-stage", "error"},
	{"a_next_step_that_is_not_there", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\",\"next\":[\"pakc\"]}]}],\"kpis\":[{\"id\":\"late\",\""
		"name\":\"Late\",\"metric\":\"promise-broken\",\"aggregat"
		"e\":\"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\""
		"target\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]"
		"}",
		"unknown-step", "error"},
	{"a_proof_that_is_no_kpi", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}],\"promises\":[{\"id"
		"\":\"p\",\"text\":\"Soon\",\"proof\":\"lat\"}]}",
		"unknown-kpi", "error"},
	{"a_kpi_id_twice", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"m"
		"inimum_n\":1}]},{\"id\":\"late\",\"name\":\"Late\",\"met"
		"ric\":\"promise-broken\",\"aggregate\":\"rate\",\"contra"
		"cts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"mi"
		"nimum_n\":1}]}]}",
		"duplicate-id", "error"},
	{"a_step_id_in_two_stages", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"P\",\"line\":\"frontstage\",\"function\":\"ops\"}"
		"]},{\"id\":\"end\",\"name\":\"End\",\"steps\":[{\"id\":"
		"\"pack\",\"name\":\"P\",\"line\":\"frontstage\",\"functi"
		"on\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"L"
		"ate\",\"metric\":\"promise-broken\",\"aggregate\":\"rate"
		"\",\"contracts\":[{\"since\":\"2026-01-01\",\"target\":"
		"\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"duplicate-id", "error"},
	{"an_end_before_its_beginning", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"},{\"person\":\"eve\",\"since\":\"2025-05-01\","
		"\"until\":\"2025-04-01\"}],\"sponsors\":[{\"person\":\"e"
		"ve\",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"fun"
		"ction\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"st"
		"ages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id"
		"\":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\""
		"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name"
		"\":\"Late\",\"metric\":\"promise-broken\",\"aggregate\":"
		"\"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\"targ"
		"et\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"dates-reversed", "error"},
	{"a_limit_that_ends_before_it_begins", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}],\"promises\":[{\"id"
		"\":\"p\",\"text\":\"Soon\",\"limits\":[{\"since\":\"2026"
		"-02-01\",\"until\":\"2026-01-01\",\"within\":\"24h\"}]}]"
		"}",
		"dates-reversed", "error"},
	{"a_comma_too_many", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}],}",
		"syntax", "error"},
	{"a_text_for_a_list", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":\"ann\",\"deputies\":[{\"person\":\"bob\","
		"\"since\":\"2026-01-01\"}],\"sponsors\":[{\"person\":\"e"
		"ve\",\"since\":\"2026-01-01\"}],\"stakeholders\":[{\"fun"
		"ction\":\"ops\",\"person\":\"bob\",\"raci\":\"R\"}],\"st"
		"ages\":[{\"id\":\"go\",\"name\":\"Go\",\"steps\":[{\"id"
		"\":\"pack\",\"name\":\"Pack\",\"line\":\"frontstage\",\""
		"function\":\"ops\"}]}],\"kpis\":[{\"id\":\"late\",\"name"
		"\":\"Late\",\"metric\":\"promise-broken\",\"aggregate\":"
		"\"rate\",\"contracts\":[{\"since\":\"2026-01-01\",\"targ"
		"et\":\"10%\",\"at_risk\":\"8%\",\"minimum_n\":30}]}]}",
		"wrong-type", "error"},
	{"a_key_that_is_not_known", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"a"
		"t_risk\":\"8%\",\"minimum_n\":30}]}],\"onwers\":[]}",
		"unknown-key", "error"},
	{"a_key_that_is_missing", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\"}", "missing-key", "error"},
	{"an_id_with_capitals", "people/dee.json",
		"{\"id\":\"Dee\",\"name\":\"Dee\"}", "bad-id", "error"},
	{"the_thirtieth_of_february", "people/dee.json",
		"{\"id\":\"dee\",\"name\":\"Dee\",\"until\":\"2026-02-30"
		"\"}",
		"bad-date", "error"},
	{"a_duration_in_words", "metrics/own.json",
		"{\"id\":\"own\",\"name\":\"Own\",\"kind\":\"wait\",\"uni"
		"t\":\"s\",\"direction\":\"lower-is-better\",\"viewpoint"
		"\":\"inside-out\",\"freshness\":\"a week\"}",
		"bad-duration", "error"},
	{"a_target_in_words", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"soon\",\""
		"minimum_n\":1}]}]}",
		"bad-quantity", "error"},
	{"a_percentage_beyond_its_decimals", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"0.00001%"
		"\",\"minimum_n\":1}]}]}",
		"bad-quantity", "error"},
	{"a_negative_minimum", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"contr"
		"acts\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"m"
		"inimum_n\":-1}]}]}",
		"bad-number", "error"},
	{"a_name_that_reads_otherwise", "people/dee.json",
		"{\"id\":\"dee\",\"name\":\"\u202eeeD\"}", "hidden-character",
		"warning"},
	{"a_name_of_blanks", "people/dee.json",
		"{\"id\":\"dee\",\"name\":\"  \"}", "empty-text", "error"},
	{"a_status_that_is_none", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"live\","
		"\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-01\""
		"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026-01"
		"-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":\"20"
		"26-01-01\"}],\"stakeholders\":[{\"function\":\"ops\",\"p"
		"erson\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\":\"g"
		"o\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"name\""
		":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops\"}]"
		"}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"metric"
		"\":\"promise-broken\",\"aggregate\":\"rate\",\"contracts"
		"\":[{\"since\":\"2026-01-01\",\"target\":\"10%\",\"at_ri"
		"sk\":\"8%\",\"minimum_n\":30}]}]}",
		"bad-choice", "error"},
	{"no_answer_where_one_is_required", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"raci\":\"\"}],\"stages\":[{\"id\":\"go\",\"name\":\"G"
		"o\",\"steps\":[{\"id\":\"pack\",\"name\":\"Pack\",\"line"
		"\":\"frontstage\",\"function\":\"ops\"}]}],\"kpis\":[{\""
		"id\":\"late\",\"name\":\"Late\",\"metric\":\"promise-bro"
		"ken\",\"aggregate\":\"rate\",\"contracts\":[{\"since\":"
		"\"2026-01-01\",\"target\":\"10%\",\"at_risk\":\"8%\",\"m"
		"inimum_n\":30}]}]}",
		"bad-choice", "error"},
	{"a_scope_with_a_channel_that_is_none", "journeys/move.json",
		"{\"id\":\"move\",\"name\":\"Move\",\"status\":\"in-force"
		"\",\"owners\":[{\"person\":\"ann\",\"since\":\"2026-01-0"
		"1\"}],\"deputies\":[{\"person\":\"bob\",\"since\":\"2026"
		"-01-01\"}],\"sponsors\":[{\"person\":\"eve\",\"since\":"
		"\"2026-01-01\"}],\"stakeholders\":[{\"function\":\"ops\""
		",\"person\":\"bob\",\"raci\":\"R\"}],\"stages\":[{\"id\""
		":\"go\",\"name\":\"Go\",\"steps\":[{\"id\":\"pack\",\"na"
		"me\":\"Pack\",\"line\":\"frontstage\",\"function\":\"ops"
		"\"}]}],\"kpis\":[{\"id\":\"late\",\"name\":\"Late\",\"me"
		"tric\":\"promise-broken\",\"aggregate\":\"rate\",\"scope"
		"\":{\"channel\":\"fone\"},\"contracts\":[{\"since\":\"20"
		"26-01-01\",\"target\":\"10%\",\"minimum_n\":1}]}]}",
		"bad-choice", "error"},
	{"a_file_that_is_named_otherwise", "people/dee.json",
		"{\"id\":\"di\",\"name\":\"Di\"}", "wrong-file-name", "error"},
	{"a_map_that_says_too_little", "maps/m.json",
		"{\"id\":\"m\",\"version\":1,\"columns\":{\"journey\":\"j"
		"\"},\"measures\":[{\"metric\":\"complaint\"}]}",
		"map-unusable", "error"},
	{"a_metric_that_is_built_in", "metrics/wait.json",
		"{\"id\":\"wait\",\"name\":\"W\",\"kind\":\"wait\",\"unit"
		"\":\"s\",\"direction\":\"lower-is-better\",\"viewpoint\""
		":\"inside-out\"}",
		"duplicate-id", "error"},
};

static void finds(void **state)
{
	const struct row *row = *state;
	struct test_file files[AROUND + 1];
	struct test_ledger test;
	char severity[16] = "";
	struct jl_error err;
	size_t wanted = *row->rule ? 1 : 0, found = 0;
	int32_t today;

	sscanf(row->severity, "%15s %zu", severity, &wanted);
	memcpy(files, around, sizeof(around));
	files[AROUND] = (struct test_file){row->path, row->text};
	test_ledger_open(&test, files, JL_COUNT(files));
	assert_int_equal(jl_day_parse("2026-07-01", &today, &err), 0);
	jl_check_run(test.ledger, today, NULL);
	for (size_t i = 0; i < test.ledger->findings.n; i++) {
		const struct jl_finding *f = &test.ledger->findings.v[i];

		if (strcmp(f->rule, row->rule) == 0 &&
			strcmp(f->path, row->path) == 0) {
			assert_string_equal(
				jl_severity_names[f->severity], severity);
			assert_true(f->line > 0 && f->column > 0);
			found++;
		} else if (!*row->rule && f->severity == JL_SEVERITY_ERROR) {
			fail_msg("%s: %s: %s", f->path, f->rule, f->sentence);
		}
	}
	assert_number_equal(found, wanted);
	test_ledger_close(&test);
}

/* ---- the pages of help ---- */

/* What the examples of the pages stand in, and a sound journey. */
static const struct test_file surroundings[] = {
	{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
	{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob\" }"},
	{"people/eve.json", "{ \"id\": \"eve\", \"name\": \"Eve\" }"},
	{"functions/ops.json", "{ \"id\": \"ops\", \"name\": \"Ops\" }"},
	{"functions/finance.json",
		"{ \"id\": \"finance\", \"name\": \"Finance\" }"},
	{"functions/helpline.json",
		"{ \"id\": \"helpline\", \"name\": \"Helpline\" }"},
	{"journeys/living.json",
		"{ \"id\": \"living\", \"name\": \"I live\", \"status\": "
		"\"draft\" }"},
};

static const char sound[] =
	"{\"id\": \"move\", \"name\": \"I move house\", \"status\": \""
	"in-force\", \"owners\": [{\"person\": \"ann\", \"since\": \""
	"2026-01-01\"}], \"deputies\": [{\"person\": \"bob\", \"since"
	"\": \"2026-01-01\"}], \"sponsors\": [{\"person\": \"eve\", \""
	"since\": \"2026-01-01\"}], \"authority\": [{\"over\": \"ops\""
	", \"right\": \"decide\"}], \"stakeholders\": [{\"function\":"
	" \"ops\", \"raci\": \"R\"}], \"stages\": [{\"id\": \"go\", \""
	"name\": \"Go\", \"steps\": [{\"id\": \"pack\", \"name\": \"P"
	"ack\", \"line\": \"frontstage\", \"function\": \"ops\", \"co"
	"mmitment\": \"2h\", \"recovery\": [\"pack\"]}]}], \"kpis\": "
	"[{\"id\": \"late\", \"name\": \"Late\", \"metric\": \"promis"
	"e-broken\", \"aggregate\": \"rate\", \"scope\": {\"stage\": "
	"\"go\"}, \"contracts\": [{\"since\": \"2026-01-01\", \"targe"
	"t\": \"10%\", \"minimum_n\": 30}]}]}";

/* The sound journey with these members in the place of its own. */
static char *with_members(const char *members)
{
	json_t *journey = json_loads(sound, 0, NULL);
	char *text = jl_xasprintf("{ %s }", members), *out;
	json_error_t error;
	json_t *more = json_loads(text, 0, &error);

	if (!more)
		fail_msg("%s\n%s", error.text, text);
	/* A scope of the sound journey's KPI may name a stage that is gone. */
	if (json_object_get(more, "stages") && !json_object_get(more, "kpis"))
		json_object_del(
			json_array_get(json_object_get(journey, "kpis"), 0),
			"scope");
	json_object_update(journey, more);
	out = json_dumps(journey, 0);
	json_decref(journey);
	json_decref(more);
	free(text);
	return out;
}

static bool is_example(
	const struct jl_rule_page *page, bool is_right, const char *path)
{
	if (strcmp(path, JL_RULE_EXAMPLE_PATH) == 0)
		return true;
	for (size_t i = 0; i < page->n; i++)
		if (page->v[i].is_right == is_right &&
			strcmp(page->v[i].path, path) == 0)
			return true;
	return false;
}

/* How often the rule finds something in the examples that are right, or in
 * those that are wrong. */
static size_t find_in(
	const char *rule, const struct jl_rule_page *page, bool is_right)
{
	struct test_file files[16] = {0};
	struct jl_batches no_batches = {0};
	struct test_ledger test;
	struct jl_error err;
	size_t n = JL_COUNT(surroundings), found = 0;
	int32_t today;

	memcpy(files, surroundings, sizeof(surroundings));
	files[n++] = (struct test_file){"journeys/move.json", sound};
	for (size_t i = 0; i < page->n; i++) {
		const struct jl_rule_example *e = &page->v[i];

		if (e->is_right != is_right)
			continue;
		/* What comes later is written over what was there. */
		assert_true(n < JL_COUNT(files));
		files[n++] = (struct test_file){
			e->path, *e->text == '{' ? jl_xstrdup(e->text)
						 : with_members(e->text)};
	}
	test_ledger_open(&test, files, n);
	assert_int_equal(jl_day_parse("2026-07-01", &today, &err), 0);
	jl_check_run(test.ledger, today, &no_batches);
	for (size_t i = 0; i < test.ledger->findings.n; i++) {
		const struct jl_finding *f = &test.ledger->findings.v[i];

		if (!is_example(page, is_right, f->path))
			continue;
		if (strcmp(f->rule, rule) == 0) {
			found++;
			assert_true(f->line > 0 && f->column > 0);
		} else if (is_right && f->severity == JL_SEVERITY_ERROR) {
			/* Nobody shall copy a mistake from a page of help. */
			print_error("%s: %s: %s\n", rule, f->rule, f->sentence);
			found++;
		}
	}
	test_ledger_close(&test);
	for (size_t i = JL_COUNT(surroundings) + 1; i < n; i++)
		free((char *)(uintptr_t)files[i].text);
	return found;
}

static void every_rule_has_a_page_whose_examples_are_true(void **state)
{
	size_t pages = 0;

	(void)state;
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++) {
			const char *rule = jl_rule_families[f]->rules[i].id;
			struct jl_rule_page page;

			if (!jl_rule_page_read(rule, &page))
				fail_msg("%s has no page", rule);
			if (find_in(rule, &page, false) == 0)
				fail_msg(
					"%s: what is wrong is not found", rule);
			if (find_in(rule, &page, true) != 0)
				fail_msg("%s: what is right is found", rule);
			jl_rule_page_release(&page);
			pages++;
		}
	assert_number_equal(pages, jl_n_rule_files);
}

static void the_sound_journey_has_no_findings(void **state)
{
	struct jl_rule_page none = {0};

	(void)state;
	for (size_t f = 0; f < jl_n_rule_families; f++)
		for (size_t i = 0; i < jl_rule_families[f]->n; i++)
			if (find_in(jl_rule_families[f]->rules[i].id, &none,
				    true) != 0)
				fail_msg(
					"%s", jl_rule_families[f]->rules[i].id);
}

/* In drafts nothing is an error, but what cannot be read. */
static void a_draft_has_warnings_where_others_have_errors(void **state)
{
	struct jl_rule_page page;
	struct test_file files[JL_COUNT(surroundings) + 1];
	struct test_ledger test;
	struct jl_error err;
	size_t found = 0;
	int32_t today;
	char *draft, *members;

	(void)state;
	assert_true(jl_rule_page_read("promise-not-keepable", &page));
	members = jl_xasprintf("\"status\": \"draft\", %s", page.v[0].text);
	draft = with_members(members);
	memcpy(files, surroundings, sizeof(surroundings));
	files[JL_COUNT(surroundings)] =
		(struct test_file){"journeys/move.json", draft};
	test_ledger_open(&test, files, JL_COUNT(files));
	assert_int_equal(jl_day_parse("2026-07-01", &today, &err), 0);
	jl_check_run(test.ledger, today, NULL);
	for (size_t i = 0; i < test.ledger->findings.n; i++) {
		const struct jl_finding *f = &test.ledger->findings.v[i];

		assert_true(f->severity != JL_SEVERITY_ERROR);
		if (strcmp(f->rule, "promise-not-keepable") != 0)
			continue;
		found++;
		/* 16h + 48h, link by link. */
		assert_string_equal(f->sentence,
			"'refund' promises 24h, and keeping it can take 64h: "
			"assess 16h + pay 48h");
	}
	assert_number_equal(found, 1);
	test_ledger_close(&test);
	jl_rule_page_release(&page);
	free(members);
	free(draft);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sound_journey_has_no_findings),
		cmocka_unit_test(every_rule_has_a_page_whose_examples_are_true),
		cmocka_unit_test(a_draft_has_warnings_where_others_have_errors),
	};

	return RUN_ROWS("rules", rows, finds) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family keys: a signature leads to one person. */
#include "journeys/check.h"

#include "core/sshsig.h"

#include <stdlib.h>

/* A key that was met before, and whose it is. */
struct met {
	struct jl_ssh_key key;
	const char *person;
};

struct pass {
	struct jl_ledger *ledger;
	const struct jl_person *person;
	struct met *v;
	size_t n, cap;
};

static struct jl_finding *add(
	struct pass *p, const char *rule, size_t key, const char *sentence)
{
	char *path = jl_ledger_path(p->ledger, JL_KIND_PERSON, p->person->id);
	char *pointer = jl_xasprintf("/keys/%zu", key);
	struct jl_finding *finding = jl_findings_add(&p->ledger->findings, rule,
		JL_SEVERITY_WARNING, path, pointer, "%s", sentence);

	free(pointer);
	free(path);
	return finding;
}

static void check_shared(
	struct pass *p, size_t key, const struct jl_ssh_key *parsed)
{
	for (size_t i = 0; i < p->n; i++) {
		char *sentence;

		if (p->v[i].person == p->person->id ||
			!jl_ssh_key_equal(&p->v[i].key, parsed))
			continue;
		sentence = jl_xasprintf("this is the key of '%s' too: nobody "
					"can say which of the two signed",
			p->v[i].person);
		add(p, "key-shared", key, sentence);
		free(sentence);
		return;
	}
}

static void check_person(struct pass *p)
{
	for (size_t k = 0; k < p->person->keys.n; k++) {
		struct jl_ssh_key parsed;

		if (!jl_ssh_key_parse(p->person->keys.v[k], &parsed)) {
			jl_finding_hint(
				add(p, "key-unreadable", k,
					"this is no public SSH key: no "
					"signature will be known by it"),
				"write the one line of the .pub file that "
				"ssh-keygen made");
			continue;
		}
		check_shared(p, k, &parsed);
		JL_GROW(p->v, p->n, p->cap);
		p->v[p->n++] = (struct met){parsed, p->person->id};
	}
}

void jl_check_keys(struct jl_check *check)
{
	struct pass p = {.ledger = check->ledger};

	for (size_t i = 0; i < check->ledger->kinds[JL_KIND_PERSON].n; i++) {
		p.person = jl_ledger_nth(check->ledger, JL_KIND_PERSON, i);
		check_person(&p);
	}
	for (size_t i = 0; i < p.n; i++)
		jl_ssh_key_release(&p.v[i].key);
	free(p.v);
}

static const struct jl_rule rules[] = {
	{.id = "key-unreadable",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A person's keys are public SSH keys.",
		.hint = "write the one line of the .pub file that ssh-keygen "
			"made"},
	{.id = "key-shared",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A key is one person's."},
};

const struct jl_rule_family jl_rules_keys = {"keys", rules, JL_COUNT(rules)};

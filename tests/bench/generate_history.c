/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Makes the history of `make bench-history` as a stream for git fast-import: a
 * ledger whose journeys are handed over, whose targets and steps change, one
 * change a commit over ten years; every twentieth comes by a merge. The same
 * every time (xorshift64*).
 *
 *   generate_history JOURNEYS COMMITS DOMAINS
 *
 * With DOMAINS the journeys lie in that many folders below journeys/, without
 * (0) side by side.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	PEOPLE = 600,
	FUNCTIONS = 40,
	STEPS = 6,
	KPIS = 3,
	FACTS = 64,    /* dated facts of a list, at most */
	FIRST = 16801, /* 2016-01-01 */
	DAYS = 3653,
	MERGE_EVERY = 20,
};

struct fact {
	int day, value;
};

struct facts {
	struct fact v[FACTS];
	int n;
};

struct journey {
	struct facts owners, contracts[KPIS];
	int commitments[STEPS], goal;
};

static uint64_t state = UINT64_C(88172645463325252);
static int journeys, domains;
static struct journey *all;

static int next(int below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (int)((uint32_t)((state * UINT64_C(2685821657736338717)) >> 32) %
		     (uint32_t)below);
}

static void put_day(FILE *f, const char *key, int day)
{
	/* Civil from days, Howard Hinnant's public algorithm. */
	int z = day + 719468, era = z / 146097, doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153, d = doy - (153 * mp + 2) / 5 + 1;
	int m = mp < 10 ? mp + 3 : mp - 9;

	fprintf(f, "\"%s\": \"%04d-%02d-%02d\"", key,
		yoe + era * 400 + (m <= 2), m, d);
}

/* Adds a fact from the day on; of a full list the oldest goes. */
static void add_fact(struct facts *facts, int day, int value)
{
	if (facts->n && facts->v[facts->n - 1].day >= day)
		return;
	if (facts->n == FACTS) {
		for (int i = 1; i < FACTS; i++)
			facts->v[i - 1] = facts->v[i];
		facts->n--;
	}
	facts->v[facts->n++] = (struct fact){day, value};
}

static void put_until(FILE *f, const struct facts *facts, int i)
{
	if (i + 1 < facts->n) {
		fputs(", ", f);
		put_day(f, "until", facts->v[i + 1].day);
	}
	fprintf(f, " }%s\n", i + 1 < facts->n ? "," : "");
}

static void put_owners(FILE *f, const struct journey *j)
{
	fputs("  \"owners\": [\n", f);
	for (int i = 0; i < j->owners.n; i++) {
		fprintf(f, "    { \"person\": \"p%04d\", ",
			j->owners.v[i].value);
		put_day(f, "since", j->owners.v[i].day);
		put_until(f, &j->owners, i);
	}
	fputs("  ],\n", f);
}

static void put_steps(FILE *f, const struct journey *j, int id)
{
	fputs("  \"stages\": [\n    { \"id\": \"serve\", \"name\": \"Serve\", "
	      "\"steps\": [\n",
		f);
	for (int i = 0; i < STEPS; i++)
		fprintf(f,
			"      { \"id\": \"step-%d\", \"name\": \"Step %d of "
			"the journey\", \"line\": \"%s\", \"channel\": "
			"\"phone\", \"function\": \"f%02d\", \"commitment\": "
			"\"%dh\"%s%s }%s\n",
			i, i, i ? "backstage" : "frontstage",
			(id + i) % FUNCTIONS, j->commitments[i],
			i + 1 < STEPS ? ", \"next\": " : "",
			i + 1 < STEPS
				? (const char *[]){"[\"step-1\"]",
					  "[\"step-2\"]", "[\"step-3\"]",
					  "[\"step-4\"]", "[\"step-5\"]"}[i]
				: "",
			i + 1 < STEPS ? "," : "");
	fputs("    ] }\n  ],\n", f);
}

static void put_kpis(FILE *f, const struct journey *j)
{
	static const char *const metrics[KPIS] = {
		"elapsed", "wait", "satisfaction"};

	fputs("  \"kpis\": [\n", f);
	for (int k = 0; k < KPIS; k++) {
		const struct facts *c = &j->contracts[k];

		fprintf(f,
			"    { \"id\": \"kpi-%d\", \"name\": \"KPI %d\", "
			"\"metric\": \"%s\", \"aggregate\": \"%s\", "
			"\"contracts\": [\n",
			k, k, metrics[k], k == 2 ? "mean" : "p90");
		for (int i = 0; i < c->n; i++) {
			fputs("      { ", f);
			put_day(f, "since", c->v[i].day);
			fprintf(f,
				k == 2 ? ", \"target\": %d"
				       : ", \"target\": \"%dh\"",
				c->v[i].value);
			put_until(f, c, i);
		}
		fprintf(f, "    ] }%s\n", k + 1 < KPIS ? "," : "");
	}
	fputs("  ]\n", f);
}

static char *journey_text(int id, size_t *len)
{
	const struct journey *j = &all[id];
	char *text;
	FILE *f = open_memstream(&text, len);

	if (!f)
		exit(1);
	fprintf(f,
		"{\n  \"id\": \"j%04d\",\n  \"name\": \"Journey %d\",\n"
		"  \"status\": \"in-force\",\n  \"customer_goal\": "
		"\"goal %d\",\n",
		id, id, j->goal);
	put_owners(f, j);
	put_steps(f, j, id);
	put_kpis(f, j);
	fputs("}\n", f);
	fclose(f);
	return text;
}

static void put_text(const char *path, const char *text, size_t len)
{
	printf("M 100644 inline %s\ndata %zu\n%.*s\n", path, len, (int)len,
		text);
}

static void put_journey(int id)
{
	char path[64];
	size_t len;
	char *text = journey_text(id, &len);

	if (domains)
		snprintf(path, sizeof(path), "journeys/domain-%02d/j%04d.json",
			id % domains, id);
	else
		snprintf(path, sizeof(path), "journeys/j%04d.json", id);
	put_text(path, text, len);
	free(text);
}

static void put_small(const char *path, const char *text)
{
	size_t len = 0;

	while (text[len])
		len++;
	put_text(path, text, len);
}

static void begin_commit(const char *branch, int mark, int day, int second,
	const char *message, int from, int merge)
{
	int author = next(PEOPLE);
	int64_t when = (int64_t)day * 86400 + 30000 + second;
	size_t len = 0;

	while (message[len])
		len++;
	printf("commit refs/heads/%s\nmark :%d\n"
	       "author Person %d <p%04d@example.com> %" PRId64 " +0100\n"
	       "committer Person %d <p%04d@example.com> %" PRId64 " +0100\n"
	       "data %zu\n%s\n",
		branch, mark, author, author, when, author, author, when, len,
		message);
	if (from)
		printf("from :%d\n", from);
	if (merge)
		printf("merge :%d\n", merge);
}

static void put_around(void)
{
	char path[64], text[256];

	put_small("ledger.json",
		"{\n  \"format\": 1,\n  \"name\": \"Bench\",\n  \"zone\": "
		"\"Europe/Paris\"\n}\n");
	put_small(".gitignore", ".jledger/\n");
	for (int i = 0; i < PEOPLE; i++) {
		snprintf(path, sizeof(path), "people/p%04d.json", i);
		snprintf(text, sizeof(text),
			"{\n  \"id\": \"p%04d\",\n  \"name\": \"Person %d\",\n"
			"  \"function\": \"f%02d\",\n"
			"  \"email\": \"p%04d@example.com\"\n}\n",
			i, i, i % FUNCTIONS, i);
		put_small(path, text);
	}
	for (int i = 0; i < FUNCTIONS; i++) {
		snprintf(path, sizeof(path), "functions/f%02d.json", i);
		snprintf(text, sizeof(text),
			"{\n  \"id\": \"f%02d\",\n  \"name\": \"Function "
			"%d\"\n}\n",
			i, i);
		put_small(path, text);
	}
}

static const char *change(struct journey *j, int day)
{
	int k;

	switch (next(4)) {
	case 0:
		add_fact(&j->owners, day - next(20), next(PEOPLE));
		return "hand over";
	case 1:
		k = next(KPIS);
		add_fact(&j->contracts[k], day, 1 + next(k == 2 ? 9 : 90));
		return "another target";
	case 2:
		j->commitments[next(STEPS)] = 1 + next(72);
		return "another commitment";
	default:
		j->goal++;
		return "another goal";
	}
}

int main(int argc, char **argv)
{
	int commits = argc == 4 ? atoi(argv[2]) : 0, tip = 1, mark = 1;

	if (commits < 1) {
		fputs("usage: generate_history JOURNEYS COMMITS DOMAINS\n",
			stderr);
		return 2;
	}
	journeys = atoi(argv[1]);
	domains = atoi(argv[3]);
	all = calloc((size_t)journeys, sizeof(*all));
	if (!all)
		return 1;
	begin_commit("main", mark, FIRST, 0, "the ledger", 0, 0);
	put_around();
	for (int i = 0; i < journeys; i++) {
		add_fact(&all[i].owners, FIRST, next(PEOPLE));
		for (int k = 0; k < KPIS; k++)
			add_fact(&all[i].contracts[k], FIRST, 1 + next(9));
		for (int k = 0; k < STEPS; k++)
			all[i].commitments[k] = 1 + next(72);
		put_journey(i);
	}
	for (int i = 1; i < commits; i++) {
		int64_t at = (int64_t)i * DAYS * 43200 / commits;
		int day = FIRST + (int)(at / 43200), second = (int)(at % 43200);
		int id = next(journeys);
		const char *message = change(&all[id], day);

		if (i % MERGE_EVERY == 0 && i + 1 < commits) {
			begin_commit(
				"side", ++mark, day, second, message, tip, 0);
			put_journey(id);
			i++;
			begin_commit("main", mark + 1, day, second + 1, "merge",
				tip, mark);
			put_journey(id);
			mark++;
		} else {
			begin_commit(
				"main", ++mark, day, second, message, tip, 0);
			put_journey(id);
		}
		tip = mark;
	}
	free(all);
	return 0;
}

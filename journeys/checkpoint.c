/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Finding checkpoints in what people kept. */
#include "journeys/checkpoint.h"

#include "core/file.h"
#include "core/json.h"
#include "core/str.h"
#include "journeys/batches.h"

#include <stdlib.h>
#include <string.h>

enum { REPORT_MAX = 1 << 30, SHORTEST = 7 }; /* bytes; digits */

static const char digits[] = "0123456789abcdefABCDEF";

/* Takes exactly so many digits as fill hex, in small letters; NULL when there
 * are fewer or more, else what stands behind them. */
static const char *take_hex(const char *text, char *hex, size_t size)
{
	if (strspn(text, digits) != size - 1)
		return NULL;
	for (size_t i = 0; i + 1 < size; i++)
		hex[i] = (char)(text[i] >= 'A' && text[i] <= 'F'
					? text[i] - 'A' + 'a'
					: text[i]);
	hex[size - 1] = '\0';
	return text + size - 1;
}

/* Behind a word at the text, or NULL. */
static const char *behind(const char *text, const char *word)
{
	size_t len = strlen(word);

	return text && strncmp(text, word, len) == 0 ? text + len : NULL;
}

static const char *take_commit(const char *text, struct jl_checkpoint *c)
{
	return text ? take_hex(text, c->commit, sizeof(c->commit)) : NULL;
}

static const char *take_root(const char *text, struct jl_checkpoint *c)
{
	return text ? take_hex(text, c->root, sizeof(c->root)) : NULL;
}

/* ---- seals ---- */

/* The mark, the commit and the root, with any space between them: mail folds
 * and quotes lines. */
static const char *take_seal(const char *text, struct jl_checkpoint *c)
{
	static const char between[] = " \t\r\n>";
	const char *at = behind(text, JL_SEAL_PREFIX);

	if (!at || !strchr(between, *at))
		return NULL;
	at = take_commit(at + strspn(at, between), c);
	return at ? take_root(at + strspn(at, between), c) : NULL;
}

/* The one that begins a line. Of a text with different ones nobody knows which
 * is meant. */
static bool find_seal(const char *text, struct jl_checkpoint *c)
{
	bool is_found = false;

	for (const char *line = text; line; line = strchr(line, '\n')) {
		struct jl_checkpoint found;

		line += *line == '\n';
		if (!take_seal(line + strspn(line, " \t>"), &found))
			continue;
		if (is_found && (strcmp(found.commit, c->commit) != 0 ||
					strcmp(found.root, c->root) != 0))
			return false;
		*c = found;
		is_found = true;
	}
	return is_found;
}

/* ---- reports ---- */

/* The "ledger" of a report in JSON. */
static bool find_json(const char *text, size_t len, struct jl_checkpoint *c)
{
	struct jl_json_problem ignored;
	json_t *json = jl_json_parse(text, len, &ignored);
	const json_t *ledger = json_object_get(json, "ledger");
	const json_t *root = json_object_get(ledger, "receipts_root");
	bool is_found =
		take_commit(
			json_string_value(json_object_get(ledger, "commit")),
			c) &&
		(json_is_null(root) || take_root(json_string_value(root), c));

	json_decref(json);
	return is_found;
}

/* Behind the last one in the text, or NULL. */
static const char *behind_last(const char *text, const char *mark)
{
	const char *found = NULL;

	for (const char *at = text; (at = strstr(at, mark)) != NULL; at++)
		found = at + strlen(mark);
	return found;
}

/* The foot of a page for people ends the page: what a page says above it may be
 * anybody's words. */
static bool find_foot(const char *text, struct jl_checkpoint *c)
{
	static const struct {
		const char *before, *between, *after;
	} feet[] = {
		{"\ncommit ", "\nreceipts ", ""},
		{"\nCommit `", "`, receipts `", "`"},
		{"\n<footer>commit ", "<br>receipts ",
			"</footer>\n</body>\n</html>"},
	};

	for (size_t i = 0; i < JL_COUNT(feet); i++) {
		const char *at = behind_last(text, feet[i].before);

		at = take_commit(at, c);
		at = take_root(behind(at, feet[i].between), c);
		at = behind(at, feet[i].after);
		if (at && at[strspn(at, "\r\n")] == '\0')
			return true;
	}
	return false;
}

bool jl_checkpoint_find(
	const char *text, size_t len, struct jl_checkpoint *checkpoint)
{
	bool is_found;

	memset(checkpoint, 0, sizeof(*checkpoint));
	if (text[strspn(text, " \t\r\n")] == '{')
		is_found = find_json(text, len, checkpoint);
	else
		is_found = find_foot(text, checkpoint) ||
			   find_seal(text, checkpoint);
	if (!is_found)
		memset(checkpoint, 0, sizeof(*checkpoint));
	return is_found;
}

/* ---- what a person gives ---- */

static int read_file(
	const char *path, struct jl_checkpoint *c, struct jl_error *err)
{
	char *text;
	size_t len;
	int rc = jl_file_read(path, REPORT_MAX, &text, &len, err);

	if (rc < 0)
		return rc;
	if (!jl_checkpoint_find(text, len, c))
		rc = jl_fail(err, JL_EINVALID,
			"%.200s: there is no checkpoint in it: a report of "
			"this program has one in JSON (\"ledger\"), HTML, "
			"Markdown and text (at its end), none in CSV; the line "
			"of a seal stands by itself",
			path);
	free(text);
	return rc;
}

static int read_seal(
	const char *word, struct jl_checkpoint *c, struct jl_error *err)
{
	if (find_seal(word, c))
		return 0;
	return jl_fail(err, JL_EINVALID,
		"this seal is not whole: behind %s stand the 40 digits of a "
		"commit and the 64 of a root",
		JL_SEAL_PREFIX);
}

/* Digits are a commit's, whatever references are called. */
static void read_digits(
	struct jl_repo *repo, const char *word, struct jl_checkpoint *c)
{
	struct jl_oid commit;
	struct jl_error ignored;

	if (take_commit(word, c))
		return;
	if (jl_repo_find_commit(repo, word, &commit, &ignored) == 0)
		jl_oid_hex(&commit, c->commit);
	else /* of a commit that is not here: that is the finding */
		snprintf(c->commit, sizeof(c->commit), "%s", word);
}

/* By a tag, when it is a seal. */
static bool read_tag(
	struct jl_repo *repo, const char *word, struct jl_checkpoint *c)
{
	struct jl_tag tag = {0};
	struct jl_oid oid;
	struct jl_error ignored;
	bool is_seal = jl_repo_tag_find(repo, word, &oid, &ignored) == 0 &&
		       jl_repo_tag_read(repo, &oid, &tag, &ignored) == 0 &&
		       find_seal(tag.message, c);

	jl_tag_release(&tag);
	return is_seal;
}

int jl_checkpoint_read(struct jl_repo *repo, const char *word,
	struct jl_checkpoint *c, struct jl_error *err)
{
	size_t n_digits = strspn(word, digits);
	struct jl_oid commit;
	int rc;

	memset(c, 0, sizeof(*c));
	if (behind(word, JL_SEAL_PREFIX))
		return read_seal(word, c, err);
	if (jl_file_exists(word))
		return read_file(word, c, err);
	if (n_digits >= SHORTEST && n_digits < JL_OID_HEX && !word[n_digits]) {
		read_digits(repo, word, c);
		return 0;
	}
	if (read_tag(repo, word, c))
		return 0;
	rc = jl_repo_resolve(repo, word, &commit, err);
	if (rc == 0)
		jl_oid_hex(&commit, c->commit);
	else if (rc == JL_ENOTFOUND)
		rc = jl_fail(err, JL_EINVALID,
			"'%.100s' is neither a file, nor a seal, nor a commit",
			word);
	return rc;
}

char *jl_seal_line(const struct jl_checkpoint *c)
{
	return jl_xasprintf("%s %s %s", JL_SEAL_PREFIX, c->commit, c->root);
}

int jl_receipts_root(struct jl_repo *repo, const struct jl_oid *commit,
	char root[JL_DIGEST_HEX], struct jl_error *err)
{
	struct jl_retractions retractions = {0};
	struct jl_batches batches = {0};
	int rc = jl_batches_read(repo, commit, NULL, &batches, err);

	if (rc == 0)
		rc = jl_retractions_read(repo, commit, &retractions, err);
	if (rc == 0)
		jl_batches_root(&batches, &retractions, root);
	jl_batches_release(&batches);
	jl_retractions_release(&retractions);
	return rc;
}

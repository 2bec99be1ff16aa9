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

enum { REPORT_MAX = 1 << 30, SHORTEST = 12 }; /* bytes; digits */

static const char digits[] = "0123456789abcdef";

/* Takes the digits at the text; false when they are too few or too many. */
static bool take_hex(const char *text, char *hex, size_t size)
{
	size_t len = strspn(text, digits);

	if (len < SHORTEST || len >= size)
		return false;
	memcpy(hex, text, len);
	hex[len] = '\0';
	return true;
}

static bool find_seal(const char *text, struct jl_checkpoint *c)
{
	const char *at = strstr(text, JL_SEAL_PREFIX " ");

	if (!at)
		return false;
	at += sizeof(JL_SEAL_PREFIX);
	if (!take_hex(at, c->commit, sizeof(c->commit)))
		return false;
	at += strlen(c->commit);
	at += strspn(at, " \t\r\n>");
	return take_hex(at, c->root, sizeof(c->root));
}

/* The "ledger" of a report in JSON. */
static bool find_json(const char *text, size_t len, struct jl_checkpoint *c)
{
	struct jl_json_problem ignored;
	json_t *json = *text == '{' ? jl_json_parse(text, len, &ignored) : NULL;
	const json_t *ledger = json_object_get(json, "ledger");
	const char *commit =
		json_string_value(json_object_get(ledger, "commit"));
	const char *root =
		json_string_value(json_object_get(ledger, "receipts_root"));
	bool is_found =
		commit && take_hex(commit, c->commit, sizeof(c->commit));

	if (is_found && root)
		is_found = take_hex(root, c->root, sizeof(c->root));
	json_decref(json);
	return is_found;
}

/* The foot of a page for people: "commit C  receipts R", the last one. */
static bool find_foot(const char *text, struct jl_checkpoint *c)
{
	bool is_found = false;

	for (const char *at = text; (at = strstr(at, "ommit ")) != NULL;) {
		struct jl_checkpoint found = {"", ""};
		const char *root;

		at += strlen("ommit ");
		at += strspn(at, "`");
		if (!take_hex(at, found.commit, sizeof(found.commit)))
			continue;
		root = strstr(at, "receipts ");
		if (!root || root - at > JL_OID_HEX + 20)
			continue;
		root += strlen("receipts ");
		root += strspn(root, "`");
		take_hex(root, found.root, sizeof(found.root));
		*c = found;
		is_found = true;
	}
	return is_found;
}

bool jl_checkpoint_find(
	const char *text, size_t len, struct jl_checkpoint *checkpoint)
{
	memset(checkpoint, 0, sizeof(*checkpoint));
	return find_seal(text, checkpoint) ||
	       find_json(text, len, checkpoint) || find_foot(text, checkpoint);
}

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
			"this "
			"program ends with one, or has it in \"ledger\"",
			path);
	free(text);
	return rc;
}

int jl_checkpoint_read(struct jl_repo *repo, const char *word,
	struct jl_checkpoint *c, struct jl_error *err)
{
	struct jl_oid commit;
	char *message = NULL;
	int rc;

	memset(c, 0, sizeof(*c));
	if (find_seal(word, c))
		return 0;
	if (jl_file_exists(word))
		return read_file(word, c, err);
	if (jl_repo_tag_message(repo, word, &message, err) == 0 &&
		find_seal(message, c)) {
		free(message);
		return 0;
	}
	free(message);
	rc = jl_repo_resolve(repo, word, &commit, err);
	if (rc == 0)
		jl_oid_hex(&commit, c->commit);
	else if (rc == JL_ENOTFOUND &&
		 take_hex(word, c->commit, sizeof(c->commit)) &&
		 strlen(word) == strlen(c->commit))
		rc = 0; /* of a commit that is not here: that is the finding */
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

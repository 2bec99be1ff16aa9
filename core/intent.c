/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The text of an intent, both ways. Anybody may have written what is parsed. */
#include "core/intent.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

static const char first_line[] = "jledger intent 3";

static void hash(const void *bytes, size_t len, char hex[JL_DIGEST_HEX])
{
	uint8_t digest[JL_DIGEST_SIZE];

	strcpy(hex, "-");
	if (!bytes)
		return;
	jl_sha256(bytes, len, digest);
	jl_hex(digest, sizeof(digest), hex);
}

struct jl_intent_file *jl_intent_add(struct jl_intent *intent, const char *path,
	const void *before, size_t before_len, const void *after,
	size_t after_len)
{
	struct jl_intent_file *file;

	JL_GROW(intent->files, intent->n, intent->cap);
	file = &intent->files[intent->n++];
	memset(file, 0, sizeof(*file));
	file->path = jl_xstrdup(path);
	hash(before, before_len, file->before);
	hash(after, after_len, file->after);
	return file;
}

void jl_intent_release(struct jl_intent *intent)
{
	for (size_t i = 0; i < intent->n; i++)
		free(intent->files[i].path);
	free(intent->files);
	free(intent->verb);
	free(intent->why);
	free(intent->branch);
	free(intent->reference);
	memset(intent, 0, sizeof(*intent));
}

static void add_line(struct jl_str *out, const char *word, const char *text)
{
	if (text && *text)
		jl_str_addf(
			out, "%s %.*s\n", word, (int)strcspn(text, "\n"), text);
}

/* Each path on one line. */
static void add_path(struct jl_str *out, const char *path)
{
	for (; *path; path++)
		if (*path == '\n')
			jl_str_add(out, "\\n");
		else if (*path == '\\')
			jl_str_add(out, "\\\\");
		else
			jl_str_addc(out, *path);
	jl_str_addc(out, '\n');
}

void jl_intent_write(const struct jl_intent *intent, struct jl_str *out)
{
	jl_str_addf(out, "%s\nlock %llu\n", first_line,
		(unsigned long long)intent->lock);
	add_line(out, "verb", intent->verb);
	add_line(out, "why", intent->why);
	add_line(out, "branch", intent->branch);
	add_line(out, "commit", intent->commit);
	add_line(out, "reference", intent->reference);
	for (size_t i = 0; i < intent->n; i++) {
		const struct jl_intent_file *f = &intent->files[i];

		jl_str_addf(out, "file %s %s %llu ", f->before, f->after,
			(unsigned long long)f->inode);
		add_path(out, f->path);
	}
}

/* ---- parsing ---- */

static bool read_number(const char **at, uint64_t *number)
{
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	*number = strtoull(*at, &end, 10);
	*at = end;
	return true;
}

static bool skip_blank(const char **at)
{
	return *(*at)++ == ' ';
}

/* 64 small digits, "-" for nothing, "+" for what is not hashed. */
static bool read_digest(const char **at, char digest[JL_DIGEST_HEX])
{
	size_t len = strcspn(*at, " ");
	uint8_t bytes[JL_DIGEST_SIZE];

	if (len >= JL_DIGEST_HEX ||
		(strncmp(*at, "- ", 2) != 0 && strncmp(*at, "+ ", 2) != 0 &&
			!jl_unhex(*at, len, bytes, sizeof(bytes))))
		return false;
	memcpy(digest, *at, len);
	digest[len] = '\0';
	*at += len;
	return true;
}

/* The path as it was before add_path, yours to free; NULL: none was. */
static char *read_path(const char *at)
{
	char *path = jl_xstrdup(at), *to = path;

	for (; *at; at++) {
		*to = *at;
		if (*at == '\\') {
			at++;
			*to = *at == 'n' ? '\n' : '\\';
			if (*at != 'n' && *at != '\\') {
				free(path);
				return NULL;
			}
		}
		to++;
	}
	*to = '\0';
	return path;
}

static bool read_file(const char *at, struct jl_intent *intent)
{
	struct jl_intent_file f = {0};

	if (!read_digest(&at, f.before) || !skip_blank(&at) ||
		!read_digest(&at, f.after) || !skip_blank(&at) ||
		!read_number(&at, &f.inode) || !skip_blank(&at))
		return false;
	f.path = read_path(at);
	if (!f.path || !jl_work_path_is_safe(f.path)) {
		free(f.path);
		return false;
	}
	JL_GROW(intent->files, intent->n, intent->cap);
	intent->files[intent->n++] = f;
	return true;
}

static bool read_lock(const char *at, struct jl_intent *intent)
{
	return read_number(&at, &intent->lock) && *at == '\0';
}

static bool read_commit(const char *at, struct jl_intent *intent)
{
	uint8_t bytes[JL_SHA1_SIZE];

	if (!jl_unhex(at, strlen(at), bytes, sizeof(bytes)))
		return false;
	memcpy(intent->commit, at, sizeof(intent->commit));
	return true;
}

/* Names of references make paths in .git: none of theirs leads out. */
static bool read_reference(const char *at, char **to)
{
	if (*to || strncmp(at, "refs/", 5) != 0 || !jl_work_path_is_safe(at))
		return false;
	*to = jl_xstrdup(at);
	return true;
}

static bool read_text(const char *at, char **to)
{
	if (*to || !*at)
		return false;
	*to = jl_xstrdup(at);
	return true;
}

static bool read_line(char *line, struct jl_intent *intent)
{
	char *at = strchr(line, ' ');

	if (!at)
		return false;
	*at++ = '\0';
	if (strcmp(line, "lock") == 0)
		return read_lock(at, intent);
	if (strcmp(line, "verb") == 0)
		return read_text(at, &intent->verb);
	if (strcmp(line, "why") == 0)
		return read_text(at, &intent->why);
	if (strcmp(line, "branch") == 0)
		return read_reference(at, &intent->branch);
	if (strcmp(line, "commit") == 0)
		return read_commit(at, intent);
	if (strcmp(line, "reference") == 0)
		return read_reference(at, &intent->reference);
	return strcmp(line, "file") == 0 && read_file(at, intent);
}

bool jl_intent_parse(const char *text, size_t len, struct jl_intent *intent)
{
	char *copy, *line, *end;
	bool is_one;

	memset(intent, 0, sizeof(*intent));
	if (len == 0 || text[len - 1] != '\n' || memchr(text, '\0', len))
		return false;
	copy = jl_xstrndup(text, len);
	line = copy;
	end = strchr(line, '\n');
	*end = '\0';
	is_one = strcmp(line, first_line) == 0;
	for (line = end + 1; is_one && *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		is_one = read_line(line, intent);
	}
	free(copy);
	is_one = is_one && intent->verb;
	if (!is_one)
		jl_intent_release(intent);
	return is_one;
}

/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A line `-- wrong [PATH]` or `-- right [PATH]` begins an example. */
#include "journeys/rule_page.h"

#include "core/mem.h"
#include "core/str.h"
#include "journeys/embedded.h"

#include <stdlib.h>
#include <string.h>

static const struct jl_embedded *find(const char *rule)
{
	char *path = jl_xasprintf("%s.txt", rule);
	const struct jl_embedded *found = NULL;

	for (size_t i = 0; i < jl_n_rule_files && !found; i++)
		if (strcmp(jl_rule_files[i].path, path) == 0)
			found = &jl_rule_files[i];
	free(path);
	return found;
}

/* The text, without the empty lines at its ends. */
static char *trimmed(struct jl_str *text)
{
	size_t from = strspn(jl_str_text(text), "\n"), len = text->len;
	char *out;

	while (len > from && text->text[len - 1] == '\n')
		len--;
	out = jl_xstrndup(jl_str_text(text) + from, len - from);
	jl_str_clear(text);
	return out;
}

/* What has been read belongs to the last example, or is what comes before. */
static void close_part(struct jl_rule_page *page, struct jl_str *text)
{
	if (page->n)
		page->v[page->n - 1].text = trimmed(text);
	else
		page->more = trimmed(text);
}

static void open_example(
	struct jl_rule_page *page, const char *line, size_t len)
{
	static const char marks[][10] = {"-- wrong", "-- right"};
	struct jl_rule_example *example;
	size_t mark = strlen(marks[0]);

	JL_GROW(page->v, page->n, page->cap);
	example = &page->v[page->n++];
	memset(example, 0, sizeof(*example));
	example->is_right = strncmp(line, marks[1], mark) == 0;
	example->path = len > mark + 1
				? jl_xstrndup(line + mark + 1, len - mark - 1)
				: jl_xstrdup(JL_RULE_EXAMPLE_PATH);
}

bool jl_rule_page_read(const char *rule, struct jl_rule_page *page)
{
	const struct jl_embedded *file = find(rule);
	struct jl_str text = JL_STR_INIT;
	const char *line, *end;

	memset(page, 0, sizeof(*page));
	if (!file)
		return false;
	for (line = file->text; *line; line = end + 1) {
		end = strchr(line, '\n');
		if (!end)
			break;
		if (strncmp(line, "-- ", 3) == 0) {
			close_part(page, &text);
			open_example(page, line, (size_t)(end - line));
		} else {
			jl_str_addn(&text, line, (size_t)(end - line) + 1);
		}
	}
	close_part(page, &text);
	jl_str_release(&text);
	return true;
}

void jl_rule_page_release(struct jl_rule_page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		free(page->v[i].path);
		free(page->v[i].text);
	}
	free(page->v);
	free(page->more);
	memset(page, 0, sizeof(*page));
}

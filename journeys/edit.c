/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Edits by position in the text; the tree is made anew after each. */
#include "journeys/edit.h"

#include <stdlib.h>
#include <string.h>

/* Is the text a number, true or false, as JSON writes them? */
static bool is_scalar(const char *text)
{
	char *array = jl_xasprintf("[%s]", text);
	struct jl_json_problem problem;
	json_t *json = jl_json_parse(array, strlen(array), &problem);
	const json_t *value = json_array_get(json, 0);
	bool is_one = json_array_size(json) == 1 &&
		      (json_is_number(value) || json_is_boolean(value));

	json_decref(json);
	free(array);
	return is_one;
}

/* "crm, claims-portal" is a list of texts. */
static void add_list(struct jl_str *out, const char *text)
{
	const char *comma = "";
	char *part;

	jl_str_addc(out, '[');
	while ((part = jl_next_part(&text))) {
		jl_str_add(out, comma);
		jl_json_add_string(out, part);
		comma = ", ";
		free(part);
	}
	jl_str_addc(out, ']');
}

static bool is_taken(const char *id, char *const *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* An id for the name that none of the others has. */
static char *free_id(const char *name, char *const *ids, size_t n)
{
	char *id = jl_slug(name, '-');

	for (size_t nth = n + 1; !*id || is_taken(id, ids, n); nth++) {
		free(id);
		id = jl_xasprintf("stage-%zu", nth);
	}
	return id;
}

char *jl_edit_stages(const char *names)
{
	struct jl_str out = JL_STR_INIT;
	char **ids = NULL, *name;
	size_t n = 0, cap = 0;

	jl_str_addc(&out, '[');
	while ((name = jl_next_part(&names))) {
		char *id = free_id(name, ids, n);

		jl_str_addf(&out,
			"%s{ \"id\": \"%s\", \"name\": ", n ? ", " : " ", id);
		jl_json_add_string(&out, name);
		jl_str_add(&out, ", \"steps\": [] }");
		JL_GROW(ids, n, cap);
		ids[n++] = id;
		free(name);
	}
	for (size_t i = 0; i < n; i++)
		free(ids[i]);
	free(ids);
	jl_str_add(&out, " ]");
	return jl_str_detach(&out);
}

char *jl_edit_json(const struct jl_field *field, const char *text)
{
	struct jl_str out = JL_STR_INIT;
	bool may_be_bare = field->kind == JL_FIELD_INTEGER ||
			   field->kind == JL_FIELD_BOOLEAN ||
			   field->kind == JL_FIELD_QUANTITY;

	/* What is no JSON by itself becomes a text, and then a finding. */
	if (may_be_bare && is_scalar(text))
		jl_str_add(&out, text);
	else if (field->kind == JL_FIELD_TEXTS || field->kind == JL_FIELD_IDS)
		add_list(&out, text);
	else
		jl_json_add_string(&out, text);
	return jl_str_detach(&out);
}

static void splice(
	struct jl_edited *e, size_t begin, size_t end, const char *with)
{
	struct jl_str out = JL_STR_INIT;

	jl_str_addn(&out, e->text.text, begin);
	jl_str_add(&out, with);
	jl_str_addn(&out, e->text.text + end, e->text.len - end);
	jl_str_release(&e->text);
	e->text = out;
}

static bool has_newline(const struct jl_edited *e, size_t begin, size_t end)
{
	return begin < end &&
	       memchr(e->text.text + begin, '\n', end - begin) != NULL;
}

/* The white space that begins the line on which offset lies. */
static char *indent_at(const struct jl_edited *e, size_t offset)
{
	const char *text = e->text.text;
	size_t line = offset, n;

	while (line > 0 && text[line - 1] != '\n')
		line--;
	n = strspn(text + line, " \t");
	return jl_xstrndup(text + line, n);
}

static size_t begin_of(const struct jl_node *child)
{
	return child->key_end ? child->key_begin : child->begin;
}

/* Adds `item` to the object or array behind its child `after` (SIZE_MAX: as
 * the first), in the style in which the container is written. */
static void insert_item(struct jl_edited *e, const struct jl_node *container,
	size_t after, const char *item)
{
	bool is_spread;
	struct jl_str with = JL_STR_INIT;
	char *indent;

	if (container->n == 0) {
		indent = indent_at(e, container->begin);
		jl_str_addf(&with, "\n%s  %s\n%s", indent, item, indent);
		splice(e, container->begin + 1, container->end - 1,
			jl_str_text(&with));
	} else if (after == SIZE_MAX) {
		size_t first = begin_of(&container->children[0]);

		is_spread = has_newline(e, container->begin, first);
		indent = indent_at(e, first);
		jl_str_addf(&with, "%s,", item);
		if (is_spread)
			jl_str_addf(&with, "\n%s", indent);
		else
			jl_str_addc(&with, ' ');
		splice(e, first, first, jl_str_text(&with));
	} else {
		const struct jl_node *child = &container->children[after];

		is_spread = has_newline(e, container->begin, begin_of(child));
		indent = indent_at(e, begin_of(child));
		jl_str_addc(&with, ',');
		if (is_spread)
			jl_str_addf(&with, "\n%s", indent);
		else
			jl_str_addc(&with, ' ');
		jl_str_add(&with, item);
		splice(e, child->end, child->end, jl_str_text(&with));
	}
	free(indent);
	jl_str_release(&with);
}

/* The shape of the object at a pointer of the definition. */
static const struct jl_shape *shape_at(
	const struct jl_shape *shape, const char *pointer)
{
	while (shape && *pointer == '/') {
		size_t len = strcspn(pointer + 1, "/");
		char *key = jl_xstrndup(pointer + 1, len);
		const struct jl_field *field;

		/* A number is a place in the list just entered. */
		if (strspn(key, "0123456789") != len) {
			field = jl_shape_field(shape, key);
			shape = field ? field->shape : NULL;
		}
		pointer += 1 + len;
		free(key);
	}
	return shape;
}

/* The last member that stands before `key` in canonical order. */
static size_t member_before(const struct jl_edited *e,
	const struct jl_node *object, const struct jl_shape *shape,
	const char *key)
{
	size_t rank = (size_t)(jl_shape_field(shape, key) - shape->fields);
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < rank; i++) {
		const struct jl_node *member = jl_node_member(
			object, e->text.text, shape->fields[i].key);

		if (member)
			found = (size_t)(member - object->children);
	}
	return found;
}

static const struct jl_node *node_at(const struct jl_edited *e,
	const struct jl_node *root, const char *pointer)
{
	return jl_node_at(root, e->text.text, pointer);
}

int jl_edit_member(struct jl_edited *e, const char *pointer, const char *key,
	const char *json, struct jl_error *err)
{
	const struct jl_shape *shape =
		shape_at(jl_kinds[e->kind].shape, pointer);
	struct jl_node *root = jl_node_parse(e->text.text, e->text.len);
	const struct jl_node *object = node_at(e, root, pointer), *member;
	int rc = 0;

	if (!shape || !jl_shape_field(shape, key) ||
		object->type != JL_NODE_OBJECT) {
		rc = jl_fail(err, JL_EINVALID, "there is no key '%.60s'", key);
		goto out;
	}
	member = jl_node_member(object, e->text.text, key);
	if (member) {
		splice(e, member->begin, member->end, json);
	} else {
		char *item = jl_xasprintf("\"%s\": %s", key, json);

		insert_item(
			e, object, member_before(e, object, shape, key), item);
		free(item);
	}
out:
	jl_node_free(root);
	return rc;
}

/* ---- dated facts ---- */

struct dated {
	int32_t since, until;
	const struct jl_node *node;
};

static int32_t day_of(const struct jl_edited *e, const struct jl_node *object,
	const char *key, int32_t none)
{
	const struct jl_node *node = jl_node_member(object, e->text.text, key);
	struct jl_error ignored;
	int32_t day = none;
	char *text;

	if (!node || node->end - node->begin < 2)
		return none;
	text = jl_xstrndup(
		e->text.text + node->begin + 1, node->end - node->begin - 2);
	if (jl_day_parse(text, &day, &ignored) < 0)
		day = none;
	free(text);
	return day;
}

/* The dated objects of a list in the order of the file; yours to free. */
static struct dated *read_dated(
	const struct jl_edited *e, const struct jl_node *list)
{
	struct dated *v = jl_xcalloc(list->n, sizeof(*v));

	for (size_t i = 0; i < list->n; i++) {
		v[i].node = &list->children[i];
		v[i].since = day_of(e, v[i].node, "since", JL_DAY_MIN);
		v[i].until = day_of(e, v[i].node, "until", JL_DAY_OPEN);
	}
	return v;
}

/* Where a fact that begins on the day belongs. */
struct slot {
	size_t current; /* in force on the day, or SIZE_MAX */
	size_t before;	/* the last that begins earlier, or SIZE_MAX */
	int32_t until;	/* when the new one must end */
};

static struct slot find_slot(const struct dated *v, size_t n, int32_t since)
{
	struct slot slot = {SIZE_MAX, SIZE_MAX, JL_DAY_OPEN};

	for (size_t i = 0; i < n; i++) {
		if (v[i].since <= since && since < v[i].until)
			slot.current = i;
		if (v[i].since < since &&
			(slot.before == SIZE_MAX ||
				v[i].since >= v[slot.before].since))
			slot.before = i;
		if (v[i].since > since && v[i].since < slot.until)
			slot.until = v[i].since;
	}
	if (slot.current != SIZE_MAX && v[slot.current].until < slot.until)
		slot.until = v[slot.current].until;
	return slot;
}

static char *text_member(const struct jl_edited *e,
	const struct jl_node *object, const char *key)
{
	const struct jl_node *node = jl_node_member(object, e->text.text, key);

	if (!node || node->type != JL_NODE_STRING)
		return NULL;
	return jl_xstrndup(
		e->text.text + node->begin + 1, node->end - node->begin - 2);
}

/* Gives the fact at list/place an until. */
static int close_fact(struct jl_edited *e, const char *list, size_t place,
	int32_t day, struct jl_error *err)
{
	char text[JL_DAY_TEXT], json[JL_DAY_TEXT + 2];
	char *pointer = jl_xasprintf("%s/%zu", list, place);
	int rc;

	jl_day_format(day, text);
	snprintf(json, sizeof(json), "\"%.10s\"", text);
	rc = jl_edit_member(e, pointer, "until", json, err);
	free(pointer);
	return rc;
}

/* Adds the fact to the list behind `after`; makes the list if need be. */
static int add_fact(struct jl_edited *e, const char *object, const char *key,
	size_t after, const char *item, struct jl_error *err)
{
	char *list = jl_xasprintf("%s/%s", object, key);
	struct jl_node *root = jl_node_parse(e->text.text, e->text.len);
	const struct jl_node *parent = node_at(e, root, object);
	int rc = 0;

	if (!jl_node_member(parent, e->text.text, key)) {
		rc = jl_edit_member(e, object, key, "[]", err);
		jl_node_free(root);
		root = jl_node_parse(e->text.text, e->text.len);
	}
	if (rc == 0)
		insert_item(e, node_at(e, root, list), after, item);
	jl_node_free(root);
	free(list);
	return rc;
}

int jl_edit_hand_over(struct jl_edited *e, const char *role, const char *person,
	int32_t since, const char *reason, struct jl_arena *arena,
	const char **before, struct jl_error *err)
{
	char *list_pointer = jl_xasprintf("/%s", role);
	struct jl_node *root = jl_node_parse(e->text.text, e->text.len);
	const struct jl_node *list = jl_node_member(root, e->text.text, role);
	struct dated *v = list ? read_dated(e, list) : NULL;
	struct slot slot = find_slot(v, list ? list->n : 0, since);
	char day[JL_DAY_TEXT];
	char *holder = NULL;
	int rc = 0;

	*before = NULL;
	jl_day_format(since, day);
	if (slot.current != SIZE_MAX) {
		holder = text_member(e, v[slot.current].node, "person");
		*before = holder ? jl_arena_strdup(arena, holder) : NULL;
		if (person && holder && strcmp(holder, person) == 0)
			rc = jl_fail(err, JL_EINVALID,
				"%s is in charge on %s already", person, day);
		else if (v[slot.current].since == since)
			rc = jl_fail(err, JL_EINVALID,
				"%s begins on %s too: two people cannot take "
				"over on one day",
				holder ? holder : "somebody", day);
		else
			rc = close_fact(
				e, list_pointer, slot.current, since, err);
	} else if (!person) {
		rc = jl_fail(
			err, JL_EINVALID, "nobody is in charge on %s", day);
	}
	if (rc == 0 && person) {
		struct jl_str item = JL_STR_INIT;

		jl_str_add(&item, "{ \"person\": ");
		jl_json_add_string(&item, person);
		jl_str_addf(&item, ", \"since\": \"%s\"", day);
		if (slot.until != JL_DAY_OPEN)
			jl_str_addf(&item, ", \"until\": \"%s\"",
				jl_day_format(slot.until, day));
		if (reason) {
			jl_str_add(&item, ", \"reason\": ");
			jl_json_add_string(&item, reason);
		}
		jl_str_add(&item, " }");
		rc = add_fact(
			e, "", role, slot.before, jl_str_text(&item), err);
		jl_str_release(&item);
	}
	free(holder);
	free(v);
	jl_node_free(root);
	free(list_pointer);
	return rc;
}

static const struct jl_shape *contract_shape(void)
{
	const struct jl_shape *journey = jl_kinds[JL_KIND_JOURNEY].shape;
	const struct jl_shape *kpi = jl_shape_field(journey, "kpis")->shape;

	return jl_shape_field(kpi, "contracts")->shape;
}

const struct jl_field *jl_contract_field(const char *key)
{
	const struct jl_field *field = jl_shape_field(contract_shape(), key);

	return !field || field->kind == JL_FIELD_SINCE ||
			       field->kind == JL_FIELD_UNTIL ||
			       strcmp(key, "reason") == 0
		       ? NULL
		       : field;
}

/* The members of the old contract with the new ones in their places. */
static char *new_contract(const struct jl_edited *e, const struct jl_node *old,
	int32_t since, int32_t until, const struct jl_pair *members, size_t n)
{
	const struct jl_shape *shape = contract_shape();
	struct jl_str item = JL_STR_INIT;
	char day[JL_DAY_TEXT];

	jl_str_addf(&item, "{ \"since\": \"%s\"", jl_day_format(since, day));
	if (until != JL_DAY_OPEN)
		jl_str_addf(&item, ", \"until\": \"%s\"",
			jl_day_format(until, day));
	for (size_t k = 0; k < shape->n; k++) {
		const struct jl_field *field = &shape->fields[k];
		/* The reason was that of the old one. */
		const struct jl_node *kept =
			old && strcmp(field->key, "reason")
				? jl_node_member(old, e->text.text, field->key)
				: NULL;
		const char *given = NULL;

		if (field->kind == JL_FIELD_SINCE ||
			field->kind == JL_FIELD_UNTIL)
			continue;
		for (size_t i = 0; i < n; i++)
			if (strcmp(members[i].key, field->key) == 0)
				given = members[i].value;
		if (given)
			jl_str_addf(&item, ", \"%s\": %s", field->key, given);
		else if (kept)
			jl_str_addf(&item, ", \"%s\": %.*s", field->key,
				(int)(kept->end - kept->begin),
				e->text.text + kept->begin);
	}
	jl_str_add(&item, " }");
	return jl_str_detach(&item);
}

int jl_edit_contract(struct jl_edited *e, size_t kpi, int32_t since,
	const struct jl_pair *members, size_t n, struct jl_error *err)
{
	char *object = jl_xasprintf("/kpis/%zu", kpi);
	char *pointer = jl_xasprintf("%s/contracts", object);
	struct jl_node *root = jl_node_parse(e->text.text, e->text.len);
	const struct jl_node *list = jl_node_member(
		node_at(e, root, object), e->text.text, "contracts");
	struct dated *v = list ? read_dated(e, list) : NULL;
	struct slot slot = find_slot(v, list ? list->n : 0, since);
	int rc = 0;

	if (slot.current != SIZE_MAX && v[slot.current].since == since) {
		char day[JL_DAY_TEXT];

		rc = jl_fail(err, JL_EINVALID,
			"a contract begins on %s already, and what was agreed "
			"is not overwritten; choose another day",
			jl_day_format(since, day));
	} else {
		char *item = new_contract(e,
			slot.current == SIZE_MAX ? NULL : v[slot.current].node,
			since, slot.until, members, n);

		if (slot.current != SIZE_MAX)
			rc = close_fact(e, pointer, slot.current, since, err);
		if (rc == 0)
			rc = add_fact(
				e, object, "contracts", slot.before, item, err);
		free(item);
	}
	free(v);
	jl_node_free(root);
	free(pointer);
	free(object);
	return rc;
}

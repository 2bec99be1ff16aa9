/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The tree over a JSON text, and the canonical form. The text has been
 * accepted by jansson before, so the scanner here checks nothing but its
 * own bounds.
 */
#include "core/json.h"

#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_WIDTH = 100, INDENT = 2, MANY = 16 /* members */ };

struct scanner {
	const char *text;
	size_t len, at;
};

static char peek(struct scanner *s)
{
	while (s->at < s->len && strchr(" \t\r\n", s->text[s->at]))
		s->at++;
	return s->at < s->len ? s->text[s->at] : '\0';
}

/* From the opening quote to behind the closing one. */
static void skip_string(struct scanner *s)
{
	s->at++;
	while (s->at < s->len && s->text[s->at] != '"')
		s->at += s->text[s->at] == '\\' ? 2 : 1;
	if (s->at > s->len)
		s->at = s->len;
	if (s->at < s->len)
		s->at++;
}

/* ---- members by their keys ---- */

static bool has_key(const struct jl_node *node, const char *text,
	const char *key, size_t len)
{
	return node->key_end - node->key_begin == len + 2 &&
	       memcmp(text + node->key_begin + 1, key, len) == 0;
}

static int compare_keys(
	const char *a, size_t a_len, const char *b, size_t b_len)
{
	int order = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return order ? order : (a_len > b_len) - (a_len < b_len);
}

/* A member while they are sorted. */
struct keyed {
	const char *key;
	size_t len;
	uint32_t place;
};

static int by_key_then_place(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = compare_keys(x->key, x->len, y->key, y->len);

	return order ? order : (x->place > y->place) - (x->place < y->place);
}

static void sort_keys(struct jl_node *object, const char *text)
{
	struct keyed *keyed = jl_xcalloc(object->n, sizeof(*keyed));

	for (size_t i = 0; i < object->n; i++) {
		const struct jl_node *child = &object->children[i];

		size_t len = child->key_end - child->key_begin;

		/* Without the quotes; what is cut off comes first. */
		keyed[i] = (struct keyed){text + child->key_begin + (len > 1),
			len > 1 ? len - 2 : 0, (uint32_t)i};
	}
	qsort(keyed, object->n, sizeof(*keyed), by_key_then_place);
	object->by_key = jl_xcalloc(object->n, sizeof(*object->by_key));
	for (size_t i = 0; i < object->n; i++)
		object->by_key[i] = keyed[i].place;
	free(keyed);
}

/* The first of those with the key, among sorted ones. */
static struct jl_node *find_sorted(const struct jl_node *object,
	const char *text, const char *key, size_t len)
{
	size_t low = 0, high = object->n;
	struct jl_node *child;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		size_t has;

		child = &object->children[object->by_key[middle]];
		has = child->key_end - child->key_begin;
		if (compare_keys(text + child->key_begin + (has > 1),
			    has > 1 ? has - 2 : 0, key, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	child = low < object->n ? &object->children[object->by_key[low]] : NULL;
	return child && has_key(child, text, key, len) ? child : NULL;
}

/* ---- scanning ---- */

static void scan(struct scanner *s, struct jl_node *node);

static void scan_children(struct scanner *s, struct jl_node *node, char close)
{
	s->at++;
	while (s->at < s->len && peek(s) != close) {
		struct jl_node child = {0};

		if (close == '}') {
			child.key_begin = s->at;
			skip_string(s);
			child.key_end = s->at;
			peek(s);
			s->at++; /* the colon */
		}
		scan(s, &child);
		JL_GROW(node->children, node->n, node->cap);
		node->children[node->n++] = child;
		if (peek(s) == ',')
			s->at++;
	}
	if (s->at < s->len)
		s->at++;
	if (close == '}' && node->n > MANY && node->n < UINT32_MAX)
		sort_keys(node, s->text);
}

static void scan(struct scanner *s, struct jl_node *node)
{
	char c = peek(s);

	node->begin = s->at;
	if (c == '{') {
		node->type = JL_NODE_OBJECT;
		scan_children(s, node, '}');
	} else if (c == '[') {
		node->type = JL_NODE_ARRAY;
		scan_children(s, node, ']');
	} else if (c == '"') {
		node->type = JL_NODE_STRING;
		skip_string(s);
	} else {
		node->type = JL_NODE_OTHER;
		while (s->at < s->len && !strchr(" \t\r\n,]}", s->text[s->at]))
			s->at++;
	}
	node->end = s->at;
}

struct jl_node *jl_node_parse(const char *text, size_t len)
{
	struct scanner s = {text, len, 0};
	struct jl_node *root = jl_xcalloc(1, sizeof(*root));

	scan(&s, root);
	return root;
}

static void release_children(struct jl_node *node)
{
	for (size_t i = 0; i < node->n; i++)
		release_children(&node->children[i]);
	free(node->children);
	free(node->by_key);
}

void jl_node_free(struct jl_node *node)
{
	if (!node)
		return;
	release_children(node);
	free(node);
}

struct jl_node *jl_node_member_n(const struct jl_node *object, const char *text,
	const char *key, size_t len)
{
	if (object->by_key)
		return find_sorted(object, text, key, len);
	for (size_t i = 0; i < object->n; i++)
		if (has_key(&object->children[i], text, key, len))
			return &object->children[i];
	return NULL;
}

struct jl_node *jl_node_member(
	const struct jl_node *object, const char *text, const char *key)
{
	return jl_node_member_n(object, text, key, strlen(key));
}

const struct jl_node *jl_node_at(
	const struct jl_node *root, const char *text, const char *pointer)
{
	const struct jl_node *node = root;

	while (*pointer == '/') {
		const char *end = pointer + 1 + strcspn(pointer + 1, "/");
		struct jl_str key = JL_STR_INIT;
		const struct jl_node *next = NULL;

		for (const char *p = pointer + 1; p < end; p++) {
			if (*p == '~' && p + 1 < end)
				jl_str_addc(&key, *++p == '1' ? '/' : '~');
			else
				jl_str_addc(&key, *p);
		}
		if (node->type == JL_NODE_OBJECT) {
			next = jl_node_member(node, text, jl_str_text(&key));
		} else if (node->type == JL_NODE_ARRAY) {
			size_t i = strtoul(jl_str_text(&key), NULL, 10);

			next = i < node->n ? &node->children[i] : NULL;
		}
		jl_str_release(&key);
		if (!next)
			break;
		node = next;
		pointer = end;
	}
	return node;
}

/* ---- canonical form ---- */

static bool is_container(const struct jl_node *node)
{
	return node->type == JL_NODE_OBJECT || node->type == JL_NODE_ARRAY;
}

/* May stand on one line: holds plain values and lists of plain values. */
static bool is_flat(const struct jl_node *node, bool list_inside)
{
	for (size_t i = 0; i < node->n; i++) {
		const struct jl_node *child = &node->children[i];

		if (child->type == JL_NODE_OBJECT && child->n > 0)
			return false;
		if (child->type == JL_NODE_ARRAY && child->n > 0 &&
			(!list_inside || !is_flat(child, false)))
			return false;
	}
	return true;
}

static const struct jl_key_order *find_order(const struct jl_key_order *order,
	const char *text, const struct jl_node *member)
{
	for (; order && order->key; order++)
		if (has_key(member, text, order->key, strlen(order->key)))
			return order;
	return NULL;
}

/* The children in canonical order; yours to free. */
struct ordered {
	const struct jl_node *node;
	const struct jl_key_order *order; /* of the node itself, may be NULL */
	size_t rank;			  /* place among the known keys */
	const char *sort;		  /* sort text, not terminated */
	size_t sort_len;
};

static int by_rank_then_text(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	size_t len = x->sort_len < y->sort_len ? x->sort_len : y->sort_len;
	int order;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	order = len ? memcmp(x->sort, y->sort, len) : 0;
	if (order != 0)
		return order;
	if (x->sort_len != y->sort_len)
		return x->sort_len < y->sort_len ? -1 : 1;
	/* Equal: as they stood. */
	return x->node->begin < y->node->begin
		       ? -1
		       : x->node->begin > y->node->begin;
}

static struct ordered *in_order(const char *text, const struct jl_node *node,
	const struct jl_key_order *inside, const struct jl_key_order *self)
{
	struct ordered *list = jl_xcalloc(node->n, sizeof(*list));

	for (size_t i = 0; i < node->n; i++) {
		const struct jl_node *child = &node->children[i];
		const struct jl_node *sort = NULL;

		list[i].node = child;
		if (node->type == JL_NODE_OBJECT) {
			const struct jl_key_order *o =
				find_order(inside, text, child);

			list[i].order = o;
			list[i].rank = o ? (size_t)(o - inside) : SIZE_MAX;
			continue;
		}
		list[i].order = self;
		if (self && self->is_set)
			sort = child;
		if (self && self->sort_by && child->type == JL_NODE_OBJECT)
			sort = jl_node_member(child, text, self->sort_by);
		if (sort) {
			list[i].sort = text + sort->begin;
			list[i].sort_len = sort->end - sort->begin;
		}
	}
	qsort(list, node->n, sizeof(*list), by_rank_then_text);
	return list;
}

struct printer {
	struct jl_str *out;
	const char *text;
};

static void print_flat(struct printer *p, const struct jl_node *node,
	const struct jl_key_order *inside, const struct jl_key_order *self)
{
	bool is_object = node->type == JL_NODE_OBJECT;
	struct ordered *list;

	if (!is_container(node)) {
		jl_str_addn(
			p->out, p->text + node->begin, node->end - node->begin);
		return;
	}
	if (node->n == 0) {
		jl_str_add(p->out, is_object ? "{}" : "[]");
		return;
	}
	list = in_order(p->text, node, inside, self);
	jl_str_add(p->out, is_object ? "{ " : "[");
	for (size_t i = 0; i < node->n; i++) {
		const struct jl_node *child = list[i].node;
		const struct jl_key_order *o = list[i].order;

		if (i > 0)
			jl_str_add(p->out, ", ");
		if (is_object) {
			jl_str_addn(p->out, p->text + child->key_begin,
				child->key_end - child->key_begin);
			jl_str_add(p->out, ": ");
		}
		print_flat(p, child, o ? o->inside : NULL, o);
	}
	jl_str_add(p->out, is_object ? " }" : "]");
	free(list);
}

static void indent(struct printer *p, int depth)
{
	jl_str_addf(p->out, "\n%*s", depth * INDENT, "");
}

/* column is where the value will begin on its line. */
static void print(struct printer *p, const struct jl_node *node, int depth,
	size_t column, const struct jl_key_order *inside,
	const struct jl_key_order *self)
{
	bool is_object = node->type == JL_NODE_OBJECT;
	struct ordered *list;

	if (!is_container(node) || node->n == 0) {
		print_flat(p, node, inside, self);
		return;
	}
	if (depth > 0 && is_flat(node, is_object)) {
		size_t before = p->out->len;

		print_flat(p, node, inside, self);
		if (column + p->out->len - before <= LINE_WIDTH)
			return;
		p->out->len = before;
		p->out->text[before] = '\0';
	}
	list = in_order(p->text, node, inside, self);
	jl_str_addc(p->out, is_object ? '{' : '[');
	for (size_t i = 0; i < node->n; i++) {
		const struct jl_node *child = list[i].node;
		const struct jl_key_order *o = list[i].order;
		size_t child_column = (size_t)(depth + 1) * INDENT;

		if (i > 0)
			jl_str_addc(p->out, ',');
		indent(p, depth + 1);
		if (is_object) {
			jl_str_addn(p->out, p->text + child->key_begin,
				child->key_end - child->key_begin);
			jl_str_add(p->out, ": ");
			child_column += child->key_end - child->key_begin + 2;
		}
		print(p, child, depth + 1, child_column, o ? o->inside : NULL,
			o);
	}
	indent(p, depth);
	jl_str_addc(p->out, is_object ? '}' : ']');
	free(list);
}

void jl_json_canonical(struct jl_str *out, const char *text,
	const struct jl_node *root, const struct jl_key_order *order)
{
	struct printer p = {out, text};

	print(&p, root, 0, 0, order, NULL);
	jl_str_addc(out, '\n');
}

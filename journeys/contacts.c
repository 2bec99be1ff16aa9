/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Contacts by customer, reason and time: each is looked at beside the one
 * before. */
#include "journeys/contacts.h"

#include "core/amount.h"
#include "core/mem.h"
#include "core/names.h"
#include "core/sorter.h"
#include "journeys/series.h"

#include <stdlib.h>
#include <string.h>

/* Texts that a measure needs again, by their numbers. */
enum { NUMBERED = 7 };

static const struct {
	enum jl_event_text text;
	enum jl_dimension dimension; /* JL_DIMENSIONS: none */
} numbered[NUMBERED] = {
	{JL_EVENT_REASON, JL_DIMENSIONS},
	{JL_EVENT_JOURNEY, JL_DIMENSION_JOURNEY},
	{JL_EVENT_CASE, JL_DIMENSION_CASE},
	{JL_EVENT_STAGE, JL_DIMENSION_STAGE},
	{JL_EVENT_STEP, JL_DIMENSION_STEP},
	{JL_EVENT_FUNCTION, JL_DIMENSION_FUNCTION},
	{JL_EVENT_CHANNEL, JL_DIMENSION_CHANNEL},
};

struct contact {
	uint64_t bucket; /* of the customer's bytes */
	uint8_t customer[JL_CASE_SIZE];
	uint32_t texts[NUMBERED]; /* the reason first */
	int64_t occurred_at;
	uint64_t row;
};

struct jl_contacts {
	struct jl_sorter *sorter;
	struct jl_names names;
	bool has_any;
};

static int compare(const void *ctx, const void *a, const void *b)
{
	const struct contact *x = a, *y = b;
	int order = memcmp(x->customer, y->customer, JL_CASE_SIZE);

	(void)ctx;
	if (order)
		return order;
	if (x->texts[0] != y->texts[0])
		return x->texts[0] < y->texts[0] ? -1 : 1;
	if (x->occurred_at != y->occurred_at)
		return x->occurred_at < y->occurred_at ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

struct jl_contacts *jl_contacts_new(const char *folder)
{
	struct jl_contacts *c = jl_xcalloc(1, sizeof(*c));

	c->sorter =
		jl_sorter_new(folder, sizeof(struct contact), compare, NULL);
	return c;
}

void jl_contacts_free(struct jl_contacts *c)
{
	if (!c)
		return;
	jl_sorter_free(c->sorter);
	jl_names_release(&c->names);
	free(c);
}

int jl_contacts_add(struct jl_contacts *c, const struct jl_event_row *first,
	struct jl_error *err)
{
	struct contact *contact;

	if (first->texts[JL_EVENT_CUSTOMER].len == 0)
		return 0;
	contact = jl_sorter_add(c->sorter, err);
	if (!contact)
		return (int)err->code;
	memset(contact, 0, sizeof(*contact));
	jl_case_id(&first->texts[JL_EVENT_CUSTOMER], contact->customer);
	memcpy(&contact->bucket, contact->customer, sizeof(contact->bucket));
	contact->occurred_at = first->occurred_at;
	contact->row = first->row;
	for (int i = 0; i < NUMBERED; i++) {
		const struct jl_slice *text = &first->texts[numbered[i].text];

		contact->texts[i] =
			jl_names_number(&c->names, text->text, text->len);
	}
	c->has_any = true;
	return 0;
}

static bool is_same(const struct contact *a, const struct contact *b)
{
	return memcmp(a->customer, b->customer, JL_CASE_SIZE) == 0 &&
	       a->texts[0] == b->texts[0];
}

static struct jl_measure measure_of(
	const struct jl_contacts *c, const struct contact *contact)
{
	struct jl_measure m = {.shape = JL_MEASURE_POINT,
		.occurred_at = contact->occurred_at,
		.until = JL_INSTANT_NONE,
		.line = contact->row};

	for (int i = 0; i < JL_DIMENSIONS; i++)
		m.dimensions[i] = (struct jl_slice){"", 0};
	for (int i = 0; i < NUMBERED; i++)
		if (numbered[i].dimension != JL_DIMENSIONS) {
			struct jl_slice *to =
				&m.dimensions[numbered[i].dimension];

			to->text = jl_names_text(
				&c->names, contact->texts[i], &to->len);
		}
	m.dimensions[JL_DIMENSION_METRIC] =
		(struct jl_slice){JL_REPEAT_CONTACT, strlen(JL_REPEAT_CONTACT)};
	return m;
}

int jl_contacts_measure(struct jl_contacts *c, int64_t window,
	int64_t extract_end, jl_measure_visit *visit, void *data,
	struct jl_error *err)
{
	struct contact before = {0};
	bool has_before = false;
	const void *record;
	int rc;

	if (!window || !c->has_any)
		return 0;
	while ((rc = jl_sorter_next(c->sorter, &record, err)) > 0) {
		const struct contact *contact = record;
		struct jl_measure m = measure_of(c, contact);

		m.value = has_before && is_same(&before, contact) &&
					  contact->occurred_at -
							  before.occurred_at <=
						  window
				  ? JL_MICRO
				  : 0;
		m.n = contact->occurred_at <= extract_end - window;
		if (m.value || m.n)
			rc = visit(data, &m, err);
		if (rc < 0)
			return rc;
		before = *contact;
		has_before = true;
	}
	return rc;
}

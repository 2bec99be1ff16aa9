/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Contacts by customer, reason and time: each is looked at beside the one
 * before. */
#include "journeys/contacts.h"

#include "core/digest.h"
#include "core/mem.h"
#include "core/sorter.h"

#include <stdlib.h>
#include <string.h>

struct contact {
	uint64_t bucket; /* of the customer's bytes */
	uint8_t customer[JL_CASE_SIZE], reason[JL_CASE_SIZE];
	int64_t occurred_at;
	uint64_t row;
	uint8_t case_id[JL_CASE_SIZE];
	uint32_t journey, batch;
	uint32_t stage, step, function, channel; /* words */
};

struct jl_contacts {
	struct jl_sorter *sorter;
	struct jl_names *words;
	bool has_any;
};

static int compare(const void *ctx, const void *a, const void *b)
{
	const struct contact *x = a, *y = b;
	int order = memcmp(x->customer, y->customer, JL_CASE_SIZE);

	(void)ctx;
	if (order == 0)
		order = memcmp(x->reason, y->reason, JL_CASE_SIZE);
	if (order)
		return order;
	if (x->occurred_at != y->occurred_at)
		return x->occurred_at < y->occurred_at ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

struct jl_contacts *jl_contacts_new(const char *folder, struct jl_names *words)
{
	struct jl_contacts *c = jl_xcalloc(1, sizeof(*c));

	c->words = words;
	c->sorter =
		jl_sorter_new(folder, sizeof(struct contact), compare, NULL);
	return c;
}

void jl_contacts_free(struct jl_contacts *c)
{
	if (!c)
		return;
	jl_sorter_free(c->sorter);
	free(c);
}

int jl_contacts_add(struct jl_contacts *c, const struct jl_log_case *of,
	const struct jl_event_row *first, struct jl_error *err)
{
	const struct jl_slice *t = first->texts;
	uint8_t digest[JL_DIGEST_SIZE];
	struct contact *contact;

	if (t[JL_EVENT_CUSTOMER].len == 0)
		return 0;
	contact = jl_sorter_add(c->sorter, err);
	if (!contact)
		return (int)err->code;
	memset(contact, 0, sizeof(*contact));
	jl_case_id(&t[JL_EVENT_CUSTOMER], contact->customer);
	memcpy(&contact->bucket, contact->customer, sizeof(contact->bucket));
	jl_sha256(t[JL_EVENT_REASON].text, t[JL_EVENT_REASON].len, digest);
	memcpy(contact->reason, digest, sizeof(contact->reason));
	contact->occurred_at = first->occurred_at;
	contact->row = first->row;
	memcpy(contact->case_id, of->case_id, JL_CASE_SIZE);
	contact->journey = of->journey;
	contact->batch = of->batch;
	contact->stage = jl_word(c->words, &t[JL_EVENT_STAGE]);
	contact->step = jl_word(c->words, &t[JL_EVENT_STEP]);
	contact->function = jl_word(c->words, &t[JL_EVENT_FUNCTION]);
	contact->channel = jl_word(c->words, &t[JL_EVENT_CHANNEL]);
	c->has_any = true;
	return 0;
}

static bool is_same(const struct contact *a, const struct contact *b)
{
	return memcmp(a->customer, b->customer, JL_CASE_SIZE) == 0 &&
	       memcmp(a->reason, b->reason, JL_CASE_SIZE) == 0;
}

static struct jl_derived derived_of(const struct contact *contact)
{
	return (struct jl_derived){.metric = JL_DERIVED_REPEAT_CONTACT,
		.occurred_at = contact->occurred_at,
		.until = JL_INSTANT_NONE,
		.stage = contact->stage,
		.step = contact->step,
		.function = contact->function,
		.channel = contact->channel,
		.row = contact->row};
}

int jl_contacts_measure(struct jl_contacts *c, int64_t window,
	int64_t extract_end, jl_derived_take *take, void *data,
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
		struct jl_derived d = derived_of(contact);
		struct jl_log_case of = {
			.journey = contact->journey, .batch = contact->batch};

		memcpy(of.case_id, contact->case_id, JL_CASE_SIZE);
		d.value = has_before && is_same(&before, contact) &&
			  contact->occurred_at - before.occurred_at <= window;
		d.n = contact->occurred_at <= extract_end - window;
		if (d.value || d.n)
			rc = take(data, &of, &d, err);
		if (rc < 0)
			return rc;
		before = *contact;
		has_before = true;
	}
	return rc;
}

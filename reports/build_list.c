/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What the ledger defines, a row each, by kind; and its batches. */
#include "reports/build.h"

#include "journeys/tenure.h"

static void list_people(struct jl_report *r, const struct jl_ledger *ledger)
{
	jl_report_column(r, "person", "person", 0);
	jl_report_column(r, "name", "name", 0);
	jl_report_column(r, "function", "function", 0);
	jl_report_column(r, "since", "since", 0);
	jl_report_column(r, "until", "until", 0);
	for (size_t i = 0; i < ledger->kinds[JL_KIND_PERSON].n; i++) {
		const struct jl_person *p =
			jl_ledger_nth(ledger, JL_KIND_PERSON, i);

		jl_report_add_text(r, p->id);
		jl_report_add_text(r, p->name);
		jl_report_add_text(r, p->function);
		if (p->since == JL_DAY_MIN)
			jl_report_add_unknown(r, NULL);
		else
			jl_report_add_date(r, p->since);
		jl_report_add_date(r, p->until);
	}
}

static void list_functions(
	struct jl_report *r, const struct jl_ledger *ledger, int32_t day)
{
	jl_report_column(r, "function", "function", 0);
	jl_report_column(r, "name", "name", 0);
	jl_report_column(r, "kind", "kind", 0);
	jl_report_column(r, "head", "head", 0);
	jl_report_column(r, "parent", "parent", 0);
	for (size_t i = 0; i < ledger->kinds[JL_KIND_FUNCTION].n; i++) {
		const struct jl_function *f =
			jl_ledger_nth(ledger, JL_KIND_FUNCTION, i);
		const struct jl_tenure *head = jl_tenure_at(&f->heads, day);

		jl_report_add_text(r, f->id);
		jl_report_add_text(r, f->name);
		jl_report_add_text(r, jl_function_kinds[f->kind]);
		jl_report_add_text(r, head ? head->person : NULL);
		jl_report_add_text(r, f->parent);
	}
}

static void list_metrics(struct jl_report *r, const struct jl_ledger *ledger)
{
	jl_report_column(r, "metric", "metric", 0);
	jl_report_column(r, "name", "name", 0);
	jl_report_column(r, "kind", "kind", 0);
	jl_report_column(r, "unit", "unit", 0);
	jl_report_column(r, "direction", "direction", JL_COLUMN_DROP(2));
	jl_report_column(r, "viewpoint", "viewpoint", JL_COLUMN_DROP(1));
	jl_report_column(r, "formula", "formula", JL_COLUMN_DROP(3));
	for (size_t i = 0; i < ledger->kinds[JL_KIND_METRIC].n; i++) {
		const struct jl_metric *m =
			jl_ledger_nth(ledger, JL_KIND_METRIC, i);

		jl_report_add_text(r, m->id);
		jl_report_add_text(r, m->name);
		jl_report_add_text(r, jl_friction_kinds[m->kind]);
		jl_report_add_text(r, jl_unit_names[m->unit]);
		jl_report_add_text(r, jl_directions[m->direction]);
		jl_report_add_text(r, jl_viewpoints[m->viewpoint]);
		jl_report_add_text(r, m->formula);
	}
}

static void list_maps(struct jl_report *r, const struct jl_ledger *ledger)
{
	jl_report_column(r, "map", "map", 0);
	jl_report_column(r, "name", "name", 0);
	jl_report_column(r, "version", "version", JL_COLUMN_RIGHT);
	jl_report_column(r, "measures", "measures", 0);
	for (size_t i = 0; i < ledger->kinds[JL_KIND_MAP].n; i++) {
		const struct jl_map *m = jl_ledger_nth(ledger, JL_KIND_MAP, i);
		struct jl_str metrics = JL_STR_INIT;

		for (size_t k = 0; k < m->measures.n; k++)
			jl_str_addf(&metrics, "%s%s", k ? " " : "",
				m->measures.v[k].metric
					? m->measures.v[k].metric
					: "?");
		jl_report_add_text(r, m->id);
		jl_report_add_text(r, m->name);
		jl_report_add_whole(r, m->version);
		jl_report_add_text(r, jl_str_text(&metrics));
		jl_str_release(&metrics);
	}
}

static void list_journeys(
	struct jl_report *r, const struct jl_page *page, const bool *wanted)
{
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "name", "name", 0);
	jl_report_column(r, "status", "status", 0);
	jl_report_column(r, "parent", "parent", 0);
	jl_report_column(r, "owner", "owner", 0);
	jl_report_column(r, "kpis", "KPIs", JL_COLUMN_RIGHT);
	jl_report_column(r, "promises", "promises", JL_COLUMN_RIGHT);
	for (size_t i = 0; i < page->ledger->kinds[JL_KIND_JOURNEY].n; i++) {
		const struct jl_journey *j =
			jl_ledger_nth_journey(page->ledger, i);
		const struct jl_tenure *owner =
			jl_tenure_at(&j->owners, page->day);

		if (!wanted[i])
			continue;
		jl_report_add_text(r, j->id);
		jl_report_add_text(r, j->name);
		jl_report_add_text(r, jl_status_names[j->status]);
		jl_report_add_text(r, j->parent);
		if (owner)
			jl_report_add_labelled(r, owner->person,
				jl_ledger_person_name(
					page->ledger, owner->person));
		else
			jl_report_add_unknown(r, "(nobody)");
		jl_report_add_whole(r, (int64_t)j->kpis.n);
		jl_report_add_whole(r, (int64_t)j->promises.n);
	}
}

struct jl_report *jl_build_list(
	const struct jl_page *page, enum jl_kind kind, const bool *wanted)
{
	struct jl_report *r = jl_report_new("list", "What the ledger defines");

	jl_build_page(r, page);
	jl_report_parameter(r, "kind", jl_kinds[kind].name);
	switch (kind) {
	case JL_KIND_PERSON:
		list_people(r, page->ledger);
		break;
	case JL_KIND_FUNCTION:
		list_functions(r, page->ledger, page->day);
		break;
	case JL_KIND_METRIC:
		list_metrics(r, page->ledger);
		break;
	case JL_KIND_MAP:
		list_maps(r, page->ledger);
		break;
	default:
		list_journeys(r, page, wanted);
		break;
	}
	return r;
}

struct jl_report *jl_build_batches(const struct jl_page *page)
{
	struct jl_report *r =
		jl_report_new("batches", "What was imported, in ledger order");

	jl_build_page(r, page);
	jl_report_column(r, "batch", "batch", 0);
	jl_report_column(r, "map", "map", JL_COLUMN_DROP(3));
	jl_report_column(r, "rows", "measures", JL_COLUMN_RIGHT);
	jl_report_column(r, "rejected", "refused rows", JL_COLUMN_RIGHT);
	jl_report_column(r, "first", "first", 0);
	jl_report_column(r, "last", "last", 0);
	jl_report_column(r, "source", "source", JL_COLUMN_DROP(1));
	jl_report_column(r, "imported_at", "imported at", JL_COLUMN_DROP(4));
	jl_report_column(r, "imported_by", "imported by", JL_COLUMN_DROP(2));
	jl_report_column(r, "state", "state", 0);
	jl_report_column(r, "why", "why", JL_COLUMN_DROP(2));
	jl_report_column(r, "file", "file", JL_COLUMN_DROP(5));
	jl_report_column(r, "batch_sha256", "SHA-256", JL_COLUMN_MACHINE);
	for (size_t i = 0; i < page->index->batches.n; i++) {
		const struct jl_batch_info *info = &page->index->batches.v[i];
		const struct jl_receipt *b = &info->receipt;

		jl_report_add_text(r, b->id);
		jl_report_add_text(r, b->map);
		jl_report_add_whole(r, b->rows);
		jl_report_add_whole(r, b->rejected);
		jl_report_add_text(r, b->first);
		jl_report_add_text(r, b->last);
		jl_report_add_text(r, b->source);
		jl_report_add_text(r, b->imported_at);
		jl_report_add_text(r, b->imported_by);
		jl_report_add_text(r, jl_batch_states[info->state]);
		jl_report_add_text(r, *info->why ? info->why : NULL);
		jl_report_add_text(r, b->file);
		jl_report_add_text(r, b->batch_sha256);
	}
	return r;
}

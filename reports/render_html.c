/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The page as one HTML file that needs nothing else: no script, no network
 * (the policy forbids both), readable in the dark and on paper.
 */
#include "reports/render.h"

#include "core/digest.h"

#include <math.h>
#include <string.h>

static const char style[] =
	":root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;"
	"--soft:#59636e;--line:#d1d9e0;--band:#f3f5f7;--good:#1a7f37;"
	"--warn:#9a6700;--bad:#c0242e}"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;"
	"--paper:#14171a;--soft:#9aa4ae;--line:#363c43;--band:#1d2125;"
	"--good:#4cc468;--warn:#d9a52b;--bad:#ff7b72}}"
	"body{margin:2rem auto;max-width:100rem;padding:0 1.5rem;"
	"font:13px/1.5 system-ui,sans-serif;color:var(--ink);"
	"background:var(--paper)}"
	"h1{font-size:1.5rem;margin:0}"
	".where{color:var(--soft);margin:.2rem 0 1.5rem}"
	".table{overflow-x:auto}"
	"table{border-collapse:collapse;width:100%;"
	"font-variant-numeric:tabular-nums}"
	"th,td{padding:.3rem .35rem;text-align:left;vertical-align:top;"
	"border-bottom:1px solid var(--line)}"
	"td.n,td.date{white-space:nowrap}"
	"th{font-weight:600;color:var(--soft);border-bottom-width:2px;"
	"position:sticky;top:0;background:var(--paper)}"
	".n{text-align:right}"
	"tr.total td{background:var(--band);font-weight:600}"
	".on-target{color:var(--good)}.at-risk{color:var(--warn)}"
	".off-target{color:var(--bad);font-weight:600}"
	".too-few,.blind,.no-contract{color:var(--soft);font-style:italic}"
	"svg{display:block;width:90px}polyline{fill:none;stroke:currentColor;"
	"stroke-width:1.5}"
	"ul{padding-left:1.2rem;color:var(--soft);max-width:60rem}"
	"footer{margin-top:2rem;color:var(--soft);font:12px/1.6 "
	"ui-monospace,monospace;word-break:break-all}"
	"@media print{body{margin:0;padding:0;max-width:none;font-size:8pt}"
	".table{overflow:visible}th,td{padding:.2rem .3rem}"
	"svg{width:60px}th{position:static}tr{break-inside:avoid}"
	"@page{size:A4 landscape;margin:12mm}}";

/* The one place where text becomes HTML, in content and in attributes. */
static void add_text(struct jl_str *out, const char *text)
{
	struct jl_str harmless = JL_STR_INIT;

	jl_str_add_harmless(&harmless, text);
	for (const char *p = jl_str_text(&harmless); *p; p++) {
		if (*p == '&')
			jl_str_add(out, "&amp;");
		else if (*p == '<')
			jl_str_add(out, "&lt;");
		else if (*p == '>')
			jl_str_add(out, "&gt;");
		else if (*p == '"')
			jl_str_add(out, "&quot;");
		else if (*p == '\'')
			jl_str_add(out, "&#39;");
		else
			jl_str_addc(out, *p);
	}
	jl_str_release(&harmless);
}

enum { CURVE_WIDTH = 120, CURVE_HEIGHT = 22 };

/* A gap in the series is a gap in the line. */
static void add_curve(const struct jl_cell *cell, struct jl_str *out)
{
	double low = INFINITY, high = -INFINITY;
	bool is_open = false;

	for (size_t i = 0; i < cell->n; i++) {
		low = fmin(low, cell->series[i]);
		high = fmax(high, cell->series[i]);
	}
	jl_str_addf(out,
		"<svg viewBox=\"0 0 %d %d\" role=\"img\" "
		"aria-label=\"by month\">",
		CURVE_WIDTH, CURVE_HEIGHT);
	for (size_t i = 0; i < cell->n; i++) {
		double v = cell->series[i], x, y;

		if (isnan(v)) {
			jl_str_add(out, is_open ? "\"/>" : "");
			is_open = false;
			continue;
		}
		x = 1 + (double)i * (CURVE_WIDTH - 2) /
				(double)(cell->n > 1 ? cell->n - 1 : 1);
		y = high > low ? CURVE_HEIGHT - 2 -
					 (v - low) / (high - low) *
						 (CURVE_HEIGHT - 4)
			       : CURVE_HEIGHT / 2.0;
		jl_str_add(out, is_open ? " " : "<polyline points=\"");
		jl_str_addf(out, "%.1f,%.1f", x, y);
		is_open = true;
	}
	jl_str_add(out, is_open ? "\"/></svg>" : "</svg>");
}

/* Only words of our own become class names. */
static bool is_plain_word(const char *text)
{
	return *text &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz-") == strlen(text);
}

static void add_cell(
	const struct jl_report *r, size_t row, size_t k, struct jl_str *out)
{
	const struct jl_cell *cell = jl_report_cell(r, row, k);
	struct jl_str shown = JL_STR_INIT;

	jl_str_add(out, "<td");
	if (r->columns[k].flags & JL_COLUMN_RIGHT)
		jl_str_add(out, " class=\"n\"");
	else if (cell->type == JL_CELL_DATE)
		jl_str_add(out, " class=\"date\"");
	else if (strcmp(r->columns[k].key, "status") == 0 &&
		 cell->type == JL_CELL_TEXT && is_plain_word(cell->text))
		jl_str_addf(out, " class=\"%s\"", cell->text);
	jl_str_addc(out, '>');
	if (cell->type == JL_CELL_SERIES) {
		add_curve(cell, out);
	} else {
		jl_cell_shown(cell, &shown);
		add_text(out, jl_str_text(&shown));
	}
	jl_str_add(out, "</td>");
	jl_str_release(&shown);
}

/* A row whose `part` is the total is set off. */
static bool is_total(const struct jl_report *r, size_t row)
{
	for (size_t k = 0; k < r->n_columns; k++) {
		const struct jl_cell *cell = jl_report_cell(r, row, k);

		if (strcmp(r->columns[k].key, "part") == 0)
			return cell->type == JL_CELL_TEXT &&
			       strcmp(cell->text, "total") == 0;
	}
	return false;
}

static void add_head(const struct jl_report *r, struct jl_str *out)
{
	char hash[JL_DIGEST_BASE64];

	jl_sha256_base64(style, hash);
	jl_str_addf(out,
		"<!doctype html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'sha256-%s'; "
		"base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<title>",
		hash);
	add_text(out, r->title);
	jl_str_addf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>",
		style);
	add_text(out, r->title);
	jl_str_add(out, "</h1>\n<p class=\"where\">");
	add_text(out, r->ledger_name ? r->ledger_name : "");
	if (r->period) {
		jl_str_add(out, ", ");
		add_text(out, r->period);
	}
	if (r->zone) {
		jl_str_add(out, " (");
		add_text(out, r->zone);
		jl_str_add(out, ")");
	}
	jl_str_add(out, "</p>\n");
}

static void add_table(const struct jl_report *r, struct jl_str *out)
{
	jl_str_add(out, "<div class=\"table\"><table>\n<thead><tr>");
	for (size_t k = 0; k < r->n_columns; k++) {
		if (r->columns[k].flags & JL_COLUMN_MACHINE)
			continue;
		jl_str_addf(out, "<th%s>",
			r->columns[k].flags & JL_COLUMN_RIGHT ? " class=\"n\""
							      : "");
		add_text(out, r->columns[k].title);
		jl_str_add(out, "</th>");
	}
	jl_str_add(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < jl_report_rows(r); i++) {
		jl_str_add(
			out, is_total(r, i) ? "<tr class=\"total\">" : "<tr>");
		for (size_t k = 0; k < r->n_columns; k++)
			if (!(r->columns[k].flags & JL_COLUMN_MACHINE))
				add_cell(r, i, k, out);
		jl_str_add(out, "</tr>\n");
	}
	jl_str_add(out, "</tbody></table></div>\n");
}

void jl_render_html(const struct jl_report *r,
	const struct jl_render_options *options, FILE *file)
{
	struct jl_str out = JL_STR_INIT;

	(void)options;
	add_head(r, &out);
	add_table(r, &out);
	if (r->n_notes)
		jl_str_add(&out, "<ul>\n");
	for (size_t i = 0; i < r->n_notes; i++) {
		jl_str_add(&out, "<li>");
		add_text(&out, r->notes[i]);
		jl_str_add(&out, "</li>\n");
	}
	if (r->n_notes)
		jl_str_add(&out, "</ul>\n");
	if (r->commit)
		jl_str_addf(&out, "<footer>commit %s<br>receipts %s</footer>\n",
			r->commit,
			r->receipts_root ? r->receipts_root : "not read");
	jl_str_add(&out, "</body>\n</html>\n");
	fwrite(out.text, 1, out.len, file);
	jl_str_release(&out);
}

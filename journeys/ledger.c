/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Loading: list the files of each kind, get each one's text from git or the
 * work tree, parse it by its shape, and put it in its place.
 */
#include "journeys/ledger.h"

#include "core/names.h"
#include "core/worktree.h"
#include "journeys/cache.h"
#include "journeys/definition_file.h"

#include <stdlib.h>
#include <string.h>

/* Where the texts come from. */
struct loader {
	struct jl_repo *repo;
	struct jl_cache *cache;
	const struct jl_oid *commit; /* NULL: the work tree */
	bool keep_texts;
	const struct jl_overlay *overlay;
	const char *const *only; /* journeys; NULL: all */
	struct jl_ledger *ledger;
	size_t caps[JL_KINDS];
};

/* Every kind but the settings begins with its id. */
static const char *id_of(const void *definition)
{
	const char *id;

	memcpy(&id, definition, sizeof(id));
	return id;
}

static void *add_slot(struct loader *loader, enum jl_kind kind)
{
	struct jl_list *list = &loader->ledger->kinds[kind];
	size_t size = jl_kinds[kind].shape->size;

	if (list->n == loader->caps[kind]) {
		loader->caps[kind] = list->n ? 2 * list->n : 64;
		list->v = jl_xrealloc(list->v, loader->caps[kind], size);
	}
	return memset((char *)list->v + list->n * size, 0, size);
}

static struct jl_ledger_file *add_file(
	struct jl_ledger *ledger, const char *path)
{
	struct jl_ledger_file *file;

	JL_GROW(ledger->files, ledger->n_files, ledger->files_cap);
	file = &ledger->files[ledger->n_files++];
	memset(file, 0, sizeof(*file));
	file->path = jl_xstrdup(path);
	return file;
}

/* Takes the text over. */
static void load_text(struct loader *loader, enum jl_kind kind,
	const char *path, const char *file_id, char *text, size_t len,
	const struct jl_oid *oid)
{
	struct jl_ledger *ledger = loader->ledger;
	struct jl_ledger_file *file = NULL;
	size_t findings = ledger->findings.n;
	void *slot = kind == JL_KIND_SETTINGS ? (void *)&ledger->settings
					      : add_slot(loader, kind);
	struct jl_parse parse = {&ledger->arena, &ledger->findings, path};
	bool usable =
		jl_definition_parse(&parse, kind, file_id, text, len, slot);

	/* Where figures are made, half a definition is none: a tenure whose
	 * date could not be read would put somebody in charge. */
	if (usable && !loader->keep_texts && kind != JL_KIND_SETTINGS)
		usable = !jl_findings_are_serious(&ledger->findings, findings);

	if (usable && kind != JL_KIND_SETTINGS)
		ledger->kinds[kind].n++;
	if (usable && oid && findings == ledger->findings.n)
		jl_cache_keep_definition(
			loader->cache, oid, jl_kinds[kind].shape, slot);
	if (!usable || loader->keep_texts)
		file = add_file(ledger, path);
	if (file)
		file->is_broken = !usable;
	if (file && loader->keep_texts) {
		file->text = text;
		file->len = len;
	} else {
		free(text);
	}
}

static bool load_cached(struct loader *loader, enum jl_kind kind,
	const char *file_id, const struct jl_oid *oid)
{
	void *slot = add_slot(loader, kind);

	/* A copy under another name is the same blob, but a wrong one. */
	if (!jl_cache_find_definition(loader->cache, oid, jl_kinds[kind].shape,
		    &loader->ledger->arena, slot) ||
		strcmp(id_of(slot), file_id) != 0)
		return false;
	loader->ledger->kinds[kind].n++;
	return true;
}

/* ---- a text in the place of a file ---- */

/* The id, when the overlay is a definition of this kind; yours to free. */
static char *overlay_id(const struct jl_overlay *o, enum jl_kind kind)
{
	size_t folder = strlen(jl_kinds[kind].folder);

	if (strncmp(o->path, jl_kinds[kind].folder, folder) != 0 ||
		o->path[folder] != '/')
		return NULL;
	return jl_definition_id(o->path);
}

/* The ids of the definitions of this kind that are overlaid. */
static void name_overlaid(const struct loader *loader, enum jl_kind kind,
	struct jl_names *overlaid)
{
	for (const struct jl_overlay *o = loader->overlay; o; o = o->next) {
		char *id = overlay_id(o, kind);

		if (id)
			jl_names_number(overlaid, id, strlen(id));
		free(id);
	}
}

static bool is_among(const struct jl_names *names, const char *id)
{
	uint32_t ignored;

	return jl_names_find(names, id, strlen(id), &ignored);
}

static void note_place(struct loader *loader, enum jl_kind kind, const char *id,
	const char *path)
{
	struct jl_ledger *ledger = loader->ledger;

	if (!strchr(path + strlen(jl_kinds[kind].folder) + 1, '/'))
		return;
	JL_GROW(ledger->placed, ledger->n_placed, ledger->placed_cap);
	ledger->placed[ledger->n_placed++] =
		(struct jl_placed){kind, jl_xstrdup(id), jl_xstrdup(path)};
}

/* All texts that stand in the place of a file of this kind. */
static void load_overlays(struct loader *loader, enum jl_kind kind)
{
	for (const struct jl_overlay *o = loader->overlay; o; o = o->next) {
		char *id = overlay_id(o, kind);

		if (id && o->text) {
			note_place(loader, kind, id, o->path);
			load_text(loader, kind, o->path, id,
				jl_xstrndup(o->text, o->len), o->len, NULL);
		}
		free(id);
	}
}

/* A file of a kind's folder, or of a folder in it. */
struct listed {
	char *id, *path;
	const struct jl_oid *oid; /* in git */
};

struct listing {
	struct listed *v;
	size_t n, cap;
};

static void list_file(struct listing *list, enum jl_kind kind, const char *name,
	const struct jl_oid *oid)
{
	char *id = jl_definition_id(name);

	if (!id)
		return;
	JL_GROW(list->v, list->n, list->cap);
	list->v[list->n++] = (struct listed){
		id, jl_xasprintf("%s/%s", jl_kinds[kind].folder, name), oid};
}

static int by_id_then_path(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	return order ? order : strcmp(x->path, y->path);
}

typedef int load_listed(struct loader *loader, enum jl_kind kind,
	const struct listed *file, struct jl_error *err);

/* The ids of the journeys that are asked for. */
static void name_asked_for(const struct loader *loader, struct jl_names *asked)
{
	for (size_t i = 0; loader->only && loader->only[i]; i++)
		jl_names_number(
			asked, loader->only[i], strlen(loader->only[i]));
}

/* Each file once; of two with one id the first by path counts. */
static int load_each(struct loader *loader, enum jl_kind kind,
	struct listing *list, load_listed *load_one, struct jl_error *err)
{
	bool is_all = !loader->only || kind != JL_KIND_JOURNEY;
	struct jl_names overlaid = {0}, asked = {0};
	int rc = 0;

	name_overlaid(loader, kind, &overlaid);
	name_asked_for(loader, &asked);
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), by_id_then_path);
	for (size_t i = 0; rc == 0 && i < list->n; i++) {
		const struct listed *file = &list->v[i];

		if (is_among(&overlaid, file->id) ||
			!(is_all || is_among(&asked, file->id)))
			continue;
		if (i > 0 && strcmp(list->v[i - 1].id, file->id) == 0) {
			jl_findings_add(&loader->ledger->findings,
				"duplicate-id", JL_SEVERITY_ERROR, file->path,
				"", "there is another file of '%s': %s",
				file->id, list->v[i - 1].path);
			continue;
		}
		note_place(loader, kind, file->id, file->path);
		rc = load_one(loader, kind, file, err);
	}
	jl_names_release(&overlaid);
	jl_names_release(&asked);
	if (rc == 0)
		load_overlays(loader, kind);
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].id);
		free(list->v[i].path);
	}
	free(list->v);
	return rc;
}

/* A file of which nothing can be made is a finding; others go on. */
static int note_unreadable(
	struct loader *loader, const char *path, const struct jl_error *err)
{
	jl_findings_add(&loader->ledger->findings, "syntax", JL_SEVERITY_ERROR,
		path, "", "%s", err->message);
	add_file(loader->ledger, path)->is_broken = true;
	return 0;
}

static int load_blob(struct loader *loader, enum jl_kind kind,
	const struct listed *file, struct jl_error *err)
{
	char *text;
	size_t len;
	int rc;

	if (load_cached(loader, kind, file->id, file->oid))
		return 0;
	rc = jl_repo_blob(
		loader->repo, file->oid, JL_DEFINITION_MAX, &text, &len, err);
	if (rc == JL_EINVALID)
		return note_unreadable(loader, file->path, err);
	if (rc == 0)
		load_text(loader, kind, file->path, file->id, text, len,
			file->oid);
	return rc;
}

static int load_from_git(
	struct loader *loader, enum jl_kind kind, struct jl_error *err)
{
	struct jl_entries entries = {0};
	struct listing list = {0};
	int rc = jl_repo_list_all(loader->repo, loader->commit,
		jl_kinds[kind].folder, &entries, err);

	for (size_t i = 0; rc == 0 && i < entries.n; i++)
		list_file(&list, kind, entries.v[i].name, &entries.v[i].oid);
	if (rc == 0)
		rc = load_each(loader, kind, &list, load_blob, err);
	jl_entries_release(&entries);
	return rc;
}

static int load_work_file(struct loader *loader, enum jl_kind kind,
	const struct listed *file, struct jl_error *err)
{
	char *text = NULL;
	size_t len = 0;
	int rc = jl_repo_work_read(
		loader->repo, file->path, JL_DEFINITION_MAX, &text, &len, err);

	if (rc == 0) {
		load_text(loader, kind, file->path, file->id, text, len, NULL);
	} else if (rc == JL_EINVALID) {
		rc = note_unreadable(loader, file->path, err);
	}
	/* It went between the list and the look: it is not there. */
	return rc == JL_ENOTFOUND ? 0 : rc;
}

static int load_from_work(
	struct loader *loader, enum jl_kind kind, struct jl_error *err)
{
	struct listing list = {0};
	char **files = NULL;
	size_t n = 0;
	int rc = jl_definition_files(loader->repo, kind, &files, &n, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		list_file(&list, kind, files[i], NULL);
	jl_definition_files_free(files, n);
	return load_each(loader, kind, &list, load_work_file, err);
}

static int not_a_ledger(struct jl_repo *repo, struct jl_error *err)
{
	return jl_fail(err, JL_EENV,
		"%.300s: not a ledger: there is no ledger.json here; "
		"'jledger init' makes one",
		jl_repo_top(repo));
}

static int load_settings(struct loader *loader, struct jl_error *err)
{
	struct jl_settings *settings = &loader->ledger->settings;
	const struct jl_overlay *overlay = loader->overlay;
	char *text = NULL;
	size_t len = 0;
	int rc;

	while (overlay && strcmp(overlay->path, "ledger.json") != 0)
		overlay = overlay->next;

	if (overlay) {
		rc = overlay->text ? 0 : JL_ENOTFOUND;
		len = overlay->len;
		text = rc == 0 ? jl_xstrndup(overlay->text, len) : NULL;
	} else if (loader->commit) {
		rc = jl_repo_read(loader->repo, loader->commit, "ledger.json",
			JL_DEFINITION_MAX, &text, &len, err);
	} else {
		rc = jl_repo_work_read(loader->repo, "ledger.json",
			JL_DEFINITION_MAX, &text, &len, err);
	}
	if (rc == JL_ENOTFOUND)
		return not_a_ledger(loader->repo, err);
	if (rc < 0)
		return rc;
	load_text(loader, JL_KIND_SETTINGS, "ledger.json", "", text, len, NULL);
	if (settings->format > JL_FORMAT)
		return jl_fail(err, JL_EENV,
			"ledger.json: the ledger has format %lld, and this "
			"jledger knows formats up to %d; install a newer one",
			(long long)settings->format, JL_FORMAT);
	if (!settings->zone) {
		const struct jl_findings *f = &loader->ledger->findings;

		return jl_fail(err, JL_EINVALID, "ledger.json:%zu:%zu: %s",
			f->n ? f->v[0].line : 1, f->n ? f->v[0].column : 1,
			f->n ? f->v[0].sentence : "the ledger has no zone");
	}
	rc = jl_zone_open(settings->zone, &loader->ledger->zone, err);
	if (rc < 0)
		jl_within(err, "ledger.json: zone");
	return rc;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(id_of(a), id_of(b));
}

static void add_built_in_metrics(struct loader *loader)
{
	for (size_t i = 0; i < jl_n_built_in_metrics; i++) {
		memcpy(add_slot(loader, JL_KIND_METRIC),
			&jl_built_in_metrics[i], sizeof(struct jl_metric));
		loader->ledger->kinds[JL_KIND_METRIC].n++;
	}
}

/* A file may not redefine what is built in: the built-in one stays. */
static void drop_redefined_metrics(struct jl_ledger *ledger)
{
	struct jl_list *list = &ledger->kinds[JL_KIND_METRIC];
	struct jl_metric *v = list->v;
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++) {
		bool same = kept > 0 && strcmp(v[kept - 1].id, v[i].id) == 0;

		if (!same) {
			v[kept++] = v[i];
			continue;
		}
		if (v[i].is_built_in)
			v[kept - 1] = v[i];
		char *path = jl_ledger_path(ledger, JL_KIND_METRIC, v[i].id);

		jl_findings_add(&ledger->findings, "duplicate-id",
			JL_SEVERITY_ERROR, path, "/id",
			"'%s' is a built-in metric: give yours another id",
			v[i].id);
		free(path);
	}
	list->n = kept;
}

static int by_kind_then_id(const void *a, const void *b)
{
	const struct jl_placed *x = a, *y = b;

	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1)
				  : strcmp(x->id, y->id);
}

static int by_path(const void *a, const void *b)
{
	const struct jl_ledger_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* So that they are found by name. */
static void sort_files(struct jl_ledger *ledger)
{
	if (ledger->n_placed)
		qsort(ledger->placed, ledger->n_placed, sizeof(*ledger->placed),
			by_kind_then_id);
	if (ledger->n_files)
		qsort(ledger->files, ledger->n_files, sizeof(*ledger->files),
			by_path);
}

static int load(struct loader *loader, struct jl_error *err)
{
	bool is_held = jl_cache_hold(loader->cache);
	int rc = load_settings(loader, err);

	add_built_in_metrics(loader);
	for (int kind = JL_KIND_PERSON; rc == 0 && kind < JL_KINDS; kind++)
		rc = loader->commit ? load_from_git(loader, kind, err)
				    : load_from_work(loader, kind, err);
	if (is_held)
		jl_cache_let_go(loader->cache);
	for (int kind = JL_KIND_PERSON; kind < JL_KINDS; kind++) {
		struct jl_list *list = &loader->ledger->kinds[kind];

		if (list->n)
			qsort(list->v, list->n, jl_kinds[kind].shape->size,
				by_id);
	}
	sort_files(loader->ledger);
	drop_redefined_metrics(loader->ledger);
	return rc;
}

static int load_with(
	struct loader *loader, struct jl_ledger **out, struct jl_error *err)
{
	int rc;

	loader->ledger = jl_xcalloc(1, sizeof(*loader->ledger));
	if (loader->commit)
		jl_oid_hex(loader->commit, loader->ledger->commit);
	rc = load(loader, err);
	if (rc < 0) {
		jl_ledger_free(loader->ledger);
		return rc;
	}
	*out = loader->ledger;
	return 0;
}

int jl_ledger_load(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, struct jl_ledger **out,
	struct jl_error *err)
{
	struct loader loader = {.repo = repo, .cache = cache, .commit = commit};

	return load_with(&loader, out, err);
}

int jl_ledger_load_only(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, const char *const *ids,
	struct jl_ledger **out, struct jl_error *err)
{
	struct loader loader = {
		.repo = repo, .cache = cache, .commit = commit, .only = ids};

	return load_with(&loader, out, err);
}

int jl_ledger_load_work(struct jl_repo *repo, const struct jl_overlay *overlay,
	struct jl_ledger **out, struct jl_error *err)
{
	struct loader loader = {
		.repo = repo, .keep_texts = true, .overlay = overlay};

	return load_with(&loader, out, err);
}

int jl_ledger_load_texts(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_overlay *overlay, struct jl_ledger **out,
	struct jl_error *err)
{
	struct loader loader = {.repo = repo,
		.commit = commit,
		.keep_texts = true,
		.overlay = overlay};

	return load_with(&loader, out, err);
}

void jl_ledger_free(struct jl_ledger *ledger)
{
	if (!ledger)
		return;
	for (int kind = 0; kind < JL_KINDS; kind++)
		free(ledger->kinds[kind].v);
	for (size_t i = 0; i < ledger->n_files; i++) {
		free(ledger->files[i].path);
		free(ledger->files[i].text);
	}
	free(ledger->files);
	for (size_t i = 0; i < ledger->n_placed; i++) {
		free(ledger->placed[i].id);
		free(ledger->placed[i].path);
	}
	free(ledger->placed);
	jl_findings_release(&ledger->findings);
	jl_zone_close(ledger->zone);
	jl_arena_release(&ledger->arena);
	free(ledger);
}

const void *jl_ledger_nth(
	const struct jl_ledger *ledger, enum jl_kind kind, size_t i)
{
	return (const char *)ledger->kinds[kind].v +
	       i * jl_kinds[kind].shape->size;
}

static int id_against(const void *key, const void *definition)
{
	return strcmp(key, id_of(definition));
}

const void *jl_ledger_find(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *id)
{
	const struct jl_list *list = &ledger->kinds[kind];

	if (!id || !list->n)
		return NULL;
	return bsearch(
		id, list->v, list->n, jl_kinds[kind].shape->size, id_against);
}

size_t jl_ledger_count(const struct jl_ledger *ledger, enum jl_kind kind)
{
	return ledger->kinds[kind].n;
}

const char *jl_ledger_id(
	const struct jl_ledger *ledger, enum jl_kind kind, size_t i)
{
	return id_of(jl_ledger_nth(ledger, kind, i));
}

const char *jl_ledger_name(
	const struct jl_ledger *ledger, enum jl_kind kind, size_t i)
{
	const struct jl_field *field =
		jl_shape_field(jl_kinds[kind].shape, "name");
	const char *name;

	memcpy(&name,
		(const char *)jl_ledger_nth(ledger, kind, i) + field->offset,
		sizeof(name));
	return name ? name : "";
}

const struct jl_journey *jl_ledger_journey(
	const struct jl_ledger *ledger, const char *id)
{
	return jl_ledger_find(ledger, JL_KIND_JOURNEY, id);
}

const struct jl_person *jl_ledger_person(
	const struct jl_ledger *ledger, const char *id)
{
	return jl_ledger_find(ledger, JL_KIND_PERSON, id);
}

const struct jl_metric *jl_ledger_metric(
	const struct jl_ledger *ledger, const char *id)
{
	return jl_ledger_find(ledger, JL_KIND_METRIC, id);
}

const struct jl_map *jl_ledger_map(
	const struct jl_ledger *ledger, const char *id)
{
	return jl_ledger_find(ledger, JL_KIND_MAP, id);
}

const struct jl_journey *jl_ledger_nth_journey(
	const struct jl_ledger *ledger, size_t i)
{
	return jl_ledger_nth(ledger, JL_KIND_JOURNEY, i);
}

const char *jl_ledger_nearest(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *word)
{
	size_t n = ledger->kinds[kind].n;
	const char **ids = jl_xcalloc(n, sizeof(*ids));
	const char *near;

	for (size_t i = 0; i < n; i++)
		ids[i] = id_of(jl_ledger_nth(ledger, kind, i));
	near = jl_nearest(word, ids, n);
	free(ids);
	return near;
}

const char *jl_ledger_person_name(
	const struct jl_ledger *ledger, const char *id)
{
	const struct jl_person *person = jl_ledger_person(ledger, id);

	return person && person->name ? person->name : id;
}

char *jl_ledger_path(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *id)
{
	const struct jl_placed wanted = {kind, (char *)(uintptr_t)id, NULL};
	const struct jl_placed *found =
		ledger->n_placed
			? bsearch(&wanted, ledger->placed, ledger->n_placed,
				  sizeof(wanted), by_kind_then_id)
			: NULL;

	return found ? jl_xstrdup(found->path) : jl_definition_path(kind, id);
}

static const struct jl_ledger_file *find_file(
	const struct jl_ledger *ledger, const char *path)
{
	const struct jl_ledger_file wanted = {.path = (char *)(uintptr_t)path};

	return ledger->n_files
		       ? bsearch(&wanted, ledger->files, ledger->n_files,
				 sizeof(wanted), by_path)
		       : NULL;
}

bool jl_ledger_is_broken(
	const struct jl_ledger *ledger, enum jl_kind kind, const char *id)
{
	char *path = jl_ledger_path(ledger, kind, id);
	const struct jl_ledger_file *file = find_file(ledger, path);

	free(path);
	return file && file->is_broken;
}

/* Findings of one file stand side by side, and each text is read once. */
void jl_ledger_locate(struct jl_ledger *ledger)
{
	struct jl_findings *all = &ledger->findings;
	size_t end;

	jl_findings_sort(all);
	for (size_t i = 0; i < all->n; i = end) {
		const struct jl_ledger_file *file =
			find_file(ledger, all->v[i].path);
		struct jl_findings some = {&all->v[i], 0, 0};

		for (end = i; end < all->n &&
			      strcmp(all->v[end].path, all->v[i].path) == 0;
			end++)
			some.n++;
		if (file && file->text && !file->is_broken)
			jl_findings_locate(
				&some, 0, file->path, file->text, file->len);
	}
	jl_findings_sort(all);
}

const char *jl_ledger_text(const struct jl_ledger *ledger, const char *path)
{
	const struct jl_ledger_file *file = find_file(ledger, path);

	return file ? file->text : NULL;
}

/* Loads the migrations: the ones built in, or the files of a folder. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/embed.h"
#include "expand.h"

static const char suffix[] = ".sql";

/* NNNN_name.sql: four digits, not 0000, and a name in small letters, digits and underscores. */
static int read_name(
	const char *path, const char *file, struct arena *a, struct migration *m, struct err *e)
{
	size_t n = strlen(file), digits = strspn(file, "0123456789");
	size_t end = n > strlen(suffix) ? n - strlen(suffix) : 0;
	size_t name = digits == 4 && file[4] == '_'
		? strspn(file + 5, "abcdefghijklmnopqrstuvwxyz0123456789_")
		: 0;

	if (name == 0 || 5 + name != end || strncmp(file, "0000", 4) == 0) {
		err_set(e, ERR_OTHER, "%s: the name is not of the form 0001_name.sql", path);
		return -1;
	}
	memcpy(m->revision, file, 4);
	m->name = arena_memdup(a, file + 5, name);
	return 0;
}

static int load_one(const char *dir, const char *file, struct span source, const struct form *form,
	struct arena *a, struct migration *m, struct err *e)
{
	char *path = arena_printf(a, "%s/%s", dir, file);

	if (read_name(path, file, a, m, e) != 0)
		return -1;
	return expand_migration(path, source, form, a, m, e);
}

static int refuse_doubles(const struct migration_set *set, struct err *e)
{
	for (size_t i = 1; i < set->n; i++)
		if (strcmp(set->m[i].revision, set->m[i - 1].revision) == 0)
			return err_set(e, ERR_OTHER, "%s: %s has the same number", set->m[i].path,
				set->m[i - 1].path);
	return 0;
}

/* Ordered by file name; what is missing between two gets a place. */
static void fill_gaps(struct migration_set *set, struct arena *a)
{
	size_t last = set->n ? strtoul(set->m[set->n - 1].revision, NULL, 10) : 0, from = 0;
	struct migration *all = arena_calloc(a, last, sizeof(*all));
	char revision[24];

	for (size_t i = 0; i < last; i++) {
		snprintf(revision, sizeof(revision), "%04zu", i + 1);
		memcpy(all[i].revision, revision, sizeof(all[i].revision));
		if (strcmp(revision, set->m[from].revision) == 0) {
			all[i] = set->m[from++];
			continue;
		}
		all[i].missing = true;
		all[i].name = all[i].up = all[i].down = "";
		all[i].path = arena_printf(a, "%s_*.sql", all[i].revision);
	}
	set->m = all;
	set->n = last;
}

int migrations_refuse_gap(const struct migration_set *set, size_t from, size_t to, struct err *e)
{
	while (from < to && !set->m[from].missing)
		from++;
	if (from == to)
		return 0;
	const char *revision = set->m[from].revision;
	while (set->m[from].missing)
		from++;
	return err_set(
		e, ERR_OTHER, "%s: revision %s is missing before it", set->m[from].path, revision);
}

static bool is_declared(const char *file)
{
	return strcmp(file, DECLARED) == 0;
}

static int load_embedded(
	const struct form *form, struct arena *a, struct migration_set *out, struct err *e)
{
	size_t n = 0;

	/* The declared schema is the last one. */
	while (embedded_migrations[n].name && !is_declared(embedded_migrations[n].name))
		n++;
	out->m = arena_calloc(a, n, sizeof(*out->m));
	out->n = n;
	for (size_t i = 0; i < n; i++) {
		const struct embedded *f = &embedded_migrations[i];
		if (load_one("migrations", f->name, (struct span){f->text, f->n}, form, a,
			    &out->m[i], e) != 0)
			return -1;
	}
	return 0;
}

static int is_migration(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return entry->d_name[0] != '.' && !is_declared(entry->d_name) && n > strlen(suffix) &&
		strcmp(entry->d_name + n - strlen(suffix), suffix) == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_file(const char *path, struct str *out, struct err *e)
{
	FILE *f = fopen(path, "re");
	size_t n = 0;

	if (!f)
		return err_set(e, ERR_OTHER, "cannot read %s: %s", path, strerror(errno));
	do {
		out->len += n;
		n = fread(str_reserve(out, 16384), 1, 16384, f);
	} while (n > 0);
	int failed = ferror(f) ? errno : 0;
	fclose(f);
	if (failed)
		return err_set(e, ERR_OTHER, "cannot read %s: %s", path, strerror(failed));
	return 0;
}

static int load_file(const char *dir, const char *file, const struct form *form, struct arena *a,
	struct migration *m, struct err *e)
{
	struct str text = {0};
	int result = read_file(arena_printf(a, "%s/%s", dir, file), &text, e);

	if (result == 0)
		result = load_one(dir, file, str_span(&text), form, a, m, e);
	str_free(&text);
	return result;
}

static int load_dir(const char *dir, const struct form *form, struct arena *a,
	struct migration_set *out, struct err *e)
{
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, is_migration, by_name);
	int result = 0;

	if (n < 0)
		return err_set(
			e, ERR_OTHER, "cannot read the migrations in %s: %s", dir, strerror(errno));
	out->m = arena_calloc(a, (size_t)n, sizeof(*out->m));
	out->n = (size_t)n;
	for (int i = 0; i < n; i++) {
		if (result == 0)
			result = load_file(dir, entries[i]->d_name, form, a, &out->m[i], e);
		free(entries[i]);
	}
	free(entries);
	if (result == 0 && n == 0)
		result = err_set(e, ERR_OTHER, "there are no migrations in %s", dir);
	return result;
}

static int load_any(const char *dir, const struct form *form, struct arena *a,
	struct migration_set *out, struct err *e)
{
	*out = (struct migration_set){0};
	int result = dir ? load_dir(dir, form, a, out, e) : load_embedded(form, a, out, e);
	if (result != 0 || refuse_doubles(out, e) != 0)
		return -1;
	fill_gaps(out, a);
	return 0;
}

static int load(const char *dir, const struct form *form, struct arena *a,
	struct migration_set *out, struct err *e)
{
	return load_any(dir, form, a, out, e) == 0 ? migrations_refuse_gap(out, 0, out->n, e) : -1;
}

int migrations_load_any(const char *dir, enum db_engine engine, struct arena *a,
	struct migration_set *out, struct err *e)
{
	return load_any(dir, &(struct form){engine, MIGRATION_SQL}, a, out, e);
}

int migrations_load(const char *dir, enum db_engine engine, struct arena *a,
	struct migration_set *out, struct err *e)
{
	return load(dir, &(struct form){engine, MIGRATION_SQL}, a, out, e);
}

int migrations_load_words(const char *dir, enum db_engine engine, struct arena *a,
	struct migration_set *out, struct err *e)
{
	return load(dir, &(struct form){engine, MIGRATION_WORDS}, a, out, e);
}

/* --- The declared schema. --- */

static int declared_embedded(
	const struct form *form, struct arena *a, struct declared *out, struct err *e)
{
	for (const struct embedded *f = embedded_migrations; f->name; f++)
		if (is_declared(f->name))
			return expand_declared(
				out->path, (struct span){f->text, f->n}, form, a, &out->sql, e);
	return 0;
}

int declared_load(const char *dir, enum db_engine engine, enum migration_words words,
	struct arena *a, struct declared *out, struct err *e)
{
	const struct form form = {engine, words};
	struct str text = {0};

	*out = (struct declared){arena_printf(a, "%s/" DECLARED, dir ? dir : "migrations"), NULL};
	if (!dir)
		return declared_embedded(&form, a, out, e);
	if (access(out->path, F_OK) != 0 && errno == ENOENT)
		return 0;
	int result = read_file(out->path, &text, e);
	if (result == 0)
		result = expand_declared(out->path, str_span(&text), &form, a, &out->sql, e);
	str_free(&text);
	return result;
}

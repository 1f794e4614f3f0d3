/* Finds themes by name: those built in, and a user's own. */
#include "tui/themes.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/nearest.h"
#include "base/small_file.h"

#define EXTENSION ".json"

/* "/a/mine.json" is called "mine". */
static const char *name_of(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
	size_t n = strlen(file), end = strlen(EXTENSION);

	return n > end && strcmp(file + n - end, EXTENSION) == 0 ? arena_memdup(a, file, n - end)
								 : arena_strdup(a, file);
}

/* Hidden files, such as those that editors write beside, are no themes. */
static bool is_theme_file(const char *name)
{
	size_t n = strlen(name), end = strlen(EXTENSION);

	return name[0] != '.' && n > end && n - end < sizeof(((struct theme *)0)->name) &&
		strcmp(name + n - end, EXTENSION) == 0;
}

static int by_name(const void *a, const void *b)
{
	const struct theme_source *x = a, *y = b;
	bool x_first = strcmp(x->name, "default") == 0, y_first = strcmp(y->name, "default") == 0;

	return x_first != y_first ? y_first - x_first : strcmp(x->name, y->name);
}

static struct theme_source *find(struct theme_source *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].name, name) == 0)
			return &list[i];
	return NULL;
}

/* Takes an own theme's file into the list; returns how many there are then. */
static size_t add_own(struct theme_source *list, size_t n, const char *path, struct arena *a)
{
	const char *name = name_of(path, a);
	struct theme_source *same = find(list, n, name);

	*(same ? same : &list[n]) = (struct theme_source){name, path};
	return same ? n : n + 1;
}

size_t themes_list(enum themes_from from, struct arena *a, struct theme_source **out)
{
	size_t n = theme_count(), own = 0;
	struct theme_source *list = arena_calloc(a, n + THEMES_OWN_MOST + 1, sizeof(*list));
	const char *folder = from == THEMES_ALL ? home_path(HOME_CONFIG, "themes", a) : NULL;
	DIR *dir = folder ? opendir(folder) : NULL;
	struct theme t;

	for (size_t i = 0; i < n; i++)
		list[i].name = theme_load(i, &t, NULL) == 0 ? arena_strdup(a, t.name) : "";
	for (struct dirent *d; dir && own < THEMES_OWN_MOST && (d = readdir(dir));) {
		if (!is_theme_file(d->d_name))
			continue;
		own++;
		n = add_own(list, n, arena_printf(a, "%s/%s", folder, d->d_name), a);
	}
	if (dir)
		closedir(dir);
	qsort(list, n, sizeof(*list), by_name);
	*out = list;
	return n;
}

static int say_unknown(
	const char *name, const struct theme_source *list, size_t n, struct arena *a, struct err *e)
{
	struct nearest near = {.word = name};
	const char *names = "";

	for (size_t i = 0; i < n; i++) {
		nearest_offer(&near, list[i].name);
		names = arena_printf(a, "%s%s%s", names, i > 0 ? ", " : "", list[i].name);
	}
	err_set(e, ERR_USAGE, "no theme is called %s", name);
	if (is_theme_file(name))
		return err_hint(e, "the path of a file holds a slash: ./%s", name);
	if (near.best)
		return err_hint(e, "did you mean \"%s\"? There are %s", near.best, names);
	return err_hint(e, "there are %s", names);
}

int themes_locate(const char *name, enum themes_from from, struct arena *a,
	struct theme_source *out, struct err *e)
{
	struct theme_source *list, *named;

	if (strchr(name, '/') && from == THEMES_BUILT_IN)
		return err_set(e, ERR_DENIED, "%s: only the themes built in are read here", name);
	if (strchr(name, '/')) {
		*out = (struct theme_source){name_of(name, a), arena_strdup(a, name)};
		return 0;
	}
	size_t n = themes_list(from, a, &list);
	named = find(list, n, name);
	if (!named)
		return say_unknown(name, list, n, a, e);
	*out = *named;
	return 0;
}

static void rename_theme(struct theme *t, const char *name)
{
	size_t n = strlen(name), most = sizeof(t->name) - 1;

	memset(t->name, 0, sizeof(t->name));
	memcpy(t->name, name, n < most ? n : most);
}

const char *themes_beside(const char *theme, const char *settings, struct arena *a)
{
	const char *slash = settings ? strrchr(settings, '/') : NULL, *home = home_folder();

	if (strncmp(theme, "~/", 2) == 0 && home)
		return arena_printf(a, "%s/%s", home, theme + 2);
	if (!strchr(theme, '/') || theme[0] == '/' || !slash)
		return theme;
	theme += strncmp(theme, "./", 2) == 0 ? 2 : 0;
	return arena_printf(a, "%.*s/%s", (int)(slash - settings), settings, theme);
}

static struct json_fault *fault_new(struct err *why, struct arena *a)
{
	struct json_fault *f = arena_calloc(a, 1, sizeof(*f));

	f->why = *why;
	return f;
}

struct json_fault *themes_faults(
	const struct theme_source *source, struct theme *out, struct arena *a)
{
	struct json_fault *faults;
	struct str text = {0};
	struct err why = {0};

	if (!source->path)
		return theme_find(source->name, out, &why) < 0 ? fault_new(&why, a) : NULL;
	if (small_file_read(source->path, &text, &why) < 0) {
		str_free(&text);
		return fault_new(&why, a);
	}
	faults = theme_faults(str_span(&text), out, a);
	str_free(&text);
	for (struct json_fault *f = faults; f; f = f->next)
		err_prefix(&f->why, "%s", source->path);
	if (!faults)
		rename_theme(out, source->name);
	return faults;
}

int themes_read(const struct theme_source *source, struct theme *out, struct err *e)
{
	struct arena a = {0};
	const struct json_fault *fault = themes_faults(source, out, &a);
	int rc = fault ? err_take(e, &fault->why) : 0;

	arena_free(&a);
	return rc;
}

int themes_open(
	const char *name, enum themes_from from, struct arena *a, struct theme *out, struct err *e)
{
	struct theme_source source = {0};

	return themes_locate(name, from, a, &source, e) < 0 ? -1 : themes_read(&source, out, e);
}

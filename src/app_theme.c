/* The console's theme: chosen at the start and by a key, and read again when its file is saved. */
#include <string.h>

#include "app_parts.h"

static enum themes_from from(const struct app *a)
{
	return a->console.restricted ? THEMES_BUILT_IN : THEMES_ALL;
}

static void show(struct app *a, const struct theme *t)
{
	a->theme.shown = *t;
	term_set_theme(a->screen, t);
	a->dirty = true;
}

/* The folder of the file would take the room of what is wrong in it. */
static void say_wrong(struct app *a, struct err *e)
{
	const char *path = a->theme.wanted.path, *slash = path ? strrchr(path, '/') : NULL;

	if (slash && strncmp(e->text, path, strlen(path)) == 0) {
		size_t folder = (size_t)(slash + 1 - path);
		memmove(e->text, e->text + folder, strlen(e->text + folder) + 1);
	}
	console_say_error(&a->console, e);
}

static void on_saved(void *arg, const struct theme *t, const struct err *why)
{
	struct app *a = arg;

	if (!t) {
		struct err e = *why;
		say_wrong(a, &e);
		return;
	}
	show(a, t);
	console_say(&a->console, STYLE_DIM, "theme %s, as it was saved", t->name);
}

static int open_named(struct app *a, const char *name, struct err *e)
{
	struct app_theme *theme = &a->theme;

	if (themes_locate(name, from(a), &a->arena, &theme->asked, e) < 0)
		return -1;
	theme->wanted = theme->asked;
	return themes_read(&theme->asked, &theme->shown, e);
}

/* Only a theme that this call names must be there. */
int app_theme_open(struct app *a, const char *name, struct err *e)
{
	struct err *why = &a->theme_error;

	if (name)
		return open_named(a, name, e);
	if (!a->settings->theme)
		return open_named(a, "default", e);
	if (open_named(a, a->settings->theme, why) == 0)
		return 0;
	err_prefix(why, "theme in the settings");
	a->settings_error = why;
	return open_named(a, "default", e);
}

void app_theme_begin(struct app *a)
{
	a->theme.watch = theme_watch_new(a->console.loop, on_saved, a);
	theme_watch_source(a->theme.watch, &a->theme.wanted);
	term_set_theme(a->screen, &a->theme.shown);
}

void app_theme_close(struct app *a)
{
	theme_watch_free(&a->theme.watch);
	arena_free(&a->theme.arena);
}

static bool is_same(const struct theme_source *x, const struct theme_source *y)
{
	if (!x->path || !y->path)
		return x->path == y->path && strcmp(x->name, y->name) == 0;
	return strcmp(x->path, y->path) == 0;
}

/* The one behind `wanted` in the round of all that have a name, with the one that was asked for at
 * its end where that has none. The first when `wanted` is in it no more. */
static struct theme_source find_next(
	const struct app_theme *theme, struct theme_source *list, size_t n)
{
	size_t asked = 0, wanted = 0;

	while (asked < n && !is_same(&list[asked], &theme->asked))
		asked++;
	if (asked == n)
		list[n++] = theme->asked;
	while (wanted < n && !is_same(&list[wanted], &theme->wanted))
		wanted++;
	return list[wanted < n ? (wanted + 1) % n : 0];
}

void app_theme_next(struct app *a)
{
	struct app_theme *theme = &a->theme;
	struct theme_source *list, next;
	struct arena scratch = {0};
	struct err e = {0};
	struct theme t;

	size_t n = themes_list(from(a), &scratch, &list);
	next = find_next(theme, list, n);
	/* One whose file is wrong has its turn as well: it is taken as soon as it is right. */
	arena_clear(&theme->arena);
	theme->wanted.name = arena_strdup(&theme->arena, next.name);
	theme->wanted.path = next.path ? arena_strdup(&theme->arena, next.path) : NULL;
	arena_free(&scratch);
	theme_watch_source(theme->watch, &theme->wanted);
	if (themes_read(&theme->wanted, &t, &e) < 0) {
		say_wrong(a, &e);
		return;
	}
	show(a, &t);
	if (term_mono(a->screen)) {
		console_say(&a->console, STYLE_DIM,
			"theme %s, but there are no colours here (NO_COLOR, or the terminal)",
			t.name);
		return;
	}
	console_say(
		&a->console, STYLE_DIM, t.about[0] ? "theme %s: %s" : "theme %s", t.name, t.about);
}

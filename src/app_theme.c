/* The console's theme: chosen at the start and by a key, and read again when its file is saved. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app_parts.h"
#include "base/sanitize.h"
#include "tui/contrast.h"

static enum themes_from from(const struct app *a)
{
	return a->console.restricted ? THEMES_BUILT_IN : THEMES_ALL;
}

void app_theme_show(struct app *a, const struct theme *t)
{
	a->theme.shown = *t;
	term_set_theme(a->screen, t);
	a->dirty = true;
}

void app_theme_cut_folder(struct err *e, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	if (slash && strncmp(e->text, path, strlen(path)) == 0) {
		size_t folder = (size_t)(slash + 1 - path);
		memmove(e->text, e->text + folder, strlen(e->text + folder) + 1);
	}
}

static void say_wrong(struct app *a, struct err *e)
{
	app_theme_cut_folder(e, a->theme.wanted.path);
	console_say_error(&a->console, e);
}

#define USUAL_HOLD " · the usual settings hold"

/* In the line below a pane, with a frame, its hint and so many columns more. */
static bool fits(const struct app *a, const struct err *e, size_t behind)
{
	size_t hint = e->hint[0] ? text_width(span_of(e->hint)) + strlen(" ()") : 0;

	return screen_plain(a->screen) ||
		(int)(text_width(span_of(e->text)) + hint + behind) <=
		screen_columns(a->screen) - 2;
}

/* How many more there are goes last, and "did you mean this?" where there are none. */
static void fit_hint(const struct app *a, struct err *e, size_t behind)
{
	size_t more = a->settings->more_faults;
	char *question = strchr(e->hint, '?');

	if (more > 0 && !fits(a, e, behind)) {
		snprintf(e->hint, sizeof(e->hint), SETTINGS_MORE, more);
		if (!fits(a, e, behind))
			*strchr(e->hint, ':') = '\0';
	} else if (question && !fits(a, e, behind)) {
		question[1] = '\0';
	}
	if (!fits(a, e, behind))
		e->hint[0] = '\0';
}

/* Beside a fault of the theme all other settings hold. */
static bool is_refused(const struct app *a)
{
	return a->settings_error && a->settings_error != &a->theme_error;
}

void app_settings_fault(const struct app *a, const struct err *e, struct str *out)
{
	str_addf(out, e->hint[0] ? "%s (%s)" : "%s", e->text, e->hint);
	if (is_refused(a))
		str_add(out, USUAL_HOLD);
}

/* What follows from the fault, where one line has room for it. */
static bool say_what_holds(struct app *a, struct err e)
{
	size_t behind = text_width(SPAN_LIT(USUAL_HOLD));
	struct str text = {0};

	fit_hint(a, &e, behind);
	if (!is_refused(a) || !fits(a, &e, behind))
		return false;
	app_settings_fault(a, &e, &text);
	console_say(&a->console, STYLE_BAD, "%s", str_cstr(&text));
	str_free(&text);
	return true;
}

/* The login had room for all of it. */
void app_say_settings_error(struct app *a)
{
	struct err e = *a->settings_error;

	app_theme_cut_folder(&e, a->settings->path);
	if (say_what_holds(a, e))
		return;
	fit_hint(a, &e, 0);
	if (a->theme_fault.code != ERR_NONE && !fits(a, &e, 0))
		e = a->theme_fault;
	console_say_error(&a->console, &e);
}

/* The file may be another one by now. */
static void say_refused(struct app *a, const char *path)
{
	const char *why = a->settings_error->text;
	size_t n = strlen(path);

	if (strncmp(why, path, n) == 0 && strncmp(why + n, ": ", 2) == 0)
		why += n + 2;
	console_say(
		&a->console, STYLE_WARN, "%s · not taken at the start: %s" USUAL_HOLD, path, why);
}

void app_say_settings_file(struct app *a)
{
	const char *path = a->settings->path;

	if (!path)
		console_say(&a->console, STYLE_WARN, "no home folder, so no settings · tenet(5)");
	else if (is_refused(a))
		say_refused(a, path);
	else if (access(path, F_OK) == 0)
		console_say(&a->console, STYLE_DIM, "%s · read at the start · tenet(5)", path);
	else
		console_say(&a->console, STYLE_DIM, "%s: not there yet · tenet(5)", path);
}

/* The style that can be read worst on this terminal; NULL when all can be read. */
static const char *weakest(const struct theme *t, int colours, double *contrast)
{
	const char *name = NULL;

	*contrast = CONTRAST_LEAST;
	for (int i = 0; i < STYLE_COUNT && colours >= 8; i++) {
		double c = contrast_of(t, (enum style)i, colours);
		if (!isnan(c) && c < *contrast) {
			*contrast = c;
			name = style_name((enum style)i);
		}
	}
	return name;
}

static void on_saved(void *arg, const struct theme *t, const struct err *why)
{
	struct app *a = arg;

	if (!t) {
		struct err e = *why;
		say_wrong(a, &e);
		return;
	}
	double contrast;
	const char *weak = weakest(t, term_shown_colours(a->screen), &contrast);
	app_theme_show(a, t);
	if (weak)
		console_say(&a->console, STYLE_WARN,
			"theme %s, as it was saved · %s: contrast %.1f, and text needs 4.5",
			t->name, weak, floor(contrast * 10) / 10);
	else
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
	a->theme_fault = *why;
	app_theme_cut_folder(&a->theme_fault, a->theme.asked.path);
	settings_blame_theme(a->settings, why);
	err_hint(why, "the theme default holds");
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

size_t app_theme_list(
	const struct app *a, struct arena *arena, struct theme_source **out, size_t *shown)
{
	const struct app_theme *theme = &a->theme;
	size_t n = themes_list(from(a), arena, out), asked = 0;
	struct theme_source *list = *out;

	while (asked < n && !is_same(&list[asked], &theme->asked))
		asked++;
	if (asked == n)
		list[n++] = theme->asked;
	for (*shown = 0; *shown < n && !is_same(&list[*shown], &theme->wanted);)
		++*shown;
	return n;
}

void app_theme_take(struct app *a, const struct theme_source *source)
{
	struct app_theme *theme = &a->theme;
	struct theme_source next = *source;
	struct err e = {0};
	struct theme t;

	/* One whose file is wrong has its turn as well: it is taken as soon as it is right. */
	arena_clear(&theme->arena);
	theme->wanted.name = arena_strdup(&theme->arena, next.name);
	theme->wanted.path = next.path ? arena_strdup(&theme->arena, next.path) : NULL;
	theme_watch_source(theme->watch, &theme->wanted);
	if (themes_read(&theme->wanted, &t, &e) < 0) {
		say_wrong(a, &e);
		return;
	}
	app_theme_show(a, &t);
	if (term_mono(a->screen)) {
		console_say(&a->console, STYLE_DIM, "theme %s, but there are no colours here (%s)",
			t.name, a->console.plain ? "--plain" : "NO_COLOR, or the terminal");
		return;
	}
	console_say(
		&a->console, STYLE_DIM, t.about[0] ? "theme %s: %s" : "theme %s", t.name, t.about);
}

void app_theme_next(struct app *a)
{
	struct theme_source *list;
	struct arena scratch = {0};
	size_t shown, n = app_theme_list(a, &scratch, &list, &shown);

	app_theme_take(a, &list[shown < n ? (shown + 1) % n : 0]);
	arena_free(&scratch);
}

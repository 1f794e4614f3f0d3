/* Locale, global options, dispatch: the console without a command, a command otherwise. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/arena.h"
#include "base/confine.h"
#include "base/nearest.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "db/db.h"
#include "main_restricted.h"

struct flag {
	const char *name;
	const char **value; /* NULL: a switch */
	bool *on;
};

/* Reads one global option at argv[i]. Returns how many words it took, 0 when it is none, -1 when
 * its value is missing. */
static int read_flag(const struct flag *flags, int argc, char **argv, int i)
{
	for (const struct flag *f = flags; f->name; f++) {
		size_t n = strlen(f->name);
		if (strncmp(argv[i], f->name, n) != 0)
			continue;
		if (argv[i][n] == '=' && f->value) {
			*f->value = argv[i] + n + 1;
			return 1;
		}
		if (argv[i][n] != '\0')
			continue;
		if (!f->value) {
			*f->on = true;
			return 1;
		}
		if (i + 1 >= argc)
			return -1;
		*f->value = argv[i + 1];
		return 2;
	}
	return 0;
}

static int refuse_flag(char *word, const char *why, struct err *e)
{
	char typed[32] = "";
	size_t length = strcspn(word, "=");

	if (length < sizeof typed)
		memcpy(typed, word, length);
	struct nearest near = {.word = typed};
	for (const struct option_spec *o = global_options; o->name; o++)
		nearest_offer(&near, o->name);
	db_address_hide(word);
	err_set(e, ERR_USAGE, "%s: %s", word, why);
	if (near.best && strcmp(near.best, typed) != 0)
		return err_hint(e, "did you mean %s?", near.best);
	return err_hint(e, "tenet --help lists the options");
}

/* Reads the options before the command. Returns the place of its first word, or -1. */
static int read_options(int argc, char **argv, struct globals *g, struct err *e)
{
	const struct flag flags[] = {
		{"--database", &g->database, NULL},
		{"--migrations", &g->migrations, NULL},
		{"--theme", &g->theme, NULL},
		{"--read-only", NULL, &g->read_only},
		{"--restricted", NULL, &g->restricted},
		{"--ascii", NULL, &g->ascii},
		{"--plain", NULL, &g->plain},
		{"--mouse", NULL, &g->mouse},
		{"--allow-editor", NULL, &g->outside},
		{NULL, NULL, NULL},
	};
	int i = 1;

	while (i < argc && argv[i][0] == '-') {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 ||
			strcmp(argv[i], "--version") == 0)
			return i;
		int took = read_flag(flags, argc, argv, i);
		if (took <= 0)
			return refuse_flag(
				argv[i], took < 0 ? "its value is missing" : "no such option", e);
		i += took;
	}
	return i;
}

/* Other users can read the command line, and a URL in it may hold a password. */
static void hide(const char **value, struct arena *a)
{
	const char *copy = *value ? arena_strdup(a, *value) : NULL;

	if (*value)
		db_address_hide((char *)*value);
	*value = copy;
}

/* A terminal is sent what its locale knows, with --ascii no more than ASCII; a file or a pipe gets
 * UTF-8 whatever the locale. */
static void set_locale(const struct globals *g, bool command)
{
	if (command && !isatty(STDOUT_FILENO))
		setlocale(LC_CTYPE, "C.UTF-8");
	else if (g->ascii)
		setlocale(LC_CTYPE, "C");
}

static int run_command(int argc, char **argv, const struct globals *g)
{
	if (argv[0][0] != '-')
		return command_main(argc, argv, g);
	if (strcmp(argv[0], "--version") == 0)
		argv[0] += strlen("--");
	return command_main(argc, argv, g);
}

static int run_console(
	const struct globals *g, const struct settings *s, const struct err *why, struct err *e)
{
	const struct app_options options = {
		.settings = s,
		.settings_error = why->code != ERR_NONE ? why : NULL,
		.database = g->database,
		.theme = g->theme,
		.note = g->restricted ? restricted_note() : getenv("TENET_LOGIN_NOTE"),
		.read_only = g->read_only,
		.plain = g->plain,
		.mouse = g->mouse,
		.outside = g->outside,
		.restricted = g->restricted,
	};

	bool at_once = false;
	int status = app_run(&options, &at_once, e);
	if (at_once)
		_exit(status);
	return status;
}

/* A console whose settings cannot be read starts with the usual ones and says so: whoever is to
 * mend them may have no other way in. */
static int run_with_settings(struct globals *g, struct arena *a, struct err *e)
{
	enum themes_from from = g->restricted ? THEMES_BUILT_IN : THEMES_ALL;
	struct settings s;
	struct err why = {0};

	settings_init(&s);
	const char *path = settings_path(g->restricted, a);
	if (path && settings_load(&s, path, from, &why) < 0)
		err_hint(&why, "the usual settings hold");
	g->ascii |= s.ascii;
	g->plain |= s.plain;
	set_locale(g, false);
	utf8_set_ambiguous(s.wide ? UTF8_AMBIGUOUS_WIDE : UTF8_AMBIGUOUS_NARROW);
	int status = time_show_as(s.absolute ? TIME_ABSOLUTE : TIME_RELATIVE, s.zone, e);
	if (status == 0)
		status = run_console(g, &s, &why, e);
	settings_clear(&s);
	return status;
}

static int run(int argc, char **argv, struct arena *a)
{
	struct globals g = {0};
	struct err e = {0};
	int i = read_options(argc, argv, &g, &e), status = -1;

	/* Before anything reads the environment: the locale, curses, a library. */
	bool begun = i > 0 && restricted_begin(&g, i < argc ? argv[i] : NULL, argv, a, &e) == 0;
	setlocale(LC_ALL, "");
	hide(&g.database, a);
	hide(&g.migrations, a);
	hide(&g.theme, a);
	if (begun) {
		if (i < argc)
			set_locale(&g, true);
		status = i < argc ? run_command(argc - i, argv + i, &g)
				  : run_with_settings(&g, a, &e);
	}
	return status < 0 ? command_fail(&e) : status;
}

int main(int argc, char **argv)
{
	struct arena a = {0};

	confine_memory();
	int status = run(argc, argv, &a);
	arena_free(&a);
	return status;
}

/* Locale, global options, dispatch: the console without a command, a command otherwise. */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/arena.h"
#include "cli/command.h"
#include "db/db.h"

struct flag {
	const char *name;
	const char **value; /* NULL: a switch */
	bool *on;
};

/* Other users can read the command line, and a URL in it may hold a password. */
static const char *take(char *word, struct arena *a)
{
	const char *copy = arena_strdup(a, word);

	db_address_hide(word);
	return copy;
}

/* Reads one global option at argv[i]. Returns how many words it took, 0 when it is none, -1 when
 * its value is missing. */
static int read_flag(const struct flag *flags, int argc, char **argv, int i, struct arena *a)
{
	for (const struct flag *f = flags; f->name; f++) {
		size_t n = strlen(f->name);
		if (strncmp(argv[i], f->name, n) != 0)
			continue;
		if (argv[i][n] == '=' && f->value) {
			*f->value = take(argv[i] + n + 1, a);
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
		*f->value = take(argv[i + 1], a);
		return 2;
	}
	return 0;
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

static int run(int argc, char **argv, struct arena *a)
{
	struct globals g = {0};
	const struct flag flags[] = {
		{"--database", &g.database, NULL},
		{"--migrations", &g.migrations, NULL},
		{"--theme", &g.theme, NULL},
		{"--read-only", NULL, &g.read_only},
		{"--ascii", NULL, &g.ascii},
		{"--allow-editor", NULL, &g.outside},
		{NULL, NULL, NULL},
	};
	int i = 1;

	while (i < argc && argv[i][0] == '-') {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return command_main(0, NULL, &g);
		if (strcmp(argv[i], "--version") == 0)
			return command_main(1, (char *[]){argv[i] + strlen("--"), NULL}, &g);
		int took = read_flag(flags, argc, argv, i, a);
		if (took <= 0) {
			struct err e = {0};
			db_address_hide(argv[i]);
			err_set(&e, ERR_USAGE, "%s: %s", argv[i],
				took < 0 ? "its value is missing" : "no such option");
			err_hint(&e, "tenet --help lists the options");
			return command_fail(&e);
		}
		i += took;
	}
	set_locale(&g, i < argc);
	if (i < argc)
		return command_main(argc - i, argv + i, &g);
	const struct app_options options = {g.database, g.theme, g.read_only, g.outside};
	struct err e = {0};
	int status = app_run(&options, &e);
	return status < 0 ? command_fail(&e) : status;
}

int main(int argc, char **argv)
{
	struct arena a = {0};

	setlocale(LC_ALL, "");
	int status = run(argc, argv, &a);
	arena_free(&a);
	return status;
}

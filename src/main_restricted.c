/* --restricted: the console and nothing else, for people who come over SSH. */
#include "main_restricted.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/confine.h"
#include "db/db.h"

#define MACHINE_MARK "/etc/tenet/restricted"

/* The machine's, or that of the folder of the database. */
static const char *find_mark(const struct globals *g, struct arena *a)
{
	struct db_address where;
	struct err e = {0};

	if (confine_marked(MACHINE_MARK))
		return MACHINE_MARK;
	if (db_address_find(g->database, a, &where, &e) < 0 || where.engine != DB_SQLITE)
		return NULL;
	return confine_mark_beside(where.target, a);
}

static const char *asked_for(void)
{
	const char *command = getenv("SSH_ORIGINAL_COMMAND");

	return command && *command ? command : NULL;
}

const char *restricted_note(void)
{
	return asked_for() ? "The command that came with this login is not run: there is the "
			     "console and nothing else."
			   : NULL;
}

static int check_terminal(struct err *e)
{
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		return 0;
	if (asked_for())
		err_set(e, ERR_DENIED,
			"not run: %s: this login is for the console and nothing else", asked_for());
	else
		err_set(e, ERR_DENIED, "this login is for the console, which needs a terminal");
	return err_hint(e, "log in without a command, for example: ssh -t HOST");
}

static int check(const struct globals *g, const char *command, struct err *e)
{
	static const char *const elsewhere[] = {"TENET_DATABASE", "DATABASE_URL"};

	if (command)
		return err_set(e, ERR_DENIED,
			"%s: a restricted tenet is the console and nothing else", command);
	if (g->migrations)
		return err_set(e, ERR_DENIED, "--migrations: a restricted console reads no files");
	if (g->outside)
		return err_set(
			e, ERR_DENIED, "--allow-editor: a restricted console starts no editor");
	if (g->theme && strchr(g->theme, '/'))
		return err_set(e, ERR_DENIED,
			"--theme: a restricted console reads no files, but the themes built in");
	for (size_t i = 0; !g->database && i < 2; i++)
		if (getenv(elsewhere[i])) {
			err_set(e, ERR_DENIED,
				"%s names a database, and a restricted console takes none from "
				"there",
				elsewhere[i]);
			return err_hint(e, "the call must say --database URL|FILE");
		}
	return check_terminal(e);
}

/* Where a mark asked for it the words get the option: what follows may not find that mark again. */
static int restart(
	char **argv, bool asked, char *const *environment, struct arena *a, struct err *e)
{
	static char option[] = "--restricted";
	size_t n = 0, put = 0;

	while (argv[n])
		n++;
	char **words = arena_calloc(a, n + 2, sizeof(*words));
	for (size_t i = 0; i < n; i++) {
		words[put++] = argv[i];
		if (i == 0 && !asked)
			words[put++] = option;
	}
	return confine_restart(words, environment, e);
}

int restricted_begin(
	struct globals *g, const char *command, char **argv, struct arena *a, struct err *e)
{
	const char *mark = g->restricted ? NULL : find_mark(g, a);
	char **clean;

	if (!g->restricted && !mark)
		return 0;
	g->restricted = true;
	if (check(g, command, e) < 0)
		return mark ? err_hint(e, "%s, which is root's, makes it so", mark) : -1;
	return confine_environment(environ, a, &clean) > 0 ? restart(argv, !mark, clean, a, e) : 0;
}

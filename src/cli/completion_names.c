/* The names in the database that a completion offers. */
#include "completion_names.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/sanitize.h"
#include "model/config_key.h"
#include "store/accounts.h"
#include "store/config.h"
#include "store/personas.h"

#define PATIENCE 1 /* second */

/* A shell shows it and may put it on its line: what hides, moves or breaks is left out, above all
 * the line feed, which ends a name here. */
static bool is_plain(struct span name)
{
	return name.n > 0 && text_check_line(name, "it", NULL) == 0;
}

static void add_name(struct str *out, struct span name)
{
	if (!is_plain(name))
		return;
	str_adds(out, name);
	str_addc(out, '\n');
}

static void add_accounts(struct db *db, struct arena *a, struct str *out, struct err *e)
{
	struct account *list;
	size_t n;

	if (accounts_list(db, a, &list, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		add_name(out, list[i].username);
}

/* One whose name is left out has its id, which means it as well. */
static void add_personas(struct db *db, struct arena *a, struct str *out, struct err *e)
{
	struct persona *list;
	size_t n;

	if (personas_list(db, a, &list, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		add_name(out, is_plain(list[i].username) ? list[i].username : span_of(list[i].id));
}

/* Those that are known by name stand in the scripts. */
static void add_settings(struct db *db, struct arena *a, struct str *out, struct err *e)
{
	struct span *keys;
	size_t n;

	if (config_keys_set(db, a, &keys, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (!config_key_find(keys[i]))
			add_name(out, keys[i]);
}

const char *const completion_kinds[] = {"accounts", "personas", "settings", NULL};

static void (*const adders[])(struct db *db, struct arena *a, struct str *out, struct err *e) = {
	add_accounts, add_personas, add_settings};

/* What is waited for may be a server that does not answer. */
static void too_late(int sig)
{
	(void)sig;
	_exit(EXIT_DONE);
}

void completion_names(const struct call *c, const char *kind)
{
	struct db_address where;
	struct db *db = NULL;
	struct arena a = {0};
	struct str out = {0};
	struct err e = {0};

	signal(SIGALRM, too_late);
	alarm(PATIENCE);
	/* Not command_open, which brings tables of the console to where they are missing. */
	if (db_address_find(c->globals->database, &a, &where, &e) == 0 &&
		db_open(&where, DB_READ_ONLY, &db, &e) == 0)
		for (size_t i = 0; completion_kinds[i]; i++)
			if (strcmp(completion_kinds[i], kind) == 0)
				adders[i](db, &a, &out, &e);
	alarm(0);
	fputs(str_cstr(&out), stdout);
	db_close(&db);
	str_free(&out);
	arena_free(&a);
}

/* tenet db grants. */
#include "migrate/grants.h"
#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "store/four_eyes.h"

static int grants_json(const struct grants *g)
{
	json_t *o = json_object(), *statements = json_array(), *logins = json_array();

	for (size_t i = 0; i < g->n; i++)
		json_array_append_new(statements, json_from_text(span_of(g->statements[i].sql)));
	for (size_t i = 0; i < g->n_logins; i++)
		json_array_append_new(logins, json_from_text(g->logins[i]));
	json_put(o, "schema", json_from_text(g->schema));
	json_put(o, "statements", statements);
	json_put(o, "logins", logins);
	return print_json(o);
}

static void print_grants(const struct grants *g, struct arena *a)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct grant *s = &g->statements[i];
		if (s->why)
			print_body(span_of(arena_printf(a, "%s-- %s", i > 0 ? "\n" : "", s->why)));
		print_body(span_of(arena_printf(a, "%s;", s->sql)));
	}
	if (g->n_logins == 0)
		return;
	print_body(
		SPAN_LIT("\n-- A login role for each account, named like it. In psql, \\password "
			 "NAME sets its password."));
	for (size_t i = 0; i < g->n_logins; i++)
		print_line(PRINT_PLAIN, "-- %.*s;", (int)g->logins[i].n, g->logins[i].p);
}

static int list(struct db *db, struct arena *a, struct grants *out, struct err *e)
{
	struct str eyes = {0};
	int result = db_engine(db) == DB_POSTGRES ? four_eyes_spell(db, &eyes, e) : 0;

	if (result == 0)
		result = grants_list(db, str_span(&eyes), a, out, e);
	str_free(&eyes);
	return result;
}

static int run_grants(const struct call *c)
{
	struct arena a = {0};
	struct db *db = NULL;
	struct grants g = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 || list(db, &a, &g, &e) < 0)
		status = command_fail(&e);
	else if (!call_option(c, "--json"))
		print_grants(&g, &a);
	else if (grants_json(&g) < 0)
		status = EXIT_FAILED;
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_db_grants = {
	.name = "db grants",
	.operands = "",
	.help = "Print the SQL that gives each role of the console its rights in PostgreSQL",
	.options = options,
	.run = run_grants,
};

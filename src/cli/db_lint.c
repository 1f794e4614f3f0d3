/* tenet db lint. */
#include "migrate/lint.h"

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "waiting.h"

/* Migrations are tried in memory, but for a PostgreSQL server that the call names. */
static int look(
	const struct call *c, struct arena *a, struct db **db, struct lint *out, struct err *e)
{
	struct db_address where;

	if (db_address_find(c->globals->database, a, &where, e) < 0)
		return -1;
	if (where.engine == DB_POSTGRES && db_open(&where, DB_READ_WRITE, db, e) < 0)
		return -1;
	return lint_all(*db, c->globals->migrations, a, out, e);
}

static int finding_json(const struct lint_finding *f)
{
	json_t *o = json_object();

	json_put(o, "kind", json_from_text(span_of(lint_kind_name(f->kind))));
	json_put(o, "path", json_from_text(span_of(f->path)));
	json_put(o, "subject", json_from_text(span_of(f->subject)));
	json_put(o, "text", json_from_text(span_of(f->text)));
	return print_json(o);
}

static void print_lint(const struct lint *l)
{
	for (size_t i = 0; i < l->n; i++)
		print_line(PRINT_WARN, "%s: %s (%s %s)", l->f[i].path, l->f[i].text,
			lint_kind_name(l->f[i].kind), l->f[i].subject);
	if (l->n == 0)
		print_line(PRINT_GOOD, "nothing to warn of%s",
			l->allowed ? ", but for what is allowed in the files" : "");
}

static int run_lint(const struct call *c)
{
	struct arena a = {0};
	struct db *db = NULL;
	struct lint l = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	waiting_begin(c);
	int looked = look(c, &a, &db, &l, &e);
	waiting_end();
	if (looked < 0) {
		status = command_fail(&e);
	} else {
		status = l.n ? EXIT_FAILED : EXIT_DONE;
		if (!call_option(c, "--json"))
			print_lint(&l);
		for (size_t i = 0; call_option(c, "--json") && i < l.n; i++)
			if (finding_json(&l.f[i]) < 0)
				status = EXIT_FAILED;
	}
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_db_lint = {
	.name = "db lint",
	.operands = "",
	.help = "Warn of what is risky in the migrations: drops, foreign keys without an index, …",
	.exits = "1 when it warns",
	.options = options,
	.run = run_lint,
};

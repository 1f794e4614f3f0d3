/* tenet db revision. */
#include "migrate/revision.h"

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "waiting.h"

#define HERE "migrations"

/* A server is asked only where the call or the environment names one. */
static int open_postgres(const struct call *c, struct arena *a, struct db **out, struct err *e)
{
	struct db_address where;

	if (db_address_find(c->globals->database, a, &where, e) < 0)
		return -1;
	if (where.engine == DB_SQLITE)
		return 0;
	return db_open(&where, DB_READ_WRITE, out, e);
}

static int revision(const struct call *c, struct arena *a, struct revision *out, struct err *e)
{
	bool generated = call_option(c, "--autogenerate") != NULL;
	const char *message = call_option(c, "-m");
	const char *dir = c->globals->migrations ? c->globals->migrations : HERE;
	struct db *postgres = NULL;

	if (!message) {
		err_set(e, ERR_USAGE, "db revision: what does it do? -m TEXT says it");
		return err_hint(e, "tenet db revision -m \"Add a mood to drafts\"");
	}
	if (c->globals->read_only)
		return err_set(e, ERR_READONLY, "db revision writes, and --read-only forbids it");
	if (generated && open_postgres(c, a, &postgres, e) < 0)
		return -1;
	int result = revision_write(
		dir, message, generated ? REVISION_GENERATED : REVISION_EMPTY, postgres, a, out, e);
	if (result < 0 && !c->globals->migrations && e->code == ERR_OTHER)
		err_hint(e, "--migrations DIR says where they are");
	db_close(&postgres);
	return result;
}

static int revision_json(const struct revision *r)
{
	json_t *o = json_object(), *notes = json_array();

	for (size_t i = 0; i < r->n; i++)
		json_array_append_new(notes, json_from_text(span_of(r->notes[i])));
	json_put(o, "path", json_from_text(span_of(r->path)));
	json_put(o, "revision", json_from_text(span_of(r->revision)));
	json_put(o, "notes", notes);
	return print_json(o);
}

static void print_revision(const struct revision *r)
{
	if (!r->path) {
		print_line(PRINT_PLAIN,
			"nothing to write: the migrations give what schema.sql declares");
		return;
	}
	print_line(PRINT_PLAIN, "wrote %s", r->path);
	for (size_t i = 0; i < r->n; i++)
		print_line(PRINT_WARN, "look at   %s", r->notes[i]);
}

static int run_revision(const struct call *c)
{
	struct arena a = {0};
	struct revision r = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	waiting_begin(c);
	int written = revision(c, &a, &r, &e);
	waiting_end();
	if (written < 0)
		status = command_fail(&e);
	else if (!call_option(c, "--json"))
		print_revision(&r);
	else if (revision_json(&r) < 0)
		status = EXIT_FAILED;
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {
	{"-m", "TEXT", "what the migration does, in one sentence " OPTION_NEEDED, NULL},
	{"--autogenerate", NULL, "fill it with what schema.sql declares and the migrations lack",
		NULL},
	OPTION_JSON, OPTION_END};

const struct command command_db_revision = {
	.name = "db revision",
	.operands = "",
	.help = "Write the next migration into ./migrations, or the folder of --migrations",
	.options = options,
	.run = run_revision,
};

/* tenet db backup. */
#include "migrate/backup.h"

#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "db_place.h"
#include "stopping.h"
#include "waiting.h"

static int refuse_server(const struct place *p, struct err *e)
{
	if (db_engine(p->db) == DB_SQLITE)
		return 0;
	err_set(e, ERR_OTHER, "%s is on a PostgreSQL server, whose own tools make its backups",
		db_name(p->db));
	return err_hint(e, "pg_dump --format=custom --file=tenet.dump '%s'", db_name(p->db));
}

/* What was begun is taken away again. */
static int write_until_stopped(struct db *db, const char *name, struct err *e)
{
	struct stopping s;

	if (stopping_begin(&s, db, e) < 0)
		return -1;
	int result = backup_write(db, name, e);
	stopping_end(&s);
	return result;
}

static int backup(const struct call *c, struct place *p, const char **name, struct err *e)
{
	if (place_open(c, DB_READ_WRITE, p, e) < 0 || refuse_server(p, e) < 0)
		return -1;
	*name = c->n ? c->words[0] : backup_name(&p->where, place_revision(p), &p->a);
	waiting_begin(c);
	int result = write_until_stopped(p->db, *name, e);
	waiting_end();
	return result;
}

static int run_backup(const struct call *c)
{
	const char *name = NULL;
	struct place p = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (backup(c, &p, &name, &e) < 0) {
		status = command_fail(&e);
	} else if (call_option(c, "--json")) {
		json_t *o = json_object();
		json_put(o, "backup", json_from_text(span_of(name)));
		json_put(o, "revision", json_from_text(span_of(place_revision(&p))));
		status = print_json(o) < 0 ? EXIT_FAILED : EXIT_DONE;
	} else {
		print_line(PRINT_PLAIN, "backup  %s", name);
	}
	place_close(&p);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_db_backup = {
	.name = "db backup",
	.operands = "[FILE]",
	.max = 1,
	.help = "Copy an SQLite file, whole and checked, while others work in it",
	.options = options,
	.run = run_backup,
};

/* What tenet's own migrating leaves in the log of events of a database in which nothing else is. */
#include "copy_ends.h"
#include "sqltext.h"

static const char others[] = "SELECT count(*) FROM console_events WHERE kind NOT IN ('migrate.up',"
			     " 'migrate.down', 'migrate.adopt', 'migrate.stamp', 'migrate.repair')";

int copy_count_events(struct db *db, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, others, e);
	int row = st ? stmt_step(st, e) : -1;

	*out = row == 1 ? col_int(st, 0) : 0;
	stmt_done(&st);
	return row == 1 ? 0 : -1;
}

/* The log only grows: triggers see to it, and have to look away. */
static const char forget_postgres[] = "ALTER TABLE console_events DISABLE TRIGGER USER;"
				      "DELETE FROM console_events;"
				      "ALTER TABLE console_events ENABLE TRIGGER USER";
static const char triggers[] = "SELECT name, sql FROM sqlite_schema"
			       " WHERE type = 'trigger' AND tbl_name = 'console_events'";

static int read_triggers(struct db *db, struct str *drop, struct str *make, struct err *e)
{
	struct stmt *st = db_prepare(db, triggers, e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		str_add(drop, "DROP TRIGGER ");
		sql_add_quoted(drop, '"', col_text(st, 0));
		str_addc(drop, ';');
		str_addf(make, "%s;", col_text(st, 1).p);
	}
	stmt_done(&st);
	return row;
}

static int forget_sqlite(struct db *db, struct err *e)
{
	struct str drop = {0}, make = {0};
	int result = read_triggers(db, &drop, &make, e);

	if (result == 0)
		result = db_exec(db, str_cstr(&drop), e);
	if (result == 0)
		result = db_exec(db, "DELETE FROM console_events", e);
	if (result == 0)
		result = db_exec(db, str_cstr(&make), e);
	str_free(&drop);
	str_free(&make);
	return result;
}

int copy_forget_events(struct db *db, struct err *e)
{
	int64_t n;

	if (copy_count(db, copy_table_named(SPAN_LIT("console_events")), &n, e) != 0)
		return -1;
	if (n == 0)
		return 0;
	return db_engine(db) == DB_SQLITE ? forget_sqlite(db, e) : db_exec(db, forget_postgres, e);
}

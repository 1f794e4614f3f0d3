/* Keeps console_migrations. */
#include "migrate/records.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "schema.h"

#define RECORD_COLUMNS \
	"revision, name, checksum, down_sql, applied_at, applied_by, kind, took_ms, state"

static const char make_table[] =
	"CREATE TABLE console_migrations (revision VARCHAR(32) NOT NULL,"
	" name VARCHAR(255) NOT NULL, checksum VARCHAR(64) NOT NULL, down_sql TEXT NOT NULL,"
	" applied_at VARCHAR(32) NOT NULL, applied_by VARCHAR(255), kind VARCHAR(20) NOT NULL,"
	" took_ms BIGINT, state VARCHAR(20) DEFAULT 'done' NOT NULL,"
	" PRIMARY KEY (revision),"
	" CONSTRAINT console_migrations_kind CHECK (kind IN ('applied', 'adopted', 'stamped')),"
	" CONSTRAINT console_migrations_state CHECK (state IN ('done', 'up', 'down')))";
static const char drop_table[] = "DROP TABLE console_migrations";

/* From the shape of 0.1: SQLite changes no constraint of a table that is there (and a rename would
 * look at every view), and PostgreSQL keeps the grants on it. */
static const char set_aside[] =
	"CREATE TEMP TABLE tenet_records AS SELECT * FROM console_migrations";
static const char take_over[] =
	"INSERT INTO console_migrations (revision, name, checksum, down_sql, applied_at,"
	" applied_by, kind) SELECT revision, name, checksum, down_sql, applied_at, applied_by, kind"
	" FROM temp.tenet_records; DROP TABLE temp.tenet_records";
static const char alter_table[] =
	"ALTER TABLE console_migrations ADD COLUMN took_ms BIGINT,"
	" ADD COLUMN state VARCHAR(20) DEFAULT 'done' NOT NULL,"
	" DROP CONSTRAINT console_migrations_kind,"
	" ADD CONSTRAINT console_migrations_kind"
	" CHECK (kind IN ('applied', 'adopted', 'stamped')),"
	" ADD CONSTRAINT console_migrations_state CHECK (state IN ('done', 'up', 'down'))";

static int bring_up(struct db *db, struct err *e)
{
	if (db_engine(db) == DB_POSTGRES)
		return db_exec(db, alter_table, e);
	if (db_exec(db, set_aside, e) != 0 || db_exec(db, drop_table, e) != 0 ||
		db_exec(db, make_table, e) != 0)
		return -1;
	return db_exec(db, take_over, e);
}

int records_prepare(struct db *db, struct err *e)
{
	enum log_shape shape;

	if (schema_log_shape(db, &shape, e) != 0)
		return -1;
	if (shape == LOG_MISSING)
		return db_exec(db, make_table, e);
	return shape == LOG_OLD ? bring_up(db, e) : 0;
}

const char *records_sql(void)
{
	return make_table;
}

int records_drop(struct db *db, struct err *e)
{
	return db_exec(db, drop_table, e);
}

/* --- Reading. --- */

static const char *const kinds[] = {
	[RECORD_APPLIED] = "applied", [RECORD_ADOPTED] = "adopted", [RECORD_STAMPED] = "stamped"};
static const char *const states[] = {
	[RECORD_DONE] = "done", [RECORD_GOING_UP] = "up", [RECORD_GOING_DOWN] = "down"};

const char *record_kind_name(enum record_kind kind)
{
	return kinds[kind];
}

/* The place of a word among those of a column; the first for what the column cannot hold. */
static int place_of(struct span word, const char *const *words, int n)
{
	for (int i = 1; i < n; i++)
		if (span_is(word, words[i]))
			return i;
	return 0;
}

static void read_row(struct stmt *st, struct arena *a, struct migration_record *r)
{
	r->revision = arena_span(a, col_text(st, 0)).p;
	r->name = arena_span(a, col_text(st, 1)).p;
	r->checksum = arena_span(a, col_text(st, 2)).p;
	r->down = arena_span(a, col_text(st, 3)).p;
	r->at = arena_span(a, col_text(st, 4)).p;
	r->by = arena_span(a, col_text(st, 5)).p;
	r->kind = (enum record_kind)place_of(col_text(st, 6), kinds, 3);
	r->took = col_is_null(st, 7) ? -1 : col_int(st, 7);
	r->state = (enum record_state)place_of(col_text(st, 8), states, 3);
}

static const char read_all[] =
	"SELECT " RECORD_COLUMNS " FROM console_migrations ORDER BY revision";
static const char read_old[] =
	"SELECT revision, name, checksum, down_sql, applied_at, applied_by, kind, NULL, 'done'"
	" FROM console_migrations ORDER BY revision";

int records_read(struct db *db, struct arena *a, struct migration_records *out, struct err *e)
{
	enum log_shape shape;
	size_t room = 0;
	int row = -1;

	*out = (struct migration_records){0};
	if (schema_log_shape(db, &shape, e) != 0)
		return -1;
	if (shape == LOG_MISSING)
		return 0;
	struct stmt *st = db_prepare(db, shape == LOG_OLD ? read_old : read_all, e);
	while (st && (row = stmt_step(st, e)) == 1) {
		if (out->n == room) {
			struct migration_record *old = out->r;
			room = room ? room * 2 : 16;
			out->r = arena_calloc(a, room, sizeof(*out->r));
			if (old)
				memcpy(out->r, old, out->n * sizeof(*old));
		}
		read_row(st, a, &out->r[out->n++]);
	}
	stmt_done(&st);
	return row;
}

const struct migration_record *records_find(
	const struct migration_records *all, const char *revision)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->r[i].revision, revision) == 0)
			return &all->r[i];
	return NULL;
}

/* --- Writing. --- */

static int run_stmt(struct stmt **st, struct err *e)
{
	int result = stmt_step(*st, e);

	stmt_done(st);
	return result < 0 ? -1 : 0;
}

static const char *user_name(void)
{
	const struct passwd *entry = getpwuid(geteuid());

	return entry ? entry->pw_name : NULL;
}

static int write_row(struct db *db, const char *sql, const char *old,
	const struct migration_record *r, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);
	char now[20];

	if (!st)
		return -1;
	time_format_seconds(time_now(), now);
	stmt_text(st, 1, span_of(r->revision));
	stmt_text(st, 2, span_of(r->name));
	stmt_text(st, 3, span_of(r->checksum));
	stmt_text(st, 4, span_of(r->down));
	stmt_text(st, 5, span_of(r->at ? r->at : now));
	stmt_text(st, 6, span_of(r->by ? r->by : user_name()));
	stmt_text(st, 7, span_of(kinds[r->kind]));
	if (r->took < 0)
		stmt_null(st, 8);
	else
		stmt_int(st, 8, r->took);
	stmt_text(st, 9, span_of(states[r->state]));
	if (old)
		stmt_text(st, 10, span_of(old));
	return run_stmt(&st, e);
}

static const char add_record[] = "INSERT INTO console_migrations (" RECORD_COLUMNS ")"
				 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

int records_add(struct db *db, const struct migration_record *r, struct err *e)
{
	return write_row(db, add_record, NULL, r, e);
}

static const char change_record[] =
	"UPDATE console_migrations SET revision = $1, name = $2, checksum = $3, down_sql = $4,"
	" applied_at = $5, applied_by = $6, kind = $7, took_ms = $8, state = $9"
	" WHERE revision = $10";

int records_change(
	struct db *db, const char *revision, const struct migration_record *r, struct err *e)
{
	return write_row(db, change_record, revision, r, e);
}

static const char remove_record[] = "DELETE FROM console_migrations WHERE revision = $1";

int records_remove(struct db *db, const char *revision, struct err *e)
{
	struct stmt *st = db_prepare(db, remove_record, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(revision));
	return run_stmt(&st, e);
}

/* --- alembic_version. --- */

static const char make_version[] = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
				   " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))";

const char *version_sql(void)
{
	return make_version;
}

int version_make(struct db *db, struct err *e)
{
	return db_exec(db, make_version, e);
}

static const char clear_version[] = "DELETE FROM alembic_version";
static const char set_version[] = "INSERT INTO alembic_version (version_num) VALUES ($1)";

int version_set(struct db *db, const char *revision, struct err *e)
{
	if (db_exec(db, clear_version, e) != 0)
		return -1;
	if (!revision)
		return 0;
	struct stmt *st = db_prepare(db, set_version, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(revision));
	return run_stmt(&st, e);
}

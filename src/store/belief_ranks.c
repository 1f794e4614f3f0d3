/* How many edges and how much evidence each belief has, ordered, on SQLite. */
#include "belief_ranks.h"

#include "belief_row.h"
#include "row.h"

static const char make_tables[] = "CREATE TEMP TABLE IF NOT EXISTS console_belief_ranks ("
				  " degree INTEGER, evidence INTEGER, title TEXT, id TEXT);"
				  "CREATE TEMP TABLE IF NOT EXISTS console_belief_ranks_of ("
				  " one INTEGER PRIMARY KEY, version INTEGER, changes INTEGER)";

/* Rows are added in the order of ids, and sorted at once afterwards. Until they are, there are
 * none: it may be cancelled. */
static const char drop_indices[] = "DELETE FROM temp.console_belief_ranks_of;"
				   "DROP INDEX IF EXISTS temp.console_belief_ranks_degree;"
				   "DROP INDEX IF EXISTS temp.console_belief_ranks_evidence;"
				   "DELETE FROM " BELIEF_RANKS;
static const char make_indices[] = "CREATE INDEX temp.console_belief_ranks_degree"
				   " ON console_belief_ranks (degree, title, id);"
				   "CREATE INDEX temp.console_belief_ranks_evidence"
				   " ON console_belief_ranks (evidence, title, id)";

/* What others changed moves the version, what this connection changed the number of its changes. */
static const char still_true[] = "SELECT count(*) FROM temp.console_belief_ranks_of"
				 " WHERE version = $1 AND changes = total_changes()";

/* In the order of ids the counts are read along their indices, page by page. */
static const char count[] =
	"INSERT INTO " BELIEF_RANKS " SELECT -" BELIEF_EDGES_IN " - " BELIEF_EDGES_OUT
	", -" BELIEF_EVIDENCE ", " SQLITE_TITLE("b") ", b.id FROM belief_nodes b ORDER BY b.id";
static const char remember[] = "INSERT OR REPLACE INTO temp.console_belief_ranks_of"
			       " VALUES (1, $1, total_changes() + 1)";

static const char are_there[] = "SELECT count(*) FROM temp.console_belief_ranks_of";

static int run(struct db *db, const char *sql, const int64_t *value, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	if (value)
		stmt_int(st, 1, *value);
	return row_write(st, NULL, e);
}

static int are_true(struct db *db, int64_t version, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, still_true, e);

	if (!st)
		return -1;
	stmt_int(st, 1, version);
	return row_number(st, out, e);
}

int belief_ranks_keep(struct db *db, struct err *e)
{
	int64_t there;

	if (db_exec(db, make_tables, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, are_there, e);
	if (!st || row_number(st, &there, e) < 0)
		return -1;
	return there ? 0 : belief_ranks_refresh(db, e);
}

int belief_ranks_refresh(struct db *db, struct err *e)
{
	int64_t version, fresh;

	if (db_exec(db, make_tables, e) < 0 || db_data_version(db, &version, e) < 0 ||
		are_true(db, version, &fresh, e) < 0)
		return -1;
	if (fresh)
		return 0;
	if (db_exec(db, drop_indices, e) < 0 || run(db, count, NULL, e) < 0 ||
		db_exec(db, make_indices, e) < 0)
		return -1;
	return run(db, remember, &version, e);
}

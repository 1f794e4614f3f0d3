/* A short text that is another one when what the findings are computed from has changed. */
#include "store/findings.h"

#include "row.h"
#include "store/query.h"

/* PostgreSQL says of every row which transaction wrote it. SQLite does not: what was changed and
 * kept its time is seen there only as far as it makes another sum. */
static const struct {
	const char *table, *sum;
} parts[] = {
	{"belief_nodes", "total(current_confidence) || ' ' || total(length(tags))"},
	{"belief_edges", "total(weight) || ' ' || total(length(relation))"},
	{"stance_versions", "total(confidence) || ' ' || total(length(status))"},
	{"evidence_links", "total(length(strength))"},
	{"belief_updates", "''"},
	{"personas", "total(length(reddit_username))"},
};
static const char postgres_sum[] = "coalesce(sum(CAST(CAST(xmin AS text) AS bigint)), 0)";
static const char sqlite_newest[] = "coalesce(max(replace(updated_at, 'T', ' ')), '') || ' ' || ";

int findings_state(struct db *db, struct arena *a, struct span *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int step = -1;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		query_add(&sql, i > 0 ? " || ', ' || " : "SELECT ");
		query_add(&sql, "(SELECT count(*) || ' ' || ");
		if (sql.engine == DB_SQLITE)
			query_add(&sql, sqlite_newest);
		query_add(&sql, sql.engine == DB_SQLITE ? parts[i].sum : postgres_sum);
		query_add(&sql, " FROM ");
		query_add(&sql, parts[i].table);
		query_add(&sql, ")");
	}
	struct stmt *st = query_prepare(&sql, db, e);
	if (st && (step = stmt_step(st, e)) > 0)
		*out = row_text(st, 0, a);
	stmt_done(&st);
	query_clear(&sql);
	return step > 0 ? 0 : -1;
}

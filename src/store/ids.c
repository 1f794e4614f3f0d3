/* Ids that begin with what is typed. */
#include "store/ids.h"

#include "lookup.h"
#include "row.h"
#include "steer_undo.h"

#define BEGINNING(text, table) \
	"SELECT t.id, substr(t." text ", 1, 200) FROM " table " t WHERE t.id BETWEEN $1 AND $2"
#define IN_ORDER " ORDER BY t.id LIMIT $3"
/* By time, not by id: few wait, and their index is shorter than that of all. */
#define APPROVED_ONCE \
	" AND t.status = 'pending' AND EXISTS (SELECT 1 FROM console_decisions d" \
	" WHERE d.post_id = t.id AND d.action = 'approve' AND d.status_after = 'pending'" \
	" AND NOT EXISTS (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id))" \
	" ORDER BY t.created_at DESC LIMIT $3"

static const char *const beginning[] = {
	[IDS_DRAFTS] = BEGINNING("content", "pending_posts") IN_ORDER,
	[IDS_UNDECIDED] =
		BEGINNING("content", "pending_posts") " AND t.status = 'pending'" IN_ORDER,
	[IDS_DECIDED] = BEGINNING(
		"content", "pending_posts") " AND t.status IN ('approved', 'rejected')" IN_ORDER,
	[IDS_APPROVED_ONCE] = BEGINNING("content", "pending_posts") APPROVED_ONCE,
	[IDS_INTERACTIONS] = BEGINNING("content", "interactions") IN_ORDER,
	[IDS_BELIEFS] = BEGINNING("title", "belief_nodes") IN_ORDER,
	[IDS_EDGES] = "SELECT t.id, substr(a.title, 1, 80) || ' ' || t.relation || ' ' ||"
		      " substr(b.title, 1, 80) FROM belief_edges t"
		      " JOIN belief_nodes a ON a.id = t.source_id"
		      " JOIN belief_nodes b ON b.id = t.target_id"
		      " WHERE t.id BETWEEN $1 AND $2" IN_ORDER,
	[IDS_CHANGES] =
		"SELECT CAST(u.id AS TEXT), substr(b.title, 1, 80) || ': ' || substr(u.reason, 1, "
		"80),"
		" u.created_at AS at FROM belief_updates u JOIN belief_nodes b ON b.id = "
		"u.belief_id"
		" WHERE u.id BETWEEN $1 AND $2 AND u.reason NOT LIKE '" UNDOES "%'"
		" AND u.updated_by IN (SELECT username FROM admins) AND NOT " TAKEN_BACK
		" UNION ALL SELECT CAST(d.id AS TEXT), substr(d.subject, 1, 80) || ': deleted', "
		"d.at"
		" FROM console_events d WHERE d.kind = 'belief.delete' AND d.id BETWEEN $1 AND $2"
		" AND NOT " RESTORED " ORDER BY at DESC LIMIT $3",
	[IDS_VERSIONS] = BEGINNING("text", "stance_versions") IN_ORDER,
};

#define REDDIT_BEGINNING(id) \
	"SELECT t.reddit_id, substr(t.content, 1, 200) FROM interactions t" \
	" WHERE " id " BETWEEN $1 AND $2 ORDER BY " id " LIMIT $3"
static const char *const reddit_beginning[] = {
	[DB_SQLITE] = REDDIT_BEGINNING("t.reddit_id"),
	[DB_POSTGRES] = REDDIT_BEGINNING("t.reddit_id COLLATE \"C\""),
};

int ids_beginning(struct db *db, enum ids_of of, struct span typed, size_t most, struct arena *a,
	struct id_begun **out, size_t *n, struct err *e)
{
	enum db_engine engine = db_engine(db);
	bool text = of == IDS_REDDIT; /* on either engine, as all ids are on SQLite */
	struct id_range range = lookup_prefix(text ? DB_SQLITE : engine, typed, a);
	struct stmt *st = db_prepare(db, text ? reddit_beginning[engine] : beginning[of], e);
	int step = -1;

	*out = arena_calloc(a, most, sizeof(**out));
	*n = 0;
	if (!st)
		return -1;
	stmt_text(st, 1, range.first);
	stmt_text(st, 2, range.last);
	stmt_int(st, 3, (int64_t)most);
	while ((step = stmt_step(st, e)) > 0 && *n < most)
		(*out)[(*n)++] = (struct id_begun){row_text(st, 0, a), row_text(st, 1, a)};
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

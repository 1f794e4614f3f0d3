/* The timeline of one belief. */
#include "store/stances.h"

#include <math.h>

#include "base/time.h"
#include "lookup.h"
#include "row.h"

static const char one_belief[] = "SELECT count(*) FROM belief_nodes WHERE id = $1";

static int check_belief(struct db *db, const char *belief_id, struct err *e)
{
	struct stmt *st = db_prepare(db, one_belief, e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(belief_id)));
	if (row_number(st, &n, e) < 0)
		return -1;
	return n > 0 ? 0 : err_set(e, ERR_MISSING, "there is no belief %s", belief_id);
}

static void read_row(struct stmt *st, struct arena *a, struct stance *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->persona_id = row_text(st, 1, a);
	out->belief_id = row_text(st, 2, a);
	out->text = row_text(st, 3, a);
	out->confidence = col_real(st, 4);
	out->status_text = row_text(st, 5, a);
	out->status = stance_status_of(out->status_text);
	out->rationale = row_text(st, 6, a);
	out->created_at = row_text(st, 7, a);
	out->updated_at = row_text(st, 8, a);
	time_parse(out->created_at, &out->created);
}

#define VERSIONS \
	"SELECT v.id, v.persona_id, v.belief_id, v.text, v.confidence, v.status, v.rationale," \
	" v.created_at, v.updated_at FROM stance_versions v WHERE v.belief_id = $1 ORDER BY "

static const char *const timeline[] = {
	[DB_SQLITE] = VERSIONS "replace(v.created_at, 'T', ' ') DESC, v.rowid DESC LIMIT $2",
	[DB_POSTGRES] = VERSIONS "v.created_at DESC, v.id DESC LIMIT $2",
};

/* One version more than asked for is read: the oldest one shown changed against it. */
int stances_list(struct db *db, const char *belief_id, size_t limit, struct arena *a,
	struct stance **out, size_t *n, struct err *e)
{
	struct stance *list = NULL;
	size_t used = 0, room = 0;
	int step;

	if (check_belief(db, belief_id, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, timeline[db_engine(db)], e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(belief_id));
	stmt_int(st, 2, limit ? (int64_t)limit + 1 : INT64_MAX);
	while ((step = stmt_step(st, e)) > 0) {
		list = row_room(a, list, used, sizeof(*list), &room);
		read_row(st, a, &list[used++]);
	}
	stmt_done(&st);
	if (step < 0)
		return -1;
	for (size_t i = 0; i < used; i++)
		list[i].change =
			i + 1 < used ? list[i].confidence - list[i + 1].confidence : (double)NAN;
	*out = list;
	*n = limit && used > limit ? limit : used;
	return 0;
}

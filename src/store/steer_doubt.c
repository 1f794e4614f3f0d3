/* What became of a change of beliefs whose commit got no answer. */
#include "row.h"
#include "steer_work.h"
#include "transaction.h"

/* A deletion is known by its event: the audit rows went with the belief. */
static const char rows_of_change[] = "SELECT (SELECT count(*) FROM belief_updates WHERE id = $1) +"
				     " (SELECT count(*) FROM console_events WHERE id = $1)";

struct doubt {
	const char *belief_id, *update_id;
	bool stands;
};

/* A transaction_work that keeps nothing. Who still commits holds the belief: it is waited for. */
static int look(struct db *db, void *arg, struct err *e)
{
	struct doubt *d = arg;
	struct arena a = {0};
	struct steer_belief held;
	int64_t n = 0;
	int found = steer_hold(db, d->belief_id, &a, &held, e);

	arena_free(&a);
	struct stmt *st = found < 0 ? NULL : db_prepare(db, rows_of_change, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(d->update_id));
	if (row_number(st, &n, e) < 0)
		return -1;
	d->stands = n > 0;
	return 1;
}

int steer_known(
	struct db *db, const char *belief_id, const char *update_id, bool *stands, struct err *e)
{
	struct doubt d = {.belief_id = belief_id, .update_id = update_id};

	if (transaction_run(db, TRANSACTION_ROWS, look, &d, NULL, e) < 0)
		return -1;
	*stands = d.stands;
	return 0;
}

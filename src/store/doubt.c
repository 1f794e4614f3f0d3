/* What became of a decision whose commit got no answer. */
#include "row.h"
#include "store/posts.h"
#include "transaction.h"

/* A row that meets another one with its id waits until that one stands or is gone; a SELECT would
 * say at once that there is none. */
static const char try_row[] =
	"INSERT INTO console_decisions (id, post_id, actor, action) VALUES ($1, $2, '', 'undo')"
	" ON CONFLICT (id) DO NOTHING";

struct doubt {
	const char *ledger_id;
	bool found;
};

/* A transaction_work. Never keeps the row. */
static int look(struct db *db, void *arg, struct err *e)
{
	struct doubt *d = arg;
	struct stmt *st = db_prepare(db, try_row, e);
	int64_t added = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(d->ledger_id));
	stmt_text(st, 2, span_of(d->ledger_id));
	if (row_write(st, &added, e) < 0)
		return -1;
	d->found = added == 0;
	return 1;
}

int posts_decision_known(struct db *db, const char *ledger_id, bool *found, struct err *e)
{
	struct doubt d = {.ledger_id = ledger_id};

	if (transaction_run(db, TRANSACTION_ROWS, look, &d, NULL, e) < 0)
		return -1;
	*found = d.found;
	return 0;
}

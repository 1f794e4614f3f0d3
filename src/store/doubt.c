/* What became of a decision whose commit got no answer. */
#include "row.h"
#include "store/posts.h"
#include "transaction.h"

/* A row that meets another one with its id waits until that one stands or is gone; a SELECT would
 * say at once that there is none. */
#define TRY_ROW(columns, values) \
	"INSERT INTO console_decisions (id, post_id, action, " columns ") VALUES" \
	" ($1, $2, 'undo', " values ") ON CONFLICT (id) DO NOTHING"
/* With roles in the server nobody writes in another name, not even for a moment. */
static const char *const try_row[] = {
	[DB_SQLITE] = TRY_ROW("actor", "''"),
	[DB_POSTGRES] = TRY_ROW("actor_id, actor",
		"(SELECT a.id FROM admins a WHERE a.username = session_user), session_user"),
};

struct doubt {
	const char *ledger_id;
	bool found;
};

/* A transaction_work. Never keeps the row. */
static int look(struct db *db, void *arg, struct err *e)
{
	struct doubt *d = arg;
	struct stmt *st = db_prepare(db, try_row[db_engine(db)], e);
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

/* Reading rows of console_decisions. */
#ifndef STORE_LEDGER_ROW_H
#define STORE_LEDGER_ROW_H

#include "store/ledger.h"

/* The columns that ledger_row_read expects, of console_decisions named d. */
#define LEDGER_COLUMNS \
	"d.seq, d.id, d.post_id, d.actor_id, d.actor, d.action, d.reason, d.note," \
	" d.status_before, d.status_after, d.content_before, d.content_after, d.seen_hash," \
	" d.viewing_ms, d.batch_id, d.undoes, d.decided_at"

void ledger_row_read(struct stmt *st, struct arena *a, struct ledger_row *out);

#endif

/* The append-only ledger of decisions, console_decisions. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/session.h"

struct ledger_row {
	int64_t seq; /* order of writing */
	struct span id, post_id, actor_id, actor, action, reason, note, seen_hash, batch_id, undoes,
		decided_at;
	struct span status_before, status_after; /* of the draft */
	struct span content_before,
		content_after; /* after: SPAN_NULL when the decision left it alone */
	int64_t viewing_ms;
};

/* Whether it is an approval that left its draft pending, for a second one. */
bool ledger_is_first(const struct ledger_row *row);

/* Appends; for decisions, inside their transaction. The caller makes `id` before it begins one, so
 * that a commit without an answer can be looked up; actor and time come from session and clock. */
int ledger_add(struct db *db, const struct session *s, const struct ledger_row *row, struct err *e);
/* The same for several at once, in their order. */
int ledger_add_all(struct db *db, const struct session *s, const struct ledger_row *rows, size_t n,
	struct err *e);

/* The history of one draft, oldest first. */
int ledger_of_post(struct db *db, const char *post_id, struct arena *a, struct ledger_row **out,
	size_t *n, struct err *e);

#endif

/* Drafts that need two approvers: what is told of them, and the server that looks after them, too.
 */
#ifndef STORE_FOUR_EYES_RULE_H
#define STORE_FOUR_EYES_RULE_H

#include "base/str.h"
#include "db/db.h"
#include "model/post.h"
#include "store/ledger.h"
#include "store/session.h"

/* Of a draft's history: the approval that is the first of two for the draft as it is, or NULL. An
 * approval of another text is none, and one that was taken back is none. */
const struct ledger_row *four_eyes_first(
	const struct post *p, const struct ledger_row *rows, size_t n);
/* out[i] (all false) becomes true where the draft waits and two have to approve it. A setting that
 * cannot be understood asks for nobody: the decision says what is wrong with it. */
int four_eyes_ask(
	struct db *db, const struct post *const *posts, size_t n, bool *out, struct err *e);
/* How many of these drafts wait, have to be approved by two, and have no approval of the text as it
 * is by anybody else than this account: approving them decides none of them. */
int four_eyes_waiting(struct db *db, const struct session *s, const char (*ids)[UUID_TEXT],
	size_t n, int64_t *out, struct err *e);
/* out[i] (all false) becomes true for those that wait for a second approval, and have this
 * account's: it cannot approve them. */
int four_eyes_own(struct db *db, const struct session *s, const char (*ids)[UUID_TEXT], size_t n,
	bool *out, struct err *e);

/*
 * Appends statements of PL/pgSQL, one for each filter that a persona has set: `two` becomes true
 * when the draft in the variable `p` matches the filter whose text is in `asked`, and false when it
 * does not and was NULL. Settings that cannot be understood are left out. Only on PostgreSQL.
 */
int four_eyes_spell(struct db *db, struct str *out, struct err *e);

#endif

/* What somebody was typing when her line dropped, console_recovery: one text for each draft, her
 * own alone. */
#ifndef STORE_RECOVERY_H
#define STORE_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/session.h"

struct recovery {
	char post_id[UUID_TEXT];
	struct span content; /* in the arena; SPAN_NULL where many are listed */
	char based_on[SHA256_TEXT]; /* post_hash of the draft that she began with */
	int64_t at; /* µs, when it was kept */
};

/* Keeps the text, in the place of what was kept before. Needs MAY_DECIDE. ERR_MISSING when the
 * draft is gone; ERR_USAGE when the database cannot hold the text. */
int recovery_save(struct db *db, const struct session *s, const struct recovery *r, struct err *e);
/* The text kept for this draft, if any. */
int recovery_load(struct db *db, const struct session *s, const char *post_id, struct arena *a,
	struct recovery *out, bool *found, struct err *e);
/* The drafts of which this account has a text that was kept, without the texts. */
int recovery_list(struct db *db, const struct session *s, struct arena *a, struct recovery **out,
	size_t *n, struct err *e);
/* Forgets it; nothing there is no error. */
int recovery_drop(struct db *db, const struct session *s, const char *post_id, struct err *e);

#endif

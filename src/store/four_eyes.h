/* Drafts that need two approvers: agent_config's key "console" of a persona, {"four_eyes":
 * "flag:any | sub:politics"}. Without it, or with an empty filter, one approval is enough. */
#ifndef STORE_FOUR_EYES_H
#define STORE_FOUR_EYES_H

#include "store/posts.h"

/* Whether any persona has a setting at all: most have none, and many drafts need not be asked. */
int four_eyes_used(struct db *db, bool *out, struct err *e);

enum four_eyes {
	EYES_ENOUGH, /* this approval decides */
	EYES_FIRST, /* it is the first of two: the draft stays pending */
	EYES_SAME, /* the first was by the same account: another has to */
};

/* Whether this draft, as its row stands in the transaction, needs two: it matches, or its text was
 * written by a first approver of one that did. ERR_USAGE when the setting
 * or its filter cannot be understood: nothing is approved until an admin has mended it. */
int four_eyes_needed(
	struct db *db, const struct post *p, struct arena *a, bool *out, struct err *e);
/* What an approval by this account means for one that does. Only an approval of the same text, seen
 * or written, counts as the first, and one that was taken back does not. The content of `p` is what
 * is approved; everything else as it stands. */
int four_eyes_count(struct db *db, const struct session *s, const struct post *p, struct arena *a,
	enum four_eyes *out, struct err *e);
/* What an approval of this draft by this account means, as it stands: both of these. */
int four_eyes_check(struct db *db, const struct session *s, const struct post *p, struct arena *a,
	enum four_eyes *out, struct err *e);
/* Sets `approved_once` of the lines, which are those of a page. Nothing is asked for where no
 * persona has a setting. */
int four_eyes_mark(struct db *db, struct post_line *lines, size_t n, struct err *e);

#endif

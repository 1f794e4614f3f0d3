/* What happened around one belief, of all kinds, as one list by time. */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "db/db.h"
#include "store/posts.h"

/* In the order in which they stand within one moment. */
enum history_kind {
	HISTORY_DECISION, /* on drafts that propose a change to this belief */
	HISTORY_AUDIT, /* its rows of belief_updates */
	HISTORY_EVIDENCE,
	HISTORY_MEMORY, /* what its persona said on the days on which something else happened */
	HISTORY_KINDS
};
/* "decision", "audit", "evidence", "memory". */
const char *history_kind_name(enum history_kind kind);

struct history_key {
	enum history_kind kind;
	char time[40];
	int64_t seq; /* SQLite, and decisions: the order of writing */
	char updated[40]; /* PostgreSQL, of audit and evidence: their order within one time */
	char id[UUID_TEXT]; /* "": no key */
};

struct history_row {
	struct history_key key; /* with the id of the row */
	int64_t at; /* TIME_NONE when it is not known */
	struct span what; /* action; trigger_type; source_type; interaction_type */
	struct span who; /* actor; updated_by; none; none */
	struct span place; /* subreddit of the draft; none; strength; subreddit */
	struct span text; /* the draft, its first 4,000 characters; reason; source_ref; content, its
			     first 4,000 characters */
	struct span ref; /* id of the draft; none; none; reddit_id */
	struct span old_value, new_value; /* audit rows, as stored */
	struct span said; /* audit rows: what else they did, see audit_say; SPAN_NULL: nothing */
	bool seconds; /* another row has the same minute, and not they: history_time says them */
	struct span note; /* decisions: reason and note, as they were given */
	double from, to; /* decisions: what the draft proposed; NAN: nothing readable */
	struct span why; /* and its reason for that */
};

/* Of neighbours on two pages; those of one are told apart already. */
void history_tell_apart(struct history_row *one, struct history_row *other);
/* "2026-11-22 10:00", with the seconds where they are needed. */
void history_time(const struct history_row *h, char out[20]);

struct history_query {
	const char *belief_id;
	unsigned kinds; /* a bit for each, 1 << kind; 0: all */
	enum page_from from; /* newest first; PAGE_AT is PAGE_AFTER here */
	struct history_key key;
	size_t limit;
};

struct history_page {
	struct history_row *rows; /* newest first */
	size_t n;
	bool more; /* further rows lie in the direction of reading */
};

/*
 * One page. Decisions are found by looking at each draft that was decided on, the rest along
 * indices. A belief that does not exist has no history.
 */
int history_page(struct db *db, const struct history_query *q, struct arena *a,
	struct history_page *out, struct err *e);

#endif

/* Drafts: pages of the queue, one draft whole, and decisions, each in one transaction with its
 * ledger row. */
#ifndef STORE_POSTS_H
#define STORE_POSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/filter.h"
#include "model/post.h"
#include "store/session.h"

/*
 * A place in the queue: what the list is ordered by, the time, and what orders the rows of one
 * time: on SQLite the order of insertion (seq), on PostgreSQL, where there is none, the id. All
 * zero: before the first. A key belongs to the order of the filter that it was read with.
 */
#define POST_KEY_NAME 96
struct post_key {
	char time[40];
	int64_t seq;
	char id[UUID_TEXT];
	int64_t rank; /* by confidence, length, flags; else 0 */
	char name[POST_KEY_NAME]; /* by subreddit; may hold NUL */
	size_t name_n;
};

static inline bool post_key_eq(const struct post_key *a, const struct post_key *b)
{
	return a->seq == b->seq && strcmp(a->time, b->time) == 0 && strcmp(a->id, b->id) == 0;
}

/* What a line of the list shows. */
struct post_line {
	char id[UUID_TEXT];
	struct post_key key;
	struct span post_type, target_subreddit, status_text, reviewed_by;
	struct span snippet; /* the first 400 bytes or so of the content, cut between characters */
	enum post_status status;
	int64_t created;
	bool flagged; /* metadata.evaluation.flagged */
	bool hides; /* an alarm in the subreddit, or in what fits into one text of Reddit */
	bool published; /* metadata.reddit_id is set */
	bool approved_once; /* pending, with the first of two approvals that are asked for */
};

/* First and last in the order of the filter, in which rows always come. */
enum page_from {
	PAGE_FIRST,
	PAGE_LAST,
	PAGE_AFTER, /* strictly after key */
	PAGE_BEFORE, /* strictly before key */
	PAGE_AT, /* key itself and what comes after it */
};

struct post_query {
	struct filter filter;
	enum page_from from;
	struct post_key key;
	size_t limit;
};

struct post_page {
	struct post_line *lines;
	size_t n;
	bool more; /* further rows lie in the direction of reading */
};

/*
 * One page in the order of the filter, by key and never by OFFSET. By time, length and subreddit,
 * and on PostgreSQL by confidence and flags, pending drafts are read along an index, and by time
 * all others, too; terms are looked at row by row on the way. Any other order reads and sorts all
 * drafts that match, for every page: 4 s for a million that wait.
 */
int posts_page(struct db *db, const struct post_query *q, struct arena *a, struct post_page *out,
	struct err *e);

/* Counts at most `cap` matching drafts; `cap + 1` means more than cap. */
int posts_count(struct db *db, const struct filter *f, int64_t cap, int64_t *out, struct err *e);

/*
 * The newest draft now (all zero for an empty table), and how many matching drafts came after
 * `since` (counted up to `cap`). SQLite knows which row was added last; on PostgreSQL the newest is
 * the one with the latest time, so that a draft that is added with an older time is not counted.
 */
int posts_newest(struct db *db, struct post_key *out, struct err *e);
int posts_arrived(struct db *db, const struct filter *f, const struct post_key *since, int64_t cap,
	int64_t *out, struct err *e);

/* One draft whole. ERR_MISSING when there is none; `id` may be a unique prefix of at least four
 * characters (ERR_USAGE when several begin so). */
int posts_get(struct db *db, struct span id, struct arena *a, struct post *out, struct err *e);
/* The current line of each id (n ids), in the order given; ids that are gone have an empty id. For
 * live lists. */
int posts_lines(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct post_line **out, struct err *e);

enum decision { DECIDE_APPROVE, DECIDE_REJECT };

struct decision_request {
	const char *post_id;
	const char *seen_hash; /* post_hash of what was shown; NULL when nothing was (a command that
				  names ids): then the draft is taken as it stands */
	enum decision decision;
	struct span reason, note; /* SPAN_NULL: none */
	int64_t viewing_ms; /* -1: unknown */
	const char *batch; /* a uuid that several share; NULL: a single one */
	struct span content; /* what is approved in the place of the draft's own text, by itself
				(no batch); SPAN_NULL: the draft as it stands */
	bool forgets; /* an edit of one's own that is kept (store/recovery.h) may be lost */
};

enum decision_outcome {
	DECIDED, /* committed and on disk */
	DECIDED_BEFORE, /* somebody decided first: see by, status, at */
	DECISION_CHANGED, /* the draft is not what was seen any more */
	DECISION_GONE, /* the draft was deleted */
	DECISION_HIDDEN, /* it hides something that nobody looked at; only in bulk (store/bulk.h) */
	DECISION_EDITED, /* the approval would lose an edit of one's own that is kept */
	DECISION_FIRST, /* committed as the first of two approvals: the draft is still pending */
	DECISION_SAME, /* this account gave the first of two approvals: another has to */
	DECISION_UNASKED, /* it can be decided, but nobody was asked about it; only in bulk */
};

struct decision_result {
	enum decision_outcome outcome;
	char ledger_id[UUID_TEXT]; /* DECIDED and DECISION_FIRST; also when nobody knows: see
				      posts_decide */
	struct span by, at; /* DECIDED_BEFORE: who and when, in the arena; SPAN_NULL when unknown */
	enum post_status status; /* of the draft now */
};

/*
 * Decides one draft in one transaction (D1.2): reads account, status and content again, updates the
 * draft, writes the ledger row. Only a pending draft can be decided. Where its persona asks for two
 * approvers (agent_config, key "console", {"four_eyes": FILTER}) and the draft matches, the first
 * approval is a ledger row that leaves the draft pending. -1 only for failures (denied,
 * busy, full, lost …): then nothing was changed and `out` is empty. A lost race is an outcome, not
 * an error.
 *
 * With a content of its own, an approval writes it into the draft in the same transaction, and the
 * ledger keeps both texts. Two approvers have to approve the same text: whoever edits gives the
 * first approval of what she wrote, whether the draft matched before or matches now. ERR_USAGE for
 * a text that the database cannot hold (PostgreSQL: NUL, broken UTF-8). What the account had kept
 * of the draft for later (store/recovery.h) goes with an approval that has a text or `forgets`, and
 * stands against every other.
 *
 * One failure says less: ERR_LOST with a `ledger_id` in `out`. The connection broke while the
 * commit was on its way; nobody knows whether the decision stands, and the error says so. The rest
 * of `out` is what holds if it does. Ask posts_decision_known before anything else is said.
 */
int posts_decide(struct db *db, const struct session *s, const struct decision_request *r,
	struct arena *a, struct decision_result *out, struct err *e);

struct undo_result {
	char post_id[UUID_TEXT];
	char ledger_id[UUID_TEXT];
	int64_t seq; /* ledger order of the decision that was (or was not) taken back */
	enum decision decision; /* what it had been */
	struct span target_subreddit, snippet;
	const char *refused; /* NULL: taken back; else why not ("it was published as t1_abc") */
	char batch[UUID_TEXT]; /* of posts_undo: it was one of several, and nothing was done */
	int64_t batch_count; /* how many of them can still be tried */
	bool first; /* of two approvals: the draft was pending all the time */
	struct span counts; /* whose approval is left, as the first of two; SPAN_NULL: nobody's */
	bool restored; /* it had been edited: the text is the agent's own again */
};

/*
 * Takes back the newest own decision that is not undone yet and is older than ledger order `before`
 * (0: no limit), or the one on `post_id` when that is given (not NULL). Refused when the draft was
 * published, deleted, or changed status since, or an edited text was changed once more. Without a
 * `post_id`, a decision that was made together with others is not taken back: `out` says so in
 * `batch` (see bulk_undo in store/bulk.h). ERR_MISSING when there is nothing to undo. ERR_LOST with
 * a `ledger_id` in `out` means what it means in posts_decide.
 */
int posts_undo(struct db *db, const struct session *s, const char *post_id, int64_t before,
	struct arena *a, struct undo_result *out, struct err *e);

/* The same for the own decision of one ledger order, alone even if it was made together with
 * others. Refused as well when it was taken back before, or, but for a first approval, the draft
 * was decided again since. ERR_MISSING when the session made no such decision. */
int posts_undo_this(struct db *db, const struct session *s, int64_t seq, struct arena *a,
	struct undo_result *out, struct err *e);

/*
 * After db_reconnect: whether the decision or undo that would have written this ledger row was
 * committed. Waits for the server to end the lost transaction if it still runs there, so that
 * "no" stays true. Needs a connection that may write; changes nothing.
 */
int posts_decision_known(struct db *db, const char *ledger_id, bool *found, struct err *e);

#endif

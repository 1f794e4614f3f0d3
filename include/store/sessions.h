/* console_sessions: who is in now. A row lasts from the login of a console to its end. */
#ifndef STORE_SESSIONS_H
#define STORE_SESSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "store/session.h"

/* After so long the pass phrase is asked for again, and every write of the session is refused. A
 * console that was killed leaves its row behind: it stands for nobody any more. */
#define SESSION_LONGEST (12 * INT64_C(3600) * TIME_SECOND)

bool session_is_stale(const struct session *s);

/* Where a console runs. Each is cut at 255 bytes, and may be "". */
struct session_place {
	const char *origin; /* the address at the other end, from SSH_CONNECTION */
	const char *host; /* the machine's own name */
	int64_t pid;
};

/*
 * Writes that `s` is in from now on, and ends the row that it had before (a screen that was locked
 * and opened again). Sets s->console, by which every write then looks whether the session still
 * stands. On a read-only database nothing is written and s->console stays "".
 */
int sessions_begin(
	struct db *db, struct session *s, const struct session_place *place, struct err *e);

/* So far behind the last key may be what is known of it: not each one is written. */
#define SESSION_SEEN (60 * TIME_SECOND)
/* Somebody pressed a key at `when`. Nothing for a session that has no row or was ended. */
int sessions_seen(struct db *db, const struct session *s, int64_t when, struct err *e);

/* The console's own end, with an event. Nothing where there is no row, or it was ended. */
int sessions_end(struct db *db, const struct session *s, struct err *e);

/*
 * Ends a session, one's own or as MAY_MANAGE anybody's: its next write is refused, and its console
 * goes back to the login. ERR_MISSING when it is over already.
 */
int sessions_stop(struct db *db, const struct session *actor, const char *id, struct err *e);

/* The same for all sessions of an account but `but` ("" spares none), inside the caller's
 * transaction and without a check. `by` is who did what ends them. */
int sessions_stop_all(
	struct db *db, const char *account_id, const char *but, const char *by, struct err *e);

struct session_row {
	char id[UUID_TEXT], account_id[UUID_TEXT];
	struct span name, origin, host; /* SPAN_NULL: unknown */
	int64_t pid, since, seen; /* µs */
	struct span draft; /* the id of the draft that the account has open, or SPAN_NULL: none, or
			      not known */
	struct span draft_place; /* its subreddit */
	bool shared; /* the account is in several times, and nobody knows where it has the draft
			open */
};

/* "5m": how long since the last key; "now" when there may have been one within a minute. */
void session_idle(const struct session_row *r, int64_t now, char out[12]);
/* The same inside a sentence: "5m ago", "just now". */
void session_idle_ago(const struct session_row *r, int64_t now, char out[24]);

/* Those that stand, in the order in which they came. */
int sessions_list(
	struct db *db, struct arena *a, struct session_row **out, size_t *n, struct err *e);

/* Whoever pressed a key so long ago is still here: then consoles lock themselves. */
#define SESSION_HERE (15 * INT64_C(60) * TIME_SECOND)

/* What has become of the account of a session and of the session itself. */
struct session_now {
	enum role role;
	int64_t others; /* how many other accounts are here */
	bool over; /* the session was ended, or the account is gone or disabled */
	char why[2 * SESSION_NAME + 64]; /* a sentence, when it is over */
};
int sessions_look(struct db *db, const struct session *s, struct session_now *out, struct err *e);

#endif

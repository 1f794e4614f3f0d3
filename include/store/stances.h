/* The versions of one belief's stance, by keyset pages, and the course of its confidence. */
#ifndef STORE_STANCES_H
#define STORE_STANCES_H

#include "base/arena.h"
#include "db/db.h"
#include "model/stance.h"
#include "store/posts.h"

/* A place in a timeline: the time, and what orders the versions of one time, on SQLite the order of
 * insertion (seq), on PostgreSQL the id. All zero: before the newest. */
struct stance_key {
	char time[40];
	int64_t seq; /* SQLite: its place among those of one time; PostgreSQL: `updated` */
	char updated[40];
	char id[UUID_TEXT];
	double confidence; /* of the version there, which the next newer one changed */
};

struct stance_query {
	const char *belief_id;
	enum page_from from; /* the first is the newest, after a key come the older ones */
	struct stance_key key;
	size_t limit;
};

struct stance_page {
	struct stance *rows; /* newest first, each with its change against the version before */
	struct stance_key *keys;
	size_t n;
	bool more; /* further rows lie in the direction of reading */
};

/* ERR_MISSING when the belief does not exist. */
int stances_page(struct db *db, const struct stance_query *q, struct arena *a,
	struct stance_page *out, struct err *e);

/* One version by its id or a unique prefix of at least four characters: ERR_MISSING, ERR_USAGE when
 * several begin so. Its change is NAN. */
int stances_get(struct db *db, struct span id, struct arena *a, struct stance *out, struct err *e);
/* The version before one: 1 there is one, 0 it is the first, -1 error. */
int stances_before(
	struct db *db, const char *id, struct arena *a, struct stance *out, struct err *e);

/* The live ones of a belief, newest first: one, if all is well; of more than STANCES_LIVE only so
 * many. Their changes are NAN. */
#define STANCES_LIVE 8
int stances_live(struct db *db, const char *belief_id, struct arena *a, struct stance **out,
	size_t *n, struct err *e);

/* All confidences of a belief over time, oldest first, to be drawn. */
#define STANCE_POINTS 16384
struct stance_course {
	struct stance_point {
		int64_t t; /* TIME_NONE: it is not known */
		double v; /* NAN: none */
	} * points; /* in the arena */
	size_t n;
	int64_t versions;
};
/* Up to STANCE_POINTS versions are there one by one; of more, each few in a row are their lowest
 * and their highest. An unknown belief has none. */
int stances_course(struct db *db, const char *belief_id, struct arena *a, struct stance_course *out,
	struct err *e);

#endif

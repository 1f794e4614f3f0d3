/*
 * Stands between a test and its server, and loses what a network loses at the worst moment. Takes
 * any number of connections, cancellations included, in a thread of its own.
 */
#ifndef TESTS_POSTGRES_RELAY_H
#define TESTS_POSTGRES_RELAY_H

#include "postgres/server.h"

enum relay_fault {
	RELAY_LOSE_REQUEST, /* it never arrives, and the connection breaks */
	RELAY_LOSE_ANSWER, /* it is done, and the connection breaks before the answer */
	RELAY_SILENCE, /* it is done, and neither side hears of the other any more */
	RELAY_HOLD, /* it is done, and its answer, as all that follow, waits for relay_late */
};

struct relay;

/* `url` names the database as server_url does, but through the relay. */
struct relay *relay_start(const struct server *s, const char *database, char url[SERVER_URL]);
void relay_stop(struct relay **r);
/* The next time that a client sends these words ("COMMIT"), once. */
void relay_break(struct relay *r, const char *words, enum relay_fault fault);
/* The next time that a client sends COMMIT in a transaction in which it sent these words before, in
 * a statement or as a value. */
void relay_break_commit(struct relay *r, const char *of, enum relay_fault fault);
/* Whether what one of these two arranged has happened. */
bool relay_broke(struct relay *r);
/* From now on nothing passes on the connections that there are, and neither side hears why; new
 * ones work. */
void relay_silence(struct relay *r);
/* From now on each answer arrives so many milliseconds late, as from the other side of the world;
 * those on their way, too. */
void relay_late(struct relay *r, int milliseconds);
/* New connections are told that the server is of PostgreSQL 12. */
void relay_look_old(struct relay *r);
/* New connections are told a made-up process number, as proxies that lend sessions do. */
void relay_lend_sessions(struct relay *r);

#endif

/*
 * A PostgreSQL server of a test's own: a fresh cluster in a temporary folder, on a local socket
 * only, as an unprivileged user. It ends with the test program, however that ends, and its folder
 * goes with it.
 *
 *     static struct server server;                     // one for all cases of a program
 *     server_start(&server);                           // in the group's setup, about a second
 *     char url[SERVER_URL];
 *     server_database(&server, "a", NULL, url);        // an empty database for one case
 *     db_address_parse(url, …); db_open(…);
 *     server_stop(&server);                            // in the group's teardown
 *
 * Everybody may log in without a password, but the role `secret`, which exists and needs its own:
 * "open sesame". `postgres` is the superuser whom URLs name. With TENET_TEST_POSTGRES=0 in the
 * environment server_wanted is false: the test says that it skips PostgreSQL, and does. Whatever
 * goes wrong here ends the program with a message and status 1.
 */
#ifndef TESTS_POSTGRES_SERVER_H
#define TESTS_POSTGRES_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#define SERVER_URL 128

struct server {
	char dir[40]; /* socket, log, and the cluster in data/ */
	pid_t postmaster; /* 0: not running */
	bool durable; /* what it acknowledges outlives a power failure, as it does for users */
	int port; /* on 127.0.0.1; 0: none */
	pid_t watchdog;
	int leash; /* closed: the watchdog cleans up */
};

bool server_wanted(void);
/* From the main thread. Files made in data/ must be readable for the server's user. */
void server_start(struct server *s);
void server_start_durable(struct server *s);
void server_stop(struct server *s);

/* The URL of a database that is there already ("postgres" is). */
void server_url(const struct server *s, const char *database, char url[SERVER_URL]);
/* Makes a database, as a copy of another when `template` is not NULL (nobody may be in that one),
 * and says its URL. Of an older one of that name nothing is left, nor of who is in it; emptying it
 * is much quicker than a new name. */
void server_database(
	struct server *s, const char *name, const char *template, char url[SERVER_URL]);
/*
 * Starts a copy of a server as its standby, which follows it and takes no writes. From then on the
 * primary acknowledges nothing that the standby does not have. Stop both.
 */
void server_start_standby(struct server *s, struct server *primary);
/* The standby takes writes; returns when it does. */
void server_promote(struct server *s);

/* Restarts it with TLS on a port of 127.0.0.1 and a certificate of its own making for this name:
 * data/server.crt. Its local socket stays. */
void server_listen_tls(struct server *s, const char *name);

/* Runs SQL as the superuser; it must work. */
void server_exec(struct server *s, const char *database, const char *sql);

/* SIGKILL for every process of it, as when the power fails. */
void server_crash(struct server *s);
/* SIGSTOP and SIGCONT for every process of it: it is there and does not answer. */
void server_freeze(struct server *s);
void server_thaw(struct server *s);
/* After server_crash, or while it runs (it then shuts down first, dropping who is connected).
 * Returns when it takes connections. */
void server_restart(struct server *s);

#endif

/* Sending to PostgreSQL and waiting for its answer, which may be cancelled and may never come. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "postgres.h"

/* How long a server that was asked to cancel may take before it is given up. */
#define CANCEL_PATIENCE (5 * TIME_SECOND)

void postgres_cancel(struct db *db)
{
	struct postgres *p = postgres_of(db);
	uint64_t one = 1;

	atomic_store(&p->cancelled, true);
	/* A counter that is full wakes, too. */
	if (write(p->wake, &one, sizeof(one)) < 0)
		return;
}

void postgres_forget_cancel(struct postgres *p)
{
	uint64_t count;

	atomic_store(&p->cancelled, false);
	/* Nothing to read is as good. */
	if (read(p->wake, &count, sizeof(count)) < 0)
		return;
}

int postgres_begin_call(struct postgres *p, struct err *e)
{
	postgres_forget_cancel(p);
	if (p->conn)
		return 0;
	return err_set(e, ERR_LOST, "there is no connection to %s", p->db.name);
}

/* Milliseconds for poll; it comes back a little late rather than early. */
static int milliseconds_until(int64_t deadline)
{
	if (deadline == 0)
		return -1;
	int64_t left = (deadline - time_monotonic() + 999) / 1000;
	if (left < 0)
		return 0;
	return left > INT32_MAX ? INT32_MAX : (int)left;
}

int postgres_poll(struct postgres *p, int socket, short events, int64_t deadline)
{
	struct pollfd fds[] = {{socket, events, 0}, {p->wake, POLLIN, 0}};
	uint64_t count;
	int n;

	do
		n = poll(fds, 2, milliseconds_until(deadline));
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return 0;
	if (fds[1].revents && read(p->wake, &count, sizeof(count)) > 0)
		return -1;
	return 1;
}

/* --- Cancelling: a second connection to the server, which may take its time. --- */

static void *send_cancel(void *arg)
{
	char why[256];

	/* When the server does not hear it, the call ends by itself. */
	PQcancel(arg, why, sizeof(why));
	PQfreeCancel(arg);
	return NULL;
}

/* libpq sends a cancel without a time limit, so a thread of its own does. */
static bool start_cancel(struct postgres *p, pthread_t *thread)
{
	PGcancel *cancel = PQgetCancel(p->conn);

	if (!cancel)
		return false;
	if (pthread_create(thread, NULL, send_cancel, cancel) == 0)
		return true;
	PQfreeCancel(cancel);
	return false;
}

/* A cancel that comes late would hit the next statement of the connection. False: it is still on
 * its way. */
static bool end_cancel(const struct postgres *p, pthread_t thread)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += p->conn ? CANCEL_PATIENCE / TIME_SECOND : 0;
	if (pthread_timedjoin_np(thread, NULL, &until) == 0)
		return true;
	pthread_detach(thread);
	return false;
}

/* --- Waiting. --- */

struct waiting {
	int64_t deadline;
	bool called_off; /* once: who cancels again must not wait longer */
	bool cancelling;
	bool copies; /* one of the statements waited for rows */
	pthread_t thread;
};

static void call_off(struct postgres *p, struct waiting *w)
{
	if (w->called_off)
		return;
	w->called_off = true;
	if (!p->committing)
		w->cancelling = start_cancel(p, &w->thread);
	w->deadline = time_monotonic() + CANCEL_PATIENCE;
}

/* Until PQgetResult has something to say. False: the deadline came first. */
static bool wait_for_result(struct postgres *p, struct waiting *w)
{
	for (;;) {
		int unsent = PQflush(p->conn);
		if (unsent <= 0 && !PQisBusy(p->conn))
			return true;
		short events = unsent > 0 ? POLLIN | POLLOUT : POLLIN;
		int ready = postgres_poll(p, PQsocket(p->conn), events, w->deadline);
		if (ready == 0)
			return false;
		if (ready < 0)
			call_off(p, w);
		else if (!PQconsumeInput(p->conn))
			return true;
	}
}

static bool has_failed(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
		status != PGRES_EMPTY_QUERY;
}

/* Rows to or from this program, which sends and takes none here: the server is told to give up, and
 * ends the statement with an error. Only what it sends has no such end. */
static bool end_copy(
	struct postgres *p, struct waiting *w, const PGresult *result, const char **why)
{
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COPY_IN) {
		w->copies = true;
		(void)PQputCopyEnd(p->conn, "COPY has no place here");
	} else if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
		*why = "COPY has no place here";
	}
	return status == PGRES_COPY_IN || *why;
}

static int fail_copy(const struct postgres *p, const char *sql, struct err *e)
{
	char words[FIRST_WORDS];

	db_first_words(sql, words);
	return err_set(e, ERR_OTHER, "%s: COPY has no place here (in: %s)", p->db.name, words);
}

/* The last result, or the first that failed. NULL: there is none, for the reason in `why`. */
static PGresult *collect(struct postgres *p, struct waiting *w, const char **why)
{
	PGresult *kept = NULL, *next = NULL;

	for (*why = NULL; !*why;) {
		if (!wait_for_result(p, w)) {
			*why = "it does not answer";
			break;
		}
		next = PQgetResult(p->conn);
		if (!next)
			break;
		if (end_copy(p, w, next, why)) {
			PQclear(next);
			continue;
		}
		if (kept && has_failed(kept)) {
			PQclear(next);
			continue;
		}
		PQclear(kept);
		kept = next;
	}
	if (!*why && kept)
		return kept;
	if (!*why)
		*why = PQerrorMessage(p->conn);
	PQclear(kept);
	return NULL;
}

PGresult *postgres_answer(struct postgres *p, int sent, const char *sql, struct err *e)
{
	struct waiting w = {.deadline = p->patience ? time_monotonic() + p->patience : 0};
	const char *why = PQerrorMessage(p->conn);
	PGresult *result = sent ? collect(p, &w, &why) : NULL;
	bool failed = result && has_failed(result);

	if (!result)
		postgres_lose(p, why, e);
	else if (failed && w.copies)
		fail_copy(p, sql, e);
	else if (failed)
		postgres_fail(p, result, sql, e);
	if (w.cancelling && !end_cancel(p, w.thread) && p->conn)
		postgres_lose(p, "it does not take a cancellation", e);
	if (result && !failed && p->conn)
		return result;
	PQclear(result);
	return NULL;
}

PGresult *postgres_query(struct postgres *p, const char *sql, struct err *e)
{
	return postgres_answer(p, PQsendQuery(p->conn, sql), sql, e);
}

/* --- Rows one by one. --- */

static void drop_rest(struct postgres *p)
{
	for (PGresult *r; p->conn && (r = PQgetResult(p->conn));)
		PQclear(r);
}

int postgres_next_row(struct postgres *p, PGresult **out, const char *sql, struct err *e)
{
	struct waiting w = {.deadline = p->patience ? time_monotonic() + p->patience : 0};
	PGresult *row = NULL;

	if (!wait_for_result(p, &w))
		postgres_lose(p, "it does not answer", e);
	else if (!(row = PQgetResult(p->conn)))
		postgres_lose(p, PQerrorMessage(p->conn), e);
	int result = row && PQresultStatus(row) == PGRES_SINGLE_TUPLE ? 1 : 0;
	if (!row || (has_failed(row) && result == 0))
		result = row ? postgres_fail(p, row, sql, e) : -1;
	if (result == 1)
		*out = row;
	else
		PQclear(row);
	if (result != 1)
		drop_rest(p);
	if (w.cancelling && !end_cancel(p, w.thread) && p->conn)
		return postgres_lose(p, "it does not take a cancellation", e);
	return result;
}

void postgres_end_rows(struct postgres *p)
{
	struct waiting w = {0};
	struct err ignored = {0};
	PGresult *r;

	if (!p->conn)
		return;
	call_off(p, &w);
	while (wait_for_result(p, &w)) {
		r = PQgetResult(p->conn);
		PQclear(r);
		if (!r)
			break;
	}
	bool ended = PQtransactionStatus(p->conn) != PQTRANS_ACTIVE;
	if ((w.cancelling && !end_cancel(p, w.thread)) || !ended)
		postgres_lose(p, "it does not take a cancellation", &ignored);
}

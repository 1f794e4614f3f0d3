/* COPY … FROM STDIN: the rows go out while the server works on those before them. */
#include <poll.h>

#include "postgres.h"

/* A cancel that wakes the wait is seen by the next call. */
static int wait_for(struct postgres *p, short events, struct err *e)
{
	int ready = postgres_poll(p, PQsocket(p->conn), events, 0);

	if (ready > 0 && !PQconsumeInput(p->conn))
		return postgres_lose(p, PQerrorMessage(p->conn), e);
	return 0;
}

/* Until what was given to libpq is on its way, so that no more than that is held in memory. */
static int flush(struct postgres *p, struct err *e)
{
	int unsent;

	while ((unsent = PQflush(p->conn)) > 0)
		if (wait_for(p, POLLIN | POLLOUT, e) != 0)
			return -1;
	return unsent == 0 ? 0 : postgres_lose(p, PQerrorMessage(p->conn), e);
}

int postgres_copy_begin(struct db *db, const char *sql, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (postgres_begin_call(p, e) != 0)
		return -1;
	if (!PQsendQuery(p->conn, sql))
		return postgres_lose(p, PQerrorMessage(p->conn), e);
	if (flush(p, e) != 0)
		return -1;
	while (PQisBusy(p->conn))
		if (wait_for(p, POLLIN, e) != 0)
			return -1;
	PGresult *result = PQgetResult(p->conn);
	bool ready = PQresultStatus(result) == PGRES_COPY_IN;
	if (!ready)
		postgres_fail(p, result, sql, e);
	PQclear(result);
	if (ready)
		return 0;
	while (p->conn && (result = PQgetResult(p->conn)))
		PQclear(result);
	return -1;
}

int postgres_copy_put(struct db *db, struct span lines, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (!p->conn)
		return postgres_begin_call(p, e);
	if (atomic_load(&p->cancelled))
		return err_set(e, ERR_CANCELLED, "cancelled");
	if (PQputCopyData(p->conn, lines.p, (int)lines.n) != 1)
		return postgres_lose(p, PQerrorMessage(p->conn), e);
	return flush(p, e);
}

int postgres_copy_end(struct db *db, const char *give_up, const char *sql, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (!p->conn)
		return postgres_begin_call(p, e);
	int sent = PQputCopyEnd(p->conn, give_up);
	PGresult *result = postgres_answer(p, sent == 1, sql, e);
	PQclear(result);
	return result ? 0 : -1;
}

/* Connecting to PostgreSQL: one host after the other, each within its time, and not when
 * cancelled. */
#include <ctype.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/time.h"
#include "postgres.h"

#define CONNECT_SECONDS 10 /* when nobody says */
#define MAX_OPTIONS 64

/* --- Options: libpq's own, from the URL, the service, the environment. --- */

struct options {
	const char *key[MAX_OPTIONS + 1], *value[MAX_OPTIONS + 1];
	size_t n;
};

static void add(struct options *o, const char *key, const char *value)
{
	if (o->n == MAX_OPTIONS || !value || !value[0])
		return;
	o->key[o->n] = key;
	o->value[o->n++] = value;
}

static const char *option(const PQconninfoOption *all, const char *key)
{
	for (; all && all->keyword; all++)
		if (strcmp(all->keyword, key) == 0)
			return all->val && all->val[0] ? all->val : NULL;
	return NULL;
}

/* Item `i` of a list with commas, NULL when it is empty; of a list with one item, that. */
static const char *item(struct arena *a, const char *list, size_t i)
{
	if (!list)
		return NULL;
	if (!strchr(list, ','))
		return list;
	for (; i > 0 && *list; i--) {
		list += strcspn(list, ",");
		list += *list == ',';
	}
	size_t n = strcspn(list, ",");
	return n > 0 ? arena_memdup(a, list, n) : NULL;
}

static size_t count_items(const char *list)
{
	size_t n = 1;

	for (; list && *list; list++)
		n += *list == ',';
	return n;
}

static int64_t time_limit(const PQconninfoOption *all)
{
	const char *said = option(all, "connect_timeout");
	long seconds = said ? strtol(said, NULL, 10) : CONNECT_SECONDS;

	if (seconds <= 0)
		return 0;
	return time_monotonic() + (seconds < 2 ? 2 : seconds) * TIME_SECOND;
}

/* libpq looks at it only where it waits itself. */
static int check_time_limit(const struct postgres *p, const PQconninfoOption *all, struct err *e)
{
	const char *said = option(all, "connect_timeout");

	if (!said || said[strspn(said, "-0123456789")] == '\0')
		return 0;
	return err_set(e, ERR_USAGE,
		"cannot connect to %s: connect_timeout is no number of seconds", p->db.name);
}

/* --- Errors. --- */

/* "severity:  28P01: why": where SQLSTATE begins, NULL when the server said nothing. */
static const char *find_state(const char *line, size_t n)
{
	for (size_t i = 0; i + 9 <= n; i++) {
		size_t k = 0;
		while (k < 5 &&
			(isdigit((unsigned char)line[i + 3 + k]) ||
				isupper((unsigned char)line[i + 3 + k])))
			k++;
		if (k == 5 && strncmp(line + i, ":  ", 3) == 0 && line[i + 8] == ':')
			return line + i + 3;
	}
	return NULL;
}

/* Of a file that is missing libpq says, a line later, what else one could do. */
static bool is_advice(const char *line)
{
	return line[0] == '\t' || strncmp(line, "Either ", 7) == 0;
}

/* The line that says most: what the server answered, else the last that is no advice. */
static struct span telling_line(const char *message, const char **state)
{
	struct span best = SPAN_LIT("no reason is known");

	*state = NULL;
	for (const char *line = message; *line;) {
		size_t n = strcspn(line, "\n");
		const char *found = find_state(line, n);
		if (found || (!*state && n > 0 && !is_advice(line)))
			best = (struct span){line, n};
		if (found)
			*state = found;
		line += n + (line[n] == '\n');
	}
	return best;
}

static int fail_connect(struct postgres *p, struct err *e)
{
	const char *state;
	struct span why = telling_line(PQerrorMessage(p->conn), &state);
	enum err_code code = state ? postgres_code(state) : ERR_LOST;
	bool no_password = PQconnectionNeedsPassword(p->conn);

	if (state)
		why = (struct span){state + 7, why.n - (size_t)(state + 7 - why.p)};
	if (no_password) {
		why = SPAN_LIT("it wants a password");
		code = ERR_DENIED;
	}
	err_set(e, code, "cannot connect to %s: %.*s", p->db.name, (int)why.n, why.p);
	if (no_password || (state && strncmp(state, "28P01", 5) == 0))
		err_hint(e, "a password may come from ~/.pgpass, a service file or PGPASSWORD");
	if (strstr(why.p, "unsupported startup parameter"))
		err_hint(e, "a proxy takes no options= from a URL: ALTER ROLE … SET does the same");
	if (code == ERR_MISSING)
		err_hint(e, "createdb makes a database, and `%s db upgrade head` fills it",
			p->db.call);
	return -1;
}

/* --- Connecting. --- */

static int start(struct postgres *p, const struct options *o)
{
	PQfinish(p->conn);
	p->conn = PQconnectStartParams(o->key, o->value, 1);
	if (!p->conn)
		die_of_memory(0);
	PQsetErrorVerbosity(p->conn, PQERRORS_VERBOSE); /* for the SQLSTATE */
	return PQstatus(p->conn) == CONNECTION_BAD ? -1 : 0;
}

static int finish(struct postgres *p, int64_t deadline, struct err *e)
{
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;

	while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
		short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
		int ready = postgres_poll(p, PQsocket(p->conn), events, deadline);
		if (ready < 0)
			return err_set(e, ERR_CANCELLED, "cancelled");
		if (ready == 0)
			return err_set(e, ERR_LOST, "cannot connect to %s: there is no answer",
				p->db.name);
		next = PQconnectPoll(p->conn);
	}
	return next == PGRES_POLLING_OK ? 0 : fail_connect(p, e);
}

/* Host `i` of several, with the options of all. */
static int try_host(
	struct postgres *p, const PQconninfoOption *all, size_t i, const char *role, struct err *e)
{
	static const char *const lists[] = {"host", "hostaddr", "port"};
	struct options o = {0};
	struct arena a = {0};

	for (const PQconninfoOption *k = all; k->keyword; k++)
		if (strcmp(k->keyword, "target_session_attrs") != 0)
			add(&o, k->keyword, k->val);
	add(&o, "target_session_attrs", role);
	for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++)
		for (size_t k = 0; k < o.n; k++)
			if (strcmp(o.key[k], lists[l]) == 0)
				o.value[k] = item(&a, o.value[k], i);
	int result = start(p, &o) == 0 ? finish(p, time_limit(all), e) : fail_connect(p, e);
	arena_free(&a);
	return result;
}

static int try_hosts(
	struct postgres *p, const PQconninfoOption *all, const char *role, struct err *e)
{
	const char *hosts = option(all, "host"), *addresses = option(all, "hostaddr");
	size_t n = count_items(addresses ? addresses : hosts);

	for (size_t i = 0; i < n; i++) {
		struct err why = {0};
		if (try_host(p, all, i, role, &why) == 0)
			return 0;
		bool final = why.code != ERR_LOST && why.code != ERR_BUSY;
		if (!final && i + 1 < n)
			continue;
		return err_take(e, &why);
	}
	return -1;
}

/* libpq tries one host after the other by itself, but then its time limits work only in calls that
 * cannot be cancelled. */
static int try_all(struct postgres *p, const PQconninfoOption *all, struct err *e)
{
	const char *role = option(all, "target_session_attrs");
	struct err none_standby = {0};

	if (!role || strcmp(role, "prefer-standby") != 0)
		return try_hosts(p, all, role, e);
	if (try_hosts(p, all, "standby", &none_standby) == 0)
		return 0;
	return try_hosts(p, all, "any", e);
}

/* A peer that vanished without a word is noticed in half a minute, unless the URL wants it
 * otherwise. */
static void watch_peer(struct postgres *p, const PQconninfoOption *all)
{
	static const struct {
		const char *key;
		int name, value;
	} limits[] = {
		{"keepalives_idle", TCP_KEEPIDLE, 10},
		{"keepalives_interval", TCP_KEEPINTVL, 5},
		{"keepalives_count", TCP_KEEPCNT, 4},
		{"tcp_user_timeout", TCP_USER_TIMEOUT, 30000},
	};

	/* It fails for a local socket, which needs none of it. */
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (!option(all, limits[i].key))
			(void)setsockopt(PQsocket(p->conn), IPPROTO_TCP, limits[i].name,
				&limits[i].value, sizeof(limits[i].value));
}

static void quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

int postgres_connect(struct postgres *p, struct err *e)
{
	struct options o = {0};

	add(&o, "dbname", p->target);
	add(&o, "fallback_application_name", "tenet");
	add(&o, "client_encoding", "UTF8");
	postgres_forget_cancel(p);
	if (start(p, &o) != 0)
		return fail_connect(p, e);
	PQconninfoOption *all = PQconninfo(p->conn);
	bool several =
		count_items(option(all, "host")) > 1 || count_items(option(all, "hostaddr")) > 1;
	int result = check_time_limit(p, all, e);
	if (result == 0)
		result = several ? try_all(p, all, e) : finish(p, time_limit(all), e);
	if (result == 0)
		watch_peer(p, all);
	PQconninfoFree(all);
	if (result != 0)
		return -1;
	PQsetErrorVerbosity(p->conn, PQERRORS_DEFAULT);
	PQsetNoticeProcessor(p->conn, quiet, NULL);
	if (PQsetnonblocking(p->conn, 1) != 0)
		die_of_memory(0);
	p->connection++;
	p->version++;
	return postgres_set_up(p, e);
}

/* --- Opening and closing. --- */

static void disconnect(struct postgres *p)
{
	PQfinish(p->conn);
	p->conn = NULL;
	str_clear(&p->unused);
}

int postgres_open(
	const struct db_address *where, enum db_access access, struct db **out, struct err *e)
{
	struct postgres *p = xcalloc(1, sizeof(*p));

	p->db.engine = &postgres_engine;
	p->db.name = xstrdup(where->name);
	p->db.call = xstrdup(db_address_call(where));
	p->target = xstrdup(where->target);
	p->access = access;
	p->lock_timeout = -1;
	p->plain = newlocale(LC_ALL_MASK, "C", NULL);
	p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	atomic_init(&p->cancelled, false);
	if (p->wake < 0 || !p->plain)
		err_set(e, ERR_OTHER, "cannot open %s: too many files are open", p->db.name);
	else if (postgres_connect(p, e) == 0) {
		*out = &p->db;
		return 0;
	}
	postgres_close(&p->db);
	return -1;
}

int postgres_reconnect(struct db *db, struct err *e)
{
	struct postgres *p = postgres_of(db);

	disconnect(p);
	if (postgres_connect(p, e) == 0)
		return 0;
	disconnect(p);
	return -1;
}

void postgres_close(struct db *db)
{
	struct postgres *p = postgres_of(db);

	disconnect(p);
	if (p->wake >= 0)
		close(p->wake);
	if (p->plain)
		freelocale(p->plain);
	str_free(&p->unused);
	free(p->target);
	free(p->db.name);
	free(p->db.call);
	free(p);
}

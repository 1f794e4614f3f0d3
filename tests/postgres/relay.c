/* A proxy between libpq and a PostgreSQL server on local sockets. */
#include "postgres/relay.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define PAIRS 32
#define CHUNK 65536
#define MASK 0x2A2A
#define CANCEL_REQUEST 80877102
#define HOLD (60 * 60 * 1000) /* ms: until relay_late says otherwise */

enum state { PASSING, LOSING_ANSWER, SILENT };

/* An answer on its way. */
struct late {
	struct late *next;
	int64_t since; /* ms of the monotonic clock */
	size_t n;
	char bytes[];
};

struct pair {
	int client, server;
	struct late *first, **last; /* in the order in which they were given */
	uint64_t number; /* from 1 */
	enum state state;
	bool ready; /* the server has said that it is */
	bool meant; /* its transaction is the one whose COMMIT is waited for */
	bool greeted; /* the client's first packet has passed */
};

struct relay {
	char dir[64], path[96], target[96];
	int listener, stop[2];
	pthread_t thread;
	pthread_mutex_t lock; /* over what follows */
	char words[64], of[64];
	enum relay_fault fault;
	bool broke, lends, looks_old;
	int late;
	uint64_t taken, silent; /* connections so far, and how many of them are cut off */

	struct pair pair[PAIRS];
	size_t n;
	char chunk[CHUNK];
};

static void check(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static int local_socket(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	snprintf(address->sun_path, sizeof(address->sun_path), "%s", path);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static bool pass(int to, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(to, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void keep_back(struct pair *p, const char *bytes, size_t n)
{
	struct late *l = malloc(sizeof(*l) + n);

	check(l, "relay");
	*l = (struct late){.since = now_ms(), .n = n};
	memcpy(l->bytes, bytes, n);
	if (!p->first)
		p->last = &p->first;
	*p->last = l;
	p->last = &l->next;
}

static int lateness(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	int late = r->late;
	pthread_mutex_unlock(&r->lock);
	return late;
}

/* False: the pair is at its end. */
static bool pass_due(struct relay *r, struct pair *p)
{
	bool open = true;

	while (open && p->first && p->first->since + lateness(r) <= now_ms()) {
		struct late *l = p->first;
		p->first = l->next;
		open = pass(p->client, l->bytes, l->n);
		free(l);
	}
	return open;
}

#define LOOK_EVERY 5 /* ms, while something is on its way */

static int patience(const struct relay *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->pair[i].first)
			return LOOK_EVERY;
	return -1;
}

static void take_client(struct relay *r)
{
	struct sockaddr_un address;
	struct pair p = {.client = accept4(r->listener, NULL, NULL, SOCK_CLOEXEC)};

	check(p.client >= 0 && r->n < PAIRS, "relay: accept");
	p.server = local_socket(r->target, &address);
	if (connect(p.server, (struct sockaddr *)&address, sizeof(address)) != 0) {
		close(p.client);
		close(p.server);
		return;
	}
	pthread_mutex_lock(&r->lock);
	p.number = ++r->taken;
	pthread_mutex_unlock(&r->lock);
	r->pair[r->n++] = p;
}

/* The process number that follows in the packet. */
static void mask(char *number)
{
	uint32_t n;

	memcpy(&n, number, sizeof(n));
	n ^= htonl(MASK);
	memcpy(number, &n, sizeof(n));
}

static bool is_cancel(const char *bytes, size_t n)
{
	uint32_t code;

	if (n != 16)
		return false;
	memcpy(&code, bytes + 4, sizeof(code));
	return ntohl(code) == CANCEL_REQUEST;
}

/* Whole words: COMMIT is not in READ COMMITTED. */
static bool has_words(const char *bytes, size_t n, const char *words)
{
	size_t len = strlen(words);
	const char *end = bytes + n;

	for (const char *at = bytes; (at = memmem(at, (size_t)(end - at), words, len)); at += len)
		if (at + len == end || !isalpha((unsigned char)at[len]))
			return true;
	return false;
}

/* With the lock held. */
static bool is_hit(struct relay *r, struct pair *p, size_t n)
{
	if (!r->of[0] || has_words(r->chunk, n, "BEGIN"))
		p->meant = false;
	if (r->of[0] && has_words(r->chunk, n, r->of))
		p->meant = true;
	if (!r->words[0] || (r->of[0] && !p->meant) || !has_words(r->chunk, n, r->words))
		return false;
	r->words[0] = r->of[0] = '\0';
	r->broke = true;
	if (r->fault == RELAY_HOLD)
		r->late = HOLD;
	return true;
}

static void note_silence(struct relay *r, struct pair *p)
{
	pthread_mutex_lock(&r->lock);
	if (p->number <= r->silent)
		p->state = SILENT;
	pthread_mutex_unlock(&r->lock);
}

/* False: the pair is at its end. */
static bool from_client(struct relay *r, struct pair *p)
{
	note_silence(r, p);
	bool deaf = p->state == SILENT;
	ssize_t n = read(p->client, r->chunk, CHUNK);

	if (n <= 0 && p->state == SILENT) {
		/* The server does not hear of it, either. */
		close(p->client);
		p->client = -1;
		return true;
	}
	if (n <= 0)
		return false;
	if (deaf)
		return true;
	pthread_mutex_lock(&r->lock);
	bool hit = is_hit(r, p, (size_t)n);
	if (r->lends && !p->greeted && is_cancel(r->chunk, (size_t)n))
		mask(r->chunk + 8);
	enum relay_fault fault = r->fault;
	pthread_mutex_unlock(&r->lock);
	p->greeted = true;
	if (hit && fault == RELAY_LOSE_REQUEST)
		return false;
	if (hit && fault != RELAY_HOLD)
		p->state = fault == RELAY_SILENCE ? SILENT : LOSING_ANSWER;
	return pass(p->server, r->chunk, (size_t)n);
}

static bool from_server(struct relay *r, struct pair *p)
{
	static const char key_packet[] = "K\0\0\0\x0c", ready_packet[] = "Z\0\0\0\x05";
	static const char version_name[] = "server_version"; /* with its NUL */
	ssize_t n = read(p->server, r->chunk, CHUNK);

	if (n <= 0)
		return false;
	note_silence(r, p);
	if (p->state != PASSING)
		return p->state == SILENT;
	pthread_mutex_lock(&r->lock);
	char *key = memmem(r->chunk, (size_t)n, key_packet, 5);
	if (r->lends && !p->ready && key && key + 9 <= r->chunk + n)
		mask(key + 5);
	char *version = memmem(r->chunk, (size_t)n, version_name, sizeof(version_name));
	if (r->looks_old && !p->ready && version)
		memcpy(version + sizeof(version_name), "12", 2);
	bool late = r->late > 0 || p->first;
	pthread_mutex_unlock(&r->lock);
	if (memmem(r->chunk, (size_t)n, ready_packet, 5))
		p->ready = true;
	if (late)
		keep_back(p, r->chunk, (size_t)n);
	return late || pass(p->client, r->chunk, (size_t)n);
}

static void drop(struct relay *r, size_t i)
{
	if (r->pair[i].client >= 0)
		close(r->pair[i].client);
	close(r->pair[i].server);
	for (struct late *l = r->pair[i].first, *next; l; l = next) {
		next = l->next;
		free(l);
	}
	r->pair[i] = r->pair[--r->n];
}

static void *run(void *arg)
{
	struct relay *r = arg;

	for (;;) {
		struct pollfd fds[2 + 2 * PAIRS] = {
			{r->stop[0], POLLIN, 0}, {r->listener, POLLIN, 0}};
		size_t n = r->n;
		for (size_t i = 0; i < n; i++) {
			fds[2 + 2 * i] = (struct pollfd){r->pair[i].client, POLLIN, 0};
			fds[3 + 2 * i] = (struct pollfd){r->pair[i].server, POLLIN, 0};
		}
		if (poll(fds, 2 + 2 * n, patience(r)) < 0)
			continue;
		if (fds[0].revents)
			return NULL;
		for (size_t i = n; i-- > 0;)
			if (!pass_due(r, &r->pair[i]) ||
				(fds[2 + 2 * i].revents && !from_client(r, &r->pair[i])) ||
				(fds[3 + 2 * i].revents && !from_server(r, &r->pair[i])))
				drop(r, i);
		if (fds[1].revents)
			take_client(r);
	}
}

struct relay *relay_start(const struct server *s, const char *database, char url[SERVER_URL])
{
	struct relay *r = calloc(1, sizeof(*r));
	struct sockaddr_un address;

	check(r, "relay");
	snprintf(r->dir, sizeof(r->dir), "/tmp/tenet-relay-XXXXXX");
	check(mkdtemp(r->dir), "relay: mkdtemp");
	snprintf(r->path, sizeof(r->path), "%s/.s.PGSQL.5432", r->dir);
	snprintf(r->target, sizeof(r->target), "%s/.s.PGSQL.%d", s->dir, s->port ? s->port : 5432);
	snprintf(url, SERVER_URL, "postgresql://postgres@/%s?host=%s", database, r->dir);
	r->listener = local_socket(r->path, &address);
	check(bind(r->listener, (struct sockaddr *)&address, sizeof(address)) == 0, "relay: bind");
	check(listen(r->listener, PAIRS) == 0, "relay: listen");
	check(pipe(r->stop) == 0, "relay: pipe");
	check(pthread_mutex_init(&r->lock, NULL) == 0, "relay: mutex");
	check(pthread_create(&r->thread, NULL, run, r) == 0, "relay: thread");
	return r;
}

void relay_stop(struct relay **relay)
{
	struct relay *r = *relay;

	check(write(r->stop[1], "", 1) == 1, "relay: stop");
	pthread_join(r->thread, NULL);
	while (r->n > 0)
		drop(r, 0);
	close(r->listener);
	close(r->stop[0]);
	close(r->stop[1]);
	unlink(r->path);
	rmdir(r->dir);
	pthread_mutex_destroy(&r->lock);
	free(r);
	*relay = NULL;
}

static void arrange(struct relay *r, const char *words, const char *of, enum relay_fault fault)
{
	pthread_mutex_lock(&r->lock);
	snprintf(r->words, sizeof(r->words), "%s", words);
	snprintf(r->of, sizeof(r->of), "%s", of);
	r->fault = fault;
	r->broke = false;
	pthread_mutex_unlock(&r->lock);
}

void relay_break(struct relay *r, const char *words, enum relay_fault fault)
{
	arrange(r, words, "", fault);
}

void relay_break_commit(struct relay *r, const char *of, enum relay_fault fault)
{
	arrange(r, "COMMIT", of, fault);
}

bool relay_broke(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	bool broke = r->broke;
	pthread_mutex_unlock(&r->lock);
	return broke;
}

void relay_silence(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->silent = r->taken;
	pthread_mutex_unlock(&r->lock);
}

void relay_late(struct relay *r, int milliseconds)
{
	pthread_mutex_lock(&r->lock);
	r->late = milliseconds;
	pthread_mutex_unlock(&r->lock);
}

void relay_look_old(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->looks_old = true;
	pthread_mutex_unlock(&r->lock);
}

void relay_lend_sessions(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->lends = true;
	pthread_mutex_unlock(&r->lock);
}

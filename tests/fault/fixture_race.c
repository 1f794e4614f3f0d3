/* Processes that decide the same drafts as fast as they can, and what must hold afterwards. */
#include "fixture_race.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/time.h"
#include "migrate/migrate.h"
#include "store/bulk.h"

#define PATIENCE 60000 /* ms: on a slow disk nine writers wait long for their turn */

struct db *race_connect(const struct race *r, enum db_access access)
{
	struct arena a = {0};
	struct db_address where;
	struct db *db = NULL;
	struct err e = {0};

	if (db_address_parse(r->address, &a, &where, &e) != 0 ||
		db_open(&where, access, &db, &e) != 0) {
		fprintf(stderr, "%s\n", e.text);
		exit(1);
	}
	arena_free(&a);
	db_set_busy_timeout(db, PATIENCE);
	return db;
}

/* --- What a moderator does. --- */

static void acknowledge(int fd, const char *post_id, const char *ledger_id)
{
	char line[2 * UUID_TEXT + 1];
	int n = snprintf(line, sizeof(line), "%s %s\n", post_id, ledger_id);

	if (write(fd, line, (size_t)n) != n)
		exit(1);
}

static void reconnect(struct db *db)
{
	struct err e = {0};

	while (db_reconnect(db, &e) != 0) {
		if (e.code != ERR_LOST) {
			fprintf(stderr, "reconnecting: %s\n", e.text);
			exit(1);
		}
		err_clear(&e);
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
}

/* Comes back when the server is there again, with what became of the decision: 1 it stands, 0 it
 * does not. */
static int after_loss(struct db *db, const struct decision_result *result)
{
	bool found = false;

	for (struct err e = {0};; err_clear(&e)) {
		reconnect(db);
		if (!result->ledger_id[0])
			return 0;
		if (posts_decision_known(db, result->ledger_id, &found, &e) == 0)
			return found;
		if (e.code != ERR_LOST) {
			fprintf(stderr, "asking what stands: %s\n", e.text);
			exit(1);
		}
	}
}

/* Again and again until it is known who decided it. */
static void decide(struct db *db, const struct race *r, int who, const char *id, struct arena *a)
{
	struct decision_request request = {.post_id = id,
		.decision = who % 2 ? DECIDE_APPROVE : DECIDE_REJECT,
		.viewing_ms = -1};
	struct decision_result result;
	struct err e = {0};

	while (posts_decide(db, &r->moderators[who], &request, a, &result, &e) != 0) {
		if (e.code != ERR_LOST) {
			fprintf(stderr, "moderator %d: %s\n", who, e.text);
			exit(1);
		}
		err_clear(&e);
		if (after_loss(db, &result))
			break;
	}
	if (result.outcome == DECIDED)
		acknowledge(r->acknowledged[who], id, result.ledger_id);
	else if (result.outcome != DECIDED_BEFORE)
		exit(1);
}

/* Until it is known of all of them. */
static void decide_batch(struct db *db, const struct race *r, int who, const char *batch,
	struct bulk_item *items, size_t n, struct arena *a)
{
	struct bulk_request request = {
		.decision = who % 2 ? DECIDE_APPROVE : DECIDE_REJECT, .batch = batch};
	struct err e = {0};

	while (bulk_decide(db, &r->moderators[who], &request, items, n, a, &e) != 0) {
		struct decision_result doubtful = {0};
		if (e.code != ERR_LOST) {
			fprintf(stderr, "moderator %d: %s\n", who, e.text);
			exit(1);
		}
		err_clear(&e);
		for (size_t i = 0; i < n; i++)
			if (items[i].result.ledger_id[0])
				doubtful = items[i].result;
		if (after_loss(db, &doubtful))
			break;
	}
	for (size_t i = 0; i < n; i++)
		if (items[i].result.outcome == DECIDED)
			acknowledge(
				r->acknowledged[who], items[i].post_id, items[i].result.ledger_id);
		else if (items[i].result.outcome != DECIDED_BEFORE)
			exit(1);
}

static void decide_in_batches(struct db *db, const struct race *r, int who)
{
	struct arena a = {0};
	char batch[UUID_TEXT];

	uuid_new(batch);
	for (int at = 0; at < r->drafts; at += RACE_BATCH) {
		int n = r->drafts - at < RACE_BATCH ? r->drafts - at : RACE_BATCH;
		struct bulk_item *items = arena_calloc(&a, (size_t)n, sizeof(*items));
		for (int i = 0; i < n; i++)
			memcpy(items[i].post_id, r->ids[at + i], UUID_TEXT);
		decide_batch(db, r, who, batch, items, (size_t)n, &a);
		arena_clear(&a);
	}
	arena_free(&a);
}

/* All begin at once and with the same draft; the checkpoint is what the console's worker does. */
_Noreturn static void run_moderator(const struct race *r, int who, int start)
{
	struct db *db = race_connect(r, DB_READ_WRITE);
	struct arena a = {0};
	struct err e = {0};
	char byte;

	if (read(start, &byte, 1) != 0)
		exit(1);
	if (who < r->in_batches)
		decide_in_batches(db, r, who);
	for (int i = 0; who >= r->in_batches && i < r->drafts; i++) {
		if ((who + i) % r->people >= r->rivals)
			continue;
		decide(db, r, who, r->ids[i], &a);
		arena_clear(&a);
		if (i % 100 == 99 && db_checkpoint(db, &e) != 0)
			exit(1);
	}
	arena_free(&a);
	db_close(&db);
	_exit(0);
}

/* Enqueues until its input ends, and says how many. */
_Noreturn static void run_agent(const struct race *r, race_agent_fn *begin, int stop, int count)
{
	race_enqueue_fn *enqueue;
	void *agent;
	char byte, id[UUID_TEXT];
	int n = 0;

	begin(r, &enqueue, &agent);
	while (read(stop, &byte, 1) < 0 && errno == EAGAIN) {
		uuid_new(id);
		enqueue(agent, id, r->drafts + n++);
	}
	if (write(count, &n, sizeof(n)) != sizeof(n))
		_exit(1);
	_exit(0);
}

/* --- The race. --- */

static void exec_or_fail(struct db *db, const char *sql)
{
	struct err e = {0};

	if (db_exec(db, sql, &e) != 0)
		fail_msg("%s", e.text);
}

static void add_moderator(struct db *db, struct session *s, int number)
{
	struct str sql = {0};

	*s = (struct session){.role = ROLE_MODERATOR, .since = time_now()};
	uuid_new(s->id);
	snprintf(s->name, sizeof(s->name), "moderator %d", number);
	str_addf(&sql,
		"INSERT INTO admins (id, username, hashed_password) VALUES ('%s', '%s', '*');"
		"INSERT INTO console_accounts (account_id, role) VALUES ('%s', 'moderator')",
		s->id, s->name, s->id);
	exec_or_fail(db, str_cstr(&sql));
	str_free(&sql);
}

static int open_acknowledged(void)
{
	const char *folder = getenv("TMPDIR");
	int fd = open(folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC | O_APPEND, 0600);

	assert_true(fd >= 0);
	return fd;
}

void race_prepare(struct race *r, int drafts)
{
	struct db *db = race_connect(r, DB_CREATE);
	struct arena a = {0};
	struct migration_set set;
	struct err e = {0};

	if (migrations_load(NULL, db_engine(db), &a, &set, &e) != 0 ||
		migrate_go(db, &set, set.n, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	exec_or_fail(db,
		"INSERT INTO personas (id, reddit_username, config) VALUES"
		" ('" RACE_PERSONA "', 'TestBot', '{}')");
	for (int i = 0; i < r->people; i++) {
		add_moderator(db, &r->moderators[i], i);
		r->acknowledged[i] = open_acknowledged();
	}
	arena_free(&a);
	db_close(&db);
	r->drafts = drafts;
	r->ids = xcalloc((size_t)drafts, sizeof(*r->ids));
}

void race_enqueue(struct race *r, race_enqueue_fn *enqueue, void *agent)
{
	for (int i = 0; i < r->drafts; i++) {
		uuid_new(r->ids[i]);
		enqueue(agent, r->ids[i], i);
	}
}

void race_clear(struct race *r)
{
	for (int i = 0; i < r->people; i++)
		close(r->acknowledged[i]);
	free(r->ids);
}

int64_t race_acknowledged(const struct race *r)
{
	int64_t bytes = 0;

	for (int i = 0; i < r->people; i++) {
		struct stat st;
		assert_int_equal(fstat(r->acknowledged[i], &st), 0);
		bytes += st.st_size;
	}
	return bytes / (2 * UUID_TEXT);
}

static void wait_for(pid_t child, const char *who)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("the %s ended with status %d", who, status);
}

int race_run(
	struct race *r, race_agent_fn *begin, void (*disturb)(struct race *, void *), void *arg)
{
	pid_t moderators[RACE_MODERATORS], agent;
	int start[2], stop[2], count[2], added = 0;

	assert_int_equal(pipe2(start, O_CLOEXEC), 0);
	assert_int_equal(pipe2(stop, O_CLOEXEC | O_NONBLOCK), 0);
	assert_int_equal(pipe2(count, O_CLOEXEC), 0);
	for (int i = 0; i < r->people; i++) {
		moderators[i] = fork();
		if (moderators[i] == 0) {
			close(start[1]);
			close(stop[1]);
			run_moderator(r, i, start[0]);
		}
	}
	agent = begin ? fork() : 0;
	if (begin && agent == 0) {
		close(start[1]);
		close(stop[1]);
		run_agent(r, begin, stop[0], count[1]);
	}
	close(start[1]);
	if (disturb)
		disturb(r, arg);
	for (int i = 0; i < r->people; i++)
		wait_for(moderators[i], "moderator");
	close(stop[1]);
	if (begin) {
		wait_for(agent, "agent");
		assert_int_equal(read(count[0], &added, sizeof(added)), sizeof(added));
		assert_true(added > 0);
	}
	close(start[0]);
	close(stop[0]);
	close(count[0]);
	close(count[1]);
	return added;
}

/* --- What must hold. --- */

int64_t race_number(struct db *db, const char *sql)
{
	struct err e = {0};
	struct stmt *st = db_prepare(db, sql, &e);

	if (!st || stmt_step(st, &e) != 1)
		fail_msg("%s: %s", sql, e.text);
	int64_t n = col_int(st, 0);
	stmt_done(&st);
	return n;
}

static const char in_ledger[] =
	"SELECT count(*) FROM console_decisions WHERE id = $1 AND post_id = $2 AND actor = $3";

/* Every line that a moderator wrote stands in the ledger; gives how many there are. */
static int64_t check_acknowledged(struct db *db, const struct race *r, int who)
{
	char line[2 * UUID_TEXT];
	int64_t n = 0;

	assert_int_equal(lseek(r->acknowledged[who], 0, SEEK_SET), 0);
	for (; read(r->acknowledged[who], line, sizeof(line)) == sizeof(line); n++) {
		struct err e = {0};
		struct stmt *st = db_prepare(db, in_ledger, &e);
		assert_non_null(st);
		stmt_text(st, 1, (struct span){line + UUID_TEXT, UUID_TEXT - 1});
		stmt_text(st, 2, (struct span){line, UUID_TEXT - 1});
		stmt_text(st, 3, span_of(r->moderators[who].name));
		assert_int_equal(stmt_step(st, &e), 1);
		if (col_int(st, 0) != 1)
			fail_msg("acknowledged, but not in the ledger: %.*s", UUID_TEXT - 1, line);
		stmt_done(&st);
	}
	return n;
}

void race_expect(struct race *r, int added)
{
	struct db *db = race_connect(r, DB_READ_WRITE);
	int64_t acknowledged = 0;
	int winners = 0;

	for (int i = 0; i < r->people; i++) {
		int64_t won = check_acknowledged(db, r, i);
		acknowledged += won;
		winners += won > 0;
	}
	assert_int_equal(acknowledged, r->drafts);
	/* Or it was no race; who decides in batches may leave nothing to others. */
	assert_true(winners > (r->in_batches == 0));
	assert_int_equal(race_number(db, "SELECT count(*) FROM console_decisions"), r->drafts);
	assert_int_equal(race_number(db, "SELECT count(DISTINCT post_id) FROM console_decisions"),
		r->drafts);
	assert_int_equal(race_number(db,
				 "SELECT count(*) FROM pending_posts p JOIN console_decisions d"
				 " ON d.post_id = p.id AND d.status_after = p.status AND"
				 " d.actor = p.reviewed_by"),
		r->drafts);
	assert_int_equal(
		race_number(db, "SELECT count(*) FROM pending_posts WHERE status = 'pending'"),
		added);
	db_close(&db);
}

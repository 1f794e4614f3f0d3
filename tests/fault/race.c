/*
 * Eight processes decide the same drafts as fast as they can while a ninth enqueues more, as the
 * agent does: each draft is decided once, none is lost, and the ledger holds exactly what was
 * acknowledged.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "migrate/migrate.h"
#include "store/posts.h"

#define MODERATORS 8
#define DRAFTS 2000
#define PATIENCE 60000 /* ms: on a slow disk nine writers wait long for their turn */

struct race {
	char folder[64];
	char path[96];
	char ids[DRAFTS][UUID_TEXT];
	struct session moderators[MODERATORS];
	int acknowledged[MODERATORS]; /* files that each process writes "POST LEDGER\n" to */
};

static struct db *connect_to(const struct race *r, enum db_access access)
{
	struct arena a = {0};
	struct db_address where;
	struct db *db = NULL;
	struct err e = {0};

	if (db_address_parse(r->path, &a, &where, &e) != 0 ||
		db_open(&where, access, &db, &e) != 0) {
		fprintf(stderr, "%s\n", e.text);
		exit(1);
	}
	arena_free(&a);
	db_set_busy_timeout(db, PATIENCE);
	return db;
}

/* --- What the agent does. --- */

#define AGENT_PERSONA "11111111-1111-4111-8111-111111111111"

static const char enqueue[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit,"
	" draft_metadata, status) VALUES (?, '" AGENT_PERSONA
	"', ?, 'comment', 'science', '{\"evaluation\": {\"flagged\": false}}', 'pending')";

/* A connection as the agent has it: SQLite's own settings and a busy timeout. */
static sqlite3 *agent_open(const struct race *r)
{
	sqlite3 *agent;

	if (sqlite3_open(r->path, &agent) != SQLITE_OK)
		exit(1);
	sqlite3_busy_timeout(agent, PATIENCE);
	return agent;
}

static void agent_enqueue(sqlite3 *agent, const char *id, int number)
{
	sqlite3_stmt *st;
	char content[64];

	snprintf(content, sizeof(content), "Draft number %d of a busy morning.", number);
	if (sqlite3_prepare_v2(agent, enqueue, -1, &st, NULL) != SQLITE_OK ||
		sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC) != SQLITE_OK ||
		sqlite3_bind_text(st, 2, content, -1, SQLITE_STATIC) != SQLITE_OK ||
		sqlite3_step(st) != SQLITE_DONE) {
		fprintf(stderr, "the agent: %s\n", sqlite3_errmsg(agent));
		exit(1);
	}
	sqlite3_finalize(st);
}

/* Enqueues until its input ends, and says how many. */
_Noreturn static void run_agent(const struct race *r, int stop, int count)
{
	sqlite3 *agent = agent_open(r);
	char byte, id[UUID_TEXT];
	int n = 0;

	while (read(stop, &byte, 1) < 0 && errno == EAGAIN) {
		uuid_new(id);
		agent_enqueue(agent, id, DRAFTS + n++);
	}
	sqlite3_close(agent);
	if (write(count, &n, sizeof(n)) != sizeof(n))
		exit(1);
	exit(0);
}

/* --- What a moderator does. --- */

static void acknowledge(int fd, const char *post_id, const char *ledger_id)
{
	char line[2 * UUID_TEXT + 1];
	int n = snprintf(line, sizeof(line), "%s %s\n", post_id, ledger_id);

	if (write(fd, line, (size_t)n) != n)
		exit(1);
}

static void decide(struct db *db, const struct race *r, int who, const char *id, struct arena *a)
{
	struct decision_request request = {.post_id = id,
		.decision = who % 2 ? DECIDE_APPROVE : DECIDE_REJECT,
		.viewing_ms = -1};
	struct decision_result result;
	struct err e = {0};

	if (posts_decide(db, &r->moderators[who], &request, a, &result, &e) != 0) {
		fprintf(stderr, "moderator %d: %s\n", who, e.text);
		exit(1);
	}
	if (result.outcome == DECIDED)
		acknowledge(r->acknowledged[who], id, result.ledger_id);
	else if (result.outcome != DECIDED_BEFORE)
		exit(1);
}

/* All begin at once and with the same draft; the checkpoint is what the console's worker does. */
_Noreturn static void run_moderator(const struct race *r, int who, int start)
{
	struct db *db = connect_to(r, DB_READ_WRITE);
	struct arena a = {0};
	struct err e = {0};
	char byte;

	if (read(start, &byte, 1) != 0)
		exit(1);
	for (int i = 0; i < DRAFTS; i++) {
		decide(db, r, who, r->ids[i], &a);
		arena_clear(&a);
		if (i % 100 == 99 && db_checkpoint(db, &e) != 0)
			exit(1);
	}
	arena_free(&a);
	db_close(&db);
	exit(0);
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

	*s = (struct session){.role = ROLE_MODERATOR};
	uuid_new(s->id);
	snprintf(s->name, sizeof(s->name), "moderator %d", number);
	str_addf(&sql,
		"INSERT INTO admins (id, username, hashed_password) VALUES ('%s', '%s', '*');"
		"INSERT INTO console_accounts (account_id, role) VALUES ('%s', 'moderator')",
		s->id, s->name, s->id);
	exec_or_fail(db, str_cstr(&sql));
	str_free(&sql);
}

static void make_database(struct race *r)
{
	struct db *db = connect_to(r, DB_CREATE);
	struct arena a = {0};
	struct migration_set set;
	struct err e = {0};

	if (migrations_load(NULL, db_engine(db), &a, &set, &e) != 0 ||
		migrate_go(db, &set, set.n, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	exec_or_fail(db,
		"INSERT INTO personas (id, reddit_username, config) VALUES"
		" ('" AGENT_PERSONA "', 'TestBot', '{}')");
	for (int i = 0; i < MODERATORS; i++)
		add_moderator(db, &r->moderators[i], i);
	arena_free(&a);
	db_close(&db);

	sqlite3 *agent = agent_open(r);
	sqlite3_exec(agent, "BEGIN", NULL, NULL, NULL);
	for (int i = 0; i < DRAFTS; i++) {
		uuid_new(r->ids[i]);
		agent_enqueue(agent, r->ids[i], i);
	}
	assert_int_equal(sqlite3_exec(agent, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(agent);
}

static int set_up(void **state)
{
	struct race *r = xcalloc(1, sizeof(*r));
	const char *tmp = getenv("TMPDIR");

	snprintf(r->folder, sizeof(r->folder), "%.40s/race-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(r->folder));
	snprintf(r->path, sizeof(r->path), "%s/race.db", r->folder);
	for (int i = 0; i < MODERATORS; i++) {
		r->acknowledged[i] =
			open(r->folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_APPEND, 0600);
		assert_true(r->acknowledged[i] >= 0);
	}
	make_database(r);
	*state = r;
	return 0;
}

static int tear_down(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct race *r = *state;
	char path[128];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", r->path, ends[i]);
		unlink(path);
	}
	rmdir(r->folder);
	for (int i = 0; i < MODERATORS; i++)
		close(r->acknowledged[i]);
	free(r);
	return 0;
}

static void wait_for(pid_t child, const char *who)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("the %s ended with status %d", who, status);
}

/* Runs it and gives how many drafts the agent added meanwhile. */
static int run(struct race *r)
{
	pid_t moderators[MODERATORS], agent;
	int start[2], stop[2], count[2], added = -1;

	assert_int_equal(pipe2(start, O_CLOEXEC), 0);
	assert_int_equal(pipe2(stop, O_CLOEXEC | O_NONBLOCK), 0);
	assert_int_equal(pipe2(count, O_CLOEXEC), 0);
	for (int i = 0; i < MODERATORS; i++) {
		moderators[i] = fork();
		if (moderators[i] == 0) {
			close(start[1]);
			close(stop[1]);
			run_moderator(r, i, start[0]);
		}
	}
	agent = fork();
	if (agent == 0) {
		close(start[1]);
		close(stop[1]);
		run_agent(r, stop[0], count[1]);
	}
	close(start[1]);
	for (int i = 0; i < MODERATORS; i++)
		wait_for(moderators[i], "moderator");
	close(stop[1]);
	wait_for(agent, "agent");
	assert_int_equal(read(count[0], &added, sizeof(added)), sizeof(added));
	close(start[0]);
	close(stop[0]);
	close(count[0]);
	close(count[1]);
	return added;
}

static int64_t number(struct db *db, const char *sql)
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

static void each_draft_is_decided_once_and_every_acknowledged_decision_is_in_the_ledger(
	void **state)
{
	struct race *r = *state;
	int added = run(r);
	struct db *db = connect_to(r, DB_READ_WRITE);
	int64_t acknowledged = 0;
	int winners = 0;

	for (int i = 0; i < MODERATORS; i++) {
		int64_t won = check_acknowledged(db, r, i);
		acknowledged += won;
		winners += won > 0;
	}
	assert_int_equal(acknowledged, DRAFTS);
	assert_true(winners > 1); /* or it was no race */
	assert_int_equal(number(db, "SELECT count(*) FROM console_decisions"), DRAFTS);
	assert_int_equal(
		number(db, "SELECT count(DISTINCT post_id) FROM console_decisions"), DRAFTS);
	assert_int_equal(number(db,
				 "SELECT count(*) FROM pending_posts p JOIN console_decisions d"
				 " ON d.post_id = p.id AND d.status_after = p.status AND"
				 " d.actor = p.reviewed_by"),
		DRAFTS);
	assert_true(added > 0);
	assert_int_equal(
		number(db, "SELECT count(*) FROM pending_posts WHERE status = 'pending'"), added);
	assert_int_equal(number(db,
				 "SELECT count(*) FROM pragma_integrity_check WHERE"
				 " integrity_check <> 'ok'"),
		0);
	db_close(&db);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_draft_is_decided_once_and_every_acknowledged_decision_is_in_the_ledger,
			set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

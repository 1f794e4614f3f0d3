/* A server that goes away during a decision: nobody is told more than is known. */
#include <stdio.h>
#include <string.h>

#include "fixture_beside.h"
#include "postgres/server.h"
#include "store/ledger.h"

static int decide(struct store *s, const struct session *who, const char *id,
	struct decision_result *out, struct err *e)
{
	struct decision_request r = {.post_id = id, .decision = DECIDE_APPROVE, .viewing_ms = -1};

	return posts_decide(s->db, who, &r, &s->arena, out, e);
}

static bool known(struct store *s, const char *ledger_id)
{
	struct err e = {0};
	bool found = false;

	assert_ok(posts_decision_known(s->db, ledger_id, &found, &e), e);
	assert_false(db_in_transaction(s->db));
	return found;
}

static void reconnect(struct store *s)
{
	struct err e = {0};

	assert_true(db_lost(s->db));
	assert_ok(db_reconnect(s->db, &e), e);
}

static void a_decision_is_known_by_its_ledger_row(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct decision_result out;
	struct err e = {0};
	char never[UUID_TEXT];

	uuid_new(never);
	assert_ok(decide(s, &mia, store_draft(s, &(struct store_draft){0}), &out, &e), e);
	assert_true(known(s, out.ledger_id));
	assert_false(known(s, never));
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 1);
}

static void a_server_that_is_gone_before_the_commit_decides_nothing(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct decision_result out;
	struct err e = {0};

	server_crash(store_server());
	assert_fails(decide(s, &mia, id, &out, &e), e, ERR_LOST);
	assert_says(e, "was not decided");
	assert_string_equal(out.ledger_id, "");
	server_restart(store_server());
	reconnect(s);
	assert_int_equal(store_post(s, id).status, POST_PENDING);
	err_clear(&e);
	assert_ok(decide(s, &mia, id, &out, &e), e);
	assert_int_equal(out.outcome, DECIDED);
}

/* --- The commit gets no answer. --- */

/* A commit stops here before it is one. */
static const char stop_before_commit[] =
	"CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$"
	" BEGIN PERFORM pg_sleep(600); RETURN NULL; END; $$;"
	"CREATE CONSTRAINT TRIGGER stop AFTER INSERT ON console_decisions"
	" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop()";
static const char go_on[] = "DROP FUNCTION stop() CASCADE";

#define STOPPED(event) \
	" FROM pg_stat_activity WHERE datname = current_database() AND wait_event = '" event "'"

static void break_before_commit(struct db *db, void *arg)
{
	(void)arg;
	beside_until(db, "SELECT count(*)" STOPPED("PgSleep"));
	beside_exec(db, "SELECT pg_terminate_backend(pid)" STOPPED("PgSleep"));
}

/* A commit is one, and waits for a standby that does not exist. */
static const char stop_after_commit[] = "ALTER SYSTEM SET synchronous_standby_names = 'nobody'";
static const char stop_nowhere[] = "ALTER SYSTEM RESET synchronous_standby_names";

static void set_standby(struct store *s, const char *sql, const char *value)
{
	struct err e = {0};
	const char *now = NULL;

	store_exec(s->db, sql);
	store_exec(s->db, "SELECT pg_reload_conf()");
	/* The server hears of it when it has time. */
	do {
		struct db *db = store_connect(s, DB_READ_WRITE);
		struct stmt *st = db_prepare(db, "SHOW synchronous_standby_names", &e);
		assert_int_equal(stmt_step(st, &e), 1);
		now = arena_span(&s->arena, col_text(st, 0)).p;
		stmt_done(&st);
		db_close(&db);
	} while (strcmp(now, value) != 0);
}

static void break_after_commit(struct db *db, void *arg)
{
	(void)arg;
	beside_until(db, "SELECT count(*)" STOPPED("SyncRep"));
	beside_exec(db, "SELECT pg_terminate_backend(pid)" STOPPED("SyncRep"));
}

static void a_commit_that_was_broken_off_is_known_not_to_stand(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct decision_result out;
	struct err e = {0};

	store_exec(s->db, stop_before_commit);
	struct beside other = beside_start(s, break_before_commit, NULL);
	assert_fails(decide(s, &mia, id, &out, &e), e, ERR_LOST);
	beside_join(&other);
	assert_says(e, "not known whether");
	assert_int_equal(strlen(out.ledger_id), UUID_TEXT - 1);
	reconnect(s);
	store_exec(s->db, go_on);
	assert_false(known(s, out.ledger_id));
	assert_int_equal(store_post(s, id).status, POST_PENDING);
}

static void a_commit_that_was_done_without_an_answer_is_known_to_stand(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct decision_result out;
	struct ledger_row *rows;
	struct err e = {0};
	size_t n;

	set_standby(s, stop_after_commit, "nobody");
	struct beside other = beside_start(s, break_after_commit, NULL);
	assert_fails(decide(s, &mia, id, &out, &e), e, ERR_LOST);
	beside_join(&other);
	assert_says(e, "not known whether");
	reconnect(s);
	set_standby(s, stop_nowhere, "");
	assert_true(known(s, out.ledger_id));
	assert_int_equal(out.outcome, DECIDED);
	assert_int_equal(out.status, POST_APPROVED);
	assert_int_equal(store_post(s, id).status, POST_APPROVED);
	err_clear(&e);
	assert_ok(ledger_of_post(s->db, id, &s->arena, &rows, &n, &e), e);
	assert_int_equal(n, 1);
	assert_span(rows[0].id, out.ledger_id);
}

static void an_undo_without_an_answer_is_looked_up_the_same_way(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct decision_result decided;
	struct undo_result out;
	struct err e = {0};

	assert_ok(decide(s, &mia, id, &decided, &e), e);
	store_exec(s->db, stop_before_commit);
	struct beside other = beside_start(s, break_before_commit, NULL);
	assert_fails(posts_undo(s->db, &mia, NULL, 0, &s->arena, &out, &e), e, ERR_LOST);
	beside_join(&other);
	assert_says(e, "not known whether");
	assert_string_equal(out.post_id, id);
	reconnect(s);
	store_exec(s->db, go_on);
	assert_false(known(s, out.ledger_id));
	assert_int_equal(store_post(s, id).status, POST_APPROVED);
}

/* The server has not noticed yet that nobody listens: the transaction goes on, and may still end
 * either way. */
struct lost {
	char ledger_id[UUID_TEXT];
	bool commits;
};

static void go_on_unheard(struct db *db, void *arg)
{
	const struct lost *l = arg;
	char sql[256];
	struct err e = {0};

	snprintf(sql, sizeof(sql),
		"INSERT INTO console_decisions (id, post_id, actor, action)"
		" VALUES ('%s', '%s', 'mia', 'approve')",
		l->ledger_id, l->ledger_id);
	beside_must(db_begin(db, &e), e);
	beside_exec(db, sql);
	beside_ready();
	beside_until_waited_for(db);
	if (l->commits)
		beside_must(db_commit(db, &e), e);
	db_rollback(db);
}

static void nothing_is_said_before_the_lost_transaction_has_ended(void **state)
{
	struct store *s = *state;

	for (int commits = 0; commits < 2; commits++) {
		struct lost l = {.commits = commits};
		uuid_new(l.ledger_id);
		struct beside other = beside_start(s, go_on_unheard, &l);
		beside_wait(&other);
		assert_int_equal(known(s, l.ledger_id), commits);
		beside_join(&other);
	}
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(a_decision_is_known_by_its_ledger_row),
		FRESH_POSTGRES(a_server_that_is_gone_before_the_commit_decides_nothing),
		FRESH_POSTGRES(a_commit_that_was_broken_off_is_known_not_to_stand),
		FRESH_POSTGRES(a_commit_that_was_done_without_an_answer_is_known_to_stand),
		FRESH_POSTGRES(an_undo_without_an_answer_is_looked_up_the_same_way),
		FRESH_POSTGRES(nothing_is_said_before_the_lost_transaction_has_ended),
	};

	return RUN_CASES(tests);
}

/* What the console's own tables and indices promise. */
#include "fixture.h"

static struct db *at_head(void **state)
{
	struct db *db = scratch_open(*state, "a.db", DB_CREATE);

	go(*state, db, "head");
	return db;
}

static void refused(struct db *db, const char *sql, const char *why)
{
	struct err e = {0};

	assert_int_equal(db_exec(db, sql, &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	if (!strstr(e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", e.text, why);
}

#define DECISION(id, action, undoes) \
	"INSERT INTO console_decisions (id, post_id, actor, action, undoes) VALUES ('" id \
	"', 'post', 'rosa', '" action "', " undoes ")"

static void the_ledger_only_grows(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db, DECISION("d1", "approve", "NULL"));
	refused(db, "UPDATE console_decisions SET action = 'reject'", "append-only");
	refused(db, "DELETE FROM console_decisions", "append-only");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT seq, id, action FROM console_decisions"),
		"1|d1|approve|\n");
	db_close(&db);
}

static void the_event_log_only_grows(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db, "INSERT INTO console_events (id, kind) VALUES ('e1', 'login')");
	refused(db, "UPDATE console_events SET kind = 'x'", "append-only");
	refused(db, "DELETE FROM console_events", "append-only");
	db_close(&db);
}

static void a_decision_is_undone_at_most_once(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db, DECISION("d1", "approve", "NULL"));
	scratch_exec(db, DECISION("d2", "reject", "NULL"));
	scratch_exec(db, DECISION("d3", "undo", "'d1'"));
	refused(db, DECISION("d4", "undo", "'d1'"), "undoes");
	scratch_exec(db, DECISION("d5", "undo", "'d2'"));
	refused(db, DECISION("d1", "approve", "NULL"), "console_decisions.id");
	refused(db, DECISION("d6", "publish", "NULL"), "console_decisions_action");
	db_close(&db);
}

static void the_ledger_outlives_draft_and_account(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config) VALUES ('p', 'rosa', '{}');"
		"INSERT INTO pending_posts (id, persona_id, content) VALUES ('post', 'p', 'text');"
		"INSERT INTO admins (id, username, hashed_password) VALUES ('a', 'rosa', 'x');"
		"INSERT INTO console_accounts (account_id, role) VALUES ('a', 'moderator');"
		"INSERT INTO console_claims (post_id, account_id, actor, expires_at)"
		" VALUES ('post', 'a', 'rosa', '2026-01-01 00:00:00')");
	scratch_exec(db, DECISION("d1", "approve", "NULL"));
	scratch_exec(db, "DELETE FROM personas; DELETE FROM admins");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT count(*) FROM console_decisions"), "1|\n");
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM console_claims"), "0|\n");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT count(*) FROM console_accounts"), "0|\n");
	db_close(&db);
}

static void a_role_is_one_of_three(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db,
		"INSERT INTO admins (id, username, hashed_password)"
		" VALUES ('a', 'rosa', 'x')");
	refused(db, "INSERT INTO console_accounts (account_id, role) VALUES ('a', 'owner')",
		"console_accounts_role");
	refused(db, "INSERT INTO console_accounts (account_id, role) VALUES ('b', 'admin')",
		"FOREIGN KEY");
	scratch_exec(db, "INSERT INTO console_accounts (account_id, role) VALUES ('a', 'admin')");
	db_close(&db);
}

static void uses_index(void **state, struct db *db, const char *sql, const char *index)
{
	struct scratch *s = *state;
	const char *plan = scratch_ask(s, db, arena_printf(&s->a, "EXPLAIN QUERY PLAN %s", sql));

	if (!strstr(plan, index) || strstr(plan, "USE TEMP B-TREE"))
		fail_msg("%s", plan);
}

static void a_page_of_the_queue_is_read_from_its_index(void **state)
{
	struct db *db = at_head(state);

	uses_index(state, db,
		"SELECT id FROM pending_posts WHERE status = 'pending'"
		" AND (replace(created_at, 'T', ' '), rowid) > ('2026-01-01 00:00:00', 7)"
		" ORDER BY replace(created_at, 'T', ' '), rowid LIMIT 50",
		"console_pending_posts_queue");
	uses_index(state, db,
		"SELECT id FROM pending_posts"
		" ORDER BY replace(created_at, 'T', ' '), rowid LIMIT 50",
		"console_pending_posts_time");
	uses_index(state, db, "SELECT id FROM belief_nodes ORDER BY lower(title), id LIMIT 50",
		"console_belief_nodes_title");
	db_close(&db);
}

/* `2026-11-22 10:00:00` and `2026-11-22T09:00:00.5`: as text the second would come last. */
static void both_forms_of_a_time_are_ordered_by_time(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config) VALUES ('p', 'rosa', '{}');"
		"INSERT INTO pending_posts (id, persona_id, content, status, created_at) VALUES"
		" ('b', 'p', '', 'pending', '2026-11-22 10:00:00'),"
		" ('a', 'p', '', 'pending', '2026-11-22T09:00:00.500000'),"
		" ('c', 'p', '', 'pending', '2026-11-22 10:00:00')");
	assert_string_equal(scratch_ask(*state, db,
				    "SELECT id FROM pending_posts WHERE status = 'pending'"
				    " ORDER BY replace(created_at, 'T', ' '), rowid"),
		"a|\nb|\nc|\n");
	db_close(&db);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		TEST(the_ledger_only_grows),
		TEST(the_event_log_only_grows),
		TEST(a_decision_is_undone_at_most_once),
		TEST(the_ledger_outlives_draft_and_account),
		TEST(a_role_is_one_of_three),
		TEST(a_page_of_the_queue_is_read_from_its_index),
		TEST(both_forms_of_a_time_are_ordered_by_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

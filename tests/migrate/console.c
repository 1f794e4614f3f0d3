/* What the console's own tables and indices promise. */
#include "fixture.h"

static struct db *at_head(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	return db;
}

/* `why` in any case: the engines word it differently. */
static void refused(struct db *db, const char *sql, const char *why)
{
	struct err e = {0};

	assert_int_equal(db_exec(db, sql, &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	if (!strcasestr(e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", e.text, why);
}

#define DECISION(id, action, undoes) \
	"INSERT INTO console_decisions (id, post_id, actor, action, undoes) VALUES ('" UUID( \
		id) "', '" UUID("ff") "', 'rosa', '" action "', " undoes ")"

static void the_ledger_only_grows(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db, DECISION("d1", "approve", "NULL"));
	refused(db, "UPDATE console_decisions SET action = 'reject'", "append-only");
	refused(db, "DELETE FROM console_decisions", "append-only");
	if (db_engine(db) == DB_POSTGRES)
		refused(db, "TRUNCATE console_decisions", "append-only");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT seq, id, action FROM console_decisions"),
		"1|" UUID("d1") "|approve|\n");
	db_close(&db);
}

static void the_event_log_only_grows(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(
		db, "INSERT INTO console_events (id, kind) VALUES ('" UUID("e1") "', 'login')");
	refused(db, "UPDATE console_events SET kind = 'x'", "append-only");
	refused(db, "DELETE FROM console_events", "append-only");
	if (db_engine(db) == DB_POSTGRES)
		refused(db, "TRUNCATE console_events", "append-only");
	db_close(&db);
}

static void a_decision_is_undone_at_most_once(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db, DECISION("d1", "approve", "NULL"));
	scratch_exec(db, DECISION("d2", "reject", "NULL"));
	scratch_exec(db, DECISION("d3", "undo", "'" UUID("d1") "'"));
	refused(db, DECISION("d4", "undo", "'" UUID("d1") "'"), "undoes");
	scratch_exec(db, DECISION("d5", "undo", "'" UUID("d2") "'"));
	refused(db, DECISION("d1", "approve", "NULL"), "console_decisions");
	refused(db, DECISION("d6", "publish", "NULL"), "console_decisions_action");
	db_close(&db);
}

static void the_ledger_outlives_draft_and_account(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config) VALUES ('" PERSONA
		"', 'rosa', '{}');"
		"INSERT INTO pending_posts (id, persona_id, content) VALUES ('" UUID(
			"ff") "', '" PERSONA "', 'text');"
			      "INSERT INTO admins (id, username, hashed_password) VALUES ('" UUID(
				      "aa") "', 'rosa', 'x');"
					    "INSERT INTO console_accounts (account_id, role) "
					    "VALUES ('" UUID(
						    "aa") "', 'moderator');"
							  "INSERT INTO console_claims (post_id, "
							  "account_id, actor, expires_at)"
							  " VALUES ('" UUID("ff") "', '" UUID(
								  "aa") "', 'rosa', '2026-01-01 "
									"00:00:00')");
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
		" VALUES ('" UUID("aa") "', 'rosa', 'x')");
	refused(db,
		"INSERT INTO console_accounts (account_id, role) VALUES ('" UUID(
			"aa") "', 'owner')",
		"console_accounts_role");
	refused(db,
		"INSERT INTO console_accounts (account_id, role) VALUES ('" UUID(
			"bb") "', 'admin')",
		"foreign key");
	scratch_exec(db,
		"INSERT INTO console_accounts (account_id, role) VALUES ('" UUID(
			"aa") "', 'admin')");
	db_close(&db);
}

static void uses_index(void **state, struct db *db, const char *sql, const char *index)
{
	struct place *p = *state;
	const char *explain = p->engine == DB_SQLITE ? "EXPLAIN QUERY PLAN" : "EXPLAIN";
	const char *plan = scratch_ask(&p->s, db, arena_printf(&p->s.a, "%s %s", explain, sql));

	if (!strstr(plan, index) || strstr(plan, "USE TEMP B-TREE") || strstr(plan, "Sort"))
		fail_msg("%s", plan);
}

static void a_page_of_the_queue_is_read_from_its_index(void **state)
{
	static const char *const by_status[] = {
		"SELECT id FROM pending_posts WHERE status = 'pending'"
		" AND (replace(created_at, 'T', ' '), rowid) > ('2026-01-01 00:00:00', 7)"
		" ORDER BY replace(created_at, 'T', ' '), rowid LIMIT 50",
		"SELECT id FROM pending_posts WHERE status = 'pending'"
		" AND (created_at, id) > ('2026-01-01 00:00:00', '" PERSONA "')"
		" ORDER BY created_at, id LIMIT 50"};
	static const char *const by_time[] = {
		"SELECT id FROM pending_posts"
		" ORDER BY replace(created_at, 'T', ' '), rowid LIMIT 50",
		"SELECT id FROM pending_posts ORDER BY created_at, id LIMIT 50"};
	static const char *const by_title[] = {
		"SELECT id FROM belief_nodes ORDER BY lower(title), id LIMIT 50",
		"SELECT id FROM belief_nodes ORDER BY lower(title COLLATE \"C\"), id LIMIT 50"};
	struct place *p = *state;
	struct db *db = at_head(state);

	if (p->engine == DB_POSTGRES) /* a table without rows is read whole */
		scratch_exec(db, "SET enable_seqscan = off; SET enable_bitmapscan = off");
	uses_index(state, db, by_status[p->engine], "console_pending_posts_queue");
	uses_index(state, db, by_time[p->engine], "console_pending_posts_time");
	uses_index(state, db, by_title[p->engine], "console_belief_nodes_title");
	db_close(&db);
}

/* `2026-11-22 10:00:00` and `2026-11-22T09:00:00.5`: as text the second would come last. */
static void both_forms_of_a_time_are_ordered_by_time(void **state)
{
	struct db *db = at_head(state);

	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config) VALUES ('" PERSONA
		"', 'rosa', '{}');"
		"INSERT INTO pending_posts (id, persona_id, content, status, created_at) VALUES"
		" ('b', '" PERSONA "', '', 'pending', '2026-11-22 10:00:00'),"
		" ('a', '" PERSONA "', '', 'pending', '2026-11-22T09:00:00.500000'),"
		" ('c', '" PERSONA "', '', 'pending', '2026-11-22 10:00:00')");
	assert_string_equal(scratch_ask(*state, db,
				    "SELECT id FROM pending_posts WHERE status = 'pending'"
				    " ORDER BY replace(created_at, 'T', ' '), rowid"),
		"a|\nb|\nc|\n");
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(the_ledger_only_grows),
		BOTH(the_event_log_only_grows),
		BOTH(a_decision_is_undone_at_most_once),
		BOTH(the_ledger_outlives_draft_and_account),
		BOTH(a_role_is_one_of_three),
		BOTH(a_page_of_the_queue_is_read_from_its_index),
		SQLITE(both_forms_of_a_time_are_ordered_by_time),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

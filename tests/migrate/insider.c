/* What somebody in the console's roles tries with psql: the server takes the decisions that the
 * console makes, and no others. */
#include "base/str.h"
#include "fixture_grants.h"
#include "store/bulk.h"
#include "store/claims.h"

/* SQL as psql would send it; all values are SQL, too. */
#define LEDGER(id, draft, who, action, before, after, said, says, undoes) \
	"INSERT INTO console_decisions (id, post_id, actor_id, actor, action, status_before," \
	" status_after, content_before, content_after, undoes) SELECT '" UUID( \
		id) "', '" draft "', a.id, '" who "', '" action "', " before ", " after ", " said \
		    ", " says ", " undoes " FROM admins a WHERE a.username = '" who "';"
#define SET(draft, what) "UPDATE pending_posts SET " what " WHERE id = '" draft "';"
#define REVIEWED(who) ", reviewed_by = '" who "', reviewed_at = now(), updated_at = now()"
#define UNREVIEWED ", reviewed_by = NULL, reviewed_at = NULL, updated_at = now()"
#define TRIED(sql) "BEGIN;" sql "COMMIT"

#define APPROVES(id, draft, who, said) \
	LEDGER(id, draft, who, "approve", "'pending'", "'approved'", said, "NULL", "NULL")
#define UNDOES(id, draft, who, said, row) \
	LEDGER(id, draft, who, "undo", "'approved'", "'pending'", said, "NULL", "'" UUID(row) "'")
#define ROSA_APPROVES(id, n) \
	TRIED(APPROVES(id, DRAFT(n), "rosa", "'draft " n "'") \
			SET(DRAFT(n), "status = 'approved'" REVIEWED("rosa")))
#define FIRST(id, draft, who, said) \
	LEDGER(id, draft, who, "approve", "'pending'", "'pending'", said, "NULL", "NULL")

static void done(void **state, const char *role, const char *sql)
{
	struct db *db = as(state, role);

	scratch_exec(db, sql);
	db_close(&db);
}

static void all_refused(void **state, const char *role, const char *const *sql, size_t n)
{
	for (size_t i = 0; i < n; i++)
		refused(state, role, sql[i]);
}

/* clang-format off */
#define REFUSED(state, role, list) all_refused(state, role, list, sizeof(list) / sizeof((list)[0]))

static void a_decision_is_one_that_the_console_makes(void **state)
{
	static const char *const tries[] = {
		/* It changes what was seen, or writes what nobody wrote. */
		TRIED(APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'")
			SET(DRAFT("2"), "status = 'approved', content = 'x'" REVIEWED("rosa"))),
		TRIED(APPROVES("e1", DRAFT("2"), "rosa", "'x'")
			SET(DRAFT("2"), "status = 'approved'" REVIEWED("rosa"))),
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "approve", "'pending'", "'approved'", "'x'",
			"'draft 2'", "NULL") SET(DRAFT("2"), "status = 'approved'" REVIEWED("rosa"))),
		/* … by way of what it said for a moment. */
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "approve", "'pending'", "'approved'", "'x'",
			"'draft 2'", "NULL") SET(DRAFT("2"), "content = 'x'") SET(DRAFT("2"),
			"content = 'draft 2', status = 'approved'" REVIEWED("rosa"))),
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "approve", "'pending'", "'approved'", "'x'",
			"'draft 2'", "NULL") SET(DRAFT("2"), "content = 'x'") "SAVEPOINT s;"
			SET(DRAFT("2"), "content = 'draft 2', status = 'approved'"
			REVIEWED("rosa"))),
		/* What was looked at once is not changed afterwards. */
		TRIED(APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'")
			SET(DRAFT("2"), "status = 'approved'" REVIEWED("rosa"))
			"SET CONSTRAINTS ALL IMMEDIATE;" SET(DRAFT("2"), "content = 'x'")),
		/* An action and a status that do not go together, and ones that do not exist. */
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "reject", "'pending'", "'approved'",
			"'draft 2'", "NULL", "NULL")
			SET(DRAFT("2"), "status = 'approved'" REVIEWED("rosa"))),
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "reject", "'pending'", "'posted'",
			"'draft 2'", "NULL", "NULL")
			SET(DRAFT("2"), "status = 'posted'" REVIEWED("rosa"))),
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "reject", "'pending'", "'rejected'",
			"'draft 2'", "'x'", "NULL")
			SET(DRAFT("2"), "status = 'rejected', content = 'x'" REVIEWED("rosa"))),
		/* What one decided is decided anew only after it was taken back. */
		TRIED(LEDGER("e1", DRAFT("1"), "rosa", "approve", "'approved'", "'approved'",
			"'draft 1'", "'x'", "NULL")
			SET(DRAFT("1"), "content = 'x'" REVIEWED("rosa"))),
		TRIED(UNDOES("e1", DRAFT("1"), "rosa", "'draft 1'", "d1")
			LEDGER("e2", DRAFT("1"), "rosa", "approve", "'pending'", "'approved'",
			"'draft 1'", "'x'", "NULL")
			SET(DRAFT("1"), "content = 'x'" REVIEWED("rosa"))),
		/* Moments that are not now. */
		TRIED(APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'")
			SET(DRAFT("2"), "status = 'approved', reviewed_by = 'rosa',"
			" reviewed_at = '1999-01-01', updated_at = '1999-01-01'")),
		TRIED(APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'")
			SET(DRAFT("2"), "status = 'approved', reviewed_by = 'rosa',"
			" reviewed_at = '1999-01-01', updated_at = now()")),
		"INSERT INTO console_decisions (id, post_id, actor_id, actor, action, status_before,"
		" status_after, content_before, decided_at) VALUES ('" UUID("e1") "', '" DRAFT("2")
		"', '" ROSA "', 'rosa', 'approve', 'pending', 'approved', 'draft 2', '1999-01-01')",
		"UPDATE pending_posts SET updated_at = '1999-01-01'",
		"UPDATE pending_posts SET updated_at = now()",
		"UPDATE pending_posts SET reviewed_at = now()",
	};
	struct db *owner = guarded(state);

	done(state, "rosa", ROSA_APPROVES("d1", "1"));
	REFUSED(state, "rosa", tries);
	done(state, "rosa", ROSA_APPROVES("d2", "2"));
	done(state, "rosa", TRIED(
		LEDGER("d3", DRAFT("3"), "rosa", "approve", "'pending'", "'approved'", "'draft 3'",
		"'x'", "NULL") SET(DRAFT("3"), "content = 'x', updated_at = now()")
		SET(DRAFT("3"), "status = 'approved'" REVIEWED("rosa"))));
	assert_string_equal(ask(state, owner, "SELECT content, status, reviewed_by FROM"
		" pending_posts ORDER BY id"), "draft 1|approved|rosa|\ndraft 2|approved|rosa|\n"
		"x|approved|rosa|\ndraft 4|pending|NULL|\ndraft 5|pending|NULL|\n");
	db_close(&owner);
}

static void a_row_in_the_ledger_needs_its_decision(void **state)
{
	static const char *const tries[] = {
		APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'"),
		FIRST("e1", DRAFT("2"), "rosa", "'draft 2'"),
		LEDGER("e1", DRAFT("2"), "rosa", "reject", "'pending'", "'pending'", "'draft 2'",
			"NULL", "NULL"),
		APPROVES("e1", UUID("77"), "rosa", "'gone'"),
		/* Two for one change, and one behind a savepoint. */
		TRIED(APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'")
			APPROVES("e2", DRAFT("2"), "rosa", "'draft 2'")
			SET(DRAFT("2"), "status = 'approved'" REVIEWED("rosa"))),
		TRIED(APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'")
			SET(DRAFT("2"), "status = 'approved'" REVIEWED("rosa"))
			"SAVEPOINT s;" APPROVES("e2", DRAFT("2"), "rosa", "'draft 2'")),
		TRIED("SAVEPOINT s;" APPROVES("e1", DRAFT("2"), "rosa", "'draft 2'")
			SET(DRAFT("2"), "status = 'approved'" REVIEWED("rosa"))),
	};
	struct db *owner = guarded(state);

	REFUSED(state, "rosa", tries);
	assert_string_equal(ask(state, owner, "SELECT count(*) FROM console_decisions"), "0|\n");
	db_close(&owner);
}

static void only_what_one_decided_oneself_is_taken_back(void **state)
{
	static const char *const tries[] = {
		/* Somebody else's, whether or not the draft is touched. */
		UNDOES("e1", DRAFT("1"), "rosa", "'draft 1'", "d1"),
		LEDGER("e1", DRAFT("1"), "rosa", "undo", "'approved'", "'approved'", "'draft 1'",
			"NULL", "'" UUID("d1") "'"),
		TRIED(UNDOES("e1", DRAFT("1"), "rosa", "'draft 1'", "d1")
			SET(DRAFT("1"), "status = 'pending'" UNREVIEWED)),
		/* … behind another action, or on another draft. */
		TRIED(LEDGER("e1", DRAFT("3"), "rosa", "approve", "'pending'", "'approved'",
			"'draft 3'", "NULL", "'" UUID("d1") "'")
			SET(DRAFT("3"), "status = 'approved'" REVIEWED("rosa"))),
		TRIED(UNDOES("e1", DRAFT("2"), "rosa", "'draft 2'", "d1")
			SET(DRAFT("2"), "status = 'pending'" UNREVIEWED)),
		/* Nothing, and twice. */
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "undo", "'approved'", "'pending'",
			"'draft 2'", "NULL", "NULL")
			SET(DRAFT("2"), "status = 'pending'" UNREVIEWED)),
		/* A text that was never there. */
		TRIED(LEDGER("e1", DRAFT("2"), "rosa", "undo", "'approved'", "'pending'",
			"'draft 2'", "'x'", "'" UUID("d2") "'")
			SET(DRAFT("2"), "status = 'pending', content = 'x'" UNREVIEWED)),
		TRIED(LEDGER("e1", DRAFT("3"), "rosa", "undo", "'pending'", "'pending'",
			"'draft 3'", "'x'", "NULL") SET(DRAFT("3"), "content = 'x'" UNREVIEWED)),
	};
	struct db *owner = guarded(state);

	done(state, "mia", TRIED(APPROVES("d1", DRAFT("1"), "mia", "'draft 1'")
		SET(DRAFT("1"), "status = 'approved'" REVIEWED("mia"))));
	done(state, "rosa", ROSA_APPROVES("d2", "2"));
	REFUSED(state, "rosa", tries);
	/* What was published is not taken back. */
	scratch_exec(owner, SET(DRAFT("2"), "draft_metadata = '{\"reddit_id\": \"t3_x\"}'"));
	refused(state, "rosa", TRIED(UNDOES("e1", DRAFT("2"), "rosa", "'draft 2'", "d2")
		SET(DRAFT("2"), "status = 'pending'" UNREVIEWED)));
	scratch_exec(owner, SET(DRAFT("2"), "draft_metadata = NULL"));
	done(state, "rosa", TRIED(UNDOES("e1", DRAFT("2"), "rosa", "'draft 2'", "d2")
		SET(DRAFT("2"), "status = 'pending'" UNREVIEWED)));
	done(state, "mia", TRIED(UNDOES("e2", DRAFT("1"), "mia", "'draft 1'", "d1")
		SET(DRAFT("1"), "status = 'pending'" UNREVIEWED)));
	db_close(&owner);
}
/* clang-format on */

/* --- Two approvers. --- */

static void ask_for_two(void **state, struct db *owner, const char *filter)
{
	struct place *p = *state;

	scratch_exec(owner,
		arena_printf(&p->s.a,
			"INSERT INTO agent_config (id, persona_id, config_key, config_value) VALUES"
			" ('" UUID("d1") "', '" PERSONA
					 "', 'console', jsonb_build_object('four_eyes', '%s'))"
					 " ON CONFLICT (persona_id, config_key)"
					 " DO UPDATE SET config_value = excluded.config_value",
			filter));
}

static void nobody_approves_alone_what_needs_two(void **state)
{
	struct db *owner = guarded(state);

	scratch_exec(owner, SET(DRAFT("1"), "target_subreddit = 'Science'"));
	ask_for_two(state, owner, "sub:science");
	run_grants(state, owner);
	refused(state, "rosa", ROSA_APPROVES("e1", "1"));
	/* Neither after one's own first approval, nor by editing what asks for two. */
	done(state, "rosa", FIRST("e1", DRAFT("1"), "rosa", "'draft 1'"));
	refused(state, "rosa", ROSA_APPROVES("e2", "1"));
	refused(state, "rosa",
		TRIED(LEDGER("e2", DRAFT("1"), "rosa", "approve", "'pending'", "'approved'",
			"'draft 1'", "'x'", "NULL") SET(DRAFT("1"),
			"status = 'approved', content = 'x'" REVIEWED("rosa"))));
	/* What needs one has no first approval. */
	refused(state, "rosa", FIRST("e3", DRAFT("2"), "rosa", "'draft 2'"));
	done(state, "rosa", ROSA_APPROVES("e3", "2"));
	/* The second is somebody else's. */
	done(state, "mia",
		TRIED(APPROVES("e4", DRAFT("1"), "mia", "'draft 1'")
				SET(DRAFT("1"), "status = 'approved'" REVIEWED("mia"))));
	db_close(&owner);
}

static void words_that_ask_for_two_count_before_and_after_an_edit(void **state)
{
	struct db *owner = guarded(state);

	ask_for_two(state, owner, "\"4\" | has:note | $$ | \303\244''\\ | age>900d");
	run_grants(state, owner);
	refused(state, "rosa", ROSA_APPROVES("e1", "4"));
	refused(state, "rosa",
		TRIED(LEDGER("e1", DRAFT("4"), "rosa", "approve", "'pending'", "'approved'",
			"'draft 4'", "'x'", "NULL") SET(DRAFT("4"),
			"status = 'approved', content = 'x'" REVIEWED("rosa"))));
	refused(state, "rosa",
		TRIED(LEDGER("e1", DRAFT("3"), "rosa", "approve", "'pending'", "'approved'",
			"'draft 3'", "'\303\204''\\'", "NULL") SET(DRAFT("3"),
			"status = 'approved', content = '\303\204''\\'" REVIEWED("rosa"))));
	done(state, "rosa", ROSA_APPROVES("e1", "2"));
	/* Nor in two steps. */
	done(state, "rosa",
		TRIED(LEDGER("e2", DRAFT("4"), "rosa", "approve", "'pending'", "'pending'",
			"'draft 4'", "'x'", "NULL")
				SET(DRAFT("4"), "content = 'x', updated_at = now()")));
	refused(state, "rosa",
		TRIED(APPROVES("e3", DRAFT("4"), "rosa", "'x'")
				SET(DRAFT("4"), "status = 'approved'" REVIEWED("rosa"))));
	done(state, "mia",
		TRIED(APPROVES("e3", DRAFT("4"), "mia", "'x'")
				SET(DRAFT("4"), "status = 'approved'" REVIEWED("mia"))));
	db_close(&owner);
}

static void a_filter_that_the_server_does_not_know_lets_nothing_through(void **state)
{
	struct db *owner = guarded(state);

	ask_for_two(state, owner, "sub:science");
	refused(state, "rosa", ROSA_APPROVES("e1", "1"));
	run_grants(state, owner);
	done(state, "rosa", ROSA_APPROVES("e1", "1"));
	ask_for_two(state, owner, "");
	done(state, "rosa", ROSA_APPROVES("e2", "2"));
	scratch_exec(owner, "UPDATE agent_config SET config_value = '{\"four_eyes\": 2}'");
	refused(state, "rosa", ROSA_APPROVES("e3", "3"));
	scratch_exec(owner, "UPDATE agent_config SET config_value = '{\"other\": 2}'");
	done(state, "rosa", ROSA_APPROVES("e3", "3"));
	db_close(&owner);
}

static void two_approve_in_the_console_as_ever(void **state)
{
	struct place *p = *state;
	struct db *owner = guarded(state), *mia = as(state, "mia"), *rosa = as(state, "rosa");
	struct session first = log_in(mia, "mia"), second = log_in(rosa, "rosa");
	struct decision_request edit = {
		.post_id = DRAFT("2"), .viewing_ms = -1, .content = SPAN_LIT("draft two")};
	struct decision_request noted = {
		.post_id = DRAFT("5"), .viewing_ms = -1, .note = SPAN_LIT("a note")};
	struct decision_result out;
	struct undo_result undone;
	struct err e = {0};

	ask_for_two(state, owner, "two | \"1\" | \"2\" | has:note");
	run_grants(state, owner);
	assert_int_equal(decide(state, mia, &first, DRAFT("1"), &out), DECISION_FIRST);
	assert_int_equal(decide(state, mia, &first, DRAFT("1"), &out), DECISION_SAME);
	if (posts_undo(mia, &first, NULL, 0, &p->s.a, &undone, &e) != 0)
		fail_msg("%s", e.text);
	assert_null(undone.refused);
	assert_int_equal(decide(state, mia, &first, DRAFT("1"), &out), DECISION_FIRST);
	assert_int_equal(decide(state, rosa, &second, DRAFT("1"), &out), DECIDED);
	if (posts_decide(mia, &first, &edit, &p->s.a, &out, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(out.outcome, DECISION_FIRST);
	assert_int_equal(decide(state, rosa, &second, DRAFT("2"), &out), DECIDED);
	assert_int_equal(decide(state, rosa, &second, DRAFT("3"), &out), DECIDED);
	if (posts_decide(rosa, &second, &noted, &p->s.a, &out, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(out.outcome, DECIDED);
	assert_string_equal(ask(state, owner,
				    "SELECT content, status, reviewed_by FROM pending_posts"
				    " WHERE status = 'approved' ORDER BY id"),
		"draft 1|approved|rosa|\ndraft two|approved|rosa|\ndraft 3|approved|rosa|\n"
		"draft 5|approved|rosa|\n");
	db_close(&rosa);
	db_close(&mia);
	db_close(&owner);
}

/* --- Claims. --- */

#define CLAIM(draft, who, from, until) \
	"INSERT INTO console_claims (post_id, account_id, actor, claimed_at, expires_at) SELECT " \
	"'" draft "', id, '" who "', " from ", " until " FROM admins WHERE username = 'rosa'"

/* clang-format off */
static void claims_are_ones_own_and_run_out(void **state)
{
	static const char *const tries[] = {
		CLAIM(DRAFT("2"), "rosa", "now()", "'2099-01-01'"),
		CLAIM(DRAFT("2"), "rosa", "'2099-01-01'", "'2099-01-01'"),
		CLAIM(DRAFT("2"), "mia", "now()", "now() + interval '5 minutes'"),
		"INSERT INTO console_claims (post_id, account_id, actor, expires_at) VALUES ('"
			DRAFT("2") "', '" MIA "', 'mia', now())",
		CLAIM(DRAFT("1"), "rosa", "now()", "now() + interval '5 minutes'")
			" ON CONFLICT (post_id) DO UPDATE SET account_id = excluded.account_id,"
			" actor = excluded.actor",
		"UPDATE console_claims SET expires_at = '2099-01-01' WHERE actor = 'rosa'",
	};
	static const char claims[] = "SELECT post_id, actor FROM console_claims ORDER BY post_id";
	struct db *owner = guarded(state), *mia = as(state, "mia"), *rosa = as(state, "rosa");
	struct session first = log_in(mia, "mia"), second = log_in(rosa, "rosa");
	struct decision_result out;
	struct err e = {0};

	if (claims_take(mia, &first, DRAFT("1"), &e) != 0 ||
		claims_take(rosa, &second, DRAFT("1"), &e) != 0 ||
		claims_take(rosa, &second, DRAFT("3"), &e) != 0 ||
		claims_take(rosa, &second, DRAFT("3"), &e) != 0)
		fail_msg("%s", e.text);
	REFUSED(state, "rosa", tries);
	/* Nothing of others is deleted, or run out. */
	scratch_exec(rosa, "UPDATE console_claims SET expires_at = now();"
		"DELETE FROM console_claims");
	assert_string_equal(ask(state, owner, claims), DRAFT("1") "|mia|\n");
	/* What ran out is anybody's, and whoever decides on a draft ends the claim of it. */
	scratch_exec(owner, "UPDATE console_claims SET claimed_at = now() - interval '9 minutes',"
		" expires_at = now() - interval '4 minutes'");
	if (claims_take(rosa, &second, DRAFT("1"), &e) != 0 ||
		claims_take(mia, &first, DRAFT("2"), &e) != 0)
		fail_msg("%s", e.text);
	assert_string_equal(ask(state, owner, claims), DRAFT("1") "|rosa|\n" DRAFT("2") "|mia|\n");
	assert_int_equal(decide(state, rosa, &second, DRAFT("2"), &out), DECIDED);
	assert_string_equal(ask(state, owner, claims), DRAFT("1") "|rosa|\n");
	db_close(&rosa);
	db_close(&mia);
	db_close(&owner);
}
/* clang-format on */

/* --- Many at once. --- */

static void many_are_decided_and_taken_back_in_the_console_as_ever(void **state)
{
	struct place *p = *state;
	struct db *owner = guarded(state), *db = as(state, "rosa");
	struct session rosa = log_in(db, "rosa");
	struct bulk_request r = {.decision = DECIDE_REJECT, .batch = UUID("bb")};
	struct bulk_item items[5] = {0};
	struct undo_result undone[5];
	struct err e = {0};
	size_t n = 0;

	scratch_exec(owner,
		"INSERT INTO console_claims (post_id, account_id, actor, expires_at)"
		" SELECT id, '" MIA "', 'mia', '2099-01-01' FROM pending_posts");
	for (int i = 0; i < 5; i++)
		memcpy(items[i].post_id, arena_printf(&p->s.a, "%s%d", UUID("0") "", i + 1),
			UUID_TEXT);
	if (bulk_decide(db, &rosa, &r, items, 5, &p->s.a, &e) != 0)
		fail_msg("%s", e.text);
	assert_string_equal(ask(state, owner,
				    "SELECT count(*) FROM pending_posts WHERE status = 'rejected'"
				    " AND reviewed_by = 'rosa'"),
		"5|\n");
	assert_string_equal(ask(state, owner, "SELECT count(*) FROM console_claims"), "0|\n");
	if (bulk_undo(db, &rosa, r.batch, 0, 5, &p->s.a, undone, &n, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(n, 5);
	assert_string_equal(ask(state, owner,
				    "SELECT count(*) FROM pending_posts WHERE status = 'pending'"
				    " AND reviewed_by IS NULL"),
		"5|\n");
	db_close(&db);
	db_close(&owner);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		POSTGRES(a_decision_is_one_that_the_console_makes),
		POSTGRES(a_row_in_the_ledger_needs_its_decision),
		POSTGRES(only_what_one_decided_oneself_is_taken_back),
		POSTGRES(nobody_approves_alone_what_needs_two),
		POSTGRES(words_that_ask_for_two_count_before_and_after_an_edit),
		POSTGRES(a_filter_that_the_server_does_not_know_lets_nothing_through),
		POSTGRES(two_approve_in_the_console_as_ever),
		POSTGRES(claims_are_ones_own_and_run_out),
		POSTGRES(many_are_decided_and_taken_back_in_the_console_as_ever),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

/* The roles of `tenet db grants` on a real server: what the console does works, what psql could do
 * beyond it does not. */
#include "fixture_grants.h"
#include "store/accounts.h"
#include "store/beliefs.h"
#include "store/claims.h"
#include "store/memory.h"
#include "store/personas.h"
#include "store/reasons.h"
#include "store/recovery.h"
#include "store/sessions.h"
#include "store/steer.h"
#include "store/views.h"

/* --- What the console does. --- */

static void reads_what_the_panes_show(void **state, struct db *db)
{
	struct place *p = *state;
	struct post_query drafts = {.from = PAGE_FIRST, .limit = 10};
	struct belief_query beliefs = {.from = PAGE_FIRST, .limit = 10};
	struct post_page post_page;
	struct belief_page belief_page;
	struct err e = {0};

	if (posts_page(db, &drafts, &p->s.a, &post_page, &e) != 0 ||
		beliefs_page(db, &beliefs, &p->s.a, &belief_page, &e) != 0)
		fail_msg("%s", e.text);
	assert_true(post_page.n > 0);
	assert_int_equal(belief_page.n, 1);
	ask(state, db,
		"SELECT (SELECT count(*) FROM interactions), (SELECT count(*) FROM belief_updates),"
		" (SELECT count(*) FROM agent_config), (SELECT count(*) FROM console_decisions),"
		" (SELECT count(*) FROM console_claims), (SELECT count(*) FROM "
		"console_migrations)");
}

static void edits_and_keeps(void **state, struct db *db, const struct session *s, const char *draft)
{
	struct place *p = *state;
	struct recovery text = {.content = SPAN_LIT("edited"), .based_on = "h"};
	struct decision_request r = {
		.post_id = draft, .viewing_ms = -1, .content = SPAN_LIT("edited")};
	struct decision_result decided;
	struct undo_result undone;
	struct err e = {0};

	memcpy(text.post_id, draft, UUID_TEXT);
	if (claims_take(db, s, draft, &e) != 0 || recovery_save(db, s, &text, &e) != 0 ||
		recovery_save(db, s, &text, &e) != 0 ||
		posts_decide(db, s, &r, &p->s.a, &decided, &e) != 0 ||
		posts_undo(db, s, NULL, 0, &p->s.a, &undone, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(decided.outcome, DECIDED);
	assert_true(undone.restored);
}

static void keeps_views(struct db *db, const struct session *s)
{
	char id[UUID_TEXT];
	struct err e = {0};

	if (views_add(db, s, "queue", VIEW_OWN, SPAN_LIT("mine"), SPAN_LIT("x"), id, &e) != 0 ||
		views_rename(db, s, id, SPAN_LIT("gone"), &e) != 0 ||
		views_delete(db, s, id, &e) != 0 ||
		views_add(db, s, "queue", VIEW_OWN, SPAN_LIT("mine"), SPAN_LIT("x"), id, &e) != 0)
		fail_msg("%s", e.text);
}

static void decides_and_takes_back(void **state, const char *name, const char *draft)
{
	struct place *p = *state;
	struct db *db = as(state, name);
	struct session s = log_in(db, name);
	struct decision_result decided;
	struct undo_result undone;
	struct err e = {0};

	assert_int_equal(state_of(p, db).applied, HEAD);
	reads_what_the_panes_show(state, db);
	assert_int_equal(decide(state, db, &s, draft, &decided), DECIDED);
	if (posts_undo(db, &s, NULL, 0, &p->s.a, &undone, &e) != 0)
		fail_msg("%s", e.text);
	assert_null(undone.refused);
	edits_and_keeps(state, db, &s, draft);
	assert_int_equal(decide(state, db, &s, draft, &decided), DECIDED);
	assert_int_equal(decide(state, db, &s, draft, &decided), DECIDED_BEFORE);
	keeps_views(db, &s);
	db_close(&db);
}

static void each_group_logs_in_reads_decides_and_takes_back(void **state)
{
	struct db *owner = guarded(state);

	decides_and_takes_back(state, "rosa", DRAFT("1"));
	decides_and_takes_back(state, "paul", DRAFT("2"));
	decides_and_takes_back(state, "anna", DRAFT("3"));
	assert_string_equal(ask(state, owner,
				    "SELECT status, reviewed_by FROM pending_posts"
				    " WHERE reviewed_by IS NOT NULL ORDER BY id"),
		"approved|rosa|\napproved|paul|\napproved|anna|\n");
	assert_string_equal(ask(state, owner,
				    "SELECT actor, count(*) FROM console_decisions GROUP BY actor"
				    " ORDER BY actor"),
		"anna|5|\npaul|5|\nrosa|5|\n");
	db_close(&owner);
}

static void who_comes_second_is_told_who_was_first(void **state)
{
	struct db *owner = guarded(state), *mia = as(state, "mia"), *rosa = as(state, "rosa");
	struct session first = log_in(mia, "mia"), second = log_in(rosa, "rosa");
	struct decision_result out;

	assert_int_equal(decide(state, mia, &first, DRAFT("1"), &out), DECIDED);
	assert_int_equal(decide(state, rosa, &second, DRAFT("1"), &out), DECIDED_BEFORE);
	assert_true(span_is(out.by, "mia"));
	db_close(&rosa);
	db_close(&mia);
	db_close(&owner);
}

static void everybody_sets_the_own_password(void **state)
{
	static const char another[] = "a lamp, a ladder and a lemon";
	struct db *owner = guarded(state), *rosa = as(state, "rosa");
	struct session s = log_in(rosa, "rosa");
	struct err e = {0};

	if (accounts_set_password(rosa, &s, SPAN_LIT("rosa"), span_of(another), &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(session_login(rosa, SPAN_LIT("rosa"), SPAN_LIT(PASSWORD), &s, &e), -1);
	err_clear(&e);
	scratch_exec(owner, "UPDATE console_accounts SET next_try_at = NULL");
	if (session_login(rosa, SPAN_LIT("rosa"), span_of(another), &s, &e) != 0)
		fail_msg("%s", e.text);
	db_close(&rosa);
	db_close(&owner);
}

static void a_failed_login_is_logged_and_has_to_wait(void **state)
{
	struct db *owner = guarded(state), *rosa = as(state, "rosa"), *anna = as(state, "anna");
	struct session s;
	struct err e = {0}, unknown = {0}, other = {0};

	assert_int_equal(session_login(rosa, SPAN_LIT("rosa"), SPAN_LIT("wrong"), &s, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	assert_int_equal(session_login(anna, SPAN_LIT("anna"), SPAN_LIT("wrong"), &s, &other), -1);
	assert_string_equal(other.text, e.text);
	assert_int_equal(session_login(owner, SPAN_LIT("ghost"), SPAN_LIT("x"), &s, &unknown), -1);
	assert_string_equal(unknown.text, e.text);
	assert_string_equal(
		ask(state, owner, "SELECT kind, actor, subject FROM console_events ORDER BY seq"),
		"login.failed|NULL|rosa|\nlogin.failed|NULL|anna|\n");
	assert_string_equal(ask(state, owner,
				    "SELECT failures, next_try_at IS NOT NULL FROM console_accounts"
				    " WHERE account_id = '" ROSA "'"),
		"1|1|\n");
	db_close(&anna);
	db_close(&rosa);
	db_close(&owner);
}

static void who_must_change_the_password_is_told_so_and_not_taken_for_nobody(void **state)
{
	struct db *owner = guarded(state), *db = as(state, "mia");
	bool setting_up = true;
	struct err e = {0};

	scratch_exec(owner, "UPDATE console_accounts SET must_change_password = 1");
	assert_int_equal(accounts_setting_up(db, &setting_up, &e), 0);
	assert_false(setting_up);
	struct session mia = log_in(db, "mia");
	assert_true(mia.must_change);
	assert_int_equal(session_check(db, &mia, MAY_DECIDE, &e), -1);
	assert_non_null(strstr(e.text, "mia must set a new pass phrase first"));
	assert_int_equal(accounts_setting_up(owner, &setting_up, &e), 0);
	assert_true(setting_up);
	db_close(&db);
	db_close(&owner);
}

static void admins_look_after_accounts_and_configuration(void **state)
{
	struct place *p = *state;
	struct db *owner = guarded(state), *db = as(state, "anna");
	struct session anna = log_in(db, "anna");
	struct account *list;
	struct err e = {0};
	size_t n;

	if (accounts_add(db, &anna, SPAN_LIT("otto"), SPAN_LIT("twelve grey geese fly"),
		    ROLE_MODERATOR, true, &e) != 0 ||
		accounts_set_password(
			db, &anna, SPAN_LIT("rosa"), SPAN_LIT("twelve grey geese land"), &e) != 0 ||
		accounts_list(db, &p->s.a, &list, &n, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(n, 5);
	scratch_exec(db,
		"UPDATE console_accounts SET role = 'operator' WHERE account_id = '" MIA "';"
		"UPDATE console_accounts SET disabled = 1 WHERE account_id = '" MIA "';"
		"INSERT INTO agent_config (id, persona_id, config_key, config_value)"
		" VALUES ('" UUID("d1") "', '" PERSONA "', 'k', '1');"
					"UPDATE agent_config SET config_value = '2';"
					"DELETE FROM agent_config;"
					"SELECT * FROM console_events");
	db_close(&db);
	db_close(&owner);
}

static void in(struct session *s, struct db *db)
{
	struct err e = {0};

	if (sessions_begin(db, s, &(struct session_place){"", "", 1}, &e) != 0)
		fail_msg("%s", e.text);
}

/* All of it over the rights of the server, of whom it takes something away included. */
static void admins_change_accounts_and_end_sessions(void **state)
{
	struct place *p = *state;
	struct db *owner = guarded(state), *db = as(state, "anna"), *hers = as(state, "mia");
	struct session anna = log_in(db, "anna"), mia = log_in(hers, "mia");
	struct account x;
	char one_time[PASSWORD_ONE_TIME];
	struct err e = {0};

	in(&mia, hers);
	if (accounts_find(db, SPAN_LIT("mia"), &p->s.a, &x, &e) != 0 ||
		accounts_set_role(db, &anna, &x, ROLE_OPERATOR, &e) != 0 ||
		session_check(hers, &mia, MAY_STEER, &e) != 0 ||
		sessions_stop(db, &anna, mia.console, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(session_check(hers, &mia, MAY_DECIDE, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	err_clear(&e);
	in(&mia, hers);
	if (accounts_set_password(
		    hers, &mia, SPAN_LIT("mia"), SPAN_LIT("twelve grey geese land"), &e) != 0 ||
		accounts_find(db, SPAN_LIT("mia"), &p->s.a, &x, &e) != 0 ||
		accounts_reset(db, &anna, &x, one_time, &e) != 0 ||
		accounts_disable(db, &anna, &x, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(accounts_enable(hers, &mia, &x, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	err_clear(&e);
	x.disabled = true;
	if (accounts_enable(db, &anna, &x, &e) != 0)
		fail_msg("%s", e.text);
	x.disabled = false;
	if (accounts_rename(db, &anna, &x, SPAN_LIT("zoe"), &e) != 0)
		fail_msg("%s", e.text);
	/* Of an account without a row. */
	scratch_exec(owner, "DELETE FROM console_accounts WHERE account_id = '" PAUL "'");
	if (accounts_find(db, SPAN_LIT("paul"), &p->s.a, &x, &e) != 0 ||
		accounts_disable(db, &anna, &x, &e) != 0)
		fail_msg("%s", e.text);
	assert_string_equal(ask(state, owner,
				    "SELECT string_agg(kind, ' ' ORDER BY seq) FROM console_events"
				    " WHERE kind LIKE 'account%' OR kind LIKE 'session%'"),
		"account.role session.end account.password account.reset account.disable"
		" account.enable account.rename account.disable|\n");
	db_close(&hers);
	db_close(&db);
	db_close(&owner);
}

/* Others end as well, and nobody takes back that a session was ended. */
static void ones_own_sessions_end_with_the_pass_phrase(void **state)
{
	struct db *owner = guarded(state), *db = as(state, "rosa");
	struct session rosa = log_in(db, "rosa"), there = rosa;
	struct err e = {0};

	in(&rosa, db);
	in(&there, db);
	if (accounts_set_password(
		    db, &rosa, SPAN_LIT("rosa"), SPAN_LIT("twelve grey geese land"), &e) != 0)
		fail_msg("%s", e.text);
	assert_string_equal(ask(state, owner,
				    "SELECT count(*), count(ended_at) FROM console_sessions WHERE "
				    "account_id = '" ROSA "'"),
		"2|1|\n");
	db_close(&db);
	db_close(&owner);
}

static void admins_look_after_what_all_moderators_see(void **state)
{
	struct place *p = *state;
	struct db *owner = guarded(state), *db = as(state, "anna");
	struct session anna = log_in(db, "anna");
	struct reason reason = {.code = SPAN_LIT("spam"), .text = SPAN_LIT("sells something")};
	struct reason *list;
	char id[UUID_TEXT];
	struct err e = {0};
	size_t n;

	if (views_add(db, &anna, "queue", VIEW_SHARED, SPAN_LIT("all"), SPAN_LIT("x"), id, &e) !=
			0 ||
		views_rename(db, &anna, id, SPAN_LIT("All"), &e) != 0 ||
		views_delete(db, &anna, id, &e) != 0 ||
		reasons_save(db, &anna, &reason, NULL, &e) != 0 ||
		reasons_list(db, &p->s.a, &list, &n, &e) != 0 ||
		reasons_save(db, &anna, list, list, &e) != 0 ||
		reasons_exchange(db, &anna, list->id, list->id, &e) != 0 ||
		reasons_delete(db, &anna, list, &e) != 0)
		fail_msg("%s", e.text);
	db_close(&db);
	db_close(&owner);
}

/* Everybody reads them, and the memory that is told apart by them. */
static void admins_add_and_change_personas(void **state)
{
	struct place *p = *state;
	struct db *owner = guarded(state), *db = as(state, "anna"), *rosa = as(state, "rosa");
	struct session anna = log_in(db, "anna"), moderator = log_in(rosa, "rosa");
	struct persona new = {.username = SPAN_LIT("Otto"), .config = SPAN_LIT("{}")}, is, now;
	struct memory_query all = {.limit = 1};
	struct memory_page page;
	char id[UUID_TEXT];
	struct err e = {0};

	if (personas_add(db, &anna, &new, id, &e) != 0 ||
		personas_get(db, SPAN_LIT("Otto"), &p->s.a, &is, &e) != 0)
		fail_msg("%s", e.text);
	now = is;
	now.display_name = SPAN_LIT("Otto the goose");
	if (personas_set(db, &anna, &now, &is, &e) != 0 ||
		personas_get(rosa, SPAN_LIT("Otto"), &p->s.a, &is, &e) != 0 ||
		memory_page(rosa, &all, &p->s.a, &page, &e) != 0)
		fail_msg("%s", e.text);
	assert_true(span_is(is.display_name, "Otto the goose"));
	assert_int_equal(personas_set(rosa, &moderator, &now, &is, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	refused(state, "rosa", "INSERT INTO personas (id) VALUES ('" UUID("d2") "')");
	assert_string_equal(ask(state, owner,
				    "SELECT kind, actor, subject FROM console_events"
				    " WHERE kind LIKE 'persona.%' ORDER BY seq"),
		"persona.add|anna|Otto|\npersona.set|anna|Otto|\n");
	db_close(&rosa);
	db_close(&db);
	db_close(&owner);
}

static void a_decision_in_doubt_is_looked_up(void **state)
{
	struct db *owner = guarded(state), *rosa = as(state, "rosa");
	struct session s = log_in(rosa, "rosa");
	struct decision_result out;
	struct err e = {0};
	bool found;

	assert_int_equal(decide(state, rosa, &s, DRAFT("1"), &out), DECIDED);
	assert_int_equal(posts_decision_known(rosa, out.ledger_id, &found, &e), 0);
	assert_true(found);
	assert_int_equal(posts_decision_known(rosa, UUID("ee"), &found, &e), 0);
	assert_false(found);
	db_close(&rosa);
	db_close(&owner);
}

static void views_are_ones_own_and_shared_ones_the_admins(void **state)
{
	struct db *owner = guarded(state), *rosa = as(state, "rosa"), *anna = as(state, "anna");
	struct session moderator = log_in(rosa, "rosa"), admin = log_in(anna, "anna");
	char own[UUID_TEXT], shared[UUID_TEXT];
	struct err e = {0};

	if (views_add(rosa, &moderator, "queue", VIEW_OWN, SPAN_LIT("mine"), SPAN_LIT("sub:a"), own,
		    &e) != 0 ||
		views_rename(rosa, &moderator, own, SPAN_LIT("my own"), &e) != 0 ||
		views_add(anna, &admin, "queue", VIEW_SHARED, SPAN_LIT("all"), SPAN_LIT("sub:b"),
			shared, &e) != 0)
		fail_msg("%s", e.text);
	assert_string_equal(ask(state, anna, "SELECT name FROM console_views"), "all|\n");
	assert_string_equal(ask(state, rosa, "SELECT name FROM console_views ORDER BY name"),
		"all|\nmy own|\n");
	refused(state, "rosa",
		"INSERT INTO console_views (id, pane, name, filter) VALUES ('" UUID(
			"e1") "', 'queue', 'x', '')");
	refused(state, "rosa",
		"INSERT INTO console_views (id, account_id, pane, name, filter) VALUES ('" UUID(
			"e1") "', '" ANNA "', 'queue', 'x', '')");
	scratch_exec(rosa, "DELETE FROM console_views; UPDATE console_views SET name = 'x'");
	assert_string_equal(ask(state, owner, "SELECT name FROM console_views"), "all|\n");
	scratch_exec(anna,
		"INSERT INTO console_reasons (id, code, text) VALUES ('" UUID(
			"e2") "', 'off', 'off topic'); UPDATE console_reasons SET text = 'x';"
			      "DELETE FROM console_reasons");
	refused(state, "rosa",
		"INSERT INTO console_reasons (id, code, text) VALUES ('" UUID(
			"e2") "', 'off', 'off topic')");
	db_close(&anna);
	db_close(&rosa);
	db_close(&owner);
}

static void operators_steer_beliefs(void **state)
{
	struct db *owner = guarded(state), *db = as(state, "paul");

	scratch_exec(db,
		"BEGIN; UPDATE stance_versions SET status = 'deprecated', updated_at = now();"
		"INSERT INTO stance_versions (id, persona_id, belief_id, text, status)"
		" VALUES ('" UUID(
			"c2") "', '" PERSONA "', '" BELIEF "', 'text', 'current');"
			      "UPDATE belief_nodes SET current_confidence = 0.5, updated_at = "
			      "now();"
			      "INSERT INTO belief_updates (id, persona_id, belief_id, reason)"
			      " VALUES ('" UUID("c3") "', '" PERSONA "', '" BELIEF
						      "', 'why'); COMMIT");
	db_close(&db);
	db_close(&owner);
}

#define WHY SPAN_LIT("why")

static void steers(struct place *p, struct db *db, const struct session *s, double confidence)
{
	const struct steer_change changes[] = {
		{.what = STEER_SET, .reason = WHY, .confidence = confidence},
		{.what = STEER_LOCK, .reason = WHY},
		{.what = STEER_UNLOCK, .reason = WHY},
		{.what = STEER_EDIT, .reason = WHY, .title = SPAN_LIT("another title")},
		{.what = STEER_EVIDENCE,
			.reason = WHY,
			.direction = 1,
			.source_type = SPAN_LIT("note"),
			.source_ref = SPAN_LIT("x")},
	};
	struct steer_belief b;
	struct steer_result out = {0};
	struct err e = {0};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (steer_find(db, SPAN_LIT(BELIEF), &p->s.a, &b, &e) != 0 ||
			steer_change(db, s, &b, &changes[i], &p->s.a, &out, &e) != 0)
			fail_msg("%zu: %s", i, e.text);
}

static void takes_back(struct place *p, struct db *db, const struct session *s)
{
	struct steer_undo u;
	struct steer_result out = {0};
	struct err e = {0};

	if (steer_undo_find(db, s, SPAN_NULL, &p->s.a, &u, &e) != 0 ||
		steer_undo(db, s, &u, SPAN_NULL, &p->s.a, &out, &e) != 0)
		fail_msg("%s", e.text);
}

static void links_and_unlinks(struct place *p, struct db *db, const struct session *s)
{
	struct steer_new n = {.title = SPAN_LIT("new"),
		.summary = SPAN_LIT("x"),
		.confidence = 0.5,
		.reason = WHY};
	struct steer_edge_change c = {
		.relation = SPAN_LIT("supports"), .weight = 0.5, .reason = WHY};
	struct steer_edge g;
	struct steer_result added = {0}, out = {0};
	struct err e = {0};

	if (steer_add(db, s, &n, &p->s.a, &added, &e) != 0 ||
		steer_edge_add(db, s, added.belief_id, BELIEF, &c, &p->s.a, &out, &e) != 0 ||
		steer_edge_between(db, added.belief_id, c.relation, BELIEF, &p->s.a, &g, &e) != 0 ||
		steer_edge_delete(db, s, &g, WHY, &p->s.a, &out, &e) != 0)
		fail_msg("%s", e.text);
}

static void deletes(struct place *p, struct db *db, const struct session *s)
{
	struct steer_belief b;
	struct steer_toll toll;
	struct steer_result out = {0};
	struct err e = {0};

	if (steer_find(db, SPAN_LIT(BELIEF), &p->s.a, &b, &e) != 0 ||
		steer_toll(db, b.id, &toll, &e) != 0 ||
		steer_delete(db, s, &b, &toll, b.title, WHY, &p->s.a, &out, &e) != 0)
		fail_msg("%s", e.text);
}

static void operators_and_admins_steer_by_the_console_and_take_it_back(void **state)
{
	static const char *const who[] = {"paul", "anna"};
	struct db *owner = guarded(state);

	for (size_t i = 0; i < 2; i++) {
		struct db *db = as(state, who[i]);
		struct session s = log_in(db, who[i]);
		steers(*state, db, &s, i == 0 ? 0.7 : 0.6);
		takes_back(*state, db, &s);
		takes_back(*state, db, &s);
		links_and_unlinks(*state, db, &s);
		takes_back(*state, db, &s);
		deletes(*state, db, &s);
		takes_back(*state, db, &s);
		scratch_exec(owner, "DELETE FROM belief_nodes WHERE title = 'new'");
		db_close(&db);
	}
	db_close(&owner);
}

/* An operator needs them to bring a belief back; what else happened is the admins' to know. */
static void operators_read_the_events_of_deleted_beliefs_alone(void **state)
{
	struct db *owner = guarded(state), *db = as(state, "paul");
	struct session s = log_in(db, "paul");

	deletes(*state, db, &s);
	takes_back(*state, db, &s);
	assert_string_equal(ask(state, db, "SELECT kind, actor FROM console_events ORDER BY seq"),
		"belief.delete|paul|\nbelief.restore|paul|\n");
	db_close(&db);
	db_close(&owner);
}

/* Whoever is not shown all is told so, and takes nothing for all there is. */
static void it_is_known_what_is_held_back(void **state)
{
	static const struct {
		const char *role;
		bool held_back;
	} of[] = {{"rosa", true}, {"paul", true}, {"anna", false}};
	struct db *owner = guarded(state);
	struct err e = {0};
	bool held_back = true;

	assert_int_equal(accounts_held_back(owner, &held_back, &e), 0);
	assert_false(held_back);
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		struct db *db = as(state, of[i].role);
		assert_int_equal(accounts_held_back(db, &held_back, &e), 0);
		assert_int_equal(held_back, of[i].held_back);
		db_close(&db);
	}
	db_close(&owner);
}

/* --- What it does not. --- */

static void nobody_goes_beyond_the_console(void **state)
{
	static const char *const all[] = {
		"DELETE FROM pending_posts",
		"TRUNCATE pending_posts",
		"UPDATE pending_posts SET content = 'x'",
		"UPDATE pending_posts SET draft_metadata = '{}'",
		"INSERT INTO pending_posts (id, persona_id, content) VALUES ('" UUID(
			"09") "', '" PERSONA "', 'x')",
		"UPDATE console_decisions SET note = 'x'",
		"DELETE FROM console_decisions",
		"TRUNCATE console_decisions",
		"INSERT INTO console_decisions (seq, id, post_id, actor, action) VALUES (1, '" UUID(
			"e1") "', '" DRAFT("1") "', 'rosa', 'approve')",
		"DELETE FROM console_events",
		"DELETE FROM admins",
		"DELETE FROM console_accounts",
		"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at) VALUES "
		"('" UUID("e4") "', '" MIA "', 'mia', now(), now())",
		"UPDATE alembic_version SET version_num = '0001'",
		"UPDATE console_migrations SET down_sql = ''",
		"ALTER TABLE pending_posts DISABLE TRIGGER console_decided",
		"DROP TRIGGER console_decided ON pending_posts",
		"DROP POLICY console_own ON admins",
		"ALTER TABLE admins DISABLE ROW LEVEL SECURITY",
		"SET session_replication_role = replica",
		"SET SESSION AUTHORIZATION postgres",
		"SET ROLE postgres",
		"CREATE TABLE x (y INTEGER)",
		"CREATE FUNCTION lower(VARCHAR) RETURNS TEXT LANGUAGE sql AS 'SELECT $1'",
		"CREATE ROLE x",
		"GRANT console_admin TO rosa",
		"COPY admins TO PROGRAM 'cat'",
	};
	static const char *const but_admins[] = {
		"INSERT INTO admins (id, username, hashed_password) VALUES ('" UUID(
			"a9") "', 'x', 'x')",
		"UPDATE admins SET username = 'x'",
		"UPDATE console_accounts SET role = 'admin'",
		"INSERT INTO console_totp (account_id, secret, codes) VALUES ('" MIA
		"', 'x', '[]')",
		"UPDATE console_accounts SET disabled = 0",
		"UPDATE agent_config SET config_value = '1'",
		"DELETE FROM agent_config",
		"UPDATE personas SET config = '{}'",
		"INSERT INTO console_views (id, pane, name, filter) VALUES ('" UUID(
			"e2") "', 'queue', 'all', '')",
		"INSERT INTO console_views (id, account_id, pane, name, filter) VALUES ('" UUID(
			"e2") "', '" MIA "', 'queue', 'hers', '')",
		"INSERT INTO console_reasons (id, code, text) VALUES ('" UUID(
			"e3") "', 'spam', 'x')",
	};
	static const char *const moderators[] = {
		"SELECT * FROM console_events",
		"DELETE FROM belief_nodes",
		"DELETE FROM belief_edges",
		"DELETE FROM evidence_links",
		"UPDATE belief_nodes SET current_confidence = 1",
		"INSERT INTO stance_versions (id, persona_id, belief_id, text) VALUES ('" UUID(
			"c9") "', '" PERSONA "', '" BELIEF "', 'x')",
		"UPDATE stance_versions SET status = 'locked'",
		"INSERT INTO belief_updates (id, persona_id, belief_id, reason) VALUES ('" UUID(
			"c9") "', '" PERSONA "', '" BELIEF "', 'x')",
	};
	struct db *owner = guarded(state);

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		refused(state, "rosa", all[i]);
		refused(state, "paul", all[i]);
		refused(state, "anna", all[i]);
	}
	for (size_t i = 0; i < sizeof(but_admins) / sizeof(but_admins[0]); i++) {
		refused(state, "rosa", but_admins[i]);
		refused(state, "paul", but_admins[i]);
	}
	for (size_t i = 0; i < sizeof(moderators) / sizeof(moderators[0]); i++)
		refused(state, "rosa", moderators[i]);
	db_close(&owner);
}

/* An end that was set stays, and no secret is read by others. */
static void sessions_and_second_factors_of_others_stay_as_they_are(void **state)
{
	static const char look[] = "SELECT count(*) FROM console_sessions WHERE ended_at IS NULL";
	static const char change[] =
		"UPDATE console_sessions SET ended_at = NULL; DELETE FROM console_sessions;"
		"UPDATE console_totp SET secret = 'x'; DELETE FROM console_totp";
	struct db *owner = guarded(state), *rosa = as(state, "rosa"), *anna = as(state, "anna");

	scratch_exec(owner,
		"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at, "
		"ended_at)"
		" SELECT id, id, username, now(), now(), now() FROM admins;"
		"INSERT INTO console_totp (account_id, secret, codes)"
		" SELECT id, 'S', '[]' FROM admins WHERE username <> 'rosa'");
	assert_string_equal(ask(state, rosa, "SELECT count(*) FROM console_totp"), "0|\n");
	scratch_exec(rosa, change);
	assert_string_equal(ask(state, owner, look), "0|\n");
	assert_string_equal(ask(state, owner, "SELECT count(*) FROM console_sessions"), "3|\n");
	assert_string_equal(
		ask(state, owner, "SELECT DISTINCT secret, count(*) FROM console_totp GROUP BY 1"),
		"S|3|\n");
	scratch_exec(anna, "DELETE FROM console_totp");
	assert_string_equal(ask(state, owner, "SELECT count(*) FROM console_totp"), "0|\n");
	db_close(&anna);
	db_close(&rosa);
	db_close(&owner);
}

/* The server only warns when somebody passes on a right without the right to. */
static void nobody_passes_rights_on(void **state)
{
	struct db *owner = guarded(state), *anna = as(state, "anna");

	scratch_exec(owner, "CREATE ROLE stranger LOGIN");
	scratch_exec(anna, "GRANT ALL ON pending_posts, admins TO stranger, PUBLIC");
	assert_string_equal(
		ask(state, owner,
			"SELECT has_table_privilege('stranger', 'pending_posts', 'SELECT'),"
			" has_table_privilege('stranger', 'admins', 'SELECT')"),
		"0|0|\n");
	refused(state, "stranger", "SELECT * FROM pending_posts");
	db_close(&anna);
	db_close(&owner);
}

static void only_admins_see_the_accounts_of_others(void **state)
{
	static const char names[] = "SELECT username FROM admins WHERE hashed_password <> ''"
				    " ORDER BY username";
	struct db *owner = guarded(state), *rosa = as(state, "rosa");

	assert_string_equal(ask(state, rosa, names), "rosa|\n");
	assert_string_equal(
		ask(state, rosa, "SELECT account_id FROM console_accounts"), ROSA "|\n");
	scratch_exec(rosa,
		"UPDATE admins SET hashed_password = 'mine' WHERE username = 'anna';"
		"UPDATE console_accounts SET failures = 9 WHERE account_id = '" ANNA "'");
	assert_string_equal(
		ask(state, owner,
			"SELECT count(*), sum(failures) FROM admins a JOIN console_accounts c"
			" ON c.account_id = a.id WHERE hashed_password = '" HASH "'"),
		"4|0|\n");
	refused(state, "rosa",
		"INSERT INTO console_accounts (account_id, role) VALUES ('" ANNA "', 'moderator')");
	db_close(&rosa);
	rosa = as(state, "paul");
	assert_string_equal(ask(state, rosa, names), "paul|\n");
	db_close(&rosa);
	rosa = as(state, "anna");
	assert_string_equal(ask(state, rosa, names), "anna|\nmia|\npaul|\nrosa|\n");
	db_close(&rosa);
	db_close(&owner);
}

static void a_connection_is_for_the_account_of_its_role(void **state)
{
	static const struct {
		const char *role, *name;
	} tries[] = {{"anna", "rosa"}, {"rosa", "anna"}, {"rosa", "nobody"}};
	struct db *owner = guarded(state), *db;
	struct session s;

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		struct err e = {0};
		db = as(state, tries[i].role);
		assert_int_equal(
			session_login(db, span_of(tries[i].name), SPAN_LIT(PASSWORD), &s, &e), -1);
		assert_int_equal(e.code, ERR_DENIED);
		assert_non_null(strstr(e.text, "is logged in to the server"));
		assert_non_null(strstr(e.hint, "log in to the server as "));
		db_close(&db);
	}
	db = as(state, "rosa");
	s = log_in(db, "ROSA");
	assert_string_equal(s.name, "rosa");
	s = log_in(owner, "mia");
	db_close(&db);
	db_close(&owner);
}

static void nobody_takes_a_role_in_the_console(void **state)
{
	struct db *owner = guarded(state), *anna = as(state, "anna"), *mia;
	struct session s;
	struct err e = {0};

	scratch_exec(owner, "DELETE FROM console_accounts WHERE account_id = '" MIA "'");
	refused(state, "mia",
		"INSERT INTO console_accounts (account_id, role) VALUES ('" MIA "', 'admin')");
	refused(state, "mia",
		"INSERT INTO console_accounts (account_id, role) VALUES ('" MIA "', 'moderator')");
	mia = as(state, "mia");
	assert_int_equal(session_login(mia, SPAN_LIT("mia"), SPAN_LIT(PASSWORD), &s, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	assert_string_equal(e.text, "nobody has given this account a role in the console");
	assert_int_equal(grants_of(state, owner).n_logins, 3);
	scratch_exec(anna,
		"INSERT INTO console_accounts (account_id, role) VALUES ('" MIA "', 'moderator')");
	s = log_in(mia, "mia");
	assert_int_equal(s.role, ROLE_MODERATOR);
	db_close(&mia);
	db_close(&anna);
	db_close(&owner);
}

/* --- The ledger. --- */

#define LEDGER(id, draft, actor_id, actor, after) \
	"INSERT INTO console_decisions (id, post_id, actor_id, actor, action, status_before," \
	" status_after) VALUES ('" UUID(id) "', '" draft "', '" actor_id "', '" actor \
					    "', 'approve', 'pending', '" after "');"
#define SET(draft, status, by) \
	"UPDATE pending_posts SET status = '" status "', reviewed_by = " by " WHERE id = '" draft \
	"';"

static void nobody_writes_the_ledger_for_somebody_else(void **state)
{
	struct db *owner = guarded(state);

	refused(state, "rosa", LEDGER("e1", DRAFT("1"), ANNA, "anna", "approved"));
	refused(state, "rosa", LEDGER("e1", DRAFT("1"), ANNA, "rosa", "approved"));
	refused(state, "anna", LEDGER("e1", DRAFT("1"), ROSA, "rosa", "approved"));
	refused(state, "rosa",
		"INSERT INTO console_events (id, kind, actor, actor_id) VALUES ('" UUID(
			"e1") "',"
			      " 'login', 'anna', '" ANNA "')");
	refused(state, "rosa",
		"INSERT INTO console_events (id, kind) VALUES ('" UUID("e1") "', 'login')");
	refused(state, "rosa",
		"INSERT INTO console_events (id, kind, subject) VALUES ('" UUID(
			"e1") "', 'login.failed', 'anna')");
	refused(state, "rosa",
		"INSERT INTO console_events (id, kind, actor, actor_id, subject) VALUES ('" UUID(
			"e1") "', 'account.add', 'rosa', '" ROSA "', 'rosa')");
	refused(state, "rosa",
		"INSERT INTO console_events (id, kind, actor, actor_id, subject) VALUES ('" UUID(
			"e1") "', 'belief.delete', 'rosa', '" ROSA "', 'x')");
	refused(state, "paul",
		"INSERT INTO console_events (id, kind, actor, actor_id, subject) VALUES ('" UUID(
			"e1") "', 'belief.delete', 'rosa', '" ROSA "', 'x')");
	db_close(&owner);
}

static void there_is_no_decision_without_its_ledger_row(void **state)
{
	struct db *owner = guarded(state), *mia = as(state, "mia");
	struct session s = log_in(mia, "mia");
	struct decision_result out;

	refused(state, "rosa", SET(DRAFT("1"), "approved", "'rosa'"));
	refused(state, "anna", SET(DRAFT("1"), "approved", "'anna'"));
	/* A row that says something else, and a name that is not the own one. */
	refused(state, "rosa",
		"BEGIN;" LEDGER("e1", DRAFT("1"), ROSA, "rosa", "rejected")
			SET(DRAFT("1"), "approved", "'rosa'") "COMMIT");
	refused(state, "rosa",
		"BEGIN;" LEDGER("e1", DRAFT("1"), ROSA, "rosa", "approved")
			SET(DRAFT("1"), "approved", "'mia'") "COMMIT");
	refused(state, "rosa",
		"BEGIN; SET CONSTRAINTS ALL IMMEDIATE;" SET(
			DRAFT("1"), "approved", "'rosa'") "COMMIT");
	/* A table of the own in the way of the ledger. */
	refused(state, "rosa",
		"CREATE TEMP TABLE console_decisions (LIKE public.console_decisions);"
		"INSERT INTO pg_temp.console_decisions (seq, id, post_id, actor, action,"
		" status_after, decided_at) VALUES (1, '" UUID("e1") "', '" DRAFT(
			"1") "', 'rosa', 'approve', 'approved', now());"
			     "UPDATE public.pending_posts SET status = 'approved', reviewed_by = "
			     "'rosa'"
			     " WHERE id = '" DRAFT("1") "'");
	/* What somebody else decided. */
	assert_int_equal(decide(state, mia, &s, DRAFT("2"), &out), DECIDED);
	refused(state, "rosa",
		"BEGIN;" LEDGER("e1", DRAFT("2"), ROSA, "rosa", "pending")
			SET(DRAFT("2"), "pending", "NULL") "COMMIT");
	refused(state, "rosa", SET(DRAFT("2"), "approved", "'rosa'"));
	assert_string_equal(
		ask(state, owner,
			"SELECT count(*) FROM pending_posts WHERE reviewed_by IS NOT NULL"),
		"1|\n");
	db_close(&mia);
	db_close(&owner);
}

/* --- Everybody else. --- */

static void the_agent_is_not_touched(void **state)
{
	struct db *owner = guarded(state), *agent;

	scratch_exec(owner,
		"CREATE ROLE agent LOGIN;"
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO agent");
	agent = as(state, "agent");
	scratch_exec(agent, SET(DRAFT("1"), "approved", "'anna'"));
	assert_string_equal(ask(state, agent, "SELECT count(*) FROM admins"), "4|\n");
	scratch_exec(agent,
		"UPDATE admins SET hashed_password = hashed_password;"
		"INSERT INTO admins (id, username, hashed_password)"
		" VALUES ('" UUID("a9") "', 'x', 'x'); DELETE FROM pending_posts");
	db_close(&agent);
	scratch_exec(owner, "DROP OWNED BY agent");
	db_close(&owner);
}

static void running_it_again_takes_back_what_was_added_by_hand(void **state)
{
	struct db *owner = guarded(state);

	scratch_exec(owner,
		"GRANT DELETE ON pending_posts TO console_moderator;"
		"GRANT UPDATE (content) ON pending_posts TO console_moderator");
	run_grants(state, owner);
	refused(state, "rosa", "DELETE FROM pending_posts");
	refused(state, "rosa", "UPDATE pending_posts SET content = 'x'");
	decides_and_takes_back(state, "rosa", DRAFT("1"));
	db_close(&owner);
}

static void going_down_leaves_nothing_of_it_in_the_agents_tables(void **state)
{
	static const char security[] = "SELECT relname FROM pg_class WHERE relrowsecurity UNION ALL"
				       " SELECT polname FROM pg_policy";
	struct db *db = agent_database(*state, "a");
	const char *schema = schema_of(*state, db);

	go(*state, db, "head");
	run_grants(state, db);
	assert_string_not_equal(ask(state, db, security), "");
	go(*state, db, "0007");
	assert_string_equal(schema_of(*state, db), schema);
	assert_string_equal(ask(state, db, security), "");
	db_close(&db);
}

static enum grants_state state_as(void **state, struct db *db)
{
	struct place *p = *state;
	enum grants_state out;
	struct err e = {0};

	if (grants_state(db, &p->s.a, &out, &e) != 0)
		fail_msg("%s", e.text);
	return out;
}

static void rights_without_bounds_are_noticed(void **state)
{
	static const char *const breaks[] = {
		"DROP TRIGGER console_decided_from ON pending_posts",
		"ALTER TABLE pending_posts DISABLE TRIGGER console_decided",
		"ALTER TABLE admins DISABLE ROW LEVEL SECURITY",
		"DROP POLICY console_own ON console_recovery",
		"DROP POLICY console_own ON console_totp",
		"ALTER TABLE console_sessions DISABLE ROW LEVEL SECURITY",
		"COMMENT ON FUNCTION console_decided() IS 'tenet db grants of long ago'",
		"REVOKE SELECT ON console_recovery FROM console_admin",
	};
	struct db *owner = guarded(state), *rosa = as(state, "rosa");
	struct err e = {0};

	assert_int_equal(state_as(state, rosa), GRANTS_WHOLE);
	for (size_t i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++) {
		scratch_exec(owner, breaks[i]);
		assert_int_equal(state_as(state, rosa), GRANTS_BROKEN);
		if (i == 1)
			scratch_exec(owner, "ALTER TABLE pending_posts ENABLE TRIGGER ALL");
		run_grants(state, owner);
		assert_int_equal(state_as(state, rosa), GRANTS_WHOLE);
	}
	go(*state, owner, "0007");
	assert_int_equal(state_as(state, owner), GRANTS_BROKEN);
	if (grants_take_back(owner, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(state_as(state, owner), GRANTS_NONE);
	refused(state, "rosa", "SELECT * FROM pending_posts");
	refused(state, "rosa", "UPDATE admins SET hashed_password = 'x'");
	go(*state, owner, "head");
	assert_int_equal(state_as(state, owner), GRANTS_NONE);
	db_close(&rosa);
	db_close(&owner);
}

/* --- The words. --- */

static void login_roles_are_named_like_accounts_and_quoted(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	scratch_exec(db,
		"INSERT INTO admins (id, username, hashed_password) SELECT gen_random_uuid(), n, "
		"'x'"
		" FROM unnest(ARRAY['Rosa L', 'a\"; DROP', 'pg_x', E'a\\nb', 'off', repeat('x', "
		"64),"
		" 'console_admin', 'without a role']) n;"
		"INSERT INTO console_accounts (account_id, role, disabled)"
		" SELECT id, CASE username WHEN 'Rosa L' THEN 'moderator' ELSE 'admin' END,"
		" CASE username WHEN 'off' THEN 1 ELSE 0 END FROM admins"
		" WHERE username <> 'without a role'");
	struct grants g = grants_of(state, db);
	assert_int_equal(g.n_logins, 2);
	assert_string_equal(
		g.logins[0].p, "CREATE ROLE \"Rosa L\" LOGIN IN ROLE console_moderator");
	assert_string_equal(
		g.logins[1].p, "CREATE ROLE \"a\"\"; DROP\" LOGIN IN ROLE console_admin");
	assert_true(span_is(g.schema, "public"));
	db_close(&db);
}

static void another_schema_is_named(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);

	scratch_exec(db, "CREATE SCHEMA \"My Agent\"");
	db_close(&db);
	db = place_open_url(
		p, place_url(p, "postgres", "a", "&options=-csearch_path%3D%22My%5C%20Agent%22"));
	go(p, db, "head");
	run_grants(state, db);
	struct grants g = grants_of(state, db);
	assert_true(span_is(g.schema, "\"My Agent\""));
	assert_string_equal(ask(state, db,
				    "SELECT has_schema_privilege('console_moderator', 'My Agent',"
				    " 'USAGE')"),
		"1|\n");
	scratch_exec(db, "DROP SCHEMA \"My Agent\" CASCADE");
	db_close(&db);
}

static void a_database_that_is_not_ready_is_refused(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct grants g;
	struct err e = {0};

	go(p, db, "0007");
	assert_int_equal(grants_list(db, SPAN_LIT(""), &p->s.a, &g, &e), -1);
	assert_int_equal(e.code, ERR_SCHEMA);
	db_close(&db);
}

static void a_file_knows_no_grants(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct grants g;
	struct err e = {0};

	go(p, db, "head");
	assert_int_equal(grants_list(db, SPAN_LIT(""), &p->s.a, &g, &e), -1);
	assert_int_equal(e.code, ERR_OTHER);
	assert_non_null(strstr(e.text, "no roles"));
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		POSTGRES(each_group_logs_in_reads_decides_and_takes_back),
		POSTGRES(who_comes_second_is_told_who_was_first),
		POSTGRES(everybody_sets_the_own_password),
		POSTGRES(a_failed_login_is_logged_and_has_to_wait),
		POSTGRES(who_must_change_the_password_is_told_so_and_not_taken_for_nobody),
		POSTGRES(admins_look_after_accounts_and_configuration),
		POSTGRES(admins_change_accounts_and_end_sessions),
		POSTGRES(ones_own_sessions_end_with_the_pass_phrase),
		POSTGRES(admins_look_after_what_all_moderators_see),
		POSTGRES(admins_add_and_change_personas),
		POSTGRES(a_decision_in_doubt_is_looked_up),
		POSTGRES(views_are_ones_own_and_shared_ones_the_admins),
		POSTGRES(operators_steer_beliefs),
		POSTGRES(operators_and_admins_steer_by_the_console_and_take_it_back),
		POSTGRES(operators_read_the_events_of_deleted_beliefs_alone),
		POSTGRES(it_is_known_what_is_held_back),
		POSTGRES(nobody_goes_beyond_the_console),
		POSTGRES(sessions_and_second_factors_of_others_stay_as_they_are),
		POSTGRES(nobody_passes_rights_on),
		POSTGRES(only_admins_see_the_accounts_of_others),
		POSTGRES(a_connection_is_for_the_account_of_its_role),
		POSTGRES(nobody_takes_a_role_in_the_console),
		POSTGRES(nobody_writes_the_ledger_for_somebody_else),
		POSTGRES(there_is_no_decision_without_its_ledger_row),
		POSTGRES(the_agent_is_not_touched),
		POSTGRES(running_it_again_takes_back_what_was_added_by_hand),
		POSTGRES(going_down_leaves_nothing_of_it_in_the_agents_tables),
		POSTGRES(rights_without_bounds_are_noticed),
		POSTGRES(login_roles_are_named_like_accounts_and_quoted),
		POSTGRES(another_schema_is_named),
		POSTGRES(a_database_that_is_not_ready_is_refused),
		SQLITE(a_file_knows_no_grants),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

/* A session that ends while somebody works in it. */
#include <string.h>
#include <unistd.h>

#include "fixture_walk.h"

static const char end_all[] = "UPDATE console_sessions SET ended_at = '2026-11-22 10:00:00',"
			      " ended_by = 'anna' WHERE ended_at IS NULL";
static const char open_sessions[] = "SELECT count(*) FROM console_sessions WHERE ended_at IS NULL";

static const char not_just_now[] =
	"SELECT count(*) FROM console_sessions WHERE seen_at < started_at";

static void a_session_lasts_from_login_to_end(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_expect_sql(w, open_sessions, "1");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_expect_sql(w, open_sessions, "0");
	walk_expect_sql(w,
		"SELECT kind || ' ' || actor FROM console_events ORDER BY seq DESC LIMIT 1",
		"logout rosa");
}

/* A second console of one's own is no second person, and who went to lunch is not here. */
static void how_many_people_are_here_stands_above(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"INSERT INTO admins (id, username, hashed_password, created_at, updated_at) VALUES"
		" ('aaaaaaaa-0000-4000-8000-000000000002', 'mia', '*',"
		" '2026-11-01 08:00:00', '2026-11-01 08:00:00')");
	walk_open_size(w, 24, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	walk_sql(w,
		"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at)"
		" SELECT 'cccccccc-0000-4000-8000-000000000001', id, username,"
		" '2026-11-22T11:00:00.000000', '2026-11-22T11:50:00.000000' FROM admins"
		" WHERE username = 'rosa'");
	walk_sql(w,
		"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at)"
		" SELECT 'cccccccc-0000-4000-8000-000000000002', id, username,"
		" '2026-11-22T11:00:00.000000', '2026-11-22T11:50:00.000000' FROM admins"
		" WHERE username = 'mia'");
	console_wait_text(w->c, "rosa (admin) · 180 pending · 2 here", 20);
	walk_sql(w,
		"UPDATE console_sessions SET seen_at = '2026-11-22T11:30:00.000000'"
		" WHERE actor = 'mia'");
	console_wait_gone(w->c, "· 2 here", 20);
	walk_sql(w,
		"UPDATE console_sessions SET seen_at = '2026-11-22T11:55:00.000000'"
		" WHERE actor = 'mia'");
	console_wait_text(w->c, "2 here", 20);
	walk_sql(w,
		"UPDATE console_sessions SET ended_at = '2026-11-22T11:56:00.000000'"
		" WHERE actor = 'mia'");
	console_wait_gone(w->c, "· 2 here", 20);
}

static void who_comes_second_sees_the_first_at_once(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_sql(w,
		"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at)"
		" SELECT 'cccccccc-0000-4000-8000-000000000001', id, username,"
		" '2026-11-22T11:00:00.000000', '2026-11-22T11:50:00.000000' FROM admins"
		" WHERE username = 'admin'");
	walk_login(w, ROSA, ROSAS_WORDS);
	console_wait_text(w->c, "2 here", 20);
}

/* The clock stands still at 12:00: whoever wrote when it was written would write that. */
static void the_time_of_the_last_key_is_kept(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "s");
	for (int i = 0; i < 200 && walk_number(w, not_just_now) == 0; i++)
		usleep(20000);
	walk_expect_sql(w, not_just_now, "1");
}

/* What she was doing is behind the lock, and goes on when she comes back. */
static void an_ended_session_goes_back_to_the_login_and_keeps_what_is_open(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "s");
	console_expect(w->c, "2 of 180");
	walk_sql(w, end_all);
	console_wait_text(w->c, "anna ended this session of rosa", 20);
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "welcome back, rosa");
	console_expect(w->c, "2 of 180");
	walk_expect_sql(w, open_sessions, "1");
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "1");
}

/* As after `tenet accounts reset`: the session is over, and the way back leads through a change. */
static void whoever_was_reset_chooses_a_pass_phrase_where_she_was(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "s");
	walk_sql(w, "UPDATE console_accounts SET must_change_password = 1");
	walk_sql(w, end_all);
	console_wait_text(w->c, "anna ended this session of rosa", 20);
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "choose a pass phrase of your own");
	console_keys(w->c, "a harbour of nine geese" K_ENTER);
	console_keys(w->c, "a harbour of nine geese" K_ENTER);
	console_expect(w->c, "welcome back, rosa");
	console_expect(w->c, "2 of 180");
	walk_expect_sql(w, open_sessions, "1");
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "1");
}

static void a_disabled_account_is_told_so_and_decides_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w, "UPDATE console_accounts SET disabled = 1");
	console_wait_text(w->c, "the account rosa is disabled", 20);
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "login failed");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
}

/* A rejection is said in the colour of what failed. */
static void what_was_done_is_not_told_at_the_lock(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x1");
	console_expect(w->c, "rejected r/");
	walk_sql(w, end_all);
	console_wait_text(w->c, "anna ended this session of rosa", 20);
	console_expect_not(w->c, "rejected r/");
	console_expect_not(w->c, "takes it back");
}

/* Whichever comes first, the refusal or the end. */
static void what_was_not_saved_is_told_at_the_lock(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	walk_sql(w, "UPDATE console_accounts SET disabled = 1");
	console_type(w->c, "a");
	walk_commit(w);
	console_wait_text(w->c, "the account rosa is disabled", 20);
	console_wait_text(w->c, "draft 3d110dbb was not decided", 20);
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
}

/* The footer follows, and what was hers to do a moment ago is not any more. */
static void another_role_holds_from_the_next_second_on(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w, "UPDATE console_accounts SET role = 'moderator'");
	console_wait_text(w->c, "your role is moderator now, and no longer admin", 20);
	console_expect(w->c, "rosa (moderator)");
	console_keys(w->c, "2");
	console_keys(w->c, "+");
	console_expect(w->c, "only operators and admins may steer beliefs");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_session_lasts_from_login_to_end),
		WALK_BOTH(how_many_people_are_here_stands_above),
		WALK(who_comes_second_sees_the_first_at_once),
		WALK_BOTH(the_time_of_the_last_key_is_kept),
		WALK_BOTH(an_ended_session_goes_back_to_the_login_and_keeps_what_is_open),
		WALK_BOTH(whoever_was_reset_chooses_a_pass_phrase_where_she_was),
		WALK_BOTH(a_disabled_account_is_told_so_and_decides_nothing),
		WALK_BOTH(what_was_done_is_not_told_at_the_lock),
		WALK_BOTH(what_was_not_saved_is_told_at_the_lock),
		WALK_BOTH(another_role_holds_from_the_next_second_on),
	};

	return RUN_WALKS(tests);
}

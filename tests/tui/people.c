/* People: accounts and who is in, what an admin changes there, and the log of events. */
#include "tui/fixture_walk.h"

#include <stdio.h>

/* Of no pass phrase, but of the form that lets somebody log in. */
#define HASH "$2b$12$CeiW6MMIDq9DBzjM0LEf7OjgbSTgguftkA9OaHsiLlIliv/XNwhlu"
#define MIA \
	"INSERT INTO admins (id, username, hashed_password, created_at, updated_at)" \
	" VALUES ('aaaaaaaa-0000-4000-8000-000000000002', 'mia', '" HASH "'," \
	" '2026-11-01 08:00:00', '2026-11-01 08:00:00');" \
	"INSERT INTO console_accounts (account_id, role)" \
	" VALUES ('aaaaaaaa-0000-4000-8000-000000000002', 'moderator');"
#define OTTO \
	"INSERT INTO admins (id, username, hashed_password, created_at, updated_at)" \
	" VALUES ('aaaaaaaa-0000-4000-8000-000000000003', 'otto', '" HASH "'," \
	" '2026-11-02 08:00:00', '2026-11-02 08:00:00');" \
	"INSERT INTO console_accounts (account_id, role, disabled)" \
	" VALUES ('aaaaaaaa-0000-4000-8000-000000000003', 'operator', 1);"
#define MIA_IS_IN \
	"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at, origin," \
	" host, pid) VALUES ('cccccccc-0000-4000-8000-000000000001'," \
	" 'aaaaaaaa-0000-4000-8000-000000000002', 'mia', '2026-11-22T09:30:00.000000'," \
	" '2026-11-22T09:50:00.000000', '203.0.113.7', 'drafts', 4711);"

#define MIA_IS_IN_TWICE \
	"INSERT INTO console_sessions (id, account_id, actor, started_at, seen_at, origin," \
	" host, pid) SELECT 'cccccccc-0000-4000-8000-000000000002', account_id, actor," \
	" started_at, seen_at, origin, host, 4712 FROM console_sessions WHERE actor = 'mia'"
#define MIA_HAS_A_DRAFT \
	"INSERT INTO console_claims (post_id, account_id, actor, claimed_at, expires_at)" \
	" SELECT id, 'aaaaaaaa-0000-4000-8000-000000000002', 'mia', '2026-11-22 12:00:00'," \
	" '2026-11-22 12:05:00' FROM pending_posts ORDER BY id LIMIT 1"

#define HAS_A_PHONE(name) \
	"INSERT INTO console_totp (account_id, secret, codes, created_at, updated_at, " \
	"confirmed_at)" \
	" SELECT id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', '[]', '2026-11-20 10:00:00'," \
	" '2026-11-20 10:00:00', '2026-11-20 10:00:00' FROM admins WHERE username = '" name "';"

/* The host's own name would stand on the screen. */
static void place_everybody(struct walk *w)
{
	walk_sql(w, "UPDATE console_sessions SET host = 'drafts'");
}

static void open_people_at(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_sql(w, MIA OTTO MIA_IS_IN);
	walk_login(w, ROSA, ROSAS_WORDS);
	place_everybody(w);
	console_keys(w->c, "6");
	console_expect(w->c, "4 of 4");
}

static void open_people(struct walk *w)
{
	open_people_at(w, 40, 120);
}

static void accounts_stand_with_role_and_state_and_who_is_in(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_expect(w->c, "admin     rosa");
	console_expect(w->c, "✗ disabled");
	console_expect(w->c, "2 in now");
	console_expect(w->c, "this console");
	console_keys(w->c, "g");
	console_keys(w->c, "j");
	console_expect(w->c, "from 203.0.113.7 on drafts");
	console_expect(w->c, "moderator may read, decide on drafts");
}

static void somebody_at_two_consoles_is_one_who_is_in(void **state)
{
	struct walk *w = *state;

	open_people(w);
	walk_sql(w, MIA_IS_IN_TWICE);
	console_keys(w->c, "R");
	console_expect(w->c, "2 in now");
	console_keys(w->c, "gjx");
	console_expect(w->c, "2 sessions");
}

/* A claim is of the account: one who is to end a session is not told a wrong one. */
static void a_draft_is_said_of_a_session_only_when_it_is_the_only_one(void **state)
{
	struct walk *w = *state;

	open_people(w);
	walk_sql(w, MIA_HAS_A_DRAFT);
	console_keys(w->c, "Rgj");
	console_expect(w->c, ", with the draft ");
	console_expect_not(w->c, "open in one of");
	walk_sql(w, MIA_IS_IN_TWICE);
	console_keys(w->c, "R");
	console_expect(w->c, "  has the draft ");
	console_expect(w->c, "open in one of");
	console_expect_not(w->c, "with the draft");
}

static void what_matters_most_of_an_account_has_a_sign_at_40_columns(void **state)
{
	struct walk *w = *state;

	open_people_at(w, 15, 40);
	walk_sql(w,
		"UPDATE console_accounts SET must_change_password = 1"
		" WHERE account_id = 'aaaaaaaa-0000-4000-8000-000000000002'");
	console_keys(w->c, "R");
	assert_non_null(strstr(console_row(w->c, console_find(w->c, "mia")), "▲"));
	assert_non_null(strstr(console_row(w->c, console_find(w->c, "otto")), "✗"));
	assert_non_null(strstr(console_row(w->c, console_find(w->c, "admin     rosa")), "✓"));
}

static void an_account_that_nobody_can_log_in_as_says_so(void **state)
{
	struct walk *w = *state;

	open_people(w);
	walk_sql(w, "UPDATE admins SET hashed_password = '*0' WHERE username = 'mia'");
	console_keys(w->c, "R");
	console_expect(w->c, "unusable");
	console_keys(w->c, "g");
	console_keys(w->c, "j");
	console_expect(w->c, "what is stored of its pass phrase lets nobody in");
}

static void a_role_is_given_after_a_yes_and_neither_enter_nor_the_key_is_one(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "g");
	console_keys(w->c, "j");
	console_keys(w->c, "r");
	console_keys(w->c, "rr");
	console_keys(w->c, "o");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "mia is moderator, and becomes operator.");
	console_expect(w->c, "It may then also");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "r");
	console_expect(w->c, "y give it");
	walk_expect_sql(w, "SELECT count(*) FROM console_events WHERE kind = 'account.role'", "0");
	console_keys(w->c, "y");
	console_expect(w->c, "gave a role to mia");
	console_expect(w->c, "operator  mia");
	walk_expect_sql(w,
		"SELECT actor || ' ' || subject || ' ' || detail FROM console_events"
		" WHERE kind = 'account.role'",
		"rosa mia moderator → operator");
}

static void a_session_is_ended_and_an_account_disabled_and_enabled(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "g");
	console_keys(w->c, "j");
	console_keys(w->c, "x");
	console_expect(w->c, "1 session ends at once");
	console_keys(w->c, "x");
	console_keys(w->c, "y");
	console_expect(w->c, "ended what was open of mia");
	console_expect(w->c, "1 in now");
	console_keys(w->c, "x");
	console_expect(w->c, "this account is not in");
	console_keys(w->c, "d");
	console_keys(w->c, "d");
	console_keys(w->c, "y");
	console_expect(w->c, "disabled mia");
	walk_expect_sql(w, "SELECT sum(disabled) FROM console_accounts", "2");
	console_keys(w->c, "d");
	console_expect(w->c, "Enable this account?");
	console_keys(w->c, "y");
	console_expect(w->c, "enabled mia");
	walk_expect_sql(w, "SELECT sum(disabled) FROM console_accounts", "1");
}

static void a_second_factor_that_was_lost_is_taken_away_after_a_yes(void **state)
{
	struct walk *w = *state;

	open_people(w);
	walk_sql(w, HAS_A_PHONE("mia") HAS_A_PHONE("rosa"));
	console_keys(w->c, "R");
	console_keys(w->c, "g");
	console_expect_not(w->c, "f remove-factor");
	console_keys(w->c, "f");
	console_expect(w->c, "this account has no second factor");
	console_keys(w->c, "j");
	console_expect(w->c, "a second factor is on");
	console_expect(w->c, "f remove-factor");
	console_keys(w->c, "f");
	console_expect(w->c, "From the next login on the pass phrase alone lets mia in");
	console_keys(w->c, "f");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "y take it away");
	walk_expect_sql(w, "SELECT count(*) FROM console_totp", "2");
	console_keys(w->c, "y");
	console_expect(w->c, "took away the second factor of mia");
	console_expect_not(w->c, "a second factor is on");
	console_expect_not(w->c, "f remove-factor");
	console_expect(w->c, "rosa changed the second factor of mia: taken");
	walk_expect_sql(w, "SELECT count(*) FROM console_totp", "1");
	console_keys(w->c, "G");
	console_expect(w->c, "a second factor is on");
	console_keys(w->c, "f");
	console_expect(w->c, "your own second factor is switched off by :second-factor");
}

/* What one does to oneself is noticed as what others do. */
static void one_who_ends_herself_or_is_demoted_is_told_at_once(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "x");
	console_keys(w->c, "y");
	console_wait_text(w->c, "rosa ended this session of rosa", 20);
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "welcome back, rosa");
	console_keys(w->c, "r");
	console_expect(w->c, "your own role is only changed by another admin");
	walk_sql(w,
		"UPDATE console_accounts SET role = 'moderator' WHERE account_id ="
		" (SELECT id FROM admins WHERE username = 'rosa')");
	console_wait_text(w->c, "your role is moderator now, and no longer admin", 20);
	console_expect(w->c, "rosa (moderator)");
	console_keys(w->c, "A");
	console_expect(w->c, "only admins may manage accounts");
}

/* Whoever is in under the old name is told to come back under the new one. */
static void a_rename_says_what_ends_with_it(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "g");
	console_keys(w->c, "j");
	console_keys(w->c, "n");
	console_keys(w->c, "miranda");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "mia is called miranda from now on.");
	console_expect(w->c, "1 session ends at once.");
	console_keys(w->c, "y");
	console_expect(w->c, "there is now miranda");
	walk_expect_sql(w,
		"SELECT username FROM admins WHERE id = 'aaaaaaaa-0000-4000-8000-000000000002'",
		"miranda");
	walk_expect_sql(w, "SELECT ended_by FROM console_sessions WHERE actor = 'mia'", "rosa");
}

static void a_name_that_is_taken_is_refused_where_it_is_typed(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "A");
	console_keys(w->c, "ROSA\023");
	console_expect(w->c, "there is an account rosa already");
	console_expect_not(w->c, "Add this account?");
	console_keys(w->c, "\025Zoe\023");
	console_expect(w->c, "Add this account?");
	/* Meanwhile somebody else adds her. */
	walk_sql(w,
		"INSERT INTO admins (id, username, hashed_password, created_at, updated_at)"
		" VALUES ('aaaaaaaa-0000-4000-8000-000000000004', 'zoe', '" HASH "',"
		" '2026-11-22 08:00:00', '2026-11-22 08:00:00')");
	console_keys(w->c, "y");
	console_expect(w->c, "not done: there is an account zoe already");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "y");
	/* Another spelling of its own name is no other account's. */
	console_keys(w->c, "gn");
	console_expect(w->c, "Rename the account");
	console_keys(w->c, "rosa\023");
	console_expect(w->c, "there is an account rosa already");
	console_keys(w->c, "\025ADMIN\023");
	console_expect(w->c, "admin is called ADMIN from now on");
}

static void an_account_is_added_with_a_pass_phrase_that_is_shown_once(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "A");
	console_expect(w->c, "Ctrl-S does it");
	console_keys(w->c, "zoe" K_ENTER);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "y");
	console_expect(w->c, "Tell zoe, in person");
	console_expect(w->c, "type noted and Enter");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Tell zoe, in person");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "not shown again: type noted and Enter to close this");
	console_keys(w->c, K_CTRL_C);
	console_expect(w->c, "Ctrl-C again loses it");
	console_expect(w->c, "Tell zoe, in person");
	console_keys(w->c, "noted" K_ENTER);
	console_expect(w->c, "4 of 5");
	console_expect_not(w->c, "Rename the account");
	walk_expect_sql(w,
		"SELECT c.role || ' ' || c.must_change_password FROM console_accounts c"
		" JOIN admins a ON a.id = c.account_id WHERE a.username = 'zoe'",
		"moderator 1");
}

static void what_shuts_oneself_out_is_refused_with_a_word(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "DELETE FROM admins WHERE username = 'admin'");
	walk_rosa(w);
	console_keys(w->c, "6");
	console_keys(w->c, "d");
	console_expect(w->c, "your own account is only disabled by another admin");
	console_keys(w->c, "p");
	console_expect(w->c, "your own pass phrase is not reset");
}

static void whoever_is_no_admin_reads_and_changes_nothing(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 40, 120);
	walk_sql(w,
		MIA OTTO
		"INSERT INTO console_accounts (account_id, role) SELECT id, 'moderator' FROM admins"
		" WHERE username = 'rosa'");
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "6");
	console_expect(w->c, "Nothing can be changed here: only admins may manage");
	console_keys(w->c, "A");
	console_expect(w->c, "only admins may manage accounts");
	console_keys(w->c, "d");
	console_expect(w->c, "only admins may manage accounts");
	console_keys(w->c, "h");
	console_expect(w->c, "rosa logged in");
}

static void the_log_is_filtered_and_its_errors_are_said(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "h");
	console_expect(w->c, "The log");
	console_expect(w->c, "rosa logged in");
	console_keys(w->c, "/kind:nonsense" K_ENTER);
	console_expect(w->c, "there is no kind \"nonsense\" (account, belief, config, login, ");
	console_keys(w->c, "\025kind:acount" K_ENTER);
	console_expect(w->c, "there is no kind \"acount\": did you mean account?");
	console_keys(w->c,
		"\025"
		"kind:account" K_ENTER);
	console_expect(w->c, "No event matches this filter.");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "rosa logged in");
	console_keys(w->c, "/by:nobody since:1h" K_ENTER);
	console_expect(w->c, "No event matches this filter.");
	console_keys(w->c, K_ESC);
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "People");
}

/* Of an event alone nobody hears on PostgreSQL: it comes with what it tells of. */
#define EVENT(number, kind) \
	"INSERT INTO console_events (id, at, actor, kind, subject) VALUES (" \
	"'eeeeeeee-0000-4000-8000-00000000000" number "', '2026-11-22 10:00:00', 'admin', '" kind \
	"', 'otto'); UPDATE console_accounts SET role = role"

static void the_log_says_that_it_changed_when_an_event_came_that_it_lists(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "h");
	console_keys(w->c, "/kind:account" K_ENTER);
	console_expect(w->c, "No event matches this filter.");
	walk_sql(w, EVENT("1", "login"));
	walk_others_move(w);
	console_expect_not(w->c, "changed: R");
	walk_sql(w, EVENT("2", "account.add"));
	console_wait_text(w->c, "changed: R", 20);
	console_keys(w->c, "R");
	console_expect(w->c, "admin added the account otto");
	console_expect_not(w->c, "changed: R");
	walk_sql(w, EVENT("3", "account.disable"));
	console_wait_text(w->c, "changed: R", 20);
}

static void the_filter_of_the_log_is_completed(void **state)
{
	struct walk *w = *state;

	open_people(w);
	console_keys(w->c, "h/");
	console_expect(w->c, "Tab: kind:  by:  since:");
	console_keys(w->c, "since:1d k" K_TAB);
	console_expect(w->c, "Tab: account  belief  config  login  logout  migrate");
	console_keys(w->c, "account.a" K_TAB);
	console_expect(w->c, "since:1d kind:account.add");
	console_keys(w->c, "\025kind:session" K_TAB);
	console_expect(w->c, "Tab: session  session.end");
	console_keys(w->c, "\025b" K_TAB);
	console_expect(w->c, "Tab: admin  mia  otto  rosa");
	console_keys(w->c, "o" K_TAB K_ENTER);
	console_expect(w->c, "The log  by:otto");
}

static void a_long_log_is_read_to_both_ends(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w,
		w->engine == DB_POSTGRES
			? "INSERT INTO console_events (id, at, kind, subject) SELECT "
			  "gen_random_uuid(),"
			  " '2026-11-20 10:00:00', 'seed', 'event ' || n FROM generate_series(1, "
			  "500) n"
			: "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n "
			  "< 500)"
			  " INSERT INTO console_events (id, at, kind, subject) SELECT"
			  " printf('eeeeeeee-0000-4000-8000-%012d', n), '2026-11-20 10:00:00', "
			  "'seed',"
			  " 'event ' || n FROM s");
	console_keys(w->c, "6");
	console_keys(w->c, "h");
	console_keys(w->c, "G");
	console_expect(w->c, "▸  now  rosa logged in");
	for (int i = 0; i < 40; i++)
		console_keys(w->c, K_PGUP);
	console_keys(w->c, "g");
	console_expect(w->c, "▸   2d  sowed event 500");
}

/* A persona, a setting or another account may have the name, or hold it. */
static void lately_is_what_the_account_did_or_met_and_nothing_else(void **state)
{
	struct walk *w = *state;

	open_people(w);
	walk_sql(w,
		"INSERT INTO console_events (id, at, kind, subject, actor, actor_id) VALUES"
		" ('eeeeeeee-0000-4000-8000-000000000001', '2026-11-22 10:00:00', 'config.set',"
		"  'miaBot tone', 'anna', NULL),"
		" ('eeeeeeee-0000-4000-8000-000000000002', '2026-11-22 10:00:00', 'persona.add',"
		"  'mia', 'anna', NULL),"
		" ('eeeeeeee-0000-4000-8000-000000000003', '2026-11-22 10:00:00', "
		"'account.disable',"
		"  'miami', 'anna', NULL),"
		" ('eeeeeeee-0000-4000-8000-000000000004', '2026-11-22 10:00:00', 'account.enable',"
		"  'mia', 'anna', NULL),"
		" ('eeeeeeee-0000-4000-8000-000000000005', '2026-11-22 10:00:00', 'belief.delete',"
		"  'tea', 'maria', 'aaaaaaaa-0000-4000-8000-000000000002')");
	console_keys(w->c, "R");
	console_keys(w->c, "g");
	console_keys(w->c, "j");
	console_expect(w->c, "anna enabled mia");
	console_expect(w->c, "maria deleted the belief tea");
	console_expect_not(w->c, "tone");
	console_expect_not(w->c, "added the persona");
	console_expect_not(w->c, "miami");
}

static void what_names_hold_is_made_visible(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"INSERT INTO admins (id, username, hashed_password, created_at, updated_at)"
		" VALUES ('aaaaaaaa-0000-4000-8000-000000000009', 'bad' || '\x1b[31m', '*',"
		" '2026-11-01 08:00:00', '2026-11-01 08:00:00')");
	walk_rosa(w);
	console_keys(w->c, "6");
	console_expect(w->c, "bad^[[31m");
}

static void read_only_shows_all_and_offers_nothing(void **state)
{
	static const char *const args[] = {"--read-only", NULL};
	struct walk *w = *state;

	walk_open(w);
	console_keys(w->c, "\003");
	walk_expect_exit(w, 0);
	walk_open_with(w, args, NULL);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "6");
	console_expect(w->c, "rosa");
	console_keys(w->c, "A");
	console_expect(w->c, "read-only");
}

/* --- Stored screens. --- */

static void screen_at(struct walk *w, int rows, int columns, const char *name)
{
	open_people_at(w, rows, columns);
	console_keys(w->c, "k");
	console_keys(w->c, "k");
	walk_expect_screen(w, name);
}

static void on_80_columns(void **state)
{
	struct walk *w = *state;

	screen_at(w, 24, 80, "people-24x80");
	console_keys(w->c, "r");
	console_keys(w->c, "o");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	walk_expect_screen(w, "people-role-24x80");
}

static void on_120_columns(void **state)
{
	struct walk *w = *state;

	screen_at(w, 40, 120, "people-40x120");
}

static void on_200_columns(void **state)
{
	struct walk *w = *state;

	screen_at(w, 50, 200, "people-50x200");
}

static void set_clock(const char *path, const char *time)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(time, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* Nobody touches a key meanwhile. */
static void ages_go_on_as_time_passes(void **state)
{
	struct walk *w = *state;
	const char *clock = arena_printf(&w->arena, "%s/clock", w->folder);
	const char *env[] = {arena_printf(&w->arena, "TENET_NOW=%s", clock), NULL};

	set_clock(clock, "2026-11-22 10:00:00");
	walk_open_with(w, NULL, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "6");
	console_keys(w->c, "G" K_TAB);
	console_expect(w->c, "last login 2026-11-22 10:00, just now");
	set_clock(clock, "2026-11-22 10:03:00");
	console_wait_text(w->c, "last login 2026-11-22 10:00, 3m ago", 30);
	console_keys(w->c, K_ESC);
	console_keys(w->c, "5");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "yes" K_ENTER);
	console_wait_text(w->c, "just now", 10);
	set_clock(clock, "2026-11-22 10:05:00");
	console_wait_text(w->c, "2m ago", 30);
}

static void ages_of_the_queue_go_on_as_well(void **state)
{
	struct walk *w = *state;
	const char *clock = arena_printf(&w->arena, "%s/clock", w->folder);
	const char *env[] = {arena_printf(&w->arena, "TENET_NOW=%s", clock), NULL};

	walk_sql(w, "UPDATE pending_posts SET created_at = '2026-11-22 09:30:00'");
	set_clock(clock, "2026-11-22 10:00:00");
	walk_open_with(w, NULL, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "▸ 30m r/");
	set_clock(clock, "2026-11-22 10:05:00");
	console_wait_text(w->c, "▸ 35m r/", 90);
}

int main(void)
{
	const struct CMUnitTest walks[] = {
		WALK_BOTH(accounts_stand_with_role_and_state_and_who_is_in),
		WALK_BOTH(somebody_at_two_consoles_is_one_who_is_in),
		WALK_BOTH(a_draft_is_said_of_a_session_only_when_it_is_the_only_one),
		WALK(what_matters_most_of_an_account_has_a_sign_at_40_columns),
		WALK_BOTH(an_account_that_nobody_can_log_in_as_says_so),
		WALK_BOTH(a_role_is_given_after_a_yes_and_neither_enter_nor_the_key_is_one),
		WALK_BOTH(a_session_is_ended_and_an_account_disabled_and_enabled),
		WALK_BOTH(a_second_factor_that_was_lost_is_taken_away_after_a_yes),
		WALK_BOTH(one_who_ends_herself_or_is_demoted_is_told_at_once),
		WALK_BOTH(a_rename_says_what_ends_with_it),
		WALK_BOTH(a_name_that_is_taken_is_refused_where_it_is_typed),
		WALK_BOTH(an_account_is_added_with_a_pass_phrase_that_is_shown_once),
		WALK_BOTH(what_shuts_oneself_out_is_refused_with_a_word),
		WALK_BOTH(whoever_is_no_admin_reads_and_changes_nothing),
		WALK_BOTH(the_log_is_filtered_and_its_errors_are_said),
		WALK_BOTH(the_log_says_that_it_changed_when_an_event_came_that_it_lists),
		WALK(the_filter_of_the_log_is_completed),
		WALK_BOTH(a_long_log_is_read_to_both_ends),
		WALK_BOTH(lately_is_what_the_account_did_or_met_and_nothing_else),
		WALK_BOTH(what_names_hold_is_made_visible),
		WALK(read_only_shows_all_and_offers_nothing),
		WALK(on_80_columns),
		WALK(on_120_columns),
		WALK(on_200_columns),
		WALK(ages_go_on_as_time_passes),
		WALK(ages_of_the_queue_go_on_as_well),
	};

	return RUN_WALKS(walks);
}

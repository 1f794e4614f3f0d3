/* Two at once: what each of them relies on is there when it commits. */
#include <stdio.h>
#include <string.h>

#include "../../src/store/account_row.h"
#include "base/time.h"
#include "fixture_beside.h"
#include "store/seed.h"

/* --- Decisions. --- */

static int decide(struct store *s, const struct session *who, const char *id,
	struct decision_result *out, struct err *e)
{
	struct decision_request r = {.post_id = id, .decision = DECIDE_APPROVE, .viewing_ms = -1};

	return posts_decide(s->db, who, &r, &s->arena, out, e);
}

/* Changes something, and commits when somebody waits for it. */
static void change(struct db *db, void *sql)
{
	struct err e = {0};

	beside_must(db_begin(db, &e), e);
	beside_exec(db, sql);
	beside_ready();
	beside_until_waited_for(db);
	beside_must(db_commit(db, &e), e);
}

static void who_is_being_disabled_decides_nothing(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	char sql[] = "UPDATE console_accounts SET disabled = 1";
	struct beside other = beside_start(s, change, sql);
	struct decision_result out;
	struct err e = {0};

	beside_wait(&other);
	assert_fails(decide(s, &mia, id, &out, &e), e, ERR_DENIED);
	assert_says(e, "disabled");
	beside_join(&other);
	assert_int_equal(store_post(s, id).status, POST_PENDING);
}

static void who_comes_second_is_told_who_was_first(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	char sql[] = "UPDATE pending_posts SET status = 'rejected', reviewed_by = 'ben',"
		     " reviewed_at = '2026-11-22T10:00:00.5'";
	struct beside other = beside_start(s, change, sql);
	struct decision_result out;
	struct err e = {0};

	beside_wait(&other);
	assert_ok(decide(s, &mia, id, &out, &e), e);
	assert_int_equal(out.outcome, DECIDED_BEFORE);
	assert_int_equal(out.status, POST_REJECTED);
	assert_span(out.by, "ben");
	beside_join(&other);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 0);
}

static void a_draft_that_is_being_edited_is_not_decided_on_what_was_seen(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct post seen = store_post(s, id);
	struct decision_request r = {.post_id = id, .seen_hash = seen.hash, .viewing_ms = -1};
	char sql[] = "UPDATE pending_posts SET content = 'Something else.'";
	struct beside other = beside_start(s, change, sql);
	struct decision_result out;
	struct err e = {0};

	beside_wait(&other);
	assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECISION_CHANGED);
	beside_join(&other);
}

/* --- Undo. --- */

#define DECISIONS 30

static int undo_all(struct db *db, const struct session *who)
{
	struct arena a = {0};
	struct undo_result r;
	struct err e = {0};
	int n = 0;

	for (; posts_undo(db, who, NULL, 0, &a, &r, &e) == 0; n++) {
		if (r.refused)
			beside_fail(r.refused);
		arena_clear(&a);
	}
	if (e.code != ERR_MISSING)
		beside_fail(e.text);
	arena_free(&a);
	return n;
}

static void undo_beside(struct db *db, void *arg)
{
	beside_ready();
	undo_all(db, arg);
}

static void two_consoles_of_one_person_take_back_each_decision_once(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct decision_result out;
	struct err e = {0};

	for (int i = 0; i < DECISIONS; i++)
		assert_ok(decide(s, &mia, store_draft(s, &(struct store_draft){0}), &out, &e), e);
	struct beside other = beside_start(s, undo_beside, &mia);
	beside_wait(&other);
	undo_all(s->db, &mia);
	beside_join(&other);
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_decisions WHERE action = 'undo'"),
		DECISIONS);
	assert_int_equal(
		store_number(s, "SELECT count(DISTINCT undoes) FROM console_decisions"), DECISIONS);
}

/* --- Accounts. --- */

static void a_login_waits_for_the_one_before_and_comes_too_soon(void **state)
{
	static const char add_rosa[] =
		"INSERT INTO admins (id, username, hashed_password) VALUES"
		" ('aaaaaaaa-0000-4000-8000-0000000000ff', 'rosa',"
		" '$2b$12$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O');"
		"INSERT INTO console_accounts (account_id, role) VALUES"
		" ('aaaaaaaa-0000-4000-8000-0000000000ff', 'admin')";
	struct store *s = *state;
	struct session out;
	struct err e = {0};
	char next[27];

	time_format_micros(time_now() + 600 * TIME_SECOND, next);
	char *sql = arena_printf(
		&s->arena, "UPDATE console_accounts SET failures = 11, next_try_at = '%s'", next);

	store_exec(s->db, add_rosa);
	struct beside other = beside_start(s, change, sql);
	beside_wait(&other);
	assert_fails(session_login(s->db, SPAN_LIT("rosa"), SPAN_LIT("tulips and typewriters 1931"),
			     &out, &e),
		e, ERR_DENIED);
	beside_join(&other);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 11);
}

#define NAMES 25

struct names {
	const struct session *actor;
	const char *form;
};

/* Adds the accounts, or finds that they are there. */
static void add_names(struct db *db, void *arg)
{
	const struct names *all = arg;

	beside_ready();
	for (int i = 0; i < NAMES; i++) {
		char name[32];
		struct err e = {0};
		snprintf(name, sizeof(name), all->form, i);
		struct new_account n = {.actor = all->actor,
			.name = span_of(name),
			.hash = "*",
			.role = ROLE_ADMIN,
			.must_change = true};
		if (account_create(db, &n, &e) != 0 && e.code != ERR_CONSTRAINT)
			beside_fail(e.text);
	}
}

static void a_name_is_given_once_whatever_its_case(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_ADMIN);
	struct names small = {&mia, "ada%d"}, large = {&mia, "ADA%d"};
	struct beside other = beside_start(s, add_names, &large);

	beside_wait(&other);
	add_names(s->db, &small);
	beside_join(&other);
	assert_int_equal(store_number(s, "SELECT count(*) FROM admins"), NAMES + 1);
	assert_int_equal(
		store_number(s, "SELECT count(DISTINCT lower(username)) FROM admins"), NAMES + 1);
}

static void sow(struct db *db, void *arg)
{
	struct str report = {0};
	struct err e = {0};

	beside_ready();
	beside_must(seed_demo(db, arg, &report, &e), e);
	str_free(&report);
}

static void two_seeds_at_once_are_one(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct beside other = beside_start(s, sow, &ada);

	beside_wait(&other);
	sow(s->db, &ada);
	beside_join(&other);
	assert_int_equal(store_number(s, "SELECT count(*) FROM pending_posts"), 30);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_nodes"), 9);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_events"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(who_is_being_disabled_decides_nothing),
		ON_FRESH(who_comes_second_is_told_who_was_first),
		ON_FRESH(a_draft_that_is_being_edited_is_not_decided_on_what_was_seen),
		ON_FRESH(two_consoles_of_one_person_take_back_each_decision_once),
		ON_FRESH(a_login_waits_for_the_one_before_and_comes_too_soon),
		ON_FRESH(a_name_is_given_once_whatever_its_case),
		ON_FRESH(two_seeds_at_once_are_one),
	};

	return RUN_CASES(tests);
}

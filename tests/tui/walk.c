/* One moderator's morning from a mistyped pass phrase to the way out, and what it leaves behind. */
#include "tui/fixture_walk.h"

#define NEW_WORDS "an umbrella for the ferry"

/* The clock must run here: after a failed try the account waits. */
static const char *const running_clock[] = {"TENET_NOW", NULL};

/* The pass phrase stays in its field while the console says how long to wait. */
static void log_in_after_a_failure(struct walk *w, const char *words)
{
	do {
		console_keys(w->c, words);
		console_keys(w->c, K_ENTER);
	} while (console_has(w->c, "not tried: after a failed try"));
}

static void get_in(struct walk *w)
{
	walk_login(w, ADMIN, "not the pass phrase");
	console_expect(w->c, "login failed: wrong user or pass phrase");
	console_expect_not(w->c, "Queue");
	log_in_after_a_failure(w, ADMINS_WORDS);

	console_expect(w->c, "choose a pass phrase of your own");
	console_keys(w->c, "too short" K_ENTER "too short" K_ENTER);
	console_expect(w->c, "15 characters");
	console_keys(w->c, NEW_WORDS K_ENTER "an umbrella for the train" K_ENTER);
	console_expect(w->c, "the two were not the same");
	console_keys(w->c, NEW_WORDS K_ENTER NEW_WORDS K_ENTER);
	console_expect(w->c, "welcome, admin");
	console_expect(w->c, "180 pending");
}

static void read_and_approve(struct walk *w)
{
	while (console_has(w->c, "unread lines"))
		console_keys(w->c, "J");
	console_keys(w->c, "a");
}

/* Approves three and rejects one, then takes back the one rejected. */
static void review(struct walk *w)
{
	read_and_approve(w);
	console_expect(w->c, "approved r/de · u takes it back");
	read_and_approve(w);
	console_expect(w->c, "approved r/changemyview");
	read_and_approve(w);
	console_expect(w->c, "approved r/newsokur");
	console_expect(w->c, "177 pending");
	console_keys(w->c, "x1");
	console_expect(w->c, "rejected r/languagelearning");
	console_expect(w->c, "176 pending");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending again in r/languagelearning");
	console_expect(w->c, "177 pending");
	console_expect(w->c, "4 of 180");
}

/* Two edges out and the same way back, then the timeline. */
static void explore(struct walk *w)
{
	console_keys(w->c, "2");
	console_expect(w->c, "AI systems should say what they are");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "2 back: Backspace");
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, K_BACKSPACE);
	console_expect_not(w->c, "back: Backspace");
	console_expect(w->c, "People deserve to know when they talk to a machine.");
	console_keys(w->c, "t");
	console_expect(w->c, "Stances  AI systems should say what they are");
	console_expect(w->c, "1 of 3 versions");
}

static void resize_and_back(struct walk *w)
{
	const char *before = walk_rows(w, 0, -1);

	console_resize(w->c, 15, 60);
	console_expect(w->c, "Stances  AI systems");
	console_resize(w->c, 24, 80);
	assert_string_equal(walk_rows(w, 0, -1), before);
}

static void expect_decisions(struct walk *w)
{
	walk_expect_sql(w, "SELECT action FROM console_decisions ORDER BY seq",
		"approve approve approve reject undo");
	walk_expect_sql(w,
		"SELECT count(*) FROM console_decisions d JOIN admins a ON a.id = d.actor_id"
		" WHERE d.actor = 'admin' AND a.username = 'admin'",
		"5");
	walk_expect_sql(w,
		"SELECT count(*) FROM console_decisions d JOIN pending_posts p ON p.id = d.post_id"
		" WHERE d.action <> 'undo' AND length(d.seen_hash) = 64"
		" AND d.viewing_ms BETWEEN 0 AND 600000 AND d.status_before = 'pending'"
		" AND d.content_before = p.content",
		"4");
	walk_expect_sql(w,
		"SELECT count(DISTINCT seen_hash) FROM console_decisions WHERE action <> 'undo'",
		"4");
	walk_expect_sql(w,
		"SELECT d.action FROM console_decisions u JOIN console_decisions d ON d.id ="
		" u.undoes WHERE u.action = 'undo'",
		"reject");
}

static void expect_drafts(struct walk *w)
{
	walk_expect_sql(w,
		"SELECT count(*) FROM pending_posts p JOIN console_decisions d ON d.post_id = p.id"
		" WHERE d.action = 'approve' AND p.status = 'approved' AND p.reviewed_by = 'admin'"
		" AND p.updated_at = p.reviewed_at",
		"3");
	if (w->engine == DB_SQLITE)
		walk_expect_sql(w,
			"SELECT count(*) FROM pending_posts p JOIN console_decisions d"
			" ON d.post_id = p.id WHERE d.action = 'approve'"
			" AND p.reviewed_at LIKE '____-__-__T__:__:__.______'",
			"3");
	walk_expect_sql(w,
		"SELECT status || ' ' || coalesce(reviewed_by, 'by nobody') || ' ' ||"
		" CASE WHEN reviewed_at IS NULL THEN 'never' ELSE 'once' END FROM pending_posts "
		"WHERE id ="
		" (SELECT post_id FROM console_decisions WHERE action = 'undo')",
		"pending by nobody never");
	walk_expect_sql(w, "SELECT count(*) FROM pending_posts WHERE status = 'pending'", "177");
	walk_expect_sql(w, "SELECT count(*) FROM pending_posts", "240");
}

static void a_morning_of_review_from_the_first_login_to_the_way_out(void **state)
{
	struct walk *w = *state;

	walk_open_with(w, NULL, running_clock);
	get_in(w);
	review(w);
	explore(w);
	resize_and_back(w);
	console_keys(w->c, "1");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);

	expect_decisions(w);
	expect_drafts(w);
	walk_expect_sql(w, "SELECT version_num FROM alembic_version", "7c2e41f09ab3");

	walk_open(w);
	walk_login(w, ADMIN, NEW_WORDS);
	console_expect(w->c, "welcome, admin");
}

static void run(struct walk *w, const char *command)
{
	walk_enter(w);
	const char *line = arena_printf(
		&w->arena, "\"$TENET\" --database '%s' %s >/dev/null", w->address, command);
	int status = system(line);
	walk_leave();
	if (status != 0)
		fail_msg("%s: status %d", command, status);
}

static void a_database_that_tenet_made_and_seeded_is_worked_with_in_the_same_way(void **state)
{
	struct walk *w = *state;

	run(w, "db upgrade head");
	run(w, "seed admin 2>&1");
	run(w, "seed config");
	run(w, "seed demo");
	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, NEW_WORDS K_ENTER NEW_WORDS K_ENTER);
	console_expect(w->c, "welcome, admin");
	read_and_approve(w);
	console_expect(w->c, "approved r/");
	console_keys(w->c, "2");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_keys(w->c, "t");
	console_expect(w->c, "versions");
	console_keys(w->c, "1");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_morning_of_review_from_the_first_login_to_the_way_out),
		WALK_FOLDER(a_database_that_tenet_made_and_seeded_is_worked_with_in_the_same_way),
		WALK_EMPTY(a_database_that_tenet_made_and_seeded_is_worked_with_in_the_same_way),
	};

	return RUN_WALKS(tests);
}

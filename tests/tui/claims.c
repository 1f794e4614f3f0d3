/* Who has a draft open: others see it, are asked before they decide on it, and are never blocked.
 */
#include <unistd.h>

#include "tui/fixture_walk.h"

#define CLAIMS "SELECT count(*) FROM console_claims"
#define ROSAS_CLAIMS CLAIMS " WHERE actor = 'rosa'"
#define DECISIONS "SELECT count(*) FROM console_decisions"

/* Rosa has the first draft open, and w->c is bruno's console on the same database. */
static struct console *rosa_and_bruno(struct walk *w)
{
	walk_rosa(w);
	struct console *rosas = w->c;

	walk_sql(w,
		"UPDATE admins SET username = 'bruno', hashed_password = (SELECT"
		" hashed_password FROM admins WHERE username = 'rosa')"
		" WHERE username = 'admin'");
	walk_open(w);
	walk_login(w, "bruno", ROSAS_WORDS);
	console_wait_text(w->c, "@rosa", 20);
	return rosas;
}

static void what_one_reads_bears_her_name_for_others(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_expect(w->c, "▸  8w r/de               @rosa");
	console_expect(w->c, "open: rosa");
	console_expect_not(rosas, "@rosa");
	walk_expect_sql(w, "SELECT actor FROM console_claims", "rosa");
	console_free(&rosas);
}

static void deciding_on_what_another_reads_asks_first(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(w->c, "a");
	console_expect(w->c, "rosa has this draft open");
	console_expect(w->c, "It was opened at 12:00:00 UTC, and is perhaps");
	console_keys(w->c, "a");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "y approve it all the same");
	console_keys(w->c, "n");
	console_expect_not(w->c, "rosa has this draft open");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "x");
	console_keys(w->c, "y");
	console_expect(w->c, "Reject the comment in r/de: why?");
	console_keys(w->c, "1");
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(w, "SELECT actor FROM console_decisions", "bruno");
	console_wait_text(rosas, "Rejected by bruno", 20);
	console_free(&rosas);
}

static void a_question_about_a_draft_that_is_decided_meanwhile_is_over(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(w->c, "a");
	console_expect(w->c, "rosa has this draft open");
	console_keys(rosas, "x");
	console_keys(rosas, "1");
	console_wait_text(
		w->c, "It was rejected by rosa at 12:00:00 UTC. There is nothing left", 20);
	console_expect(w->c, "This draft is decided");
	console_expect_not(w->c, "has this draft open");
	console_expect_not(w->c, "approve it all the same");
	console_keys(w->c, "y");
	console_expect(w->c, "n closes this");
	console_keys(w->c, "n");
	console_expect_not(w->c, "closes this");
	console_expect(w->c, "Rejected by rosa");
	walk_expect_sql(w, "SELECT actor FROM console_decisions", "rosa");
	console_free(&rosas);
}

static void a_question_about_a_draft_that_is_deleted_is_over(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(w->c, "e");
	console_expect(w->c, "y edit it all the same");
	walk_sql_on(w, "DELETE FROM pending_posts WHERE id = '%s'", walk_first(w));
	console_wait_text(w->c, "It was deleted. There is nothing left to decide.", 20);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "This draft was deleted.");
	console_free(&rosas);
}

static void moving_on_claims_the_next_and_lets_go_of_the_last(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(w->c, "G");
	console_keys(rosas, "j");
	console_keys(w->c, "g");
	console_wait_text(w->c, "   8w r/changemyview     @rosa", 20);
	walk_expect_sql(w, "SELECT count(*) FROM console_claims WHERE actor = 'rosa'", "1");
	console_free(&rosas);
}

/* The decision ended the claim, and the draft is being read again. */
static void who_takes_a_decision_back_has_the_draft_open(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	for (int i = 0; i < 200 && strcmp(walk_text(w, ROSAS_CLAIMS), "1") != 0; i++)
		usleep(50000);
	console_keys(w->c, "a");
	console_keys(w->c, "u");
	for (int i = 0; i < 200 && strcmp(walk_text(w, ROSAS_CLAIMS), "0") == 0; i++)
		usleep(50000);
	walk_expect_sql(w, ROSAS_CLAIMS, "1");
}

/* Bruno came second, and stays when rosa goes on. */
static void who_still_reads_it_takes_it_over(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(rosas, "j");
	console_wait_text(rosas, "8w r/de               @bruno", 20);
	console_keys(rosas, "k");
	console_keys(rosas, "a");
	console_expect(rosas, "bruno has this draft open");
	walk_expect_sql(w, DECISIONS, "0");
	console_free(&rosas);
}

static void leaving_the_queue_lets_go(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(rosas, "2");
	console_wait_text(w->c, "▸  8w r/de               comment", 20);
	walk_expect_sql(w, "SELECT count(*) FROM console_claims WHERE actor = 'rosa'", "0");
	console_free(&rosas);
}

static void quitting_lets_go(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(w->c, "2");
	console_type(rosas, "q");
	assert_int_equal(console_wait_exit(rosas, 20), 0);
	walk_expect_sql(w, CLAIMS, "0");
	console_free(&rosas);
}

static void a_broken_line_lets_go(void **state)
{
	struct walk *w = *state;
	struct console *rosas = rosa_and_bruno(w);

	console_keys(w->c, "2");
	console_hangup(rosas);
	console_wait_exit(rosas, 20);
	walk_expect_sql(w, CLAIMS, "0");
	console_free(&rosas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(what_one_reads_bears_her_name_for_others),
		WALK_BOTH(deciding_on_what_another_reads_asks_first),
		WALK_BOTH(a_question_about_a_draft_that_is_decided_meanwhile_is_over),
		WALK_BOTH(a_question_about_a_draft_that_is_deleted_is_over),
		WALK_BOTH(moving_on_claims_the_next_and_lets_go_of_the_last),
		WALK_BOTH(who_takes_a_decision_back_has_the_draft_open),
		WALK_BOTH(who_still_reads_it_takes_it_over),
		WALK_BOTH(leaving_the_queue_lets_go),
		WALK_BOTH(quitting_lets_go),
		WALK_BOTH(a_broken_line_lets_go),
	};

	return RUN_WALKS(tests);
}

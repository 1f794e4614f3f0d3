/* A database that cannot or shall not be written: everything can be read, and nothing is lost. */
#include "tui/fixture_walk.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The console's own tables must be there before it can open the file without writing. */
static void adopt(struct walk *w)
{
	walk_enter(w);
	int status = system("\"$TENET\" --database agent.db posts list >/dev/null");
	walk_leave();
	assert_int_equal(status, 0);
}

/* Every row of every table that a login or a decision would touch, as one number. */
static const char everything[] =
	"SELECT (SELECT group_concat(status || updated_at) FROM pending_posts) ||"
	" (SELECT count(*) FROM console_decisions) || (SELECT count(*) FROM console_events) ||"
	" (SELECT count(*) FROM console_accounts) ||"
	" (SELECT group_concat(hashed_password) FROM admins)";

static void open_read_only(struct walk *w, const char *name, const char *words)
{
	static const char *const args[] = {"--read-only", NULL};

	adopt(w);
	walk_open_with(w, args, NULL);
	console_idle(w->c);
	console_expect(w->c, "read-only: nothing can be decided");
	walk_login(w, name, words);
}

static void read_only_says_why_nothing_is_decided(void **state)
{
	struct walk *w = *state;
	static const char *const keys[] = {"a", "x", "u"};

	adopt(w);
	const char *before = walk_text(w, everything);
	open_read_only(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "180 pending · read-only");
	for (size_t i = 0; i < 3; i++) {
		console_keys(w->c, keys[i]);
		console_expect(w->c, "the database is open read-only");
		console_keys(w->c, "j");
		console_expect_not(w->c, "the database is open read-only");
	}
	console_keys(w->c, "*");
	console_expect(w->c, "180 marked: all that match · U unmarks all");
	console_keys(w->c, "U");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_expect_sql(w, everything, before);
}

static void who_must_change_the_pass_phrase_may_still_read(void **state)
{
	struct walk *w = *state;

	adopt(w);
	const char *before = walk_text(w, everything);
	open_read_only(w, ADMIN, ADMINS_WORDS);
	console_expect(w->c, "welcome, admin");
	console_keys(w->c, "a");
	console_expect(w->c, "the database is open read-only");
	walk_expect_sql(w, everything, before);
}

/* The database counts nothing here, but the console does. */
static void guesses_have_to_wait_all_the_same(void **state)
{
	struct walk *w = *state;

	open_read_only(w, ROSA, "not the words");
	console_expect(w->c, "login failed");
	console_keys(w->c, "nor these" K_ENTER);
	console_expect(w->c, "not tried: after a failed try the next one can begin in 1 s");
}

static void a_wrong_pass_phrase_is_refused_without_being_written_down(void **state)
{
	struct walk *w = *state;

	adopt(w);
	const char *before = walk_text(w, everything);
	open_read_only(w, ROSA, "daffodils and typewriters 1931");
	console_expect(w->c, "login failed");
	walk_expect_sql(w, everything, before);
}

static void what_others_write_is_seen(void **state)
{
	struct walk *w = *state;

	open_read_only(w, ROSA, ROSAS_WORDS);
	walk_add_first(w, SPAN_LIT("Fresh from the agent."));
	console_wait_text(w->c, "1 new: R", 20);
}

static void a_file_without_the_right_to_write_opens_read_only(void **state)
{
	struct walk *w = *state;
	const char *path = arena_printf(&w->arena, "%s/agent.db", w->folder);

	adopt(w);
	/* What makes root write any file is taken from the programs that this one starts. */
	if (geteuid() == 0 && prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE) != 0)
		skip();
	assert_int_equal(chmod(path, 0444), 0);
	walk_rosa(w);
	console_expect(w->c, "read-only");
	console_keys(w->c, "a");
	console_expect(w->c, "the database is open read-only");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
	assert_int_equal(chmod(path, 0600), 0);
}

static void an_agents_database_that_cannot_be_adopted_says_so(void **state)
{
	static const char *const args[] = {"--read-only", NULL};
	struct walk *w = *state;

	walk_open_with(w, args, NULL);
	assert_int_equal(console_wait_exit(w->c, 20), 1);
	console_expect(w->c, "agent.db lacks the console's own tables");
	walk_expect_sql(w, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'console%'", "0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(read_only_says_why_nothing_is_decided),
		WALK(who_must_change_the_pass_phrase_may_still_read),
		WALK(guesses_have_to_wait_all_the_same),
		WALK(a_wrong_pass_phrase_is_refused_without_being_written_down),
		WALK(what_others_write_is_seen),
		WALK(an_agents_database_that_cannot_be_adopted_says_so),
		WALK(a_file_without_the_right_to_write_opens_read_only),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

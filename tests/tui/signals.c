/* The terminal goes, comes back, or is asked for by somebody else. */
#include "tui/fixture_walk.h"

#include <signal.h>

#define UNDECIDED "SELECT count(*) FROM pending_posts WHERE status = 'pending'"
#define DECISIONS "SELECT count(*) FROM console_decisions"

/* Either the draft is decided and the ledger says so, or neither. */
static void expect_nothing_half_written(struct walk *w)
{
	walk_expect_sql(w,
		"SELECT (SELECT count(*) FROM console_decisions) ="
		" (SELECT count(*) FROM pending_posts WHERE reviewed_by = 'rosa'"
		" AND status = 'approved')",
		"1");
	walk_expect_sql(w, "PRAGMA integrity_check", "ok");
}

static void lose_terminal(struct walk *w)
{
	console_hangup(w->c);
	assert_int_equal(console_wait_exit(w->c, 3), 128 + SIGHUP);
}

static void a_lost_terminal_ends_the_console_within_a_second(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	lose_terminal(w);
	expect_nothing_half_written(w);
	walk_expect_sql(w, DECISIONS, "1");
}

static void a_terminal_lost_in_the_middle_of_a_decision_leaves_nothing_half_done(void **state)
{
	struct walk *w = *state;
	struct err e = {0};

	walk_rosa(w);
	assert_int_equal(db_begin(w->db, &e), 0);
	console_type(w->c, "a");
	console_wait_text(w->c, "r/de               saving", 20);
	lose_terminal(w);
	db_rollback(w->db);
	expect_nothing_half_written(w);
	walk_expect_sql(w, DECISIONS, "0");
}

static void a_lost_terminal_ends_the_login_too(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	lose_terminal(w);
}

static void sigterm_ends_the_console_and_gives_the_terminal_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	console_signal(w->c, SIGTERM);
	walk_expect_exit(w, 128 + SIGTERM);
	expect_nothing_half_written(w);
	walk_expect_sql(w, DECISIONS, "1");
}

/* Rosa's console with a sanitizer that leaves crashes to the program, and such options besides. */
static void open_to_crash(struct walk *w, const char *options)
{
	const char *const env[] = {
		arena_printf(&w->arena,
			"ASAN_OPTIONS=handle_segv=0:handle_sigbus=0:handle_abort=0:"
			"handle_sigfpe=0:handle_sigill=0:%s",
			options),
		NULL};

	walk_open_with(w, NULL, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "rosa (");
}

static void a_crash_gives_the_terminal_back(void **state)
{
	static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
	struct walk *w = *state;

	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++) {
		open_to_crash(w, "");
		console_signal(w->c, crashes[i]);
		walk_expect_exit(w, 128 + crashes[i]);
	}
}

static void whatever_else_ends_it_gives_the_terminal_back(void **state)
{
	static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGPIPE,
		SIGXCPU, SIGXFSZ, SIGSYS, SIGTRAP};
	struct walk *w = *state;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		open_to_crash(w, "");
		console_signal(w->c, ends[i]);
		walk_expect_exit(w, 128 + ends[i]);
	}
}

/* What is pasted is kept in one piece, which this sanitizer does not give. */
static void the_end_of_memory_gives_the_terminal_back_and_says_so(void **state)
{
	struct walk *w = *state;
	char *text = arena_alloc(&w->arena, (1 << 20) + 1);

	memset(text, 'a', 1 << 20);
	text[1 << 20] = '\0';
	open_to_crash(w, "allocator_may_return_null=1:max_allocation_size_mb=1");
	console_keys(w->c, "/");
	/* What comes after the end is echoed, and must not scroll the words away. */
	console_resize(w->c, 100, 300);
	console_send(w->c, "\033[200~");
	console_send_until_end(w->c, text);
	assert_int_equal(console_wait_exit(w->c, 20), 1);
	console_expect_restored(w->c);
	console_expect(w->c, "tenet: out of memory");
}

static void stop_and_go_on(struct walk *w, const char *before)
{
	console_wait_stop(w->c);
	console_expect_restored(w->c);
	console_continue(w->c);
	assert_string_equal(walk_rows(w, 0, -1), before);
}

static void come_back(struct walk *w, const char *before)
{
	stop_and_go_on(w, before);
	console_keys(w->c, "j");
	console_expect(w->c, "3 of 180");
}

static void control_z_goes_to_the_shell_and_fg_comes_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "j");
	const char *before = walk_rows(w, 0, -1);
	console_type(w->c, K_CTRL_Z);
	come_back(w, before);
}

static void control_z_in_a_box_goes_to_the_shell_and_the_box_is_there_again(void **state)
{
	static const char *const keys[] = {"x", "?", ":", "/"};
	struct walk *w = *state;

	walk_rosa(w);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		console_keys(w->c, keys[i]);
		const char *before = walk_rows(w, 0, -1);
		console_type(w->c, K_CTRL_Z);
		stop_and_go_on(w, before);
		console_keys(w->c, K_ESC);
	}
}

static void sigtstp_from_outside_does_the_same(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "j");
	const char *before = walk_rows(w, 0, -1);
	console_signal(w->c, SIGTSTP);
	come_back(w, before);
}

/* Nothing can be done before a SIGSTOP; after it all is taken again. */
static void after_a_sigstop_the_terminal_is_taken_again(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "j");
	const char *before = walk_rows(w, 0, -1);
	console_signal(w->c, SIGSTOP);
	console_wait_stop(w->c);
	console_scribble(w->c);
	console_continue(w->c);
	assert_string_equal(walk_rows(w, 0, -1), before);
	console_keys(w->c, "j");
	console_expect(w->c, "3 of 180");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

static void a_terminal_resized_while_stopped_is_drawn_at_its_new_size(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "j");
	console_resize(w->c, 40, 120);
	const char *wide = walk_rows(w, 0, -1);
	console_resize(w->c, 24, 80);
	console_type(w->c, K_CTRL_Z);
	console_wait_stop(w->c);
	console_continue(w->c);
	console_resize(w->c, 40, 120);
	assert_string_equal(walk_rows(w, 0, -1), wide);
}

static void q_leaves_and_gives_the_terminal_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(a_lost_terminal_ends_the_console_within_a_second),
		WALK(a_terminal_lost_in_the_middle_of_a_decision_leaves_nothing_half_done),
		WALK(a_lost_terminal_ends_the_login_too),
		WALK(sigterm_ends_the_console_and_gives_the_terminal_back),
		WALK(a_crash_gives_the_terminal_back),
		WALK(whatever_else_ends_it_gives_the_terminal_back),
		WALK(the_end_of_memory_gives_the_terminal_back_and_says_so),
		WALK(control_z_goes_to_the_shell_and_fg_comes_back),
		WALK(control_z_in_a_box_goes_to_the_shell_and_the_box_is_there_again),
		WALK(sigtstp_from_outside_does_the_same),
		WALK(after_a_sigstop_the_terminal_is_taken_again),
		WALK(a_terminal_resized_while_stopped_is_drawn_at_its_new_size),
		WALK(q_leaves_and_gives_the_terminal_back),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

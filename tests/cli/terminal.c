/* Commands on a terminal: passwords are asked for there and never shown, tables fit into it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "base/str.h"

#define PHRASE "a calm cup of tea for rosa"
#define PATIENCE_MS 20000

/* A call of tenet on a terminal. */
struct asked {
	int terminal, held; /* held: the other end, open so that the settings outlive the child */
	pid_t child;
	struct str said;
};

/* Runs a command of the shell. */
static void ask(struct asked *a, const char *command)
{
	struct winsize size = {.ws_row = 24, .ws_col = 30};

	*a = (struct asked){0};
	assert_int_equal(openpty(&a->terminal, &a->held, NULL, NULL, &size), 0);
	a->child = fork();
	assert_true(a->child >= 0);
	if (a->child == 0) {
		close(a->terminal);
		if (login_tty(dup(a->held)) == 0)
			execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
}

/* Reads what is said until `text` was. */
static void wait_for(struct asked *a, const char *text)
{
	while (!strstr(str_cstr(&a->said), text)) {
		char part[512];
		struct pollfd p = {.fd = a->terminal, .events = POLLIN};
		if (poll(&p, 1, PATIENCE_MS) <= 0)
			fail_msg("\"%s\" was not said: %s", text, str_cstr(&a->said));
		ssize_t n = read(a->terminal, part, sizeof(part));
		assert_true(n > 0);
		str_addn(&a->said, part, (size_t)n);
	}
	str_clear(&a->said);
}

static bool echoes(const struct asked *a)
{
	struct termios t;
	assert_int_equal(tcgetattr(a->held, &t), 0);
	return t.c_lflag & ECHO;
}

static void type(const struct asked *a, const char *text)
{
	assert_int_equal(write(a->terminal, text, strlen(text)), (ssize_t)strlen(text));
}

static int end(struct asked *a)
{
	int status;
	assert_int_equal(waitpid(a->child, &status, 0), a->child);
	close(a->terminal);
	close(a->held);
	str_free(&a->said);
	return status;
}

/* A folder with a database in which rosa has an account. */
static int make_place(void **state)
{
	char folder[] = "/tmp/tenet.XXXXXX", database[64];

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	setenv("TENET", "build/asan/tenet", 0);
	setenv("FOLDER", folder, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	snprintf(database, sizeof(database), "%s/tenet.db", folder);
	setenv("TENET_DATABASE", database, 1);
	return system(
		"\"$TENET\" db upgrade head >$FOLDER/log && echo '" PHRASE "' |\n"
		"\"$TENET\" accounts add rosa --role admin --new-password-fd 0 >>$FOLDER/log");
}

static int remove_place(void **state)
{
	(void)state;
	return system("rm -r $FOLDER");
}

static void a_password_is_never_shown(void **state)
{
	struct asked a;

	(void)state;
	ask(&a, "exec \"$TENET\" accounts passwd --user rosa");
	wait_for(&a, "Pass phrase for rosa: ");
	assert_false(echoes(&a));
	type(&a, PHRASE "\n");
	wait_for(&a, "New pass phrase for rosa, at least 15 characters: ");
	assert_false(echoes(&a));
	type(&a, "another cup of tea\n");
	wait_for(&a, "\r\nOnce more: ");
	assert_false(echoes(&a));
	type(&a, "another cup of coffee\n");
	wait_for(&a, "\r\ntenet: the two pass phrases\r\ndiffer\r\n");
	assert_true(echoes(&a));
	assert_int_equal(WEXITSTATUS(end(&a)), 2);
}

static void a_pass_phrase_that_is_refused_is_not_asked_for_again(void **state)
{
	struct asked a;

	(void)state;
	ask(&a, "exec \"$TENET\" accounts passwd --user rosa");
	wait_for(&a, "Pass phrase for rosa: ");
	type(&a, PHRASE "\n");
	wait_for(&a, "New pass phrase for rosa, at least 15 characters: ");
	type(&a, "short\n");
	wait_for(&a, "\r\ntenet: the pass phrase is too\r\nshort");
	assert_int_equal(WEXITSTATUS(end(&a)), 2);
}

static void ctrl_c_gives_the_terminal_back(void **state)
{
	struct asked a;

	(void)state;
	ask(&a, "exec \"$TENET\" posts undo --user rosa");
	wait_for(&a, "Pass phrase for rosa: ");
	assert_false(echoes(&a));
	type(&a, "\003");
	wait_for(&a, "\r\n");
	bool shown = echoes(&a);
	int status = end(&a);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGINT);
	assert_true(shown);
}

static void ctrl_d_is_no_password(void **state)
{
	struct asked a;

	(void)state;
	ask(&a, "exec \"$TENET\" posts undo --user rosa");
	wait_for(&a, "Pass phrase for rosa: ");
	type(&a, "\004");
	wait_for(&a, "tenet: no pass phrase was\r\ntyped\r\n");
	assert_int_equal(WEXITSTATUS(end(&a)), 3);
}

/* Nobody stands above this process group, so the stop itself does not happen. */
static void a_prompt_that_was_to_stop_asks_again(void **state)
{
	struct asked a;

	(void)state;
	ask(&a, "exec \"$TENET\" posts undo --user rosa");
	wait_for(&a, "Pass phrase for rosa: ");
	type(&a, "half a phra\032");
	wait_for(&a, "\r\nPass phrase for rosa: ");
	assert_false(echoes(&a));
	type(&a, PHRASE "\n");
	wait_for(&a, "rosa has no decision\r\nthat could be taken back\r\n");
	assert_int_equal(WEXITSTATUS(end(&a)), 1);
}

/* What a command says until it ends. */
#define GO_TO_BASE "stty cols 200; \"$TENET\" --database $FOLDER/asked.db db downgrade base"

static int answer(const char *command, const char *words, const char *then)
{
	struct asked a;

	ask(&a, command);
	wait_for(&a, "personas (1 row) will be lost. Type yes to go on:");
	type(&a, words);
	wait_for(&a, then);
	return end(&a);
}

static void rows_are_let_go_only_with_a_yes(void **state)
{
	(void)state;
	assert_int_equal(
		system("\"$TENET\" --database $FOLDER/asked.db db upgrade 0001 >$FOLDER/log &&"
		       " sqlite3 $FOLDER/asked.db \"INSERT INTO personas (id, reddit_username,"
		       " config) VALUES ('1', 'rosa', '{}')\""),
		0);
	/* Neither Enter nor the first letter is a yes. */
	int status = answer(GO_TO_BASE, "\n", "nothing was changed");
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	status = answer(GO_TO_BASE, "y\n", "nothing was changed");
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	status = answer(GO_TO_BASE, "yes\n", "is at base");
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void run(const char *command, struct str *out)
{
	char part[512];
	struct asked a;
	ssize_t n;
	int status;

	ask(&a, command);
	close(a.held); /* now reading ends when the child does */
	while ((n = read(a.terminal, part, sizeof(part))) > 0)
		str_addn(out, part, (size_t)n);
	assert_int_equal(waitpid(a.child, &status, 0), a.child);
	assert_int_equal(WEXITSTATUS(status), 0);
	close(a.terminal);
}

static void a_table_is_cut_to_the_width_of_the_terminal(void **state)
{
	struct str out = {0};

	(void)state;
	run("NO_COLOR=1 exec \"$TENET\" accounts list", &out);
	assert_string_equal(str_cstr(&out),
		"NAME  ROLE   STATE\r\n"
		"rosa  admin\r\n"
		"not shown at 30 columns: LAST\r\nLOGIN · --json has all\r\n");
	str_clear(&out);
	run("stty cols 20; NO_COLOR=1 exec \"$TENET\" accounts list", &out);
	assert_string_equal(str_cstr(&out),
		"NAME  ROLE   STATE\r\n"
		"rosa  admin\r\n"
		"not shown at 20\r\ncolumns: LAST LOGIN\r\n· --json has all\r\n");
	str_clear(&out);
	run("NO_COLOR=1 \"$TENET\" accounts list | cat", &out);
	assert_string_equal(str_cstr(&out),
		"NAME  ROLE   LAST LOGIN        STATE\r\n"
		"rosa  admin  2026-11-22 12:00\r\n");
	str_free(&out);
}

static void a_log_fits_into_40_columns(void **state)
{
	struct str out = {0};

	(void)state;
	assert_int_equal(
		system("sqlite3 $TENET_DATABASE \"INSERT INTO console_events (id, at, actor, kind,"
		       " subject, detail) VALUES ('e1', '2026-11-22 11:00:00', 'rosa',"
		       " 'account.password', 'otto', 'by hand');"
		       " INSERT INTO console_decisions (id, post_id, actor, action, status_before,"
		       " status_after, content_before, decided_at) VALUES ('d1',"
		       " '3d110dbb-f3bb-4654-9ca3-32df298c21ba', 'rosa', 'approve', 'pending',"
		       " 'approved', 'Tea.', '2026-11-22 11:00:00')\""),
		0);
	run("stty cols 40; NO_COLOR=1 exec \"$TENET\" log --filter hand", &out);
	assert_string_equal(str_cstr(&out),
		"TIME              BY    EVENT\r\n"
		"2026-11-22 11:00  rosa  account.password\r\n"
		"not shown at 40 columns: SUBJECT,\r\n"
		"DETAIL · --json has all\r\n");
	str_clear(&out);
	run("stty cols 40; NO_COLOR=1 exec \"$TENET\" log --decisions", &out);
	assert_non_null(strstr(str_cstr(&out), "2026-11-22 11:00  rosa  approve  3d110d…\r\n"));
	assert_non_null(strstr(str_cstr(&out), "not shown at 40 columns: REASON, NOTE,"));
	str_free(&out);
}

static void every_role_is_readable_at_40_columns(void **state)
{
	struct str out = {0};

	(void)state;
	run("stty cols 40; NO_COLOR=1 exec \"$TENET\" accounts roles", &out);
	assert_non_null(strstr(str_cstr(&out), "MODERATOR  OPERATOR  ADMIN  MAY\r\n"));
	assert_non_null(strstr(str_cstr(&out), "no         yes       yes    steer belie…\r\n"));
	str_free(&out);
}

static void a_wide_column_leaves_the_others_room(void **state)
{
	struct str out = {0};

	(void)state;
	assert_int_equal(
		system("sqlite3 \"$TENET_DATABASE\" \""
		       "INSERT INTO personas (id, reddit_username, config) VALUES"
		       " ('11111111-1111-4111-8111-111111111111', 'p', '{}');"
		       "INSERT INTO belief_nodes (created_at, updated_at, id, persona_id, title,"
		       " summary, tags, current_confidence)"
		       " SELECT '2026-11-01 12:00:00', '2026-11-17 12:00:00',"
		       " '22222222-1111-4111-8111-111111111111', id,"
		       " 'one ' || hex(zeroblob(240)), '', json_array('1'), 0.5 FROM personas\""),
		0);
	run("stty cols 90; NO_COLOR=1 exec \"$TENET\" beliefs list", &out);
	assert_string_equal(str_cstr(&out),
		"ID        CONFIDENCE  EDGES  EVIDENCE  CHANGED  LOCK  TITLE                       "
		"    TAGS\r\n"
		"22222222       0.500      0         0       5d        one "
		"0000000000000000000000000…"
		"  1\r\n");
	str_clear(&out);
	run("stty cols 40; NO_COLOR=1 exec \"$TENET\" beliefs list", &out);
	assert_string_equal(str_cstr(&out),
		"ID        CONFIDENCE  TITLE\r\n"
		"22222222       0.500  one 0000000000000…\r\n"
		"not shown at 40 columns: EDGES,\r\n"
		"EVIDENCE, CHANGED, LOCK, TAGS · --json\r\n"
		"has all\r\n");
	str_free(&out);
}

static void a_long_line_goes_on_below_at_a_blank(void **state)
{
	struct str out = {0};

	(void)state;
	run("stty cols 50; NO_COLOR=1 exec \"$TENET\" db doctor 2>/dev/null; true", &out);
	assert_non_null(strstr(str_cstr(&out),
		"\r\nok    log            write-ahead: readers and\r\n"
		"                     writers do not wait for one\r\n"
		"                     another\r\n"));
	str_clear(&out);
	run("stty cols 40; exec \"$TENET\" help posts show", &out);
	assert_non_null(strstr(str_cstr(&out),
		"Show a draft whole: its text, what it\r\n"
		"answers, what it will change, its\r\n"
		"history\r\n"));
	str_free(&out);
}

/* A path that is longer than a row keeps to the column, too. */
static void the_doctor_says_below_what_has_no_room_beside(void **state)
{
	struct str out = {0};

	(void)state;
	run("stty cols 40; chmod 0644 \"$TENET_DATABASE\"; cd \"$FOLDER\";"
	    " ln -s . a-folder-whose-name-is-longer-than-a-row; NO_COLOR=1 exec \"$TENET\""
	    " --database \"$FOLDER/a-folder-whose-name-is-longer-than-a-row/tenet.db\" db doctor",
		&out);
	assert_non_null(strstr(str_cstr(&out),
		"\r\nok    log\r\n"
		"      write-ahead: readers and writers\r\n"
		"      do not wait for one another\r\n"));
	assert_non_null(strstr(str_cstr(&out),
		"\r\nwarn  file\r\n"
		"      everybody on this machine may\r\n"));
	assert_non_null(strstr(str_cstr(&out), "\r\n      -> chmod o-r\r\n         /tmp/tenet."));
	assert_non_null(strstr(str_cstr(&out),
		"\r\n         e-name-is-longer-than-a-row/ten\r\n         et.db\r\n"));
	str_free(&out);
}

static void what_is_said_on_standard_error_goes_on_at_a_blank(void **state)
{
	struct str out = {0};

	(void)state;
	run("\"$TENET\" log --limit 0 >/dev/null; true", &out);
	assert_string_equal(str_cstr(&out),
		"tenet: log: --limit \"0\" is\r\nneither a number above 0 nor\r\nall\r\n");
	str_clear(&out);
	run("\"$TENET\" log --limit 0 2>&1 >/dev/tty | cat", &out);
	assert_string_equal(str_cstr(&out),
		"tenet: log: --limit \"0\" is neither a number above 0 nor all\r\n");
	str_free(&out);
}

#define SHOW "NO_COLOR=1 exec \"$TENET\" beliefs show 22222222"

static void what_is_cut_of_a_belief_is_said_below_it(void **state)
{
	struct str out = {0};

	(void)state;
	assert_int_equal(
		system("sqlite3 \"$TENET_DATABASE\" \""
		       "INSERT INTO evidence_links (id, persona_id, belief_id, source_type, "
		       "source_ref, strength)"
		       " VALUES ('33333333-1111-4111-8111-111111111111',"
		       " '11111111-1111-4111-8111-111111111111',"
		       " '22222222-1111-4111-8111-111111111111', 'note', 'of a ' || "
		       "hex(zeroblob(40)),"
		       " 'weak')\""),
		0);
	run("stty cols 80; " SHOW, &out);
	assert_non_null(strstr(str_cstr(&out), "00…\r\ncut at 80 columns · --json has all\r\n"));
	str_clear(&out);
	run("stty cols 20; " SHOW, &out);
	assert_non_null(strstr(str_cstr(&out), "cut at 20 columns,\r\nwithout ADDED"));
	str_clear(&out);
	run("stty cols 160; " SHOW, &out);
	assert_null(strstr(str_cstr(&out), "cut at"));
	str_free(&out);
}

/* Two drafts in one hour, and one in the hour behind it. */
static void bars_stand_for_more_hours_where_the_terminal_is_narrow(void **state)
{
	struct str out = {0};

	(void)state;
	assert_int_equal(
		system("sqlite3 \"$TENET_DATABASE\" \""
		       "INSERT INTO pending_posts (id, persona_id, content, post_type, status,"
		       " created_at, updated_at)"
		       " SELECT '4444444' || value || '-1111-4111-8111-111111111111',"
		       " '11111111-1111-4111-8111-111111111111', 'x', 'comment', 'pending',"
		       " '2026-11-22 ' || iif(value > 1, '10', '11') || ':30:00', '2026-11-22'"
		       " FROM generate_series(1, 3)\""),
		0);
	run("stty cols 72; NO_COLOR=1 exec \"$TENET\" stats", &out);
	assert_non_null(strstr(str_cstr(&out), " █▄   3\r\n"));
	assert_non_null(strstr(str_cstr(&out), "the highest hour has 2\r\n"));
	str_clear(&out);
	run("stty cols 71; NO_COLOR=1 exec \"$TENET\" stats", &out);
	assert_non_null(strstr(str_cstr(&out), "\r\narrived"));
	assert_non_null(strstr(str_cstr(&out), "2 hours a bar"));
	str_clear(&out);
	run("stty cols 30; NO_COLOR=1 exec \"$TENET\" stats", &out);
	assert_non_null(strstr(str_cstr(&out), "\r\narrived           █  3\r\n"));
	str_clear(&out);
	run("stty cols 29; NO_COLOR=1 exec \"$TENET\" stats", &out);
	assert_non_null(strstr(str_cstr(&out), "\r\narrived      3\r\n"));
	str_free(&out);
}

/* On a terminal there is a left-to-right mark on either side of it. */
static void a_text_from_right_to_left_moves_nothing_beside_it(void **state)
{
	struct str out = {0};

	(void)state;
	assert_int_equal(
		system("sqlite3 \"$TENET_DATABASE\" \""
		       "INSERT INTO personas (id, reddit_username, display_name, config) VALUES"
		       " ('33333333-1111-4111-8111-111111111111', 'rtl', 'مرحبا 12', '{}')\""),
		0);
	run("stty cols 80; NO_COLOR=1 exec \"$TENET\" personas list", &out);
	assert_non_null(strstr(str_cstr(&out), "ID        NAME  DISPLAY NAME  CONFIG\r\n"));
	assert_non_null(strstr(str_cstr(&out), "33333333  rtl   \u200eمرحبا 12\u200e      {}\r\n"));
	str_clear(&out);
	run("stty cols 22; NO_COLOR=1 exec \"$TENET\" personas list", &out);
	assert_non_null(strstr(str_cstr(&out), "33333333  rtl   \u200eمرحبا…\u200e\r\n"));
	str_clear(&out);
	run("NO_COLOR=1 \"$TENET\" personas list | cat", &out);
	assert_non_null(strstr(str_cstr(&out), "33333333  rtl   مرحبا 12      {}\r\n"));
	str_clear(&out);
	run("NO_COLOR=1 exec \"$TENET\" personas list --json", &out);
	assert_null(strstr(str_cstr(&out), "200e"));
	assert_null(strstr(str_cstr(&out), "\u200e"));
	str_free(&out);
}

static void headings_are_bold_unless_NO_COLOR_says_otherwise(void **state)
{
	struct str out = {0};

	(void)state;
	run("TERM=xterm exec \"$TENET\" accounts list", &out);
	assert_non_null(strstr(str_cstr(&out), "\033[1mNAME\033[0m"));
	str_clear(&out);
	run("TERM=dumb exec \"$TENET\" accounts list", &out);
	assert_null(strchr(str_cstr(&out), '\033'));
	str_clear(&out);
	run("TERM=xterm NO_COLOR=1 exec \"$TENET\" accounts list", &out);
	assert_null(strchr(str_cstr(&out), '\033'));
	str_free(&out);
}

/* The terminal has 30 columns. */
static void themes_are_shown_in_what_colours_the_terminal_has(void **state)
{
	static const struct {
		const char *term, *selected;
	} kinds[] = {
		{"xterm-256color", "\033[0;38;5;231;48;5;24m\xe2\x96\xb8"},
		{"xterm-direct", "\033[0;38;2;255;255;255;48;2;31;79;122m\xe2\x96\xb8"},
		{"xterm-16color", "\033[0;97;"},
		{"xterm", "\033[0;37;"},
		{"vt100", "\033[0m\xe2\x96\xb8"},
	};
	struct str out = {0}, command = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		str_clear(&out);
		str_clear(&command);
		str_addf(&command, "TERM=%s exec \"$TENET\" themes safe", kinds[i].term);
		run(str_cstr(&command), &out);
		if (!strstr(str_cstr(&out), kinds[i].selected))
			fail_msg("%s: %s", kinds[i].term, str_cstr(&out));
		assert_non_null(strstr(str_cstr(&out), "\xe2\x9c\x93"));
	}
	str_clear(&out);
	run("TERM=xterm NO_COLOR=1 exec \"$TENET\" themes safe", &out);
	assert_null(strchr(str_cstr(&out), '\033'));
	str_clear(&out);
	run("TERM=xterm exec \"$TENET\" --ascii themes safe", &out);
	for (size_t i = 0; i < out.len; i++)
		assert_true((unsigned char)out.p[i] < 0x80);
	str_free(&out);
	str_free(&command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_is_never_shown),
		cmocka_unit_test(a_pass_phrase_that_is_refused_is_not_asked_for_again),
		cmocka_unit_test(ctrl_c_gives_the_terminal_back),
		cmocka_unit_test(ctrl_d_is_no_password),
		cmocka_unit_test(a_prompt_that_was_to_stop_asks_again),
		cmocka_unit_test(rows_are_let_go_only_with_a_yes),
		cmocka_unit_test(a_table_is_cut_to_the_width_of_the_terminal),
		cmocka_unit_test(a_log_fits_into_40_columns),
		cmocka_unit_test(every_role_is_readable_at_40_columns),
		cmocka_unit_test(a_wide_column_leaves_the_others_room),
		cmocka_unit_test(what_is_cut_of_a_belief_is_said_below_it),
		cmocka_unit_test(a_long_line_goes_on_below_at_a_blank),
		cmocka_unit_test(the_doctor_says_below_what_has_no_room_beside),
		cmocka_unit_test(what_is_said_on_standard_error_goes_on_at_a_blank),
		cmocka_unit_test(bars_stand_for_more_hours_where_the_terminal_is_narrow),
		cmocka_unit_test(a_text_from_right_to_left_moves_nothing_beside_it),
		cmocka_unit_test(headings_are_bold_unless_NO_COLOR_says_otherwise),
		cmocka_unit_test(themes_are_shown_in_what_colours_the_terminal_has),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_place, remove_place);
}

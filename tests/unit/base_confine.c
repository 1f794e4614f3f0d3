/* What may reach a confined program, and what of it others may see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/confine.h"

static bool stays(const char *entry)
{
	char *const from[] = {(char *)entry, NULL};
	struct arena a = {0};
	char **out;
	size_t left_out = confine_environment(from, &a, &out);
	bool yes = out[0] && strcmp(out[0], entry) == 0;

	assert_int_equal(left_out, yes ? 0 : 1);
	arena_free(&a);
	return yes;
}

static void what_describes_a_terminal_and_a_language_stays(void **state)
{
	static const char *const words[] = {"TERM=xterm-256color", "TERM=screen.xterm-new+x",
		"COLORTERM=truecolor", "NO_COLOR=1", "NO_COLOR=", "LANG=C.UTF-8",
		"LC_ALL=de_DE.UTF-8@euro", "LC_MESSAGES=C", "TZ=Europe/Berlin",
		"TZ=EST5EDT,M3.2.0/2:00:00,M11.1.0", "TZ=<+0330>-3:30",
		"SSH_CONNECTION=fe80::1%eth0 50000 192.0.2.1 22",
		"SSH_ORIGINAL_COMMAND=sh -c 'touch /tmp/x' ../.."};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!stays(words[i]))
			fail_msg("%s did not stay", words[i]);
}

static void what_steers_a_library_or_names_a_file_goes(void **state)
{
	static const char *const words[] = {"LD_PRELOAD=/tmp/x.so", "LD_LIBRARY_PATH=/tmp",
		"LD_AUDIT=x", "GLIBC_TUNABLES=glibc.malloc.check=3", "MALLOC_CHECK_=1",
		"GCONV_PATH=/tmp", "LOCPATH=/tmp", "NLSPATH=/tmp/%N", "LANGUAGE=de",
		"TERMINFO=/tmp", "TERMINFO_DIRS=/tmp", "TERMCAP=x:", "ESCDELAY=9",
		"NCURSES_NO_UTF8_ACS=1", "HOME=/tmp", "PATH=/tmp", "SHELL=/bin/sh", "EDITOR=sh",
		"VISUAL=sh", "PAGER=sh", "TMPDIR=/tmp", "SQLITE_TMPDIR=/tmp", "XDG_DATA_HOME=/tmp",
		"XDG_CONFIG_HOME=/tmp", "PGHOST=h", "PGSERVICEFILE=/tmp/x", "PGPASSFILE=/tmp/x",
		"PGOPTIONS=-c", "GVBINDIR=/tmp", "TENET_DATABASE=/tmp/x", "DATABASE_URL=/tmp/x",
		"TENET_TEST_FD=5", "TENET_NOW=2020-01-01 00:00:00", "TENET_LAYOUT=own",
		"TENET_LOGIN_NOTE=hi", "ASAN_OPTIONS=log_path=/tmp/x", "TMUX=x", "BASH_ENV=/tmp/x",
		"BASH_FUNC_exec%%=() { sh; }", "TERMX=xterm", "TER=x", "term=xterm", "LC_=C",
		"LC_all=C", "LC_ALL.x=C", "no equals sign", "", "=x"};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (stays(words[i]))
			fail_msg("%s stayed", words[i]);
}

static void a_value_that_is_more_than_a_word_goes(void **state)
{
	static const char *const words[] = {"TERM=../../tmp/x", "TERM=/tmp/x", "TERM=a/b",
		"TERM=x;sh", "TERM=\033[2J", "TERM=\303\244", "LANG=/tmp/x", "LANG=../x",
		"LC_ALL=LC_CTYPE=C;LC_TIME=C", "LC_ALL=a/b", "TZ=/etc/passwd", "TZ=:/etc/passwd",
		"TZ=:x", "TZ=a/../../b", "TZ=x\n", "NO_COLOR=a b", "SSH_CONNECTION=\033[2J",
		"TERM=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (stays(words[i]))
			fail_msg("%s stayed", words[i]);
}

static void the_rest_keeps_its_order(void **state)
{
	static const char *const from[] = {
		"LANG=C", "HOME=/", "TERM=xterm", "LD_PRELOAD=x", "TERM=vt100", "TZ=UTC", NULL};
	struct arena a = {0};
	char **out;

	(void)state;
	assert_int_equal(confine_environment((char *const *)from, &a, &out), 2);
	assert_string_equal(out[0], "LANG=C");
	assert_string_equal(out[1], "TERM=xterm");
	assert_string_equal(out[2], "TERM=vt100");
	assert_string_equal(out[3], "TZ=UTC");
	assert_null(out[4]);
	arena_free(&a);
}

static void a_mark_is_a_file_of_roots_that_nobody_else_writes(void **state)
{
	char path[] = "/tmp/tenet-mark-XXXXXX", link[64];
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	snprintf(link, sizeof(link), "%s.link", path);
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(confine_marked(path), geteuid() == 0);
	assert_false(confine_marked(link));
	assert_int_equal(chmod(path, 0664), 0);
	assert_false(confine_marked(path));
	assert_int_equal(chmod(path, 0646), 0);
	assert_false(confine_marked(path));
	assert_int_equal(chmod(path, 0644), 0);
	assert_true(geteuid() != 0 || chown(path, 65534, 65534) == 0);
	assert_false(confine_marked(path));
	unlink(link);
	unlink(path);
	assert_false(confine_marked(path));
	assert_false(confine_marked("/tmp"));
}

/* In a child: a sanitizer cannot look for leaks in a process that is closed to it. */
static void the_memory_is_closed_and_no_core_is_written(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		struct rlimit limit;
		confine_memory();
		getrlimit(RLIMIT_CORE, &limit);
		_exit(prctl(PR_GET_DUMPABLE) == 0 && limit.rlim_cur == 0 && limit.rlim_max == 0
				? 0
				: 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_describes_a_terminal_and_a_language_stays),
		cmocka_unit_test(what_steers_a_library_or_names_a_file_goes),
		cmocka_unit_test(a_value_that_is_more_than_a_word_goes),
		cmocka_unit_test(the_rest_keeps_its_order),
		cmocka_unit_test(a_mark_is_a_file_of_roots_that_nobody_else_writes),
		cmocka_unit_test(the_memory_is_closed_and_no_core_is_written),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

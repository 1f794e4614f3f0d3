/* Every way out of a restricted console, through a real sshd: none is one. */
#include "ssh/fixture.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void who_has_a_key_gets_the_console(void **state)
{
	(void)state;
	struct console *c = ssh_rosa(NULL, NULL);

	console_wait_text(c, "180 pending", 60);
	console_expect(c, "? help");
	ssh_leave(&c);
}

static void no_command_is_run(void **state)
{
	static const char *const commands[] = {"sh", "'touch $marker'", "\"; touch $marker\"",
		"'$(touch $marker)'", "'`touch $marker`'", "-- --database /etc/passwd",
		"'posts list'", "-- --help", "\"sh -c 'touch $marker'\""};
	struct str said = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const char *line =
			arena_printf(&ssh_walk()->arena, "ssh -T $ssh $at %s", commands[i]);
		int status = ssh_run(&said, line);
		if (status != 3 || !strstr(str_cstr(&said), "tenet: not run: ") || ssh_got_out())
			fail_msg("%s: %d, %s", line, status, str_cstr(&said));
	}
	str_free(&said);
}

/* Not of the program's words either: a subsystem's errors reach nobody. */
static void no_file_is_copied(void **state)
{
	static const char *const lines[] = {"ssh -T $ssh $at -s sftp", "ssh -T $ssh $at -s shell",
		"echo ls | sftp -b - -P $port $opts $at",
		"scp -P $port $opts /dev/null $at:$marker",
		"scp -O -P $port $opts /dev/null $at:$marker",
		"scp -P $port $opts $at:/etc/passwd $marker",
		"scp -O -P $port $opts $at:/etc/passwd $marker"};
	struct str said = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		int status = ssh_run(&said, lines[i]);
		if (status == 0 || status == 127 || ssh_got_out())
			fail_msg("%s: %d, %s", lines[i], status, str_cstr(&said));
	}
	str_free(&said);
}

static void a_command_beside_a_terminal_opens_the_console_and_is_not_run(void **state)
{
	(void)state;
	struct console *c =
		ssh_open(NULL, arena_printf(&ssh_walk()->arena, "touch %s", MARKER), NULL);

	console_wait_text(c, "The command that came with this login is not run", 60);
	console_send(c, K_CTRL_C);
	assert_int_equal(console_wait_exit(c, 60), 0);
	console_expect_restored(c);
	console_free(&c);
	assert_false(ssh_got_out());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_a_key_gets_the_console),
		cmocka_unit_test(no_command_is_run),
		cmocka_unit_test(no_file_is_copied),
		cmocka_unit_test(a_command_beside_a_terminal_opens_the_console_and_is_not_run),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, ssh_setup, ssh_teardown);
}

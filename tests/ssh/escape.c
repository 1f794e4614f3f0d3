/* Every way out of a restricted console, through a real sshd: none is one. */
#include "ssh/fixture.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ssh/fixture_hostile.h"

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

/* --- Keys. --- */

/* What the program must say to each, and that it is still there. */
static void no_key_leads_out(void **state)
{
	static const struct {
		const char *keys, *said;
	} tries[] = {
		{K_CTRL_Z, "this console is all there is"},
		{"\034", "Ctrl-\\ means nothing here"},
		{"!", "! means nothing here"},
		{"|", "| means nothing here"},
		{"\r~C", "C means nothing here"},
		{"\r~.", ". means nothing here"},
		{":suspend", "there is no shell"},
		{K_CTRL_C, "2 Beliefs"},
		{":edit-outside", "this console starts no editor"},
		{K_CTRL_C, "2 Beliefs"},
		{"T", "theme "},
		{"y", "this console writes no files"},
	};
	struct str large = {0};

	(void)state;
	for (size_t i = 0; i < 80000; i++)
		str_add(&large, "x");
	walk_add_first(ssh_walk(), str_span(&large));
	str_free(&large);
	struct console *c = ssh_rosa(NULL, NULL);
	console_wait_text(c, "unread lines", 60);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		console_send(c, tries[i].keys);
		console_wait_text(c, tries[i].said, 60);
	}
	kill(ssh_console_pid(), SIGTSTP);
	console_send(c, "D");
	console_wait_text(c, "Your decisions", 60);
	console_send(c, "1" K_BACKSPACE);
	ssh_leave(&c);
	assert_false(ssh_got_out());
}

static void a_line_that_drops_ends_the_console(void **state)
{
	(void)state;
	struct console *c = ssh_rosa(NULL, NULL);
	pid_t pid = ssh_console_pid();

	console_signal(c, SIGKILL);
	console_wait_exit(c, 60);
	ssh_wait_gone(pid);
	console_free(&c);
}

/* --- Forwarding. --- */

/* Behind whose door the server itself would answer. */
static bool door_leads_to_server(int port, const char *words, size_t n)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char answer[256];
	ssize_t got;
	bool yes = false;

	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(write(fd, words, n), n);
	while (!yes && (got = read(fd, answer, sizeof(answer))) > 0)
		yes = memmem(answer, (size_t)got, "SSH-2.0", 7) != NULL;
	close(fd);
	return yes;
}

static void no_door_opens_on_the_other_side(void **state)
{
	struct arena *a = &ssh_walk()->arena;
	int port = ssh_port(), here = ssh_free_port();
	const char *const forward[] = {
		"-L", arena_printf(a, "127.0.0.1:%d:127.0.0.1:%d", here, port), NULL};
	const char *const socks[] = {"-D", arena_printf(a, "127.0.0.1:%d", here), NULL};
	const char hello[] = {5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, (char)(port >> 8), (char)port};

	(void)state;
	assert_true(door_leads_to_server(port, "", 0));
	struct console *c = ssh_rosa(forward, NULL);
	assert_false(door_leads_to_server(here, "", 0));
	ssh_leave(&c);
	c = ssh_rosa(socks, NULL);
	assert_false(door_leads_to_server(here, hello, sizeof(hello)));
	ssh_leave(&c);
}

static void nothing_is_forwarded(void **state)
{
	static const char *const lines[] = {"ssh -T $ssh -W 127.0.0.1:$port $at",
		"ssh -T $ssh -o ExitOnForwardFailure=yes -N -R 0:127.0.0.1:$port $at",
		"ssh -T $ssh -o ExitOnForwardFailure=yes -N -R $marker:127.0.0.1:$port $at"};
	struct str said = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		int status = ssh_run(&said, lines[i]);
		if (status == 0 || strstr(str_cstr(&said), "SSH-2.0") || ssh_got_out())
			fail_msg("%s: %d, %s", lines[i], status, str_cstr(&said));
	}
	str_free(&said);
}

/* What cannot be tried here, because it takes a device, a screen or a home of one's own. */
static void the_server_says_that_all_of_it_is_off(void **state)
{
	static const char *const settings[] = {"disableforwarding yes", "allowtcpforwarding no",
		"allowstreamlocalforwarding no", "allowagentforwarding no", "x11forwarding no",
		"permittunnel no", "gatewayports no", "permituserrc no", "permituserenvironment no",
		"permittty yes", "maxsessions 1", "authenticationmethods publickey",
		"acceptenv LANG", "acceptenv LC_*"};
	struct str said = {0};

	(void)state;
	assert_int_equal(
		ssh_run(&said, "/usr/sbin/sshd -T -f $config -C user=${at%@*},host=x,addr=::1"), 0);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (!strstr(str_cstr(&said), settings[i]))
			fail_msg("not \"%s\" in %s", settings[i], str_cstr(&said));
	str_free(&said);
}

/* --- Variables: the client offers all of them, the server takes what is harmless. --- */

static void no_variable_gets_in(void **state)
{
	(void)state;
	ssh_make_hostile();
	struct console *c = ssh_rosa(NULL, ssh_hostile_early());
	console_expect_not(c, "HOSTILE");
	ssh_leave(&c);
	c = ssh_rosa(NULL, ssh_hostile());
	console_expect_not(c, "HOSTILE");
	ssh_leave(&c);
	assert_false(ssh_got_out());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_a_key_gets_the_console),
		cmocka_unit_test(no_command_is_run),
		cmocka_unit_test(no_file_is_copied),
		cmocka_unit_test(a_command_beside_a_terminal_opens_the_console_and_is_not_run),
		cmocka_unit_test(no_key_leads_out),
		cmocka_unit_test(a_line_that_drops_ends_the_console),
		cmocka_unit_test(no_door_opens_on_the_other_side),
		cmocka_unit_test(nothing_is_forwarded),
		cmocka_unit_test(the_server_says_that_all_of_it_is_off),
		cmocka_unit_test(no_variable_gets_in),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, ssh_setup, ssh_teardown);
}

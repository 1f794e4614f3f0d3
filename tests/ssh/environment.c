/* A server that takes whatever variable a client offers: what runs in the end heeds none. */
#include "ssh/fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ssh/fixture_hostile.h"

/* Without --restricted, and without a server between, the same variables do steer. */
static void the_trap_works(void **state)
{
	const char *const args[] = {"--database", ssh_path(WALK_FILE), NULL};

	(void)state;
	ssh_make_hostile();
	const char *const env[] = {
		arena_printf(&ssh_walk()->arena, "TERMINFO=%s", ssh_path("hostile/terminfo")),
		NULL};
	struct console *c = console_start(&(struct console_options){.args = args, .env = env});
	console_wait_text(c, "HOSTILE", 60);
	console_free(&c);
}

static bool is_harmless(const char *entry)
{
	static const char *const names[] = {
		"TERM=xterm-256color", "SSH_CONNECTION=127.0.0.1 ", "LC_ALL=C.UTF-8", "TZ=UTC"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(entry, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void no_variable_steers(void **state)
{
	struct str env = {0};

	(void)state;
	struct console *c = ssh_rosa(NULL, ssh_hostile());
	console_expect_not(c, "HOSTILE");
	console_expect_not(c, "idle ");
	console_send(c, ":edit-outside");
	console_wait_text(c, "this console starts no editor", 60);
	console_send(c, K_CTRL_C);
	console_wait_text(c, "2 Beliefs", 60);
	ssh_read_proc(ssh_console_pid(), "environ", &env);
	for (size_t i = 0; i < env.len; i += strlen(env.p + i) + 1)
		if (!is_harmless(env.p + i))
			fail_msg("this got in: %s", env.p + i);
	ssh_leave(&c);
	assert_false(ssh_got_out());
	str_free(&env);
}

/* It acts on the way, in the shell of the login and before main. What is left in the end is not
 * steered; what it did until then is why sshd must not take such names (man tenet-deploy). */
static void no_library_is_left_in_the_end(void **state)
{
	const char *const env[] = {
		arena_printf(&ssh_walk()->arena, "LD_PRELOAD=%s", ssh_path("hostile/library.so")),
		"ASAN_OPTIONS=verify_asan_link_order=0", NULL};
	struct str maps = {0};

	(void)state;
	struct console *c = ssh_rosa(NULL, env);
	assert_true(ssh_got_out());
	ssh_read_proc(ssh_console_pid(), "maps", &maps);
	assert_null(strstr(str_cstr(&maps), "library.so"));
	ssh_leave(&c);
	str_free(&maps);
	assert_int_equal(unlink(MARKER), 0);
}

/* Only root can set one. */
static void a_mark_beside_the_database_restricts_without_the_option(void **state)
{
	struct arena *a = &ssh_walk()->arena;
	const char *const args[] = {"--database", ssh_path(WALK_FILE), NULL};
	const char *const env[] = {
		arena_printf(a, "TERMINFO=%s", ssh_path("hostile/terminfo")), NULL};

	(void)state;
	if (geteuid() != 0)
		skip();
	ssh_shell(arena_printf(a, "umask 022; touch %s", ssh_path("restricted")));
	struct console *c = console_start(&(struct console_options){.args = args, .env = env});
	console_wait_text(c, "Pass phrase", 60);
	console_expect_not(c, "HOSTILE");
	console_send(c, ROSA K_TAB ROSAS_WORDS K_ENTER);
	console_wait_text(c, "welcome, rosa", 60);
	console_send(c, K_CTRL_Z);
	console_wait_text(c, "this console is all there is", 60);
	ssh_leave(&c);
	assert_int_equal(unlink(ssh_path("restricted")), 0);
}

#define COPY "cd / && %s --database /nowhere/elsewhere.db db copy "

/* Of every database that the call names, not of the one that it would work on alone. */
static void a_mark_beside_what_is_copied_forbids_it(void **state)
{
	struct arena *a = &ssh_walk()->arena;
	struct str said = {0};

	(void)state;
	if (geteuid() != 0)
		skip();
	ssh_shell(arena_printf(a, "umask 022; touch %s", ssh_path("restricted")));
	const char *const lines[] = {
		arena_printf(a, COPY "%s out.db", getenv("TENET"), ssh_path(WALK_FILE)),
		arena_printf(a, COPY "no-such.db %s", getenv("TENET"), ssh_path("new.db"))};
	for (size_t i = 0; i < 2; i++) {
		const char *line = lines[i];
		int status = ssh_run(&said, line);
		if (status != 3 || !strstr(str_cstr(&said), "which is root's, makes it so"))
			fail_msg("%s: %d, %s", line, status, str_cstr(&said));
	}
	assert_int_equal(unlink(ssh_path("restricted")), 0);
	str_free(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_trap_works),
		cmocka_unit_test(no_variable_steers),
		cmocka_unit_test(no_library_is_left_in_the_end),
		cmocka_unit_test(a_mark_beside_the_database_restricts_without_the_option),
		cmocka_unit_test(a_mark_beside_what_is_copied_forbids_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, ssh_setup_open, ssh_teardown);
}

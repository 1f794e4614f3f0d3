/* Starting the program on a pseudo-terminal, under something like a login shell. */
#include "tui/fixture_console.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#define ENV_MAX 64

static void env_put(char **env, const char *entry)
{
	size_t name = strcspn(entry, "=");
	size_t i = 0;
	while (env[i] && (strncmp(env[i], entry, name) != 0 || env[i][name] != '='))
		i++;
	assert_true(i < ENV_MAX - 1);
	free(env[i]);
	env[i] = NULL;
	if (entry[name] == '=') {
		env[i] = strdup(entry);
		return;
	}
	for (; i + 1 < ENV_MAX && env[i + 1]; i++) {
		env[i] = env[i + 1];
		env[i + 1] = NULL;
	}
}

static void env_inherit(char **env, const char *name)
{
	const char *value = getenv(name);
	if (!value)
		return;
	char *entry = NULL;
	assert_true(asprintf(&entry, "%s=%s", name, value) > 0);
	env_put(env, entry);
	free(entry);
}

static void env_build(char **env, const char *const *wanted, int idle_fd)
{
	static const char *const inherited[] = {
		"PATH", "HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
	static const char *const fixed[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC",
		"USER=tester", "TENET_NOW=2026-11-22 12:00:00"};

	for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++)
		env_inherit(env, inherited[i]);
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		env_put(env, fixed[i]);
	char idle[32];
	assert_true(snprintf(idle, sizeof(idle), "TENET_TEST_FD=%d", idle_fd) > 0);
	env_put(env, idle);
	for (; wanted && *wanted; wanted++)
		env_put(env, *wanted);
}

static _Noreturn void be_program(char *const *argv, char *const *env)
{
	sigset_t none;
	sigemptyset(&none);
	setpgid(0, 0);
	signal(SIGTTOU, SIG_IGN);
	tcsetpgrp(STDIN_FILENO, getpgrp());
	signal(SIGTTOU, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execve(argv[0], argv, env);
	_exit(127);
}

/*
 * Runs in the child and does what a shell does: the program gets a process group of its own, so
 * that it can be stopped, and a hangup is passed on to it. Reports its pid and each change of its
 * state.
 */
static _Noreturn void be_shell(
	struct console *c, char *const *argv, char *const *env, int idle, int report)
{
	sigset_t watched;
	sigemptyset(&watched);
	sigaddset(&watched, SIGHUP);
	sigaddset(&watched, SIGCHLD);
	sigprocmask(SIG_BLOCK, &watched, NULL);
	if (login_tty(c->slave) < 0)
		_exit(126);
	for (int fd = 3; fd < 256; fd++)
		if (fd != idle && fd != report)
			close(fd);
	pid_t pid = fork();
	if (pid == 0)
		be_program(argv, env);
	setpgid(pid, pid);
	if (write(report, &pid, sizeof(pid)) != sizeof(pid))
		_exit(126);
	for (;;) {
		int status, signo;
		sigwait(&watched, &signo);
		if (signo == SIGHUP)
			kill(-pid, SIGHUP);
		while (waitpid(pid, &status, WUNTRACED | WNOHANG) == pid) {
			if (write(report, &status, sizeof(status)) != sizeof(status))
				_exit(126);
			if (!WIFSTOPPED(status))
				_exit(0);
		}
	}
}

static void pipe_open(int *reader, int *writer)
{
	int ends[2];
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	*reader = ends[0];
	*writer = ends[1];
}

static void read_report(struct console *c, void *to, size_t n)
{
	ssize_t got = read(c->reports, to, n);
	if (got != (ssize_t)n)
		fixture_fail(c, "the program could not be started");
}

struct console *console_start(const struct console_options *o)
{
	struct console *c = calloc(1, sizeof(*c));
	assert_non_null(c);
	fixture_screen_open(c, o->rows ? o->rows : 24, o->columns ? o->columns : 80);

	struct winsize size = {
		.ws_row = (unsigned short)c->rows, .ws_col = (unsigned short)c->columns};
	assert_int_equal(openpty(&c->master, &c->slave, NULL, NULL, &size), 0);
	fcntl(c->master, F_SETFD, FD_CLOEXEC);
	fcntl(c->slave, F_SETFD, FD_CLOEXEC);
	fcntl(c->master, F_SETFL, O_NONBLOCK);
	assert_int_equal(tcgetattr(c->slave, &c->before), 0);

	int idle, report;
	pipe_open(&c->idle, &idle);
	pipe_open(&c->reports, &report);
	fcntl(c->idle, F_SETFL, O_NONBLOCK);
	fcntl(idle, F_SETFD, 0);

	const char *program = getenv("TENET");
	char *argv[32] = {strdup(program ? program : "build/asan/tenet")};
	for (size_t i = 0; o->args && o->args[i]; i++) {
		assert_true(i + 2 < sizeof(argv) / sizeof(argv[0]));
		argv[i + 1] = strdup(o->args[i]);
	}
	char *env[ENV_MAX] = {0};
	env_build(env, o->env, idle);

	c->shell = fork();
	assert_true(c->shell >= 0);
	if (c->shell == 0)
		be_shell(c, argv, env, idle, report);
	close(idle);
	close(report);
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	for (size_t i = 0; env[i]; i++)
		free(env[i]);
	read_report(c, &c->pid, sizeof(c->pid));
	return c;
}

/* Starting the program on a pseudo-terminal, typing into it, and waiting for it. */
#include "tui/fixture_console.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

/* How long a machine under load may take to answer. Only a test that fails waits that long. */
#define PATIENCE 60

_Noreturn void fixture_fail(struct console *c, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vprint_error(fmt, args);
	va_end(args);
	print_error("\n");
	console_print(c);
	if (c->ended)
		print_error("the program has ended with wait status 0x%x\n", (unsigned)c->status);
	fail();
	abort();
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* --- The environment --- */

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

/* --- Starting --- */

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

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* It ends when the program has ended. */
static void wait_shell(struct console *c)
{
	while (c->shell > 0 && waitpid(c->shell, NULL, 0) < 0 && errno == EINTR)
		;
	c->shell = 0;
}

void console_free(struct console **cp)
{
	struct console *c = *cp;
	if (!c)
		return;
	if (!c->ended)
		kill(c->pid, SIGKILL);
	close_fd(&c->master);
	close_fd(&c->slave);
	close_fd(&c->idle);
	close_fd(&c->reports);
	wait_shell(c);
	fixture_screen_close(c);
	free(c);
	*cp = NULL;
}

/* --- What comes from the program --- */

/* The emulator's answers to the program's questions count as typed. */
static void send_bytes(struct console *c, const char *bytes, size_t n);

static bool take_output(struct console *c)
{
	char bytes[8192];
	ssize_t n = read(c->master, bytes, sizeof(bytes));
	if (n <= 0)
		return false;
	c->arrived += (uint64_t)n;
	vterm_input_write(c->vterm, bytes, (size_t)n);
	size_t answer = vterm_output_read(c->vterm, bytes, sizeof(bytes));
	if (answer > 0 && !c->ended)
		send_bytes(c, bytes, answer);
	return true;
}

static void take_idle_line(struct console *c)
{
	unsigned long long received, sent;
	if (sscanf(c->line, "idle %llu %llu", &received, &sent) != 2)
		fixture_fail(c, "the idle signal says \"%s\"", c->line);
	c->received = received;
	c->sent = sent;
	c->idle_lines++;
}

static void take_idle(struct console *c)
{
	char bytes[512];
	ssize_t n = read(c->idle, bytes, sizeof(bytes));
	if (n == 0)
		close_fd(&c->idle);
	for (ssize_t i = 0; i < n; i++) {
		if (bytes[i] != '\n') {
			if (c->line_len + 1 < sizeof(c->line))
				c->line[c->line_len++] = bytes[i];
			continue;
		}
		c->line[c->line_len] = '\0';
		c->line_len = 0;
		take_idle_line(c);
	}
}

static void take_report(struct console *c)
{
	int status;
	ssize_t n = read(c->reports, &status, sizeof(status));
	if (n == sizeof(status)) {
		c->status = status;
		c->stopped = WIFSTOPPED(status);
		c->ended = !c->stopped;
	} else {
		close_fd(&c->reports);
	}
}

/* Takes what there is, or waits a little for more. */
static void pump(struct console *c)
{
	struct pollfd fds[] = {
		{.fd = c->master, .events = POLLIN},
		{.fd = c->idle, .events = POLLIN},
		{.fd = c->ended ? -1 : c->reports, .events = POLLIN},
	};
	if (poll(fds, 3, 50) < 0 && errno != EINTR)
		fixture_fail(c, "poll: %s", strerror(errno));
	if (fds[0].revents & POLLIN)
		take_output(c);
	if (fds[1].revents)
		take_idle(c);
	if (fds[2].revents)
		take_report(c);
}

/* --- What goes to it --- */

static void send_bytes(struct console *c, const char *bytes, size_t n)
{
	int64_t deadline = now_ms() + PATIENCE * 1000;
	while (n > 0) {
		ssize_t sent = write(c->master, bytes, n);
		if (sent > 0) {
			bytes += sent;
			n -= (size_t)sent;
			c->typed += (uint64_t)sent;
		} else if (errno != EAGAIN || c->ended || now_ms() > deadline) {
			fixture_fail(c, "nobody reads what is typed");
		} else {
			pump(c);
		}
	}
}

void console_type(struct console *c, const char *bytes)
{
	if (c->idle_lines == 0)
		console_idle(c);
	send_bytes(c, bytes, strlen(bytes));
}

static bool is_idle(const struct console *c)
{
	return c->idle_lines > 0 && c->received == c->typed && c->arrived >= c->sent;
}

void console_idle(struct console *c)
{
	int64_t deadline = now_ms() + PATIENCE * 1000;
	while (!is_idle(c)) {
		if (c->ended || now_ms() > deadline)
			fixture_fail(c,
				"no idle signal: typed %llu, received %llu, sent %llu, arrived "
				"%llu",
				(unsigned long long)c->typed, (unsigned long long)c->received,
				(unsigned long long)c->sent, (unsigned long long)c->arrived);
		pump(c);
	}
}

void console_keys(struct console *c, const char *bytes)
{
	console_type(c, bytes);
	console_idle(c);
}

/* Waits for an idle line that comes after a repaint which has not been sent yet. */
static void wait_repaint(struct console *c, uint64_t sent)
{
	int64_t deadline = now_ms() + PATIENCE * 1000;
	while (c->sent <= sent) {
		if (c->ended || now_ms() > deadline)
			fixture_fail(c, "it did not paint again");
		pump(c);
	}
	console_idle(c);
}

void console_resize(struct console *c, int rows, int columns)
{
	console_idle(c);
	if (rows == c->rows && columns == c->columns)
		return;
	uint64_t sent = c->sent;
	c->rows = rows;
	c->columns = columns;
	vterm_set_size(c->vterm, rows, columns);
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
	assert_int_equal(ioctl(c->master, TIOCSWINSZ, &size), 0);
	wait_repaint(c, sent);
}

void console_wait_text(struct console *c, const char *text, int seconds)
{
	int64_t deadline = now_ms() + (int64_t)seconds * 1000;
	while (!console_has(c, text)) {
		if (now_ms() > deadline)
			fixture_fail(c, "\"%s\" did not appear in %d s", text, seconds);
		pump(c);
	}
}

uint64_t console_sent(const struct console *c)
{
	return c->arrived;
}

/* --- Signals and the end --- */

pid_t console_pid(const struct console *c)
{
	return c->pid;
}

void console_signal(struct console *c, int signo)
{
	assert_int_equal(kill(c->pid, signo), 0);
}

void console_wait_stop(struct console *c)
{
	int64_t deadline = now_ms() + PATIENCE * 1000;
	while (!c->stopped) {
		if (c->ended || now_ms() > deadline)
			fixture_fail(c, "it did not stop");
		pump(c);
	}
	while (take_output(c))
		;
}

void console_continue(struct console *c)
{
	uint64_t sent = c->sent;
	c->stopped = false;
	assert_int_equal(kill(c->pid, SIGCONT), 0);
	wait_repaint(c, sent);
}

void console_hangup(struct console *c)
{
	close_fd(&c->master);
	close_fd(&c->slave);
}

int console_wait_exit(struct console *c, int seconds)
{
	int64_t deadline = now_ms() + (int64_t)seconds * 1000;
	while (!c->ended) {
		if (now_ms() > deadline)
			fixture_fail(c, "it did not end in %d s", seconds);
		pump(c);
	}
	if (c->slave >= 0) {
		assert_int_equal(tcgetattr(c->slave, &c->after), 0);
		close_fd(&c->slave);
		wait_shell(c);
		/* Nobody holds the other end now: what was sent can be read to its end. */
		struct pollfd fd = {.fd = c->master, .events = POLLIN};
		while (poll(&fd, 1, 1000) > 0 && take_output(c))
			;
	}
	return WIFEXITED(c->status) ? WEXITSTATUS(c->status) : 128 + WTERMSIG(c->status);
}

static void expect_mode(struct console *c, bool same, const char *what)
{
	if (!same)
		fixture_fail(c, "the terminal was not given back: %s", what);
}

void console_expect_restored(struct console *c)
{
	const struct termios *a = &c->before, *b = c->stopped ? NULL : &c->after;
	struct termios now;
	if (!b) {
		assert_int_equal(tcgetattr(c->slave, &now), 0);
		b = &now;
	}
	expect_mode(c, a->c_iflag == b->c_iflag, "input modes");
	expect_mode(c, a->c_oflag == b->c_oflag, "output modes");
	expect_mode(c, a->c_cflag == b->c_cflag, "control modes");
	expect_mode(c, a->c_lflag == b->c_lflag, "local modes");
	expect_mode(c, memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0, "control characters");
	expect_mode(c, !c->alternate, "it is still the alternate screen");
	expect_mode(c, c->cursor_visible, "the cursor is hidden");
	expect_mode(c, !c->mouse, "the mouse is reported");
	expect_mode(c, !fixture_pastes_bracketed(c), "pastes are bracketed");
}

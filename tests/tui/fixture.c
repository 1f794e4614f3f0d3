/* Typing into the program, reading what it paints, and waiting for it. */
#include "tui/fixture_console.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

/* Takes what there is, or waits for more so many ms. */
static void pump_for(struct console *c, int ms)
{
	struct pollfd fds[] = {
		{.fd = c->master, .events = POLLIN},
		{.fd = c->idle, .events = POLLIN},
		{.fd = c->ended ? -1 : c->reports, .events = POLLIN},
	};
	if (poll(fds, 3, ms) < 0 && errno != EINTR)
		fixture_fail(c, "poll: %s", strerror(errno));
	if (fds[0].revents & POLLIN)
		take_output(c);
	if (fds[1].revents)
		take_idle(c);
	if (fds[2].revents)
		take_report(c);
}

static void pump(struct console *c)
{
	pump_for(c, 50);
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

void console_send(struct console *c, const char *bytes)
{
	send_bytes(c, bytes, strlen(bytes));
}

static bool all_is_read(const struct console *c)
{
	int unread;

	return ioctl(c->slave, FIONREAD, &unread) == 0 && unread == 0;
}

/* What nobody reads any more is echoed over the program's last words, so it gets a little at a
 * time. */
void console_send_until_end(struct console *c, const char *bytes)
{
	int64_t deadline = now_ms() + PATIENCE * 1000;

	for (size_t n = strlen(bytes); n > 0 && c->alternate && !c->ended && now_ms() < deadline;
		pump_for(c, 1)) {
		if (!all_is_read(c))
			continue;
		ssize_t sent = write(c->master, bytes, n < 4096 ? n : 4096);
		if (sent > 0) {
			bytes += sent;
			n -= (size_t)sent;
		}
	}
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

void console_drag(struct console *c, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	c->rows = rows;
	c->columns = columns;
	vterm_set_size(c->vterm, rows, columns);
	assert_int_equal(ioctl(c->master, TIOCSWINSZ, &size), 0);
	while (take_output(c))
		;
}

/* The kernel delivers the signal before the key, and no key is answered before the new size. */
void console_settle(struct console *c)
{
	console_keys(c, K_CTRL_L);
}

void console_resize(struct console *c, int rows, int columns)
{
	console_idle(c);
	if (rows == c->rows && columns == c->columns)
		return;
	uint64_t sent = c->sent;
	console_drag(c, rows, columns);
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

void console_wait_gone(struct console *c, const char *text, int seconds)
{
	int64_t deadline = now_ms() + (int64_t)seconds * 1000;
	while (console_has(c, text)) {
		if (now_ms() > deadline)
			fixture_fail(c, "\"%s\" was still there after %d s", text, seconds);
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

void console_scribble(struct console *c)
{
	static const char text[] = "\033[?1049l\033[?25h\033[Hsomebody else";

	assert_int_equal(tcsetattr(c->slave, TCSANOW, &c->before), 0);
	vterm_input_write(c->vterm, text, sizeof(text) - 1);
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

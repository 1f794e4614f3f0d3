/* Passwords from a descriptor, or from the terminal without showing them. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "base/sanitize.h"
#include "base/str.h"
#include "cli/command.h"
#include "model/password.h"

#define PASSWORD_LINE 4096

struct secret {
	char bytes[PASSWORD_LINE + 1];
	size_t n;
};

/* One byte at a time, so that what follows the line stays for the next reader. */
static int read_line(int fd, const char *from, struct secret *s, struct err *e)
{
	for (s->n = 0;;) {
		char c;
		ssize_t got = read(fd, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_OTHER, "cannot read the pass phrase from %s: %s",
				from, strerror(errno));
		if (got == 0 && s->n == 0)
			return err_set(e, ERR_DENIED, "%s ended before a pass phrase came", from);
		if (got == 0 || c == '\n')
			break;
		if (c == '\0')
			return err_set(e, ERR_USAGE, "the pass phrase from %s holds a NUL", from);
		if (s->n == PASSWORD_LINE)
			return err_set(e, ERR_USAGE, "the pass phrase from %s is over %d bytes",
				from, PASSWORD_LINE);
		s->bytes[s->n++] = c;
	}
	s->bytes[s->n] = '\0';
	return 0;
}

static int read_descriptor(const char *option, const char *number, struct secret *s, struct err *e)
{
	char from[64];
	char *end;
	long fd;

	errno = 0;
	fd = strtol(number, &end, 10);
	if (errno || *end || end == number || fd < 0 || fd > 65535)
		return err_set(e, ERR_USAGE, "%s: \"%s\" is no file descriptor", option, number);
	snprintf(from, sizeof from, "file descriptor %ld", fd);
	return read_line((int)fd, from, s, e);
}

/* The terminal hands over a whole line at a time, or what stood there when Ctrl-D was typed. */
static int read_typed(int tty, struct secret *s, struct err *e)
{
	ssize_t got = read(tty, s->bytes, PASSWORD_LINE);

	if (got < 0)
		return err_set(e, ERR_OTHER, "cannot read from the terminal: %s", strerror(errno));
	s->n = (size_t)got;
	if (s->n == 0)
		return err_set(e, ERR_DENIED, "no pass phrase was typed");
	if (s->bytes[s->n - 1] == '\n')
		s->n--;
	s->bytes[s->n] = '\0';
	if (memchr(s->bytes, '\0', s->n))
		return err_set(e, ERR_USAGE, "the pass phrase holds a NUL");
	return 0;
}

/* Waits for a line; 0 when the terminal can be read, 1 when a signal waits to be delivered. */
static int wait_for_line(int tty, int signals)
{
	struct pollfd fds[2] = {{.fd = tty, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	return fds[1].revents ? 1 : 0;
}

/*
 * Signals that would end or stop the program wait while the terminal does not echo; when one
 * comes, the terminal is given back first and the signal delivered then. After a stop it asks
 * again.
 */
static int ask_once(int tty, const char *prompt, struct secret *s, bool *again, struct err *e)
{
	struct termios shown, hidden;
	sigset_t mask, before;
	int signals, result = 0;

	if (tcgetattr(tty, &shown) < 0)
		return err_set(e, ERR_OTHER, "cannot ask on the terminal: %s", strerror(errno));
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	sigaddset(&mask, SIGHUP);
	sigaddset(&mask, SIGQUIT);
	sigaddset(&mask, SIGTSTP);
	signals = signalfd(-1, &mask, SFD_CLOEXEC);
	if (signals < 0)
		return err_set(e, ERR_OTHER, "cannot watch signals: %s", strerror(errno));
	sigprocmask(SIG_BLOCK, &mask, &before);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ICANON | ISIG;
	tcsetattr(tty, TCSAFLUSH, &hidden);
	dprintf(tty, "%s: ", prompt);
	*again = wait_for_line(tty, signals) == 1;
	if (!*again)
		result = read_typed(tty, s, e);
	tcsetattr(tty, TCSAFLUSH, &shown);
	dprintf(tty, "\n");
	close(signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

static int ask(int tty, const char *prompt, struct secret *s, struct err *e)
{
	bool again = true;
	while (again)
		if (ask_once(tty, prompt, s, &again, e) < 0)
			return -1;
	return 0;
}

static int ask_terminal(
	const char *fd_option, const char *prompt, bool confirm, struct secret *s, struct err *e)
{
	struct secret second = {0};
	struct str safe = {0};
	int result = -1;
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (tty < 0) {
		err_set(e, ERR_DENIED, "cannot ask for a pass phrase: there is no terminal");
		return err_hint(e, "%s N reads it from file descriptor N", fd_option);
	}
	text_sanitize(&safe, span_of(prompt), TEXT_ONE_LINE);
	if (ask(tty, str_cstr(&safe), s, e) < 0)
		goto out;
	if (confirm &&
		(password_check((struct span){s->bytes, s->n}, e) < 0 ||
			ask(tty, "Once more", &second, e) < 0))
		goto out;
	if (confirm && strcmp(s->bytes, second.bytes) != 0)
		err_set(e, ERR_USAGE, "the two pass phrases differ");
	else
		result = 0;
out:
	password_wipe(&second, sizeof second);
	str_free(&safe);
	close(tty);
	return result;
}

int command_password(const struct call *c, const char *fd_option, const char *prompt, bool confirm,
	char **out, size_t *n, struct err *e)
{
	const char *number = call_option(c, fd_option);
	struct secret s = {0};
	int result = number ? read_descriptor(fd_option, number, &s, e)
			    : ask_terminal(fd_option, prompt, confirm, &s, e);

	if (result == 0) {
		*out = xmalloc(s.n + 1);
		memcpy(*out, s.bytes, s.n + 1);
		*n = s.n;
	}
	password_wipe(&s, sizeof s);
	return result;
}

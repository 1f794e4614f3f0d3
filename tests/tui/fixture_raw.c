/* A pseudo-terminal without an emulator: what the program sends is kept as it comes. */
#include "tui/fixture_raw.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"

#define SHOWN 800 /* of what was sent last, where a test fails */
#define PATIENCE 60000 /* ms; only a test that fails waits that long */

struct raw {
	int master, idle;
	pid_t pid;
	bool ended, elsewhere; /* its standard output is not the terminal */
	struct str sent, lines; /* of the terminal, and of the idle signal */
	unsigned long long typed, received;
};

static void replace(int fd, const char *path, int flags)
{
	int other = path ? open(path, flags) : -1;

	if (path && (other < 0 || dup2(other, fd) < 0))
		_exit(126);
}

static _Noreturn void be_program(const char *const *args, const char *input, const char *output,
	const char *const *env, int idle)
{
	char number[16], *argv[16] = {getenv("TENET")};

	for (size_t i = 0; args[i] && i + 2 < 16; i++)
		argv[i + 1] = xstrdup(args[i]);
	snprintf(number, sizeof(number), "%d", idle);
	setenv("TENET_TEST_FD", number, 1);
	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	for (; env && *env; env++)
		if (putenv(xstrdup(*env)) != 0)
			_exit(126);
	replace(STDIN_FILENO, input, O_RDONLY);
	replace(STDOUT_FILENO, output, O_WRONLY);
	execv(argv[0], argv);
	_exit(127);
}

struct raw *raw_start(struct walk *w, const char *const *args, const char *input,
	const char *output, const char *const *env)
{
	struct raw *r = xcalloc(1, sizeof(*r));
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	r->elsewhere = output != NULL;
	walk_enter(w);
	r->pid = forkpty(&r->master, NULL, NULL, &size);
	if (r->pid == 0) {
		close(ends[0]);
		be_program(args, input, output, env, ends[1]);
	}
	walk_leave();
	assert_true(r->pid > 0);
	close(ends[1]);
	r->idle = ends[0];
	return r;
}

static bool take(int *fd, struct str *into)
{
	char bytes[4096];
	ssize_t n = read(*fd, bytes, sizeof(bytes));

	if (n > 0) {
		str_adds(into, (struct span){bytes, (size_t)n});
		return true;
	}
	if (n < 0 && errno == EINTR)
		return true;
	close(*fd);
	*fd = -1;
	return false;
}

static void pump(struct raw *r)
{
	struct pollfd fds[] = {
		{.fd = r->master, .events = POLLIN}, {.fd = r->idle, .events = POLLIN}};

	if (poll(fds, 2, PATIENCE) == 0) {
		size_t from = r->sent.len > SHOWN ? r->sent.len - SHOWN : 0;
		fail_msg("nothing happens; it has sent \"%s\"", str_cstr(&r->sent) + from);
	}
	if (fds[0].revents)
		take(&r->master, &r->sent);
	if (fds[1].revents)
		take(&r->idle, &r->lines);
}

/* The last whole line of the idle signal. */
static bool is_idle(struct raw *r)
{
	const char *text = str_cstr(&r->lines);
	size_t end = r->lines.len;

	while (end > 0 && text[end - 1] != '\n')
		end--;
	size_t from = end > 0 ? end - 1 : 0;
	while (from > 0 && text[from - 1] != '\n')
		from--;
	unsigned long long sent;
	return end > 0 && sscanf(text + from, "idle %llu %llu", &r->received, &sent) == 2 &&
		r->received == r->typed && (r->elsewhere || r->sent.len >= sent);
}

void raw_keys(struct raw *r, const char *bytes)
{
	while (!is_idle(r) && r->idle >= 0)
		pump(r);
	size_t n = strlen(bytes);
	assert_int_equal(write(r->master, bytes, n), n);
	r->typed += n;
	while (!is_idle(r) && r->idle >= 0)
		pump(r);
}

void raw_watch(struct raw *r, int ms)
{
	struct pollfd out = {.fd = r->master, .events = POLLIN};
	int64_t end = time_monotonic() + ms * (int64_t)1000, left;

	while (r->master >= 0 && (left = end - time_monotonic()) > 0)
		if (poll(&out, 1, (int)(left / 1000) + 1) > 0)
			take(&r->master, &r->sent);
}

int raw_wait(struct raw *r)
{
	int status;

	while (r->master >= 0)
		pump(r);
	assert_int_equal(waitpid(r->pid, &status, 0), r->pid);
	r->ended = true;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct span raw_sent(const struct raw *r)
{
	return str_span(&r->sent);
}

void raw_free(struct raw **rp)
{
	struct raw *r = *rp;

	if (!r->ended) {
		kill(r->pid, SIGKILL);
		waitpid(r->pid, NULL, 0);
	}
	if (r->master >= 0)
		close(r->master);
	if (r->idle >= 0)
		close(r->idle);
	str_free(&r->sent);
	str_free(&r->lines);
	free(r);
	*rp = NULL;
}

/* Programs on a pseudo-terminal. */
#include "fixture_pty.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "fixture_bench.h"

#define PATIENCE 120000.0 /* ms until a program that does not answer ends the benchmark */

struct program {
	const char *name;
	pid_t pid;
	int terminal, idle; /* idle: -1 when the program does not say */
	bool gone;
	uint64_t typed, received; /* bytes to and from the program */
	double began, last_byte; /* when the clock was set; when the last byte came */
	struct str output; /* since the clock was set */
	struct str words; /* what came on the idle descriptor and is not yet a whole line */
	bool said_idle;
	uint64_t idle_typed, idle_received; /* what the last idle line counted */
	double idle_at;
};

static void run_child(const char *const *argv, const int idle[2])
{
	char number[16];

	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	if (idle[1] >= 0) {
		close(idle[0]);
		snprintf(number, sizeof(number), "%d", idle[1]);
		setenv("TENET_TEST_FD", number, 1);
	}
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

static void set_nonblocking(int fd)
{
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
		bench_fail("cannot set up a pseudo-terminal: %s", strerror(errno));
}

static void set_clock(struct program *p)
{
	str_clear(&p->output);
	p->began = p->last_byte = bench_now();
}

struct program *program_start(
	const char *const *argv, int columns, int lines, enum pty_protocol protocol)
{
	struct program *p = xcalloc(1, sizeof(*p));
	struct winsize size = {.ws_row = (unsigned short)lines, .ws_col = (unsigned short)columns};
	int idle[2] = {-1, -1};

	p->name = argv[0];
	if (protocol == PTY_SAYS_IDLE && pipe(idle) < 0)
		bench_fail("cannot make a pipe: %s", strerror(errno));
	set_clock(p);
	p->pid = forkpty(&p->terminal, NULL, NULL, &size);
	if (p->pid < 0)
		bench_fail("cannot start %s: %s", argv[0], strerror(errno));
	if (p->pid == 0)
		run_child(argv, idle);
	p->idle = idle[0];
	set_nonblocking(p->terminal);
	if (p->idle >= 0) {
		close(idle[1]);
		set_nonblocking(p->idle);
	}
	return p;
}

void program_stop(struct program **pp)
{
	struct program *p = *pp;
	double until = bench_now() + 2000;
	int status;

	close(p->terminal);
	kill(p->pid, SIGHUP);
	while (waitpid(p->pid, &status, WNOHANG) == 0) {
		if (bench_now() > until)
			kill(p->pid, SIGKILL);
		poll(NULL, 0, 5);
	}
	if (p->idle >= 0)
		close(p->idle);
	str_free(&p->output);
	str_free(&p->words);
	free(p);
	*pp = NULL;
}

static void read_terminal(struct program *p)
{
	ssize_t n = read(p->terminal, str_reserve(&p->output, 65536), 65536);

	if (n > 0) {
		p->last_byte = bench_now();
		p->output.len += (size_t)n;
		p->output.p[p->output.len] = '\0';
		p->received += (uint64_t)n;
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		p->gone = true;
	}
}

/* "idle RECEIVED SENT", counted by the program. */
static void read_idle(struct program *p)
{
	ssize_t n = read(p->idle, str_reserve(&p->words, 4096), 4096);
	char *line, *end;

	if (n <= 0)
		return;
	p->words.len += (size_t)n;
	p->words.p[p->words.len] = '\0';
	for (line = p->words.p; (end = strchr(line, '\n')); line = end + 1) {
		if (sscanf(line, "idle %" SCNu64 " %" SCNu64, &p->idle_typed, &p->idle_received) !=
			2)
			bench_fail("%s does not say idle, but: %.80s", p->name, line);
		p->said_idle = true;
		p->idle_at = bench_now();
	}
	p->words.len -= (size_t)(line - p->words.p);
	memmove(p->words.p, line, p->words.len + 1);
}

/* Reads what comes within so many milliseconds; false when nothing came. */
static bool pump(struct program *p, double milliseconds)
{
	struct pollfd fds[] = {
		{.fd = p->terminal, .events = POLLIN},
		{.fd = p->idle, .events = POLLIN},
	};
	struct timespec wait = {0};

	if (milliseconds > 0) {
		wait.tv_sec = (time_t)(milliseconds / 1e3);
		wait.tv_nsec = (long)((milliseconds - (double)wait.tv_sec * 1e3) * 1e6);
	}
	int n = ppoll(fds, 2, &wait, NULL);
	if (n < 0 && errno != EINTR)
		bench_fail("cannot wait for %s: %s", p->name, strerror(errno));
	if (fds[0].revents)
		read_terminal(p);
	if (fds[1].revents)
		read_idle(p);
	return n > 0;
}

static void pump_patiently(struct program *p, const char *what)
{
	pump(p, 1000);
	if (p->gone)
		bench_fail("%s ended while waiting for %s: …%s", p->name, what,
			str_cstr(&p->output) + (p->output.len > 400 ? p->output.len - 400 : 0));
	if (bench_now() - p->began > PATIENCE)
		bench_fail("%s does not come to %s", p->name, what);
}

void program_type(struct program *p, const char *keys)
{
	size_t n = strlen(keys);

	set_clock(p);
	p->typed += n;
	if (write(p->terminal, keys, n) != (ssize_t)n)
		bench_fail("%s takes no keys: %s", p->name, strerror(errno));
}

static bool is_idle(const struct program *p)
{
	return p->said_idle && p->idle_typed >= p->typed && p->received >= p->idle_received;
}

double program_wait_idle(struct program *p)
{
	while (!is_idle(p))
		pump_patiently(p, "rest");
	return (p->output.len > 0 ? p->last_byte : p->idle_at) - p->began;
}

double program_wait_quiet(struct program *p, double quiet)
{
	while (p->output.len == 0)
		pump_patiently(p, "an answer");
	while (pump(p, p->last_byte + quiet - bench_now()))
		if (p->gone)
			bench_fail("%s ended", p->name);
	return p->last_byte - p->began;
}

double program_wait_text(struct program *p, const char *text)
{
	while (!strstr(str_cstr(&p->output), text))
		pump_patiently(p, text);
	return p->last_byte - p->began;
}

void program_listen(struct program *p, double milliseconds)
{
	double until = bench_now() + milliseconds;

	set_clock(p);
	while (bench_now() < until && !p->gone)
		pump(p, until - bench_now());
}

size_t program_bytes(const struct program *p)
{
	return p->output.len;
}

long program_resident(const struct program *p)
{
	char path[64];
	long kib = -1;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)p->pid);
	char *text = bench_read_file(path);
	const char *line = strstr(text, "VmRSS:");
	if (!line || sscanf(line, "VmRSS: %ld", &kib) != 1)
		bench_fail("%s has no VmRSS", path);
	free(text);
	return kib;
}

double program_cpu(const struct program *p)
{
	char path[320];
	double sum = 0;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)p->pid);
	DIR *tasks = opendir(path);
	if (!tasks)
		bench_fail("cannot read %s: %s", path, strerror(errno));
	for (struct dirent *entry; (entry = readdir(tasks));) {
		uint64_t nanoseconds;
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%s/schedstat", (int)p->pid,
			entry->d_name);
		char *text = bench_read_file(path);
		if (sscanf(text, "%" SCNu64, &nanoseconds) == 1)
			sum += (double)nanoseconds / 1e6;
		free(text);
	}
	closedir(tasks);
	return sum;
}

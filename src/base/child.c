/* A helper program of ours, run for one answer. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"

#define LOOK_MS 10 /* how often it is looked whether to stop */

static int find(const char *name, char out[PATH_MAX], struct err *e)
{
	static const char *const places[] = {"%.*s/%s", "%.*s/../lib/tenet/%s"};
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n <= 0)
		return err_set(e, ERR_OTHER, "cannot tell where the program is: /proc is needed");
	self[n] = '\0';
	int folder = (int)(strrchr(self, '/') - self);
	for (size_t i = 0; i < 2; i++) {
		snprintf(out, PATH_MAX, places[i], folder, self, name);
		if (access(out, X_OK) == 0)
			return 0;
	}
	return err_set(e, ERR_MISSING, "%s is not installed", name);
}

/* In a group of its own, so that no key of the terminal reaches it. Gives an error number. */
static int start(const char *path, int its_end, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t how;
	sigset_t none, all;
	const char *const words[] = {path, NULL}, *const environment[] = {"LC_ALL=C", NULL};

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(
		&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(&how, 0);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &all);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, its_end, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, its_end, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int rc = posix_spawn(
		child, path, &actions, &how, (char *const *)words, (char *const *)environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&how);
	return rc;
}

/* One turn of writing and reading. 1: go on, 0: the end, -1: it is broken. */
static int talk(int fd, struct span *input, struct str *out, int wait_ms)
{
	struct pollfd p = {fd, (short)(POLLIN | (input->n > 0 ? POLLOUT : 0)), 0};

	if (poll(&p, 1, wait_ms) < 0)
		return errno == EINTR ? 1 : -1;
	if (p.revents & POLLOUT) {
		ssize_t n = send(fd, input->p, input->n, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		input->p += n > 0 ? n : 0;
		input->n -= n > 0 ? (size_t)n : 0;
		if (input->n == 0)
			shutdown(fd, SHUT_WR);
	}
	if (p.revents & (POLLIN | POLLHUP | POLLERR)) {
		ssize_t n = recv(fd, str_reserve(out, 65536), 65536, MSG_DONTWAIT);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 1 : -1;
		out->len += (size_t)n;
		out->p[out->len] = '\0';
		return n > 0;
	}
	return 1;
}

/* How long it has, and who may end it before. */
struct patience {
	int64_t end;
	const atomic_bool *stop;
};

static bool is_stopped(const struct patience *p)
{
	return p->stop && atomic_load(p->stop);
}

/* How long to wait before looking again; 0: no longer. */
static int wait_ms(const struct patience *p)
{
	int64_t left = (p->end - time_monotonic()) / 1000;

	if (left <= 0 || is_stopped(p))
		return 0;
	return p->stop && left > LOOK_MS ? LOOK_MS : (int)left;
}

/* 0: it said all that it says, 1: the time is over. */
static int converse(int fd, struct span input, const struct patience *p, size_t most,
	struct str *out, const char *name, struct err *e)
{
	size_t before = out->len;
	int more;

	if (input.n == 0)
		shutdown(fd, SHUT_WR);
	do {
		int left = wait_ms(p);
		if (left == 0)
			return 1;
		more = talk(fd, &input, out, left);
		if (out->len - before > most)
			return err_set(e, ERR_OTHER, "%s wrote more than %zu bytes", name, most);
	} while (more > 0);
	return more < 0 ? err_set(e, ERR_OTHER, "%s broke off", name) : 0;
}

/* It may have closed its output and go on. False: it goes on when the time is over. */
static bool ends_in_time(pid_t child, const struct patience *patience)
{
	int fd = pidfd_open(child, 0), n, ms;
	struct pollfd p = {fd, POLLIN, 0};

	do {
		ms = wait_ms(patience);
		n = poll(&p, 1, ms);
	} while ((n < 0 && errno == EINTR) || (n == 0 && ms > 0));
	if (fd >= 0)
		close(fd);
	return n > 0;
}

int child_run(const char *name, struct span input, int ms, size_t most, const atomic_bool *stop,
	struct str *out, struct err *e)
{
	char path[PATH_MAX];
	int ends[2], status = 0;
	pid_t child;
	const struct patience patience = {time_monotonic() + (int64_t)ms * 1000, stop};

	if (find(name, path, e) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return err_set(e, ERR_OTHER, "cannot start %s: %s", name, strerror(errno));
	int rc = start(path, ends[1], &child);
	close(ends[1]);
	if (rc != 0) {
		close(ends[0]);
		return err_set(e, ERR_OTHER, "cannot start %s: %s", name, strerror(rc));
	}
	rc = converse(ends[0], input, &patience, most, out, name, e);
	close(ends[0]);
	if (rc > 0 || (rc == 0 && !ends_in_time(child, &patience)))
		rc = is_stopped(&patience)
			? err_set(e, ERR_CANCELLED, "cancelled")
			: err_set(e, ERR_OTHER, "%s took longer than %d ms", name, ms);
	if (rc < 0)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (rc == 0 && status != 0)
		rc = err_set(e, ERR_OTHER, "%s failed", name);
	return rc;
}

/* Stands between libsqlite3 and the C library. */
#include "fault/fixture_calls.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* Read by AddressSanitizer when a program begins: a fork copies what it keeps of freed memory, 256
 * MB if it may, and these tests fork hundreds of times. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1";
}

/* What replaces a function of the C library can be told nothing but through a variable. */
static struct {
	bool active;
	struct calls_plan plan;
	long seen;
} calls;

void calls_begin(struct calls_plan plan)
{
	calls.plan = plan;
	calls.seen = 0;
	calls.active = true;
}

long calls_end(void)
{
	calls.active = false;
	return calls.seen;
}

static void die(void)
{
	kill(getpid(), SIGKILL);
}

/* True: the call fails now. May not return. */
static bool fails(bool writes)
{
	if (!calls.active)
		return false;
	calls.seen++;
	bool now = calls.seen == calls.plan.at;
	switch (calls.plan.what) {
	case CALLS_COUNT: return false;
	case CALLS_TEAR:
	case CALLS_KILL:
		if (now)
			die();
		return false;
	case CALLS_FAIL_ON: now = now || (writes && calls.seen > calls.plan.at); break;
	case CALLS_FAIL: break;
	}
	if (now)
		errno = calls.plan.error;
	return now;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	if (calls.active && calls.plan.what == CALLS_TEAR && calls.seen + 1 == calls.plan.at)
		syscall(SYS_pwrite64, fd, p, n / 2, at);
	if (fails(true))
		return -1;
	return syscall(SYS_pwrite64, fd, p, n, at);
}

int fdatasync(int fd)
{
	return fails(false) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
	return fails(false) ? -1 : (int)syscall(SYS_fsync, fd);
}

int ftruncate64(int fd, off64_t n)
{
	return fails(false) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int unlink(const char *path)
{
	return fails(false) ? -1 : (int)syscall(SYS_unlink, path);
}

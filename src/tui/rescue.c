/* What a crash leaves behind: a terminal that works. */
#include "rescue.h"

#include <signal.h>
#include <unistd.h>

#include "base/err.h"

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

#define CRASHES (sizeof(crashes) / sizeof(crashes[0]))

/* Signal handlers and the die hook take no argument: the one state of this folder that is not
 * handed down. */
static struct {
	volatile sig_atomic_t armed;
	int fd;
	const struct termios *modes;
	const char *bytes;
	size_t n;
	struct sigaction before[CRASHES];
} rescue;

static void give_back(void)
{
	if (!rescue.armed)
		return;
	rescue.armed = 0;
	/* Nothing can be done if this fails, and the modes matter more than the bytes. */
	if (write(rescue.fd, rescue.bytes, rescue.n) < 0)
		rescue.n = 0;
	tcsetattr(rescue.fd, TCSANOW, rescue.modes);
}

static void on_crash(int signo)
{
	give_back();
	for (size_t i = 0; i < CRASHES; i++)
		if (crashes[i] == signo)
			sigaction(signo, &rescue.before[i], NULL);
	raise(signo); /* arrives when this handler returns */
}

void rescue_arm(int fd, const struct termios *modes, const char *bytes, size_t n)
{
	struct sigaction action = {.sa_handler = on_crash};

	sigemptyset(&action.sa_mask);
	rescue.fd = fd;
	rescue.modes = modes;
	rescue.bytes = bytes;
	rescue.n = n;
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &action, &rescue.before[i]);
	rescue.armed = 1;
	die_set_hook(give_back);
}

void rescue_disarm(void)
{
	die_set_hook(NULL);
	rescue.armed = 0;
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &rescue.before[i], NULL);
}

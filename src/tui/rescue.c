/* What a crash leaves behind: a terminal that works. */
#include "rescue.h"

#include <signal.h>
#include <unistd.h>

#include "base/err.h"

/* What ends a program unless it says otherwise; the loop reads the others. */
static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, SIGXCPU,
	SIGXFSZ, SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2};

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
	char stack[16384]; /* for the handler, where the end of the usual one is the crash */
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

/* A sanitizer brings a stack of its own. */
static void find_stack(void)
{
	const stack_t own = {.ss_sp = rescue.stack, .ss_size = sizeof(rescue.stack)};
	stack_t now;

	if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
		sigaltstack(&own, NULL);
}

void rescue_arm(int fd, const struct termios *modes, const char *bytes, size_t n)
{
	struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};

	sigemptyset(&action.sa_mask);
	find_stack();
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

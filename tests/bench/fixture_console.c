/* The console on its pseudo-terminal, and the way in. */
#include "fixture_console.h"

struct program *console_start(const char *tenet, const char *database, int columns)
{
	const char *const argv[] = {tenet, "--database", database, NULL};

	return program_start(argv, columns, LINES, PTY_SAYS_IDLE);
}

double console_login(struct program *p, const char *marker)
{
	program_wait_idle(p);
	program_type(p, BENCH_USER "\r");
	program_wait_idle(p);
	program_type(p, BENCH_PASSWORD);
	program_wait_idle(p);
	program_type(p, "\r");
	double took = program_wait_text(p, marker);
	program_wait_idle(p);
	return took;
}

/* The console on its pseudo-terminal, and the way in. */
#include "fixture_console.h"

#include <string.h>

#include "fixture_bare.h"

/* The console before this one hashed the pass phrase anew, at the usual cost. */
static void cheap_again(const char *path)
{
	sqlite3 *db = bare_open(path, SQLITE_OPEN_READWRITE);

	bare_exec(db,
		"UPDATE admins SET hashed_password = '" BENCH_HASH "' WHERE username = '" BENCH_USER
		"' AND hashed_password <> '" BENCH_HASH "'");
	sqlite3_close(db);
}

struct program *console_start(const char *tenet, const char *database, int columns)
{
	const char *const argv[] = {tenet, "--database", database, NULL};

	if (!strstr(database, "://"))
		cheap_again(database);
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

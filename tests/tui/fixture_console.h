/* What the parts of the harness share: starting the program, talking to it, its screen. */
#ifndef TESTS_TUI_FIXTURE_CONSOLE_H
#define TESTS_TUI_FIXTURE_CONSOLE_H

#include "tui/fixture.h"

#include <sys/types.h>
#include <termios.h>

struct console {
	VTerm *vterm;
	VTermScreen *screen;
	int rows, columns;
	bool cursor_visible, alternate, mouse;

	int master, slave, idle, reports;
	pid_t shell, pid;
	bool stopped, ended;
	int status; /* of waitpid, once it ended or stopped */
	struct termios before, after;

	uint64_t typed, arrived; /* bytes to and from the terminal */
	uint64_t received, sent; /* as the last idle line says */
	uint64_t idle_lines;
	char line[64]; /* the idle line that is not complete yet */
	size_t line_len;

	char *text; /* what console_row and console_style lend */
};

/* The callbacks that keep the fields of the first block. */
void fixture_screen_open(struct console *c, int rows, int columns);
void fixture_screen_close(struct console *c);
/* Whether the program has switched bracketed paste on. */
bool fixture_pastes_bracketed(struct console *c);

_Noreturn void fixture_fail(struct console *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif

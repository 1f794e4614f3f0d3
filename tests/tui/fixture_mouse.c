/* A mouse over the console. */
#include "tui/fixture_console.h"

#include <stdio.h>
#include <string.h>

#include "base/sanitize.h"

#define LEFT 0
#define HELD 32

static void report(struct console *c, int what, int row, int column, char final)
{
	char bytes[48];

	snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%d%c", what, column + 1, row + 1, final);
	console_type(c, bytes);
}

void console_click(struct console *c, int row, int column)
{
	report(c, LEFT, row, column, 'M');
	report(c, LEFT, row, column, 'm');
	console_idle(c);
}

void console_click_on(struct console *c, const char *text)
{
	int row = console_find(c, text);

	if (row < 0)
		fixture_fail(c, "no row has \"%s\" to be clicked on", text);
	const char *line = console_row(c, row), *at = strstr(line, text);
	console_click(c, row, (int)text_width((struct span){line, (size_t)(at - line)}));
}

void console_wheel(struct console *c, int row, int column, enum wheel way)
{
	report(c, (int)way, row, column, 'M');
	console_idle(c);
}

void console_mouse_drag(struct console *c, int from, int to, int column)
{
	report(c, LEFT, from, column, 'M');
	for (int row = from; row != to; row += from < to ? 1 : -1)
		report(c, LEFT + HELD, row + (from < to ? 1 : -1), column, 'M');
	report(c, LEFT, to, column, 'm');
	console_idle(c);
}

bool console_wants_mouse(const struct console *c)
{
	return c->mouse;
}

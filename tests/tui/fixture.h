/*
 * The real program on a pseudo-terminal inside a terminal emulator: type keys, wait until the
 * console says that it is idle, and look at cells, colours and cursor. No sleeps.
 *
 * The idle signal: TENET_TEST_FD names a descriptor. Whenever the console has painted what there
 * was to paint, has no task under way and is about to wait, it writes "idle RECEIVED SENT\n" there:
 * the bytes it has read from and written to the terminal so far. A key that changes nothing is
 * answered with a line, too.
 *
 * Every function here fails the test, with the screen printed, when what it waits for doesn't come.
 */
#ifndef TESTS_TUI_FIXTURE_H
#define TESTS_TUI_FIXTURE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <vterm.h>

/* Keys as an xterm sends them. */
#define K_ENTER "\r"
#define K_TAB "\t"
#define K_BACKTAB "\033[Z"
#define K_ESC "\033"
#define K_BACKSPACE "\177"
#define K_UP "\033OA"
#define K_DOWN "\033OB"
#define K_RIGHT "\033OC"
#define K_LEFT "\033OD"
#define K_HOME "\033OH"
#define K_END "\033OF"
#define K_PGUP "\033[5~"
#define K_PGDN "\033[6~"
#define K_CTRL_C "\003"
#define K_CTRL_L "\014"
#define K_CTRL_Z "\032"

struct console;

struct console_options {
	int rows, columns; /* 24 × 80 when 0 */
	const char *const *args; /* after the program's name; NULL-terminated */
	/* "NAME=VALUE" sets, "NAME" unsets, beside what is fixed: TERM, LC_ALL, TZ, TENET_NOW, a
	 * HOME of its own. NULL-terminated, or NULL. */
	const char *const *env;
};

/* Starts $TENET (build/asan/tenet) under something like a login shell, which has job control. */
struct console *console_start(const struct console_options *o);
/* Kills what still runs. */
void console_free(struct console **c);

/* Types bytes; before the first frame it waits for that. */
void console_type(struct console *c, const char *bytes);
/* Types without waiting: for a program that has no idle signal. */
void console_send(struct console *c, const char *bytes);
/* Types as much as the program takes before it ends or leaves the screen. */
void console_send_until_end(struct console *c, const char *bytes);
/* Waits until all that was typed is answered and all that was painted has arrived. */
void console_idle(struct console *c);
/* Types, then waits. */
void console_keys(struct console *c, const char *bytes);
/* The mouse as a terminal reports it (?1006), rows and columns from 0, each waiting like
 * console_keys: a click of the left button, there or where a text stands; the wheel, down or up;
 * the button held down over all rows between two. */
void console_click(struct console *c, int row, int column);
void console_click_on(struct console *c, const char *text);
enum wheel { WHEEL_UP = 64, WHEEL_DOWN };
void console_wheel(struct console *c, int row, int column, enum wheel way);
void console_mouse_drag(struct console *c, int from, int to, int column);
/* Whether the program asks the terminal to report it. */
bool console_wants_mouse(const struct console *c);

/* Another size, and waits for the repaint. */
void console_resize(struct console *c, int rows, int columns);
/* Another size without waiting, as of a window that is being dragged; the console need not have
 * answered the one before. console_settle waits until it has painted the last. */
void console_drag(struct console *c, int rows, int columns);
void console_settle(struct console *c);
/* Waits for a text that comes by itself (from another process, a timer). */
void console_wait_text(struct console *c, const char *text, int seconds);
void console_wait_gone(struct console *c, const char *text, int seconds);

/* Bytes that the console has sent since it started. */
uint64_t console_sent(const struct console *c);

/* Whether some row of the screen holds the text. */
bool console_has(struct console *c, const char *text);
void console_expect(struct console *c, const char *text);
void console_expect_not(struct console *c, const char *text);
/* A row without the blanks at its end; borrowed until the next call. */
const char *console_row(struct console *c, int row);
/* The row that holds the text, or -1. */
int console_find(struct console *c, const char *text);
/* The right half of a wide character has its style, and RIGHT_HALF for its first character. */
#define RIGHT_HALF UINT32_MAX
VTermScreenCell console_cell(const struct console *c, int row, int column);
/* "bold reverse fg 4 bg #202020"; "plain" for none. Borrowed until the next call. */
const char *console_style(struct console *c, int row, int column);
VTermPos console_cursor(const struct console *c);
bool console_cursor_visible(const struct console *c);
void console_size(const struct console *c, int *rows, int *columns);
/* Converts a cell's colour, which may be one of the palette, to red, green and blue. */
void console_rgb(const struct console *c, VTermColor *color);

/*
 * Compares text, styles and cursor with tests/tui/screens/NAME.txt and prints the rows that differ.
 * With TENET_UPDATE_SCREENS=1 writes that file instead. What is said of the SQLite that runs is
 * left out.
 */
void console_expect_screen(struct console *c, const char *name);
/* The same for several sizes, rows and columns, in one file; afterwards the size is as before. */
void console_expect_screens(struct console *c, const char *name, const int (*sizes)[2], size_t n);
void console_print(struct console *c);

pid_t console_pid(const struct console *c);
/* Sends a signal to the program (not to its shell). */
void console_signal(struct console *c, int signo);
/* Waits until it is stopped, as after Ctrl-Z. */
void console_wait_stop(struct console *c);
/* Somebody else has the terminal meanwhile: sets modes of his own, and writes on the screen. */
void console_scribble(struct console *c);
/* Continues it as a shell's `fg` does, and waits for the repaint. */
void console_continue(struct console *c);
/* The terminal goes away, as when an SSH connection breaks. */
void console_hangup(struct console *c);
/* Waits for the end; returns the exit status, or 128 and the signal. Nothing can be typed after. */
int console_wait_exit(struct console *c, int seconds);
/* The terminal is as it was before: modes, main screen, cursor, keypad, mouse and paste. */
void console_expect_restored(struct console *c);

#endif

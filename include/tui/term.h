/* The terminal: taking it over, giving it back whatever happens, keys in, whole frames out. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/theme.h"

#define TERM_SPARE_ROWS 16 /* in plain lines: of the screen that nobody sees, below a page */

struct term_options {
	bool mono; /* NO_COLOR */
	bool plain; /* lines of text instead of a picture, on whatever TERM is */
};

/*
 * Takes the terminal on standard input and output (plain: output may be a pipe). In a locale
 * without UTF-8 it is sent nothing but ASCII; where ambiguous characters are wide
 * (utf8_set_ambiguous), our glyphs are ASCII, and texts stay as they are. ERR_USAGE, before
 * anything was sent: standard input or output is no terminal, TERM is unset, dumb or unknown.
 * die_set_hook gives it back on the way out of memory.
 */
int term_open(const struct term_options *o, struct screen **out, struct err *e);
/* Gives the terminal back exactly as it was. Safe to call twice. */
void term_close(struct screen **s);

/* How many colours the terminal that TERM names has; 0 for none, or an unknown one. */
int term_colours(void);
void term_set_theme(struct screen *s, const struct theme *t);
/* Whether it shows no colours, whatever the theme. */
bool term_mono(const struct screen *s);
/* How many an open screen shows; 0 for none. */
int term_shown_colours(const struct screen *s);
void term_set_paging(struct screen *s, struct paging p);

/* Whether the terminal reports the mouse. Off at first, and then nothing of it is sent; on, it is
 * given back with everything else whatever happens. With Shift the mouse stays the terminal's. It
 * stays off on a terminal that could not be asked. */
void term_set_mouse(struct screen *s, bool on);
bool term_mouse(const struct screen *s);

/* Begin and send a frame: one write, between synchronized-update marks where the terminal has them;
 * only what changed. Nothing is sent when nothing changed. */
void term_begin(struct screen *s);
/* What the frame shows, in plain lines: how many boxes lie over the pane, and which of them all, or
 * which pane, is drawn. What was said of another is no news about this one. */
void term_place(struct screen *s, size_t level, const void *place);
/* The key that came moves a selection: in plain lines it is said although it stays. */
void term_moves(struct screen *s);
/* False: the terminal is gone. */
bool term_end(struct screen *s);
/* Forgets what is on the glass: the next frame is sent whole (resume, Ctrl-L). */
void term_invalidate(struct screen *s);
/* Reads the size again (SIGWINCH); the next frame is sent whole. */
void term_resize(struct screen *s);
/* Bytes sent so far. */
uint64_t term_sent(const struct screen *s);

/* Gives the terminal to another program as it was found, and takes it back: all is to be painted
 * anew. */
void term_lend(struct screen *s);
void term_retake(struct screen *s);
/* For SIGTSTP: gives the terminal back, stops the process group as a shell expects, and takes the
 * terminal again when it is continued. */
void term_suspend(struct screen *s);

/*
 * Reads what has been typed (non-blocking) into the decoder. Returns bytes read, 0 for none, -1
 * when the terminal is gone.
 */
int term_read(struct screen *s);
/* Bytes read from the terminal so far (TENET_TEST_FD reports it). */
uint64_t term_received(const struct screen *s);
/*
 * The next decoded key; false when none is complete. `*wait_ms` is then how long it may be until
 * one is although nothing comes in (at most 20 for a lone Escape, 1000 for a paste without an end),
 * or -1.
 */
bool term_key(struct screen *s, struct key *out, int *wait_ms);
/*
 * The largest text that is sent as a copy. One sequence of 100,000 bytes is the most that hterm and
 * its osc52.sh take, the least of the terminals that say so: "ESC ] 52 ; c ;" and BEL leave 99,992
 * of base64, which are 74,994 of text.
 */
#define TERM_COPY_MOST 74994
/* Sends an OSC 52 copy (through tmux, too). False when it is too large. */
bool term_copy(struct screen *s, struct span text);
/* Rings the bell. */
void term_bell(struct screen *s);
int term_fd(const struct screen *s);

#endif

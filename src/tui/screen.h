/* The inside of a screen: shared by term.c and draw.c, and the only sight of curses. */
#ifndef SRC_TUI_SCREEN_H
#define SRC_TUI_SCREEN_H

/* key.h has a key_name of its own. */
#define key_name curses_key_name
#include <curses.h>
#undef key_name
#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

#include "base/str.h"
#include "isolate.h"
#include "tui/draw.h"
#include "tui/key.h"

/* A style as this terminal shows it. */
struct look {
	attr_t attributes;
	short pair;
};

struct plain;

/* What can be pointed at where (point.h). */
struct spot {
	struct rect r;
	const void *on;
	size_t index;
};

struct screen {
	SCREEN *curses;
	FILE *sink; /* a file in memory: curses writes its frame there */
	struct termios saved;
	struct str take, give; /* what takes the terminal over and what gives it back */
	struct str frame;
	int rows, columns;
	struct paging paging;
	struct rect window; /* nothing is drawn outside it */
	struct isolation isolation;
	struct look look[STYLE_COUNT];
	struct plain *plain; /* lines instead of a picture; or NULL */
	bool ascii; /* glyphs are ASCII: the locale, or one column each, asks for it */
	bool mono;
	bool ecma; /* styles are SGR sequences */
	bool sync; /* knows synchronized updates */
	int64_t asked; /* when it was asked whether it does; 0: not, or it has answered */
	bool tmux;
	bool taken;
	bool gone;
	int cursor_y, cursor_x;
	bool cursor_wanted, cursor_visible;
	uint64_t sent, received;
	struct spot *spots; /* of the frame; the last one lies on top */
	size_t spot_count, spot_room;
	struct key_decoder keys;
	int64_t last_byte; /* when input last came (time_monotonic) */
};

#endif

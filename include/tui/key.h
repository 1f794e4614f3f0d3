/* A key press, decoded. */
#ifndef TUI_KEY_H
#define TUI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* Codes above Unicode for keys that are no character. Control keys are their C0 code (Ctrl-C is 3,
 * Enter 13, Tab 9, Esc 27, Backspace 127). */
enum key_code {
	KEYC_ENTER = 13,
	KEYC_TAB = 9,
	KEYC_ESC = 27,
	KEYC_BACKSPACE = 127,
	KEYC_SPACE = 32,
	KEYC_UP = 0x110000,
	KEYC_DOWN,
	KEYC_LEFT,
	KEYC_RIGHT,
	KEYC_HOME,
	KEYC_END,
	KEYC_PGUP,
	KEYC_PGDN,
	KEYC_INSERT,
	KEYC_DELETE,
	KEYC_BACKTAB,
	KEYC_F1, /* … F12 follow */
	KEYC_F12 = KEYC_F1 + 11,
	KEYC_PASTE, /* bracketed paste: `paste` holds it */
	KEYC_MOUSE, /* a report of the mouse: `mouse` holds it; only while it is switched on */
	KEYC_SYNC, /* the terminal's answer: it knows synchronized updates (term_key keeps both) */
	KEYC_NO_SYNC,
	KEYC_NONE, /* never comes: what is bound to it is called by its name, behind ":" */
	KEYC_UNKNOWN, /* a sequence that nobody knows: one key, ignored */
};

/* Held down with a key that is no character, where the terminal tells. */
#define KEYM_SHIFT (1u << 24)
#define KEYM_CTRL (1u << 25)
#define KEYM_ANY (KEYM_SHIFT | KEYM_CTRL)

/* What the mouse did, and in which cell, both counted from 0. */
struct mouse {
	enum { MOUSE_DOWN, MOUSE_MOVED, MOUSE_UP, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN } what;
	int button; /* 0 left, 1 middle, 2 right */
	int y, x;
};

/* A button that goes down and the wheel are like keys; what follows on a button is not. */
static inline bool mouse_acts(const struct mouse *m)
{
	return m->what != MOUSE_MOVED && m->what != MOUSE_UP;
}

struct key {
	uint32_t code; /* without modifiers */
	uint32_t modifiers;
	struct mouse mouse; /* KEYC_MOUSE */
	struct span paste; /* KEYC_PASTE: borrowed until the next term_key */
	bool cut; /* the paste held more than KEY_PASTE_MOST bytes: the rest is lost */
	bool fast; /* no marks around the paste: it is one by its speed, and a program may type */
};

#define KEY_PASTE_MOST (1u << 20)

#define KEY_CTRL(c) ((uint32_t)((c)&31))

/* "j", "Enter", "PgDn", "Ctrl-C", "Space", "Shift-Left" (code with modifiers): as the footer and
 * the help show it. `out` has room for 24 bytes. */
void key_name(uint32_t code, char out[24]);
/* The code of a name as key_name gives it, modifiers included, in upper or lower case; false: no
 * key has it, or none that a terminal can tell from another. */
bool key_parse(struct span name, uint32_t *code);
/* The name that was meant by one that no key has; false: none is near. */
bool key_nearest(const char *word, char out[24]);
/* What a terminal sends in place of a name that no key has, and that none is near to. */
const char *key_instead(struct span name);

/* The decoder on its own: bytes in, keys out (for term.c, tests and the fuzzer). */
struct key_decoder {
	unsigned char buf[4096];
	size_t n;
	bool mouse; /* it is switched on; else what looks like its reports is a key nobody knows */
	bool pasting, burst, cut;
	char *paste;
	size_t paste_len, paste_cap;
};
/* Appends what fits of `n` bytes; returns how many it took. */
size_t key_feed(struct key_decoder *d, const unsigned char *bytes, size_t n);
/* Next key; false when none is complete. `more_is_expected` says that what is buffered may be the
 * start of one; with `flush` it is taken as it stands (a lone Esc). */
bool key_next(struct key_decoder *d, bool flush, struct key *out, bool *more_is_expected);
/* A terminal that does not mark what is pasted: if more characters are buffered than are typed at
 * once, they are pasted, with all that comes until they are flushed. */
void key_find_burst(struct key_decoder *d);
void key_decoder_free(struct key_decoder *d);

#endif

/* A box of lines that are filtered while one types, and of which Enter runs one: the help (?) and
 * every action by name (:). */
#ifndef TUI_PALETTE_H
#define TUI_PALETTE_H

#include <stdbool.h>

#include "tui/keymap.h"
#include "tui/lineedit.h"
#include "tui/point.h"

struct palette;

/* Whether an action works here and now; sets `*why` when it does not ("read-only"). */
typedef bool palette_enabled(void *arg, enum action a, const char **why);

enum palette_scope {
	PALETTE_HERE, /* what works in the place */
	PALETTE_ALL /* that of other places, too, which says where it works */
};

/* `keys` must live as long as it. */
struct palette *palette_open(const struct keymap *keys, enum key_place place,
	enum palette_scope scope, const char *title, palette_enabled *enabled, void *arg);
void palette_close(struct palette **p);
/* Takes a key. PALETTE_RUN: palette_action says what. No line is selected, and Enter runs nothing,
 * until one has typed or moved; turning pages only shows others. The keys of ACTION_HELP and
 * ACTION_PALETTE close while nothing is typed. PALETTE_ASK: what was typed is the name of an action
 * that asks for words, and they follow. */
enum palette_result { PALETTE_STAY, PALETTE_CLOSE, PALETTE_RUN, PALETTE_ASK };
enum palette_result palette_key(struct palette *p, const struct key *k);
/* The same for the mouse: a click on the selected line runs it, where a click may. */
enum palette_result palette_point(struct palette *p, const struct point *at);
enum action palette_action(const struct palette *p);
void palette_draw(struct palette *p, struct screen *s, struct rect whole);

#endif

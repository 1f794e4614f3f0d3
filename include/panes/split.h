/* A list and its detail in one pane: beside each other, stacked, or one at a time. */
#ifndef PANES_SPLIT_H
#define PANES_SPLIT_H

#include <stdbool.h>

#include "panes/console.h"
#include "tui/draw.h"
#include "tui/list.h"
#include "tui/textview.h"

#define SPLIT_BESIDE_COLUMNS 100
#define SPLIT_STACK_COLUMNS 60
#define SPLIT_STACK_ROWS 12

struct split {
	enum { SPLIT_BESIDE, SPLIT_STACKED, SPLIT_SINGLE } mode;
	struct rect list, detail; /* inside, without headings; empty when not shown */
	struct rect list_head, detail_head; /* one row each */
	struct rect note; /* in lines: the notes stand below, and change without the headings */
	struct rect line; /* between the two, beside each other */
	int insists; /* columns at the end of the detail's note that its title gives way to */
};

/* Divides r; in SPLIT_SINGLE (in lines, and where there is little room) the part with the focus
 * takes all of it. */
struct split split_of(const struct console *c, struct rect r, bool detail_has_focus);
/* The same for a list of many columns, which has more than half of the room. */
struct split split_long_rows(const struct console *c, struct rect r, bool detail_has_focus);
/* One of the two alone, whatever the room. */
struct split split_single(struct rect r, bool detail);
/* Draws the lines and the two headings: left text, and right text at the right end. Heads whose
 * part is hidden are not drawn. */
void split_draw(struct screen *s, const struct split *sp, bool detail_has_focus,
	struct span list_title, struct span list_note, struct span detail_title,
	struct span detail_note);
/* Where the list has no rows: what is the matter, and the next step; "" is none. */
void split_draw_empty(const struct split *sp, struct screen *s, enum style style, const char *first,
	const char *then);

/* What keys do to the text in the detail: they scroll it by half its height and, while it has the
 * focus, move in it. False: the action is another, or is the list's. */
bool split_text_act(
	const struct split *sp, struct textview *v, bool detail_has_focus, enum action a);
/* What the mouse does in both: the part that is clicked has the focus, and what is selected in it
 * already opens. Returns the action that opens it, or ACTION_NONE. */
enum action split_point(
	struct list *l, struct textview *v, bool *detail_has_focus, const struct point *at);
/* Whether the action moves in a list or a text: ACTION_DOWN to ACTION_BOTTOM. */
bool split_moves(enum action a);

#endif

/* A box with what leads into it on one side and what leads out of it on the other, tied to it by
 * lines: beside it where there is room, else above and below it. */
#ifndef TUI_HUB_H
#define TUI_HUB_H

#include "base/span.h"
#include "tui/action.h"
#include "tui/draw.h"
#include "tui/lines.h"
#include "tui/point.h"
#include "tui/textview.h"

enum hub_side { HUB_IN, HUB_OUT };

struct hub_row {
	enum {
		HUB_HEAD, /* names the ties that follow */
		HUB_TIE, /* tied to the box; can be selected */
		HUB_SUB, /* hangs on the tie before it, `indent` levels deep; can be selected */
		HUB_NOTE, /* how many more there are */
	} kind;
	int indent;
	bool outward; /* of a HUB_SUB: the way of its arrow */
	enum line_kind line;
	enum style style; /* of line and letter */
	char letter;
	struct span word; /* what the letter stands for; borrowed */
	char weight[8], number[8], note[16]; /* on the line; behind the text; behind all */
	char brief[8]; /* the number in three columns, where there is little room */
	double value; /* 0 to 1 for a bar where there is room */
	struct span text; /* borrowed, and untrusted */
	size_t tag; /* the caller's */
};

struct hub;

struct hub *hub_new(void);
void hub_free(struct hub **h);

/* Takes the rows of both sides, which must live until the next call; selects nothing. What stands
 * in the box is hub_box, which the caller fills. */
void hub_set(struct hub *h, const struct hub_row *in, size_t in_count, const struct hub_row *out,
	size_t out_count);
struct textview *hub_box(struct hub *h);
/* Whether all of it is in the window. */
bool hub_shows_box(const struct hub *h);
/* How many ties a side has, even if not all of them have rows; said where it is longer than the
 * window. Call after hub_set. */
void hub_total(struct hub *h, enum hub_side side, const char *total);

/* The three stand above each other from now on, whatever the room. */
void hub_stack(struct hub *h);
/* Call before drawing. hub_wants: how many rows would show all of it at this width. */
int hub_wants(struct hub *h, int width);
void hub_layout(struct hub *h, int width, int height);
void hub_draw(const struct hub *h, struct screen *s, struct rect r, bool focused);

/* Moves among the rows that can be selected, as an action says: down to bottom within a side, left
 * and right between them. Stacked, down leads on from one side to the other. */
bool hub_act(struct hub *h, enum action a);
/* Selects the row that is pointed at; the wheel moves among the rows of its side. */
enum pointed hub_point(struct hub *h, const struct point *at);
/* NULL when there is none. */
const struct hub_row *hub_selected(const struct hub *h);
/* Selects the first row with this tag; with SIZE_MAX the first of the side that leads out, else of
 * the other. False when there is none. */
bool hub_select(struct hub *h, size_t tag);

#endif

/* The inside of a hub, shared by the files that make it up. */
#ifndef TUI_HUB_PRIVATE_H
#define TUI_HUB_PRIVATE_H

#include "tui/hub.h"

#define HUB_NONE SIZE_MAX

struct side {
	const struct hub_row *rows;
	size_t n;
	char total[16]; /* how many ties there are */
	int *top; /* the line at which each row begins, and where the last one ends */
	int scroll; /* beside the box: the first line shown */
	size_t selected; /* HUB_NONE */
};

struct hub {
	struct side sides[2];
	enum hub_side at; /* the side that the keys move in */
	struct textview *box;
	int width, height;
	bool stacked; /* whatever the room */
	bool beside; /* the box in the middle of three columns; else the three above each other */
	bool twofold; /* a tie takes two lines */
	int text, label; /* columns of a side's text, and of the lines between it and the box */
	int note; /* columns of the widest note of what is tied, with the blank before it */
	int box_width, box_height;
	int scroll; /* above each other: the first line shown */
};

static inline int side_lines(const struct side *s)
{
	return s->n > 0 ? s->top[s->n] : 0;
}
/* Whether a side beside the box has more lines than the window: the last one then says which rows
 * are shown, and the first one keeps the head of their group. */
bool hub_is_long(const struct hub *h, const struct side *s);
/* Lines of a side's text before its first is drawn, beside the box: it stands in the middle. */
int hub_start(const struct hub *h, enum hub_side side);
/* Above each other: the lines at which the box and what leads out begin. */
int hub_box_line(const struct hub *h);
int hub_out_line(const struct hub *h);

#endif

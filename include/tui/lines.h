/* Lines of box characters, cell by cell: four kinds, two strengths, with ASCII for each. */
#ifndef TUI_LINES_H
#define TUI_LINES_H

#include "tui/draw.h"

/* Where a line leaves the cell. A set. */
enum line_way { WAY_UP = 1, WAY_DOWN = 2, WAY_LEFT = 4, WAY_RIGHT = 8 };

/* ── ══ ╌╌ ┈┈ -- == ~~ .. */
enum line_kind { LINE_PLAIN, LINE_DOUBLE, LINE_DASHED, LINE_DOTTED, LINE_KINDS };

/* Draws the cell that these ways make: a corner, a crossing, a piece of a line. Bends and crossings
 * are plain or heavy; the kind shows in the straight pieces. Heavy ones are one kind alone. */
void line_draw(struct screen *s, struct rect r, int y, int x, enum style style, unsigned ways,
	enum line_kind kind, bool heavy);
/* The end of a line that runs this way: ▸ ◂ ▴ ▾ > < ^ v. */
void line_head(struct screen *s, struct rect r, int y, int x, enum style style, enum line_way way);

#endif

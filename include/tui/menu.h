/* A short list of which one row is chosen: selection and window, for boxes that draw their own
 * rows.
 */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/draw.h"
#include "tui/key.h"
#include "tui/point.h"

/* Embedded, zeroed: empty. */
struct menu {
	size_t n; /* rows; menu_set changes it */
	size_t at; /* the selected one; 0 when there is none */
	size_t top; /* the first one shown */
	int height; /* of the window, as it was drawn */
	bool told; /* in lines: all rows, once; then the selected one alone */
};

/* How many rows there are now; the selection stays among them. */
void menu_set(struct menu *m, size_t n);
/* j k g G, arrows, pages, Home and End. True if it was one of them. */
bool menu_key(struct menu *m, const struct key *k);
/* Selects the row that is pointed at; the wheel moves three rows. */
enum pointed menu_point(struct menu *m, const struct point *at);
typedef void menu_draw_row(
	const void *arg, struct screen *s, struct rect row, size_t i, bool selected);
/* Draws the rows that fit, the selected one among them: its style laid over it and the cursor glyph
 * in its first column. The row function draws behind the first two columns. */
void menu_draw(struct menu *m, struct screen *s, struct rect r, menu_draw_row *fn, const void *arg);

#endif

/* A list that shows a window onto a table of any size: pages come and go by key, selection is by
 * id, memory stays flat. */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "tui/action.h"
#include "tui/draw.h"
#include "tui/point.h"

struct list_row {
	char id[UUID_TEXT];
	void *data; /* the caller's, in the page's arena */
};

/* Rows that were loaded together, with the memory that they live in. */
struct list_page {
	struct arena arena; /* taken over by the list */
	struct list_row *rows; /* in the arena */
	size_t n;
};

struct list;

/* Keeps at most about `capacity` rows (at least three pages); pages farthest from the selection go
 * first. */
struct list *list_new(size_t capacity);
void list_free(struct list **l);
/* Forgets all rows; the next page put in is the first one. Keeps nothing selected. */
void list_reset(struct list *l);

enum list_edge { LIST_START, LIST_END };
/* Adds a page at an edge and says whether more rows lie beyond that edge. The list takes the page
 * over (and zeroes the struct). Selection and what is on the screen stay. */
void list_put(struct list *l, enum list_edge edge, struct list_page *page, bool more);
/* The first page of a fresh list: which of its edges are the table's own. */
void list_begin(struct list *l, struct list_page *page, bool more_before, bool more_after);

/* Whether a page should be loaded at that edge now: more lies there, the window comes within two
 * screens of it, and list_asked was not called since the last list_put there. */
bool list_wants(const struct list *l, enum list_edge edge);
void list_asked(struct list *l, enum list_edge edge);
/* The load failed or was cancelled: it may be asked again. */
void list_ask_failed(struct list *l, enum list_edge edge);

size_t list_count(const struct list *l); /* rows loaded */
struct list_row *list_at(const struct list *l, size_t i);
struct list_row *list_find(const struct list *l, const char *id);
/* NULL for an empty list. A list with rows always has one selected. */
struct list_row *list_selected(const struct list *l);
size_t list_selected_index(const struct list *l);
int list_selected_line(const struct list *l); /* of the window */
bool list_select(struct list *l, const char *id);
void list_select_index(struct list *l, size_t i);
/* Position from 1 of the selected row in the whole table, or 0 when the list was not loaded from
 * the table's start. */
uint64_t list_position(const struct list *l);
/* "row 7", or "7 of 12" where the last loaded row is the table's; nothing without a position. */
void list_say_position(const struct list *l, struct str *out);
/* True when the first (last) loaded row is the table's. */
bool list_at_edge(const struct list *l, enum list_edge edge);

/* Moves the selection by rows or by screens (of the last drawn height); stays inside what is
 * loaded. True if it moved. */
bool list_move(struct list *l, int rows);
bool list_page_move(struct list *l, int screens);
/* Moves as an action says, ACTION_DOWN to ACTION_BOTTOM. False for a top or bottom that is not
 * loaded, or that nothing has. */
bool list_act(struct list *l, enum action a);

/* Selects the row that is pointed at or dragged to; the wheel moves the window, and the selection
 * only as far as it stays in it. The margin is for keys: a mouse may go to the window's last row.
 */
enum pointed list_point(struct list *l, const struct point *at);

/* Tells the list how high its window is; call before list_draw (in layout). */
void list_set_height(struct list *l, int rows);
typedef void list_draw_row(
	void *arg, struct screen *s, struct rect row, const struct list_row *data, bool selected);
/* Draws the window and puts the hardware cursor on the selected row when focused. The row function
 * draws one line; the selection's style is laid over it. */
void list_draw(struct list *l, struct screen *s, struct rect r, bool focused, list_draw_row *fn,
	void *arg);

#endif

/* Wrapped, styled, scrollable text made of blocks; some blocks can be selected and followed. */
#ifndef TUI_TEXTVIEW_H
#define TUI_TEXTVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"
#include "tui/action.h"
#include "tui/draw.h"
#include "tui/point.h"

struct textview;

struct textview *textview_new(void);
void textview_free(struct textview **v);

/* Starts over: forgets blocks and scroll position. */
void textview_reset(struct textview *v);
/* Starts over to fill in the same blocks with other words ("4m ago"): scroll position, selection
 * and what was read stay. */
void textview_refill(struct textview *v);

/*
 * A block is a paragraph made of runs; it begins on a new line, and its text wraps at words (UAX
 * #14 in spirit: at blanks, after hyphens and slashes, between CJK). `bar` draws a quote bar before
 * each of its lines; `indent` columns before the first line, `hang` before the others. `target` (a
 * uuid, or NULL) makes the block one that can be selected; it is copied. Its indents are at least
 * 2: the cursor glyph stands there. Runs copy their text. Line feeds inside a run break lines, tabs
 * go to the next multiple of 8 after the indent; in a field (a name, an id: what is one line by its
 * nature) both are shown as signs. What others wrote never stands in the first column: there it
 * could pass for a heading or a sentence of ours.
 */
void textview_block(struct textview *v, int indent, int hang, bool bar, const char *target);
void textview_run(struct textview *v, enum style style, struct span text);
void textview_field(struct textview *v, enum style style, struct span text);
/* The block that was begun last is one line, however narrow: where it is cut, "…" says so. */
void textview_single(struct textview *v);
/* A run in which words of look-alike letters (text_misleads) stand out. */
void textview_lookalikes(struct textview *v, enum style style, struct span text);
void textview_runf(struct textview *v, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void textview_glyph(struct textview *v, enum style style, enum glyph g);
/* A meter of `width` columns for 0..1 within the line. */
void textview_meter(struct textview *v, double value, int width);
/* Block of one run; a blank line; a rule with a heading. */
void textview_line(struct textview *v, enum style style, struct span text);
void textview_gap(struct textview *v);
void textview_heading(struct textview *v, const char *text);
/* What follows the mark can be replaced while one reads: textview_cut takes it away, and scroll
 * position, selection and what was read before it stay. Without a mark, all of it goes. */
void textview_mark(struct textview *v);
void textview_cut(struct textview *v);
/* Lines of the layout that stand above the mark; without one, none. */
int textview_marked_lines(const struct textview *v);
/* The next block is what the reader came for: where the window is too low for all that stands
 * before it, the first layout opens there, with some of that above it. */
void textview_start(struct textview *v);

/* What lies between the two must be read: textview_unread counts it. */
void textview_read_from(struct textview *v);
void textview_read_to(struct textview *v);

/* Wraps for this width and height (cheap when nothing changed), keeping the place where one reads.
 * Call in layout, before draw. Below 16 columns it wraps for 16, and the rest is cut off. */
void textview_layout(struct textview *v, int width, int height);
/* From now on a layout wraps only as much as takes a few milliseconds, and what the window shows
 * comes first: while textview_unfinished says so, it is to be laid out and drawn again. Until then
 * what is not wrapped is below the window, and unread if it must be read. */
void textview_gradual(struct textview *v);
bool textview_unfinished(const struct textview *v);
/* Draws the lines of the window. The selected block is shown only while focused. */
void textview_draw(struct textview *v, struct screen *s, struct rect r, bool focused);

/* Scrolls by lines; true if it moved. textview_page scrolls by heights less one. */
bool textview_scroll(struct textview *v, int lines);
bool textview_page(struct textview *v, int heights);
bool textview_edge(struct textview *v, int direction); /* -1 top, +1 bottom */
/* Lines in all, the first one shown, and whether text lies below what is shown. */
int textview_lines(const struct textview *v);
int textview_top(const struct textview *v);
bool textview_more(const struct textview *v);

/* The window as it was drawn is on the glass: what follows what was read before counts as read, on
 * another width, too. Lines that were jumped over do not, nor any that are cut off. */
void textview_painted(struct textview *v);
/* Lines that must be read and were not on the glass yet; and those that will be left once the
 * window was. */
int textview_unread(const struct textview *v);
/* What it was just filled with was read to its end before. */
void textview_read_before(struct textview *v);
int textview_unread_after(const struct textview *v);
/* Goes back to where reading stopped when that lies above the window; true if it moved. */
bool textview_back_to_unread(struct textview *v);

/* Selectable blocks: moves to the next or previous (scrolling to it; plain scroll when there is
 * none in that direction within the window). */
bool textview_move(struct textview *v, int delta);
/* Moves as an action says, ACTION_DOWN to ACTION_BOTTOM. */
void textview_act(struct textview *v, enum action a);
const char *textview_target(const struct textview *v); /* "" when none */
bool textview_select(struct textview *v, const char *target);
/* Selects the target that is pointed at; the wheel scrolls, but leaves no line out. */
enum pointed textview_point(struct textview *v, const struct point *at);

#endif

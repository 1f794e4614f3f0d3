/* The inside of the drawing, shared by the files that make it up. */
#ifndef DRAWING_PANE_H
#define DRAWING_PANE_H

#include "model/graph.h"
#include "model/layout.h"
#include "panes/console.h"
#include "panes/filter_ask.h"
#include "tui/textview.h"

#define DRAWING_MOST 400 /* beliefs: what is larger says nothing to anybody who looks at it */
#define DRAWING_EDGES 2000
#define DRAWING_BOX 24 /* columns of a box */
#define DRAWING_GAP 3 /* between two of them */
#define DRAWING_LOW 3 /* rows of the lowest box */

/* The same beliefs in boxes of three heights: two lines of title and a number, the number in the
 * border, one line of title. */
enum { DRAWING_LARGE, DRAWING_MIDDLE, DRAWING_SMALL, DRAWING_SIZES };

struct picture {
	struct arena arena; /* all of it */
	struct graph graph;
	struct layout size[DRAWING_SIZES];
	const char *by; /* who found the layers */
	int64_t count; /* beliefs; more than DRAWING_MOST, or too many edges: there is no graph */
	int64_t edges;
};

struct drawing {
	struct pane pane;
	struct console *console;
	struct picture picture;
	bool loaded, loading;
	struct err error;
	char selected[UUID_TEXT];
	size_t at; /* the one selected, node_count when there is none */
	size_t centre; /* whose neighbours n and N go through; SIZE_MAX */
	int size; /* DRAWING_LARGE, … */
	struct rect window;
	int width; /* of the window that it was asked for */
	int top, left; /* the first cell of the drawing in the window; negative: room before it */
	bool follow; /* the window goes where the selection is */
	bool no_map; /* the map of the whole is put away */
	struct textview *why; /* why there is no drawing, and what there is instead */
	struct filter_ask ask;
};

/* Kinds of its tasks. */
enum { DRAWING_PICTURE = 1, DRAWING_VALUES };

/* Asks the worker for what console->drawing says. */
void drawing_load(struct drawing *d);
/* Draws the window on the picture, and the map of the whole in its corner. */
void drawing_paint(const struct drawing *d, struct screen *s);
/* How large the map is with its frame; nothing where there is none. */
struct rect drawing_map_size(const struct drawing *d);
/* drawing.c: the size of the boxes that was chosen, and whether it fits into the window. */
const struct layout *drawing_layout_of(const struct drawing *d);
bool drawing_fits(const struct drawing *d);
/* drawing_draw.c: whether there is nothing to draw, or too much of it; `why` then says what. */
bool drawing_is_refused(const struct drawing *d);
void drawing_refuse(struct drawing *d);
void drawing_draw(const struct pane *p, struct screen *s, struct rect r);

#endif

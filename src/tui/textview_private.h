/* The inside of a text view, for what wraps and draws it. */
#ifndef TUI_TEXTVIEW_PRIVATE_H
#define TUI_TEXTVIEW_PRIVATE_H

#include "tui/textview.h"
#include "wrap.h"

#define TEXTVIEW_BAR 2 /* columns of a quote bar and the blank after it */
/* The window is never taken to be narrower: what does not fit is cut off, and memory stays within
 * reason on a terminal of one column. */
#define TEXTVIEW_NARROWEST 16

enum textview_kind { TEXTVIEW_TEXT, TEXTVIEW_HEADING };

struct textview_block {
	enum textview_kind kind;
	int indent, hang;
	bool bar;
	bool single; /* one line */
	bool cut; /* by the layout: it is single, and had more */
	int bar_column; /* of the layout */
	const char *target; /* NULL: cannot be selected; this and what follows in the arena */
	const char *heading;
	size_t first_run, end_run;
	size_t first_line, line_count; /* of the layout */
};

struct textview {
	struct arena arena;
	struct textview_block *blocks;
	size_t block_count, block_room;
	struct wrap_run *runs;
	size_t run_count, run_room;
	struct wrap_lines lines; /* of the first `wrapped` blocks, for `width`, and of one begun */
	size_t wrapped;
	bool begun; /* block `wrapped` has some of its lines */
	struct wrapper wrapper; /* of that block */
	bool stale; /* blocks were added, or the width is another */
	bool gradual; /* a layout wraps no more than a share */
	bool all_read; /* before it was wrapped or filled anew: it still is */
	bool to_end; /* the window follows the end until all is wrapped */
	bool reveal; /* the next layout brings the selected block into the window */
	int width;
	size_t height;
	int overlap; /* rows that the next page shows again, as the screen says */
	size_t top;
	size_t selected; /* block index, or SIZE_MAX */
	size_t read_from, read_to; /* blocks that must be read: from, and before which */
	size_t unread; /* of them, the first line that was not on the glass yet */
	size_t mark; /* block that textview_cut cuts off, and all behind it */
	struct span word; /* the last one that was judged, and */
	bool misleads; /* whether it is of look-alike letters */
	size_t start; /* block at which the first layout opens, or SIZE_MAX */
};

/* Makes lines of the blocks, for `width`: of all of them, or of a share when it is gradual. What
 * was at the top of the window stays there, and what was read stays read. */
void textview_wrap(struct textview *v);

#endif

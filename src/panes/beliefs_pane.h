/* The inside of the beliefs pane, shared by the files that make it up. */
#ifndef BELIEFS_H
#define BELIEFS_H

#include "ego.h"
#include "marks.h"
#include "panes/console.h"
#include "panes/filter_ask.h"
#include "panes/split.h"
#include "steer.h"
#include "store/beliefs.h"
#include "trail.h"
#include "tui/list.h"

struct belief_row {
	struct belief belief;
	struct belief_key key;
	struct belief_course course; /* of its confidence */
	bool gone; /* deleted since the list was loaded */
};

/* The kinds of the list's tasks; those of the detail have others. */
enum beliefs_kind { BELIEFS_VALUES = 40, BELIEFS_MARK_ALL, BELIEFS_ROWS };

struct beliefs {
	struct pane pane;
	struct console *console;
	struct list *list;
	struct ego_view ego;
	struct split split;
	bool detail_focus;
	struct str filter_text;
	struct arena filter_arena;
	struct filter filter;
	struct filter_ask ask;
	struct marks marks;
	bool marking; /* all that match are being marked */
	int64_t total;
	bool loading, loaded, stale; /* stale: somebody changed data since the list was loaded */
	struct err error;

	char focus[UUID_TEXT]; /* whose detail is asked for: the selected row, or a followed edge */
	char viewed[UUID_TEXT]; /* whose detail is on the screen */
	char asked[UUID_TEXT]; /* the detail is on its way */
	struct trail trail; /* where Backspace leads, and ] */
	char path_from[UUID_TEXT]; /* one end of the path that is to be found; "" for none */
	bool from_elsewhere; /* a draft, or a finding, named the belief at the foot of the trail:
			    Backspace goes there */
	enum pane_id back_to;
	size_t foot;
	struct steer steer;
};

/* beliefs_filter.c: another filter; false: it is none, and `problem` says why. */
bool beliefs_filter(struct beliefs *b, struct span text, struct err *problem);
void beliefs_filter_open(struct beliefs *b);
void beliefs_filter_clear(struct beliefs *b);

/* beliefs_list.c: the list on the screen. */
void beliefs_draw_list(const struct beliefs *b, struct screen *s);
struct rect beliefs_rows_of(const struct beliefs *b); /* without the heading */
struct span beliefs_order(const struct beliefs *b); /* "by title" */

/* beliefs_marks.c: false: the action is none of marks; a range follows the cursor even so. */
bool beliefs_marks_act(struct beliefs *b, enum action a);
void beliefs_marks_filtered(struct beliefs *b); /* the filter is another */
void beliefs_marks_clear(struct beliefs *b);
/* The marked beliefs, for what is done to several: copies the first `most` in the order in which
 * they were marked, and says how many there are. */
size_t beliefs_marked(const struct beliefs *b, char (*out)[UUID_TEXT], size_t most);

/* beliefs_rows.c: those around the cursor, read again. */
void beliefs_rows_refresh(struct beliefs *b);
void beliefs_row_follow(struct belief_row *row, const struct belief *now);

/* beliefs.c: as the keys move the list. */
void beliefs_move(struct beliefs *b, enum action a);

/* beliefs_load.c: what is asked of the worker. */
void beliefs_reload(struct beliefs *b); /* the list anew, from its start */
void beliefs_refresh(struct beliefs *b); /* the list anew, and the cursor on the same belief */
void beliefs_load(
	struct beliefs *b, enum page_from from); /* PAGE_FIRST or PAGE_LAST: the list anew */
void beliefs_load_edge(struct beliefs *b, enum list_edge edge);
void beliefs_load_detail(struct beliefs *b, const char *id);
void beliefs_find_paths(struct beliefs *b, const char *from, const char *to);
/* p: one end of a path, or the other, from which on it is looked for. There is a focus. */
void beliefs_path(struct beliefs *b);

#endif

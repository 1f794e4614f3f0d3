/* The inside of the memory pane, shared by the files that make it up. */
#ifndef MEMORY_PANE_H
#define MEMORY_PANE_H

#include "model/filter.h"
#include "model/interaction.h"
#include "panes/console.h"
#include "panes/filter_ask.h"
#include "panes/split.h"
#include "store/memory.h"
#include "trail.h"
#include "tui/list.h"
#include "tui/textview.h"

#define MEMORY_SIMILAR 20

struct memory_row {
	struct memory_line line;
	struct span title; /* the snippet on one line */
	double cosine; /* in the list of what is alike; else NAN */
};

struct memory {
	struct pane pane;
	struct console *console;
	struct list *list, *near; /* all that match; what is like one of them */
	struct textview *view;
	struct split split;
	int width; /* columns of the pane */
	bool detail_focus;

	struct filter_ask ask;
	struct str filter_text;
	struct arena filter_arena;
	struct filter filter; /* with the persona that was chosen */
	int64_t total; /* -1: not counted yet */
	bool loading, loaded, stale; /* stale: the table has other rows than the list */
	struct err error;

	char near_to[UUID_TEXT]; /* what `near` shows, or will; "": the list of all is open */
	struct memory_similar near_found; /* counts; its matches are in the list */

	char focus[UUID_TEXT]; /* whose detail is wanted: the selected row, or a followed link */
	char viewed[UUID_TEXT]; /* whose detail is in the view */
	char asked[UUID_TEXT]; /* the detail is on its way */
	struct arena detail_arena, led_arena;
	struct interaction it;
	struct interaction_meta meta;
	struct memory_thread thread;
	struct memory_effects led;
	enum { LED_UNKNOWN, LED_KNOWN, LED_FAILED } led_state;
	struct err led_error;
	struct trail trail; /* where Backspace leads; no key leads forward */
};

/* memory_load.c: what is asked of the worker. */
void memory_load(struct memory *m, enum page_from from); /* PAGE_FIRST or PAGE_LAST: anew */
void memory_refresh(struct memory *m); /* anew, and the cursor on the same one */
void memory_load_edge(struct memory *m, enum list_edge edge);
void memory_load_detail(struct memory *m, const char *id);

/* memory_rows.c: whether the loaded rows are still what the table has; says so by `stale`. */
void memory_rows_look(struct memory *m);

/* memory_near.c: what is like one of them; a row of its list is drawn with the cosine. */
void memory_near_load(struct memory *m, const char *id);
void memory_near_close(struct memory *m);
/* "104 of 107 compared · 3 skipped: 1 odd length, 2 all zero", or "104 of 107 compared · 3 not"
 * where the line has no room for that. */
void memory_near_say(const struct memory *m, struct str *out);

/* memory_filter.c */
void memory_filter_open(struct memory *m);
/* False, with the reason in `problem`: the filter before it stays. */
bool memory_filter_by(struct memory *m, struct span text, struct err *problem);

/* memory_show.c: one interaction as a text; what it led to is filled in behind the mark. */
void memory_show(const struct memory *m, struct textview *v);
void memory_show_led(const struct memory *m, struct textview *v);

/* memory_draw.c */
void memory_draw(const struct pane *p, struct screen *s, struct rect r);
void memory_status(const struct pane *p, struct str *out);

/* memory.c: the list that is open. */
struct list *memory_list(const struct memory *m);

#endif
